"""Lessons in the window: opened from the menu and from files, with few controls, and written for a class."""

# A widget that is missing fails its test.
# pyright: reportOptionalMemberAccess=false

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from mlp_desktop.app import Desktop
from mlp_desktop.views.window.lesson_dialog import LessonDialog
from mlp_engine.lessons import bundled_lessons, read_lesson


def press(qtbot, desktop: Desktop, name: str) -> None:
    qtbot.mouseClick(desktop.window.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def text(desktop: Desktop, name: str) -> str:
    return desktop.window.findChild(QLabel, name).text()


def is_shown(desktop: Desktop, name: str) -> bool:
    form = desktop.window.train_tab.form
    return desktop.window.findChild(QWidget, name).isVisibleTo(form)


def choose(desktop: Desktop, title: str) -> None:
    next(action for action in desktop.window.lessons_menu.actions() if action.text() == title).trigger()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mine.toml"
    path.write_text(
        'title = "Mine <b>x</b>"\nquestion = "Why?"\nanswer = "So."\nshown = ["l1"]\n'
        '[[steps]]\ntext = "One & <i>idea</i>."\nformula = "a < b"\n[training]\nl1 = 2.5\nepochs = 3\n'
    )
    return path


def test_the_menu_opens_every_lesson_that_ships(qtbot, desktop: Desktop) -> None:
    titles = [read_lesson(path).title for path in bundled_lessons()]
    assert [action.text() for action in desktop.window.lessons_menu.actions()][: len(titles)] == titles
    for title in titles:
        choose(desktop, title)
        assert text(desktop, "lessonTitle") == title
    for path in bundled_lessons():
        shown = read_lesson(path)
        names = [name for name in (shown.watch_control, *(step.control for step in shown.steps)) if name]
        assert [name for name in names if not desktop.lessons._known(name)] == [], path.name
        assert shown.tab == "draw" or "Press Start" in shown.watch, "the class is told how to begin"
    assert desktop.window.lesson_panel.isVisible()


def test_a_lesson_fills_the_form_and_hides_the_other_controls_until_it_ends(qtbot, desktop: Desktop) -> None:
    form = desktop.window.train_tab.form
    before = form.values()
    choose(desktop, "L1 makes zeros")
    assert desktop.window.tabs.currentWidget() is desktop.window.train_tab
    assert (form.values()["l1"], form.values()["data"]) == ("1", "practice:2000")
    assert is_shown(desktop, "l1Strength")
    assert is_shown(desktop, "epochs")
    assert not any(
        is_shown(desktop, name) for name in ("learningRate", "dataSource", "fetchButton", "presets", "hiddenLayers")
    )
    form.set_values({"l1": "9"})
    press(qtbot, desktop, "lessonSetUp")
    assert form.values()["l1"] == "1"
    press(qtbot, desktop, "lessonEnd")
    assert form.values() == before
    assert all(is_shown(desktop, name) for name in ("learningRate", "dataSource", "presets", "hiddenLayers"))
    assert not desktop.window.lesson_panel.isVisible()


def test_the_pages_are_turned_and_the_answer_comes_when_asked_for(qtbot, desktop: Desktop, file: Path) -> None:
    desktop.files.open(file)
    assert (text(desktop, "lessonTitle"), text(desktop, "lessonText")) == ("Mine <b>x</b>", "One & <i>idea</i>.")
    assert text(desktop, "lessonFormula") == "a < b"
    assert all(
        label.textFormat() is Qt.TextFormat.PlainText for label in desktop.window.lesson_panel.findChildren(QLabel)
    )
    assert text(desktop, "lessonPage") == "1 of 2"
    press(qtbot, desktop, "lessonNext")
    assert (text(desktop, "lessonHeading"), text(desktop, "lessonText")) == ("Question", "Why?")
    answer = desktop.window.findChild(QLabel, "lessonAnswer")
    assert not answer.isVisible()
    press(qtbot, desktop, "lessonShowAnswer")
    assert answer.isVisible()
    assert answer.text() == "So."
    press(qtbot, desktop, "lessonBack")
    assert text(desktop, "lessonPage") == "1 of 2"


def test_a_lesson_on_the_pad_opens_the_draw_tab(desktop: Desktop) -> None:
    choose(desktop, "What would make it another digit")
    assert desktop.window.tabs.currentWidget() is desktop.window.draw_tab
    assert not desktop.window.findChild(QPushButton, "lessonSetUp").isVisible()


def test_a_lesson_on_the_pad_fits_the_smallest_window(qtbot, desktop: Desktop) -> None:
    window = desktop.window
    window.resize(1024, 700)
    before = window.draw_tab.pad.height()
    choose(desktop, "What would make it another digit")
    qtbot.wait(10)
    assert (window.width(), window.height()) == (1024, 700)
    panel = window.lesson_panel
    assert panel.isVisible()
    assert not panel.geometry().intersects(window.draw_tab.pad.geometry())
    assert window.draw_tab.rect().contains(panel.geometry())
    assert text(desktop, "lessonHeading") == "What would make it another digit · Step 1"
    choose(desktop, "L1 makes zeros")
    assert text(desktop, "lessonHeading") == "Step 1"
    assert panel.parent() is not window.draw_tab
    assert window.draw_tab.pad.height() == before, "the pad has its room again"
    choose(desktop, "What would make it another digit")
    press(qtbot, desktop, "lessonEnd")
    assert window.draw_tab.pad.height() == before


def test_a_saved_lesson_hands_on_the_settings(desktop: Desktop, tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "class.toml"
    monkeypatch.setattr(desktop.window, "choose_save_file", lambda *_: str(path))
    desktop.window.train_tab.form.set_values({"l2": "0.7", "hidden": "12", "slice": "first", "count": "300"})
    choose(desktop, "&Save as lesson…")
    lesson = read_lesson(path)
    assert (lesson.title, lesson.training.l2, lesson.network.hidden, lesson.samples.count) == ("class", 0.7, (12,), 300)
    assert "l2" in lesson.shown


def test_a_lesson_is_written_in_the_window_and_opens_as_it_was_written(
    qtbot, desktop: Desktop, tmp_path: Path, monkeypatch
) -> None:
    path = tmp_path / "mine.toml"
    places = iter(["", str(path)])
    monkeypatch.setattr(desktop.window, "choose_save_file", lambda *_: next(places))
    asked = []
    monkeypatch.setattr(desktop.window, "write_lesson", lambda *arguments: asked.append(arguments))
    choose(desktop, "L1 makes zeros")
    desktop.window.train_tab.form.set_values({"l1": "0.5"})
    choose(desktop, "&Write a lesson…")
    dialog = LessonDialog(*asked[0])
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.findChild(QLineEdit, "lessonTitleField").text() == "L1 makes zeros"
    dialog.findChild(QLineEdit, "lessonTitleField").setText("Half the weights")
    dialog.findChild(QPlainTextEdit, "lessonStepText").setPlainText("Look at\nthe zeros.")
    dialog.findChild(QPlainTextEdit, "lessonAnswerField").setPlainText("x" * 801)
    save = dialog.findChild(QPushButton, "lessonSave")
    save.click()
    assert dialog.findChild(QLabel, "lessonProblem").text() == "answer must have at most 800 characters. Got 801."
    dialog.findChild(QPlainTextEdit, "lessonAnswerField").setPlainText("Half.")
    save.click()
    assert dialog.isVisible(), "no file was chosen"
    assert not path.exists()
    save.click()
    assert not dialog.isVisible()
    lesson = read_lesson(path)
    assert (lesson.title, lesson.steps[0].text, lesson.answer) == ("Half the weights", "Look at the zeros.", "Half.")
    assert lesson.training.l1 == 0.5
    before = read_lesson(next(each for each in bundled_lessons() if "l1_zeros" in each.name))
    assert (lesson.steps[1:], lesson.watch, lesson.shown) == (before.steps[1:], before.watch, before.shown)
    desktop.files.open(path)
    assert text(desktop, "lessonTitle") == "Half the weights"


def test_a_file_that_is_no_lesson_gives_one_sentence(desktop: Desktop, file: Path, monkeypatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(desktop.window, "show_error", said.append)
    file.write_text("title = 3\n")
    desktop.files.open(file)
    assert said == [f"{file}: title must be a text. Got 3."]
    assert not desktop.window.lesson_panel.isVisible()
