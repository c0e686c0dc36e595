"""The accuracy of an edited network: equal to a whole evaluation, and computed from the changed layer on."""

import numpy as np
import pytest

import mlp_engine.lab.measurement as measurement
from mlp_engine import Dataset, Network, NetworkConfig, evaluate
from mlp_engine.errors import DataError, SettingError
from mlp_engine.lab.edited_network import EditedNetwork
from mlp_engine.lab.edits import (
    ActivationPinned,
    BiasSet,
    NeuronFreed,
    NeuronOff,
    NoiseAdded,
    TemperatureSet,
    WeightSet,
    WeightsRounded,
    WeightsScaled,
)
from mlp_engine.lab.measurement import FEWEST_SAMPLES, MOST_SAMPLES, Measurement, measured_samples
from mlp_engine.lab.pruning import WeightsPruned
from tests.engine.lab.lab_networks import network_of, samples_of


def any_edit(rng: np.random.Generator):
    layer = int(rng.integers(0, 3))
    neuron = int(rng.integers(0, (12, 9, 3)[layer]))
    hidden = min(layer, 1)
    kinds = (
        BiasSet(layer, neuron, float(rng.normal())),
        WeightSet(layer, int(rng.integers(0, 8)), neuron, float(rng.normal())),
        WeightsScaled(layer, neuron, float(rng.normal())),
        ActivationPinned(hidden, neuron % 9, float(rng.normal())),
        NeuronOff(hidden, neuron % 9),
        NeuronFreed(hidden, neuron % 9),
        NoiseAdded(layer, 0.3, int(rng.integers(0, 99))),
        WeightsPruned(layer, 30),
        WeightsRounded(layer, 3),
        TemperatureSet(2, 0.5),
    )
    return kinds[rng.integers(0, len(kinds))]


@pytest.mark.parametrize("pair", [("softmax", "log-likelihood"), ("sigmoid", "quadratic")], ids="+".join)
@pytest.mark.parametrize("seed", range(4))
def test_after_any_edits_and_undone_ones_the_score_is_that_of_the_whole_network(pair, seed) -> None:
    rng = np.random.default_rng(seed)
    network = network_of((12, 9), pair=pair)
    data = samples_of(network)
    measured, edits = Measurement(data, network), []
    edited = EditedNetwork(network)
    for _ in range(25):
        edits = edits[: rng.integers(0, len(edits) + 1)] if rng.random() < 0.2 else [*edits, any_edit(rng)]
        edited = edited.with_edits(edits)
        score = measured.measure(edited)
        whole = evaluate(edited.network(), data)
        assert score.accuracy == pytest.approx(1 - whole.error_rate)
        assert np.allclose(score.per_class, whole.per_class)
        assert score.samples.sum() == len(data)
        answers = edited.network().logits(data.inputs).argmax(axis=1)
        assert np.array_equal(measured.misread(), np.flatnonzero(answers != data.labels))


@pytest.mark.parametrize(
    ("edit", "layers"),
    [
        (BiasSet(0, 1, 9.0), [1, 2]),
        (WeightsPruned(0, 50), [0, 1, 2]),
        (NeuronOff(1, 2), [2]),
        (WeightsRounded(2, 3), [2]),
        (BiasSet(2, 1, 9.0), []),
    ],
    ids=repr,
)
def test_only_what_stands_behind_the_edit_is_computed_again(edit, layers, monkeypatch) -> None:
    """One neuron is one column; of whole layers only those are computed that follow, or that have changed."""
    network = network_of((12, 9))
    measured = Measurement(samples_of(network), network)
    computed, shapes = [], [w.shape for w in network.weights]
    whole = measurement.layer_logits

    def spy(a, w, b, out):
        computed.append(shapes.index(w.shape))
        return whole(a, w, b, out)

    monkeypatch.setattr(measurement, "layer_logits", spy)
    measured.measure(EditedNetwork(network, [edit]))
    # Of three outputs one is more than a quarter, and the small layer is computed whole.
    assert computed == (layers or [2])


def test_the_same_network_again_costs_nothing(monkeypatch) -> None:
    network = network_of()
    measured = Measurement(samples_of(network), network)
    edited = EditedNetwork(network, [WeightsPruned(0, 50)])
    score = measured.measure(edited)
    monkeypatch.setattr(measurement, "layer_logits", None)
    assert np.array_equal(measured.measure(edited.with_edits(edited.edits)).correct, score.correct)


def test_a_class_without_samples_has_no_accuracy() -> None:
    network = network_of()
    data = Dataset(np.ones((2, 8)), np.array([0, 2]), "two classes", classes=3)
    assert np.isnan(Measurement(data, network).measure(EditedNetwork(network)).per_class[1])


def test_the_samples_that_excite_a_neuron_most_come_first() -> None:
    network = network_of()
    data = samples_of(network)
    measured = Measurement(data, network)
    edited = EditedNetwork(network, [NeuronOff(0, 2), BiasSet(1, 3, 5.0)])
    measured.measure(edited)
    logits = np.array([edited.outputs(sample)[1].logits[3] for sample in data.inputs])
    places, found = measured.strongest_samples(1, 3)
    assert np.allclose(found, np.sort(logits)[::-1][:9])
    assert np.allclose(logits[places], found)
    with pytest.raises(SettingError, match="Neuron"):
        measured.strongest_samples(1, 5)


def test_a_large_network_reads_fewer_samples_and_a_small_one_all() -> None:
    data = Dataset(np.zeros((3000, 784), np.uint8), np.arange(3000) % 10, "blank")
    small = Network.initialise(NetworkConfig(hidden=(16, 16)), np.random.default_rng(0))
    large = Network.initialise(NetworkConfig(hidden=(2000, 1500)), np.random.default_rng(0))
    assert measured_samples(small, data) is data
    few = measured_samples(large, data)
    assert FEWEST_SAMPLES < len(few) < 1000
    assert set(few.labels.tolist()) == set(range(10))
    by_class = Dataset(data.inputs, np.sort(data.labels), "in the order of the classes")
    assert set(measured_samples(large, by_class).labels.tolist()) == set(range(10)), "not the first ones"
    many = Dataset(np.zeros((MOST_SAMPLES + 5, 1), np.uint8), np.zeros(MOST_SAMPLES + 5, np.int64), "many")
    assert len(measured_samples(small, many)) == MOST_SAMPLES


def test_data_of_another_size_is_refused() -> None:
    with pytest.raises(DataError, match="must have 8 inputs"):
        Measurement(Dataset(np.zeros((2, 5)), np.array([0, 1]), "narrow", classes=3), network_of())
