"""The window with the chosen samples, what they have in common, and the same samples after augmentation."""

import math
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QObject

from mlp_desktop.controllers.kit.latest_work import LatestWork, Wanted
from mlp_desktop.controllers.kit.sample_ink import ink_of, mean_inks
from mlp_desktop.controllers.train.tab_work import TabWork
from mlp_desktop.controllers.train.training import TrainingController
from mlp_desktop.controllers.train.training_settings import read_form
from mlp_desktop.controllers.train.training_words import LOADING, loading_line
from mlp_desktop.views.train.samples_dialog import SamplesDialog
from mlp_desktop.views.window.main_window import MainWindow
from mlp_desktop.workers.kit.data_workers import LoadWorker
from mlp_desktop.workers.train.averages_worker import Averages, AveragesWorker
from mlp_engine.arrays import IMAGE_PIXELS, IMAGE_SIDE
from mlp_engine.augmentation import Augmentation, add_noise, ranges_of
from mlp_engine.datasets.averages import ink_counts
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.errors import DataError
from mlp_engine.perceptron.config import AUGMENTATIONS
from mlp_engine.training.settings import SETTINGS
from mlp_engine.validation import check_choice

PREVIEWED = 10
COUNTED = 200
"""Samples whose ink is counted after a distortion."""


class SamplesWindowController(TabWork):
    """Loads the chosen data and shows its samples."""

    def __init__(self, window: MainWindow, training: TrainingController, parent: QObject | None = None) -> None:
        super().__init__(window, training, parent)
        self._source = ""
        self._samples = SampleChoice()
        self._data: Dataset | None = None
        self._rng = np.random.default_rng()
        self.dialog = SamplesDialog(window)
        self.dialog.set_augmentations(SETTINGS["augmentation"].choices)
        self.dialog.augmentation_requested.connect(self._distort)
        self._averages = LatestWork(self)
        self._averages.ended.connect(self.ended)
        self._tab.browse_requested.connect(self.begin_or_stop)

    @property
    def is_running(self) -> bool:
        """Whether data is being loaded, or gone through for its averages."""
        return super().is_running or self._averages.is_running

    def stop(self) -> None:
        """Ask all work to stop."""
        self._averages.drop()
        super().stop()

    def begin(self) -> None:
        """Show the samples, after loading them where they are not there yet."""
        values = self._tab.form.values()
        self._source, self._samples = values["data"], read_form(values).samples
        self.dialog.choose_augmentation(values["augmentation"])
        self.dialog.choose_noise(read_form(values).training.noise)
        if (data := self._training.loaded.get(self._source)) is not None:
            self._show(data)
            return
        self._tab.form.set_browsing(True)
        self._tab.show_message(LOADING)
        worker = LoadWorker(self._source)
        self._work.begin(worker, self._succeeded, self._failed, stopped=self._stopped, progressed=self._progressed)

    def _progressed(self, samples: int) -> None:
        self._tab.show_message(loading_line(self._source, samples))

    def _succeeded(self, data: Dataset) -> None:
        self._tab.show_message("The data is loaded.")
        self._training.loaded.keep(self._source, data)
        self._show(data)

    def _stopped(self) -> None:
        self._tab.show_message("The loading was stopped.")

    def _failed(self, sentence: str) -> None:
        self._tab.show_message("The data could not be loaded.")
        self._window.show_error(sentence)

    def finish(self) -> None:
        """Give the button its first words back."""
        self._tab.form.set_browsing(False)

    # The samples

    def _show(self, data: Dataset) -> None:
        try:
            data = self._samples.apply(data)
            side = _side(data)
        except DataError as error:
            self._window.show_error(str(error))
            return
        self._data = data
        self.dialog.show_samples(data.name, data.labels, self._ink_of, can_be_distorted=side == IMAGE_SIDE)
        self.dialog.ink.show_distorted(None)
        if side == IMAGE_SIDE:
            self._distort(self._tab.form.values()["augmentation"])
        self.dialog.show()
        self.dialog.activateWindow()
        self._averages.begin(Wanted(lambda: AveragesWorker(data), self._show_averages, self._failed))

    def _show_averages(self, found: Averages) -> None:
        images = mean_inks(found.means)
        assert images is not None, "samples that are shown are square images"
        self.dialog.show_averages(images, found.counts)

    def _ink_of(self, place: int) -> np.ndarray:
        """The ink of the sample at ``place``, uint8, shape (side, side)."""
        if self._data is None:
            raise IndexError(place)
        return ink_of(self._data.inputs[place])

    def _distort(self, name: str) -> None:
        """Show the first sample of each class, filled up to ten, beside the same samples after this augmentation.

        The histogram shows what it makes of the ink of some hundred samples.
        """
        if self._data is None:
            return
        _, firsts = np.unique(self._data.labels, return_index=True)
        others = np.setdiff1d(np.arange(min(PREVIEWED, len(self._data))), firsts)
        places = np.concatenate([firsts, others])[:PREVIEWED]
        samples = np.stack([self._ink_of(place) for place in places.tolist()])
        some = np.unique(np.linspace(0, len(self._data) - 1, COUNTED).astype(int))
        counted = np.stack([self._ink_of(place) for place in some.tolist()])
        self.dialog.strip.show_images(samples, ink_of(self._distorted(samples, name)))
        is_plain = name == "none" and not self.dialog.noise
        self.dialog.ink.show_distorted(None if is_plain else ink_counts(self._distorted(counted, name)))

    def _distorted(self, samples: np.ndarray, name: str) -> np.ndarray:
        """Ink of shape (n, 28, 28) as a run would distort it: float32, shape (n, 784)."""
        distorted = samples.reshape(len(samples), -1).astype(np.float32) / 255
        kind = check_choice("Augmentation", name, AUGMENTATIONS)
        settings = replace(read_form(self._tab.form.values()).training, augmentation=kind)
        Augmentation(kind, IMAGE_PIXELS, ranges_of(settings)).distort(distorted, self._rng)
        if self.dialog.noise:
            add_noise(distorted, self.dialog.noise, self._rng)
        return distorted


def _side(data: Dataset) -> int:
    inputs = data.inputs.shape[1]
    side = math.isqrt(inputs)
    if side * side != inputs:
        raise DataError(f"Samples to be looked at must be square images. Got {inputs} inputs in {data.name}.")
    return side
