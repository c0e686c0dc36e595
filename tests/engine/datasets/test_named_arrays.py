"""Arrays under the names and in the shapes and ranges that people give them: npz, npy and MATLAB files."""

import gzip
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
import scipy.io
import scipy.sparse

from mlp_engine.datasets.folder import read_path
from mlp_engine.datasets.samples import Samples
from mlp_engine.datasets.tables.array_names import ArrayName, read_name
from mlp_engine.datasets.tables.labels import WORDS
from mlp_engine.errors import DataError

RNG = np.random.default_rng(1)
IMAGES = RNG.integers(0, 256, (12, 28, 28)).astype(np.uint8)
IMAGES[0, 0, :2] = 0, 255
ROWS = IMAGES.reshape(12, 784)
LABELS = np.array([7, 2, 1, 0, 4, 9, 3, 5, 6, 8, 1, 1])
SHARES = ROWS / np.float32(255)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "digits.npz"


def check(samples: Samples, inputs: np.ndarray = ROWS, labels: np.ndarray = LABELS) -> None:
    assert samples.labels is not None
    assert samples.labels.tolist() == labels.tolist()
    np.testing.assert_allclose(np.asarray(samples.inputs, float), inputs, atol=1e-6)
    assert samples.inputs.flags.c_contiguous


