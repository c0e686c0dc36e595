"""Practice digits drawn by several processes: each digit has its own random stream, so it is the same from any of them.

A helper is a process that draws every n-th digit and writes 784 bytes for each to its output. It is started
by a command and not forked, because forking a program with threads is unsafe, and it imports nothing of the program
that called. Where no helper can be started, or one dies, what is missing is drawn here.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import IMAGE_PIXELS
from mlp_engine.datasets.practice import practice_image
from mlp_engine.machine import cores

FEWEST = 400
"""Digits below which a helper would not have started before they are drawn: it takes half a second."""

MOST_HELPERS = 7

_COMMAND = "from mlp_engine.datasets.practice_helpers import send; send()"
_THREAD_SETTINGS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def draw_practice(
    images: NDArray[np.uint8], done: int, seed: int, on_progress: Callable[[int], None] | None = None
) -> None:
    """Draw the digits from place ``done`` on into ``images``, shape (n, 784), on all processors.

    Args:
        images: filled in the order of the places, as far as ``on_progress`` reports; beyond that perhaps in part.
        done: how many are there already.
        seed: of everything random.
        on_progress: called with the number of digits so far, after each; an error in it ends the drawing.
    """
    count = len(images)
    there = np.zeros(count, np.bool_)
    there[:done] = True
    number = _helpers_for(count - done)
    helpers = [_Helper(images, there, range(done + 1 + each, count, number + 1), seed) for each in range(number)]
    # First what is nobody else's; then, from the end on, what a slower helper has not yet got to.
    places = [*range(done, count, number + 1), *reversed(range(done, count))] if number else range(done, count)
    try:
        for place in places:
            if not there[place]:
                images[place] = practice_image(place, seed)
                there[place] = True
            while done < count and there[done]:
                done += 1
                if on_progress is not None:
                    on_progress(done)
            if done == count:
                break
    finally:
        for helper in helpers:
            helper.end()


def send() -> None:
    """What a helper does: draw the digits that its arguments name, and write them to the standard output."""
    start, stop, step, seed = map(int, sys.argv[1:])
    for place in range(start, stop, step):
        sys.stdout.buffer.write(practice_image(place, seed).tobytes())
        sys.stdout.buffer.flush()


def _helpers_for(missing: int) -> int:
    if missing < FEWEST or getattr(sys, "frozen", False) or not sys.executable:
        return 0
    return min(cores() - 1, MOST_HELPERS)


class _Helper:
    """A helper, and the thread that takes what it has drawn."""

    def __init__(self, images: NDArray[np.uint8], there: NDArray[np.bool_], places: range, seed: int) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        here = str(Path(__file__).parents[2])
        environment = os.environ | dict.fromkeys(_THREAD_SETTINGS, "1")
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, (here, os.environ.get("PYTHONPATH"))))
        numbers = (places.start, places.stop, places.step, seed)
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _COMMAND, *map(str, numbers)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError:
            return
        self._thread = Thread(target=self._take, args=(images, there, places), name="practice digits", daemon=True)
        self._thread.start()

    def _take(self, images: NDArray[np.uint8], there: NDArray[np.bool_], places: range) -> None:
        assert self._process is not None, "a thread has a process"
        assert self._process.stdout is not None, "its output is a pipe"
        for place in places:
            pixels = self._process.stdout.read(IMAGE_PIXELS)
            if len(pixels) < IMAGE_PIXELS:
                return  # it has died
            if not there[place]:
                images[place] = np.frombuffer(pixels, np.uint8)
                there[place] = True

    def end(self) -> None:
        """Stop it, if it is still at work, and forget what it has not sent."""
        if self._process is None:
            return
        self._process.kill()
        self._thread.join()
        assert self._process.stdout is not None, "its output is a pipe"
        self._process.stdout.close()
        self._process.wait()
