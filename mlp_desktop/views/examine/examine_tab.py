"""The tab to examine in: a network, data, and everything that the one made of the other."""

from pathlib import Path
from typing import Literal

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mlp_desktop.views.examine.examine_choices import ExamineChoices
from mlp_desktop.views.examine.examine_results import ExamineResults
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.buttons import PrimaryButton, describe_button
from mlp_desktop.views.kit.icons import load_icon
from mlp_desktop.views.kit.labels import ElidedLabel

ExamineState = Literal["idle", "running", "stopping"]

NOTHING_YET = "Choose a network and data, then press Examine:\nhere you see what it reads wrong, and how sure it was."


class ExamineTab(QWidget):
    """Choices and the run on top, under them the results; until there are any, how to get them."""

    examine_requested = Signal()
    stop_requested = Signal()

    def __init__(self, icons_folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons_folder = icons_folder
        self._state: ExamineState = "idle"
        self._obstacle = ""
        self._message = ""
        self.setObjectName("examineTab")
        self.choices = ExamineChoices()
        self.results = ExamineResults()
        self._examine = PrimaryButton("Examine")
        self._stop = QPushButton("Stop")
        for button, name, tip in (
            (self._examine, "examineStart", "Let the network read every sample of the data."),
            (self._stop, "examineStop", "End the examination; what was found before stays."),
        ):
            describe_button(button, name, tip, height=5 * theme.GRID)
            button.setMinimumWidth(14 * theme.GRID)
        self._examine.clicked.connect(self.examine_requested)
        self._stop.clicked.connect(self.stop_requested)
        self._status = _Status()
        self._status.setObjectName("examineStatus")
        self._progress = QProgressBar()
        self._progress.setObjectName("examineProgress")
        self._progress.setAccessibleName("Progress of the examination")
        self._progress.setTextVisible(False)
        self._progress.setFixedHeight(theme.GRID)
        self._empty = QLabel(NOTHING_YET)
        self._empty.setObjectName("examineEmpty")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self.results)
        self._lay_out()
        self.set_state("idle")

    def set_state(self, state: ExamineState) -> None:
        """Enable what makes sense in ``state``."""
        self._state = state
        self.choices.setEnabled(state == "idle")
        self._stop.setEnabled(state == "running")
        self._enable_examine()
        self._show_icons()
        if state == "idle":
            self.show_progress(0, 1)
        elif state == "stopping":
            self.show_message("Stopping…")

    def set_obstacle(self, sentence: str) -> None:
        """Say what must be done before the choice can be examined; an empty sentence says that it can."""
        self._obstacle = sentence
        self._show_status()
        self._enable_examine()

    def show_progress(self, done: int, total: int) -> None:
        """Show how much is done; a total of 0 says that nobody knows how much there is."""
        self._progress.setRange(0, total)
        self._progress.setValue(done)

    def show_message(self, text: str) -> None:
        """Show one line about the examination."""
        self._message = text
        self._show_status()

    def show_results(self) -> None:
        """Show the results in place of the words about how to get them."""
        self._pages.setCurrentWidget(self.results)

    def changeEvent(self, event: QEvent) -> None:
        """Recolour with the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._show_icons()

    def _enable_examine(self) -> None:
        self._examine.setEnabled(not self._obstacle and self._state == "idle")

    def _show_status(self) -> None:
        text = self._obstacle or self._message
        self._status.is_obstacle = bool(self._obstacle)
        self._status.setText(text)
        self._status.setAccessibleName(f"Status: {text}")

    def _show_icons(self) -> None:
        self._examine.setIcon(load_icon(self._icons_folder, "play", self._examine.on_accent()))
        self._stop.setIcon(load_icon(self._icons_folder, "stop", self.palette()))

    def _lay_out(self) -> None:
        told = QVBoxLayout()
        told.setSpacing(theme.GRID)
        told.addWidget(self._status)
        told.addWidget(self._progress)
        run = QHBoxLayout()
        run.setSpacing(theme.GRID)
        run.addWidget(self._examine)
        run.addWidget(self._stop)
        run.addSpacing(theme.GRID)
        run.addLayout(told, 1)
        line = QFrame()
        line.setFrameStyle(QFrame.Shape.HLine | QFrame.Shadow.Plain)
        line.setForegroundRole(QPalette.ColorRole.Mid)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * theme.GRID, 3 * theme.GRID, 3 * theme.GRID, 3 * theme.GRID)
        layout.setSpacing(2 * theme.GRID)
        layout.addWidget(self.choices)
        layout.addLayout(run)
        layout.addWidget(line)
        layout.addWidget(self._pages, 1)


class _Status(ElidedLabel):
    """One line, in another colour where it says what is in the way."""

    def __init__(self) -> None:
        super().__init__()
        self.is_obstacle = False

    def colour(self) -> QColor:
        return theme.error_colour() if self.is_obstacle else super().colour()
