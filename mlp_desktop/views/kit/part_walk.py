"""The parts of a painted chart, one after the other by the arrow keys: each is framed, and spoken."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit.accessibility import announce
from mlp_desktop.views.kit.overlay import Overlay

_SIDEWAYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_UPWARDS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class Part(NamedTuple):
    """One part of a chart: what is spoken of it, and where it is in the chart, in logical pixels."""

    words: str
    place: QRectF


@guarded
class PartWalk(Overlay):
    """Gives a painted chart the keyboard focus, with a frame, and the arrow keys, Home and End its parts.

    Args:
        chart: a widget that takes no keys itself.
        parts: the parts as they are now, in rows from the top left.
        columns: the number of parts in a row; a single row if there are none below each other.
    """

    def __init__(
        self, chart: QWidget, parts: Callable[[], Sequence[Part]], columns: Callable[[], int] | None = None
    ) -> None:
        super().__init__(chart, "partWalk")
        self._parts = parts
        self._columns = columns
        self._at: int | None = None
        chart.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        chart.installEventFilter(self)

    @property
    def at(self) -> int | None:
        """The number of the part that was spoken last; ``None`` for none."""
        return self._at

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys, and show where the focus is."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.setVisible(self.below.hasFocus())
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._walk(event.key()):
            return True
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Frame the chart, and the part in it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent, paper = (self.palette().color(role) for role in (QPalette.ColorRole.Accent, QPalette.ColorRole.Base))
        painter.setPen(QPen(accent, 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        parts = self._parts()
        if self._at is not None and self._at < len(parts):
            for pen in (QPen(paper, 5), QPen(accent, 3)):
                painter.setPen(pen)
                painter.drawRoundedRect(parts[self._at].place, 3, 3)

    def _walk(self, key: int) -> bool:
        """Go where ``key`` leads, and speak the part there; returns whether the key leads anywhere."""
        parts, pressed = self._parts(), Qt.Key(key)
        leads = pressed in _SIDEWAYS or pressed in _UPWARDS or pressed in (Qt.Key.Key_Home, Qt.Key.Key_End)
        if not parts or not leads:
            return False
        last = len(parts) - 1
        row = 1 if self._columns is None else max(self._columns(), 1)
        if pressed == Qt.Key.Key_End:
            wanted = last
        elif pressed == Qt.Key.Key_Home or self._at is None:
            wanted = 0
        else:
            here = min(self._at, last)
            wanted = here + _SIDEWAYS.get(pressed, row * _UPWARDS.get(pressed, 0))
            if not 0 <= wanted <= last:
                wanted = here
        self._at = wanted
        self.update()
        announce(self.below, parts[wanted].words)
        return True
