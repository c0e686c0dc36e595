"""Signs and characters that are no digit, each as a function of ``rng``.

Left out is what looks like a digit: & (8), § and ∫ (5), φ and ∅ (a slashed 0), л and г (7 or 1).
"""

import math

import numpy as np
from numpy.typing import NDArray

from generators.letters import CAPITALS, SMALL_LETTERS
from generators.unsteady_hand import HandDrawn, Lines, arc, by_hand, line

_RING = arc(0.5, 0.5, 0.5, 0.5, -90, 270)

_CHARACTERS: tuple[Lines, ...] = (
    (line((0.05, 0.35), (0.95, 0.35)), line((0.5, 0), (0.5, 0.35), (0.05, 1)), line((0.5, 0.4), (0.95, 1))),
    (
        line((0, 0.3), (1, 0.3)),
        line((0.5, 0), (0.5, 1)),
        line((0.5, 0.3), (0.05, 0.85)),
        line((0.5, 0.3), (0.95, 0.85)),
    ),
    (line((0.1, 0.25), (0.1, 0.65), (0.9, 0.65), (0.9, 0.25), (0.1, 0.25)), line((0.5, 0), (0.5, 1))),
    (line((0.5, 0), (0.5, 0.95)), line((0.05, 0.4), (0.05, 0.95), (0.95, 0.95), (0.95, 0.4))),
    (
        line((0.1, 0.05), (0.9, 0.05)),
        line((0.15, 0.5), (0.85, 0.5)),
        line((0, 0.95), (1, 0.95)),
        line((0.5, 0.05), (0.5, 0.95)),
    ),
    (line((0.5, 0), (0.45, 0.5), (0, 1)), line((0.48, 0.45), (1, 1))),
    (
        line((0, 0.1), (0, 1), (1, 1), (1, 0.1), (0, 0.1)),
        line((0, 0.55), (1, 0.55)),
        line((0.5, 0.1), (0.5, 1)),
    ),
)

_CYRILLIC: tuple[Lines, ...] = (
    (line((0.5, 0), (0.5, 1)), line((0, 0), (0.5, 0.5), (0, 1)), line((1, 0), (0.5, 0.5), (1, 1))),
    (line((0, 0), (0, 1), (1, 1), (1, 0)), line((0.5, 0), (0.5, 1))),
    (line((0, 0), (0, 1), (0.9, 0), (0.9, 1)),),
    (line((0, 0), (0, 1)), line((0, 0.5), (0.4, 0.5)), arc(0.7, 0.5, 0.3, 0.48, 180, 540)),
    (
        np.concatenate([line((0.85, 1), (0.85, 0)), arc(0.45, 0.27, 0.4, 0.27, 270, 90), line((0.85, 0.54))]),
        line((0.45, 0.54), (0.05, 1)),
    ),
    (line((0.05, 1), (0.5, 0), (0.95, 1)), line((-0.05, 1.15), (-0.05, 1), (1.05, 1), (1.05, 1.15))),
    (line((0, 0), (0.8, 0), (0.4, 0.5), (0.8, 1), (0, 1)), line((1, 0), (1, 1))),
)


def _one_of(forms: tuple[Lines, ...], rng: np.random.Generator) -> HandDrawn:
    return by_hand(forms[rng.integers(len(forms))], rng)


def at_signs(rng: np.random.Generator) -> HandDrawn:
    """An a in a ring that stays open."""
    inner = rng.uniform(0.17, 0.22)
    letter = np.concatenate([arc(0.5, 0.5, inner, inner, 0, -360), line((0.5 + inner, 0.3), (0.5 + inner, 0.68))])
    return by_hand([np.concatenate([letter, arc(0.5, 0.5, 0.5, 0.5, 30, -295)])], rng)


def chinese_characters(rng: np.random.Generator) -> HandDrawn:
    """One of seven simple characters: big, tree, middle, mountain, king, person, field."""
    return _one_of(_CHARACTERS, rng)


def cyrillic_letters(rng: np.random.Generator) -> HandDrawn:
    """One of seven letters of other alphabets than the Latin one."""
    return _one_of(_CYRILLIC, rng)


def double_arrows(rng: np.random.Generator) -> HandDrawn:
    """A lying or a slanted shaft with a head at both ends."""
    angle, size = math.radians(rng.uniform(-40, 40)), rng.uniform(0.15, 0.3)
    turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    heads = [line((x + side * size, -size), (x, 0), (x + side * size, size)) for x, side in ((-0.5, 1), (0.5, -1))]
    return by_hand([stroke @ turn for stroke in (line((-0.5, 0), (0.5, 0)), *heads)], rng)


def euro_signs(rng: np.random.Generator) -> HandDrawn:
    """A wide open bow with two bars."""
    bars = [line((0, y), (0.7, y)) for y in (0.42, 0.58)]
    return by_hand([arc(0.6, 0.5, 0.42, 0.5, -50, -310), *bars], rng)


def infinity_signs(rng: np.random.Generator) -> HandDrawn:
    """A lying loop that crosses itself, never upright."""
    t = np.linspace(0, 2 * math.pi, 60) + rng.uniform(0, 2 * math.pi)
    return by_hand([np.column_stack([0.6 * np.cos(t), rng.uniform(0.25, 0.5) * np.sin(t) * np.cos(t)])], rng)


