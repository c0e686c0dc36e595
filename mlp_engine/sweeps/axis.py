"""An axis of a sweep: a setting with its values, and its notation as text."""

import math
import re
from dataclasses import dataclass
from typing import cast

import numpy as np

from mlp_engine.errors import SettingError
from mlp_engine.training.setting import Setting
from mlp_engine.training.settings import SETTINGS
from mlp_engine.validation import check_choice, check_number, check_whole_number, parse_number, parse_whole_number

Value = float | int | str | tuple[int, ...]

SAMPLES = Setting(
    "samples",
    "Training samples",
    "whole number",
    "How many samples each training learns from; those kept for validation are as many for all of them.",
    example="50, 100, 200, 400",
)
"""An axis of its own: what varies is the data, so that the accuracies are a learning curve."""

DATA_PARAMETERS: dict[str, Setting] = {"samples": SAMPLES, "label_noise": SETTINGS["label_noise"]}
"""The axes that vary the data instead of the network or its training."""

PARAMETERS: dict[str, Setting] = {
    setting.option: setting for setting in SETTINGS.values() if setting.example and setting.group != "Data"
} | DATA_PARAMETERS
"""The settings that can be swept over, by the name of their axis ("activation" is that of all hidden layers)."""

MAX_VALUES = 10_000
_FORM = "NAME=VALUE,VALUE,… where a value may be LOW..HIGH:COUNT or LOW..HIGH:log:COUNT"


@dataclass(frozen=True)
class Span:
    """A range of numbers.

    Attributes:
        low: the first value.
        high: the last value, above ``low``.
        count: number of evenly spaced values for a grid, with both ends; at least 2.
        log: whether the values are evenly spaced by their logarithms; then ``low`` is above 0.

    Raises:
        SettingError: if it is not a valid range.
    """

    low: float
    high: float
    count: int
    log: bool = False

    def __post_init__(self) -> None:
        check_number("Low end of a range", self.low, **({"above": 0} if self.log else {}))
        check_number("High end of a range", self.high, above=self.low)
        check_number("Width of a range", self.high - self.low)
        check_whole_number("Number of values in a range", self.count, at_least=2, at_most=MAX_VALUES)

    def values(self) -> tuple[float, ...]:
        """The values for a grid, rounded to twelve digits, so that 0.1 is exactly 0.1."""
        spread = np.geomspace if self.log else np.linspace
        return tuple(float(f"{value:.12g}") for value in spread(self.low, self.high, self.count))

    def draw(self, rng: np.random.Generator) -> float:
        """A random number from the range, rounded to four digits; uniform or log-uniform."""
        if self.log:
            return float(f"{math.exp(rng.uniform(math.log(self.low), math.log(self.high))):.4g}")
        return float(f"{rng.uniform(self.low, self.high):.4g}")


@dataclass(frozen=True)
class Axis:
    """A setting with its values.

    Attributes:
        name: one of :data:`PARAMETERS`.
        pieces: single values and ranges, at least one.

    Raises:
        SettingError: if there is no such setting, or it cannot have one of the values.
    """

    name: str
    pieces: tuple[Value | Span, ...]

    def __post_init__(self) -> None:
        check_choice("Setting to sweep over", self.name, tuple(PARAMETERS))
        if not self.pieces:
            raise SettingError(f"Values of {self.name} must be at least one. Got none.")
        for piece in self.pieces:
            self._check(piece)
        check_whole_number(f"Number of values of {self.name}", len(self.values()), at_most=MAX_VALUES)

    @property
    def setting(self) -> Setting:
        """What there is to know of the setting."""
        return PARAMETERS[self.name]

    def values(self) -> tuple[Value, ...]:
        """All values for a grid, in the given order and without duplicates."""
        found: dict[Value, None] = {}
        for piece in self.pieces:
            for value in piece.values() if isinstance(piece, Span) else (piece,):
                found[self._fitting(value)] = None
        return tuple(found)

    def draw(self, rng: np.random.Generator) -> Value:
        """A random value; a range is as likely as all of its grid values together."""
        counts = [piece.count if isinstance(piece, Span) else 1 for piece in self.pieces]
        piece = self.pieces[int(rng.choice(len(self.pieces), p=np.array(counts) / sum(counts)))]
        return self._fitting(piece.draw(rng) if isinstance(piece, Span) else piece)

    def _fitting(self, value: Value) -> Value:
        """A number from a range, converted to the kind of this setting."""
        if not isinstance(value, float) or self.setting.kind in ("number", "numbers"):
            return value
        return round(value) if self.setting.kind == "whole number" else (round(value),)

    def _check(self, piece: Value | Span) -> None:
        if isinstance(piece, Span):
            if self.setting.choices:
                raise SettingError(f"Values of {self.name} must be names. Got a range.")
            return
        match self.setting.kind:
            case "number" | "numbers":
                check_number(f"A value of {self.name}", piece)
            case "whole number":
                check_whole_number(f"A value of {self.name}", piece)
            case "layers":
                for size in piece if isinstance(piece, tuple) else (piece,):
                    check_whole_number("Neurons of a hidden layer", size, at_least=1)
            case _:
                check_choice(f"A value of {self.name}", piece, [name for name, _ in self.setting.choices])


