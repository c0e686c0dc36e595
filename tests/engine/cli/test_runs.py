"""``mlp-engine runs``, and what ``mlp-engine train`` leaves there."""

import json
import sqlite3
import xml.etree.ElementTree as ElementTree
from contextlib import closing
from pathlib import Path

import pytest

from mlp_engine.runs import RunStore, runs_folder
from mlp_engine.training.control import RunControl
from mlp_engine.weights.file import load_weights

FAST = ("--hidden", 20, "--epochs", 3, "--learning-rate", 0.5, "--validation", 0.2, "--seed", 4)


def test_no_runs_yet(run) -> None:
    assert run("runs").out == "No runs yet: mlp-engine train keeps each one.\n"
    assert run("runs", "--json").out == ""


def test_every_training_is_kept_and_listed(run, digits_folder) -> None:
    first = run("train", "--data", digits_folder, *FAST)
    assert first.err.endswith("Kept as run 1.\n")
    assert run("train", "--data", digits_folder, *FAST, "--l2", 3).code == 0
    lines = run("runs").out.splitlines()
    assert [line.split()[0] for line in lines] == ["2", "1"]
    assert "784-20-10 · L2 3  finished, 3 of 3 epochs, loss " in lines[0]
    assert "784-20-10 on striped, training set  finished" in lines[1]
    assert "best validation accuracy" in lines[0]
    listed = [json.loads(line) for line in run("runs", "--json").out.splitlines()]
    assert [entry["training"]["l2"] for entry in listed] == [3.0, 0.0]


def test_one_run_is_shown_whole(run, digits_folder) -> None:
    trained = run("train", "--data", digits_folder, *FAST, "--l2", 3, "--json")
    shown = json.loads(run("runs", "show", 1, "--json").out)
    assert shown["history"]["epochs"] == [json.loads(line) for line in trained.out.splitlines()]
    assert (shown["source"], shown["samples"]) == (str(digits_folder), 150)
    assert load_weights(Path(shown["best_weights"])).card.epochs == 3
    assert json.loads(run("runs", "--json", "show", 1).out) == shown

    words = run("runs", "show", 1).out
    assert "Settings       l2 3.0, learning_rate 0.5, epochs 3, validation 0.2\n" in words
    assert "Seed           4\n" in words
    assert shown["checkpoint"] in words
    assert [line.split()[1] for line in words.splitlines() if line.startswith("epoch ")] == ["1", "2", "3"]


def test_what_was_changed_on_the_way_is_shown(run, monkeypatch) -> None:
    changes = iter([{}, {"batch_size": 7, "augmentation": "pen", "noise": 0.05}])
    monkeypatch.setattr(RunControl, "take_changes", lambda control: next(changes, {}))
    trained = run("train", "--data", "practice:100", "--hidden", 5, "--batch-size", 50, "--epochs", 1)
    assert "augmentation is pen from epoch 0.5 on" in trained.err + trained.out
    shown = run("runs", "show", 1)
    assert shown.code == 0
    for change in ("batch_size 7", "augmentation pen", "noise 0.05"):
        assert f"{change} from epoch 0.50 on" in shown.out


def test_one_seed_run_twice_exports_the_same_bytes(run, digits_folder, tmp_path) -> None:
    for _ in range(2):
        run("train", "--data", digits_folder, *FAST, "--l1", 0.5, "--augmentation", "affine")
    for form in ("csv", "jsonl", "tfevents"):
        contents = []
        for number in (1, 2):
            out = tmp_path / f"{number}.{form}"
            assert run("runs", "export", number, "--out", out).code == 0
            contents.append(out.read_bytes())
        assert contents[0] == contents[1]
        assert len(contents[0]) > 500
    (header, *rows) = run("runs", "export", 2).out.splitlines()
    assert header.startswith(
        "epoch,training_loss,training_accuracy,fixed_loss,fixed_accuracy,fixed_doubted,validation_loss"
    )
    assert "seconds" not in header
    assert len(rows) == 3
    timed = run("runs", "export", 2, "--seconds", "--form", "jsonl").out.splitlines()
    assert all(json.loads(line)["seconds"] > 0 for line in timed)


