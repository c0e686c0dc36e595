"""Help: what a control is, the glossary, and a search over both and the lessons."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QLabel,
    QMenu,
    QMessageBox,
    QWhatsThis,
    QWidget,
)

from mlp_desktop.controllers.window.help_entries import Entry, HelpEntries, written_entries
from mlp_desktop.controllers.window.lessons import LessonsController
from mlp_desktop.plain_text import plain_tip
from mlp_desktop.views.window.control_help import (
    controls_of,
    is_word_of_a_page,
    name_of,
    show_action,
    show_control,
    show_words_at,
    tab_of,
    tip_of,
    value_of,
)
from mlp_desktop.views.window.help_dialog import HelpDialog
from mlp_desktop.views.window.main_window import MainWindow
from mlp_engine.glossary import Glossary, Term, read_glossary
from mlp_engine.lessons import Lesson, read_bundled_lessons

STATE_OF_TAB = (
    ("networkLine",),
    ("trainStatus",),
    ("examineEmpty", "examineHeadline", "examineStatus"),
    ("runsEmpty", "runsStatus"),
    ("digitsEmpty", "digitsFound", "digitsStatus"),
    ("sweepEmpty", "sweepHeadline", "sweepStatus"),
    ("labAccuracy", "labChanges"),
)
"""The labels that tell how things stand in each tab."""
KEY_OF_DIALOG = "dialogHelpKey"
NOT_SHOWN = "It is shown there once there is something to show."


class HelpController(QObject):
    """Answers "What's this?" for every control, and questions in the window of the help."""

    def __init__(self, window: MainWindow, lessons: LessonsController, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._lessons = lessons
        self._dialog: HelpDialog | None = None
        self._entries = HelpEntries((), iter(()), self._entry_of)
        self._gathering = QTimer(self)
        self._gathering.timeout.connect(self._gather_on)
        self._found: list[Entry] = []
        self._entry: Entry | None = None
        window.help_requested.connect(self.open)
        window.whats_this_requested.connect(self.point)
        window.control_help_requested.connect(self.explain_focused)
        app = QApplication.instance()
        assert isinstance(app, QApplication), "a window needs one"
        app.focusChanged.connect(self._meet)

    # What's this?

    def words_about(self, control: QWidget) -> str:
        """What a control is, its present value, and the term that it belongs to; empty if nothing is known of it."""
        sentence = tip_of(control) or self._glossary.controls.get(control.objectName(), "")
        if not sentence and is_word_of_a_page(control):
            sentence = f"Choose {name_of(control)} in place of the words beside it."
        if not sentence and isinstance(control.window(), QMessageBox) and isinstance(control, QAbstractButton):
            sentence = "Choose this answer, and close the question."
        if not sentence:
            return ""
        lines = [f"{name_of(control)}: {sentence}"]
        if value := value_of(control):
            lines.append(f"Now: {value}")
        if term := self._glossary.term_of(control.objectName()):
            lesson = self._lesson_of(term)
            about = f"{term.term}; lesson: {lesson.title}" if lesson else term.term
            lines.append(f"More in Help (Ctrl+?): {about}")
        return "\n".join(lines)

    def controls(self) -> Iterator[QWidget]:
        """All controls of all tabs."""
        tabs = self._window.tabs
        for place in range(tabs.count()):
            page = tabs.widget(place)
            assert page is not None, "every tab has a page"
            yield from controls_of(page)

    def point(self) -> None:
        """Explain the control that is clicked next."""
        beside = [dialog for dialog in self._window.findChildren(QDialog) if dialog.isVisible()]
        for control in (*self.controls(), *(each for dialog in beside for each in controls_of(dialog))):
            control.setWhatsThis(plain_tip(self.words_about(control)))
        QWhatsThis.enterWhatsThisMode()

    def _meet(self, _before: QWidget | None, focused: QWidget | None) -> None:
        """Give a dialog that has come to the front the key of the help: those of the window do not reach it."""
        dialog = None if focused is None else focused.window()
        if isinstance(dialog, QDialog) and dialog.findChild(QShortcut, KEY_OF_DIALOG) is None:
            key = QShortcut(QKeySequence("Shift+F1"), dialog)
            key.setObjectName(KEY_OF_DIALOG)
            key.activated.connect(self.explain_focused)

    def explain_focused(self) -> None:
        """Explain the control that has the keyboard focus."""
        control = QApplication.focusWidget()
        while control is not None:
            if words := self.words_about(control):
                show_words_at(control, words)
                return
            control = control.parentWidget()
        if QApplication.activeModalWidget() is None:
            self.open()

    # The window of the help

    def open(self) -> None:
        """Open the window of the help with the whole glossary, at the term of the control that has the focus."""
        focused = QApplication.focusWidget()
        if self._dialog is None:
            self._dialog = HelpDialog(self._window)
            self._dialog.asked.connect(self._ask)
            self._dialog.chosen.connect(self._choose)
            self._dialog.go_requested.connect(self._go)
            self._dialog.lesson_requested.connect(self._open_lesson)
        # Controls may have other words by now.
        self._entries = HelpEntries(
            list(written_entries(self._glossary, read_bundled_lessons())), self.controls(), self._entry_of
        )
        term = None if focused is None else self._glossary.term_of(focused.objectName())
        self._dialog.ask("")
        self._list(self._entries.terms(), "" if term is None else term.term)
        self._gathering.start(0)  # the rest is there before anybody has typed a question
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()

    @property
    def entries(self) -> Sequence[Entry]:
        """All entries of the help as they were when its window was opened last."""
        return self._entries.all()

    def _gather_on(self) -> None:
        if not self._entries.gather_on():
            self._gathering.stop()

    def _ask(self, question: str) -> None:
        self._list(self._entries.find(question) if question.strip() else self._entries.terms())

    def _list(self, entries: list[Entry], title: str = "") -> None:
        assert self._dialog is not None, "it was opened"
        self._found = entries
        chosen = next((place for place, entry in enumerate(entries) if entry.title == title), 0)
        self._dialog.show_entries([entry.line for entry in entries], chosen)

    def _choose(self, place: int) -> None:
        assert self._dialog is not None, "it was opened"
        if not 0 <= place < len(self._found):
            return
        self._entry = entry = self._found[place]
        lesson = "" if entry.lesson is None else read_bundled_lessons()[entry.lesson].title
        self._dialog.show_entry(
            entry.line, entry.text, self._state_of(entry), goes=self._place(entry) is not None, lesson=lesson
        )

    def _state_of(self, entry: Entry) -> str:
        """How things stand: in the tab of the place, the value of the control, and what the diagnosis says of a run."""
        lines: list[str] = []
        place = self._place(entry)
        if isinstance(place, QWidget) and not is_word_of_a_page(place) and (value := value_of(place)):
            lines.append(f"{name_of(place)} now: {value}")
        in_training = place is None or place in self._window.train_tab.findChildren(QWidget)
        if entry.kind == "how to" or (entry.kind == "term" and not in_training):
            lines += self._state_at(place)
        elif entry.kind == "term" and (finding := self._window.train_tab.curves.diagnosis.words):
            lines.append(f"The run in the Train tab: {finding}")
        return "\n".join(lines)

    def _state_at(self, place: QWidget | QAction | None) -> Iterator[str]:
        """How things stand in the tab of a control; for an item of a menu, which network is in use."""
        tabs = self._window.tabs
        tab = tab_of(tabs, place) if isinstance(place, QWidget) else 0
        page = (tabs.widget(tab) if tab > 0 else None) or self._window
        for name in STATE_OF_TAB[tab] if tab >= 0 else ():
            label = self._window.findChild(QLabel, name)
            if label is not None and label.text() and label.isVisibleTo(page):
                yield f"{tabs.tabText(tab).replace('&', '') if tab else 'Network'}: {' '.join(label.text().split())}"

    def _place(self, entry: Entry) -> QWidget | QAction | None:
        """The control, or the item of a menu, that an entry leads to."""
        if not entry.control:
            return None
        found = self._window.findChild(QWidget, entry.control)
        if isinstance(found, QMenu):
            return found.menuAction()
        return found or self._window.findChild(QAction, entry.control)

    def _go(self) -> None:
        if self._entry is None or self._dialog is None:
            return
        place = self._place(self._entry)
        if isinstance(place, QAction):
            if place not in self._window.view_menu.actions():
                self._window.tabs.setCurrentWidget(self._window.draw_tab)  # where the menus Edit and Pen are enabled
            show_action(self._window.menuBar(), place)
        elif place is not None and not show_control(self._window.tabs, place):
            self._dialog.show_note(NOT_SHOWN)

    def _open_lesson(self) -> None:
        if self._entry is not None and self._entry.lesson is not None:
            self._lessons.open(self._entry.lesson)

    # What there is to find

    @cached_property
    def _glossary(self) -> Glossary:
        return read_glossary()

    def _lesson_of(self, term: Term) -> Lesson | None:
        return next((lesson for path, lesson in read_bundled_lessons().items() if path.stem == term.lesson), None)

    def _entry_of(self, control: QWidget) -> Entry | None:
        words = self.words_about(control)
        if not words or not control.objectName():
            return None
        tabs = self._window.tabs
        tab = tabs.tabText(tab_of(tabs, control)).replace("&", "")
        name = name_of(control)
        return Entry(tab, name, words, (name,), control.objectName())
