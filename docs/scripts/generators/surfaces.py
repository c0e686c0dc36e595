"""Surfaces without a digit, as a camera or a screen shows them: what looks a little like ink there is none.

The same seed gives the same pictures.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from PIL import Image, ImageDraw

from generators.pictures import SIDE, Sheet, blurred, gradient, grain, noisy

_PLAIN = np.zeros((SIDE, SIDE))


def crumpled(rng: np.random.Generator) -> Image.Image:
    """Paper that was crumpled and smoothed: creases, at each of which the light changes and comes back slowly."""
    rows, columns = np.indices(_PLAIN.shape) - SIDE / 2
    levels = np.full(_PLAIN.shape, 215.0)
    for _ in range(int(rng.integers(8, 20))):
        angle, place = rng.uniform(0, np.pi), float(rng.uniform(-0.5, 0.5)) * SIDE
        across = rows * np.cos(angle) + columns * np.sin(angle) - place
        sharp, reach = float(rng.uniform(1, 4)), float(rng.uniform(20, 90))
        levels += float(rng.uniform(-22, 22)) * np.tanh(across / sharp) * np.exp(-np.abs(across) / reach)
    return noisy(blurred(levels, 1), 3, rng)


def fabric(rng: np.random.Generator) -> Image.Image:
    """Threads that cross, in light that falls off to one side."""
    rows, columns = np.indices(_PLAIN.shape)
    pitch = float(rng.uniform(4, 14))
    threads = np.sin(2 * np.pi * rows / pitch) * np.sin(2 * np.pi * columns / pitch)
    levels = 170 + float(rng.uniform(8, 25)) * threads + 5 * grain(_PLAIN.shape, 6, rng)
    return noisy(levels * gradient(_PLAIN, rng) / 0.9, 4, rng)


def wood(rng: np.random.Generator) -> Image.Image:
    """A brown board with its rings, and a knot in every second one."""
    rows, columns = np.indices(_PLAIN.shape)
    bent = rows + 8 * grain(_PLAIN.shape, 30, rng)
    levels: Sheet = 150 + 25 * np.sin(float(rng.uniform(0.05, 0.2)) * bent + 0.004 * columns)
    levels = levels + 5 * grain(_PLAIN.shape, 1, rng)
    if rng.random() < 0.5:
        down, across = rng.uniform(0.2, 0.8, 2) * SIDE
        away = np.hypot(rows - down, (columns - across) / 2)
        levels -= 50 * np.exp(-((away / 14) ** 2)) + 12 * np.sin(away / 3) * np.exp(-((away / 40) ** 2))
    return _coloured(levels[..., None] * np.array((1.1, 0.85, 0.6)))


def screen(rng: np.random.Generator) -> Image.Image:
    """A background that goes from one colour to another, along a line or around a place."""
    rows, columns = np.indices(_PLAIN.shape) / SIDE
    if rng.random() < 0.5:
        share = rows * rng.uniform(-1, 1) + columns * rng.uniform(-1, 1)
        share = (share - share.min()) / max(float(np.ptp(share)), 1e-9)
    else:
        down, across = rng.uniform(0.3, 0.7, 2)
        share = np.exp(-((np.hypot(rows - down, columns - across) / float(rng.uniform(0.15, 0.5))) ** 2))
    first, last = rng.uniform(0, 255, (2, 3))
    return _coloured(first + (last - first) * share[..., None])


def fine_print(rng: np.random.Generator) -> Image.Image:
    """A page of text from so far away that no letter can be read: rows of short dark dashes."""
    page = Image.new("L", (1200, 1200), 245)
    draw = ImageDraw.Draw(page)
    for top in range(60, 1150, 34):
        left = 60
        while left < 1120:
            width = int(rng.integers(4, 16))
            draw.rectangle(
                (left, top + int(rng.integers(0, 8)), left + width, top + 18), fill=int(rng.integers(40, 160))
            )
            left += width + int(rng.choice((3, 3, 3, 12)))
    far = page.resize((SIDE, SIDE), Image.Resampling.BOX)
    return noisy(np.asarray(far, dtype=np.float64) * gradient(_PLAIN, rng) / 0.8, 3, rng)


def _coloured(levels: Sheet) -> Image.Image:
    return Image.fromarray(levels.clip(0, 255).astype(np.uint8))


SURFACES: Mapping[str, Callable[[np.random.Generator], Image.Image]] = MappingProxyType(
    {
        "crumpled paper": crumpled,
        "fabric": fabric,
        "wood": wood,
        "colours of a screen": screen,
        "fine print far away": fine_print,
    }
)
"""The kinds."""


def surface(kind: str, place: int, seed: int) -> Image.Image:
    """The picture number ``place`` of a kind."""
    return SURFACES[kind](np.random.default_rng((seed, list(SURFACES).index(kind), place)))
