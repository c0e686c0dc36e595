"""Drawings go in, come out as they were, and are found, relabelled, deleted and forgotten."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from mlp_engine.errors import DataError, MyDigitsError, SettingError
from mlp_engine.ink import PenStroke
from mlp_engine.my_digits import DrawingFilter, DrawingStore, LabelledDrawing, my_digits_folder

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_a_drawing_comes_out_as_it_went_in(store, draw) -> None:
    drawing = draw(7, answer=1, probability=0.625, network="ab12", device="pen", created=NOON)
    number = store.add(drawing)
    (kept,) = DrawingStore(store.folder).drawings([number])
    assert (kept.id, kept.label, kept.answer, kept.probability) == (number, 7, 1, 0.625)
    assert (kept.network, kept.device, kept.created, kept.deleted) == ("ab12", "pen", NOON, False)
    assert kept.is_wrong
    np.testing.assert_allclose(kept.image.astype(int), drawing.ink, atol=25)
    for stroke, before in zip(store.strokes(number), drawing.strokes, strict=True):
        np.testing.assert_allclose(stroke.points, before.points, atol=0.0005)
        np.testing.assert_allclose(stroke.times, before.times, atol=0.00005)
        np.testing.assert_allclose(stroke.pressures, before.pressures, atol=0.00005)
        assert (stroke.width, stroke.smoothed) == (14.0, True)


def test_a_drawing_is_dated_when_it_is_kept_and_needs_no_answer(store, draw) -> None:
    (kept,) = store.drawings([store.add(draw(3))])
    assert timedelta(0) <= datetime.now(UTC) - kept.created < timedelta(seconds=10)
    assert (kept.answer, kept.probability, kept.is_wrong) == (None, None, False)


def test_a_picture_without_strokes_can_be_kept(store) -> None:
    image = np.zeros((28, 28), np.uint8)
    image[4:24, 13:15] = 255
    number = store.add(LabelledDrawing(1, image=image))
    np.testing.assert_array_equal(store.drawings([number])[0].image, image)
    assert store.strokes(number) == ()


def test_the_digit_image_is_what_the_pad_shows_to_the_network(draw) -> None:
    drawing = draw(4)
    moved = tuple(
        PenStroke(tuple((x / 2 + 10, y / 2 + 90) for x, y in stroke.points), smoothed=True)
        for stroke in drawing.strokes
    )
    difference = np.abs(LabelledDrawing(4, moved).ink.astype(int) - drawing.ink)
    assert difference.mean() < 3, "size and place on the pad do not matter"


@pytest.mark.parametrize(
    ("about", "error", "sentence"),
    [
        ({"label": 10}, SettingError, r"Label must be a whole number from 0 to 9\. Got 10"),
        ({"answer": -1}, SettingError, r"Answer must be a whole number from 0 to 9\. Got -1"),
        ({"probability": 1.5}, SettingError, r"Probability must be .* Got 1\.5"),
        ({"strokes": ()}, DataError, r"must have strokes or an image\. Got neither"),
        ({"image": np.zeros((28, 28))}, DataError, r"28×28 ink of type uint8\. Got float64"),
        ({"created": datetime(2026, 3, 1)}, DataError, r"must name its zone"),
        ({"device": "x" * 201}, DataError, r"Device must be named in at most 200 letters\. Got 201"),
    ],
)
def test_what_no_drawing_can_be_is_one_sentence(draw, about, error, sentence) -> None:
    whole = {"label": 2, "strokes": draw(2).strokes} | about
    with pytest.raises(error, match=sentence):
        LabelledDrawing(**whole)


def test_of_several_drawings_all_are_kept_or_none(store, draw) -> None:
    blank = LabelledDrawing(1, (PenStroke(((float("nan"), 0.0),)),))
    with pytest.raises(DataError, match="a point must be two numbers"):
        store.add_all([draw(0), draw(1), blank])
    assert len(store.ids()) == 0
    assert store.add_all(map(draw, range(3))) == [1, 2, 3]


def test_drawings_are_found_by_label_by_answer_and_by_date(store, draw) -> None:
    for day, (label, answer) in enumerate([(3, 3), (5, 3), (3, None), (3, 5), (8, 8)]):
        store.add(draw(label, day, answer=answer, created=NOON + timedelta(days=day)))
    store.add(draw(3, 9))
    store.delete([6])
    found = {
        (): [5, 4, 3, 2, 1],
        (("label", 3),): [4, 3, 1],
        (("wrong_only", True),): [4, 2],
        (("wrong_only", True), ("label", 3)): [4],
        (("since", NOON + timedelta(days=1)), ("until", NOON + timedelta(days=3))): [3, 2],
        (("deleted", True),): [6],
    }
    assert {chosen: store.ids(DrawingFilter(**dict(chosen))).tolist() for chosen in found} == found
    assert store.ids(order="label").tolist() == [4, 3, 1, 2, 5]
    assert store.counts().tolist() == [0, 0, 0, 3, 0, 1, 0, 0, 1, 0]


def test_a_filter_by_what_cannot_be_is_one_sentence() -> None:
    with pytest.raises(SettingError, match=r"Label must be"):
        DrawingFilter(label=11)
    with pytest.raises(DataError, match=r"must name its zone"):
        DrawingFilter(since=datetime(2026, 3, 1))


def test_relabelling_tells_what_was_before_and_that_takes_it_back(store, draw) -> None:
    ids = store.add_all([draw(1, answer=7), draw(7, answer=7)])
    before = store.relabel({ids[0]: 7, ids[1]: 1})
    assert before == {ids[0]: 1, ids[1]: 7}
    assert [kept.is_wrong for kept in store.drawings(ids)] == [False, True]
    store.relabel(before)
    assert [kept.label for kept in store.drawings(ids)] == [1, 7]


def test_a_change_that_is_stopped_on_the_way_changes_nothing(store, draw) -> None:
    ids = store.add_all([draw(1), draw(2), draw(3)])
    seen: list[int] = []

    def stop(done: int) -> None:
        seen.append(done)
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.relabel(dict.fromkeys(ids, 9), on_progress=stop)
    with pytest.raises(KeyboardInterrupt):
        store.delete(ids, on_progress=stop)
    assert seen == [1, 2, 1, 2]
    assert [(kept.label, kept.deleted) for kept in store.drawings(ids)] == [(1, False), (2, False), (3, False)]
    store.delete(ids, on_progress=seen.append)
    store.restore(ids, on_progress=seen.append)
    assert seen[4:] == [1, 2, 3, 1, 2, 3]


def test_one_unknown_drawing_leaves_the_others_as_they_are(store, draw) -> None:
    number = store.add(draw(4))
    with pytest.raises(MyDigitsError, match=r"one of those in the store\. Got number 9"):
        store.relabel({number: 5, 9: 5})
    with pytest.raises(MyDigitsError, match=r"Got number 9"):
        store.delete([number, 9])
    with pytest.raises(SettingError, match=r"Label must be"):
        store.relabel({number: 12})
    with pytest.raises(MyDigitsError, match=r"Got number 9"):
        store.strokes(9)
    (kept,) = store.drawings([number])
    assert (kept.label, kept.deleted) == (4, False)


def test_what_was_deleted_comes_back_until_it_is_purged(store, draw) -> None:
    ids = store.add_all(map(draw, range(5)))
    store.delete(ids[1:3])
    assert store.ids().tolist() == [5, 4, 1]
    store.restore(ids[1:2])
    assert store.ids().tolist() == [5, 4, 2, 1]
    assert store.purge() == 1
    assert [kept.id for kept in store.drawings([5, 3, 1])] == [5, 1]
    with pytest.raises(MyDigitsError, match=r"Got number 3"):
        store.restore([3])
    assert store.add(draw(9)) == 6, "no number is given twice"


def test_answers_tell_how_reading_went_as_time_went_on(store, draw) -> None:
    for minute, right in enumerate([True, False, True, True]):
        store.add(draw(6, minute, answer=6 if right else 0, created=NOON + timedelta(minutes=minute)))
    store.add(draw(6, 9))
    answers = store.answers()
    assert answers.right.tolist() == [True, False, True, True]
    assert answers.created[1] - answers.created[0] == np.timedelta64(60, "s")
    np.testing.assert_allclose(answers.accuracy(over=3), [1, 1 / 2, 2 / 3, 2 / 3])
    assert len(DrawingStore(store.folder / "other").answers().accuracy()) == 0


def test_the_drawings_in_use_are_a_data_set(store, draw) -> None:
    drawings = [draw(label) for label in (2, 0, 9)]
    store.add_all(drawings)
    store.delete([2])
    seen: list[int] = []
    data = store.dataset(on_progress=seen.append)
    assert (data.name, data.labels.tolist(), seen) == ("my digits", [2, 9], [1, 2])
    np.testing.assert_array_equal(data.inputs, [drawings[0].ink.ravel(), drawings[2].ink.ravel()])
    store.delete([1, 3])
    with pytest.raises(DataError, match=r"at least one drawing to be used as data"):
        store.dataset()


def test_forgetting_leaves_no_byte_of_any_drawing(store, draw) -> None:
    store.add_all([draw(label, seed, network="a-word-to-look-for") for label in range(10) for seed in range(10)])
    (store.folder / "damaged-20260101-my-digits.sqlite3").write_text("a-word-to-look-for")
    store.tuned_weights.write_text("a-word-to-look-for")
    assert any(b"a-word-to-look-for" in path.read_bytes() for path in store.folder.iterdir())
    store.forget()
    assert not any(b"a-word-to-look-for" in path.read_bytes() for path in store.folder.iterdir())
    assert [path.name for path in store.folder.iterdir()] == [store.path.name]
    assert store.path.stat().st_size < 40_000
    assert len(store.ids()) == 0
    assert store.add(draw(5)) == 101, "no number is given twice"


def test_forgetting_while_another_program_reads_is_one_sentence(store, draw, monkeypatch) -> None:
    monkeypatch.setattr("mlp_engine.files.database._SECONDS_TO_WAIT", 0.1)
    store.add(draw(5))
    with store._database.reading() as other:
        other.execute("SELECT * FROM drawings").fetchone()
        with pytest.raises(MyDigitsError, match=r"used by nobody else at this moment\. Got .*another program"):
            store.forget()
    store.forget()
    assert len(store.ids()) == 0


def test_purged_drawings_are_overwritten_in_the_file(store, draw) -> None:
    ids = store.add_all([draw(5, seed, network=f"word-{seed}") for seed in range(20)])
    store.delete(ids[:1])
    assert b"word-0" in store.path.read_bytes()
    store.purge()
    assert b"word-0" not in store.path.read_bytes()
    assert b"word-1" in store.path.read_bytes()


def test_threads_may_use_one_store_at_once(store, draw) -> None:
    drawing = draw(3)

    def work(worker: int) -> list[int]:
        return [store.add(drawing) for _ in range(10)]

    with ThreadPoolExecutor(4) as pool:
        numbers = sorted(number for numbers in pool.map(work, range(4)) for number in numbers)
    assert numbers == list(range(1, 41))
    assert store.counts()[3] == 40


def test_the_folder_follows_the_environment(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("MLP_DATA_DIR", str(tmp_path))
    assert my_digits_folder() == tmp_path / "my-digits"
