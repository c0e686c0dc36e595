"""The dialog that lists the keyboard shortcuts."""

from collections.abc import Mapping, Sequence
from math import ceil

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QFontMetricsF, QKeySequence, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import describe
from mlp_desktop.views.kit.labels import plain_label
from mlp_desktop.views.kit.scroll_bar import make_slim

Tables = Mapping[str, Mapping[str, str]]
"""The title of each group, with the action and the keys of each row."""

_MARGINS = QSize(12 * theme.GRID, 24 * theme.GRID)  # of the screen, beside the dialog's contents
_BETWEEN_COLUMNS = 6 * theme.GRID
_BETWEEN_WORDS = 4 * theme.GRID

_IN_A_PLOT = {
    "Read the values": "← →, Page Up, Page Down, Home, End",
    "Zoom": "+  −",
    "Show all epochs": "0",
    "Hide the cursor": "Esc",
}
_IN_RUNS = {
    "Choose, or choose several": "↑ ↓, with Shift",
    "Use on the pad": "Enter",
    "Star": "Space",
    "Rename": "F2",
    "Delete": "Delete",
    "Undo delete": "Ctrl+Z",
    "Previous, next, first or last moment": "← →, Home, End",
    "Sort by a column": "Ctrl+1 … Ctrl+8",
}
_MY_DIGITS = {
    "Label it": "0 … 9, on the pad or in the grid",
    "Confirm the answer": "Enter, on the pad",
    "Open on the pad": "Enter, in the grid",
    "Replay": "Space, in the grid",
}
_SWEEPS = {
    "Choose a point, or the best": "← → ↑ ↓, Home, in a picture",
    "Show its curves": "Enter",
}
_LAB = {
    "Choose a neuron or a cell": "← → ↑ ↓",
    "Next page of a layer": "Page Up, Page Down",
    "Undo, redo a change": "Ctrl+Z, Ctrl+Shift+Z",
}
_CHARTS = {
    "Hear the next bin, part, picture or cell": "← → ↑ ↓",
    "The first, the last": "Home, End",
}
_CROP = {
    "Cut off on one side, or less": "← → ↑ ↓, with Shift",
    "Crop, or leave": "Enter, Esc",
}
_BY_KEYS = {
    "Begin, on the pad": "Space",
    "Move the pen, or farther": "← → ↑ ↓, with Shift",
    "Move it diagonally": "Home, End, Page Up, Page Down",
    "Put it down, lift it": "Space",
    "Draw to one of nine places": "1 … 9, as on a number pad",
    "Lift it after these": "0, Enter",
    "End": "Esc",
}
_BY_HAND = {
    "Draw": "left mouse button, pen or finger",
    "Erase": "right mouse button, or the pen's eraser end",
    "Next field": "Tab",
    "Press the button that has the focus": "Space",
}


