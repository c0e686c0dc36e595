"""The recipes that ship with the program: they are understood, and what they make can be saved and read again."""

from pathlib import Path

import pytest

from mlp_engine.recipe import read_recipe
from mlp_engine.resources import resource_path
from mlp_engine.weights_file import load_weights

RECIPES = sorted(resource_path("weights").glob("*.toml"))


def test_there_is_one_for_the_bundled_network_and_one_for_ten_minutes() -> None:
    assert [path.name for path in RECIPES] == ["quick_recipe.toml", "recipe.toml"]


@pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.stem)
def test_it_learns_from_mnist_and_practice_digits_and_keeps_some_to_validate(path: Path) -> None:
    recipe = read_recipe(path)
    sources = recipe.data.split("+")
    assert sources[0] == "mnist"
    assert sources[1].startswith("practice:")
    assert len(sources) == 2
    assert recipe.training.validation > 0
    assert recipe.training.calibrate


def test_the_quick_one_trains_from_the_command_line(run, digits_folder, tmp_path) -> None:
    path, out = resource_path("weights", "quick_recipe.toml"), tmp_path / "quick.safetensors"
    done = run("train", "--recipe", path, "--data", digits_folder, "--no-store", "--out", out)
    assert done.code == 0, done.err
    network, card, _ = load_weights(out)
    assert network.config.hidden == read_recipe(path).network.hidden
    assert card.epochs == read_recipe(path).training.epochs
    assert "temperature" in card.scores
