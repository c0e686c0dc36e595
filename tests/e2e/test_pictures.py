"""The drawing as a picture: saved, copied, pasted and opened again."""

# A widget that is missing fails its test.
# pyright: reportOptionalMemberAccess=false

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QLabel

from mlp_desktop.app import Desktop
from mlp_engine.files.resources import resource_path

from .acting import wait_for_picture

SEVEN = [[(40, 50), (70, 48), (110, 47), (150, 46), (140, 80), (125, 120), (110, 165), (98, 200)]]


@pytest.fixture(autouse=True)
def own_clipboard(qapp) -> None:
    QGuiApplication.clipboard().clear()


def answer(desktop: Desktop) -> str:
    return desktop.window.findChild(QLabel, "predictedDigit").text()


def test_a_saved_drawing_opens_as_the_same_digit(qtbot, desktop, draw, tmp_path, monkeypatch) -> None:
    draw(desktop, SEVEN)
    monkeypatch.setattr(desktop.window, "choose_save_kind", lambda *_: (str(tmp_path / "mine"), ""))
    desktop.window.save_picture_action.trigger()
    with Image.open(tmp_path / "mine.png") as saved:
        assert saved.size == (560, 560)
    desktop.drawing.clear()
    qtbot.waitUntil(lambda: answer(desktop) == "")
    desktop.files.open(tmp_path / "mine.png")
    qtbot.waitUntil(lambda: answer(desktop) == "7")


def test_a_picture_that_cannot_be_written_is_one_sentence(desktop, draw, told, tmp_path, monkeypatch) -> None:
    draw(desktop, SEVEN)
    monkeypatch.setattr(desktop.window, "choose_save_kind", lambda *_: (str(tmp_path / "no" / "mine.png"), ""))
    desktop.window.save_picture_action.trigger()
    assert len(told) == 1
    assert told[0].startswith("A drawing must be saved where files can be written. Got ")


def test_what_is_copied_can_be_pasted_and_undone(qtbot, desktop, draw) -> None:
    draw(desktop, SEVEN)
    desktop.window.copy_action.trigger()
    assert QGuiApplication.clipboard().image().width() == 560
    desktop.drawing.clear()
    desktop.window.paste_action.trigger()
    wait_for_picture(qtbot, desktop)
    assert desktop.drawing.sheet.opened is not None
    qtbot.waitUntil(lambda: answer(desktop) == "7")
    desktop.window.undo_action.trigger()
    assert desktop.drawing.sheet.is_empty


def test_a_picture_from_another_program_can_be_pasted(qtbot, desktop) -> None:
    QGuiApplication.clipboard().setImage(QImage(str(resource_path("samples") / "digit-5.png")))
    desktop.window.paste_action.trigger()
    qtbot.waitUntil(lambda: answer(desktop) == "5")


def test_a_file_copied_in_a_file_manager_can_be_pasted(qtbot, desktop) -> None:
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(resource_path("samples") / "digit-2.png"))])
    QGuiApplication.clipboard().setMimeData(files)
    desktop.window.paste_action.trigger()
    qtbot.waitUntil(lambda: answer(desktop) == "2")


def test_pasted_picture_has_the_limits_of_an_opened_one(desktop, draw, told) -> None:
    draw(desktop, SEVEN)
    large = QImage(9000, 8000, QImage.Format.Format_Mono)
    large.fill(1)
    QGuiApplication.clipboard().setImage(large)
    desktop.window.paste_action.trigger()
    assert told == ["The picture on the clipboard must have at most 64 megapixels. Got 9000×8000."]
    assert len(desktop.drawing.sheet.strokes) == 1


@pytest.mark.parametrize("content", ["nothing", "text"])
def test_a_clipboard_without_a_picture_changes_nothing(qtbot, desktop, draw, told, content) -> None:
    draw(desktop, SEVEN)
    qtbot.waitUntil(lambda: answer(desktop) == "7")
    if content == "text":
        QGuiApplication.clipboard().setText("seven")
    desktop.window.paste_action.trigger()
    assert len(told) == 1
    assert len(desktop.drawing.sheet.strokes) == 1


def test_what_needs_a_drawing_rests_without_one(desktop, draw) -> None:
    window = desktop.window
    actions = (window.cut_action, window.copy_action, window.save_picture_action, window.clear_action)
    assert [action.isEnabled() for action in actions] == [False] * 4
    draw(desktop, SEVEN)
    assert [action.isEnabled() for action in actions] == [True] * 4


