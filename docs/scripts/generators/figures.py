"""Things that people draw instead of digits: signs, figures and little pictures, each as a function of ``rng``."""

import math

import numpy as np
from numpy.typing import NDArray

from generators.unsteady_hand import HandDrawn, arc, by_hand, line

_CIRCLE = arc(0.5, 0.5, 0.45, 0.45, -90, 270)


def crosses(rng: np.random.Generator) -> HandDrawn:
    """A plus, its arms of any length, turned by anything up to half a right angle."""
    x, y = rng.uniform(0.3, 0.7, 2)
    return by_hand([line((0, y), (1, y)), line((x, 0), (x, 1))], rng, turn=45)


def asterisks(rng: np.random.Generator) -> HandDrawn:
    """Three or four lines through one point."""
    count = int(rng.integers(3, 5))
    angles = (np.arange(count) + rng.uniform(0, 1)) * math.pi / count + rng.normal(0, 0.08, count)
    return by_hand([_spoke((0.5, 0.5), angle, -0.5, 0.5) for angle in angles], rng)


def arrows(rng: np.random.Generator) -> HandDrawn:
    """Shaft and head, in any direction but up, where it would come near a 1."""
    angle = math.radians(rng.uniform(-50, 230))  # 0 is to the right, 90 is down
    tip = np.array([0.5, 0.5]) + 0.5 * np.array([math.cos(angle), math.sin(angle)])
    size, spread = rng.uniform(0.25, 0.45), rng.uniform(0.4, 0.9)
    left, right = (_spoke((tip[0], tip[1]), angle + math.pi + side, 0, size) for side in (-spread, spread))
    shaft = _spoke((tip[0], tip[1]), angle, -1, 0)
    if rng.random() < 0.3:
        return by_hand([shaft, np.concatenate([left[::-1], right, left[-1:]])], rng)  # a closed head
    return by_hand([shaft, np.concatenate([left[::-1], right])], rng)


def triangles(rng: np.random.Generator) -> HandDrawn:
    """Three corners, none of them sharp enough to make a line of it."""
    angles = np.radians(rng.uniform(0, 360) + np.array([0, 120, 240]) + rng.uniform(-25, 25, 3))
    corners = 0.5 + 0.5 * np.column_stack([np.cos(angles), np.sin(angles)])
    return by_hand([corners[[0, 1, 2, 0]]], rng)


def outlines(rng: np.random.Generator) -> HandDrawn:
    """A closed outline of five to eight corners, some far out and some near: a stain, a country."""
    count = int(rng.integers(5, 9))
    angles = 2 * math.pi * (np.arange(count) + rng.uniform(-0.35, 0.35, count)) / count + rng.uniform(0, 2 * math.pi)
    near = np.arange(count) % 2 == 0
    radii = np.where(near, rng.uniform(0.12, 0.35, count), rng.uniform(0.4, 0.5, count))
    corners = 0.5 + radii[:, None] * np.column_stack([np.cos(angles), np.sin(angles)])
    return by_hand([np.concatenate([corners, corners[:1]])], rng)


def sign_pairs(rng: np.random.Generator) -> HandDrawn:
    """Two simple signs side by side, neither of them alone: a ring and a cross, a bow and a corner."""
    signs = (
        [_CIRCLE],
        [line((0, 0.5), (1, 0.5)), line((0.5, 0), (0.5, 1))],
        [line((0, 0), (1, 1)), line((1, 0), (0, 1))],
        [line((0, 1), (0.5, 0), (1, 1))],
        [line((0, 0), (0, 1), (1, 1))],
        [line((0, 1), (1, 0))],
        [arc(0.5, 0.5, 0.5, 0.5, 200, 340)],
        [line((0.1, 0.9), (0.5, 0.1), (0.9, 0.9), (0.1, 0.9))],
    )
    strokes: list[NDArray[np.float64]] = []
    for left in (0.0, rng.uniform(0.5, 0.7)):
        size, high = rng.uniform(0.25, 0.45, 2), rng.uniform(0, 0.4)
        strokes += [stroke * size + np.array((left, high)) for stroke in signs[rng.integers(len(signs))]]
    return by_hand(strokes, rng)


def boxes(rng: np.random.Generator) -> HandDrawn:
    """A square or a rectangle with real corners, in one stroke or in four, upright or on its tip."""
    corners = line((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))
    turn = 8 if rng.random() < 0.7 else 45
    if rng.random() < 0.7:
        return by_hand([corners], rng, turn=turn)
    return by_hand([corners[side : side + 2] for side in range(4)], rng, turn=turn)


def envelopes(rng: np.random.Generator) -> HandDrawn:
    """A box with lines in it: a letter's flap, a diagonal, both diagonals, or a window's bars."""
    inside = (
        [line((0, 0), (0.5, 0.6), (1, 0))],
        [line((0, 0), (1, 1))],
        [line((0, 0), (1, 1)), line((1, 0), (0, 1))],
        [line((0.5, 0), (0.5, 1)), line((0, 0.5), (1, 0.5))],
    )[rng.integers(4)]
    return by_hand([line((0, 0), (1, 0), (1, 1), (0, 1), (0, 0)), *inside], rng)


def stars(rng: np.random.Generator) -> HandDrawn:
    """Five points: in one stroke across, or along the outline."""
    angles = math.radians(-90) + np.arange(11) * math.pi / 5
    if rng.random() < 0.6:
        tips = 0.5 + 0.5 * np.column_stack([np.cos(angles[::2]), np.sin(angles[::2])])
        return by_hand([tips[[0, 2, 4, 1, 3, 0]]], rng)
    radii = np.where(np.arange(11) % 2 == 0, 0.5, rng.uniform(0.18, 0.28))
    return by_hand([0.5 + radii[:, None] * np.column_stack([np.cos(angles), np.sin(angles)])], rng)


