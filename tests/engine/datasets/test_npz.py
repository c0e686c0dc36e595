"""NumPy archives, whole and hostile."""

import io
import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlp_engine.datasets.npz import read_npz
from mlp_engine.datasets.samples import Samples
from mlp_engine.errors import DataError
from mlp_engine.files import npz_archive
from mlp_engine.files.source_file import file_on_disk

RNG = np.random.default_rng(1)
IMAGES = RNG.integers(0, 256, (6, 28, 28)).astype(np.uint8)
LABELS = np.array([7, 2, 1, 0, 4, 9])


def read(path: Path) -> Samples:
    return read_npz(file_on_disk(path))


def npy(array: np.ndarray, *, allow_pickle: bool = False) -> bytes:
    stream = io.BytesIO()
    np.lib.format.write_array(stream, array, allow_pickle=allow_pickle)
    return stream.getvalue()


def npy_header(text: str, version: int = 1) -> bytes:
    header = text.encode("latin1")
    return b"\x93NUMPY" + bytes([version, 0]) + len(header).to_bytes(2 if version == 1 else 4, "little") + header


def announce(shape: str, descr: str = "'|u1'") -> bytes:
    return npy_header(f"{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}}}\n")


def write(path: Path, entries: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("npz") / "digits.npz"


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_images_and_labels_come_back_as_they_were(save, path: Path) -> None:
    save(path, X=IMAGES, y=LABELS, split=np.array([1]))
    data = read(path)
    assert repr(data) == "Samples('digits', 6 of 784 inputs, labelled)"
    np.testing.assert_array_equal(data.inputs, IMAGES.reshape(6, 784))
    assert data.inputs.dtype == np.uint8
    assert data.labels is not None
    assert data.labels.tolist() == LABELS.tolist()


@pytest.mark.parametrize("dtype", ["u1", "<i8", ">i4", "<u2"])
def test_whole_numbers_of_any_type_are_ink(dtype: str, path: Path) -> None:
    np.savez(path, X=IMAGES.reshape(6, 784).astype(dtype), y=LABELS.astype(">i2"))
    data = read(path)
    assert data.inputs.dtype == np.uint8
    np.testing.assert_array_equal(data.inputs, IMAGES.reshape(6, 784))
    assert data.labels is not None
    assert data.labels.tolist() == LABELS.tolist()


@pytest.mark.parametrize(("dtype", "kept"), [("<f4", "f4"), (">f8", "f8"), ("<f2", "f4")])
def test_floating_numbers_are_shares_of_ink(dtype: str, kept: str, path: Path) -> None:
    shares = (IMAGES.reshape(6, 784) / 255).astype(dtype)
    np.savez(path, X=shares, y=LABELS)
    data = read(path)
    assert data.inputs.dtype == np.dtype(kept)
    np.testing.assert_array_equal(data.inputs, shares)


def test_columns_first_and_a_column_of_labels_are_understood(path: Path) -> None:
    np.savez(path, X=np.asfortranarray(IMAGES), y=LABELS[:, None])
    data = read(path)
    np.testing.assert_array_equal(data.inputs, IMAGES.reshape(6, 784))
    assert data.labels is not None
    assert data.labels.tolist() == LABELS.tolist()


X, Y = npy(IMAGES), npy(LABELS)
MALFORMED = {
    "no arrays": ({}, " must hold inputs and labels, such as X and y. It holds nothing."),
    "other names": (
        {"a.npy": X, "b.npy": X, "c.npy": Y},
        " must hold inputs and labels, such as X and y. It holds a (6 × 28 × 28), b (6 × 28 × 28), c (6).",
    ),
    "no X": ({"y.npy": Y}, " must hold inputs and labels, such as X and y. It holds y (6)."),
    "two thousand names": ({f"{i}.npy": b"" for i in range(2000)}, " must hold at most 1000 arrays. Got 2000."),
    "no header": ({"X.npy": X, "y.npy": b"hello"}, ", array y must begin with the header of a .npy file. Got"),
    "an empty entry": ({"X.npy": X, "y.npy": b""}, ", array y must begin with the header of a .npy file."),
    "a header cut short": ({"X.npy": X[:40], "y.npy": Y}, ", array X must begin with the header of a .npy file."),
    "a header of code": ({"X.npy": npy_header("__import__('os')\n"), "y.npy": Y}, ", array X must begin with"),
    "a deep header": ({"X.npy": npy_header("(" * 5000), "y.npy": Y}, ", array X must begin with the header"),
    "a header of 4 GiB": (
        {"X.npy": b"\x93NUMPY\x02\x00\xff\xff\xff\xff" + b" " * 20_000, "y.npy": Y},
        ", array X must begin with the header",
    ),
    "a header from the future": ({"X.npy": npy_header("{}", version=9), "y.npy": Y}, ", array X must begin with"),
    "an unknown type": ({"X.npy": announce("(6, 784)", "'|q9'"), "y.npy": Y}, ", array X must begin with the header"),
    "pickled objects": (
        {"X.npy": npy(np.array([{}, []], object), allow_pickle=True), "y.npy": Y},
        ", array X must hold numbers. Got Python objects, which are never read, because they can run code",
    ),
    "pickled labels": (
        {"X.npy": X, "y.npy": npy(LABELS.astype(object), allow_pickle=True)},
        ", array y must hold numbers. Got Python objects, which are never read, because they can run code",
    ),
    "objects in a record": (
        {"X.npy": announce("(6,)", "[('a', '|O')]"), "y.npy": Y},
        ", array X must hold numbers. Got Python objects",
    ),
    "records": (
        {"X.npy": announce("(6, 784)", "[('a', '|u1')]"), "y.npy": Y},
        ", array X must be a table or a stack of images, of numbers. Got [('a', 'u1')] of shape (6, 784).",
    ),
    "texts": ({"X.npy": X, "y.npy": npy(np.array(["7", "x"]))}, ", array y must hold labels, whole numbers from 0 to"),
    "labels with fractions": (
        {"X.npy": X, "y.npy": npy(LABELS / 2)},
        ", array y must hold labels, whole numbers from 0 to 9. Got 3.5.",
    ),
    "two labels a sample": (
        {"X.npy": X, "y.npy": npy(np.ones((6, 10)))},
        ", array y must have a single 1 in each row if it has one column a class. Got another row.",
    ),
    "a single label": (
        {"X.npy": X, "y.npy": npy(np.array(7))},
        ", array y must be a plain list of labels, of numbers.",
    ),
    "no labels": ({"X.npy": X, "y.npy": npy(LABELS[:0])}, ", array y must be a plain list of labels, of numbers. Got"),
    "endless labels": ({"X.npy": X, "y.npy": announce("(1000001,)")}, ", array y must hold the 1000001 bytes that"),
    "an absurd length": (
        {"X.npy": X, "y.npy": announce(f"(1{'0' * 4000},)")},
        ", array y must have at most 1073741824 bytes. Its header announces 1000000000",
    ),
    "a negative length": ({"X.npy": X, "y.npy": announce("(-1,)")}, ", array y must have a shape of whole numbers"),
    "labels too large": (
        {"X.npy": X, "y.npy": npy(LABELS + 1)},
        ", array y must hold labels, whole numbers from 0 to 9. Got 10.",
    ),
    "negative labels": ({"X.npy": X, "y.npy": npy(LABELS - 3)}, ", array y must hold labels, whole numbers from 0"),
    "labels cut short": ({"X.npy": X, "y.npy": Y[:-1]}, ", array y must hold the 48 bytes that its header announces."),
    "too few samples": (
        {"X.npy": npy(IMAGES[:5]), "y.npy": Y},
        ", array X must have one sample for each of the 6 labels. Got shape (5, 28, 28).",
    ),
    "samples in one line": (
        {"X.npy": npy(IMAGES.ravel()), "y.npy": Y},
        ", array X must be a table or a stack of images, such as n × 784 or n × 28 × 28. Got uint8 of shape (4704,).",
    ),
    "samples of nothing": ({"X.npy": npy(IMAGES[:, :0]), "y.npy": Y}, ", array X must be a table or a stack"),
    "images of five colours": ({"X.npy": npy(np.zeros((6, 8, 8, 5))), "y.npy": Y}, ", array X must be a table or a"),
    "complex numbers": ({"X.npy": npy(IMAGES * 1j), "y.npy": Y}, ", array X must be a table or a stack of images"),
    "a promise of 32 GiB": (
        {"X.npy": announce("(6, 5726623061)"), "y.npy": Y},
        ", array X must have at most 1073741824 bytes. Its header announces 34359738366.",
    ),
    "a promise that is not kept": (
        {"X.npy": announce("(6, 100000000)"), "y.npy": Y},
        ", array X must hold the 600000000 bytes that its header announces. Got 0.",
    ),
    "more than promised": ({"X.npy": X + b"\0", "y.npy": Y}, ", array X must hold the 4704 bytes"),
    "much more than promised": ({"X.npy": X + bytes(20_000), "y.npy": Y}, ", array X must hold the 4704 bytes"),
    "too much ink": (
        {"X.npy": npy(IMAGES.astype(int) + 1), "y.npy": Y},
        ", array X must be ink from 0 to 255, 0 to 1 or -1 to 1. Got numbers from 1 to 256: mend it with X = ",
    ),
    "negative ink": (
        {"X.npy": npy(IMAGES.astype(int) - 1), "y.npy": Y},
        ", array X must be ink from 0 to 255, 0 to 1 or -1 to 1. Got numbers from -1 to 254: mend it with X = ",
    ),
    "ink in other units": (
        {"X.npy": npy(IMAGES / 100), "y.npy": Y},
        ", array X must be ink from 0 to 255, 0 to 1 or -1 to 1. Got numbers from 0 to 2.55: mend it with X = ",
    ),
    "not a number": (
        {"X.npy": npy(np.full((6, 784), np.nan)), "y.npy": Y},
        ", array X must hold finite numbers. Got nan.",
    ),
}


@pytest.mark.parametrize(("entries", "sentence"), MALFORMED.values(), ids=MALFORMED)
def test_a_hostile_archive_is_refused_with_a_sentence_that_names_the_array(
    entries: dict[str, bytes], sentence: str, path: Path
) -> None:
    write(path, entries)
    tracemalloc.start()
    try:
        with pytest.raises(DataError) as caught:
            read(path)
        assert tracemalloc.get_traced_memory()[1] < 8 << 20
    finally:
        tracemalloc.stop()
    assert str(caught.value).startswith(f"{path}{sentence}")
    assert len(str(caught.value)) < len(str(path)) + 200


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_compressions_are_refused(compression: int, path: Path) -> None:
    write(path, {"X.npy": X, "y.npy": Y}, compression)
    with pytest.raises(DataError, match="array y must be stored or deflated"):
        read(path)


def test_a_long_list_of_contents_is_not_read(path: Path) -> None:
    write(path, {"X.npy": X, "y.npy": Y} | {f"{number:04d}{'x' * 1000}": b"" for number in range(1100)})
    with pytest.raises(DataError, match=r"must be a whole and undamaged \.npz archive\. Got: a list of contents of"):
        read(path)


def test_a_bomb_is_read_no_further_than_its_header_says(path: Path) -> None:
    write(path, {"X.npy": X + bytes(300 << 20), "y.npy": Y})
    assert path.stat().st_size < 1 << 20
    tracemalloc.start()
    with pytest.raises(
        DataError, match=r"array X must hold at most 256 times as much as it has bytes.* decompression bomb"
    ):
        read(path)
    assert tracemalloc.get_traced_memory()[1] < 4 << 20
    tracemalloc.stop()


def test_an_encrypted_entry_is_refused(path: Path) -> None:
    write(path, {"X.npy": X, "y.npy": Y}, zipfile.ZIP_STORED)
    content = bytearray(path.read_bytes())
    for mark, flags in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = -1
        while (place := content.find(mark, place + 1)) >= 0:
            content[place + flags] |= 1
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"must be a whole and undamaged \.npz archive\. Got: .*encrypted"):
        read(path)


