"""Drawings leave the store as files that others understand, and come back from them."""

import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mlp_engine.errors import DataError, ResultsWriteError
from mlp_engine.my_digits import (
    DrawingStore,
    LabelledDrawing,
    export_idx,
    export_pictures,
    export_strokes,
    import_drawings,
)
from mlp_engine.sources import load_source


@pytest.fixture
def filled(store, draw) -> DrawingStore:
    store.add_all(
        draw(label, answer=label // 2, probability=0.5, network="ab", device="mouse") for label in (8, 1, 6, 6)
    )
    store.add(draw(6, 1, created=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)))
    store.add(draw(9))
    store.delete([6])
    return store


def test_a_stroke_file_brings_every_drawing_back_with_all_that_was_known(filled, tmp_path) -> None:
    seen: list[int] = []
    assert export_strokes(filled, tmp_path / "mine.jsonl", on_progress=seen.append) == 5
    assert seen == [1, 2, 3, 4, 5]
    other = DrawingStore(tmp_path / "other")
    assert import_drawings(other, tmp_path / "mine.jsonl") == [1, 2, 3, 4], "one was there twice"
    for kept, before in zip(other.drawings([1, 2, 3, 4]), filled.drawings([1, 2, 3, 5]), strict=True):
        assert (kept.label, kept.answer, kept.probability) == (before.label, before.answer, before.probability)
        assert (kept.network, kept.device, kept.created) == (before.network, before.device, before.created)
        np.testing.assert_array_equal(kept.image, before.image)
        assert other.strokes(kept.id) == filled.strokes(before.id)


def test_an_import_twice_takes_nothing_twice_and_is_taken_back_by_deleting(filled, tmp_path) -> None:
    export_strokes(filled, tmp_path / "mine.jsonl")
    assert import_drawings(filled, tmp_path / "mine.jsonl") == [], "nor in the store that it came from"
    other = DrawingStore(tmp_path / "other")
    taken = import_drawings(other, tmp_path / "mine.jsonl")
    assert import_drawings(other, tmp_path / "mine.jsonl") == []
    other.delete(taken)
    assert len(other.ids()) == 0


def test_the_stroke_file_is_one_that_the_data_sources_read(filled, tmp_path) -> None:
    export_strokes(filled, tmp_path / "mine.jsonl")
    data = load_source(str(tmp_path / "mine.jsonl"))
    assert data.labels.tolist() == [8, 1, 6, 6, 6]


def test_pictures_and_idx_files_come_back_as_they_were(filled, tmp_path) -> None:
    own = filled.dataset()
    assert export_pictures(filled, tmp_path / "pictures") == 5
    assert sorted(path.name for path in (tmp_path / "pictures" / "6").iterdir()) == [
        "000003.png",
        "000004.png",
        "000005.png",
    ]
    assert export_idx(filled, tmp_path / "idx") == 5
    idx = load_source(str(tmp_path / "idx"))
    np.testing.assert_array_equal(idx.inputs, own.inputs)
    assert idx.labels.tolist() == own.labels.tolist()
    for folder in ("pictures", "idx"):
        other = DrawingStore(tmp_path / f"from {folder}")
        assert len(import_drawings(other, tmp_path / folder)) == 4
        back = other.dataset()
        assert sorted(map(bytes, back.inputs)) == sorted({bytes(row) for row in own.inputs})
        assert other.strokes(1) == ()


def test_a_drawing_without_strokes_is_left_out_of_a_stroke_file(store, tmp_path) -> None:
    image = np.zeros((28, 28), np.uint8)
    image[5:20, 10] = 200
    store.add(LabelledDrawing(1, image=image))
    assert export_strokes(store, tmp_path / "mine.jsonl") == 0
    assert (tmp_path / "mine.jsonl").read_text() == ""


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"label": None}, r"line 2: label must be a whole number from 0 to 9"),
        ({"answer": 12}, r"line 2: answer must be a whole number from 0 to 9\. Got 12"),
        ({"created": "yesterday"}, r"line 2: created must be a moment in ISO 8601\. Got 'yesterday'"),
        ({"created": "2026-01-02T03:04:05"}, r"line 2: .*must name its zone"),
        ({"network": 5}, r"line 2: network must be a text"),
        ({"strokes": []}, r"line 2: strokes must have"),
        ({"widths": [1, 2, 3, 4, 5, 6, 7, 8, 9]}, r"line 2: widths must have one entry a stroke"),
    ],
)
def test_a_stroke_file_with_one_wrong_line_brings_nothing_and_is_named(filled, tmp_path, change, sentence) -> None:
    path = tmp_path / "mine.jsonl"
    export_strokes(filled, path)
    lines = path.read_text().splitlines()
    lines[1] = json.dumps(json.loads(lines[1]) | change)
    path.write_text("\n".join(lines))
    other = DrawingStore(tmp_path / "other")
    with pytest.raises(DataError, match=sentence):
        import_drawings(other, path)
    assert len(other.ids()) == 0


