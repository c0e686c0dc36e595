"""``mlp-engine train`` with checkpoints."""

import json

import numpy as np
import pytest

from mlp_engine.training.checkpoint import load_checkpoint
from mlp_engine.weights.file import load_weights

FAST = ("--hidden", 20, "--optimizer", "adam", "--learning-rate", 0.01, "--validation", 0.2, "--seed", 4, "--json")


def test_a_finished_training_goes_on_for_more_epochs(run, digits_folder, tmp_path) -> None:
    whole, path, out = (tmp_path / name for name in ("whole.safetensors", "run.checkpoint", "out.safetensors"))
    run("train", "--data", digits_folder, *FAST, "--epochs", 5, "--out", whole)
    assert run("train", "--data", digits_folder, *FAST, "--epochs", 2, "--checkpoint", path).code == 0
    done = run("train", "--data", digits_folder, "--resume", path, "--epochs", 5, "--out", out, "--json")
    assert done.code == 0, done.err
    assert [json.loads(line)["epoch"] for line in done.out.splitlines()] == [3, 4, 5]
    assert np.array_equal(load_weights(out).network.parameters, load_weights(whole).network.parameters)
    card = load_weights(out).card
    assert (card.epochs, card.seed, card.training) == (5, 4, load_weights(whole).card.training)
    assert "Kept as run 2." in done.err


def test_a_resumed_training_needs_the_same_choice_of_samples(run, digits_folder, tmp_path) -> None:
    path = tmp_path / "run.checkpoint"
    samples = ("--random", 60, "--label-noise", 0.1)
    assert run("train", "--data", digits_folder, *samples, *FAST, "--epochs", 1, "--checkpoint", path).code == 0
    resume = ("train", "--data", digits_folder, "--resume", path, "--epochs", 2)
    refused = run(*resume)
    assert refused.code == 2
    assert "Data must be the samples that this training began with" in refused.err
    assert len(load_checkpoint(path).state.history) == 1
    assert run(*resume, *samples).code == 0
    assert len(load_checkpoint(path).state.history) == 2


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--l2", "5"), "With --resume, --epochs must be the only setting: the others are kept. Got --l2."),
        (("--learning-rate", "0.1", "--epochs", "9"),
         "With --resume, --epochs must be the only setting: the others are kept. Got --learning-rate."),
        (("--hidden", "20"), "With --resume, --epochs must be the only setting: the others are kept. Got --hidden."),
        (("--epochs", "1"), "Epochs in all must be a whole number of at least 2. Got 1."),
    ],
)  # fmt: skip
def test_what_cannot_be_resumed_is_one_sentence_and_changes_nothing(
    run, digits_folder, tmp_path, arguments, sentence
) -> None:
    path = tmp_path / "run.checkpoint"
    run("train", "--data", digits_folder, *FAST, "--epochs", 2, "--checkpoint", path)
    before, listed = path.read_bytes(), run("runs", "--json").out
    done = run("train", "--data", digits_folder, "--resume", path, *arguments)
    assert (done.code, done.out, done.err) == (2, "", f"mlp-engine: {sentence}\n")
    assert path.read_bytes() == before
    assert run("runs", "--json").out == listed


def test_a_file_that_is_no_checkpoint_is_one_sentence(run, digits_folder, tmp_path) -> None:
    done = run("train", "--data", digits_folder, "--resume", tmp_path / "none")
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert done.err.startswith("mlp-engine: A checkpoint must be a file that can be read. Got ")


def test_a_checkpoint_that_cannot_be_written_is_told_before_the_training(run, digits_folder) -> None:
    done = run("train", "--data", digits_folder, *FAST, "--checkpoint", "/no/such/folder/a")
    assert (done.code, done.out) == (2, "")
    assert done.err == "mlp-engine: The checkpoint must be a file in an existing folder. Got /no/such/folder/a.\n"
    assert run("runs", "--json").out == "", "a run that never began is not kept"


def test_checkpoint_and_resume_do_not_go_together(run, digits_folder, tmp_path) -> None:
    done = run("train", "--data", digits_folder, "--resume", tmp_path / "a", "--checkpoint", tmp_path / "b")
    assert done.code == 2
    assert "not allowed with argument" in done.err
