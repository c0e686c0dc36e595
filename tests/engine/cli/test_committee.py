"""``mlp-engine committee``."""

import json

import numpy as np

from mlp_engine.weights.file import load_weights

SMALL = ("--set", "hidden=8", "--set", "learning_rate=0.5", "--epochs", 15, "--workers", 1)


def test_members_are_runs_and_the_committee_is_one_weights_file(run, digits_folder, tmp_path) -> None:
    out = tmp_path / "committee.safetensors"
    done = run(
        "committee", "--data", digits_folder, "--members", 3, *SMALL, "--test", f"{digits_folder}:test", "--out", out,
        "--json",
    )  # fmt: skip
    assert done.code == 0
    summary = json.loads(done.out.splitlines()[-1])
    assert (summary["committee"], summary["members"]) == ("committee-1", 3)
    assert summary["best_member_test_error_rate"] <= summary["members_test_error_rate"]
    network, card, _ = load_weights(out)
    assert network.config.layers == (784, 24, 10)
    assert (card.training["members"], card.training["seeds"]) == (3, "0 to 2")
    assert "Settings       members 3, seeds 0 to 2, " in run("info", "--weights", out).out
    evaluated = json.loads(run("evaluate", "--weights", out, "--data", f"{digits_folder}:test", "--json").out)
    assert evaluated["error_rate"] == summary["test_error_rate"] == card.scores["test_error_rate"]
    assert len(run("runs").out.splitlines()) == 3


def test_half_precision_is_half_the_file_and_what_was_measured(run, digits_folder, tmp_path) -> None:
    exact, half = tmp_path / "exact.safetensors", tmp_path / "half.safetensors"
    test = f"{digits_folder}:test"
    shared = ("--data", digits_folder, "--members", 2, *SMALL, "--test", test, "--name", "pair", "--json")
    assert run("committee", *shared, "--out", exact).code == 0
    done = run("committee", *shared, "--out", half, "--half")
    assert done.code == 0
    assert len(run("runs").out.splitlines()) == 2, "the members are found again, not trained again"
    assert half.stat().st_size < 0.55 * exact.stat().st_size
    np.testing.assert_array_equal(
        load_weights(half).network.parameters,
        load_weights(exact).network.parameters.astype(np.float16).astype(np.float32),
    )
    evaluated = json.loads(run("evaluate", "--weights", half, "--data", test, "--json").out)
    measured = json.loads(done.out.splitlines()[-1])
    assert (evaluated["error_rate"], evaluated["loss"]) == (measured["test_error_rate"], measured["test_loss"])


def test_words_compare_the_committee_with_its_members(run, digits_folder) -> None:
    done = run("committee", "--data", digits_folder, "--members", 2, *SMALL, "--test", f"{digits_folder}:test")
    assert done.code == 0
    assert "Test errors of the committee" in done.out
    assert "of its 2 members" in done.out
    assert "Not saved: no --out was given. Kept as committee-1." in done.err


def test_a_mistake_is_one_sentence_and_code_2(run, digits_folder, tmp_path) -> None:
    for options, sentence in (
        (("--members", 1), "Members must be a whole number of at least 2. Got 1."),
        (("--set", "l2"), "What to sweep over must be"),
        (("--out", tmp_path), "The weights file must be a file in an existing folder."),
    ):
        done = run("committee", "--data", digits_folder, *options)
        assert done.code == 2
        assert sentence in done.err
