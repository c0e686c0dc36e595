"""The network in use and its file: open, save, export."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from mlp_desktop.controllers.kit.one_worker import OneWorker
from mlp_desktop.controllers.kit.save_dialog import choose_place, choose_place_and_kind
from mlp_desktop.models.window.session import Session
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.window.main_window import MainWindow
from mlp_desktop.workers.kit.export_worker import ExportWorker
from mlp_engine.errors import MlpError, WeightsReadError
from mlp_engine.files.paths import is_there, shown_name
from mlp_engine.interchange import (
    FOREIGN_SUFFIXES,
    SUFFIXES,
    ExportName,
    OpenedNetwork,
    open_network,
    reason_to_keep,
)
from mlp_engine.interchange.content import form_of
from mlp_engine.perceptron.config import ACTIVATIONS, NetworkConfig
from mlp_engine.training.settings import SETTINGS
from mlp_engine.validation import check_choice
from mlp_engine.weights.bundled import bundled_network
from mlp_engine.weights.file import SUFFIX, WeightsFile, save_weights
from mlp_engine.weights.model_card import ModelCard

FILTER = f"Weights (*{SUFFIX})"
OPEN_FILTER = f"Weights ({' '.join(f'*{suffix}' for suffix in (SUFFIX, *FOREIGN_SUFFIXES))})"
EXPORT_KINDS = {
    "NumPy archive (*.npz)": SUFFIXES["npz"],
    "ONNX (*.onnx)": SUFFIXES["onnx"],
    "Python file that needs numpy alone (*.py)": SUFFIXES["script"],
    "PyTorch state_dict (*.safetensors)": SUFFIXES["torch"],
}
_EXPORT_NAMES: dict[str, ExportName] = {suffix: name for name, suffix in SUFFIXES.items()}

PAD_INPUTS = NetworkConfig().inputs
PAD_OUTPUTS = NetworkConfig().outputs


class WeightsController(QObject):
    """Replaces, saves and exports the network in use; if an action fails, network and file stay as they are.

    An export is written by a worker, because a large network takes longer than the window may be held up.
    """

    ended = Signal()
    """An export has come to its end."""

    def __init__(self, window: MainWindow, session: Session, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._session = session
        self._settings = settings
        self._exporting = OneWorker(self)
        self._exporting.ended.connect(self.ended)
        window.open_requested.connect(self._choose_and_open)
        window.save_requested.connect(self.save)
        window.save_as_requested.connect(self.save_as)
        window.export_requested.connect(self._export)
        window.recent_requested.connect(self._open_recent)
        window.bundled_requested.connect(self._open_bundled)
        session.changed.connect(self._show)
        self._show()

    @property
    def is_running(self) -> bool:
        """Whether an export is being written."""
        return self._exporting.is_running

    def stop(self) -> None:
        """Nothing: what is being written is finished, which takes a second or two."""
        self._exporting.stop()

    def open(self, path: Path) -> bool:
        """Use the network in ``path``; returns whether it is in use now."""
        if not self.may_replace():
            return False
        try:
            opened = self._opened(path)
        except MlpError as error:
            self._settings.forget_recent_file(path)
            self._show()
            self._window.show_error(str(error))
            return False
        if opened is None:
            return False
        network, card, reject = opened
        self._remember(path)
        self._session.use_file(network, card, reject, path)
        return True

    def save(self) -> bool:
        """Save to the file in use, or ask for a file if there is none; returns whether the network is saved now."""
        path = self._session.in_use.path
        # A file that another program made is never written over with weights that the other program cannot read.
        return self._save_to(path) if path is not None and _is_own(path) else self.save_as()

    def save_as(self) -> bool:
        """Ask for a file and save to it; returns whether the network is saved now."""
        proposed = (self._session.in_use.path or self._settings.folder / "digits").with_suffix(SUFFIX)
        if not _is_own(proposed):
            proposed = proposed.with_stem(f"{proposed.stem}-digits")
        path = choose_place(self._window, "Save weights", proposed, FILTER, SUFFIX)
        return path is not None and self._save_to(path)

    def _opened(self, path: Path) -> WeightsFile | None:
        """The content of a weights file; ``None`` if the person does not say which activation it was trained with."""
        opened = open_network(path)
        if opened.assumed is not None:
            names = {label: name for name, label in SETTINGS["activations"].choices}
            chosen = self._window.choose_one(
                f"{shown_name(path)} does not say which activation its hidden layers have. Which one was it trained "
                "with?",
                list(names),
                next(label for label, name in names.items() if name == opened.assumed),
            )
            if not chosen:
                return None
            opened = open_network(path, check_choice("Activation", names[chosen], ACTIVATIONS))
        return _for_pad(path, opened)

    def may_replace(self) -> bool:
        """Whether another network may be used: this one is saved, or the person saves it now or discards it."""
        if self._session.in_use.is_saved:
            return True
        answer = self._window.ask_save_changes()
        return self.save() if answer == "save" else answer == "discard"

    def _choose_and_open(self) -> None:
        chosen = self._window.choose_open_file("Open weights", str(self._settings.folder), OPEN_FILTER)
        if chosen:
            self.open(Path(chosen))

    def _open_recent(self, path: str) -> None:
        self.open(Path(path))

    def _open_bundled(self) -> None:
        if not self.may_replace():
            return
        try:
            self._session.use_bundled(*bundled_network())
        except WeightsReadError as error:
            self._window.show_error(str(error))

    def _save_to(self, path: Path) -> bool:
        in_use = self._session.in_use
        try:
            save_weights(path, in_use.network, in_use.card, in_use.reject)
        except MlpError as error:
            self._window.show_error(str(error))
            return False
        self._remember(path)
        self._session.was_saved(path)
        return True

    def _export(self) -> None:
        """Ask for a file and a format of another program, and write to it."""
        proposed = self._settings.folder / "digits.npz"
        path = choose_place_and_kind(self._window, "Export network", proposed, EXPORT_KINDS)
        if path is None:
            return
        name = _EXPORT_NAMES[path.suffix.lower()]
        reason = reason_to_keep(path, name, self._session.in_use.path)
        if reason and not self._window.ask(f"{reason} Replace it anyway?", "Replace", "Cancel"):
            return
        if self._exporting.is_running:
            self._window.show_error("The export before is still being written. Try again in a moment.")
            return
        worker = ExportWorker(self._session.in_use.network, name, path)
        self._exporting.begin(worker, self._was_exported, self._window.show_error)

    def _was_exported(self, path: Path) -> None:
        self._settings.folder = path.parent

    def _remember(self, path: Path) -> None:
        self._settings.folder = path.parent
        self._settings.add_recent_file(path)

    def _show(self) -> None:
        in_use = self._session.in_use
        self._window.set_document(in_use.name, modified=not in_use.is_saved)
        self._window.set_network_line(network_line(in_use.name, in_use.card))
        self._window.set_recent(self._settings.recent_files)


def load_for_pad(path: Path) -> WeightsFile:
    """Load a network that can read digits from the pad.

    Raises:
        WeightsReadError: if the file is not sound, does not state its activation, or its network does not have the
            inputs and outputs of the pad.
    """
    opened = open_network(path)
    if opened.assumed is not None:
        raise WeightsReadError(
            f"{shown_name(path)} does not say which activation its hidden layers have. Open it with "
            "File › Open weights, which asks for it, and save it."
        )
    return _for_pad(path, opened)


def _for_pad(path: Path, opened: OpenedNetwork) -> WeightsFile:
    inputs, outputs = opened.network.config.inputs, opened.network.config.outputs
    if (inputs, outputs) != (PAD_INPUTS, PAD_OUTPUTS):
        raise WeightsReadError(
            f"A network for the pad must have {PAD_INPUTS} inputs and {PAD_OUTPUTS} outputs. "
            f"Got {path} with {inputs} and {outputs}."
        )
    return WeightsFile(opened.network, opened.card, opened.reject)


def _is_own(path: Path) -> bool:
    """Whether saving to ``path`` would replace nothing, or a weights file of this program."""
    try:
        return path.suffix.lower() == SUFFIX and (not is_there(path) or form_of(path) == "own")
    except MlpError:
        return False


def network_line(name: str, card: ModelCard) -> str:
    """One line about the network in use: its name, and its error rate on the test set or in validation if known."""
    scores = card.scores
    if "test_error_rate" in scores:
        return f"{name} · {scores['test_error_rate']:.1%} errors on the test set"
    if "validation_accuracy" in scores:
        return f"{name} · {1 - scores['validation_accuracy']:.1%} errors in validation"
    return name
