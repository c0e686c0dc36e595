"""The curves of a run leave the window as a picture, as a drawing and as numbers."""

import csv
import xml.etree.ElementTree as ElementTree
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu, QPushButton

from mlp_desktop.app import Desktop
from mlp_desktop.controllers.draw import drawing_files
from mlp_desktop.controllers.window import chart_files
from mlp_engine.training.history_export import HISTORY_FORMS, export_history

from .acting import click

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def trained(qtbot, desktop: Desktop, digits_folder, monkeypatch) -> Desktop:
    """Three epochs with L2 on the small folder, done."""
    window = desktop.window
    monkeypatch.setattr(window, "choose_folder", lambda *_: str(digits_folder))
    window.tabs.setCurrentWidget(window.train_tab)
    export_button, folder_button = (window.findChild(QPushButton, n) for n in ("exportCurves", "dataFolderButton"))
    assert export_button is not None
    assert folder_button is not None
    assert not export_button.isEnabled()
    folder_button.click()
    window.train_tab.form.set_values({"epochs": "3", "hidden": "30", "l2": "1", "validation": "0.2"})
    qtbot.mouseClick(window.findChild(QPushButton, "trainStart"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not desktop.training.is_running, timeout=20_000)
    return desktop


def export(qtbot, desktop: Desktop, monkeypatch, path: Path, kind: str = "") -> None:
    monkeypatch.setattr(desktop.window, "choose_save_kind", lambda *_: (str(path), kind))
    qtbot.mouseClick(desktop.window.findChild(QPushButton, "exportCurves"), Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("kind", HISTORY_FORMS)
def test_the_numbers_are_the_record_of_the_epochs_not_what_was_drawn_live(
    qtbot, trained, monkeypatch, tmp_path, kind
) -> None:
    export(qtbot, trained, monkeypatch, tmp_path / f"run.{kind}")
    history = trained.training.curves.history()
    assert len(history) == 3
    assert (tmp_path / f"run.{kind}").read_bytes() == export_history(history, kind)


def test_the_table_has_one_row_an_epoch_with_its_means(qtbot, trained, monkeypatch, tmp_path) -> None:
    export(qtbot, trained, monkeypatch, tmp_path / "run.csv")
    rows = list(csv.DictReader((tmp_path / "run.csv").read_text().splitlines()))
    assert [row["epoch"] for row in rows] == ["1", "2", "3"]
    records = trained.training.curves.records
    assert [float(row["training_accuracy"]) for row in rows] == [record.training_accuracy for record in records]
    assert all(float(row["l2"]) == 1 and float(row["penalty"]) > 0 for row in rows)


def test_the_picture_is_twice_as_sharp_as_the_screen(qtbot, trained, monkeypatch, tmp_path) -> None:
    export(qtbot, trained, monkeypatch, tmp_path / "run.png")
    picture = Image.open(BytesIO((tmp_path / "run.png").read_bytes()))
    plot = trained.window.train_tab.loss_plot
    assert picture.width == 2 * plot.width()
    assert picture.height > 4 * plot.height()
    colours = {colour for _, colour in picture.convert("RGB").getcolors(1 << 24) or ()}
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


def test_any_chart_is_saved_from_its_own_menu_or_from_the_menu_file(qtbot, trained, monkeypatch, tmp_path) -> None:
    window, plot = trained.window, trained.window.train_tab.accuracy_plot
    asked: list[str] = []

    def place(_title, proposed, _kinds) -> tuple[str, str]:
        asked.append(Path(proposed).name)
        return str(tmp_path / (f"{len(asked)}.svg" if len(asked) % 2 else f"{len(asked)}.png")), ""

    monkeypatch.setattr(window, "choose_save_kind", place)
    monkeypatch.setattr(QMenu, "popup", lambda *_: None)  # it would take the keyboard
    for reason in (QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard):
        inside = plot._plot.viewport()
        middle = inside.rect().center()
        QApplication.sendEvent(inside, QContextMenuEvent(reason, middle, inside.mapToGlobal(middle)))
        menu = window.findChild(QMenu, "chartContextMenu")
        (action,) = menu.actions()
        assert action.text() == "Save chart as…"
        action.trigger()
        menu.close()
        qtbot.waitUntil(lambda: window.findChild(QMenu, "chartContextMenu") is None)
    window.chart_menu.aboutToShow.emit()
    listed = {action.text(): action for action in window.chart_menu.actions()}
    assert f"{plot.accessibleName()}…" in listed
    listed["Loss, plotted over epochs…"].trigger()
    assert asked == ["accuracy-plot.png", "accuracy-plot.png", "loss-plot.png"]
    drawing = ElementTree.parse(tmp_path / "1.svg").getroot()
    assert drawing.findtext(f"{SVG}title") == plot.accessibleName()
    assert drawing.findtext(f"{SVG}desc") == plot.accessibleDescription()
    assert len(list(drawing.iter(f"{SVG}path"))) + len(list(drawing.iter(f"{SVG}polyline"))) > 5
    assert not list(drawing.iter(f"{SVG}image"))
    with Image.open(tmp_path / "2.png") as picture:
        assert picture.size == (2 * plot.width(), 2 * plot.height())
        assert picture.text["Description"] == plot.accessibleDescription()
        assert len(picture.convert("RGB").getcolors(10**7)) > 3
    # Weights: what is kept as a pixmap on the screen is drawn anew for the file.
    click(qtbot, trained, "weightsSegment")
    window.chart_menu.aboutToShow.emit()
    names = [action.text() for action in window.chart_menu.actions()]
    assert sum(name.startswith("Histogram of ") for name in names) == 2
    assert "Layer 1 · 30 sigmoid in numbers…" in names
    asked.clear()
    window.chart_menu.actions()[names.index("Layer 1 · 30 sigmoid in numbers…")].trigger()
    drawing = ElementTree.parse(tmp_path / "1.svg").getroot()
    assert {text.text for text in drawing.iter(f"{SVG}text")} >= {"near zero", "gradient", "saturated"}


def test_charts_and_drawings_are_written_beside_the_window_before_it_closes(
    qtbot, desktop, monkeypatch, tmp_path, told, stands_still
) -> None:
    window, path = desktop.window, tmp_path / "loss.png"
    monkeypatch.setattr(window, "choose_save_kind", lambda *_: (str(path), ""))
    drawn = tmp_path / "digit.png"
    with stands_still((chart_files, "write_whole"), (drawing_files, "write_whole")):
        desktop.charts.save(window.train_tab.loss_plot)
        assert desktop.charts.is_running
        monkeypatch.setattr(window, "choose_save_kind", lambda *_: (str(drawn), ""))
        window.save_picture_requested.emit()
        assert desktop.drawing_files.is_running
        window.close()
        assert window.isVisible()
        assert not path.exists()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)
    assert ([each.read_bytes()[1:4] for each in (path, drawn)], told) == ([b"PNG"] * 2, [])
