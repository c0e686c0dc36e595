"""The model card of a weights file: where its weights come from, and the scores that were measured."""

from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from mlp_engine.perceptron.config import TrainingConfig
from mlp_engine.version import __version__

if TYPE_CHECKING:  # reading a weights file must not import the training
    from mlp_engine.datasets.dataset import Dataset
    from mlp_engine.training.result import TrainingResult


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


@dataclass(frozen=True)
class ModelCard:
    """The origin of a network's weights.

    Attributes:
        data: name of the data set they were trained on.
        data_sha256: fingerprint of that data set.
        training: the training settings, by name.
        seed: the seed of the training.
        epochs: number of finished epochs.
        scores: measured scores by name, such as ``{"validation_accuracy": 0.979}``.
        created: date and time, in ISO 8601.
        version: the version of this program that made them.
    """

    data: str = ""
    data_sha256: str = ""
    training: dict[str, Any] = field(default_factory=dict[str, Any])
    seed: int | None = None
    epochs: int = 0
    scores: dict[str, float] = field(default_factory=dict[str, float])
    created: str = field(default_factory=_now)
    version: str = __version__


def card_of_training(result: "TrainingResult", data: "Dataset", config: TrainingConfig) -> ModelCard:
    """The card of a network that was trained on ``data`` with ``config``; the scores are those of the kept epoch.

    The scores include the temperature of a calibration; the losses are those before the calibration.
    """
    history = result.history
    kept = history.best or (history.epochs[-1] if history.epochs else None)
    scores: dict[str, float] = {}
    if kept is not None:
        scores = {"training_accuracy": kept.training_accuracy, "training_loss": kept.training_loss}
        if kept.validation_accuracy is not None and kept.validation_loss is not None:
            scores |= {"validation_accuracy": kept.validation_accuracy, "validation_loss": kept.validation_loss}
    if result.temperature is not None:
        scores["temperature"] = result.temperature
    return ModelCard(
        data=data.name,
        data_sha256=data.fingerprint(),
        training=asdict(config),
        seed=config.seed,
        epochs=len(history),
        scores=scores,
    )
