"""The interchange of networks with other programs, with one module for each format.

:func:`export_network` writes ``npz``, ``onnx``, ``script`` and ``torch``; :func:`open_network` reads this program's own
weights files and those of other programs, recognised by their content: ``.npz`` archives, safetensors files of
PyTorch, ONNX files, and the JSON files of Nielsen's ``network2``. The module of a format is imported only when it is
needed, so that it does not delay the start of the window, which loads a weights file.
"""

from pathlib import Path
from typing import Literal, NamedTuple, get_args

from mlp_engine.errors import WeightsWriteError
from mlp_engine.files.paths import is_file, is_there, shown_path
from mlp_engine.files.whole_file import write_whole
from mlp_engine.interchange.content import form_of, refuse_other_kinds
from mlp_engine.perceptron.config import ActivationName
from mlp_engine.perceptron.network import Network
from mlp_engine.validation import check_choice
from mlp_engine.weights.file import WeightsFile, load_weights
from mlp_engine.weights.model_card import ModelCard
from mlp_engine.weights.reader import check_answers
from mlp_engine.weights.reject import Reject

__all__ = [
    "EXPORTS",
    "FOREIGN_SUFFIXES",
    "SUFFIXES",
    "ExportName",
    "OpenedNetwork",
    "export_network",
    "load_network",
    "open_network",
    "reason_to_keep",
]

ExportName = Literal["npz", "onnx", "script", "torch"]
EXPORTS: tuple[ExportName, ...] = get_args(ExportName)
SUFFIXES: dict[ExportName, str] = {"npz": ".npz", "onnx": ".onnx", "script": ".py", "torch": ".safetensors"}
"""The usual suffix of each format."""
FOREIGN_SUFFIXES = (".npz", ".json", ".onnx")
"""The usual suffixes of other programs' files; files with other suffixes are recognised by their content."""

_PEEK = 65_536


class OpenedNetwork(NamedTuple):
    """The content of a weights file, whichever program made it.

    Attributes:
        network: the network.
        card: where its weights come from; empty for the file of another program.
        reject: the reject score, if the file has one.
        assumed: the activation of the hidden layers if it was assumed: the file does not state it, and the caller gave
            none.
    """

    network: Network
    card: ModelCard
    reject: Reject | None
    assumed: ActivationName | None


def export_network(network: Network, form: ExportName, path: Path | str) -> None:
    """Write ``network`` to ``path`` in another program's format, completely; on an error the previous file stays.

    Raises:
        SettingError: if there is no such format, or it needs a package that is not installed.
        WeightsWriteError: if the file cannot be written.
    """
    path = Path(path)
    match check_choice("Format of an export", form, EXPORTS):
        case "npz":
            from mlp_engine.interchange.npz import npz_of

            content = npz_of(network)
        case "onnx":
            from mlp_engine.interchange.onnx import onnx_of

            content = onnx_of(network)
        case "script":
            from mlp_engine.interchange.script import script_of

            content = script_of(network, module=path.stem)
        case "torch":
            from mlp_engine.interchange.torch_state import torch_state_of

            content = torch_state_of(network)
    try:
        write_whole(path, content)
    except OSError as error:
        raise WeightsWriteError(
            "A network must be exported to where files can be written. "
            f"Got {shown_path(path)} ({error.strerror or error})."
        ) from error


def reason_to_keep(path: Path, form: ExportName, source: Path | None = None) -> str:
    """Why an export in ``form`` should not replace the file at ``path``: one sentence, or empty.

    Args:
        path: the file to write.
        form: the format of the export.
        source: the file from which the network was read, if any.
    """
    if not is_there(path):
        return ""
    if source is not None and is_there(source) and path.samefile(source):
        return f"{path} is the file of the network itself."
    return "" if is_file(path) and _is_export(path, form) else f"{path} already exists and is not an earlier export."


def _is_export(path: Path, form: ExportName) -> bool:
    """Whether the first bytes of the file are those of an export in this format."""
    with path.open("rb") as file:
        start = file.read(_PEEK)
    match form:
        case "npz":
            return start.startswith(b"PK\x03\x04") and b"architecture.npy" in start[:64]
        case "onnx":
            return start[:1] == b"\x08" and b"mlp-engine" in start[:32]
        case "script":
            return start.startswith(b'"""Reads handwritten digits: a multilayer perceptron of layers')
        case "torch":
            return start[8:9] == b"{" and b'"architecture"' in start and b'"format"' not in start


def load_network(path: Path | str) -> WeightsFile:
    """The network in a weights file, its card and its reject score; see :func:`open_network`."""
    return WeightsFile(*open_network(path)[:3])


def open_network(path: Path | str, activation: ActivationName | None = None) -> OpenedNetwork:
    """Read a network from a file of this program or another one, recognised by its content.

    Args:
        path: the file.
        activation: activation of the hidden layers if the file does not state it; ``None`` assumes ReLU.

    Raises:
        WeightsReadError: if the file cannot be read, is not sound, or is of a kind that cannot be opened.
        SettingError: if the format needs a package that is not installed.
    """
    path = Path(path)
    match form_of(path):
        case "npz":
            from mlp_engine.interchange.npz import read_npz

            network, is_assumed = read_npz(path, activation)
        case "json":
            from mlp_engine.interchange.nielsen_json import read_nielsen_json

            network, is_assumed = read_nielsen_json(path), False
        case "safetensors":
            from mlp_engine.interchange.torch_state import read_torch_state

            network, is_assumed = read_torch_state(path, activation)
        case "onnx":
            from mlp_engine.interchange.onnx import read_onnx

            network, is_assumed = read_onnx(path), False
        case "own":
            refuse_other_kinds(path)
            return OpenedNetwork(*load_weights(path), None)
    check_answers(network, path)
    return OpenedNetwork(network, ModelCard(), None, network.config.activations[0] if is_assumed else None)
