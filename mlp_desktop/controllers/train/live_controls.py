"""The controls of a running training: step, change the learning rate and strengths, try its network on the pad."""

import time
from dataclasses import asdict
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from mlp_desktop.controllers.train.training_settings import read_form
from mlp_desktop.controllers.train.training_words import change_words, changed_value, not_for_pad, step_words
from mlp_desktop.models.train.run_curves import RunCurves
from mlp_desktop.models.window.session import Session
from mlp_desktop.views.train.train_tab import TrainTab
from mlp_engine.arrays import IMAGE_PIXELS
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.perceptron.config import TrainingConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.training.control import RunControl
from mlp_engine.training.history import CHANGEABLE, Change, Changeable, History, MinibatchStep
from mlp_engine.weights.model_card import ModelCard

MILLISECONDS_OF_TYPING = 800
SECONDS_OF_NEWS = 4.0
TRIED = "The network as it is at this moment now reads your drawings."
ONE_SHARE = "During a run, dropout is one share for all hidden layers, such as 0.2."
NO_DIGIT_IMAGES = "Only 28×28 digit images can be distorted; noise can be added to any samples."
ASKED = "Taking the network as it is…"


class LiveControls(QObject):
    """Controls one run after the other; between two runs it does nothing."""

    _network_ready = Signal(object)  # Network, out of the training's thread

    def __init__(self, tab: TrainTab, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tab = tab
        self._session = session
        self._control: RunControl | None = None
        self._training = TrainingConfig()
        self._curves = RunCurves()
        self._inputs = IMAGE_PIXELS
        self._edited_keys: set[str] = set()
        self._refused: dict[str, str] = {}
        """Why the run can't take what is typed, by the key of the field."""
        self._samples: int | None = None
        self._obstacle = ""
        self._changed_at = 0.0
        # A number is typed digit by digit: the run must not take "0.0" on the way to "0.05".
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(MILLISECONDS_OF_TYPING)
        self._typing.timeout.connect(self._apply)
        self._network_ready.connect(self._use)
        tab.form.edited.connect(self._edited)
        tab.form.entered.connect(self._apply)
        # Queued: the form checks itself at each edit, and knows nothing of the run.
        tab.form.edited.connect(self._show_refused, Qt.ConnectionType.QueuedConnection)
        tab.minibatch_requested.connect(self._step)
        tab.pace_chosen.connect(self._set_pace)
        tab.epoch_requested.connect(self._step_epoch)
        tab.try_requested.connect(self._ask)

    def begin(self, control: RunControl, training: TrainingConfig, curves: RunCurves) -> None:
        """Begin to control a run with these settings; ``curves`` are its curves."""
        self._control, self._training, self._curves = control, training, curves
        self._inputs, self._samples = IMAGE_PIXELS, None
        self._edited_keys.clear()
        self._refused.clear()
        self._obstacle = ""
        self._changed_at = 0.0
        control.set_pace(self._tab.pace)

    def has_data(self, data: Dataset) -> None:
        """Take in the samples of the run."""
        self._inputs = data.inputs.shape[1]

    def has_begun(self, samples: int) -> None:
        """Take in the number of training samples of the run."""
        self._samples = samples

    def end(self) -> None:
        """Stop controlling: the run has ended."""
        self._control = None
        for key in self._refused:
            self._tab.form.set_error(key, "")
        self._refused.clear()
        self._typing.stop()

    def news(self) -> str:
        """The last change in words, or why there was none, for a few seconds; empty otherwise."""
        changes = self._curves.changes
        if time.monotonic() - self._changed_at > SECONDS_OF_NEWS:
            return ""
        return self._obstacle or (change_words(changes[-1]) if changes else "")

    def changed(self, change: Change) -> None:
        """Take in a change of a setting, made now or, in a resumed run, earlier."""
        self._curves.changes.append(change)
        self._training = change.apply(self._training)
        self._tell("")

    def _tell(self, obstacle: str) -> None:
        self._obstacle = obstacle
        self._changed_at = time.monotonic()

    def _step(self) -> None:
        if self._control is not None:
            self._control.step()

    def _set_pace(self) -> None:
        if self._control is not None:
            self._control.set_pace(self._tab.pace)
            if self._tab.pace is None and not self._control.is_paused:
                self._tab.loss_plot.set_step(None)

    def _step_epoch(self) -> None:
        if self._control is not None:
            self._control.step_epoch()

    def stepped(self, step: MinibatchStep) -> None:
        """Show what one minibatch did, in words and on the curve of the loss."""
        self._tab.show_message(step_words(step))
        self._tab.loss_plot.set_step(step.epoch, step.loss_before, step.loss_after)
        self._tab.loss_plot.settle()

    # Settings

    def _edited(self, key: str) -> None:
        if self._control is not None and key in CHANGEABLE:
            self._edited_keys.add(key)
            self._refused.pop(key, None)
            self._typing.start()

    def _show_refused(self) -> None:
        for key, sentence in self._refused.items():
            self._tab.form.set_error(key, sentence)

    def _apply(self) -> None:
        self._typing.stop()
        if self._control is None:
            return
        reading = read_form(self._tab.form.values())
        # Only the edited fields count: a resumed run may have settings that the form does not show.
        typed = self._edited_keys - reading.errors.keys()
        changes: dict[Changeable, Any] = {}
        for name in CHANGEABLE:
            if name not in typed:
                continue
            value = getattr(reading.training, name)
            if obstacle := self._obstacle_to(name, value):
                self._refused[name] = obstacle
                self._tell(obstacle)
                self._tab.show_message(obstacle)
                continue
            if name == "dropout":
                value = value[0] if value else 0.0
            changed = Change(0, name, value).apply(self._training)
            if changed != self._training:
                changes[name], self._training = value, changed
        self._edited_keys.clear()
        self._show_refused()
        if not changes:
            return
        self._control.change(**changes)
        if self._control.is_paused:
            words = " and ".join(changed_value(what, value) for what, value in changes.items())
            self._tab.show_message(f"From the next minibatch on: {words}.")

    def _obstacle_to(self, name: Changeable, value: Any) -> str:
        """Why a run can't take this value, in a sentence; empty where it can."""
        if name == "dropout" and len(value) > 1:
            return ONE_SHARE
        if name == "augmentation" and value != "none" and self._inputs != IMAGE_PIXELS:
            return NO_DIGIT_IMAGES
        samples = self._samples
        if name == "batch_size" and samples is not None and int(value) > samples:
            return f"Minibatch size must be at most the {samples:,} training samples of this run. Got {value:,}."
        return ""

    # The network

    def _ask(self) -> None:
        if self._control is not None:
            self._tab.show_message(ASKED)
            self._control.request_network(self._network_ready.emit)

    def _use(self, network: Network) -> None:
        if obstacle := not_for_pad(network):
            self._tab.show_message(obstacle)
            return
        epochs = self._curves.records
        card = ModelCard(training=asdict(self._training), seed=self._training.seed, epochs=len(epochs))
        self._session.use_new(network, card, History(tuple(epochs), tuple(self._curves.changes)))
        self._tab.show_message(TRIED)
