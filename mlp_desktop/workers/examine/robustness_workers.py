"""Workers that read damaged images, and that record the loss of each sample in a training."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from mlp_desktop.workers.kit.worker import Stopped, Worker
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.errors import WeightsReadError
from mlp_engine.examination.damage import DamageName
from mlp_engine.examination.examination import Examination, examine
from mlp_engine.examination.robustness import STRENGTHS, DamageCurve, damage_curve, damaged_samples, some_samples
from mlp_engine.examination.sample_losses import EPOCHS, SampleLosses, losses_at_moments, sample_losses
from mlp_engine.perceptron.network import Network
from mlp_engine.runs.snapshots import StoredSnapshot
from mlp_engine.weights.file import load_weights

FEWEST_MOMENTS = 2
"""Of a run, to tell which samples it never learned."""

OUT_OF_MEMORY = "There is not enough memory for this network and data. Examine fewer samples."


class DamagedWorker(Worker):
    """Examines a network on damaged samples; ``succeeded`` gives an ``Examination``."""

    fault = "The damaged images could not be read because of an error in this program"
    out_of_memory = OUT_OF_MEMORY

    def __init__(self, network: Network, data: Dataset, count: int, name: DamageName, strength: float) -> None:
        """Read ``count`` of the samples with damage of this name and strength."""
        super().__init__()
        self._network = network
        self._data = data
        self._count = count
        self._name: DamageName = name
        self._strength = strength

    def work(self) -> Examination:
        """Damage and examine; called in the thread."""
        some = some_samples(self._data, self._count)
        return examine(
            self._network, damaged_samples(some, self._name, self._strength), on_progress=self._stop_if_asked
        )

    def _stop_if_asked(self, _samples: int) -> None:
        if self.isInterruptionRequested():
            raise Stopped


class CurvesProgress(NamedTuple):
    """The progress of curves.

    Attributes:
        done: how many points are measured.
        of: how many there are.
        curves: the finished curves.
    """

    done: int
    of: int
    curves: tuple[DamageCurve, ...]


class CurvesWorker(Worker):
    """Measures a curve for each of ``names``; ``progressed`` and ``succeeded`` give a :class:`CurvesProgress`."""

    fault = "The curves could not be measured because of an error in this program"
    out_of_memory = OUT_OF_MEMORY

    def __init__(self, network: Network, data: Dataset, count: int, names: Sequence[DamageName]) -> None:
        super().__init__()
        self._network = network
        self._data = data
        self._count = count
        self._names = tuple(names)
        self._curves: tuple[DamageCurve, ...] = ()

    def work(self) -> CurvesProgress:
        """Measure them; called in the thread."""
        some = some_samples(self._data, self._count)
        for name in self._names:
            self._curves += (damage_curve(self._network, some, name, on_progress=self._report),)
        return CurvesProgress(len(self._names) * STRENGTHS, len(self._names) * STRENGTHS, self._curves)

    def _report(self, points: int) -> None:
        if self.isInterruptionRequested():
            raise Stopped
        done = len(self._curves) * STRENGTHS + points
        self.progressed.emit(CurvesProgress(done, len(self._names) * STRENGTHS, self._curves))


class MomentLosses(NamedTuple):
    """What the moments of a run tell of the samples.

    Attributes:
        losses: of the moments that could be read.
        broken: why each of the others could not, a sentence each.
    """

    losses: SampleLosses
    broken: tuple[str, ...]


class MomentLossesWorker(Worker):
    """Records the loss of each sample at the moments of a run.

    ``progressed`` gives the moments done, ``succeeded`` the :class:`MomentLosses`: a snapshot that is broken, or of
    another network than the run's, is passed over as long as :data:`FEWEST_MOMENTS` others are there.

    Attributes:
        epochs: number of moments, which ``progressed`` counts.
    """

    fault = "The labels could not be looked through because of an error in this program"
    out_of_memory = OUT_OF_MEMORY

    def __init__(self, data: Dataset, snapshots: Sequence[StoredSnapshot], layers: Sequence[int]) -> None:
        """Read the samples with the snapshots of a run whose networks have these layers."""
        super().__init__()
        self._data = data
        self._snapshots = snapshots
        self._layers = tuple(layers)
        self.epochs = len(snapshots)

    def work(self) -> MomentLosses:
        """Load the snapshots, and read the samples; called in the thread."""
        sound: list[tuple[int, Network]] = []
        broken: list[str] = []
        for snapshot in self._snapshots:
            self._stop_if_asked()
            try:
                sound.append((snapshot.epoch, self._network(snapshot)))
            except WeightsReadError as error:
                broken.append(str(error))
        if len(sound) < FEWEST_MOMENTS:
            raise WeightsReadError(
                f"At least {FEWEST_MOMENTS} moments of the run must be readable. Got {len(sound)} of {self.epochs}. "
                f"{broken[0]}"
            )
        epochs, networks = zip(*sound, strict=True)
        with np.errstate(all="ignore"):  # the numbers of a network that is about to diverge overflow
            losses = losses_at_moments(self._data, networks, epochs, on_progress=self._report)
        return MomentLosses(losses, tuple(broken))

    def _network(self, snapshot: StoredSnapshot) -> Network:
        network = load_weights(snapshot.path).network
        if network.config.layers != self._layers:
            sizes = ["-".join(map(str, layers)) for layers in (self._layers, network.config.layers)]
            raise WeightsReadError(
                f"A snapshot must be of the layers of its run, {sizes[0]}. Got {snapshot.path} of {sizes[1]}."
            )
        return network

    def _report(self, moments: float) -> None:
        self._stop_if_asked()
        self.progressed.emit(moments)

    def _stop_if_asked(self) -> None:
        if self.isInterruptionRequested():
            raise Stopped


class LossesWorker(Worker):
    """Records the loss of each sample; ``progressed`` gives the epochs done, ``succeeded`` the ``SampleLosses``."""

    fault = "The labels could not be looked through because of an error in this program"
    out_of_memory = OUT_OF_MEMORY
    epochs = EPOCHS

    def __init__(self, data: Dataset) -> None:
        super().__init__()
        self._data = data

    def work(self) -> SampleLosses:
        """Train; called in the thread."""
        return sample_losses(self._data, epochs=self.epochs, on_progress=self._report)

    def _report(self, epochs: float) -> None:
        if self.isInterruptionRequested():
            raise Stopped
        self.progressed.emit(epochs)
