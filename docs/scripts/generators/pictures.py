"""Pictures as people take them, made from our own strokes, and blank papers.

A sheet is a float array of shape (height, width), 0 for paper and 1 for ink. Each kind turns a sheet and its own
random numbers into a picture; the same seed gives the same pictures.
"""

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from itertools import pairwise
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from mlp_engine.datasets.practice import practice_strokes

Sheet = NDArray[np.float64]
Lines = list[NDArray[np.float64]]
"""The strokes of a digit, each of shape (points, 2)."""

SIDE = 320
"""Longer side in pixels of a photo's sheet."""
MOST_OVERLAP = 0.15
"""Of the boxes of digits that touch, in their height."""


def drawn(labels: Sequence[int], rng: np.random.Generator, *, pen: float | None = None, side: int = SIDE) -> Sheet:
    """Digits side by side on a sheet that one of them fills by a half or more.

    Args:
        labels: the digits, from the left.
        rng: moves hand and place.
        pen: width of the pen in heights of the digits; by default from a fine liner to a felt pen.
        side: height of the sheet in pixels; a sheet of several digits is wider.
    """
    pen = float(rng.uniform(0.05, 0.13)) if pen is None else pen
    height = float(rng.uniform(0.45, 0.7)) * side
    digits: list[Lines] = []
    right = 0.0
    for label in labels:
        digit, width = _of_height(label, height, rng)
        digits.append([line + np.array((right, 0)) for line in digit])
        right += width + height * (pen + float(rng.uniform(0.15, 0.4)))
    return _on_sheet([line for digit in digits for line in digit], pen * height, side, rng)


def touching(labels: Sequence[int], rng: np.random.Generator, *, pen: float | None = None, side: int = SIDE) -> Sheet:
    """Digits pushed together until each touches the one before it.

    Their boxes overlap by up to 15 % of their height, or by more where their ink does not meet before.

    Args:
        labels: the digits, from the left.
        rng: moves hand and place.
        pen: width of the pen in heights of the digits; by default from a fine liner to a felt pen.
        side: height of the sheet in pixels; a sheet of several digits is wider.
    """
    pen = float(rng.uniform(0.05, 0.13)) if pen is None else pen
    height = float(rng.uniform(0.45, 0.7)) * side
    lines: Lines = []
    before = np.empty((0, 2))
    right = 0.0
    for label in labels:
        digit, width = _of_height(label, height, rng)
        dense = np.concatenate([_filled_in(line, height / 60) for line in digit])
        left = right + height * (pen - float(rng.uniform(0, MOST_OVERLAP))) if lines else 0.0
        while lines and np.hypot(*(dense[:, None] + np.array((left, 0)) - before).T).min() > 0.9 * pen * height:
            left -= height / 100
        lines += [line + np.array((left, 0)) for line in digit]
        before, right = dense + np.array((left, 0)), left + width
    return _on_sheet(lines, pen * height, side, rng)


def _of_height(label: int, height: float, rng: np.random.Generator) -> tuple[Lines, float]:
    """A digit whose box begins at 0, and its width; wide ones are lower."""
    lines = [np.array(stroke, dtype=np.float64) for stroke in practice_strokes(label, rng)]
    points = np.concatenate(lines)
    low, extent = points.min(axis=0), np.ptp(points, axis=0)
    scale = height / max(float(extent[1]), float(extent[0]) / 1.2)
    return [(line - low) * scale for line in lines], float(extent[0]) * scale


def _filled_in(line: NDArray[np.float64], spacing: float) -> NDArray[np.float64]:
    """The line with points no farther apart than ``spacing``."""
    parts: Lines = [
        np.linspace(start, stop, max(int(np.hypot(*(stop - start)) / spacing), 1), endpoint=False)
        for start, stop in pairwise(line)
    ]
    return np.concatenate([*parts, line[-1:]])


