"""Digits as pictures show them, printed and by hand."""

from pathlib import Path

import numpy as np
import pytest

from mlp_engine import load_weights
from mlp_engine.datasets import fonts, pictured
from mlp_engine.datasets.fonts import digit_fonts, printed_digit
from mlp_engine.datasets.practice import is_blot
from mlp_engine.errors import DataError
from mlp_engine.files.resources import bundled_weights
from mlp_engine.ink import digit_image
from mlp_engine.sources import load_source, names_data


def test_a_set_holds_each_digit_alike_as_digit_images_that_can_mostly_be_read() -> None:
    data = load_source("pictured:100:2")
    assert repr(data) == "Dataset('pictured 100 seed 2', 100 samples of 784 inputs)"
    assert np.bincount(data.labels).tolist() == [10] * 10
    assert data.generated is not None
    assert data.generated.all()
    images = data.inputs.reshape(-1, 28, 28)
    assert not any(is_blot(image, label) for image, label in zip(images, data.labels.tolist(), strict=True))
    answers = load_weights(bundled_weights()).network.predict(data.inputs).argmax(axis=1)
    assert (answers == data.labels).mean() > 0.85


def test_a_smaller_set_is_the_beginning_of_a_larger_one_and_seeds_differ() -> None:
    few, more, others = (load_source(text) for text in ("pictured:5:1", "pictured:9:1", "pictured:5"))
    assert (few.inputs == more.inputs[:5]).all()
    assert (few.inputs != others.inputs).any(axis=1).all()


def test_progress_is_told_after_each() -> None:
    told: list[int] = []
    load_source("pictured:3", on_progress=told.append)
    assert told == [1, 2, 3]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("pictured:", "Samples as in pictures must be a whole number. Got ''."),
        ("pictured:many", "Samples as in pictures must be a whole number. Got 'many'."),
        ("pictured:0", "Samples as in pictures must be a whole number from 1 to 1000000. Got 0."),
        ("pictured:3:x:fonts", "Seed of samples as in pictures must be a whole number. Got 'x'."),
        (
            "pictured:1:2:3",
            "Digits as in pictures must be pictured:COUNT or pictured:COUNT:SEED. Got 'pictured:1:2:3'.",
        ),
        (
            "pictured:fonts",
            "Digits as in pictures must be pictured:COUNT or pictured:COUNT:SEED. Got 'pictured:fonts'.",
        ),
    ],
)
def test_what_cannot_be_is_told(text: str, sentence: str) -> None:
    assert names_data(text)
    with pytest.raises(DataError) as caught:
        load_source(text)
    assert str(caught.value).startswith(sentence)


def test_without_a_known_font_asking_for_fonts_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictured, "digit_fonts", tuple)
    with pytest.raises(DataError, match="leave :fonts out"):
        load_source("pictured:4:1:fonts")


def test_a_damaged_font_is_passed_over(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "ArialDamaged.ttf").write_text("no font")
    monkeypatch.setattr(fonts, "_FOLDERS", (str(tmp_path),))
    digit_fonts.cache_clear()
    try:
        assert digit_fonts() == ()
    finally:
        digit_fonts.cache_clear()


@pytest.mark.skipif(not digit_fonts(), reason="no font of a known family is installed")
def test_digits_of_the_installed_fonts_are_read() -> None:
    some = digit_fonts()[:8]
    network = load_weights(bundled_weights()).network
    images = np.array([digit_image(printed_digit(font, label, 96)) for font in some for label in range(10)])
    answers = network.predict(images.reshape(len(images), -1)).argmax(axis=1)
    assert (answers == np.tile(np.arange(10), len(some))).mean() > 0.8
    assert load_source("pictured:20:1:fonts").name == "pictured 20 seed 1, fonts"


def test_some_are_of_seven_segments_and_an_eight_lights_them_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictured, "_PRINTED_SHARE", 1.0)
    monkeypatch.setattr(pictured, "_SEGMENTS_SHARE", 1.0)
    monkeypatch.setattr(pictured, "worn", lambda ink, rng: ink)
    images = pictured.pictured_set(200, 3).inputs.reshape(20, 10, 784) / 255
    ink = images.sum(axis=2).mean(axis=0)
    assert ink.argmax() == 8
    assert ink.argmin() == 1
