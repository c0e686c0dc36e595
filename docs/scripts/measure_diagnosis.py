"""Measures how often the diagnosis of a training is right and what its cures are worth; writes docs/diagnosis.md.

    python docs/scripts/measure_diagnosis.py --data mnist --cache FOLDER [--seeds 3] [--jobs 2] [--out PAGE]

Every case of ``diagnosis_cases`` is trained with each seed, judged against the fault that was planted, and trained
again with each cure that the window offers at its end. FOLDER keeps each training, so that the measuring resumes where
it was interrupted, and costs nothing where only a rule has changed. All of it takes about a quarter of an hour on one
core. ``measure_cures.py`` measures mild faults, and cures that are not offered.
"""

import argparse
import multiprocessing
import sys
from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path

import numpy as np

from diagnosis_cases import MEASURED_ON, POOL, Case, cases, tables
from diagnosis_cases.judged import Judged, Trainings, judged
from mlp_engine import load_source

PAGE = Path(__file__).parents[1] / "diagnosis.md"
TEMPLATE = Path(__file__).parent / "diagnosis_template.md"


@cache
def trainings_in(folder: Path, data: str) -> Trainings:
    """The trainings kept in a folder, on digits drawn from this data."""
    digits = load_source(data)
    drawn = np.random.default_rng(7).permutation(len(digits))[: 2 * (POOL + MEASURED_ON)]
    return Trainings(digits.take(drawn, "MNIST, 22,000 digits"), folder)


def fill(folder: Path, data: str, jobs: int, work: Sequence[tuple[Case, int]]) -> None:
    """Train each of these cases with its seed, and with the cures that are offered; the folder keeps the trainings."""
    with multiprocessing.Pool(jobs) as pool:
        for number, _ in enumerate(pool.imap_unordered(partial(_fill, folder, data), work), start=1):
            print(f"\r{number} of {len(work)}", end="", file=sys.stderr, flush=True)


def _fill(folder: Path, data: str, work: tuple[Case, int]) -> None:
    judged(trainings_in(folder, data), work[0], 0, work[1])


def said(run: Judged) -> str:
    """A training in one line."""
    shown = ", ".join(f"{s.finding.kind} {s.first}-{s.last}" for s in run.shown)
    sign = ("." if run.is_early else "MISSED") if run.case.planted else ("ALARM" if run.alarms else ".")
    cured = "".join(f" | {what} {100 * change:+.1f}" for what, change in run.cured)
    return f"{run.place} {sign} {run.case.planted[:1]} {run.case.name} {run.seed}: {shown}{cured}"


def main() -> None:
    """Measure, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", default="mnist", help="MNIST, as for mlp-engine train")
    parser.add_argument("--cache", type=Path, required=True, help="folder that keeps the trainings")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=1, help="processes that train at once")
    parser.add_argument("--verbose", action="store_true", help="print every run")
    parser.add_argument("--out", type=Path, default=PAGE)
    options = parser.parse_args()
    work = [(case, seed) for seed in range(options.seeds) for case in cases()]
    fill(options.cache, options.data, options.jobs, work)
    trainings = trainings_in(options.cache, options.data)
    runs = [judged(trainings, case, place, seed) for place, case in enumerate(cases()) for seed in range(options.seeds)]
    if options.verbose:
        print("\n".join(map(said, runs)))
    halves = [[run for run in runs if run.place % 2 == half] for half in (0, 1)]
    words = {
        "cases": len(cases()),
        "runs": len(runs),
        "seeds": options.seeds,
        "fit_faults": tables.faults(halves[0]),
        "fit_healthy": tables.healthy(halves[0]),
        "fit_cures": tables.cures(halves[0]),
        "fit_second_cures": tables.cures(halves[0], 1),
        "told_faults": tables.faults(halves[1]),
        "told_healthy": tables.healthy(halves[1]),
        "told_cures": tables.cures(halves[1]),
        "told_second_cures": tables.cures(halves[1], 1),
        "missed": tables.missed(runs),
    }
    options.out.write_text(TEMPLATE.read_text("utf-8").format(**words), "utf-8")


if __name__ == "__main__":
    main()
