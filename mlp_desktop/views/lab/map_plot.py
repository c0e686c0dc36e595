"""A map of a layer: every sample as its digit in a colour, with ways to point at one and to select many."""

import numpy as np
from PySide6.QtCore import QAbstractAnimation, QPointF, QRectF, QSize, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import Role, announce, give_role
from mlp_desktop.views.kit.cached_widget import CachedWidget
from mlp_desktop.views.kit.growth import grown, growth
from mlp_desktop.views.kit.motion import wants_motion
from mlp_desktop.views.lab.area_tool import AreaTool
from mlp_desktop.views.lab.map_glyphs import Glyphs, paint_drawing, paint_mistakes
from mlp_desktop.views.lab.map_marks import NONE, MapMarks
from mlp_desktop.views.lab.map_places import MapPlaces

_MILLISECONDS = 400
_REACH = 14  # of the pointer, in logical pixels
_MOVES = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


@guarded
class MapPlot(CachedWidget):
    """Samples as coloured digits within a circle; misread ones have a ring.

    From a misread sample that is pointed at or selected, a line leads to the digit that it was taken for.

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
        self._marks = MapMarks()
        self._places = MapPlaces()
        self._drawing: tuple[np.ndarray, str] | None = None
        self._message = ""
        self._area = AreaTool()
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
        self._marks.put(labels, answers)
        self._places.put(None)
        self.repaint_all()

    def set_answers(self, answers: np.ndarray) -> None:
        """The same samples are read by a network that has changed."""
        self._marks.answers = answers
        self.repaint_all()

    def set_points(self, points: np.ndarray | None, kept: np.ndarray | None = None, *, moving: bool = True) -> None:
        """Show the samples in other places, shape (n, 2); ``None`` for nowhere yet.

        They move there, unless they had no places before, or the system asks for less motion. The map has room for
        the places that are ``kept`` too, shape (m, 2).
        """
        self._movement.stop()
        if points is None or self._places.points is None or not (moving and self.isVisible() and wants_motion(self)):
            self._places.put(points, kept)
            self.repaint_all()
            return
        self._places.begin_to_move(points, kept)
        self._movement.start()

    def set_message(self, words: str) -> None:
        """Say why there are no points, or nothing."""
        self._message = words
        self.repaint_all()

    def set_chosen(self, numbers: np.ndarray) -> None:
        """Show which samples are selected; the others fade. Without any, none fades."""
        self._marks.choose(numbers)
        self.repaint_all()

    def set_pointed(self, number: int) -> None:
        """Show a ring around the sample that is pointed at, here or on the other map, without a signal."""
        if number != self._marks.pointed:
            self._marks.pointed = number
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
        place = self._places.on_screen(self._drawing[0][None], self.size())[0]
        edge = self._edge()
        return QPointF(
            min(max(place[0], edge.left()), edge.right()),
            min(max(place[1], edge.top()), edge.bottom()),
        )

    def place_of(self, number: int) -> QPointF:
        """Where a sample is painted, in logical pixels."""
        points = self._places.points
        assert points is not None, "there are points"
        return QPointF(*self._places.on_screen(points[[number]], self.size())[0])

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

    def _move(self, share: float) -> None:
        self._places.move(share)
        self.repaint_all()

    def _nearest(self, place: QPointF) -> int:
        number = self._places.nearest(place, self.size(), grown(_REACH))
        return NONE if number is None else number

    # Painting

    def paint(self, painter: QPainter) -> None:
        """Paint the paper and all samples."""
        palette = self.palette()
        theme.paint_paper(painter, QRectF(self.rect()), palette)
        if self._places.points is None:
            painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
            words = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self._edge(), int(words), self._message)
            return
        places = self._places.on_screen(self._places.points, self.size())
        marks = self._marks
        self._make_glyphs().paint(painter, places, marks.labels, marks.misread, marks.faded)

    def _make_glyphs(self) -> Glyphs:
        """The pictures of digits, smaller where there are many."""
        area = self.width() * self.height() / max(len(self._marks.labels), 1)
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
        if self._places.points is not None:
            starts, ends, digits = self._marks.mistakes(self._places.points)
            starts, ends = (self._places.on_screen(points, self.size()) for points in (starts, ends))
            paint_mistakes(painter, palette, starts, ends, digits)
        if self._places.points is not None and self._marks.is_pointed:
            painter.setPen(QPen(text, 2))
            painter.drawEllipse(self.place_of(self._marks.pointed), grown(theme.GRID), grown(theme.GRID))
        if self._places.points is not None and self._drawing is not None and self.drawing is not None:
            paint_drawing(painter, palette, self.drawing, self._drawing[1], self.width())
        self._area.paint(painter, palette, has_focus=self.hasFocus())
        if self.hasFocus():
            painter.setPen(QPen(accent, 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.GRID, theme.GRID)

    # Pointer

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at a sample, or go on with the line around samples."""
        if self._area.has_line:
            self._area.extend_line(event.position())
            self.update()
        else:
            self._point(event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a line around samples."""
        if event.button() == Qt.MouseButton.LeftButton and self._places.points is not None:
            self._area.begin_line(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Select what the line surrounds, or the one sample that was clicked."""
        if event.button() != Qt.MouseButton.LeftButton or not self._area.has_line:
            return
        area = self._area.end_line()
        self.update()
        if area is not None:
            self.selected.emit(self._places.within(area, self.size()))
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
        if self._places.points is None:
            super().keyPressEvent(event)
        elif key in _MOVES:
            self._step(*_MOVES[key], is_fine=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._begin_or_end_rectangle()
        elif key == Qt.Key.Key_Escape and self._area.has_rectangle:
            self._area.give_up_rectangle()
            self.update()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the cursor if the keyboard came here by a key."""
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason and self._area.cursor is None:
            self._area.cursor = self._edge().center()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Give the rectangle up."""
        super().focusOutEvent(event)
        self._area.give_up_rectangle()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Bring the cursor back to the middle."""
        super().resizeEvent(event)
        self._area.forget()

    def _step(self, across: int, down: int, *, is_fine: bool) -> None:
        self._point(self._area.step(across, down, self._edge(), is_fine=is_fine))
        self.update()

    def _begin_or_end_rectangle(self) -> None:
        area = self._area.begin_or_end_rectangle(self._edge())
        if area is not None:
            self.selected.emit(self._places.within(area, self.size()))
        else:
            self.tell("Rectangle started. Move with the arrow keys; Space selects what is in it.")
        self.update()

    def _point(self, place: QPointF) -> None:
        self._tell_pointed(self._nearest(place))

    def _tell_pointed(self, number: int) -> None:
        if number != self._marks.pointed:
            self.set_pointed(number)
            self.pointed.emit(number)
