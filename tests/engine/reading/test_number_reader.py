import math
import random

import numpy as np
import pytest

from mlp_engine import Network, load_weights
from mlp_engine.errors import InkError
from mlp_engine.files.resources import bundled_weights
from mlp_engine.ink import digit_image, digit_image_from_strokes, ink_from_drawing
from mlp_engine.reading import NumberReader, ReadNumber

Drawing = list[list[tuple[float, float]]]
PAD = 280.0


def ring(x: float, y: float, width: float, height: float) -> list[tuple[float, float]]:
    turns = [2 * math.pi * step / 24 for step in range(25)]
    return [(x + width / 2 * (1 + math.sin(t)), y + height / 2 * (1 - math.cos(t))) for t in turns]


# As hands draw them, a hundred units high.
DIGITS: dict[str, tuple[int, Drawing]] = {
    "slashed 0": (0, [ring(0, 0, 60, 100), [(48, 20), (14, 82)]]),
    "1": (1, [[(10, 0), (10, 50), (10, 100)]]),
    "1 with flag and foot": (1, [[(0, 25), (24, 0), (24, 100)], [(8, 100), (40, 100)]]),
    "2": (2, [[(4, 22), (16, 5), (34, 0), (52, 12), (50, 38), (28, 70), (2, 99), (30, 98), (60, 98)]]),
    "open 4": (4, [[(14, 0), (2, 58), (62, 56)], [(46, 26), (42, 100)]]),
    "4 whose strokes do not touch": (4, [[(10, 0), (2, 55), (46, 52)], [(52, 10), (50, 100)]]),
    "5 with a separate flag": (
        5,
        [[(10, 8), (8, 44), (34, 40), (56, 56), (52, 88), (28, 100), (2, 92)], [(16, 0), (62, -4)]],
    ),
    "6": (6, [[(44, 0), (18, 24), (3, 60), (12, 94), (32, 100), (52, 84), (46, 62), (26, 58), (8, 74)]]),
    "barred 7": (7, [[(0, 2), (60, 0), (38, 48), (22, 100)], [(16, 52), (56, 50)]]),
    "8 of two rings": (8, [ring(6, 0, 44, 46), ring(0, 50, 56, 50)]),
    "9 of ring and stem": (9, [ring(2, 0, 46, 48), [(50, 4), (48, 100)]]),
}


def side_by_side(*names: str, gap: float = 25.0, x: float = 10.0, y: float = 10.0, scale: float = 0.5) -> Drawing:
    """The digits ``names`` from left to right, ``gap`` hundredths of their height between their boxes."""
    strokes: Drawing = []
    for name in names:
        drawing = DIGITS[name][1]
        left = min(point[0] for stroke in drawing for point in stroke)
        placed = [[(x + (px - left) * scale, y + py * scale) for px, py in stroke] for stroke in drawing]
        strokes += placed
        x = max(point[0] for stroke in placed for point in stroke) + gap * scale
    return strokes


@pytest.fixture(name="network", scope="module")
def network_fixture() -> Network:
    return load_weights(bundled_weights()).network


@pytest.fixture(name="reader")
def reader_fixture(network: Network) -> NumberReader:
    return NumberReader(network)


def groups(number: ReadNumber) -> list[tuple[int, ...]]:
    return [digit.strokes for digit in number.digits]


class CountingReject:
    """Refuses one image alone, and counts how often it is asked."""

    threshold = 0.5

    def __init__(self, refused: np.ndarray | None = None) -> None:
        self.refused = refused
        self.asked = 0

    def scores(self, images: np.ndarray) -> np.ndarray:
        self.asked += 1
        return np.array(float(self.refused is not None and np.array_equal(images, self.refused)))


@pytest.mark.parametrize("name", DIGITS)
@pytest.mark.parametrize("scale", [0.3, 1.0, 2.0])
def test_a_digit_alone_is_one_digit_however_many_strokes_it_has(reader: NumberReader, name: str, scale: float):
    strokes = side_by_side(name, scale=scale)
    assert groups(reader.read(strokes, PAD)) == [tuple(range(len(strokes)))]


