"""``mlp-engine`` predict, info and data, and what all commands say of wrong use."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from generators.non_digits import non_digit_strokes
from mlp_engine.datasets import mnist
from mlp_engine.datasets.pendigits import pendigits_folder
from mlp_engine.files.resources import bundled_weights, resource_path
from mlp_engine.ink import ink_from_strokes
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.weights.file import save_weights
from mlp_engine.weights.model_card import ModelCard
from mlp_engine.weights.reject import Reject


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    path = tmp_path / "small.safetensors"
    save_weights(path, Network.initialise(NetworkConfig(hidden=(5,)), np.random.default_rng(0)), ModelCard(data="none"))
    return path


@pytest.mark.parametrize(
    ("arguments", "beginning"),
    [
        (("evaluate", "--data", "nowhere"), "Data must be mnist, mnist-test, my-digits, practice"),
        (("evaluate", "--weights", "nowhere", "--data", "mnist"), "Weights must come from a file that can be read."),
        (("info", "--weights", "nowhere"), "Weights must come from a file that can be read. Got nowhere"),
    ],
    ids=["data", "weights", "info"],
)
def test_wrong_use_is_one_sentence_and_code_2(run, arguments, beginning) -> None:
    done = run(*arguments)
    assert done.code == 2
    assert done.err.startswith(f"mlp-engine: {beginning}")
    assert done.err.count("\n") == 1
    assert done.out == ""


@pytest.mark.parametrize("arguments", [(), ("fly",), ("train",), ("data",), ("data", "fetch", "cifar"), ("predict",)])
def test_incomplete_commands_show_their_usage_and_end_with_code_2(run, arguments) -> None:
    done = run(*arguments)
    assert done.code == 2
    assert done.err.startswith("usage: mlp-engine")


def test_the_bundled_network_reads_every_sample(run) -> None:
    samples = sorted(resource_path("samples").glob("*.png"))
    assert len(samples) == 12
    predictions = json.loads(run("predict", *samples, "--json").out)["predictions"]
    assert [p["digit"] for p in predictions] == [int(path.stem.split("-")[1]) for path in samples]
    for prediction in predictions:
        assert len(prediction["probabilities"]) == 10
        assert sum(prediction["probabilities"]) == pytest.approx(1, abs=1e-5)
        assert prediction["not_a_digit"] is False


def test_predict_in_words_names_file_digit_and_second_guess(run) -> None:
    sample = resource_path("samples") / "digit-3.png"
    assert run("predict", sample).out.startswith(f"{sample}: 3  (")


def test_predict_says_that_a_picture_shows_no_digit(run, tmp_path, weights) -> None:
    star = tmp_path / "star.png"
    strokes = non_digit_strokes("stars", np.random.default_rng(1))
    Image.fromarray(255 - ink_from_strokes(strokes)).save(star)
    assert run("predict", star).out.startswith(f"{star}: not a digit  (if it were one, ")
    (prediction,) = json.loads(run("predict", star, "--json").out)["predictions"]
    assert prediction["not_a_digit"] is True
    assert len(prediction["probabilities"]) == 10
    # Weights without a reject score of their own are used with the bundled one.
    assert run("predict", "--weights", weights, star).out.startswith(f"{star}: not a digit")


def test_predict_uses_the_reject_score_that_comes_with_the_weights(run, tmp_path) -> None:
    rng = np.random.default_rng(0)
    detector = Network.initialise(NetworkConfig(hidden=(5,), outputs=2), rng)
    strict = tmp_path / "strict.safetensors"
    save_weights(
        strict, Network.initialise(NetworkConfig(hidden=(5,)), rng), ModelCard(), Reject(detector, threshold=1e-6)
    )
    sample = resource_path("samples") / "digit-3.png"
    assert run("predict", "--weights", strict, sample).out.startswith(f"{sample}: not a digit")


def test_info_tells_whether_there_is_a_reject_score(run, weights) -> None:
    bundled = json.loads(run("info", "--json").out)["reject"]
    assert bundled["architecture"]["inputs"] == 784
    assert 0 < bundled["threshold"] <= 1
    assert f"from {bundled['threshold']:g} on" in run("info").out
    assert json.loads(run("info", "--weights", weights, "--json").out)["reject"] is None
    assert "Reject score   none" in run("info", "--weights", weights).out


def test_an_unreadable_picture_does_not_keep_the_others_from_being_read(run, tmp_path) -> None:
    bad = tmp_path / "bad.png"
    bad.write_text("no picture")
    blank = tmp_path / "blank.png"
    Image.new("L", (50, 50), 255).save(blank)
    good = resource_path("samples") / "digit-3.png"
    done = run("predict", bad, good, blank, "--json")
    assert done.code == 2
    first, second, third = json.loads(done.out)["predictions"]
    assert second["digit"] == 3
    assert bad.name in first["error"]
    assert third["error"] == "blank.png: This picture is blank."
    assert done.err.count("\n") == 2


def test_info_of_the_bundled_network(run) -> None:
    facts = json.loads(run("info", "--json").out)
    assert facts["file"] == str(bundled_weights())
    assert facts["architecture"]["inputs"] == 784
    assert facts["bytes"] <= 16_000_000
    assert facts["card"]["scores"]["test_error_rate"] <= 0.013
    words = run("info").out
    assert "784 – " in words
    assert "test_error_rate" in words


def test_fetch_puts_mnist_where_training_finds_it(run, monkeypatch) -> None:
    asked = []

    def fetch(on_progress: object) -> Path:
        asked.append(on_progress)
        return mnist.mnist_folder()

    monkeypatch.setattr("mlp_engine.cli.data.fetch_mnist", fetch)
    done = run("data", "fetch", "mnist", "--json")
    assert done.code == 0
    assert json.loads(done.out)["folder"] == str(mnist.mnist_folder())
    assert len(asked) == 1


def test_fetch_puts_pendigits_where_training_finds_them(run, monkeypatch) -> None:
    monkeypatch.setattr("mlp_engine.cli.data.fetch_pendigits", lambda on_progress: pendigits_folder())
    done = run("data", "fetch", "pendigits", "--json")
    assert json.loads(done.out) == {"folder": str(pendigits_folder()), "files": ["pendigits-orig.tra.Z"]}
    assert run("data", "fetch", "pendigits").out == f"Pendigits are in {pendigits_folder()}.\n"


def test_data_and_weights_may_stand_without_their_options(run, tmp_path) -> None:
    assert (
        run("train", "--data", "practice:30", "--hidden", 3, "--epochs", 1, "--out", tmp_path / "a", "--no-store").code
        == 0
    )
    for first, second in (
        (("evaluate", "practice:20", "--weights", tmp_path / "a"), ("evaluate", "--data", "practice:20")),
        (("info", tmp_path / "a"), ("info",)),
    ):
        shown, bundled = run(*first, "--json"), run(*second, "--json")
        assert (shown.code, bundled.code) == (0, 0)
        assert shown.out != bundled.out
    assert run("info", tmp_path / "a", "--json").out == run("info", "--weights", tmp_path / "a", "--json").out
    for both in (("info", "a", "--weights", "b"), ("evaluate", "practice:20", "--data", "practice:20"), ("evaluate",)):
        assert run(*both).code == 2


def test_ctrl_c_while_the_modules_are_read_ends_silently() -> None:
    start = """
import runpy, sys
class Interrupted:
    def find_spec(self, name, *_):
        if name == "mlp_engine.cli.train":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupted())
runpy.run_module("mlp_engine", run_name="__main__")
"""
    done = subprocess.run([sys.executable, "-c", start], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
