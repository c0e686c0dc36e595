"""The menu of lessons."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget


class LessonsMenu(QMenu):
    """The bundled lessons, and the actions that open, save, write and end one; ``chosen`` gives a lesson's action."""

    chosen = Signal(QAction)
    open_requested = Signal()
    save_requested = Signal()
    write_requested = Signal()
    end_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__("&Lessons", parent)
        self.setObjectName("lessonsMenu")
        self._first = self.addSeparator()
        for name, text, signal in (
            ("openLessonAction", "&Open lesson…", self.open_requested),
            ("saveLessonAction", "&Save as lesson…", self.save_requested),
            ("writeLessonAction", "&Write a lesson…", self.write_requested),
            ("endLessonAction", "&End lesson", self.end_requested),
        ):
            action = self.addAction(text)
            action.setObjectName(name)
            action.triggered.connect(signal)
        self._end = self.actions()[-1]
        self._end.setEnabled(False)

    def offer(self, lessons: Sequence[tuple[str, str]]) -> None:
        """Offer lessons: the path and the title of each."""
        for path, title in lessons:
            action = QAction(title.replace("&", "&&"), self)
            action.setData(path)
            action.triggered.connect(self._choose)
            self.insertAction(self._first, action)

    def set_open(self, is_open: bool) -> None:
        """Set whether a lesson is open, which can be ended."""
        self._end.setEnabled(is_open)

    def _choose(self) -> None:
        self.chosen.emit(self.sender())
