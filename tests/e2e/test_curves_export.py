"""The curves of a run leave the window as a picture, as a drawing and as numbers."""

import csv
import xml.etree.ElementTree as ElementTree
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from mlp_desktop.app import Desktop
from mlp_desktop.controllers.train.curves_export import table
from mlp_desktop.models.train.run_curves import RunCurves
from mlp_engine.training.history import Change, Progress

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def trained(qtbot, desktop: Desktop, digits_folder, monkeypatch) -> Desktop:
    """Three epochs with L2 on the small folder, done."""
    window = desktop.window
    monkeypatch.setattr(window, "choose_folder", lambda *_: str(digits_folder))
    window.tabs.setCurrentWidget(window.train_tab)
    assert not window.findChild(QPushButton, "exportCurves").isEnabled()
    window.findChild(QPushButton, "dataFolderButton").click()
    window.train_tab.form.set_values({"epochs": "3", "hidden": "30", "l2": "1", "validation": "0.2"})
    qtbot.mouseClick(window.findChild(QPushButton, "trainStart"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not desktop.training.is_running, timeout=20_000)
    return desktop


def export(qtbot, desktop: Desktop, monkeypatch, path: Path, kind: str = "") -> None:
    monkeypatch.setattr(desktop.window, "choose_save_kind", lambda *_: (str(path), kind))
    qtbot.mouseClick(desktop.window.findChild(QPushButton, "exportCurves"), Qt.MouseButton.LeftButton)


def test_the_table_holds_every_point(qtbot, trained, monkeypatch, tmp_path) -> None:
    export(qtbot, trained, monkeypatch, tmp_path / "run.csv")
    rows = list(csv.DictReader((tmp_path / "run.csv").read_text().splitlines()))
    for name, (x, y) in {
        "training_loss": trained.training.curves.training_loss(),
        "validation_accuracy": trained.training.curves.validation_accuracy(),
        "penalty": trained.training.curves.penalty(),
    }.items():
        points = [(float(row["epoch"]), float(row[name])) for row in rows if row[name]]
        assert points == list(zip(x.tolist(), y.tolist(), strict=True)), name
    assert len(trained.training.curves.penalty()[0]) == 3


def test_the_table_tells_what_was_changed_on_the_way() -> None:
    curves = RunCurves()
    curves.add_progress(Progress(0.5, 9, 2.0, 0.25, 1, 1))
    curves.changes += [Change(0.5, "learning_rate", 0.125), Change(0.75, "l2", 5.0)]
    assert table(curves).splitlines() == [
        "epoch,training_loss,training_accuracy,validation_loss,validation_accuracy,penalty,"
        "new_learning_rate,new_l1,new_l2",
        "0.5,2.0,0.25,,,,0.125,,",
        "0.75,,,,,,,,5.0",
    ]


def test_the_picture_is_twice_as_sharp_as_the_screen(qtbot, trained, monkeypatch, tmp_path) -> None:
    export(qtbot, trained, monkeypatch, tmp_path / "run.png")
    picture = Image.open(BytesIO((tmp_path / "run.png").read_bytes()))
    plot = trained.window.train_tab.loss_plot
    assert picture.width == 2 * plot.width()
    assert picture.height > 4 * plot.height()
    colours = {colour for _, colour in picture.convert("RGB").getcolors(1 << 24)}
    assert {(0x00, 0x72, 0xB2), (0xD5, 0x5E, 0x00)} <= colours


def test_the_drawing_is_made_of_lines_and_letters(qtbot, trained, monkeypatch, tmp_path) -> None:
    export(qtbot, trained, monkeypatch, tmp_path / "run", "SVG drawing (*.svg)")
    drawing = ElementTree.parse(tmp_path / "run.svg").getroot()
    words = {"".join(text.itertext()).strip() for text in drawing.iter(f"{SVG}text")}
    assert {"Loss", "Accuracy", "epoch"} <= words
    lines = {group.get("stroke") for group in drawing.iter(f"{SVG}g") if list(group)}
    assert {"#0072b2", "#d55e00"} <= lines
    assert not list(drawing.iter(f"{SVG}image"))


def test_curves_that_cannot_be_written_are_one_sentence(qtbot, trained, monkeypatch, tmp_path, told) -> None:
    before = trained.settings.folder
    export(qtbot, trained, monkeypatch, tmp_path / "nowhere" / "run.csv")
    assert len(told) == 1
    assert told[0].startswith("Curves must be saved where files can be written. Got ")
    assert trained.settings.folder == before


def test_nothing_is_written_where_no_place_was_chosen(qtbot, trained, monkeypatch, tmp_path) -> None:
    before = set(tmp_path.iterdir())
    monkeypatch.setattr(trained.window, "choose_save_kind", lambda *_: ("", ""))
    qtbot.mouseClick(trained.window.findChild(QPushButton, "exportCurves"), Qt.MouseButton.LeftButton)
    assert set(tmp_path.iterdir()) == before
    assert np.isfinite(trained.training.curves.training_loss()[1]).all()
