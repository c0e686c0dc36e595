"""HDF5, Parquet and ARFF files: read where their library is installed, and named where it is not."""

import gzip
import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mlp_engine.datasets.folder import read_path
from mlp_engine.datasets.samples import Samples
from mlp_engine.errors import DataError

h5py = pytest.importorskip("h5py")
pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")
feather = pytest.importorskip("pyarrow.feather")

IMAGES = np.random.default_rng(1).integers(0, 256, (12, 28, 28)).astype(np.uint8)
ROWS = IMAGES.reshape(12, 784)
LABELS = np.array([7, 2, 1, 0, 4, 9, 3, 5, 6, 8, 1, 1])


def check(samples: Samples, inputs: np.ndarray = ROWS, labels: np.ndarray = LABELS) -> None:
    assert samples.labels is not None
    assert samples.labels.tolist() == labels.tolist()
    np.testing.assert_array_equal(samples.inputs, inputs)


def test_hdf5_files_are_read_by_the_names_of_their_arrays(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "usps.h5", "w") as file:
        for part, chosen in (("train", slice(0, 9)), ("test", slice(9, 12))):
            file[f"{part}/data"], file[f"{part}/target"] = ROWS[chosen], LABELS[chosen]
    check(read_path(tmp_path / "usps.h5"), ROWS[:9], LABELS[:9])
    check(read_path(tmp_path / "usps.h5", "test"), ROWS[9:], LABELS[9:])


def test_labels_of_hdf5_may_be_texts(tmp_path: Path) -> None:
    for name, texts in (("fixed.h5", LABELS.astype("S")), ("free.h5", [str(label) for label in LABELS])):
        with h5py.File(tmp_path / name, "w") as file:
            file["X"], file["y"] = ROWS, texts
        check(read_path(tmp_path / name))


def test_other_texts_in_hdf5_are_passed_over_and_long_ones_are_no_labels(tmp_path: Path) -> None:
    path = tmp_path / "a.h5"
    with h5py.File(path, "w") as file:
        file["a"], file["names"], file["class"] = ROWS, [f"{place}.png" for place in range(12)], "handwriting"
    assert read_path(path).labels is None
    with h5py.File(path, "a") as file:
        file["b"] = LABELS
    check(read_path(path))
    with h5py.File(path, "w") as file:  # of one length in memory, they would take twelve times as much
        file["X"], file["y"] = ROWS, [*map(str, LABELS[:11]), "1" * 5000]
    with pytest.raises(DataError, match=r"array /y, must hold labels, digits as texts\. Got 5,000 characters\."):
        read_path(path)


def test_files_of_matlab_7_3_are_turned_round(tmp_path: Path) -> None:
    path = tmp_path / "digits.mat"
    with h5py.File(path, "w", userblock_size=512) as file:
        file["X"], file["y"] = IMAGES.transpose(2, 1, 0), LABELS[None].astype(float)
    with path.open("r+b") as file:
        file.write(b"MATLAB 7.3 MAT-file".ljust(128))
    check(read_path(path))


def test_what_lies_in_other_files_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(bytes(12 * 784))
    with h5py.File(tmp_path / "a.h5", "w") as file:
        file.create_dataset("X", (12, 784), "u1", external=[(str(tmp_path / "secret"), 0, 12 * 784)])
        file["y"] = LABELS
    with pytest.raises(DataError, match="must hold inputs and labels"):
        read_path(tmp_path / "a.h5")


def png(image: np.ndarray) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(image).save(stream, "PNG")
    return stream.getvalue()


