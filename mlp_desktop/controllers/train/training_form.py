"""The training form: filled, checked as it is edited, with an estimate of the time and the size of a run."""

from collections.abc import Mapping
from typing import cast

from PySide6.QtCore import QObject

from mlp_desktop.controllers.kit.data_chooser import MNIST, Choice, DataChooser
from mlp_desktop.controllers.train.estimate_words import estimate_line, samples_used, total_line
from mlp_desktop.controllers.train.form_checks import strong_l2
from mlp_desktop.controllers.train.presets import PRESETS
from mlp_desktop.controllers.train.training_settings import (
    FIRST_VALUES,
    hidden_layers,
    lost_settings,
    more_words,
    read_form,
    run_values,
    without_effect,
)
from mlp_desktop.models.train.loaded_data import LARGE_PRACTICE, PRACTICE, PRACTICE_SIZES
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.window.main_window import MainWindow
from mlp_engine.perceptron.config import DEFAULT_LEARNING_RATES, NetworkConfig, OptimizerName
from mlp_engine.runs import StoredRun
from mlp_engine.training.settings import SETTINGS


class TrainingFormController(QObject):
    """Fills the form with choices, presets and remembered values, and shows a sentence beside each wrong field.

    Attributes:
        data: the chooser of the data that the form names.
    """

    def __init__(
        self,
        window: MainWindow,
        settings: Settings,
        also_saved: NetworkConfig | None,
        parent: QObject | None = None,
    ) -> None:
        """Fill the form of ``window``; a weights file also holds the reject network, whose config is ``also_saved``."""
        super().__init__(parent)
        self._window = window
        self._tab = window.train_tab
        self._form = window.train_tab.form
        self.data = DataChooser(window, settings, self._tab, self._form, _data_sets, self)
        self._also_saved = also_saved
        self._learning_rate_was_typed = False
        self._errors: dict[str, str] = {}
        self._fill_first(settings)
        self.data.changed.connect(self._check)
        window.tabs.currentChanged.connect(self._check)
        self._form.edited.connect(self._edited)
        self._tab.correction_requested.connect(self._show_first_error)
        self._form.presets.chosen.connect(self._choose_preset)
        self._form.presets.reset_requested.connect(self._reset)

    def propose(self, run: StoredRun) -> list[str]:
        """Put the settings of a run into the form; returns the names of those that the form cannot hold."""
        self.data.offer_also(run.source)
        self._form.set_values(run_values(run))
        self._check()
        return lost_settings(run, self._form.values())

    def fill(self, values: Mapping[str, str]) -> None:
        """Fill the form with these texts; data that is not on offer stays as it is."""
        if "data" in values:
            self.data.choose(values["data"])
        self._form.presets.forget()
        self._fill(values)

    def _fill_first(self, settings: Settings) -> None:
        self._form.presets.offer([(preset.name, preset.sentence) for preset in PRESETS])
        self.data.offer()
        remembered, known = settings.training_form, self._form.values()
        self._form.set_values(FIRST_VALUES | {key: text for key, text in remembered.items() if key in known})
        self._check()

    def _choose_preset(self, name: str) -> None:
        values = next(preset.values for preset in PRESETS if preset.name == name)
        self.data.choose(values["data"])
        self._fill(values)

    def _reset(self) -> None:
        if self.data.obstacle(self.data.source):  # a preset chose MNIST, which is not there
            self.data.choose(PRACTICE)
        self._form.presets.forget()
        self._fill(FIRST_VALUES)

    def _fill(self, values: Mapping[str, str]) -> None:
        self._learning_rate_was_typed = False
        self._form.set_values(values)
        self._check()

    def _show_first_error(self) -> None:
        """Go to the first wrong field, and say below the curves what is wrong with it."""
        first = next((key for key in self._form.values() if key in self._errors), None)
        if first is not None:
            self._form.reveal(first)
            self._tab.show_message(self._errors[first])

    def _edited(self, key: str) -> None:
        self._learning_rate_was_typed |= key == "learning_rate"
        if key == "optimizer" and not self._learning_rate_was_typed:
            # A learning rate that suits one optimizer can make another diverge at once.
            optimizer = cast("OptimizerName", self._form.values()["optimizer"])
            self._form.set_values({"learning_rate": SETTINGS["learning_rate"].text(DEFAULT_LEARNING_RATES[optimizer])})
        self._check()

    def _check(self) -> None:
        layers = hidden_layers(self._form.values()["hidden"])
        if layers is not None:
            self._form.set_layers(layers)
        values = self._form.values()
        reading = read_form(values)
        errors = dict(reading.errors)
        self.data.show_arrangement()
        if obstacle := self.data.obstacle(values["data"]):
            errors["data"] = obstacle
        rested = without_effect(values)
        for key in values:
            self._form.set_error(key, errors.get(key, ""))
            self._form.set_usable(key, key not in rested)
        if not errors:
            self._form.set_note("l2", strong_l2(reading.training, samples_used(values["data"], reading.samples)))
        self._form.set_folds(reading.folds)
        self._form.set_more_words(more_words(values, errors))
        self._errors = errors
        self._tab.set_ready(not errors)
        # The first estimate measures this machine; the start of the program must not wait for that.
        if self._window.tabs.currentWidget() is self._tab:
            self._form.set_estimate(estimate_line(reading, values["data"], self._also_saved))
            if not errors:
                self._form.set_note("epochs", total_line(reading, values["data"]))


def _data_sets(is_mnist_fetched: bool) -> list[Choice]:
    """Data sets to train on; those that can be used at once come first."""
    names = (PRACTICE, LARGE_PRACTICE)
    practice = [
        (name, f"Practice digits, {size:,} (no download)") for name, size in zip(names, PRACTICE_SIZES, strict=True)
    ]
    if is_mnist_fetched:
        return [(MNIST, "MNIST, 60,000 digits"), *practice]
    return [*practice, (MNIST, "MNIST (not downloaded yet)")]
