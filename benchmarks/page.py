"""Makes docs/performance.md of all results that there are.

    python benchmarks/page.py [--results FOLDER] [--out FILE]

Every benchmark writes benchmarks/results/NAME.json; the chapter of that name is made by ``section`` and the goals by
``goals`` of NAME.py, or of desktop_chapters.py. What people have to say to a chapter stands in notes.md, under a
heading of the same name, and is set below the figures.

What was tried, kept or not, stands in tried.md, and ends the page.

What the same commands found on another machine stands in a folder of its own below the results, such as
benchmarks/results/intel, and on the page after the figures of the first.
"""

import argparse
import importlib
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from desktop_chapters import CHAPTERS
from measuring import RESULTS
from tables import Goal, table, verdict

ORDER = (
    "training",
    "inference",
    "committee",
    "scaling",
    "augmentation",
    "memory",
    "csv_reading",
    "picture_reading",
    "picture_folders",
    "practice_digits",
    "sweep",
    *CHAPTERS,
)
NOTES = Path(__file__).parent / "notes.md"
TRIED = Path(__file__).parent / "tried.md"
OUT = Path(__file__).parents[1] / "docs" / "performance.md"


def read(folder: Path) -> dict[str, dict[str, Any]]:
    """All results by name, in the order of the page."""
    paths = {name: folder / f"{name}.json" for name in ORDER}
    return {name: json.loads(path.read_text(encoding="utf-8")) for name, path in paths.items() if path.exists()}


def read_others(folder: Path) -> list[dict[str, dict[str, Any]]]:
    """The results of every other machine, each from a folder of its own inside ``folder``."""
    found = (read(inner) for inner in sorted(folder.iterdir()) if inner.is_dir())
    return [results for results in found if results]


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
        chapters: dict[str, list[str]] = {}
        for name, machine in machines.items():
            if machine.get(what, "–") != "–":
                chapters.setdefault(str(machine[what]), []).append(name)
        alike = len(chapters) == 1
        rows.append([what, "; ".join(text if alike else f"{text} ({', '.join(of)})" for text, of in chapters.items())])
    return table("machine | ", rows)


def _processor(found: dict[str, Any]) -> str:
    return str(found["machine"]["Processor"])


def _goals(results: dict[str, dict[str, Any]], others: Sequence[dict[str, dict[str, Any]]]) -> list[Goal]:
    """What was to be reached on the first machine, and after it, with its processor, what on the others."""
    reached: list[Goal] = []
    for name, found in results.items():
        reached += chapter(name).goals(found)
        for other in others:
            for goal in chapter(name).goals(other[name]) if name in other else ():
                reached.append(replace(goal, what=f"{goal.what}; {_processor(other[name])}"))
    return reached


def _contents(lines: Sequence[str]) -> str:
    """Links to all chapters."""
    names = [line.removeprefix("## ") for text in lines for line in text.splitlines() if line.startswith("## ")]
    return " · ".join(f"[{name}](#{re.sub(r'[^a-z -]', '', name.lower()).replace(' ', '-')})" for name in names)


def page(
    results: dict[str, dict[str, Any]],
    notes: dict[str, str],
    others: Sequence[dict[str, dict[str, Any]]] = (),
    tried: str = "",
) -> str:
    """The whole page: the results of a machine, and those of others, and what was tried."""
    reached = sorted(_goals(results, others), key=lambda goal: goal.met)  # what is short comes first
    lines = [
        "## Goals",
        "",
        f"{sum(goal.met for goal in reached)} of {len(reached)} are met; those that are not stand first.",
        "",
        table(
            "what | goal | measured | ", [[goal.what, goal.goal, goal.measured, verdict(goal.met)] for goal in reached]
        ),
    ]
    for name, found in results.items():
        lines += ["", chapter(name).section(found)]
        for other in others:
            if name in other:
                heading, rest = chapter(name).section(other[name]).split("\n", 1)
                lines += ["", f"#{heading}, {_processor(other[name])}", rest]
        if notes.get(name):
            lines += ["", notes[name]]
        lines += ["", f"Measured by `python benchmarks/{name}.py`."]
    if tried:
        lines += ["", "## What was tried", "", tried]
    machines = [_machines(results), *(_machines(other) for other in others)]
    head = [
        "# Performance",
        "",
        "Made by `python benchmarks/page.py` of what the commands in `benchmarks/` measured. Every figure is compared "
        "with others found in the same run, turn by turn; each contender runs in a process of its own and may use the "
        "same cores.",
        "",
        _contents(lines),
        "",
    ]
    tail = ["", "---", "", "The machines:", *(text for machine in machines for text in ("", machine))]
    return "\n".join([*head, *lines, *tail]) + "\n"


def main() -> int:
    """Read, merge and write; returns the exit code."""
    parser = argparse.ArgumentParser(description="Makes docs/performance.md of all results.")
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder of the JSON files")
    parser.add_argument("--out", type=Path, default=OUT, help="file to write")
    chosen = parser.parse_args()
    results = read(chosen.results)
    if not results:
        sys.exit(f"{chosen.results} must hold results: run the benchmarks first.")
    chosen.out.write_text(
        page(results, read_notes(NOTES), read_others(chosen.results), TRIED.read_text(encoding="utf-8").strip()),
        encoding="utf-8",
    )
    print(f"written: {chosen.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
