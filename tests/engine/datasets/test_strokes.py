"""Stroke files, whole and broken."""

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_engine.datasets import strokes
from mlp_engine.datasets.stroke_samples import StrokeSample
from mlp_engine.datasets.strokes import load_strokes, read_stroke_file, read_strokes
from mlp_engine.errors import DataError
from mlp_engine.files.source_file import file_on_disk
from mlp_engine.ink import digit_image_from_strokes

SEVEN = '{"label": 7, "writer": 12, "strokes": [[[0, 0], [10, 0], [4, 20]], [[2, 10], [9.5, 10]]]}'


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("strokes") / "pen.jsonl"


def test_samples_are_read_as_they_were_drawn(path: Path) -> None:
    path.write_text(f'{SEVEN}\n\n{{"strokes": [[[3, 3]]], "label": 1, "from": "a tablet"}}\n')
    assert read_strokes(path) == [
        StrokeSample(7, 12, (((0.0, 0.0), (10.0, 0.0), (4.0, 20.0)), ((2.0, 10.0), (9.5, 10.0)))),
        StrokeSample(1, None, (((3.0, 3.0),),)),
    ]


def line_with(**changes: object) -> str:
    return json.dumps(json.loads(SEVEN) | changes)


MALFORMED = {
    "no JSON": ("{", "a line must be one JSON object. Got: "),
    "two objects": ("{}{}", "a line must be one JSON object. Got: "),
    "no object": ("[1]", "a line must be one JSON object. Got a list."),
    "only a number": ("7", "a line must be one JSON object. Got a number."),
    "label too large": (line_with(label=10), "label must be a whole number from 0 to 9. Got 10."),
    "negative label": (line_with(label=-1), "label must be a whole number from 0 to 9. Got -1."),
    "label as text": (line_with(label="7"), "label must be a whole number from 0 to 9. Got '7'."),
    "label true": (line_with(label=True), "label must be a whole number from 0 to 9. Got True."),
    "label with a fraction": (line_with(label=7.0), "label must be a whole number from 0 to 9. Got 7.0."),
    "writer by name": (line_with(writer="Ann"), "writer must be a whole number from 0 to 2147483647. Got 'Ann'."),
    "endless writer": (line_with(writer=2**64), "writer must be a whole number"),
    "no strokes": (
        '{"label": 7, "image": []}',
        'a line must have strokes, such as {"label": 7, "strokes": [[[x, y], …], …]}. It has label, ',
    ),
    "strokes as an object": (line_with(strokes={}), "strokes must be a list. Got an object."),
    "empty strokes": (line_with(strokes=[]), "strokes must have from 1 to 1000 entries. Got 0."),
    "too many strokes": (line_with(strokes=[[[0, 0]]] * 1001), "strokes must have from 1 to 1000 entries. Got 1001."),
    "stroke as a text": (line_with(strokes=["ab"]), "a stroke must be a list. Got a text."),
    "stroke true": (line_with(strokes=[True]), "a stroke must be a list. Got true or false."),
    "empty stroke": (line_with(strokes=[[]]), "a stroke must have from 1 to 20000 entries. Got 0."),
    "too many points": (
        line_with(strokes=[[[0, 0]] * 20001]),
        "a stroke must have from 1 to 20000 entries. Got 20001.",
    ),
    "too many points in all": (
        line_with(strokes=[[[0, 0]] * 15000] * 2),
        "a stroke must have from 1 to 5000 entries. Got 15000.",
    ),
    "one coordinate": (line_with(strokes=[[[1]]]), "a point must be two numbers from -1e+06 to 1e+06. Got [1]."),
    "three coordinates": (line_with(strokes=[[[1, 2, 3]]]), "a point must be two numbers"),
    "flat stroke": (line_with(strokes=[[1, 2]]), "a point must be two numbers from -1e+06 to 1e+06. Got 1."),
    "coordinate true": (line_with(strokes=[[[True, 2]]]), "a point must be two numbers"),
    "coordinate as text": (line_with(strokes=[[["1", 2]]]), "a point must be two numbers"),
    "not a number": ('{"label": 7, "strokes": [[[NaN, 0]]]}', "a point must be two numbers"),
    "infinite": ('{"label": 7, "strokes": [[[0, -Infinity]]]}', "a point must be two numbers"),
    "overflowing": ('{"label": 7, "strokes": [[[0, 1e999]]]}', "a point must be two numbers"),
    "huge whole number": (line_with(strokes=[[[10**400, 0]]]), "a point must be two numbers"),
    "number of endless digits": (f'{{"label": {"9" * 5000}}}', "a line must be one JSON object. Got: "),
    "far away": (line_with(strokes=[[[1e6 + 1, 0]]]), "a point must be two numbers"),
    "deeply nested": ("[" * 100_000, "lists must be nested as in a stroke. Got deeper."),
    "a line without end": ('{"label": ' + " " * strokes.MAX_LINE, "a line must have at most 1048576 bytes."),
}


@pytest.mark.parametrize(("line", "sentence"), MALFORMED.values(), ids=MALFORMED)
def test_malformed_line_is_refused_with_a_sentence_that_names_it(line: str, sentence: str, path: Path) -> None:
    path.write_text(f"{SEVEN}\n\n{line}\n{SEVEN}\n")
    with pytest.raises(DataError) as caught:
        read_strokes(path)
    assert str(caught.value).startswith(f"{path}, line 3: {sentence}")
    assert len(str(caught.value)) < len(str(path)) + 200


