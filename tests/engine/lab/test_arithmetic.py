"""The mathematics of one sample, cell by cell, against the network's own forward pass and backpropagation."""

import numpy as np
import pytest

from mlp_engine.errors import DataError, SettingError
from mlp_engine.lab.arithmetic import backward_cells, forward_cells, layer_errors, output_cells
from mlp_engine.lab.edited_network import EditedNetwork
from mlp_engine.lab.edits import ActivationPinned, TemperatureSet, WeightSet
from mlp_engine.perceptron.backprop import Backprop
from mlp_engine.perceptron.config import OUTPUT_LOSS_PAIRS
from mlp_engine.perceptron.losses import loss
from tests.engine.lab.lab_networks import network_of, samples_of

PAIRS = pytest.mark.parametrize("pair", OUTPUT_LOSS_PAIRS, ids="+".join)


def test_forward_cells_multiply_and_add_up_to_the_activations() -> None:
    network = network_of()
    edited = EditedNetwork(network, [ActivationPinned(0, 1, 0.3)])
    sample = samples_of(network).inputs[0]
    outputs = edited.outputs(sample)
    before = sample
    for layer in range(3):
        cells = forward_cells(edited, outputs, sample, layer)
        assert np.array_equal(cells.inputs, before)
        assert np.allclose((cells.inputs[:, None] * cells.weights).sum(axis=0), cells.sums)
        assert np.allclose(cells.sums + cells.biases, cells.logits)
        expected = network.probabilities(cells.logits) if layer == 2 else np.tanh(cells.logits)
        assert np.allclose(np.delete(cells.activations, 1), np.delete(expected, 1))
        before = cells.activations
    first = forward_cells(edited, outputs, sample, 0)
    assert first.activations[1] == 0.3
    assert first.pinned == {1}
    with pytest.raises(SettingError, match="Layer"):
        forward_cells(edited, outputs, sample, 3)


@PAIRS
def test_the_output_step_by_step_is_probability_and_loss_of_the_network(pair) -> None:
    network = network_of(pair=pair)
    edited = EditedNetwork(network)
    for sample in samples_of(network, 5).inputs:
        for label in range(3):
            cells = output_cells(edited, edited.outputs(sample), label)
            z = network.logits(sample)
            assert np.allclose(cells.probabilities, network.predict(sample))
            if pair[0] == "softmax":
                assert cells.shifted.max() == 0
                assert np.allclose(cells.shifted, z - z.max())
                assert cells.total == pytest.approx(cells.powers.sum())
                assert np.allclose(cells.powers / cells.total, cells.probabilities)
            else:
                assert cells.total is None
                assert np.allclose(1 / (1 + cells.powers), cells.probabilities)
            assert np.allclose(cells.powers, np.exp(cells.shifted))
            assert cells.targets.tolist() == [float(label == c) for c in range(3)]
            assert cells.loss == pytest.approx(loss(pair[1]).values(z[None], np.array([label]))[0])
            assert cells.losses.sum() == pytest.approx(cells.loss)


@PAIRS
def test_the_errors_are_central_differences_of_the_loss(pair) -> None:
    network = network_of(pair=pair)
    edited = EditedNetwork(network)
    sample = samples_of(network).inputs[0]
    cells = output_cells(edited, edited.outputs(sample), 1)
    z, h = network.logits(sample), 1e-6
    for c in range(3):
        step = h * (np.arange(3) == c)
        above, below = (loss(pair[1]).values((z + sign * step)[None], np.array([1]))[0] for sign in (1, -1))
        assert cells.errors[c] == pytest.approx((above - below) / (2 * h), abs=1e-6)


def test_logits_of_a_thousand_overflow_nothing() -> None:
    network = network_of()
    edited = EditedNetwork(network, [TemperatureSet(2, 0.01), WeightSet(2, 0, 0, 1e5)])
    for sample in samples_of(network, 5).inputs:
        cells = output_cells(edited, edited.outputs(sample), 0)
        assert np.isfinite(cells.probabilities).all()
        assert np.isfinite(cells.loss)


@PAIRS
@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
def test_the_way_back_is_the_networks_own_backpropagation(pair, activation) -> None:
    network = network_of(activation=activation, pair=pair)
    data = samples_of(network, 7)
    edited = EditedNetwork(network)
    own = Backprop(network, 7)
    for layer in range(3):
        cells = backward_cells(edited, list(data.inputs), data.labels.tolist(), layer, 0.5)
        for count, gradient in ((1, cells.gradient), (7, cells.mean_gradient)):
            own.inputs[:count] = data.inputs[:count]
            own.forward(count)
            own.backward(data.labels[:count])
            weights, biases = network.views(own.gradient)
            assert np.allclose(gradient, weights[layer], atol=1e-12)
        assert np.allclose(cells.mean_errors, biases[layer], atol=1e-12)
        assert np.allclose(cells.step, -0.5 * weights[layer])
        assert np.allclose(cells.bias_step, -0.5 * biases[layer])
        assert np.allclose(cells.gradient, np.outer(cells.inputs, cells.errors))
        assert cells.samples == 7
        errors = layer_errors(edited, edited.outputs(data.inputs[0]), int(data.labels[0]), layer)
        assert len(errors) == 3 - layer
        assert np.allclose(errors[0], cells.errors)


def test_with_a_pinned_neuron_too_the_gradient_is_how_the_loss_changes_with_a_weight() -> None:
    network = network_of()
    sample, pin, h = samples_of(network).inputs[0], ActivationPinned(0, 2, 0.8), 1e-6
    for layer in range(3):
        cells = backward_cells(EditedNetwork(network, [pin]), [sample], [1], layer, 0.1)
        for source in range(cells.gradient.shape[0]):
            for neuron in range(cells.gradient.shape[1]):
                w = float(network.weights[layer][source, neuron])
                changed = [
                    EditedNetwork(network, [pin, WeightSet(layer, source, neuron, w + sign * h)]) for sign in (1, -1)
                ]
                above, below = (output_cells(each, each.outputs(sample), 1).loss for each in changed)
                assert cells.gradient[source, neuron] == pytest.approx((above - below) / (2 * h), abs=1e-6)


def test_what_cannot_be_a_minibatch_is_refused() -> None:
    network = network_of()
    edited, sample = EditedNetwork(network), np.zeros(8)
    with pytest.raises(DataError, match="a label each"):
        backward_cells(edited, [sample], [0, 1], 0, 0.1)
    with pytest.raises(DataError, match="Got 0 and 0"):
        backward_cells(edited, [], [], 0, 0.1)
    with pytest.raises(SettingError, match="Label must be"):
        backward_cells(edited, [sample], [3], 0, 0.1)
