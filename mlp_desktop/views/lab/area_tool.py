"""The area that a person draws around things: a line by the pointer, or a rectangle by the keyboard's cursor."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen, QPolygonF

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.growth import grown

_STEP = 2 * theme.GRID
_FINE_STEP = 2
_CLICK = theme.GRID / 2  # a line shorter than this is a click


class AreaTool:
    """The area while it grows.

    Attributes:
        cursor: where the keyboard's cursor is; ``None`` until there is one.
    """

    def __init__(self) -> None:
        self.cursor: QPointF | None = None
        self._line: list[QPointF] = []
        self._corner: QPointF | None = None

    @property
    def has_line(self) -> bool:
        """Whether a line is being drawn."""
        return bool(self._line)

    @property
    def has_rectangle(self) -> bool:
        """Whether a rectangle is being drawn."""
        return self._corner is not None

    def forget(self) -> None:
        """Give up whatever is being drawn, and the cursor."""
        self.cursor = self._corner = None
        self._line = []

    def begin_line(self, place: QPointF) -> None:
        """The pointer was pressed."""
        self.forget()
        self._line = [place]

    def extend_line(self, place: QPointF) -> None:
        """The pointer moved."""
        self._line.append(place)

    def end_line(self) -> QPolygonF | None:
        """The pointer was released: the area; ``None`` for a click."""
        area, self._line = QPolygonF(self._line), []
        size = area.boundingRect().size()
        return area if max(size.width(), size.height()) > _CLICK else None

    def step(self, across: int, down: int, room: QRectF, *, is_fine: bool) -> QPointF:
        """Move the cursor, from the middle at first, within the room; returns its place."""
        step = _FINE_STEP if is_fine else grown(_STEP)
        at = self.cursor or room.center()
        self.cursor = QPointF(
            min(max(at.x() + across * step, room.left()), room.right()),
            min(max(at.y() + down * step, room.top()), room.bottom()),
        )
        return self.cursor

    def begin_or_end_rectangle(self, room: QRectF) -> QPolygonF | None:
        """Begin a rectangle at the cursor, or end it there: then this is its area."""
        self.cursor = self.cursor or room.center()
        if self._corner is None:
            self._corner = QPointF(self.cursor)
            return None
        area = QRectF(self._corner, self.cursor).normalized().adjusted(-0.5, -0.5, 0.5, 0.5)
        self._corner = None
        return QPolygonF(area)

    def give_up_rectangle(self) -> None:
        """Draw no rectangle any more."""
        self._corner = None

    def paint(self, painter: QPainter, palette: QPalette, *, has_focus: bool) -> None:
        """Paint the area so far, and the cursor while the keyboard is here."""
        accent, text = palette.color(QPalette.ColorRole.Accent), palette.color(QPalette.ColorRole.Text)
        veil = QColor(accent)
        veil.setAlphaF(0.12)
        painter.setPen(QPen(accent, 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(veil)
        if self._line:
            painter.drawPolygon(QPolygonF(self._line))
        if self.cursor is not None and has_focus:
            if self._corner is not None:
                painter.drawRect(QRectF(self._corner, self.cursor).normalized())
            x, y, arm = self.cursor.x(), self.cursor.y(), grown(theme.GRID)
            painter.setPen(QPen(text, 1.5))
            painter.drawLine(QPointF(x - arm, y), QPointF(x + arm, y))
            painter.drawLine(QPointF(x, y - arm), QPointF(x, y + arm))
        painter.setBrush(Qt.BrushStyle.NoBrush)
