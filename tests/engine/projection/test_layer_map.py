"""Maps of layers: activations of every layer, neighbours, maps that turn and never flip, a new sample on them."""

from itertools import pairwise

import numpy as np
import pytest

from mlp_engine.errors import DataError, SettingError
from mlp_engine.lab.edited_network import EditedNetwork
from mlp_engine.lab.edits import ActivationPinned
from mlp_engine.projection.alignment import alignment
from mlp_engine.projection.layer_map import moved_map, pca_maps, tsne_map
from mlp_engine.projection.layers import layer_activations, map_layer_names, sample_activations
from mlp_engine.projection.linear import squared_distances
from mlp_engine.projection.neighbours import nearest, neighbour_shares
from tests.engine.lab.lab_networks import network_of, samples_of

NETWORK = network_of()
DATA = samples_of(NETWORK)


def maps_of(edited: EditedNetwork):
    found = layer_activations(edited, DATA.inputs)
    return pca_maps(map_layer_names(edited.base.config), found.layers, DATA.labels, DATA.classes)


def turned(points: np.ndarray, degrees: float) -> np.ndarray:
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return points @ np.array([[c, s], [-s, c]])


def test_the_layers_are_pixels_hidden_layers_and_the_logits_of_the_output() -> None:
    edited = EditedNetwork(NETWORK, [ActivationPinned(0, 2, 0.75)])
    found = layer_activations(edited, DATA.inputs)
    assert map_layer_names(NETWORK.config) == ("Pixels", "Hidden layer 1", "Hidden layer 2", "Output")
    assert [layer.shape for layer in found.layers] == [(60, 8), (60, 6), (60, 5), (60, 3)]
    assert (found.layers[1][:, 2] == 0.75).all(), "edits count"
    for place in (0, 59):
        one = sample_activations(edited, DATA.inputs[place])
        for layer, whole in zip(one, found.layers, strict=True):
            assert layer == pytest.approx(whole[place])
        assert edited.outputs(DATA.inputs[place])[-1].activations == pytest.approx(found.probabilities[place])


def test_nearest_neighbours_and_the_shares_of_their_classes() -> None:
    places = np.array([0.0, 1.0, 2.5, 10.0, 11.0, 12.5])[:, None]
    neighbours = nearest(squared_distances(places), 2)
    assert neighbours.tolist() == [[1, 2], [0, 2], [1, 0], [4, 5], [3, 5], [4, 3]]
    shares = neighbour_shares(neighbours, np.array([0, 0, 1, 2, 2, 2]), 4)
    assert shares.shares.tolist() == [[0.5, 0.5, 0, 0], [1, 0, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0]]
    assert shares.same == pytest.approx(8 / 12)
    assert shares.apart == (2,)
    assert shares.closest == (0, 1)
    assert nearest(squared_distances(places[:2]), 10).tolist() == [[1], [0]], "as many as there are"
    assert neighbour_shares(nearest(squared_distances(places[:1])), np.array([0]), 2).same == 0


@pytest.mark.parametrize("mirror", [1, -1])
def test_alignment_undoes_a_turn_a_flip_a_shift_and_a_scale(mirror) -> None:
    target = np.random.default_rng(5).normal(size=(30, 2)) * [3, 1]
    target = alignment(target).place(target)
    assert np.hypot(*target.T).max() == pytest.approx(1)
    moved = turned(target * [mirror, 1], 130) * 7 + [4, -2]
    assert alignment(moved, target).place(moved) == pytest.approx(target)
    assert alignment(moved, target).place(moved[3]) == pytest.approx(target[3])
    with pytest.raises(SettingError, match=r"same points\. Got 30 and 29"):
        alignment(moved, target[:29])


