"""The diagnosis of a training: one steady finding at a time, and the findings before it.

It is a function of the record of the run: watched live, epoch by epoch, or read afterwards, it says the same.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from mlp_engine.diagnosis import fit_rules, generalization_rules, layer_rules, rate_rules
from mlp_engine.diagnosis.finding import KINDS, Finding, Kind
from mlp_engine.diagnosis.watched_run import WatchedRun
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.training.history import Change, EpochRecord, History

Rule = Callable[[WatchedRun], Finding | None]

RULES: tuple[Rule, ...] = (
    rate_rules.diverged,
    rate_rules.exploding_gradient,
    layer_rules.saturated_outputs,
    layer_rules.vanishing_gradient,
    fit_rules.penalty_too_strong,
    generalization_rules.validation_unlike,
    layer_rules.saturated_units,
    layer_rules.dead_units,
    rate_rules.rate_too_high,
    rate_rules.rate_too_low,
    generalization_rules.label_noise,
    generalization_rules.overfitting,
    fit_rules.too_small,
    fit_rules.underfitting,
    fit_rules.few_validation_samples,
    fit_rules.no_validation,
    fit_rules.not_yet,
    fit_rules.no_more_gain,
)
"""In the order of :data:`~mlp_engine.diagnosis.finding.KINDS`."""

_SEEN = 2  # judgements in a row that must find something before it is shown
_KEPT = 3  # judgements in a row without it before it is withdrawn
_STANDS = 3  # epochs that a finding stands before a more important one takes its place
_EVERY_EPOCH = 50  # the first epochs, each of which is judged
_REMEMBERED = 1_000  # epochs that a judgement looks back on
_AT_THE_END = ("not yet", "few validation samples", "no validation")  # what needs no second look


def judge(run: WatchedRun) -> tuple[Finding, ...]:
    """All problems of a run at this moment, the most important first; empty if there are none."""
    return tuple(finding for rule in RULES if (finding := rule(run)) is not None)


def is_judged(epoch: int) -> bool:
    """Whether a running training is judged after this epoch: each of the first 50, then ever fewer.

    A run of 100,000 tiny epochs is judged about 350 times.
    """
    return epoch % 2 ** (epoch // _EVERY_EPOCH).bit_length() == 0 or epoch <= _EVERY_EPOCH


@dataclass(frozen=True)
class Standing:
    """A finding and the epochs during which it stood.

    Attributes:
        finding: as it was seen last.
        first: the epoch after which it was shown; 0 before the first epoch.
        last: the last epoch during which it stood.
    """

    finding: Finding
    first: int
    last: int


class Diagnosis:
    """The diagnosis of one training, brought up to date epoch by epoch.

    A finding is shown when it was seen twice in a row, and stays until it was absent three times in a row; a more
    important one takes its place after a few epochs. So the words stand still while a curve wavers.
    """

    def __init__(self, network: NetworkConfig, training: TrainingConfig, samples: int, *, unused: int = 0) -> None:
        """Begin the diagnosis of a run.

        Args:
            network: the architecture.
            training: the settings at the beginning.
            samples: number of training samples.
            unused: number of samples that the person has left out of the training.
        """
        self.run = WatchedRun((), network, training, samples, unused)
        """The facts so far."""
        self.standing: Standing | None = None
        """The finding that is shown, if any."""
        self.past: tuple[Standing, ...] = ()
        """The findings that were shown before, the newest last."""
        self._watched = 0
        self._settled = 0  # epochs before the last change of a setting
        self._changes = 0
        self._streaks: dict[Kind, int] = {}
        self._absent = 0

    @property
    def finding(self) -> Finding | None:
        """The finding that is shown, if any."""
        return None if self.standing is None else self.standing.finding

    @property
    def is_clean(self) -> bool:
        """Whether enough was seen to say that nothing looks wrong.

        It takes a few epochs, a loss far below that of chance, most samples read correctly, and a validation set.
        """
        run = self.run
        if self.standing is not None or run.epochs < 4 or not run.is_validated:
            return False
        return bool(run.fixed_loss[-1] < 0.4 * run.chance and run.fixed_accuracy[-1] > 0.8)

    def watch(self, records: Sequence[EpochRecord], changes: Sequence[Change] = ()) -> None:
        """Take in all epochs and changes so far; those that are known already are passed over."""
        for count in range(self._watched + 1, len(records) + 1):
            self._take_changes(changes, count)
            self._watched = count
            if is_judged(count):
                self._look(records)
                self._judge()
        if self._watched and self.run.epoch < self._watched:
            self._look(records)

    def end(self, *, diverged: bool = False) -> None:
        """Judge the ended run."""
        self.run = replace(self.run, diverged=diverged, ended=True)
        found = judge(self.run)
        if diverged:
            self._show(found[0])
        elif self.run.epoch and not is_judged(self.run.epoch):
            self._judge()
        at_once = next((finding for finding in found if self._is_said_at_the_end(finding.kind)), None)
        if self.standing is None and at_once is not None:
            self._show(at_once)

    def _is_said_at_the_end(self, kind: Kind) -> bool:
        if kind == "not yet" and any(standing.finding.kind == "label noise" for standing in self.past):
            return False  # what is still to be learned may be the wrong labels
        return kind in _AT_THE_END

    def _take_changes(self, changes: Sequence[Change], epochs: int) -> None:
        """Apply the changes made before the end of an epoch; trends start over with it."""
        while self._changes < len(changes) and changes[self._changes].epoch < epochs:
            change = changes[self._changes]
            training = change.apply(self.run.training)
            self.run = replace(self.run, training=training)
            self._settled = epochs - 1
            self._changes += 1

    def _look(self, records: Sequence[EpochRecord]) -> None:
        """Take the last epochs watched as the facts."""
        first = max(self._watched - _REMEMBERED, 0)
        self.run = replace(
            self.run,
            records=records[first : self._watched],
            settled=min(max(self._settled - first, 0), _REMEMBERED - 1),
        )

    def _judge(self) -> None:
        found = judge(self.run)
        self._streaks = {finding.kind: self._streaks.get(finding.kind, 0) + 1 for finding in found}
        ready = next((finding for finding in found if self._streaks[finding.kind] >= _SEEN), None)
        if self.standing is None:
            if ready is not None:
                self._show(ready)
            return
        shown, epoch = self.standing, self.run.epoch
        same = next((finding for finding in found if finding.kind == shown.finding.kind), None)
        self._absent = 0 if same is not None else self._absent + 1
        self.standing = Standing(same or shown.finding, shown.first, epoch)
        if self._absent >= _KEPT:
            self._withdraw()
            if ready is not None:
                self._show(ready)
        elif ready is not None and epoch - shown.first >= _STANDS and _rank(ready) < _rank(shown.finding):
            self._show(ready)

    def _show(self, finding: Finding) -> None:
        epoch = first = self.run.epoch
        if self.standing is not None and self.standing.finding.kind == finding.kind:
            first = self.standing.first
        else:
            self._withdraw()
        self.standing = Standing(finding, first, epoch)

    def _withdraw(self) -> None:
        if self.standing is not None:
            self.past = (*self.past, self.standing)
        self.standing = None
        self._absent = 0


def _rank(finding: Finding) -> int:
    return KINDS.index(finding.kind)


def diagnose(
    history: History,
    network: NetworkConfig,
    training: TrainingConfig,
    samples: int,
    *,
    unused: int = 0,
    diverged: bool = False,
    ended: bool = True,
) -> Diagnosis:
    """The diagnosis of a run from its record.

    Args:
        history: the epochs so far, or all of them, and the changes of settings.
        network: the architecture.
        training: the settings at the beginning.
        samples: number of training samples.
        unused: number of samples that the person has left out of the training.
        diverged: whether the loss stopped being finite.
        ended: whether the run has ended.
    """
    diagnosis = Diagnosis(network, training, samples, unused=unused)
    diagnosis.watch(history.epochs, history.changes)
    if ended or diverged:
        diagnosis.end(diverged=diverged)
    return diagnosis
