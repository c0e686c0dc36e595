"""What the version before wrote is opened by this one, with all that was in it."""

import json
import shutil
from dataclasses import asdict, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mlp_engine import (
    DrawingStore,
    NetworkConfig,
    RunStore,
    TrainingConfig,
    load_source,
    load_weights,
    resume_training,
    train_new_network,
)
from mlp_engine.cli import main as command_line
from mlp_engine.interchange import load_network
from mlp_engine.training.checkpoint import load_checkpoint
from mlp_engine.training.recipe import read_recipe

from .arithmetic import arithmetic

OLD = Path(__file__).with_name("0.1.0")
LATER = ("l1_step", "dropout", "noise", "rotation", "shift")
"""Settings that version 0.1.0 did not know."""
EXPECTED: dict[str, Any] = json.loads((OLD / "expected.json").read_text("utf-8"))
SAME_ARITHMETIC = arithmetic() == EXPECTED["arithmetic"]


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of old files, to be written to: the working folder, and the one of stored data."""
    folder = Path(shutil.copytree(OLD, tmp_path / "old"))
    monkeypatch.chdir(folder)
    monkeypatch.setenv("MLP_DATA_DIR", str(folder))
    return folder


def plain(record: object) -> Any:
    """A record as JSON has it."""
    return json.loads(json.dumps(asdict(record)))  # pyright: ignore[reportArgumentType]


def as_told(record: object, told: Any) -> Any:
    """A record, or several, as JSON has it, without what version 0.1.0 did not know."""
    return _known(plain(record) if not isinstance(record, (list, tuple)) else list(map(plain, record)), told)


def _known(found: Any, told: Any) -> Any:
    if isinstance(told, dict):
        return {key: _known(found[key], told[key]) for key in told}
    if isinstance(told, list) and isinstance(found, list) and len(found) == len(told):
        return [_known(one, other) for one, other in zip(found, told, strict=True)]
    return found


@pytest.mark.parametrize("name", ["adam", "sgd"])
def test_a_checkpoint_opens_as_it_was_left_and_goes_on_to_the_same_end(old: Path, name: str) -> None:
    """In the middle of an epoch: with Adam, distortion, validation and calibration; with a changed rate of SGD.

    Adam's training ends bit for bit as in the old version. That one folded SGD's steps into the products of narrow
    networks too, which rounds otherwise (``docs/decisions/fold-path.md``); now only those of wide ones are folded.
    """
    path, told = old / f"{name}.checkpoint", EXPECTED["checkpoints"][name]
    found = load_checkpoint(path)
    assert found.state.network.fingerprint() == told["begun"]["last"]
    assert found.state.order is not None
    assert 0 < len(found.state.logits) < len(found.state.order)
    assert (len(found.state.history), found.config.epochs) == (len(told["begun"]["epochs"]), 4)

    end = resume_training(path, load_source("digits.npz"))
    assert end.outcome == "finished"
    assert [plain(change) for change in end.history.changes] == told["resumed"]["changes"]
    epochs = as_told(end.history.epochs, told["resumed"]["epochs"])
    with np.load(OLD / "resumed.npz") as resumed:
        parameters = resumed[name]
    if name == "adam" and SAME_ARITHMETIC:
        assert epochs == told["resumed"]["epochs"]
        assert end.temperature == told["temperature"]
        assert end.last is not None
        fingerprints = end.network.fingerprint(), end.last.fingerprint()
        assert fingerprints == (told["resumed"]["network"], told["resumed"]["last"])
        assert np.array_equal(end.network.parameters, parameters)
    else:
        for epoch, expected in zip(epochs, told["resumed"]["epochs"], strict=True):
            measured = [field for field, value in expected.items() if value is not None]
            assert [epoch[field] for field in measured] == pytest.approx([expected[field] for field in measured], 1e-4)
        np.testing.assert_allclose(end.network.parameters, parameters, rtol=1e-4, atol=1e-5)


def test_the_store_of_runs_shows_each_run_as_it_was_kept(old: Path) -> None:
    store = RunStore(old / "runs")
    assert store.notice == ""
    assert [run.id for run in store.runs()] == [4, 3, 2, 1]
    for number in (1, 2):
        run, told = store.run(number), EXPECTED["runs"][str(number)]
        summary = {key: value for key, value in plain(run.summary).items() if key in told["summary"]}
        assert summary == told["summary"]
        assert as_told(run.history, told["history"]) == told["history"]
        assert (run.source, run.samples, run.machine.version) == (told["source"], told["samples"], "0.1.0")
        weights = [load_weights(path) for path in (run.best_weights, run.last_weights) if path is not None]
        assert [file.network.fingerprint() for file in weights] == told["weights"]
        assert weights[0].network.config == run.summary.network
        settings = asdict(run.summary.training)
        assert {key: weights[0].card.training[key] for key in settings if key not in LATER} == {
            key: value for key, value in settings.items() if key not in LATER
        }, "version 0.1.0 knew one step of L1"
    assert store.run(1).summary.network == NetworkConfig(hidden=(3,), output="sigmoid", loss="cross-entropy")
    assert store.run(2).summary.training.optimizer == "momentum"


def test_a_stopped_run_of_the_store_goes_on(old: Path) -> None:
    store = RunStore(old / "runs")
    checkpoint = store.checkpoint_of(2)
    assert checkpoint == (old / "runs" / "checkpoints" / "2.checkpoint").resolve()
    end = resume_training(checkpoint, load_source("digits.npz"))
    assert (end.outcome, len(end.history)) == ("finished", 4)
    before = EXPECTED["runs"]["2"]["history"]["epochs"]
    assert as_told(end.history.epochs[: len(before)], before) == before


def test_a_sweep_is_found_done_and_goes_on_with_another_point(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line(["sweep", "--resume", "old", "--workers", "1", "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["found"] for line in lines[:2]] == [True, True], "nothing is trained again"
    told = EXPECTED["sweep"]["lines"]
    assert lines[-1] == told[-1]
    assert len(RunStore(old / "runs").runs()) == 4


def test_own_drawings_are_all_there(old: Path) -> None:
    store = DrawingStore(old / "my-digits")
    assert store.notice == ""
    assert store.counts().tolist() == [0, 1, 0, 1, 0, 1, 0, 0, 1, 0], "the 7 was said to be a 1, the 0 is in the bin"
    for number, told in enumerate(EXPECTED["drawings"], start=1):
        (kept,) = store.drawings([number])
        assert sha256(kept.image.tobytes()).hexdigest() == told["image"]
        found = (kept.label, kept.answer, kept.probability, kept.network, kept.device, kept.deleted)
        assert list(found) == [told[key] for key in ("label", "answer", "probability", "network", "device", "deleted")]
        assert kept.created.isoformat() == told["created"]
        assert [plain(stroke) for stroke in store.strokes(number)] == told["strokes"]
    assert len(store.dataset()) == 4


@pytest.mark.parametrize("name", ["weights.safetensors", "weights-half.safetensors"])
def test_weights_files_open_with_card_and_reject_score(old: Path, name: str) -> None:
    told = EXPECTED["weights"]
    network, card, reject = load_weights(old / name)
    assert asdict(card) == told["card"]
    assert network.fingerprint() == told["half" if "half" in name else "network"]
    images = load_source("digits.npz").inputs[:5]
    np.testing.assert_allclose(network.predict(images), told["probabilities"], rtol=2e-2 if "half" in name else 1e-4)
    if "half" not in name:
        assert reject is not None
        assert reject.threshold == told["threshold"]
        np.testing.assert_allclose(reject.scores(images), told["reject"], rtol=1e-4)


def test_a_network_exported_as_an_archive_is_imported(old: Path) -> None:
    assert load_network(old / "weights.npz").network.fingerprint() == EXPECTED["weights"]["network"]


def test_a_recipe_says_what_it_said_and_can_be_followed(old: Path) -> None:
    recipe = read_recipe(old / "recipe.toml")
    assert recipe.data == "digits.npz+practice:30:1"
    assert recipe.network == NetworkConfig(hidden=(5, 4), activations=("relu",), initializer="he")
    training = TrainingConfig(
        optimizer="momentum", learning_rate=0.01, l2=0.5, epochs=2, batch_size=10, validation=0.2, schedule="cosine",
        seed=11,
    )  # fmt: skip
    assert recipe.training == training
    data = load_source(recipe.data)
    assert len(data) == 90
    assert train_new_network(data, recipe.network, replace(training, epochs=1)).outcome == "finished"


def test_a_data_file_holds_the_same_samples(old: Path) -> None:
    data = load_source("digits.npz")
    assert data.fingerprint() == EXPECTED["digits"]
    assert len(data) == 60
