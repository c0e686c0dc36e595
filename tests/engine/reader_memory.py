"""How much memory each reader takes for a large file, against the file's size, as rows of a table.

    python tests/engine/reader_memory.py [--reader csv …]

Each file is read in a fresh process, which says how much resident memory it held at most beyond what it began with.
What is read counts too: 28×28 pixels a sample, and of a network four bytes a weight.
"""

import argparse
import gzip
import io
import json
import multiprocessing
import sys
import tempfile
import zipfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from PIL import Image

if __package__ in (None, ""):
    sys.path[:0] = [str(Path(__file__).parents[place] / inner) for place, inner in ((2, ""), (0, "datasets"))]
    import fuzz_readers
else:
    from .datasets import fuzz_readers

from mlp_engine.datasets.folder import read_path
from mlp_engine.interchange import open_network
from mlp_engine.interchange.npz import npz_of
from mlp_engine.interchange.onnx import onnx_of
from mlp_engine.interchange.torch_state import torch_state_of
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.weights.file import save_weights
from mlp_engine.weights.model_card import ModelCard

SAMPLES = 4000
_MEGABYTE = 1e6


def _images() -> np.ndarray:
    """Noise on a third of the pixels: as hard to compress as digits."""
    rng = np.random.default_rng(1)
    images = rng.integers(0, 256, (SAMPLES, 28, 28)).astype(np.uint8)
    images[:, :, ::3] = images[:, :, 1::3] = 0
    return images


def _table_file(reader: str, place: int = 0) -> Callable[[], bytes]:
    """A file of ``fuzz_readers.py`` with many samples in place of four."""

    def make() -> bytes:
        labels = np.arange(SAMPLES) % 10
        with patch.multiple(fuzz_readers, _IMAGES=_images(), _LABELS=labels):
            if reader == "csv":
                table = np.column_stack([labels, _images().reshape(SAMPLES, -1)])
                return "\n".join(",".join(map(str, row)) for row in table.tolist()).encode()
            return fuzz_readers._FILES[reader][1]()[place]

    return make


def _png() -> bytes:
    stream = io.BytesIO()
    paper = np.full((4000, 6000), 230, np.uint8)
    paper[500:3500, 2900:3100] = 20
    Image.fromarray(paper).save(stream, "PNG")
    return stream.getvalue()


def _zip() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number, image in enumerate(_images()):
            picture = io.BytesIO()
            Image.fromarray(image).save(picture, "PNG")
            archive.writestr(f"train/{number % 10}/{number}.png", picture.getvalue())
    return stream.getvalue()


def _repeated(reader: str, times: int) -> Callable[[], bytes]:
    def make() -> bytes:
        (content, *_) = fuzz_readers._FILES[reader][1]()
        return b"\n".join([content] * times)

    return make


def _inkml() -> bytes:
    head, group, end = (part for part in fuzz_readers._inkml().partition(b"<traceGroup>"))
    return head + (group + end.removesuffix(b"</ink>")) * 1500 + b"</ink>"


def _network() -> Network:
    return Network.initialise(NetworkConfig(hidden=(1500, 500)), np.random.default_rng(1))


def _own_weights() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        save_weights(Path(folder, "a"), _network(), ModelCard())
        return Path(folder, "a").read_bytes()


def _network2() -> bytes:
    network = Network.initialise(NetworkConfig(hidden=(400,)), np.random.default_rng(1))
    entries = {
        "sizes": network.config.layers,
        "weights": [weights.T.tolist() for weights in network.weights],
        "biases": [biases[:, None].tolist() for biases in network.biases],
        "cost": "CrossEntropyCost",
    }
    return json.dumps(entries).encode()


FILES: dict[str, tuple[str, Callable[[], bytes], Callable[[Path], object]]] = {
    "CSV": ("a.csv", _table_file("csv"), read_path),
    "CSV, packed": ("a.csv.gz", lambda: gzip.compress(_table_file("csv")(), 1), read_path),
    "UCI's pendigits": ("a.tra", _repeated("pendigits", 600), read_path),
    "NumPy archive": ("a.npz", _table_file("npz"), read_path),
    "NumPy array": ("a.npy", _table_file("npy"), read_path),
    "IDX": ("train-images-idx3-ubyte", _table_file("idx"), read_path),
    "MATLAB 5": ("a.mat", _table_file("mat"), read_path),
    "ARFF": ("a.arff", _table_file("arff"), read_path),
    "HDF5": ("a.h5", _table_file("hdf5"), read_path),
    "Parquet": ("a.parquet", _table_file("parquet"), read_path),
    "Arrow and Feather": ("a.feather", _table_file("arrow"), read_path),
    "a picture of 24 megapixels": ("7_a.png", _png, read_path),
    "zip of pictures": ("a.zip", _zip, read_path),
    "strokes as JSON lines": ("a.jsonl", _repeated("strokes", 1500), read_path),
    "UNIPEN": ("a.unipen", _repeated("unipen", 1500), read_path),
    "InkML": ("a.inkml", _inkml, read_path),
    "weights: own": ("a.safetensors", _own_weights, open_network),
    "weights: `.npz`": ("a.npz", lambda: npz_of(_network()), open_network),
    "weights: safetensors": ("b.safetensors", lambda: torch_state_of(_network()), open_network),
    "weights: ONNX": ("a.onnx", lambda: onnx_of(_network()), open_network),
    "weights: `network2`": ("a.json", _network2, open_network),
}
"""By the reader: the name of its file, what makes it, and what reads it."""


def _resident(what: str) -> int:
    line = next(line for line in Path("/proc/self/status").read_text("ascii").splitlines() if line.startswith(what))
    return int(line.split()[1]) * 1024


def _read(reader: str, path: Path, results: Any) -> None:
    _, _, read = FILES[reader]
    for library in ("h5py", "pyarrow.feather", "pyarrow.parquet", "onnx", "xml.parsers.expat"):
        import_module(library)  # which any file needs
    Path("/proc/self/clear_refs").write_text("5", "ascii")  # the peak begins anew
    before = _resident("VmRSS")
    kept = read(path)
    results.put(_resident("VmHWM") - before)
    del kept


def main() -> int:
    """Print a row for each reader."""
    parser = argparse.ArgumentParser(description="Measures the memory that readers take.")
    parser.add_argument("--reader", choices=FILES, action="append", help="one reader alone, again for each further one")
    context = multiprocessing.get_context("spawn")
    for reader in parser.parse_args().reader or FILES:
        name, make, _ = FILES[reader]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, name)
            path.write_bytes(make())
            results: Any = context.SimpleQueue()
            process = context.Process(target=_read, args=(reader, path, results))
            process.start()
            process.join()
            size = path.stat().st_size
            if process.exitcode:
                print(f"{reader}: code {process.exitcode}")
                continue
            peak = results.get()
            print(f"| {reader} | {size / _MEGABYTE:.1f} | {peak / _MEGABYTE:.0f} | {peak / size:.1f} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
