"""The strip of steps from the pad to the digit image, and what each step left out does to it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from mlp_engine.errors import InkError
from mlp_engine.files.resources import resource_path
from mlp_engine.ink import Strokes, digit_image, digit_image_from_picture, ink_from_drawing
from mlp_engine.ink.steps import PAD_PIXELS, InkStep, Switches, ink_steps

SIDE = 280.0
ALL = Switches()
NAMES = ["drawing", "pen", "crop", "fit", "centre"]

coordinate = st.one_of(st.floats(0, SIDE), st.integers(0, 280).map(float))
drawings = st.lists(st.lists(st.tuples(coordinate, coordinate), max_size=12), max_size=4)
switches = st.builds(Switches, st.booleans(), st.booleans(), st.booleans(), st.booleans())


@st.composite
def pictures(draw) -> NDArray[np.uint8] | None:
    """No picture, a blank one, or one with a patch of grey ink somewhere; MNIST's own size is among them."""
    if draw(st.booleans()):
        return None
    height, width = draw(st.sampled_from([(28, 28), (40, 100), (61, 13), (300, 200)]))
    ink = np.zeros((height, width), np.uint8)
    top, left = draw(st.integers(0, height - 1)), draw(st.integers(0, width - 1))
    tall, wide = draw(st.integers(0, height)), draw(st.sampled_from([0, 3, 20, 100]))
    rng = np.random.default_rng(draw(st.integers(0, 100)))
    patch = ink[top : top + tall, left : left + wide]
    patch[...] = rng.integers(0, 256, patch.shape)
    return ink


def strip(strokes: Strokes, done: Switches = ALL, *, pen: float = 20.0, picture=None) -> dict[str, InkStep]:
    return {step.name: step for step in ink_steps(picture, strokes, side=SIDE, pen=pen, switches=done)}


def extent(ink: NDArray[np.uint8], *, at_least: int = 128) -> tuple[int, int, int, int]:
    """First and last row, first and last column that reach this much ink."""
    rows, columns = np.nonzero(ink >= at_least)
    return int(rows.min()), int(rows.max()), int(columns.min()), int(columns.max())


def middle_of_mass(image: NDArray[np.uint8]) -> tuple[float, float]:
    places = np.arange(28)
    return float(image.sum(axis=1) @ places / image.sum()), float(image.sum(axis=0) @ places / image.sum())


@given(drawings, pictures())
def test_with_every_step_the_last_is_bit_for_bit_what_the_network_is_given(strokes, picture) -> None:
    try:
        expected = digit_image(ink_from_drawing(picture, strokes, SIDE))
    except InkError:
        with pytest.raises(InkError):
            ink_steps(picture, strokes, side=SIDE, pen=20.0)
        return
    steps = ink_steps(picture, strokes, side=SIDE, pen=20.0)
    assert [step.name for step in steps] == NAMES
    assert all(step.done for step in steps)
    assert np.array_equal(steps[-1].ink, expected)


@pytest.mark.parametrize("path", sorted(resource_path("samples").glob("*.png")), ids=lambda path: path.stem)
def test_so_it_is_for_a_digit_image_opened_as_a_picture(path) -> None:
    image = digit_image_from_picture(path)
    assert np.array_equal(strip([], picture=image)["centre"].ink, digit_image(image))


@given(drawings, pictures(), switches)
def test_any_drawing_makes_a_strip_with_any_switches(strokes, picture, done) -> None:
    assume(any(strokes) or (picture is not None and picture.any()))
    steps = strip(strokes, done, picture=picture)
    assert {name: step.ink.shape for name, step in steps.items() if name != "crop"} == {
        "drawing": (PAD_PIXELS, PAD_PIXELS),
        "pen": (PAD_PIXELS, PAD_PIXELS),
        "fit": (20, 20) if done.fit else (28, 28),
        "centre": (28, 28),
    }
    assert all(step.ink.dtype == np.uint8 for step in steps.values())
    assert steps["crop"].ink.any()
    assert {name: step.done for name, step in steps.items()} == {
        "drawing": True,
        "pen": done.pen,
        "crop": done.crop,
        "fit": done.fit,
        "centre": done.centre,
    }


def test_the_first_step_is_the_pad_as_it_is_seen(seven: Strokes) -> None:
    drawing = strip(seven)["drawing"].ink
    pixel = SIDE / PAD_PIXELS
    top, bottom, left, right = extent(drawing)
    # The points of the seven and half a pen of 20 around them.
    seen = np.multiply((top, bottom + 1, left, right + 1), pixel)
    assert seen == pytest.approx((26 - 10, 188 + 10, 20 - 10, 118 + 10), abs=2 * pixel)