def _on_sheet(lines: Lines, pen: float, side: int, rng: np.random.Generator) -> Sheet:
    """Lines drawn with a pen that is ``pen`` pixels wide, somewhere near the middle of a sheet."""
    finer = 3
    points = np.concatenate(lines)
    low, extent = points.min(axis=0), np.ptp(points, axis=0)
    width = max(side, int(extent[0] + 0.5 * side))
    corner = (np.array((width, side)) - extent) * rng.uniform(0.35, 0.65, 2)
    sheet = Image.new("L", (width * finer, side * finer))
    draw, radius = ImageDraw.Draw(sheet), pen * finer / 2
    for stroke in lines:
        line = [(x, y) for x, y in ((stroke - low + corner) * finer).tolist()]
        draw.line(line, fill=255, width=max(1, round(2 * radius)))
        for x, y in line:
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    return np.asarray(sheet.resize((width, side), Image.Resampling.BOX)) / 255.0


def gradient(sheet: Sheet, rng: np.random.Generator) -> Sheet:
    """Light that falls off to one side."""
    rows, columns = _places(sheet.shape)
    angle = rng.uniform(0, 2 * np.pi)
    across = (columns - 0.5) * np.cos(angle) + (rows - 0.5) * np.sin(angle)
    return 1 - float(rng.uniform(0.25, 0.5)) * (across + 0.6)


def shadow(sheet: Sheet, rng: np.random.Generator) -> Sheet:
    """The light beside a shadow with a soft edge, that lies across the sheet."""
    rows, columns = _places(sheet.shape)
    angle = rng.uniform(0, 2 * np.pi)
    across = (columns - 0.5) * np.cos(angle) + (rows - 0.5) * np.sin(angle) + rng.uniform(-0.3, 0.3)
    return 1 - float(rng.uniform(0.25, 0.5)) / (1 + np.exp(across * float(rng.uniform(20, 60))))


def photo(
    sheet: Sheet,
    rng: np.random.Generator,
    *,
    light: Sheet | float = 1.0,
    noise: float = 3.0,
    blur: float = 0.7,
    paper: float = 225.0,
    ink: float = 50.0,
) -> Image.Image:
    """The sheet as a camera sees it: grey levels of paper and ink under ``light``, blurred, with noise."""
    levels = (paper + (ink - paper) * sheet) * light
    return noisy(blurred(levels, blur), noise, rng)


def blurred(levels: Sheet, radius: float) -> Sheet:
    """Blurred by a Gaussian with this standard deviation in pixels."""
    image = Image.fromarray(levels.clip(0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(radius))
    return np.asarray(image, dtype=np.float64)


def noisy(levels: Sheet, deviation: float, rng: np.random.Generator) -> Image.Image:
    """With a camera's noise, as 8 bits a pixel."""
    return Image.fromarray((levels + rng.normal(0, deviation, levels.shape)).clip(0, 255).astype(np.uint8))


def ruled(sheet: Sheet, rng: np.random.Generator, *, squared: bool) -> Sheet:
    """Rules of an exercise book across the sheet, as dark as 15 to 60 % of the ink; a little tilted."""
    down, across = _places(sheet.shape)
    rows, columns = down * sheet.shape[0], across * sheet.shape[1]
    pitch = float(rng.uniform(0.08, 0.2) if squared else rng.uniform(0.16, 0.35)) * sheet.shape[0]
    half, slope = float(rng.uniform(0.5, 1.2)), float(rng.uniform(-0.02, 0.02))
    strength = float(rng.uniform(0.15, 0.6))

    def lines(place: Sheet) -> Sheet:
        from_line = np.abs((place + pitch * rng.uniform()) % pitch - pitch / 2)
        return np.clip(half + 0.5 - from_line, 0, 1) * strength

    rules = lines(np.asarray(rows + slope * columns))
    if squared:
        rules = np.maximum(rules, lines(np.asarray(columns - slope * rows)))
    return np.maximum(sheet, rules)


def tilted(picture: Image.Image, degrees: float, paper: int = 225) -> Image.Image:
    """The camera turned by some degrees."""
    return picture.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=paper)


def in_perspective(picture: Image.Image, rng: np.random.Generator, paper: int = 225) -> Image.Image:
    """The camera held aslant: each corner moves by up to a seventh of the side."""
    width, height = picture.size
    corners = np.array(((0, 0), (width, 0), (width, height), (0, height)), dtype=np.float64)
    moved = corners + rng.uniform(-0.07, 0.14, (4, 2)) * ((1, 1), (-1, 1), (-1, -1), (1, -1)) * (width, height)
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(moved.tolist(), corners.tolist(), strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y])
    coefficients = np.linalg.solve(np.array(rows), corners.ravel()).tolist()
    return picture.transform(
        picture.size, Image.Transform.PERSPECTIVE, coefficients, Image.Resampling.BICUBIC, fillcolor=paper
    )


