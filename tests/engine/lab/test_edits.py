"""Edits of a network: what each does to the numbers, and that the rest of the network stays the same object."""

import numpy as np
import pytest

from mlp_engine.errors import DataError, SettingError
from mlp_engine.explain.activations import layer_outputs
from mlp_engine.lab.edited_network import EditedNetwork, EditList
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
from mlp_engine.lab.places import EVERY_LAYER
from mlp_engine.lab.pruning import AllWeightsPruned, WeightsPruned
from tests.engine.lab.lab_networks import network_of, samples_of


def test_without_edits_it_answers_bit_for_bit_as_the_network() -> None:
    network = network_of()
    sample = samples_of(network).inputs[0]
    edited = EditedNetwork(network)
    for mine, theirs in zip(edited.outputs(sample), layer_outputs(network, sample), strict=True):
        for name in ("weighted_sums", "biases", "logits", "activations"):
            assert np.array_equal(getattr(mine, name), getattr(theirs, name)), name
        assert mine.activation == theirs.activation
    assert edited.network().fingerprint() == network.fingerprint()


def test_a_bias_and_a_weight_are_set_and_nothing_else() -> None:
    network = network_of()
    edited = EditedNetwork(network, [BiasSet(0, 2, 1.5), WeightSet(1, 3, 4, -2.0)])
    expected = network.writable_copy()
    expected.biases[0][2] = 1.5
    expected.weights[1][3, 4] = -2.0
    assert edited.network().fingerprint() == expected.fingerprint()


def test_the_weights_of_a_neuron_are_scaled_and_its_bias_stays() -> None:
    network = network_of()
    state = EditedNetwork(network, [WeightsScaled(0, 1, -3.0)]).layers[0]
    assert np.allclose(state.weights[:, 1], -3 * network.weights[0][:, 1])
    assert np.array_equal(np.delete(state.weights, 1, 1), np.delete(network.weights[0], 1, 1))
    assert np.array_equal(state.biases, network.biases[0])


def test_every_layer_is_pruned_rounded_and_given_noise_for_itself_in_one_step() -> None:
    network = network_of((6, 6, 6))  # two layers have weights of one shape
    layers = range(len(network.weights))
    for every, each in (
        (WeightsPruned(EVERY_LAYER, 40), [WeightsPruned(layer, 40) for layer in layers]),
        (WeightsRounded(EVERY_LAYER, 3), [WeightsRounded(layer, 3) for layer in layers]),
    ):
        one, many = EditedNetwork(network, [every]), EditedNetwork(network, each)
        assert one.network().fingerprint() == many.network().fingerprint()
    edited = EditedNetwork(network, [NoiseAdded(EVERY_LAYER, 0.3, 5)])
    noise = [state.weights - w for state, w in zip(edited.layers, network.weights, strict=True)]
    assert not np.allclose(noise[1], noise[2]), "each layer has its own"
    for added, w in zip(noise, network.weights, strict=True):
        assert added.std() == pytest.approx(0.3 * w.std(), rel=0.4)
    assert edited.words() == ("Every layer: noise of 30% of the weights' standard deviation added",)
    more = edited.with_edits([*edited.edits, WeightsPruned(0, 10)])
    assert more.layers[1] is edited.layers[1]
    with pytest.raises(SettingError, match="Layer"):
        EditedNetwork(network, [BiasSet(EVERY_LAYER, 0, 1.0)])


