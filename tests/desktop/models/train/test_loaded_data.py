"""What is kept in memory between two loadings."""

from mlp_desktop.models.train.loaded_data import PRACTICE, LoadedData
from mlp_engine.datasets.practice import practice_set
from mlp_engine.datasets.subset import SampleChoice


def test_the_practice_set_is_kept() -> None:
    loaded, data = LoadedData(), practice_set(3)
    assert loaded.get(PRACTICE) is None
    loaded.keep(PRACTICE, data)
    assert loaded.get(PRACTICE) is data


def test_files_are_not_kept_for_they_may_change() -> None:
    loaded = LoadedData()
    loaded.keep("/home/ann/digits.csv", practice_set(3))
    assert loaded.get("/home/ann/digits.csv") is None
    assert loaded.get(PRACTICE) is None


def test_a_part_of_the_practice_set_is_not_kept_for_the_whole() -> None:
    loaded = LoadedData()
    loaded.keep(PRACTICE, practice_set(3), SampleChoice("first", 3))
    assert loaded.get(PRACTICE) is None
