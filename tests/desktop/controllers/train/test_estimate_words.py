"""The line under the network's fields."""

import pytest

from mlp_desktop.controllers.train import estimate_words
from mlp_desktop.controllers.train.estimate_words import about, estimate_line, samples_used, size, total_line
from mlp_desktop.controllers.train.training_settings import FIRST_VALUES, read_form
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.perceptron.config import NetworkConfig


@pytest.fixture(autouse=True)
def known_machine(monkeypatch) -> None:
    monkeypatch.setattr(estimate_words, "machine_slowness", lambda: 1.0)


def line(source: str = "mnist", **values: str) -> str:
    return estimate_line(read_form(FIRST_VALUES | values), source)


def test_the_line_tells_parameters_file_and_seconds() -> None:
    parameters, file, seconds = line().split(" · ")
    assert parameters == "79,510 parameters"
    assert file == "file 319.4 kB"
    assert seconds.startswith("≈ 0.")
    assert seconds.endswith(" s an epoch")


def test_what_a_file_also_holds_is_told_beside_the_network() -> None:
    reject = NetworkConfig(hidden=(30,), outputs=2)
    told = estimate_line(read_form(FIRST_VALUES), "mnist", reject)
    _, file, _ = told.split(" · ")
    assert file == "file 319.4 kB, 415.1 kB with the reject score"


def test_the_line_follows_what_is_typed() -> None:
    assert line(hidden="30").startswith("23,860 parameters · file ")
    assert "MB" in line(hidden="1000, 500")
    assert line(batch_size="x") == line().rsplit(" · ", 1)[0]
    assert line(hidden="a") == ""


def test_of_data_that_nobody_has_counted_it_tells_for_so_many_samples() -> None:
    assert line("/home/ann/digits.csv").endswith(" s for 10,000 samples")


def test_the_time_of_all_epochs_is_told_where_it_is_known() -> None:
    def total(source: str = "practice:20000", **values: str) -> str:
        return total_line(read_form(FIRST_VALUES | values), source)

    assert total(epochs="100").startswith("≈ ")
    assert total(epochs="100").endswith(" s for all epochs")
    assert "min" in total("mnist", hidden="1000, 500", epochs="60") or " h " in total("mnist", hidden="1000, 500")
    assert total(epochs="1") == total(epochs="x") == total("/home/ann/digits.csv") == ""


@pytest.mark.parametrize(
    ("source", "choice", "samples"),
    [
        ("mnist", SampleChoice(), 60_000),
        ("practice:20000", SampleChoice(), 20_000),
        ("mnist", SampleChoice("first", 500), 500),
        ("mnist", SampleChoice("per-class", 50), 500),
        ("practice:20000", SampleChoice("random", 50_000), 20_000),
        ("/a/folder", SampleChoice("first", 500), None),
    ],
)
def test_samples_used(source, choice, samples) -> None:
    assert samples_used(source, choice) == samples


def test_sizes_and_spans() -> None:
    assert [size(count) for count in (31_999, 1_499_999)] == ["32.0 kB", "1.5 MB"]
    assert [about(seconds) for seconds in (0.001, 0.345, 2.345, 23.4, 90)] == [
        "< 0.01 s",
        "≈ 0.34 s",
        "≈ 2.3 s",
        "≈ 23 s",
        "≈ 2 min",
    ]