@pytest.mark.parametrize(
    ("inputs", "labels"),
    [
        ("X", "y"), ("x", "y"), ("data", "target"), ("images", "labels"), ("image", "label"), ("features", "targets"),
        ("data", "labels"), ("fea", "gnd"), ("arr_0", "arr_1"), ("pixels", "anything"), ("digits", "what_they_are"),
        ("mnist_images", "mnist_labels"), ("trainX", "trainY"), ("train_images", "train_labels"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_inputs_and_labels_are_known_by_usual_names(inputs: str, labels: str, save: Callable, path: Path) -> None:
    save(path, **{inputs: IMAGES, labels: LABELS})
    check(read_path(path))


@pytest.mark.parametrize(
    "names",
    [
        ("x_train", "y_train", "x_test", "y_test"), ("X_train", "Y_train", "X_test", "Y_test"),
        ("xtrain", "ytrain", "xtest", "ytest"), ("train_x", "train_y", "test_x", "test_y"),
        ("train_images", "train_labels", "test_images", "test_labels"), ("trainX", "trainY", "testX", "testY"),
        ("training_images", "training_labels", "testing_images", "testing_labels"),
        ("arr_0", "arr_1", "arr_2", "arr_3"),
    ],
)  # fmt: skip
def test_training_and_test_sets_are_told_apart(names: tuple[str, ...], path: Path) -> None:
    values = (IMAGES[:9], LABELS[:9], IMAGES[9:], LABELS[9:])
    np.savez(path, x_val=IMAGES[:1], y_val=LABELS[:1], allow_pickle=True, **dict(zip(names, values, strict=True)))
    if names[0] == "arr_0":
        np.savez(path, *values)
    for part in (None, "train"):
        samples = read_path(path, part)
        check(samples, ROWS[:9], LABELS[:9])
        assert samples.name == "digits, training set"
    samples = read_path(path, "test")
    check(samples, ROWS[9:], LABELS[9:])
    assert samples.name == "digits, test set"


def test_a_set_that_is_not_divided_has_no_test_set(path: Path) -> None:
    np.savez(path, X=IMAGES, y=LABELS)
    with pytest.raises(DataError, match=r"digits\.npz must hold a test set, such as x_test and y_test\. It holds X"):
        read_path(path, "test")


def test_what_cannot_be_told_apart_is_listed(path: Path) -> None:
    np.savez(path, images_of_letters=IMAGES, images_of_digits=IMAGES, labels=LABELS)
    with pytest.raises(DataError, match=r"It holds images_of_letters \(12 × 28 × 28\), .*; choose one of its files"):
        read_path(path)


SHAPES = {
    "a row an image": ROWS,
    "an image each": IMAGES,
    "channels first": IMAGES[:, None],
    "channels last": IMAGES[..., None],
    "grey in three colours": np.repeat(IMAGES[..., None], 3, axis=-1),
    "three colours first": np.repeat(IMAGES[:, None], 3, axis=1),
    "samples last": ROWS.T,
    "images last": np.moveaxis(IMAGES, 0, -1),
    "colours before images": np.moveaxis(np.repeat(IMAGES[..., None], 3, axis=-1), 0, -1),
    "columns first": np.asfortranarray(IMAGES),
    "a channel of rows": ROWS[:, None],
    "rows of one column": ROWS[:, :, None],
    "opaque": np.concatenate(
        [np.repeat(IMAGES[..., None], 3, axis=-1), np.full((12, 28, 28, 1), 255, np.uint8)], axis=-1
    ),
}


@pytest.mark.parametrize("array", SHAPES.values(), ids=SHAPES)
def test_images_are_understood_in_any_arrangement(array: np.ndarray, path: Path) -> None:
    np.savez(path, X=array, y=LABELS)
    samples = read_path(path)
    check(samples)
    assert samples.size == (28, 28)
    assert samples.remarks == ()


def test_colours_are_made_grey_and_told(path: Path) -> None:
    red = np.zeros((12, 28, 28, 3), np.uint8)
    red[..., 0] = IMAGES
    np.savez(path, X=red, y=LABELS)
    samples = read_path(path)
    np.testing.assert_allclose(np.asarray(samples.inputs, float), ROWS * 0.299, atol=0.51)
    assert samples.remarks == ("The colours were made grey.",)


BITS = ROWS > 127
TOLD_BITS = "The largest value is 1: 0 is taken for paper and 1 for full ink."
RANGES = {
    "bytes": (ROWS, ROWS, ()),
    "long numbers": (ROWS.astype(np.int64), ROWS, ()),
    "floating bytes": (ROWS.astype(np.float32), ROWS, ()),
    "bytes with fractions": (ROWS * 0.999, SHARES * 0.999, ()),
    "truth values": (BITS, BITS * 255, ()),
    "whole 0 and 1": (BITS.astype(np.uint8), BITS * 255, (TOLD_BITS,)),
    "whole 0 and 1, long": (BITS.astype(np.int64), BITS * 255, (TOLD_BITS,)),
    "floating 0 and 1": (BITS.astype(np.float32), BITS, ()),
    "shares": (SHARES, SHARES, ()),
    "half shares": (SHARES.astype(np.float16), SHARES.astype(np.float16), ()),
    "-1 to 1": (
        SHARES * 2 - 1,
        SHARES,
        ("The values run from -1 to 1: -1 is taken for paper and 1 for full ink.",),
    ),
    "sixteenths": (
        np.rint(SHARES * 16),
        np.rint(np.rint(SHARES * 16) * 255 / 16),
        ("The largest value is 16: 16 is taken for full ink.",),
    ),
    "resampled": (
        np.where(SHARES > 0.6, SHARES * 1.1, -0.05 * (SHARES > 0.5)),
        np.where(SHARES > 0.6, np.minimum(SHARES * 1.1, 1), 0),
        ("The values run from -0.05 to 1.1: they are cut at 0, paper, and at 1, full ink.",),
    ),
}


@pytest.mark.parametrize(("values", "inputs", "remarks"), RANGES.values(), ids=RANGES)
def test_ink_is_understood_in_any_range(values, inputs, remarks: tuple[str, ...], path: Path) -> None:
    np.savez(path, X=values, y=LABELS)
    samples = read_path(path)
    check(samples, inputs)
    assert samples.remarks == remarks


REFUSED = {
    "standardised": ((SHARES - 0.13) / 0.31, r"as of standardised data: undo it with X = \(X - X\.min\(\)\) / "),
    "centred": (SHARES - np.float32(0.13), "as of standardised data"),
    "16 bits": (ROWS.astype(np.uint16) * 257, r"Got numbers from 0 to 6\.554e\+04: mend it with X = "),
    "signed bytes": (ROWS.view(np.int8), r"bytes read with a sign; mend it with X = X\.view\(np\.uint8\)"),
    "unknown levels": (ROWS // 64, r"Got numbers from 0 to 3: mend it with"),
    "no number": (np.where(SHARES > 0.5, np.nan, SHARES), "must hold finite numbers. Got nan"),
    "endless": (np.where(SHARES > 0.5, np.inf, SHARES), "must hold finite numbers. Got inf"),
    "texts": (ROWS.astype(str), "must"),
}


@pytest.mark.parametrize(("values", "sentence"), REFUSED.values(), ids=REFUSED)
def test_any_other_range_is_refused_with_the_line_that_mends_it(values, sentence: str, path: Path) -> None:
    np.savez(path, X=values, y=LABELS)
    with pytest.raises(DataError, match=sentence):
        read_path(path)


LABELLED = {
    "whole": LABELS,
    "a column": LABELS[:, None],
    "a row": LABELS[None],
    "floating": LABELS.astype(float),
    "one column a class": np.eye(10)[LABELS],
    "one column a class, true or not": np.eye(10)[LABELS] > 0,
    "one column a class, from -1 to 1": np.eye(10)[LABELS] * 2 - 1,
    "one column a class, from 0.01 to 0.99": np.eye(10)[LABELS] * 0.98 + 0.01,
    "one row a class": np.eye(10)[LABELS].T,
    "texts": LABELS.astype(str),
    "bytes": LABELS.astype("S"),
}


@pytest.mark.parametrize("labels", LABELLED.values(), ids=LABELLED)
def test_labels_are_understood_in_any_form(labels: np.ndarray, path: Path) -> None:
    np.savez(path, X=IMAGES, y=labels)
    samples = read_path(path)
    check(samples)
    assert not samples.labels_from_one


def test_labels_from_1_to_10_make_10_a_zero(path: Path) -> None:
    np.savez(path, X=IMAGES, y=np.where(LABELS == 0, 10, LABELS))
    samples = read_path(path)
    check(samples)
    assert samples.labels_from_one


def test_images_alone_have_no_labels(path: Path) -> None:
    np.savez(path, IMAGES)
    samples = read_path(path)
    assert samples.labels is None
    np.testing.assert_array_equal(samples.inputs, ROWS)
    with pytest.raises(DataError, match="use `mlp-engine predict`"):
        samples.dataset()


@pytest.mark.parametrize(
    ("inputs", "labels"),
    [("X", "y"), ("pair_X", "pair_y"), ("mnist_images", "mnist_labels"), ("mnist", "mnist_labels")],
)
def test_arrays_side_by_side_belong_together(inputs: str, labels: str, tmp_path: Path) -> None:
    np.save(tmp_path / f"{inputs}.npy", IMAGES)
    np.save(tmp_path / f"{labels}.npy", LABELS)
    np.save(tmp_path / "others_y.npy", LABELS[:4])
    check(read_path(tmp_path / f"{inputs}.npy"))
    check(read_path(tmp_path / f"{labels}.npy"))


def test_arrays_side_by_side_may_be_divided(tmp_path: Path) -> None:
    for name, array in (
        ("x_train", IMAGES[:9]),
        ("y_train", LABELS[:9]),
        ("x_test", IMAGES[9:]),
        ("y_test", LABELS[9:]),
    ):
        np.save(tmp_path / f"{name}.npy", array)
    check(read_path(tmp_path), ROWS[:9], LABELS[:9])
    check(read_path(tmp_path, "test"), ROWS[9:], LABELS[9:])
    check(read_path(tmp_path / "x_train.npy", "test"), ROWS[9:], LABELS[9:])
    check(read_path(tmp_path / "x_test.npy"), ROWS[9:], LABELS[9:])


def test_arrays_may_be_divided_by_their_folders(tmp_path: Path) -> None:
    for part, chosen in (("train", slice(0, 9)), ("test", slice(9, 12))):
        (tmp_path / part).mkdir()
        np.save(tmp_path / part / "images.npy", IMAGES[chosen])
        np.save(tmp_path / part / "labels.npy", LABELS[chosen])
    check(read_path(tmp_path), ROWS[:9], LABELS[:9])
    check(read_path(tmp_path, "test"), ROWS[9:], LABELS[9:])


@pytest.mark.parametrize("folder", ["numbers", "data", "classes", "the labels"])
def test_folders_of_other_names_change_nothing(folder: str, tmp_path: Path) -> None:
    (tmp_path / folder).mkdir()
    for digit in range(10):
        np.save(tmp_path / folder / f"{digit}.npy", IMAGES[digit == LABELS])
    order = np.argsort(LABELS, kind="stable")
    check(read_path(tmp_path), ROWS[order], LABELS[order])


def written(path: Path, *columns: object) -> None:
    table = np.column_stack([np.asarray(column) for column in columns])
    path.write_text("\n".join(",".join(map(str, row)) for row in table.tolist()) + "\n")


@pytest.mark.parametrize(
    ("inputs", "labels", "columns"),
    [
        ("X.csv", "y.csv", (["y", *LABELS],)),
        ("X.npy", "y.txt", (LABELS,)),
        ("images.csv", "labels.csv", (["id", *range(12)], ["label", *LABELS])),
        ("csvTrainImages 60k x 784.csv", "csvTrainLabel 60k x 1.csv", (LABELS,)),
        ("X_test.csv", "y_test.csv", (np.eye(10, dtype=int)[LABELS],)),
    ],
)
def test_labels_may_be_in_a_table_beside(inputs: str, labels: str, columns: tuple, tmp_path: Path) -> None:
    if inputs.endswith(".npy"):
        np.save(tmp_path / inputs, IMAGES)
    else:
        written(tmp_path / inputs, ROWS)
    written(tmp_path / labels, *columns)
    (tmp_path / "train_labels.csv").write_text("7\n")  # of others
    for path in (tmp_path / inputs, tmp_path):
        samples = read_path(path)
        check(samples)
        assert samples.remarks == (f"The labels are those in {labels}.",)
    written(tmp_path / labels, *(column[:-1] for column in columns))
    with pytest.raises(DataError, match=r"must have one label for each of the 12 samples of .*\. Got 11\."):
        read_path(tmp_path / inputs)


def test_a_table_a_digit_is_understood(tmp_path: Path) -> None:
    for digit in range(10):
        written(tmp_path / f"{digit}.csv", ROWS[digit == LABELS])
    order = np.argsort(LABELS, kind="stable")
    check(read_path(tmp_path), ROWS[order], LABELS[order])


def test_a_workbook_and_notes_beside_a_table_are_passed_over(tmp_path: Path) -> None:
    written(tmp_path / "class 7b.csv", LABELS, ROWS)
    (tmp_path / "notes.txt").write_text("Drawn in May, with felt pens.\n")
    with zipfile.ZipFile(tmp_path / "class 7b.xlsx", "w") as workbook:
        workbook.writestr("[Content_Types].xml", "")
    check(read_path(tmp_path))
    (tmp_path / "class 7b.csv").unlink()
    (tmp_path / "notes.txt").unlink()
    with pytest.raises(DataError, match="is an Office file: save it as CSV"):
        read_path(tmp_path)


def test_an_array_alone_has_no_labels(tmp_path: Path) -> None:
    path = tmp_path / "test.npy.gz"
    np.save(tmp_path / "plain.npy", IMAGES)
    path.write_bytes(gzip.compress((tmp_path / "plain.npy").read_bytes()))
    (tmp_path / "plain.npy").unlink()
    samples = read_path(path)
    assert samples.labels is None
    assert len(samples) == 12
    np.save(tmp_path / "one.npy", IMAGES[0])
    np.testing.assert_array_equal(read_path(tmp_path / "one.npy").inputs, ROWS[:1])


def test_pickled_arrays_are_refused_with_the_line_that_mends_them(tmp_path: Path) -> None:
    np.save(tmp_path / "x.npy", np.array([{}, []], object), allow_pickle=True)
    with pytest.raises(DataError, match=r"because they can run code: convert it with np\.array\(X\.tolist\(\)\)"):
        read_path(tmp_path / "x.npy")


MATS = {
    "a table": ({"X": SHARES, "y": np.where(LABELS == 0, 10, LABELS)[:, None]}, SHARES),
    "samples last": ({"data": ROWS.T, "label": LABELS[None].astype(float)}, ROWS),
    "images last": ({"X": np.moveaxis(np.repeat(IMAGES[..., None], 3, 3), 0, -1), "y": LABELS[:, None]}, ROWS),
    "beside other things": (
        {"fea": ROWS, "gnd": LABELS[:, None], "note": "mine", "cells": np.array([[1]], object)},
        ROWS,
    ),
}


@pytest.mark.parametrize("options", [{}, {"do_compression": True}], ids=["plain", "compressed"])
@pytest.mark.parametrize(("content", "inputs"), MATS.values(), ids=MATS)
def test_files_of_matlab_are_read(content: dict, inputs: np.ndarray, options: dict, tmp_path: Path) -> None:
    scipy.io.savemat(tmp_path / "digits.mat", content, **options)
    check(read_path(tmp_path / "digits.mat"), inputs)


def test_structures_of_matlab_name_their_parts(tmp_path: Path) -> None:
    train = {"images": ROWS[:9], "labels": LABELS[:9, None], "writers": np.arange(9)[:, None] // 3}
    test = {"images": ROWS[9:], "labels": LABELS[9:, None]}
    scipy.io.savemat(tmp_path / "set.mat", {"dataset": {"train": train, "test": test, "mapping": np.eye(10)}})
    samples = read_path(tmp_path / "set.mat")
    check(samples, ROWS[:9], LABELS[:9])
    assert samples.writers is not None
    assert samples.writers.tolist() == [0, 0, 0, 1, 1, 1, 2, 2, 2]
    check(read_path(tmp_path / "set.mat", "test"), ROWS[9:], LABELS[9:])


@pytest.mark.parametrize("dtype", ["f8", "f4", "i4", "i2", "u2", "u1"])
def test_files_of_matlab_4_are_read(dtype: str, tmp_path: Path) -> None:
    scipy.io.savemat(tmp_path / "old.mat", {"X": ROWS.astype(dtype), "y": LABELS[:, None].astype(float)}, format="4")
    check(read_path(tmp_path / "old.mat"))


@pytest.mark.parametrize(
    ("array", "sentence"),
    [
        (
            np.array([*IMAGES, 0], object),
            r"array X must be a full array .* Got a cell array: save it .* cat\(3, X\{:\}\)",
        ),
        (scipy.sparse.csc_matrix(ROWS.astype(float)), r"array X must be a full array .* Got sparse: .* full\(X\)\."),
    ],
)
def test_other_arrays_of_matlab_are_named(array, sentence: str, tmp_path: Path) -> None:
    scipy.io.savemat(tmp_path / "digits.mat", {"X": array, "y": LABELS})
    with pytest.raises(DataError, match=sentence):
        read_path(tmp_path / "digits.mat")


def test_labels_alone_are_no_images(tmp_path: Path) -> None:
    scipy.io.savemat(tmp_path / "digits.mat", {"y": LABELS})
    with pytest.raises(DataError, match=r"must hold inputs and labels, such as X and y\. It holds y"):
        read_path(tmp_path / "digits.mat")


def test_the_names_of_all_classes_are_no_labels(path: Path) -> None:
    np.savez(path, X=IMAGES, y=LABELS, classes=np.arange(10), note=np.array("mine"))
    check(read_path(path))


@pytest.mark.parametrize(
    ("table", "line"),
    [
        (np.c_[LABELS, ROWS], r"the first could hold them: .* X=X\[:, 1:\], y=X\[:, 0\]"),
        (np.c_[ROWS, LABELS], r"the last could hold them: .* X=X\[:, :-1\], y=X\[:, -1\]"),
    ],
    ids=["first", "last"],
)
def test_labels_within_a_table_are_noticed(table: np.ndarray, line: str, path: Path) -> None:
    np.savez(path, data=table)
    with pytest.raises(DataError, match=r"must have its labels in an array of their own\. Got 785 columns, .*" + line):
        read_path(path)


@pytest.mark.parametrize("names", [WORDS, [f"digit_{digit}" for digit in range(10)]], ids=["words", "digit_7"])
def test_one_array_a_digit_is_understood_under_other_names(names: Sequence[str], path: Path) -> None:
    np.savez(path, **{name: ROWS[digit == LABELS] for digit, name in enumerate(names)})
    order = np.argsort(LABELS, kind="stable")
    check(read_path(path), ROWS[order], LABELS[order])


@pytest.mark.parametrize("names", [("kernel", "bias"), ("layers/dense/vars/0", "layers/dense/vars/1")])
def test_weights_are_no_data(names: tuple[str, str], path: Path) -> None:
    np.savez(path, **{names[0]: np.zeros((784, 10)), names[1]: np.zeros(10)})
    with pytest.raises(DataError, match=r"digits\.npz must hold samples\. It holds the weights of a network: "):
        read_path(path)


def test_images_that_are_transparent_in_parts_are_refused(path: Path) -> None:
    np.savez(path, X=np.repeat(IMAGES[..., None], 4, axis=-1), y=LABELS)
    with pytest.raises(DataError, match=r"must have opaque images\. .* X = X\[\.\.\., :3\]"):
        read_path(path)


def test_a_table_with_a_column_an_image_is_noticed(path: Path) -> None:
    np.savez(path, X=np.tile(ROWS, (3, 1)).T)
    with pytest.raises(DataError, match=r"must have one row an image\. Got 784 rows and 36 columns, .* X = X\.T"):
        read_path(path)


def test_digits_beside_one_column_a_class_are_the_labels(path: Path) -> None:
    np.savez(path, image=ROWS.T, label_int=LABELS[None], label_one_of_n=np.eye(10)[LABELS].T)
    check(read_path(path))


def test_one_array_a_digit_is_understood(tmp_path: Path) -> None:
    arrays = {
        f"{part}{digit}": np.full((2, 784), 20 + digit, np.uint8) for part in ("train", "test") for digit in range(10)
    }
    scipy.io.savemat(tmp_path / "all.mat", arrays)
    samples = read_path(tmp_path / "all.mat", "test")
    check(samples, np.repeat(20 + np.arange(10), 2)[:, None] * np.ones((1, 784)), np.repeat(np.arange(10), 2))


def test_a_damaged_file_of_matlab_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "digits.mat"
    scipy.io.savemat(path, {"X": IMAGES, "y": LABELS})
    for cut in (140, 400, path.stat().st_size - 8):
        path.write_bytes(path.read_bytes()[:cut])
        with pytest.raises(
            DataError, match=r"digits\.mat must be a whole and undamaged file of MATLAB|must hold inputs"
        ):
            read_path(path)


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("X", ArrayName("inputs", None, ())),
        ("y_train", ArrayName("labels", "train", ())),
        ("t10k-images-idx3-ubyte", ArrayName("inputs", "test", ())),
        ("emnist-digits-train-labels-idx1-ubyte", ArrayName("labels", "train", ("emnist", "digits"))),
        ("qmnist-test-labels-idx2-int", ArrayName("labels", "test", ("qmnist", "int"))),
        ("dataset/test/writers", ArrayName("writers", "test", ("dataset",))),
        ("trainingLabels", ArrayName("labels", "train", ())),
        ("x_val", ArrayName("inputs", None, (), is_other=True)),
        ("data_labels", ArrayName("labels", None, ())),
        ("train7", ArrayName(None, "train", ("7",))),
        ("contest", ArrayName(None, None, ("contest",))),
        ("", ArrayName(None, None, ())),
    ],
)
def test_a_name_is_taken_apart(name: str, meaning: ArrayName) -> None:
    assert read_name(name) == meaning