PARQUETS = {
    "encoded pictures": lambda: {
        "image": [{"bytes": png(image), "path": None} for image in IMAGES],
        "label": LABELS.tolist(),
    },
    "bytes": lambda: {"image": [png(image) for image in IMAGES], "label": LABELS.tolist()},
    "lists": lambda: {"pixels": ROWS.tolist(), "Digit": LABELS.tolist()},
    "lists of lists": lambda: {"image": IMAGES.tolist(), "label": LABELS.tolist()},
    "another name of the labels": lambda: {"pixels": ROWS.tolist(), "Ziffer": LABELS.tolist()},
    "pixels out of order": lambda: {
        "label": LABELS.astype(str).tolist(),
        **{f"pixel{place}": ROWS[:, place] for place in sorted(range(784), key=str)},
    },
    "an index": lambda: {
        "split": ["train"] * 12,
        "label": LABELS,
        **{f"pixel{place}": ROWS[:, place] for place in range(784)},
        "__index_level_0__": np.arange(12) + 400,
    },
    "no name of the labels": lambda: {str(place): column for place, column in enumerate([LABELS, *ROWS.T])},
    "a column a pixel": lambda: {"label": LABELS, **{f"pixel{place}": ROWS[:, place] for place in range(784)}},
}


@pytest.mark.parametrize("columns", PARQUETS.values(), ids=PARQUETS)
def test_parquet_files_are_read(columns, tmp_path: Path) -> None:
    pq.write_table(pa.table(columns()), tmp_path / "a.parquet")
    images = ROWS if "image" not in columns() or isinstance(columns()["image"][0], list) else None
    samples = read_path(tmp_path / "a.parquet")
    edges = np.concatenate([IMAGES[:, 0], IMAGES[:, -1], IMAGES[:, 1:-1, 0], IMAGES[:, 1:-1, -1]], axis=1).mean(axis=1)
    as_pictures = np.where(edges[:, None] > 127.5, 255 - ROWS, ROWS)  # light edges mean dark ink on light paper
    check(samples, as_pictures if images is None else images)


@pytest.mark.parametrize("form", ["Feather, LZ4", "Feather, Zstandard", "Feather, plain", "file", "stream"])
@pytest.mark.parametrize("columns", PARQUETS.values(), ids=PARQUETS)
def test_arrow_files_are_read(columns, form: str, tmp_path: Path) -> None:
    table, path = pa.table(columns()), tmp_path / "a"
    compression = {"Feather, LZ4": "lz4", "Feather, Zstandard": "zstd", "Feather, plain": "uncompressed"}.get(form)
    if compression is not None:
        feather.write_feather(table, path, compression)
    else:
        with (pa.ipc.new_file if form == "file" else pa.ipc.new_stream)(str(path), table.schema) as writer:
            writer.write_table(table)
    pq.write_table(table, tmp_path / "a.parquet")
    check(read_path(path), read_path(tmp_path / "a.parquet").inputs)


def test_an_arrow_file_that_promises_far_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.feather"
    feather.write_feather(pa.table({"pixels": ROWS.tolist(), "label": LABELS}), path, "zstd")
    content = path.read_bytes()
    frame = content.index(b"\x28\xb5\x2f\xfd")
    path.write_bytes(content[: frame - 8] + (1 << 40).to_bytes(8, "little") + content[frame:])
    with pytest.raises(DataError, match=r"a\.feather must hold at most 256 times .* as in a decompression bomb\."):
        read_path(path)


@pytest.mark.parametrize(
    "beside",
    [
        {"id": np.arange(12) % 10},
        {"writer": np.arange(12) % 3},
        {"filename": [f"{place}.png" for place in range(12)]},
        {"width": np.full(12, 28)},
        {"letter": list("abcdefghijkl")},
    ],
    ids=lambda beside: next(iter(beside)),
)
def test_a_column_of_something_else_beside_images_is_no_label(beside: dict, tmp_path: Path) -> None:
    frames = [[0, 0, 28, 28]] * 12
    pq.write_table(pa.table({"frame": frames, "pixels": ROWS.tolist(), **beside}), tmp_path / "a.parquet")
    samples = read_path(tmp_path / "a.parquet")
    assert samples.labels is None
    np.testing.assert_array_equal(samples.inputs, ROWS)


