"""The window of the help: a question, what was found, and the way from there into the program."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QPlainTextEdit, QWidget

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import describe
from mlp_desktop.views.kit.buttons import text_button
from mlp_desktop.views.kit.growth import follow, grown_size
from mlp_desktop.views.kit.labels import ElidedLabel, heading, paragraph, plain_label
from mlp_desktop.views.kit.layouts import hbox, vbox

EXAMPLE = "what is overfitting?"


class HelpDialog(QDialog):
    """A field for a question, the entries that answer it, and the chosen one. It stays open beside the window."""

    asked = Signal(str)
    chosen = Signal(int)
    """The number of an entry in the list."""
    go_requested = Signal()
    lesson_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("helpDialog")
        self.setWindowTitle("Help and glossary")
        self._question = QLineEdit()
        describe(
            self._question,
            "helpQuestion",
            "Question",
            "Ask in your own words. An empty field shows the whole glossary.",
        )
        self._question.setPlaceholderText(EXAMPLE)
        self._question.setClearButtonEnabled(True)
        self._entries = QListWidget()
        describe(self._entries, "helpEntries", "Entries", "Terms, controls and lessons, best first.")
        self._entries.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._title = heading()
        self._title.setObjectName("helpTitle")
        self._title.setWordWrap(True)
        self._text = QPlainTextEdit()
        describe(self._text, "helpText", "Answer", "What the chosen entry says.")
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._state = paragraph("helpState", quiet=True)
        self._note = ElidedLabel("helpNote", quiet=True)
        self._go = text_button("helpGo", "Show me", "Go to this control in the window.")
        self._lesson = text_button("helpLesson", "Open the lesson", "Open the lesson about this.")
        self._close = text_button("helpClose", "Close", "Close the help.")
        for button in (self._go, self._lesson, self._close):
            button.setAutoDefault(False)
        self._question.textChanged.connect(self.asked)
        self._question.returnPressed.connect(self._entries.setFocus)
        self._entries.currentRowChanged.connect(self.chosen)
        self._go.clicked.connect(self.go_requested)
        self._lesson.clicked.connect(self.lesson_requested)
        self._close.clicked.connect(self.reject)
        self._lay_out()

    @property
    def question(self) -> str:
        """The question as it is now."""
        return self._question.text()

    def ask(self, question: str) -> None:
        """Put a question into the field, and the focus behind it."""
        self._question.setText(question)
        self._question.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_entries(self, titles: Sequence[str], current: int = 0) -> None:
        """Show the titles of entries, and choose one."""
        self._entries.blockSignals(True)
        self._entries.clear()
        self._entries.addItems(list(titles))
        self._entries.blockSignals(False)
        self._entries.setCurrentRow(current)
        if not titles:
            self.show_entry("Nothing was found", f"Try other words, such as: {EXAMPLE}", "", goes=False, lesson="")

    def show_entry(self, title: str, text: str, state: str, *, goes: bool, lesson: str) -> None:
        """Show an entry.

        Args:
            title: its title.
            text: what it says.
            state: how things stand with it now; empty for nothing.
            goes: whether there is a place in the window for it.
            lesson: the title of the lesson about it; empty for none.
        """
        self._title.setText(title)
        self._text.setPlainText(text)
        self._state.setText(state)
        self._go.setEnabled(goes)
        self._lesson.setEnabled(bool(lesson))
        self.show_note(f"Lesson: {lesson}" if lesson else "")

    def show_note(self, words: str) -> None:
        """Show a line under the entry."""
        self._note.setText(words)

    def _lay_out(self) -> None:
        label = plain_label("Ask")
        label.setBuddy(self._question)
        top = hbox(label, self._question)
        entry = vbox(self._title)
        entry.addWidget(self._text, 1)
        entry.addWidget(self._state)
        entry.addWidget(self._note)
        middle = hbox(spacing=2 * theme.GRID)
        middle.addWidget(self._entries, 2)
        middle.addLayout(entry, 3)
        buttons = hbox(self._go, self._lesson)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        page = vbox(top, parent=self, spacing=2 * theme.GRID)
        page.setContentsMargins(3 * theme.GRID, 3 * theme.GRID, 3 * theme.GRID, 2 * theme.GRID)
        page.addLayout(middle, 1)
        page.addLayout(buttons)
        follow(self, lambda each: each.resize(grown_size(800, 480).boundedTo(each.screen().availableSize())))
