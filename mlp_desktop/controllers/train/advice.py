"""The diagnosis of a run, during it and at its end, and its cure, which can be put into the form."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject

from mlp_desktop.controllers.train.training_words import summary, trend
from mlp_desktop.models.train.run_curves import RunCurves
from mlp_desktop.views.train.train_tab import TrainTab
from mlp_engine.diagnosis.diagnosis import diagnose
from mlp_engine.diagnosis.layer_statistics import LayerStatistics
from mlp_engine.diagnosis.watched_run import Diagnosis, Value
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.training.history import Change, History
from mlp_engine.training.result import TrainingResult
from mlp_engine.training.settings import SETTINGS

SECONDS_BETWEEN_DIAGNOSES = 0.5
NOTHING_WRONG = "Nothing looks wrong."
APPLIED = "{} is in the form now. Press Start to try it."


class Advice(QObject):
    """Diagnoses one run after the other."""

    def __init__(self, tab: TrainTab, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tab = tab
        self._line = tab.curves.diagnosis
        self._network = NetworkConfig()
        self._training = TrainingConfig()
        self._found: Diagnosis | None = None
        self._diagnosed_at = 0.0
        self._layers: Sequence[LayerStatistics] = ()
        self._line.cure_requested.connect(self._apply)

    def begin(self, network: NetworkConfig, training: TrainingConfig) -> None:
        """Begin a run with these settings."""
        self._network, self._training = network, training
        self._found = None
        self._diagnosed_at = 0.0
        self._layers = ()
        self._line.show_words("")
        self._line.set_usable(False)

    def changed(self, change: Change) -> None:
        """Take in a change of a setting during the run."""
        self._training = replace(self._training, **{change.what: change.value})

    def set_layers(self, layers: Sequence[LayerStatistics]) -> None:
        """Take in new statistics of the layers."""
        self._layers = layers

    def watch(self, curves: RunCurves, samples: int) -> None:
        """Diagnose the running training, which has so many training samples; at most twice a second."""
        now = time.monotonic()
        if now - self._diagnosed_at >= SECONDS_BETWEEN_DIAGNOSES:
            self._diagnosed_at = now
            # Before the first epoch the weights are still the random initial ones.
            layers = self._layers if curves.records else ()
            history = History(tuple(curves.records))
            self._tell(curves, diagnose(history, self._network, self._training, samples, layers=layers))

    def end(self, curves: RunCurves, result: TrainingResult, layers: Sequence[LayerStatistics]) -> None:
        """Diagnose the ended run, with the statistics of its final layers."""
        diverged = result.outcome == "diverged"
        found = diagnose(
            result.history, self._network, self._training, result.trained_on, diverged=diverged, layers=layers
        )
        self._tell(curves, found)
        self._line.set_usable(True)

    def _tell(self, curves: RunCurves, found: Sequence[Diagnosis]) -> None:
        self._found = found[0] if found else None
        if self._found is not None:
            self._line.show_words(self._found.sentence, self._found.label, _tip(self._found))
        else:
            words = trend(curves)
            calm = words and "rising" not in words
            self._line.show_words(f"{words} {NOTHING_WRONG}" if calm else words)
        self._tab.set_summary(summary(curves, self._found))

    def _apply(self) -> None:
        if self._found is None:
            return
        values = remedy_texts(self._found.remedy)
        self._tab.form.set_values(values)
        for key in values:
            self._tab.form.edited.emit(key)
        self._tab.show_message(APPLIED.format(_changes(self._found)))


def remedy_texts(remedy: Mapping[str, Value]) -> dict[str, str]:
    """The settings of ``remedy`` as texts of the form."""
    return {name: SETTINGS[name].text(value) for name, value in remedy.items()}


def _changes(diagnosis: Diagnosis) -> str:
    """In the words of the form: "Learning rate 0.03"."""
    remedy = [(SETTINGS[name], value) for name, value in diagnosis.remedy.items()]
    return " and ".join(f"{setting.label} {setting.words(value)}" for setting, value in remedy)


def _tip(diagnosis: Diagnosis) -> str:
    return f"Puts {_changes(diagnosis)} into the form, once the run has ended."
