"""My digits in the window: said what they are, kept, looked at, changed, taken out and in, and learned from."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel

from mlp_desktop.app import Desktop
from mlp_desktop.models.my_digits.digits_table import IMAGE_ROLE
from mlp_desktop.models.my_digits.guided_session import GuidedSession
from mlp_engine.datasets.drawing_file import read_drawings
from mlp_engine.files.resources import resource_path
from mlp_engine.my_digits import DrawingStore, LabelledDrawing, my_digits_folder

from .acting import button, click, text

LEFT = Qt.MouseButton.LeftButton
KEYS = [getattr(Qt.Key, f"Key_{digit}") for digit in range(10)]
SEVEN = [[(0.0, 0.0), (4.0, 0.0), (2.0, 7.0)]]
ONE = [[(2.0, 0.0), (2.0, 7.0)]]
TWO_DIGITS = [[(0.2, 0.3), (0.2, 0.7)], [(0.6, 0.3), (0.75, 0.3), (0.66, 0.7)]]


@pytest.fixture
def draw(qtbot, draw):
    """Draws, and waits until that is read."""

    def draw_and_wait(desktop: Desktop, strokes) -> None:
        draw(desktop, strokes)
        qtbot.waitUntil(lambda: desktop.reading.digit is not None)

    return draw_and_wait


def press(qtbot, desktop: Desktop, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(desktop.window.draw_tab.pad, key, modifier)


def wait_until_kept(qtbot, desktop: Desktop) -> None:
    qtbot.waitUntil(lambda: not desktop.own_digits.is_running, timeout=10_000)


def store() -> DrawingStore:
    return DrawingStore(my_digits_folder())


def kept() -> list[tuple[int, int | None]]:
    """Labels and answers, oldest first."""
    here = store()
    return [(drawing.label, drawing.answer) for drawing in here.drawings(here.ids()[::-1])]


def fill(count: int = 20) -> DrawingStore:
    """Have some drawings kept: one of each digit after the other; every third of another answer."""
    samples = read_drawings(resource_path("samples", "digits.jsonl"))
    here = store()
    here.add_all(
        LabelledDrawing(
            number % 10,
            samples[number % len(samples)],
            answer=(number + (number % 3 == 0)) % 10,
            probability=0.75,
            device="pen",
        )
        for number in range(count)
    )
    return here


def look(qtbot, desktop: Desktop) -> None:
    desktop.window.tabs.setCurrentWidget(desktop.window.my_digits_tab)
    wait_until_kept(qtbot, desktop)


def labels(desktop: Desktop) -> list[str]:
    model = desktop.window.my_digits_tab.grid.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


# Said on the Draw tab


def test_a_key_says_what_it_was_keeps_it_and_clears_the_pad(qtbot, desktop, draw) -> None:
    draw(desktop, SEVEN)
    answer = int(desktop.window.draw_tab.reading.tile.text())
    press(qtbot, desktop, Qt.Key.Key_4)
    assert desktop.drawing.sheet.is_empty
    wait_until_kept(qtbot, desktop)
    (drawing,) = store().drawings(store().ids())
    assert (drawing.label, drawing.answer, drawing.device) == (4, answer, "mouse")
    assert drawing.probability == pytest.approx(
        desktop.session.in_use.network.predict(drawing.image.ravel()).max(), abs=0.02
    )
    assert drawing.network == desktop.session.in_use.network.fingerprint()
    strokes = store().strokes(drawing.id)
    assert len(strokes) == 1
    assert strokes[0].times is not None
    qtbot.waitUntil(lambda: text(desktop, "correctionNote").startswith("Kept as a 4 · 1 kept"))


def test_the_first_time_it_is_told_that_it_stays_here_and_where(qtbot, desktop, draw) -> None:
    for _ in range(2):
        draw(desktop, SEVEN)
        press(qtbot, desktop, Qt.Key.Key_7)
        wait_until_kept(qtbot, desktop)
        first = desktop.window.draw_tab.correction.words
        if "Drawings stay on this machine" in first:
            assert str(my_digits_folder()) in first
        else:
            break
    assert text(desktop, "correctionNote") == "Kept as a 7 · 2 kept"
    assert text(desktop, "correctionDetail") == ""


def test_enter_confirms_the_answer_and_so_does_a_click_on_it(qtbot, desktop, draw) -> None:
    draw(desktop, ONE)
    assert desktop.window.draw_tab.reading.tile.text() == "1"
    press(qtbot, desktop, Qt.Key.Key_Return)
    assert desktop.drawing.sheet.is_empty
    draw(desktop, ONE)
    click(qtbot, desktop, "itWas1")
    assert desktop.drawing.sheet.is_empty
    assert desktop.window.draw_tab.pad.hasFocus()
    wait_until_kept(qtbot, desktop)
    assert kept() == [(1, 1), (1, 1)]


def test_the_key_pad_says_it_too_and_a_key_with_control_does_not(qtbot, desktop, draw) -> None:
    draw(desktop, ONE)
    press(qtbot, desktop, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert not desktop.drawing.sheet.is_empty
    press(qtbot, desktop, Qt.Key.Key_1, Qt.KeyboardModifier.KeypadModifier)
    wait_until_kept(qtbot, desktop)
    assert kept() == [(1, 1)]


def test_without_a_drawing_a_key_keeps_nothing(qtbot, desktop) -> None:
    press(qtbot, desktop, Qt.Key.Key_1)
    press(qtbot, desktop, Qt.Key.Key_Return)
    assert not desktop.own_digits.is_running
    assert not my_digits_folder().exists()


def test_undo_brings_it_back_and_another_key_corrects_what_was_kept(qtbot, desktop, draw) -> None:
    draw(desktop, ONE)
    press(qtbot, desktop, Qt.Key.Key_7)
    desktop.window.undo_action.trigger()
    qtbot.waitUntil(lambda: desktop.reading.digit is not None)
    press(qtbot, desktop, Qt.Key.Key_1)
    wait_until_kept(qtbot, desktop)
    assert kept() == [(1, 1)]


def test_of_several_digits_the_chosen_one_is_meant_and_then_the_next(qtbot, desktop, draw_at) -> None:
    draw_at(desktop, TWO_DIGITS)
    qtbot.waitUntil(lambda: len(desktop.reading.digits) == 2)
    desktop.reading.choose(0)
    press(qtbot, desktop, Qt.Key.Key_1)
    assert desktop.reading.chosen == 1
    assert not desktop.drawing.sheet.is_empty
    press(qtbot, desktop, Qt.Key.Key_7)
    assert desktop.drawing.sheet.is_empty
    wait_until_kept(qtbot, desktop)
    assert [label for label, _ in kept()] == [1, 7]
    here = store()
    assert [len(here.strokes(number)) for number in here.ids().tolist()] == [1, 1]


def test_a_picture_is_kept_as_its_digit_image(qtbot, desktop) -> None:
    ink = np.zeros((60, 60), np.uint8)
    ink[10:50, 28:33] = 255
    desktop.drawing.open_picture(ink)
    qtbot.waitUntil(lambda: desktop.reading.digit is not None)
    image = desktop.reading.digit.image
    press(qtbot, desktop, Qt.Key.Key_1)
    wait_until_kept(qtbot, desktop)
    (drawing,) = store().drawings(store().ids())
    assert np.array_equal(drawing.image, image)
    assert store().strokes(drawing.id) == ()


def test_keeping_can_be_switched_off_also_for_the_next_start(qtbot, start, draw) -> None:
    desktop = start()
    look(qtbot, desktop)
    click(qtbot, desktop, "digitsKeep")
    desktop.window.tabs.setCurrentWidget(desktop.window.draw_tab)
    assert not desktop.window.draw_tab.correction.isVisible()
    draw(desktop, ONE)
    press(qtbot, desktop, Qt.Key.Key_1)
    assert not desktop.drawing.sheet.is_empty
    again = start()
    assert not again.window.draw_tab.correction.isVisible()
    assert not again.window.findChild(QCheckBox, "digitsKeep").isChecked()
    assert kept() == []


def test_in_a_guided_session_digits_are_asked_for_and_enter_keeps_them(qtbot, desktop, draw) -> None:
    look(qtbot, desktop)
    click(qtbot, desktop, "digitsGuide")
    assert desktop.window.tabs.currentWidget() is desktop.window.draw_tab
    asked = []
    for number in range(3):
        assert text(desktop, "guideProgress") == f"{number} of 100 drawn"
        asked.append(int(text(desktop, "guideAsked").split()[-1]))
        assert not button(desktop, "guideNext").isEnabled()
        draw(desktop, SEVEN)
        qtbot.waitUntil(button(desktop, "guideNext").isEnabled)
        press(qtbot, desktop, Qt.Key.Key_Enter)
    click(qtbot, desktop, "guideLeave")
    assert text(desktop, "correctionNote") == "3 of 100 drawn and kept"
    wait_until_kept(qtbot, desktop)
    assert [label for label, _ in kept()] == asked
    assert len(set(asked)) == 3  # each round asks for all ten digits


def test_in_a_guided_session_undo_and_enter_change_nothing_that_is_kept(qtbot, desktop, draw) -> None:
    look(qtbot, desktop)
    click(qtbot, desktop, "digitsGuide")
    draw(desktop, SEVEN)
    press(qtbot, desktop, Qt.Key.Key_Enter)
    wait_until_kept(qtbot, desktop)
    before = kept()
    desktop.window.undo_action.trigger()
    press(qtbot, desktop, Qt.Key.Key_Enter)
    wait_until_kept(qtbot, desktop)
    assert kept() == before
    assert desktop.drawing.sheet.is_empty
    assert text(desktop, "guideProgress") == "1 of 100 drawn"


def ask_for(desktop: Desktop, *digits: int) -> None:
    """Begin a guided session that asks for these digits first."""
    session = GuidedSession(np.random.default_rng(1))
    session._asked[: len(digits)] = digits
    desktop.own_digits.corrections.guide(session)


def test_a_guided_session_asks_about_a_digit_that_is_surely_another(qtbot, desktop, draw, monkeypatch) -> None:
    announced: list[str] = []
    spoken = "mlp_desktop.controllers.my_digits.corrections.announce"
    monkeypatch.setattr(spoken, lambda _widget, words: announced.append(words))
    ask_for(desktop, 6, 4)
    row = desktop.window.draw_tab.correction
    assert not button(desktop, "guideAgain").isVisible()
    draw(desktop, SEVEN)
    qtbot.waitUntil(lambda: row.words == "This looks like a 7. Keep it as a 6?")
    assert "This looks like a 7. Keep it as a 6?" in announced
    click(qtbot, desktop, "guideAgain")
    assert desktop.drawing.sheet.is_empty
    assert row.words == "Draw a 6 · 0 of 100 drawn"
    assert button(desktop, "guideNext").text() == "Next"
    wait_until_kept(qtbot, desktop)
    assert kept() == [], "nothing is kept before the answer"
    draw(desktop, SEVEN)
    qtbot.waitUntil(lambda: button(desktop, "guideNext").text() == "Keep it")
    press(qtbot, desktop, Qt.Key.Key_Enter)
    assert row.words == "Draw a 4 · 1 of 100 drawn"
    wait_until_kept(qtbot, desktop)
    assert [label for label, _ in kept()] == [6]


def test_a_guided_session_asks_nothing_about_the_digit_it_wants_or_one_that_is_no_digit(qtbot, desktop, draw) -> None:
    ask_for(desktop, 7, 6)
    row, predicted = desktop.window.draw_tab.correction, desktop.window.draw_tab.reading
    draw(desktop, SEVEN)
    qtbot.waitUntil(lambda: predicted.tile.text() == "7")
    assert row.words == "Draw a 7 · 0 of 100 drawn"
    press(qtbot, desktop, Qt.Key.Key_Enter)
    draw(desktop, [[(10 + 20 * step, 30 if step % 2 else 170) for step in range(11)]])
    qtbot.waitUntil(lambda: predicted.words.text() == "not a digit")
    assert row.words == "Draw a 6 · 1 of 100 drawn"


def test_the_wanted_digit_is_large_on_blank_paper_and_gone_with_the_first_ink(qtbot, desktop, draw) -> None:
    pad = desktop.window.draw_tab.pad

    def height_of_words() -> int:
        image = pad.grab(pad.square().toRect().adjusted(20, 20, -20, -20)).toImage()
        paper = image.pixelColor(0, 0)
        columns = range(0, image.width(), 2)
        return sum(any(image.pixelColor(x, y) != paper for x in columns) for y in range(0, image.height()))

    small = height_of_words()
    ask_for(desktop, 6)
    large = height_of_words()
    assert large > 0.3 * pad.square().height() > 4 * small > 0
    qtbot.mousePress(pad, Qt.MouseButton.LeftButton, pos=pad.rect().center())
    pen = height_of_words()
    assert 0 < pen < 0.15 * pad.square().height(), "only the dot of the pen is left"
    qtbot.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=pad.rect().center())
    click(qtbot, desktop, "guideLeave")
    desktop.drawing.clear()
    assert height_of_words() == small


# Looked at


def test_without_drawings_the_tab_says_how_to_get_some(qtbot, desktop) -> None:
    look(qtbot, desktop)
    assert desktop.window.findChild(QLabel, "digitsEmpty").isVisible()
    assert text(desktop, "digitsEmpty").startswith("No drawings yet")
    assert not button(desktop, "tuneStart").isEnabled()
    assert text(desktop, "tuneWords") == "Tuning needs at least 10 drawings. There is none."


def test_what_is_kept_on_the_pad_is_in_the_tab(qtbot, desktop, draw) -> None:
    draw(desktop, ONE)
    press(qtbot, desktop, Qt.Key.Key_7)
    wait_until_kept(qtbot, desktop)
    look(qtbot, desktop)
    assert labels(desktop) == ["7 → 1"]
    assert desktop.window.my_digits_tab.counts.accessibleDescription().startswith("0: 0, 1: 0")
    assert "7: 1" in desktop.window.my_digits_tab.counts.accessibleDescription()
    assert text(desktop, "digitsCurveWords") == "Read correctly: 0% of the last 1"


def test_all_are_shown_by_label_and_filtered(qtbot, desktop) -> None:
    fill(20)
    look(qtbot, desktop)
    assert [words[0] for words in labels(desktop)] == [str(digit) for digit in range(10) for _ in range(2)]
    assert text(desktop, "digitsFound") == "20 drawings"
    desktop.window.findChild(QComboBox, "digitsLabel").setCurrentText("Only 3")
    wait_until_kept(qtbot, desktop)
    assert labels(desktop) == ["3", "3 → 4"]
    click(qtbot, desktop, "digitsWrong")
    wait_until_kept(qtbot, desktop)
    assert labels(desktop) == ["3 → 4"]
    assert text(desktop, "digitsFound") == "1 of 20 drawings"
    desktop.window.findChild(QComboBox, "digitsSince").setCurrentText("Today")
    wait_until_kept(qtbot, desktop)
    assert labels(desktop) == ["3 → 4"]


def test_the_chosen_drawing_is_told_replayed_and_opened(qtbot, desktop) -> None:
    fill(3)
    look(qtbot, desktop)
    grid = desktop.window.my_digits_tab.grid
    place = grid.visualRect(grid.model().index(1, 0)).center()
    qtbot.mouseClick(grid.viewport(), LEFT, pos=place)
    assert text(desktop, "digitsAbout").startswith("a 1, read right with probability 0.75\n")
    assert text(desktop, "digitsAbout").endswith("pen")
    click(qtbot, desktop, "digitsReplay")
    assert desktop.window.my_digits_tab.replay.is_playing
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert desktop.window.tabs.currentWidget() is desktop.window.draw_tab
    assert not desktop.window.my_digits_tab.replay.is_playing
    assert desktop.drawing.sheet.strokes == store().strokes(2)


def test_everything_on_the_tab_is_reached_with_the_tab_key(qtbot, desktop) -> None:
    fill(20)
    look(qtbot, desktop)
    desktop.window.my_digits_tab.grid.setFocus()
    qtbot.keyClick(desktop.window.my_digits_tab.grid, Qt.Key.Key_Right)
    desktop.window.my_digits_tab.grid.choose([0], current=0)
    qtbot.keyClick(desktop.window.my_digits_tab.grid, Qt.Key.Key_5)  # there is something to undo
    wait_until_kept(qtbot, desktop)
    reached: set[str] = set()
    for _ in range(40):
        focus = desktop.window.focusWidget()
        reached.add(focus.objectName())
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    filters = {"digitsLabel", "digitsSince", "digitsWrong", "digitsGrid"}
    beside = {"digitsReplay", "digitsOpen", "tuneStart", "digitsGuide"}
    below = {"digitsDelete", "digitsUndo", "digitsKeep", "digitsImport", "digitsExport", "digitsForget"}
    assert filters | beside | below <= reached


# Changed


def test_chosen_ones_are_relabelled_and_deleted_by_key_and_undo_takes_it_back(qtbot, desktop) -> None:
    here = fill(5)
    look(qtbot, desktop)
    grid = desktop.window.my_digits_tab.grid
    grid.setFocus()
    grid.choose([1, 2], current=1)
    qtbot.keyClick(grid, Qt.Key.Key_9)
    wait_until_kept(qtbot, desktop)
    assert here.counts().tolist() == [1, 0, 0, 1, 1, 0, 0, 0, 0, 2]
    assert text(desktop, "digitsStatus") == "2 drawings labelled 9"
    assert sorted(desktop.own_digits.list.chosen()) == [2, 3]  # they stay chosen wherever they go
    qtbot.keyClick(grid, Qt.Key.Key_Delete)
    wait_until_kept(qtbot, desktop)
    assert here.counts().sum() == 3
    assert len(labels(desktop)) == 3
    qtbot.keyClick(grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    wait_until_kept(qtbot, desktop)
    click(qtbot, desktop, "digitsUndo")
    wait_until_kept(qtbot, desktop)
    assert here.counts().tolist() == [1, 1, 1, 1, 1, 0, 0, 0, 0, 0]
    assert not button(desktop, "digitsUndo").isEnabled()


def test_everything_is_forgotten_after_one_question(qtbot, desktop, monkeypatch) -> None:
    here = fill(5)
    look(qtbot, desktop)
    asked: list[str] = []
    monkeypatch.setattr(desktop.window, "ask", lambda *words: bool(asked.append(words[0])) or len(asked) > 1)
    click(qtbot, desktop, "digitsForget")
    assert here.counts().sum() == 5
    click(qtbot, desktop, "digitsForget")
    qtbot.waitUntil(lambda: text(desktop, "digitsStatus") == "All drawings are deleted", timeout=10_000)
    wait_until_kept(qtbot, desktop)
    assert len(here.ids()) == 0
    assert text(desktop, "digitsEmpty").startswith("No drawings yet")


# Learned from and examined


def test_own_drawings_are_among_the_data_as_soon_as_there_are_any(qtbot, desktop) -> None:
    window = desktop.window
    train, examine = (window.findChild(QComboBox, name) for name in ("dataSource", "examineData"))
    for tab, box in ((window.train_tab, train), (window.examine_tab, examine)):
        window.tabs.setCurrentWidget(tab)
        assert box.findText("My digits") < 0
    fill(3)
    for tab, box in ((window.train_tab, train), (window.examine_tab, examine)):
        chosen = box.currentText()
        window.tabs.setCurrentWidget(window.draw_tab)
        window.tabs.setCurrentWidget(tab)
        assert box.itemData(box.findText("My digits")) == "my-digits"
        assert box.currentText() == chosen


# Out and in


def test_strokes_are_exported_and_imported_again_and_an_import_is_undone(qtbot, desktop, monkeypatch, tmp_path) -> None:
    here = fill(6)
    path = tmp_path / "mine.jsonl"
    monkeypatch.setattr(desktop.window, "choose_save_file", lambda *_: str(path))
    monkeypatch.setattr(desktop.window, "choose_open_file", lambda *_: str(path))
    look(qtbot, desktop)
    desktop.window.findChild(QAction, "exportStrokes").trigger()
    wait_until_kept(qtbot, desktop)
    assert [json.loads(line)["label"] for line in path.read_text().splitlines()] == [0, 1, 2, 3, 4, 5]
    desktop.window.findChild(QAction, "importStrokes").trigger()
    wait_until_kept(qtbot, desktop)
    assert "Nothing new" in text(desktop, "digitsStatus")
    here.delete([1])
    here.purge()
    desktop.window.findChild(QAction, "importStrokes").trigger()
    wait_until_kept(qtbot, desktop)
    assert text(desktop, "digitsStatus") == "1 drawing imported"
    assert here.counts().sum() == 6
    click(qtbot, desktop, "digitsUndo")
    wait_until_kept(qtbot, desktop)
    assert here.counts().sum() == 5


@pytest.mark.parametrize(
    ("item", "file"), [("exportPictures", "3/000004.png"), ("exportIdx", "train-images-idx3-ubyte")]
)
def test_pictures_and_idx_files_are_exported_and_taken_in(
    qtbot, desktop, monkeypatch, tmp_path, item: str, file: str
) -> None:
    here = fill(6)
    monkeypatch.setattr(desktop.window, "choose_folder", lambda *_: str(tmp_path / "out"))
    look(qtbot, desktop)
    desktop.window.findChild(QAction, item).trigger()
    wait_until_kept(qtbot, desktop)
    assert (tmp_path / "out" / file).exists()
    here.delete(here.ids())
    here.purge()
    desktop.window.findChild(QAction, "importFolder").trigger()
    wait_until_kept(qtbot, desktop)
    assert here.counts().tolist() == [1, 1, 1, 1, 1, 1, 0, 0, 0, 0]


def test_a_file_that_is_none_is_refused_with_a_sentence(qtbot, desktop, told, monkeypatch, tmp_path: Path) -> None:
    path = tmp_path / "wrong.jsonl"
    path.write_text('{"label": 12}\n')
    monkeypatch.setattr(desktop.window, "choose_open_file", lambda *_: str(path))
    look(qtbot, desktop)
    desktop.window.findChild(QAction, "importStrokes").trigger()
    wait_until_kept(qtbot, desktop)
    assert len(told) == 1
    assert "wrong.jsonl" in told[0]
    assert kept() == []


# Robust


def test_another_program_adds_a_drawing_and_the_tab_shows_it(qtbot, desktop) -> None:
    fill(2)
    look(qtbot, desktop)
    add = (
        "from mlp_engine.my_digits import *; from mlp_engine.ink import PenStroke;"
        "DrawingStore(my_digits_folder()).add(LabelledDrawing(8, (PenStroke(((9., 9.), (200., 200.))),)))"
    )
    subprocess.run([sys.executable, "-c", add], check=True)
    qtbot.waitUntil(lambda: len(labels(desktop)) == 3, timeout=10_000)
    assert labels(desktop)[-1] == "8"


def test_a_newer_store_is_told_of_left_alone_and_the_pad_goes_on(qtbot, desktop, draw) -> None:
    my_digits_folder().mkdir(parents=True)
    path = my_digits_folder() / "my-digits.sqlite3"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = path.read_bytes()
    draw(desktop, ONE)
    press(qtbot, desktop, Qt.Key.Key_1)
    wait_until_kept(qtbot, desktop)
    assert text(desktop, "correctionNote") == "Not kept."
    assert "newer program" in text(desktop, "correctionDetail")
    draw(desktop, ONE)
    assert desktop.window.draw_tab.reading.tile.text() == "1"
    look(qtbot, desktop)
    assert "newer program" in text(desktop, "digitsEmpty")
    assert path.read_bytes() == before


def test_a_damaged_store_is_set_aside_with_a_sentence(qtbot, desktop) -> None:
    my_digits_folder().mkdir(parents=True)
    (my_digits_folder() / "my-digits.sqlite3").write_bytes(b"no database at all" * 500)
    look(qtbot, desktop)
    assert "damaged" in text(desktop, "digitsStatus")
    assert text(desktop, "digitsEmpty").startswith("No drawings yet")


def test_a_folder_that_cannot_be_made_is_told_of(qtbot, desktop, draw) -> None:
    my_digits_folder().parent.mkdir(parents=True, exist_ok=True)
    my_digits_folder().write_text("a file where the folder should be")
    draw(desktop, ONE)
    press(qtbot, desktop, Qt.Key.Key_1)
    wait_until_kept(qtbot, desktop)
    assert text(desktop, "correctionNote") == "Not kept."
    look(qtbot, desktop)
    assert str(my_digits_folder()) in text(desktop, "digitsEmpty")


def test_thousands_are_listed_and_only_those_in_sight_are_read(qtbot, desktop, monkeypatch) -> None:
    here = store()
    image = np.zeros((28, 28), np.uint8)
    image[4:24, 14] = 255
    here.add_all(LabelledDrawing(number % 10, image=image) for number in range(3000))
    look(qtbot, desktop)
    model = desktop.window.my_digits_tab.grid.model()
    assert model.rowCount() == 3000
    assert len(model._blocks) <= 4
    assert np.array_equal(model.index(2999, 0).data(IMAGE_ROLE), image)


def test_digits_are_found_where_they_were_when_the_mouse_is_used(qtbot, desktop) -> None:
    fill(20)
    look(qtbot, desktop)
    grid = desktop.window.my_digits_tab.grid
    first, last = (grid.visualRect(grid.model().index(row, 0)).center() for row in (0, 4))
    qtbot.mouseClick(grid.viewport(), LEFT, pos=first)
    qtbot.mouseClick(grid.viewport(), LEFT, Qt.KeyboardModifier.ShiftModifier, last)
    assert grid.rows() == [0, 1, 2, 3, 4]
    assert "5 chosen" in text(desktop, "digitsAbout")
    qtbot.mouseClick(grid.viewport(), LEFT, pos=QPoint(first))
    assert grid.rows() == [0]