@pytest.mark.parametrize("percent", [0, 1, 50, 90, 100])
def test_all_weights_are_pruned_as_one_heap(percent) -> None:
    network = network_of((6, 6, 6)).writable_copy()
    network.weights[0][...] *= 10
    network.weights[2][0, :3] = network.weights[1][0, 0]  # equal magnitudes in two layers
    network = network.copy()
    edited = EditedNetwork(network, [BiasSet(0, 0, 1.0), AllWeightsPruned(percent)])
    heap = np.concatenate([w.reshape(-1) for w in network.weights])
    count = round(heap.size * percent / 100)
    heap[np.argsort(np.abs(heap), kind="stable")[:count]] = 0
    assert np.array_equal(np.concatenate([state.weights.reshape(-1) for state in edited.layers]), heap)
    if percent == 50:
        shares = [np.count_nonzero(state.weights == 0) / state.weights.size for state in edited.layers]
        assert shares[0] < 0.4 < 0.6 < shares[1], "the layer of large weights keeps more of them"
    assert edited.words()[1] == f"All layers as one: the smallest {percent}% of the weights pruned"
    # What is the same is not computed again, and what came before counts.
    again = edited.with_edits([*edited.edits, WeightSet(1, 0, 0, 3.0)])
    assert again.layers[0] is edited.layers[0]
    assert EditedNetwork(network, again.edits).network().fingerprint() == again.network().fingerprint()
    other = edited.with_edits([WeightsScaled(0, 1, 0.001), AllWeightsPruned(percent)])
    assert other.network().fingerprint() == EditedNetwork(network, other.edits).network().fingerprint()
    with pytest.raises(SettingError, match="Pruned weights in per cent"):
        EditedNetwork(network, [AllWeightsPruned(101)])


def test_only_the_layer_of_an_edit_is_copied() -> None:
    network = network_of()
    first = EditedNetwork(network, [BiasSet(1, 0, 1.0)])
    assert first.layers[0].weights is network.weights[0]
    assert first.layers[1].weights is network.weights[1]
    second = first.with_edits([*first.edits, WeightSet(0, 0, 0, 1.0)])
    assert second.layers[1] is first.layers[1]
    assert second.layers[2] is first.layers[2]
    assert second.layers[0].weights is not network.weights[0]
    assert not second.layers[0].weights.flags.writeable


def test_an_edit_undone_and_another_in_its_place_are_as_if_made_at_once() -> None:
    network = network_of()
    noise, prune, bias = NoiseAdded(0, 0.5, 7), WeightsPruned(0, 40), BiasSet(0, 1, 2.0)
    edited = EditedNetwork(network, [noise, prune]).with_edits([noise]).with_edits([noise, bias])
    assert edited.network().fingerprint() == EditedNetwork(network, [noise, bias]).network().fingerprint()
    assert edited.with_edits([]).network().fingerprint() == network.fingerprint()


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
@pytest.mark.parametrize("edit", [NeuronOff(0, 3), ActivationPinned(0, 3, 0.7), ActivationPinned(1, 0, -1.2)])
def test_a_pinned_activation_is_that_number_and_is_kept_in_a_network_of_its_own(activation, edit) -> None:
    network = network_of(activation=activation)
    edited = EditedNetwork(network, [edit])
    for sample in samples_of(network, 5).inputs:
        outputs = edited.outputs(sample)
        assert outputs[edit.layer].activations[edit.neuron] == getattr(edit, "value", 0.0)
        assert np.allclose(edited.network().predict(sample), outputs[-1].activations, atol=1e-12)
        by_hand = layer_outputs(network, sample)[edit.layer].activations.copy()
        by_hand[edit.neuron] = getattr(edit, "value", 0.0)
        z = by_hand @ network.weights[edit.layer + 1] + network.biases[edit.layer + 1]
        assert np.allclose(outputs[edit.layer + 1].logits, z)


def test_a_neuron_that_is_freed_computes_again() -> None:
    network = network_of()
    edited = EditedNetwork(network, [NeuronOff(0, 1), ActivationPinned(0, 2, 1.0), NeuronFreed(0, 1)])
    assert edited.layers[0].pinned == {2: 1.0}


def test_noise_has_the_spread_that_was_asked_for_and_the_same_seed_gives_the_same() -> None:
    network = network_of((60, 50))
    weights = network.weights[1]
    noise = EditedNetwork(network, [NoiseAdded(1, 0.5, 3)]).layers[1].weights - weights
    assert noise.std() == pytest.approx(0.5 * weights.std(), rel=0.05)
    assert abs(noise.mean()) < 0.05 * weights.std()
    again = EditedNetwork(network, [NoiseAdded(1, 0.5, 3)]).layers[1].weights
    assert np.array_equal(again, weights + noise)


