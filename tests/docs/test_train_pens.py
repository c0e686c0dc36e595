"""The script that teaches the bundled network real pens, on little data."""

import runpy
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import train_committee
from mlp_engine import Network, NetworkConfig, save_weights
from mlp_engine.training.checkpoint import load_checkpoint
from mlp_engine.weights.file import load_weights
from mlp_engine.weights.model_card import ModelCard

SCRIPT = Path(__file__).parents[2] / "docs" / "scripts" / "train_pens.py"


@pytest.fixture
def pens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two digits each of twelve writers, as pendigits in the cache."""
    monkeypatch.setenv("MLP_CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "cache" / "pendigits").mkdir(parents=True)
    lines: list[str] = []
    for number in range(24):
        label, points = (1, "5 30\n6 0") if number % 2 else (7, "0 30\n20 30\n5 0")
        lines += [
            f'.SEGMENT DIGIT {number} ? "{label}"',
            f".COMMENT {label} {number // 2} 9",
            ".PEN_DOWN",
            points,
            ".PEN_UP",
        ]
    (tmp_path / "cache" / "pendigits" / "pendigits-orig.tra").write_text("\n".join(lines))


@pytest.fixture
def train(digits_folder, tmp_path, monkeypatch, pens, member_recipe):
    """Run the script with few epochs, generated digits and small teachers; gives the folder of what it made."""
    members = tmp_path / "members"
    members.mkdir()
    for name in ("dropout", "normalised"):
        (members / f"{name}.toml").write_text(member_recipe)
    monkeypatch.setattr(train_committee, "RECIPES", members)
    start = tmp_path / "start.safetensors"
    config = NetworkConfig(hidden=(7,), activations=("relu",), initializer="he")
    card = ModelCard(data="MNIST", training={}, seed=1, epochs=0)
    save_weights(start, Network.initialise(config, np.random.default_rng(3)), card)

    def call(*options: str) -> Path:
        work = tmp_path / "work"
        words = ["--data", str(digits_folder), "--start", str(start), "--work", str(work)]
        monkeypatch.setattr("sys.argv", ["train_pens.py", *words, *options])
        script = runpy.run_path(str(SCRIPT))
        few = {
            "HANDS": replace(script["HANDS"], epochs=2, others=("practice:30",)),
            "EVERYBODY": replace(script["EVERYBODY"], epochs=1, others=("practice:30", "pictured:10")),
            "TOLD": replace(script["TOLD"], epochs=1, others=("practice:30", "pictured:10")),
            "VERSIONS": 2,
        }
        script["main"].__globals__.update(few)
        assert script["main"]() == 0
        return work

    return call


def test_it_learns_hands_from_some_and_then_from_everybody(train, tmp_path, capsys) -> None:
    work = train("--test")
    start, hands = load_weights(tmp_path / "start.safetensors"), load_checkpoint(work / "hands.checkpoint")
    assert hands.origin.teachers == (start.network.fingerprint(),)
    assert "of the writers apart" in capsys.readouterr().out
    made, card, _ = load_weights(work / "pens.safetensors")
    last = load_checkpoint(work / "everybody.checkpoint")
    members = [load_weights(work / f"{name}.safetensors").network for name in ("dropout", "normalised")]
    assert last.origin.teachers == tuple(member.fingerprint() for member in members)
    assert last.origin.start == hands.state.network.fingerprint()
    end = last.state.network
    mean = 0.2 * start.network.parameters + 0.8 * end.parameters
    np.testing.assert_allclose(made.parameters, mean, rtol=1e-5)
    assert card.training["mean_of"] == [start.network.fingerprint(), end.fingerprint()]
    assert card.training["start"] == start.network.fingerprint()
    assert card.epochs == 3
    assert "pendigits, 30 writers" in card.data
    assert "test_error_rate" in card.scores


def test_begun_again_it_goes_on_and_what_is_for_measuring_lies_beside(train) -> None:
    work = train()
    made = load_weights(work / "pens.safetensors")
    assert not made.card.scores, "the test set is for what is finished"
    (work / "pens.safetensors").unlink()
    train()
    assert np.array_equal(load_weights(work / "pens.safetensors").network.parameters, made.network.parameters)
    train("--apart")
    assert "pendigits, 24 writers" in load_weights(work / "pens_apart.safetensors").card.data


def test_another_seed_takes_another_way_from_the_same_beginning(train) -> None:
    work = train()
    one = load_weights(work / "pens.safetensors").network
    checkpoints = [work / "hands.checkpoint", work / "everybody.checkpoint"]
    assert [load_checkpoint(path).config.seed for path in checkpoints] == [1, 2]
    for path in checkpoints:
        path.unlink()
    other = load_weights(train("--seed", "3") / "pens.safetensors").network
    assert [load_checkpoint(path).config.seed for path in checkpoints] == [3, 4]
    assert not np.array_equal(one.parameters, other.parameters)


def test_writers_apart_are_not_learned_from_and_versions_of_a_digit_stand_together(pens) -> None:
    script = runpy.run_path(str(SCRIPT))
    learned, validated = script["of_pens"]((2, 6))
    assert set(validated.writers.tolist()) == {2, 6}
    assert not validated.generated.any()
    assert not set(learned.writers.tolist()) & {2, 6}
    drawn = int((~learned.generated).sum())
    assert len(learned) == 8 * drawn
    of_each = learned.writers[drawn:].reshape(drawn, 7)
    assert (of_each == learned.writers[:drawn, None]).all()
