"""Measures how often the diagnosis of a training is right and what its cures are worth; writes docs/diagnosis.md.

    python docs/scripts/measure_diagnosis.py --data mnist --cache FOLDER [--seeds 3] [--out PAGE]

Every case of ``diagnosis_cases.py`` is trained with each seed, judged against the fault that was planted, and trained
again with the first cure that is offered at its end. FOLDER keeps each training, so that the measuring resumes where
it was interrupted, and costs nothing where only a rule has changed. All of it takes about ten minutes on one core.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path

import numpy as np

from diagnosis_cases import MEASURED_ON, POOL, Case, cases
from mlp_engine import Dataset, Network, load_source
from mlp_engine.diagnosis.diagnosis import Diagnosis, Standing, diagnose
from mlp_engine.training.history import EpochRecord, History, LayerRecord
from mlp_engine.training.metrics import evaluate
from mlp_engine.training.train import train

PAGE = Path(__file__).parents[1] / "diagnosis.md"
TEMPLATE = Path(__file__).parent / "diagnosis_template.md"
REMARKS = ("not yet", "few validation samples", "no validation", "no more gain")
"""Kinds that say what is known, and no fault: they raise no alarm on a healthy training."""


@dataclass(frozen=True)
class Trained:
    """A training: its record, how it ended, and the share of errors of its network on samples of neither set."""

    history: History
    outcome: str
    error: float


@dataclass(frozen=True)
class Judged:
    """A training with its diagnosis, and the same training with the first cure.

    Attributes:
        case: the configuration.
        place: its place among all cases; thresholds were fitted on the even ones.
        seed: of the training.
        trained: the training.
        shown: every finding that was shown, first to last.
        cured: the label of the cure's kind, and the change of the error; ``None`` if no cure was offered.
        then: the finding at the end of the cured training.
    """

    case: Case
    place: int
    seed: int
    trained: Trained
    shown: tuple[Standing, ...]
    cured: tuple[str, float] | None
    then: str

    @property
    def named_at(self) -> int | None:
        """The epoch after which the planted fault was named; ``None`` if it never was."""
        return next((each.first for each in self.shown if each.finding.kind in self.case.planted), None)

    @property
    def is_early(self) -> bool:
        """Whether the planted fault was named within the first half of the run, or when it diverged."""
        half = self.case.training.epochs / 2
        return self.named_at is not None and (self.named_at <= half or self.trained.outcome == "diverged")

    @property
    def alarms(self) -> list[str]:
        """The kinds of faults that were shown."""
        return [each.finding.kind for each in self.shown if each.finding.kind not in REMARKS]


class Trainings:
    """Trainings, each kept in a file of the folder ``cache``."""

    def __init__(self, source: Dataset, cache: Path) -> None:
        self._source = source
        self._cache = cache
        self._data = source.fingerprint()[:12]
        cache.mkdir(parents=True, exist_ok=True)

    def train(self, case: Case, seed: int) -> Trained:
        """Train a case, or read its training from the cache."""
        what = (replace(case, name="", planted=()), seed, self._data, EpochRecord.__annotations__.keys())
        path = self._cache / f"{sha256(repr(what).encode()).hexdigest()[:24]}.json"
        if not path.exists():
            trained = self._trained(case, seed)
            content = {"epochs": [asdict(e) for e in trained.history.epochs], "outcome": trained.outcome}
            path.write_text(json.dumps(content | {"error": trained.error}))
        entries = json.loads(path.read_text())
        return Trained(History(tuple(map(_record, entries["epochs"]))), entries["outcome"], entries["error"])

    def _trained(self, case: Case, seed: int) -> Trained:
        training, validation, test = case.data(self._source, seed)
        rng = np.random.default_rng(seed)
        network = Network.initialise(case.network, rng)
        with np.errstate(all="ignore"):
            result = train(network, training, replace(case.training, seed=seed), rng=rng, validation=validation)
            error = evaluate(result.network, test).error_rate
        return Trained(result.history, result.outcome, error)


def _record(entries: dict) -> EpochRecord:
    layers = tuple(LayerRecord(**layer) for layer in entries.pop("layers"))
    per_class = tuple(entries.pop("per_class"))
    return EpochRecord(**entries, layers=layers, per_class=per_class)


def diagnosed(case: Case, trained: Trained) -> Diagnosis:
    """The diagnosis of a training."""
    diverged = trained.outcome == "diverged"
    unused = POOL - case.samples - case.validation
    return diagnose(trained.history, case.network, case.training, case.samples, unused=unused, diverged=diverged)


def judged(trainings: Trainings, case: Case, place: int, seed: int) -> Judged:
    """Train, judge, obey the first cure that stands at the end, and train again."""
    trained = trainings.train(case, seed)
    diagnosis = diagnosed(case, trained)
    shown = (*diagnosis.past, *([diagnosis.standing] if diagnosis.standing else []))
    cures = diagnosis.finding.cures if diagnosis.finding else ()
    cured, then = None, ""
    if diagnosis.finding and cures:
        better = case.cured(cures[0].settings)
        again = trainings.train(better, seed)
        what = f"{diagnosis.finding.kind}: {', '.join(cures[0].settings).replace('_', ' ')}"
        cured = (what, again.error - trained.error)
        finding = diagnosed(better, again).finding
        then = finding.kind if finding else ""
    return Judged(case, place, seed, trained, shown, cured, then)


def table(head: str, rows: Iterable[Sequence[object]]) -> str:
    """A table in Markdown; ``head`` as its cells with bars between them."""
    cells = [head.split("|"), ["---"] * len(head.split("|")), *rows]
    return "\n".join("| " + " | ".join(str(cell).strip() for cell in row) + " |" for row in cells)


def faults(runs: Sequence[Judged]) -> str:
    """The planted faults: how many were named, and when."""
    kinds = dict.fromkeys(run.case.planted[0] for run in runs if run.case.planted)
    rows: list[list[object]] = []
    for kind in [*kinds, None]:
        some = [run for run in runs if run.case.planted and kind in (None, run.case.planted[0])]
        named = [run for run in some if run.named_at is not None]
        early = sum(run.is_early for run in some)
        others = sum(any(alarm not in run.case.planted for alarm in run.alarms) for run in some)
        share = f"{early / len(some):.0%}"
        rows.append([kind or "**all**", len(some), len(named), early, share, len(some) - len(named), others])
    return table("planted | runs | named | in the first half | share | missed | another fault named too", rows)


def healthy(runs: Sequence[Judged]) -> str:
    """The healthy runs, and the alarms on them."""
    some = [run for run in runs if not run.case.planted]
    alarmed = [run for run in some if run.alarms]
    words = f"{len(some)} healthy runs, {len(alarmed)} with a false alarm ({len(alarmed) / len(some):.1%})"
    names = [f"{run.case.name}, seed {run.seed}: {', '.join(run.alarms)}" for run in alarmed]
    return words + (": " + "; ".join(names) + "." if names else ".")


def cures(runs: Sequence[Judged]) -> str:
    """What each cure was worth."""
    changes: dict[str, list[float]] = defaultdict(list)
    for run in runs:
        if run.cured is not None:
            changes[run.cured[0]].append(100 * run.cured[1])
    rows = [
        [
            what,
            len(some),
            f"{np.mean(np.array(some) < 0):.0%}",
            f"{np.mean(some):+.1f}",
            f"{min(some):+.1f}",
            f"{max(some):+.1f}",
        ]
        for what, some in sorted(changes.items())
    ]
    return table("finding: settings of its first cure | uses | better | mean | best | worst", rows)


def missed(runs: Sequence[Judged]) -> str:
    """The planted faults that were not named in the first half, with what was shown."""
    lines = [
        f"- {run.case.name}, seed {run.seed} ({run.case.planted[0]}): "
        + (", ".join(f"{each.finding.kind} after epoch {each.first}" for each in run.shown) or "nothing")
        for run in runs
        if run.case.planted and not run.is_early
    ]
    return "\n".join(lines) or "None."


def main() -> None:
    """Measure, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", default="mnist", help="MNIST, as for mlp-engine train")
    parser.add_argument("--cache", type=Path, required=True, help="folder that keeps the trainings")
    parser.add_argument("--half", type=int, choices=(0, 1), help="only the cases at even, or at odd places")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--verbose", action="store_true", help="print every run")
    parser.add_argument("--out", type=Path, default=PAGE)
    options = parser.parse_args()
    data = load_source(options.data)
    source = data.take(
        np.random.default_rng(7).permutation(len(data))[: 2 * (POOL + MEASURED_ON)], "MNIST, 22,000 digits"
    )
    trainings = Trainings(source, options.cache)
    runs: list[Judged] = []
    for place, case in enumerate(cases()):
        for seed in range(options.seeds) if options.half in (None, place % 2) else ():
            run = judged(trainings, case, place, seed)
            runs.append(run)
            if options.verbose:
                shown = ", ".join(f"{s.finding.kind} {s.first}-{s.last}" for s in run.shown)
                sign = ("." if run.is_early else "MISSED") if case.planted else ("ALARM" if run.alarms else ".")
                cured = "" if run.cured is None else f" | {run.cured[0]} {100 * run.cured[1]:+.1f} then {run.then}"
                print(f"{place} {sign} {case.planted[:1]} {case.name} {seed}: {shown}{cured}", flush=True)
        print(f"\r{place + 1} of {len(cases())} cases", end="", file=sys.stderr, flush=True)
    if options.half is not None:
        return
    halves = [[run for run in runs if run.place % 2 == half] for half in (0, 1)]
    words = {
        "cases": len(cases()),
        "runs": len(runs),
        "seeds": options.seeds,
        "fit_faults": faults(halves[0]),
        "fit_healthy": healthy(halves[0]),
        "fit_cures": cures(halves[0]),
        "told_faults": faults(halves[1]),
        "told_healthy": healthy(halves[1]),
        "told_cures": cures(halves[1]),
        "missed": missed(runs),
    }
    options.out.write_text(TEMPLATE.read_text("utf-8").format(**words), "utf-8")


if __name__ == "__main__":
    main()
