"""How long a CSV file of digits takes to read, against numpy.loadtxt.

    python benchmarks/csv_reading.py [--quick] [--threads N] [--json FILE]

writes MNIST's training images as text and has both read the same file in turn: whole numbers from 0 to 255, and shares
of ink with decimals. ``numpy.loadtxt`` is told the type and the line to skip, and only makes an array; the engine finds
out the separator, the label's column and the range of the values, and checks them.
"""

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from measuring import Contender, Turns, all_digits, arguments, digits, interleave, middle, write
from tables import Goal, duration, table, times, verdict

from mlp_engine.datasets.csv_file import read_csv
from mlp_engine.files.source_file import file_on_disk

SAMPLES = {"whole numbers": 20_000, "shares of ink": 5_000}
ROUNDS = 7
MOST_TIMES = 1.3


@dataclass(frozen=True)
class CsvCase:
    """A file, and the type of its numbers."""

    path: str
    dtype: str


def read_ours(case: CsvCase, turns: Turns) -> None:
    """The engine's reader of CSV files."""
    for _ in turns:
        read_csv(file_on_disk(Path(case.path)))


def read_numpy(case: CsvCase, turns: Turns) -> None:
    """``numpy.loadtxt``."""
    for _ in turns:
        np.loadtxt(case.path, case.dtype, delimiter=",", skiprows=1)


def _write_csv(path: Path, samples: int, *, shares: bool) -> None:
    data = digits(samples)
    names = ",".join(["label", *[f"pixel{place}" for place in range(784)]])
    inputs = data.inputs / 255 if shares else data.inputs
    lines = np.column_stack([data.labels, inputs])
    np.savetxt(path, lines, "%.6g" if shares else "%d", ",", header=names, comments="")


def measure(rounds: int, samples: dict[str, int]) -> dict[str, Any]:
    """Read each file in turn."""
    contenders = [Contender("ours", read_ours, chooses=False), Contender("loadtxt", read_numpy, chooses=False)]
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        for name, count in samples.items():
            path = Path(folder) / f"{name}.csv"
            is_shares = name == "shares of ink"
            _write_csv(path, count, shares=is_shares)
            found = interleave(contenders, CsvCase(str(path), "f4" if is_shares else "u1"), rounds)
            size = path.stat().st_size
            rows.append({"name": name, "samples": count, "bytes": size} | {who: middle(found, who) for who in found})
    for contender in contenders:
        contender.close()
    return {"data": all_digits().name, "rounds": rounds, "rows": rows}


def _ratio(row: dict[str, Any]) -> float:
    return row["ours"] / row["loadtxt"]


def section(results: dict[str, Any]) -> str:
    """The results as a chapter in Markdown."""
    rows = [
        [
            f"{row['samples']:,} images, {row['name']} ({row['bytes'] / 1e6:.1f} MB)",
            duration(row["ours"]),
            duration(row["loadtxt"]),
            times(_ratio(row)),
            verdict(_ratio(row) <= MOST_TIMES),
        ]
        for row in results["rows"]
    ]
    return "\n".join(
        [
            "## Reading CSV",
            "",
            f"Seconds from the file to the samples; medians of {results['rounds']} turns. `numpy.loadtxt` is told the "
            "type and the line to skip.",
            "",
            table("file | ours | numpy.loadtxt | ours takes | goal", rows),
        ]
    )


def goals(results: dict[str, Any]) -> list[Goal]:
    """What was to be reached, and was it."""
    ratios = {row["name"]: _ratio(row) for row in results["rows"]}
    measured = ", ".join(f"{name} {ratio:.2f}" for name, ratio in ratios.items())
    goal = f"at most {MOST_TIMES:g} times as long as numpy.loadtxt"
    return [Goal("Reading CSV", goal, measured, max(ratios.values()) <= MOST_TIMES)]


def main() -> int:
    """Measure, print and write; returns the exit code."""
    asked = arguments("csv_reading", "Measures the reading of CSV files against numpy.loadtxt.")
    results = measure(1, dict.fromkeys(SAMPLES, 100)) if asked.quick else measure(ROUNDS, SAMPLES)
    print(section(results))
    write(results, asked.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
