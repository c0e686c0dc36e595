"""No text from outside is read as HTML: tool tips pass through ``plain_tip``, labels are ``plain_label``.

Nor can the name of a file turn the words around it: ``shown_name`` makes its hidden marks visible.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "mlp_desktop").rglob("*.py"))

# The setters of text that Qt reads as HTML if it looks like HTML, and which of their arguments it is.
SETTERS = {"setToolTip": 0, "setTabToolTip": 1, "setWhatsThis": 0, "showText": 1}
RICH = {"QLabel", "QTextEdit", "QTextBrowser", "QErrorMessage", "QSystemTrayIcon"}
LABELS = "mlp_desktop/views/kit/labels.py"
OWN_STORE = "mlp_desktop/models/my_digits/own_store.py"  # the path of a file beside the store, which nobody reads


def _is_plain(node: ast.expr) -> bool:
    """Whether an expression is a literal of the program, a choice of such, or what ``plain_tip`` returned."""
    if isinstance(node, ast.IfExp):
        return _is_plain(node.body) and _is_plain(node.orelse)
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id == "plain_tip"
    return isinstance(node, ast.Constant)


def tips_that_are_not_plain(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in SETTERS and not _is_plain(node.args[SETTERS[node.func.attr]]):
                yield node.lineno
            sets_a_role = node.func.attr in ("setItemData", "setData") and "ToolTipRole" in ast.unparse(node)
            if sets_a_role and not any(_is_plain(argument) for argument in node.args):
                yield node.lineno
        if isinstance(node, ast.match_case) and "ToolTipRole" in ast.unparse(node.pattern):
            for each in node.body:
                if not (isinstance(each, ast.Return) and each.value is not None and _is_plain(each.value)):
                    yield each.lineno


def labels_that_may_be_rich(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RICH:
            yield node.lineno
        if isinstance(node, ast.ClassDef) and _is_rich_label(node):
            yield node.lineno


def _is_rich_label(node: ast.ClassDef) -> bool:
    is_label = any(ast.unparse(base) == "QLabel" for base in node.bases)
    return is_label and "setTextFormat(Qt.TextFormat.PlainText)" not in ast.unparse(node)


def file_names_that_are_not_shown(tree: ast.Module) -> Iterator[int]:
    """Where the name of a path stands in a text that is no path itself."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FormattedValue) and isinstance(node.value, ast.Attribute) and node.value.attr == "name":
            owner = ast.unparse(node.value.value)
            if owner.rpartition("_")[2] == "path" or owner.startswith("Path("):
                yield node.lineno


def test_every_tool_tip_passes_through_plain_tip() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in MODULES
        for line in tips_that_are_not_plain(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_every_label_is_of_plain_text() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in MODULES
        if path.relative_to(ROOT).as_posix() != LABELS
        for line in labels_that_may_be_rich(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_every_file_name_in_a_sentence_shows_its_hidden_marks() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in MODULES
        for line in file_names_that_are_not_shown(ast.parse(path.read_text(encoding="utf-8")))
        if path.relative_to(ROOT).as_posix() != OWN_STORE
    ]
    assert found == []


def test_the_checks_find_what_they_look_for() -> None:
    bad = "class A(QLabel): pass\nQLabel(name)\nx.setToolTip(name)\nQToolTip.showText(place, name, self)\n"
    model = "match role:\n    case Qt.ItemDataRole.ToolTipRole:\n        return name\n"
    assert list(labels_that_may_be_rich(ast.parse(bad))) == [1, 2]
    assert list(tips_that_are_not_plain(ast.parse(bad))) == [3, 4]
    assert list(tips_that_are_not_plain(ast.parse(model))) == [3]
    assert list(tips_that_are_not_plain(ast.parse("x.setToolTip('a' if b else plain_tip(c))"))) == []
    assert list(file_names_that_are_not_shown(ast.parse("f'{self._path.name} and {Path(x).name} and {run.name}'"))) == [
        1,
        1,
    ]