def hearts(rng: np.random.Generator) -> HandDrawn:
    """Two bows and a tip, in one stroke or in two halves."""
    right = np.concatenate([line((0.5, 0.3)), arc(0.75, 0.27, 0.25, 0.25, 180, 390), line((0.5, 1))])
    left = right * np.array((-1, 1)) + np.array((1, 0))
    if rng.random() < 0.5:
        return by_hand([left, right], rng)
    return by_hand([np.concatenate([right, left[::-1]])], rng)


def check_marks(rng: np.random.Generator) -> HandDrawn:
    """A short stroke down and a long one up to the right."""
    x, y = rng.uniform(0.2, 0.4), rng.uniform(0.35, 0.65)
    return by_hand([line((0, y), (x, 1), (1, 0))], rng)


def question_marks(rng: np.random.Generator) -> HandDrawn:
    """A hook over a dot."""
    hook = np.concatenate([arc(0.5, 0.27, 0.3, 0.27, 190, 400), line((0.5, 0.6), (0.5, rng.uniform(0.7, 0.78)))])
    return by_hand([hook, line((0.5, 0.96), (0.5, 1))], rng)


def smileys(rng: np.random.Generator) -> HandDrawn:
    """A face, glad or sad, with a nose or without."""
    mouth = arc(0.5, 0.55, 0.22, 0.2, 20, 160) if rng.random() < 0.7 else arc(0.5, 0.8, 0.22, 0.17, 200, 340)
    high = rng.uniform(0.02, 0.12)
    eyes = [line((x, 0.35), (x, 0.35 + high)) for x in (0.33, 0.67)]
    nose = [line((0.5, 0.47), (0.5, 0.55))] if rng.random() < 0.3 else []
    return by_hand([_CIRCLE, *eyes, *nose, mouth], rng)


def houses(rng: np.random.Generator) -> HandDrawn:
    """Walls and a roof, with a door or without."""
    walls = line((0.1, 0.4), (0.1, 1), (0.9, 1), (0.9, 0.4))
    roof = (
        line((0.9, 0.4), (0.1, 0.4), (0.5, 0), (0.9, 0.4))
        if rng.random() < 0.5
        else line((0, 0.45), (0.5, 0), (1, 0.45))
    )
    door = [line((0.4, 1), (0.4, 0.65), (0.6, 0.65), (0.6, 1))] if rng.random() < 0.5 else []
    return by_hand([walls, roof, *door], rng)


def stick_figures(rng: np.random.Generator) -> HandDrawn:
    """Head, body, arms and legs."""
    arms = rng.uniform(0.3, 0.55)
    return by_hand(
        [
            arc(0.5, 0.14, 0.13, 0.14, -90, 270),
            line((0.5, 0.28), (0.5, 0.65)),
            line((0.2, arms), (0.5, 0.4), (0.8, arms)),
            line((0.25, 1), (0.5, 0.65), (0.75, 1)),
        ],
        rng,
        stretch=0.15,
    )


def suns(rng: np.random.Generator) -> HandDrawn:
    """A circle with rays around it."""
    count = int(rng.integers(5, 10))
    inner, angles = rng.uniform(0.18, 0.28), np.arange(count) * 2 * math.pi / count + rng.uniform(0, 1)
    rays = [_spoke((0.5, 0.5), angle, inner + 0.06, 0.5) for angle in angles]
    return by_hand([arc(0.5, 0.5, inner, inner), *rays], rng)


def brackets(rng: np.random.Generator) -> HandDrawn:
    """A pair of round or square brackets, with a gap between them."""
    if rng.random() < 0.5:
        left, right = arc(0.35, 0.5, 0.3, 0.55, 115, 245), arc(0.65, 0.5, 0.3, 0.55, -65, 65)
    else:
        left = line((0.3, 0), (0.05, 0), (0.05, 1), (0.3, 1))
        right = line((0.7, 0), (0.95, 0), (0.95, 1), (0.7, 1))
    return by_hand([left, right], rng)


def percent_signs(rng: np.random.Generator) -> HandDrawn:
    """A slanted stroke between two rings."""
    ring = rng.uniform(0.1, 0.18)
    rings = [arc(x, y, ring, ring, -90, 270) for x, y in ((0.2, 0.22), (0.8, 0.78))]
    return by_hand([*rings, line((0.85, 0), (0.15, 1))], rng)


def fish(rng: np.random.Generator) -> HandDrawn:
    """A body that closes crossing itself into a tail, to the left or to the right, with an eye or without."""
    body = np.concatenate([line((1, 0.15)), arc(0.4, 0.5, 0.4, 0.3, 50, 310), line((1, 0.85))])
    tail = [line((1, 0.15), (1, 0.85))] if rng.random() < 0.6 else []
    eye = [line((0.2, 0.42), (0.22, 0.44))] if rng.random() < 0.6 else []
    side = np.array([1 if rng.random() < 0.5 else -1, 1])
    return by_hand([stroke * side for stroke in (body, *tail, *eye)], rng)


def _spoke(middle: tuple[float, float], angle: float, start: float, end: float) -> NDArray[np.float64]:
    """A line through ``middle`` at ``angle`` (radians), from ``start`` to ``end`` along it."""
    direction = np.array([math.cos(angle), math.sin(angle)])
    return np.array([middle + start * direction, middle + end * direction])
