"""Makes docs/performance.md of all results that there are.

    python benchmarks/page.py [--results FOLDER] [--out FILE]

Every benchmark writes benchmarks/results/NAME.json; the chapter of that name is made by ``section`` and the goals by
``goals`` of NAME.py, or of desktop_chapters.py. What people have to say to a chapter stands in notes.md, under a
heading of the same name, and is set below the figures.
"""

import argparse
import importlib
import json
import re
import sys
from pathlib import Path
from typing import Any

from desktop_chapters import CHAPTERS
from measuring import RESULTS
from tables import table, verdict

ORDER = (
    "training",
    "inference",
    "scaling",
    "augmentation",
    "memory",
    "csv_reading",
    "picture_reading",
    "sweep",
    *CHAPTERS,
)
NOTES = Path(__file__).parent / "notes.md"
OUT = Path(__file__).parents[1] / "docs" / "performance.md"


def read(folder: Path) -> dict[str, dict[str, Any]]:
    """All results by name, in the order of the page."""
    paths = {name: folder / f"{name}.json" for name in ORDER}
    return {name: json.loads(path.read_text(encoding="utf-8")) for name, path in paths.items() if path.exists()}


def read_notes(path: Path) -> dict[str, str]:
    """The paragraphs of notes.md by their headings."""
    parts = re.split(r"^# (.+)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return {name.strip(): text.strip() for name, text in zip(parts[::2], parts[1::2], strict=True)}


def chapter(name: str) -> Any:
    """Who makes the chapter of a benchmark: its ``section`` and its ``goals``."""
    return CHAPTERS[name] if name in CHAPTERS else importlib.import_module(name)


def _machines(results: dict[str, dict[str, Any]]) -> str:
    """On what the figures were found; whatever is not the same for all chapters is said for each."""
    machines = {name: found["machine"] | {"data": found.get("data", "–")} for name, found in results.items()}
    first = next(iter(machines.values()))
    rows: list[list[str]] = []
    for what in first:
        values = {name: str(machine[what]) for name, machine in machines.items() if machine.get(what, "–") != "–"}
        alike = len(set(values.values())) == 1
        rows.append(
            [
                what,
                values[next(iter(values))] if alike else "; ".join(f"{name}: {text}" for name, text in values.items()),
            ]
        )
    return table("machine | ", rows)


def page(results: dict[str, dict[str, Any]], notes: dict[str, str]) -> str:
    """The whole page."""
    reached = [goal for name, found in results.items() for goal in chapter(name).goals(found)]
    lines = [
        "# Performance",
        "",
        "Made by `python benchmarks/page.py` of what the commands in `benchmarks/` measured. Every figure is compared "
        "with others found in the same run, turn by turn; each contender runs in a process of its own and may use the "
        "same cores.",
        "",
        _machines(results),
        "",
        "## Goals",
        "",
        table(
            "what | goal | measured | ", [[goal.what, goal.goal, goal.measured, verdict(goal.met)] for goal in reached]
        ),
    ]
    for name, found in results.items():
        lines += ["", chapter(name).section(found)]
        if notes.get(name):
            lines += ["", notes[name]]
        lines += ["", f"Measured by `python benchmarks/{name}.py`."]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Read, merge and write; returns the exit code."""
    parser = argparse.ArgumentParser(description="Makes docs/performance.md of all results.")
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder of the JSON files")
    parser.add_argument("--out", type=Path, default=OUT, help="file to write")
    chosen = parser.parse_args()
    results = read(chosen.results)
    if not results:
        sys.exit(f"{chosen.results} must hold results: run the benchmarks first.")
    chosen.out.write_text(page(results, read_notes(NOTES)), encoding="utf-8")
    print(f"written: {chosen.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
