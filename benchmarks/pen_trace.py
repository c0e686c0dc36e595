"""Where the time of a pen event goes: each part's share of the processor's time, here and in another version.

    git worktree add ../before v1.0
    python benchmarks/pen_trace.py --before ../before --out docs/pen_latency.md

replays the same digits as ``pen_latency.py``, one event after the other, and once with the pauses of a pen, in the
window of this version and, in turn with it, of the version in the folder ``--before``, each in a process of its own.
What is counted is the time that the processor works for the window's thread, from a pen event until its answer is
painted, so that whatever else runs on the machine counts little. The parts are timed around the functions that do
them; a part's time is without that of other parts inside it.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable
from functools import cached_property, wraps
from importlib import import_module
from pathlib import Path
from statistics import median
from time import perf_counter, thread_time
from typing import Any

import numpy as np
from pen_latency import WINDOW, open_window, write_chapter
from pen_replay import EMPTY, INTERVAL, SEVEN_DIGITS, THIRTY_STROKES, Crowd, live_until, pen_events, send
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop
from PySide6.QtWidgets import QApplication

from mlp_desktop.app import Desktop
from mlp_desktop.views.kit.theme import apply_theme

EVENTS = 400
ROUNDS = 5
# What lies on the pad, and how many seconds the pen rests between two events.
SITUATIONS = {
    "an empty pad": (EMPTY, 0.0),
    "an empty pad, 8 ms between events": (EMPTY, INTERVAL),
    "the eighth digit": (SEVEN_DIGITS, 0.0),
    "30 strokes": (THIRTY_STROKES, 0.0),
}
PARTS_OF_AN_EVENT = "The parts of an event"
REST = "Qt, and the rest"

# Each part with the functions that do it: module, and name of the function or the method inside.
PARTS = {
    "smoothing of the stroke": [("mlp_engine.ink.pen_stroke", "PenStroke.columns")],
    "drawing, and what it enables": [
        ("mlp_desktop.models.draw.drawing", "Drawing.extend_stroke"),
        ("mlp_desktop.models.draw.drawing", "Drawing.start_stroke"),
        ("mlp_desktop.controllers.draw.pad_controller", "PadController._show_drawing"),
    ],
    "grouping": [("mlp_engine.reading.number_reader", "NumberReader.read")],
    "ink and digit image": [("mlp_engine.reading.number_reader", "digit_image_from_strokes")],
    "networks": [("mlp_engine.reading.number_reader", "read_image")],
    "answer handed to the window": [("mlp_desktop.controllers.draw.recognition", "Recognition._show")],
    "painting: pad": [("mlp_desktop.views.draw.drawing_pad", "DrawingPad.paintEvent")],
    "painting: bars": [("mlp_desktop.views.draw.score_bars", "ScoreBars.paintEvent")],
    "painting: answer and image": [
        ("mlp_desktop.views.draw.answer_tile", "AnswerTile.paintEvent"),
        ("mlp_desktop.views.kit.cached_widget", "CachedWidget.paintEvent"),
    ],
    "painting: tabs": [
        ("mlp_desktop.views.kit.tab_bar", "TabBar.paintEvent"),
        ("mlp_desktop.views.kit.tab_bar", "Tabs.paintEvent"),
    ],
}


class Clock:
    """The seconds of each part, without those of the parts inside it."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._running: list[str] = []
        self._since = 0.0

    def time(self, part: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """A function that does the same and is timed."""

        @wraps(function)
        def timed(*arguments: Any, **named: Any) -> Any:
            if self._running and {part[:8], self._running[-1][:8]} == {"painting"}:
                return function(*arguments, **named)  # a widget's painting, inherited
            self._switch()
            self._running.append(part)
            try:
                return function(*arguments, **named)
            finally:
                self._switch()
                self._running.pop()

        return timed

    def _switch(self) -> None:
        now = thread_time()
        if self._running:
            self.seconds[self._running[-1]] += now - self._since
        self._since = now

    def watch(self) -> None:
        """Time all parts from now on; the window must not have been built yet."""
        for part, functions in PARTS.items():
            for module, name in functions:
                *owner, attribute = name.split(".")
                place: Any = import_module(module)
                for kind in owner:
                    place = getattr(place, kind)
                found = vars(place)[attribute]
                if isinstance(found, cached_property):
                    found.func = self.time(part, found.func)
                else:
                    setattr(place, attribute, self.time(part, found))


def replay(desktop: Desktop, count: int, seed: int, crowd: Crowd, pause: float, clock: Clock) -> dict[str, float]:
    """Draw beside ``crowd`` until ``count`` presses and moves have been answered; returns milliseconds an event.

    ``pause`` is how many seconds the window lives between two events.
    """
    readings: list[None] = []

    def note() -> None:
        readings.append(None)

    desktop.reading.changed.connect(note)
    there = crowd.strokes()
    answered, taken = 0, 0.0
    clock.seconds.clear()
    for digit in pen_events(np.random.default_rng(seed), crowd.cells()[-1]):
        kept = clock.seconds.copy()
        desktop.drawing.open_strokes(there)
        settle(desktop)
        clock.seconds = kept
        for event in digit:
            counted = event.kind != QEvent.Type.MouseButtonRelease
            kept = clock.seconds.copy()
            if pause:
                live_until(perf_counter() + pause)
                clock.seconds = kept.copy()
            readings.clear()
            began = thread_time()
            send(desktop.window.draw_tab.pad, event)
            while not readings:
                QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
            QCoreApplication.sendPostedEvents(desktop.window, QEvent.Type.UpdateRequest.value)
            if counted:
                taken += thread_time() - began
                answered += 1
            else:
                clock.seconds = kept
            if answered == count:
                send(desktop.window.draw_tab.pad, digit[-1])
                settle(desktop)
                desktop.reading.changed.disconnect(note)
                found = {part: 1000 * clock.seconds[part] / count for part in PARTS}
                return {**found, REST: 1000 * taken / count - sum(found.values()), "all": 1000 * taken / count}
    raise AssertionError("there is no last digit")


def settle(desktop: Desktop) -> None:
    """Let the window finish what it has begun."""
    for _ in range(3):
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
    QCoreApplication.sendPostedEvents(desktop.window, QEvent.Type.UpdateRequest.value)


def trace(count: int, seed: int) -> dict[str, dict[str, float]]:
    """The parts in every situation, in this process."""
    clock = Clock()
    clock.watch()
    with tempfile.TemporaryDirectory() as home:
        desktop = open_window(home, WINDOW)
        found = {
            name: replay(desktop, count, seed + number, crowd, pause, clock)
            for number, (name, (crowd, pause)) in enumerate(SITUATIONS.items())
        }
        desktop.window.allow_close()
        desktop.window.close()
    return found


def begin_in(folder: Path, count: int, seed: int) -> "subprocess.Popen[str]":
    """Begin :func:`trace` with the version in a folder, in a process of its own."""
    environment = os.environ | {"PYTHONPATH": str(folder.resolve())}
    command = [sys.executable, __file__, "--child", str(seed), "--events", str(count)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def end(process: "subprocess.Popen[str]") -> dict[str, dict[str, float]]:
    """The parts in every situation, which a process of :func:`begin_in` has found."""
    text, _ = process.communicate()
    found: dict[str, dict[str, float]] = json.loads(text.splitlines()[-1])
    return found


def table(situation: str, before: list[dict[str, float]], now: list[dict[str, float]]) -> list[str]:
    """The parts in one situation, before and now: medians of the rounds."""
    lines = [f"| milliseconds: {situation} | before | now |", "| --- | --- | --- |"]
    for part in (*PARTS, REST, "all"):
        values = (median(found[part] for found in rounds) for rounds in (before, now))
        lines.append(f"| {part} | " + " | ".join(f"{value:.2f}" for value in values) + " |")
    return lines


def main() -> int:
    """Measure, print and write; returns the exit code."""
    parser = argparse.ArgumentParser(description="Says where the time of a pen event goes.")
    parser.add_argument("--before", type=Path, help="folder of another version of the program")
    parser.add_argument("--events", type=int, default=EVENTS, help=f"pen events in a situation and a round ({EVENTS})")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"turns of each version ({ROUNDS})")
    parser.add_argument(
        "--at-once", action="store_true", help="both versions at the same time, so that a busy machine is so to both"
    )
    parser.add_argument("--out", type=Path, help="Markdown file whose chapter about the parts is written anew")
    parser.add_argument("--chapter", default=PARTS_OF_AN_EVENT, help=f"heading of that chapter ({PARTS_OF_AN_EVENT})")
    parser.add_argument("--child", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child is not None:
        application = QApplication(sys.argv[:1])
        apply_theme(application)
        print(json.dumps(trace(arguments.events, arguments.child)))
        return 0
    here = Path(__file__).resolve().parents[1]
    before = here if arguments.before is None else arguments.before
    rounds: list[list[dict[str, dict[str, float]]]] = []
    for number in range(arguments.rounds):
        turns = (before, here) if number % 2 == 0 else (here, before)
        if arguments.at_once:
            found = [end(each) for each in [begin_in(folder, arguments.events, 100 * number) for folder in turns]]
        else:
            found = [end(begin_in(folder, arguments.events, 100 * number)) for folder in turns]
        rounds.append(found if number % 2 == 0 else found[::-1])
    lines = [
        f"Milliseconds of the processor for one pen event, over {arguments.events} events in each of "
        f"{arguments.rounds} rounds (medians),",
        f"two versions {'at once' if arguments.at_once else 'in turn'}; measured by `benchmarks/pen_trace.py`.",
    ]
    for situation in SITUATIONS:
        olds, news = ([both[number][situation] for both in rounds] for number in (0, 1))
        lines += ["", *table(situation, olds, news)]
    print("\n".join(lines))
    if arguments.out is not None:
        write_chapter(arguments.out, arguments.chapter, lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
