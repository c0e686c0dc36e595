"""The uses of files and folders that somebody brings, decided by their content."""

import gzip
import json
import pickle
import random
import zipfile
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mlp_engine.errors import MlpError
from mlp_engine.files.resources import bundled_weights, resource_path
from mlp_engine.interchange import export_network, uses
from mlp_engine.interchange.uses import uses_of
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network


def picture(kind: str) -> bytes:
    content = BytesIO()
    Image.new("L", (9, 9), 90).save(content, kind)
    return content.getvalue()


def archive(**arrays: object) -> bytes:
    content = BytesIO()
    np.savez(content, **arrays)  # pyright: ignore[reportArgumentType]
    return content.getvalue()


def zipped(*names: str) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for name in names:
            file.writestr(name, b"x")
    return content.getvalue()


def table(separator: str = ",", head: str = "") -> bytes:
    return (head + "\n".join(separator.join(map(str, [row % 10, *range(784)])) for row in range(3))).encode()


def npy() -> bytes:
    content = BytesIO()
    np.save(content, np.zeros((3, 784), np.uint8))
    return content.getvalue()


IMAGES, LABELS = np.zeros((3, 784), np.uint8), np.arange(3)
LONG_HEAD = "label," + ",".join(f"pixel number {pixel}" for pixel in range(784)) + "\n"
LABELLED = json.dumps({"label": 7, "strokes": [[[1, 2], [3, 4]]]}).encode()
DRAWN = json.dumps({"strokes": [[[1, 2], [3, 4]]], "side": 280}).encode()
BOOK = json.dumps({"sizes": [784, 10], "weights": [[[0.5] * 784] * 10], "biases": [[[0.1]] * 10]}).encode()
W1 = np.ones((784, 10), np.float32)

FILES: dict[str, tuple[bytes, tuple[str, ...]]] = {
    "png": (picture("PNG"), ("drawing",)),
    "jpeg": (picture("JPEG"), ("drawing",)),
    "bmp": (picture("BMP"), ("drawing",)),
    "gif": (picture("GIF"), ("drawing",)),
    "tiff": (picture("TIFF"), ("drawing",)),
    "webp": (picture("WEBP"), ("drawing",)),
    "pgm": (picture("PPM"), ("drawing",)),
    "a drawing": (DRAWN, ("drawing",)),
    "labelled strokes": (LABELLED + b"\n" + LABELLED, ("drawing", "data")),
    "gzipped strokes": (gzip.compress(LABELLED, mtime=0), ("drawing", "data")),
    "the book's network": (BOOK, ("network",)),
    "arrays of samples": (archive(x_train=IMAGES, y_train=LABELS), ("data",)),
    "samples with weights of their own": (archive(X=IMAGES, y=LABELS, weights=LABELS), ("data",)),
    "arrays of a network": (archive(W1=W1, b1=np.ones(10)), ("network",)),
    "lists of a network": (archive(coefs_0=W1, intercepts_0=np.ones(10)), ("network",)),
    "arrays without names": (archive(arr_0=IMAGES, arr_1=LABELS), ("data", "network")),
    "one array": (npy(), ("data",)),
    "commas": (table(), ("data",)),
    "semicolons": (table(";"), ("data",)),
    "spaces": (table(" "), ("data",)),
    "a long head": (table(head=LONG_HEAD), ("data",)),
    "a title": (table(";", "My class 7b\n\n"), ("data",)),
    "Excel's separator": (table(";", "sep=;\r\n"), ("data",)),
    "blanks below names": (table(" ", " ".join(['"y"', *(f'"X{n}"' for n in range(784))]) + "\n"), ("data",)),
    "utf-16": (table().decode().encode("utf-16"), ("data",)),
    "a gzipped table": (gzip.compress(table(), mtime=0), ("data",)),
    "pictures": (zipped("0/a.png", "1/b.png"), ("data",)),
    "thousands of pictures": (zipped(*(f"7/{'x' * 60}{n}.png" for n in range(3_000))), ("data",)),
    "idx": (bytes((0, 0, 8, 1, 0, 0, 0, 2, 3, 4)), ("data",)),
}


