"""Things that a pen does when it means nothing: lines, waves, scribbles, dots, each as a function of ``rng``."""

import math

import numpy as np
from numpy.typing import NDArray

from generators.unsteady_hand import HandDrawn, arc, by_hand, line


def rulers(rng: np.random.Generator) -> HandDrawn:
    """One straight line, lying or climbing a little; an upright one would be a 1."""
    angle = math.radians(rng.uniform(-35, 35))
    return by_hand([line((0, 0), (math.cos(angle), math.sin(angle)))], rng, turn=0, stretch=0, haste=0.3)


def hatchings(rng: np.random.Generator) -> HandDrawn:
    """Two to six lines side by side, in any direction; two upright ones would be an 11, so there are three or more."""
    angle = rng.uniform(0, math.pi)
    lying = abs(math.sin(angle)) < 0.5
    count = int(rng.integers(2 if lying else 3, 7))
    along = np.array([math.cos(angle), math.sin(angle)])
    across = np.array([-along[1], along[0]]) * rng.uniform(0.5, 1.0)
    lines = [
        line(*(tuple(share * across + end * along) for end in rng.uniform((-0.6, 0.35), (-0.35, 0.6))))
        for share in np.linspace(-0.5, 0.5, count)
    ]
    return by_hand(lines, rng)


def grids(rng: np.random.Generator) -> HandDrawn:
    """Two or three lines across two or three others: a hash mark, a fence, a board."""
    down, across = (np.linspace(0.3, 0.7, n) if n == 2 else np.linspace(0.2, 0.8, n) for n in rng.integers(2, 4, 2))
    lines = [line((x, 0), (x, 1)) for x in down] + [line((0, y), (1, y)) for y in across]
    return by_hand(lines, rng, turn=20)


def zigzags(rng: np.random.Generator) -> HandDrawn:
    """Up and down in straight strokes, at least five of them: three are a Z, four upright ones a 3."""
    count = int(rng.integers(6, 12))
    x, y = np.linspace(0, 1, count), np.where(np.arange(count) % 2 == 0, 0.0, rng.uniform(0.3, 1.0))
    teeth = np.column_stack([x, y + rng.normal(0, 0.05, count)])
    return by_hand([teeth if rng.random() < 0.7 else teeth[:, ::-1]], rng, turn=30)


def broken_lines(rng: np.random.Generator) -> HandDrawn:
    """One stroke of five to eight straight pieces from anywhere to anywhere."""
    return by_hand([rng.uniform(0, 1, (int(rng.integers(6, 10)), 2))], rng)


def waves(rng: np.random.Generator) -> HandDrawn:
    """A lying wave of two to five crests, or two of them below each other."""
    x = np.linspace(0, 1, 80)
    crests, height = rng.uniform(2, 5), rng.uniform(0.06, 0.3)
    wave = np.column_stack([x, height * np.sin(2 * math.pi * (crests * x + rng.uniform(0, 1)))])
    return by_hand([wave] if rng.random() < 0.7 else [wave, wave + np.array((0, 3 * height))], rng, turn=30)


def spirals(rng: np.random.Generator) -> HandDrawn:
    """Two to four turns, inwards or outwards, either way round."""
    turns = rng.uniform(2, 4)
    share = np.linspace(rng.uniform(0, 0.15), 1, int(30 * turns))
    angles = rng.uniform(0, 2 * math.pi) + 2 * math.pi * turns * share * rng.choice((-1, 1))
    return by_hand([0.5 + 0.5 * share[:, None] * np.column_stack([np.cos(angles), np.sin(angles)])], rng)


def cursive_loops(rng: np.random.Generator) -> HandDrawn:
    """A row of three to six loops in one stroke, as when a pen is tried out."""
    loops = int(rng.integers(3, 7))
    angles = np.linspace(0, 2 * math.pi * loops, 24 * loops) + rng.uniform(0, 2 * math.pi)
    radius, height = rng.uniform(0.08, 0.2), rng.uniform(0.15, 0.5)
    way = rng.choice((-1, 1))
    x = np.linspace(0, 1, len(angles)) + radius * np.cos(angles) * way
    return by_hand([np.column_stack([x, height * np.sin(angles)])], rng, turn=30)


def scrawls(rng: np.random.Generator) -> HandDrawn:
    """A pen that runs over the paper without lifting, five to twelve turns of it."""
    turns = int(rng.integers(5, 13))
    time = np.linspace(0, 1, 30 * turns)[:, None]
    frequencies = rng.uniform(0.3, 1.0, (2, 3)) * turns
    phases, strengths = rng.uniform(0, 2 * math.pi, (2, 3)), rng.uniform(0.1, 0.3, (2, 3))
    x, y = (
        (strengths[axis] * np.sin(2 * math.pi * frequencies[axis] * time + phases[axis])).sum(axis=1) for axis in (0, 1)
    )
    return by_hand([np.column_stack([x, y])], rng, turn=180)


def blackenings(rng: np.random.Generator) -> HandDrawn:
    """Something crossed out: a patch filled with strokes back and forth."""
    count = int(rng.integers(8, 20))
    angle, height = rng.uniform(0, math.pi), rng.uniform(0.3, 1.0)
    x, y = np.linspace(0, 1, count) + rng.normal(0, 0.03, count), np.arange(count) % 2 * height
    y = y + rng.normal(0, 0.08, count)
    turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    return by_hand([np.column_stack([x, y]) @ turn], rng)


def random_strokes(rng: np.random.Generator) -> HandDrawn:
    """Three to six short strokes and bows anywhere, in any direction."""
    lines: list[NDArray[np.float64]] = []
    for _ in range(int(rng.integers(3, 7))):
        x, y = rng.uniform(0.1, 0.9, 2)
        start, sweep, radius = rng.uniform(0, 360), rng.uniform(20, 200), rng.uniform(0.15, 0.5)
        bow = arc(0, 0, radius, radius * rng.uniform(0.5, 1.0), start, start + sweep)
        lines.append(bow - bow.mean(axis=0) + (x, y))
    return by_hand(lines, rng)


def dots(rng: np.random.Generator) -> HandDrawn:
    """Three to twelve dots and dashes, far enough from each other to be told apart."""
    count = int(rng.integers(3, 13))
    places = rng.uniform(0, 1, (count, 2)) * rng.uniform(0.4, 1.0, 2)
    ends = places + rng.normal(0, rng.choice((0.01, 0.06)), (count, 2))
    return by_hand([np.array([place, end]) for place, end in zip(places, ends, strict=True)], rng)
