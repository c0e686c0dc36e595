"""What a weights file says about itself: where its weights come from and what was measured."""

from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from mlp_engine.perceptron.config import TrainingConfig
from mlp_engine.version import __version__

if TYPE_CHECKING:  # who only reads a weights file needs no training
    from mlp_engine.datasets.dataset import Dataset
    from mlp_engine.training.run import TrainingResult


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


@dataclass(frozen=True)
class ModelCard:
    """Where weights come from.

    Attributes:
        data: name of the data set they were trained on.
        data_sha256: its fingerprint.
        training: the training settings, by name.
        seed: the seed of that training.
        epochs: epochs that were finished.
        scores: what was measured, by name, such as ``{"validation_accuracy": 0.979}``.
        created: when, in ISO 8601.
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
    """The card of a network that ``config`` trained on ``data``; its scores are those of the epoch kept.

    A temperature stands among the scores; the losses are those before it.
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