@pytest.mark.parametrize("content", [b"", b"PK", b"hello" * 100, X], ids=["empty", "start", "text", "npy"])
def test_what_is_no_archive_is_refused(content: bytes, path: Path) -> None:
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"must be a whole and undamaged \.npz archive\. Got: "):
        read(path)


def test_what_is_no_array_is_passed_over(path: Path) -> None:
    write(path, {"X.npy": npy(IMAGES), "y.npy": npy(LABELS), "note.txt": b"digits of mine"})
    assert len(read(path)) == len(LABELS)
    write(path, {"X": npy(IMAGES), "y": npy(LABELS)})
    with pytest.raises(DataError, match=r"must hold inputs and labels, such as X and y\. It holds nothing"):
        read(path)


@pytest.mark.parametrize("name", ["absent.npz", "nul\0byte.npz", "x" * 5000 + ".npz"])
def test_a_missing_file_is_named(name: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"must be a file that can be read\. There is no such file"):
        read(tmp_path / name)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"must be a file that can be read\. It is a folder, a pipe or a device\."):
        read(tmp_path)


def test_the_size_of_an_array_is_bounded(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    np.savez(path, X=IMAGES, y=LABELS)
    monkeypatch.setattr(npz_archive, "MAX_BYTES", IMAGES.size)
    assert len(read(path)) == 6
    monkeypatch.setattr(npz_archive, "MAX_BYTES", IMAGES.size - 1)
    with pytest.raises(DataError, match=r"array X must have at most 4703 bytes\. Its header announces 4704"):
        read(path)


@settings(max_examples=300)
@given(st.data())
def test_any_damage_is_a_data_error_or_does_no_harm(path: Path, data: st.DataObject) -> None:
    stream = io.BytesIO()
    np.savez_compressed(stream, X=IMAGES[:, 9:12, 9:12], y=LABELS)
    content = bytearray(stream.getvalue())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(content[: data.draw(st.integers(0, len(content)) | st.just(len(content)))])
    try:
        loaded = read(path)
    except DataError as error:
        refusal = error
    else:
        assert len(loaded) == 6
        return
    assert str(refusal).startswith(str(path))
