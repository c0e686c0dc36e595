"""Little pictures that children draw, each as a function of ``rng``.

Left out is what looks like a digit: a balloon on its string and a lollipop (9), a raindrop (0 or 6), a snowman (8).
"""

import math

import numpy as np
from numpy.typing import NDArray

from generators.unsteady_hand import HandDrawn, arc, by_hand, line


def birds(rng: np.random.Generator) -> HandDrawn:
    """Two to four birds far off: each two bows that meet."""
    strokes: list[NDArray[np.float64]] = []
    for _ in range(int(rng.integers(2, 5))):
        bird = np.concatenate([arc(-0.5, 0, 0.5, 0.4, 200, 350), arc(0.5, 0, 0.5, 0.4, 190, 340)])
        strokes.append(bird * rng.uniform(0.15, 0.28) + rng.uniform(0.2, 0.8, 2))
    return by_hand(strokes, rng)


def boats(rng: np.random.Generator) -> HandDrawn:
    """A hull, a mast and a sail or two."""
    hull = line((0, 0.7), (0.2, 1), (0.8, 1), (1, 0.7), (0, 0.7))
    right = line((0.5, 0), (0.9, 0.55), (0.5, 0.55))
    left = [line((0.45, 0.1), (0.15, 0.55), (0.45, 0.55))] if rng.random() < 0.4 else []
    return by_hand([hull, line((0.5, 0.7), (0.5, 0)), right, *left], rng)


def butterflies(rng: np.random.Generator) -> HandDrawn:
    """A body between four wings, with feelers or without."""
    upper, lower = rng.uniform(0.22, 0.3), rng.uniform(0.15, 0.22)
    wings = [
        arc(0.5 + side * size, y, size, size * 0.8, start, start + 360)
        for side, start in ((-1, 0), (1, 180))
        for size, y in ((upper, 0.35), (lower, 0.72))
    ]
    feelers = [line((0.5, 0.2), (0.5 + x, 0)) for x in (-0.12, 0.12)] if rng.random() < 0.6 else []
    return by_hand([line((0.5, 0.2), (0.5, 0.95)), *wings, *feelers], rng)


def cars(rng: np.random.Generator) -> HandDrawn:
    """A body with a roof, on two wheels."""
    body = line((0, 0.75), (0, 0.5), (0.2, 0.45), (0.35, 0.2), (0.7, 0.2), (0.8, 0.45), (1, 0.5), (1, 0.75), (0, 0.75))
    size = rng.uniform(0.08, 0.13)
    return by_hand([body, arc(0.25, 0.78, size, size), arc(0.75, 0.78, size, size)], rng)


def cat_faces(rng: np.random.Generator) -> HandDrawn:
    """A head with two pointed ears, eyes and whiskers or a mouth."""
    head = np.concatenate([line((0.15, 0)), arc(0.5, 0.55, 0.42, 0.42, 205, -25), line((0.85, 0))])
    ears = line((0.15, 0), (0.38, 0.18), (0.62, 0.18), (0.85, 0))
    eyes = [line((x, 0.45), (x, 0.5)) for x in (0.35, 0.65)]
    whiskers = [line((0.5 + side * 0.15, 0.68), (0.5 + side * 0.55, 0.62 + dy)) for side in (-1, 1) for dy in (0, 0.14)]
    mouth = [arc(0.5, 0.62, 0.16, 0.15, 20, 160)]
    return by_hand([head, ears, *eyes, *(whiskers if rng.random() < 0.5 else mouth)], rng)


def clouds(rng: np.random.Generator) -> HandDrawn:
    """A closed row of five to eight bows."""
    count = int(rng.integers(5, 9))
    angles = np.arange(count) * 360 / count + rng.uniform(-90, -60)
    bows = [
        arc(
            0.5 + 0.32 * math.cos(math.radians(angle)),
            0.5 + 0.2 * math.sin(math.radians(angle)),
            0.2,
            0.17,
            angle - 105,
            angle + 105,
        )
        for angle in angles
    ]
    return by_hand([np.concatenate([*bows, bows[0][:1]])], rng)


