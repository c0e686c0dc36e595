"""Pause, resume, single-step, change and stop a training from another thread."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace

from mlp_engine.perceptron.config import TrainingConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.training.history import CHANGEABLE, Changeable


class RunControl:
    """What a person wants of a running training; the training polls it after every minibatch.

    All methods may be called from any thread.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._stopped = False
        self._paused = False
        self._steps = 0
        self._epochs = 0
        self._changes: dict[Changeable, float] = {}
        self._network: Network | None = None
        self._receivers: list[Callable[[Network], None]] = []
        self._paused_seconds = 0.0

    def __repr__(self) -> str:
        state = "stopped" if self._stopped else "paused" if self._paused else "running"
        return f"RunControl({state})"

    @property
    def is_paused(self) -> bool:
        """Whether the training waits after its current minibatch, steps that were asked for aside."""
        return self._paused

    @property
    def is_stopped(self) -> bool:
        """Whether the training was asked to stop."""
        return self._stopped

    @property
    def paused_seconds(self) -> float:
        """How long the training has waited so far."""
        return self._paused_seconds

    def pause(self) -> None:
        """Wait after the current minibatch; this ends a step of an epoch, too."""
        with self._changed:
            self._paused = True
            self._epochs = 0

    def resume(self) -> None:
        """Go on."""
        with self._changed:
            self._paused = False
            self._steps = self._epochs = 0
            self._changed.notify_all()

    def step(self) -> None:
        """Let a paused training do one more minibatch."""
        with self._changed:
            self._steps += 1
            self._changed.notify_all()

    def step_epoch(self) -> None:
        """Let a paused training go on to the end of its current epoch."""
        with self._changed:
            self._epochs += 1
            self._changed.notify_all()

    def change(self, *, learning_rate: float | None = None, l1: float | None = None, l2: float | None = None) -> None:
        """Train with these from the next minibatch on; ``None`` leaves a setting as it is.

        The learning rate is that of the settings: a schedule goes on lowering it as before.

        Raises:
            SettingError: if one of them cannot be; then none is changed.
        """
        wanted = zip(CHANGEABLE, (learning_rate, l1, l2), strict=True)
        changes: dict[Changeable, float] = {what: value for what, value in wanted if value is not None}
        for what, value in changes.items():
            replace(TrainingConfig(), **{what: value})  # the settings' own check
        with self._changed:
            self._changes |= changes

    def take_changes(self) -> dict[Changeable, float]:
        """Called by the training: what was changed since it last asked."""
        if not self._changes:
            return {}
        with self._changed:
            changes, self._changes = self._changes, {}
        return changes

    def ask_for_network(self, receive: Callable[[Network], None]) -> None:
        """Have ``receive`` called with a copy of the network, as it is after the current minibatch, paused or not.

        It is called in the training's thread, and not at all if the training has ended. All who ask before the
        training comes to it get the same copy.
        """
        with self._changed:
            self._receivers.append(receive)
            self._changed.notify_all()

    def stop(self) -> None:
        """End after the current minibatch, paused or not."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def trains(self, network: Network) -> None:
        """Called by the training: this is the network that it changes, for who asks for it."""
        self._network = network

    def wait_while_paused(self, *, epoch_ended: bool = False) -> bool:
        """Called by the training after every minibatch: blocks for as long as it is paused.

        Args:
            epoch_ended: whether the last minibatch was its epoch's last one.

        Returns:
            Whether the training is to go on.
        """
        if self._receivers:
            with self._changed:
                self._hand_out()
        if self._paused:
            self._wait(epoch_ended)
        return not self._stopped

    def _hand_out(self) -> None:
        if not self._receivers or self._network is None:
            return
        receivers, self._receivers = self._receivers, []
        network = self._network.copy()
        for receive in receivers:
            receive(network)

    def _wait(self, epoch_ended: bool) -> None:
        began = time.perf_counter()
        with self._changed:
            if epoch_ended:
                self._epochs = max(self._epochs - 1, 0)
            while not (self._stopped or not self._paused or self._steps > 0 or self._epochs > 0):
                self._hand_out()
                self._changed.wait()
            self._steps = max(self._steps - 1, 0)
        self._paused_seconds += time.perf_counter() - began