def test_each_layer_is_turned_towards_the_one_before_and_shows_its_share_of_the_variance() -> None:
    maps = maps_of(EditedNetwork(NETWORK))
    for before, after in pairwise(maps):
        agreement = (before.points * after.points).sum()
        for other in (after.points * [-1, 1], after.points * [1, -1], -after.points):
            assert agreement >= (before.points * other).sum(), "no flip lies nearer"
        assert np.hypot(*after.points.T).max() == pytest.approx(1)
        values = np.sort(np.linalg.eigvalsh(np.cov(after.samples.T)))
        assert after.explained == pytest.approx(values[-2:].sum() / values.sum())


def test_another_moment_is_turned_towards_the_same_layer() -> None:
    before = maps_of(EditedNetwork(NETWORK))
    flipped = [layer.samples * np.where(np.arange(layer.samples.shape[1]) % 2, -1, 1) for layer in before]
    after = pca_maps([layer.name for layer in before], flipped, DATA.labels, DATA.classes, before)
    for one, other in zip(before, after, strict=True):
        assert other.points == pytest.approx(one.points, abs=1e-6)


def test_a_sample_of_the_map_is_placed_where_it_lies_and_another_by_its_neighbours() -> None:
    flat = maps_of(EditedNetwork(NETWORK))[1]
    assert flat.place(flat.samples[7]) == pytest.approx(flat.points[7])
    steps: list[np.ndarray] = []
    found = tsne_map(flat, perplexity=10, steps=40, on_progress=lambda _step, points: steps.append(points))
    assert (found.method, found.explained) == ("t-SNE", None)
    assert len(steps) == 40
    assert steps[-1] == pytest.approx(found.points, abs=1e-5), "shown as it will be"
    assert found.place(found.samples[7]) == pytest.approx(found.points[7], abs=1e-3)
    between = (found.samples[3] + found.samples[4]) / 2
    order = ((found.samples - between) ** 2).sum(axis=1).argsort()[:5]
    weights = 1 / ((found.samples[order] - between) ** 2).sum(axis=1)
    assert found.place(between) == pytest.approx(np.average(found.points[order], axis=0, weights=weights))


def test_a_layer_that_has_not_changed_keeps_its_map() -> None:
    before = maps_of(EditedNetwork(NETWORK))
    found = layer_activations(EditedNetwork(NETWORK, [ActivationPinned(1, 2, 0.75)]), DATA.inputs)
    after = pca_maps(map_layer_names(NETWORK.config), found.layers, DATA.labels, DATA.classes, before)
    assert [new is old for new, old in zip(after, before, strict=True)] == [True, True, False, False]


def test_activations_that_are_not_finite_have_no_map() -> None:
    layers = [layer.samples for layer in maps_of(EditedNetwork(NETWORK))]
    layers[2] = np.where(layers[2] > 0, np.inf, layers[2])
    with pytest.raises(DataError, match=r"finite numbers\. Got others in Hidden layer 2: undo the last change"):
        pca_maps(map_layer_names(NETWORK.config), layers, DATA.labels, DATA.classes)


def test_other_activations_move_the_points_of_a_map_that_stays() -> None:
    shown = maps_of(EditedNetwork(NETWORK))[1]
    rng = np.random.default_rng(3)
    samples = shown.samples + rng.normal(0, 0.3, shown.samples.shape)
    moved = moved_map(shown, samples, DATA.labels, DATA.classes)
    for place in (0, 41):
        assert moved.points[place] == pytest.approx(shown.place(samples[place])), "where a new sample would lie"
    flat = (samples - shown.axes.mean) @ shown.axes.axes
    assert moved.explained == pytest.approx(flat.var(axis=0).sum() / samples.var(axis=0).sum())
    same = neighbour_shares(nearest(squared_distances(samples)), DATA.labels, DATA.classes).same
    assert moved.neighbours.same == same
    assert moved.place(shown.samples[7]) == pytest.approx(shown.points[7]), "a drawing lies where it lay"
    again = moved_map(shown, shown.samples, DATA.labels, DATA.classes)
    assert again.points == pytest.approx(shown.points)
    assert again.explained == pytest.approx(shown.explained)
    with pytest.raises(DataError, match="finite"):
        moved_map(shown, samples * np.inf, DATA.labels, DATA.classes)
