"""What a neuron looks for: its weights, what they make of the drawing, the input that excites it most, and samples."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QPainter, QPalette
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.plain_text import plain_tip
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import Role, give_role
from mlp_desktop.views.kit.cached_widget import CachedWidget
from mlp_desktop.views.kit.ink_image import IMAGE_SIDE, ink_image
from mlp_desktop.views.kit.painted_parts import PaintedParts
from mlp_desktop.views.kit.signed_cells import relative, signed_image

_SAMPLES = 9
_TITLES = ("Weights w", "a · w", "Excites it most", "Samples of it")
SQUARES = len(_TITLES)
_LEAST_BAR = 1.5  # device pixels: thinner bars are painted as an image, in a tenth of the time
_SMALLEST = 0.6  # of small print: how far titles shrink before they end in an ellipsis
_WEIGHTS, _PRODUCTS, _INPUT, _EXCITING = range(SQUARES)
_TIPS = (
    "The weights into the neuron: blue raises its sum, orange lowers it.",
    "What the drawing adds to the sum: each activation a times its weight w.",
    "The input that excites the neuron most, with no more ink than a digit has.",
    "The samples that excite the neuron most.",
)


class ExcitingSample(NamedTuple):
    """A sample that excites a neuron: its digit image (uint8, shape (28, 28)), its label, and the neuron's logit."""

    image: np.ndarray
    label: int
    logit: float


