"""The sweep form as it is filled and edited, and the number and duration of the trainings it describes."""

from PySide6.QtCore import QObject, QTimer

from mlp_desktop.controllers.kit.data_chooser import MNIST, DataChooser, chosen_again, fitted, show_arrangement, turned
from mlp_desktop.controllers.sweeps.sweep_form import (
    BASES,
    LESSON_SENTENCE,
    LESSON_VALUES,
    NOISY,
    NOISY_VALUES,
    RANDOM,
    SEARCHES,
    SMALL,
    SMALL_VALUES,
    TRAIN_TAB,
    SweepReading,
    read_sweep,
)
from mlp_desktop.controllers.sweeps.sweep_time import sweep_seconds
from mlp_desktop.controllers.sweeps.sweep_words import base_line, plan_line
from mlp_desktop.controllers.train.estimate_words import SUPPOSED_SAMPLES, samples_used
from mlp_desktop.controllers.train.training_settings import FormReading, read_form
from mlp_desktop.models.train.loaded_data import PRACTICE
from mlp_desktop.views.sweeps.sweep_fields import AXES
from mlp_desktop.views.window.main_window import MainWindow
from mlp_desktop.workers.sweeps.sweep_workers import SweepOrder
from mlp_engine.machine import cores
from mlp_engine.sweeps import PARAMETERS, comma_warning
from mlp_engine.training.estimate import machine_slowness

MILLISECONDS_OF_TYPING = 150
_FIRST = LESSON_VALUES | {
    "samples": "",
    "base": TRAIN_TAB,
    "values1": PARAMETERS["l1"].example,
    "values2": PARAMETERS["l2"].example,
    "seeds": "1",
    "epochs": "10",
}
"""The texts of the form at the start."""


class SweepPlanController(QObject):
    """Fills and checks the form, and shows a sentence beside each wrong field."""

    def __init__(self, window: MainWindow, data: DataChooser, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._tab = window.compare_tab
        self._form = window.compare_tab.form
        self._data = data
        # To plan a large sweep takes long, so it is done when the person pauses typing.
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(MILLISECONDS_OF_TYPING)
        self._typing.timeout.connect(self._check)
        self._offer()
        data.changed.connect(self._offer_data)
        window.tabs.currentChanged.connect(self._check)
        self._form.edited.connect(self._edited)
        self._form.arrangement.chosen.connect(self._arrange)
        self._form.arrangement.fitted.connect(self._fit)
        self._form.lesson_requested.connect(self._fill_lesson)

    def order(self) -> SweepOrder | None:
        """The sweep that the form describes; ``None`` if a field is wrong."""
        self._check()
        return self._read().order

    def _offer(self) -> None:
        names = [("", "–"), *((name, setting.label) for name, setting in PARAMETERS.items())]
        for number in range(1, AXES + 1):
            self._form.set_choices(f"setting{number}", names)
        self._form.set_choices("search", SEARCHES)
        self._form.set_choices("base", BASES)
        self._form.set_hint("workers", f"{cores()}: one per core")
        self._form.set_values(_FIRST)
        self._offer_data()
        self._show_hints()

    def _offer_data(self) -> None:
        offered = list(dict(self._data.choices))
        source = chosen_again(self._form.values()["data"], offered, offered[0])
        self._form.set_choices("data", self._data.choices)
        self._choose_data(source)

    def _choose_data(self, source: str) -> None:
        self._form.set_values({"data": source})
        show_arrangement(self._form.arrangement, source)
        self._check()

    def _arrange(self, words: str) -> None:
        self._turn(turned(self._form.values()["data"], words))

    def _fit(self, fits: bool) -> None:
        self._turn(fitted(self._form.values()["data"], fits))

    def _turn(self, source: str) -> None:
        self._data.offer_turned(source)
        self._choose_data(source)

    def _fill_lesson(self) -> None:
        practice = bool(self._data.obstacle(MNIST))
        self._form.set_values(LESSON_VALUES | {"data": PRACTICE if practice else MNIST})
        self._show_hints()
        self._choose_data(self._form.values()["data"])
        self._form.set_lesson_words(LESSON_SENTENCE)
        words = "MNIST is not downloaded yet. Practice digits work too. " if practice else ""
        self._tab.show_message(f"{words}Press Start.")
        self._tab.focus_start()

    def _edited(self, key: str) -> None:
        self._form.set_lesson_words("")
        if key == "data":
            show_arrangement(self._form.arrangement, self._form.values()["data"])
        if key.startswith("setting"):
            self._form.set_values({key.replace("setting", "values"): ""})
            self._show_hints()
        self._typing.start()

    def _show_hints(self) -> None:
        values = self._form.values()
        for number in range(1, AXES + 1):
            name = values[f"setting{number}"]
            self._form.set_hint(f"values{number}", PARAMETERS[name].example if name else "")
            self._form.set_usable(f"values{number}", bool(name))
        self._form.set_usable("count", values["search"] == RANDOM)
        self._form.set_usable("workers", not values["scheduler"].strip())

    def _base(self) -> FormReading:
        small = {SMALL: SMALL_VALUES, NOISY: NOISY_VALUES}
        return read_form(small.get(self._form.values()["base"], self._window.train_tab.form.values()))

    def _read(self) -> SweepReading:
        values = self._form.values()
        reading = read_sweep(values, self._base())
        if obstacle := self._data.obstacle(values["data"]):
            return SweepReading(None, reading.errors | {"data": obstacle})
        return reading

    def _check(self) -> None:
        self._typing.stop()
        if self._window.tabs.currentWidget() is not self._tab:
            return  # the Train tab may still be edited, and the first estimate takes time: it measures this machine
        base, reading = self._base(), self._read()
        self._show_hints()
        for key in self._form.values():
            if not key.startswith("setting"):
                self._form.set_error(key, reading.errors.get(key) or self._doubt(key))
        self._form.set_base_words(base_line(base.network, base.training))
        self._tab.set_ready(reading.order is not None)
        self._tab.set_plan("" if reading.order is None else self._plan(reading.order))

    def _doubt(self, key: str) -> str:
        """A warning about the text of a field that can be used as it is; empty if there is none."""
        values = self._form.values()
        number = key.removeprefix("values")
        return comma_warning(f"{values[f'setting{number}']}={values[key]}") if number != key else ""

    def _plan(self, order: SweepOrder) -> str:
        samples = samples_used(order.source, order.choice)
        at_once = 1 if order.scheduler else order.workers or cores()
        seconds = sweep_seconds(order.sweep, samples or SUPPOSED_SAMPLES, at_once, machine_slowness())
        supposed = 0 if samples or order.choice.slice != "all" else SUPPOSED_SAMPLES
        return plan_line(order.sweep, seconds, at_once, cluster=bool(order.scheduler), supposed=supposed)
