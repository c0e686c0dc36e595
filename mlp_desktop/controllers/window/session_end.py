"""The end of the person's session on this machine: the system ends all programs, and this one keeps its work first."""

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QSessionManager

MOST_MILLISECONDS = 10_000
"""How long the end of the session is held up; systems wait little longer before they kill a program."""


class SessionEnd(QObject):
    """Emits ``requested`` when the session ends, and holds the end up until :meth:`done` is called.

    Qt's signal must be answered before it returns, for the program may be killed then.
    """

    requested = Signal()

    def __init__(self, application: QGuiApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sessionEnd")
        self._is_done = False
        self._loop = QEventLoop(self)
        application.commitDataRequest.connect(self.commit, Qt.ConnectionType.DirectConnection)

    def commit(self, manager: QSessionManager) -> None:
        """Have all work stopped and kept; nothing is asked, because the person has left already."""
        manager.setRestartHint(QSessionManager.RestartHint.RestartNever)
        self._is_done = False
        self.requested.emit()
        if not self._is_done:
            QTimer.singleShot(MOST_MILLISECONDS, self._loop.quit)
            self._loop.exec()

    def done(self) -> None:
        """Let the session end."""
        self._is_done = True
        self._loop.quit()