def parse_axis(text: str) -> Axis:
    """Parse an axis: ``l2=0,1e-4..1e-1:log:5``, ``hidden=30,100-50``, ``optimizer=sgd,adam``.

    ``LOW..HIGH:COUNT`` is a range, ``LOW..HIGH:log:COUNT`` a logarithmic one. Hidden layers are joined by a minus; 0
    means none. Values may be joined by semicolons instead; then a comma in a number is a decimal comma: ``l2=0,5;1,5``.

    Raises:
        SettingError: if the text is not a valid axis; it says which part is wrong.
    """
    name, equals, values = text.partition("=")
    if not equals or not values.strip():
        raise SettingError(f"What to sweep over must be {_FORM}. Got {text[:60]!r}.")
    name = check_choice("Setting to sweep over", name.strip().replace("-", "_"), tuple(PARAMETERS))
    if ";" in values:
        decimal = values.replace(",", ".") if PARAMETERS[name].is_number else values
        return Axis(name, tuple(_piece(name, piece.strip()) for piece in decimal.split(";")))
    return Axis(name, tuple(_piece(name, piece.strip()) for piece in values.split(",")))


def comma_warning(text: str) -> str:
    """A sentence for a text such as ``l2=0,5``, which may be meant as one number; empty if there is no doubt."""
    name, _, values = text.partition("=")
    found = re.fullmatch(r"\s*(\d+),(\d*[1-9])\s*", values)
    setting = PARAMETERS.get(name.strip().replace("-", "_"))
    if found is None or setting is None or setting.kind not in ("number", "numbers"):
        return ""
    first, second = found.groups()
    return (
        f"{first},{second} is read as two values, {first} and {second}. "
        f"Write {first}.{second} for one; with ; between values a comma is a decimal comma."
    )


def _piece(name: str, text: str) -> Value | Span:
    if not text:
        raise SettingError(f"Values of {name} must be joined by single commas or semicolons. Got an empty one.")
    if ".." in text:
        return _span(name, text)
    setting = PARAMETERS[name]
    if setting.kind == "layers":
        return _layers(text)
    if setting.kind == "numbers":
        return parse_number(f"A value of {name}", text)
    # The axis refuses what is no number; one name, or one number, is for all layers.
    return cast("float | int | str", setting.parse(text)) if setting.is_number else text


def _layers(text: str) -> tuple[int, ...]:
    if text == "0":
        return ()
    return tuple(parse_whole_number("Neurons of a hidden layer", size, at_least=1) for size in text.split("-"))


def _span(name: str, text: str) -> Span:
    ends, *rest = text.split(":")
    low, _, high = ends.partition("..")
    log = rest[:1] == ["log"]
    if len(rest) != 1 + log:
        raise SettingError(f"A range of {name} must be LOW..HIGH:COUNT or LOW..HIGH:log:COUNT. Got {text[:60]!r}.")
    return Span(
        parse_number(f"Low end of a range of {name}", low),
        parse_number(f"High end of a range of {name}", high),
        parse_whole_number(f"Number of values in a range of {name}", rest[-1], at_least=2, at_most=MAX_VALUES),
        log,
    )
