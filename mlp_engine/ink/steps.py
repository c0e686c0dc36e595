"""The steps of the ink path from the pad to the digit image, each of which can be left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import IMAGE_SIDE
from mlp_engine.ink.drawing import ink_from_drawing, pen_width
from mlp_engine.ink.normalise import DIGIT_SIDE, fitting_scale, ink_box, mass_corner, window_of
from mlp_engine.ink.sheet import Pen, picture_of_drawing
from mlp_engine.ink.strokes import Strokes

StepName = Literal["drawing", "pen", "crop", "fit", "centre"]

PAD_PIXELS = 112
"""Side in pixels of the pictures of the whole pad: four for each of the digit image's."""


@dataclass(frozen=True)
class Switches:
    """The steps that are done; without a step, the fault that it corrects stays in the digit image.

    Attributes:
        pen: lines are drawn again, a tenth as wide as the drawing is long. Off: as wide as on the pad.
        crop: the ink is cut out. Off: the whole pad is shrunk, its empty paper too.
        fit: the longer side becomes 20 pixels, the aspect is kept. Off: stretched both ways to fill 28×28.
        centre: the centre of mass comes to the centre. Off: the middle of the box does.
    """

    pen: bool = True
    crop: bool = True
    fit: bool = True
    centre: bool = True


@dataclass(frozen=True, eq=False)
class InkStep:
    """One picture of the strip.

    Attributes:
        name: the step; all but the first, "drawing", have a switch of the same name.
        ink: what there is after it, 2-D ``uint8`` ink.
        done: whether the step was done, or left out and the fault shown instead.
    """

    name: StepName
    ink: NDArray[np.uint8]
    done: bool


def ink_steps(
    picture_ink: NDArray[np.uint8] | None,
    strokes: Strokes,
    *,
    side: float,
    pen: float | Sequence[Pen],
    switches: Switches = Switches(),
) -> tuple[InkStep, ...]:
    """The way of a drawing to its digit image.

    Args:
        picture_ink: ink of the picture under the strokes, if there is one, shown as large as the pad allows.
        strokes: on the pad, in coordinates from 0 to ``side``.
        side: the side of the pad.
        pen: the width of the lines shown on the pad, in the same unit: of all strokes, or for each stroke its own.
        switches: which steps are done.

    Returns:
        Five steps. "drawing": the pad as it is seen, and "pen": with the pen that suits the drawing's size, both
        ``PAD_PIXELS`` square; "crop": the ink cut out, of any size; "fit": 20×20, or 28×28 where it was stretched;
        "centre": 28×28, what the network is given. With every switch on, that is bit for bit
        ``digit_image(ink_from_drawing(picture_ink, strokes, side))``. As there, the digit image is resampled once,
        from the ink of "crop"; "fit" is what fitting alone would make of it.

    Raises:
        InkError: if there is neither ink nor a point, or all of it lies beside the pad and is needed there.
    """
    drawing = _pad_ink(picture_ink, strokes, side, pen)
    own_pen = pen_width(picture_ink, strokes, side) if switches.pen else None
    redrawn = drawing if own_pen is None else _pad_ink(picture_ink, strokes, side, own_pen)
    with_pen = switches.pen or not any(len(stroke) for stroke in strokes)
    sheet = ink_from_drawing(picture_ink, strokes, side) if switches.crop and with_pen else redrawn
    left, top, right, bottom = ink_box(sheet)
    cropped = sheet[top:bottom, left:right] if switches.crop else sheet

    height, width = cropped.shape
    if switches.fit:
        unit = fitting_scale(cropped, sheet)
        scale, fitted_side = (unit, unit), DIGIT_SIDE
    else:
        scale, fitted_side = (width / IMAGE_SIDE, height / IMAGE_SIDE), IMAGE_SIDE
    fitted = window_of(cropped, _box_corner(cropped, scale, fitted_side), scale, fitted_side)
    corner = mass_corner(cropped, scale) if switches.centre else _box_corner(cropped, scale, IMAGE_SIDE)
    image = window_of(cropped, corner, scale, IMAGE_SIDE)
    return (
        InkStep("drawing", drawing, True),
        InkStep("pen", redrawn, switches.pen),
        InkStep("crop", cropped, switches.crop),
        InkStep("fit", fitted, switches.fit),
        InkStep("centre", image, switches.centre),
    )


def _pad_ink(
    picture_ink: NDArray[np.uint8] | None, strokes: Strokes, side: float, pen: float | Sequence[Pen]
) -> NDArray[np.uint8]:
    """The whole pad as ink, its lines ``pen`` wide."""
    return 255 - np.asarray(picture_of_drawing(picture_ink, strokes, side=side, pen=pen, pixels=PAD_PIXELS))


def _box_corner(digit: NDArray[np.uint8], scale: tuple[float, float], side: int) -> tuple[float, float]:
    """Where a window of ``side`` pixels begins that has the middle of the whole ``digit`` at its centre."""
    height, width = digit.shape
    return (width - side * scale[0]) / 2, (height - side * scale[1]) / 2
