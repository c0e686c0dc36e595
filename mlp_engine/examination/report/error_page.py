"""Every error of an examination as one HTML page: to be looked through, mailed and printed."""

from collections.abc import Iterator
from itertools import groupby
from xml.etree.ElementTree import Element

from mlp_engine.examination.examination import Examination
from mlp_engine.examination.report.markup import node
from mlp_engine.examination.report.misread import ErrorOrder, Misread, misread_samples, second_guess_words
from mlp_engine.examination.report.pictures import picture_of
from mlp_engine.examination.report.sheet import html_page
from mlp_engine.examination.words import headline

IN_A_PART = 60
PICTURE_WIDTH = 84  # pixels on the screen: three for each of a digit image


def error_page(examination: Examination, *, name: str, order: ErrorOrder = "confidence") -> str:
    """One HTML page that shows every error with its label, its first and its second guess.

    By confidence it is parted into sixties, by class into classes.

    Args:
        examination: what was found.
        name: what a person calls the network.
        order: see :func:`~mlp_engine.examination.report.misread.misread_samples`.

    Raises:
        DataError: if the samples are no square pictures.
    """
    errors = misread_samples(examination, order)

    def figure(error: Misread) -> Element:
        words = f"Sample {error.sample}"
        picture = picture_of(examination.data.inputs[error.sample], words, width=PICTURE_WIDTH)
        captions = (node("span", line) for line in (*error.lines(), f"no. {error.sample}"))
        return node("figure", picture, node("figcaption", *captions))

    return html_page(
        f"Errors of {name} on {examination.data.name}",
        node("p", f"{headline(examination)}. {second_guess_words(errors) if errors else ''}"),
        *(
            node("section", node("h2", title), node("div", *map(figure, part), class_="pictures"), class_="long")
            for title, part in _parts(errors, order)
        ),
    )


def _parts(errors: list[Misread], order: ErrorOrder) -> Iterator[tuple[str, list[Misread]]]:
    if order == "class":
        for label, group in groupby(errors, key=lambda error: error.label):
            part = list(group)
            yield f"Label {label}: {len(part)}", part
    else:
        for start in range(0, len(errors), IN_A_PART):
            part = errors[start : start + IN_A_PART]
            yield f"{start + 1} to {start + len(part)} of {len(errors)}, the surest first", part
