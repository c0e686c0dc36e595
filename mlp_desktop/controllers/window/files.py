"""Files that are dropped on the window or named on the command line."""

from pathlib import Path

from PySide6.QtCore import QObject

from mlp_desktop.controllers.draw.drawing_files import DrawingFilesController
from mlp_desktop.controllers.kit.weights import WeightsController
from mlp_desktop.views.window.main_window import MainWindow
from mlp_engine.interchange import KNOWN_SUFFIXES
from mlp_engine.weights.file import SUFFIX


class FilesController(QObject):
    """Opens a file as weights if its suffix says so, and as strokes or a picture otherwise."""

    def __init__(
        self,
        window: MainWindow,
        weights: WeightsController,
        drawing_files: DrawingFilesController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._weights = weights
        self._drawing_files = drawing_files
        window.files_dropped.connect(self._open_first)

    def open(self, path: Path) -> None:
        """Open one file."""
        if path.suffix.lower() in (SUFFIX, *KNOWN_SUFFIXES):
            self._weights.open(path)
        else:
            self._drawing_files.open(path)

    def _open_first(self, paths: list[str]) -> None:
        # There is one pad and one network in use, so only the first of several files can be shown.
        self.open(Path(paths[0]))
