"""Writes the network in use for another program."""

from PySide6.QtCore import QObject

from mlp_desktop.controllers.kit.save_dialog import choose_place_and_kind
from mlp_desktop.models.window.session import Session
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.window.main_window import MainWindow
from mlp_engine.errors import MlpError
from mlp_engine.interchange import SUFFIXES, ExportName, export_network

KINDS = {
    "NumPy archive (*.npz)": SUFFIXES["npz"],
    "ONNX (*.onnx)": SUFFIXES["onnx"],
    "Python file that needs numpy alone (*.py)": SUFFIXES["script"],
    "PyTorch state_dict (*.safetensors)": SUFFIXES["torch"],
}
FORMS: dict[str, ExportName] = {suffix: form for form, suffix in SUFFIXES.items()}


class ExportController(QObject):
    """Exports on request; the network in use and its file stay what they are."""

    def __init__(self, window: MainWindow, session: Session, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._session = session
        self._settings = settings
        window.export_requested.connect(self.export)

    def export(self) -> None:
        """Let a place and a format be chosen, and write."""
        path = choose_place_and_kind(self._window, "Export network", self._settings.folder / "digits.npz", KINDS)
        if path is None:
            return
        try:
            export_network(self._session.in_use.network, FORMS[path.suffix.lower()], path)
        except MlpError as error:
            self._window.show_error(str(error))
            return
        self._settings.folder = path.parent
