"""Workers of the Lab: edits with their accuracy, the input that excites a neuron, and the way back."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from mlp_desktop.workers.kit.worker import Stopped, Worker
from mlp_engine.arrays import Floats
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.lab.arithmetic import BackwardCells, backward_cells
from mlp_engine.lab.drives import most_exciting_input
from mlp_engine.lab.edited_network import EditedNetwork
from mlp_engine.lab.edits import Edit
from mlp_engine.lab.measurement import LabScore, Measurement, measured_samples


@dataclass(frozen=True, eq=False)
class LabResult:
    """What an :class:`EditWorker` has made.

    Attributes:
        edited: the network with its edits.
        measurement: keeps the activations for the next measurement; ``None`` without data.
        before: the accuracies before all edits.
        after: those of ``edited``.
        places: the samples of the measurement that excite the chosen neuron most.
        logits: its logits for them.
        misread: the samples of the measurement that ``edited`` misreads.
    """

    edited: EditedNetwork
    measurement: Measurement | None = None
    before: LabScore | None = None
    after: LabScore | None = None
    places: NDArray[np.int64] | None = None
    logits: Floats | None = None
    misread: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))


class EditWorker(Worker):
    """Applies edits and measures what they do; ``succeeded`` gives a :class:`LabResult`.

    The work is short and cannot be stopped: whoever stops it waits for its end.
    """

    fault = "The change failed because of an error in this program"

    def __init__(
        self,
        edited: EditedNetwork,
        edits: Sequence[Edit],
        neuron: tuple[int, int],
        measurement: Measurement | None,
        before: LabScore | None,
        data: Dataset | None,
    ) -> None:
        """Apply ``edits`` to the base of ``edited``.

        Args:
            edited: the network with other edits, whose layers are used where they are the same.
            edits: all edits from now on.
            neuron: layer and neuron whose samples are wanted.
            measurement: that of the same base, if there is one already.
            before: the accuracies before all edits, if they were measured already.
            data: what to measure on; ``None`` while it is not loaded.
        """
        super().__init__()
        self._edited = edited
        self._edits = edits
        self._neuron = neuron
        self._measurement = measurement
        self._before = before
        self._data = data

    def work(self) -> LabResult:
        """Edit and measure; called in the thread."""
        with np.errstate(over="ignore", invalid="ignore"):  # weights set by hand may be anything
            edited = self._edited.with_edits(self._edits)
            measurement, before = self._measurement, self._before
            if measurement is None:
                if self._data is None:
                    return LabResult(edited)
                measurement = Measurement(measured_samples(edited.base, self._data), edited.base)
            if before is None:
                before = measurement.measure(EditedNetwork(edited.base))
            after = measurement.measure(edited)
            places, logits = measurement.strongest_samples(*self._neuron)
        return LabResult(edited, measurement, before, after, places, logits, measurement.misread())


class AscentWorker(Worker):
    """Looks for the input that excites a neuron most; ``succeeded`` gives it, shape (inputs,)."""

    fault = "The search failed because of an error in this program"

    def __init__(self, edited: EditedNetwork, layer: int, neuron: int) -> None:
        super().__init__()
        self._edited = edited
        self._neuron = (layer, neuron)

    def work(self) -> Floats:
        """Climb; called in the thread."""
        return most_exciting_input(self._edited, *self._neuron, on_progress=self._go_on)

    def _go_on(self, _step: int) -> None:
        if self.isInterruptionRequested():
            raise Stopped


class BackwardWorker(Worker):
    """Computes the way back through a layer; ``succeeded`` gives ``BackwardCells``."""

    fault = "The backward pass failed because of an error in this program"

    def __init__(
        self,
        edited: EditedNetwork,
        samples: Sequence[NDArray[np.uint8]],
        labels: Sequence[int],
        layer: int,
        learning_rate: float,
    ) -> None:
        super().__init__()
        self._edited = edited
        self._samples = samples
        self._labels = labels
        self._layer = layer
        self._learning_rate = learning_rate

    def work(self) -> BackwardCells:
        """Go back; called in the thread."""
        return backward_cells(self._edited, self._samples, self._labels, self._layer, self._learning_rate)