def crowns(rng: np.random.Generator) -> HandDrawn:
    """A band with three to five points."""
    count = int(rng.integers(3, 6))
    x = np.linspace(0, 1, 2 * count - 1)
    y = np.where(np.arange(2 * count - 1) % 2 == 0, 0.1, 0.55)
    outline = np.concatenate([line((0.05, 1)), np.column_stack([x, y]), line((0.95, 1), (0.05, 1))])
    band = [line((0.05, 0.8), (0.95, 0.8))] if rng.random() < 0.4 else []
    return by_hand([outline, *band], rng)


def cups(rng: np.random.Generator) -> HandDrawn:
    """A cup with a handle, with steam or without."""
    body = line((0, 0.3), (0.08, 1), (0.62, 1), (0.7, 0.3), (0, 0.3))
    handle = arc(0.68, 0.6, 0.28, 0.2, -80, 100)
    steam = [line((x, 0.2), (x + 0.06, 0.12), (x, 0)) for x in (0.2, 0.45)] if rng.random() < 0.4 else []
    return by_hand([body, handle, *steam], rng)


def eyes(rng: np.random.Generator) -> HandDrawn:
    """Two lids around a ring, with lashes or without."""
    lids = np.concatenate([arc(0.5, 0.85, 0.6, 0.55, 215, 325), arc(0.5, 0.2, 0.6, 0.55, 35, 145)])
    lashes = [line((x, 0.25), (x + (x - 0.5) * 0.4, 0.05)) for x in (0.2, 0.5, 0.8)] if rng.random() < 0.5 else []
    size = rng.uniform(0.08, 0.16)
    return by_hand([lids, arc(0.5, 0.52, size, size), *lashes], rng)


def flowers(rng: np.random.Generator) -> HandDrawn:
    """Petals around a ring, on a stem with a leaf or without."""
    count, ring = int(rng.integers(4, 8)), rng.uniform(0.07, 0.12)
    petals = [
        arc(0.5 + 0.24 * math.cos(angle), 0.3 + 0.24 * math.sin(angle), 0.12, 0.12)
        for angle in np.arange(count) * 2 * math.pi / count
    ]
    stem = [line((0.5, 0.6), (0.5, 1.2))] if rng.random() < 0.7 else []
    leaf = [arc(0.65, 0.95, 0.15, 0.08, 180, 540)] if stem and rng.random() < 0.5 else []
    return by_hand([arc(0.5, 0.3, ring, ring), *petals, *stem, *leaf], rng)


def glasses(rng: np.random.Generator) -> HandDrawn:
    """Two rings, a bridge and the temples."""
    size = rng.uniform(0.17, 0.22)
    rings = [arc(x, 0.5, size, size * rng.uniform(0.7, 1)) for x in (0.25, 0.75)]
    bridge = arc(0.5, 0.5, 0.5 - 0.25 - size + 0.02, 0.08, 180, 360)
    temples = [line((0.25 - size, 0.45), (-0.1, 0.25)), line((0.75 + size, 0.45), (1.1, 0.25))]
    return by_hand([*rings, bridge, *temples], rng)


def ice_creams(rng: np.random.Generator) -> HandDrawn:
    """A cone with a ball or two on it."""
    cone = line((0.2, 0.4), (0.5, 1.1), (0.8, 0.4), (0.2, 0.4))
    balls = (
        [arc(0.5, 0.4, 0.28, 0.3, 180, 360)]
        if rng.random() < 0.5
        else [arc(x, 0.35, 0.18, 0.2, 150, 390) for x in (0.36, 0.66)]
    )
    return by_hand([cone, *balls], rng)


def kites(rng: np.random.Generator) -> HandDrawn:
    """A diamond with a cross in it and a tail."""
    low = rng.uniform(0.6, 0.75)
    diamond = line((0.5, 0), (0.85, 0.3), (0.5, low), (0.15, 0.3), (0.5, 0))
    bars = [line((0.5, 0), (0.5, low)), line((0.15, 0.3), (0.85, 0.3))]
    tail = line((0.5, low), (0.6, low + 0.1), (0.45, low + 0.2), (0.6, low + 0.3))
    return by_hand([diamond, *bars, *([tail] if rng.random() < 0.7 else [])], rng)


