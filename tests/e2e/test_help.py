"""Help: every control says what it is, and a question leads to a text, the state of the run and the place."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QWhatsThis,
    QWidget,
)

from every_dialog import every_dialog
from mlp_desktop.app import Desktop
from mlp_desktop.controllers.window.help import NOT_SHOWN
from mlp_desktop.views.window.control_help import controls_of
from mlp_desktop.views.window.help_dialog import HelpDialog
from mlp_engine.glossary import read_glossary

from .acting import button
from .help_questions import ABOUT_THE_LAB, QUESTIONS

LEFT = Qt.MouseButton.LeftButton
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)", extend=True)


def trigger(desktop: Desktop, name: str) -> None:
    action = desktop.window.findChild(QAction, name)
    assert action is not None, name
    action.trigger()


def child(desktop: Desktop, kind: type[QWidget], name: str):
    found = desktop.window.findChild(kind, name)
    assert found is not None, name
    return found


def popups() -> list[QWidget]:
    return [each for each in QApplication.topLevelWidgets() if each.metaObject().className() == "QWhatsThat"]


@pytest.fixture(autouse=True)
def no_popup_stays():
    yield
    QWhatsThis.leaveWhatsThisMode()
    QWhatsThis.hideText()


def test_every_control_of_every_tab_says_what_it_is(qtbot, desktop) -> None:
    trigger(desktop, "whatsThisAction")
    assert QWhatsThis.inWhatsThisMode()
    controls = list(desktop.help.controls())
    assert len(controls) > 200
    silent = [control.objectName() or type(control).__name__ for control in controls if not control.whatsThis()]
    assert not silent, "give each a tool tip, or a sentence in [controls] of resources/glossary.toml"
    start = button(desktop, "undoButton")
    qtbot.mouseClick(start, LEFT)
    assert popups(), "the words are shown"
    assert not QWhatsThis.inWhatsThisMode()


def test_the_glossary_names_controls_that_are_there(desktop) -> None:
    names = {widget.objectName() for widget in desktop.window.findChildren(QWidget)}
    glossary = read_glossary()
    named = {control for term in glossary.terms for control in term.controls} | set(glossary.controls)
    assert sorted(named - names) == []


def test_what_is_this_tells_the_present_value_and_the_term(qtbot, desktop) -> None:
    window = desktop.window
    window.tabs.setCurrentWidget(window.train_tab)
    desktop.window.train_tab.form.set_values({"l2": "3.5"})
    field = child(desktop, QLineEdit, "l2Strength")
    words = desktop.help.words_about(field).split("\n")
    assert words[0].startswith("L2 strength: Adds strength/(2n)")
    assert words[1:] == ["Now: 3.5", "More in Help (Ctrl+?): L1 strength, L2 strength; lesson: L1 makes zeros"]
    field.setFocus()
    trigger(desktop, "controlHelpAction")
    assert popups()
    trigger(desktop, "helpAction")  # as the words say: from the control to its term, and from there to the lesson
    assert child(desktop, QLabel, "helpTitle").text() == "L1 strength, L2 strength"
    assert child(desktop, QLabel, "helpNote").text() == "Lesson: L1 makes zeros"
    qtbot.mouseClick(child(desktop, QPushButton, "helpLesson"), LEFT)
    assert window.lesson_panel.isVisible()
    assert child(desktop, QLabel, "lessonTitle").text().startswith("L1 makes zeros")
    assert "Now: on" in desktop.help.words_about(button(desktop, "curvesSegment"))
    assert "Now: off" in desktop.help.words_about(button(desktop, "weightsSegment"))


def test_every_control_of_every_dialog_says_what_it_is_by_the_same_key(qtbot, desktop) -> None:
    dialogs = every_dialog(desktop.window)
    dialogs["Question"] = desktop.window._box(QMessageBox.Icon.Question, "Save it?")
    dialogs["Question"].addButton("Save", QMessageBox.ButtonRole.AcceptRole)
    controls = [(name, each) for name, dialog in dialogs.items() for each in controls_of(dialog)]
    controls = [(name, each) for name, each in controls if not isinstance(each, QLabel)]  # a question is its own words
    assert len(controls) > 35
    assert [(name, each.objectName()) for name, each in controls if not desktop.help.words_about(each)] == []
    for dialog in dialogs.values():
        dialog.close()
    window = desktop.window

    def explain() -> None:
        sheet = QApplication.activeModalWidget()
        button = sheet.findChild(QPushButton, "shortcutsHelp")
        sheet.activateWindow()
        button.setFocus()
        qtbot.waitUntil(button.hasFocus)
        QTest.keyClick(button, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
        seen.append(bool(popups()))
        QWhatsThis.hideText()
        button.click()

    seen: list[bool] = []
    QTimer.singleShot(50, explain)
    window.show_shortcuts()
    assert seen == [True], "while the dialog keeps the window from hearing its keys"
    assert desktop.help._dialog.isVisible(), "its button leads to the help"


def ask(qtbot, desktop: Desktop, question: str) -> HelpDialog:
    dialog = child(desktop, HelpDialog, "helpDialog")
    field = dialog.findChild(QLineEdit, "helpQuestion")
    field.selectAll()
    qtbot.keyClicks(field, question)
    return dialog


def test_a_question_is_answered_and_leads_to_the_place(qtbot, desktop) -> None:
    window = desktop.window
    trigger(desktop, "helpAction")
    dialog = child(desktop, HelpDialog, "helpDialog")
    assert dialog.isVisible()
    entries = dialog.findChild(QListWidget, "helpEntries")
    assert entries.count() == len(read_glossary().terms), "the whole glossary at first"
    window.train_tab.curves.diagnosis.show_words("The network overfits: its validation loss rises.")
    ask(qtbot, desktop, "What is overfitting?")
    assert child(desktop, QLabel, "helpTitle").text() == "overfitting"
    assert "it has memorised" in child(desktop, QPlainTextEdit, "helpText").toPlainText()
    state = child(desktop, QLabel, "helpState").text()
    assert state == "The run in the Train tab: The network overfits: its validation loss rises."
    qtbot.mouseClick(child(desktop, QPushButton, "helpGo"), LEFT)
    assert window.tabs.currentWidget() is window.train_tab
    assert window.focusWidget() is window.train_tab.curves.loss_plot

    ask(qtbot, desktop, "learning rate")
    assert entries.item(0).text() == "learning rate, η", "the term comes before the controls of that name"
    assert "Learning rate · Train" in [entries.item(row).text() for row in range(entries.count())]

    ask(qtbot, desktop, "dropouts")  # folded away under More
    assert "Dropout now: " in child(desktop, QLabel, "helpState").text()
    qtbot.mouseClick(child(desktop, QPushButton, "helpGo"), LEFT)
    dropout = child(desktop, QLineEdit, "dropout")
    assert dropout.isVisible()
    assert window.focusWidget() is dropout

    ask(qtbot, desktop, "attribution")  # on another page of another tab
    qtbot.mouseClick(child(desktop, QPushButton, "helpGo"), LEFT)
    assert window.tabs.currentWidget() is window.draw_tab
    assert child(desktop, QWidget, "inkMap").isVisible()
    assert button(desktop, "whySegment").isChecked()

    ask(qtbot, desktop, "risk-coverage")  # nothing was examined yet
    qtbot.mouseClick(child(desktop, QPushButton, "helpGo"), LEFT)
    assert window.tabs.currentWidget() is window.examine_tab
    assert button(desktop, "curvesSegment").isChecked(), "no page of another tab is turned"
    assert child(desktop, QLabel, "helpNote").text() == NOT_SHOWN

    ask(qtbot, desktop, "overfitting")
    qtbot.mouseClick(child(desktop, QPushButton, "helpLesson"), LEFT)
    assert window.lesson_panel.isVisible()

    ask(qtbot, desktop, "zebra")
    assert child(desktop, QLabel, "helpTitle").text() == "Nothing was found"
    assert not child(desktop, QPushButton, "helpGo").isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_sixty_plain_questions_find_their_entry_first_or_second(desktop) -> None:
    trigger(desktop, "helpAction")
    dialog, entries = child(desktop, HelpDialog, "helpDialog"), child(desktop, QListWidget, "helpEntries")
    missed = {}
    for question, answers in (QUESTIONS | ABOUT_THE_LAB).items():
        dialog.ask(question)
        first = [entries.item(row).text() for row in range(min(2, entries.count()))]
        if not {line.split(" · ")[0] for line in first} & {*answers}:
            missed[question] = first
    assert (len(QUESTIONS), len(ABOUT_THE_LAB)) == (60, 20)
    assert missed == {}


def test_the_help_opens_before_every_control_has_been_asked_for_its_words(qtbot, desktop) -> None:
    asked = []
    words_about, desktop.help.words_about = desktop.help.words_about, lambda control: asked.append(control) or ""
    trigger(desktop, "helpAction")
    assert child(desktop, QListWidget, "helpEntries").count() > 50, "the terms are there at once"
    assert asked == []
    desktop.help.words_about = words_about
    gathered = [entry for entry in desktop.help.entries if entry.control and entry.kind == "Train"]
    assert len(gathered) > 20


def test_how_something_is_done_is_answered_with_how_things_stand_and_leads_there(qtbot, desktop) -> None:
    window = desktop.window
    window.tabs.setCurrentWidget(window.lab_tab)
    trigger(desktop, "helpAction")
    ask(qtbot, desktop, "how do I save a network?")
    assert child(desktop, QLabel, "helpTitle").text() == "Save a network · how to"
    assert child(desktop, QLabel, "helpState").text().startswith("Network: Bundled network")
    qtbot.mouseClick(child(desktop, QPushButton, "helpGo"), LEFT)
    menu = next(each for each in window.menuBar().findChildren(QMenu) if each.isVisible())
    assert menu.activeAction() is window.save_action
    menu.close()
    ask(qtbot, desktop, "what is the confusion matrix?")
    assert child(desktop, QLabel, "helpState").text().startswith("Examine: ")
    ask(qtbot, desktop, "where are my drawings?")
    qtbot.mouseClick(child(desktop, QPushButton, "helpGo"), LEFT)
    assert window.tabs.currentWidget() is window.my_digits_tab
    assert child(desktop, QLabel, "helpState").text().startswith("My digits: ")


def test_every_place_that_the_help_names_can_be_gone_to(desktop) -> None:
    trigger(desktop, "helpAction")
    kinds = {"term", "how to", "lesson"}
    lost = [e.title for e in desktop.help.entries if e.kind in kinds and e.control and desktop.help._place(e) is None]
    assert lost == []
    places = {entry.control for entry in desktop.help.entries if entry.kind in kinds and entry.control}
    assert [name for name in places if len(desktop.window.findChildren(QWidget, name)) > 1] == [], "only one has a name"
    topics = read_glossary().topics
    window = desktop.window
    named = {control for topic in topics for control in topic.controls}
    assert sorted(n for n in named if not (window.findChild(QWidget, n) or window.findChild(QAction, n))) == []


def test_the_keys_of_the_help_open_it_at_the_focused_control(qtbot, desktop) -> None:
    window = desktop.window
    window.tabs.setCurrentWidget(window.train_tab)
    field = child(desktop, QLineEdit, "learningRate")
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Question, Qt.KeyboardModifier.ControlModifier)
    assert child(desktop, QLabel, "helpTitle").text() == "learning rate, η"