def test_a_stroke_file_without_anything_but_labels_and_strokes_is_taken(store, tmp_path) -> None:
    path = tmp_path / "plain.jsonl"
    path.write_text('{"label": 1, "strokes": [[[3, 0], [3, 9]]]}\n')
    assert import_drawings(store, path) == [1]
    assert store.drawings([1])[0].device == ""


def test_a_folder_that_holds_neither_is_one_sentence(store, tmp_path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(DataError, match=r"must hold IDX files, pictures, arrays, .* It holds nothing"):
        import_drawings(store, tmp_path / "empty")


def test_large_pictures_go_the_way_of_all_ink(store, tmp_path) -> None:
    (tmp_path / "pictures" / "1").mkdir(parents=True)
    picture = Image.new("L", (200, 200), 255)
    picture.paste(0, (90, 30, 110, 170))
    picture.save(tmp_path / "pictures" / "1" / "one.png")
    assert import_drawings(store, tmp_path / "pictures") == [1]
    assert store.drawings([1])[0].image.max() == 255


def test_where_no_file_can_be_written_is_one_sentence(filled, tmp_path) -> None:
    (tmp_path / "file").write_text("")
    for export in (export_strokes, export_pictures, export_idx):
        with pytest.raises(ResultsWriteError, match=r"exported to where files can be written\. Got .*file"):
            export(filled, tmp_path / "file" / "mine")


SEVEN = (((10, 10), (60, 10), (30, 90)), ((20, 50), (50, 50)))
TRACES = "".join(f"<trace>{', '.join(f'{x} {y}' for x, y in stroke)}</trace>" for stroke in SEVEN)
UNIPEN = '.SEGMENT DIGIT 0-1 ? "7"\n' + "".join(
    ".PEN_DOWN\n" + "".join(f" {x} {-y}\n" for x, y in stroke) + ".PEN_UP\n" for stroke in SEVEN
)
INKML = f'<ink><traceGroup><annotation type="truth">7</annotation>{TRACES}</traceGroup></ink>'


@pytest.mark.parametrize(("name", "text"), [("a.unipen", UNIPEN), ("a.inkml", INKML)], ids=["UNIPEN", "InkML"])
def test_strokes_of_other_programs_are_imported_as_strokes(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text)
    (tmp_path / "ours.jsonl").write_text(json.dumps({"label": 7, "strokes": SEVEN}))
    theirs, ours = DrawingStore(tmp_path / "theirs"), DrawingStore(tmp_path / "ours")
    import_drawings(ours, tmp_path / "ours.jsonl")
    assert len(import_drawings(theirs, tmp_path / name)) == 1
    (one,), (other,) = ours.dataset().inputs, theirs.dataset().inputs
    np.testing.assert_array_equal(one, other)
    assert theirs.dataset().labels.tolist() == [7]


def test_pendigits_are_imported_as_images_and_data_without_strokes_or_labels_is_refused(tmp_path: Path) -> None:
    store = DrawingStore(tmp_path / "store")
    (tmp_path / "a.tra").write_text(" 47,100, 27, 81, 57, 37, 26,  0,  0, 23, 56, 53,100, 90, 40, 98, 8\n")
    assert len(import_drawings(store, tmp_path / "a.tra")) == 1
    np.savez(tmp_path / "a.npz", X=np.zeros((3, 784), np.uint8), y=[1, 2, 3])
    (tmp_path / "b.inkml").write_text(INKML.replace("7</annotation>", "</annotation>"))
    with pytest.raises(DataError, match=r"a\.npz must hold strokes: JSON lines, UNIPEN, InkML or UCI's pendigits"):
        import_drawings(store, tmp_path / "a.npz")
    with pytest.raises(DataError, match=r"b\.inkml"):
        import_drawings(store, tmp_path / "b.inkml")
    assert len(store.dataset()) == 1
