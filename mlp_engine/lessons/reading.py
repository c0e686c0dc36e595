"""Reads a lesson from a TOML file, which may come from a stranger: every entry is checked, every text is bounded.

::

    title = "L1 makes zeros"
    watch = "The share of weights near zero, under Weights."
    question = "How many weights are exactly 0?"
    answer = "About half of the first layer's."
    next = "Set L1 to 0, and L2 to 3."
    shown = ["l1", "l2", "epochs"]

    [[steps]]
    text = "L1 pulls every weight towards 0 by the same amount in each step."
    formula = "w → w − η·λ/n·sign(w)"

    [samples]
    slice = "first"
    count = 500

    [network]
    hidden = [30]

    [training]
    l1 = 1.0
    epochs = 20

The sections are those of a recipe (:mod:`mlp_engine.training.recipe`), and ``[samples]`` of
:class:`~mlp_engine.datasets.subset.SampleChoice`. Only the title and a step are required.
A lesson with ``tab = "draw"`` may name a ``small_network``: then it takes place in the Lab, which shows this network
meanwhile. A step may name the ``control`` of the window that it is about, and ``watch_control`` is the one where to
watch; names that the window does not know are of no consequence.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.errors import SettingError
from mlp_engine.files.resources import SMALL_NETWORKS, resource_path
from mlp_engine.lessons.lesson import CONTROLS, DATA, TABS, Lesson, Step
from mlp_engine.lessons.writing import lesson_text
from mlp_engine.training.recipe import network_of, parsed_toml, section_of, training_of
from mlp_engine.validation import check_choice, shortened

MAX_TITLE = 80
MAX_TEXT = 800
MAX_FORMULA = 120
MAX_STEPS = 12
MAX_CONTROL = 40
_TEXTS = ("watch", "question", "answer", "next")
_WHERE = {"tab", "small_network", "watch_control"}
_ENTRIES = {"title", "steps", *_TEXTS, *_WHERE, "data", "shown", "samples", "network", "training"}


def read_lesson(path: Path) -> Lesson:
    """Read the lesson in the file ``path``.

    Raises:
        SettingError: if the file cannot be read or is not a lesson; the sentence names the file and the wrong entry.
    """
    entries = parsed_toml(path, "lesson")
    try:
        return _lesson(path, entries)
    except SettingError as error:
        sentence = str(error)
        raise SettingError(sentence if sentence.startswith(str(path)) else f"{path}: {sentence}") from error


def checked_lesson(lesson: Lesson) -> Lesson:
    """``lesson`` as it would be read back from its file: on one line each, with its texts checked.

    Raises:
        SettingError: if a file with it would not be a lesson; the sentence names the wrong entry.
    """
    return _lesson(Path("lesson"), tomllib.loads(lesson_text(lesson)))


def bundled_lessons() -> list[Path]:
    """The files of the lessons that ship with the program, in their order."""
    return sorted(resource_path("lessons").glob("*.toml"))


def read_bundled_lessons() -> Mapping[Path, Lesson]:
    """The lessons that ship with the program, by file; they are read once, as these files do not change.

    Raises:
        SettingError: as :func:`read_lesson`.
    """
    return _read_all(tuple(bundled_lessons()))


@cache
def _read_all(paths: tuple[Path, ...]) -> Mapping[Path, Lesson]:
    return MappingProxyType({path: read_lesson(path) for path in paths})


def _lesson(path: Path, entries: dict[str, Any]) -> Lesson:
    unknown = sorted(set(entries) - _ENTRIES)
    if unknown:
        raise SettingError(f"A lesson must have entries that this version knows. Got {shortened(repr(unknown[0]))}.")
    texts = {name: _text(name, entries.get(name, ""), MAX_TEXT) for name in _TEXTS}
    title = _text("title", entries.get("title", ""), MAX_TITLE)
    if not title.strip():
        raise SettingError("title must have at least one character. Got none.")
    tab = check_choice("tab", entries.get("tab", TABS[0]), TABS)
    small = entries.get("small_network", "")
    if small != "" and check_choice("small_network", small, SMALL_NETWORKS) and tab != "draw":
        raise SettingError(f"tab must be draw in a lesson with a small_network. Got {tab!r}.")
    return Lesson(
        title=title,
        steps=_steps(entries.get("steps", [])),
        tab=tab,
        data=check_choice("data", entries.get("data", DATA[0]), DATA),
        shown=_shown(entries.get("shown", [])),
        samples=section_of(path, entries, "samples", _samples),
        network=section_of(path, entries, "network", network_of),
        training=section_of(path, entries, "training", training_of),
        small_network=small,
        watch_control=_text("watch_control", entries.get("watch_control", ""), MAX_CONTROL),
        **texts,
    )


def _text(name: str, value: object, at_most: int) -> str:
    if not isinstance(value, str):
        raise SettingError(f"{name} must be a text. Got {shortened(repr(value))}.")
    if len(value) > at_most:
        raise SettingError(f"{name} must have at most {at_most} characters. Got {len(value)}.")
    text = " ".join(value.split())
    if not text.isprintable():
        raise SettingError(f"{name} must have no control characters. Got {shortened(repr(text))}.")
    return text


def _steps(value: object) -> tuple[Step, ...]:
    steps = cast("list[object]", value) if isinstance(value, list) else []
    if not 1 <= len(steps) <= MAX_STEPS:
        raise SettingError(f"steps must be from 1 to {MAX_STEPS} sections [[steps]]. Got {len(steps) or 'none'}.")
    return tuple(_step(f"Step {number}", step) for number, step in enumerate(steps, start=1))


def _step(name: str, value: object) -> Step:
    step: dict[str, object] = cast("dict[str, object]", value) if isinstance(value, dict) else {}
    if "text" not in step or set(step) - {"text", "formula", "control"}:
        came = shortened(", ".join(map(repr, step)) or "something else")
        raise SettingError(f"{name} must have a text, and may have a formula. Got {came}.")
    return Step(
        _text(f"The text of {name.lower()}", step["text"], MAX_TEXT),
        _text(f"The formula of {name.lower()}", step.get("formula", ""), MAX_FORMULA),
        _text(f"The control of {name.lower()}", step.get("control", ""), MAX_CONTROL),
    )


def _shown(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise SettingError(f"shown must be a list of controls. Got {shortened(repr(value))}.")
    return tuple(check_choice("A control in shown", each, CONTROLS) for each in cast("list[object]", value))


def _samples(settings: dict[str, Any]) -> SampleChoice:
    unknown = sorted(set(settings) - {field.name for field in fields(SampleChoice)})
    if unknown:
        raise SettingError(f"Settings must be ones that this version knows. Got {shortened(repr(unknown[0]))}.")
    return SampleChoice(**settings)
