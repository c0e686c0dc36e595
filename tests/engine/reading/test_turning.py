"""A picture that cannot be read for sure as it lies is offered the turn after which it can."""

from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from generators.pictures import drawn, photo
from mlp_engine import load_weights
from mlp_engine.files.resources import bundled_weights
from mlp_engine.reading import PictureReader, Turn, suggested_turn

TURNS = {1: Image.Transpose.ROTATE_270, 2: Image.Transpose.ROTATE_180, 3: Image.Transpose.ROTATE_90}
"""By the quarters to the left that take them back."""


@pytest.fixture(scope="module")
def reader() -> PictureReader:
    bundled = load_weights(bundled_weights())
    return PictureReader(bundled.network, bundled.reject)


def picture(label: int) -> Image.Image:
    rng = np.random.default_rng((4, label))
    return photo(drawn([label], rng, pen=0.1), rng)


def turn_of(reader: PictureReader, shown: Image.Image) -> Turn | None:
    return suggested_turn(reader, reader.read(shown))


@pytest.mark.parametrize("label", range(10))
def test_an_upright_digit_is_not_turned(reader: PictureReader, label: int) -> None:
    assert turn_of(reader, picture(label)) is None


@pytest.mark.parametrize(
    ("label", "quarters"),
    [(2, 1), (2, 2), (2, 3), (3, 1), (3, 3), (4, 2), (5, 1), (5, 3), (7, 1), (7, 2), (9, 1), (9, 3)],
)
def test_a_turned_digit_is_turned_back(reader: PictureReader, label: int, quarters: int) -> None:
    assert turn_of(reader, picture(label).transpose(TURNS[quarters])) == Turn(quarters, str(label))


@pytest.mark.parametrize(("label", "read"), [(6, "9"), (9, "6")])
def test_what_reads_for_sure_either_way_is_left_alone(reader: PictureReader, label: int, read: str) -> None:
    upside_down = picture(label).transpose(Image.Transpose.ROTATE_180)
    assert reader.read(upside_down).text == read
    assert turn_of(reader, upside_down) is None


@pytest.mark.parametrize(("text", "offered"), [("4", True), ("47", True), ("8", False), ("1\n08", False)])
def test_what_is_read_the_same_after_a_turn_is_turned_unless_it_may_look_the_same_too(text: str, offered: bool) -> None:
    """A 4 that lies upside down may be read right, but not for sure."""

    def read(certainty: float) -> SimpleNamespace:
        digit = SimpleNamespace(refused=False, probabilities=np.array([certainty, 1 - certainty]))
        steps = SimpleNamespace(grey=Image.new("L", (8, 8)), paper=SimpleNamespace(inverted=False))
        return SimpleNamespace(digits=[digit], text=text, steps=steps)

    surely = SimpleNamespace(read=lambda *_: read(0.999))
    assert suggested_turn(surely, read(0.6)) == (Turn(1, text) if offered else None)
