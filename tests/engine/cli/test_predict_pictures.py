"""``mlp-engine predict`` on pictures with several digits, with none, and blank."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from generators.pictures import drawn, photo


@pytest.fixture
def forty_two(tmp_path: Path) -> Path:
    """A photo of the number 42."""
    rng = np.random.default_rng(5)
    path = tmp_path / "number.png"
    photo(drawn([4, 2], rng, pen=0.09), rng).save(path)
    return path


def test_a_number_is_read_digit_by_digit(run, forty_two) -> None:
    assert run("predict", forty_two).out == f"{forty_two}: 42 (2 digits)\n"
    (prediction,) = json.loads(run("predict", forty_two, "--json").out)["predictions"]
    assert prediction["number"] == "42"
    four, two = prediction["digits"]
    assert (four["digit"], two["digit"]) == (4, 2)
    assert prediction["digit"] == 4
    assert prediction["probabilities"] == four["probabilities"]
    assert not four["not_a_digit"]
    with Image.open(forty_two) as picture:
        width, height = picture.size
    assert 0 <= four["box"][0] < four["box"][2] < two["box"][0] < two["box"][2] <= width
    assert all(0 <= digit["box"][1] < digit["box"][3] <= height for digit in (four, two))


def test_boxes_are_in_pixels_of_the_picture_whatever_its_size(run, forty_two, tmp_path) -> None:
    large = tmp_path / "large.png"
    with Image.open(forty_two) as picture:
        picture.resize((picture.width * 4, picture.height * 4)).save(large)
    small, big = json.loads(run("predict", forty_two, large, "--json").out)["predictions"]
    for digit, larger in zip(small["digits"], big["digits"], strict=True):
        np.testing.assert_allclose(np.array(larger["box"]) / 4, digit["box"], atol=4)


def test_a_blank_picture_is_told_so(run, tmp_path) -> None:
    blank = tmp_path / "blank.png"
    Image.new("L", (200, 100), 255).save(blank)
    done = run("predict", blank, "--json")
    assert done.code == 2
    (prediction,) = json.loads(done.out)["predictions"]
    assert prediction == {"file": str(blank), "number": "", "digits": [], "error": "blank.png: This picture is blank."}


def test_a_picture_on_its_side_is_asked_about(run, tmp_path) -> None:
    lying = tmp_path / "lying.png"
    rng = np.random.default_rng(4)
    photo(drawn([2], rng, pen=0.1), rng).rotate(-90).save(lying)
    assert run("predict", lying).out.endswith("  Turned? It reads 2 when turned left.\n")
    (prediction,) = json.loads(run("predict", lying, "--json").out)["predictions"]
    assert prediction["turned"] == {"degrees": 90, "number": "2"}


def test_a_picture_that_is_read_upright_is_not_asked_about(run, forty_two) -> None:
    (prediction,) = json.loads(run("predict", forty_two, "--json").out)["predictions"]
    assert "turned" not in prediction
