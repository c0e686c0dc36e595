"""Gives notice of a training that is done, wherever the person looks by then."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from mlp_desktop.views.announcing import announce
from mlp_desktop.views.main_window import MainWindow


class FinishNotice(QObject):
    """Told to screen readers; shown by a dot on the tab if another is in front, and by the system's task bar."""

    def __init__(self, window: MainWindow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        window.tabs.currentChanged.connect(self._forget_if_seen)

    def tell(self, words: str) -> None:
        """A training has ended as ``words`` say."""
        announce(self._window, words)
        if not self._window.isActiveWindow():
            QApplication.alert(self._window)
        if self._window.tabs.currentWidget() is not self._window.train_tab:
            self._window.tabs.mark(self._window.train_tab, words)

    def forget(self) -> None:
        """Another training has begun."""
        self._window.tabs.mark(self._window.train_tab, "")

    def _forget_if_seen(self) -> None:
        if self._window.tabs.currentWidget() is self._window.train_tab:
            self.forget()
