"""Data of any form on the command line: what is odd is told, and a person has the last word."""

import json
from pathlib import Path

import numpy as np
import pytest

from mlp_engine.cli import main
from mlp_engine.datasets.practice import practice_set
from mlp_engine.runs import RunStore, runs_folder
from mlp_engine.weights.file import load_weights

PRACTICE = practice_set(60, 3)
IMAGES = PRACTICE.inputs.reshape(-1, 28, 28)


@pytest.fixture
def transposed(tmp_path: Path) -> Path:
    """Practice digits as an archive, transposed."""
    path = tmp_path / "theirs.npz"
    np.savez(path, X=IMAGES.transpose(0, 2, 1), y=PRACTICE.labels)
    return path


def test_evaluate_turns_what_clearly_needs_it_and_tells(run, transposed: Path) -> None:
    done = run("evaluate", "--data", transposed, "--json")
    assert json.loads(done.out)["error_rate"] < 0.1
    assert done.err.startswith("mlp-engine: theirs, transposed: ")
    assert ": Transposed: " in done.err
    assert done.err.endswith(" as they are. To leave them as they are, write :as-is behind the data.\n")


def test_evaluate_leaves_images_as_they_are_on_request(run, transposed: Path) -> None:
    done = run("evaluate", "--data", transposed, "--json", "--as-is")
    assert json.loads(done.out)["error_rate"] > 0.5
    assert done.err == ""


def test_a_person_turns_images(run, transposed: Path) -> None:
    asked = run("evaluate", "--data", transposed, "--json", "--transpose")
    assert json.loads(asked.out)["error_rate"] < 0.1
    assert asked.err == ""
    assert json.loads(run("evaluate", "--data", transposed, "--json", "--invert").out)["error_rate"] > 0.5


def test_what_was_chosen_is_kept_on_the_run_and_the_card(run, transposed: Path, tmp_path: Path) -> None:
    options = ("--data", transposed, "--hidden", "5", "--epochs", "1")
    assert run("train", *options, "--out", tmp_path / "a.safetensors").code == 0
    assert run("train", *options, "--as-is", "--out", tmp_path / "b.safetensors").code == 0
    store = RunStore(runs_folder())
    runs = [store.run(number) for number in (1, 2)]
    assert [kept.summary.data for kept in runs] == ["theirs, transposed", "theirs"]
    assert [kept.source for kept in runs] == [f"{transposed}:transposed", f"{transposed}:as-is"]
    cards = [load_weights(tmp_path / name).card for name in ("a.safetensors", "b.safetensors")]
    assert [card.data for card in cards] == ["theirs, transposed", "theirs"]
    assert cards[0].data_sha256 != cards[1].data_sha256


def test_a_sweep_keeps_what_was_chosen(run, transposed: Path) -> None:
    done = run("sweep", "--data", transposed, "--over", "l2=0,1,2", "--epochs", "1", "--name", "mine", "--workers", "1")
    assert done.code == 0, done.err
    stored = json.loads((runs_folder() / "sweeps" / "mine.json").read_text())
    assert f"{transposed}:transposed" in json.dumps(stored)


def test_other_sizes_train_a_network_of_their_own_and_are_brought_to_28_by_28_on_request(run, tmp_path: Path) -> None:
    path = tmp_path / "small.npz"
    np.savez(path, X=IMAGES[:, 4:24, 4:24], y=PRACTICE.labels)
    assert run("train", "--data", path, "--hidden", "5", "--epochs", "1", "--out", tmp_path / "own").code == 0
    assert load_weights(tmp_path / "own").network.config.inputs == 400
    refused = run("evaluate", "--data", path)
    assert refused.code == 2
    assert refused.err.endswith(
        "small must have 784 inputs a sample for this network. Got 400. Bring its images to 28×28 pixels with "
        "--to-28x28, or in the menu Images.\n"
    )
    assert json.loads(run("evaluate", "--data", path, "--to-28x28", "--json").out)["error_rate"] < 0.1


def test_data_without_labels_is_one_sentence(run, tmp_path: Path) -> None:
    np.savez(tmp_path / "theirs.npz", IMAGES)
    for command in (("evaluate",), ("train", "--epochs", "1"), ("sweep", "--over", "l2=0,1,2")):
        done = run(*command, "--data", tmp_path / "theirs.npz")
        assert (done.code, done.out) == (2, "")
        assert done.err == (
            "mlp-engine: theirs must hold labels to train on it or to measure with it. It holds none: use `mlp-engine "
            "predict` to read its digits.\n"
        )


def test_data_that_is_no_digits_is_told(digits_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "--data", str(digits_folder), "--json"]) == 0
    assert capsys.readouterr().err.endswith(
        "of 150 samples right: are they upright digits, or clothes as in Fashion-MNIST?\n"
    )