def compressed(picture: Image.Image, quality: int) -> Image.Image:
    """Saved as JPEG and opened again."""
    buffer = BytesIO()
    picture.save(buffer, "JPEG", quality=quality)
    return Image.open(BytesIO(buffer.getvalue())).copy()


def framed(sheet: Sheet, rng: np.random.Generator) -> Sheet:
    """A frame within the edge that leaves room for the digit."""
    picture = Image.fromarray((sheet * 255).astype(np.uint8))
    height, width = sheet.shape
    inset = float(rng.uniform(0.01, 0.04)) * height
    box = (inset, inset, width - inset, height - inset)
    ImageDraw.Draw(picture).rectangle(box, outline=255, width=int(rng.integers(2, 7)))
    return np.asarray(picture) / 255.0


def edge_line(sheet: Sheet, rng: np.random.Generator) -> Sheet:
    """Something dark along one edge: the table beside the sheet."""
    sheet = sheet.copy()
    depth = int(rng.integers(4, 20))
    turned = np.rot90(sheet, int(rng.integers(4)))
    turned[:depth] = float(rng.uniform(0.5, 1.0))
    return sheet


def specks(sheet: Sheet, rng: np.random.Generator) -> Sheet:
    """Dust and drops, up to a hundredth of the side wide."""
    picture = Image.fromarray((sheet * 255).astype(np.uint8))
    draw = ImageDraw.Draw(picture)
    for _ in range(int(rng.integers(5, 30))):
        x, y = rng.uniform(0, picture.size).tolist()
        radius = float(rng.uniform(0.3, picture.height / 160))
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=int(rng.integers(100, 256)))
    return np.asarray(picture) / 255.0


def pencil(sheet: Sheet, rng: np.random.Generator) -> Sheet:
    """Ink that takes only where the paper's grain is high, and pale."""
    return sheet * (0.6 + 0.4 * grain(sheet.shape, 1.0, rng)).clip(0.15, 1.0) * float(rng.uniform(0.35, 0.6))


def grain(shape: tuple[int, ...], radius: float, rng: np.random.Generator) -> Sheet:
    """Smooth noise of mean 0 and standard deviation 1, as paper's texture has."""
    noise = Image.fromarray(rng.normal(128, 40, shape).clip(0, 255).astype(np.uint8))
    smooth = np.asarray(noise.filter(ImageFilter.GaussianBlur(radius)), dtype=np.float64)
    return (smooth - smooth.mean()) / smooth.std()


def coloured(sheet: Sheet, rng: np.random.Generator) -> Image.Image:
    """Ink of one colour on paper of another, of clearly different lightness."""
    paper = rng.uniform(150, 255, 3)
    ink = rng.uniform(0, 160, 3)
    grey = np.array((0.299, 0.587, 0.114))
    while paper @ grey - ink @ grey < 60:
        paper, ink = rng.uniform(150, 255, 3), rng.uniform(0, 160, 3)
    levels = paper + (ink - paper) * sheet[..., None]
    return Image.fromarray((levels + rng.normal(0, 4, levels.shape)).clip(0, 255).astype(np.uint8))


def chalkboard(sheet: Sheet, rng: np.random.Generator) -> Image.Image:
    """Chalk on a dark board that was wiped: a cloudy board and broken lines."""
    board = 55 + 6 * grain(sheet.shape, 12, rng)
    chalk = sheet * (0.75 + 0.25 * grain(sheet.shape, 0.8, rng)).clip(0.2, 1.0)
    levels = board + (float(rng.uniform(170, 225)) - board) * chalk
    return noisy(blurred(levels, 0.7), 4, rng)


def _places(shape: tuple[int, ...]) -> tuple[Sheet, Sheet]:
    """How far down and how far across each pixel is, from 0 to 1."""
    rows, columns = np.indices(shape, dtype=np.float64)
    return rows / shape[0], columns / shape[1]


