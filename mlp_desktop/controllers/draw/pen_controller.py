"""What the hand holds: chosen by tool row, menu and key, shown on the pad, and remembered for the next start."""

from PySide6.QtCore import QObject

from mlp_desktop.models.draw.pen import Pen
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.window.main_window import MainWindow


class HoldingController(QObject):
    """Keeps the pen, what shows it, and what is remembered of it in step."""

    def __init__(self, window: MainWindow, pen: Pen, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._pen = pen
        self._settings = settings
        pen.recall(settings.pen)
        window.draw_tab.tools.tool_chosen.connect(pen.take)
        window.draw_tab.tools.size_chosen.connect(pen.set_size)
        window.pen_menu.tool_chosen.connect(pen.take)
        window.pen_menu.size_changed.connect(pen.change_size)
        window.pen_menu.option_switched.connect(pen.switch)
        pen.changed.connect(self._show)
        pen.changed.connect(self._remember)
        self._show()

    def _show(self) -> None:
        pen = self._pen
        self._window.draw_tab.tools.show_pen(pen.tool, pen.size, pen.sizes)
        self._window.pen_menu.show_pen(
            pen.tool, {"smoothing": pen.smoothing, "pressure": pen.pressure, "pen_only": pen.pen_only}
        )
        pad = self._window.draw_tab.pad
        in_hand = pen.tool != "pen"
        pad.set_eraser(pen.size if in_hand else pen.eraser_size, selected=in_hand)
        pad.set_pen_only(pen.pen_only)

    def _remember(self) -> None:
        self._settings.pen = self._pen.remembered()