@pytest.mark.parametrize("name", ["dropped", "dropped.dat", "dropped.csv"])
@pytest.mark.parametrize("kind", FILES)
def test_content_decides_and_not_the_name(kind: str, name: str, tmp_path: Path) -> None:
    content, expected = FILES[kind]
    path = tmp_path / name
    path.write_bytes(content)
    assert uses_of(path) == expected


def test_exports_and_own_weights_are_networks_whatever_they_are_called(tmp_path: Path) -> None:
    path = tmp_path / "it.csv"
    network = Network.initialise(NetworkConfig(hidden=(3,)), np.random.default_rng(0))
    for form in ("npz", "torch", "onnx"):
        export_network(network, form, path)
        assert uses_of(path) == ("network",), form
    path.write_bytes(bundled_weights().read_bytes())
    assert uses_of(path) == ("network",)


def test_a_folder_is_data() -> None:
    assert uses_of(resource_path("samples")) == ("data",)


@pytest.mark.parametrize("name", ["bad.png", "bad.JPG", "bad.jsonl"])
def test_a_name_counts_where_the_content_says_nothing(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("nothing of the kind")
    assert uses_of(tmp_path / name) == ("drawing",), "the reader of drawings says what is wrong"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", b"", "is empty"),
        ("a", b"version https://git-lfs.github.com/spec/v1\n", "is a Git LFS pointer"),
        ("a.csv", b"<!DOCTYPE html><html>", "is a web page"),
        ("a.safetensors", b"<html>", "is a web page"),
        ("a.pt", b"\x80\x02}", "is a pickle"),
        ("a.pkl", pickle.dumps([1]), "is a pickle"),
        ("mnist.pkl.gz", gzip.compress(pickle.dumps([1]), mtime=0), "is a pickle"),
        ("a.pkl", pickle.dumps({"a": [1]}, 0), "is a pickle"),
        ("a.joblib", pickle.dumps({"a": [1]}, 1), "is a pickle"),
        ("a.skops", zipped("schema.json", "139.npy"), "is a file of skops"),
        ("a.pt", zipped("archive/data.pkl", "archive/version"), "is a PyTorch file"),
        ("a.keras", zipped("metadata.json", "config.json"), "is a Keras model"),
        ("a.xlsx", zipped("[Content_Types].xml", "xl/workbook.xml"), "is an Office file"),
        ("a.pdf", b"%PDF-1.7\n", "is a PDF document"),
        ("a.svg", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "is a drawing as SVG"),
        ("letter.txt", b"Dear all,\nwe meet at 10, 11 or 12.\n" * 30, "Got a text that is no table."),
        ("tool", b"\x7fELF\2\1\1" + bytes(range(256)) * 10, "Got a file of another kind."),
        ("bad.npz", b"PK\3\4nothing", "whole and undamaged"),
        ("cut.csv.gz", gzip.compress(table(), mtime=0)[:60], "whole and undamaged"),
    ],
)
def test_what_is_of_no_use_is_one_sentence(name: str, content: bytes, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(MlpError) as error:
        uses_of(path)
    assert sentence in str(error.value)
    assert name in str(error.value)
    assert "\n" not in str(error.value)


def test_what_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.png", tmp_path / "x".ljust(5_000, "x"), tmp_path / "zero\0byte"):
        with pytest.raises(MlpError, match="There is no such file"):
            uses_of(path)


def test_damaged_and_random_files_have_a_use_or_a_sentence(tmp_path: Path) -> None:
    rng = random.Random(5)
    path = tmp_path / "any"
    contents = [content for content, _ in FILES.values()]
    sentences: list[str] = []
    for _ in range(400):
        content = bytearray(rng.choice(contents)[: rng.randrange(1, 6_000)])
        for _ in range(rng.randrange(6)):
            content[rng.randrange(len(content))] = rng.randrange(256)
        path.write_bytes(content)
        try:
            assert uses_of(path)
        except MlpError as error:
            sentences.append(str(error))
    assert sentences
    assert all(str(path) in sentence for sentence in sentences)


def test_little_of_a_large_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    start = uses.SourceFile.start

    def counted(file: uses.SourceFile, size: int) -> bytes:
        read.append(size)
        return start(file, size)

    monkeypatch.setattr(uses.SourceFile, "start", counted)
    (tmp_path / "large.csv").write_bytes(table() * 2_000)
    assert uses_of(tmp_path / "large.csv") == ("data",)
    assert sum(read) <= 4 * uses.START
