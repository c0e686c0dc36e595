"""Checkpoint files: what is saved comes back, and what is not sound is refused with a sentence."""

import json
import threading
from pathlib import Path

import numpy as np
import pytest
from safetensors import safe_open
from safetensors.numpy import load_file, save_file

from mlp_engine.errors import CheckpointError
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.training.checkpoint import load_checkpoint, save_checkpoint
from mlp_engine.training.control import RunControl
from mlp_engine.training.history import EpochFinished, TrainingEvent
from mlp_engine.training.train import train_new_network

NETWORK = NetworkConfig(inputs=2, hidden=(4,), outputs=3)
TRAINING = TrainingConfig(optimizer="adam", learning_rate=0.01, epochs=4, validation=0.25, batch_size=20, seed=3)


@pytest.fixture
def saved(tmp_path: Path, blobs) -> Path:
    """A checkpoint of a training stopped in its third epoch, with one change on the way."""
    path = tmp_path / "run.checkpoint"
    control, changed = RunControl(), threading.Event()

    def act(event: TrainingEvent) -> None:
        if isinstance(event, EpochFinished):
            if event.record.epoch == 2:
                control.change(l1=0.5)
                changed.set()
        elif changed.is_set():
            control.stop()  # the change is taken up: the third epoch has begun

    result = train_new_network(blobs, NETWORK, TRAINING, on_progress=act, control=control, checkpoint=path)
    assert (result.outcome, len(result.history)) == ("stopped", 2)
    return path


def entries_of(path: Path) -> dict[str, str]:
    with safe_open(path, framework="numpy") as file:
        return dict(file.metadata())


def rewritten(path: Path, tensors: dict | None = None, run: dict | None = None, **metadata: str | None) -> None:
    """Replace parts of the file; ``None`` leaves a tensor or an entry out."""
    entries = entries_of(path)
    if run is not None:
        entries["run"] = json.dumps(json.loads(entries["run"]) | run)
    kept = {name: array for name, array in (load_file(path) | (tensors or {})).items() if array is not None}
    save_file(kept, path, {name: text for name, text in (entries | metadata).items() if text is not None})


def test_everything_comes_back(saved, tmp_path) -> None:
    checkpoint = load_checkpoint(saved)
    state = checkpoint.state
    assert checkpoint.config == TRAINING
    assert checkpoint.origin.data == "three clouds"
    assert state.network.config == NETWORK
    assert [record.epoch for record in state.history.epochs] == [1, 2]
    assert state.history.changes[0].what == "l1"
    assert state.order is not None
    assert len(state.order) == 90
    assert state.logits.shape == (20, 3)
    assert set(state.memory) == {"mean", "square"}
    assert repr(checkpoint) == ("Checkpoint(Network(2-4-3, softmax + log-likelihood, float32), 2 of 4 epochs)")
    save_checkpoint(tmp_path / "again", checkpoint)
    assert entries_of(tmp_path / "again") == entries_of(saved)
    again, before = load_file(tmp_path / "again"), load_file(saved)
    assert again.keys() == before.keys()
    assert all(np.array_equal(again[name], before[name], equal_nan=True) for name in before)


def test_a_checkpoint_of_the_first_version_has_the_epochs_without_what_was_added(saved) -> None:
    now = load_checkpoint(saved).state.history
    rewritten(saved, tensors={"history": load_file(saved)["history"][:, :7].copy()}, format_version="1")
    then = load_checkpoint(saved).state.history
    assert [(r.epoch, r.training_loss, r.validation_accuracy, r.seconds) for r in then.epochs] == [
        (r.epoch, r.training_loss, r.validation_accuracy, r.seconds) for r in now.epochs
    ]
    assert [(r.l1, r.fixed_loss, r.validation_interval, r.per_class, r.layers) for r in then.epochs] == [
        (None, None, None, (), ())
    ] * 2
    assert [(r.l1, len(r.per_class), len(r.layers)) for r in now.epochs] == [(0.0, 3, 2)] * 2


def test_rewriting_without_a_change_leaves_it_sound(saved) -> None:
    rewritten(saved, run={})
    assert len(load_checkpoint(saved).state.history) == 2