@pytest.mark.parametrize("gap", [40.0, 15.0])
@pytest.mark.parametrize(
    ("names", "counts"),
    [
        (("2", "slashed 0", "2", "6"), (1, 2, 1, 1)),
        (("barred 7", "1", "open 4"), (2, 1, 2)),
        (("8 of two rings", "5 with a separate flag", "9 of ring and stem"), (2, 2, 2)),
        (("1", "1", "1", "1"), (1, 1, 1, 1)),
    ],
)
def test_a_number_is_grouped_digit_by_digit(
    reader: NumberReader, names: tuple[str, ...], counts: tuple[int, ...], gap: float
):
    number = reader.read(side_by_side(*names, gap=gap), PAD)
    assert [len(group) for group in groups(number)] == list(counts)
    assert [place for group in groups(number) for place in group] == list(range(sum(counts)))


def test_the_number_is_read_out_whole(reader: NumberReader):
    number = reader.read(side_by_side("2", "6", "2", "open 4"), PAD)
    assert number.text == "2624"
    assert [digit.digit for digit in number.digits] == [2, 6, 2, 4]


def test_digits_that_touch_are_told_apart(reader: NumberReader):
    strokes = side_by_side("2", "6", "barred 7", gap=-5.0)
    assert groups(reader.read(strokes, PAD)) == [(0,), (1,), (2, 3)]


def test_a_network_that_has_learnt_nothing_still_groups_by_geometry(network: Network):
    untrained = Network.initialise(network.config, np.random.default_rng(0))
    strokes = side_by_side("2", "1", gap=5.0) + side_by_side("barred 7", "open 4", gap=5.0, x=100.0)
    assert groups(NumberReader(untrained).read(strokes, PAD)) == [(0,), (1,), (2, 3), (4, 5)]


def test_a_slanting_hand_is_read_as_an_upright_one(reader: NumberReader):
    upright = side_by_side("1", "1", "open 4", "barred 7")
    slanting = [[(x - 0.6 * y, y) for x, y in stroke] for stroke in upright]
    assert groups(reader.read(slanting, PAD)) == [(0,), (1,), (2, 3), (4, 5)]


def test_the_order_of_drawing_makes_no_difference(reader: NumberReader):
    strokes = side_by_side("barred 7", "open 4", "slashed 0", "2")
    order = list(range(len(strokes)))
    random.Random(3).shuffle(order)
    number = reader.read([strokes[place] for place in order], PAD)
    assert [{order[place] for place in group} for group in groups(number)] == [{0, 1}, {2, 3}, {4, 5}, {6}]


def test_rows_are_read_from_the_top(reader: NumberReader):
    strokes = side_by_side("6", "barred 7", y=90.0) + side_by_side("2", "5 with a separate flag", "2", y=10.0)
    number = reader.read(strokes, PAD)
    assert [[digit.strokes for digit in row] for row in number.rows] == [[(3,), (4, 5), (6,)], [(0,), (1, 2)]]
    assert number.text.split("\n")[1] == "67"


def test_each_digit_is_seen_as_if_it_stood_alone(reader: NumberReader, network: Network):
    strokes = side_by_side("2", "open 4", "6")
    four = reader.read(strokes, PAD).digits[1]
    np.testing.assert_array_equal(four.image, digit_image_from_strokes(strokes[1:3]))
    np.testing.assert_array_equal(four.probabilities, network.predict(four.image.ravel()))
    points = np.concatenate(strokes[1:3])
    assert four.box == (*points.min(axis=0), *points.max(axis=0))


def test_a_refused_digit_is_a_question_mark_and_keeps_its_place(network: Network):
    strokes = side_by_side("2", "6", "2")
    reader = NumberReader(network, CountingReject(digit_image_from_strokes(strokes[1:2])))
    number = reader.read(strokes, PAD)
    assert number.text == "2?2"
    assert [digit.refused for digit in number.digits] == [False, True, False]
    assert number.digits[1].digit == 6


def test_strokes_that_alone_are_no_digits_are_rather_one_together(network: Network):
    one_and_two = side_by_side("1", "2", gap=0.0)
    refused = CountingReject(digit_image_from_strokes(one_and_two[:1]))
    assert groups(NumberReader(network).read(one_and_two, PAD)) == [(0,), (1,)]
    assert groups(NumberReader(network, refused).read(one_and_two, PAD)) == [(0, 1)]


def test_a_picture_with_what_is_drawn_over_it_is_one_digit(reader: NumberReader, network: Network):
    ink = np.zeros((140, 140), np.uint8)
    ink[20:120, 66:74] = 255
    flag = [(100.0, 80.0), (140.0, 40.0)]
    number = reader.read([flag], PAD, ink)
    image = digit_image(ink_from_drawing(ink, [flag], PAD))
    assert groups(number) == [(0,)]
    np.testing.assert_array_equal(number.digits[0].image, image)
    assert number.digits[0].digit == network.predict(image.ravel()).argmax()


