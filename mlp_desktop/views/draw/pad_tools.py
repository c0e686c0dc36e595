"""The row of tools under the pad: pen and erasers, their size, undo, redo, clear, and samples."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QIcon, QPainter, QPalette, QPixmap, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QMenu, QToolButton, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.buttons import ICON_SIDE, ToolButton, tool_side
from mlp_desktop.views.kit.growth import grown
from mlp_desktop.views.kit.icons import ALL_SIDES, load_icon
from mlp_desktop.views.kit.labels import text_is_large
from mlp_desktop.views.kit.layouts import hbox

TOOLS = {
    "pen": ("Pen", "Draw (P)"),
    "eraser": ("Eraser", "Erase what the tip touches (E). The right mouse button erases with every tool."),
    "stroke eraser": ("Stroke eraser", "Remove every stroke that the tip touches (Shift+E)"),
}
"""The tools that draw and erase: name and tool tip of each."""

_GAP = theme.GRID // 2
_BETWEEN = 2 * theme.GRID + _GAP
_WIDEST_DOT = 18


@guarded
class PadTools(QWidget):
    """Tools as icons, with words if there is room for them.

    The icons are there in the size of this screen and this text, and in all sizes after :meth:`load_all_sizes`, which
    takes longer than the window's first painting should wait.
    """

    tool_chosen = Signal(str)
    size_chosen = Signal(float)
    undo_requested = Signal()
    redo_requested = Signal()
    clear_requested = Signal()
    sample_requested = Signal()

    def __init__(self, icons_folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons_folder = icons_folder
        self._has_all_sizes = False
        self.setObjectName("padTools")
        self._tools = {tool: self._button(tool, *words) for tool, words in TOOLS.items()}
        self._selection = QButtonGroup(self)
        for button in self._tools.values():
            button.setCheckable(True)
            self._selection.addButton(button)
        self._selection.buttonClicked.connect(self._choose_tool)
        self._size = self._size_button()
        self._undo = self._button("undo", "Undo", "Undo the last step (Ctrl+Z)")
        self._redo = self._button("redo", "Redo", "Redo the step (Ctrl+Shift+Z)")
        self._clear = self._button("clear", "Clear", "Clear the pad (Delete). Undo brings the drawing back.")
        self._sample = self._button("sample", "Try a sample", "Put one of the sample digits on the pad (Right, Left)")
        self._undo.clicked.connect(self.undo_requested)
        self._redo.clicked.connect(self.redo_requested)
        self._clear.clicked.connect(self.clear_requested)
        self._sample.clicked.connect(self.sample_requested)
        self._groups = self._lay_out()
        self._shown: tuple[float, float] = (1.0, 1.0)
        self._show_icons()
        self.set_history_enabled(False, False, False)

    def load_all_sizes(self) -> None:
        """Have the icons in every size, for other screens."""
        self._has_all_sizes = True
        self._show_icons()

    def set_history_enabled(self, can_undo: bool, can_redo: bool, can_clear: bool) -> None:
        """Enable or disable undo, redo and clear."""
        self._undo.setEnabled(can_undo)
        self._redo.setEnabled(can_redo)
        self._clear.setEnabled(can_clear)

    def show_pen(self, tool: str, size: float, sizes: Sequence[float]) -> None:
        """Show which of :data:`TOOLS` is selected, and which of ``sizes`` it has."""
        self._tools[tool].setChecked(True)
        self._size.setEnabled(tool != "stroke eraser")
        menu = self._size.menu()
        menu.clear()
        choices = QActionGroup(menu)
        for number, each in enumerate(sizes, start=1):
            action = QAction(f"{each:g}", choices)
            action.setCheckable(True)
            action.setChecked(each == size)
            action.setData(each)
            action.setIcon(self._dot(each, max(sizes)))
            menu.addAction(action)
            if each == size:
                self._size.setAccessibleName(f"{TOOLS[tool][0]} size: {each:g}, {number} of {len(sizes)}")
        self._shown = (size, max(sizes))
        self._size.setIcon(self._dot(*self._shown))

    def width_of_one_row(self) -> int:
        """The least width in which all tools are in one row, in logical pixels."""
        return 8 * tool_side() + 7 * _GAP + _BETWEEN

    def height_in(self, width: int) -> int:
        """The height in a width, in logical pixels: of one row of icons, or of two where one is too wide."""
        return tool_side() if width >= self.width_of_one_row() else 2 * tool_side() + _GAP

    def minimumSizeHint(self) -> QSize:
        """All icons without words; with large text half of them, with the others below."""
        width = 4 * tool_side() + 3 * _GAP if text_is_large() else self.width_of_one_row()
        return QSize(width, self.height_in(max(width, self.width())))

    def sizeHint(self) -> QSize:
        """The same."""
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give words to as many groups of tools as fit, beginning with those that need them most."""
        super().resizeEvent(event)
        self._turn_groups()
        left = self.width() - self.width_of_one_row()
        for group in ((self._sample,), (self._undo, self._redo, self._clear), tuple(self._tools.values())):
            for button in group:
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            left -= sum(button.sizeHint().width() - tool_side() for button in group)
            if left < 0:
                for button in group:
                    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)

    def changeEvent(self, event: QEvent) -> None:
        """Recolour the icons with the palette, and enlarge them with the text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._show_icons()
            self._turn_groups()

    def _choose_tool(self, chosen: ToolButton) -> None:
        self.tool_chosen.emit(next(tool for tool, button in self._tools.items() if button is chosen))

    def _choose_size(self, action: QAction) -> None:
        self.size_chosen.emit(action.data())

    def _button(self, name: str, text: str, tip: str) -> ToolButton:
        first, *rest = name.split()
        return ToolButton(first + "".join(rest).capitalize() + "Button", text, tip, self)

    def _size_button(self) -> ToolButton:
        button = self._button("size", "Size", "Wider or narrower ( ] and [ )")
        menu = QMenu(button)
        menu.triggered.connect(self._choose_size)
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return button

    def _lay_out(self) -> QBoxLayout:
        drawing = hbox(*self._tools.values(), self._size, spacing=_GAP)
        drawing.addStretch()
        history = hbox(self._undo, self._redo, self._clear, spacing=_GAP)
        history.addStretch()
        history.addWidget(self._sample)
        groups = hbox(drawing, history, parent=self, spacing=_BETWEEN)
        groups.setStretch(1, 1)
        return groups

    def _turn_groups(self) -> None:
        """Put what is undone and cleared beside what draws, or below it."""
        is_one = self.width() >= self.width_of_one_row()
        self._groups.setDirection(QBoxLayout.Direction.LeftToRight if is_one else QBoxLayout.Direction.TopToBottom)
        self._groups.setSpacing(_BETWEEN if is_one else _GAP)

    def _show_icons(self) -> None:
        names = {tool.replace(" ", "-"): button for tool, button in self._tools.items()}
        names |= {"undo": self._undo, "redo": self._redo, "clear": self._clear, "sample": self._sample}
        sides = ALL_SIDES if self._has_all_sizes else (round(grown(ICON_SIDE) * self.devicePixelRatioF()),)
        for name, button in names.items():
            button.setIcon(load_icon(self._icons_folder, name, self.palette(), sides))
        self._size.setIcon(self._dot(*self._shown))

    def _dot(self, size: float, widest: float) -> QIcon:
        """A dot for one of the sizes, in the colour of text on buttons."""
        ratio, side = self.devicePixelRatioF(), grown(ICON_SIDE)
        pixmap = QPixmap(round(side * ratio), round(side * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().color(QPalette.ColorRole.ButtonText))
        radius = _WIDEST_DOT * side / ICON_SIDE / 2 * size / widest
        painter.drawEllipse(QPointF(side / 2, side / 2), radius, radius)
        painter.end()
        return QIcon(pixmap)