def test_the_curves_are_drawn_and_events_need_a_file(run, digits_folder, tmp_path) -> None:
    run("train", "--data", digits_folder, *FAST)
    assert run("runs", "export", 1, "--out", tmp_path / "curves.svg").code == 0
    drawing = ElementTree.parse(tmp_path / "curves.svg").getroot()
    told = [chart.get("aria-label") for chart in drawing.iter("{http://www.w3.org/2000/svg}svg")][1:]
    assert [words.split(":")[0] for words in told] == ["Loss from epoch 1 to 3", "Accuracy from epoch 1 to 3"]
    assert run("runs", "export", 1, "--form", "svg").out.startswith("<svg ")
    refused = run("runs", "export", 1, "--form", "tfevents")
    assert refused.code == 2
    assert "Events of TensorBoard must be written to a file. Got no --out." in refused.err


def test_a_training_that_is_not_to_be_kept_leaves_nothing(run, digits_folder) -> None:
    done = run("train", "--data", digits_folder, *FAST, "--no-store")
    assert done.code == 0
    assert "Kept" not in done.err
    assert not runs_folder().exists()


def test_a_divergence_is_kept_with_its_sentence(run, digits_folder) -> None:
    run("train", "--data", digits_folder, "--activation", "relu", "--learning-rate", 1e30, "--epochs", 3)
    stored = RunStore(runs_folder()).run(1)
    assert stored.summary.outcome == "diverged"
    assert "is probably too high" in stored.message
    assert stored.message in run("runs", "show", 1).out


def test_a_store_that_cannot_be_used_does_not_stop_a_training(run, digits_folder, tmp_path, monkeypatch) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "runs").write_text("a file")
    monkeypatch.setenv("MLP_DATA_DIR", str(tmp_path / "data"))
    done = run("train", "--data", digits_folder, *FAST)
    assert done.code == 0
    assert done.err.startswith("mlp-engine: This run is not kept: Runs must be kept in a folder that can be written.")
    assert "Kept" not in done.err
    listed = run("runs")
    assert (listed.code, listed.out) == (2, "")
    assert listed.err.startswith("mlp-engine: Runs must be kept in a folder that can be written. Got ")


def test_a_damaged_store_is_told_and_a_new_one_begun(run, digits_folder) -> None:
    run("train", "--data", digits_folder, *FAST)
    (runs_folder() / "runs.sqlite3").write_bytes(b"no database" * 1000)
    done = run("train", "--data", digits_folder, *FAST)
    assert "mlp-engine: The store of runs was damaged: it is kept as " in done.err
    assert [summary.id for summary in RunStore(runs_folder()).runs()] == [2]


def test_a_damaged_store_is_told_by_the_list_too(run, digits_folder) -> None:
    run("train", "--data", digits_folder, *FAST)
    (runs_folder() / "runs.sqlite3").write_bytes(b"no database" * 1000)
    listed = run("runs", "--json")
    assert (listed.code, listed.out) == (0, "")
    assert listed.err.startswith("mlp-engine: The store of runs was damaged: it is kept as ")


def test_a_slice_and_label_noise_are_told(run, digits_folder) -> None:
    run("train", "--data", digits_folder, *FAST, "--random", 100, "--label-noise", 0.1)
    assert "Samples        random 100, label noise 0.1\n" in run("runs", "show", 1).out
    choice = json.loads(run("runs", "show", 1, "--json").out)["summary"]["choice"]
    assert choice == {"slice": "random", "count": 100, "label_noise": 0.1, "seed": 4}


def test_runs_are_deleted_restored_and_purged(run, digits_folder) -> None:
    for seed in (1, 2):
        run("train", "--data", digits_folder, *FAST[:-1], seed)
    ids = lambda *options: [line.split()[0] for line in run("runs", *options).out.splitlines()]  # noqa: E731
    assert run("runs", "--deleted").out == "The bin is empty.\n"
    assert run("runs", "delete", 1).code == 0
    assert (ids(), ids("--deleted")) == (["2"], ["1"])
    assert run("runs", "restore", 1).code == 0
    assert ids() == ["2", "1"]
    run("runs", "delete", 1)
    assert run("runs", "purge", "--older-than", 1).out == "0 runs forgotten for good.\n"
    assert run("runs", "purge").out == "1 run forgotten for good.\n"
    assert sorted(path.name for path in (runs_folder() / "weights").iterdir()) == [
        "2-best.safetensors",
        "2-last.safetensors",
    ]
    assert run("runs", "show", 1).code == 2


