"""A plot of one figure of a run's record with a line for each layer or class, and a key to them."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import Role, give_role
from mlp_desktop.views.kit.labels import plain_label
from mlp_desktop.views.kit.plots.overlay_plot import OverlayPlot, RunLine
from mlp_desktop.views.kit.plots.run_lines import run_pen

_SAMPLE = 2 * theme.GRID


class HistoryData(NamedTuple):
    """What a plot of the record shows.

    Attributes:
        title: the figure.
        lines: a line for each layer or class.
        log: whether the axis is logarithmic.
        note: what is said in place of lines.
    """

    title: str
    lines: tuple[RunLine, ...]
    log: bool = False
    note: str = ""


class HistoryPlot(OverlayPlot):
    """A plot whose figure can be exchanged. Until there is a line, a note says why."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Record", parent=parent)
        self._note = plain_label("")
        self._note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._note.setWordWrap(True)
        self._note.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._paper.pages.addWidget(self._note)
        self._lines_key = CompactKey()
        self._header.insertWidget(1, self._lines_key, 1)

    def show_data(self, data: HistoryData) -> None:
        """Show these lines in place of those before."""
        self.set_title(data.title)
        self._axis.set_log(data.log)
        self._lines_key.set_names([line.name for line in data.lines] if len(data.lines) > 1 else [])
        self._note.setText(data.note)
        self.set_runs(data.lines)
        self.setAccessibleName(f"{data.title}, plotted over epochs")
        if not data.lines:
            self.setAccessibleDescription(data.note)
        self._paper.pages.setCurrentWidget(self._plot if data.lines else self._note)


@guarded
class CompactKey(QWidget):
    """A short sample of each line with its name, as many as there is room for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_role(self, Role.StaticText)
        self._names: tuple[str, ...] = ()
        self.setObjectName("historyKey")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the lines."""
        return self._names

    def set_names(self, names: Sequence[str]) -> None:
        """Explain the lines with these names, in the order of the lines."""
        self._names = tuple(names)
        self.setAccessibleName(f"Lines: {', '.join(names)}" if names else "")
        self.update()

    def sizeHint(self) -> QSize:
        """The height of a line of words, and no width."""
        return QSize(0, self.fontMetrics().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the samples and the names."""
        painter = QPainter(self)
        left, middle = 0, self.height() // 2
        for place, name in enumerate(self._names):
            width = self.fontMetrics().horizontalAdvance(name)
            if left + _SAMPLE + theme.GRID // 2 + width > self.width():
                painter.drawText(left, 0, 2 * theme.GRID, self.height(), Qt.AlignmentFlag.AlignVCenter, "…")
                break
            painter.setPen(run_pen(place, 2))
            painter.drawLine(left, middle, left + _SAMPLE, middle)
            left += _SAMPLE + theme.GRID // 2
            painter.setPen(self.palette().color(QPalette.ColorRole.Text))
            painter.drawText(left, 0, width + 1, self.height(), Qt.AlignmentFlag.AlignVCenter, name)
            left += width + theme.GRID
