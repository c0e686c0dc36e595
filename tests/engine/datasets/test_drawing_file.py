"""Drawings in stroke files, written, read back, and refused."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_engine.datasets.drawing_file import drawing_as_line, read_drawing, read_drawings
from mlp_engine.datasets.strokes import read_strokes
from mlp_engine.errors import DataError
from mlp_engine.ink import PenStroke

DRAWING = (
    PenStroke(((10.0, 20.0), (30.5, 40.25), (50.0, 60.0)), (0.0, 0.5, 0.75), (0.25, 0.5, 1.0), 28.0, True),
    PenStroke(((100.0, 100.0),), width=8.0),
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("drawings") / "mine.jsonl"


def test_a_drawing_comes_back_as_it_was_saved(path: Path) -> None:
    path.write_text(drawing_as_line(DRAWING) + "\n")
    assert read_drawing(path) == DRAWING


def test_a_line_says_no_more_than_is_known() -> None:
    content = json.loads(drawing_as_line([PenStroke(((1.0, 2.0),))]))
    assert content == {"strokes": [[[1, 2]]], "side": 280, "widths": [20], "smoothed": [False]}
    assert json.loads(drawing_as_line([PenStroke(((1.0, 2.0),))], label=3))["label"] == 3


def test_a_labelled_drawing_is_a_sample_of_a_data_set_too(path: Path) -> None:
    path.write_text(drawing_as_line(DRAWING, label=4))
    (sample,) = read_strokes(path)
    assert sample.label == 4
    assert sample.strokes == tuple(stroke.points for stroke in DRAWING)


def test_strokes_in_another_unit_are_fitted_into_the_middle(path: Path) -> None:
    path.write_text('{"label": 1, "strokes": [[[1000, -2000], [1100, -2400]]]}\n')
    (stroke,) = read_drawing(path)
    points = np.array(stroke.points)
    assert np.ptp(points, axis=0) == pytest.approx([44.8, 179.2])
    assert points.mean(axis=0) == pytest.approx([140, 140])
    assert stroke.smoothed
    assert (stroke.times, stroke.pressures, stroke.width) == (None, None, 20)


def test_strokes_on_a_sheet_of_another_size_keep_their_places(path: Path) -> None:
    path.write_text('{"side": 1000, "strokes": [[[250, 500], [1200, 0]]]}\n')
    assert read_drawing(path)[0].points == ((70, 140), (280, 0))


def test_a_single_dot_lands_in_the_middle(path: Path) -> None:
    path.write_text('{"strokes": [[[5, 5]]]}\n')
    assert read_drawing(path)[0].points == ((140, 140),)


def test_the_first_of_many_is_read_whatever_follows(path: Path) -> None:
    path.write_text(f"\n{drawing_as_line(DRAWING)}\nnonsense\n")
    assert read_drawing(path) == DRAWING
    with pytest.raises(DataError, match="line 3: "):
        read_drawings(path)


MALFORMED = {
    "no JSON": ("seven", "a line must be one JSON object. Got: "),
    "no strokes": ("{}", 'a line must have strokes, such as {"label": 7, '),
    "empty": ('{"strokes": []}', "strokes must have from 1 to 1000 entries. Got 0."),
    "side": ('{"strokes": [[[1, 1]]], "side": 0}', "side must be a number above 0 and of at most 1e+06. Got 0."),
    "widths": (
        '{"strokes": [[[1, 1]]], "widths": [-3]}',
        "widths must be a number above 0 and of at most 280. Got -3.",
    ),
    "too few widths": (
        '{"strokes": [[[1, 1]], [[2, 2]]], "widths": [3]}',
        "widths must have one entry a stroke. Got 1 for 2 strokes.",
    ),
    "times as a number": ('{"strokes": [[[1, 1]]], "times": 3}', "times must be a list. Got a number."),
    "falling times": (
        '{"strokes": [[[1, 1], [2, 2]]], "times": [[1, 0]]}',
        "times must never fall within a stroke. Got one that does.",
    ),
    "negative time": ('{"strokes": [[[1, 1]]], "times": [[-1]]}', "times must be a number of at least 0"),
    "too few times": (
        '{"strokes": [[[1, 1], [2, 2]]], "times": [[0]]}',
        "times must have one entry a point. Got 1 for 2 points.",
    ),
    "pressure": ('{"strokes": [[[1, 1]]], "pressures": [[2]]}', "pressures must be a number of at least 0 and of at"),
    "smoothed": ('{"strokes": [[[1, 1]]], "smoothed": [1]}', "smoothed must be true or false for each stroke."),
}


@pytest.mark.parametrize(("line", "sentence"), MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_drawing_is_refused_with_a_sentence_that_names_its_line(
    path: Path, line: str, sentence: str
) -> None:
    path.write_text(f"\n{line}\n")
    with pytest.raises(DataError) as caught:
        read_drawing(path)
    assert str(caught.value).startswith(f"{path}, line 2: {sentence}")


def test_a_file_without_a_drawing_is_refused(path: Path) -> None:
    path.write_text("\n\n")
    with pytest.raises(DataError, match=r"must hold at least one drawing\. Got none\.$"):
        read_drawing(path)


@pytest.mark.parametrize(
    ("strokes", "sentence"),
    [
        ([], r"^A strokes file must hold at least one stroke\. Got a drawing without any\.$"),
        ([PenStroke(((1.0, 1.0),) * 20_001)], r"at most 1000 strokes and 20000 points\. Got 1 and 20001\.$"),
        ([PenStroke(((1.0, 1.0),))] * 1001, r"at most 1000 strokes and 20000 points\. Got 1001 and 1001\.$"),
    ],
)
def test_what_could_not_be_read_again_is_not_written(strokes: list[PenStroke], sentence: str) -> None:
    with pytest.raises(DataError, match=sentence):
        drawing_as_line(strokes)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
)
NAMES = ("side", "widths", "times", "pressures", "smoothed")


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, json_values)), st.booleans())
def test_any_fields_make_a_drawing_or_a_data_error(path: Path, fields: dict[str, object], huge: bool) -> None:
    points = [[-1e6, 1e6], [1e-300, 0]] if huge else [[1, 1], [2, 2]]
    path.write_text(json.dumps({"strokes": [points], **fields}))
    try:
        (stroke,) = read_drawing(path)
    except DataError:
        return
    assert np.isfinite(stroke.columns).all()
    assert ((stroke.columns[:, :2] >= 0) & (stroke.columns[:, :2] <= 280)).all()
