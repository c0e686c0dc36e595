"""The edits in the Lab: controls become edits, and a worker applies and measures them."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from mlp_desktop.controllers.kit.one_worker import OneWorker
from mlp_desktop.controllers.kit.sample_ink import ink_of
from mlp_desktop.controllers.lab.lab_data import LabData
from mlp_desktop.models.lab.lab_network import LabNetwork
from mlp_desktop.plain_words import counted
from mlp_desktop.views.lab.lab_tab import LabTab
from mlp_desktop.views.lab.neuron_pictures import ExcitingSample
from mlp_desktop.workers.lab.lab_workers import EditWorker, LabResult
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.errors import DataError, SettingError
from mlp_engine.lab.edits import (
    ActivationPinned,
    BiasSet,
    Edit,
    NeuronFreed,
    NeuronOff,
    NoiseAdded,
    TemperatureSet,
    WeightSet,
    WeightsRounded,
    WeightsScaled,
)
from mlp_engine.lab.measurement import Measurement
from mlp_engine.lab.places import EVERY_LAYER
from mlp_engine.lab.pruning import AllWeightsPruned, WeightsPruned
from mlp_engine.training.metrics import check_fits


class LabEdits(QObject):
    """Applies the newest edits in a worker, one after another: what is shown is never long behind the hand.

    Emits ``ended`` when no worker runs any more.
    """

    ended = Signal()
    samples_found = Signal(list)
    """The samples that excite the chosen neuron most."""

    def __init__(self, tab: LabTab, lab: LabNetwork, samples: LabData, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tab = tab
        self._lab = lab
        self._samples = samples
        self._data: Dataset | None = None
        self._fitting: Dataset | None = None
        self._measurement: Measurement | None = None
        self._misread: NDArray[np.int64] = np.empty(0, np.int64)
        self._asked: tuple[object, ...] | None = None
        self._seed = 0
        self._is_closed = False
        self._work = OneWorker(self)
        self._work.ended.connect(self._next)
        samples.chosen.connect(self._forget)
        samples.told.connect(self._tell)
        samples.ended.connect(self.load)
        tab.neuron.controls.requested.connect(self._change)
        tab.mathematics.temperature_changed.connect(self._set_temperature)
        tab.undo_requested.connect(self._undo)
        tab.redo_requested.connect(self._redo)
        tab.reset_requested.connect(self._reset)
        lab.wanted.connect(self._next)
        lab.neuron_chosen.connect(self._next)

    @property
    def is_running(self) -> bool:
        """Whether a worker is running."""
        return self._work.is_running

    @property
    def data(self) -> Dataset | None:
        """The data of the Lab; ``None`` until it is loaded."""
        return self._data

    @property
    def measured(self) -> Dataset | None:
        """Those of its samples that accuracies are measured on; ``None`` until they are measured."""
        return None if self._measurement is None else self._measurement.data

    @property
    def misread(self) -> NDArray[np.int64]:
        """The places among :attr:`measured` of the samples that the network misreads, shape (m,)."""
        return self._misread

    def stop(self) -> None:
        """Stop all work for good; ``ended`` follows."""
        self._is_closed = True
        self._work.stop()

    def load(self) -> None:
        """Measure on the data of the Lab, once it is loaded."""
        if self._is_closed or not self._tab.isVisible():
            return
        self._data = self._samples.find()
        self._next()

    def _forget(self) -> None:
        """Other data is wanted: what was measured does not count any more."""
        self._data = self._fitting = self._measurement = None
        self._misread = np.empty(0, np.int64)
        self._lab.before = self._lab.after = None
        self.show_accuracy()
        self.load()

    # Controls

    def _set_temperature(self, value: float) -> None:
        self._change("temperature", value, False)

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
        layers = EVERY_LAYER if self._tab.neuron.controls.every.isChecked() else layer
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
                return NoiseAdded(layers, value, self._seed)
            case "prune":
                return AllWeightsPruned(value) if self._tab.neuron.controls.as_one else WeightsPruned(layers, value)
            case "round":
                return WeightsRounded(layers, round(value))
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
        self._fitting = self._find_fitting()
        wanted = (lab.origin, lab.edits.done, lab.neuron, self._fitting)
        if self._is_closed or wanted == self._asked:
            if not self.is_running:
                self.ended.emit()
            return
        self._asked = wanted
        fits = self._measurement is not None and lab.edited.base is lab.origin.network and lab.before is not None
        measurement = self._measurement if fits else None
        worker = EditWorker(lab.edited, lab.edits.done, lab.neuron, measurement, lab.before, self._fitting)
        self._work.begin(worker, self._succeeded, self._failed)

    def _find_fitting(self) -> Dataset | None:
        """The data, if the network can read it."""
        if self._data is not None:
            try:
                check_fits(self._lab.origin.network, self._data)
            except DataError as error:
                self._tell(str(error), True)
                return None
        return self._data

    def _succeeded(self, result: LabResult) -> None:
        lab = self._lab
        assert self._asked is not None, "it was asked for"
        if result.edited.base is not lab.origin.network or self._asked[-1] is not self._fitting:
            return  # another network or other data was chosen meanwhile
        self._measurement, self._misread = result.measurement, result.misread
        # Where another neuron alone was asked for, nothing else of the network is shown, or looked for, a second time.
        is_known = lab.before is not None and result.edited.edits == lab.edited.edits
        lab.before, lab.after = result.before, result.after
        if not is_known:
            lab.set_edited(result.edited)
        self.show_accuracy()
        data, found = self.measured, []
        if data is not None and result.places is not None and result.logits is not None:
            found = [
                ExcitingSample(ink_of(data.inputs[place]), int(data.labels[place]), float(z))
                for place, z in zip(result.places, result.logits, strict=True)
            ]
        self.samples_found.emit(found)

    def show_accuracy(self) -> None:
        """Show the accuracies before all edits and now."""
        before, after = self._lab.before, self._lab.after
        if before is None or after is None:
            self._tab.classes.show_accuracies(None, None)
            return
        count = int(after.samples.sum())
        self._tab.accuracy.show_message(f"{before.accuracy:.1%} → {after.accuracy:.1%} of {counted(count, 'digit')}")
        self._tab.classes.show_accuracies(before.per_class, after.per_class)

    def _failed(self, sentence: str) -> None:
        self._tell(sentence, True)

    def _tell(self, sentence: str, is_error: bool) -> None:
        self._tab.accuracy.show_message(sentence, is_error=is_error)
