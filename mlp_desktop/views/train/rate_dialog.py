"""The dialog of the learning-rate search: the curve of the loss over the rate, and a button that takes the rate."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QDialog, QSizePolicy, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import Role, describe, give_role
from mlp_desktop.views.kit.buttons import PrimaryButton, describe_button, text_button
from mlp_desktop.views.kit.growth import follow, grown
from mlp_desktop.views.kit.labels import heading, paragraph
from mlp_desktop.views.kit.layouts import hbox, vbox
from mlp_desktop.views.kit.part_walk import Part, PartWalk

EXPLANATION = (
    "One short run, whose rate rises step by step. Far to the left nothing is learned yet, far to the right the steps "
    "are too long. The suggestion lies before the least loss."
)


class RateDialog(QDialog):
    """Shows one search; ``taken`` follows when the person takes the suggestion."""

    taken = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rateDialog")
        self.setWindowTitle("Learning rate")
        self._title = heading()
        self._title.setObjectName("rateTitle")
        self._words = paragraph("rateWords", lines=4)
        self._words.setText(EXPLANATION)
        self.curve = RateCurve()
        self._take = PrimaryButton()
        describe_button(self._take, "rateTake", "Put this rate into the form. Nothing starts by itself.")
        self._close = text_button("rateClose", "Close", "Leave the form as it is.")
        self._take.clicked.connect(self._taken)
        self._close.clicked.connect(self.reject)
        buttons = hbox(self._close, self._take)
        buttons.insertStretch(0)
        layout = vbox(self._title, self._words, self.curve, buttons, parent=self, spacing=2 * theme.GRID)
        layout.setContentsMargins(3 * theme.GRID, 3 * theme.GRID, 3 * theme.GRID, 3 * theme.GRID)

    def show_search(
        self, rates: Sequence[float], losses: Sequence[float], suggestion: float | None, title: str
    ) -> None:
        """Show the curve of a search and its suggestion, if there is one; ``title`` says what was found."""
        self._title.setText(title)
        self.curve.set_curve(rates, losses, suggestion)
        self.curve.setAccessibleDescription(title)
        self._take.setVisible(suggestion is not None)
        self._take.setText("" if suggestion is None else f"Use {suggestion:g}")
        self._take.setAccessibleName(self._take.text())
        self.show()
        self.activateWindow()

    def _taken(self) -> None:
        self.taken.emit()
        self.accept()


@guarded
class RateCurve(QWidget):
    """The loss over the learning rate, whose axis has powers of ten; a line marks the suggestion."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_role(self, Role.Chart)
        self._rates: Sequence[float] = ()
        self._losses: Sequence[float] = ()
        self._suggestion: float | None = None
        tip = "The loss at each learning rate of the search. A line marks the suggestion."
        describe(self, "rateCurve", "Loss over the learning rate", tip)
        self.setFont(theme.text_font("small"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        follow(self, lambda curve: curve.setMinimumSize(grown(46 * theme.GRID), 20 * theme.GRID))
        self._walk = PartWalk(self, self._parts)

    def set_curve(self, rates: Sequence[float], losses: Sequence[float], suggestion: float | None) -> None:
        """Show these losses at these rising rates."""
        self._rates, self._losses, self._suggestion = rates, losses, suggestion
        self.update()

    def sizeHint(self) -> QSize:
        """Room for a curve."""
        return QSize(60 * theme.GRID, 32 * theme.GRID)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the paper, the powers of ten, the curve, and the suggestion."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = QFontMetricsF(self.font()).height()
        area, inner = self._areas()
        palette = self.palette()
        theme.paint_paper(painter, area, palette)
        if len(self._rates) < 2:
            return
        first, last = math.log10(self._rates[0]), math.log10(self._rates[-1])
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        for power in range(math.ceil(first - 1e-9), math.floor(last + 1e-9) + 1):
            x = self._across(10.0**power)
            painter.drawText(
                QRectF(x - 40, area.bottom() + 2, 80, line), Qt.AlignmentFlag.AlignHCenter, f"{10.0**power:g}"
            )
        for loss, y in ((max(self._losses), inner.top()), (min(self._losses), inner.bottom())):
            side = QRectF(0, y - line / 2, area.left() - theme.GRID // 2, line)
            painter.drawText(side, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{loss:.2f}")
        colours = theme.data_colours()
        if self._suggestion is not None:
            x = self._across(min(max(self._suggestion, self._rates[0]), self._rates[-1]))
            painter.setPen(QPen(colours[1], 1.5, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        painter.setPen(QPen(colours[0], 1.5))
        painter.drawPolyline(QPolygonF(self._points()))

    def _areas(self) -> tuple[QRectF, QRectF]:
        """The paper, and the area of the curve in it."""
        line = QFontMetricsF(self.font()).height()
        area = QRectF(self.rect()).adjusted(6 * theme.GRID, theme.GRID, -2 * theme.GRID, -line - theme.GRID)
        return area, area.adjusted(theme.GRID, theme.GRID, -theme.GRID, -theme.GRID)

    def _across(self, rate: float) -> float:
        inner = self._areas()[1]
        first, last = math.log10(self._rates[0]), math.log10(self._rates[-1])
        return inner.left() + (math.log10(rate) - first) / (last - first) * inner.width()

    def _points(self) -> list[QPointF]:
        inner = self._areas()[1]
        least, most = min(self._losses), max(self._losses)
        span = (most - least) or 1.0
        return [
            QPointF(self._across(rate), inner.bottom() - (loss - least) / span * inner.height())
            for rate, loss in zip(self._rates, self._losses, strict=True)
        ]

    def _parts(self) -> list[Part]:
        """Every rate that was tried, with its loss."""
        if len(self._rates) < 2:
            return []
        half = QPointF(theme.GRID / 2, theme.GRID / 2)
        return [
            Part(f"Rate {rate:.3g}: loss {loss:.4g}", QRectF(point - half, point + half))
            for rate, loss, point in zip(self._rates, self._losses, self._points(), strict=True)
        ]
