"""Damage to digit images, of a kind and a strength: how a network reads them shows what it relies on."""

import math
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import IMAGE_PIXELS, IMAGE_SIDE, Floats
from mlp_engine.augmentation.frame import FRAME
from mlp_engine.augmentation.noise import add_noise
from mlp_engine.augmentation.pen_width import PenWidth
from mlp_engine.augmentation.ranges import DistortionRanges
from mlp_engine.augmentation.resampling import Resampling
from mlp_engine.errors import DataError
from mlp_engine.perceptron.inputs import read_inputs
from mlp_engine.validation import check_choice, check_number

DamageName = Literal["noise", "rotation", "shift", "thin-pen", "broad-pen", "occlusion", "contrast"]
DAMAGE_NAMES: tuple[DamageName, ...] = get_args(DamageName)

_CENTRE = (IMAGE_SIDE - 1) / 2
_AT_ONCE = 64
_PER_CENT = 100


@dataclass(frozen=True)
class Damage:
    """One kind of damage.

    Attributes:
        name: its name on the command line.
        label: its name for a person.
        words: what it does to an image, in one sentence.
        unit: the unit of its strength.
        most: its largest strength; 0 leaves every image as it is.
    """

    name: DamageName
    label: str
    words: str
    unit: str
    most: float

    def strength_words(self, strength: float) -> str:
        """The strength with its unit: "30°", "2.5 pixels", "40%"."""
        number = f"{strength:.3g}"
        if self.unit == "pixels":
            return f"{number} {'pixel' if number == '1' else 'pixels'}"
        return f"{number}{self.unit}"


_TABLE = (
    Damage(
        "noise",
        "Noise",
        "Adds a random number to every pixel; the strength is the standard deviation in shares of full ink.",
        "%",
        60,
    ),
    Damage(
        "rotation", "Rotation", "Turns every image about its middle, at random to the left or to the right.", "°", 90
    ),
    Damage("shift", "Shift", "Moves every image in a direction of its own.", "pixels", 10),
    Damage("thin-pen", "Thinner pen", "Takes ink from the edges of every line.", "pixels", 2),
    Damage("broad-pen", "Broader pen", "Adds ink to the edges of every line.", "pixels", 3),
    Damage(
        "occlusion", "Occlusion", "Covers a square of every image with paper; the strength is its side.", "pixels", 20
    ),
    Damage("contrast", "Contrast", "Makes the ink fainter by the share that the strength says.", "%", 100),
)
DAMAGES: dict[DamageName, Damage] = {damage.name: damage for damage in _TABLE}
"""All kinds of damage, by name."""


def damaged(images: NDArray[np.generic], name: DamageName, strength: float, *, seed: int = 0) -> Floats:
    """The images with this damage.

    What is random (a direction, a place, the noise) depends on the seed, the kind and the number of images, but not on
    the strength: at a larger strength each image has more of the same damage.

    Noise adds strength/100 · N(0, 1) to each pixel and cuts at 0 and 1. Rotation and shift interpolate bilinearly;
    what comes from beyond the edge is paper. Pens erode or dilate, as :mod:`mlp_engine.augmentation.pen_width` says,
    one pixel at a time. The side of an occluding square is rounded to whole pixels, and the square lies within the
    image. Contrast multiplies the ink by 1 − strength/100.

    Args:
        images: digit images, shape (n, 784), ``uint8`` ink or floats from 0 to 1.
        name: the kind.
        strength: in its unit, from 0 to its most.
        seed: for what is random.

    Returns:
        Shares of full ink from 0 to 1, float32, shape (n, 784), in memory of their own.

    Raises:
        DataError: if the samples are not digit images.
        SettingError: if there is no such damage, or the strength is out of its range.
    """
    check_choice("Damage", name, DAMAGE_NAMES)
    check_number(f"Strength of {name}", strength, at_least=0, at_most=DAMAGES[name].most)
    _check_images(images)
    ink = np.empty(images.shape, np.float32)
    read_inputs(images, ink)
    if strength == 0:
        return ink
    rng = np.random.default_rng([seed, DAMAGE_NAMES.index(name)])
    match name:
        case "noise":
            add_noise(ink, strength / _PER_CENT, rng)
        case "rotation":
            angles = math.radians(strength) * rng.choice([-1.0, 1.0], len(ink))
            _resample(ink, np.cos(angles), np.sin(angles), np.zeros(len(ink)), np.zeros(len(ink)))
        case "shift":
            directions = rng.uniform(0, 2 * math.pi, len(ink))
            right, down = strength * np.cos(directions), strength * np.sin(directions)
            _resample(ink, np.ones(len(ink)), np.zeros(len(ink)), right, down)
        case "thin-pen":
            _move_edges(ink, -strength)
        case "broad-pen":
            _move_edges(ink, strength)
        case "occlusion":
            _cover(ink, round(strength), rng)
        case "contrast":
            ink *= np.float32(1 - strength / _PER_CENT)
    return ink


