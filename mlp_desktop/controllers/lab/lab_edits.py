"""The edits in the Lab: controls become edits, and a worker applies and measures them."""

from PySide6.QtCore import QObject, Signal

from mlp_desktop.controllers.kit.one_worker import OneWorker
from mlp_desktop.models.lab.lab_network import LabNetwork
from mlp_desktop.views.lab.lab_tab import LabTab
from mlp_desktop.views.lab.neuron_pictures import ExcitingSample
from mlp_desktop.workers.kit.data_workers import LoadWorker
from mlp_desktop.workers.lab.lab_workers import EditWorker, LabResult
from mlp_engine.arrays import IMAGE_SIDE
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.errors import SettingError
from mlp_engine.lab.edits import (
    ActivationPinned,
    BiasSet,
    Edit,
    NeuronFreed,
    NeuronOff,
    NoiseAdded,
    TemperatureSet,
    WeightSet,
    WeightsPruned,
    WeightsRounded,
    WeightsScaled,
)
from mlp_engine.lab.measurement import Measurement

DATA = "practice:2000:7"
"""Practice digits of another seed than those that the bundled networks learned from."""


class LabEdits(QObject):
    """Applies the newest edits in a worker, one after another: what is shown is never long behind the hand.

    Emits ``ended`` when no worker runs any more.
    """

    ended = Signal()
    samples_found = Signal(list)
    """The samples that excite the chosen neuron most."""

    def __init__(self, tab: LabTab, lab: LabNetwork, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tab = tab
        self._lab = lab
        self._source = DATA
        self._data: Dataset | None = None
        self._measurement: Measurement | None = None
        self._asked: tuple[object, ...] | None = None
        self._seed = 0
        self._has_failed = False
        self._is_closed = False
        self._work = OneWorker(self)
        self._work.ended.connect(self._next)
        self._loading = OneWorker(self)
        self._loading.ended.connect(self._next)
        tab.neuron.controls.requested.connect(self._change)
        tab.undo_requested.connect(self._undo)
        tab.redo_requested.connect(self._redo)
        tab.reset_requested.connect(self._reset)
        lab.wanted.connect(self._next)
        lab.neuron_chosen.connect(self._next)

    @property
    def is_running(self) -> bool:
        """Whether a worker is running."""
        return self._work.is_running or self._loading.is_running

    @property
    def data(self) -> Dataset | None:
        """The samples that accuracies are measured on; ``None`` until they are loaded."""
        return self._data

    def stop(self) -> None:
        """Stop all work for good; ``ended`` follows."""
        self._is_closed = True
        self._loading.stop()
        self._work.stop()

    def load(self) -> None:
        """Load what accuracies are measured on, unless it is there or on its way."""
        if self._data is None and not self._loading.is_running and not self._is_closed:
            self._tab.accuracy.show_message("Loading digits to measure on…")
            self._loading.begin(LoadWorker(self._source), self._loaded, self._failed)

    # Controls

    def _change(self, kind: str, value: float, goes_on: bool) -> None:
        try:
            edit = self._edit_of(kind, value)
            if edit is not None:
                edit.check(self._lab.origin.network.config)
                self._lab.edit(edit, goes_on=goes_on)
        except SettingError as error:
            self._tab.accuracy.show_message(str(error), is_error=True)

    def _edit_of(self, kind: str, value: float) -> Edit | None:
        layer, neuron = self._lab.neuron
        last = len(self._lab.edited.layers) - 1
        match kind:
            case "bias":
                return BiasSet(layer, neuron, value)
            case "weight":
                source = self._tab.neuron.terms.source
                return None if source < 0 else WeightSet(layer, source, neuron, value)
            case "scale":
                return WeightsScaled(layer, neuron, value)
            case "off":
                return NeuronOff(layer, neuron)
            case "free":
                return NeuronFreed(layer, neuron)
            case "pin":
                return ActivationPinned(layer, neuron, value)
            case "noise":
                self._seed += 1
                return NoiseAdded(layer, value, self._seed)
            case "prune":
                return WeightsPruned(layer, value)
            case "round":
                return WeightsRounded(layer, round(value))
            case _:
                return TemperatureSet(last, value)

    def _undo(self) -> None:
        self._lab.set_edits(self._lab.edits.undo())

    def _redo(self) -> None:
        self._lab.set_edits(self._lab.edits.redo())

    def _reset(self) -> None:
        self._lab.set_edits(self._lab.edits.reset())

    # Work

    def _next(self) -> None:
        """Compute what is wanted now, unless it is there already or a worker still runs."""
        if self._work.is_running:
            return
        lab = self._lab
        wanted = (lab.origin, lab.edits.done, lab.neuron, self._data)
        if self._is_closed or wanted == self._asked:
            if not self.is_running:
                self.ended.emit()
            return
        self._asked = wanted
        fits = self._measurement is not None and lab.edited.base is lab.origin.network and lab.before is not None
        measurement = self._measurement if fits else None
        worker = EditWorker(lab.edited, lab.edits.done, lab.neuron, measurement, lab.before, self._data)
        self._work.begin(worker, self._succeeded, self._failed)

    def _loaded(self, data: Dataset) -> None:
        self._data = data

    def _succeeded(self, result: LabResult) -> None:
        lab = self._lab
        if result.edited.base is not lab.origin.network:
            return  # another network was chosen meanwhile
        self._measurement = result.measurement
        lab.before, lab.after = result.before, result.after
        lab.set_edited(result.edited)
        self._show_accuracy()
        if result.places is None or result.logits is None or self._measurement is None:
            return
        data = self._measurement.data
        self.samples_found.emit(
            [
                ExcitingSample(data.inputs[place].reshape(IMAGE_SIDE, IMAGE_SIDE), int(data.labels[place]), float(z))
                for place, z in zip(result.places, result.logits, strict=True)
            ]
        )

    def _show_accuracy(self) -> None:
        before, after = self._lab.before, self._lab.after
        if before is None or after is None:
            return
        count = int(after.samples.sum())
        self._tab.accuracy.show_message(f"{before.accuracy:.1%} → {after.accuracy:.1%} of {count:,} digits")
        self._tab.classes.show_accuracies(before.per_class, after.per_class)

    def _failed(self, sentence: str) -> None:
        self._tab.accuracy.show_message(sentence, is_error=True)
