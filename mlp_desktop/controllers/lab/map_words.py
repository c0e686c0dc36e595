"""The map in words: what a layer tells apart, one sample, and those that are selected."""

from collections.abc import Sequence

import numpy as np

from mlp_desktop.plain_words import a_digit, counted
from mlp_desktop.views.lab.map_panel import LayerWords
from mlp_engine.projection.layer_map import LayerMap
from mlp_engine.projection.neighbours import APART, NEIGHBOURS

_MOST_NAMED, _FIRST, _LAST = 6, 3, 2
"""Of more layers than this only the first and the last ones are told: two lines hold no more."""

PLACED_BY_NEIGHBOURS = "Your drawing lies among its 5 nearest neighbours."
UNDER_WAY = "t-SNE is under way."


def layer_words(shown: LayerMap, *, under_way: bool = False) -> LayerWords:
    """The name of a layer, the share of its neighbours that are alike, and what its map shows.

    Args:
        shown: the map.
        under_way: whether another map of it is being made, which is shown already.
    """
    width, same = shown.samples.shape[1], f"{shown.neighbours.same:.1%}"
    unit = "pixel" if shown.name == "Pixels" else "neuron"
    how = f"Same digit among the {NEIGHBOURS} nearest neighbours: {same}."
    kept = f"Shows {shown.explained:.0%} of the variance." if shown.explained is not None else PLACED_BY_NEIGHBOURS
    if under_way:
        kept = UNDER_WAY
    spoken = f"{shown.name}, {counted(width, unit)}. {how} {apart_words(shown)} {kept}"
    title = shown.name.replace("Hidden layer", "Hidden")
    return LayerWords(title, f"{same} alike", f"{counted(width, unit)}. {kept}", spoken)


def apart_words(shown: LayerMap) -> str:
    """How many digits lie apart in a layer, and which two are closest."""
    present = int(shown.neighbours.shares.any(axis=1).sum())
    apart = len(shown.neighbours.apart)
    words = f"{apart} of {counted(present, 'digit')} {'lies' if apart == 1 else 'lie'} apart"
    closest = shown.neighbours.closest
    return f"{words}." if closest is None else f"{words}; {closest[0]} and {closest[1]} are closest."


def summary(layers: Sequence[LayerMap]) -> str:
    """What every layer tells apart, in two sentences."""
    shares = [f"{layer.name} {layer.neighbours.same:.1%}" for layer in layers]
    if len(shares) > _MOST_NAMED:
        shares[_FIRST:-_LAST] = ["…"]
    first, last = apart_words(layers[0]), apart_words(layers[-1])
    return (
        f"Same digit among the {NEIGHBOURS} nearest neighbours: {', '.join(shares)}. "
        f"Apart means {APART:.0%} or more. Pixels: {first} Output: {last}"
    )


def sample_words(label: int, probabilities: np.ndarray) -> str:
    """One sample: its label, what it is read as, and the second choice."""
    second, answer = (int(digit) for digit in probabilities.argsort()[-2:])
    misread = "" if answer == label else " Misread."
    return (
        f"Label {label}, read as {a_digit(answer)} ({probabilities[answer]:.1%}).{misread} "
        f"Second choice: {second} ({probabilities[second]:.1%})."
    )


def selection_words(labels: np.ndarray) -> str:
    """How many samples are selected, and of which digits, the most frequent first."""
    if not len(labels):
        return "Nothing selected"
    digits, counts = np.unique(labels, return_counts=True)
    order = np.argsort(-counts, kind="stable")
    parts = ", ".join(f"{counts[place]} × {digits[place]}" for place in order.tolist())
    return f"{len(labels):,} selected: {parts}"
