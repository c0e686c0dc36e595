"""The pen that keys move: the arrow keys lead it, and the digit keys draw lines between nine places of the pad."""

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from shiboken6 import isValid

from mlp_desktop.guard import guarded
from mlp_desktop.views.draw.pad_edge import PadPoint
from mlp_desktop.views.draw.pad_input import PadInput
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import announce
from mlp_desktop.views.kit.overlay import Overlay
from mlp_desktop.views.kit.stroke_ink import PAD_SIDE

KEYS_HINT = "Arrows move the pen, Space puts it down and up. Or draw with 1 to 9 as on a number pad. Esc ends this."
_STEP, _BIG_STEP = PAD_SIDE / 40, PAD_SIDE / 10
_COLUMNS, _ROWS = (0.3, 0.5, 0.7), (0.2, 0.5, 0.8)  # of the pad's side: a digit is higher than wide
_CURSOR = PAD_SIDE / 20
_DIGITS = tuple("123456789")
_TYPES = QEvent.Type
_LONE_KEYS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta)
_DIRECTIONS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
    Qt.Key.Key_Home: (-1, -1),  # these four lie in the corners of a number pad
    Qt.Key.Key_PageUp: (1, -1),
    Qt.Key.Key_End: (-1, 1),
    Qt.Key.Key_PageDown: (1, 1),
}


def place_of(key: int) -> tuple[float, float]:
    """Where a digit key from 1 to 9 leads the pen, on the pad: 7 is at the top left, as on a number pad."""
    row, column = divmod(key - 1, 3)
    return _COLUMNS[column] * PAD_SIDE, _ROWS[2 - row] * PAD_SIDE


def words_for(x: float, y: float) -> str:
    """The name of the ninth of the pad in which a point lies."""
    column, row = (min(int(3 * place / PAD_SIDE), 2) for place in (x, y))
    return ("top left", "top", "top right", "left", "centre", "right", "bottom left", "bottom", "bottom right")[
        3 * row + column
    ]


