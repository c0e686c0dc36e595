"""The script that trains the bundled network, on small recipes in the places of its own."""

import runpy
from pathlib import Path

import numpy as np
import pytest

from mlp_engine.feature_maps import FeatureMapConfig, FeatureMapNetwork
from mlp_engine.training.checkpoint import load_checkpoint
from mlp_engine.weights.file import load_weights

SCRIPT = Path(__file__).parents[3] / "docs" / "scripts" / "train_bundled.py"
RECIPE = """
data = ["mnist", "practice:30"]
[network]
hidden = [7]
[training]
epochs = 2
validation = 0.2
calibrate = true
seed = 2
"""


@pytest.fixture
def train(digits_folder, tmp_path, monkeypatch, feature_map_recipe):
    """Run the script with these recipes; gives the folder of what it made."""
    recipes, work = tmp_path / "recipes", tmp_path / "work"
    (recipes / "teachers").mkdir(parents=True)
    shared = feature_map_recipe.replace("practice:60", "mnist+practice:30")
    for name in ("mnist", "mnist_wide"):
        (recipes / "teachers" / f"{name}.toml").write_text(shared)
    (recipes / "first.toml").write_text(shared)
    (recipes / "recipe.toml").write_text(RECIPE)

    def call(*options: str) -> Path:
        command = ["train_bundled.py", "--data", str(digits_folder), "--work", str(work), *options]
        monkeypatch.setattr("sys.argv", command)
        script = runpy.run_path(str(SCRIPT))
        script["main"].__globals__.update(RECIPES=recipes, RECIPE=recipes / "recipe.toml")
        assert script["main"]() == 0
        return work

    return call


def test_it_makes_teachers_first_weights_and_network(train, capsys) -> None:
    work = train("--test")
    out = load_weights(work / "network-1.safetensors")
    assert out.network.config == load_weights(work / "first-1.safetensors").network.config
    shared = FeatureMapConfig(maps=(3, 4), kernels=(6, 3), strides=(3, 2), hidden=(9,))
    teachers = [load_weights(work / f"{name}.safetensors").network for name in ("mnist-1", "mnist_wide-2")]
    for teacher in teachers:
        FeatureMapNetwork.from_dense(teacher, shared)
    assert out.card.training["teachers"] == [teacher.fingerprint() for teacher in teachers]
    assert out.card.training["start"] == load_weights(work / "first-1.safetensors").network.fingerprint()
    # As it was kept, but for the temperature, which is folded into the last layer.
    kept = load_checkpoint(work / "network-1.checkpoint").state.kept
    np.testing.assert_array_equal(out.network.weights[0], kept.weights[0])
    last = kept.weights[-1] / out.card.scores["temperature"]
    np.testing.assert_allclose(out.network.weights[-1], last, rtol=1e-5)
    assert "test_error_rate" in out.card.scores
    assert "mlp-engine share --recipe" in capsys.readouterr().out


def test_what_is_there_is_not_made_again_and_a_training_goes_on(train, capsys) -> None:
    work = train()
    made = load_weights(work / "network-1.safetensors").network
    capsys.readouterr()
    train()
    assert capsys.readouterr().out == ""
    (work / "network-1.safetensors").unlink()
    train()
    told = capsys.readouterr().out
    assert "--resume" in told
    assert "share" not in told
    assert np.array_equal(load_weights(work / "network-1.safetensors").network.parameters, made.parameters)


def test_another_draw_begins_elsewhere_with_the_same_teachers(train) -> None:
    one, two = train(), train("--draw", "2")
    assert len(list(two.glob("mnist-*.safetensors"))) == 1
    first, second = (load_weights(one / f"network-{draw}.safetensors") for draw in (1, 2))
    assert first.card.training["teachers"] == second.card.training["teachers"]
    assert not np.array_equal(first.network.parameters, second.network.parameters)