@pytest.mark.parametrize("percent", [0, 10, 50, 97, 100])
def test_the_smallest_weights_are_pruned_and_no_other(percent) -> None:
    network = network_of()
    before = network.weights[0]
    after = EditedNetwork(network, [WeightsPruned(0, percent)]).layers[0].weights
    gone = after != before
    assert gone.sum() == round(before.size * percent / 100)
    assert (after[gone] == 0).all()
    if 0 < gone.sum() < before.size:
        assert np.abs(before[gone]).max() <= np.abs(before[~gone]).min()


def test_of_equal_weights_as_many_are_pruned_as_was_said() -> None:
    network = network_of().writable_copy()
    network.weights[0][...] = np.where(np.arange(48).reshape(8, 6) % 2, 1.0, -1.0)
    after = EditedNetwork(network.copy(), [WeightsPruned(0, 25)]).layers[0].weights
    assert np.count_nonzero(after) == 36


@pytest.mark.parametrize("bits", [2, 3, 8])
def test_rounded_weights_are_multiples_of_one_step_and_the_nearest_ones(bits) -> None:
    network = network_of((60, 50))
    before = network.weights[1]
    after = EditedNetwork(network, [WeightsRounded(1, bits)]).layers[1].weights
    step = np.abs(before).max() / (2 ** (bits - 1) - 1)
    assert len(np.unique(after)) <= 2**bits - 1
    assert np.abs(after).max() == pytest.approx(np.abs(before).max())
    assert np.allclose(after / step, np.rint(after / step))
    assert np.abs(after - before).max() <= step / 2 * (1 + 1e-9)


def test_one_bit_keeps_the_sign_and_the_mean_magnitude() -> None:
    network = network_of()
    before = network.weights[0]
    after = EditedNetwork(network, [WeightsRounded(0, 1)]).layers[0].weights
    assert np.array_equal(np.sign(after), np.where(before < 0, -1, 1))
    assert np.allclose(np.abs(after), np.abs(before).mean())


def test_weights_of_nothing_but_zeros_stay_zeros_when_rounded() -> None:
    network = network_of()
    after = EditedNetwork(network, [WeightsPruned(0, 100), WeightsRounded(0, 4)]).layers[0].weights
    assert not after.any()


def test_a_temperature_divides_the_logits_and_a_second_one_replaces_it() -> None:
    network = network_of()
    sample = samples_of(network).inputs[0]
    z = network.logits(sample)
    for edits in ([TemperatureSet(2, 4.0)], [TemperatureSet(2, 0.3), TemperatureSet(2, 4.0)]):
        outputs = EditedNetwork(network, edits).outputs(sample)
        assert np.allclose(outputs[-1].logits, z / 4)
        powers = np.exp(z / 4)
        assert np.allclose(outputs[-1].activations, powers / powers.sum())


@pytest.mark.parametrize(
    "edit",
    [
        BiasSet(3, 0, 1.0),
        BiasSet(0, 6, 1.0),
        BiasSet(0, 0, float("nan")),
        BiasSet(0, 0, 1e9),
        WeightSet(1, 6, 0, 1.0),
        NeuronOff(2, 0),
        ActivationPinned(2, 0, 1.0),
        WeightsScaled(0, 0, float("inf")),
        NoiseAdded(0, -0.1),
        WeightsPruned(0, 101),
        WeightsRounded(0, 0),
        WeightsRounded(0, 17),
        TemperatureSet(0, 1.0),
        TemperatureSet(2, 0.0),
    ],
    ids=repr,
)
def test_an_edit_that_cannot_be_is_refused_with_a_sentence(edit) -> None:
    with pytest.raises(SettingError, match=r"must be .* Got "):
        EditedNetwork(network_of(), [edit])


