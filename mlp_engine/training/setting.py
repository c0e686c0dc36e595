"""A setting of a training: what it is called, what it does, and how its value is read from text and written as text."""

import re
from dataclasses import dataclass
from typing import Literal

from mlp_engine.errors import SettingError
from mlp_engine.training.history import CHANGEABLE

Kind = Literal["number", "whole number", "layers", "name", "names", "yes or no"]
Group = Literal["", "Data", "Network", "Regularization", "Training"]
Value = float | int | str | None | tuple[int, ...] | tuple[str, ...]


@dataclass(frozen=True)
class Setting:
    """One row of the table :data:`~mlp_engine.training.settings.SETTINGS`.

    Which values are allowed is not said here: the records that hold the settings check them.

    Attributes:
        name: of the field in :class:`~mlp_engine.perceptron.config.NetworkConfig`,
            :class:`~mlp_engine.perceptron.config.TrainingConfig` or
            :class:`~mlp_engine.datasets.subset.SampleChoice`.
        label: what people read.
        kind: what its values are: "layers" are sizes, first to last; "names" are one name for each layer.
        description: one sentence that says what it does.
        group: the heading under which a form shows it; empty if forms leave it out.
        choices: the names that it can have, each with its label.
        unit: what a number counts, in the plural; empty for a mere number.
        blank: the text that an empty one stands for; empty where something must be typed.
        none: the word for no value, which an empty text stands for; empty where there must be a value.
        example: values that a sweep of it could take; empty if it cannot be swept over.
        option: its name on the command line and in sweeps; ``name`` if empty.
    """

    name: str
    label: str
    kind: Kind
    description: str
    group: Group = ""
    choices: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    blank: str = ""
    none: str = ""
    example: str = ""
    option: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "option", self.option or self.name)

    @property
    def is_number(self) -> bool:
        """Whether its values are numbers, so that there are others between two of them."""
        return self.kind in ("number", "whole number")

    @property
    def is_live(self) -> bool:
        """Whether it may be changed while a training runs."""
        return self.name in CHANGEABLE

    @property
    def label_in_sentence(self) -> str:
        """The label within a sentence: "learning rate", "L1 strength"."""
        return self.label if self.label[:2] in ("L1", "L2") else self.label[:1].lower() + self.label[1:]

    def parse(self, text: str) -> Value:
        """The value that ``text`` names; a decimal comma is understood.

        A text that should be a number and is none is returned as it is: the record that takes the value refuses it,
        naming the range that it must be in.

        Raises:
            SettingError: if hidden layers are no whole numbers.
        """
        text = text.strip() or self.blank
        if not text and self.none:
            return () if self.kind in ("layers", "names") else None
        match self.kind:
            case "number" | "whole number":
                try:
                    return int(text) if self.kind == "whole number" else float(text.replace(",", "."))
                except ValueError:
                    return text
            case "layers":
                return self._layers(text)
            case "names":
                return tuple(re.split(r"\s*,\s*", text))
            case "name":
                return text
            case "yes or no":
                return {"yes": True, "no": False}.get(text, text)

    def text(self, value: Value) -> str:
        """``value`` as :meth:`parse` reads it, exactly."""
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, float):
            return repr(value).removesuffix(".0")
        if isinstance(value, tuple):
            alike = self.kind == "names" and len(set(value)) == 1
            return ", ".join(map(str, value[:1] if alike else value)) or ("0" if self.kind == "layers" else "")
        return "" if value is None else str(value)

    def words(self, value: Value) -> str:
        """``value`` for people: six digits, with its unit."""
        if value is None or value == ():
            return self.none
        if isinstance(value, tuple):
            return ", ".join(map(str, value))
        text = f"{value:g}" if isinstance(value, float) else self.text(value)
        return f"{text} {self.unit.removesuffix('s') if value == 1 else self.unit}" if self.unit else text

    def _layers(self, text: str) -> tuple[int, ...]:
        """``"100, 50"`` to (100, 50); a single 0 to no layer."""
        try:
            layers = tuple(int(part) for part in re.split(r"[\s,;]+", text) if part)
        except ValueError:
            raise SettingError(f"{self.label} must be whole numbers such as 100, 50. Got {text!r}.") from None
        return () if layers == (0,) else layers
