"""A map of a layer: every sample as its digit in a colour, with ways to point at one and to select many."""

import numpy as np
from PySide6.QtCore import QAbstractAnimation, QPointF, QRectF, QSize, Qt, QVariantAnimation, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPalette,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import Role, announce, give_role
from mlp_desktop.views.kit.cached_widget import CachedWidget
from mlp_desktop.views.kit.growth import grown, growth
from mlp_desktop.views.kit.motion import wants_motion
from mlp_desktop.views.lab.map_glyphs import Glyph, Glyphs

NONE = -1
"""The number of no sample."""

_MILLISECONDS = 400
_MILLISECONDS = 400
_REACH = 14  # of the pointer, in logical pixels
_STEP = 2 * theme.GRID  # of the keyboard's cursor
_MOVES = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


@guarded
class MapPlot(CachedWidget):
    """Samples as coloured digits within a circle; misread ones have a ring.

    The pointer or the keyboard's cursor points at the nearest sample. A line drawn around samples selects them, a click
    selects one. With the keyboard the arrow keys move the cursor, Space begins a rectangle and ends it, Escape gives
    it up.
    """

    pointed = Signal(int)
    """The number of the sample under the pointer, or :data:`NONE`."""
    selected = Signal(object)
    """The numbers of the samples that were selected, an array of shape (m,)."""

    def __init__(self, name: str, spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_role(self, Role.Chart)
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._labels = np.empty(0, np.int64)
        self._misread = np.empty(0, np.bool_)
        self._points: np.ndarray | None = None
        self._box = self._from = self._to = np.array([[-1.0, -1.0], [1.0, 1.0]])
        self._chosen = np.empty(0, np.bool_)
        self._pointed = NONE
        self._drawing: tuple[np.ndarray, str] | None = None
        self._message = ""
        self._lasso: list[QPointF] = []
        self._cursor: QPointF | None = None
        self._corner: QPointF | None = None
        self._glyphs: Glyphs | None = None
        self._movement = QVariantAnimation(self)
        self._movement.setStartValue(0.0)
        self._movement.setEndValue(1.0)
        self._movement.setDuration(_MILLISECONDS)
        self._movement.valueChanged.connect(self._move)

    # Content

    def set_samples(self, labels: np.ndarray, answers: np.ndarray) -> None:
        """Show other samples from now on; they have no places yet.

        Args:
            labels: shape (n,).
            answers: the network's, shape (n,).
        """
        self._movement.stop()
        self._labels, self._misread = labels, labels != answers
        self._chosen = np.zeros(len(labels), np.bool_)
        self._points, self._pointed = None, NONE
        self.repaint_all()

    def set_answers(self, answers: np.ndarray) -> None:
        """The same samples are read by a network that has changed."""
        self._misread = self._labels != answers
        self.repaint_all()

    def set_points(self, points: np.ndarray | None, *, moving: bool = True) -> None:
        """Show the samples in other places, shape (n, 2), within the unit circle; ``None`` for nowhere yet.

        They move there, unless they had no places before, or the system asks for less motion.
        """
        self._movement.stop()
        if points is None or self._points is None or not (moving and self.isVisible() and wants_motion(self)):
            self._points = points
            self._box = self._box if points is None else _box(points)
            self.repaint_all()
            return
        # The corners of what is shown move with the points.
        self._from, self._to = np.concatenate([self._box, self._points]), np.concatenate([_box(points), points])
        self._movement.start()

    def set_message(self, words: str) -> None:
        """Say why there are no points, or nothing."""
        self._message = words
        self.repaint_all()

    def set_chosen(self, numbers: np.ndarray) -> None:
        """Show which samples are selected; the others fade. Without any, none fades."""
        self._chosen = np.zeros(len(self._labels), np.bool_)
        self._chosen[numbers] = True
        self.repaint_all()

    def set_pointed(self, number: int) -> None:
        """Show a ring around the sample that is pointed at, here or on the other map, without a signal."""
        if number != self._pointed:
            self._pointed = number
            self.update()

    def set_drawing(self, place: np.ndarray | None, answer: str = "") -> None:
        """Show where the drawing on the pad lies, shape (2,), and what it is read as; ``None`` for no drawing."""
        self._drawing = None if place is None else (place, answer)
        self.update()

    @property
    def is_moving(self) -> bool:
        """Whether points are on their way."""
        return self._movement.state() == QAbstractAnimation.State.Running

    @property
    def drawing(self) -> QPointF | None:
        """Where the drawing is painted, in logical pixels; ``None`` without one."""
        if self._drawing is None:
            return None
        place = self._on_screen(self._drawing[0][None])[0]
        edge = self._edge()
        return QPointF(
            min(max(place[0], edge.left()), edge.right()),
            min(max(place[1], edge.top()), edge.bottom()),
        )

    def place_of(self, number: int) -> QPointF:
        """Where a sample is painted, in logical pixels."""
        assert self._points is not None, "there are points"
        return QPointF(*self._on_screen(self._points[[number]])[0])

    def describe(self, words: str) -> None:
        """Say in words what the map shows, for a screen reader."""
        self.setAccessibleDescription(words)

    def tell(self, words: str) -> None:
        """Have a screen reader speak, if the keyboard is here."""
        if self.hasFocus():
            announce(self, words)

    def sizeHint(self) -> QSize:
        """Room for a small map."""
        return QSize(grown(240), grown(240))

    def minimumSizeHint(self) -> QSize:
        """A little less."""
        return QSize(160, 160)

    # Places

    def _edge(self) -> QRectF:
        return QRectF(self.rect()).adjusted(theme.GRID, theme.GRID, -theme.GRID, -theme.GRID)

    def _on_screen(self, points: np.ndarray) -> np.ndarray:
        """Places in logical pixels, shape (n, 2); y of the map points up."""
        room = np.array([self.width(), self.height()]) - 4 * theme.GRID
        scale = float((room / np.maximum(self._box[1] - self._box[0], 1e-9)).min())
        middle = self._box.mean(axis=0)
        return np.array([self.width() / 2, self.height() / 2]) + (points - middle) * (scale, -scale)

    def _move(self, share: float) -> None:
        eased = share * share * (3 - 2 * share)
        both = self._from + (self._to - self._from) * eased
        self._box, self._points = both[:2], both[2:]
        self.repaint_all()

    def _nearest(self, place: QPointF) -> int:
        if self._points is None or not len(self._points):
            return NONE
        difference = self._on_screen(self._points) - (place.x(), place.y())
        distances = np.einsum("ij,ij->i", difference, difference)
        number = int(distances.argmin())
        return number if distances[number] <= grown(_REACH) ** 2 else NONE

    def _within(self, area: QPolygonF) -> np.ndarray:
        if self._points is None:
            return np.empty(0, np.int64)
        rule = Qt.FillRule.OddEvenFill
        inside = [area.containsPoint(QPointF(x, y), rule) for x, y in self._on_screen(self._points).tolist()]
        return np.flatnonzero(inside)

    # Painting

    def paint(self, painter: QPainter) -> None:
        """Paint the paper and all samples."""
        palette = self.palette()
        theme.paint_paper(painter, QRectF(self.rect()), palette)
        if self._points is None:
            painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
            words = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self._edge(), int(words), self._message)
            return
        glyphs = self._make_glyphs()
        corners = np.rint(self._on_screen(self._points) - glyphs.side / 2).astype(int)
        faded = ~self._chosen if self._chosen.any() else np.zeros(len(corners), np.bool_)
        codes = 4 * self._labels + 2 * self._misread + faded
        pictures = {code: glyphs.picture(Glyph(code // 4, code & 2 > 0, code & 1 > 0)) for code in set(codes.tolist())}
        order = np.argsort(~faded, kind="stable")  # those selected last, over the others
        draw = painter.drawPixmap
        for (x, y), code in zip(corners[order].tolist(), codes[order].tolist(), strict=True):
            draw(x, y, pictures[code])  # whole numbers: Qt takes half the time for them

    def _make_glyphs(self) -> Glyphs:
        """The pictures of digits, smaller where there are many."""
        area = self.width() * self.height() / max(len(self._labels), 1)
        pixels = min(max(0.55 * area**0.5, 8.0), 14.0) * growth()
        wanted = (pixels, self.devicePixelRatioF(), self.palette(), self.font())
        if self._glyphs is None or self._glyphs.made_for != Glyphs.key(*wanted):
            self._glyphs = Glyphs(*wanted)
        return self._glyphs

    def paint_over(self, painter: QPainter) -> None:
        """Paint what is pointed at, the drawing, the selection that is being made, and the keyboard's cursor."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        accent, text = palette.color(QPalette.ColorRole.Accent), palette.color(QPalette.ColorRole.Text)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._points is not None and 0 <= self._pointed < len(self._points):
            painter.setPen(QPen(text, 2))
            painter.drawEllipse(self.place_of(self._pointed), grown(theme.GRID), grown(theme.GRID))
        if self._points is not None:
            self._paint_drawing(painter, accent)
        veil = QColor(accent)
        veil.setAlphaF(0.12)
        painter.setPen(QPen(accent, 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(veil)
        if self._lasso:
            painter.drawPolygon(QPolygonF(self._lasso))
        if self._cursor is not None and self.hasFocus():
            if self._corner is not None:
                painter.drawRect(QRectF(self._corner, self._cursor).normalized())
            x, y, arm = self._cursor.x(), self._cursor.y(), grown(theme.GRID)
            painter.setPen(QPen(text, 1.5))
            painter.drawLine(QPointF(x - arm, y), QPointF(x + arm, y))
            painter.drawLine(QPointF(x, y - arm), QPointF(x, y + arm))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(accent, 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.GRID, theme.GRID)

    def _paint_drawing(self, painter: QPainter, accent: QColor) -> None:
        place = self.drawing
        if place is None or self._drawing is None:
            return
        palette, radius = self.palette(), grown(1.25 * theme.GRID)
        painter.setPen(QPen(palette.color(QPalette.ColorRole.Base), 2))
        painter.setBrush(accent)
        painter.drawEllipse(place, radius, radius)
        font = theme.text_font("body")
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(palette.color(QPalette.ColorRole.HighlightedText))
        disc = QRectF(place.x() - radius, place.y() - radius, 2 * radius, 2 * radius)
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, self._drawing[1])
        words = "my drawing"
        width = QFontMetricsF(font).horizontalAdvance(words) + theme.GRID
        left = place.x() + radius + 2 if place.x() + radius + width < self.width() else place.x() - radius - width
        label = QRectF(left, place.y() - theme.body_height() / 2, width, theme.body_height())
        paper = palette.color(QPalette.ColorRole.Base)
        paper.setAlphaF(0.85)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(paper)
        painter.drawRoundedRect(label, 4, 4)
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, words)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    # Pointer

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at a sample, or go on with the line around samples."""
        if self._lasso:
            self._lasso.append(event.position())
            self.update()
        else:
            self._point(event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a line around samples."""
        if event.button() == Qt.MouseButton.LeftButton and self._points is not None:
            self._cursor = self._corner = None
            self._lasso = [event.position()]

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Select what the line surrounds, or the one sample that was clicked."""
        if event.button() != Qt.MouseButton.LeftButton or not self._lasso:
            return
        area, self._lasso = QPolygonF(self._lasso), []
        size = area.boundingRect().size()
        self.update()
        if max(size.width(), size.height()) > theme.GRID / 2:
            self.selected.emit(self._within(area))
        else:
            number = self._nearest(event.position())
            self.selected.emit(np.array([number] if number != NONE else [], np.int64))

    def leaveEvent(self, event: object) -> None:
        """Point at nothing."""
        super().leaveEvent(event)  # pyright: ignore[reportArgumentType]
        self._tell_pointed(NONE)

    # Keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the cursor, begin or end a rectangle, or give it up."""
        key = Qt.Key(event.key())
        if self._points is None:
            super().keyPressEvent(event)
        elif key in _MOVES:
            self._step(*_MOVES[key], fine=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._begin_or_end_rectangle()
        elif key == Qt.Key.Key_Escape and self._corner is not None:
            self._corner = None
            self.update()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the cursor if the keyboard came here by a key."""
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason and self._cursor is None:
            self._cursor = QRectF(self.rect()).center()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Give the rectangle up."""
        super().focusOutEvent(event)
        self._corner = None
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Bring the cursor back to the middle."""
        super().resizeEvent(event)
        self._cursor = self._corner = None

    def _step(self, across: int, down: int, *, fine: bool) -> None:
        step = 2 if fine else grown(_STEP)
        at, edge = self._cursor or QRectF(self.rect()).center(), self._edge()
        self._cursor = QPointF(
            min(max(at.x() + across * step, edge.left()), edge.right()),
            min(max(at.y() + down * step, edge.top()), edge.bottom()),
        )
        self._point(self._cursor)
        self.update()

    def _begin_or_end_rectangle(self) -> None:
        if self._cursor is None:
            self._cursor = QRectF(self.rect()).center()
        if self._corner is None:
            self._corner = QPointF(self._cursor)
            self.tell("Rectangle begun. Move with the arrow keys; Space selects what is in it.")
        else:
            area = QRectF(self._corner, self._cursor).normalized().adjusted(-0.5, -0.5, 0.5, 0.5)
            self._corner = None
            self.selected.emit(self._within(QPolygonF(area)))
        self.update()

    def _point(self, place: QPointF) -> None:
        self._tell_pointed(self._nearest(place))

    def _tell_pointed(self, number: int) -> None:
        if number != self._pointed:
            self.set_pointed(number)
            self.pointed.emit(number)


def _box(points: np.ndarray) -> np.ndarray:
    """The lowest and the highest corner around points, shape (2, 2)."""
    return np.stack([points.min(axis=0), points.max(axis=0)])
