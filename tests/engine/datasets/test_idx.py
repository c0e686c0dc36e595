"""IDX files, whole and broken."""

import gzip
import os
import struct
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from mlp_engine.datasets import idx
from mlp_engine.errors import DataError
from mlp_engine.files.source_file import file_on_disk

MIB = 1 << 20


def read_idx(path: Path, **bounds: int) -> np.ndarray:
    return idx.read_idx(file_on_disk(path), **bounds)


def header(*sizes: int, kind: int = 8) -> bytes:
    return bytes([0, 0, kind, len(sizes)]) + struct.pack(f">{len(sizes)}I", *sizes)


GOOD = header(2, 3) + bytes(range(6))
MALFORMED = {
    "empty": (b"", "two zero bytes. Got nothing"),
    "three bytes": (b"\0\0\x08", "two zero bytes. Got 000008"),
    "wrong magic": (b"PK\x03\x04" + GOOD, "two zero bytes. Got 504b0304"),
    "an unknown type": (
        header(1, kind=0x0A) + bytes(4),
        "type of the IDX format: 8, 9, 11, 12, 13, 14. Got type 10",
    ),
    "floats cut short": (
        header(2, kind=0x0D) + bytes(7),
        "the 8 bytes of data that its header announces. Got 7",
    ),
    "no dimensions": (header(), "from 1 to 4 dimensions. Got 0"),
    "255 dimensions": (header(*[1] * 255) + b"\0", "from 1 to 4 dimensions. Got 255"),
    "header cut short": (header(2, 3)[:-1], "each of its 2 dimensions"),
    "absurd dimension": (header(0xFFFFFFFF), "at most 268435456 bytes of data. Its header announces 4294967295"),
    "absurd product": (header(65536, 65536, 65536), "announces 65536 × 65536 × 65536"),
    "absurd beside nothing": (header(0, 0xFFFFFFFF, 0xFFFFFFFF), "announces 0 × 4294967295"),
    "truncated": (GOOD[:-1], "must hold the 6 bytes of data that its header announces. Got 5"),
    "header only": (header(2, 3), "Got 0"),
    "trailing byte": (GOOD + b"\0", "Got more"),
}


@pytest.mark.parametrize("compressed", [False, True], ids=["plain", "gzip"])
@pytest.mark.parametrize(("content", "sentence"), MALFORMED.values(), ids=MALFORMED)
def test_malformed_file_is_refused_with_a_sentence_that_names_it(
    content: bytes, sentence: str, compressed: bool, tmp_path: Path
) -> None:
    path = tmp_path / "strange.idx"
    path.write_bytes(gzip.compress(content) if compressed else content)
    with pytest.raises(DataError) as caught:
        read_idx(path)
    assert str(caught.value).startswith(f"{path} must ")
    assert sentence in str(caught.value)


def flip(content: bytes, place: int) -> bytes:
    changed = bytearray(content)
    changed[place] ^= 0xFF
    return bytes(changed)


PACKED = gzip.compress(GOOD, mtime=0)
BROKEN_GZIP = {
    "magic only": PACKED[:2],
    "gzip header cut short": PACKED[:7],
    "data cut short": PACKED[:14],
    "checksum cut short": PACKED[:-6],
    "unknown method": flip(PACKED, 2),
    "damaged data": flip(PACKED, 12),
    "wrong checksum": flip(PACKED, -8),
    "wrong length": flip(PACKED, -1),
    "trailing rubbish": PACKED + b"rubbish",
}


