"""``mlp-engine evaluate``: what it counts, prints and writes."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.weights.file import save_weights
from mlp_engine.weights.model_card import ModelCard

STROKES = """\
{"label": 1, "writer": 3, "strokes": [[[0, 0], [0, 10]]]}
{"label": 7, "writer": 4, "strokes": [[[0, 0], [5, 0], [2, 9]]]}
"""


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    path = tmp_path / "small.safetensors"
    save_weights(path, Network.initialise(NetworkConfig(hidden=(5,)), np.random.default_rng(0)), ModelCard(data="none"))
    return path


def test_evaluate_json_holds_what_is_promised(run, weights, digits_folder) -> None:
    done = run("evaluate", "--weights", weights, "--data", f"{digits_folder}:test", "--json")
    answer = json.loads(done.out)
    assert set(answer) == {
        "samples", "errors", "error_rate", "loss", "calibration_error", "per_class", "per_class_errors", "confusion",
    }  # fmt: skip
    assert answer["samples"] == 50
    assert np.array(answer["confusion"]).shape == (10, 10)
    assert np.sum(answer["confusion"]) == 50
    assert answer["errors"] == 50 - np.trace(answer["confusion"])
    assert answer["error_rate"] == answer["errors"] / 50
    assert len(answer["per_class"]) == 10
    assert answer["per_class_errors"] == (np.sum(answer["confusion"], axis=1) - np.diag(answer["confusion"])).tolist()


def test_evaluate_of_strokes_averages_over_writers_and_has_no_share_for_absent_classes(run, weights, tmp_path) -> None:
    file = tmp_path / "two.jsonl"
    file.write_text(STROKES)
    answer = json.loads(run("evaluate", "--weights", weights, "--data", f"strokes:{file}", "--json").out)
    assert answer["samples"] == 2
    assert answer["writer_average"] == 1 - answer["error_rate"]
    assert answer["per_class"][0] is None
    assert answer["per_class"][1] in (0.0, 1.0)


def test_the_calibration_error_is_how_far_confidence_is_from_rightness(run, tmp_path) -> None:
    # A network of bias alone is as sure of everything: half of all probability on class 0, and one in ten is a 0.
    config = NetworkConfig(hidden=())
    parameters = np.zeros(config.parameter_count, np.float32)
    parameters[-10] = np.log(9)
    save_weights(tmp_path / "sure.safetensors", Network(config, parameters), ModelCard())
    images = np.zeros((10, 784), np.uint8)
    np.savez(tmp_path / "ten.npz", X=images, y=np.arange(10))
    done = run("evaluate", "--weights", tmp_path / "sure.safetensors", "--data", tmp_path / "ten.npz", "--json")
    assert json.loads(done.out)["calibration_error"] == pytest.approx(0.5 - 0.1)
    done = run("evaluate", "--weights", tmp_path / "sure.safetensors", "--data", tmp_path / "ten.npz")
    assert done.out.splitlines()[1] == "Expected calibration error: 40.00%"


def test_evaluate_in_words_is_a_matrix_with_the_errors_of_each_class(run, weights, tmp_path) -> None:
    file = tmp_path / "two.jsonl"
    file.write_text(STROKES)
    answer = json.loads(run("evaluate", "--weights", weights, "--data", f"strokes:{file}", "--json").out)
    lines = run("evaluate", "--weights", weights, "--data", f"strokes:{file}").out.splitlines()
    assert answer["errors"] == 1
    assert lines[0].startswith("two: 2 samples, 1 error (")
    assert lines[1].startswith("Average over writers: ")
    assert lines[2].startswith("Expected calibration error: ")
    assert lines[4].split() == ["true", "\\", "read", *map(str, range(10)), "errors"]
    rows = [line.split() for line in lines[5:]]
    assert [row[0] for row in rows] == list("0123456789")
    assert [[int(cell.replace("·", "0")) for cell in row[1:11]] for row in rows] == answer["confusion"]
    assert [int(row[11]) for row in rows] == answer["per_class_errors"]
    assert rows[0][12] == "–"
    assert rows[1][12] == f"{answer['per_class_errors'][1]:.2%}"


@pytest.mark.parametrize(("name", "begins"), [("wrong.html", b"<!DOCTYPE html>"), ("wrong.PNG", b"\x89PNG")])
def test_every_error_is_shown_in_a_page_or_a_picture(run, weights, digits_folder, tmp_path, name, begins) -> None:
    shown = tmp_path / name
    done = run(
        "evaluate", "--weights", weights, "--data", f"{digits_folder}:test", "--errors", shown, "--errors-by", "class"
    )
    assert done.code == 0
    assert shown.read_bytes().startswith(begins)
    assert [path.name for path in tmp_path.glob("wrong*")] == [name]


def test_more_errors_than_fit_on_a_picture_go_on_in_the_next(run, weights, digits_folder, tmp_path) -> None:
    command = ["evaluate", "--weights", weights, "--data", digits_folder, "--errors", tmp_path / "wrong.png", "--json"]
    assert 100 < json.loads(run(*command).out)["errors"] <= 150
    with Image.open(tmp_path / "wrong.png") as first, Image.open(tmp_path / "wrong-2.png") as second:
        assert first.width == second.width
        assert first.height > second.height
    assert not (tmp_path / "wrong-3.png").exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--errors", "wrong.pdf"), "Errors must be shown in a file that ends in .html or .png. Got 'wrong.pdf'."),
        (("--errors-by", "luck"), "Order of errors must be confidence or class. Got 'luck'."),
    ],
)
def test_what_cannot_be_shown_is_one_sentence(run, weights, digits_folder, arguments, sentence) -> None:
    done = run("evaluate", "--weights", weights, "--data", digits_folder, *arguments)
    assert (done.code, done.out, done.err) == (2, "", f"mlp-engine: {sentence}\n")


def test_pictures_that_cannot_be_written_are_one_sentence(run, weights, digits_folder, tmp_path) -> None:
    nowhere = tmp_path / "nowhere" / "wrong.png"
    done = run("evaluate", "--weights", weights, "--data", digits_folder, "--errors", nowhere)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"mlp-engine: Results must be saved where files can be written. Got {nowhere}")


def test_real_mnist_and_real_strokes_through_the_command_line(run, shared_data) -> None:
    digits = json.loads(run("evaluate", "--data", f"{shared_data / 'mnist'}:test", "--json").out)
    assert digits["samples"] == 10_000
    assert digits["error_rate"] <= 0.013
    strokes = json.loads(run("evaluate", "--data", f"strokes:{shared_data / 'strokes-dev.jsonl'}", "--json").out)
    assert strokes["samples"] == 6_326
    assert strokes["writer_average"] >= 0.90


def test_evaluate_writes_a_table_and_a_report(run, weights, digits_folder, tmp_path) -> None:
    table, report = tmp_path / "results.csv", tmp_path / "report.html"
    done = run(
        "evaluate",
        "--weights",
        weights,
        "--data",
        f"{digits_folder}:test",
        "--csv",
        table,
        "--report",
        report,
        "--json",
    )
    answer = json.loads(done.out)
    rows = [line.split(",") for line in table.read_text().splitlines()]
    assert len(rows) == 51
    assert sum(row[rows[0].index("right")] == "0" for row in rows[1:]) == answer["errors"]
    page = report.read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert "small.safetensors on striped, test set" in page


def test_a_table_that_cannot_be_written_is_one_sentence(run, weights, digits_folder, tmp_path) -> None:
    nowhere = tmp_path / "nowhere" / "results.csv"
    done = run("evaluate", "--weights", weights, "--data", f"{digits_folder}:test", "--csv", nowhere)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"mlp-engine: Results must be saved where files can be written. Got {nowhere}")


def test_damage_adds_the_accuracy_at_each_strength(run, weights, digits_folder) -> None:
    call = ("evaluate", "--weights", weights, "--data", f"{digits_folder}:test", "--damage", "rotation")
    answer = json.loads(run(*call, "--json").out)
    damage = answer["damage"]
    assert (damage["kind"], damage["unit"]) == ("rotation", "°")
    assert (damage["strengths"][0], damage["strengths"][-1]) == (0, 90)
    assert len(damage["accuracy"]) == len(damage["strengths"]) == 9
    assert damage["accuracy"][0] == pytest.approx(1 - answer["error_rate"])
    told = run(*call).out
    assert f"Rotation\n          0°  {damage['accuracy'][0]:.2%} right" in told
    assert f"90°  {damage['accuracy'][-1]:.2%} right" in told


def test_unknown_damage_is_one_sentence(run, weights, digits_folder) -> None:
    done = run("evaluate", "--weights", weights, "--data", f"{digits_folder}:test", "--damage", "rust")
    assert done.code == 2
    assert "Damage must be noise, rotation" in done.err


def test_damage_of_other_images_is_one_sentence_before_anything_is_written(run, tmp_path) -> None:
    rng = np.random.default_rng(0)
    weights, data, table = (tmp_path / name for name in ("small.safetensors", "small.npz", "results.csv"))
    save_weights(weights, Network.initialise(NetworkConfig(16, (3,)), rng), ModelCard())
    np.savez(data, X=rng.random((9, 16), np.float32), y=np.arange(9) % 3)
    done = run("evaluate", "--weights", weights, "--data", data, "--as-is", "--damage", "noise", "--csv", table)
    assert (done.code, done.out) == (2, "")
    assert "Samples to be damaged must be 28×28 digit images, one row each. Got an array of shape (9, 16)." in done.err
    assert not table.exists()