class ShortcutsDialog(QDialog):
    """A table for each group of actions that have a key, and of what mouse, pen and keys do elsewhere."""

    help_requested = Signal()

    def __init__(self, groups: Mapping[str, Sequence[QAction]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("shortcutsDialog")
        self.setWindowTitle("Keyboard shortcuts")
        tables = {
            _plain(title): {_plain(action.text()): _keys(action) for action in actions if action.shortcuts()}
            for title, actions in groups.items()
            if any(action.shortcuts() for action in actions)
        }
        tables |= {
            "Crop frame": _CROP,
            "Runs": _IN_RUNS,
            "My digits": _MY_DIGITS,
            "Sweeps": _SWEEPS,
            "Lab": _LAB,
            "Plots": _IN_A_PLOT,
            "Charts and pictures": _CHARTS,
            "By hand": _BY_HAND,
            "Drawing by keys": _BY_KEYS,
        }
        columns = _in_two_columns(tables)
        room = self.screen().availableSize().width() - _MARGINS.width()
        # In one column with large text on a small screen
        sheet = _sheet(columns) if _width_of(columns) <= room else _sheet([tables], wraps=True)
        close = QDialogButtonBox()
        leave = close.addButton("Close", QDialogButtonBox.ButtonRole.RejectRole)
        describe(leave, "shortcutsClose", "Close", "Close this window.")
        close.rejected.connect(self.reject)
        ask = close.addButton("Help and glossary…", QDialogButtonBox.ButtonRole.HelpRole)
        describe(ask, "shortcutsHelp", "Help and glossary", "Ask a question about the program or about networks.")
        close.helpRequested.connect(self._leave_for_help)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * theme.GRID, 2 * theme.GRID, 3 * theme.GRID, 2 * theme.GRID)
        layout.setSpacing(3 * theme.GRID)
        layout.addWidget(_Scrolled(sheet))
        layout.addWidget(close)
        self.resize(self.sizeHint())  # Qt would give it two thirds of the screen at most

    def _leave_for_help(self) -> None:
        self.reject()
        self.help_requested.emit()


@guarded
class _Scrolled(QScrollArea):
    """As large as the sheet, if the screen has room for it."""

    def __init__(self, sheet: QWidget) -> None:
        super().__init__()
        self._sheet = sheet
        self.setFrameShape(QFrame.Shape.NoFrame)
        describe(self, "shortcutsSheet", "Keyboard shortcuts", "All keys, group by group. The arrow keys scroll.")
        self.setWidgetResizable(True)
        self.setWidget(sheet)
        make_slim(self)

    def sizeHint(self) -> QSize:
        """The sheet's, within the screen."""
        screen = self.screen().availableSize() - _MARGINS
        bar = self.verticalScrollBar().sizeHint().width()
        return (self._sheet.sizeHint() + QSize(bar, 0)).boundedTo(screen)


def _sheet(columns: Sequence[Tables], *, wraps: bool = False) -> QWidget:
    sheet = QWidget()
    side_by_side = QHBoxLayout(sheet)
    side_by_side.setContentsMargins(0, 0, 0, 0)
    side_by_side.setSpacing(_BETWEEN_COLUMNS)
    for tables in columns:
        side_by_side.addLayout(_column(tables, wraps))
    return sheet


def _width_of(columns: Sequence[Tables]) -> int:
    """The width of a sheet with these columns: to build one to see would take as long again as the dialog itself."""
    metrics, heading = (QFontMetricsF(theme.text_font(size)) for size in ("body", "heading"))
    widths: list[int] = []
    for tables in columns:
        rows = [row for table in tables.values() for row in table.items()]
        words, keys = (ceil(max(map(metrics.horizontalAdvance, texts))) for texts in zip(*rows, strict=True))
        widths.append(ceil(max(words + _BETWEEN_WORDS + keys, *map(heading.horizontalAdvance, tables))))
    return sum(widths) + _BETWEEN_COLUMNS * (len(columns) - 1)


def _in_two_columns(tables: Tables) -> tuple[Tables, Tables]:
    """The tables in their order, split so that the longer column is as short as possible."""
    titles = list(tables)
    rows = [2 + len(tables[title]) for title in titles]
    split = min(range(1, len(titles)), key=lambda at: max(sum(rows[:at]), sum(rows[at:])))
    left, right = ({title: tables[title] for title in part} for part in (titles[:split], titles[split:]))
    return left, right


def _column(tables: Tables, wraps: bool) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(_BETWEEN_WORDS)
    grid.setVerticalSpacing(theme.GRID // 2)
    grid.setColumnStretch(0, 1 if wraps else 0)
    grid.setColumnStretch(1, 1)
    for title, rows in tables.items():
        if grid.count():
            grid.setRowMinimumHeight(grid.rowCount(), theme.GRID)
        heading = plain_label(title)
        theme.keep_font(heading, "heading")
        grid.addWidget(heading, grid.rowCount(), 0, 1, 2)
        for words, keys in rows.items():
            shown = plain_label(keys)
            shown.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            row, what = grid.rowCount(), plain_label(words)
            for label in (what, shown):
                label.setWordWrap(wraps)
                label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            grid.addWidget(what, row, 0)
            grid.addWidget(shown, row, 1)
    grid.setRowStretch(grid.rowCount(), 1)
    return grid


def _plain(words: str) -> str:
    return words.replace("&", "").rstrip("…")


def _keys(action: QAction) -> str:
    return "  or  ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts())
