"""The view of a running training: its curves, loss above accuracy, or its weights."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QPainter, QRegion
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QSizePolicy, QStackedWidget, QWidget

from mlp_desktop.plain_text import plain_tip
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.buttons import text_button
from mlp_desktop.views.kit.chart_picture import png_of, svg_of
from mlp_desktop.views.kit.form_parts import FormCombo
from mlp_desktop.views.kit.growth import follow
from mlp_desktop.views.kit.labels import plain_label, text_is_large
from mlp_desktop.views.kit.layouts import hbox, keep_room, vbox
from mlp_desktop.views.kit.plots.curve_key import Curve
from mlp_desktop.views.kit.plots.history_plot import HistoryPlot
from mlp_desktop.views.kit.plots.live_plot import LivePlot
from mlp_desktop.views.kit.segments import Segments
from mlp_desktop.views.kit.wrapping_row import WrappingRow
from mlp_desktop.views.train.diagnosis_line import DiagnosisLine
from mlp_desktop.views.train.weights_panel import WeightsPanel

PAGES = ("Curves", "Weights", "Network")


class Ghost(NamedTuple):
    """The curves of the run before, epochs and values by name, for both plots."""

    loss: Mapping[Curve, tuple[np.ndarray, np.ndarray]]
    accuracy: Mapping[Curve, tuple[np.ndarray, np.ndarray]]


class CurvesPanel(QWidget):
    """Two plots with common epochs and a common cursor, and their tools; or the weights.

    The lower plot shows the accuracy, or the figure that a person chooses, which ``figure_chosen`` announces.
    """

    export_requested = Signal()
    figure_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("curvesPanel")
        self.loss_plot = LivePlot("Loss", "per sample", log_y=True, curves=("penalty", "training", "validation"))
        self.loss_plot.setObjectName("lossPlot")
        self.accuracy_plot = LivePlot("Accuracy", "share correct")
        self.accuracy_plot.setObjectName("accuracyPlot")
        self._record_plot: HistoryPlot | None = None
        self.loss_plot.pointed.connect(self.accuracy_plot.set_cursor)
        self.accuracy_plot.pointed.connect(self.loss_plot.set_cursor)
        for plot, other in ((self.loss_plot, self.accuracy_plot), (self.accuracy_plot, self.loss_plot)):
            plot.zoomed.connect(other.show_epochs)
            plot.zoomed.connect(self._zoomed)
        log = _switch("logScale", "Log scale", "Give every power of ten the same height, so that late progress shows.")
        log.setAccessibleName("Loss: logarithmic scale")
        log.toggled.connect(self.loss_plot.set_log)
        penalty = _switch("penaltySwitch", "Penalty", "Show what L1 and L2 add to the loss, as a curve of its own.")
        penalty.setAccessibleName("Loss: curve of the penalty")
        penalty.setChecked(False)  # if it is a hundredth of the loss, it would flatten the other curves
        self.loss_plot.set_shown("penalty", False)
        penalty.toggled.connect(partial(self.loss_plot.set_shown, "penalty"))
        self._reset = text_button("resetZoom", "Show all", "Show every epoch again (double click, or 0).", height=0)
        self._reset.setEnabled(False)
        self._reset.clicked.connect(self.show_all)
        self._export = text_button(
            "exportCurves", "Export…", "Save the curves as a picture or as a table of numbers.", height=0
        )
        self._export.clicked.connect(self.export_requested)
        self._export.setEnabled(False)
        self._figure = FormCombo("curveFigure", "Lower plot", "The figure that the lower plot shows.", characters=24)
        self._figure.setMinimumSize(12 * theme.GRID, 3 * theme.GRID)
        self._figure.currentIndexChanged.connect(self._show_figure)
        figure_words = plain_label("Below")
        figure_words.setBuddy(self._figure)
        self._ghost = _switch(
            "ghostSwitch", "Previous run", "Show the previous run, faint behind the curves of this one."
        )
        self._ghost.setAccessibleName("Curves of the previous run")
        self._ghost.toggled.connect(self._show_ghost)
        keep_room(self._ghost)
        self._switch = Segments(PAGES)
        self._switch.setObjectName("watchSwitch")
        self._switch.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._switch.setAccessibleName("View of the run")
        self._switch.chosen.connect(self._show_page)
        self._switch.buttons[len(PAGES) - 1].setVisible(False)
        self.weights = WeightsPanel()
        self._curve_tools = (penalty, log)
        for tool in self._curve_tools:
            keep_room(tool)
        switches = _together(penalty, log)
        tools = WrappingRow(self._switch, switches, gap=switches)
        self._beside: QWidget | None = None
        self.diagnosis = DiagnosisLine()
        self._below = QStackedWidget()
        self._below.addWidget(self.accuracy_plot)
        self._curves = QWidget()
        plots = vbox(parent=self._curves)
        plots.addWidget(self.loss_plot, 1)
        plots.addWidget(self._below, 1)
        figure, buttons = _together(figure_words, self._figure), _together(self._reset, self._export)
        # A second row, because large text fills the first.
        self._choice = WrappingRow(figure, self._ghost, buttons, gap=self._ghost)
        self.set_ghost(None)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._curves)
        self._pages.addWidget(self.weights)
        column = vbox()
        column.addWidget(self._pages, 1)
        column.addWidget(self.diagnosis)
        self._columns = hbox(spacing=2 * theme.GRID)
        self._columns.addLayout(column, 1)
        follow(self, CurvesPanel._turn_columns)
        layout = vbox(tools, parent=self)
        layout.addWidget(self._choice)
        layout.addLayout(self._columns, 1)

    def put_beside(self, widget: QWidget) -> None:
        """Put a widget at the right of the curves, hidden until :meth:`show_beside`."""
        self._beside = widget
        widget.setVisible(False)
        self._columns.addWidget(widget)

    def show_beside(self, shown: bool) -> None:
        """Show or hide the widget at the right of the curves."""
        if self._beside is not None:
            self._beside.setVisible(shown)

    def _turn_columns(self) -> None:
        """Put what lies beside the curves above them in large text, which leaves no width for both: the panel scrolls.

        Below them, who asks for it would not see it come.
        """
        sideways, above = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.BottomToTop
        self._columns.setDirection(above if text_is_large() else sideways)

    def put_network(self, page: QWidget) -> None:
        """Offer a page with the network in training."""
        self._pages.addWidget(page)
        self._switch.buttons[len(PAGES) - 1].setVisible(True)

    @property
    def record_plot(self) -> HistoryPlot:
        """The lower plot of any other figure than the accuracy, made when it is asked for."""
        if self._record_plot is None:
            self._record_plot = HistoryPlot()
            self._record_plot.setObjectName("recordPlot")
            self._below.addWidget(self._record_plot)
            self._record_plot.zoomed.connect(self._zoomed)
            for plot in (self.loss_plot, self.accuracy_plot):
                plot.zoomed.connect(self._record_plot.show_epochs)
                self._record_plot.zoomed.connect(plot.show_epochs)
        return self._record_plot

    @property
    def figure(self) -> str:
        """The value of the chosen figure."""
        return self._figure.value()

    def offer_figures(self, figures: Sequence[tuple[str, str]]) -> None:
        """Offer these figures (value, label) for the lower plot; the first stands for the accuracy."""
        self._figure.set_choices(figures)

    def set_ghost(self, ghost: Ghost | None) -> None:
        """Set the curves of the run before, or that there is none."""
        self.loss_plot.set_ghost({} if ghost is None else ghost.loss)
        self.accuracy_plot.set_ghost({} if ghost is None else ghost.accuracy)
        self._ghost.setVisible(ghost is not None)

    def set_exportable(self, exportable: bool) -> None:
        """Set whether there are curves to export."""
        self._export.setEnabled(exportable)

    def clear(self, note: str | None = None) -> None:
        """Remove all curves; see :meth:`LivePlot.clear`."""
        for plot in (self.loss_plot, self.accuracy_plot):
            plot.clear() if note is None else plot.clear(note)
        self._reset.setEnabled(False)
        self.set_exportable(False)
        self.diagnosis.clear()
        self.show_evidence(None, None)
        self.weights.clear()

    def set_changes(self, changes: Sequence[tuple[float, str]]) -> None:
        """Mark changes of settings in both plots; see :meth:`LivePlot.set_changes`."""
        self.loss_plot.set_changes(changes)
        self.accuracy_plot.set_changes(changes)

    def show_evidence(self, epochs: tuple[int, int] | None, layer: int | None) -> None:
        """Mark what a finding rests on: the epochs in both plots, and the layer (from 1) among the weights."""
        for plot in (self.loss_plot, self.accuracy_plot):
            plot.set_span(epochs)
        self.weights.mark_layer(layer)

    def show_all(self) -> None:
        """Show all epochs."""
        self.loss_plot.show_epochs(None)
        self.accuracy_plot.show_epochs(None)
        if self._record_plot is not None:
            self._record_plot.show_epochs(None)
        self._reset.setEnabled(False)

    def png(self) -> bytes:
        """Both plots as on the screen, twice as sharp, as PNG."""
        return png_of(self._curves.size(), self._paint_on)

    def svg(self) -> bytes:
        """Both plots as SVG, which stays sharp at any size."""
        return svg_of(self._curves.size(), self._paint_on, "Loss and accuracy over epochs")

    def _paint_on(self, painter: QPainter) -> None:
        painter.fillRect(self._curves.rect(), self.palette().window())
        flags = QWidget.RenderFlag.DrawChildren
        plots = (self.loss_plot, self.accuracy_plot)
        for plot in plots:
            plot.show_change_words(True)
        self._curves.render(painter, QPoint(0, 0), QRegion(), flags)
        for plot in plots:
            plot.show_change_words(False)

    def _show_page(self, page: int) -> None:
        self._pages.setCurrentIndex(page)
        for tool in (*self._curve_tools, self._choice):
            tool.setVisible(page == 0)

    def _show_figure(self) -> None:
        self._below.setCurrentWidget(self.record_plot if self._figure.currentIndex() else self.accuracy_plot)
        self.figure_chosen.emit()

    def _show_ghost(self, shown: bool) -> None:
        self.loss_plot.show_ghost(shown)
        self.accuracy_plot.show_ghost(shown)

    def _zoomed(self, window: object) -> None:
        self._reset.setEnabled(window is not None)


def _switch(name: str, text: str, tip: str) -> QCheckBox:
    switch = QCheckBox(text)
    switch.setObjectName(name)
    switch.setToolTip(plain_tip(tip))
    switch.setChecked(True)
    return switch


def _together(*parts: QWidget) -> QWidget:
    """Parts that stay beside one another."""
    whole = QWidget()
    hbox(*parts, parent=whole)
    return whole