@pytest.mark.parametrize("content", BROKEN_GZIP.values(), ids=BROKEN_GZIP)
def test_broken_gzip_is_refused_with_a_sentence_that_names_it(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "broken.gz"
    path.write_bytes(content)
    with pytest.raises(DataError) as caught:
        read_idx(path)
    assert str(caught.value).startswith(f"{path} must be a whole and undamaged gzip file. Got: ")


def test_a_second_gzip_member_counts_as_trailing_data(tmp_path: Path) -> None:
    path = tmp_path / "double.gz"
    path.write_bytes(PACKED + PACKED)
    with pytest.raises(DataError, match="Got more"):
        read_idx(path)


def test_gzip_is_known_by_content_not_by_name(tmp_path: Path) -> None:
    packed, plain = tmp_path / "packed", tmp_path / "plain.gz"
    packed.write_bytes(PACKED)
    plain.write_bytes(GOOD)
    np.testing.assert_array_equal(read_idx(packed), [[0, 1, 2], [3, 4, 5]])
    np.testing.assert_array_equal(read_idx(plain), [[0, 1, 2], [3, 4, 5]])


def test_what_cannot_be_opened_is_a_data_error(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing", tmp_path / ("x" * 5000), Path("nul\0byte")):
        with pytest.raises(DataError, match="must be a file that can be read"):
            read_idx(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_named_pipe_is_refused_without_waiting_for_a_writer(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(DataError, match="must be a file"):
        read_idx(tmp_path / "pipe")


def peak_memory_of_refusing(path: Path) -> int:
    tracemalloc.start()
    try:
        with pytest.raises(DataError):
            read_idx(path)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_gzip_bomb_does_not_fill_memory(tmp_path: Path) -> None:
    path = tmp_path / "bomb.gz"
    with gzip.open(path, "wb") as bomb:
        bomb.write(header(10, 28, 28))
        for _ in range(64):
            bomb.write(bytes(MIB))
    assert path.stat().st_size < MIB
    assert peak_memory_of_refusing(path) < 2 * MIB


@pytest.mark.parametrize("compressed", [False, True], ids=["plain", "gzip"])
def test_a_header_that_promises_much_allocates_nothing(compressed: bool, tmp_path: Path) -> None:
    path = tmp_path / "promise"
    content = header(200 * MIB) + b"few"
    path.write_bytes(gzip.compress(content) if compressed else content)
    assert peak_memory_of_refusing(path) < 4 * MIB


def test_the_bound_is_the_callers_to_choose(tmp_path: Path) -> None:
    path = tmp_path / "small"
    path.write_bytes(GOOD)
    assert read_idx(path, max_bytes=6).shape == (2, 3)
    with pytest.raises(DataError, match=r"at most 5 bytes of data\. Its header announces 2 × 3"):
        read_idx(path, max_bytes=5)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("idx") / "file"


@given(array=arrays(np.uint8, array_shapes(min_dims=1, max_dims=4, min_side=0, max_side=6)), compressed=st.booleans())
def test_what_is_written_is_read_back(
    array: np.ndarray, compressed: bool, scratch: Path, encode_idx: Callable[[np.ndarray], bytes]
) -> None:
    content = encode_idx(array)
    scratch.write_bytes(gzip.compress(content) if compressed else content)
    back = read_idx(scratch)
    assert back.dtype == np.uint8
    assert back.shape == array.shape
    np.testing.assert_array_equal(back, array)


@st.composite
def mutated(draw: st.DrawFn, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(changed)))
        cut = draw(st.integers(0, 4))
        changed[place : place + cut] = draw(st.binary(max_size=4))
    return bytes(changed)


@settings(max_examples=300)
@given(content=mutated(GOOD))
def test_a_mutated_file_is_refused_or_read_as_exactly_what_it_says(
    content: bytes, scratch: Path, encode_idx: Callable[[np.ndarray], bytes]
) -> None:
    scratch.write_bytes(content)
    try:
        array = read_idx(scratch)
    except DataError as error:
        refusal = error
    else:
        assert encode_idx(array) == content
        return
    assert str(refusal).startswith(f"{scratch} must ")


@settings(max_examples=300)
@given(content=mutated(PACKED))
def test_a_mutated_gzip_file_is_refused_or_read_as_before(content: bytes, scratch: Path) -> None:
    scratch.write_bytes(content)
    try:
        array = read_idx(scratch)
    except DataError as error:
        refusal = error
    else:
        np.testing.assert_array_equal(array, [[0, 1, 2], [3, 4, 5]])
        return
    assert str(refusal).startswith(f"{scratch} must ")
