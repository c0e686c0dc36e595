"""Pictures of samples, embedded in the page, and the section of a report with the hardest errors."""

import math
from base64 import b64encode
from io import BytesIO
from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mlp_engine.examination.examination import Examination
from mlp_engine.examination.report.markup import node
from mlp_engine.perceptron.inputs import FULL_INK, read_inputs

SHOWN = 24


def hardest_errors(examination: Examination) -> Element | None:
    """The errors with the highest confidence; ``None`` without errors, or if samples are not square pictures."""
    data, errors = examination.data, examination.errors()[:SHOWN]
    side = math.isqrt(data.inputs.shape[1])
    if len(errors) == 0 or side * side != data.inputs.shape[1]:
        return None
    figures: list[Element] = []
    for index in errors.tolist():
        label, answer, sure = data.labels[index], examination.answers[index], examination.confidence[index]
        words = f"{label} → {answer}, {sure:.2f}"
        picture = picture_of(data.inputs[index], f"Sample {index}: {label}, read as {answer}", width=2 * side)
        figures.append(node("figure", picture, node("figcaption", words)))
    return node("div", *figures, class_="pictures")


def picture_of(sample: NDArray[np.generic], words: str, width: int) -> Element:
    """An image of a sample, shape (side²,), ``width`` pixels wide on the screen, described by ``words``."""
    png = BytesIO()
    Image.fromarray(paper_of(sample)).save(png, "PNG")
    source = f"data:image/png;base64,{b64encode(png.getvalue()).decode()}"
    return node("img", src=source, alt=words, width=width)


def paper_of(sample: NDArray[np.generic]) -> NDArray[np.uint8]:
    """A sample, shape (side²,), as black ink on white paper, shape (side, side)."""
    side = math.isqrt(len(sample))
    ink = np.empty((side, side))
    read_inputs(sample.reshape(side, side), ink)
    return np.rint(np.clip(1 - ink, 0, 1) * FULL_INK).astype(np.uint8)
