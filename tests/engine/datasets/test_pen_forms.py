"""UNIPEN and InkML files, whole and broken: the digits come out as the same strokes in our own form do."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlp_engine.datasets.folder import read_path
from mlp_engine.datasets.samples import Samples
from mlp_engine.errors import DataError

SEVEN = [[[10, 10], [60, 10], [30, 90]], [[20, 50], [50, 50]]]
ONE = [[[30, 5], [30, 95]]]


@pytest.fixture
def ours(tmp_path: Path) -> Samples:
    """A seven of two strokes and a one, as a stroke file."""
    lines = [{"label": 7, "writer": 12, "strokes": SEVEN}, {"label": 1, "writer": 13, "strokes": ONE}]
    (tmp_path / "ours.jsonl").write_text("\n".join(map(json.dumps, lines)))
    return read_path(tmp_path / "ours.jsonl")


def check(path: Path, ours: Samples, *, has_writers: bool = True) -> None:
    samples = read_path(path)
    np.testing.assert_array_equal(samples.inputs, ours.inputs)
    assert samples.labels is not None
    assert samples.labels.tolist() == [7, 1]
    assert samples.origin == "strokes"
    if has_writers:
        assert samples.writers is not None
        assert samples.writers.tolist() == [12, 13]


def down(stroke: list[list[int]], extra: str = "") -> str:
    return ".PEN_DOWN\n" + "".join(f" {x}  {-y}{extra}\n" for x, y in stroke)


PENDIGITS = (
    '.INCLUDE dene.doc\n\n.LEXICON "0" "1"\n.HIERARCHY DIGIT\n\n'
    '.SEGMENT DIGIT    0-1 ? "7"\n.COMMENT 7 12  224\n'
    f"{down(SEVEN[0])}.PEN_UP\n.DT 100\n{down(SEVEN[1])}.PEN_UP\n.DT 100\n\n"
    f'.SEGMENT DIGIT    2 ? "1"\n.COMMENT 1 13   54\n{down(ONE[0])}.PEN_UP\n.DT 100\n'
)
COLLECTION = (
    ".VERSION 1.0\n.COMMENT Prose that\nruns on 1 2\n.COORD T Y X P\n.WRITER_ID 12\n"
    '.SEGMENT PAGE 0-4 ? "71"\n.SEGMENT DIGIT 0:0-0:2,2 GOOD "7"\n'
    + "".join(
        f".PEN_{'UP' if stroke is None else 'DOWN'}\n"
        + "".join(f"{t} {-y} {x} 3\n" for t, (x, y) in enumerate([[1, 1], [2, 2]] if stroke is None else stroke))
        for stroke in (SEVEN[0], None, SEVEN[1], None)
    )
    + '.WRITER_ID 13\n.SEGMENT DIGIT 4 ? "1"\n.PEN_DOWN\n' + "".join(f"0 {-y} {x} 3\n" for x, y in ONE[0]) + ".PEN_UP\n"
)  # fmt: skip


@pytest.mark.parametrize("text", [PENDIGITS, COLLECTION], ids=["pendigits", "the collection"])
@pytest.mark.parametrize("name", ["digits.unipen", "digits.dat", "digits"])
def test_unipen_files_are_read(text: str, name: str, ours: Samples, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text)
    check(tmp_path / name, ours)
    (tmp_path / "packed.gz").write_bytes(gzip.compress(text.encode()))
    check(tmp_path / "packed.gz", ours)


def test_strokes_without_a_segment_are_one_digit_without_a_label(tmp_path: Path) -> None:
    (tmp_path / "a.unipen").write_text(f".VERSION 1.0\n{down(ONE[0])}.PEN_UP\n")
    samples = read_path(tmp_path / "a.unipen")
    assert (len(samples), samples.labels) == (1, None)


BROKEN_UNIPEN = {
    "a component that is missing": (PENDIGITS.replace("0-1 ?", "0-9 ?"), ", line 6: component 9 must be in the file."),
    "no number": (PENDIGITS.replace(" 30  -5", " 30  x"), ": a point must have its coordinates as numbers."),
    "one coordinate": (PENDIGITS.replace(" 30  -5", " 30"), ": a point must have its coordinates as numbers."),
    "far away": (PENDIGITS.replace(" 30  -5", " 30  1e9"), ": coordinates must be at most 1e+06."),
    "not a number": (PENDIGITS.replace(" 30  -5", " 30  nan"), ": coordinates must be at most 1e+06."),
    "a letter": (PENDIGITS.replace('? "7"', '? "a"'), ", line 6: a segment must be a digit from 0 to 9. Got 'a'."),
    "components without end": (
        PENDIGITS.replace("0-1 ?", "0-99999999999 ?"),
        ", line 6: a segment must have from 1 to",
    ),
    "no X": (COLLECTION.replace("T Y X P", "T Y P"), ", line 4: .COORD must name X and Y. Got T Y P."),
    "nothing": (".VERSION 1.0\n", " must hold at least one sample. Got none."),
}


@pytest.mark.parametrize(("text", "sentence"), BROKEN_UNIPEN.values(), ids=BROKEN_UNIPEN)
def test_a_broken_unipen_file_is_one_sentence(text: str, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "digits.unipen"
    path.write_text(text)
    with pytest.raises(DataError) as caught:
        read_path(path)
    assert str(caught.value).startswith(str(path))
    assert sentence in str(caught.value)


def trace(stroke: list[list[int]], form: str = "{x} {y}", key: str = "") -> str:
    return f"<trace{key}>" + ", ".join(form.format(x=x, y=y) for x, y in stroke) + "</trace>"


def group(strokes: list, label: int, writer: int) -> str:
    inner = "".join(map(trace, strokes))
    return (
        f'<traceGroup><annotation type="truth">{label}</annotation><annotation type="writer">{writer}</annotation>'
        f"{inner}</traceGroup>"
    )


HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<ink xmlns="http://www.w3.org/2003/InkML">'
DIFFERENCES = "<trace>10 10, '50 '0, -30 80</trace><trace>!20 !50, \"30 \"0</trace>"
INKML = {
    "groups": f"{HEAD}{group(SEVEN, 7, 12)}{group(ONE, 1, 13)}</ink>",
    "no namespace": f"<ink>{group(SEVEN, 7, 12)}{group(ONE, 1, 13)}</ink>",
    "a prefix": f"{HEAD}{group(SEVEN, 7, 12)}{group(ONE, 1, 13)}</ink>".replace("<", "<i:").replace("<i:/", "</i:")
    .replace("<i:?", "<?").replace("xmlns=", "xmlns:i="),
    "views of traces": (
        HEAD + trace(SEVEN[0], key=' id="a"') + trace(SEVEN[1], key=' id="b"') + trace(ONE[0], key=' id="c"') +
        '<annotation type="writer">12</annotation>'
        '<traceGroup><annotation type="truth">7</annotation><traceView traceDataRef="a"/><traceView traceDataRef="b"/>'
        '</traceGroup><traceGroup><annotation type="writer">13</annotation><annotation type="truth">$1$</annotation>'
        '<traceView traceDataRef="c"/></traceGroup></ink>'
    ),
    "channels": (
        f'{HEAD}<traceFormat><channel name="T"/><channel name="Y"/><channel name="X"/></traceFormat>'
        + "".join(
            f'<traceGroup><annotation type="writer">{writer}</annotation><annotation type="truth">{label}</annotation>'
            + "".join(trace(stroke, "9 {y} {x}") for stroke in strokes) + "</traceGroup>"
            for strokes, label, writer in ((SEVEN, 7, 12), (ONE, 1, 13))
        ) + "</ink>"
    ),
    "differences": (
        f'{HEAD}<traceGroup><annotation type="truth">7</annotation><annotation type="writer">12</annotation>'
        f"{DIFFERENCES}"
        f"</traceGroup>{group(ONE, 1, 13)}</ink>"
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", INKML.values(), ids=INKML)
def test_inkml_files_are_read(text: str, ours: Samples, tmp_path: Path) -> None:
    (tmp_path / "digits.inkml").write_text(text)
    samples = read_path(tmp_path / "digits.inkml")
    assert samples.labels is not None
    assert samples.labels.tolist() == [7, 1]
    np.testing.assert_array_equal(samples.inputs, ours.inputs)
    assert samples.writers is not None


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32"])
def test_inkml_in_other_encodings_is_read(encoding: str, ours: Samples, tmp_path: Path) -> None:
    text = INKML["groups"].replace("UTF-8", encoding.removesuffix("-sig").upper())
    (tmp_path / "digits.inkml").write_bytes(text.encode(encoding))
    np.testing.assert_array_equal(read_path(tmp_path / "digits.inkml").inputs, ours.inputs)


@pytest.mark.parametrize("annotation", ['<annotation type="truth">1</annotation>', ""])
def test_a_file_may_be_one_digit(annotation: str, ours: Samples, tmp_path: Path) -> None:
    (tmp_path / "one.xml").write_text(f"{HEAD}{annotation}{trace(ONE[0])}</ink>")
    samples = read_path(tmp_path / "one.xml")
    np.testing.assert_array_equal(samples.inputs, ours.inputs[1:])
    assert (samples.labels is None) == (not annotation)


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE ink [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><ink><trace>&b;</trace></ink>'
)
BROKEN_INKML = {
    "entities": (BOMB, " must be InkML without a document type, which could make it endless."),
    "cut short": (INKML["groups"][:-9], " must be whole and well-formed XML. Got: "),
    "no number": (f"{HEAD}<trace>a b</trace></ink>", ": a point must have its coordinates as numbers. Got 'a b'."),
    "no point": (f"{HEAD}<trace> </trace></ink>", ": a trace must have at least one point. Got none."),
    "no trace": (f"{HEAD}</ink>", " must have from 1 to 1000 traces. Got 0."),
    "far away": (f"{HEAD}<trace>1e9 2</trace></ink>", ": coordinates must be at most 1e+06."),
    "a formula": (
        f'{HEAD}<annotation type="truth">x+1</annotation>{trace(ONE[0])}</ink>',
        " must hold single digits, each in a group of its own. Got 'x+1'.",
    ),
}


@pytest.mark.parametrize(("text", "sentence"), BROKEN_INKML.values(), ids=BROKEN_INKML)
def test_a_broken_inkml_file_is_one_sentence(text: str, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "digits.inkml"
    path.write_text(text)
    with pytest.raises(DataError) as caught:
        read_path(path)
    assert str(caught.value).startswith(f"{path}")
    assert sentence in str(caught.value)


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_any_change_is_samples_or_a_data_error(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    text = data.draw(st.sampled_from([PENDIGITS, COLLECTION, INKML["groups"], INKML["differences"]]))
    place = data.draw(st.integers(0, len(text)))
    cut = data.draw(st.integers(0, 8))
    changed = text[:place] + data.draw(st.text(max_size=6)) + text[place + cut :]
    path = tmp_path_factory.getbasetemp() / "pen.dat"
    path.write_bytes(changed.encode("utf-8", "replace"))
    try:
        assert len(read_path(path)) > 0
    except DataError as error:
        refusal = str(error)
    else:
        return
    assert refusal.startswith(str(path))


def test_the_real_pendigits_are_the_same_in_both_forms(shared_data: Path) -> None:
    theirs = read_path(shared_data / "pendigits" / "train.unipen.gz").dataset()
    ours = read_path(shared_data / "pendigits" / "train.jsonl").dataset()
    assert theirs.fingerprint() == ours.fingerprint()
    assert theirs.writers is not None
    np.testing.assert_array_equal(theirs.writers, ours.writers)