def test_a_saved_picture_over_strokes_holds_both(qtbot, desktop, draw, tmp_path, monkeypatch) -> None:
    desktop.files.open(resource_path("samples") / "digit-1.png")
    wait_for_picture(qtbot, desktop)
    desktop.drawing.start_stroke(20, 20)
    desktop.drawing.extend_stroke(60, 20)
    desktop.drawing.finish_stroke()
    wait_for_picture(qtbot, desktop)
    monkeypatch.setattr(desktop.window, "choose_save_kind", lambda *_: (str(tmp_path / "both.png"), ""))
    desktop.window.save_picture_action.trigger()
    with Image.open(tmp_path / "both.png") as saved:
        levels = np.asarray(saved)
    assert levels[40, 80] < 50, "the stroke"
    assert (levels[280] < 50).any(), "the sample under it"


def test_cut_leaves_empty_paper_and_can_be_pasted_or_undone(qtbot, desktop, draw) -> None:
    draw(desktop, SEVEN)
    desktop.window.cut_action.trigger()
    assert desktop.drawing.sheet.is_empty
    desktop.window.paste_action.trigger()
    qtbot.waitUntil(lambda: answer(desktop) == "7")
    desktop.drawing.undo()
    desktop.drawing.undo()
    assert len(desktop.drawing.sheet.strokes) == 1


@pytest.mark.parametrize(
    ("typed", "chosen", "written"),
    [
        ("mine", "SVG drawing (*.svg)", "mine.svg"),
        ("mine.svg", "PNG picture (*.png)", "mine.svg"),
        ("mine.SVG", "", "mine.SVG"),
        ("mine", "Strokes (*.jsonl)", "mine.jsonl"),
        ("mine", "", "mine.png"),
        ("mine.v2", "PNG picture (*.png)", "mine.v2.png"),
    ],
)
def test_a_drawing_is_saved_as_its_name_or_else_the_filter_says(
    desktop, draw, tmp_path, monkeypatch, typed, chosen, written
) -> None:
    draw(desktop, SEVEN)
    monkeypatch.setattr(desktop.window, "choose_save_kind", lambda *_: (str(tmp_path / typed), chosen))
    desktop.window.save_picture_action.trigger()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("mine")] == [written]
    beginning = (tmp_path / written).read_bytes()[:6]
    assert beginning in {b"<?xml ", b"\x89PNG\r\n", b'{"stro'}
    assert (beginning == b"<?xml ") == written.lower().endswith(".svg")


def test_no_file_is_replaced_under_a_name_that_the_dialog_did_not_ask_about(
    desktop, draw, tmp_path, monkeypatch
) -> None:
    draw(desktop, SEVEN)
    (tmp_path / "mine.svg").write_text("precious")
    asked: list[str] = []
    monkeypatch.setattr(desktop.window, "ask", lambda question, *_: asked.append(question))
    monkeypatch.setattr(desktop.window, "choose_save_kind", lambda *_: (str(tmp_path / "mine"), "SVG drawing (*.svg)"))
    desktop.window.save_picture_action.trigger()
    assert asked == ["mine.svg already exists. Replace it?"]
    assert (tmp_path / "mine.svg").read_text() == "precious"


def test_saved_strokes_dropped_on_the_window_are_the_same_strokes(
    qtbot, desktop, draw, drop, tmp_path, monkeypatch
) -> None:
    draw(desktop, SEVEN)
    before = desktop.drawing.sheet
    monkeypatch.setattr(desktop.window, "choose_save_kind", lambda *_: (str(tmp_path / "mine.jsonl"), ""))
    desktop.window.save_picture_action.trigger()
    desktop.drawing.clear()
    drop(desktop, tmp_path / "mine.jsonl")
    (stroke,), (again,) = before.strokes, desktop.drawing.sheet.strokes
    assert np.array(again.line) == pytest.approx(np.array(stroke.line), abs=0.01)
    assert again.times == pytest.approx(stroke.times, abs=0.001)
    assert (again.width, again.smoothed) == (stroke.width, stroke.smoothed)
    qtbot.waitUntil(lambda: answer(desktop) == "7")
    desktop.drawing.undo()
    assert desktop.drawing.sheet.is_empty


def test_a_picture_alone_has_no_strokes_to_save(qtbot, desktop, told, tmp_path, monkeypatch) -> None:
    desktop.files.open(resource_path("samples") / "digit-1.png")
    wait_for_picture(qtbot, desktop)
    monkeypatch.setattr(desktop.window, "choose_save_kind", lambda *_: (str(tmp_path / "mine.jsonl"), ""))
    desktop.window.save_picture_action.trigger()
    assert told == ["A strokes file must hold at least one stroke. Got a drawing without any."]
    assert not (tmp_path / "mine.jsonl").exists()


def test_strokes_of_a_data_set_are_opened_by_their_first_line(qtbot, desktop, drop, told, answers) -> None:
    answers.append("Put on the pad")
    drop(desktop, resource_path("samples") / "digits.jsonl")
    qtbot.waitUntil(lambda: answer(desktop) == "0")
    assert told == []
