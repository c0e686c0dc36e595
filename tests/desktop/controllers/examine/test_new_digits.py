"""What Examine calls new practice digits is new to every network that ships."""

import re

from mlp_desktop.controllers.examine.examination import PRACTICE
from mlp_engine.files.resources import resource_path
from mlp_engine.sources import load_source


def seeds(text: str) -> set[int]:
    """The seeds of the practice digits that are named in ``text``; 0 where none is named."""
    return {int(seed or 0) for seed in re.findall(r"practice:\d+(?::(\d+))?", text)}


def test_no_recipe_or_lesson_learns_from_the_digits_that_are_called_new() -> None:
    files = [*resource_path("weights").rglob("*.toml"), *resource_path("lessons").rglob("*.toml")]
    learned = {0}.union(*(seeds(file.read_text("utf-8")) for file in files))
    assert {0, 1} <= learned
    assert not seeds(PRACTICE) & learned


def test_digits_of_one_seed_begin_alike_whatever_their_number() -> None:
    few, more = load_source("practice:5:1"), load_source("practice:9:1")
    assert (few.inputs == more.inputs[:5]).all(), "so that another number alone would not make them new"
