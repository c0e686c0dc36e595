"""The hardest errors of a report, as pictures that travel inside the page."""

import math
from base64 import b64encode
from io import BytesIO
from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mlp_engine.examination import Examination
from mlp_engine.inputs import FULL_INK, read_inputs
from mlp_engine.report.markup import node

SHOWN = 24


def hardest_errors(examination: Examination) -> Element | None:
    """The samples whose wrong answers were surest; ``None`` without errors, or where samples are no square pictures."""
    data, errors = examination.data, examination.errors()[:SHOWN]
    side = math.isqrt(data.inputs.shape[1])
    if len(errors) == 0 or side * side != data.inputs.shape[1]:
        return None
    figures: list[Element] = []
    for index in errors.tolist():
        label, answer, sure = data.labels[index], examination.answers[index], examination.confidence[index]
        words = f"{label} → {answer}, {sure:.2f}"
        source = _data_uri(data.inputs[index].reshape(side, side))
        picture = node("img", src=source, alt=f"Sample {index}: {label}, read as {answer}", width=2 * side)
        figures.append(node("figure", picture, node("figcaption", words)))
    return node("div", *figures, class_="pictures")


def _data_uri(sample: NDArray[np.generic]) -> str:
    """A sample as a PNG picture of black ink on white paper."""
    ink = np.empty(sample.shape)
    read_inputs(sample, ink)
    paper = np.rint(np.clip(1 - ink, 0, 1) * FULL_INK).astype(np.uint8)
    png = BytesIO()
    Image.fromarray(paper).save(png, "PNG")
    return f"data:image/png;base64,{b64encode(png.getvalue()).decode()}"
