"""What the window says of the network in use and of its files: what is opened, what is saved, and what takes long."""

from PySide6.QtCore import QObject, QTimer

from mlp_desktop.views.window.main_window import MainWindow
from mlp_engine.weights.model_card import ModelCard

LONG = 2000
"""Milliseconds after which another file may be opened although the one before has not come."""


class FileWords(QObject):
    """Shows what goes on with weights files in place of the line about the network."""

    def __init__(self, window: MainWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._opens = self._saves = ""
        self._until_long = QTimer(self, singleShot=True)
        self._until_long.timeout.connect(self._takes_long)

    @property
    def words(self) -> str:
        """What goes on; empty if nothing does."""
        return self._saves or self._opens

    def opens(self, words: str) -> None:
        """A file is being opened, and no other can be, until that has taken :data:`LONG`; empty if none is."""
        self._opens = words
        self._window.set_opens(bool(words))
        self._window.set_file_line(self.words)
        if words:
            self._until_long.start(LONG)
        else:
            self._until_long.stop()

    def saves(self, words: str) -> None:
        """The network is being saved, and cannot be saved again meanwhile; empty if it is not."""
        self._saves = words
        self._window.set_saves(bool(words))
        self._window.set_file_line(self.words)

    def _takes_long(self) -> None:
        """Let another file be opened, which takes the place of the one that does not come."""
        self._opens += " No answer from the disk yet. Another file can be opened."
        self._window.set_opens(False)
        self._window.set_file_line(self.words)


def network_line(name: str, card: ModelCard) -> str:
    """One line about the network in use: its name, and its error rate on the test set or in validation if known."""
    scores = card.scores
    if "test_error_rate" in scores:
        return f"{name} · {scores['test_error_rate']:.1%} errors on the test set"
    if "validation_accuracy" in scores:
        return f"{name} · {1 - scores['validation_accuracy']:.1%} errors in validation"
    return name
