"""The chapters of the window on the page, so that the page needs no Qt: start, first curve, frames, and holds."""

from collections.abc import Iterable
from statistics import median
from types import SimpleNamespace
from typing import Any

import numpy as np
from tables import Goal, table, times, verdict

LONG_ENOUGH_TO_TELL = 15.0
"""Milliseconds of a hold that the page tells of."""


def _start(results: dict[str, Any]) -> str:
    rows: list[list[str]] = []
    for name, found in results["results"].items():
        places = [*np.percentile(found["painted"], (0, 50, 100)), median(found["quiet"])]
        rows.append([name, str(len(found["painted"])), *(f"{1000 * seconds:.0f}" for seconds in places)])
    return "\n".join(
        [
            "## Start",
            "",
            "Milliseconds from the start of the process until the window was painted for the first time, and until "
            "the program had come to rest; in turn with a bare window of PySide6 and numpy. Files are in the system's "
            "cache and compiled, for both.",
            "",
            table("what | starts | painted: fastest | median | slowest | at rest: median", rows),
        ]
    )


def _start_goals(results: dict[str, Any]) -> list[Goal]:
    goal, ratio = results["goal"], results["ratio"]
    return [Goal("Start, until the window is painted", f"at most {goal}× a bare window", times(ratio), ratio <= goal)]


def _first_curve(results: dict[str, Any]) -> str:
    rows = [
        [what, str(len(seconds)), *(f"{value:.2f}" for value in np.percentile(seconds, (0, 50, 100)))]
        for what, seconds in (
            ("the practice digits drawn", results["drawn"]),
            ("the first epoch shown", results["seen"]),
        )
    ]
    return "\n".join(
        [
            "## The first curve",
            "",
            "Seconds from the press of Start, with the form as it is in a fresh installation without network, where no "
            "practice digit has been drawn yet.",
            "",
            table("until | starts | fastest | median | slowest", rows),
        ]
    )


def _first_curve_goals(results: dict[str, Any]) -> list[Goal]:
    goal, seen = results["goal"], median(results["seen"])
    return [Goal("From Start to the first curve", f"at most {goal:g} s", f"{seen:.2f} s", seen <= goal)]


def _frame_delay(results: dict[str, Any]) -> str:
    rows: list[list[str]] = []
    for row in results["results"]:
        delays = [f"{row[what]:.1f}" for what in ("median", "p99", "max")]
        rows.append([row["situation"], f"{row['frames']:,}", *delays, verdict(row["p99"] <= results["goal"])])
    return "\n".join(
        [
            "## The window's frames",
            "",
            "Milliseconds from the moment a frame is due, sixty times a second, until the window's thread gets round "
            "to it. The network in training is 784-800-800-10.",
            "",
            table("situation | frames | median | 99 % | largest | goal", rows),
        ]
    )


def _frame_delay_goals(results: dict[str, Any]) -> list[Goal]:
    worst = max(row["p99"] for row in results["results"])
    goal = results["goal"]
    return [Goal("The window's frames", f"99 % at most {goal:g} ms late", f"{worst:.1f} ms", worst <= goal)]


def _longest(holds: Iterable[dict[str, Any]]) -> dict[str, dict[str, float]]:
    """The longest hold of each action by its name, which several have."""
    found: dict[str, dict[str, float]] = {}
    for hold in holds:
        of_name = found.setdefault(hold["action"], {"clock": 0.0, "processor": 0.0})
        for what in of_name:
            of_name[what] = max(of_name[what], hold[what])
    return found


def _window_holds(results: dict[str, Any]) -> str:
    now, before = _longest(results["results"]), _longest(results["before"])
    both = {action: max(found["processor"], before.get(action, found)["processor"]) for action, found in now.items()}
    told = [action for action in sorted(both, key=lambda action: -both[action]) if both[action] >= LONG_ENOUGH_TO_TELL]
    rows = [
        [action, f"{before[action]['processor']:.0f}" if action in before else "–", f"{now[action]['processor']:.0f}"]
        for action in told
    ]
    return "\n".join(
        [
            "## Holds of the window",
            "",
            f"The longest that each of {len(now)} actions held the window's thread up without a pause, in milliseconds "
            "of the processor: all that the menus and the buttons of every tab offer, one after the other, with large "
            "files, a training and an examination. "
            f"Those of {LONG_ENOUGH_TO_TELL:g} ms and more, before or now; the others took less both times.",
            "",
            table("action|before, ms|now, ms", rows),
        ]
    )


def _window_holds_goals(results: dict[str, Any]) -> list[Goal]:
    worst, goal = max(hold["processor"] for hold in results["results"]), results["goal"]
    return [Goal("The longest hold of the window", f"at most {goal:g} ms", f"{worst:.0f} ms", worst <= goal)]


CHAPTERS = {
    "start": SimpleNamespace(section=_start, goals=_start_goals),
    "first_curve": SimpleNamespace(section=_first_curve, goals=_first_curve_goals),
    "frame_delay": SimpleNamespace(section=_frame_delay, goals=_frame_delay_goals),
    "window_holds": SimpleNamespace(section=_window_holds, goals=_window_holds_goals),
}
