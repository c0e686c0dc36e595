"""Opens pictures on the pad: files, dropped files, and the samples that ship with the program."""

from pathlib import Path

from PySide6.QtCore import QObject

from mlp_desktop.models.drawing import Drawing
from mlp_desktop.models.settings import Settings
from mlp_desktop.views.main_window import MainWindow
from mlp_engine.errors import InkError
from mlp_engine.ink import ink_from_picture, open_picture
from mlp_engine.resources import resource_path

FILTER = "Pictures (*.png *.jpg *.jpeg *.bmp)"


class PicturesController(QObject):
    """Puts a picture's ink on the pad; one that cannot be read leaves the drawing as it is."""

    def __init__(self, window: MainWindow, drawing: Drawing, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._drawing = drawing
        self._settings = settings
        self._samples = sorted(resource_path("samples").glob("*.png"))
        self._next_sample = 0
        window.open_picture_requested.connect(self._choose_and_open)
        window.draw_tab.sample_requested.connect(self._open_sample)

    def open(self, path: Path) -> None:
        """Show the picture in ``path`` on the pad."""
        try:
            ink = ink_from_picture(open_picture(path))
        except InkError as error:
            self._window.show_error(str(error))
            return
        self._drawing.open_picture(ink)
        self._window.tabs.setCurrentWidget(self._window.draw_tab)

    def _choose_and_open(self) -> None:
        chosen = self._window.choose_open_file("Open picture", str(self._settings.folder), FILTER)
        if chosen:
            self._settings.folder = Path(chosen).parent
            self.open(Path(chosen))

    def _open_sample(self) -> None:
        if self._samples:
            self.open(self._samples[self._next_sample % len(self._samples)])
            self._next_sample += 1
