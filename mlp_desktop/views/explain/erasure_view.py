"""The strokes of a drawing, with the piece marked that would change the answer if it were erased."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import Role, give_role
from mlp_desktop.views.kit.cached_widget import CachedWidget
from mlp_desktop.views.kit.stroke_ink import PAD_SIDE, pieces

Line = Sequence[tuple[float, float]] | np.ndarray

_LINE = 16.0  # width of the ink in the pad's coordinates


@guarded
class ErasureView(CachedWidget):
    """A small copy of the pad. The piece to erase is vermilion and dashed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_role(self, Role.Graphic)
        self._strokes: list[list[QPointF]] = []
        self._piece: list[QPointF] = []
        self.setObjectName("erasurePicture")
        self.setAccessibleName("The piece to erase")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def minimumSizeHint(self) -> QSize:
        """Large enough to recognize a digit."""
        return QSize(96, 96)

    def set_erasure(self, strokes: Sequence[Line] | None, piece: Line | None) -> None:
        """Show ``strokes`` (``None``: blank paper) and mark ``piece``, a part of one, all in the pad's coordinates."""
        self._strokes = [_points(stroke) for stroke in strokes or ()]
        self._piece = [] if piece is None else _points(piece)
        self.repaint_all()

    def paint(self, painter: QPainter) -> None:
        """Paint paper, strokes and piece."""
        palette = self.palette()
        sheet = QRectF(self.rect())
        theme.paint_paper(painter, sheet, palette)
        side = min(sheet.width(), sheet.height()) - 4
        painter.translate(sheet.center() - QPointF(side / 2, side / 2))
        painter.scale(side / PAD_SIDE, side / PAD_SIDE)
        ink = palette.color(QPalette.ColorRole.Text)
        _paint_lines(painter, self._strokes, QPen(ink, _LINE, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        if self._piece:
            paper = palette.color(QPalette.ColorRole.Base)
            _paint_lines(painter, [self._piece], QPen(paper, _LINE + 3, Qt.PenStyle.SolidLine))
            painter.setPen(_dashed(theme.signed_colours().negative))
            painter.drawPoints(self._piece) if len(self._piece) < 2 else painter.drawPolyline(self._piece)


def _points(line: Line) -> list[QPointF]:
    return [QPointF(float(x), float(y)) for x, y in line]


def _dashed(colour: QColor) -> QPen:
    pen = QPen(colour, _LINE, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([0.4, 0.25])  # multiples of the line's width
    return pen


def _paint_lines(painter: QPainter, lines: Sequence[list[QPointF]], pen: QPen) -> None:
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    for line in lines:
        painter.drawPoints(line[:1])  # a dot, because Qt draws nothing for a path of one point
        for piece in pieces(line):
            painter.drawPolyline(piece)
