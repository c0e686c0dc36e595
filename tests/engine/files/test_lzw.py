"""Files of ``compress``, written here by an encoder of its own and read in pieces."""

import io
from pathlib import Path

import numpy as np
import pytest

from mlp_engine.errors import DataError
from mlp_engine.files.lzw import LzwStream
from mlp_engine.files.source_file import file_on_disk


def packed(content: bytes, most_width: int = 16, empty_at: int | None = None) -> bytes:
    """``content`` as ``compress`` writes it; the table is emptied once after so many bytes, if asked."""
    out = bytearray([0x1F, 0x9D, 0x80 | most_width])
    codes: list[int] = []
    width = 9

    def flush() -> None:
        """End a group of eight codes, padded."""
        bits = sum(code << (width * place) for place, code in enumerate(codes))
        out.extend(bits.to_bytes(-(-len(codes) * width // 8), "little"))
        codes.clear()

    def put(code: int) -> None:
        codes.append(code)
        if len(codes) == 8:
            flush()

    def pad() -> None:
        while codes:
            put(0)

    def fresh() -> dict[bytes, int]:
        return {bytes([byte]): byte for byte in range(256)}

    table, free, text, first = fresh(), 257, b"", True
    for place, byte in enumerate(content):
        longer = text + bytes([byte])
        if longer in table:
            text = longer
            continue
        put(table[text])
        if free < 1 << most_width:
            table[longer] = free
            free += 1
        # The reader learns each code one step later than the writer.
        if free - 1 == 1 << width and width < most_width and not first:
            pad()
            width += 1
        first = False
        text = bytes([byte])
        if empty_at is not None and place >= empty_at:
            put(256)
            pad()
            table, free, width, first, empty_at = fresh(), 257, 9, True, None
    if text:
        put(table[text])
    if codes:
        flush()
    return bytes(out)


def unpacked(stream: bytes, at_once: int = 1000) -> bytes:
    reader = io.BufferedReader(LzwStream(io.BytesIO(stream)), 512)
    return b"".join(iter(lambda: reader.read(at_once), b""))


RANDOM = np.random.default_rng(3).integers(0, 7, 40_000).astype(np.uint8).tobytes()


@pytest.mark.parametrize("content", [b"", b"a", b"aaaaaaaaaa", b"abababababab" * 500, bytes(range(256)) * 9, RANDOM])
def test_what_was_packed_comes_back(content: bytes) -> None:
    assert unpacked(packed(content)) == content
    assert unpacked(packed(content), at_once=1) == content


@pytest.mark.parametrize("most_width", [10, 12])
def test_a_full_table_stays_as_it_is(most_width: int) -> None:
    assert unpacked(packed(RANDOM, most_width)) == RANDOM


def test_the_table_may_be_emptied() -> None:
    assert unpacked(packed(RANDOM, empty_at=20_000)) == RANDOM


def test_a_file_is_known_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "digits.csv.Z"
    path.write_bytes(packed(b"1,2,3\n" * 100))
    file = file_on_disk(path)
    assert (file.content_name, file.ending, file.stem) == ("digits.csv", ".csv", "digits")
    assert file.content(10_000) == b"1,2,3\n" * 100


@pytest.mark.parametrize("head", [b"\x1f\x9d", b"\x1f\x9d\x91", b"\x1f\x9d\x88" + b"\xff" * 20])
def test_a_damaged_file_is_refused_in_a_sentence(head: bytes, tmp_path: Path) -> None:
    path = tmp_path / "digits.Z"
    path.write_bytes(head)
    with pytest.raises(DataError, match="must be a whole and undamaged compress file"):
        file_on_disk(path).content(1000)


def test_a_code_that_is_not_in_the_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "digits.Z"
    path.write_bytes(b"\x1f\x9d\x90" + b"\xff" * 9)
    with pytest.raises(DataError, match=r"Got: the stream holds a code that is not in its table\.$"):
        file_on_disk(path).content(1000)


def test_a_bomb_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlp_engine.files.compression.FREE_BYTES", 100_000)
    path = tmp_path / "bomb.Z"
    path.write_bytes(packed(bytes(1_000_000)))
    with pytest.raises(DataError, match="decompression bomb"):
        file_on_disk(path).content(2_000_000)
