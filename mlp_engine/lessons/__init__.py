"""Lessons: small TOML files with settings, and a text by which one idea can be seen in a run."""

from mlp_engine.lessons.lesson import Lesson, Step
from mlp_engine.lessons.reading import bundled_lessons, checked_lesson, read_bundled_lessons, read_lesson
from mlp_engine.lessons.writing import lesson_text

__all__ = ["Lesson", "Step", "bundled_lessons", "checked_lesson", "lesson_text", "read_bundled_lessons", "read_lesson"]