def _jpeg(sheet: Sheet, rng: np.random.Generator) -> Image.Image:
    side = int(rng.integers(64, 129))
    small = photo(sheet, rng, blur=0.0, noise=1.0).resize((side, side), Image.Resampling.BOX)
    return compressed(small, int(rng.integers(20, 41)))


Effect = Callable[[Sheet, np.random.Generator], Image.Image]

EFFECTS: Mapping[str, Effect] = MappingProxyType(
    {
        "gradient": lambda sheet, rng: photo(sheet, rng, light=gradient(sheet, rng)),
        "shadow": lambda sheet, rng: photo(sheet, rng, light=shadow(sheet, rng)),
        "noise 8–20": lambda sheet, rng: photo(sheet, rng, noise=float(rng.uniform(8, 20))),
        "blur σ 1–4": lambda sheet, rng: photo(sheet, rng, blur=float(rng.uniform(1, 4))),
        "lined": lambda sheet, rng: photo(ruled(sheet, rng, squared=False), rng),
        "squared": lambda sheet, rng: photo(ruled(sheet, rng, squared=True), rng),
        "tilt": lambda sheet, rng: tilted(photo(sheet, rng), float(rng.uniform(-12, 12))),
        "perspective": lambda sheet, rng: in_perspective(photo(sheet, rng), rng),
        "JPEG 20–40": _jpeg,
        "frame": lambda sheet, rng: photo(framed(sheet, rng), rng),
        "edge line": lambda sheet, rng: photo(edge_line(sheet, rng), rng),
        "specks": lambda sheet, rng: photo(specks(sheet, rng), rng),
        "pencil": lambda sheet, rng: photo(pencil(sheet, rng), rng),
        "coloured": coloured,
        "chalkboard": chalkboard,
    }
)
"""The kinds with one digit."""

BLANKS: Mapping[str, Callable[[np.random.Generator], Image.Image]] = MappingProxyType(
    {
        "blank, lined": lambda rng: photo(
            ruled(np.zeros((SIDE, SIDE)), rng, squared=bool(rng.random() < 0.5)), rng, noise=float(rng.uniform(1, 8))
        ),
        "blank, shadowed": lambda rng: photo(
            np.zeros((SIDE, SIDE)),
            rng,
            light=shadow(np.zeros((SIDE, SIDE)), rng) * gradient(np.zeros((SIDE, SIDE)), rng),
            noise=float(rng.uniform(1, 8)),
        ),
        "blank, textured": lambda rng: noisy(
            215 + float(rng.uniform(2, 9)) * grain((SIDE, SIDE), float(rng.uniform(0.8, 6)), rng),
            float(rng.uniform(1, 5)),
            rng,
        ),
    }
)
"""The kinds of blank paper."""


def picture_of(kind: str, place: int, seed: int) -> tuple[Image.Image, str]:
    """The picture number ``place`` of a kind, and the digits that it shows: the digits take turns.

    Raises:
        ValueError: if there is no such kind.
    """
    rng = _random_numbers(kind, place, seed)
    if kind in BLANKS:
        return BLANKS[kind](rng), ""
    label = place % 10
    return EFFECTS[kind](drawn([label], rng), rng), str(label)


def touching_picture(length: int, place: int, seed: int) -> tuple[Image.Image, str]:
    """A photo of a number of so many digits that touch, and its digits."""
    rng = np.random.default_rng((seed, length, place))
    labels: list[int] = rng.integers(0, 10, length).tolist()
    return photo(touching(labels, rng), rng), "".join(map(str, labels))


def clean_drawing(kind: str, place: int, seed: int) -> Image.Image:
    """The drawing of :func:`picture_of` before anything was done to it: black on white.

    Raises:
        KeyError: if no digits are drawn for that kind.
    """
    if kind not in EFFECTS:
        raise KeyError(kind)
    sheet = drawn([place % 10], _random_numbers(kind, place, seed))
    return Image.fromarray((255 * (1 - sheet)).round().astype(np.uint8))


def _random_numbers(kind: str, place: int, seed: int) -> np.random.Generator:
    return np.random.default_rng((seed, sorted((*EFFECTS, *BLANKS)).index(kind), place))