def test_a_run_that_is_trained_elsewhere_is_not_gone_on_with(run, digits_folder) -> None:
    run("train", "--data", digits_folder, *FAST)
    store = RunStore(runs_folder())
    before = store.run(1)
    resume = ("train", "--data", digits_folder, "--resume", store.checkpoint_of(1), "--epochs", 5)
    with store.hold(1):
        done = run(*resume)
        assert "running, 3 of 3 epochs" in run("runs").out
    sentence = "A run that is being trained must be left alone until it ends. Got run 1."
    assert (done.code, done.out, done.err) == (2, "", f"mlp-engine: {sentence}\n")
    assert store.run(1) == before
    assert run(*resume).code == 0
    assert len(store.run(1).history) == 5
    assert not store.run(1).summary.running


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("show", "7"), "A run must be one of those in the store. Got run 7, which is not there."),
        (("show", 2**63), f"A run must be one of those in the store. Got run {2**63}, which is not there."),
        (("show", "seven"), "Number of a run must be a whole number of at least 1. Got 'seven'."),
    ],
)
def test_wrong_use_is_one_sentence_and_code_2(run, arguments, sentence) -> None:
    done = run("runs", *arguments)
    assert (done.code, done.out, done.err) == (2, "", f"mlp-engine: {sentence}\n")


def test_a_run_that_cannot_be_read_is_listed_with_the_reason_and_can_be_deleted(run, digits_folder) -> None:
    for _ in range(3):
        run("train", "--data", digits_folder, *FAST)
    with closing(sqlite3.connect(runs_folder() / "runs.sqlite3")) as connection, connection:
        connection.execute("UPDATE runs SET started = 'yesterday', name = 'mine' WHERE id = 2")
        connection.execute("UPDATE runs SET training = json_insert(training, '$.mood', 'good') WHERE id = 1")
    listed = run("runs")
    assert (listed.code, listed.err) == (0, "")
    newest, odd, oldest = listed.out.splitlines()
    assert newest.split()[0] == "3"
    assert oldest.split()[0] == "1"
    assert odd.startswith("   2   mine cannot be read. started must be a moment in ISO 8601")
    as_json = [json.loads(line) for line in run("runs", "--json").out.splitlines()]
    assert [entry["id"] for entry in as_json] == [3, 2, 1]
    assert as_json[1] == {"id": 2, "name": "mine", "reason": as_json[1]["reason"], "deleted": False}
    shown = run("runs", "show", 2)
    assert (shown.code, shown.out) == (2, "")
    assert shown.err.startswith("mlp-engine: Run 2 cannot be read. started must be")
    assert 'Not known here training.mood "good"\n' in run("runs", "show", 1).out
    assert run("runs", "delete", 2).code == 0
    assert run("runs", "purge").out == "1 run forgotten for good.\n"
    assert [line.split()[0] for line in run("runs").out.splitlines()] == ["3", "1"]


def test_snapshots_are_listed_and_one_is_saved_as_a_weights_file(run, digits_folder, tmp_path) -> None:
    run("train", "--data", digits_folder, *FAST)
    words = run("runs", "snapshots", 1).out.splitlines()
    assert [line.split()[1] for line in words[:-1]] == ["0", "1", "2", "3"]
    assert words[-1] == "4 snapshots, 0.1 MB in all."
    listed = [json.loads(line) for line in run("runs", "snapshots", 1, "--json").out.splitlines()]
    assert [entry["epoch"] for entry in listed] == [0, 1, 2, 3]
    out = tmp_path / "early.safetensors"
    assert run("runs", "snapshots", 1, "--epoch", 2, "--out", out).code == 0
    saved = load_weights(out)
    assert saved.card.epochs == 2
    assert saved.network.fingerprint() == load_weights(Path(listed[2]["path"])).network.fingerprint()
    for wrong in (("--epoch", 4, "--out", out), ("--epoch", 2), ("--out", out)):
        refused = run("runs", "snapshots", 1, *wrong)
        assert refused.code == 2
        assert "(0, 1, 2, 3). Got 4." in refused.err or "Got only one of --epoch and --out." in refused.err
    for other in listed[1:]:
        Path(other["path"]).unlink()
    size = Path(listed[0]["path"]).stat().st_size
    assert size < 50_000, "megabytes would say 0.0"
    assert run("runs", "snapshots", 1).out.splitlines()[-1] == f"1 snapshot, {size / 1e3:.1f} kB in all."
    assert run("runs", "snapshots", 2).code == 2
