"""Tells weights from pictures, for files that are dropped on the window or named when it starts."""

from pathlib import Path

from PySide6.QtCore import QObject

from mlp_desktop.controllers.draw.pictures import PicturesController
from mlp_desktop.controllers.kit.weights import WeightsController
from mlp_desktop.views.window.main_window import MainWindow
from mlp_engine.interchange import FOREIGN_SUFFIXES
from mlp_engine.weights.file import SUFFIX


class FilesController(QObject):
    """Hands each file to the controller that can open it."""

    def __init__(
        self,
        window: MainWindow,
        weights: WeightsController,
        pictures: PicturesController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._weights = weights
        self._pictures = pictures
        window.files_dropped.connect(self._open_first)

    def open(self, path: Path) -> None:
        """Open weights, strokes or a picture; what is called neither of the first two is tried as a picture."""
        if path.suffix.lower() in (SUFFIX, *FOREIGN_SUFFIXES):
            self._weights.open(path)
        else:
            self._pictures.open(path)

    def _open_first(self, paths: list[str]) -> None:
        # One pad and one network: of several files only the first has a place.
        self.open(Path(paths[0]))
