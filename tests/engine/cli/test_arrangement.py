"""``--as-is``, ``--transpose`` and ``--invert``: chosen on the command line, and recorded with the run."""

import json

import numpy as np
import pytest

from mlp_engine.datasets.practice import practice_set
from mlp_engine.runs import RunStore, runs_folder


@pytest.fixture
def inverted(tmp_path):
    digits = practice_set(60, 3)
    np.savez(tmp_path / "inverted.npz", X=255 - digits.inputs, y=digits.labels)
    return tmp_path / "inverted.npz"


def errors(run, *arguments: object) -> int:
    done = run("evaluate", *arguments, "--json")
    assert done.code == 0
    return json.loads(done.out)["errors"]


def test_inverted_digits_are_noticed_and_can_be_taken_as_they_are(inverted, run) -> None:
    done = run("evaluate", "--data", inverted)
    assert "Inverted: " in done.err
    assert "read right so" in done.err
    noticed = errors(run, "--data", inverted)
    assert noticed <= 6
    assert errors(run, "--data", inverted, "--invert") == noticed
    assert errors(run, "--data", inverted, "--as-is") > 40
    assert errors(run, "--data", inverted, "--invert", "--transpose") > 20


def test_a_run_records_what_was_chosen(inverted, run) -> None:
    options = ("--hidden", 5, "--epochs", 1)
    assert run("train", "--data", inverted, "--invert", *options).code == 0
    assert run("train", "--data", inverted, *options).code == 0
    found = [RunStore(runs_folder()).run(number) for number in (1, 2)]
    assert [stored.summary.data for stored in found] == ["inverted, inverted"] * 2
    assert found[0].source.endswith(":inverted")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("evaluate", "--data", "a.npz", "--as-is", "--invert"), "as it is, or transposed and inverted"),
        (("train", "--invert"), "must be given with --data"),
    ],
)
def test_what_contradicts_itself_is_one_sentence(arguments, sentence, run) -> None:
    done = run(*arguments)
    assert done.code == 2
    assert sentence in done.err
