"""Throws changed data files at every reader, as many as one likes.

    python tests/engine/datasets/fuzz_readers.py --cases 20000 [--reader csv]

Each case takes a sound file of a form, changes it in one to four places, and reads it: it must be read or be refused
with a ``DataError`` of one sentence, and nothing else may happen. Each reader runs in a process of its own whose memory
is limited. A case that fails is printed with its number, which is also its seed, and ``--first NUMBER --cases 1
--reader NAME`` repeats it. Exits with 1 if any failed.
"""

import gzip
import io
import json
import lzma
import struct
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

if __package__ in (None, ""):
    sys.path[:0] = [str(Path(__file__).parents[3]), str(Path(__file__).parents[1])]
    from fuzzing import Outcome, Reader, command
    from fuzzing import run as run_cases
else:
    from ..fuzzing import Outcome, Reader, command
    from ..fuzzing import run as run_cases

from mlp_engine.datasets.folder import read_path
from mlp_engine.errors import DataError

_RNG = np.random.default_rng(1)
_IMAGES = _RNG.integers(0, 256, (4, 8, 8)).astype(np.uint8)
_LABELS = np.array([3, 1, 4, 1])
_STROKES = [[[10, 10], [60, 10], [30, 90]], [[20, 50], [50, 50]]]


def _npz(**arrays: np.ndarray) -> bytes:
    stream = io.BytesIO()
    np.savez_compressed(stream, allow_pickle=True, **arrays)
    return stream.getvalue()


def _npy(array: np.ndarray) -> bytes:
    stream = io.BytesIO()
    np.save(stream, array)
    return stream.getvalue()


