"""The report: complete, self-contained, well-formed, and safe to open whatever the names in it are."""

import re
from base64 import b64decode
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.examination.examination import Examination, examine
from mlp_engine.examination.report import examination_report
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.training.history import EpochRecord, History
from mlp_engine.weights.model_card import ModelCard

VOID = {"meta", "img"}
ATTACK = "<script>alert('x')</script>\"&\x00\ud800\u202e"
CARD = ModelCard(
    data="striped digits", training={"l2": 5.0, "batch_size": 10}, seed=3, scores={"test_error_rate": 0.25}
)


class Page(HTMLParser):
    """What a browser would make of a page; fails on a tag that is left open or closed twice."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data) -> None:
        self.text += data if "style" not in self.open else ""


def page_without_pictures(text: str) -> int:
    return len(re.sub(r'src="[^"]*"', "", text))


@pytest.fixture
def network() -> Network:
    return Network.initialise(NetworkConfig(hidden=(6,)), np.random.default_rng(0))


@pytest.fixture
def examined(network, striped_digits) -> Examination:
    return examine(network, striped_digits)


def history(epochs: int = 4) -> History:
    return History(
        tuple(
            EpochRecord(epoch, 1 / epoch, 1 - 0.5 / epoch, 1.5 / epoch, 0.9 - 0.5 / epoch, 0.0, 0.5, epoch)
            for epoch in range(1, epochs + 1)
        )
    )


def test_everything_is_there(network, examined) -> None:
    page = Page(examination_report(examined, network, CARD, name="small.safetensors", history=history()))
    for words in (
        "small.safetensors on striped digits",
        f"{examined.accuracy:.2%} right: {examined.evaluation.errors} errors in 200 samples",
        "Confusion matrix", "Classes", "Calibration", "Loss in training", "Accuracy in training", "Network",
        "Training settings", "Minibatch size", "Model card", "Test error rate", "0.25", "Machine", "numpy",
        np.__version__,
    ):  # fmt: skip
        assert words in page.text, words
    assert page.tags.count("svg") == 3
    for count in examined.evaluation.confusion.ravel():
        assert str(count) in page.text or count == 0


def test_the_matrix_in_the_page_is_the_matrix(network, examined) -> None:
    text = examination_report(examined, network, CARD, name="n")
    table = re.search(r'<table class="confusion">.*?</table>', text, re.DOTALL)
    assert table is not None
    rows = ElementTree.fromstring(table[0]).findall("tbody/tr")
    counts = [[int((cell.text or "").replace("·", "0")) for cell in row.findall("td")] for row in rows]
    assert counts == examined.evaluation.confusion.tolist()


def test_it_needs_nothing_but_itself_and_runs_nothing(network, examined) -> None:
    text = examination_report(examined, network, CARD, name="n", history=history())
    page = Page(text)
    assert not {"script", "link", "iframe", "object", "embed", "image", "use", "a", "base"} & set(page.tags)
    names = {name for name, _ in page.attributes}
    assert not {"href", "srcset", "action", "data"} & names
    sources = [value or "" for name, value in page.attributes if name == "src"]
    assert len(sources) == 24
    assert all(source.startswith("data:image/png;base64,") for source in sources)
    assert not [name for name in names if name.startswith("on")]
    assert "url(" not in text
    assert "@import" not in text
    assert [value for name, value in page.attributes if "//" in (value or "") and name != "src"] == [
        "http://www.w3.org/2000/svg"
    ] * 3


def test_it_is_well_formed_as_xml_too(network, examined) -> None:
    text = examination_report(examined, network, CARD, name="n", history=history())
    text = re.sub(r"(<(?:meta|img) [^>]*)>", r"\1/>", text).removeprefix("<!DOCTYPE html>\n")
    assert ElementTree.fromstring(text).tag == "html"


def test_names_from_strangers_are_text(network, striped_digits) -> None:
    card = ModelCard(
        data=ATTACK, data_sha256=ATTACK, created=ATTACK, version=ATTACK, training={ATTACK: ATTACK, "a": [ATTACK]},
        scores={ATTACK: 1.0},
    )  # fmt: skip
    data = Dataset(striped_digits.inputs, striped_digits.labels, ATTACK)
    text = examination_report(examine(network, data), network, card, name=ATTACK)
    page = Page(text)
    assert "script" not in page.tags
    assert "<script" not in text
    assert page.text.count("<script>alert('x')</script>\"&") >= 7
    assert "\x00" not in text
    assert "\u202e" not in text
    text.encode()  # no half of a surrogate pair is left


def test_a_card_as_long_as_a_novel_does_not_fill_the_page(network, examined) -> None:
    text = examination_report(examined, network, replace(CARD, data="long " * 100_000), name="n")
    assert page_without_pictures(text) < 60_000


def test_the_hardest_errors_are_seen_in_their_order(network, examined, striped_digits) -> None:
    page = Page(examination_report(examined, network, CARD, name="n"))
    sources = [value or "" for name, value in page.attributes if name == "src"]
    for index, source in zip(examined.errors()[:24], sources, strict=True):
        picture = Image.open(BytesIO(b64decode(source.partition(",")[2])))
        assert (255 - np.asarray(picture) == striped_digits.inputs[index].reshape(28, 28)).all()
    hardest = examined.errors()[0]
    label, answer = striped_digits.labels[hardest], examined.answers[hardest]
    assert f"{label} → {answer}, {examined.confidence[hardest]:.2f}" in page.text


def test_samples_that_are_no_pictures_and_no_errors_leave_the_pictures_out(blobs) -> None:
    plain = Network.initialise(NetworkConfig(inputs=2, hidden=(), outputs=3), np.random.default_rng(0))
    assert "img" not in Page(examination_report(examine(plain, blobs), plain, CARD, name="n")).tags


def test_a_long_training_is_drawn_to_its_end(network, examined) -> None:
    text = examination_report(examined, network, CARD, name="n", history=history(400))
    paths = re.findall(r'<path d="([^"]*)"', text)
    assert [path.count(" L") for path in paths] == [399] * 4


def test_a_single_epoch_without_validation_is_a_dot(network, examined) -> None:
    record = EpochRecord(1, 0.5, 0.8, None, None, 0.0, 0.1, 1.0)
    text = examination_report(examined, network, CARD, name="n", history=History((record,)))
    page = Page(text)
    assert page.tags.count("path") == 2  # a loss and an accuracy, and no line for the validation that was not
    assert re.search(r'd="M([\d.]+ [\d.]+) L\1"', text)


def test_values_that_are_no_numbers_leave_a_gap(network, examined) -> None:
    records = [
        EpochRecord(epoch, loss, 0.5, None, None, 0.0, 0.1, 1.0)
        for epoch, loss in enumerate((1.0, 0.5, float("nan"), 0.2, 0.1), start=1)
    ]
    text = examination_report(examined, network, CARD, name="n", history=History(tuple(records)))
    assert "nan" not in text
    assert Page(text).tags.count("path") == 3  # the loss in two pieces, the accuracy in one


def test_curves_start_and_end_where_the_history_does(network, examined) -> None:
    text = examination_report(examined, network, CARD, name="n", history=history())
    assert "Loss from epoch 1 to 4: training from 1 to 0.25; validation from 1.5 to 0.375" in text
    assert "best 4" in Page(text).text


def test_a_network_without_card_or_history_has_a_report(network, examined) -> None:
    page = Page(examination_report(examined, network, ModelCard(), name="n"))
    assert "Not known." in page.text
    assert page.tags.count("svg") == 1
