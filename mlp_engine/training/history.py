"""The history of a training, epoch by epoch, and the events that it reports while it runs."""

from dataclasses import dataclass
from typing import Literal, get_args

Changeable = Literal["learning_rate", "l1", "l2"]
CHANGEABLE: tuple[Changeable, ...] = get_args(Changeable)


@dataclass(frozen=True)
class EpochRecord:
    """One finished epoch.

    Attributes:
        epoch: its number, from 1.
        training_loss: mean loss of the training samples, each at the time of its minibatch.
        training_accuracy: share of the training samples read right, each at the time of its minibatch.
        validation_loss: mean loss of the validation samples at the end of the epoch; ``None`` if there are none.
        validation_accuracy: share of the validation samples read right; ``None`` if there are none.
        penalty: penalty of L1 and L2 at the end of the epoch.
        learning_rate: the learning rate of the epoch's last step.
        seconds: seconds since the training began, without pauses.
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
    """A setting that the user changed during the training.

    Attributes:
        epoch: epochs done before the first step with the new value, with the fraction of the current one.
        what: the setting of :class:`~mlp_engine.perceptron.config.TrainingConfig`.
        value: the new value.
    """

    epoch: float
    what: Changeable
    value: float


@dataclass(frozen=True)
class History:
    """All finished epochs of a training, first to last, and the changes of its settings."""

    epochs: tuple[EpochRecord, ...] = ()
    changes: tuple[Change, ...] = ()

    def __len__(self) -> int:
        return len(self.epochs)

    @property
    def best(self) -> EpochRecord | None:
        """The epoch with the highest validation accuracy, at a tie that with the lower validation loss.

        ``None`` without validation.
        """
        best = None
        for record in self.epochs:
            best = better(best, record)
        return best


def better(best: EpochRecord | None, record: EpochRecord) -> EpochRecord | None:
    """The better of the best epoch so far and a new one; ``None`` without validation."""
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
    """The progress of a running training, reported at most about twenty times a second.

    Attributes:
        epoch: epochs done, with the fraction of the current one.
        epochs: total number of epochs.
        training_loss: mean loss of the samples since the last report, or of the epoch's last 500 if those are more.
        training_accuracy: share of these samples read right.
        seconds: seconds since the training began, without pauses.
        seconds_left: estimated seconds to the end of the last epoch; see :mod:`mlp_engine.training.time_left`.
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
        record: its losses, accuracies and times.
        is_best: whether it is the best epoch so far.
        epochs: total number of epochs.
    """

    record: EpochRecord
    is_best: bool
    epochs: int


@dataclass(frozen=True)
class NotSaved:
    """The checkpoint could not be written; the training continues and tries again. Reported once in a training.

    Attributes:
        message: for the user: which epoch the last checkpoint holds, and the error.
    """

    message: str


TrainingEvent = Progress | EpochFinished | Change | NotSaved