def test_any_depth_of_nesting_is_refused_alike(path: Path) -> None:
    # Around Python's own limit some lists can still be parsed, but no longer be shown in a message.
    for depth in range(900, 1000):
        path.write_text('{"label": ' + "[" * depth + "]" * depth + "}")
        with pytest.raises(DataError, match="line 1: "):
            read_strokes(path)


def test_other_encodings_are_refused(path: Path) -> None:
    path.write_bytes(b'{"label": "\xff"}\n')
    with pytest.raises(DataError, match="line 1: a line must be one JSON object"):
        read_strokes(path)


def test_a_byte_order_mark_is_no_fault(path: Path) -> None:
    path.write_text(SEVEN, encoding="utf-8-sig")
    assert len(read_strokes(path)) == 1


@pytest.mark.parametrize(("bound", "value"), [("MAX_SAMPLES", 2), ("MAX_BYTES", 2 * len(SEVEN) + 4)])
def test_a_file_is_bounded(bound: str, value: int, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strokes, bound, value)
    path.write_text(f"{SEVEN}\n\n{SEVEN}\n")
    assert len(read_strokes(path)) == 2
    path.write_text(f"{SEVEN}\n\n{SEVEN}\n{SEVEN}\n")
    with pytest.raises(DataError, match=f"must hold at most .*{value} .*Got more"):
        read_strokes(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"absent\.jsonl must be a file that can be read"):
        read_strokes(tmp_path / "absent.jsonl")


coordinates = st.floats(-strokes.MAX_COORDINATE, strokes.MAX_COORDINATE)
some_strokes = st.lists(st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=4).map(tuple), min_size=1)
samples = st.builds(
    StrokeSample,
    label=st.integers(0, 9),
    writer=st.none() | st.integers(0, strokes.MAX_WRITER),
    strokes=some_strokes.map(tuple),
)


@given(st.lists(samples, max_size=4))
def test_what_is_written_is_read_back(path: Path, written: list[StrokeSample]) -> None:
    path.write_text("".join(f"{json.dumps(asdict(sample))}\n" for sample in written))
    assert read_strokes(path) == written


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
)


@given(
    st.fixed_dictionaries(
        {}, optional={"label": st.integers(-1, 10) | json_values, "writer": json_values, "strokes": json_values}
    ).map(lambda content: json.dumps(content).encode())
    | st.binary().filter(lambda line: b"\n" not in line and line.strip())
)
def test_any_line_is_a_sample_or_a_data_error(path: Path, line: bytes) -> None:
    path.write_bytes(SEVEN.encode() + b"\n" + line)
    try:
        _, sample = read_strokes(path)
    except DataError as error:
        refusal = error
    else:
        content = json.loads(line)
        assert (sample.label, sample.writer) == (content["label"], content.get("writer"))
        assert np.isfinite([point for stroke in sample.strokes for point in stroke]).all()
        return
    assert str(refusal).startswith(f"{path}, line 2: ")


def test_strokes_are_drawn_in_the_one_way(path: Path) -> None:
    path.write_text(f'{SEVEN}\n{{"label": 1, "writer": 3, "strokes": [[[3, 3]]]}}\n')
    data = load_strokes(path)
    assert repr(data) == "Dataset('pen', 2 samples of 784 inputs)"
    assert data.labels.tolist() == [7, 1]
    assert data.writers is not None
    assert data.writers.tolist() == [12, 3]
    for row, sample in zip(data.inputs, read_strokes(path), strict=True):
        np.testing.assert_array_equal(row.reshape(28, 28), digit_image_from_strokes(sample.strokes))
        assert row.max() == 255


def test_one_line_without_a_writer_leaves_all_unnamed(path: Path) -> None:
    path.write_text(f'{SEVEN}\n{{"label": 1, "strokes": [[[3, 3]]]}}\n')
    assert load_strokes(path).writers is None


def test_a_file_without_samples_is_refused(path: Path) -> None:
    path.write_text("\n\n")
    with pytest.raises(DataError, match="must hold at least one sample"):
        load_strokes(path)


def test_the_real_strokes_load(shared_data: Path) -> None:
    data = load_strokes(shared_data / "strokes-dev.jsonl")
    assert data.name == "strokes-dev"
    assert data.inputs.shape == (6_326, 784)
    assert data.writers is not None
    assert np.unique(data.writers).size == 80
    assert np.unique(data.labels).tolist() == list(range(10))
    assert data.inputs.max(axis=1).min() > 128  # no blank image among them


def test_drawings_without_labels_are_samples_alone(tmp_path: Path) -> None:
    path = tmp_path / "pen.jsonl"
    path.write_text('{"strokes": [[[0, 0], [0, 9]]]}\n' * 2)
    samples = read_stroke_file(file_on_disk(path))
    assert samples.labels is None
    assert len(samples) == 2
    with pytest.raises(DataError, match="use `mlp-engine predict`"):
        load_strokes(path)


@pytest.mark.parametrize("place", [1, 2])
def test_either_all_drawings_have_labels_or_none(place: int, tmp_path: Path) -> None:
    lines = ['{"label": 1, "strokes": [[[0, 0], [0, 9]]]}'] * 2
    lines[place - 1] = '{"strokes": [[[0, 0], [0, 9]]]}'
    (tmp_path / "pen.jsonl").write_text("\n".join(lines))
    with pytest.raises(DataError, match=r"pen\.jsonl, line 2: every sample must have a label, or none"):
        load_strokes(tmp_path / "pen.jsonl")
