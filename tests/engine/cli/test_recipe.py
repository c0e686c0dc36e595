"""``mlp-engine train --recipe``."""

import numpy as np
import pytest

from mlp_engine.weights.file import load_weights

SETTINGS = """
[network]
hidden = [12, 8]
activations = ["relu", "tanh"]
[training]
optimizer = "momentum"
epochs = 2
validation = 0.2
seed = 4
"""
OPTIONS = ("--hidden", 12, "--hidden", 8, "--activation", "relu", "--activation", "tanh", "--optimizer", "momentum",
           "--epochs", 2, "--validation", 0.2, "--seed", 4)  # fmt: skip


@pytest.fixture
def recipe(digits_folder, tmp_path):
    path = tmp_path / "recipe.toml"
    path.write_text(f"data = ['{digits_folder}', 'practice:30:1']\n{SETTINGS}", encoding="utf-8")
    return path


def test_trains_what_the_same_options_train(run, recipe, digits_folder, tmp_path) -> None:
    by_recipe, by_options = tmp_path / "a.safetensors", tmp_path / "b.safetensors"
    assert run("train", "--recipe", recipe, "--out", by_recipe).code == 0
    assert run("train", "--data", f"{digits_folder}+practice:30:1", *OPTIONS, "--out", by_options).code == 0
    (a, a_card, _), (b, b_card, _) = load_weights(by_recipe), load_weights(by_options)
    assert a.config == b.config
    np.testing.assert_array_equal(a.parameters, b.parameters)
    assert a_card.training == b_card.training
    assert a_card.data == "striped, training set + practice 30 seed 1"


def test_data_may_be_elsewhere_than_the_recipe_says(run, recipe, tmp_path) -> None:
    out = tmp_path / "a.safetensors"
    assert run("train", "--recipe", recipe, "--data", "practice:40:2", "--out", out).code == 0
    assert load_weights(out)[1].data == "practice 40 seed 2"


def test_goes_on_from_a_checkpoint_with_the_data_of_the_recipe(run, recipe, tmp_path) -> None:
    checkpoint, out, longer = tmp_path / "c.safetensors", tmp_path / "a.safetensors", tmp_path / "b.safetensors"
    assert run("train", "--recipe", recipe, "--checkpoint", checkpoint).code == 0
    assert run("train", "--recipe", recipe, "--resume", checkpoint, "--epochs", 4, "--out", out).code == 0
    recipe.write_text(recipe.read_text(encoding="utf-8").replace("epochs = 2", "epochs = 4"), encoding="utf-8")
    assert run("train", "--recipe", recipe, "--out", longer).code == 0
    np.testing.assert_array_equal(load_weights(out)[0].parameters, load_weights(longer)[0].parameters)


def test_a_recipe_with_folds_cross_validates(run, recipe) -> None:
    recipe.write_text(f"{recipe.read_text(encoding='utf-8')}folds = 2\n", encoding="utf-8")
    done = run("train", "--recipe", recipe, "--json")
    assert (done.code, done.out.count('"fold":')) == (0, 2), done.err
    done = run("train", "--recipe", recipe, "--folds", 3, "--json")
    assert (done.code, done.out.count('"fold":')) == (0, 3), done.err
    recipe.write_text(recipe.read_text(encoding="utf-8").replace("folds = 2", "folds = 1"), encoding="utf-8")
    done = run("train", "--recipe", recipe)
    assert (done.code, done.err.count("[training]: Folds must be a whole number of at least 2. Got 1.")) == (2, 1)


def test_a_setting_beside_the_recipe_is_refused(run, recipe) -> None:
    done = run("train", "--recipe", recipe, "--learning-rate", 0.5)
    assert done.code == 2
    assert "With --recipe, no other setting must be there. Got --learning-rate." in done.err


def test_a_recipe_that_is_wrong_is_told_with_its_place(run, recipe) -> None:
    recipe.write_text('data = "practice:30:1"\n[training]\nepochs = -1\n', encoding="utf-8")
    done = run("train", "--recipe", recipe)
    assert done.code == 2
    assert f"{recipe}, [training]: Epochs must be a whole number of at least 1. Got -1." in done.err


def test_training_on_nothing_shows_the_usage(run) -> None:
    done = run("train")
    assert done.code == 2
    assert done.err.endswith("error: one of the arguments --data and --recipe is required\n")
