"""Sample digits for whoever cannot or would rather not draw: stepped through forwards and backwards."""

from PySide6.QtCore import QObject, Signal

from mlp_desktop.models.draw.drawing import Drawing
from mlp_desktop.views.window.main_window import MainWindow
from mlp_engine.datasets.drawing_file import read_drawings
from mlp_engine.errors import DataError
from mlp_engine.files.resources import resource_path


class SamplesController(QObject):
    """Puts the strokes of one sample after another on the pad."""

    shown = Signal(int, int)
    """Which sample is on the pad now, counted from 1, and of how many."""

    def __init__(self, window: MainWindow, drawing: Drawing, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._drawing = drawing
        self._shown: int | None = None
        window.sample_requested.connect(self.step)
        window.draw_tab.tools.sample_requested.connect(self._next)

    def step(self, by: int) -> None:
        """Show the sample so many places after the one shown last; before it, where ``by`` is negative."""
        try:
            samples = read_drawings(resource_path("samples", "digits.jsonl"))
        except DataError as error:
            self._window.show_error(str(error))
            return
        before_the_first = -1 if by > 0 else 0
        self._shown = ((before_the_first if self._shown is None else self._shown) + by) % len(samples)
        self._drawing.open_strokes(samples[self._shown])
        self.shown.emit(self._shown + 1, len(samples))

    def _next(self) -> None:
        self.step(1)