def test_equal_values_of_a_parquet_file_that_need_far_more_memory_are_refused(tmp_path: Path) -> None:
    pq.write_table(pa.table({"label": np.zeros(20_000_000, np.int64)}), tmp_path / "a.parquet")
    assert (tmp_path / "a.parquet").stat().st_size < 100_000
    with pytest.raises(DataError, match=r"a\.parquet must hold at most 256 times .* Got \d{8} bytes in .* bomb\."):
        read_path(tmp_path / "a.parquet")


@pytest.mark.parametrize("column", [pa.nulls(200_000), pa.array(np.zeros(200_000, bool))], ids=["nothing", "bits"])
def test_columns_that_take_no_memory_before_they_are_numbers_are_bounded(column: pa.Array, tmp_path: Path) -> None:
    pq.write_table(pa.table({f"pixel{place}": column for place in range(100)}), tmp_path / "a.parquet")
    with pytest.raises(DataError, match=r"a\.parquet must hold at most 256 times .* Got 160000000 bytes in .* bomb\."):
        read_path(tmp_path / "a.parquet")


@pytest.mark.parametrize("kind", ["list", "large list", "fixed size", "of bytes", "of shares"])
def test_lists_of_every_kind_are_read_without_an_object_a_number(kind: str, tmp_path: Path, monkeypatch) -> None:
    inner = {"of bytes": pa.uint8(), "of shares": pa.float32()}.get(kind, pa.int64())
    lists = {"large list": pa.large_list(inner), "fixed size": pa.list_(inner, 784)}.get(kind, pa.list_(inner))
    rows = (ROWS / 255 if kind == "of shares" else ROWS).tolist()
    table = pa.table({"pixels": pa.array(rows, lists), "label": LABELS})
    pq.write_table(table, tmp_path / "a.parquet", row_group_size=5)
    samples = read_path(tmp_path / "a.parquet")
    assert np.array_equal(samples.labels, LABELS)
    assert np.allclose(samples.inputs, ROWS / 255 if kind == "of shares" else ROWS, atol=1e-6)


@pytest.mark.parametrize(
    ("pixels", "sentence"),
    [
        ([[1, 2], [3]], "must hold lists of one length. Got some of 1 and some of 2 values."),
        ([[[1, 2]], [[3]]], "must hold lists of one length. Got some of 1 and some of 2 values."),
        ([[1, 2], None], "must hold lists of one length. Got missing ones."),
        ([[1, 2], [3, None]], "must hold numbers alone. Got missing values."),
        ([["a"], ["b"]], "must hold numbers alone. Got string."),
    ],
)
def test_lists_that_are_no_rows_of_numbers_are_one_sentence(pixels, sentence: str, tmp_path: Path) -> None:
    pq.write_table(pa.table({"pixels": pixels, "label": [1, 2]}), tmp_path / "a.parquet")
    with pytest.raises(DataError) as caught:
        read_path(tmp_path / "a.parquet")
    assert str(caught.value).endswith(f"a.parquet, column pixels {sentence}")


def test_shards_of_a_folder_are_one_set(tmp_path: Path) -> None:
    for number, chosen in enumerate((slice(0, 5), slice(5, 9))):
        table = pa.table({"pixels": ROWS[chosen].tolist(), "label": LABELS[chosen]})
        pq.write_table(table, tmp_path / f"train-0000{number}-of-00002.parquet")
    pq.write_table(
        pa.table({"pixels": ROWS[9:].tolist(), "label": LABELS[9:]}), tmp_path / "test-00000-of-00001.parquet"
    )
    check(read_path(tmp_path), ROWS[:9], LABELS[:9])
    check(read_path(tmp_path, "test"), ROWS[9:], LABELS[9:])


def arff(rows: np.ndarray = ROWS, labels: list[object] | None = None) -> str:
    attributes = "".join(f"@ATTRIBUTE 'pixel {place}' real\n" for place in range(rows.shape[1]))
    lines = [
        ",".join(map(str, [*row, label])) for row, label in zip(rows.tolist(), labels or LABELS.tolist(), strict=True)
    ]
    kinds = "@ATTRIBUTE class {0,1,2,3,4,5,6,7,8,9}\n"
    return f"% mine\n@RELATION mnist_784\n\n{attributes}{kinds}@DATA\n" + "\n".join(lines) + "\n"