def ladders(rng: np.random.Generator) -> HandDrawn:
    """Two rails with three to six rungs."""
    rungs = np.linspace(0.1, 0.9, int(rng.integers(3, 7)))
    wide = rng.uniform(0.3, 0.6)
    return by_hand(
        [line((0, 0), (0, 1)), line((wide, 0), (wide, 1)), *(line((0, y), (wide, y)) for y in rungs)], rng, turn=30
    )


def lightning_bolts(rng: np.random.Generator) -> HandDrawn:
    """The closed outline of a bolt."""
    bolt = line((0.55, 0), (0.1, 0.55), (0.42, 0.55), (0.25, 1), (0.85, 0.38), (0.5, 0.38), (0.75, 0), (0.55, 0))
    return by_hand([bolt * np.array((rng.choice((-1, 1)), 1))], rng)


def moons(rng: np.random.Generator) -> HandDrawn:
    """A crescent, open to either side, with a star beside it or without."""
    outer, inner = arc(0.5, 0.5, 0.5, 0.5, 50, 310), arc(0.72, 0.5, 0.4, 0.42, 295, 65)
    star = [line((0.7, 0.5), (0.95, 0.5)), line((0.82, 0.38), (0.82, 0.62))] if rng.random() < 0.5 else []
    side = np.array((rng.choice((-1, 1)), 1))
    return by_hand([stroke * side for stroke in (np.concatenate([outer, inner, outer[:1]]), *star)], rng)


def mushrooms(rng: np.random.Generator) -> HandDrawn:
    """A cap on a stalk, with spots or without."""
    cap = np.concatenate([arc(0.5, 0.5, 0.5, 0.48, 180, 360), line((0, 0.5))])
    stalk = line((0.38, 0.5), (0.34, 1), (0.66, 1), (0.62, 0.5))
    spots = [arc(x, y, 0.06, 0.06) for x, y in ((0.3, 0.3), (0.6, 0.2))] if rng.random() < 0.5 else []
    return by_hand([cap, stalk, *spots], rng)


def rockets(rng: np.random.Generator) -> HandDrawn:
    """A pointed body with fins, with a window or without."""
    body = line((0.3, 0.9), (0.3, 0.3), (0.5, 0), (0.7, 0.3), (0.7, 0.9), (0.3, 0.9))
    fins = [line((0.5 + side * 0.2, 0.6), (0.5 + side * 0.42, 1), (0.5 + side * 0.2, 0.9)) for side in (-1, 1)]
    window = [arc(0.5, 0.4, 0.08, 0.08)] if rng.random() < 0.6 else []
    return by_hand([body, *fins, *window], rng)


def snails(rng: np.random.Generator) -> HandDrawn:
    """A spiral on a foot, with feelers."""
    turns = rng.uniform(1.5, 2.5)
    share = np.linspace(0.1, 1, 60)[:, None]
    angles = math.pi / 2 - 2 * math.pi * turns * (1 - share[:, 0])
    house = np.array((0.55, 0.5)) + 0.34 * share * np.column_stack([np.cos(angles), np.sin(angles)])
    foot = line((1.05, 0.86), (0.1, 0.86), (0, 0.6), (0.03, 0.4))
    return by_hand([house, foot, line((0, 0.6), (-0.08, 0.4))], rng)


def trees(rng: np.random.Generator) -> HandDrawn:
    """A fir of two or three tiers, or a round crown with bows on a trunk."""
    if rng.random() < 0.5:
        tiers = [line((0.5, y), (0.5 - w, y + 0.35), (0.5 + w, y + 0.35), (0.5, y)) for y, w in ((0, 0.25), (0.3, 0.4))]
        return by_hand([*tiers, line((0.45, 0.65), (0.45, 0.95), (0.55, 0.95), (0.55, 0.65))], rng)
    bows = [
        arc(0.5 + 0.22 * x, 0.35 + 0.2 * y, 0.2, 0.18, start, start + 240)
        for x, y, start in ((-1, 0.4, 60), (-0.5, -0.7, 140), (0.7, -0.6, 210), (1, 0.5, 260))
    ]
    return by_hand([np.concatenate(bows), line((0.42, 0.55), (0.4, 1.1)), line((0.58, 0.55), (0.6, 1.1))], rng)


