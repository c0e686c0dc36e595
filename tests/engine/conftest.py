"""Small data sets and networks that the engine's tests share."""

import gzip
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from mlp_engine.datasets.dataset import Dataset


@pytest.fixture
def blobs() -> Dataset:
    """Three well separated clouds of points in the plane, 40 each: any network learns them in a moment."""
    rng = np.random.default_rng(0)
    centres = np.array([[0.0, 0.0], [3.0, 0.0], [0.0, 3.0]])
    labels = np.repeat(np.arange(3), 40)
    return Dataset(centres[labels] + rng.normal(0, 0.3, (120, 2)), labels, "three clouds", classes=3)


def encode_idx(array: np.ndarray) -> bytes:
    header = bytes([0, 0, 8, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape)
    return header + array.astype(np.uint8).tobytes()


@pytest.fixture(name="encode_idx", scope="session")
def encode_idx_fixture() -> Callable[[np.ndarray], bytes]:
    return encode_idx


@dataclass
class SmallMnist:
    """Three training and two test samples under the names of the real files."""

    images: np.ndarray
    labels: np.ndarray

    def files(self) -> dict[str, bytes]:
        return {
            "train-images-idx3-ubyte": encode_idx(self.images[:3]),
            "train-labels-idx1-ubyte": encode_idx(self.labels[:3]),
            "t10k-images-idx3-ubyte": encode_idx(self.images[3:]),
            "t10k-labels-idx1-ubyte": encode_idx(self.labels[3:]),
        }

    def write(self, folder: Path, *, dotted: bool = False, compressed: bool = False) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in self.files().items():
            name = name.replace("-idx", ".idx") if dotted else name
            path = folder / (f"{name}.gz" if compressed else name)
            path.write_bytes(gzip.compress(content) if compressed else content)
        return folder


@pytest.fixture
def small_mnist() -> SmallMnist:
    images = np.random.default_rng(1).integers(0, 256, (5, 28, 28)).astype(np.uint8)
    return SmallMnist(images, np.array([7, 2, 1, 0, 4], np.uint8))
