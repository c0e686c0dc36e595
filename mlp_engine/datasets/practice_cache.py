"""Practice digits that were drawn once are kept on the disk, because 20,000 of them take half a minute to draw.

A file holds the first digits of one seed: a mark, the SHA-256 digest of what follows, and 784 bytes for each digit. A
file that is damaged, or of another version, counts as missing. Nothing that goes wrong with the cache is an error.
"""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import IMAGE_PIXELS
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.practice import check_practice, practice_data
from mlp_engine.datasets.practice_helpers import draw_practice
from mlp_engine.files.folders import cache_folder
from mlp_engine.files.private import create_private_file, make_private_folder
from mlp_engine.files.whole_file import write_whole

DRAWING = 3
"""Version of the drawing, part of a file's name: to be raised by whoever changes how a digit is drawn."""

MAX_KEPT = 20_000
"""Digits that are kept of one seed: 16 MB."""

MAX_FILES = 4
"""Seeds of which digits are kept; the one whose file is the oldest goes first."""

_MARK = b"MLPPRAC1"
_HEAD = len(_MARK) + 32


def kept_practice_set(count: int, seed: int = 0, *, on_progress: Callable[[int], None] | None = None) -> Dataset:
    """The practice set as :func:`~mlp_engine.datasets.practice.practice_set` draws it, from the disk where it can.

    What is drawn is kept, also where ``on_progress`` ends the drawing with an error.

    Args:
        count: how many digits, from 1.
        seed: of everything random.
        on_progress: called with the number of digits so far, after each that is drawn.

    Raises:
        SettingError: if there cannot be so many digits, or such a seed.
    """
    check_practice(count, seed)
    path = practice_folder() / f"practice-{DRAWING}-{seed}.bin"
    kept = _read(path)
    images = np.empty((count, IMAGE_PIXELS), np.uint8)
    done = min(len(kept), count)
    images[:done] = kept[:done]

    def note(drawn: int) -> None:
        nonlocal done
        done = drawn
        if on_progress is not None:
            on_progress(drawn)

    try:
        draw_practice(images, done, seed, note)
    finally:
        if min(done, MAX_KEPT) > len(kept):
            _write(path, images[: min(done, MAX_KEPT)])
    return practice_data(images, seed)


def practice_folder() -> Path:
    """Where practice digits are kept: ``practice`` in the cache folder of this program."""
    return cache_folder() / "practice"


def _read(path: Path) -> NDArray[np.uint8]:
    """The digits in a file, shape (n, 784); none if there is no sound one."""
    none = np.empty((0, IMAGE_PIXELS), np.uint8)
    try:
        with path.open("rb") as file:
            content = file.read(_HEAD + MAX_KEPT * IMAGE_PIXELS + 1)
    except OSError:
        return none
    digits = content[_HEAD:]
    sound = (
        content[: len(_MARK)] == _MARK
        and len(digits) % IMAGE_PIXELS == 0
        and len(digits) <= MAX_KEPT * IMAGE_PIXELS
        and sha256(digits).digest() == content[len(_MARK) : _HEAD]
    )
    return np.frombuffer(digits, np.uint8).reshape(-1, IMAGE_PIXELS) if sound else none


def _write(path: Path, images: NDArray[np.uint8]) -> None:
    digits = images.tobytes()
    try:
        make_private_folder(path.parent)
        create_private_file(path)  # its permissions stay when it is replaced
        write_whole(path, _MARK + sha256(digits).digest() + digits)
        others = sorted(path.parent.glob("practice-*.bin"), key=lambda each: each.stat().st_mtime_ns)
        for old in others[:-MAX_FILES]:
            old.unlink(missing_ok=True)
    except OSError:
        return  # a full disk or a folder without rights costs the time to draw, no more
