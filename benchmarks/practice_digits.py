"""How long practice digits are waited for: 2,000 and 20,000 of them, drawn for the first time, and from the disk.

    python benchmarks/practice_digits.py [--quick] [--threads N] [--json FILE]

Each round is a process of its own with an empty cache. The times are those of the clock, on all cores, from the call to
the data set, without the import of the engine.
"""

import os
import subprocess
import sys
import tempfile
from statistics import median
from time import perf_counter
from typing import Any

from measuring import THREAD_SETTINGS, arguments, write
from tables import Goal, duration, table, verdict

from mlp_engine.datasets.practice_cache import kept_practice_set

MOST_SECONDS = {2_000: 1.5, 20_000: 12.0}
MOST_SECONDS_KEPT = 0.3
ROUNDS = 3


def wait_for(count: int) -> tuple[float, float]:
    """Seconds until so many digits are there, and until they are there again."""
    began = perf_counter()
    kept_practice_set(count)
    drawn = perf_counter()
    kept_practice_set(count)
    return drawn - began, perf_counter() - drawn


def in_a_fresh_cache(count: int) -> tuple[float, float]:
    """The same in a process of its own, with a cache in which nothing is kept."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"MLP_CACHE_DIR": folder} | dict.fromkeys(THREAD_SETTINGS, "1")
        command = [sys.executable, __file__, "--child", str(count)]
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    first, again = map(float, done.stdout.split())
    return first, again


def measure(rounds: int, counts: list[int]) -> dict[str, Any]:
    """Wait for each number of digits, round after round."""
    waits = {count: [in_a_fresh_cache(count) for _ in range(rounds)] for count in counts}
    rows = [
        {"count": count, "drawn": median(first for first, _ in found), "kept": median(again for _, again in found)}
        for count, found in waits.items()
    ]
    return {"rounds": rounds, "rows": rows}


def _met(row: dict[str, Any]) -> bool:
    return row["drawn"] <= MOST_SECONDS.get(row["count"], 12.0) and row["kept"] <= MOST_SECONDS_KEPT


def section(results: dict[str, Any]) -> str:
    """The results as a chapter in Markdown."""
    rows = [
        [f"{row['count']:,}", duration(row["drawn"]), duration(row["kept"]), verdict(_met(row))]
        for row in results["rows"]
    ]
    return "\n".join(
        [
            "## Practice digits",
            "",
            f"Time that practice digits are waited for; medians of {results['rounds']} rounds with empty caches.",
            "",
            table("digits | drawn | again, from the disk | goal", rows),
        ]
    )


def goals(results: dict[str, Any]) -> list[Goal]:
    """What was to be reached, and was it."""
    measured = ", ".join(
        f"{row['count']:,}: {duration(row['drawn'])}, {duration(row['kept'])}" for row in results["rows"]
    )
    goal = "2,000 within 1.5 s, 20,000 within 12 s, from the disk within 0.3 s"
    return [Goal("Practice digits", goal, measured, all(map(_met, results["rows"])))]


def main() -> int:
    """Measure, print and write; returns the exit code."""
    if sys.argv[1:2] == ["--child"]:
        print(*wait_for(int(sys.argv[2])))
        return 0
    asked = arguments("practice_digits", "Measures how long practice digits are waited for.")
    results = measure(1, [50]) if asked.quick else measure(ROUNDS, list(MOST_SECONDS))
    print(section(results))
    write(results, asked.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
