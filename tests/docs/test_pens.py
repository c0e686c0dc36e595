"""What the script about real pens makes of its data."""

import numpy as np
import pytest

import measure_pens
from mlp_engine import Dataset, Network, NetworkConfig


def network(bias_of: int) -> Network:
    """One that answers every digit with ``bias_of``, surely."""
    made = Network.initialise(NetworkConfig(inputs=4, hidden=()), np.random.default_rng(0)).writable_copy()
    made.weights[0][...] = 0
    made.biases[0][...] = 9.0 * (np.arange(10) == bias_of)
    return made.copy()


@pytest.fixture(autouse=True)
def pens(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three digits of each of thirty writers: 1, 7, and 1 again; of the last writer 7 alone."""
    writers = np.repeat(np.arange(1, 31), 3)
    labels = np.tile([1, 7, 1], 30)
    labels[-3:] = 7
    data = Dataset(np.zeros((90, 4), np.uint8), labels, "pens", writers)
    monkeypatch.setattr(measure_pens, "load_source", lambda name: {"pendigits": data}[name])


def test_the_page_tells_errors_of_the_writers_apart_by_writer_and_form() -> None:
    page = measure_pens.page(network(7), network(1))
    assert "numbers 2, 6, 14, 20, 28 and 30. These are their 18 digits." in page
    assert "| errors | 10 | 8 |" in page
    assert "| of these surer than 90% | 10 | 8 |" in page
    assert "| right, average over writers | 44.44 % | 55.56 % |" in page
    assert "| right, the worst of these writers | 33.33 % | 0.00 % |" in page
    assert page.index("| 1 read as 7 | 10 | 0 |") < page.index("| 7 read as 1 | 0 | 8 |")


def test_a_network_that_reads_all_has_no_errors() -> None:
    data = measure_pens.load_source("pendigits")
    sevens = data.take(np.flatnonzero(data.labels == 7))
    assert measure_pens.confused(network(7), sevens).total() == 0
    assert measure_pens.surely_wrong(network(7), sevens) == 0
