"""The names that people give to arrays of inputs and labels, for training and for tests."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from mlp_engine.datasets.samples import Part

Role = Literal["inputs", "labels", "writers"]

_INPUTS = frozenset(
    ("x", "xs", "data", "image", "images", "img", "imgs", "input", "inputs", "features", "fea", "pixels", "samples")
)
_LABELS = frozenset(
    ("y", "ys", "label", "labels", "target", "targets", "class", "classes", "gnd", "output", "outputs", "answers")
)
_WEIGHTS = frozenset(("kernel", "kernels", "weight", "weights", "bias", "biases", "coefs", "intercepts", "vars"))
_WRITERS = frozenset(("writer", "writers", "author", "authors"))
_PARTS: dict[str, Part] = {
    "train": "train",
    "training": "train",
    "tr": "train",
    "trn": "train",
    "test": "test",
    "testing": "test",
    "te": "test",
    "tst": "test",
    "t10k": "test",
}
_OTHER_PARTS = frozenset(("val", "valid", "validation", "dev"))
_GLUED = ("training", "train", "testing", "test")
_FORMAT = re.compile(r"idx\d?|ubyte", re.IGNORECASE)
_WORD = re.compile(r"t10k|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


@dataclass(frozen=True)
class ArrayName:
    """What a name says of its array.

    Attributes:
        role: whether it holds inputs, labels or writers, if the name says so.
        part: whether they are for training or for tests; ``None`` where they are not divided.
        rest: whatever else is in the name, in lower case: arrays that belong together have the same.
        is_other: whether they are for validation, or for another purpose that is never taken by itself.
    """

    role: Role | None
    part: Part | None
    rest: tuple[str, ...]
    is_other: bool = False


@lru_cache(maxsize=256)
def read_name(name: str) -> ArrayName:
    """What ``name`` says: ``x_train``, ``t10k-images-idx3-ubyte``, ``dataset/test/images``, ``mnist_y``."""
    role: Role | None = None
    part: Part | None = None
    rest: list[str] = []
    is_other = False
    for word in _words(name):
        if word in _PARTS and part is None:
            part = _PARTS[word]
        elif word in _OTHER_PARTS:
            is_other = True
        elif word in _LABELS and role != "labels":
            role = "labels"  # of "data_labels" too; "data" alone would be inputs
        elif word in _WRITERS:
            role = "writers"
        elif word in _INPUTS and role is None:
            role = "inputs"
        else:
            rest.append(word)
    return ArrayName(role, part, tuple(rest), is_other)


def is_called_weights(name: str) -> bool:
    """Whether an array is called as the weights or biases of a network are, and not as data."""
    return read_name(name).role is None and not _WEIGHTS.isdisjoint(_words(name))


def _words(name: str) -> list[str]:
    words: list[str] = []
    for word in _WORD.findall(_FORMAT.sub(" ", name)):
        lowered: str = word.lower()
        glued = next((part for part in _GLUED if part in lowered and lowered != part and lowered not in _PARTS), None)
        before, after = lowered.split(glued, 1) if glued is not None else ("", "")
        known = _INPUTS | _LABELS
        if glued is not None and (before in known or after in known) and not (before and after):
            words += [glued, before or after]  # "xtrain", "trainlabels"
        else:
            words.append(lowered)
    return words