def test_the_pen_is_a_tenth_of_the_drawing_whatever_was_shown(seven: Strokes) -> None:
    thin, thick = strip(seven, pen=2.0), strip(seven, pen=50.0)
    assert thin["drawing"].ink.sum() < 0.2 * thick["drawing"].ink.sum()
    for name in NAMES[1:]:
        assert np.array_equal(thin[name].ink, thick[name].ink)
    line = strip([[(140.0, 40.0), (140.0, 240.0)]])["pen"].ink
    assert np.count_nonzero(line[PAD_PIXELS // 2] >= 128) == pytest.approx(20 * PAD_PIXELS / SIDE, abs=1)


def test_a_dot_keeps_the_pen_of_the_pad() -> None:
    steps = strip([[(100.0, 100.0), (101.0, 102.0)]], pen=20.0)
    assert np.array_equal(steps["pen"].ink, steps["drawing"].ink)


@pytest.mark.parametrize(("pen", "darker"), [(3.0, False), (50.0, True)])
def test_without_the_pen_lines_stay_as_wide_as_on_the_pad(seven: Strokes, pen: float, darker: bool) -> None:
    steps, with_pen = strip(seven, Switches(pen=False), pen=pen), strip(seven, pen=pen)
    assert np.array_equal(steps["pen"].ink, steps["drawing"].ink)
    for name in ("fit", "centre"):
        share = steps[name].ink.sum() / with_pen[name].ink.sum()
        assert share > 1.5 if darker else share < 0.5


def test_a_pen_that_happens_to_suit_makes_hardly_a_difference(seven: Strokes) -> None:
    suits = 162 / 10
    off, on = (strip(seven, done, pen=suits)["centre"].ink.astype(int) for done in (Switches(pen=False), ALL))
    assert np.abs(off - on).sum() < 0.12 * on.sum()


def test_without_the_crop_the_whole_pad_is_shrunk() -> None:
    half: Strokes = [[(42.0, 42.0), (42.0, 182.0), (112.0, 182.0)]]
    top, bottom, left, right = extent(strip(half)["fit"].ink)
    assert (top, bottom) == (0, 19)
    steps = strip(half, Switches(crop=False))
    assert np.array_equal(steps["crop"].ink, steps["pen"].ink)
    # Half the pad, where it was drawn: 42 of 280 are 3 of 20, and 140 are 10.
    top, bottom, left, right = extent(steps["fit"].ink, at_least=64)
    assert (top, left) == pytest.approx((3, 3), abs=1)
    assert (bottom - top + 1, right - left + 1) == pytest.approx((11, 6), abs=1)
    top, bottom, left, right = extent(steps["centre"].ink, at_least=64)
    assert (bottom - top + 1, right - left + 1) == pytest.approx((11, 6), abs=1)


def test_without_fitting_it_is_stretched_both_ways() -> None:
    narrow: Strokes = [[(130.0, 40.0), (150.0, 240.0)]]
    assert extent(strip(narrow)["fit"].ink)[2:] == pytest.approx((8, 11), abs=1)
    steps = strip(narrow, Switches(fit=False))
    for name in ("fit", "centre"):
        assert extent(steps[name].ink) == pytest.approx((0, 27, 0, 27), abs=1)


def test_without_centring_the_box_is_in_the_middle_and_the_mass_is_not() -> None:
    flag: Strokes = [[(60.0, 40.0), (60.0, 240.0)], [(60.0, 40.0), (160.0, 40.0), (160.0, 90.0), (60.0, 90.0)]]
    image = strip(flag)["centre"].ink
    assert middle_of_mass(image) == pytest.approx((14, 14), abs=0.2)
    boxed = strip(flag, Switches(centre=False))["centre"].ink
    top, bottom, left, right = extent(boxed)
    assert (top, left) == pytest.approx((27 - bottom, 27 - right), abs=1)
    assert bottom - top + 1 == pytest.approx(20, abs=1)
    down, _ = middle_of_mass(boxed)
    assert down < 12.5  # the heavy flag is high


def test_with_no_step_done_it_is_the_pad_shrunk_and_nothing_else(seven: Strokes) -> None:
    steps = strip(seven, Switches(False, False, False, False))
    shrunk = np.asarray(Image.fromarray(steps["drawing"].ink).resize((28, 28), Image.Resampling.BICUBIC))
    assert np.abs(steps["centre"].ink.astype(int) - shrunk).max() <= 3  # resampled from inside a larger sheet
    assert np.array_equal(steps["fit"].ink, steps["centre"].ink)


def test_a_picture_alone_has_no_pen_to_be_left_out(seven: Strokes) -> None:
    picture = ink_from_drawing(None, seven, SIDE)
    on, off = (strip([], done, picture=picture) for done in (ALL, Switches(pen=False)))
    for name in NAMES:
        assert np.array_equal(on[name].ink, off[name].ink)


def test_strokes_over_a_picture_share_its_frame() -> None:
    picture = np.zeros((140, 140), np.uint8)
    picture[20:120, 20:40] = 255  # on the pad from 40 to 240 down, 40 to 80 across
    strokes: Strokes = [[(60.0, 40.0), (200.0, 40.0)]]
    # Both together are 200 long, and 20 suits that.
    steps = strip(strokes, picture=picture, pen=20.0)
    assert np.array_equal(steps["pen"].ink, steps["drawing"].ink)
    for done in (ALL, replace(ALL, crop=False), replace(ALL, pen=False)):
        fitted = strip(strokes, done, picture=picture)["fit"].ink
        top, bottom, left, right = extent(fitted)
        assert (bottom - top + 1) / (right - left + 1) == pytest.approx(210 / 170, abs=0.15)


@pytest.mark.parametrize("done", [ALL, Switches(False, False, False, False)])
def test_nothing_drawn_has_no_steps(done: Switches) -> None:
    for strokes in ([], [[]]):
        with pytest.raises(InkError, match=r"Got nothing drawn|Got blank paper"):
            ink_steps(None, strokes, side=SIDE, pen=20.0, switches=done)


def test_ink_beside_the_pad_is_missed_only_where_the_pad_is_needed() -> None:
    beside: Strokes = [[(400.0, 40.0), (420.0, 200.0)]]
    expected = digit_image(ink_from_drawing(None, beside, SIDE))
    assert np.array_equal(strip(beside)["centre"].ink, expected)
    with pytest.raises(InkError, match="Got blank paper"):
        strip(beside, Switches(crop=False))
