"""Draws the samples in resources/samples: a dozen digits in an ordinary hand, as pictures and as strokes.

    python docs/scripts/make_samples.py

The strokes below were made for this project, in the coordinates of the pad. The files are what the pad saves of such
strokes; running this again gives the same ones, byte for byte.
"""

import sys
from pathlib import Path

import numpy as np
from PIL import Image

from mlp_engine.datasets.drawing_file import drawing_as_line
from mlp_engine.files.resources import resource_path
from mlp_engine.ink import PenStroke, picture_of_drawing
from mlp_engine.ink.pen_stroke import SHEET_SIDE

PEN = 20
STEPS = 24  # points between two of a stroke's own

Stroke = list[tuple[float, float]]

SAMPLES: dict[str, list[Stroke]] = {
    "digit-0": [
        [(150, 52), (112, 66), (86, 112), (84, 166), (108, 214), (148, 226), (186, 196), (200, 140), (186, 82),
         (158, 54), (138, 56)],
    ],
    "digit-1": [[(152, 50), (146, 96), (140, 150), (135, 198), (132, 230)]],
    "digit-2": [
        [(88, 98), (104, 64), (146, 50), (184, 70), (186, 110), (158, 152), (118, 192), (84, 222), (128, 218),
         (172, 220), (206, 214)],
    ],
    "digit-3": [
        [(94, 70), (132, 50), (174, 60), (184, 92), (158, 122), (126, 132), (164, 138), (192, 168), (180, 210),
         (138, 230), (92, 216)],
    ],
    "digit-4": [
        [(118, 54), (106, 96), (88, 146), (130, 152), (174, 148), (206, 142)],
        [(178, 62), (170, 120), (164, 178), (160, 230)],
    ],
    "digit-5": [
        [(112, 58), (106, 94), (100, 128), (138, 116), (178, 132), (194, 172), (176, 212), (132, 228), (88, 212)],
        [(112, 60), (146, 58), (190, 52)],
    ],
    "digit-6": [
        [(176, 50), (134, 82), (104, 134), (94, 186), (116, 224), (158, 226), (184, 194), (168, 158), (130, 156),
         (102, 182)],
    ],
    "digit-7": [[(82, 66), (112, 68), (150, 64), (196, 60), (182, 96), (158, 148), (138, 194), (126, 232)]],
    "digit-8": [
        [(180, 78), (148, 50), (110, 64), (106, 100), (142, 130), (180, 162), (182, 206), (144, 230), (104, 212),
         (104, 172), (140, 136), (174, 104), (182, 76)],
    ],
    "digit-9": [
        [(180, 86), (150, 54), (110, 68), (98, 108), (124, 136), (164, 122), (182, 84), (180, 130), (174, 184),
         (162, 232)],
    ],
    "digit-7-barred": [
        [(84, 62), (118, 66), (156, 62), (200, 56), (184, 96), (160, 146), (142, 190), (132, 230)],
        [(112, 142), (148, 136), (192, 132)],
    ],
    "digit-4-closed": [
        [(170, 232), (170, 176), (172, 116), (174, 54), (140, 98), (106, 142), (82, 172), (128, 174), (170, 172),
         (210, 170)],
    ],
}  # fmt: skip


def smooth(stroke: Stroke) -> np.ndarray:
    """The Catmull-Rom curve through the points of a stroke, shape (n, 2)."""
    points = np.array([stroke[0], *stroke, stroke[-1]], float)
    t = np.linspace(0, 1, STEPS, endpoint=False)[:, None]
    pieces = []
    for a, b, c, d in zip(points, points[1:], points[2:], points[3:], strict=False):
        pieces.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
    return np.concatenate([*pieces, points[-1:]])


def picture(strokes: list[Stroke]) -> Image.Image:
    """Dark ink on white paper: what the pad saves."""
    lines = [smooth(stroke).tolist() for stroke in strokes]
    return picture_of_drawing(None, lines, side=SHEET_SIDE, pen=PEN, pixels=round(SHEET_SIDE))


def as_line(name: str) -> str:
    """The strokes of a sample as a line of a stroke file, with the digit that its name tells."""
    drawn = [tuple((float(x), float(y)) for x, y in smooth(stroke)) for stroke in SAMPLES[name]]
    return drawing_as_line([PenStroke(points) for points in drawn], label=int(name.split("-")[1]))


def main() -> int:
    """Write every sample; returns the exit code."""
    folder = Path(resource_path("samples"))
    folder.mkdir(exist_ok=True)
    for name, strokes in SAMPLES.items():
        picture(strokes).save(folder / f"{name}.png", optimize=True)
    lines = "".join(f"{as_line(name)}\n" for name in sorted(SAMPLES))
    (folder / "digits.jsonl").write_text(lines, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
