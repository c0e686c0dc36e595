"""What is written about the project beside its code says the same everywhere, and names only what is there."""

import ast
import importlib
import re
import tomllib
from pathlib import Path

import pytest

from mlp_engine import __version__

ROOT = Path(__file__).parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
WORKFLOW = (ROOT / ".github" / "workflows" / "checks.yml").read_text("utf-8")
# Packages, but not "mlp_engine/_resources", which only a wheel has.
PATH = re.compile(r"\b(?:mlp_engine|mlp_desktop|tests|docs|benchmarks|examples)/(?!_)[\w./-]*[\w/]")
MODULE = re.compile(r"\bmlp_(?:engine|desktop)(?:\.\w+)+")
SCRIPTS = [
    path for folder in ("docs/scripts", "benchmarks", "examples") for path in sorted((ROOT / folder).glob("*.py"))
]
PAGES = [
    path
    for path in (
        *sorted(ROOT.glob("*.md")),
        *sorted((ROOT / "docs").rglob("*.md")),
        *sorted((ROOT / "benchmarks").glob("*.md")),
        *sorted((ROOT / "resources").rglob("*.md")),
        *sorted((ROOT / ".github").rglob("*.*")),
        *SCRIPTS,
    )
    if path.name != "CHANGELOG.md"  # tells of what has been
]
# A template's links are those of the page made of it, which is looked at itself.
LINKING = [page for page in PAGES if page.suffix == ".md" and not page.stem.endswith("_template")]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def is_module(dotted: str) -> bool:
    """Whether this is a module, or something in one."""
    parts = dotted.split(".")
    for end in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:end]))
        except ModuleNotFoundError:
            continue
        for part in parts[end:]:
            found = getattr(found, part, None)
        return found is not None
    return False


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_path_and_module_that_is_named_is_there(page: Path) -> None:
    text = page.read_text("utf-8")
    paths = {path for path in PATH.findall(text) if "NAME" not in path}
    assert sorted(path for path in paths if not (ROOT / path).exists()) == []
    assert sorted(name for name in set(MODULE.findall(text)) if not is_module(name)) == []


@pytest.mark.parametrize("page", LINKING, ids=name_of)
def test_every_link_leads_to_a_file(page: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    targets = {target.partition("#")[0] for target in re.findall(r"\]\(([^()\s]+)\)", text)}
    assert sorted(target for target in targets if "://" not in target and not (page.parent / target).exists()) == []


@pytest.mark.parametrize("script", SCRIPTS, ids=name_of)
def test_every_script_imports_what_is_there(script: Path) -> None:
    imports = [node for node in ast.walk(ast.parse(script.read_text("utf-8"))) if isinstance(node, ast.ImportFrom)]
    names = {f"{node.module}.{name.name}" for node in imports for name in node.names}
    assert sorted(name for name in names if MODULE.match(name) and not is_module(name)) == []


def test_the_workflow_runs_the_checks_of_ci_run() -> None:
    checks = re.findall(r"^check \w+ (.+)$", (ROOT / ".ci" / "run").read_text("utf-8"), re.MULTILINE)
    commands = [check.partition(" --pythonpath")[0] for check in checks if check != "run_tests"]
    assert len(commands) == 4
    assert [command for command in [*commands, "pytest"] if f"        run: {command}\n" not in WORKFLOW] == []


def test_the_workflow_runs_on_every_python_that_the_package_names() -> None:
    named = re.findall(r"Python :: (3\.\d+)", "\n".join(PYPROJECT["project"]["classifiers"]))
    (matrix,) = re.findall(r"python: \[(.*)\]", WORKFLOW)
    assert re.findall(r"[\d.]+", matrix) == named
    assert PYPROJECT["project"]["requires-python"] == f">={named[0]}"


def test_the_citation_names_this_version() -> None:
    citation = (ROOT / "CITATION.cff").read_text("utf-8")
    assert re.findall(r"^version: (.+)$", citation, re.MULTILINE) == [__version__]