@guarded
class NeuronPictures(CachedWidget):
    """Squares in a row; what is not known yet is blank paper."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_role(self, Role.Graphic)
        self._signed: dict[int, np.ndarray] = {}
        self._input: np.ndarray | None = None
        self._samples: Sequence[ExcitingSample] = ()
        self._parts = PaintedParts(self)
        self.setObjectName("labPictures")
        self.setAccessibleName("What the neuron looks for")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Squares of 80 pixels and their titles."""
        return QSize(SQUARES * 80 + (SQUARES - 1) * theme.GRID, 84 + self._title())

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def set_weights(self, weights: np.ndarray, products: np.ndarray) -> None:
        """Show the weights into the neuron and a · w of each: 784 of them as a picture, any other number as bars."""
        self._signed = {_WEIGHTS: weights, _PRODUCTS: products}
        self._describe()
        self.repaint_all()

    def set_input(self, shares: np.ndarray | None) -> None:
        """Show the input that excites the neuron most, shape (784,), 0 to 1; ``None`` while it is looked for."""
        self._input = shares
        self._describe()
        self.repaint_all()

    def set_samples(self, samples: Sequence[ExcitingSample]) -> None:
        """Show up to nine samples, the one that excites the neuron most first."""
        self._samples = tuple(samples)
        self._describe()
        self.repaint_all()

    def paint(self, painter: QPainter) -> None:
        """Paint the squares, those again that have changed."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        style = (self.palette().cacheKey(), theme.text_font("small").key(), theme.signed_colours())
        self._parts.paint(painter, "paper", QRectF(self.rect()), style, self._paint_papers)
        for place, values in self._signed.items():
            self._parts.paint(
                painter,
                place,
                self._square(place),
                (style, values.tobytes()),
                partial(self._paint_signed, place=place, values=values),
            )
        input_ = None if self._input is None else self._input.tobytes()
        self._parts.paint(painter, _INPUT, self._square(_INPUT), (style, input_), self._paint_input)
        samples = [sample.image.tobytes() for sample in self._samples]
        self._parts.paint(painter, _EXCITING, self._square(_EXCITING), (style, samples), self._paint_samples)

    def _paint_papers(self, painter: QPainter) -> None:
        palette = self.palette()
        font, beside = theme.text_font("small"), self._square(0).width()
        wide = max(map(QFontMetricsF(font).horizontalAdvance, _TITLES))
        font.setPointSizeF(font.pointSizeF() * max(min(1.0, beside / wide), _SMALLEST))
        painter.setFont(font)
        for place, title in enumerate(_TITLES):
            square = self._square(place)
            painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
            room = QRectF(square.left(), 0, square.width(), self._title())
            shown = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, int(room.width()))
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
            theme.paint_paper(painter, square, palette)

    def _paint_input(self, painter: QPainter) -> None:
        if self._input is None:
            return
        image = np.rint(np.clip(self._input, 0, 1) * 255).astype(np.uint8).reshape(IMAGE_SIDE, IMAGE_SIDE)
        ink = self.palette().color(QPalette.ColorRole.Text)
        painter.drawImage(self._square(_INPUT).adjusted(2, 2, -2, -2), ink_image(image, ink))

    def _paint_samples(self, painter: QPainter) -> None:
        ink = self.palette().color(QPalette.ColorRole.Text)
        for place, sample in enumerate(self._samples):
            painter.drawImage(self._sample_square(place), ink_image(sample.image, ink))

    def event(self, event: QEvent) -> bool:
        """Tell the sample under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            words = next((tip for place, tip in enumerate(_TIPS) if self._square(place).contains(event.pos())), "")
            for place, sample in enumerate(self._samples):
                if self._sample_square(place).contains(event.pos()):
                    words = f"Label {sample.label}, z = {sample.logit:.3f}".replace("-", "−")
            QToolTip.showText(event.globalPos(), plain_tip(words), self)
            return True
        return super().event(event)

    def _paint_signed(self, painter: QPainter, *, place: int, values: np.ndarray) -> None:
        shares, square = relative(values), self._square(place).adjusted(2, 2, -2, -2)
        colours = theme.signed_colours()
        if shares.size == IMAGE_SIDE**2:
            painter.drawImage(square, signed_image(shares.reshape(IMAGE_SIDE, IMAGE_SIDE), colours))
            return
        middle = square.center().x()
        painter.setPen(theme.faint(self.palette(), 0.3))
        painter.drawLine(int(middle), int(square.top()), int(middle), int(square.bottom()))
        # A thousand bars are thinner than a pixel: of those in one row of pixels only the longest ones are seen.
        ratio = self.devicePixelRatioF()
        rows = min(shares.size, round(square.height() * ratio))
        firsts = np.arange(rows) * shares.size // rows
        above = np.maximum.reduceat(np.maximum(shares, 0.0), firsts)
        below = np.minimum.reduceat(np.minimum(shares, 0.0), firsts)
        height = square.height() / rows
        if height * ratio < _LEAST_BAR:
            painter.drawImage(square, signed_image(_rows_of_bars(above, below, round(square.width() * ratio)), colours))
            return
        thick = height - 0.5 if height > 2 else height
        for values_of_sign, colour in zip((above, below), colours, strict=True):
            bars = [
                QRectF(min(middle, middle + width), square.top() + row * height, abs(width), thick)
                for row, width in enumerate((values_of_sign * (square.width() / 2 - 2)).tolist())
                if width
            ]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawRects(bars)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _title(self) -> int:
        return round(theme.body_height())

    def _square(self, place: int) -> QRectF:
        side = min((self.width() - (SQUARES - 1) * theme.GRID) / SQUARES, self.height() - self._title() - 2.0)
        return QRectF(place * (side + theme.GRID), self._title() + 1, side, side)

    def _sample_square(self, place: int) -> QRectF:
        square = self._square(_EXCITING).adjusted(2, 2, -2, -2)
        side = square.width() / 3
        return QRectF(square.left() + place % 3 * side, square.top() + place // 3 * side, side, side)

    def _describe(self) -> None:
        samples = ", ".join(str(sample.label) for sample in self._samples[:_SAMPLES])
        known = "found" if self._input is not None else "not found yet"
        self.setAccessibleDescription(
            f"The input that excites it most is {known}. Labels of the samples that do: {samples or 'none'}."
        )


def _rows_of_bars(above: np.ndarray, below: np.ndarray, width: int) -> np.ndarray:
    """Bars from the middle to the right for shares above 0, and to the left for those below, one row of pixels each.

    Returns:
        1, −1 or 0 for each pixel, shape (rows, width).
    """
    half = (width - 1) / 2
    across = (np.arange(width) - half) / max(half - 2, 1.0)
    right = (across >= 0) & (across <= above[:, None]) & (above[:, None] > 0)
    left = (across <= 0) & (across >= below[:, None]) & (below[:, None] < 0)
    return right.astype(float) - left
