"""What happened in a training, epoch by epoch, and what it reports while it runs."""

from dataclasses import dataclass


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
class History:
    """All finished epochs of a training, first to last."""

    epochs: tuple[EpochRecord, ...] = ()

    def __len__(self) -> int:
        return len(self.epochs)

    @property
    def best(self) -> EpochRecord | None:
        """The epoch with the most validation samples right, the lower validation loss deciding a draw.

        ``None`` where nothing was validated.
        """
        validated = [record for record in self.epochs if record.validation_accuracy is not None]
        return min(validated, key=_badness, default=None)

    @property
    def epochs_without_gain(self) -> int:
        """Epochs since the validation error last fell; 0 where nothing was validated."""
        accuracies = [record.validation_accuracy or 0.0 for record in self.epochs]
        return len(accuracies) - 1 - accuracies.index(max(accuracies)) if self.best is not None else 0


def _badness(record: EpochRecord) -> tuple[float, float]:
    return (-(record.validation_accuracy or 0.0), record.validation_loss or 0.0)


@dataclass(frozen=True)
class Progress:
    """Where a running training stands, reported at most some twenty times a second.

    Attributes:
        epoch: epochs done, with the fraction of the current one.
        epochs: epochs in all.
        training_loss: mean loss of the samples seen since the last report, or of the last 500 of the epoch if that
            is more.
        training_accuracy: share of them read right.
        seconds: since the training began, pauses not counted.
        seconds_left: what is left at the pace so far.
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


TrainingEvent = Progress | EpochFinished
