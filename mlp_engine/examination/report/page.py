"""Puts a report together: what was found, how the network came to be, and on what machine."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from xml.etree.ElementTree import Element

from mlp_engine.examination.examination import Examination
from mlp_engine.examination.report.figures import Curve, curves, reliability_diagram
from mlp_engine.examination.report.machine import this_machine
from mlp_engine.examination.report.markup import node
from mlp_engine.examination.report.pictures import hardest_errors
from mlp_engine.examination.report.sheet import html_page
from mlp_engine.examination.report.tables import confusion_table, facts_table, figures_table
from mlp_engine.examination.words import class_rows, headline, matrix_words, reliability_words
from mlp_engine.perceptron.network import Network
from mlp_engine.training.history import History
from mlp_engine.training.settings import SETTINGS
from mlp_engine.weights.model_card import ModelCard


def examination_report(
    examination: Examination,
    network: Network,
    card: ModelCard,
    *,
    name: str,
    history: History | None = None,
    created: datetime | None = None,
) -> str:
    """One HTML page without scripts and without anything to load: it can be mailed, printed and kept.

    Args:
        examination: what was found.
        network: that read.
        card: where its weights come from.
        name: what a person calls the network.
        history: its training, for the curves, where that is known.
        created: the time on the page, by default now.
    """
    title = f"{name} on {examination.data.name}"
    when = (created or datetime.now(UTC)).isoformat(sep=" ", timespec="minutes")
    training = facts_table(_named(card.training)) if card.training else node("p", "Not known.")
    return html_page(
        title,
        node("p", headline(examination), "."),
        node("p", f"Examined {when}.", class_="note"),
        *_results(examination),
        *(_curves(history) if history is not None and history.epochs else ()),
        _section("Network", facts_table(_architecture(network))),
        _section("Training settings", training),
        _section("Model card", facts_table(_card(card))),
        _section("Machine", facts_table(this_machine())),
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
    yield _section("Results", facts_table(facts))
    yield _section("Confusion matrix", node("p", matrix_words(examination)), confusion_table(evaluation.confusion))
    yield _section("Classes", figures_table(("Digit", "Samples", "Precision", "Recall", "F1"), class_rows(examination)))
    if (pictures := hardest_errors(examination)) is not None:
        yield _section("Hardest errors", node("p", "Label → answer, and its probability."), pictures)
    words = reliability_words(examination)
    yield _section("Calibration", node("p", words), reliability_diagram(examination.reliability, words))


def _curves(history: History) -> Iterable[Element]:
    epochs = [record.epoch for record in history.epochs]
    best = None if history.best is None else history.best.epoch
    for title, training, validation in (
        ("Loss", [r.training_loss for r in history.epochs], [r.validation_loss for r in history.epochs]),
        ("Accuracy", [r.training_accuracy for r in history.epochs], [r.validation_accuracy for r in history.epochs]),
    ):
        lines = [Curve("training", training)]
        if any(value is not None for value in validation):
            lines.append(Curve("validation", validation))
        yield _section(f"{title} in training", curves(title, epochs, lines, best))


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
    """Settings by their labels; a card may name others beside them, such as teachers."""
    return {
        SETTINGS[name].label if name in SETTINGS else str(name).replace("_", " ").capitalize(): value
        for name, value in settings.items()
    }
