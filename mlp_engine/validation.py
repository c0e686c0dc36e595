"""The checks of settings, with the one wording of every error about a range or a choice.

Parsing a text and checking a value are two steps. A form and the command line do both; a caller from Python does
only the second. Each function returns the value if it is allowed, and raises
:class:`~mlp_engine.errors.SettingError` otherwise.
"""

import math
import unicodedata
from collections.abc import Sequence
from numbers import Integral, Real
from typing import TypeVar

from mlp_engine.errors import SettingError

Choice = TypeVar("Choice", bound=str)

_HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # Unicode's categories of controls, formats, surrogates, line separators
_JOINERS = "\u200c\u200d"  # formats that words of Persian and Hindi, and composed emoji, need


def parse_whole_number(name: str, text: str, *, at_least: int | None = None, at_most: int | None = None) -> int:
    """Parse ``text`` as a whole number within the bounds, both inclusive."""
    try:
        value = int(text)
    except ValueError:
        raise SettingError(_sentence(name, "a whole number", _whole_range(at_least, at_most), text)) from None
    return check_whole_number(name, value, at_least=at_least, at_most=at_most)


def check_whole_number(name: str, value: object, *, at_least: int | None = None, at_most: int | None = None) -> int:
    """Check that ``value`` is an integer (also of numpy, but no ``bool``) within the bounds, both inclusive."""
    if not isinstance(value, bool) and isinstance(value, Integral):
        whole = int(value)
        if (at_least is None or whole >= at_least) and (at_most is None or whole <= at_most):
            return whole
    raise SettingError(_sentence(name, "a whole number", _whole_range(at_least, at_most), value))


def parse_number(
    name: str,
    text: str,
    *,
    at_least: float | None = None,
    above: float | None = None,
    at_most: float | None = None,
    below: float | None = None,
) -> float:
    """Parse ``text`` as a finite number within the bounds; a decimal comma is accepted."""
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        raise SettingError(_sentence(name, "a number", _range(at_least, above, at_most, below), text)) from None
    return check_number(name, value, at_least=at_least, above=above, at_most=at_most, below=below)


def check_number(
    name: str,
    value: object,
    *,
    at_least: float | None = None,
    above: float | None = None,
    at_most: float | None = None,
    below: float | None = None,
) -> float:
    """Check that ``value`` is finite, with ``at_least <= value <= at_most`` and ``above < value < below``."""
    if not isinstance(value, bool) and isinstance(value, Real):
        number = _as_float(value)
        if (
            math.isfinite(number)
            and (at_least is None or number >= at_least)
            and (above is None or number > above)
            and (at_most is None or number <= at_most)
            and (below is None or number < below)
        ):
            return number
    raise SettingError(_sentence(name, "a number", _range(at_least, above, at_most, below), value))


def _as_float(value: Real) -> float:
    try:
        return float(value)
    except OverflowError:  # a whole number that is too large for a float
        return math.inf


def check_choice(name: str, value: object, choices: Sequence[Choice]) -> Choice:
    """Check that ``value`` is one of ``choices``."""
    for choice in choices:
        if value == choice:
            return choice
    raise SettingError(f"{name} must be {_alternatives(choices)}. Got {shortened(repr(value))}.")


def shortened(what: object, limit: int = 60) -> str:
    """``what`` as :func:`visible` text, cut to ``limit`` characters so that an error message stays short."""
    text = visible(str(what)[: limit + 1])
    return text if len(text) <= limit else text[: limit - 1] + "…"


def visible(text: str) -> str:
    """``text`` with escapes for what would not show, or act on a terminal, instead of being read.

    Those are control characters, ends of lines, marks that turn the direction of writing, and lone surrogates, as
    which Python has the bytes of a file name that are not UTF-8.
    """
    return text if text.isprintable() else "".join(map(_visible_character, text))


def _visible_character(character: str) -> str:
    is_hidden = unicodedata.category(character) in _HIDDEN and character not in _JOINERS
    return character.encode("unicode_escape").decode("ascii") if is_hidden else character


def _sentence(name: str, kind: str, bounds: str, came: object) -> str:
    return f"{name} must be {kind}{bounds}. Got {shortened(repr(came))}."


def _whole_range(at_least: int | None, at_most: int | None) -> str:
    if at_least is not None and at_most is not None:
        return f" from {at_least} to {at_most}"
    if at_least is not None:
        return f" of at least {at_least}"
    return f" of at most {at_most}" if at_most is not None else ""


def _range(at_least: float | None, above: float | None, at_most: float | None, below: float | None) -> str:
    parts = [
        f"{words} {bound:g}"
        for words, bound in (("of at least", at_least), ("above", above), ("of at most", at_most), ("below", below))
        if bound is not None
    ]
    return " " + " and ".join(parts) if parts else ""


def _alternatives(choices: Sequence[str]) -> str:
    if len(choices) == 1:
        return choices[0]
    return ", ".join(choices[:-1]) + " or " + choices[-1]
