"""A lesson as the text of a TOML file, which :func:`~mlp_engine.lessons.reading.read_lesson` reads back."""

import json
from dataclasses import asdict, fields

from mlp_engine.lessons.lesson import Lesson
from mlp_engine.training.settings import FROM_THE_DATA


def lesson_text(lesson: Lesson) -> str:
    """The TOML text of ``lesson``."""
    names = ("title", "watch", "question", "answer", "next", "watch_control", "tab", "small_network", "data")
    plain = {name: getattr(lesson, name) for name in names}
    lines = [f"{name} = {_value(text)}" for name, text in plain.items() if text]
    lines += [f"shown = {_value(list(lesson.shown))}"] * bool(lesson.shown)
    for step in lesson.steps:
        lines += ["", "[[steps]]", f"text = {_value(step.text)}"]
        lines += [f"formula = {_value(step.formula)}"] * bool(step.formula)
        lines += [f"control = {_value(step.control)}"] * bool(step.control)
    for section, record in (("samples", lesson.samples), ("network", lesson.network), ("training", lesson.training)):
        lines += ["", f"[{section}]"]
        values = asdict(record)
        for each in fields(record):
            value = values[each.name]
            if each.name not in FROM_THE_DATA and value is not None:
                lines.append(f"{each.name} = {_value(value)}")
    return "\n".join(lines) + "\n"


def _value(value: object) -> str:
    """A text, number, truth value or list as TOML, which JSON's notation is part of for all of these."""
    # A tuple becomes a list.
    return json.dumps(value, ensure_ascii=False)
