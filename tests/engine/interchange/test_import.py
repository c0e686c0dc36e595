"""Networks from other programs are read with the same care as the program's own files."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlp_engine.errors import WeightsReadError
from mlp_engine.interchange import load_network
from mlp_engine.interchange.nielsen_json import read_nielsen_json
from mlp_engine.interchange.npz import npz_of
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network

CONFIG = NetworkConfig(inputs=6, hidden=(4, 3), outputs=2, activations=("relu", "tanh"))
RNG = np.random.default_rng(3)
# As network2 saves it: one row a neuron, biases as a column.
BOOK: dict[str, Any] = {
    "sizes": [6, 4, 3],
    "weights": [RNG.normal(size=(4, 6)).tolist(), RNG.normal(size=(3, 4)).tolist()],
    "biases": [RNG.normal(size=(4, 1)).tolist(), RNG.normal(size=(3, 1)).tolist()],
    "cost": "CrossEntropyCost",
}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "small.npz"
    path.write_bytes(npz_of(Network.initialise(CONFIG, np.random.default_rng(0))))
    return path


def saved_book(folder: Path, **changes: Any) -> Path:
    path = folder / "book.json"
    path.write_text(json.dumps({**BOOK, **changes}), "utf-8")
    return path


def sigma(z: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-z))


@pytest.mark.parametrize(("cost", "loss"), [("CrossEntropyCost", "cross-entropy"), ("QuadraticCost", "quadratic")])
def test_the_books_file_gives_the_books_answers(cost, loss, tmp_path) -> None:
    network, card, reject = load_network(saved_book(tmp_path, cost=cost))
    assert (network.config.layers, network.config.loss, network.config.output) == ((6, 4, 3), loss, "sigmoid")
    assert card.data == ""
    assert reject is None
    x = RNG.random((6, 1))
    a = sigma(np.array(BOOK["weights"][0]) @ x + np.array(BOOK["biases"][0]))
    a = sigma(np.array(BOOK["weights"][1]) @ a + np.array(BOOK["biases"][1]))
    np.testing.assert_allclose(network.predict(x[:, 0].astype(np.float32)), a[:, 0], atol=1e-6)


def test_biases_may_be_a_plain_list(tmp_path) -> None:
    as_columns = load_network(saved_book(tmp_path)).network
    plain = [[entry[0] for entry in biases] for biases in BOOK["biases"]]
    network = load_network(saved_book(tmp_path, biases=plain)).network
    np.testing.assert_array_equal(network.parameters, as_columns.parameters)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"cost": "HingeCost"}, "'cost' in .* must be one of .* Got HingeCost"),
        ({"cost": ["CrossEntropyCost"]}, "'cost' in .* must be one of"),
        ({"sizes": [6]}, "'sizes' in .* must list the neurons of 2 layers or more"),
        ({"sizes": "6, 4, 3"}, "'sizes' in .* must list"),
        ({"sizes": [6, 4, 0]}, "describes a network that cannot be: Number of outputs must be"),
        ({"sizes": [6, 10**9, 3]}, "describes a network that cannot be: Neurons of hidden layer 1 must be"),
        ({"sizes": [6, [4], 3]}, "describes a network that cannot be"),
        ({"weights": BOOK["weights"][:1]}, "'weights' in .* must hold one matrix a layer"),
        ({"weights": {}}, "'weights' in .* must hold one matrix a layer"),
        ({"weights": [BOOK["weights"][1], BOOK["weights"][0]]}, r"'weights' of layer 1 in .* of shape \(4, 6\)"),
        ({"weights": [[[1.0], [1.0, 2.0]], BOOK["weights"][1]]}, "'weights' of layer 1 in .* a matrix of numbers"),
        ({"biases": [[["one"]] * 4, BOOK["biases"][1]]}, "'biases' of layer 1 in .* a matrix of numbers"),
        ({"biases": [[1, 2, 3], BOOK["biases"][1]]}, r"'biases' of layer 1 in .* of shape \(4, 1\)"),
        ({"biases": [[[float("nan")]] * 4, BOOK["biases"][1]]}, "'biases' of layer 1 in .* finite numbers"),
        ({"biases": [[[1e300]] * 4, BOOK["biases"][1]]}, "'biases' of layer 1 in .* finite numbers"),
    ],
)
def test_a_file_that_is_not_the_books_is_refused(changes, sentence, tmp_path) -> None:
    with pytest.raises(WeightsReadError, match=sentence):
        load_network(saved_book(tmp_path, **changes))


@pytest.mark.parametrize("content", [b"{", b"[1, 2]", b"[" * 100_000, b"\xff\xfe{}", b"12"])
def test_what_is_no_json_is_refused(content, tmp_path) -> None:
    (tmp_path / "a.json").write_bytes(content)
    with pytest.raises(WeightsReadError, match=r"a\.json must be a "):
        load_network(tmp_path / "a.json")


def test_a_huge_json_is_refused_before_it_is_read(tmp_path) -> None:
    with (tmp_path / "a.json").open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(WeightsReadError, match="at most 33554432 bytes"):
        load_network(tmp_path / "a.json")


@pytest.mark.parametrize("name", ["absent.npz", "absent.json", "folder.npz", "folder.json", "nul\0.json"])
def test_what_is_no_file_is_refused(name, tmp_path) -> None:
    if name.startswith("folder"):
        (tmp_path / name).mkdir()
    with pytest.raises(WeightsReadError, match="must be a file that can be read"):
        load_network(tmp_path / name)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"weights.0": np.zeros((6, 5), np.float32)},
            r"array weights\.0 must be float32 of shape \(6, 4\)\. Got ",
        ),
        ({"weights.1": np.zeros((4, 3), np.float64)}, r"array weights\.1 must be float32 .* Got float64"),
        ({"biases.2": None}, "must hold an architecture, .* Got none called .*biases.2"),
        ({"architecture": None}, "must hold an architecture"),
        ({"architecture": np.array(["{}", "{}"])}, "array architecture must be one text"),
        ({"architecture": np.array("x" * 20_000)}, "array architecture must be one text of at most 10000"),
        ({"architecture": np.array("{")}, "array architecture must be a JSON object"),
        ({"architecture": np.array("[" * 9_000)}, "array architecture must be a JSON object"),
        ({"architecture": np.array("[1]")}, "describes a network that cannot be"),
        ({"architecture": np.array('{"hidden": 3}')}, "describes a network that cannot be"),
        ({"architecture": np.array('{"hidden": [[3]]}')}, "describes a network that cannot be"),
        ({"architecture": np.array('{"hidden": [20000, 20000]}')}, "describes a network that cannot be"),
        ({"biases.0": np.full(4, np.inf, np.float32)}, "Weights must be finite numbers"),
    ],
)
def test_an_archive_with_one_thing_wrong_is_refused(changes, sentence, archive) -> None:
    with np.load(archive, allow_pickle=False) as loaded:
        arrays = {**loaded, **changes}
    np.savez(archive, **{name: array for name, array in arrays.items() if array is not None})
    with pytest.raises(WeightsReadError, match=sentence):
        load_network(archive)


@pytest.mark.parametrize("weights", ["[],", "0.1,", "{},", '"",'], ids=["lists", "numbers", "objects", "texts"])
def test_network2_files_that_would_fill_the_memory_are_refused_before_they_are_parsed(
    weights, tmp_path, monkeypatch
) -> None:
    def parse(_: object) -> object:
        raise AssertionError("it was parsed")

    monkeypatch.setattr("mlp_engine.interchange.nielsen_json.json.loads", parse)
    path = tmp_path / "large.json"
    count = ((1 << 25) - 1000) // len(weights)
    path.write_text(f'{{"sizes": [2, 2], "biases": [], "weights": [{weights * count}0]}}')
    with pytest.raises(WeightsReadError, match=r"must have at most [\d,]+ .*Got .*large\.json with [\d,]+\."):
        read_nielsen_json(path)


def test_pickles_are_never_read(archive) -> None:
    np.savez(archive, architecture=np.array([print], dtype=object))
    with pytest.raises(WeightsReadError, match="Python objects, which are never read"):
        load_network(archive)


def test_an_archive_cut_anywhere_is_refused(archive) -> None:
    content = archive.read_bytes()
    for length in range(0, len(content), 7):
        archive.write_bytes(content[:length])
        with pytest.raises(WeightsReadError):
            load_network(archive)


@settings(max_examples=150)
@given(position=st.floats(0, 1, exclude_max=True), value=st.integers(0, 255))
def test_a_changed_byte_is_refused_or_changes_nothing_that_matters(position, value, tmp_path) -> None:
    network = Network.initialise(CONFIG, np.random.default_rng(0))
    content = bytearray(npz_of(network))
    content[int(position * len(content))] = value
    (tmp_path / "a.npz").write_bytes(content)
    try:
        loaded = load_network(tmp_path / "a.npz").network
    except WeightsReadError:
        return
    assert np.array_equal(loaded.parameters, network.parameters)


def test_weights_too_large_for_an_answer_are_refused(tmp_path) -> None:
    parameters = np.full(CONFIG.parameter_count, 3e38, np.float32)
    path = tmp_path / "large.npz"
    path.write_bytes(npz_of(Network(CONFIG, parameters)))
    with pytest.raises(WeightsReadError, match=r"Weights must give answers that are finite numbers\. Got too large"):
        load_network(path)