def music_notes(rng: np.random.Generator) -> HandDrawn:
    """Two heads on stems with a beam."""
    low = rng.uniform(0.05, 0.2)
    heads = [arc(x, 0.88, 0.13, 0.1) for x in (0.12, 0.77)]
    stems = [line((0.25, 0.88), (0.25, low), (0.9, 0), (0.9, 0.88))]
    beam = [line((0.25, low + 0.15), (0.9, 0.15))] if rng.random() < 0.4 else []
    return by_hand([*heads, *stems, *beam], rng)


def not_equal_signs(rng: np.random.Generator) -> HandDrawn:
    """Two or three lying bars with a slash through them."""
    bars = [line((0, y), (1, y)) for y in np.linspace(0.35, 0.65, int(rng.integers(2, 4)))]
    return by_hand([*bars, line((0.75, 0), (0.25, 1))], rng)


def noughts_and_crosses(rng: np.random.Generator) -> HandDrawn:
    """A board with two to five marks on it."""
    board = [line((x, 0), (x, 1)) for x in (1 / 3, 2 / 3)] + [line((0, y), (1, y)) for y in (1 / 3, 2 / 3)]
    marks: list[NDArray[np.float64]] = []
    for cell in rng.permutation(9)[: int(rng.integers(2, 6))]:
        x, y = cell % 3 / 3 + 1 / 6, cell // 3 / 3 + 1 / 6
        if rng.random() < 0.5:
            marks.append(arc(x, y, 0.1, 0.1))
        else:
            marks += [line((x - 0.1, y - 0.1), (x + 0.1, y + 0.1)), line((x + 0.1, y - 0.1), (x - 0.1, y + 0.1))]
    return by_hand([*board, *marks], rng)


def peace_signs(rng: np.random.Generator) -> HandDrawn:
    """A ring with three spokes and a bar."""
    spokes = [line((0.5, 0), (0.5, 1)), line((0.15, 0.85), (0.5, 0.5), (0.85, 0.85))]
    return by_hand([_RING, *spokes], rng)


def plus_minus_signs(rng: np.random.Generator) -> HandDrawn:
    """A plus over a bar, or a bar with a dot above and below it."""
    if rng.random() < 0.5:
        return by_hand([line((0, 0.4), (1, 0.4)), line((0.5, 0), (0.5, 0.8)), line((0, 1), (1, 1))], rng)
    dots = [line((0.5, y), (0.5, y + 0.04)) for y in (0.15, 0.85)]
    return by_hand([line((0, 0.5), (1, 0.5)), *dots], rng)


def radical_signs(rng: np.random.Generator) -> HandDrawn:
    """The sign of a square root over an x or over nothing."""
    under = [line((0.6, 0.35), (0.95, 0.9)), line((0.95, 0.35), (0.6, 0.9))] if rng.random() < 0.6 else []
    return by_hand([line((0, 0.6), (0.1, 0.55), (0.25, 1), (0.45, 0), (1.1, 0)), *under], rng)


def ringed_crosses(rng: np.random.Generator) -> HandDrawn:
    """A ring with two lines across it, or a ring of four quarters: a target, a wheel, a button."""
    angle = rng.uniform(0, math.pi / 2)
    reach = rng.uniform(0.4, 0.65)
    spokes = [
        np.array(
            [
                (0.5 - reach * math.cos(a), 0.5 - reach * math.sin(a)),
                (0.5 + reach * math.cos(a), 0.5 + reach * math.sin(a)),
            ]
        )
        for a in (angle, angle + math.pi / 2)
    ]
    return by_hand([_RING, *spokes], rng)


def signatures(rng: np.random.Generator) -> HandDrawn:
    """Cursive waves that shrink to the right, and a line below them."""
    waves = int(rng.integers(3, 7))
    t = np.linspace(0, 1, 16 * waves)
    height = np.interp(t, [0, 0.2, 1], [0.5, rng.uniform(0.15, 0.3), 0.08])
    x, y = t + 0.06 * np.sin(4 * math.pi * waves * t), 0.4 + height * np.sin(2 * math.pi * waves * t)
    underline = [line((rng.uniform(0, 0.3), 0.95), (1, rng.uniform(0.8, 0.9)))] if rng.random() < 0.6 else []
    return by_hand([np.column_stack([1.4 * x, y]), *underline], rng)


def six_pointed_stars(rng: np.random.Generator) -> HandDrawn:
    """Two triangles laid across each other."""
    triangles: list[NDArray[np.float64]] = []
    for start in (-90, 90):
        angles = np.radians(start + np.array([0, 120, 240, 360]))
        triangles.append(0.5 + 0.5 * np.column_stack([np.cos(angles), np.sin(angles)]))
    return by_hand(triangles, rng)


def words(rng: np.random.Generator) -> HandDrawn:
    """Two or three letters side by side."""
    letters: tuple[Lines, ...] = (*SMALL_LETTERS.values(), *CAPITALS.values())
    strokes: list[NDArray[np.float64]] = []
    for place in range(int(rng.integers(2, 4))):
        strokes += [stroke * 0.8 + np.array((1.1 * place, 0.0)) for stroke in letters[rng.integers(len(letters))]]
    return by_hand(strokes, rng)