def sparse_arff() -> str:
    head = arff().split("@DATA")[0].replace("{0,", "{ '0' ,")
    lines = [
        ", ".join(
            [f"{place} {value}" for place, value in enumerate(row) if value] + ([f"784 {label}"] if label else [])
        )
        for row, label in zip(ROWS.tolist(), LABELS.tolist(), strict=True)
    ]
    return head + "@DATA\n% mine\n" + "".join(f"{{{line}}}\n" for line in lines)


def test_sparse_arff_files_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.arff").write_text(sparse_arff())
    check(read_path(tmp_path / "a.arff"))


def test_a_sparse_arff_file_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlp_engine.datasets.arff_file.FREE_BYTES", 0)
    (tmp_path / "a.arff").write_text(sparse_arff() + "{}\n" * 100_000)
    with pytest.raises(DataError, match=r"a\.arff must hold at most 256 times as much as it has bytes\. Got more\."):
        read_path(tmp_path / "a.arff")


@pytest.mark.parametrize("labels", [None, [f"'{label}'" for label in LABELS]], ids=["plain", "quoted"])
def test_arff_files_are_read(labels, tmp_path: Path) -> None:
    (tmp_path / "a.arff").write_text(arff(labels=labels))
    check(read_path(tmp_path / "a.arff"))
    (tmp_path / "b.arff.gz").write_bytes(gzip.compress(arff(labels=labels).encode()))
    check(read_path(tmp_path / "b.arff.gz"))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("@relation a\n@attribute x real\n", "must have a line @data with its table below. Got none."),
        (sparse_arff() + "0,1\n", "a line must stand in braces as those above it. Got '0,1'"),
        (sparse_arff() + "{785 3}\n", "must be the number of an attribute, below 785, and its value. Got '785 3'"),
        (sparse_arff() + "{3}\n", "must be the number of an attribute, below 785, and its value. Got '3'"),
        (sparse_arff() + "{3 x}\n", "value 4 (pixel 3) must be a number. Got 'x'"),
        (arff().rsplit("\n", 2)[0] + "\n?,1\n", "a line must have 785 values"),
        (arff() + arff().rsplit("\n", 2)[1].replace(",", ",?", 1), "must be a number. Got '?"),
    ],
)
def test_a_broken_arff_file_is_one_sentence(text: str, sentence: str, tmp_path: Path) -> None:
    (tmp_path / "a.arff").write_text(text)
    with pytest.raises(DataError) as caught:
        read_path(tmp_path / "a.arff")
    assert sentence in str(caught.value)


@pytest.mark.parametrize("name", ["a.h5", "a.parquet", "a.feather"])
def test_a_damaged_file_is_one_sentence(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    with h5py.File(tmp_path / "a.h5", "w") as file:
        file["X"], file["y"] = ROWS, LABELS
    pq.write_table(pa.table({"pixels": ROWS.tolist(), "label": LABELS}), tmp_path / "a.parquet")
    feather.write_feather(pa.table({"pixels": ROWS.tolist(), "label": LABELS}), tmp_path / "a.feather")
    path.write_bytes(path.read_bytes()[:900])
    with pytest.raises(DataError, match=r"must be a whole and undamaged (HDF5|Parquet|Arrow) file\. Got: "):
        read_path(path)


@pytest.mark.parametrize(
    ("content", "library"), [(b"\x89HDF\r\n\x1a\n....", "h5py"), (b"PAR1....", "pyarrow"), (b"ARROW1\0\0", "pyarrow")]
)
def test_a_library_that_is_missing_is_named(
    content: bytes, library: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> object:
        raise ImportError(name)

    monkeypatch.setattr("mlp_engine.datasets.optional_library.import_module", missing)
    (tmp_path / "a").write_bytes(content)
    with pytest.raises(DataError, match=rf"which {library} must be installed for: pip install {library}\."):
        read_path(tmp_path / "a")
