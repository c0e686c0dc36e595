"""Average images of classes: a row of tiles for each kind of average."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import Role, give_role
from mlp_desktop.views.kit.cached_widget import CachedWidget
from mlp_desktop.views.kit.ink_image import TILE_SIDE, ink_image

_GAP = theme.GRID // 2
_LEAST_SIDE = 24


class MeanRow(NamedTuple):
    """A title, and the mean image of each class (uint8, shape (side, side)), ``None`` for a class without samples."""

    title: str
    images: Sequence[np.ndarray | None]


@guarded
class MeanTiles(CachedWidget):
    """Rows under each other, each with a title above its tiles, which stand in the order of the classes."""

    def __init__(self, name: str, spoken: str, rows: int, parent: QWidget | None = None) -> None:
        """Make room for so many rows; ``spoken`` is the name for a screen reader."""
        super().__init__(parent)
        give_role(self, Role.Graphic)
        self._rows: Sequence[MeanRow] = ()
        self._count = rows
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_rows(self, rows: Sequence[MeanRow]) -> None:
        """Show averages; hidden without any, as those of samples that are no square images."""
        self._rows = rows
        self.setVisible(bool(rows))
        rows_in_words = [f"{row.title}: {_classes_words(row.images)}" for row in rows]
        self.setAccessibleDescription(". ".join(rows_in_words))
        self.repaint_all()

    @property
    def rows(self) -> Sequence[MeanRow]:
        """What is shown."""
        return self._rows

    def sizeHint(self) -> QSize:
        """Ten tiles as large as those of samples in each row."""
        return QSize(10 * (TILE_SIDE + _GAP), self._height(TILE_SIDE))

    def minimumSizeHint(self) -> QSize:
        """Small tiles."""
        return QSize(10 * (_LEAST_SIDE + _GAP), self._height(_LEAST_SIDE))

    def paint(self, painter: QPainter) -> None:
        """Paint titles and tiles."""
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        palette = self.palette()
        painter.setFont(theme.text_font("small"))
        line, room = self._line(), self.height() / max(self._count, 1)
        for number, row in enumerate(self._rows):
            top = number * room
            painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
            words = QRectF(0, top, self.width(), line)
            shown = painter.fontMetrics().elidedText(row.title, Qt.TextElideMode.ElideRight, self.width())
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, shown)
            step = min(self.width() / max(len(row.images), 1), room - line, TILE_SIDE + _GAP)
            for place, image in enumerate(row.images):
                tile = QRectF(place * step, top + line, step - _GAP, step - _GAP)
                theme.paint_paper(painter, tile, palette)
                if image is None:
                    painter.drawText(tile, Qt.AlignmentFlag.AlignCenter, "–")
                else:
                    painter.drawImage(
                        tile.adjusted(2, 2, -2, -2), ink_image(image, palette.color(QPalette.ColorRole.Text))
                    )

    def _height(self, side: int) -> int:
        return round(self._count * (self._line() + side + _GAP))

    @staticmethod
    def _line() -> float:
        return 1.3 * theme.body_height()


def _classes_words(images: Sequence[np.ndarray | None]) -> str:
    lacking = [str(number) for number, image in enumerate(images) if image is None]
    words = f"{len(images) - len(lacking)} of {len(images)} classes"
    return f"{words}, none of {', '.join(lacking)}" if lacking else words
