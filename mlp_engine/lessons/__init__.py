"""Lessons: small TOML files with settings, and a text by which one idea can be seen in a run."""

from mlp_engine.lessons.lesson import Lesson, Step
from mlp_engine.lessons.reading import bundled_lessons, read_lesson
from mlp_engine.lessons.writing import lesson_text

__all__ = ["Lesson", "Step", "bundled_lessons", "lesson_text", "read_lesson"]
