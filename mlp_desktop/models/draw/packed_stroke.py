"""A stroke in as little memory as it can be: a fortieth of what it takes while it is shown and read."""

import zlib

import numpy as np

from mlp_engine.ink import PenStroke

# What is kept of each number: a thousandth of the pad's unit, of a second, and of the pen's pressure.
_PARTS = 1024


def pack(stroke: PenStroke) -> bytes:
    """All of a stroke; nothing of it moves by more than half a thousandth of the pad's unit."""
    columns = [column for column in (*zip(*stroke.points, strict=True), stroke.times, stroke.pressures) if column]
    steps = np.diff(np.rint(np.array(columns) * _PARTS), axis=1, prepend=0)
    head = (round(stroke.width * _PARTS), stroke.smoothed, bool(stroke.times), bool(stroke.pressures))
    numbers = np.array([*head, *steps.ravel()], "<i4")
    # First the lowest bytes of all numbers, then the next: steps are small, so that the higher ones are all alike.
    return zlib.compress(numbers.view(np.uint8).reshape(-1, 4).T.tobytes(), level=9)


def unpack(packed: bytes) -> PenStroke:
    """The stroke that :func:`pack` was given."""
    numbers = np.frombuffer(zlib.decompress(packed), np.uint8).reshape(4, -1).T.copy().view("<i4")[:, 0]
    width, smoothed, has_times, has_pressures = numbers[:4].tolist()
    columns = numbers[4:].reshape(2 + has_times + has_pressures, -1).cumsum(axis=1) / _PARTS
    return PenStroke(
        tuple(map(tuple, columns[:2].T.tolist())),
        tuple(columns[2].tolist()) if has_times else None,
        tuple(columns[-1].tolist()) if has_pressures else None,
        width / _PARTS,
        bool(smoothed),
    )
