"""From the sweep's form to a sweep: every field is read on its own, and says what is wrong with it."""

import pytest

from mlp_desktop.controllers.sweeps.sweep_form import LESSON_VALUES, MOST_POINTS, SMALL_VALUES, read_sweep
from mlp_desktop.controllers.train.training_settings import FIRST_VALUES, read_form
from mlp_engine.sweeps.axis import PARAMETERS

GOOD = LESSON_VALUES | {"data": "mnist"}
BASE = read_form(SMALL_VALUES)


def errors(**values: str) -> dict[str, str]:
    reading = read_sweep(GOOD | values, BASE)
    assert (reading.order is None) == bool(reading.errors)
    return reading.errors


def test_the_lesson_is_a_sweep_of_a_small_network() -> None:
    order = read_sweep(GOOD, BASE).order
    assert order is not None
    assert (len(order.sweep.points), order.sweep.seeds, order.sweep.training.epochs) == (25, 3, 30)
    assert order.sweep.network.hidden == (30,)
    assert (order.choice.slice, order.choice.count) == ("random", 1000)
    assert (order.source, order.workers, order.scheduler, order.name) == ("mnist", None, "", "")


def test_what_does_not_vary_is_that_of_the_base() -> None:
    base = read_form(
        FIRST_VALUES | {"hidden": "40, 20", "activations": "relu", "optimizer": "adam", "label_noise": "0.1"}
    )
    order = read_sweep(GOOD | {"samples": ""}, base).order
    assert order is not None
    assert order.sweep.network == base.network
    assert order.sweep.training.optimizer == "adam"
    assert (order.choice.slice, order.choice.label_noise) == ("all", 0.1)


@pytest.mark.parametrize(
    ("key", "text", "part"),
    [
        ("values1", "", "at least one value, such as 0, 0.1"),
        ("values1", "0,,1", "single commas"),
        ("values1", "high", "must be a number"),
        ("values1", "-1", "L1"),
        ("values2", "1..2", "LOW..HIGH:COUNT"),
        ("values2", "0..1:log:3", "above 0"),
        ("setting2", "l1", "once"),
        ("samples", "1", "at least 2"),
        ("seeds", "0", "at least 1"),
        ("epochs", "many", "whole number"),
        ("workers", "0", "from 1 to 1024"),
        ("data", "", "Data must be chosen"),
    ],
)
def test_a_wrong_field_has_a_sentence_of_its_own(key: str, text: str, part: str) -> None:
    found = errors(**{key: text})
    place = "values2" if key == "setting2" else key
    assert list(found) == [place]
    assert part in found[place], found[place]


def test_several_wrong_fields_have_a_sentence_each() -> None:
    assert errors(values1="x", seeds="x", epochs="x").keys() == {"values1", "seeds", "epochs"}


def test_nothing_that_varies_is_no_sweep() -> None:
    assert "At least one setting must vary" in errors(setting1="", setting2="")["values1"]


def test_too_many_points_are_told_before_they_are_made() -> None:
    sentence = errors(values1="0..1:900", values2="0..1:900")["search"]
    assert sentence == f"Number of points must be a whole number of at most {MOST_POINTS}. Got 810000."


def test_the_number_of_random_points_is_asked_for_only_where_they_are_random() -> None:
    assert errors(search="grid", count="") == {}
    assert "count" in errors(search="random", count="")
    order = read_sweep(GOOD | {"values1": "0..1:9", "search": "random", "count": "7"}, BASE).order
    assert order is not None
    assert len(order.sweep.points) == 7
    halved = read_sweep(GOOD | {"search": "halving"}, BASE).order
    assert halved is not None
    assert halved.sweep.halving


def test_a_cluster_needs_no_number_of_processes() -> None:
    order = read_sweep(GOOD | {"workers": "x", "scheduler": "tcp://10.0.0.1:8786"}, BASE).order
    assert order is not None
    assert (order.workers, order.scheduler) == (None, "tcp://10.0.0.1:8786")


def test_a_base_that_is_wrong_or_sets_nothing_apart_is_told_beside_it() -> None:
    wrong = read_sweep(GOOD, read_form(FIRST_VALUES | {"learning_rate": "fast"})).errors
    assert "Learning rate" in wrong["base"]
    nothing = read_sweep(GOOD, read_form(FIRST_VALUES | {"validation": "0"})).errors
    assert "Validation share" in nothing["base"]


def test_more_training_samples_than_are_left_are_told_beside_their_values() -> None:
    sentence = "Training samples must be at most 500, as 500 of 1,000 are kept for validation. Got 600."
    assert errors(setting2="samples", values2="100, 600", samples="1000") == {"values2": sentence}
    assert errors(setting2="samples", values2="100, 600", samples="", data="mnist") == {}
    assert errors(setting2="samples", values2="100, 999999", samples="", data="a folder") == {}


@pytest.mark.parametrize("name", PARAMETERS)
def test_the_example_of_every_setting_makes_a_sweep(name: str) -> None:
    found = errors(setting1=name, values1=PARAMETERS[name].example, setting2="", epochs="10")
    assert found == {}, PARAMETERS[name].example
