"""``mlp-engine train --start`` and ``--teacher``."""

import numpy as np
import pytest

from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.weights.file import load_weights, save_weights
from mlp_engine.weights.model_card import ModelCard

FAST = ("--optimizer", "adam", "--learning-rate", 0.01, "--validation", 0.2, "--seed", 4, "--epochs", 3)


@pytest.fixture
def first(run, digits_folder, tmp_path):
    path = tmp_path / "first.safetensors"
    assert run("train", "--data", digits_folder, *FAST, "--hidden", 20, "--activation", "relu", "--out", path).code == 0
    return path


def test_a_network_is_trained_further(run, digits_folder, tmp_path, first) -> None:
    out = tmp_path / "further.safetensors"
    done = run("train", "--data", digits_folder, *FAST, "--start", first, "--out", out)
    assert done.code == 0, done.err
    before, after = load_weights(first), load_weights(out)
    assert after.network.config == before.network.config
    assert not np.array_equal(after.network.parameters, before.network.parameters)
    assert after.card.scores["training_loss"] < before.card.scores["training_loss"]
    assert after.card.training["start"] == before.network.fingerprint()
    assert "start" not in before.card.training


def test_it_learns_from_teachers_and_goes_on_with_them(run, digits_folder, tmp_path, first) -> None:
    whole, path, out = (tmp_path / name for name in ("whole.safetensors", "run.checkpoint", "out.safetensors"))
    train = ("train", "--data", digits_folder, "--label-noise", 0.9, *FAST[:-2])
    taught = ("--teacher", first, "--teacher", first)
    assert run(*train, "--hidden", 9, "--epochs", 4, *taught, "--out", whole).code == 0
    assert run(*train, "--hidden", 9, "--epochs", 2, *taught, "--checkpoint", path).code == 0
    resume = ("train", "--data", digits_folder, "--label-noise", 0.9, "--resume", path, "--epochs", 4, "--out", out)
    refused = run(*resume)
    assert refused.code == 2
    assert "Networks to learn from must be the 2 that this training began with, in their order. Got 0." in refused.err
    done = run(*resume, *taught)
    assert done.code == 0, done.err
    assert np.array_equal(load_weights(out).network.parameters, load_weights(whole).network.parameters)
    fingerprint = load_weights(first).network.fingerprint()
    assert load_weights(out).card.training == load_weights(whole).card.training
    assert load_weights(out).card.training["teachers"] == [fingerprint, fingerprint]


def test_a_recipe_leaves_the_network_to_the_file(run, digits_folder, tmp_path, first) -> None:
    recipe, out = tmp_path / "recipe.toml", tmp_path / "out.safetensors"
    recipe.write_text('data = "mnist"\n[network]\nhidden = [77]\n[training]\nepochs = 1\nseed = 5\n')
    done = run("train", "--data", digits_folder, "--recipe", recipe, "--start", first, "--out", out)
    assert done.code == 0, done.err
    found = load_weights(out)
    assert found.network.config == load_weights(first).network.config
    assert (found.card.seed, found.card.epochs) == (5, 1)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--start", "FIRST", "--hidden", 20),
         "With --start, the network must be that of the file alone. Got --hidden."),
        (("--resume", "NONE", "--start", "FIRST"),
         "With --resume, --epochs must be the only setting: the others are kept. Got --start."),
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_one_sentence(run, digits_folder, first, arguments, sentence) -> None:
    arguments = [first if argument == "FIRST" else argument for argument in arguments]
    done = run("train", "--data", digits_folder, *arguments)
    assert (done.code, done.out, done.err) == (2, "", f"mlp-engine: {sentence}\n")


@pytest.mark.parametrize("option", ["--start", "--teacher"])
def test_a_file_that_is_no_network_is_one_sentence(run, digits_folder, tmp_path, option) -> None:
    strange = tmp_path / "strange.safetensors"
    strange.write_bytes(b"nothing")
    done = run("train", "--data", digits_folder, *FAST, option, strange)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert "Traceback" not in done.err
    assert run("runs", "--json").out == "", "a run that never began is not kept"


def test_a_teacher_of_other_inputs_is_one_sentence_and_no_run_is_kept(run, digits_folder, tmp_path) -> None:
    plane = tmp_path / "plane.safetensors"
    save_weights(plane, Network.initialise(NetworkConfig(inputs=2), np.random.default_rng(0)), ModelCard())
    done = run("train", "--data", digits_folder, *FAST, "--teacher", plane)
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "mlp-engine: A network to learn from must have 784 inputs and 10 outputs, as the one that learns. "
        "Got 2 and 10.\n"
    )
    assert run("runs", "--json").out == "", "a run that never began is not kept"


def test_a_training_with_shared_weights_goes_on_from_its_checkpoint(
    run, digits_folder, tmp_path, feature_map_recipe
) -> None:
    recipe, other, path = (tmp_path / name for name in ("recipe.toml", "other.toml", "shared.checkpoint"))
    recipe.write_text(feature_map_recipe)
    share = ("share", "--recipe", recipe, "--data", digits_folder, "--draw", 2)
    whole, out = tmp_path / "whole.safetensors", tmp_path / "out.safetensors"
    assert run(*share, "--checkpoint", path, "--out", whole).code == 0
    done = run(*share, "--resume", path, "--out", out)  # finished: it ends at once, with the same network
    assert done.code == 0, done.err
    assert np.array_equal(load_weights(out).network.parameters, load_weights(whole).network.parameters)
    assert load_weights(out).card.training == load_weights(whole).card.training
    other.write_text(feature_map_recipe.replace("[training]", "[training]\nl2 = 3"))
    refused = run("share", "--recipe", other, "--data", digits_folder, "--resume", path, "--out", out)
    assert refused.code == 2
    assert f"The recipe must be the one that the training of {path} began with. Got {other}." in refused.err
