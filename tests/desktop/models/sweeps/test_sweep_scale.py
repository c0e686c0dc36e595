"""Axes of a sweep: where values lie, evenly, by logarithms or side by side."""

from math import isnan

import pytest

from mlp_desktop.models.sweeps.sweep_scale import bins, scale_of, scale_of_shares
from mlp_engine.sweeps import parse_axis


def scale(text: str):
    axis = parse_axis(text)
    return scale_of(axis, axis.values())


def test_values_of_one_size_lie_evenly_and_each_has_its_label() -> None:
    found = scale("momentum=0,0.25,0.5,1")
    assert not found.log
    assert [found.place(value) for value in (0.0, 0.25, 0.5, 1.0)] == [0, 0.25, 0.5, 1]
    assert [label for _, label in found.ticks] == ["0", "0.25", "0.5", "1"]


@pytest.mark.parametrize("text", ["l2=0.01..100:log:5", "l2=0.01,0.1,1,10,100"])
def test_values_of_many_sizes_lie_by_their_logarithms(text: str) -> None:
    found = scale(text)
    assert found.log
    assert [found.place(10.0**power) for power in range(-2, 3)] == pytest.approx([0, 0.25, 0.5, 0.75, 1])


def test_a_zero_among_logarithms_lies_below_them_all() -> None:
    found = scale("l2=0,0.01..1:log:3")
    places = [found.place(value) for value in (0.0, 0.01, 0.1, 1.0)]
    assert places[0] == 0
    assert places[1] > 0.05
    assert places == sorted(places)
    assert places[-1] == 1


def test_names_and_layers_lie_side_by_side_layers_by_their_size() -> None:
    found = scale("hidden=100-50,300,30")
    assert [label for _, label in found.ticks] == ["30", "300", "100-50"]
    assert found.place((30,)) < found.place((300,)) < found.place((100, 50))
    assert isnan(found.place((7,)))


def test_a_single_value_lies_in_the_middle() -> None:
    assert scale("l2=3").place(3.0) == 0.5


def test_many_values_have_labels_at_round_ones_only() -> None:
    for text in ("l2=0..1:50", "l2=0.001..1000:log:50"):
        labels = [label for _, label in scale(text).ticks]
        assert 3 <= len(labels) <= 9, labels


def test_accuracies_go_from_the_lowest_to_the_highest() -> None:
    found = scale_of_shares([0.8, 0.9, float("nan"), 0.95])
    assert (found.place(0.8), found.place(0.95)) == (0, 1)
    assert [label for _, label in found.ticks][::3][0] == "80%"
    assert found.ticks[-1][1] == "95%"
    assert isnan(found.place(float("nan")))
    assert scale_of_shares([]).place(0.5) == 0.5
    assert 0 < scale_of_shares([0.9, 0.9]).place(0.9) < 1


def test_ranges_hold_every_number_once_and_a_zero_for_itself() -> None:
    axis = parse_axis("l2=0,0.01..1:log:40")
    numbers = [float(value) for value in axis.values()]
    found = bins(scale_of(axis, axis.values()), numbers, 4)
    assert found[0] == (0.0, 0.0)
    assert (found[1][0], found[-1][1]) == (0.01, 1)
    assert found[2][0] == found[1][1] == pytest.approx(10**-1.5)
