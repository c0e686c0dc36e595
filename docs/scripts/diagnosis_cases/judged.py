"""Trainings that are kept in files, and what the diagnosis made of them."""

import json
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path

import numpy as np

from diagnosis_cases.case import POOL, Case
from mlp_engine import Dataset, Network
from mlp_engine.diagnosis.diagnosis import Diagnosis, Standing, diagnose
from mlp_engine.files.whole_file import save_results
from mlp_engine.training.history import EpochRecord, History, LayerRecord
from mlp_engine.training.metrics import evaluate
from mlp_engine.training.train import train

REMARKS = ("not yet", "few validation samples", "no validation", "no more gain")
"""Kinds that say what is known, and no fault: they raise no alarm on a healthy training."""

OFFERED = 2
"""Cures that the window offers at once, of those that a finding names."""


@dataclass(frozen=True)
class Trained:
    """A training: its record, how it ended, and the share of errors of its network on samples of neither set."""

    history: History
    outcome: str
    error: float


@dataclass(frozen=True)
class Judged:
    """A training with its diagnosis, and the same training with each cure that the window offers.

    Attributes:
        case: the configuration.
        place: its place among all cases; thresholds were fitted on the even ones.
        seed: of the training.
        trained: the training.
        shown: every finding that was shown, first to last.
        cured: what each cure is that the window offers, the best first, and how it changed the error.
    """

    case: Case
    place: int
    seed: int
    trained: Trained
    shown: tuple[Standing, ...]
    cured: tuple[tuple[str, float], ...]

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
            save_results(path, json.dumps(content | {"error": trained.error}))  # whole, beside other processes
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
    unused = 0 if case.all_used else POOL - case.samples - case.validation
    return diagnose(trained.history, case.network, case.training, case.samples, unused=unused, diverged=diverged)


def judged(trainings: Trainings, case: Case, place: int, seed: int) -> Judged:
    """Train, judge, and train again with each cure that is offered at the end."""
    trained = trainings.train(case, seed)
    diagnosis = diagnosed(case, trained)
    shown = (*diagnosis.past, *([diagnosis.standing] if diagnosis.standing else []))
    finding, cured = diagnosis.finding, []
    if finding is not None:
        for cure in finding.cures[:OFFERED]:
            error = trainings.train(case.cured(cure.settings), seed).error
            what = f"{finding.kind}: {', '.join(cure.settings).replace('_', ' ')}"
            cured.append((what, error - trained.error))
    return Judged(case, place, seed, trained, shown, tuple(cured))
