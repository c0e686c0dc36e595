"""Hands of people who do not exist: each writes a digit in one form, or two, and much the same every time."""

import math

import numpy as np
from numpy.typing import NDArray

from mlp_engine import Dataset
from mlp_engine.arrays import Floats
from mlp_engine.datasets.pen_hand import draw_form
from mlp_engine.datasets.skeletons import HEIGHT, forms_of
from mlp_engine.ink import digit_image_from_strokes

DIGITS = 80
_SEED = 77
_SECOND_FORM = 0.25  # of the digits have one
_WAVES = 4

# Standard deviations, where a hand is neither steady nor loose.
_LOOSE = 0.3  # of a logarithm: how loose a hand is multiplies all others
_WARP = 0.022  # in heights
_STROKE = 0.015  # in heights
_ASPECT, _SLANT, _TURN = 0.08, 0.07, math.radians(3)


def generated_hand(number: int) -> Dataset:
    """Eighty digits of a hand, 0 to 9 in turn.

    What is drawn first in a form (:func:`draw_form`, for any hand at any moment) is how this hand means it; from
    there each drawing departs a little.
    """
    rng = np.random.default_rng((_SEED, number))
    meant = [[_first(label, rng) for _ in range(1 + (rng.random() < _SECOND_FORM))] for label in range(10)]
    loose = math.exp(rng.normal(0, _LOOSE))
    labels = np.arange(DIGITS) % 10
    images: list[NDArray[np.uint8]] = []
    for label in labels.tolist():
        form = meant[label][int(rng.integers(len(meant[label])))]
        strokes = _again(form, loose, rng)
        images.append(digit_image_from_strokes([[(x, y) for x, y in stroke.tolist()] for stroke in strokes]).ravel())
    return Dataset(np.array(images), labels, f"generated {number}")


def _first(label: int, rng: np.random.Generator) -> list[Floats]:
    forms = forms_of(label)
    return draw_form(forms.strokes[int(np.searchsorted(forms.upto, rng.random(), side="right"))], rng)


def _again(form: list[Floats], loose: float, rng: np.random.Generator) -> list[Floats]:
    """The same strokes, warped, stretched, slanted and turned a little, and misplaced against each other."""
    points = np.concatenate(form)
    lengths = HEIGHT * rng.uniform(1, 3, _WAVES)
    direction, phase = rng.uniform(0, 2 * math.pi, (2, _WAVES))
    waves = 2 * math.pi / lengths * np.array([np.cos(direction), np.sin(direction)])
    points = points + np.sin(points @ waves + phase) @ rng.normal(0, _WARP * loose * HEIGHT, (_WAVES, 2))
    wide, slant = math.exp(rng.normal(0, _ASPECT * loose)), rng.normal(0, _SLANT * loose)
    turn = rng.normal(0, _TURN * loose)
    cos, sin = math.cos(turn), math.sin(turn)
    points = points @ np.array([[wide, 0.0], [slant, 1.0]]) @ np.array([[cos, sin], [-sin, cos]])
    strokes = np.split(points, np.cumsum([len(stroke) for stroke in form])[:-1])
    return [stroke + rng.normal(0, _STROKE * loose * HEIGHT, 2) * (len(form) > 1) for stroke in strokes]
