"""The script that trains a committee, on small recipes in the places of its own."""

import numpy as np
import pytest

import train_committee
from mlp_engine.feature_maps import FeatureMapConfig, FeatureMapNetwork
from mlp_engine.sources import load_source
from mlp_engine.training.recipe import read_feature_map_recipe
from mlp_engine.weights.file import load_weights


@pytest.mark.parametrize("path", sorted(train_committee.RECIPES.glob("*.toml")), ids=lambda path: path.stem)
def test_members_learn_mnist_alone_and_differ(path) -> None:
    recipe = read_feature_map_recipe(path)
    assert recipe.data == "mnist"
    others = [read_feature_map_recipe(other) for other in train_committee.RECIPES.glob("*.toml") if other != path]
    assert len(others) == 9
    assert all((other.network, other.training.dropout) != (recipe.network, recipe.training.dropout) for other in others)


def test_each_is_trained_once_on_what_is_not_set_apart(tmp_path, monkeypatch, capsys, member_recipe) -> None:
    recipes, work = tmp_path / "recipes", tmp_path / "work"
    recipes.mkdir()
    for name in ("one", "two"):
        (recipes / f"{name}.toml").write_text(member_recipe)
    monkeypatch.setattr(train_committee, "RECIPES", recipes)
    monkeypatch.setattr("sys.argv", ["train_committee.py", "--data", "practice:60:3", "--work", str(work)])
    assert train_committee.main() == 0
    assert "one: 57 samples" in capsys.readouterr().out
    one, two = (load_weights(work / f"{name}.safetensors") for name in ("one", "two"))
    assert not np.array_equal(one.network.parameters, two.network.parameters), "each has a draw of its own"
    FeatureMapNetwork.from_dense(one.network, FeatureMapConfig(maps=(3,), kernels=(8,), strides=(4,)))
    (work / "two.safetensors").unlink()
    assert train_committee.main() == 0
    told = capsys.readouterr().out
    assert "two: 57 samples" in told
    assert "one" not in told
    assert np.array_equal(load_weights(work / "two.safetensors").network.parameters, two.network.parameters)


def test_what_is_set_apart_is_the_same_for_all_and_nothing_is_lost() -> None:
    data = load_source("practice:60:3")
    learned, apart = train_committee.parts(data)
    again = train_committee.parts(data)[1]
    assert (len(learned), len(apart)) == (57, 3)
    assert np.array_equal(apart.inputs, again.inputs)
    every = np.concatenate([learned.inputs, apart.inputs])
    assert sorted(map(bytes, every)) == sorted(map(bytes, data.inputs))
