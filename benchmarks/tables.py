"""What the results look like: tables in Markdown, durations, ratios, and whether a goal was met."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Goal:
    """One goal, and what was measured."""

    what: str
    goal: str
    measured: str
    met: bool


def table(head: str, rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown; ``head`` as its cells with bars between them."""
    cells = [head.split("|"), ["---"] * len(head.split("|")), *rows]
    return "\n".join("| " + " | ".join(cell.strip() for cell in row) + " |" for row in cells)


def duration(seconds: float | None) -> str:
    """Three digits and the unit that suits them."""
    if seconds is None:
        return "–"
    for size, unit in ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs")):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"


def plain(number: float | None, digits: int = 3) -> str:
    """So many significant digits, never with an exponent."""
    return "–" if number is None else f"{float(f'{number:.{digits}g}'):,g}" if number < 1e5 else f"{number:,.0f}"


def times(ratio: float | None) -> str:
    """How many times as fast."""
    return "–" if ratio is None else f"{ratio:.2f}×"


def per_cent(share: float | None) -> str:
    """A share."""
    return "–" if share is None else f"{share:.0%}"


def verdict(met: bool) -> str:
    """Whether a goal was met, readable without colour."""
    return "met" if met else "**short**"
