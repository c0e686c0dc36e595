"""The row of tools under the pad: pen and erasers, their size, undo, redo, clear, and samples."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QIcon, QPainter, QPalette, QPixmap, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QToolButton, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.buttons import ICON_SIDE, ToolButton, tool_side
from mlp_desktop.views.kit.growth import grown
from mlp_desktop.views.kit.icons import ALL_SIDES, load_icon

TOOLS = {
    "pen": ("Pen", "Draw (P)"),
    "eraser": ("Eraser", "Erase what the tip touches (E). The right mouse button erases with every tool."),
    "stroke eraser": ("Stroke eraser", "Remove every stroke that the tip touches (Shift+E)"),
}
"""The tools that draw and erase: name and tool tip of each."""

_GAP = theme.GRID // 2
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
        self._row = self._lay_out()
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

    def minimumSizeHint(self) -> QSize:
        """All icons without words."""
        spacings = (self._row.count() - 1) * _GAP + 2 * theme.GRID
        return QSize(8 * tool_side() + spacings, self._row.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give words to as many groups of tools as fit, beginning with those that need them most."""
        super().resizeEvent(event)
        left = self.width() - self.minimumSizeHint().width()
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

    def _lay_out(self) -> QHBoxLayout:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_GAP)
        for button in (*self._tools.values(), self._size):
            layout.addWidget(button)
        layout.addSpacing(2 * theme.GRID)
        for button in (self._undo, self._redo, self._clear):
            layout.addWidget(button)
        layout.addStretch()
        layout.addWidget(self._sample)
        return layout

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
