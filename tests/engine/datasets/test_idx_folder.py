"""A folder of IDX files becomes a data set, or a sentence."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mlp_engine.datasets.folder import read_path
from mlp_engine.datasets.idx import load_idx_folder
from mlp_engine.errors import DataError

IMAGES, LABELS = "train-images-idx3-ubyte", "train-labels-idx1-ubyte"


@pytest.mark.parametrize("dotted", [False, True], ids=["dash", "dot"])
@pytest.mark.parametrize("compressed", [False, True], ids=["plain", "gzip"])
def test_both_parts_load_under_every_usual_name(
    dotted: bool, compressed: bool, small_mnist: Any, tmp_path: Path
) -> None:
    folder = small_mnist.write(tmp_path / "mine", dotted=dotted, compressed=compressed)
    training, test = load_idx_folder(folder, "train"), load_idx_folder(folder, "test")
    assert (training.name, test.name) == ("mine, training set", "mine, test set")
    assert training.inputs.dtype == np.uint8
    np.testing.assert_array_equal(training.inputs, small_mnist.images[:3].reshape(3, 784))
    np.testing.assert_array_equal(test.inputs, small_mnist.images[3:].reshape(2, 784))
    assert training.labels.tolist() == [7, 2, 1]
    assert test.labels.tolist() == [0, 4]


def test_files_that_are_there_under_both_names_are_read_once(small_mnist: Any, tmp_path: Path) -> None:
    folder = small_mnist.write(tmp_path / "mine", dotted=True)
    for name in (IMAGES, LABELS):  # as in an archive of Kaggle's
        (folder / name).mkdir()
        (folder / name / name).write_bytes((folder / name.replace("-idx", ".idx")).read_bytes())
    samples = read_path(folder)
    np.testing.assert_array_equal(samples.inputs, small_mnist.images[:3].reshape(3, 784))
    assert samples.labels is not None
    assert samples.labels.tolist() == [7, 2, 1]


def test_the_current_folder_has_a_name_too(small_mnist: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small_mnist.write(tmp_path / "here"))
    assert load_idx_folder(Path(), "train").name == "here, training set"


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"nowhere must be a folder with IDX files\."):
        load_idx_folder(tmp_path / "nowhere", "train")


@pytest.mark.parametrize("missing", [IMAGES, LABELS])
def test_a_missing_file_is_named(missing: str, small_mnist: Any, tmp_path: Path) -> None:
    folder = small_mnist.write(tmp_path)
    (folder / missing).unlink()
    with pytest.raises(DataError) as caught:
        load_idx_folder(folder, "train")
    assert str(caught.value).startswith(f"{folder} must hold the file {missing}")
    assert len(load_idx_folder(folder, "test")) == 2


@pytest.mark.parametrize(
    ("broken", "array", "sentence"),
    [
        (LABELS, np.zeros((3, 2)), f"{LABELS} must be a plain list of labels, of numbers. Got uint8 of shape (3, 2)"),
        (LABELS, np.zeros(2), f"{IMAGES} must have one sample for each of the 2 labels. Got shape (3, 28, 28)"),
        (LABELS, np.array([0, 10, 9]), f"{LABELS} must hold labels, whole numbers from 0 to 9. Got 10"),
        (IMAGES, np.zeros(3), f"{IMAGES} must be a table or a stack of images"),
    ],
    ids=["labels in a table", "counts differ", "label too large", "a list of images"],
)
def test_files_that_do_not_fit_are_named(
    broken: str,
    array: np.ndarray,
    sentence: str,
    small_mnist: Any,
    tmp_path: Path,
    encode_idx: Callable[[np.ndarray], bytes],
) -> None:
    folder = small_mnist.write(tmp_path)
    (folder / broken).write_bytes(encode_idx(array))
    with pytest.raises(DataError) as caught:
        load_idx_folder(folder, "train")
    assert str(caught.value).startswith(f"{folder}/{sentence}")


def test_a_set_without_samples_is_refused(tmp_path: Path, encode_idx: Callable[[np.ndarray], bytes]) -> None:
    (tmp_path / IMAGES).write_bytes(encode_idx(np.zeros((0, 28, 28))))
    (tmp_path / LABELS).write_bytes(encode_idx(np.zeros(0)))
    with pytest.raises(DataError, match="must be a table or a stack of images"):
        load_idx_folder(tmp_path, "train")


def test_the_real_mnist_loads(shared_data: Path) -> None:
    training, test = load_idx_folder(shared_data / "mnist", "train"), load_idx_folder(shared_data / "mnist", "test")
    assert training.inputs.shape == (60_000, 784)
    assert test.inputs.shape == (10_000, 784)
    assert training.labels[:5].tolist() == [5, 0, 4, 1, 9]
    assert test.labels[:5].tolist() == [7, 2, 1, 0, 4]
    assert np.bincount(test.labels).tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
