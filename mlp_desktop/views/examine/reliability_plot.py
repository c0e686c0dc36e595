"""The reliability diagram: whether a network is as certain as it is accurate."""

import numpy as np
from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPalette, QPen
from PySide6.QtWidgets import QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.plain_words import counted
from mlp_desktop.views.examine.share_axes import ShareAxes
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.part_walk import Part, PartWalk

_MARK = 3.5  # radius of a mark, in logical pixels
_COUNTS_SHARE = 0.16  # of the height, for the bars that count answers


@guarded
class ReliabilityPlot(ShareAxes):
    """A bar for each bin of confidence, as high as the share of correct answers in it.

    On the dashed diagonal the share of correct answers equals the confidence. A round mark at the mean confidence of
    the bin, with a line to the diagonal, shows the difference. Small bars below show the number of answers in each
    bin, on a logarithmic scale.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("probability given", "share correct", parent)
        self._counts = np.zeros(0, np.int64)
        self._confidence = self._accuracy = np.zeros(0)
        self.setObjectName("reliabilityPlot")
        self.setAccessibleName("Reliability diagram: share correct against confidence")
        self._walk = PartWalk(self, self._parts)

    def set_bins(self, counts: np.ndarray, confidence: np.ndarray, accuracy: np.ndarray, words: str) -> None:
        """Show bins of equal width from 0 to 1.

        Args:
            counts: number of answers in each bin, shape (bins,).
            confidence: mean confidence of each bin, shape (bins,); NaN for an empty bin.
            accuracy: share of correct answers in each bin, shape (bins,); NaN for an empty bin.
            words: the same in words, for the tool tip and for a screen reader.
        """
        self._counts, self._confidence, self._accuracy = counts, confidence, accuracy
        self.describe(words)
        self.repaint_all()

    def _parts(self) -> list[Part]:
        """The bins that have answers, each in words."""
        plot, _ = self._areas()
        bins = max(len(self._counts), 1)
        width = plot.width() / bins
        parts = []
        for number in np.flatnonzero(self._counts).tolist():
            answers = counted(int(self._counts[number]), "answer")
            words = (
                f"Probability {number / bins:.0%} to {(number + 1) / bins:.0%}: {answers}, "
                f"{self._confidence[number]:.1%} given on average, {self._accuracy[number]:.1%} right"
            )
            parts.append(Part(words, QRectF(plot.left() + number * width, plot.top(), width, plot.height())))
        return parts

    def sizeHint(self) -> QSize:
        """Nearly square."""
        return QSize(460, 400)

    def minimumSizeHint(self) -> QSize:
        """Room for the axes and a diagram between them."""
        return QSize(280, 240)

    def paint(self, painter: QPainter) -> None:
        """Paint axes, bars, diagonal, marks and counts."""
        plot, counts = self._areas()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.text_font("body"))
        self.paint_axes(painter, plot, counts.bottom())
        bins = len(self._counts)
        colours = theme.data_colours()
        painter.setPen(Qt.PenStyle.NoPen)
        most = np.log1p(self._counts.max(initial=1))
        for number in np.flatnonzero(self._counts):
            left, width = plot.left() + plot.width() * number / bins, plot.width() / bins
            painter.setBrush(theme.blend(colours.training, self.palette().color(QPalette.ColorRole.Base), 0.35))
            top = self.place(plot, 0, self._accuracy[number]).y()
            painter.drawRect(QRectF(left + 1, top, width - 2, plot.bottom() - top))
            painter.setBrush(theme.faint(self.palette(), 0.42))
            height = counts.height() * np.log1p(self._counts[number]) / most
            painter.drawRect(QRectF(left + 1, counts.bottom() - height, width - 2, height))
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Text), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QLineF(plot.bottomLeft(), plot.topRight()))
        for number in np.flatnonzero(self._counts):
            confidence = self._confidence[number]
            mark = self.place(plot, confidence, self._accuracy[number])
            painter.setPen(QPen(colours.validation, 2))
            painter.drawLine(QLineF(mark, self.place(plot, confidence, confidence)))
            painter.setBrush(colours.validation)
            painter.drawEllipse(mark, _MARK, _MARK)

    def _areas(self) -> tuple[QRectF, QRectF]:
        """The area of the bars, and the area of the counts below."""
        inner = self.inner_area()
        below = inner.height() * _COUNTS_SHARE
        plot = inner.adjusted(0, 0, 0, -below - theme.GRID)
        return plot, QRectF(inner.left(), inner.bottom() - below, inner.width(), below)
