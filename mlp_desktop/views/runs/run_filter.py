"""The filter of the runs: words to search for, and a choice."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from mlp_desktop.plain_text import plain_tip
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import describe
from mlp_desktop.views.kit.growth import follow
from mlp_desktop.views.kit.labels import ElidedLabel
from mlp_desktop.views.kit.layouts import hbox

_WIDTH = 20  # in heights of a line of text


class RunFilter(QWidget):
    """A field for words, all of which a run must have in its row or its note, and a box for starred runs alone."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = QLineEdit()
        describe(self._words, "runSearch", "Search runs")
        self._words.setPlaceholderText("Search runs")
        self._words.setToolTip(plain_tip("Show the runs with all of these words in their row or note (Ctrl+F)."))
        self._words.setClearButtonEnabled(True)
        follow(self._words, lambda each: each.setMaximumWidth(round(_WIDTH * theme.body_height())))
        self._starred = QCheckBox("Starred only")
        self._starred.setObjectName("runsStarred")
        self._matches = ElidedLabel("runsFound", quiet=True)
        self._words.textChanged.connect(self.changed)
        self._starred.toggled.connect(self.changed)
        row = hbox(self._words, self._starred, parent=self, spacing=2 * theme.GRID)
        row.addWidget(self._matches, 1)

    @property
    def words(self) -> list[str]:
        """The words to search for."""
        return self._words.text().split()

    @property
    def starred_only(self) -> bool:
        """Whether only starred runs are shown."""
        return self._starred.isChecked()

    def show_matches(self, shown: int, total: int) -> None:
        """Show how many of the runs match."""
        words = f"{shown:,} of {total:,} runs" if shown < total else f"{total:,} {'run' if total == 1 else 'runs'}"
        self._matches.setText(words)
        self._matches.setAccessibleName(words)

    def begin_search(self) -> None:
        """Move the keyboard to the field."""
        self._words.setFocus()
        self._words.selectAll()
