"""The diagnosis of a run, during it and at its end, and its two best cures, which can be put into the form."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject

from mlp_desktop.controllers.train.training_words import summary, trend
from mlp_desktop.models.train.run_curves import RunCurves
from mlp_desktop.views.train.train_tab import TrainTab
from mlp_engine.diagnosis.diagnosis import Diagnosis, Standing
from mlp_engine.diagnosis.finding import Cure, Finding, Value
from mlp_engine.perceptron.config import OUTPUT_LOSS_PAIRS, NetworkConfig, TrainingConfig
from mlp_engine.training.result import TrainingResult
from mlp_engine.training.setting import Setting
from mlp_engine.training.settings import SETTINGS

NOTHING_WRONG = "Nothing looks wrong."
APPLIED = "{} is in the form now. Press Start to try it."


class Advice(QObject):
    """Diagnoses one run after the other. Its words follow from the record of the run, not from when it is looked at."""

    def __init__(self, tab: TrainTab, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tab = tab
        self._line = tab.curves.diagnosis
        self._settings = (NetworkConfig(), TrainingConfig())
        self._diagnosis: Diagnosis | None = None
        self._line.cure_requested.connect(self._apply_best)
        self._line.other_requested.connect(self._apply_second)

    def begin(self, network: NetworkConfig, training: TrainingConfig) -> None:
        """Begin a run with these settings."""
        self._settings = (network, training)
        self._diagnosis = None
        self._line.clear()
        self._line.set_usable(False)
        self._tab.curves.show_evidence(None, None)

    def begun(self, samples: int, available: int) -> None:
        """Take in the number of training samples, and of all samples of the data, or 0 if that is not known."""
        network, training = self._settings
        chosen = round(samples / (1 - training.validation))
        self._diagnosis = Diagnosis(network, training, samples, unused=max(available - chosen, 0))

    def watch(self, curves: RunCurves) -> None:
        """Diagnose the running training."""
        if self._diagnosis is not None:
            self._diagnosis.watch(curves.records, curves.changes)
            self._show(self._diagnosis, curves)

    def end(self, curves: RunCurves, result: TrainingResult) -> None:
        """Diagnose the ended run."""
        if self._diagnosis is not None:
            self._diagnosis.watch(result.history.epochs, result.history.changes)
            self._diagnosis.end(diverged=result.outcome == "diverged")
            self._show(self._diagnosis, curves)
        self._line.set_usable(True)

    @property
    def _cures(self) -> tuple[Cure, ...]:
        """The two best cures, of those that change nothing that a lesson hides."""
        finding = None if self._diagnosis is None else self._diagnosis.finding
        if finding is None:
            return ()
        return tuple(cure for cure in finding.cures if all(map(self._tab.form.shows, cure_texts(cure.settings))))[:2]

    def _show(self, diagnosis: Diagnosis, curves: RunCurves) -> None:
        finding, cures = diagnosis.finding, self._cures
        if finding is None:
            words = trend(curves)
            calm = words and "rising" not in words and diagnosis.is_clean
            self._line.show_words(f"{words} {NOTHING_WRONG}" if calm else words)
        else:
            best, second = [*((cure.label, _tip(cure)) for cure in cures), ("", ""), ("", "")][:2]
            self._line.show_words(finding.sentence, *best, other=second, kind=finding.kind)
        self._line.show_evidence("" if finding is None else evidence_words(finding), past_words(diagnosis.past))
        self._tab.curves.show_evidence(finding and finding.epochs, finding and finding.layer)
        self._tab.set_summary(summary(curves, finding))

    def _apply_best(self) -> None:
        self._apply(0)

    def _apply_second(self) -> None:
        self._apply(1)

    def _apply(self, place: int) -> None:
        if place >= len(self._cures):
            return
        cure = self._cures[place]
        values = cure_texts(cure.settings)
        self._tab.form.set_values(values)
        for key in values:
            self._tab.form.edited.emit(key)
        self._tab.show_message(APPLIED.format(_changes(cure)))


def evidence_words(finding: Finding) -> str:
    """How sure a finding is, and what it rests on: "Sure · epochs 6 to 20 · training accuracy 100.0%, …"."""
    parts = [finding.sure.capitalize()]
    if finding.epochs is not None:
        first, last = finding.epochs
        parts.append(f"epoch {first}" if first == last else f"epochs {first} to {last}")
    if finding.layer is not None:
        parts.append(f"layer {finding.layer}")
    return " · ".join([*parts, ", ".join(map(str, finding.evidence))])


def past_words(past: Sequence[Standing]) -> str:
    """The findings before, the newest first: "Before: rate too high (epochs 3 to 9)"; empty if there were none."""
    spans = [f"{each.finding.kind} (epochs {each.first} to {each.last})" for each in reversed(past)]
    return f"Before: {', '.join(spans)}" if spans else ""


def cure_texts(settings: Mapping[str, Value]) -> dict[str, str]:
    """The settings of a cure as texts of the form, in which output and loss are one field."""
    texts = {name: SETTINGS[name].text(value) for name, value in settings.items()}
    if loss := texts.pop("loss", None):
        output = next(output for output, its_loss in OUTPUT_LOSS_PAIRS if its_loss == loss)
        texts["output"] = f"{output}+{loss}"
    return texts


def _changes(cure: Cure) -> str:
    """In the words of the form: "Learning rate 0.03"."""
    settings = [(SETTINGS[name], value) for name, value in cure.settings.items()]
    return " and ".join(f"{setting.label} {_value_words(setting, value)}" for setting, value in settings)


def _value_words(setting: Setting, value: Value) -> str:
    """A value as the form shows it: a choice by its label."""
    if not setting.choices:
        return setting.words(value)
    names = value if isinstance(value, tuple) else (value,)
    return ", ".join(dict.fromkeys(setting.label_of(str(name)) for name in names))


def _tip(cure: Cure) -> str:
    return f"Puts {_changes(cure)} into the form, once the run has ended."
