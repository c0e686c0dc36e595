"""Networks from and for other programs: one file a format.

:func:`export_network` writes ``npz``, ``onnx``, ``script`` and ``torch``; :func:`load_network` reads the program's
own weights files, and also ``.npz`` archives and the JSON files of Nielsen's ``network2``. Each format is imported
when a file has it: the window, which starts with a weights file, would wait for all of them.
"""

from pathlib import Path
from typing import Literal, get_args

from mlp_engine.errors import WeightsWriteError
from mlp_engine.files.whole_file import write_whole
from mlp_engine.perceptron.network import Network
from mlp_engine.weights.file import WeightsFile, load_weights
from mlp_engine.weights.model_card import ModelCard

__all__ = ["EXPORTS", "FOREIGN_SUFFIXES", "SUFFIXES", "ExportName", "export_network", "load_network"]

ExportName = Literal["npz", "onnx", "script", "torch"]
EXPORTS: tuple[ExportName, ...] = get_args(ExportName)
SUFFIXES: dict[ExportName, str] = {"npz": ".npz", "onnx": ".onnx", "script": ".py", "torch": ".safetensors"}
"""How the files of each format usually end."""
FOREIGN_SUFFIXES = (".npz", ".json")
"""Of the files of other programs that can be read."""


def export_network(network: Network, form: ExportName, path: Path) -> None:
    """Write ``network`` to ``path`` in another program's format: all of it, or nothing and what was there stays.

    Raises:
        SettingError: if the format needs a package that is not installed.
        WeightsWriteError: if the file cannot be written.
    """
    match form:
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
            f"A network must be exported to where files can be written. Got {path} ({error.strerror or error})."
        ) from error


def load_network(path: Path) -> WeightsFile:
    """Read a network from a file: the program's own, or, by its ending, ``.npz`` or ``.json``.

    Files of other programs bring neither a card nor a reject score.

    Raises:
        WeightsReadError: if the file cannot be read, or is not sound.
    """
    match path.suffix.lower():
        case ".npz":
            from mlp_engine.interchange.npz import read_npz

            return WeightsFile(read_npz(path), ModelCard(), None)
        case ".json":
            from mlp_engine.interchange.book import read_book_json

            return WeightsFile(read_book_json(path), ModelCard(), None)
        case _:
            return load_weights(path)
