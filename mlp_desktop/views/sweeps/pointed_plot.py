"""A plot of a sweep whose points can be pointed at, chosen and opened, by pointer and by keys."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.plain_text import plain_tip
from mlp_desktop.views.kit.accessibility import Role, announce, give_role
from mlp_desktop.views.kit.cached_widget import CachedWidget

BEST = "★"


@guarded
class PointedPlot(CachedWidget):
    """Points of a sweep that are chosen by a click or by keys, and opened by a double click or by Enter.

    A subclass finds the point at a place in :meth:`point_at`, and the next one by a key in :meth:`next_point`.
    """

    point_chosen = Signal(int)
    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_role(self, Role.Chart)
        self._words: Sequence[str] = ()
        self._current: int | None = None
        self._pointed: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def current(self) -> int | None:
        """The chosen point, if any."""
        return self._current

    @property
    def pointed(self) -> int | None:
        """The point under the pointer, if any."""
        return self._pointed

    def set_current(self, point: int | None) -> None:
        """Choose a point, or none, without a signal."""
        self._current = point
        self.update()

    def show_words(self, words: Sequence[str], summary: str) -> None:
        """Paint anew; ``words`` are a sentence about each point, ``summary`` is for a screen reader."""
        self._words = words
        self._pointed = None
        self.setAccessibleDescription(summary)
        self.repaint_all()

    def point_at(self, place: QPointF) -> int | None:
        """The point at a place in logical pixels, if any."""
        raise NotImplementedError

    def next_point(self, key: int) -> int | None:
        """The point that a key leads to; ``None`` if it leads nowhere."""
        raise NotImplementedError

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Highlight the point under the pointer, and show its words as a tool tip."""
        pointed = self.point_at(event.position())
        if pointed != self._pointed:
            self._pointed = pointed
            self.setToolTip(plain_tip("" if pointed is None else self._words[pointed]))
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Remove the highlight."""
        super().leaveEvent(event)
        self._pointed = None
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the point under the pointer."""
        if (point := self.point_at(event.position())) is not None:
            self._choose(point)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the point under the pointer, which the first click has chosen."""
        if self.point_at(event.position()) is not None:
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the point that the key leads to; Enter opens the chosen one."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current is not None:
            self.opened.emit()
        elif (point := self.next_point(key)) is not None:
            self._choose(point)
        else:
            super().keyPressEvent(event)

    def _choose(self, point: int) -> None:
        self._current = point
        self.update()
        announce(self, self._words[point])
        self.point_chosen.emit(point)
