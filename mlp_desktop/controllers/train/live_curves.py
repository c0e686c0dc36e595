"""Draws the curves of a run as far as they have come, a little at a time."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer

from mlp_desktop.controllers.train.training_words import changed_value
from mlp_desktop.models.train.run_curves import Points, RunCurves
from mlp_desktop.views.kit.plots.curve_key import Curve
from mlp_desktop.views.kit.plots.live_plot import LivePlot
from mlp_desktop.views.train.train_tab import TrainTab

_MILLISECONDS_BETWEEN_PLOTS = 20
_MILLISECONDS_BETWEEN_ROUNDS = 180


class LiveCurves(QObject):
    """Draws one run after the other, its plots in turn, each five times a second at most.

    Drawn together, the plots would hold up the window for twice as long. A plot that nobody sees is drawn when it is
    seen again, or at the run's end.
    """

    def __init__(self, tab: TrainTab, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tab = tab
        self._curves = RunCurves()
        self._plots: dict[LivePlot, dict[Curve, Callable[[RunCurves], Points]]] = {
            tab.loss_plot: {
                "training": RunCurves.training_loss,
                "validation": RunCurves.validation_loss,
                "penalty": RunCurves.penalty,
            },
            tab.accuracy_plot: {
                "training": RunCurves.training_accuracy,
                "validation": RunCurves.validation_accuracy,
            },
        }
        self._waiting: list[LivePlot] = []
        self._round: list[LivePlot] = []
        # How many points of each curve, and which best epoch: what has not changed is not drawn again.
        self._points: dict[tuple[LivePlot, Curve], int] = {}
        self._best: dict[LivePlot, int] = {}
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._draw_next)
        for plot in self._plots:
            plot.installEventFilter(self)

    def begin(self, curves: RunCurves) -> None:
        """From now on draw these, over plots that are empty."""
        self._curves = curves
        self._waiting.clear()
        self._round.clear()
        self._points.clear()
        self._best.clear()

    def draw_soon(self) -> None:
        """Show losses, accuracies, the penalty, the best epoch and what was changed on the way."""
        self._waiting += [plot for plot in self._plots if plot not in self._waiting]
        if not self._timer.isActive():
            self._timer.start(_MILLISECONDS_BETWEEN_PLOTS)

    def draw_all(self) -> None:
        """Draw now what waits, seen or not."""
        for plot in list(self._waiting):
            self._draw(plot)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Catch up before a plot is seen."""
        if event.type() == QEvent.Type.Show and isinstance(watched, LivePlot) and watched in self._waiting:
            self._draw(watched)
        return False

    def _draw_next(self) -> None:
        self._round = self._round or [plot for plot in self._waiting if plot.isVisible()]
        if self._round:
            self._draw(self._round.pop(0))
            self._timer.start(_MILLISECONDS_BETWEEN_PLOTS if self._round else _MILLISECONDS_BETWEEN_ROUNDS)

    def _draw(self, plot: LivePlot) -> None:
        if plot in self._waiting:
            self._waiting.remove(plot)
        curves = self._curves
        for name, points in self._plots[plot].items():
            x, y = points(curves)
            if len(x) != self._points.get((plot, name), 0):
                self._points[plot, name] = len(x)
                plot.set_curve(name, x, y)
        if curves.best is not None and curves.best.epoch != self._best.get(plot):
            self._best[plot] = curves.best.epoch
            plot.set_best(curves.best.epoch)
        plot.set_changes([(change.epoch, changed_value(change.what, change.value)) for change in curves.changes])
        plot.settle()
        self._tab.curves.set_exportable(True)
