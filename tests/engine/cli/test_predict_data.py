"""``mlp-engine predict`` on data sources, with labels or without."""

import csv
import json
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mlp_engine.datasets.practice import practice_set
from mlp_engine.sources import stream_samples

PRACTICE = practice_set(30, 3)
IMAGES = PRACTICE.inputs.reshape(-1, 28, 28).astype(np.uint8)


@pytest.fixture
def unlabelled(tmp_path: Path) -> Path:
    """Thirty practice digits as Kaggle's test.csv has them."""
    path = tmp_path / "test.csv"
    names = ",".join(f"pixel{place}" for place in range(784))
    np.savetxt(path, PRACTICE.inputs, "%d", ",", header=names, comments="")
    return path


def right(digits: list[int]) -> int:
    return int((np.array(digits) == PRACTICE.labels).sum())


@pytest.mark.parametrize("option", [(), ("--data",)], ids=["positional", "--data"])
def test_one_digit_a_line_is_printed(option: tuple[str, ...], run, unlabelled: Path) -> None:
    done = run("predict", *option, unlabelled)
    assert (done.code, done.err) == (0, "")
    assert right([int(line) for line in done.out.splitlines()]) >= 28


def test_json_is_one_object_a_sample(run, unlabelled: Path) -> None:
    done = run("predict", "--data", unlabelled, "--json")
    answers = [json.loads(line) for line in done.out.splitlines()]
    assert [answer["id"] for answer in answers] == [str(number) for number in range(1, 31)]
    assert right([answer["digit"] for answer in answers]) >= 28
    assert all(len(answer["probabilities"]) == 10 and answer["not_a_digit"] in (True, False) for answer in answers)


def test_names_that_are_formulas_are_text_in_the_table(run, tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    names = ["=1+1.png", "+cmd.png", "-2+3.png", "@sum.png", "7.png"]
    for name, image in zip(names, IMAGES, strict=False):
        Image.fromarray(image).save(folder / name)
    done = run("predict", "--data", folder, "--out", tmp_path / "out.csv")
    assert done.code == 0, done.err
    with (tmp_path / "out.csv").open() as file:
        ids = [row[0] for row in csv.reader(file)][1:]
    assert len(ids) == len(names)
    assert not any(name.startswith(("=", "+", "-", "@")) for name in ids)
    assert {name.removeprefix("'") for name in ids} == set(names)


def test_a_submission_is_written(run, unlabelled: Path, tmp_path: Path) -> None:
    done = run("predict", "--data", unlabelled, "--out", tmp_path / "submission.csv")
    assert (done.code, done.out) == (0, "")
    assert done.err == f"mlp-engine: 30 answers are in {tmp_path / 'submission.csv'}.\n"
    with (tmp_path / "submission.csv").open() as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["ImageId", "Label"]
    assert [row[0] for row in rows[1:]] == [str(number) for number in range(1, 31)]
    assert right([int(row[1]) for row in rows[1:]]) >= 28


def test_lines_are_written(run, unlabelled: Path, tmp_path: Path) -> None:
    assert run("predict", unlabelled, "--out", tmp_path / "answers.jsonl").code == 0
    lines = (tmp_path / "answers.jsonl").read_text().splitlines()
    assert right([json.loads(line)["digit"] for line in lines]) >= 28


def test_a_folder_of_pictures_is_named_by_its_files(run, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    for number in (3, 4, 12):
        Image.fromarray(IMAGES[number]).save(tmp_path / "mine" / f"scan_{number}.png")
    done = run("predict", tmp_path / "mine", "--json")
    answers = [json.loads(line) for line in done.out.splitlines()]
    assert {answer["id"]: answer["digit"] for answer in answers} == {
        "scan_3.png": 3, "scan_4.png": 4, "scan_12.png": 2,
    }  # fmt: skip


def test_answers_to_pictures_come_while_the_next_are_read(run, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    for number in range(120):
        Image.fromarray(IMAGES[number % 30]).save(folder / f"scan_{1000 + number}.png")
    (folder / "scan_1110.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert [len(samples) for samples in islice(stream_samples(str(folder)), 2)] == [50, 50]
    done = run("predict", folder, "--json")
    answers = [json.loads(line) for line in done.out.splitlines()]
    assert [answer["id"] for answer in answers] == [f"scan_{1000 + number}.png" for number in range(100)]
    assert done.code == 2
    assert "scan_1110.png cannot be a sample" in done.err
    assert run("predict", folder, "--out", tmp_path / "a.csv").code == 2
    assert not (tmp_path / "a.csv").exists()


def test_data_with_labels_and_data_of_this_program_are_read_too(run, tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", X=IMAGES, y=PRACTICE.labels)
    assert right([int(line) for line in run("predict", tmp_path / "a.npz").out.splitlines()]) >= 28
    assert len(run("predict", "practice:12").out.splitlines()) == 12


def test_transposed_data_is_turned_and_a_person_overrules_it(run, tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", IMAGES.transpose(0, 2, 1))
    done = run("predict", "--data", tmp_path / "a.npz")
    assert right([int(line) for line in done.out.splitlines()]) >= 28
    assert "Transposed: " in done.err
    assert "To leave them as they are, write :as-is behind the data." in done.err
    as_is = run("predict", "--data", tmp_path / "a.npz", "--as-is")
    assert right([int(line) for line in as_is.out.splitlines()]) < 15


def test_other_sizes_say_how_they_fit(run, tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", IMAGES[:, 4:24, 4:24])
    done = run("predict", tmp_path / "a.npz")
    assert (done.code, done.out) == (2, "")
    assert done.err.endswith("Got 400. Bring them to 28×28 pixels with --data and --to-28x28.\n")
    fitted = run("predict", "--data", tmp_path / "a.npz", "--to-28x28")
    assert right([int(line) for line in fitted.out.splitlines()]) >= 27


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("a.png", "--data", "mnist"), "Pictures or --data must be given, not both. Got both."),
        (("a.png", "--out", "a.csv"), "--out must be given with one data source. Got pictures."),
        (("--data", "mnist", "--out", "a.txt"), "Answers must be written to a file that ends in .csv or .jsonl."),
        (("--data", "nowhere"), "Data must be mnist, mnist-test, my-digits, practice"),
        (("nowhere.csv",), "nowhere.csv must be a picture file. Got no such file."),
    ],
)
def test_wrong_use_is_one_sentence_and_code_2(arguments: tuple[str, ...], sentence: str, run) -> None:
    done = run("predict", *arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"mlp-engine: {sentence}")


def test_nothing_to_read_is_told_the_usage(run) -> None:
    done = run("predict")
    assert done.code == 2
    assert "a picture or --data is required" in done.err
