"""Event files of TensorBoard, written without it: records of numbers at steps.

The file is a sequence of records: the length as 8 bytes, its checksum, the data, the checksum of the data, all numbers
with the low byte first. The checksum is CRC-32C, turned by 15 bits and with a constant added, so that checksums of
data that hold checksums do not become trivial. The data is a message ``Event`` in the encoding of protocol buffers,
with these fields: 1 the time in seconds since 1970 (double), 2 the step (int64), 3 the version of the file (string),
5 the summary, whose field 1 repeats: 1 the tag (string), 2 the number (float).
Sources: TensorFlow, ``lib/io/record_writer``, ``core/util/event.proto``, ``core/framework/summary.proto``.
"""

import struct
from collections.abc import Iterable, Mapping

_POLYNOMIAL = 0x82F63B78  # CRC-32C (Castagnoli), bits in reverse
_MASK = 0xA282EAD8


def event_file(events: Iterable[tuple[float, int, Mapping[str, float]]]) -> bytes:
    """The content of an event file.

    Args:
        events: for each its time, in seconds since 1970, its step from 0, and its numbers by their tags.
    """
    file = bytearray(_record(_double(1, 0.0) + _bytes(3, b"brain.Event:2")))
    for time, step, figures in events:
        summary = b"".join(_bytes(1, _bytes(1, tag.encode()) + _float(2, value)) for tag, value in figures.items())
        file += _record(_double(1, time) + _key(2, 0) + _varint(step) + _bytes(5, summary))
    return bytes(file)


def _record(data: bytes) -> bytes:
    length = struct.pack("<Q", len(data))
    return length + _checksum(length) + data + _checksum(data)


def _checksum(data: bytes) -> bytes:
    crc = 0xFFFFFFFF
    for byte in data:
        crc = _TABLE[(crc ^ byte) & 0xFF] ^ (crc >> 8)
    crc ^= 0xFFFFFFFF
    return struct.pack("<I", (((crc >> 15) | (crc << 17)) + _MASK) & 0xFFFFFFFF)


def _table() -> list[int]:
    entries: list[int] = []
    for byte in range(256):
        for _ in range(8):
            byte = (byte >> 1) ^ (_POLYNOMIAL if byte & 1 else 0)
        entries.append(byte)
    return entries


_TABLE = _table()


def _key(field: int, kind: int) -> bytes:
    return _varint(field << 3 | kind)


def _varint(value: int) -> bytes:
    """Seven bits a byte, the lowest first; the top bit says that more follow."""
    parts = bytearray()
    while value > 0x7F:
        parts.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(parts) + bytes([value])


def _bytes(field: int, value: bytes) -> bytes:
    return _key(field, 2) + _varint(len(value)) + value


def _double(field: int, value: float) -> bytes:
    return _key(field, 1) + struct.pack("<d", value)


def _float(field: int, value: float) -> bytes:
    return _key(field, 5) + struct.pack("<f", value)
