"""``mlp-engine sweep``."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

SMALL = ("--set", "hidden=8", "--set", "learning_rate=0.5", "--epochs", 2, "--workers", 1)


def test_words_have_a_line_a_training_and_a_table(run, digits_folder) -> None:
    done = run("sweep", "--data", digits_folder, "--over", "l2=0,1", "--seeds", 2, *SMALL)
    assert done.code == 0
    lines = done.out.splitlines()
    assert lines[0].startswith("run    1  l2 0, seed 0: finished, 2 epochs, validation accuracy")
    head, *rows = lines[4:]
    assert head.split() == ["l2", "epochs", "validation", "training"]
    assert [row.split()[:2] for row in rows] == [["0", "2"], ["1", "2"]]
    assert all(" ± " in row for row in rows)
    assert sum(row.endswith("best") for row in rows) == 1
    assert "Best: l2 " in done.err
    assert "Kept as sweep-1." in done.err
    assert "sweep-1: l2 1, seed 1" in run("runs").out


def test_json_is_one_object_a_training_and_one_at_the_end(run, digits_folder) -> None:
    done = run(
        "sweep", "--data", digits_folder, "--over", "learning_rate=1e-6,1", "--over", "hidden=8", "--name", "mine",
        "--epochs", 20, "--halving", "--validation", 0.3, "--workers", 1, "--json",
    )  # fmt: skip
    assert done.code == 0
    *trainings, summary = map(json.loads, done.out.splitlines())
    assert set(trainings[0]) == {
        "settings", "seed", "run", "outcome", "epochs", "validation_accuracy", "training_accuracy", "problem", "found",
    }  # fmt: skip
    assert [(line["settings"]["learning_rate"], line["epochs"]) for line in trainings] == [
        (1e-6, 7), (1.0, 7), (1.0, 20),
    ]  # fmt: skip
    assert summary["sweep"] == "mine"
    assert summary["best"]["settings"] == {"learning_rate": 1.0, "hidden": [8]}
    assert summary["best"]["spread"] is None, "of a single seed there is none"
    assert (summary["stopped"], summary["retried"]) == (False, 0)


def test_resume_finds_what_was_done(run, digits_folder) -> None:
    first = run("sweep", "--data", digits_folder, "--first", 100, "--over", "l2=0,1", *SMALL, "--json")
    second = run("sweep", "--resume", "sweep-1", "--workers", 1, "--json")
    assert second.code == 0
    assert json.loads(second.out.splitlines()[-1]) == json.loads(first.out.splitlines()[-1])
    assert all(json.loads(line)["found"] for line in second.out.splitlines()[:-1])
    assert len(run("runs").out.splitlines()) == 2


def test_samples_labels_and_losses_can_be_swept_over(run, digits_folder) -> None:
    done = run(
        "sweep", "--data", digits_folder, "--over", "samples=20,40", "--over", "loss=log-likelihood,quadratic",
        "--set", "label_noise=0.2", *SMALL, "--json",
    )  # fmt: skip
    assert done.code == 0
    *trainings, summary = map(json.loads, done.out.splitlines())
    assert [line["settings"] for line in trainings] == [
        {"samples": 20, "loss": "log-likelihood"}, {"samples": 20, "loss": "quadratic"},
        {"samples": 40, "loss": "log-likelihood"}, {"samples": 40, "loss": "quadratic"},
    ]  # fmt: skip
    assert len(summary["points"]) == 4
    shown = run("runs", "show", trainings[0]["run"]).out
    assert "label noise 0.2" in shown
    again = run("sweep", "--resume", "sweep-1", "--workers", 1, "--json")
    assert json.loads(again.out.splitlines()[-1]) == summary


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--data", "DATA", "--over", "samples=5,100000"), "Training samples must be at most"),
        (("--data", "DATA", "--set", "samples=5"), "Samples that all trainings share must be named by --first."),
        (
            ("--data", "DATA", "--over", "label_noise=1.5"),
            "Label noise must be a number of at least 0 and of at most 1.",
        ),
        (("--over", "l2=1"), "A sweep must have --data, or --resume the name of one that was begun. Got neither."),
        (("--resume", "mine"), "The sweep must be one that was begun (no sweep yet). Got 'mine'."),
        (("--resume", "mine", "--seeds", 2), "With --resume, no setting must be there: all are kept. Got --seeds."),
        (("--resume", "mine", "--halving"), "With --resume, no setting must be there: all are kept. Got --halving."),
        (("--data", "DATA", "--over", "l2"), "What to sweep over must be NAME=VALUE"),
        (("--data", "DATA", "--over", "l2=1,0", "--set", "l2=1,2"), "A setting that is --set must have one value."),
        (("--data", "DATA", "--over", "l2=1,0", "--validation", 0), "Validation share of a sweep must be above 0"),
        (("--data", "DATA", "--over", "l2=-1"), "L2 strength must be a number of at least 0. Got -1.0."),
        (("--data", "DATA", "--over", "optimizer=sgd,adam", "--set", "learning_rate=1"), "Got --set learning_rate."),
        (("--data", "DATA", "--name", "../mine"), "The name of a sweep must be"),
        (("--data", "DATA", "--workers", 0), "Number of workers must be a whole number from 1 to 1024. Got 0."),
        (("--data", "nowhere"), "Data must be mnist"),
    ],
)
def test_a_mistake_is_one_sentence_and_code_2(run, digits_folder, options, sentence) -> None:
    done = run("sweep", *(digits_folder if option == "DATA" else option for option in options))
    assert done.code == 2
    assert sentence in done.err
    assert len(done.err.strip().splitlines()) == 1


def test_a_name_is_for_one_sweep(run, digits_folder) -> None:
    options = ("--data", digits_folder, *SMALL, "--name", "mine")
    assert run("sweep", "--over", "l2=0", *options).code == 0
    assert run("sweep", "--over", "l2=0", *options).code == 0, "the same command again goes on with it"
    done = run("sweep", "--over", "l2=1", *options)
    assert done.code == 2
    assert "The name of a new sweep must be one that no other has. Got 'mine'." in done.err


@pytest.mark.skipif(sys.platform == "win32", reason="signals of other systems")
def test_ctrl_c_stops_and_keeps_what_there_is(run, digits_folder) -> None:
    # One minibatch an epoch, which is done at once, and several others of which each takes a minute.
    command = (
        sys.executable, "-m", "mlp_engine", "sweep", "--data", str(digits_folder), "--over", "batch_size=100000,1,2,3",
        "--workers", "2", "--set", "hidden=100", "--epochs", "2000", "--json",
    )  # fmt: skip
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdout is not None
        lines = [json.loads(process.stdout.readline())]
        time.sleep(1)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: parent and workers alike
        out, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "Traceback" not in err
    lines += [json.loads(line) for line in out.splitlines()]
    assert lines[-1]["stopped"]
    assert [line["outcome"] for line in lines[:-1]] == ["finished", "stopped", "stopped"]
    assert "stopped" in run("runs").out


@pytest.mark.skipif(sys.platform == "win32", reason="signals of other systems")
def test_a_sweep_that_is_killed_goes_on_where_it_was(run, digits_folder) -> None:
    command = (
        sys.executable, "-m", "mlp_engine", "sweep", "--data", str(digits_folder), "--over", "l2=0,1,2,3", "--workers",
        "1", "--set", "hidden=30", "--epochs", "60", "--json",
    )  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        first = json.loads(process.stdout.readline())
        process.kill()
    resumed = run("sweep", "--resume", "sweep-1", "--workers", 1, "--json")
    assert resumed.code == 0
    *trainings, summary = map(json.loads, resumed.out.splitlines())
    assert trainings[0] == first | {"found": True}
    assert not all(training["found"] for training in trainings)
    assert {training["outcome"] for training in trainings} == {"finished"}
    assert [runs for point in summary["points"] for runs in point["runs"]] == [1, 2, 3, 4], "no run was begun twice"


def test_a_comma_that_may_be_a_decimal_comma_is_warned_about(run, digits_folder) -> None:
    warned = run("sweep", "--data", digits_folder, "--over", "l2=0,5", *SMALL)
    assert warned.code == 0
    assert "0,5 is read as two values, 0 and 5. Write 0.5 for one" in warned.err
    meant = run("sweep", "--data", digits_folder, "--over", "l2=0,5;1,5", *SMALL)
    assert "read as two values" not in meant.err
    assert "l2 1.5" in run("runs").out
