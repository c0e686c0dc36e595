"""What ``import mlp_engine`` offers, and what it costs."""

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

import mlp_engine


@pytest.mark.parametrize("name", mlp_engine.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(mlp_engine, name) is not None
    assert name in dir(mlp_engine)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'mlp_engine' has no attribute 'Perceptron'"):
        _ = mlp_engine.Perceptron  # pyright: ignore[reportAttributeAccessIssue]


def test_type_checkers_are_told_the_same_homes_as_python() -> None:
    """The names are imported where they are asked for, and once more for type checkers alone: the two must agree."""
    tree = ast.parse(Path(mlp_engine.__file__).read_text("utf-8"))
    told = {
        alias.name: node.module
        for block in tree.body
        if isinstance(block, ast.If)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert set(told) == set(mlp_engine.__all__) - {"__version__"}
    for name, module in told.items():
        assert module is not None
        assert getattr(mlp_engine, name) is getattr(import_module(module), name)


def test_the_import_alone_loads_nothing_that_nobody_asked_for() -> None:
    code = (
        "import sys, mlp_engine; print([m for m in ('numpy', 'PIL', 'sqlite3', 'urllib.request') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_file_is_named_by_a_path_or_a_text(tmp_path: Path) -> None:
    network = mlp_engine.Network.initialise(mlp_engine.NetworkConfig(hidden=(3,)), np.random.default_rng(1))
    own, archive = tmp_path / "mine.safetensors", str(tmp_path / "mine.npz")
    mlp_engine.save_weights(str(own), network, mlp_engine.ModelCard())
    mlp_engine.export_network(
        mlp_engine.committee_of([network, mlp_engine.load_weights(str(own)).network]), "npz", archive
    )
    images = np.random.default_rng(2).random((5, 784), np.float32)
    for opened in (mlp_engine.open_network(str(own)), mlp_engine.open_network(archive)):
        np.testing.assert_allclose(opened.network.predict(images), network.predict(images), rtol=1e-5)
    np.savez(tmp_path / "data.npz", X=images, y=np.arange(5))
    assert mlp_engine.load_source(tmp_path / "data.npz").fingerprint() == (
        mlp_engine.load_source(str(tmp_path / "data.npz")).fingerprint()
    )


def test_a_format_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    network = mlp_engine.Network.initialise(mlp_engine.NetworkConfig(hidden=(3,)), np.random.default_rng(1))
    with pytest.raises(
        mlp_engine.MlpError, match=r"^Format of an export must be npz, onnx, script or torch\. Got 'h5'\.$"
    ):
        mlp_engine.export_network(network, "h5", tmp_path / "a.h5")  # pyright: ignore[reportArgumentType]


def test_whole_numbers_that_may_be_ink_or_shares_are_not_guessed_at() -> None:
    network = mlp_engine.Network.initialise(mlp_engine.NetworkConfig(hidden=(3,)), np.random.default_rng(1))
    with pytest.raises(mlp_engine.MlpError, match=r"must be uint8 ink or floating shares of it, .* Got int64\."):
        network.predict(np.full((2, 784), 255))
