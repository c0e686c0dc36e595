"""The window opens with what the version before remembered: its form, its pen, its files and its stores."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QLabel, QLineEdit

from mlp_desktop.models.window.settings import Settings

OLD = Path(__file__).parents[1] / "old_files" / "0.1.0"
TOLD: dict[str, Any] = json.loads((OLD / "expected.json").read_text("utf-8"))["settings"]
NEW_KEYS = {"rate": "learning_rate", "batch": "batch_size", "noise": "label_noise", "activation": "activations"}


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The old settings, and the old stores in their places."""
    folder = Path(shutil.copytree(OLD, tmp_path / "old"))
    monkeypatch.setenv("MLP_DATA_DIR", str(folder))
    return Settings(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat))


def test_the_training_form_is_as_it_was_left(desktop) -> None:
    values = desktop.window.train_tab.form.values()
    told = {NEW_KEYS.get(key, key): text for key, text in TOLD["form"].items()}
    assert {key: values[key] for key in told} == told
    for name, text in (
        ("learningRate", "0.03"),
        ("batchSize", "25"),
        ("labelNoise", "0.1"),
        ("hiddenLayers", "40, 20"),
    ):
        assert desktop.window.findChild(QLineEdit, name).text() == text


def test_pen_and_eraser_are_as_they_were_left(desktop) -> None:
    pen = desktop.pen
    found = {key: getattr(pen, key) for key in TOLD["pen"]}
    assert found == TOLD["pen"] == {
        "pen_size": 28.0, "eraser_size": 44.0, "smoothing": False, "pressure": False, "pen_only": False,
    }  # fmt: skip


def test_files_and_answers_are_remembered(desktop, settings) -> None:
    assert settings.recent_files == TOLD["recent"] == ["newer.safetensors", "older.safetensors"]
    assert (settings.examined_data, settings.keeps_drawings, settings.has_told_where) == (TOLD["examined"], False, True)
    assert desktop.window.restoreGeometry(settings.geometry)


def test_the_tabs_show_the_old_runs_drawings_and_sweep(qtbot, desktop) -> None:
    window = desktop.window
    window.tabs.setCurrentWidget(window.runs_tab)
    runs = window.runs_tab.list.model()
    qtbot.waitUntil(lambda: runs.rowCount() == 4)
    assert [runs.index(row, 1).data() for row in range(4)] == [
        "old: l2 5, seed 0", "old: l2 0, seed 0", "784-2-2-10 on digits", "the first",
    ]  # fmt: skip
    window.tabs.setCurrentWidget(window.my_digits_tab)
    qtbot.waitUntil(lambda: window.my_digits_tab.grid.model().rowCount() == 4)
    window.tabs.setCurrentWidget(window.compare_tab)
    qtbot.waitUntil(lambda: not desktop.sweeps.is_running, timeout=30_000)
    assert "2 points" in window.compare_tab.findChild(QLabel, "sweepHeadline").text()
