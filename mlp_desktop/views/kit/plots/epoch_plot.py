"""What all plots over epochs are: a title, a sheet with axes and curves, and the keys that zoom."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.plots.plot_area import ZOOM_PER_NOTCH, PlotArea
from mlp_desktop.views.kit.plots.plot_paper import PlotPaper, dress_axes
from mlp_desktop.views.kit.plots.value_axis import ValueAxis


class EpochPlot(QWidget):
    """A titled plot of one quantity over epochs, which takes the keyboard: + and − zoom, 0 shows all.

    A child adds keys to the header and curves to the plot, calls :meth:`dress` when it is complete, and gives there
    everything of its own the colours of the palette in use.
    """

    def __init__(self, title: str, *, log_y: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._axis = ValueAxis(log_y)
        self._plot = PlotArea(self._axis)
        self._plot.setLabel("bottom", "epoch")
        self._paper = PlotPaper()
        self._paper.pages.addWidget(self._plot)
        heading = QLabel(title)
        heading.setFont(theme.text_font("heading"))
        self._header = QHBoxLayout()
        self._header.setSpacing(2 * theme.GRID)
        self._header.addWidget(heading)
        self._header.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GRID)
        layout.addLayout(self._header)
        layout.addWidget(self._paper, 1)

    def dress(self) -> None:
        """Give every part the colours of the palette in use."""
        dress_axes(self._plot, self.palette())

    def zoom_centre(self) -> float | None:
        """The epoch that stays where it is when a key zooms; ``None`` for the middle."""
        return None

    def minimumSizeHint(self) -> QSize:
        """Room for axes and a shape between them."""
        return QSize(280, 160)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom."""
        keys = Qt.Key
        if event.key() in (keys.Key_Plus, keys.Key_Equal, keys.Key_Minus):
            factor = 1 / ZOOM_PER_NOTCH if event.key() == keys.Key_Minus else ZOOM_PER_NOTCH
            self._plot.zoom(factor, self.zoom_centre())
        elif event.key() == keys.Key_0:
            self._plot.show_all()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the keyboard along with the curves."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show who has the keyboard."""
        super().focusInEvent(event)
        self._paper.set_focused(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard is elsewhere."""
        super().focusOutEvent(event)
        self._paper.set_focused(False)

    def changeEvent(self, event: QEvent) -> None:
        """Recolour with the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.dress()
