"""The errors of an examination, as one HTML page and as contact sheets of a hundred errors each."""

import math
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Literal, NamedTuple, get_args
from xml.etree.ElementTree import Element

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from mlp_engine.errors import DataError
from mlp_engine.examination.examination import Examination
from mlp_engine.examination.report.markup import html_page, node
from mlp_engine.examination.report.pictures import paper_of, picture_of
from mlp_engine.examination.summary import headline

ErrorOrder = Literal["confidence", "class"]
ERROR_ORDERS: tuple[ErrorOrder, ...] = get_args(ErrorOrder)

_IN_A_SECTION = 60
COLUMNS, ROWS = 10, 10
# Sizes in pixels. A digit image is enlarged three times, each of its pixels a square.
PICTURE, MARGIN, LINE = 84, 16, 15
CELL = PICTURE + 20
HEADING = 3 * LINE
ROW = PICTURE + 4 * LINE + 18
_BLACK, _QUIET, _EDGE, _PAPER = "#1c2127", "#66707c", "#dfe3e8", "#ffffff"


class Misread(NamedTuple):
    """A sample that was read wrong.

    Attributes:
        sample: its index in the data.
        label: its label.
        answer: the network's answer.
        confidence: the probability of the answer.
        second: the class with the second highest probability.
        second_confidence: the probability of that class.
    """

    sample: int
    label: int
    answer: int
    confidence: float
    second: int
    second_confidence: float

    def lines(self) -> tuple[str, str, str]:
        """The lines under the picture: the label, the answer and the second answer."""
        return (
            f"label {self.label}",
            f"read {self.answer}  {self.confidence:.1%}",
            f"then {self.second}  {self.second_confidence:.1%}",
        )


def misread_samples(examination: Examination, order: ErrorOrder = "confidence") -> list[Misread]:
    """All errors, sorted by the confidence of the wrong answer, highest first.

    Args:
        examination: the examination.
        order: "class" sorts by label first, then by confidence.

    Raises:
        DataError: if the samples are not square pictures, which cannot be shown.
    """
    data = examination.data
    inputs = data.inputs.shape[1]
    if math.isqrt(inputs) ** 2 != inputs:
        raise DataError(f"Errors can be shown where samples are square pictures. Got {inputs} inputs in {data.name}.")
    errors = examination.errors()
    if order == "class":
        errors = errors[np.argsort(data.labels[errors], kind="stable")]
    return [
        Misread(
            index,
            int(data.labels[index]),
            int(examination.answers[index]),
            float(examination.confidence[index]),
            second := int(examination.second_answers[index]),
            float(examination.probabilities[index, second]),
        )
        for index in errors.tolist()
    ]


def error_page(examination: Examination, *, name: str, order: ErrorOrder = "confidence") -> str:
    """One HTML page that shows every error with its label, its answer and its second answer.

    Errors by confidence are in sections of 60, errors by class in a section for each class.

    Args:
        examination: the examination.
        name: the network's name for the user.
        order: the order of the errors, see :func:`misread_samples`.

    Raises:
        DataError: if the samples are not square pictures.
    """
    errors = misread_samples(examination, order)

    def figure(error: Misread) -> Element:
        words = f"Sample {error.sample}"
        picture = picture_of(examination.data.inputs[error.sample], words, width=PICTURE)
        captions = (node("span", line) for line in (*error.lines(), f"no. {error.sample}"))
        return node("figure", picture, node("figcaption", *captions))

    return html_page(
        _title(examination, name),
        node("p", _summary(examination, errors)),
        *(
            node("section", node("h2", title), node("div", *map(figure, part), class_="pictures"), class_="long")
            for title, part in _sections(errors, order)
        ),
    )


def error_pictures(examination: Examination, *, name: str, order: ErrorOrder = "confidence") -> Iterator[Image.Image]:
    """Contact sheets of all errors with label, answer and second answer; one empty sheet if there is no error.

    Args:
        examination: the examination.
        name: the network's name for the user.
        order: the order of the errors, see :func:`misread_samples`.

    Raises:
        DataError: if the samples are not square pictures.
    """
    errors = misread_samples(examination, order)
    on_a_sheet = COLUMNS * ROWS
    sheets = max(-(-len(errors) // on_a_sheet), 1)
    title, summary = _title(examination, name), _summary(examination, errors)
    for sheet in range(sheets):
        part = errors[sheet * on_a_sheet : (sheet + 1) * on_a_sheet]
        place = f"Sheet {sheet + 1} of {sheets}, by {order}."
        yield _sheet(examination, part, (title, f"{summary} {place}"))


def _title(examination: Examination, name: str) -> str:
    return f"Errors of {name} on {examination.data.name}"


def _summary(examination: Examination, errors: list[Misread]) -> str:
    return f"{headline(examination)}. {_second_answer_words(errors) if errors else ''}"


def _second_answer_words(errors: list[Misread]) -> str:
    right = sum(error.second == error.label for error in errors)
    return f"The second choice is right in {right:,} of {len(errors):,}."


def _sections(errors: list[Misread], order: ErrorOrder) -> Iterator[tuple[str, list[Misread]]]:
    if order == "class":
        for label, group in groupby(errors, key=lambda error: error.label):
            part = list(group)
            yield f"Label {label}: {len(part)}", part
    else:
        for start in range(0, len(errors), _IN_A_SECTION):
            part = errors[start : start + _IN_A_SECTION]
            yield f"{start + 1} to {start + len(part)} of {len(errors)}, the surest first", part


def _sheet(examination: Examination, errors: Sequence[Misread], heading: tuple[str, str]) -> Image.Image:
    rows = -(-len(errors) // COLUMNS)
    sheet = Image.new("RGB", (2 * MARGIN + COLUMNS * CELL, 2 * MARGIN + HEADING + rows * ROW), _PAPER)
    drawing = ImageDraw.Draw(sheet)
    large, small = ImageFont.load_default(15), ImageFont.load_default(12)
    drawing.text((MARGIN, MARGIN - 4), heading[0], _BLACK, large)
    drawing.text((MARGIN, MARGIN + LINE + 4), heading[1], _QUIET, small)
    for number, error in enumerate(errors):
        row, column = divmod(number, COLUMNS)
        left, top = MARGIN + column * CELL, MARGIN + HEADING + row * ROW
        picture = Image.fromarray(paper_of(examination.data.inputs[error.sample]))
        sheet.paste(picture.resize((PICTURE, PICTURE), Image.Resampling.NEAREST), (left, top))
        drawing.rectangle((left - 1, top - 1, left + PICTURE, top + PICTURE), outline=_EDGE)
        for line, text in enumerate(error.lines()):
            drawing.text((left, top + PICTURE + 3 + line * LINE), text, _BLACK, small)
        drawing.text((left, top + PICTURE + 3 + 3 * LINE), f"no. {error.sample}", _QUIET, small)
    return sheet
