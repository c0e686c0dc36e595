"""Gives notice of a training or a sweep that is done, wherever the person looks by then."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from mlp_desktop.views.kit.accessibility import announce
from mlp_desktop.views.window.main_window import MainWindow


class FinishNotice(QObject):
    """Told to screen readers; shown by a dot on its tab if another is in front, and by the system's task bar."""

    def __init__(self, window: MainWindow, tab: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._tab = tab
        window.tabs.currentChanged.connect(self._forget_if_seen)

    def tell(self, words: str) -> None:
        """What was to be done has ended as ``words`` say."""
        announce(self._window, words)
        if not self._window.isActiveWindow():
            QApplication.alert(self._window)
        if self._window.tabs.currentWidget() is not self._tab:
            self._window.tabs.mark(self._tab, words)

    def forget(self) -> None:
        """Something else has begun."""
        self._window.tabs.mark(self._tab, "")

    def _forget_if_seen(self) -> None:
        if self._window.tabs.currentWidget() is self._tab:
            self.forget()
