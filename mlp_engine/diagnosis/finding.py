"""A finding of the diagnosis: a problem of a training, with its evidence, and the cures for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

Kind = Literal[
    "diverged",
    "exploding gradient",
    "saturated outputs",
    "vanishing gradient",
    "penalty too strong",
    "validation unlike",
    "saturated units",
    "dead units",
    "rate too high",
    "rate too low",
    "label noise",
    "overfitting",
    "too small",
    "underfitting",
    "few validation samples",
    "no validation",
    "not yet",
    "no more gain",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""All kinds, the most important first: a fault that keeps the network from learning hides those behind it."""

Sureness = Literal["sure", "likely"]
Value = None | str | float | int | tuple[int, ...] | tuple[float, ...] | tuple[str, ...]


@dataclass(frozen=True)
class Evidence:
    """A measured number that a finding rests on.

    Attributes:
        name: what was measured: "validation accuracy".
        value: the number.
        is_share: whether it is a share, to be written in per cent.
    """

    name: str
    value: float
    is_share: bool = False

    def __str__(self) -> str:
        return f"{self.name} {self.value:.1%}" if self.is_share else f"{self.name} {self.value:.3g}"


@dataclass(frozen=True)
class Cure:
    """A change of settings that helps against a problem.

    Attributes:
        label: the change in a few words, as on a button: "Try a third of the rate".
        settings: the new values of the settings to change, by their names in
            :data:`~mlp_engine.training.settings.SETTINGS`.
    """

    label: str
    settings: Mapping[str, Value]


@dataclass(frozen=True)
class Finding:
    """A problem of a training.

    Attributes:
        kind: the kind of problem.
        sentence: what was measured and why it happens, for the user.
        sure: "sure" where the evidence leaves no other explanation that is known here, otherwise "likely".
        evidence: the numbers.
        epochs: the first and the last epoch that show it; ``None`` if there was no epoch yet.
        layer: the number of the layer that shows it, from 1; ``None`` if it is not about one layer.
        cures: changes of settings that help, the best first; empty if no setting helps.
    """

    kind: Kind
    sentence: str
    sure: Sureness
    evidence: tuple[Evidence, ...]
    epochs: tuple[int, int] | None
    layer: int | None = None
    cures: tuple[Cure, ...] = ()


def cure(label: str, **settings: Value) -> Cure:
    """A cure with immutable settings."""
    return Cure(label, MappingProxyType(settings))


def share(name: str, value: float) -> Evidence:
    """Evidence that is a share."""
    return Evidence(name, value, is_share=True)
