"""Files that hold no data that is read: one sentence says what each is, and what to do."""

import bz2
import gzip
import lzma
import pickle
import struct
from pathlib import Path

import numpy as np
import pytest

from mlp_engine.datasets import refused
from mlp_engine.datasets.folder import read_path
from mlp_engine.errors import DataError

LIBSVM = "7 153:3 154:18.5 155:1e-3 180:255\n2 99:1 100:2 101:3\n"


def record(content: bytes) -> bytes:
    """A record as TensorFlow writes it; the checksum of the content is not looked at."""
    length = struct.pack("<Q", len(content))
    return length + struct.pack("<I", refused._masked_crc32c(length)) + content + bytes(4)


FILES = {
    "SVG": ("7.svg", b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', "is a drawing as SVG"),
    "gzip twice": ("a.csv.gz", gzip.compress(gzip.compress(b"1,2")), "is compressed twice: unpack it once"),
    "xz in bzip2": ("a.bz2", bz2.compress(lzma.compress(b"1,2")), "is compressed twice: unpack it once"),
    "Zstandard": ("a.csv.zst", b"\x28\xb5\x2f\xfd" + bytes(50), "Zstandard: unpack it with zstd -d FILE"),
    "LZ4": ("a.csv.lz4", b"\x04\x22\x4d\x18" + bytes(50), "LZ4: unpack it with lz4 -d FILE"),
    "R": ("a.RData", gzip.compress(b"RDX3\nX\n" + bytes(50)), "is a file of R: save its table there with write.csv"),
    "SPSS": ("a.sav", b"$FL2@(#) SPSS DATA FILE" + bytes(50), r"pandas.read_spss(FILE).to_csv("),
    "Stata": ("a.dta", b"<stata_dta><header>" + bytes(50), r"pandas.read_stata(FILE).to_csv("),
    "an old Feather file": ("a.feather", b"FEA1" + bytes(50), "pandas.read_feather(FILE).to_parquet("),
    "LIBSVM": ("mnist.scale", LIBSVM.encode(), "sklearn.datasets.load_svmlight_file(FILE, n_features=784); np.savez("),
    "LIBSVM as text": ("mnist.txt", LIBSVM.encode(), "is a LIBSVM file"),
    "a pickle of Python 2": ("digits.pkl.gz", gzip.compress(pickle.dumps((LIBSVM, {"a": 7}), 1)), "is a pickle: "),
    "a pickle as text": ("digits.dat", pickle.dumps({"a": [7]}, 0), "is a pickle: pickles are never read"),
    "a list of JSON": ("a.json", b'\n[{"label": 7}]', "is JSON of another kind than lines of strokes: convert it with"),
    "a matrix of JSON": ("a.json", b"[[1, 2]]", "is JSON of another kind than lines of strokes"),
    "records": ("train-00000-of-00001", record(b"\x0a\x10" + bytes(40)), "is a TFRecord file: read its images"),
    "records by name": ("mnist-train.tfrecord-00000-of-00001", bytes(60), "is a TFRecord file"),
    "unknown bytes in a table": ("a.csv", b"\0\1\2\3" * 20, "must have a known form"),
}


@pytest.mark.parametrize(("name", "content", "sentence"), FILES.values(), ids=FILES)
def test_it_is_named_with_what_to_do(name: str, content: bytes, sentence: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DataError) as caught:
        read_path(tmp_path / name)
    assert sentence in str(caught.value)
    assert str(caught.value).startswith(str(tmp_path / name))
    assert "\n" not in str(caught.value)


def test_the_checksum_of_records_is_that_of_its_definition() -> None:
    masked = refused._masked_crc32c(b"123456789")
    turned = masked - 0xA282EAD8 & 0xFFFFFFFF
    assert (turned >> 17 | turned << 15) & 0xFFFFFFFF == 0xE3069283  # the check value of CRC-32C


def test_a_line_of_libsvm_is_not_taken_for_text_of_another_kind(tmp_path: Path) -> None:
    rows = np.ones((3, 785), int)
    np.savetxt(tmp_path / "a.txt", rows, "%d", delimiter=" ")
    labels = read_path(tmp_path / "a.txt").labels
    assert labels is not None
    assert labels.tolist() == [1, 1, 1]
