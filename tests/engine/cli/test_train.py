"""``mlp-engine train``."""

# A widget that is missing fails its test.
# pyright: reportOptionalMemberAccess=false

import json
import os
import signal
import subprocess
import sys
from typing import Any

import pytest

from mlp_engine.cli import loading
from mlp_engine.weights.file import load_weights

FAST = ("--hidden", 20, "--epochs", 3, "--learning-rate", 0.5, "--seed", 4)


def test_json_is_one_object_an_epoch(run, digits_folder) -> None:
    done = run("train", "--data", digits_folder, *FAST, "--validation", 0.2, "--json")
    assert done.code == 0
    records = [json.loads(line) for line in done.out.splitlines()]
    assert [record["epoch"] for record in records] == [1, 2, 3]
    assert set(records[0]) == {
        "epoch",
        "training_loss",
        "training_accuracy",
        "validation_loss",
        "validation_accuracy",
        "penalty",
        "learning_rate",
        "seconds",
        "l1",
        "l2",
        "fixed_loss",
        "fixed_accuracy",
        "fixed_doubted",
        "validation_samples",
        "per_class",
        "layers",
    }
    assert "Not saved: no --out was given." in done.err


def test_dropout_leaks_scales_and_decoupled_decay_are_options(run, digits_folder, tmp_path) -> None:
    out = tmp_path / "leaky.safetensors"
    done = run(
        "train", "--data", digits_folder, "--hidden", 20, "--activation", "leaky-relu", "--initial-scale", 2,
        "--optimizer", "adamw", "--l2", 1, "--dropout", "0,2", "--epochs", 1, "--out", out,
    )  # fmt: skip
    assert done.code == 0
    network, card, _ = load_weights(out)
    assert (network.config.activations, network.config.initial_scale) == (("leaky-relu",), 2)
    assert (card.training["optimizer"], card.training["dropout"], card.training["learning_rate"]) == (
        "adamw",
        (0.2,),
        0.001,
    )
    wrong = run("train", "--data", digits_folder, "--hidden", 20, "--dropout", "0.5;0.2")
    assert wrong.code == 2
    assert wrong.err.splitlines()[-1].endswith("one for each of the 1. Got 2.")


def test_saved_network_knows_where_it_is_from_and_can_be_evaluated(run, digits_folder, tmp_path) -> None:
    out = tmp_path / "striped.safetensors"
    done = run(
        "train", "--data", digits_folder, "--hidden", 30, "--hidden", 20, "--activation", "relu", "--initializer", "he",
        "--output", "sigmoid", "--l1", 0.01, "--l2", 0.1, "--optimizer", "adam", "--schedule", "cosine", "--warmup", 1,
        "--batch-size", 15, "--epochs", 40, "--validation", 0.2, "--patience", 15, "--gradient-clip", 5, "--seed", 4,
        "--test", f"{digits_folder}:test", "--out", out,
    )  # fmt: skip
    assert done.code == 0
    assert "Saved in" in done.err
    network, card, _ = load_weights(out)
    assert network.config.layers == (784, 30, 20, 10)
    assert network.config.activations == ("relu", "relu")
    assert (network.config.output, network.config.loss) == ("sigmoid", "cross-entropy")
    assert card.data == "striped, training set"
    assert card.seed == 4
    assert card.training["learning_rate"] == 0.001, "the rate that suits Adam where none is named"
    assert card.scores["test_error_rate"] < 0.1

    evaluated = json.loads(run("evaluate", "--weights", out, "--data", f"{digits_folder}:test", "--json").out)
    assert evaluated["error_rate"] == card.scores["test_error_rate"]


@pytest.mark.parametrize(
    ("options", "name"),
    [
        (("--first", 30), "striped, training set, first 30"),
        (("--random", 30), "striped, training set, random 30, seed 4"),
        (("--per-class", 3), "striped, training set, 3 per class"),
        (("--label-noise", "0,2"), "striped, training set, label noise 0.2, seed 4"),
        (("--first", 30, "--label-noise", 1), "striped, training set, first 30, label noise 1, seed 4"),
    ],
)
def test_a_slice_and_wrong_labels_are_recorded_in_the_card(run, digits_folder, tmp_path, options, name) -> None:
    out = tmp_path / "a.safetensors"
    done = run("train", "--data", digits_folder, *FAST, *options, "--out", out, "--json")
    assert done.code == 0
    card = load_weights(out)[1]
    assert card.data == name
    assert len(card.data_sha256) == 64


