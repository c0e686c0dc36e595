"""An answer in words: how sure the network is, for the eye and for a screen reader."""

from collections.abc import Sequence

from mlp_desktop.plain_words import a_digit
from mlp_engine.reading import ReadDigit, ReadNumber

SURE = 0.9
LIKELY = 0.6

NOT_A_DIGIT = "not a digit"


def sureness_words(scores: Sequence[float]) -> str:
    """How sure the network is of the best of ten probabilities, and which digit comes second if it is not sure."""
    first, second = sorted(range(len(scores)), key=scores.__getitem__, reverse=True)[:2]
    if scores[first] >= SURE:
        return "sure"
    if scores[first] >= LIKELY:
        return f"probably, or possibly {a_digit(second)}"
    return f"unsure, perhaps {a_digit(second)}"


def answer_words(number: ReadNumber, chosen: int, *, is_drawing: bool) -> str:
    """How sure the network is of the chosen digit; with several digits also which of them is chosen."""
    digit = number.digits[chosen]
    words = _sureness(digit)
    if digit.refused and is_drawing:
        words += " yet"
    return words if len(number.digits) == 1 else f"{_place(chosen)} digit: {words}"


def spoken_answer(number: ReadNumber) -> str:
    """The whole answer for a screen reader: "7, sure", or "2 0 2 6" and then the digits that are not sure."""
    digits = number.digits
    if len(digits) == 1:
        return NOT_A_DIGIT if digits[0].refused else f"{digits[0].digit}, {_sureness(digits[0])}"
    rows = [" ".join(NOT_A_DIGIT if digit.refused else str(digit.digit) for digit in row) for row in number.rows]
    doubts = [
        f"{_place(place)} digit {_sureness(digit)}"
        for place, digit in enumerate(digits)
        if not digit.refused and _sureness(digit) != "sure"
    ]
    return "; ".join([", next row ".join(rows), *doubts])


def _sureness(digit: ReadDigit) -> str:
    return NOT_A_DIGIT if digit.refused else sureness_words([float(score) for score in digit.probabilities])


def _place(chosen: int) -> str:
    ordinals = ("1st", "2nd", "3rd")
    return ordinals[chosen] if chosen < len(ordinals) else f"{chosen + 1}th"
