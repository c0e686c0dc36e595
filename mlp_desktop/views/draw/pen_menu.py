"""The Pen menu: tools and sizes with their keys, and options of the pen."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

_TOOLS = {"pen": ("&Pen", "P"), "eraser": ("&Eraser", "E"), "stroke eraser": ("&Stroke eraser", "Shift+E")}
_OPTIONS = {
    "smoothing": "Draw s&mooth lines",
    "pressure": "Pressure sets the &width",
    "pen_only": "&Only a pen draws, no mouse or finger",
    "by_keys": "Draw by &keys",
}
_KEYS = {"by_keys": "K"}


class PenMenu(QMenu):
    """Announces the tool, the size and the options that a person chooses."""

    tool_chosen = Signal(str)
    size_changed = Signal(int)
    option_switched = Signal(str, bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("&Pen", parent)
        self.setObjectName("penMenu")
        group = QActionGroup(self)
        self._tools = {tool: self._action(tool, *words, checkable=True) for tool, words in _TOOLS.items()}
        for action in self._tools.values():
            group.addAction(action)
        group.triggered.connect(self._choose_tool)
        self.addSeparator()
        self._narrower = self._action("narrower", "&Narrower", "[")
        self._wider = self._action("wider", "Wi&der", "]")
        self._narrower.triggered.connect(self._make_narrower)
        self._wider.triggered.connect(self._make_wider)
        self.addSeparator()
        self._options = {
            option: self._action(option, words, _KEYS.get(option, ""), checkable=True)
            for option, words in _OPTIONS.items()
        }
        for action in self._options.values():
            action.triggered.connect(self._switch)

    def show_pen(self, tool: str, options: Mapping[str, bool]) -> None:
        """Check the selected tool and the options that are on."""
        self._tools[tool].setChecked(True)
        for option, on in options.items():
            self._options[option].setChecked(on)

    def _action(self, name: str, words: str, key: str = "", *, checkable: bool = False) -> QAction:
        first, *rest = name.replace("_", " ").split()
        action = QAction(words, self)
        action.setObjectName(first + "".join(rest).capitalize() + "Action")
        action.setCheckable(checkable)
        if key:
            action.setShortcut(QKeySequence(key))
        self.addAction(action)
        return action

    def _choose_tool(self, chosen: QAction) -> None:
        self.tool_chosen.emit(next(tool for tool, action in self._tools.items() if action is chosen))

    def _make_narrower(self) -> None:
        self.size_changed.emit(-1)

    def _make_wider(self) -> None:
        self.size_changed.emit(1)

    def _switch(self, on: bool) -> None:
        chosen = self.sender()
        self.option_switched.emit(next(option for option, action in self._options.items() if action is chosen), on)