def _check_images(images: NDArray[np.generic]) -> None:
    """Raise :class:`DataError` unless ``images`` are digit images, one row each."""
    if images.ndim != 2 or images.shape[1] != IMAGE_PIXELS:
        raise DataError(
            f"Samples to be damaged must be {IMAGE_SIDE}×{IMAGE_SIDE} digit images, one row each. "
            f"Got an array of shape {images.shape}."
        )


def _resample(
    ink: Floats,
    cos: NDArray[np.float64],
    sin: NDArray[np.float64],
    right: NDArray[np.float64],
    down: NDArray[np.float64],
) -> None:
    """Turn each image clockwise by its angle, then move it, in place.

    The ink at (x, y) about the middle comes from (c·x' + s·y', −s·x' + c·y') with x' = x − right and y' = y − down.
    """
    resampling = Resampling(_AT_ONCE)
    v, u = (np.indices((IMAGE_SIDE, IMAGE_SIDE)).reshape(2, -1) - _CENTRE).astype(np.float32)
    for start in range(0, len(ink), _AT_ONCE):
        rows = slice(start, min(start + _AT_ONCE, len(ink)))
        n = rows.stop - start
        _frame(ink[rows], resampling.framed[:n])
        c, s, x, y = (each[rows, None].astype(np.float32) for each in (cos, sin, right, down))
        coordinates = resampling.coordinates(n)
        coordinates[0] = c * (u - x) + s * (v - y) + _CENTRE
        coordinates[1] = -s * (u - x) + c * (v - y) + _CENTRE
        resampling.resample(ink[rows])


def _move_edges(ink: Floats, pixels: float) -> None:
    """Move the edges of all lines outwards by so many pixels, or inwards if negative, in place."""
    pen = PenWidth(_AT_ONCE, DistortionRanges())
    framed = np.empty((_AT_ONCE, IMAGE_SIDE + 2 * FRAME, IMAGE_SIDE + 2 * FRAME), np.float32)
    for start in range(0, len(ink), _AT_ONCE):
        rows = ink[start : start + _AT_ONCE]
        wide = framed[: len(rows)]
        left = abs(pixels)
        while left > 0:
            # One pixel at a time, as neighbours only are compared, and what has left the image is cut off.
            _frame(rows, wide)
            move = np.full((len(rows), 1), math.copysign(min(left, 1.0), pixels), np.float32)
            pen.apply(wide.reshape(len(rows), -1), move)
            rows[...] = wide[:, FRAME:-FRAME, FRAME:-FRAME].reshape(len(rows), -1)
            left -= 1
    np.clip(ink, 0, 1, out=ink)


def _frame(ink: Floats, framed: Floats) -> None:
    """Copy images, shape (n, 784), into the middle of ``framed``, shape (n, 32, 32), with paper around them."""
    framed.fill(0)
    framed[:, FRAME:-FRAME, FRAME:-FRAME] = ink.reshape(-1, IMAGE_SIDE, IMAGE_SIDE)


def _cover(ink: Floats, side: int, rng: np.random.Generator) -> None:
    """Cover a square of each image with paper, in place: its corner is a random share of the way that it can move."""
    corners = np.floor(rng.random((len(ink), 2)) * (IMAGE_SIDE - side + 1)).astype(int)
    for image, (top, left) in zip(ink.reshape(-1, IMAGE_SIDE, IMAGE_SIDE), corners.tolist(), strict=True):
        image[top : top + side, left : left + side] = 0