@guarded
class KeyPen(Overlay):
    """Draws on the pad by keys while it is on, shows where the pen is, and has a screen reader speak it.

    The arrow keys move the pen, farther with Shift; Home, End, Page Up and Page Down move it aslant. Space puts it down
    or lifts it. A digit from 1 to 9 leads it in a straight line to one of nine places, and puts it down at the first;
    0 and Enter lift it. Escape ends drawing by keys. What the pen does is what the tool in the hand does.
    """

    switched = Signal(bool)
    """A person wants to draw by keys, or no longer to."""
    turned = Signal()
    """Keys draw from now on, or no longer."""

    def __init__(self, pad: PadInput) -> None:
        super().__init__(pad, "keyPen")
        self._draws_on = pad
        self._on = False
        self._x = self._y = PAD_SIDE / 2
        pad.installEventFilter(self)

    @property
    def is_on(self) -> bool:
        """Whether keys draw."""
        return self._on

    @property
    def at(self) -> tuple[float, float]:
        """Where the pen is, in the pad's coordinates."""
        return self._x, self._y

    def draw_by_keys(self, on: bool) -> None:
        """Draw by keys from now on, or no longer."""
        if on != self._on:
            self._on = on
            self._draws_on.lift_keys()
            self._show()
            self.turned.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that draw before anything else does; any other key and a loss of focus lift the pen."""
        if not isValid(self._draws_on):
            return False  # the pad loses the focus while it is deleted
        if event.type() == _TYPES.FocusOut:
            self._draws_on.lift_keys()
        if event.type() in (_TYPES.FocusIn, _TYPES.FocusOut):
            self._show()
        if isinstance(event, QKeyEvent) and event.type() in (_TYPES.ShortcutOverride, _TYPES.KeyPress):
            act = self._action(event)
            if act is not None:
                if event.type() == _TYPES.KeyPress:
                    act()
                event.accept()
                return True
            if event.key() not in _LONE_KEYS:
                self._draws_on.lift_keys()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the nine places with their keys, and a cross at the pen: with a dot in it while the pen is down."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        square, palette = self._draws_on.square(), self.palette()
        scale = square.width() / PAD_SIDE
        painter.setFont(theme.text_font("body"))
        side = 1.5 * theme.body_height()
        pen, arm = square.topLeft() + QPointF(self._x, self._y) * scale, _CURSOR * scale
        for key in range(1, 10):
            at = square.topLeft() + QPointF(*place_of(key)) * scale
            place = QRectF(at.x() - side / 2, at.y() - side / 2, side, side)
            if place.contains(pen):
                continue
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(QPalette.ColorRole.Base))  # seen on ink too
            painter.drawEllipse(place)
            painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(key))
        for role, width in ((QPalette.ColorRole.Base, 6.0), (QPalette.ColorRole.Accent, 3.0)):
            painter.setPen(QPen(palette.color(role), width))
            for inner, outer in ((0.35, 1.0), (-1.0, -0.35)):
                painter.drawLine(pen + QPointF(inner * arm, 0), pen + QPointF(outer * arm, 0))
                painter.drawLine(pen + QPointF(0, inner * arm), pen + QPointF(0, outer * arm))
        if self._draws_on.is_drawn_by_keys:
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Base), 2.0))
            painter.setBrush(palette.color(QPalette.ColorRole.Accent))
            painter.drawEllipse(pen, 0.3 * arm, 0.3 * arm)

    def _action(self, event: QKeyEvent) -> Callable[[], None] | None:
        """What a key does here; ``None`` if it is not for the pen."""
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not self._on:
            begins = key == Qt.Key.Key_Space and held == Qt.KeyboardModifier.NoModifier
            return self._begin if begins else None
        if held & ~Qt.KeyboardModifier.ShiftModifier:
            return None
        big = bool(held)
        if key in _DIRECTIONS:
            return lambda: self._step(*_DIRECTIONS[Qt.Key(key)], big=big)
        if (digit := event.text()) in _DIGITS:  # some keyboards have them with Shift
            return lambda: self._go_to(int(digit))
        is_down = self._draws_on.is_drawn_by_keys
        ends_stroke = digit == "0" or (key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and is_down)
        return {Qt.Key.Key_Space: self._turn, Qt.Key.Key_Escape: self._end}.get(
            Qt.Key(key), self._lift if ends_stroke else None
        )

    def _begin(self) -> None:
        self.switched.emit(True)
        announce(self._draws_on, f"Drawing by keys. {KEYS_HINT} Pen up, {words_for(self._x, self._y)}.")

    def _end(self) -> None:
        self._draws_on.lift_keys()
        self.switched.emit(False)
        announce(self._draws_on, "Keys no longer draw.")

    def _turn(self) -> None:
        if self._draws_on.is_drawn_by_keys:
            self._lift()
        else:
            self._put_down()

    def _put_down(self) -> None:
        self._draws_on.put_keys_down(self._point())
        self._say("Pen down")

    def _lift(self) -> None:
        self._draws_on.lift_keys()
        self._say("Pen up")

    def _step(self, across: int, down: int, *, big: bool) -> None:
        step = _BIG_STEP if big else _STEP
        before, was = self.at, words_for(*self.at)
        x, y = (min(max(place + step * way, 0.0), PAD_SIDE) for place, way in ((self._x, across), (self._y, down)))
        self._move(x, y)
        if self.at == before:
            announce(self._draws_on, "Edge")
        elif words_for(*self.at) != was or big:
            announce(self._draws_on, words_for(*self.at).capitalize())
        self._show()

    def _go_to(self, key: int) -> None:
        x, y = place_of(key)
        if not self._draws_on.is_drawn_by_keys:
            self._x, self._y = x, y
            self._put_down()
            return
        self._move(x, y)
        self._show()
        announce(self._draws_on, words_for(x, y).capitalize())

    def _move(self, x: float, y: float) -> None:
        """Lead the pen there in a straight line, which is drawn if it is down, in steps as short as a hand's."""
        from_x, from_y = self._x, self._y
        steps = max(round(max(abs(x - from_x), abs(y - from_y)) / _STEP), 1)
        for step in range(1, steps + 1):
            share = step / steps
            self._x, self._y = from_x + share * (x - from_x), from_y + share * (y - from_y)
            self._draws_on.draw_keys_to(self._point())

    def _point(self) -> PadPoint:
        return PadPoint(self._x, self._y, monotonic())

    def _say(self, state: str) -> None:
        self._show()
        announce(self._draws_on, f"{state}, {words_for(self._x, self._y)}")

    def _show(self) -> None:
        self.setVisible(self._on and self._draws_on.hasFocus())
        self.update()
