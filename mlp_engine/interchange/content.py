"""The form of a weights file, recognised by its content and not by its name.

Common files that cannot be opened are recognised too, and get an error message that says what they are and what to do.
"""

from pathlib import Path
from typing import Literal

from mlp_engine.errors import WeightsReadError
from mlp_engine.files.paths import is_file
from mlp_engine.files.pickles import is_pickle

Form = Literal["own", "safetensors", "npz", "json", "onnx"]

_PEEK = 4096
_LONGEST_HEADER = 100_000_000  # bytes, of safetensors
_SAVE_STATE = 'safetensors.torch.save_file(model.state_dict(), "weights.safetensors")'
_SAVE_LISTS = (
    'numpy.savez("weights.npz", **{f"coefs_{i}": w for i, w in enumerate(model.coefs_)}, '
    '**{f"intercepts_{i}": b for i, b in enumerate(model.intercepts_)})'
)
_SAVE_KERAS = (
    'numpy.savez("weights.npz", **{f"{name}{i}": a for i, layer in enumerate(l for l in model.layers if l.weights) '
    'for name, a in zip("Wb", layer.get_weights())})'
)

_KINDS = (
    ("TensorFlow Lite", 4, b"TFL3"),
    ("llama.cpp (GGUF)", 0, b"GGUF"),
    ("MATLAB: save its arrays in Python with numpy.savez", 0, b"MATLAB"),
    ("pixels, PNG", 0, b"\x89PNG"),
    ("pixels, JPEG", 0, b"\xff\xd8\xff"),
    ("XML, as PMML and OpenVINO write it", 0, b"<?xml"),
)
"""Files that are taken for weights: what each is of, and what it has at which place."""


def form_of(path: Path) -> Form:
    """The form of the weights file at ``path``; "own" if it is not recognised, so that its reader says what is wrong.

    Raises:
        WeightsReadError: if the file is empty, or of a known kind that cannot be opened.
    """
    if not is_file(path):
        return "json" if path.suffix.lower() == ".json" else "npz" if path.suffix.lower() == ".npz" else "own"
    try:
        with path.open("rb") as file:
            start = file.read(_PEEK)
    except OSError:
        return "own"
    if is_safetensors(start):  # first, since the length that it begins with may be any two bytes
        return "own" if b'"mlp-engine"' in start or _header_is_own(path, start) else "safetensors"
    _refuse_what_holds_no_weights(path, start)
    if start.startswith(b"PK\x03\x04"):
        return _form_of_zip(path)
    if start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return "json"
    if _looks_like_onnx(start):
        return "onnx"
    match path.suffix.lower():
        case ".json":
            return "json"
        case ".npz":
            return "npz"
        case _:
            return "own"


def holds_tensors(start: bytes) -> bool:
    """Whether a file that begins with ``start`` is a safetensors or an ONNX file."""
    return is_safetensors(start) or _looks_like_onnx(start)


def is_safetensors(start: bytes) -> bool:
    """Whether a file that begins with ``start`` is a safetensors file: the length of a header, and a header."""
    return start[8:9] == b"{" and int.from_bytes(start[:8], "little") <= _LONGEST_HEADER


def refuse_other_kinds(path: Path) -> None:
    """Refuse a file that has neither the beginning nor the suffix of a safetensors file, saying what it is.

    Raises:
        WeightsReadError: if it is such a file.
    """
    if not is_file(path) or path.suffix.lower() == ".safetensors":
        return
    try:
        with path.open("rb") as file:
            start = file.read(_PEEK)
    except OSError:
        return  # the reader says what is wrong
    if holds_tensors(start):
        return
    kind = next((kind for kind, place, mark in _KINDS if start[place : place + len(mark)] == mark), "another kind")
    raise WeightsReadError(
        f"{path} must be a weights file of this program, a safetensors or ONNX file, an .npz archive, or the JSON of "
        f"network2. Got a file of {kind}."
    )


def _refuse_what_holds_no_weights(path: Path, start: bytes) -> None:
    if not start:
        raise WeightsReadError(f"{path} is empty: it must be a weights file.")
    if start.startswith(b"version https://git-lfs"):
        raise WeightsReadError(f"{path} is a Git LFS pointer: fetch the file itself with git lfs pull.")
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n")[:15].lower()
    if text.startswith((b"<!doctype html", b"<html", b"<head")) or (text.startswith(b"<?xml") and b"<html" in start):
        raise WeightsReadError(f"{path} is a web page, not a weights file: download the file itself.")
    if start.startswith(b"\x89HDF\r\n\x1a\n"):
        raise WeightsReadError(
            f"{path} is an HDF5 file of Keras, which is not read here: save its arrays in Keras with {_SAVE_KERAS}."
        )
    if is_pickle(path.name, start):
        raise _pickle(path)
    if start.startswith((b"\x1f\x8b", b"\x78\x9c", b"\x78\xda", b"BZh", b"\xfd7zXZ")):
        if not {".pkl", ".pickle", ".joblib"}.isdisjoint(suffix.lower() for suffix in path.suffixes):
            raise _pickle(path)
        raise WeightsReadError(f"{path} is compressed: unpack it, and open the weights file that is inside.")
    if start.startswith((b"\x93NUMPY",)):
        raise WeightsReadError(
            f"{path} holds one array, and a network needs weights and biases of every layer: save them together with "
            'numpy.savez("weights.npz", W1=…, b1=…, W2=…, b2=…).'
        )


def _pickle(path: Path) -> WeightsReadError:
    by_scikit_learn = not {".joblib", ".pkl", ".pickle"}.isdisjoint(suffix.lower() for suffix in path.suffixes)
    program, line = ("scikit-learn", _SAVE_LISTS) if by_scikit_learn else ("PyTorch", _SAVE_STATE)
    return WeightsReadError(
        f"{path} is a pickle, which is never opened because it can run code: in {program}, save it with {line}."
    )


def _form_of_zip(path: Path) -> Form:
    import zipfile  # imported here, since the start of the window does not need it

    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return "npz"  # its reader says what is wrong
    if any(name.endswith("data.pkl") for name in names):
        raise WeightsReadError(
            f"{path} is a PyTorch file with a pickle inside, which is never opened because it can run code: "
            f"in PyTorch, save it with {_SAVE_STATE}."
        )
    if "schema.json" in names:
        raise WeightsReadError(
            f"{path} is a file of skops, which is not read here: in scikit-learn, save its arrays with {_SAVE_LISTS}."
        )
    if any(name.endswith((".weights.h5", "metadata.json")) for name in names):
        raise WeightsReadError(
            f"{path} is a Keras model, which is not read here: save its arrays in Keras with {_SAVE_KERAS}."
        )
    return "npz"


def _header_is_own(path: Path, start: bytes) -> bool:
    """Whether a safetensors file is one of this program; its metadata may come after a long list of tensors."""
    length = int.from_bytes(start[:8], "little")
    if not 0 < length <= 1 << 20:
        return True  # its reader says what is wrong
    with path.open("rb") as file:
        file.seek(8)
        header = file.read(length)
    return b'"mlp-engine"' in header or len(header) < length


def _looks_like_onnx(start: bytes) -> bool:
    """Whether the file starts like a protobuf ``ModelProto``: field 1, the IR version, then another of its fields."""
    return len(start) > 2 and start[0] == 0x08 and 1 <= start[1] <= 30 and start[2] >> 3 in range(2, 21)