def test_a_few_samples_are_learned_by_heart_wrong_labels_and_all(run, digits_folder) -> None:
    done = run("train", "--data", digits_folder, "--per-class", 2, "--label-noise", 0.5, "--hidden", 100,
               "--activation", "relu", "--learning-rate", 0.1, "--epochs", 100, "--json")  # fmt: skip
    assert json.loads(done.out.splitlines()[-1])["training_accuracy"] == 1.0


def test_one_slice_at_a_time(run, digits_folder) -> None:
    done = run("train", "--data", digits_folder, "--first", 3, "--random", 3)
    assert done.code == 2
    assert "--random: not allowed with argument --first" in done.err


def test_words_show_every_epoch(run, digits_folder) -> None:
    done = run("train", "--data", digits_folder, *FAST, "--validation", 0.2)
    lines = done.out.splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("epoch    1  loss ")
    assert "best" in lines[0]
    assert "Finished after 3 epochs. Best validation accuracy" in done.err


def test_each_hidden_layer_can_have_its_own_activation(run, digits_folder, tmp_path) -> None:
    out = tmp_path / "mixed.safetensors"
    layers = ("--hidden", 30, "--hidden", 20, "--activation", "relu", "--activation", "tanh")
    assert run("train", "--data", digits_folder, *layers, "--epochs", 1, "--out", out).code == 0
    assert load_weights(out)[0].config.activations == ("relu", "tanh")
    assert "Hidden layers  relu, tanh\n" in run("info", "--weights", out).out
    three = run("train", "--data", digits_folder, *layers, "--hidden", 10)
    assert three.code == 2
    assert "Activations must be one for all hidden layers or one for each of the 3. Got 2." in three.err


def test_same_seed_same_weights(run, digits_folder, tmp_path) -> None:
    for name in ("a", "b"):
        run("train", "--data", digits_folder, *FAST, "--out", tmp_path / name, "--json")
    assert (load_weights(tmp_path / "a")[0].parameters == load_weights(tmp_path / "b")[0].parameters).all()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--batch-size", "ten"), "Minibatch size must be a whole number of at least 1. Got 'ten'."),
        (("--batch-size", "0"), "Minibatch size must be a whole number of at least 1. Got 0."),
        (("--learning-rate", "0"), "Learning rate must be a number above 0. Got 0.0."),
        (("--l1", "-1"), "L1 strength must be a number of at least 0. Got -1.0."),
        (("--activation", "step"), "Activation must be sigmoid, tanh, relu or leaky-relu. Got 'step'."),
        (("--output", "softmax", "--loss", "quadratic"),
         "Loss of a softmax output must be log-likelihood. Got 'quadratic'."),
        (("--first", "0"), "Number of samples must be a whole number of at least 1. Got 0."),
        (("--random", "151"), "Number of samples must be at most the 150 of striped, training set. Got 151."),
        (("--per-class", "99"),
         "Samples per class must be at most the 15 of class 0 in striped, training set. Got 99."),
        (("--label-noise", "2"), "Label noise must be a number of at least 0 and of at most 1. Got 2.0."),
        (("--hidden", "-3"), "Neurons of a hidden layer must be a whole number of at least 0. Got -3."),
        (("--hidden", "10", "--hidden", "0"),
         "Neurons of hidden layer 2 must be a whole number from 1 to 20000. Got 0."),
        (("--patience", "3"), "Validation share must be above 0 where a patience is set. Got 0."),
        (("--out", "/no/such/folder/a.safetensors"),
         "The weights file must be a file in an existing folder. Got /no/such/folder/a.safetensors."),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)  # fmt: skip
def test_wrong_use_is_one_sentence_and_code_2(run, digits_folder, arguments, sentence) -> None:
    done = run("train", "--data", digits_folder, *arguments)
    assert (done.code, done.out, done.err) == (2, "", f"mlp-engine: {sentence}\n")


def test_missing_data_is_one_sentence(run) -> None:
    done = run("train", "--data", "mnist")
    assert done.code == 2
    assert done.err.startswith(
        "mlp-engine: MNIST must be fetched before it can be used: run `mlp-engine data fetch mnist`"
    )
    assert done.err.count("\n") == 1


def test_divergence_is_told_and_ends_with_code_1(run, digits_folder, tmp_path) -> None:
    out = tmp_path / "a.safetensors"
    done = run("train", "--data", digits_folder, "--activation", "relu", "--learning-rate", 1e30, "--out", out)
    assert done.code == 1
    assert "the loss is no longer a finite number: the learning rate 1e+30 is probably too high" in done.err
    assert load_weights(out)[0].config.hidden == (100,)