def test_a_blank_picture_makes_no_difference(reader: NumberReader):
    strokes = side_by_side("2", "6")
    assert groups(reader.read(strokes, PAD, np.zeros((10, 10), np.uint8))) == [(0,), (1,)]


@pytest.mark.parametrize("tap", [[(30.0, 40.0)], [(30.0, 40.0), (33.0, 42.0), (31.0, 43.0)]])
def test_a_tap_is_no_digit(reader: NumberReader, tap: list[tuple[float, float]]):
    number = reader.read([tap], PAD)
    assert number.rows == ()
    assert number.text == ""


def test_a_mark_that_is_small_beside_the_digit_is_a_speck_on_any_pad(reader: NumberReader):
    six = side_by_side("6", scale=2.0)
    mark = [(220.0, 100.0), (232.0, 104.0)]
    assert groups(reader.read([*six, mark], PAD)) == [(0,)]


def test_a_speck_beside_a_digit_is_left_out_and_one_at_it_belongs_to_it(reader: NumberReader):
    six = side_by_side("6", x=50.0, y=50.0, scale=1.0)
    far, near = [(200.0, 60.0), (203.0, 62.0)], [(98.0, 55.0), (99.0, 56.0)]
    assert groups(reader.read([far, *six, near], PAD)) == [(1, 2)]


@pytest.mark.parametrize("strokes", [[], [[]]])
def test_nothing_drawn_is_said(reader: NumberReader, strokes: Drawing):
    with pytest.raises(InkError, match=r"at least one point. Got nothing drawn"):
        reader.read(strokes, PAD)


@pytest.mark.parametrize("stroke", [[1.0, 2.0], [(1.0,), (2.0,)], [([1.0], 2.0)], [("a", "b")]])
def test_strokes_must_be_points(reader: NumberReader, stroke: list):
    with pytest.raises(InkError, match=r"point"):
        reader.read([stroke], PAD)


def test_coordinates_must_be_finite(reader: NumberReader):
    with pytest.raises(InkError, match="must be finite"):
        reader.read([[(0.0, 0.0), (math.inf, 1.0)]], PAD)


def test_empty_strokes_keep_the_places_of_the_others(reader: NumberReader):
    first, second = side_by_side("2", "6")
    assert groups(reader.read([[], first, [], second], PAD)) == [(1,), (3,)]


def test_lists_and_arrays_are_read_as_tuples_are(reader: NumberReader):
    strokes = side_by_side("2", "open 4")
    as_tuples = reader.read(tuple(tuple(stroke) for stroke in strokes), PAD)
    for others in ([[list(point) for point in stroke] for stroke in strokes], [np.array(s) for s in strokes]):
        assert groups(reader.read(others, PAD)) == groups(as_tuples)


def test_only_what_contains_the_growing_stroke_is_looked_at_anew(network: Network):
    looks: list[np.ndarray] = []

    class CountingNetwork(Network):
        def predict(self, samples: np.ndarray) -> np.ndarray:
            looks.append(samples)
            return super().predict(samples)

    reject = CountingReject()
    reader = NumberReader(CountingNetwork(network.config, network.parameters), reject)
    *done, last = side_by_side("2", "6", "2", "6", "2")
    reader.read([*done, last[:-1]], PAD)
    looks.clear()
    asked = reject.asked
    reader.read([*done, last], PAD)
    assert len(looks) == 1
    assert reject.asked == asked + 1
    reader.read([*done, last], PAD)
    assert len(looks) == 1


def test_drawing_a_number_point_by_point_ends_as_reading_it_at_once(reader: NumberReader, network: Network):
    strokes = side_by_side("open 4", "2", "barred 7")
    done: Drawing = []
    for stroke in strokes:
        for end in range(1, len(stroke) + 1):
            number = reader.read([*done, stroke[:end]], PAD)
            assert {place for group in groups(number) for place in group} <= set(range(len(done) + 1))
        done.append(stroke)
    at_once = NumberReader(network).read(strokes, PAD)
    assert number.text == at_once.text
    assert groups(number) == groups(at_once)


def test_a_reader_tells_what_it_reads_with(reader: NumberReader, network: Network):
    assert repr(network) in repr(reader)