def umbrellas(rng: np.random.Generator) -> HandDrawn:
    """A roof with a scalloped edge over a hooked stick."""
    edge = [arc(x, 0.5, 1 / 6, 0.1, 180, 360) for x in (1 / 6, 0.5, 5 / 6)]
    stick = np.concatenate([line((0.5, 0.05)), line((0.5, 0.9)), arc(0.4, 0.9, 0.1, 0.1, 0, 180)])
    return by_hand([arc(0.5, 0.5, 0.5, 0.45, 180, 360), np.concatenate(edge), stick], rng)


def inventions(rng: np.random.Generator) -> HandDrawn:
    """Something without a name: a closed outline with two to four parts in it or on it, most often symmetric."""
    parts: list[NDArray[np.float64]] = []
    for _ in range(int(rng.integers(2, 5))):
        size = rng.uniform(0.07, 0.2)
        part = (
            arc(0, 0, size, size * rng.uniform(0.6, 1)),
            line((0, 0), (rng.uniform(-2, 2) * size, 2 * size)),
            line((-size, size), (0, -size), (size, size)),
            arc(0, 0, 1.5 * size, size, 180, 360),
            line((-size, -size), (size, -size), (size, size), (-size, size), (-size, -size)),
        )[rng.integers(5)] + rng.uniform((0.02, 0.0), (0.45, 1.0))
        mirrored = part * np.array((-1, 1))
        parts += [part, mirrored] if rng.random() < 0.7 else [part if rng.random() < 0.5 else mirrored]
    return by_hand([_outline(rng), *parts], rng)


def silhouettes(rng: np.random.Generator) -> HandDrawn:
    """A closed outline on a flat base, high and low in turn, with wheels or windows or without: a town, a machine."""
    count = int(rng.integers(4, 9))
    x = np.sort(rng.uniform(0, 1, count))
    y = np.where(np.arange(count) % 2 == rng.integers(2), rng.uniform(0, 0.3, count), rng.uniform(0.35, 0.7, count))
    if rng.random() < 0.5:  # with upright walls
        x, y = np.repeat(x, 2)[1:], np.repeat(y, 2)[:-1]
    top = np.column_stack([(x - x[0]) / (x[-1] - x[0]), y])
    outline = np.concatenate([line((0, 0.85)), top, line((1, 0.85), (0, 0.85))])
    size, low = rng.uniform(0.06, 0.12), rng.choice((0.75, 0.88))
    rings = [arc(at, low, size, size) for at in rng.uniform(0.1, 0.9, int(rng.integers(0, 3)))]
    return by_hand([outline, *rings], rng)


def _outline(rng: np.random.Generator) -> NDArray[np.float64]:
    """A closed outline about x = 0, from y = 0 to 1: a polygon, a dome, a bowl or a ring."""
    wide = rng.uniform(0.25, 0.5)
    half = np.sort(rng.uniform(0, 1, int(rng.integers(1, 4))))
    right = np.column_stack([wide * rng.uniform(0.4, 1, len(half)), half])
    polygon = np.concatenate([line((0, 0)), right, line((0, 1)), (right * np.array((-1, 1)))[::-1], line((0, 0))])
    return (
        polygon,
        np.concatenate([arc(0, 0.6, wide, 0.6, 180, 360), line((-wide, 0.6))]),
        np.concatenate([arc(0, 0.4, wide, 0.6, 0, 180), line((wide, 0.4))]),
        arc(0, 0.5, wide, 0.5, -90, 270),
    )[rng.choice(4, p=(0.5, 0.2, 0.2, 0.1))]
