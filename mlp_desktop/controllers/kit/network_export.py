"""The network in use in a file of another program."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from mlp_desktop.controllers.kit.file_access import FileAccess, FileWork
from mlp_desktop.controllers.kit.one_worker import OneWorker
from mlp_desktop.controllers.kit.save_dialog import choose_place_and_kind
from mlp_desktop.models.window.session import Session
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.window.main_window import MainWindow
from mlp_desktop.workers.kit.export_worker import ExportWorker
from mlp_engine.interchange import SUFFIXES, ExportName, reason_to_keep
from mlp_engine.perceptron.network import Network

EXPORT_KINDS = {
    "NumPy archive (*.npz)": SUFFIXES["npz"],
    "ONNX (*.onnx)": SUFFIXES["onnx"],
    "Python file that needs numpy alone (*.py)": SUFFIXES["script"],
    "PyTorch state_dict (*.safetensors)": SUFFIXES["torch"],
}
_EXPORT_NAMES: dict[str, ExportName] = {suffix: name for name, suffix in SUFFIXES.items()}


class NetworkExport(QObject):
    """Writes one file at a time, in a thread, because a large network takes longer than the window may be held up."""

    ended = Signal()
    """The file is written, or was looked at."""

    def __init__(self, window: MainWindow, session: Session, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._session = session
        self._settings = settings
        self._work = OneWorker(self)
        self._work.ended.connect(self.ended)
        self._looking = FileAccess(self)
        self._looking.ended.connect(self.ended)
        window.export_requested.connect(self._export)

    @property
    def is_running(self) -> bool:
        """Whether a file is being looked at or written; the latter is finished in a second or two."""
        return self._work.is_running or self._looking.is_running

    def stop(self) -> None:
        """Look at no file; what is being written is finished. ``ended`` follows."""
        self._looking.stop()

    def _export(self) -> None:
        """Ask for a file and a format of another program, and write to it."""
        proposed = self._settings.folder / "digits.npz"
        path = choose_place_and_kind(self._window, "Export network", proposed, EXPORT_KINDS)
        if path is None:
            return
        name = _EXPORT_NAMES[path.suffix.lower()]
        in_use = self._session.in_use
        looked = partial(self._has_looked, path, name, in_use.network)
        self._looking.do(
            FileWork(
                lambda _: reason_to_keep(path, name, in_use.path),
                looked,
                lambda why: looked(f"It cannot be read whether {path} is an earlier export: {why}."),
                kind="reason",
            )
        )

    def _has_looked(self, path: Path, name: ExportName, network: Network, reason: str) -> None:
        """Write to the file, unless the person wants to keep what is in it."""
        if reason and not self._window.ask(f"{reason} Replace it anyway?", "Replace", "Cancel"):
            return
        if self._work.is_running:
            self._window.show_error("The previous export is still being written. Try again in a moment.")
            return
        worker = ExportWorker(network, name, path)
        self._work.begin(worker, self._was_exported, self._window.show_error)

    def _was_exported(self, path: Path) -> None:
        self._settings.folder = path.parent
