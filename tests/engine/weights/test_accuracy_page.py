"""The script that writes docs/accuracy.md, on generated digits: its figures are those of the networks it was given."""

import json
import re
import runpy
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mlp_engine.datasets.practice import practice_strokes
from mlp_engine.examination.examination import examine
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.sources import load_source
from mlp_engine.weights.committee import committee_of
from mlp_engine.weights.file import save_weights
from mlp_engine.weights.model_card import ModelCard

SCRIPT = Path(__file__).parents[3] / "docs" / "scripts" / "measure_accuracy.py"
CARD = ModelCard(data="generated digits", seed=1, epochs=3, scores={"temperature": 2.0})


@pytest.fixture
def networks() -> list[Network]:
    return [Network.initialise(NetworkConfig(hidden=(12,)), np.random.default_rng(seed)) for seed in range(3)]


@pytest.fixture
def files(networks, tmp_path) -> list[Path]:
    paths = [tmp_path / f"seed-{seed}.safetensors" for seed in range(3)]
    for seed, (path, network) in enumerate(zip(paths, networks, strict=True)):
        save_weights(path, network, replace(CARD, seed=seed))
    return paths


@pytest.fixture
def strokes(tmp_path) -> Path:
    rng = np.random.default_rng(4)
    lines = [
        json.dumps({"label": label, "writer": number % 3, "strokes": practice_strokes(label, rng)})
        for number, label in enumerate([*range(10)] * 2)
    ]
    path = tmp_path / "pens.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def write(digits_folder, strokes, tmp_path):
    def call(*options: object) -> str:
        page = tmp_path / "accuracy.md"
        command = ["--data", digits_folder, "--strokes", strokes, "--out", page, *options]
        assert runpy.run_path(str(SCRIPT))["main"]([str(argument) for argument in command]) == 0
        return page.read_text(encoding="utf-8")

    return call


def cells(page: str, begins: str) -> list[str]:
    (row,) = [line for line in page.splitlines() if line.startswith(f"| {begins}")]
    return [cell.strip() for cell in row.strip("|").split("|")]


def matrices(page: str) -> list[np.ndarray]:
    rows = re.findall(r"^\| \*\*(\d)\*\* \|(.*)\|$", page, re.MULTILINE)
    counts = [[int(re.sub(r"[*,]", "", cell.replace("·", "0"))) for cell in row.split("|")[:10]] for _, row in rows]
    return [np.array(counts[:10]), np.array(counts[10:])]


def test_figures_and_matrices_are_those_of_the_network(write, files, networks, digits_folder, strokes) -> None:
    page = write("--weights", files[0])
    test = examine(networks[0], load_source(f"{digits_folder}:test"))
    pens = examine(networks[0], load_source(f"strokes:{strokes}"))
    assert cells(page, "digits")[1:] == ["50", "20, of 3 writers"]
    assert cells(page, "errors |")[1].startswith(f"{test.evaluation.errors} (")
    assert cells(page, "errors |")[2].startswith(f"{pens.evaluation.errors} (")
    assert cells(page, "right, average")[2] == f"{100 * pens.evaluation.writer_average:.2f} %"
    calibration = [f"{100 * found.reliability.calibration_error:.2f} %" for found in (test, pens)]
    assert cells(page, "the same, as the network answers")[1:] == calibration
    for shown, found in zip(matrices(page), (test, pens), strict=True):
        assert (shown == found.evaluation.confusion).all()
    assert "{" not in page


def test_the_calibration_error_before_is_that_of_the_network_without_its_temperature(
    write, files, networks, digits_folder
) -> None:
    hotter = networks[0].writable_copy()  # what was divided by 2 is multiplied by it again
    hotter.weights[-1][...] *= 2
    hotter.biases[-1][...] *= 2
    found = examine(hotter, load_source(f"{digits_folder}:test"))
    page = write("--weights", files[0])
    assert cells(page, "expected calibration")[1] == f"{100 * found.reliability.calibration_error:.2f} %"


def test_seeds_have_their_mean_and_their_spread(write, files, networks, digits_folder) -> None:
    page = write("--weights", files[0], "--seed-files", *files)
    test = load_source(f"{digits_folder}:test")
    rates = [examine(network, test).evaluation.error_rate for network in networks]
    for seed, rate in enumerate(rates):
        assert cells(page, f"seed-{seed}.safetensors, seed {seed}")[2] == f"{100 * rate:.2f}"
    assert cells(page, "*mean*")[2] == f"{100 * np.mean(rates):.2f}"
    assert cells(page, "*standard deviation*")[2] == f"{100 * np.std(rates, ddof=1):.2f}"


def test_members_have_their_committee(write, files, networks, digits_folder) -> None:
    page = write("--weights", files[0], "--members", *files)
    test = load_source(f"{digits_folder}:test")
    for seed, network in enumerate(networks):
        rate = examine(network, test).evaluation.error_rate
        assert cells(page, f"seed-{seed}.safetensors, seed {seed}")[2] == f"{100 * rate:.2f}"
    together = examine(committee_of(networks), test)
    assert cells(page, "**committee of 3**, mean of logits")[2] == f"{100 * together.evaluation.error_rate:.2f}"
    answers = np.mean([network.predict(test.inputs) for network in networks], axis=0).argmax(axis=1)
    wrong = f"{100 * (answers != test.labels).mean():.2f}"
    assert cells(page, "**committee of 3**, mean of probabilities")[2] == wrong
    assert cells(page, "the same, by a committee")[2] == f"{wrong} %"
    assert "not measured" in write("--weights", files[0])


def test_the_exact_network_is_compared_with_its_rounded_one(write, files, networks, tmp_path) -> None:
    half = tmp_path / "half.safetensors"
    save_weights(half, networks[0], CARD, storage="half")
    assert "there is nothing to compare it with" in write("--weights", half)
    page = write("--weights", half, "--exact", files[0])
    assert 0 < float(cells(page, "MNIST test |")[4]) < 0.01
    assert cells(write("--weights", files[0]), "MNIST test |") == cells(page, "MNIST test |")


def test_each_network_reads_the_test_set_once(write, files, monkeypatch) -> None:
    read: list[tuple[str, int]] = []
    logits = Network.logits

    def counted(self: Network, samples: np.ndarray) -> np.ndarray:
        if samples.ndim == 2:
            read.append((self.fingerprint(), len(samples)))
        return logits(self, samples)

    monkeypatch.setattr(Network, "logits", counted)
    write("--weights", files[0], "--seed-files", *files)
    assert len(read) == len(set(read)) == 2 * (3 + 1)  # both data sets: three trainings, and the first one rounded
