"""What happened in a training, epoch by epoch, and what it reports while it runs."""

from dataclasses import dataclass
from typing import Literal, get_args

Changeable = Literal["learning_rate", "l1", "l2"]
CHANGEABLE: tuple[Changeable, ...] = get_args(Changeable)


@dataclass(frozen=True)
class EpochRecord:
    """One finished epoch.

    Attributes:
        epoch: its number, from 1.
        training_loss: mean loss of the training samples, each as it was when its minibatch came by.
        training_accuracy: share of the training samples read right, likewise.
        validation_loss: mean loss of the validation samples at the epoch's end; ``None`` without any.
        validation_accuracy: share of them read right; ``None`` without any.
        penalty: what L1 and L2 add to the loss at the epoch's end.
        learning_rate: the rate of the epoch's last step.
        seconds: since the training began, pauses not counted.
    """

    epoch: int
    training_loss: float
    training_accuracy: float
    validation_loss: float | None
    validation_accuracy: float | None
    penalty: float
    learning_rate: float
    seconds: float


@dataclass(frozen=True)
class Change:
    """A setting that a person changed while the training ran.

    Attributes:
        epoch: epochs done before its first step with the new value, with the fraction of the current one.
        what: which setting of :class:`~mlp_engine.perceptron.config.TrainingConfig`.
        value: the new value.
    """

    epoch: float
    what: Changeable
    value: float


@dataclass(frozen=True)
class History:
    """All finished epochs of a training, first to last, and what was changed on the way."""

    epochs: tuple[EpochRecord, ...] = ()
    changes: tuple[Change, ...] = ()

    def __len__(self) -> int:
        return len(self.epochs)

    @property
    def best(self) -> EpochRecord | None:
        """The epoch with the most validation samples right, the lower validation loss deciding a draw.

        ``None`` where nothing was validated.
        """
        best = None
        for record in self.epochs:
            best = better(best, record)
        return best


def better(best: EpochRecord | None, record: EpochRecord) -> EpochRecord | None:
    """The better of the best epoch so far and a new one; ``None`` where nothing was validated."""
    if record.validation_accuracy is None or record.validation_loss is None:
        return best
    if best is None or best.validation_accuracy is None or best.validation_loss is None:
        return record
    rank, best_rank = (
        (record.validation_accuracy, -record.validation_loss),
        (best.validation_accuracy, -best.validation_loss),
    )
    return record if rank > best_rank else best


@dataclass(frozen=True)
class Progress:
    """Where a running training stands, reported at most some twenty times a second.

    Attributes:
        epoch: epochs done, with the fraction of the current one.
        epochs: epochs in all.
        training_loss: mean loss of the samples seen since the last report, or of the epoch's last 500 if those are
            more.
        training_accuracy: share of them read right.
        seconds: since the training began, pauses not counted.
        seconds_left: what is left at the pace of late, if the training goes on to its last epoch; see
            :mod:`mlp_engine.training.time_left`.
    """

    epoch: float
    epochs: int
    training_loss: float
    training_accuracy: float
    seconds: float
    seconds_left: float


@dataclass(frozen=True)
class EpochFinished:
    """An epoch has ended.

    Attributes:
        record: what it brought.
        is_best: whether its validation error is the lowest so far.
        epochs: epochs in all.
    """

    record: EpochRecord
    is_best: bool
    epochs: int


@dataclass(frozen=True)
class NotSaved:
    """The checkpoint could not be written; the training goes on and tries again. Reported once in a training.

    Attributes:
        message: for a person: where the checkpoint stands, and why.
    """

    message: str


TrainingEvent = Progress | EpochFinished | Change | NotSaved
