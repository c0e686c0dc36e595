"""Shows what a training does to the weights while it goes on."""

import time

from PySide6.QtCore import QObject, QTimer, Signal

from mlp_desktop.controllers.kit.one_worker import OneWorker
from mlp_desktop.controllers.train.weights_display import show_weights
from mlp_desktop.views.train.weights_panel import WeightsPanel
from mlp_desktop.workers.train.layers_worker import LayersSnapshot, LayersWorker
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.perceptron.network import Network
from mlp_engine.training.control import RunControl

SECONDS_WHEN_SEEN = 0.5
SECONDS_WHEN_HIDDEN = 5.0
"""The curves' diagnosis needs to know of dead units, too, but a look now and then will do."""
RESTS_PER_LOOK = 9
"""A look takes a tenth of the time at most, however large the network is."""

_MILLISECONDS_BETWEEN_TICKS = 100


class LiveWeights(QObject):
    """Looks at one run after the other; between two runs it does nothing."""

    looked = Signal(object)
    """The layers of the run, tuple[LayerStatistics, ...], as they were a moment ago."""
    ended = Signal()
    """No look is going on any more."""

    _came = Signal(object)  # Network, out of the training's thread

    def __init__(self, panel: WeightsPanel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._panel = panel
        self._control: RunControl | None = None
        self._sample: Dataset | None = None
        self._work = OneWorker(self)
        self._work.ended.connect(self._has_ended)
        self._looks_at: RunControl | None = None
        self._asked = False
        self._seen: Network | None = None
        self._last = 0.0
        self._rest = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(_MILLISECONDS_BETWEEN_TICKS)
        self._timer.timeout.connect(self._ask_when_due)
        self._came.connect(self._look)

    @property
    def is_running(self) -> bool:
        """Whether a look is going on."""
        return self._work.is_running

    def begin(self, control: RunControl, sample: Dataset) -> None:
        """A run goes on that obeys ``control``; its network is looked at as it answers ``sample``."""
        self._control, self._sample = control, sample
        self._seen, self._asked = None, False
        self._last, self._rest = -SECONDS_WHEN_HIDDEN, 0.0
        self._timer.start()

    def end(self) -> None:
        """The run has ended, or its last state is shown: what is still found out is not."""
        self._timer.stop()
        self._control = self._sample = self._seen = None

    def _ask_when_due(self) -> None:
        if self._control is None or self._asked or self.is_running:
            return
        pause = SECONDS_WHEN_SEEN if self._panel.isVisible() else SECONDS_WHEN_HIDDEN
        if time.monotonic() - self._last >= max(pause, self._rest):
            self._asked = True
            self._control.request_network(self._came.emit)

    def _look(self, network: Network) -> None:
        self._asked = False
        if self._control is None or self._sample is None or self.is_running:
            return
        self._looks_at = self._control
        self._work.begin(LayersWorker(network, self._sample, self._seen), self._has_looked, self._give_up)

    def _has_looked(self, look: LayersSnapshot | None) -> None:
        if look is None:  # nothing has changed since the last one
            return
        self._rest = RESTS_PER_LOOK * look.seconds
        if self._looks_at is self._control:
            self._seen = look.network
            show_weights(self._panel, look.network, look.layers)
            self.looked.emit(look.layers)

    def _give_up(self, sentence: str) -> None:
        if self._looks_at is self._control:
            self.end()
            self._panel.clear(sentence)

    def _has_ended(self) -> None:
        self._looks_at = None
        self._last = time.monotonic()
        self.ended.emit()
