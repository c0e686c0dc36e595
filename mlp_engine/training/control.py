"""The control of a running training from another thread: pause, resume, step, change and stop."""

import threading
import time
from collections.abc import Callable, Iterable

from mlp_engine.perceptron.config import AugmentationName, TrainingConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.training.history import CHANGEABLE, Change, Changeable
from mlp_engine.validation import check_number


class RunControl:
    """The user's requests to a running training, which the training polls after every minibatch.

    All methods may be called from any thread.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._stopped = False
        self._paused = False
        self._steps = 0
        self._epochs = 0
        self._is_step_next = False
        self._is_epoch_next = False
        self._pace: float | None = None
        self._due = 0.0
        self._minibatches = 0
        self._changes: dict[Changeable, float | str] = {}
        self._network: Network | None = None
        self._receivers: list[Callable[[Network], None]] = []
        self._paused_seconds = 0.0

    def __repr__(self) -> str:
        state = "stopped" if self._stopped else "paused" if self._paused else "running"
        return f"RunControl({state})"

    @property
    def is_paused(self) -> bool:
        """Whether the training is paused, apart from requested steps."""
        return self._paused

    @property
    def is_watched_step(self) -> bool:
        """Whether the next minibatch is to be measured: asked for by :meth:`step` in a pause, or in slow motion.

        In slow motion that is also the minibatch that a pause came too late for: it is the last one that a person sees.
        """
        return self._is_step_next or (self._pace is not None and not self._is_epoch_next)

    @property
    def pace(self) -> float | None:
        """Minibatches a second in slow motion; ``None`` at full speed."""
        return self._pace

    @property
    def is_stopped(self) -> bool:
        """Whether the training was requested to stop."""
        return self._stopped

    @property
    def minibatches(self) -> int:
        """Minibatches that were done under this control; a receiver of a network may ask how many led to its copy."""
        return self._minibatches

    @property
    def paused_seconds(self) -> float:
        """Seconds that the training has been paused so far."""
        return self._paused_seconds

    def pause(self) -> None:
        """Pause after the current minibatch; this also ends a step of an epoch."""
        with self._changed:
            self._paused = True
            self._epochs = 0
            self._changed.notify_all()

    def resume(self) -> None:
        """Continue a paused training."""
        with self._changed:
            self._paused = False
            self._steps = self._epochs = 0
            self._changed.notify_all()

    def set_pace(self, minibatches_a_second: float | None) -> None:
        """Train in slow motion, so many minibatches a second at most; ``None`` for full speed.

        The time that the training waits counts as a pause.

        Raises:
            SettingError: if it is not a number above 0.
        """
        if minibatches_a_second is not None:
            check_number("Minibatches a second", minibatches_a_second, above=0)
        with self._changed:
            self._pace = minibatches_a_second
            self._changed.notify_all()

    def step(self) -> None:
        """Let a paused training do one minibatch."""
        with self._changed:
            self._steps += 1
            self._changed.notify_all()

    def step_epoch(self) -> None:
        """Let a paused training continue to the end of its current epoch."""
        with self._changed:
            self._epochs += 1
            self._changed.notify_all()

    def change(
        self,
        *,
        learning_rate: float | None = None,
        l1: float | None = None,
        l2: float | None = None,
        momentum: float | None = None,
        dropout: float | None = None,
        batch_size: int | None = None,
        augmentation: AugmentationName | None = None,
        noise: float | None = None,
        rotation: float | None = None,
        shift: float | None = None,
    ) -> None:
        """Change settings from the next minibatch on; ``None`` leaves a setting unchanged.

        The learning rate is that of the settings, which a schedule continues to lower. Dropout is one share for all
        hidden layers. The momentum is ignored if the optimizer has none, and so is the augmentation if the samples
        are no digit images. Rotation and shift have an effect while there is an augmentation.

        Raises:
            SettingError: if a value is not allowed; then nothing is changed.
        """
        values = (learning_rate, l1, l2, momentum, dropout, batch_size, augmentation, noise, rotation, shift)
        wanted: Iterable[tuple[Changeable, float | str | None]] = zip(CHANGEABLE, values, strict=True)
        changes: dict[Changeable, float | str] = {what: value for what, value in wanted if value is not None}
        for what, value in changes.items():
            Change(0, what, value).apply(TrainingConfig())  # the settings' own check
        with self._changed:
            self._changes |= changes

    def take_changes(self) -> dict[Changeable, float | str]:
        """Called by the training: returns the changes since the last call."""
        if not self._changes:
            return {}
        with self._changed:
            changes, self._changes = self._changes, {}
        return changes

    def request_network(self, receive: Callable[[Network], None]) -> None:
        """Request a copy of the network after the current minibatch, paused or not.

        ``receive`` is called with it in the training's thread, but not at all if the training has ended. Requests made
        before the training answers them get the same copy.
        """
        with self._changed:
            self._receivers.append(receive)
            self._changed.notify_all()

    def stop(self) -> None:
        """Stop the training after the current minibatch, paused or not."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def set_network(self, network: Network) -> None:
        """Called by the training: sets the network that :meth:`request_network` copies."""
        self._network = network

    def wait_while_paused(self, *, epoch_ended: bool = False) -> bool:
        """Called by the training after every minibatch: blocks while it is paused.

        Args:
            epoch_ended: whether the last minibatch was the last one of its epoch.

        Returns:
            Whether the training should continue.
        """
        self._minibatches += 1
        if self._receivers:
            with self._changed:
                self._answer_requests()
        if self._pace is not None:
            self._wait_until_due()
        self._is_step_next = self._is_epoch_next = False
        if self._paused:
            self._wait(epoch_ended)
        return not self._stopped

    def _answer_requests(self) -> None:
        if not self._receivers or self._network is None:
            return
        receivers, self._receivers = self._receivers, []
        network = self._network.copy()
        for receive in receivers:
            receive(network)

    def _wait_until_due(self) -> None:
        """Wait for the next minibatch of the slow motion, unless the user pauses or stops meanwhile."""
        began = now = time.perf_counter()
        with self._changed:
            while self._pace is not None and not self._paused and not self._stopped:
                left = self._due + 1 / self._pace - now
                if left <= 0:
                    break
                self._answer_requests()
                self._changed.wait(min(left, threading.TIMEOUT_MAX))
                now = time.perf_counter()
        self._due = now
        self._paused_seconds += now - began

    def _wait(self, epoch_ended: bool) -> None:
        began = time.perf_counter()
        with self._changed:
            if epoch_ended:
                self._epochs = max(self._epochs - 1, 0)
            while not (self._stopped or not self._paused or self._steps > 0 or self._epochs > 0):
                self._answer_requests()
                self._changed.wait()
            self._is_step_next = self._steps > 0 and not self._epochs
            self._is_epoch_next = self._epochs > 0
            self._steps = max(self._steps - 1, 0)
        self._paused_seconds += time.perf_counter() - began
