"""The history of a training, epoch by epoch, and the events that it reports while it runs."""

from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from mlp_engine.perceptron.config import TrainingConfig
from mlp_engine.training.metrics import accuracy_interval

Changeable = Literal[
    "learning_rate", "l1", "l2", "momentum", "dropout", "batch_size", "augmentation", "noise", "rotation", "shift"
]
CHANGEABLE: tuple[Changeable, ...] = get_args(Changeable)


@dataclass(frozen=True)
class LayerRecord:
    """One layer at the end of an epoch, measured on the fixed part of the training set.

    Attributes:
        gradient_norm: Euclidean norm of the gradient of the mean loss by the layer's weights, without the penalty.
        near_zero: share of the weights that are near zero (see :data:`mlp_engine.training.fixed_part.NEAR_ZERO`).
        zero: share of the weights that are exactly 0.
        dead: share of the units that are 0 for every sample; ``None`` for layers that are not ReLU.
        saturated: share of the units that are saturated (see :data:`mlp_engine.training.fixed_part.SATURATED`);
            ``None`` for layers that are neither sigmoid nor tanh, and for the output.
    """

    gradient_norm: float
    near_zero: float
    zero: float
    dead: float | None = None
    saturated: float | None = None


@dataclass(frozen=True)
class EpochRecord:
    """One finished epoch.

    Everything but ``seconds`` follows from data, settings and seed, whatever the machine's speed. Records of
    older versions end with ``seconds``; the other entries then have their defaults.

    Attributes:
        epoch: its number, from 1.
        training_loss: mean loss of the training samples, each at the time of its minibatch.
        training_accuracy: share of the training samples read right, each at the time of its minibatch.
        validation_loss: mean loss of the validation samples at the end of the epoch; ``None`` if there are none.
        validation_accuracy: share of the validation samples read right; ``None`` if there are none.
        penalty: penalty of L1 and L2 at the end of the epoch.
        learning_rate: the learning rate of the epoch's last step.
        seconds: seconds since the training began, without pauses.
        l1: the L1 strength of the epoch's last step; ``None`` if it was not recorded.
        l2: the L2 strength of the epoch's last step; ``None`` if it was not recorded.
        fixed_loss: mean loss at the end of the epoch on the fixed part of the training set, which is not distorted
            (see :mod:`mlp_engine.training.fixed_part`); ``None`` if it was not measured.
        fixed_accuracy: share of the fixed part read right at the end of the epoch.
        fixed_doubted: share of the fixed part whose label has a probability below that of chance, 1/classes, at the
            end of the epoch. If labels are wrong, most errors are of this kind.
        validation_samples: number of validation samples; 0 if there are none or the number is not known.
        per_class: share of the validation samples of each class read right, ``None`` for a class without samples;
            empty without validation, and with more than a thousand classes.
        layers: every layer on the fixed part, first to last; empty if they were not measured.
    """

    epoch: int
    training_loss: float
    training_accuracy: float
    validation_loss: float | None
    validation_accuracy: float | None
    penalty: float
    learning_rate: float
    seconds: float
    l1: float | None = None
    l2: float | None = None
    fixed_loss: float | None = None
    fixed_accuracy: float | None = None
    fixed_doubted: float | None = None
    validation_samples: int = 0
    per_class: tuple[float | None, ...] = ()
    layers: tuple[LayerRecord, ...] = ()

    @property
    def validation_interval(self) -> tuple[float, float] | None:
        """The 95 % interval of the validation accuracy; ``None`` if it or the number of samples is not known."""
        if self.validation_accuracy is None or not self.validation_samples:
            return None
        return accuracy_interval(self.validation_accuracy, self.validation_samples)


@dataclass(frozen=True)
class Change:
    """A setting that the user changed during the training.

    Attributes:
        epoch: epochs done before the first step with the new value, with the fraction of the current one.
        what: the setting of :class:`~mlp_engine.perceptron.config.TrainingConfig`.
        value: the new value; of dropout the share for all hidden layers, of the augmentation its name, of the
            minibatches a whole number (stores and older files have a float, which is read as one).
    """

    epoch: float
    what: Changeable
    value: float | str

    def __post_init__(self) -> None:
        """Make the size of the minibatches a whole number."""
        if self.what == "batch_size" and isinstance(self.value, float) and self.value.is_integer():
            object.__setattr__(self, "value", int(self.value))

    @property
    def shown_value(self) -> str:
        """The new value in words: at most six digits of a number."""
        return self.value if isinstance(self.value, str) else f"{self.value:g}"

    def apply(self, config: TrainingConfig) -> TrainingConfig:
        """The settings from this change on.

        Raises:
            SettingError: if the value is not allowed.
        """
        value: Any = self.value
        if self.what == "dropout":
            value = (value,) if value else ()
        return replace(config, **{self.what: value})


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


@dataclass(frozen=True)
class MinibatchStep:
    """A single step that was asked for during a pause (see :meth:`mlp_engine.training.control.RunControl.step`).

    Attributes:
        epoch: epochs done, with the fraction of the current one.
        samples: number of samples in the minibatch.
        loss_before: their mean loss before the step, without the penalty and without dropout.
        loss_after: their mean loss after it.
        length: how far all parameters moved together: Euclidean norm.
        layers: how far the weights of each layer moved, first to last: Euclidean norms.
        weights_moved: number of weights that changed.
    """

    epoch: float
    samples: int
    loss_before: float
    loss_after: float
    length: float
    layers: tuple[float, ...]
    weights_moved: int


TrainingEvent = Progress | EpochFinished | Change | NotSaved | MinibatchStep
