"""Connected pieces, distances, rules and retracing: the parts that pictures are read with."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from mlp_engine.ink.blur import blur_of, blurred, sharpened
from mlp_engine.ink.components import components_of, distances
from mlp_engine.ink.digit_layout import digit_rows
from mlp_engine.ink.retracing import retraced
from mlp_engine.ink.rules import without_rules


def flooded(mask: np.ndarray, corners: bool) -> np.ndarray:
    """Pieces by flooding from each pixel: slow and plain."""
    labels = np.zeros(mask.shape, int)
    steps = [(0, 1), (1, 0), (0, -1), (-1, 0)] + ([(1, 1), (1, -1), (-1, 1), (-1, -1)] if corners else [])
    for start in zip(*np.nonzero(mask), strict=True):
        if labels[start]:
            continue
        waiting, number = [start], labels.max() + 1
        while waiting:
            y, x = waiting.pop()
            if 0 <= y < mask.shape[0] and 0 <= x < mask.shape[1] and mask[y, x] and not labels[y, x]:
                labels[y, x] = number
                waiting += [(y + dy, x + dx) for dy, dx in steps]
    return labels


@given(seed=st.integers(0, 10_000), share=st.floats(0, 1), corners=st.booleans())
def test_components_are_those_of_flooding(seed: int, share: float, corners: bool) -> None:
    rng = np.random.default_rng(seed)
    mask = rng.random((int(rng.integers(1, 12)), int(rng.integers(1, 12)))) < share
    components = components_of(mask, corners=corners)
    expected = flooded(mask, corners)
    assert len(components) == expected.max()
    pairs = np.unique(np.stack((components.labels.ravel(), expected.ravel())), axis=1)
    assert pairs.shape[1] == len(np.unique(expected))
    for place in range(len(components)):
        rows, columns = np.nonzero(components.labels == place + 1)
        assert components.areas[place] == len(rows)
        box = [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]
        assert components.boxes[place].tolist() == box


@given(seed=st.integers(0, 10_000), reach=st.integers(1, 6))
def test_distances_are_euclidean_up_to_their_reach(seed: int, reach: int) -> None:
    rng = np.random.default_rng(seed)
    mask = rng.random((9, 13)) < 0.1
    rows, columns = np.nonzero(mask)
    y, x = np.indices(mask.shape)
    far = np.full(mask.shape, np.inf)
    for row, column in zip(rows, columns, strict=True):
        far = np.minimum(far, np.hypot(y - row, x - column))
    np.testing.assert_allclose(distances(mask, reach), np.minimum(far, reach + 1), rtol=1e-6)


def loops(ink: np.ndarray) -> int:
    return len(components_of(np.pad(ink, 1) < 64, corners=False)) - 1


@pytest.mark.parametrize("small", [9, 12, 14])
def test_the_pen_closes_no_loop(small: int) -> None:
    """A cursive digit: a large arc with a small loop in its middle."""
    sheet = Image.new("L", (300, 300))
    draw = ImageDraw.Draw(sheet)
    draw.arc((60, 20, 240, 150), 180, 90, fill=255, width=3)
    draw.ellipse((150 - small, 150 - small, 150 + small, 150 + small), outline=255, width=3)
    draw.arc((60, 150, 240, 290), 270, 170, fill=255, width=3)
    ink = np.asarray(sheet)
    thick = retraced(ink)
    assert thick.sum() > 3 * ink.sum()
    assert loops(thick) == loops(ink)


@pytest.mark.parametrize("slope", [0.01, 0.02, -0.03])
def test_rules_go_and_the_strokes_across_them_stay(slope: float) -> None:
    bare = np.zeros((300, 300), np.uint8)
    bare[60:240, 140:160] = 255
    ruled = Image.fromarray(bare)
    draw = ImageDraw.Draw(ruled)
    for y in (40, 110, 180, 250):
        draw.line((0, y - 150 * slope, 300, y + 150 * slope), fill=150, width=3)
    ink = np.maximum(np.asarray(ruled), bare)
    cleared = without_rules(ink, 38)
    np.testing.assert_array_equal(cleared[bare > 0], 255)
    assert (cleared[bare == 0] > 0).sum() < 0.15 * (ink[bare == 0] > 0).sum()


def grid_of_bent_lines(side: int, bend: float) -> NDArray[np.uint8]:
    """Squared paper whose lines leave their straight way by up to ``bend`` pixels."""
    sheet = Image.new("L", (side, side))
    draw = ImageDraw.Draw(sheet)
    along = np.arange(side)
    across = bend * np.sin(along / side * np.pi)
    for place in range(25, side, 50):
        draw.line(list(zip(along.tolist(), (place + across).tolist(), strict=True)), fill=150, width=3)
        draw.line(list(zip((place + across).tolist(), along.tolist(), strict=True)), fill=150, width=3)
    return np.asarray(sheet)


@pytest.mark.parametrize("bend", [0.0, 3.0, -3.0])
def test_the_path_of_a_bent_rule_is_followed(bend: float) -> None:
    grid = grid_of_bent_lines(300, bend)
    assert (without_rules(grid, 38) > 0).sum() < 0.03 * (grid > 0).sum()


def test_a_rule_that_leaves_the_picture_at_a_corner_goes() -> None:
    sheet = Image.new("L", (300, 300))
    ImageDraw.Draw(sheet).line((0, 6, 300, -4), fill=150, width=3)
    ImageDraw.Draw(sheet).line((0, 156, 300, 146), fill=150, width=3)
    ruled = np.asarray(sheet)
    assert (without_rules(ruled, 38) > 0).sum() < 0.03 * (ruled > 0).sum()


def test_a_wide_bar_is_no_rule() -> None:
    """A bold digit that fills its picture has level parts as long as a rule, but thicker."""
    bold = np.zeros((120, 120), np.uint8)
    bold[20:32, 5:115] = 255
    bold[88:100, 5:115] = 255
    np.testing.assert_array_equal(without_rules(bold, 38), bold)


def test_the_bar_of_a_seven_is_no_rule() -> None:
    seven = np.zeros((200, 120), np.uint8)
    seven[0:4] = 255
    for row in range(200):
        seven[row, 110 - row // 2 : 114 - row // 2] = 255
    np.testing.assert_array_equal(without_rules(seven, 38), seven)


@pytest.mark.parametrize("deviation", [2.0, 4.0])
def test_blur_is_measured_and_taken_back(deviation: float) -> None:
    bar = np.zeros((120, 120), np.float32)
    bar[30:90, 50:70] = 255
    soft = blurred(bar, deviation)
    assert blur_of(soft) == pytest.approx(deviation, rel=0.35)
    sharp = sharpened(soft, deviation)
    assert np.abs(sharp - bar).mean() < 0.65 * np.abs(soft - bar).mean()


def test_a_page_full_of_pieces_is_laid_out_at_once() -> None:
    """Of 1,100 letters each has a dot as high as half of it above it: a join for each, far more than calls can nest."""
    count = 1_100
    left = np.arange(count, dtype=np.int64) % 50 * 20
    top = np.arange(count, dtype=np.int64) // 50 * 60
    letters, dots = ((left, top + down, left + 8, top + down + high) for down, high in ((9, 14), (0, 8)))
    boxes = np.concatenate((np.stack(letters, axis=1), np.stack(dots, axis=1)))
    rows, loose = digit_rows(boxes, np.ones(2 * count, np.bool_))
    assert loose == []
    assert [len(row) for row in rows] == [50] * 22
    assert all(sorted(digit) == [digit[0] % count, digit[0] % count + count] for row in rows for digit in row)


def test_low_pieces_above_one_another_are_a_digit_as_high_as_its_neighbours() -> None:
    """A 7 in two pieces, each lower than half of the whole digits beside it, is not left out."""
    boxes = np.array([(0, 0, 60, 110), (100, 0, 160, 50), (148, 54, 160, 104), (200, 0, 260, 110)], np.int64)
    rows, loose = digit_rows(boxes, np.ones(4, np.bool_))
    assert [[sorted(digit) for digit in row] for row in rows] == [[[0], [1, 2], [3]]]
    assert loose == []


def test_a_digit_whose_upper_left_comes_first_stays_in_its_row() -> None:
    """A 4 of a display: its upper left, a piece of half its height, lies above the middle of the rest."""
    boxes = np.array([(0, 0, 12, 62), (50, 1, 62, 124), (100, 0, 160, 124)], np.int64)
    assert digit_rows(boxes, np.ones(3, np.bool_)) == ([[[0], [1], [2]]], [])
