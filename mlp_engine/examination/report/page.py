"""The report of an examination: results, training, settings and machine, in one HTML page."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import cast
from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray

from mlp_engine.errors import DataError
from mlp_engine.examination.examination import Examination
from mlp_engine.examination.report.charts import Curve, curves, reliability_diagram, stacked
from mlp_engine.examination.report.markup import html_page, node
from mlp_engine.examination.report.pictures import hardest_errors
from mlp_engine.examination.summary import class_rows, headline, matrix_words, reliability_words
from mlp_engine.machine import this_machine
from mlp_engine.perceptron.network import Network
from mlp_engine.training.history import History
from mlp_engine.training.settings import SETTINGS
from mlp_engine.weights.model_card import ModelCard

# Okabe and Ito's vermilion on white; the number on the strongest shade still has a contrast of 6 : 1.
_VERMILION = (213, 94, 0)
_FAINTEST, _STRONGEST = 0.16, 0.7


def examination_report(
    examination: Examination,
    network: Network,
    card: ModelCard,
    *,
    name: str,
    history: History | None = None,
    created: datetime | None = None,
) -> str:
    """One HTML page without scripts and external files, so that it can be mailed, printed and kept.

    Args:
        examination: the examination.
        network: the examined network.
        card: where its weights come from.
        name: the network's name for the user.
        history: the history of its training, for the curves, if known.
        created: the time on the page, by default now.
    """
    title = f"{name} on {examination.data.name}"
    when = (created or datetime.now(UTC)).isoformat(sep=" ", timespec="minutes")
    training = _facts_table(_named(card.training)) if card.training else node("p", "Not known.")
    return html_page(
        title,
        node("p", headline(examination), "."),
        node("p", f"Examined {when}.", class_="note"),
        *_results(examination),
        *(_curves(history) if history is not None and history.epochs else ()),
        _section("Network", _facts_table(_architecture(network))),
        _section("Training settings", training),
        _section("Model card", _facts_table(_card(card))),
        _section("Machine", _facts_table(_machine_facts())),
    )


def _results(examination: Examination) -> Iterable[Element]:
    evaluation = examination.evaluation
    facts: dict[str, object] = {
        "Samples": f"{evaluation.samples:,}",
        "Errors": f"{evaluation.errors:,}",
        "Read right": f"{examination.accuracy:.2%}",
        "Loss": evaluation.loss,
        "Expected calibration error": f"{examination.reliability.calibration_error:.2%}",
    }
    if evaluation.writer_average is not None:
        facts["Read right, average over writers"] = f"{evaluation.writer_average:.2%}"
    yield _section("Results", _facts_table(facts))
    yield _section("Confusion matrix", node("p", matrix_words(examination)), _confusion_table(evaluation.confusion))
    yield _section("Classes", _class_table(("Digit", "Samples", "Precision", "Recall", "F1"), class_rows(examination)))
    if (pictures := hardest_errors(examination)) is not None:
        yield _section("Hardest errors", node("p", "Label → answer, and its probability."), pictures)
    words = reliability_words(examination)
    yield _section("Calibration", node("p", words), reliability_diagram(examination.reliability, words))


def curves_drawing(history: History) -> str:
    """The curves of loss and accuracy of a run, one above the other, as one SVG drawing.

    Raises:
        DataError: if the run has no finished epoch.
    """
    if not history.epochs:
        raise DataError("A run to be drawn must have a finished epoch. Got none.")
    return stacked(list(_charts(history)))


def _curves(history: History) -> Iterable[Element]:
    for title, chart in _charts(history):
        yield _section(f"{title} in training", chart)


def _charts(history: History) -> Iterable[tuple[str, Element]]:
    epochs = [record.epoch for record in history.epochs]
    best = None if history.best is None else history.best.epoch
    for title, training, validation in (
        ("Loss", [r.training_loss for r in history.epochs], [r.validation_loss for r in history.epochs]),
        ("Accuracy", [r.training_accuracy for r in history.epochs], [r.validation_accuracy for r in history.epochs]),
    ):
        lines = [Curve("training", training)]
        if any(value is not None for value in validation):
            lines.append(Curve("validation", validation))
        yield title, curves(title, epochs, lines, best)


def _section(title: str, *parts: Element) -> Element:
    return node("section", node("h2", title), *parts)


def _architecture(network: Network) -> dict[str, object]:
    return {"Parameters": f"{network.config.parameter_count:,}"} | _named(asdict(network.config))


def _card(card: ModelCard) -> dict[str, object]:
    facts: dict[str, object] = {
        "Trained on": card.data,
        "SHA-256 of that data": card.data_sha256,
        "Seed": card.seed,
        "Epochs": card.epochs,
        "Created": card.created,
        "By version": card.version,
    }
    return facts | _named(dict(card.scores))


def _named(settings: dict[str, object]) -> dict[str, object]:
    """The settings by their labels; a card may hold others too, such as teachers."""
    return {
        SETTINGS[name].label if name in SETTINGS else str(name).replace("_", " ").capitalize(): value
        for name, value in settings.items()
    }


def _machine_facts() -> dict[str, object]:
    machine = this_machine()
    return {
        "System": machine.platform,
        "Processors": machine.cpus,
        "Python": machine.python,
        "numpy": machine.numpy,
        "This program": machine.version,
    }


def _confusion_table(counts: NDArray[np.int64]) -> Element:
    """The confusion matrix, labels in rows and answers in columns; larger counts of errors have a stronger shade."""
    wrong = counts - np.diag(counts.diagonal())
    most = max(int(wrong.max()), 1)
    digits = range(len(counts))
    head = node(
        "tr", node("th", "label \\ read as", scope="col"), *(node("th", str(digit), scope="col") for digit in digits)
    )
    rows: list[Element] = []
    for label in digits:
        cells = [_count(int(counts[label, answer]), label == answer, most) for answer in digits]
        rows.append(node("tr", node("th", str(label), scope="row"), *cells))
    return node("table", node("thead", head), node("tbody", *rows), class_="confusion")


def _class_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Element:
    """A table of numbers with a heading for each column; the first cell of a row is its heading."""
    names = node("tr", *(node("th", name, scope="col") for name in head))
    body = [node("tr", node("th", row[0], scope="row"), *(node("td", cell) for cell in row[1:])) for row in rows]
    return node("table", node("thead", names), node("tbody", *body))


def _facts_table(facts: Mapping[str, object]) -> Element:
    """A table of names and values, with a dash for values that are unknown or empty."""
    rows = [node("tr", node("th", str(name), scope="row"), node("td", _value(value))) for name, value in facts.items()]
    return node("table", node("tbody", *rows), class_="facts")


def _count(count: int, right: bool, most: int) -> Element:
    if right:
        return node("td", str(count), class_="right")
    if count == 0:
        return node("td", "·", class_="none")
    strength = _FAINTEST + (_STRONGEST - _FAINTEST) * math.sqrt(count / most)
    red, green, blue = (round(255 + (full - 255) * strength) for full in _VERMILION)
    return node("td", str(count), class_="wrong", style=f"background: #{red:02x}{green:02x}{blue:02x}")


def _value(value: object) -> str:
    if value is None or value in ("", (), [], {}):
        return "–"
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, cast("list[object]", value)))
    return str(value)
