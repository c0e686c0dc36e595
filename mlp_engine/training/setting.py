"""A setting of a training: its label, its description, and the conversion of its values from and to text."""

import re
from dataclasses import dataclass
from typing import Literal

from mlp_engine.errors import SettingError
from mlp_engine.training.history import CHANGEABLE
from mlp_engine.validation import shortened

Kind = Literal["number", "whole number", "numbers", "layers", "name", "names", "yes or no"]
Group = Literal["", "Data", "Network", "Regularization", "Training", "More"]
Value = float | int | str | None | tuple[int, ...] | tuple[float, ...] | tuple[str, ...]


@dataclass(frozen=True)
class Setting:
    """One row of the table :data:`~mlp_engine.training.settings.SETTINGS`.

    The records that hold the settings check which values are allowed.

    Attributes:
        name: name of the field in :class:`~mlp_engine.perceptron.config.NetworkConfig`,
            :class:`~mlp_engine.perceptron.config.TrainingConfig` or
            :class:`~mlp_engine.datasets.subset.SampleChoice`; or of
            :data:`~mlp_engine.training.settings.FOLDS`, which no record holds.
        label: its label for the user.
        kind: the kind of its values: "layers" are sizes, first to last; "names" and "numbers" are one for
            all layers, or one for each.
        description: what it does, in one sentence.
        group: its heading in a form; empty if forms do not show it.
        choices: the names that are allowed, each with its label.
        unit: the unit of a number, in the plural; empty if it has none.
        blank: the text that an empty text stands for; empty if a text is required.
        none: the word for no value, which an empty text stands for; empty if a value is required.
        example: example values for a sweep; empty if it cannot be swept over.
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
        """Whether its values are numbers."""
        return self.kind in ("number", "whole number", "numbers")

    @property
    def is_live(self) -> bool:
        """Whether it may be changed during a training."""
        return self.name in CHANGEABLE

    @property
    def label_in_sentence(self) -> str:
        """The label within a sentence: "learning rate", "L1 strength"."""
        return self.label if self.label[:2] in ("L1", "L2") else self.label[:1].lower() + self.label[1:]

    def label_of(self, name: str) -> str:
        """The label of one of its choices: "ReLU" for "relu"."""
        return dict(self.choices).get(name, name)

    def parse(self, text: str) -> Value:
        """Parse ``text`` as a value; a decimal comma is accepted.

        A text that is not the required number is returned unchanged: the record of the settings refuses it with an
        error that states the allowed range.

        Raises:
            SettingError: if hidden layers are not whole numbers, or numbers are none.
        """
        text = text.strip() or self.blank
        if not text and self.none:
            return () if self.kind in ("layers", "names", "numbers") else None
        match self.kind:
            case "number" | "whole number":
                try:
                    return _whole(text) if self.kind == "whole number" else float(text.replace(",", "."))
                except ValueError:
                    return text
            case "layers":
                return self._layers(text)
            case "numbers":
                return self._numbers(text)
            case "names":
                return tuple(re.split(r"\s*,\s*", text))
            case "name":
                return text
            case "yes or no":
                return {"yes": True, "no": False}.get(text, text)

    def text(self, value: Value) -> str:
        """The text that :meth:`parse` turns into exactly ``value``."""
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, float):
            return repr(value).removesuffix(".0")
        if isinstance(value, tuple) and self.kind == "numbers":
            return ", ".join(repr(float(number)).removesuffix(".0") for number in value)
        if isinstance(value, tuple):
            alike = self.kind == "names" and len(set(value)) == 1
            return ", ".join(map(str, value[:1] if alike else value)) or ("0" if self.kind == "layers" else "")
        return "" if value is None else str(value)

    def words(self, value: Value) -> str:
        """``value`` for the user: with six digits and its unit."""
        if value is None or value == ():
            return self.none
        if isinstance(value, tuple):
            return ", ".join(f"{each:g}" if isinstance(each, float) else str(each) for each in value)
        text = f"{value:g}" if isinstance(value, float) else self.text(value)
        return f"{text} {self.unit.removesuffix('s') if value == 1 else self.unit}" if self.unit else text

    def _numbers(self, text: str) -> tuple[float, ...]:
        """Parse ``"0.5, 0.2"`` as (0.5, 0.2). Between two digits a comma is a decimal one, if there is no point."""
        parts = re.split(r"[\s,;]+" if "." in text else r",\s+|[\s;]+", text)
        try:
            return tuple(float(part.replace(",", ".")) for part in parts if part)
        except ValueError:
            raise SettingError(f"{self.label} must be numbers such as 0.5, 0.2. Got {shortened(repr(text))}.") from None

    def _layers(self, text: str) -> tuple[int, ...]:
        """Parse ``"100, 50"`` as (100, 50), and a single 0 as no layer."""
        try:
            layers = tuple(int(part) for part in re.split(r"[\s,;]+", text) if part)
        except ValueError:
            raise SettingError(
                f"{self.label} must be whole numbers such as 100, 50. Got {shortened(repr(text))}."
            ) from None
        return () if layers == (0,) else layers


def _whole(text: str) -> int:
    """The whole number in ``text``, which may be written with a power of ten: "1e3".

    Raises:
        ValueError: if it is not one.
    """
    found = re.fullmatch(r"(\d+)[eE]\+?(\d{1,2})", text)
    return int(found[1]) * 10 ** int(found[2]) if found else int(text)
