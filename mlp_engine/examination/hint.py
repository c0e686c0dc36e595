"""A hint: what is worth a look, what it rests on, and what to do about it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Hint:
    """One hint.

    Attributes:
        kind: which rule it comes from.
        sentence: what was found.
        evidence: the numbers that it rests on, or how they were found.
        action: what can be done about it, in a word or two; empty for nothing.
        place: what the action is about: of a cell label and answer, of a neuron layer and number.
    """

    kind: str
    sentence: str
    evidence: str
    action: str = ""
    place: tuple[int, int] = (-1, -1)