PARAMETERS = NETWORK.parameter_count
SOUND_RNG = dict(np.random.default_rng(0).bit_generator.state)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"format": "mlp-engine"}, "must be a file that this program made as one"),
        ({"format": None}, "must be a file that this program made as one"),
        ({"format_version": "3"}, r"must be of format version 1 or 2\. Got .* of '3'"),
        ({"architecture": "[]"}, "must hold 'architecture' as a JSON object"),
        ({"architecture": '{"hidden": 4}'}, r"'hidden' must be a list\. Got '4'"),
        ({"architecture": '{"hidden": [-4]}'}, "Neurons of hidden layer 1 must be"),
        ({"architecture": '{"gates": 4}'}, "must be ones that this version knows. Got 'gates'"),
        ({"architecture": '{"hidden": [5], "inputs": 2, "outputs": 3}'}, r"tensor 'network' as F32 of shape \(33,\)"),
        ({"training": "{" * 100_000}, "must hold 'training' as a JSON object"),
        ({"training": '{"learning_rate": -1}'}, "Learning rate must be a number above 0. Got -1"),
        ({"training": '{"optimizer": "sgd", "epochs": 4}'}, "no other. Got a difference at 'memory.mean'"),
        ({"training": '{"optimizer": "adam", "epochs": 1}'}, "a history of at most 1 sound epochs"),
        ({"run": {}, "training": "5"}, "must hold 'training' as a JSON object"),
        ({"run": {"data": 5}}, "must hold 'data' as a text. Got 5"),
        ({"run": {"data_sha256": None}}, "must hold 'data_sha256' as a text"),
        ({"run": {"seconds": float("nan")}}, "Seconds of the training must be a number of at least 0. Got nan"),
        ({"run": {"changes": 3}}, "must hold 'changes' as a list"),
        ({"run": {"changes": "one\n" * 9000}}, r"must hold 'changes' as a list\. Got one\\none\\n.{,60}$"),
        ({"tensors": {"a" * 5000: np.zeros(1)}}, r"no other\. Got a difference at 'a{58}…\.$"),
        ({"run": {"changes": [[1, "l1"]]}}, "must hold changes of three parts"),
        (
            {"run": {"changes": [[1, "l3", 0.5]]}},
            "Setting changed must be learning_rate, l1, l2, momentum, dropout, batch_size, augmentation, noise, "
            "rotation or shift. Got 'l3'",
        ),
        ({"run": {"changes": [[1, "learning_rate", 0]]}}, "Learning rate must be a number above 0"),
        ({"run": {"changes": [[9, "l1", 1]]}}, "Epoch of a change must be"),
        ({"run": {"rng": None}}, "must hold the state of a random generator"),
        ({"run": {"rng": [1]}}, "must hold the state of a random generator"),
        ({"run": {"rng": SOUND_RNG | {"bit_generator": "MT19937"}}}, "Random generator must be PCG64"),
        ({"run": {"rng": SOUND_RNG | {"state": {"state": 2**128, "inc": 1}}}}, "State of PCG64 must be"),
        ({"run": {"rng": SOUND_RNG | {"state": {"state": 1.5, "inc": 1}}}}, "State of PCG64 must be"),
        ({"run": {"rng_before": SOUND_RNG | {"uinteger": -1}}}, "Rest of PCG64 must be"),
        ({"tensors": {"network": None}}, "no other. Got a difference at 'network'"),
        ({"tensors": {"extra": np.zeros(1)}}, "no other. Got a difference at 'extra'"),
        ({"tensors": {"order": None}}, "no other. Got a difference at 'logits'"),
        ({"tensors": {"logits": None}}, "no other. Got a difference at 'logits'"),
        ({"tensors": {"network": np.zeros(PARAMETERS)}}, r"tensor 'network' as F32 .* Got F64"),
        ({"tensors": {"kept": np.full(PARAMETERS, np.inf, np.float32)}}, "finite numbers in 'kept'"),
        ({"tensors": {"memory.mean": np.full(PARAMETERS, np.nan, np.float32)}}, "finite numbers in 'memory.mean'"),
        ({"tensors": {"history": np.zeros((2, 7))}}, r"tensor 'history' as F64 of shape \('any', 26\)"),
        ({"tensors": {"history": np.zeros((2, 26))}, "format_version": "1"}, r"of shape \('any', 7\)"),
        ({"tensors": {"history": np.full((2, 26), np.nan)}}, "a history of at most 4 sound epochs"),
        ({"tensors": {"history": np.zeros((5, 26))}}, "a history of at most 4 sound epochs"),
        ({"tensors": {"history": np.full((2, 26), np.inf)}}, "a history of at most 4 sound epochs"),
        ({"tensors": {"order": np.zeros(90, np.int64)}}, "an epoch begun in some order"),
        ({"tensors": {"order": np.arange(10)}}, "an epoch begun and not finished. Got 20 answers of 10"),
        ({"tensors": {"logits": np.zeros((7, 3), np.float32)}}, "an epoch begun in some order"),
        ({"tensors": {"logits": np.zeros((0, 3), np.float32)}}, "an epoch begun and not finished"),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_not_sound_is_refused(saved, changes, sentence) -> None:
    rewritten(saved, **changes)
    with pytest.raises(CheckpointError, match=sentence):
        load_checkpoint(saved)


def test_no_broken_copy_of_a_checkpoint_does_harm(saved) -> None:
    """Every truncation of a small file, and a thousand copies with one byte changed: read whole or refused."""
    whole = saved.read_bytes()
    for length in range(0, len(whole), 37):
        saved.write_bytes(whole[:length])
        with pytest.raises(CheckpointError):
            load_checkpoint(saved)
    rng = np.random.default_rng(0)
    refused = 0
    for place in rng.integers(0, len(whole), 1000):
        broken = bytearray(whole)
        broken[place] ^= 1 << int(rng.integers(8))
        saved.write_bytes(broken)
        try:
            load_checkpoint(saved)
        except CheckpointError:
            refused += 1
    assert refused > 100


def test_missing_and_foreign_files_are_one_sentence(tmp_path) -> None:
    with pytest.raises(CheckpointError, match=r"must be a file that can be read\. Got .*No such file"):
        load_checkpoint(tmp_path / "none")
    with pytest.raises(CheckpointError, match="must be a plain file"):
        load_checkpoint(tmp_path)
    (tmp_path / "text").write_text("a" * 1000)
    with pytest.raises(CheckpointError, match="its header is broken"):
        load_checkpoint(tmp_path / "text")


def test_a_file_that_cannot_be_written_is_one_sentence(saved, tmp_path) -> None:
    with pytest.raises(CheckpointError, match=r"must be saved where files can be written\. Got .*No such file"):
        save_checkpoint(tmp_path / "gone" / "a", load_checkpoint(saved))
