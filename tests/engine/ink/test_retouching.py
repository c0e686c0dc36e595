"""Pictures that are rubbed out and drawn over are read as what is then seen on them."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps

from generators.pictures import drawn, photo, shadow
from mlp_engine import load_weights
from mlp_engine.errors import InkError
from mlp_engine.files.resources import bundled_weights
from mlp_engine.ink import PenStroke
from mlp_engine.ink.pen_stroke import SHEET_SIDE
from mlp_engine.ink.retouching import retouched
from mlp_engine.reading import PictureReader

SEVEN = (
    PenStroke(((100.0, 70.0), (180.0, 70.0), (130.0, 210.0)), width=18.0),
    PenStroke(((120.0, 140.0), (170.0, 140.0)), width=18.0),
)


@pytest.fixture(scope="module")
def reader() -> PictureReader:
    bundled = load_weights(bundled_weights())
    return PictureReader(bundled.network, bundled.reject)


@pytest.fixture(scope="module")
def pair() -> Image.Image:
    """Two digits under a shadow, 3 and 8."""
    rng = np.random.default_rng(3)
    sheet = drawn([3, 8], rng, pen=0.1)
    return photo(sheet, rng, light=shadow(sheet, rng))


def test_a_digit_that_was_rubbed_out_is_paper(reader: PictureReader, pair: Image.Image) -> None:
    read = reader.read(pair)
    assert read.text == "38"
    left = np.full((pair.height // 2, pair.width // 2), 255, np.uint8)
    left[:, round(read.digits[1].box[0] / 2) - 6 :] = 0
    assert reader.read(retouched(pair, left, ())).text == "3"
    with pytest.raises(InkError, match="blank"):
        reader.read(retouched(pair, np.zeros_like(left), ()))


@pytest.mark.parametrize("light_on_dark", [False, True])
def test_strokes_are_ink_on_blank_paper_of_either_polarity(reader: PictureReader, light_on_dark: bool) -> None:
    paper = Image.new("L", (300, 200), 230)
    paper = ImageOps.invert(paper) if light_on_dark else paper
    assert reader.read(retouched(paper, None, SEVEN)).text == "7"


def test_strokes_lie_where_they_were_drawn_on_a_wide_picture() -> None:
    wide = Image.new("L", (400, 100), 255)
    ImageDraw.Draw(wide).line((20, 20, 20, 80), fill=0, width=8)
    middle = SHEET_SIDE / 2
    after = np.asarray(retouched(wide, None, [PenStroke(((middle, middle), (SHEET_SIDE, middle)), width=7.0)]))
    assert after.shape == (100, 400)
    assert (after[48:52, 205:395] < 60).all()
    assert (after[:, 30:180] == 255).all()


def test_what_was_not_retouched_stays_as_it_is(pair: Image.Image) -> None:
    left = np.full((pair.height, pair.width), 255, np.uint8)
    left[:20, :20] = 0
    before, after = np.asarray(pair).astype(int), np.asarray(retouched(pair, left, ())).astype(int)
    assert before.shape == after.shape
    assert (before[22:, 22:] == after[22:, 22:]).all()
