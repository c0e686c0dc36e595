"""How long a folder of digit images takes to read, against Pillow's decoding alone.

    python benchmarks/picture_folders.py [--quick] [--threads N] [--json FILE]

writes images of MNIST (training set) as grey PNG files into ten folders, and has both read them in turn. Pillow
opens every file and makes an array of it; the engine lists the folders, takes the labels from their names, checks every
file, and puts the images together. The seconds are those of the processor: both use one core.
"""

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from measuring import Contender, Turns, all_digits, arguments, digits, interleave, middle, write
from PIL import Image
from tables import Goal, duration, table, times, verdict

from mlp_engine.datasets.folder import read_path

PICTURES = 2_000
ROUNDS = 9
MOST_TIMES = 1.3


@dataclass(frozen=True)
class FolderCase:
    """A folder of pictures in folders."""

    path: str


def read_ours(case: FolderCase, turns: Turns) -> None:
    """The engine's reader of folders."""
    for _ in turns:
        read_path(Path(case.path))


def read_pillow(case: FolderCase, turns: Turns) -> None:
    """Pillow, told all the files."""
    files = sorted(Path(case.path).glob("*/*.png"))
    for _ in turns:
        for file in files:
            with Image.open(file) as picture:
                np.asarray(picture)


def _write_pictures(folder: Path, pictures: int) -> None:
    data = digits(pictures)
    for label in range(10):
        (folder / str(label)).mkdir()
    for place, (image, label) in enumerate(zip(data.inputs, data.labels.tolist(), strict=True)):
        Image.fromarray(image.reshape(28, 28)).save(folder / str(label) / f"{place}.png")


def measure(rounds: int, pictures: int) -> dict[str, Any]:
    """Read the folder in turn."""
    contenders = [
        Contender("ours", read_ours, chooses=False, of_processor=True),
        Contender("pillow", read_pillow, chooses=False, of_processor=True),
    ]
    with tempfile.TemporaryDirectory() as folder:
        _write_pictures(Path(folder), pictures)
        found = interleave(contenders, FolderCase(folder), rounds)
    for contender in contenders:
        contender.close()
    rows = [{"pictures": pictures} | {name: middle(found, name) for name in found}]
    return {"data": all_digits().name, "rounds": rounds, "rows": rows}


def section(results: dict[str, Any]) -> str:
    """The results as a chapter in Markdown."""
    rows = [
        [
            f"{row['pictures']:,}",
            duration(row["ours"]),
            duration(row["pillow"]),
            times(row["ours"] / row["pillow"]),
            verdict(row["ours"] <= MOST_TIMES * row["pillow"]),
        ]
        for row in results["rows"]
    ]
    return "\n".join(
        [
            "## Reading folders of pictures",
            "",
            "Grey PNG files of 28×28 pixels, from the folder to the samples; time of the processor, medians of "
            f"{results['rounds']} turns. Pillow decodes them and makes arrays.",
            "",
            table("pictures | ours | Pillow | ours takes | goal", rows),
        ]
    )


def goals(results: dict[str, Any]) -> list[Goal]:
    """What was to be reached, and was it."""
    ratio = max(row["ours"] / row["pillow"] for row in results["rows"])
    goal = f"at most {MOST_TIMES:g} times as long as Pillow's decoding"
    return [Goal("Reading folders of digit images", goal, times(ratio), ratio <= MOST_TIMES)]


def main() -> int:
    """Measure, print and write; returns the exit code."""
    asked = arguments("picture_folders", "Measures the reading of folders of pictures against Pillow's decoding.")
    results = measure(1, 50) if asked.quick else measure(ROUNDS, PICTURES)
    print(section(results))
    write(results, asked.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
