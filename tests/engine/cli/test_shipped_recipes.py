"""The recipes that ship with the program: they are understood, and what they make can be saved and read again."""

from pathlib import Path

import pytest

from mlp_engine.datasets.practice import practice_set
from mlp_engine.files.resources import bundled_weights, resource_path, small_weights
from mlp_engine.training.recipe import read_feature_map_recipe, read_recipe
from mlp_engine.weights.file import load_weights

RECIPES = [resource_path("weights", name) for name in ("quick_recipe.toml", "recipe.toml")]
SMALL = [small_weights(name).with_suffix(".toml") for name in ("relu", "sigmoid")]
QUICK_PENS = resource_path("weights", "quick_pens.toml")
SHARED = [resource_path("weights", "first.toml"), *sorted(resource_path("weights", "teachers").iterdir())]


def test_every_recipe_is_looked_at_here() -> None:
    assert sorted(resource_path("weights").rglob("*.toml")) == sorted([*RECIPES, *SMALL, *SHARED, QUICK_PENS])


@pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.stem)
def test_it_learns_from_mnist_and_practice_digits_and_keeps_some_to_validate(path: Path) -> None:
    recipe = read_recipe(path)
    sources = recipe.data.split("+")
    assert sources[0] == "mnist"
    assert sources[1].startswith("practice:")
    assert len(sources) == 2
    assert recipe.training.validation > 0
    assert recipe.training.calibrate


@pytest.mark.parametrize("path", SHARED, ids=lambda path: path.stem)
def test_teachers_and_first_weights_learn_from_mnist_and_practice_digits_alone(path: Path) -> None:
    recipe = read_feature_map_recipe(path)
    assert all(source == "mnist" or source.startswith("practice:") for source in recipe.data.split("+"))


def test_first_weights_fit_the_bundled_network_and_set_the_same_samples_apart() -> None:
    first, recipe = read_feature_map_recipe(SHARED[0]), read_recipe(RECIPES[1])
    assert first.network.dense.hidden == recipe.network.hidden == load_weights(bundled_weights()).network.config.hidden
    assert (first.data, first.training.seed, first.training.validation) == (
        recipe.data,
        recipe.training.seed,
        recipe.training.validation,
    )


def test_the_quick_one_trains_from_the_command_line(run, digits_folder, tmp_path) -> None:
    path, out = resource_path("weights", "quick_recipe.toml"), tmp_path / "quick.safetensors"
    done = run("train", "--recipe", path, "--data", digits_folder, "--no-store", "--out", out)
    assert done.code == 0, done.err
    network, card, _ = load_weights(out)
    assert network.config.hidden == read_recipe(path).network.hidden
    assert card.epochs == read_recipe(path).training.epochs
    assert "temperature" in card.scores


def test_the_quick_one_with_pens_is_shared_from_the_command_line(run, digits_folder, tmp_path) -> None:
    recipe = read_feature_map_recipe(QUICK_PENS)
    assert recipe.data == "mnist+practice:20000:1+pendigits:4x"
    assert recipe.training.validation > 0
    short, out = tmp_path / "short.toml", tmp_path / "quick.safetensors"
    short.write_text(QUICK_PENS.read_text(encoding="utf-8").replace("epochs = 26", "epochs = 2"), encoding="utf-8")
    done = run("share", "--recipe", short, "--data", digits_folder, "--out", out)
    assert done.code == 0, done.err
    network, card, _ = load_weights(out)
    assert network.config.hidden == recipe.network.dense.hidden == (1452, 1200, 864, 192)
    assert card.epochs == 2


@pytest.mark.parametrize("path", SMALL, ids=lambda path: path.stem)
def test_each_small_network_is_what_its_recipe_makes(path: Path) -> None:
    recipe = read_recipe(path)
    network, card, _ = load_weights(path.with_suffix(".safetensors"))
    assert (network.config.hidden, network.config.activations) == (recipe.network.hidden, recipe.network.activations)
    assert (network.config.output, network.config.loss) == (recipe.network.output, recipe.network.loss)
    assert (card.seed, card.epochs) == (recipe.training.seed, recipe.training.epochs)
    settings = {name: getattr(recipe.training, name) for name in ("learning_rate", "l2", "augmentation", "validation")}
    assert settings == {name: card.training[name] for name in settings}
    assert recipe.data == "mnist+practice:20000:1+pendigits"
    assert card.data == "mnist, training set + practice 20000 seed 1 + pendigits"


@pytest.mark.parametrize("path", SMALL, ids=lambda path: path.stem)
def test_each_small_network_reads_digits_that_it_never_saw(path: Path) -> None:
    network, card, _ = load_weights(path.with_suffix(".safetensors"))
    assert card.scores["validation_accuracy"] > 0.93
    digits = practice_set(300, seed=12345)
    assert (network.predict(digits.inputs).argmax(axis=1) == digits.labels).mean() > 0.85
