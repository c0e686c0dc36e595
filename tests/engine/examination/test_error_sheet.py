"""Every error shown: none is left out, each with what it is and what it was taken for, in the order asked for."""

import re
from base64 import b64decode
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.errors import DataError
from mlp_engine.examination.examination import Examination, examine
from mlp_engine.examination.report import error_page, error_pictures
from mlp_engine.examination.report.errors import CELL, HEADING, MARGIN, PICTURE, ROW, misread_samples
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network

CAPTION = re.compile(
    r"<span>label (\d)</span><span>read (\d)  ([\d.]+)%</span><span>then (\d)  ([\d.]+)%</span><span>no\. (\d+)</span>"
)


@pytest.fixture
def examined(striped_digits) -> Examination:
    network = Network.initialise(NetworkConfig(hidden=(6,)), np.random.default_rng(0))
    found = examine(network, striped_digits)
    assert found.evaluation.errors > 120
    return found


@pytest.fixture
def faultless() -> Examination:
    """Two samples of four pixels, read by a network that names the brightest one."""
    parameters = np.zeros(20)
    parameters[:16] = np.eye(4).ravel()
    network = Network(NetworkConfig(inputs=4, hidden=(), outputs=4, dtype="float64"), parameters)
    return examine(network, Dataset(np.eye(4)[:2], np.array([0, 1]), "two samples", classes=4))


def wrong(examined: Examination) -> set[int]:
    return set(np.flatnonzero(examined.answers != examined.data.labels).tolist())


@pytest.mark.parametrize("order", ["confidence", "class"])
def test_each_error_is_there_once_with_its_two_guesses(examined, order) -> None:
    errors = misread_samples(examined, order)
    assert len(errors) == examined.evaluation.errors
    assert {error.sample for error in errors} == wrong(examined)
    for error in errors:
        ranked = np.argsort(-examined.probabilities[error.sample])
        assert (error.label, error.answer, error.second) == (examined.data.labels[error.sample], *ranked[:2])
        assert error.confidence == examined.probabilities[error.sample, ranked[0]]
        assert error.second_confidence == examined.probabilities[error.sample, ranked[1]]


def test_by_confidence_the_surest_wrong_answer_comes_first(examined) -> None:
    confidence = [error.confidence for error in misread_samples(examined)]
    assert confidence == sorted(confidence, reverse=True)


def test_by_class_labels_rise_and_the_surest_of_each_comes_first(examined) -> None:
    keys = [(error.label, -error.confidence) for error in misread_samples(examined, "class")]
    assert keys == sorted(keys)
    assert len({label for label, _ in keys}) > 5


def test_the_page_shows_each_error_as_it_is(examined, striped_digits) -> None:
    page = error_page(examined, name="small.safetensors")
    captions = CAPTION.findall(page)
    sources = re.findall(r'src="data:image/png;base64,([^"]*)"', page)
    errors = misread_samples(examined)
    assert len(captions) == len(sources) == len(errors)
    for error, caption, source in zip(errors, captions, sources, strict=True):
        told = (error.label, error.answer, f"{100 * error.confidence:.1f}", error.second)
        assert caption[:4] == tuple(map(str, told))
        assert caption[5] == str(error.sample)
        picture = np.asarray(Image.open(BytesIO(b64decode(source))))
        assert (255 - picture == striped_digits.inputs[error.sample].reshape(28, 28)).all()


def test_the_page_is_parted_into_sixties_or_classes(examined) -> None:
    count = examined.evaluation.errors
    headings = re.findall("<h2>(.*?)</h2>", error_page(examined, name="n"))
    assert headings[0] == f"1 to 60 of {count}, the surest first"
    assert headings[-1].startswith(f"{60 * ((count - 1) // 60) + 1} to {count} of {count}")
    headings = re.findall("<h2>(.*?)</h2>", error_page(examined, name="n", order="class"))
    counts = examined.errors_per_class.tolist()
    assert headings == [f"Label {label}: {number}" for label, number in enumerate(counts) if number]


def test_the_page_needs_nothing_but_itself_and_escapes_what_it_is_told(examined) -> None:
    page = error_page(examined, name="<script>alert(1)</script>")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert not re.search(r"href|url\(|@import|//", re.sub(r'src="data:[^"]*"', "", page))


def test_the_pictures_show_each_error_where_it_belongs(examined, striped_digits) -> None:
    sheets = list(error_pictures(examined, name="small.safetensors"))
    errors = misread_samples(examined)
    assert len(sheets) == -(-len(errors) // 100)
    for number, error in enumerate(errors):
        row, column = divmod(number % 100, 10)
        left, top = MARGIN + column * CELL, MARGIN + HEADING + row * ROW
        shown = np.asarray(sheets[number // 100].crop((left + 1, top + 1, left + PICTURE, top + PICTURE)).convert("L"))
        assert (255 - shown[::3, ::3] == striped_digits.inputs[error.sample].reshape(28, 28)).all(), number
        captions = sheets[number // 100].crop((left, top + PICTURE + 2, left + CELL, top + ROW)).convert("L")
        assert np.asarray(captions).min() < 100, f"no caption under {number}"


def test_no_caption_runs_into_its_neighbour(examined) -> None:
    sheet = np.asarray(next(error_pictures(examined, name="n")).convert("L"))
    for column in range(1, 10):
        gap = sheet[MARGIN + HEADING :, MARGIN + column * CELL - 4 : MARGIN + column * CELL - 1]
        assert gap.min() == 255


def test_without_an_error_there_is_an_empty_sheet_that_says_so(faultless) -> None:
    assert "100.00% right: no error in 2 samples" in error_page(faultless, name="n")
    (sheet,) = error_pictures(faultless, name="n")
    assert sheet.height == 2 * MARGIN + HEADING


def test_samples_that_are_no_pictures_are_refused(blobs) -> None:
    plain = Network.initialise(NetworkConfig(inputs=2, hidden=(), outputs=3), np.random.default_rng(0))
    with pytest.raises(DataError, match=r"where samples are square pictures\. Got 2 inputs in three clouds\."):
        error_page(examine(plain, blobs), name="n")


def test_the_second_guess_is_the_likeliest_other_class_even_where_all_are_alike() -> None:
    network = Network(NetworkConfig(inputs=4, hidden=(), outputs=3), np.zeros(15, np.float32))
    found = examine(network, Dataset(np.zeros((1, 4)), np.array([1]), "nothing", classes=3))
    assert found.answers.tolist() == [0]
    assert found.second_answers.tolist() == [1]
    assert "The second choice is right in 1 of 1." in error_page(found, name="n")
