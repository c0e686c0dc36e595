"""The dialog in which a lesson is written: steps are added, turned and removed, and nothing typed is lost."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from mlp_desktop.views.window.lesson_dialog import LessonDialog, LessonTexts

LATER = {"watch": "The loss.", "question": "Why?", "answer": "So.", "next": "Set L1 to 0."}
TEXTS = LessonTexts("Mine", (("One.", "a < b"), ("Two.", "")), LATER, ("l1",))
CONTROLS = (("data", "Data"), ("l1", "L1 strength"), ("l2", "L2 strength"))


@pytest.fixture
def saved() -> list[LessonTexts]:
    return []


@pytest.fixture
def dialog(qtbot: QtBot, saved: list[LessonTexts]) -> LessonDialog:
    def save(texts: LessonTexts) -> str | None:
        saved.append(texts)
        return {"": "title must have at least one character. Got none.", "later": None}.get(texts.title, "")

    dialog = LessonDialog(TEXTS, CONTROLS, save)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def press(dialog: LessonDialog, name: str) -> None:
    button = dialog.findChild(QPushButton, name)
    assert button is not None
    assert button.isEnabled(), name
    button.click()


def test_what_is_shown_comes_back_as_it_was(dialog) -> None:
    assert dialog.texts() == TEXTS


def test_steps_are_added_changed_and_removed(dialog, saved) -> None:
    press(dialog, "lessonStepAdd")
    assert dialog.findChild(QLabel, "lessonStepNumber").text() == "Step 2 of 3"
    dialog.findChild(QPlainTextEdit, "lessonStepText").setPlainText("New.")
    dialog.findChild(QLineEdit, "lessonStepFormula").setText("c = d")
    press(dialog, "lessonStepNext")
    assert dialog.findChild(QPlainTextEdit, "lessonStepText").toPlainText() == "Two."
    press(dialog, "lessonStepRemove")
    press(dialog, "lessonStepBack")
    press(dialog, "lessonSave")
    assert saved[0].steps == (("One.", "a < b"), ("New.", "c = d"))
    assert dialog.result() == LessonDialog.DialogCode.Accepted


def test_the_controls_that_are_ticked_are_shown_and_all_of_them_are_the_whole_form(dialog) -> None:
    items = dialog.findChild(QListWidget, "lessonControls")
    items.item(2).setCheckState(Qt.CheckState.Checked)
    assert dialog.texts().shown == ("l1", "l2")
    items.item(0).setCheckState(Qt.CheckState.Checked)
    assert dialog.texts().shown == ()


@pytest.mark.parametrize(("title", "problem"), [("", "title must have"), ("later", "")])
def test_a_lesson_that_is_not_saved_stays_open(dialog, saved, title, problem) -> None:
    dialog.findChild(QLineEdit, "lessonTitleField").setText(title)
    press(dialog, "lessonSave")
    assert dialog.isVisible()
    assert dialog.findChild(QLabel, "lessonProblem").text().startswith(problem)
    assert dialog.texts() == saved[0] == TEXTS._replace(title=title)


def test_it_fits_a_small_screen(dialog) -> None:
    assert dialog.minimumSizeHint().height() < 660
    assert dialog.minimumSizeHint().width() < 1000
