"""Arrays of digits are never read wrongly in silence: what is turned or inverted is noticed, and can be overruled."""

from pathlib import Path

import numpy as np
import pytest

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.practice import practice_set
from mlp_engine.errors import DataError
from mlp_engine.sources import arranged_source, load_samples, load_source
from mlp_engine.sources.arrangement import Arrangement


@pytest.fixture(scope="module")
def digits() -> Dataset:
    return practice_set(60, 3)


def saved(path: Path, inputs: np.ndarray, labels: np.ndarray | None) -> Path:
    if labels is None:
        np.save(path.with_suffix(".npy"), inputs)
        return path.with_suffix(".npy")
    np.savez(path, X=inputs, y=labels)
    return path


ARRANGEMENTS = [Arrangement(t, i) for t in (False, True) for i in (False, True)]


@pytest.mark.parametrize("floating", [False, True], ids=["uint8", "floats"])
@pytest.mark.parametrize("arrangement", ARRANGEMENTS, ids=str)
@pytest.mark.parametrize("labelled", [True, False], ids=["labels", "no labels"])
def test_every_arrangement_is_found_and_undone(arrangement, labelled, floating, digits, tmp_path) -> None:
    inputs = arrangement.of(digits.inputs)
    if floating:
        inputs = (inputs / 255).astype(np.float32)
    path = saved(tmp_path / "a.npz", inputs, digits.labels if labelled else None)
    samples = load_samples(str(path))
    found = samples.inputs if samples.inputs.dtype == np.uint8 else np.rint(np.asarray(samples.inputs, float) * 255)
    np.testing.assert_array_equal(found, digits.inputs)
    if arrangement == Arrangement():
        assert samples.remarks == ()
    else:
        assert samples.remarks[-1].startswith(f"{str(arrangement).capitalize()}: ")
        assert samples.remarks[-1].endswith("To leave them as they are, write :as-is behind the data.")
        assert samples.name.endswith(f", {arrangement}"), "runs and cards record the name"


@pytest.mark.parametrize("arrangement", [Arrangement(flipped=True), Arrangement(inverted=True, flipped=True)], ids=str)
def test_labels_tell_that_images_are_upside_down(arrangement, digits, tmp_path) -> None:
    path = saved(tmp_path / "a.npz", arrangement.of(digits.inputs), digits.labels)
    samples = load_source(str(path))
    np.testing.assert_array_equal(samples.inputs, digits.inputs)
    assert samples.remarks[-1].startswith(f"{str(arrangement).capitalize()}: ")


def test_images_on_their_side_are_turned_where_a_transposition_and_a_flip_do_it(digits, tmp_path) -> None:
    turned = np.rot90(digits.inputs.reshape(-1, 28, 28), axes=(1, 2)).reshape(len(digits), -1)
    samples = load_source(str(saved(tmp_path / "a.npz", turned, digits.labels)))
    np.testing.assert_array_equal(samples.inputs, digits.inputs)
    other = np.rot90(digits.inputs.reshape(-1, 28, 28), -1, axes=(1, 2)).reshape(len(digits), -1)
    samples = load_source(str(saved(tmp_path / "a.npz", other, digits.labels)))
    assert "samples right: are they upright digits" in samples.remarks[-1]


def test_the_person_has_the_last_word(digits, tmp_path) -> None:
    turned = Arrangement(transposed=True).of(digits.inputs)
    path = saved(tmp_path / "a.npz", turned, digits.labels)
    as_is = load_source(f"{path}:as-is")
    np.testing.assert_array_equal(as_is.inputs, turned)
    assert as_is.remarks == ()
    inverted = load_source(f"{path}:transposed:inverted")
    np.testing.assert_array_equal(inverted.inputs, 255 - digits.inputs)
    np.testing.assert_array_equal(load_source(f"{path}:inverted:transposed").inputs, inverted.inputs)


def test_labels_that_are_all_the_same_are_doubted(digits, tmp_path) -> None:
    data = load_source(str(saved(tmp_path / "a.npz", digits.inputs, np.zeros(len(digits), np.int64))))
    assert data.remarks[0] == "All 60 labels are 0: is the label in another place?"


def test_what_are_no_digits_are_doubted_and_stay(tmp_path) -> None:
    rng = np.random.default_rng(0)
    inputs, labels = rng.integers(0, 256, (80, 784), np.uint8), rng.integers(0, 10, 80)
    data = load_source(str(saved(tmp_path / "a.npz", inputs, labels)))
    np.testing.assert_array_equal(data.inputs, inputs)
    assert data.remarks[0].endswith("are they upright digits, or clothes as in Fashion-MNIST?")


@pytest.mark.parametrize(
    ("text", "arrangement", "expected"),
    [
        ("a.csv", Arrangement(), "a.csv:as-is"),
        ("a.csv", Arrangement(transposed=True), "a.csv:transposed"),
        ("a.csv", Arrangement(True, True), "a.csv:transposed:inverted"),
        ("a.csv", Arrangement(flipped=True), "a.csv:flipped"),
        ("a.csv:inverted", Arrangement(transposed=True), "a.csv:transposed"),
        ("C:\\a.csv:28x28", Arrangement(transposed=True), "C:\\a.csv:transposed:28x28"),
        ("12:30", Arrangement(), "12:30:as-is"),
        ("a.npz:test+b.csv:as-is", Arrangement(inverted=True), "a.npz:test:inverted+b.csv:inverted"),
    ],
)
def test_an_arrangement_is_written_into_the_source(text, arrangement, expected) -> None:
    assert arranged_source(text, arrangement) == expected


def test_a_source_that_is_no_file_has_no_arrangement() -> None:
    with pytest.raises(DataError):
        load_source("nothing:transposed")
