"""``mlp-engine share``, and what ``train`` makes of its file."""

import json
from dataclasses import replace

import numpy as np
import pytest

from mlp_engine.feature_maps import FeatureMapConfig, FeatureMapNetwork
from mlp_engine.weights.file import load_weights, save_weights

SHARED = FeatureMapConfig(maps=(3, 4), kernels=(6, 3), strides=(3, 2), hidden=(9,))


@pytest.fixture
def recipe(tmp_path, feature_map_recipe):
    path = tmp_path / "shared.toml"
    path.write_text(feature_map_recipe)
    return path


def test_learns_first_weights_and_a_network_goes_on_from_them(run, recipe, digits_folder, tmp_path) -> None:
    first, out = tmp_path / "first.safetensors", tmp_path / "out.safetensors"
    done = run("share", "--recipe", recipe, "--data", digits_folder, "--draw", 2, "--out", first, "--json")
    assert done.code == 0, done.err
    assert [json.loads(line)["epoch"] for line in done.out.splitlines()] == [1, 2, 3]
    assert f"Finished after 3 epochs. Saved in {first}." in done.err
    found = load_weights(first)
    assert found.card.training["draw"] == 2
    assert (found.card.seed, found.card.epochs) == (2, 3)
    FeatureMapNetwork.from_dense(found.network, SHARED)

    further = ("--start", first, "--teacher", first, "--epochs", 1, "--validation", 0.2, "--seed", 2, "--out", out)
    done = run("train", "--data", digits_folder, *further)
    assert done.code == 0, done.err
    assert load_weights(out).network.config == found.network.config
    assert load_weights(out).card.training["teachers"] == [found.network.fingerprint()]


def test_learns_from_a_teacher_with_batch_normalisation(run, recipe, tmp_path) -> None:
    teacher, out = tmp_path / "teacher.safetensors", tmp_path / "out.safetensors"
    assert run("share", "--recipe", recipe, "--out", teacher, "--json").code == 0
    recipe.write_text(recipe.read_text().replace("hidden = [9]", "hidden = [9]\nbatch_normalisation = true"))
    done = run("share", "--recipe", recipe, "--teacher", teacher, "--out", out, "--json")
    assert done.code == 0, done.err
    network, card, _ = load_weights(out)
    assert card.training["teachers"] == [load_weights(teacher).network.fingerprint()]
    FeatureMapNetwork.from_dense(network, replace(SHARED, batch_normalisation=True))
    assert run("train", "--data", "practice:40", "--teacher", out, "--epochs", 1, "--no-store", "--json").code == 0


def test_follows_the_recipe_and_measures(run, recipe, tmp_path) -> None:
    out = tmp_path / "first.safetensors"
    done = run("share", "--recipe", recipe, "--test", "practice:30:9", "--out", out)
    assert done.code == 0, done.err
    assert "epoch    3" in done.out
    scores = load_weights(out).card.scores
    assert f"Test errors {scores['test_error_rate']:.2%}." in done.err


def test_a_card_that_tells_what_is_not_so_is_refused(run, recipe, tmp_path) -> None:
    path = tmp_path / "first.safetensors"
    assert run("share", "--recipe", recipe, "--out", path).code == 0
    network, card, _ = load_weights(path)
    moved = network.writable_copy()
    moved.parameters += np.float32(0.01)
    save_weights(path, moved, card)
    done = run("train", "--data", "practice:60", "--teacher", path, "--epochs", 1)
    assert done.code == 2
    assert done.err.startswith("mlp-engine: A network that shares weights must have the same ones at all places.")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("maps = [3, 4]\n", "", "[shared]: 'maps' must be given. Got hidden, kernels, strides."),
        ("maps = [3, 4]", "maps = 3", "[shared]: 'maps' must be a list. Got '3'."),
        ("[shared]", "[network]", "must have data, [shared] and [training] alone. Got 'network'."),
        ("hidden = [9]", "hidden = [0]", "Neurons of hidden layer 3 must be a whole number from 1 to 20000. Got 0."),
        ("seed = 2", "patience = 2", "must be without patience and calibration. Got one of them."),
        ("kernels = [6, 3]", "kernels = [6, 99]", "Kernel of layer 2 must be a whole number from 1 to 8. Got 99."),
    ],
)
def test_says_what_is_wrong_with_a_recipe(run, recipe, tmp_path, old, new, told) -> None:
    recipe.write_text(recipe.read_text().replace(old, new))
    done = run("share", "--recipe", recipe, "--out", tmp_path / "first.safetensors")
    assert done.code == 2
    assert told in done.err
    assert "Traceback" not in done.err


def test_a_recipe_with_shared_weights_is_none_for_train(run, recipe) -> None:
    done = run("train", "--recipe", recipe)
    assert done.code == 2
    assert "must have data, [network] and [training] alone. Got 'shared'." in done.err


def test_looks_at_the_folder_before_it_trains(run, recipe, tmp_path) -> None:
    done = run("share", "--recipe", recipe, "--out", tmp_path / "nowhere" / "first.safetensors")
    assert done.code == 2
    assert "The weights file must be a file in an existing folder." in done.err
