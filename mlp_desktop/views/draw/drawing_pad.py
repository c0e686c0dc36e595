"""The pad: the sheet of paper that people draw on."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPalette, QPen, QRegion
from PySide6.QtWidgets import QSizePolicy, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.draw.key_pen import KEYS_HINT, KeyPen
from mlp_desktop.views.draw.pad_ink import PadInk, changed_area
from mlp_desktop.views.draw.pad_invitation import invite
from mlp_desktop.views.draw.pad_picture import PadPicture, ShownPicture
from mlp_desktop.views.draw.pad_view import PadView
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import Role, give_role
from mlp_desktop.views.kit.stroke_ink import PAD_SIDE, InkStroke

_MARGIN = theme.GRID // 2  # between the ink of a digit and its frame
_WANTED = 0.5  # of the pad's height
_KEPT_FRAMES = 256  # whose places are remembered


class DigitBox(NamedTuple):
    """The frame of one digit: its left, top, right and bottom on the pad, its answer, and whether it is chosen."""

    box: tuple[float, float, float, float]
    answer: str
    chosen: bool


@guarded
class DrawingPad(PadView):
    """Shows strokes while they are drawn, and frames around the digits that are read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_role(self, Role.Canvas)
        self._strokes: tuple[InkStroke, ...] = ()
        self._picture: np.ndarray | None = None
        self._opened: ShownPicture | None = None
        self._boxes: tuple[DigitBox, ...] = ()
        self._kept_frames = _Frames(QRectF(), self.font())
        self._ink = PadInk()
        self._pad_picture = PadPicture()
        self._eraser_width = 0.0
        self._wanted = ""
        self.setObjectName("drawingPad")
        self.setAccessibleName("Drawing pad")
        self.setAccessibleDescription(
            "Draw a digit here with the mouse, a pen or a finger; the right mouse button and the eraser end of a pen "
            "erase. The keys Right and Left put sample digits here. Space draws by keys."
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 160)
        self.setAutoFillBackground(True)  # so that Qt paints nothing below it, up to the window, at every pen event
        self.key_pen = KeyPen(self)

    def sizeHint(self) -> QSize:
        """Twice the size of the pad's coordinates."""
        return QSize(560, 560)

    def set_drawing(self, strokes: Sequence[InkStroke], picture: np.ndarray | None) -> None:
        """Show ``strokes`` over ``picture``.

        Args:
            strokes: in the pad's coordinates.
            picture: uint8 ink, 2-D, any size, fitted into the pad in its own proportions; ``None`` for blank paper.
        """
        changed = changed_area(self._strokes, strokes) if picture is self._picture else None
        self._strokes = tuple(strokes)
        self._picture = picture
        if changed is None:
            self.update()
        else:
            square = self.square()
            scale = square.width() / PAD_SIDE
            corner = square.topLeft() + changed.topLeft() * scale
            self.update(QRectF(corner, changed.size() * scale).toAlignedRect())

    def set_opened(self, opened: ShownPicture | None) -> None:
        """Show an opened picture under the strokes, or none; the strokes then have the colour of its ink."""
        if opened is not self._opened:
            self._opened = opened
            self.let_zoom(opened is not None)
            self.update()

    def set_wanted(self, digit: str) -> None:
        """Show a digit large on blank paper, for a person to draw; an empty text asks for any digit.

        It vanishes with the first ink: who draws over a printed digit does not draw as by hand.
        """
        if digit != self._wanted:
            self._wanted = digit
            self.update()

    @property
    def boxes(self) -> tuple[DigitBox, ...]:
        """The frames now shown."""
        return self._boxes

    def digit_at(self, x: float, y: float) -> int | None:
        """The place of the digit whose frame holds a point of the pad; of several the smallest, of none ``None``."""
        around = [
            ((right - left) * (bottom - top), place)
            for place, ((left, top, right, bottom), _, _) in enumerate(self._boxes)
            if left <= x <= right and top <= y <= bottom
        ]
        return min(around)[1] if around else None

    def set_boxes(self, boxes: Sequence[DigitBox]) -> None:
        """Show a frame around each digit, over the drawing."""
        before, self._boxes = self._boxes, tuple(boxes)
        if before == self._boxes:
            return
        changed = set(before) ^ set(self._boxes)
        if not changed:
            self.update()  # another order: where two overlap, the last one is on top
        for box in changed:
            self.update(self._frames().area(box))

    def _frames(self) -> "_Frames":
        font = theme.text_font("body")
        font.setBold(True)
        if not self._kept_frames.are_for(self.square(), font):
            self._kept_frames = _Frames(self.square(), font)
        return self._kept_frames

    def draw_by_keys(self, on: bool) -> None:
        """Let the keys draw, or not."""
        self.key_pen.draw_by_keys(on)
        self.update()

    def set_eraser(self, width: float, *, selected: bool) -> None:
        """Set the width of the eraser's ring, and whether the eraser is the selected tool.

        Without the eraser, the ring appears only under the tail of a pen and while the right mouse button erases.
        """
        self._eraser_width = width
        self.select_eraser(selected)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint paper, ink, frames, and the eraser's ring on top, where the event says that they have changed."""
        square = self.square()
        painter = QPainter(self)
        self._paint_paper(painter, self.paper(), event.region())
        palette = self.palette()
        if self._opened is not None:
            palette = self._opened.palette
            self._pad_picture.paint(painter, square, self._opened)
        is_step = self._opened is not None and self._opened.is_step
        if (self._strokes or self._picture is not None) and not is_step:
            painter.save()
            colour = QPalette.ColorRole.Text
            if self._opened is not None:
                colour = QPalette.ColorRole.Accent
                # What is drawn beside the picture is not read.
                painter.setClipRect(self._opened.place(square), Qt.ClipOperation.IntersectClip)
            painter.setPen(palette.color(colour))
            self._ink.paint(painter, square, self._strokes, self._picture, event.region())
            painter.restore()
        elif self._opened is None:
            font = theme.text_font("heading")
            if self._wanted:
                font.setBold(False)
                font.setPixelSize(max(round(_WANTED * square.height()), 1))
            painter.setFont(font)
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            inner = square.adjusted(theme.GRID, theme.GRID, -theme.GRID, -theme.GRID)
            if self._wanted:
                painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, self._wanted)
            elif self.key_pen.is_on:
                painter.setFont(theme.text_font("body"))
                below = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
                painter.drawText(inner, below | Qt.TextFlag.TextWordWrap, KEYS_HINT)
            else:
                invite(painter, inner)
        if self._boxes and not is_step:
            self._frames().paint(painter, self._boxes, palette, event.region(), on_picture=self._opened is not None)
        if self.ring is not None:
            self._paint_ring(painter, self.ring, self._eraser_width * square.width() / PAD_SIDE)

    def _paint_paper(self, painter: QPainter, square: QRectF, changed: QRegion) -> None:
        """Paint the paper, and let nothing be painted over its edge.

        The round corners are clipped only where they change: a round clip makes all that is painted slow.
        """
        bounds = QRectF(changed.boundingRect())
        if square.adjusted(theme.GRID, theme.GRID, -theme.GRID, -theme.GRID).contains(bounds):
            painter.fillRect(bounds.adjusted(-1, -1, 1, 1), self.palette().color(QPalette.ColorRole.Base))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            return
        theme.paint_paper(painter, square, self.palette(), focused=self.hasFocus(), is_control=True)
        sheet = square.adjusted(2, 2, -2, -2)
        corner = QSizeF(theme.GRID, theme.GRID)
        corners = [QRectF(sheet.topLeft(), corner) for _ in range(4)]
        corners[1].moveTopRight(sheet.topRight())
        corners[2].moveBottomLeft(sheet.bottomLeft())
        corners[3].moveBottomRight(sheet.bottomRight())
        if any(changed.intersects(corner.toAlignedRect()) for corner in corners):
            path = QPainterPath()
            path.addRoundedRect(sheet, theme.GRID - 2, theme.GRID - 2)
            painter.setClipPath(path)
        else:
            painter.setClipRect(sheet)

    def _paint_ring(self, painter: QPainter, centre: QPointF, width: float) -> None:
        """Paint a ring that can be seen both on paper and on ink."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for role, thickness in ((QPalette.ColorRole.Base, 4.0), (QPalette.ColorRole.Accent, 2.0)):
            painter.setPen(QPen(self.palette().color(role), thickness))
            painter.drawEllipse(centre, width / 2, width / 2)


class _Frames:
    """The frames of digits, each with its answer on a tab over the frame's corner.

    Args:
        square: the pad in the widget, in logical pixels; frames and tabs stay inside it.
        font: of the answers.
    """

    def __init__(self, square: QRectF, font: QFont) -> None:
        self._square = square
        self._scale = square.width() / PAD_SIDE
        self._paper = QRectF(1, 1, square.width() - 2, square.height() - 2)
        self._font = font
        self._metrics = QFontMetricsF(font)
        self._known: dict[DigitBox, tuple[QRectF, QRectF, QRegion]] = {}

    def are_for(self, square: QRectF, font: QFont) -> bool:
        """Whether they have their places on this pad, with answers in this font."""
        return (square, font) == (self._square, self._font)

    def area(self, box: DigitBox) -> QRegion:
        """The part of the widget that one of them covers: its lines and its tab, not what is inside."""
        return self._places(box)[2]

    def paint(
        self, painter: QPainter, boxes: Sequence[DigitBox], palette: QPalette, changed: QRegion, *, on_picture: bool
    ) -> None:
        """Paint those that reach into the region ``changed`` of the widget.

        Args:
            painter: of the widget.
            boxes: in the pad's coordinates.
            palette: of the pad, or of the picture on it.
            changed: where anything is painted at all.
            on_picture: whether the frames need a light or dark line beside them to be seen on any grey.
        """
        shown = [box for box in boxes if changed.intersects(self.area(box))]
        if not shown:
            return
        painter.save()
        painter.translate(self._square.topLeft())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)
        for box in shown:
            self._paint_one(painter, box, palette, on_picture)
        painter.restore()

    def _places(self, box: DigitBox) -> tuple[QRectF, QRectF, QRegion]:
        """Frame and tab, in logical pixels from the pad's corner, and the area of both in the widget."""
        if box not in self._known:
            if len(self._known) == _KEPT_FRAMES:
                self._known.clear()
            left, top, right, bottom = (self._scale * edge for edge in box.box)
            frame = QRectF(QPointF(left, top), QPointF(right, bottom)).adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)
            frame = frame.intersected(self._paper)
            tab = QRectF(0, 0, self._metrics.horizontalAdvance(box.answer) + theme.GRID, self._metrics.height())
            tab.moveBottomLeft(frame.topLeft())
            if tab.top() < self._paper.top():
                tab.moveTopLeft(frame.topLeft())
            there = frame.translated(self._square.topLeft())
            area = QRegion(there.adjusted(-3, -3, 3, 3).toAlignedRect())
            area -= QRegion(there.adjusted(4, 4, -4, -4).toRect())
            area += QRegion(tab.translated(self._square.topLeft()).adjusted(-1, -1, 1, 1).toAlignedRect())
            self._known[box] = (frame, tab, area)
        return self._known[box]

    def _paint_one(self, painter: QPainter, box: DigitBox, palette: QPalette, on_picture: bool) -> None:
        frame, tab, _ = self._places(box)
        chosen = box.chosen
        accent = palette.color(QPalette.ColorRole.Accent)
        colour = accent if chosen else theme.faint(palette, 0.75 if on_picture else 0.5)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if on_picture:
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Base), 4.0 if chosen else 3.0))
            painter.drawRoundedRect(frame, 4, 4)
        painter.setPen(QPen(colour, 2.0 if chosen else 1.0, Qt.PenStyle.SolidLine if chosen else Qt.PenStyle.DashLine))
        painter.drawRoundedRect(frame, 4, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(tab, 3, 3)
        painter.setPen(palette.color(QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Base))
        painter.drawText(tab, Qt.AlignmentFlag.AlignCenter, box.answer)
