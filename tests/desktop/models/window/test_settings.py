"""What is remembered, and what is forgotten because it does not fit."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings

from mlp_desktop.models.window.settings import MAX_RECENT, Settings


@pytest.fixture
def store(tmp_path, qapp) -> QSettings:
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


def test_first_start_has_sensible_values(store) -> None:
    settings = Settings(store)
    assert settings.geometry.isEmpty()
    assert settings.folder == Path.home()
    assert settings.recent_files == []
    assert settings.training_form == {}
    assert settings.data_folder == ""
    assert settings.examined_data == ""
    assert settings.data_file == ""
    assert settings.pen == {}


def test_everything_comes_back_after_a_restart(store, tmp_path) -> None:
    settings = Settings(store)
    settings.geometry = QByteArray(b"geometry")
    settings.folder = tmp_path
    settings.training_form = {"hidden": "100, 50"}
    settings.data_folder = "/data"
    settings.examined_data = "mnist-test"
    settings.data_file = "/digits.csv"
    settings.pen = {"pen_size": 12.0, "smoothing": False}
    settings.add_recent_file(Path("/a"))
    settings.add_recent_file(Path("/b"))
    settings.add_recent_file(Path("/a"))
    store.sync()
    again = Settings(QSettings(store.fileName(), QSettings.Format.IniFormat))
    assert again.geometry == QByteArray(b"geometry")
    assert again.folder == tmp_path
    assert again.training_form == {"hidden": "100, 50"}
    assert again.data_folder == "/data"
    assert again.examined_data == "mnist-test"
    assert again.data_file == "/digits.csv"
    assert again.pen == {"pen_size": 12.0, "smoothing": False}
    assert again.recent_files == [str(Path("/a")), str(Path("/b"))]


def test_recent_files_are_few_and_can_be_forgotten(store) -> None:
    settings = Settings(store)
    for number in range(20):
        settings.add_recent_file(Path(f"/{number}"))
    assert len(settings.recent_files) == MAX_RECENT
    settings.forget_recent_file(Path("/19"))
    assert settings.recent_files[0] == str(Path("/18"))


@pytest.mark.parametrize("nonsense", ["{", "[1, 2]", '{"a": 3}', '"text"', "[" * 50_000, 17], ids=range(6))
def test_nonsense_in_the_store_is_forgotten(store, nonsense) -> None:
    for key in ("files/recent", "training/form", "pad/pen", "files/folder", "window/geometry"):
        store.setValue(key, nonsense)
    settings = Settings(store)
    assert settings.recent_files == []
    assert settings.training_form == {}
    assert settings.pen in ({}, {"a": 3})
    assert settings.folder == Path.home()
    assert settings.geometry.isEmpty()


def test_the_training_form_of_earlier_versions_is_read_and_left_readable_for_them(store: QSettings) -> None:
    earlier = {"rate": "0.3", "batch": "20", "noise": "0.1", "activation": "relu, tanh", "l2": "5"}
    store.setValue("training/form", json.dumps(earlier))
    form = Settings(store).training_form
    assert form == {
        "learning_rate": "0.3",
        "batch_size": "20",
        "label_noise": "0.1",
        "activations": "relu, tanh",
        "l2": "5",
    }
    Settings(store).training_form = form
    assert json.loads(str(store.value("training/form"))) == earlier
