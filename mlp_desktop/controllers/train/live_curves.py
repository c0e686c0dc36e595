"""The curves of a running training, drawn one plot at a time."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer

from mlp_desktop.controllers.train.training_words import changed_value
from mlp_desktop.guard import guarded
from mlp_desktop.models.train.run_curves import Points, RunCurves
from mlp_desktop.views.kit.plots.curve_key import Curve
from mlp_desktop.views.kit.plots.live_plot import LivePlot
from mlp_desktop.views.train.train_tab import TrainTab

_MILLISECONDS_BETWEEN_PLOTS = 20
_MILLISECONDS_BETWEEN_ROUNDS = 180


@guarded
class LiveCurves(QObject):
    """Draws the plots of a run in turn, each at most five times a second.

    All plots together would block the window for twice as long. A hidden plot is drawn when it is shown again, or at
    the end of the run.
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
        # The number of drawn points of each curve, and the drawn best epoch: an unchanged curve is not drawn again.
        self._points: dict[tuple[LivePlot, Curve], int] = {}
        self._best: dict[LivePlot, int] = {}
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._draw_next)
        for plot in self._plots:
            plot.installEventFilter(self)

    def begin(self, curves: RunCurves) -> None:
        """Draw these curves from now on; the plots must be empty."""
        self._curves = curves
        self._waiting.clear()
        self._round.clear()
        self._points.clear()
        self._best.clear()

    def draw_soon(self) -> None:
        """Draw all plots soon, with the best epoch and the changes of settings."""
        self._waiting += [plot for plot in self._plots if plot not in self._waiting]
        if not self._timer.isActive():
            self._timer.start(_MILLISECONDS_BETWEEN_PLOTS)

    def draw_all(self) -> None:
        """Draw all waiting plots now, also hidden ones."""
        for plot in list(self._waiting):
            self._draw(plot)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Draw a waiting plot when it is shown."""
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
