"""IDX files, the format of MNIST: a header that tells the sizes, then the bytes.

The header is two zero bytes, one byte for the type of the elements (8: unsigned byte), one for the number of
dimensions, and each dimension as four bytes, the most significant first (Y. LeCun, "The MNIST database").
"""

import math
import os
import struct
from io import BufferedIOBase
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import IMAGE_PIXELS, IMAGE_SIDE
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.gzipped import open_plain_or_gzip
from mlp_engine.errors import DataError

Part = Literal["train", "test"]

MAX_BYTES = 1 << 28
"""Elements that one file may hold by default: 256 MiB, five times the largest file of MNIST."""

_UNSIGNED_BYTE = 0x08
_MAX_DIMENSIONS = 4
_PIECE = 1 << 20
_CLASSES = 10

_NAMES: dict[Part, tuple[str, str]] = {
    "train": ("train-images-idx3-ubyte", "train-labels-idx1-ubyte"),
    "test": ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"),
}
_SPOKEN: dict[Part, str] = {"train": "training set", "test": "test set"}


def read_idx(path: Path, *, max_bytes: int = MAX_BYTES) -> NDArray[np.uint8]:
    """Read one IDX file of unsigned bytes, plain or gzip.

    Memory grows with what the file holds, never with what its header promises, and stays within ``max_bytes``.

    Returns:
        The elements, in the shape that the header tells.

    Raises:
        DataError: if the file cannot be read, is no IDX file of unsigned bytes, promises more than ``max_bytes``,
            or holds fewer or more bytes than it promises.
    """
    with open_plain_or_gzip(path) as stream:
        shape = _read_shape(stream, path, max_bytes)
        size = math.prod(shape)
        # One byte more than promised: finds what trails, and makes gzip check its checksum.
        content = _read_up_to(stream, size + 1)
    if len(content) != size:
        came = f"{len(content)}" if len(content) < size else "more"
        raise DataError(f"{path} must hold the {size} bytes of data that its header announces. Got {came}.")
    return np.frombuffer(content, np.uint8).reshape(shape)


def find_idx_file(folder: Path, name: str) -> Path | None:
    """Where ``folder`` keeps the file of that standard name: compressed or plain, "-idx" or the older ".idx"."""
    dotted = name.replace("-idx", ".idx")
    for candidate in (f"{name}.gz", name, f"{dotted}.gz", dotted):
        if os.path.isfile(folder / candidate):  # noqa: PTH113 (Path.is_file may raise, this only says no)
            return folder / candidate
    return None


def holds_idx_files(folder: Path) -> bool:
    """Whether ``folder`` keeps any of the four files. Looks at names only."""
    return any(find_idx_file(folder, name) is not None for names in _NAMES.values() for name in names)


def load_idx_folder(folder: Path, part: Part) -> Dataset:
    """Load the training or the test set from a folder that holds MNIST's files, or others under the same names.

    Returns:
        Digit images as ``uint8`` rows of 784, named after the folder.

    Raises:
        DataError: if a file is missing or unreadable, or if images and labels do not fit each other.
    """
    if not os.path.isdir(folder):  # noqa: PTH112 (Path.is_dir may raise, this only says no)
        raise DataError(f"{folder} must be a folder with IDX files. There is no such folder.")
    images_path, labels_path = (_need(folder, name) for name in _NAMES[part])
    images, labels = read_idx(images_path), read_idx(labels_path)
    if images.ndim != 3 or images.shape[1:] != (IMAGE_SIDE, IMAGE_SIDE):
        raise DataError(
            f"{images_path} must hold images of {IMAGE_SIDE}×{IMAGE_SIDE} pixels. Got shape {images.shape}."
        )
    if labels.ndim != 1:
        raise DataError(f"{labels_path} must hold a plain list of labels. Got shape {labels.shape}.")
    if len(labels) != len(images):
        raise DataError(
            f"{labels_path} must hold one label for each of the {len(images)} images of {images_path.name}. "
            f"Got {len(labels)}."
        )
    if len(labels) == 0:
        raise DataError(f"{images_path} must hold at least one image. Got none.")
    if labels.max() >= _CLASSES:
        raise DataError(f"{labels_path} must hold labels from 0 to {_CLASSES - 1}. Got {labels.max()}.")
    name = f"{folder.resolve().name}, {_SPOKEN[part]}"
    return Dataset(images.reshape(len(images), IMAGE_PIXELS), labels.astype(np.int64), name)


def _need(folder: Path, name: str) -> Path:
    path = find_idx_file(folder, name)
    if path is None:
        raise DataError(f"{folder} must hold the file {name}, as it is or as {name}.gz. It holds neither.")
    return path


def _read_shape(stream: BufferedIOBase, path: Path, max_bytes: int) -> tuple[int, ...]:
    start = stream.read(4)
    if len(start) < 4 or start[:2] != b"\0\0":
        raise DataError(
            f"{path} must be an IDX file, which starts with two zero bytes. Got {start.hex() or 'nothing'}."
        )
    kind, dimensions = start[2:]
    if kind != _UNSIGNED_BYTE:
        raise DataError(f"{path} must hold unsigned bytes, which is type 8 of the IDX format. Got type {kind}.")
    if not 1 <= dimensions <= _MAX_DIMENSIONS:
        raise DataError(f"{path} must have from 1 to {_MAX_DIMENSIONS} dimensions. Got {dimensions}.")
    sizes = stream.read(4 * dimensions)
    if len(sizes) < 4 * dimensions:
        raise DataError(f"{path} must tell the size of each of its {dimensions} dimensions. It ends before that.")
    shape: tuple[int, ...] = struct.unpack(f">{dimensions}I", sizes)
    # A dimension of 0 makes the product 0, but the others still have to be sane.
    if math.prod(max(size, 1) for size in shape) > max_bytes:
        announced = " × ".join(map(str, shape))
        raise DataError(f"{path} must hold at most {max_bytes} bytes of data. Its header announces {announced}.")
    return shape


def _read_up_to(stream: BufferedIOBase, size: int) -> bytearray:
    content = bytearray()
    while piece := stream.read(min(_PIECE, size - len(content))):
        content += piece
    return content
