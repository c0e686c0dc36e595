"""The column at the left of the Lab while the map shows a run: what the network of the moment reads."""

import numpy as np
from numpy.typing import NDArray

from mlp_desktop.plain_words import a_digit, counted
from mlp_desktop.views.lab.lab_tab import LabTab
from mlp_engine.arrays import Floats
from mlp_engine.lab.measurement import LabScore

Answers = NDArray[np.int64]


def tell_moment(
    tab: LabTab,
    name: str,
    probabilities: Floats | None,
    labels: Answers | None,
    answers: tuple[Answers, Answers] | None,
    damage: str = "",
) -> None:
    """Name the moment, and show its answer to the drawing and its accuracy, after that of the first moment.

    Args:
        tab: the Lab.
        name: of the run and the moment.
        probabilities: what the network makes of the drawing, shape (10,); ``None`` without one.
        labels: of the samples on the map, shape (n,); ``None`` until they are loaded.
        answers: what the first network and this one read them as, shape (n,) each; ``None`` until they are mapped.
        damage: the damage of these samples in words; empty without any.
    """
    tab.show_other(name)
    if probabilities is None:
        tab.show_answer("Draw a digit", None)
    else:
        p = probabilities
        tab.show_answer(f"Reads {a_digit(int(p.argmax()))}, {p.max():.0%}", p.tolist())
    if labels is None or answers is None:
        tab.accuracy.show_message("")
        tab.classes.show_accuracies(None, None)
        return
    first, now = (LabScore.of(labels, labels == read) for read in answers)
    shares = f"{first.accuracy:.1%} → {now.accuracy:.1%}"
    # The column is narrow: how many samples there are, the map says too.
    words = f"{damage.capitalize()}: {shares}" if damage else f"{shares} of {counted(len(labels), 'digit')}"
    tab.accuracy.show_message(words)
    tab.classes.show_accuracies(first.per_class, now.per_class)
