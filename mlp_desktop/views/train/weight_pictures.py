"""The weights into the neurons of the first layer, as a grid of pictures."""

from math import ceil

import numpy as np
from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.plain_text import plain_tip
from mlp_desktop.plain_words import counted
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import Role, give_role
from mlp_desktop.views.kit.ink_image import IMAGE_SIDE
from mlp_desktop.views.kit.ninths import strongest_ninth
from mlp_desktop.views.kit.part_walk import Part, PartWalk
from mlp_desktop.views.kit.signed_cells import signed_image

MOST_PICTURES = 100

_RAMP_STEPS = 10
_GAP = 2  # weights between two pictures


@guarded
class WeightPictures(QWidget):
    """Up to a hundred pictures in rows and columns, as large as possible: blue excites, vermilion inhibits.

    All pictures share one scale, so that a neuron without weights to speak of looks so: a weight of magnitude
    :attr:`reach` is opaque, and a weight of zero is transparent.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_role(self, Role.Graphic)
        self.setObjectName("weightPictures")
        self._pictures = np.empty((0, IMAGE_SIDE, IMAGE_SIDE))
        self._image: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._walk = PartWalk(self, self._parts, self._columns_now)
        self.show_pictures(self._pictures)

    def sizeHint(self) -> QSize:
        """Ten by ten small pictures."""
        return QSize(320, 320)

    def minimumSizeHint(self) -> QSize:
        """A little less than a pixel for each weight."""
        return QSize(96, 96)

    @property
    def count(self) -> int:
        """Number of pictures shown."""
        return len(self._pictures)

    @property
    def reach(self) -> float:
        """The magnitude that is opaque: the largest of all weights shown, or of a layer that is pressed to zero more.

        It is never below 1/√inputs, the deviation that weights begin with.
        """
        least = 1 / max(self._pictures[0].size, 1) ** 0.5 if self.count else 1.0
        return max(float(np.abs(_finite(self._pictures)).max(initial=0.0)), least)

    def show_pictures(self, pictures: np.ndarray) -> None:
        """Show ``pictures`` of weights, shape (n, height, width), at most the first hundred."""
        self._pictures = pictures[:MOST_PICTURES]
        self._image = None
        self.setAccessibleName(f"Weights into {counted(self.count, 'neuron')} of the first layer, as pictures")
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the pictures again."""
        super().resizeEvent(event)
        self._image = None

    def changeEvent(self, event: QEvent) -> None:
        """Recolour with the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._image = None

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the paper, and the pictures as large as fit."""
        painter = QPainter(self)
        theme.paint_paper(painter, QRectF(self.rect()), self.palette())
        if not self.count:
            return
        image = self._image = self._image or self._arranged()
        place = self._place(image)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, place.width() < image.width())
        painter.drawImage(place, image)

    def _place(self, image: QImage) -> QRectF:
        """Where all pictures together are painted."""
        room = self._room()
        scale = min(room.width() / image.width(), room.height() / image.height())
        place = QRectF(room.topLeft(), image.size().toSizeF() * scale)
        place.moveCenter(room.center())
        return place

    def _parts(self) -> list[Part]:
        """Each picture in words: where its neuron is excited and inhibited most, and by how much at most."""
        if not self.count:
            return []
        image = self._image = self._image or self._arranged()
        place, columns = self._place(image), self._columns_now()
        scale = place.width() / image.width()
        high, wide = (side * scale for side in self._pictures.shape[1:])
        gap = _GAP * scale
        parts = []
        for neuron, picture in enumerate(_finite(self._pictures)):
            row, column = divmod(neuron, columns)
            where = QRectF(place.left() + column * (wide + gap), place.top() + row * (high + gap), wide, high)
            most, least = float(picture.max()), float(picture.min())
            ways = [
                f"{does} most in the {strongest_ninth(sign * picture)}, at most {end:+.2g}"
                for does, sign, end in (("excited", 1, most), ("inhibited", -1, least))
                if sign * end > 0
            ]
            parts.append(Part(f"Neuron {neuron + 1}: {'; '.join(ways) or 'all weights are 0'}", where))
        return parts

    def _columns_now(self) -> int:
        high, wide = (side + _GAP for side in self._pictures.shape[1:])
        return self._columns(wide, high)

    def _room(self) -> QRectF:
        return QRectF(self.rect()).adjusted(theme.GRID, theme.GRID, -theme.GRID, -theme.GRID)

    def _arranged(self) -> QImage:
        high, wide = self._pictures.shape[1] + _GAP, self._pictures.shape[2] + _GAP
        columns = self._columns(wide, high)
        rows = ceil(self.count / columns)
        places = np.zeros((rows * columns, high, wide), np.float32)
        places[: self.count, :-_GAP, :-_GAP] = _finite(self._pictures) / self.reach
        rows_of_places = places.reshape(rows, columns, high, wide).swapaxes(1, 2)  # (rows, high, columns, wide)
        shares = rows_of_places.reshape(rows * high, columns * wide)[:-_GAP, :-_GAP]
        return signed_image(shares, theme.signed_colours())

    def _columns(self, wide: int, high: int) -> int:
        """The number of columns with nearly the largest pictures and the fewest empty places."""
        room = self._room()
        columns = np.arange(1, self.count + 1)
        rows = -(-self.count // columns)
        scales = np.minimum(room.width() / (columns * wide), room.height() / (rows * high))
        good = columns[scales >= 0.85 * scales.max()]
        return int(good[np.argmin(-self.count % good)])


@guarded
class WeightScale(QWidget):
    """The legend of the pictures: the colours from −reach through zero to reach, with both numbers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_role(self, Role.StaticText)
        self.setObjectName("weightScale")
        self._reach = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_reach(1.0)

    def show_reach(self, reach: float) -> None:
        """Show the weight whose colour is opaque."""
        self._reach = reach
        words = f"One scale for all pictures: from −{reach:.2g}, vermilion, through 0, paper, to +{reach:.2g}, blue"
        self.setAccessibleName(words)
        self.setToolTip(plain_tip(words))
        self.update()

    def sizeHint(self) -> QSize:
        """A line of text."""
        return QSize(26 * theme.GRID, self.fontMetrics().height() + theme.GRID // 2)

    def minimumSizeHint(self) -> QSize:
        """The same height."""
        return QSize(14 * theme.GRID, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ramp between its two ends."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        ends = (f"−{self._reach:.2g}", f"+{self._reach:.2g}")
        left, right = (self.fontMetrics().horizontalAdvance(words) + theme.GRID for words in ends)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), middle | Qt.AlignmentFlag.AlignLeft, ends[0])
        painter.drawText(self.rect(), middle | Qt.AlignmentFlag.AlignRight, ends[1])
        ramp = QRectF(self.rect()).adjusted(left, theme.GRID / 2, -right, -theme.GRID / 2)
        painter.fillRect(ramp, self.palette().color(QPalette.ColorRole.Base))
        shares = np.round(np.linspace(-1, 1, 2 * _RAMP_STEPS + 1) * _RAMP_STEPS) / _RAMP_STEPS
        painter.drawImage(ramp, signed_image(shares[None, :], theme.signed_colours()))
        painter.setPen(theme.outline(self.palette()))
        painter.drawRect(ramp)


def _finite(pictures: np.ndarray) -> np.ndarray:
    return np.where(np.isfinite(pictures), pictures, 0).astype(np.float32)
