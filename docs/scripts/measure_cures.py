"""Measures what the diagnosis makes of mild faults, and compares cures, offered or not; writes docs/cures.md.

    python docs/scripts/measure_cures.py --data mnist --cache FOLDER [--jobs 2] [--out PAGE]

The configurations are mild ones, and those of ``measure_diagnosis.py``, with one seed. On the first half of the latter
all cures are compared, on the second half those that did well on the first. FOLDER may be the same as there. It takes
some minutes on one core.
"""

import argparse
import multiprocessing
import sys
from collections import defaultdict
from functools import partial
from pathlib import Path

from diagnosis_cases import cases, mild_cases, tables
from diagnosis_cases.judged import judged
from diagnosis_cases.other_cures import OTHERS, PROMISING
from measure_diagnosis import fill, said, trainings_in

PAGE = Path(__file__).parents[1] / "cures.md"
TEMPLATE = Path(__file__).parent / "cures_template.md"
Change = tuple[str, str, float]


def changes(folder: Path, data: str, place: int) -> list[Change]:
    """What each cure changed in the case at ``place``: the planted kind, the cure, the change.

    At odd places, behind those that rules were fitted on, only the cure is tried that did well there.
    """
    trainings, case = trainings_in(folder, data), cases()[place]
    found: list[Change] = []
    for kind in case.planted[:1]:
        for name, change in OTHERS.get(kind, {}).items():
            if (place % 2 == 0 or name == PROMISING.get(kind)) and (better := change(case)) is not None:
                found.append((kind, name, trainings.train(better, 0).error - trainings.train(case, 0).error))
    return found


def main() -> None:
    """Measure, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", default="mnist", help="MNIST, as for mlp-engine train")
    parser.add_argument("--cache", type=Path, required=True, help="folder that keeps the trainings")
    parser.add_argument("--jobs", type=int, default=1, help="processes that train at once")
    parser.add_argument("--verbose", action="store_true", help="print every run")
    parser.add_argument("--out", type=Path, default=PAGE)
    options = parser.parse_args()
    fill(options.cache, options.data, options.jobs, [(case, 0) for case in mild_cases()])
    found: dict[str, dict[str, list[float]]] = {kind: defaultdict(list) for kind in OTHERS}
    told: dict[str, list[float]] = defaultdict(list)
    with multiprocessing.Pool(options.jobs) as pool:
        work = partial(changes, options.cache, options.data)
        for place, some in enumerate(pool.imap(work, range(len(cases())))):
            for kind, name, change in some:
                (told if place % 2 else found[kind])[name].append(change)
            print(f"\r{place + 1} of {len(cases())} cases", end="", file=sys.stderr, flush=True)
    trainings = trainings_in(options.cache, options.data)
    mild = [judged(trainings, case, place, 0) for place, case in enumerate(mild_cases())]
    if options.verbose:
        print("\n".join(map(said, mild)))
    words = {
        "mild": tables.mild_faults(mild),
        "mild_runs": len(mild),
        "told": tables.worth("did well on the first half", told),
        "other_cures": "\n\n".join(tables.worth(kind, found[kind]) for kind in OTHERS),
    }
    options.out.write_text(TEMPLATE.read_text("utf-8").format(**words), "utf-8")


if __name__ == "__main__":
    main()