def test_a_sample_of_another_size_is_refused() -> None:
    with pytest.raises(DataError, match="must have 8 inputs"):
        EditedNetwork(network_of()).outputs(np.zeros(9))


def test_every_edit_says_in_words_what_it_is() -> None:
    network = network_of((6, 5), inputs=9)
    edits = [
        BiasSet(0, 2, -1.5),
        WeightSet(0, 5, 1, 0.25),
        WeightSet(1, 5, 1, 0.25),
        WeightsScaled(2, 1, 2.0),
        ActivationPinned(1, 0, 0.5),
        NeuronOff(0, 3),
        NeuronFreed(0, 3),
        NoiseAdded(0, 0.25),
        WeightsPruned(1, 50),
        WeightsRounded(2, 1),
        WeightsRounded(2, 4),
        TemperatureSet(2, 2.0),
    ]
    assert EditedNetwork(network, edits).words() == (
        "Hidden layer 1, neuron 3: bias −1.5",
        "Hidden layer 1, neuron 2: weight from the pixel in row 2, column 3 0.25",
        "Hidden layer 2, neuron 2: weight from neuron 6 0.25",
        "Output 1: weights × 2",
        "Hidden layer 2, neuron 1: activation pinned at 0.5",
        "Hidden layer 1, neuron 4: switched off",
        "Hidden layer 1, neuron 4: computes its activation again",
        "Hidden layer 1: noise of 25% of the weights' standard deviation added",
        "Hidden layer 2: the smallest 50% of the weights pruned",
        "Output: weights rounded to 1 bit",
        "Output: weights rounded to 4 bits",
        "Output: temperature 2",
    )


def test_undo_redo_and_reset_go_through_all_edits() -> None:
    first, second, third = BiasSet(0, 0, 1.0), NeuronOff(0, 1), WeightsPruned(1, 50)
    edits = EditList().add(first).add(second).add(third)
    assert edits.undo().done == (first, second)
    assert edits.undo().undo().redo().done == (first, second)
    assert edits.undo().add(first).redo().done == (first, second, first), "what was undone is dropped"
    emptied = edits.undo().reset()
    assert emptied.done == ()
    assert emptied.redo().redo().redo().done == (first, second, third)
    assert EditList().undo() == EditList().redo() == EditList().reset() == EditList()


def test_a_slider_that_moves_on_makes_one_edit() -> None:
    edits = EditList().add(BiasSet(0, 0, 1.0)).add(BiasSet(0, 0, 1.1), goes_on=True)
    assert edits.done == (BiasSet(0, 0, 1.1),)
    assert len(edits.add(BiasSet(0, 0, 1.2)).done) == 2, "a second movement is an edit of its own"
    assert len(edits.add(BiasSet(0, 1, 1.2), goes_on=True).done) == 2, "another neuron"
    assert len(edits.add(WeightsScaled(0, 0, 1.2), goes_on=True).done) == 2, "another kind"
    assert len(edits.add(WeightSet(0, 1, 0, 1.2)).add(WeightSet(0, 2, 0, 1.2), goes_on=True).done) == 3


@pytest.mark.filterwarnings("ignore:overflow")
def test_weights_that_grow_without_end_are_refused_and_large_ones_of_the_network_stay() -> None:
    network = network_of()
    grown = EditedNetwork(network, [WeightsScaled(0, 1, 1000.0)] * 2)
    for _ in range(3):
        with pytest.raises(SettingError, match=r"at most 1,000,000\. Got .* in Hidden layer 1\."):
            grown.with_edits([*grown.edits, *[WeightsScaled(0, 1, 1000.0)] * 200])
    large = network.writable_copy()
    large.weights[1][0, 0] = 1e9
    edited = EditedNetwork(large.copy(), [WeightSet(1, 1, 0, 2.0)])
    assert edited.layers[1].weights[0, 0] == 1e9
