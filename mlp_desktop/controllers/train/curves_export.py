"""The curves of a run in a file: a PNG or SVG picture, or the record of its epochs in numbers."""

from PySide6.QtCore import QObject

from mlp_desktop.controllers.kit.history_files import HISTORY_KINDS, history_content, write_curves
from mlp_desktop.controllers.kit.save_dialog import choose_place_and_kind
from mlp_desktop.controllers.train.training import TrainingController
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.window.main_window import MainWindow

KINDS = {
    "PNG picture (*.png)": ".png",
    "SVG drawing (*.svg)": ".svg",
    **HISTORY_KINDS,
}


class CurvesExport(QObject):
    """Asks for a file and writes the current curves to it."""

    def __init__(
        self, window: MainWindow, training: TrainingController, settings: Settings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._panel = window.train_tab.curves
        self._training = training
        self._settings = settings
        self._panel.export_requested.connect(self._save)

    def _save(self) -> None:
        path = choose_place_and_kind(self._window, "Save curves", self._settings.folder / "curves.png", KINDS)
        if path is not None:
            write_curves(self._window, self._settings, path, self._content(path.suffix.lower()))

    def _content(self, suffix: str) -> bytes:
        match suffix:
            case ".png":
                return self._panel.png()
            case ".svg":
                return self._panel.svg()
            case _:
                return history_content(self._training.curves.history(), suffix)
