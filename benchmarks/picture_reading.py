"""How long a picture takes from its file to its digits: a photo of 12 megapixels, also turned by EXIF, and a crop.

    python benchmarks/picture_reading.py [--quick] [--threads N] [--json FILE]

The photo is made: a number on paper in light that falls off, with a camera's noise, saved as JPEG.
"""

import sys
import tempfile
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from measuring import Contender, Turns, arguments, interleave, middle, write
from PIL import Image
from tables import Goal, duration, table, verdict

from mlp_engine import load_weights
from mlp_engine.files.resources import bundled_weights
from mlp_engine.ink import open_picture
from mlp_engine.reading import PictureReader

ROUNDS = 7
PHOTO = (4000, 3000)
ORIENTATION = 0x0112  # EXIF's tag; 6 means that the camera was turned to the right
MOST_SECONDS = {"photo.jpg": 1.5, "turned.jpg": 1.5, "crop.png": 0.01}
NAMES = {
    "photo.jpg": "photo of 12 megapixels",
    "turned.jpg": "the same, turned by EXIF",
    "crop.png": "crop of 28×28 pixels",
}


@dataclass(frozen=True)
class PictureCase:
    """A picture file."""

    path: str


def read_ours(case: PictureCase, turns: Turns) -> None:
    """Opening and reading."""
    bundled = load_weights(bundled_weights())
    reader = PictureReader(bundled.network, bundled.reject)
    for _ in turns:
        reader.read(open_picture(Path(case.path)))


def _write_pictures(folder: Path) -> None:
    sys.path.insert(0, str(Path(__file__).parents[1] / "docs" / "scripts"))
    made = import_module("generators.pictures")
    rng = np.random.default_rng(1)
    sheet = made.drawn([4, 2, 7], rng, pen=0.09)
    light = made.photo(sheet, rng, light=made.gradient(sheet, rng)).resize(PHOTO, Image.Resampling.BICUBIC)
    large = made.noisy(np.asarray(light, dtype=np.float64), 4.0, rng).convert("RGB")
    large.save(folder / "photo.jpg", quality=90)
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    large.transpose(Image.Transpose.ROTATE_90).save(folder / "turned.jpg", quality=90, exif=exif)
    crop = made.photo(made.drawn([3], rng), rng).resize((28, 28), Image.Resampling.BOX)
    crop.save(folder / "crop.png")


def measure(rounds: int) -> dict[str, Any]:
    """Read each picture in turn."""
    contender = Contender("ours", read_ours, chooses=False)
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        _write_pictures(Path(folder))
        for file in NAMES:
            found = interleave([contender], PictureCase(str(Path(folder) / file)), rounds)
            rows.append({"file": file, "ours": middle(found, "ours")})
    contender.close()
    return {"rounds": rounds, "rows": rows}


def section(results: dict[str, Any]) -> str:
    """The results as a chapter in Markdown."""
    rows = [
        [
            NAMES[row["file"]],
            duration(row["ours"]),
            duration(MOST_SECONDS[row["file"]]),
            verdict(row["ours"] <= MOST_SECONDS[row["file"]]),
        ]
        for row in results["rows"]
    ]
    return "\n".join(
        [
            "## Reading pictures",
            "",
            f"From the file to the digits, with decoding; medians of {results['rounds']} turns.",
            "",
            table("picture | ours | at most | goal", rows),
        ]
    )


def goals(results: dict[str, Any]) -> list[Goal]:
    """What was to be reached, and was it."""
    measured = ", ".join(f"{NAMES[row['file']]} {duration(row['ours'])}" for row in results["rows"])
    met = all(row["ours"] <= MOST_SECONDS[row["file"]] for row in results["rows"])
    return [Goal("Reading pictures", "a photo at most 1.5 s, a crop at most 10 ms", measured, met)]


def main() -> int:
    """Measure, print and write; returns the exit code."""
    asked = arguments("picture_reading", "Measures how long pictures take to be read.")
    results = measure(1 if asked.quick else ROUNDS)
    print(section(results))
    write(results, asked.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
