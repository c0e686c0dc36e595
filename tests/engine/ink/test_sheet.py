"""A drawing as a picture."""

import numpy as np
import pytest

from mlp_engine.ink import Strokes, digit_image, ink_from_picture, ink_from_strokes, picture_of_drawing

PAD = {"side": 280.0, "pen": 20.0, "pixels": 280}


def test_a_line_is_where_and_as_wide_as_it_was_drawn() -> None:
    levels = np.asarray(picture_of_drawing(None, [[(140.0, 60.0), (140.0, 200.0)]], **PAD))
    assert levels.shape == (280, 280)
    dark = levels < 128
    assert dark[130].sum() == pytest.approx(20, abs=1)
    down, across = np.nonzero(dark)
    assert across.mean() == pytest.approx(139.5, abs=0.6)
    assert (down.min(), down.max()) == (pytest.approx(50, abs=1), pytest.approx(209, abs=1))


def test_empty_paper_is_white() -> None:
    assert (np.asarray(picture_of_drawing(None, [], **PAD)) == 255).all()


def test_a_dot_is_a_disc() -> None:
    dark = np.asarray(picture_of_drawing(None, [[(100.0, 100.0)]], **PAD)) < 128
    assert dark.sum() == pytest.approx(np.pi * 10**2, rel=0.1)


def test_a_picture_lies_under_the_strokes_centred_and_whole() -> None:
    under = np.zeros((50, 100), np.uint8)
    under[:, :10] = 255
    levels = np.asarray(picture_of_drawing(under, [[(200.0, 10.0), (260.0, 10.0)]], **PAD))
    assert levels[140, 5] == 0, "the picture's ink, on the left of the middle band"
    assert levels[20, 5] == 255, "paper above the picture"
    assert levels[10, 230] == 0, "the stroke"


def test_what_is_saved_is_read_as_what_was_drawn(seven: Strokes) -> None:
    saved = digit_image(ink_from_picture(picture_of_drawing(None, seven, side=280, pen=20, pixels=560)))
    drawn = digit_image(ink_from_strokes(seven))
    assert np.abs(saved.astype(int) - drawn.astype(int)).mean() < 12


def test_each_stroke_has_its_own_pen_and_pressure_changes_it_on_the_way() -> None:
    strokes = [[(40.0, 60.0), (240.0, 60.0)], [(40.0, 160.0), (140.0, 160.0), (240.0, 160.0)]]
    picture = picture_of_drawing(None, strokes, side=280.0, pen=[8.0, (8.0, 20.0, 32.0)], pixels=280)
    dark = np.asarray(picture) < 128
    assert dark[:110, 140].sum() == pytest.approx(8, abs=1)
    assert [dark[110:, x].sum() for x in (90, 190)] == pytest.approx([14, 26], abs=1)
    assert dark[110:, 250].any()
