"""Pause, resume, single-step and stop a training from another thread."""

import threading
import time


class RunControl:
    """What a person wants of a running training; the training polls it after every minibatch.

    All methods may be called from any thread.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._stopped = False
        self._paused = False
        self._steps = 0
        self._paused_seconds = 0.0

    def __repr__(self) -> str:
        state = "stopped" if self._stopped else "paused" if self._paused else "running"
        return f"RunControl({state})"

    @property
    def is_paused(self) -> bool:
        """Whether the training waits after its current minibatch."""
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
        """Wait after the current minibatch."""
        with self._changed:
            self._paused = True

    def resume(self) -> None:
        """Go on."""
        with self._changed:
            self._paused = False
            self._changed.notify_all()

    def step(self) -> None:
        """Let a paused training do one more minibatch."""
        with self._changed:
            self._steps += 1
            self._changed.notify_all()

    def stop(self) -> None:
        """End after the current minibatch, paused or not."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def goes_on(self) -> bool:
        """Called by the training: waits while paused, then says whether to go on."""
        if self._paused:
            self._wait()
        return not self._stopped

    def _wait(self) -> None:
        began = time.perf_counter()
        with self._changed:
            self._changed.wait_for(lambda: self._stopped or not self._paused or self._steps > 0)
            self._steps = max(self._steps - 1, 0)
        self._paused_seconds += time.perf_counter() - began
