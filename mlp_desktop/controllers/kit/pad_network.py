"""Networks for the pad in files, and the names of such files in dialogs."""

from pathlib import Path

from mlp_desktop.views.window.main_window import MainWindow
from mlp_engine.errors import MlpError, WeightsReadError
from mlp_engine.files.paths import is_there, shown_name
from mlp_engine.interchange import FOREIGN_SUFFIXES, OpenedNetwork, open_network
from mlp_engine.interchange.content import form_of
from mlp_engine.perceptron.config import ACTIVATIONS, ActivationName, NetworkConfig
from mlp_engine.training.settings import SETTINGS
from mlp_engine.validation import check_choice
from mlp_engine.weights.file import SUFFIX, WeightsFile

FILTER = f"Weights (*{SUFFIX})"
OPEN_FILTER = f"Weights ({' '.join(f'*{suffix}' for suffix in (SUFFIX, *FOREIGN_SUFFIXES))})"

PAD_INPUTS = NetworkConfig().inputs
PAD_OUTPUTS = NetworkConfig().outputs


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
    return for_pad(path, opened)


def for_pad(path: Path, opened: OpenedNetwork) -> WeightsFile:
    """The content of the file at ``path`` if its network can read digits from the pad.

    Raises:
        WeightsReadError: if it does not have the inputs and outputs of the pad.
    """
    inputs, outputs = opened.network.config.inputs, opened.network.config.outputs
    if (inputs, outputs) != (PAD_INPUTS, PAD_OUTPUTS):
        raise WeightsReadError(
            f"A network for the pad must have {PAD_INPUTS} inputs and {PAD_OUTPUTS} outputs. "
            f"Got {path} with {inputs} and {outputs}."
        )
    return WeightsFile(opened.network, opened.card, opened.reject)


def asked_activation(window: MainWindow, path: Path, assumed: ActivationName) -> ActivationName | None:
    """Ask which activation the network in a file was trained with; ``None`` if the person does not say."""
    names = {label: name for name, label in SETTINGS["activations"].choices}
    chosen = window.choose_one(
        f"{shown_name(path)} does not say which activation its hidden layers have. Which one was it trained with?",
        list(names),
        next(label for label, name in names.items() if name == assumed),
    )
    return check_choice("Activation", names[chosen], ACTIVATIONS) if chosen else None


def is_own(path: Path) -> bool:
    """Whether saving to ``path`` would replace nothing, or a weights file of this program."""
    try:
        return path.suffix.lower() == SUFFIX and (not is_there(path) or form_of(path) == "own")
    except MlpError:
        return False