@pytest.mark.skipif(os.name != "posix", reason="sends signals")
@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_signal_stops_and_saves_the_best_so_far(run, digits_folder, tmp_path, name, code) -> None:
    out = tmp_path / "a.safetensors"
    # Whoever runs the tests may ignore SIGHUP, and a child inherits that.
    program = (
        "import runpy, signal; signal.signal(signal.SIGHUP, signal.SIG_DFL); "
        "runpy.run_module('mlp_engine', run_name='__main__')"
    )
    command = [sys.executable, "-c", program, "train", "--data", str(digits_folder), "--epochs", "1000000",
               "--validation", "0.2", "--json", "--out", str(out)]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        for _ in range(3):
            process.stdout.readline()
        process.send_signal(getattr(signal, name))
        try:
            _, err = process.communicate(timeout=60)
        finally:
            process.kill()
    assert process.returncode == code
    assert "Stopped after" in err
    assert "Traceback" not in err
    assert load_weights(out)[1].epochs >= 3
    assert json.loads(run("runs", "--json").out.splitlines()[0])["outcome"] == "stopped"


@pytest.mark.skipif(os.name != "posix", reason="sends SIGHUP")
def test_training_under_nohup_outlives_its_terminal(digits_folder) -> None:
    command = [sys.executable, "-c", "import signal, sys; signal.signal(signal.SIGHUP, signal.SIG_IGN); "
               "from mlp_engine.cli import main; sys.exit(main())", "train", "--data", str(digits_folder),
               "--epochs", "200", "--json"]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        process.stdout.readline()
        process.send_signal(signal.SIGHUP)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "Finished after 200 epochs." in err


def test_a_pipe_gets_no_progress_bar_and_a_terminal_does(run, digits_folder, monkeypatch) -> None:
    arguments = ("train", "--data", digits_folder, "--epochs", 1, "--hidden", 10)
    piped = run(*arguments)
    assert piped.code == 0
    assert "Finished after 1 epoch." in piped.err
    assert "%|" not in piped.err
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    assert "%|" in run(*arguments).err


def test_the_bar_of_data_that_is_drawn_has_a_total(monkeypatch) -> None:
    totals: list[float | None] = []

    class Bar(loading.ProgressBar):
        def __init__(self, total: float | None = None, **named: Any) -> None:
            totals.append(total)
            super().__init__(total, **named)

    monkeypatch.setattr(loading, "ProgressBar", Bar)
    assert len(loading.load_data("practice:20", quiet=True)) == 20
    list(loading.stream_any("practice:20", quiet=True))
    assert set(totals) == {20}


def test_a_rate_is_suggested_instead_of_a_training(run, digits_folder, tmp_path) -> None:
    found = run("train", "--data", digits_folder, "--hidden", 20, "--find-rate")
    assert found.code == 0
    assert found.out.splitlines()[0].startswith("rate   0.0001  loss")
    assert found.out.splitlines()[-1].startswith("Suggested learning rate: 0.")
    told = json.loads(run("train", "--data", digits_folder, "--hidden", 20, "--find-rate", "--json").out)
    assert found.out.splitlines()[-1].endswith(f" {told['suggestion']:g}")
    assert len(told["rates"]) == len(told["losses"])
    refused = run("train", "--data", digits_folder, "--find-rate", "--out", tmp_path / "a.safetensors")
    assert refused.code == 2
    assert refused.err.splitlines()[-1].endswith("With --find-rate, nothing is trained and kept. Got --out.")


def test_folds_tell_the_mean_and_its_deviation(run, digits_folder) -> None:
    arguments = ("train", "--data", digits_folder, *FAST, "--folds", 3)
    done = run(*arguments)
    assert done.code == 0
    assert "3 of 3 folds: validation accuracy " in done.err
    assert "± " in done.err
    told = [json.loads(line) for line in run(*arguments, "--json").out.splitlines()]
    assert [entry.get("fold") for entry in told] == [1, 2, 3, None]
    shares = [entry["validation_accuracy"] for entry in told[:3]]
    assert told[3]["mean"] == pytest.approx(sum(shares) / 3)
    assert told[3]["folds"] == 3
    assert run(*arguments[:-1], 1).code == 2
    refused = run(*arguments, "--resume", digits_folder / "a.checkpoint")
    assert refused.code == 2
