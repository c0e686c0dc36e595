"""The notice that a training or a sweep has ended, for a person who looks elsewhere by then."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from mlp_desktop.views.kit.accessibility import announce
from mlp_desktop.views.window.main_window import MainWindow


class FinishNotice(QObject):
    """Announces the end to screen readers, marks the tab if another is in front, and alerts through the task bar."""

    def __init__(self, window: MainWindow, tab: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._tab = tab
        window.tabs.currentChanged.connect(self._forget_if_seen)

    def tell(self, words: str) -> None:
        """Give notice of an end that ``words`` describe."""
        announce(self._window, words)
        if not self._window.isActiveWindow():
            QApplication.alert(self._window)
        if self._window.tabs.currentWidget() is not self._tab:
            self._window.tabs.mark(self._tab, words)

    def forget(self) -> None:
        """Remove the mark: other work has begun."""
        self._window.tabs.mark(self._tab, "")

    def _forget_if_seen(self) -> None:
        if self._window.tabs.currentWidget() is self._tab:
            self.forget()
