"""The lower plot of a run: the accuracy, or another figure of the record of its epochs."""

from typing import cast

from PySide6.QtCore import QObject, QTimer

from mlp_desktop.models.train.recorded_curves import Figure, recorded_curves
from mlp_desktop.models.train.run_curves import Points, RunCurves, kept_curve
from mlp_desktop.views.kit.plots.curve_key import Curve
from mlp_desktop.views.kit.plots.history_plot import HistoryData
from mlp_desktop.views.kit.plots.overlay_plot import RunLine
from mlp_desktop.views.train.curves_panel import Ghost
from mlp_desktop.views.train.train_tab import TrainTab
from mlp_engine.training.history import History

ACCURACY = "accuracy"
FIGURES: dict[Figure, tuple[str, str]] = {
    "learning_rate": ("Learning rate", "The learning rate of each epoch is drawn when the epoch has ended."),
    "gradient": (
        "Gradient by layer",
        "The gradient of each layer is drawn when an epoch has ended.",
    ),
    "dead": ("Dead neurons by layer", "Only ReLU neurons can be dead: 0 for every sample. There are none so far."),
    "saturated": (
        "Saturated neurons by layer",
        "Only sigmoid and tanh neurons saturate. No hidden layer of this run has them, or no epoch has ended.",
    ),
    "per_class": (
        "Accuracy by class",
        "This needs validation samples, and an epoch that has ended.",
    ),
    "gap": (
        "Training − validation",
        "This needs validation samples, and an epoch that has ended.",
    ),
}
"""The title of each figure, and what is said while there is nothing to draw."""

_LOG: tuple[Figure, ...] = ("learning_rate", "gradient")
_MILLISECONDS_BETWEEN_DRAWINGS = 200


def ghost_of(history: History) -> Ghost:
    """The curves of a run as a ghost behind the next one."""
    return Ghost(_curves(history, "loss"), _curves(history, "accuracy"))


def _curves(history: History, quantity: str) -> dict[Curve, Points]:
    names: tuple[Curve, ...] = ("training", "validation")
    return {name: kept_curve(history, f"{name}_{quantity}") for name in names}


class RecordedPlot(QObject):
    """Draws the chosen figure a few times a second at most, and only while it is shown."""

    def __init__(self, tab: TrainTab, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._panel = tab.curves
        self._curves = RunCurves()
        self._drawn: tuple[str, int] | None = None
        self._soon = QTimer(self, singleShot=True)
        self._soon.setInterval(_MILLISECONDS_BETWEEN_DRAWINGS)
        self._soon.timeout.connect(self.draw)
        self._panel.offer_figures([(ACCURACY, "Accuracy"), *((key, title) for key, (title, _) in FIGURES.items())])
        self._panel.figure_chosen.connect(self._choose)

    def begin(self, curves: RunCurves) -> None:
        """Draw the records of these curves from now on."""
        self._curves = curves
        self._drawn = None
        self.draw()

    def draw_soon(self) -> None:
        """Draw what is new, if the figure is shown."""
        if not self._soon.isActive() and self._panel.figure != ACCURACY:
            self._soon.start()

    def draw(self) -> None:
        """Draw the chosen figure now."""
        key = self._panel.figure
        records = self._curves.records
        if key == ACCURACY or self._drawn == (key, len(records)):
            return
        self._drawn = (key, len(records))
        figure = cast("Figure", key)
        title, note = FIGURES[figure]
        lines = tuple(RunLine(name, x, y) for name, (x, y) in recorded_curves(records, figure))
        self._panel.record_plot.show_data(HistoryData(title, lines, figure in _LOG, note))

    def _choose(self) -> None:
        self._drawn = None
        self.draw()
