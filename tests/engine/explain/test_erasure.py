"""The smallest piece of stroke whose erasing changes the answer."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest

from mlp_engine import Network, NetworkConfig
from mlp_engine.errors import InkError, SettingError
from mlp_engine.explain.erasure import Erasure, erasures
from mlp_engine.ink import Strokes, digit_image, ink_from_drawing

SIDE = 280.0
CORNER = np.s_[:10, :10]

BARRED_SEVEN: Strokes = [
    [(84.0, 64.0), (200.0, 56.0), (184.0, 96.0), (160.0, 146.0), (142.0, 190.0), (132.0, 230.0)],
    [(112.0, 142.0), (148.0, 136.0), (192.0, 132.0)],
]
NINE: Strokes = [
    [
        (180.0, 86.0), (165.0, 66.0), (150.0, 55.0), (128.0, 56.0), (110.0, 68.0), (100.0, 88.0), (99.0, 108.0),
        (108.0, 128.0), (124.0, 136.0), (146.0, 132.0), (164.0, 122.0), (176.0, 104.0), (182.0, 84.0),
        (181.0, 130.0), (174.0, 184.0), (162.0, 232.0),
    ]
]  # fmt: skip
SQUARE: Strokes = [[(60.0, 60.0), (220.0, 60.0), (220.0, 220.0), (60.0, 220.0), (60.0, 60.0)]]


def read(network: Network, strokes: Strokes, picture=None) -> tuple[int, float]:
    probabilities = network.predict(digit_image(ink_from_drawing(picture, strokes, SIDE)).ravel())
    return int(probabilities.argmax()), float(probabilities.max())


def length_of(strokes: Strokes) -> float:
    return sum(float(np.hypot(*np.subtract(b, a))) for stroke in strokes for a, b in pairwise(stroke))


def found(network: Network, strokes: Strokes, **options) -> list[Erasure]:
    return [erasure for erasure in erasures(network, strokes, side=SIDE, **options) if erasure is not None]


def without(stroke: Sequence[tuple[float, float]], start: float, end: float) -> Strokes:
    """What is left of the stroke: its points, and two where it is cut."""
    points = np.array(stroke)
    along = np.concatenate(([0.0], np.hypot(*np.diff(points, axis=0).T).cumsum()))
    places = np.unique([*along, start, end])
    line = np.column_stack([np.interp(places, along, points[:, axis]) for axis in (0, 1)])
    parts = (line[places <= start], line[places >= end])
    return [[(float(x), float(y)) for x, y in part] for part in parts if len(part) > 1]


class InkFinder(Network):
    """Reads "1" while a digit image has ink in one part of it, otherwise "0"."""

    def __init__(self, part: tuple[slice, slice] = CORNER) -> None:
        config = NetworkConfig(hidden=(), outputs=2, dtype="float64")
        weights = np.zeros((28, 28, 2))
        weights[part][..., 1] = 1.0
        super().__init__(config, np.concatenate((weights.ravel(), [0.5, 0.0])))


def test_each_erasure_does_what_it_says(bundled) -> None:
    before, _ = read(bundled, NINE)
    results = found(bundled, NINE)
    assert before == 9
    assert len(results) > 1
    for erasure in results:
        assert erasure.digit != 9
        assert (erasure.digit, erasure.probability) == read(bundled, erasure.remaining)
        whole = length_of([NINE[erasure.stroke]])
        assert 0 <= erasure.start < erasure.end <= whole + 1e-9
        assert length_of(erasure.remaining) == pytest.approx(length_of(NINE) - erasure.length)
    assert all(later.length < earlier.length for earlier, later in pairwise(results))


def test_what_would_make_it_a_one(bundled) -> None:
    for strokes in (BARRED_SEVEN, NINE):
        last = found(bundled, strokes, wanted=1)[-1]
        assert last.digit == 1
        assert read(bundled, last.remaining)[0] == 1
        assert last.length <= 0.75 * length_of(strokes)


def test_a_nine_without_a_piece_of_its_loop_is_a_four(bundled) -> None:
    last = found(bundled, NINE, wanted=4)[-1]
    assert last.stroke == 0
    assert last.end < length_of(NINE) / 2  # the loop, not the tail
    assert last.length < length_of(NINE) / 4


def test_nothing_on_the_grid_is_shorter() -> None:
    network = InkFinder()
    last = found(network, SQUARE)[-1]
    whole = length_of(SQUARE)
    unit = whole / 24
    shortest = next(
        count
        for count in range(1, 19)
        if any(read(network, without(SQUARE[0], k * unit, (k + count) * unit))[0] == 0 for k in range(25 - count))
    )
    assert last.length <= shortest * unit + 1e-9
    assert last.length > (shortest - 2) * unit


def test_both_ends_are_brought_in_from_the_grid() -> None:
    corners = [[(40.0, 40.0)], [(240.0, 40.0)], [(40.0, 240.0)], [(240.0, 240.0)]]
    strokes: Strokes = [*corners, [(40.0, 140.0), (240.0, 140.0)]]
    last = found(InkFinder(np.s_[12:17, 11:17]), strokes)[-1]
    # Six of the digit image's columns, each 11 wide, and half a pen of 20 on either side.
    assert last.stroke == 4
    assert last.length == pytest.approx(6 * 11 + 20, abs=6)
    for place in (last.start, last.end):
        parts = place / (200 / 24)
        assert abs(parts - round(parts)) > 0.2


@pytest.mark.parametrize(("strokes", "wanted"), [(BARRED_SEVEN, None), (BARRED_SEVEN, 1), (NINE, 1), (NINE, 4)])
def test_both_ends_are_brought_in_as_far_as_they_can_be(bundled, strokes, wanted) -> None:
    last = found(bundled, strokes, wanted=wanted)[-1]
    little = length_of(strokes) / 100

    def digit_without(start: float, end: float) -> int:
        rest = [*strokes[: last.stroke], *without(strokes[last.stroke], start, end), *strokes[last.stroke + 1 :]]
        return read(bundled, rest)[0]

    assert digit_without(last.start, last.end) == last.digit
    assert digit_without(last.start + little, last.end) != last.digit
    assert digit_without(last.start, last.end - little) != last.digit


def test_the_order_of_the_strokes_makes_no_difference() -> None:
    corner, angle = [(60.0, 60.0), (90.0, 60.0)], [(80.0, 220.0), (220.0, 220.0), (220.0, 60.0)]
    first, second = found(InkFinder(), [corner, angle])[-1], found(InkFinder(), [angle, corner])[-1]
    assert (first.stroke, second.stroke) == (0, 1)
    assert (first.start, first.end, first.digit) == pytest.approx((second.start, second.end, second.digit))


def test_once_found_only_little_longer_pieces_are_tried(bundled) -> None:
    assert len(list(erasures(bundled, BARRED_SEVEN, side=SIDE))) < 400  # 282; were all pieces tried, 640


def test_a_stroke_erased_in_its_middle_becomes_two() -> None:
    strokes: Strokes = [[(60.0, 220.0), (60.0, 60.0), (220.0, 60.0)], [(220.0, 100.0), (220.0, 220.0)]]
    last = found(InkFinder(), strokes)[-1]
    assert last.stroke == 0
    assert last.start > 0
    assert last.end < 320
    first, second, other = last.remaining
    assert first[0] == (60.0, 220.0)
    assert first[-1] == pytest.approx((60.0, 220.0 - last.start))
    assert second[0] == pytest.approx((60.0 + last.end - 160.0, 60.0))
    assert second[-1] == (220.0, 60.0)
    assert other == ((220.0, 100.0), (220.0, 220.0))


@pytest.mark.parametrize("points", [3, 40, 700])
def test_it_does_not_matter_how_dense_the_points_are(points) -> None:
    def angle(count: int) -> Strokes:
        return [
            [(60.0 + 160.0 * t, 60.0) for t in np.linspace(0, 1, count)],
            [(60.0, 60.0 + 160.0 * t) for t in np.linspace(0, 1, count)],
        ]

    dense, sparse = (found(InkFinder(), angle(count))[-1] for count in (points, 2))
    assert dense.stroke == sparse.stroke
    assert (dense.start, dense.end) == pytest.approx((sparse.start, sparse.end), abs=320 / 50)


def test_a_whole_stroke_can_be_the_piece_and_empty_strokes_count() -> None:
    dot, line = [(60.0, 60.0)], [(80.0, 220.0), (220.0, 220.0), (220.0, 60.0)]
    (only,) = found(InkFinder(), [[], dot, [], line])
    assert (only.stroke, only.start, only.end) == (1, 0, 0)
    assert only.remaining == (tuple(line),)


def test_the_picture_under_the_strokes_stays() -> None:
    network = InkFinder()
    picture = np.zeros((56, 56), np.uint8)
    picture[40:50, 20:50] = 255
    strokes: Strokes = [[(30.0, 30.0), (30.0, 230.0)]]
    assert read(network, strokes, picture)[0] == 1
    last = found(network, strokes, picture_ink=picture)[-1]
    assert (last.digit, last.probability) == read(network, last.remaining, picture)
    blank = np.zeros_like(picture)
    assert found(network, SQUARE, picture_ink=blank) == found(network, SQUARE)


def test_of_bare_paper_at_least_a_quarter_of_the_ink_stays() -> None:
    never = NetworkConfig(hidden=(), outputs=2, dtype="float64")
    network = Network(never, np.zeros(never.parameter_count))  # reads 0 whatever it sees
    steps = list(erasures(network, SQUARE, side=SIDE))
    # Its own reading, and each piece of 1 to 18 of the 24 parts.
    assert steps == [None] * (1 + sum(25 - count for count in range(1, 19)))


def test_the_search_is_the_same_every_time(bundled) -> None:
    first, second = (list(erasures(bundled, NINE, side=SIDE)) for _ in range(2))
    assert first == second


def test_it_ends_soon_where_there_is_nothing_to_do(bundled) -> None:
    assert list(erasures(bundled, BARRED_SEVEN, side=SIDE, wanted=7)) == [None]
    assert list(erasures(bundled, [], side=SIDE)) == []
    assert found(bundled, [[(100.0, 100.0)]]) == []
    assert found(bundled, [[(100.0, 100.0)], [(100.0, 100.0)]]) == []


def test_bad_points_and_digits_are_refused(bundled) -> None:
    with pytest.raises(InkError, match="Coordinates must be finite"):
        next(erasures(bundled, [[(0.0, 0.0), (np.nan, 1.0)]], side=SIDE))
    with pytest.raises(InkError, match="must be a list of points"):
        next(erasures(bundled, [[(0.0, 0.0, 1.0)]], side=SIDE))
    with pytest.raises(SettingError, match=r"Digit wanted must be a whole number from 0 to 9\. Got 10\."):
        next(erasures(bundled, NINE, side=SIDE, wanted=10))


def test_a_search_comes_in_many_short_steps(bundled) -> None:
    assert sum(1 for _ in erasures(bundled, NINE, side=SIDE, wanted=1)) > 50