def _idx(array: np.ndarray) -> bytes:
    return (
        bytes([0, 0, 8, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape) + array.astype(np.uint8).tobytes()
    )


def _csv(separator: str = ",", names: bool = True) -> bytes:
    rows = [[label, *image.ravel().tolist()] for label, image in zip(_LABELS.tolist(), _IMAGES, strict=True)]
    head = [["label", *[f"pixel{place}" for place in range(_IMAGES[0].size)]]] if names else []
    return "\n".join(separator.join(map(str, row)) for row in [*head, *rows]).encode()


def _matrix(name: str, array: np.ndarray) -> bytes:
    """A matrix of a file of MATLAB of version 5."""

    def element(kind: int, content: bytes) -> bytes:
        return struct.pack("<II", kind, len(content)) + content + bytes(-len(content) % 8)

    head = element(6, struct.pack("<II", 9, 0)) + element(5, struct.pack(f"<{array.ndim}i", *array.shape))
    return element(14, head + element(1, name.encode()) + element(2, array.astype(np.uint8).tobytes("F")))


def _mat() -> bytes:
    header = b"MATLAB 5.0 MAT-file".ljust(124) + struct.pack("<H", 0x0100) + b"IM"
    return header + _matrix("X", _IMAGES.reshape(len(_IMAGES), -1)) + _matrix("y", _LABELS[:, None])


def _mat_4() -> bytes:
    content = b""
    for name, array in (("X", _IMAGES.reshape(len(_IMAGES), -1)), ("y", _LABELS[:, None])):
        head = struct.pack("<5I", 0, *array.shape, 0, len(name) + 1)
        content += head + name.encode() + b"\0" + array.astype("<f8").tobytes("F")
    return content


def _png(image: np.ndarray, kind: str = "PNG") -> bytes:
    stream = io.BytesIO()
    Image.fromarray(np.kron(image, np.ones((4, 4), np.uint8))).save(stream, kind)
    return stream.getvalue()


def _zip() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for image, label in zip(_IMAGES, _LABELS.tolist(), strict=True):
            # 28 pixels wide: taken as it is, as the ink path takes a tenth of a second for other pictures.
            archive.writestr(f"train/{label}/{image[0, 0]}.png", _png(image[:7, :7]))
    return stream.getvalue()


def _unipen() -> bytes:
    lines = ['.SEGMENT DIGIT 0-1 ? "7"', ".COMMENT 7 12 224"]
    for stroke in _STROKES:
        lines += [".PEN_DOWN", *[f" {x}  {-y}" for x, y in stroke], ".PEN_UP", ".DT 100"]
    return "\n".join([*lines, ""]).encode()


def _inkml() -> bytes:
    traces = "".join(f"<trace>{', '.join(f'{x} {y}' for x, y in stroke)}</trace>" for stroke in _STROKES)
    group = f'<traceGroup><annotation type="truth">7</annotation>{traces}</traceGroup>'
    return f'<ink xmlns="http://www.w3.org/2003/InkML">{group}</ink>'.encode()


def _pendigits() -> bytes:
    return b" 47,100, 27, 81, 57, 37, 26,  0,  0, 23, 56, 53,100, 90, 40, 98, 8\n" * 3


def _arff() -> bytes:
    names = "".join(f"@attribute pixel{place} real\n" for place in range(_IMAGES[0].size))
    rows = [[*image.ravel().tolist(), label] for label, image in zip(_LABELS.tolist(), _IMAGES, strict=True)]
    return (
        f"@relation a\n{names}@attribute class real\n@data\n".encode()
        + "\n".join(",".join(map(str, row)) for row in rows).encode()
    )


def _sparse_arff() -> bytes:
    head, _, table = _arff().partition(b"@data\n")
    lines = [
        ",".join(f"{place} {value}" for place, value in enumerate(line.split(",")) if value != "0")
        for line in table.decode().split("\n")
    ]
    return head + b"@data\n" + "\n".join(f"{{{line}}}" for line in lines).encode()


def _hdf5() -> bytes:
    import h5py

    stream = io.BytesIO()
    with h5py.File(stream, "w") as file:
        file["train/data"], file["train/target"] = _IMAGES, _LABELS
    return stream.getvalue()


def _parquet() -> bytes:
    import pyarrow
    import pyarrow.parquet

    stream = io.BytesIO()
    table = pyarrow.table({"pixels": _IMAGES.reshape(len(_IMAGES), -1).tolist(), "label": _LABELS.tolist()})
    pyarrow.parquet.write_table(table, stream)
    return stream.getvalue()


def _arrow(form: str) -> bytes:
    import pyarrow
    import pyarrow.feather

    table = pyarrow.table({"pixels": _IMAGES.reshape(len(_IMAGES), -1).tolist(), "label": _LABELS.tolist()})
    stream = io.BytesIO()
    if form == "stream":
        with pyarrow.ipc.new_stream(stream, table.schema) as writer:
            writer.write_table(table)
    else:
        pyarrow.feather.write_feather(table, stream, form)
    return stream.getvalue()


_FILES: dict[str, tuple[str, Callable[[], tuple[bytes, ...]]]] = {
    "csv": ("a.csv", lambda: (_csv(), _csv(";"), _csv("\t", names=False), _csv().decode().encode("utf-16"))),
    "packed csv": ("a.csv.gz", lambda: (gzip.compress(_csv()), lzma.compress(_csv()))),
    "pendigits": ("a.tra", lambda: (_pendigits(),)),
    "npz": ("a.npz", lambda: (_npz(X=_IMAGES, y=_LABELS), _npz(x_train=_IMAGES / 255, y_train=_LABELS.astype(float)))),
    "npy": ("a.npy", lambda: (_npy(_IMAGES), _npy(_IMAGES.reshape(len(_IMAGES), -1) > 9))),
    "idx": ("train-images-idx3-ubyte", lambda: (_idx(_IMAGES), gzip.compress(_idx(_IMAGES)))),
    "mat": ("a.mat", lambda: (_mat(), _mat_4())),
    "arff": ("a.arff", lambda: (_arff(), _sparse_arff())),
    "hdf5": ("a.h5", lambda: (_hdf5(),)),
    "parquet": ("a.parquet", lambda: (_parquet(),)),
    "arrow": ("a.feather", lambda: (_arrow("lz4"), _arrow("zstd"), _arrow("stream"))),
    "picture": ("7_a.png", lambda: (_png(_IMAGES[0]), _png(_IMAGES[1], "GIF"), _png(_IMAGES[2], "TIFF"))),
    "zip": ("a.zip", lambda: (_zip(),)),
    "strokes": ("a.jsonl", lambda: (json.dumps({"label": 7, "writer": 3, "strokes": _STROKES}).encode(),)),
    "unipen": ("a.unipen", lambda: (_unipen(),)),
    "inkml": ("a.inkml", lambda: (_inkml(), _inkml().decode().encode("utf-16"))),
}
"""By the reader: the name of its file, and sound contents."""

READERS = {
    reader: Reader(name, contents, read_path, DataError, is_zip=name.endswith((".npz", ".zip")))
    for reader, (name, contents) in _FILES.items()
}


def run(reader: str, first: int, count: int) -> Outcome:
    """Read ``count`` changed files of a reader."""
    return run_cases(READERS[reader], first, count)


if __name__ == "__main__":
    sys.exit(command("Throws changed data files at every reader.", READERS, run))
