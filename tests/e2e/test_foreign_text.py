"""Names and notes from strangers, in every tab: shown letter by letter, never read as HTML."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import numpy as np
import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import Qt as QtGuiNames
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QInputDialog, QLabel, QMenu, QMessageBox, QTabBar, QWidget

from mlp_desktop.app import Desktop
from mlp_desktop.views.window.main_window import MainWindow
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.runs import runs_folder
from mlp_engine.weights.file import save_weights
from mlp_engine.weights.model_card import ModelCard

from .test_my_digits import fill
from .test_runs import click_row, look, train

HOSTILE = '<b>bold</b><img src="file:///tmp/picture.png">'
TIP, HEADER = Qt.ItemDataRole.ToolTipRole, Qt.Orientation.Horizontal


def tips(desktop: Desktop) -> Iterator[str]:
    """Every tool tip of the window: of widgets, tabs, items, headers and choices."""
    for widget in desktop.window.findChildren(QWidget):
        yield widget.toolTip()
        if isinstance(widget, QTabBar):
            yield from (widget.tabToolTip(index) for index in range(widget.count()))
        if isinstance(widget, QAbstractItemView | QComboBox) and widget.model() is not None:
            yield from _model_tips(widget.model())


def _model_tips(model: QAbstractItemModel) -> Iterator[str]:
    root = QModelIndex()
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(root)
    for column in range(columns):
        yield str(model.headerData(column, HEADER, TIP) or "")
        for row in range(min(model.rowCount(root), 50)):
            yield str(model.index(row, column).data(TIP) or "")


def shown(tip: str) -> str:
    """What a tool tip shows; fails if it would show a picture or bold letters."""
    if not QtGuiNames.mightBeRichText(tip):
        return tip
    document = QTextDocument()
    document.setHtml(tip)
    assert not any(form.isImageFormat() for form in document.allFormats()), tip
    assert "<b>" not in tip, tip
    return document.toPlainText()


@pytest.fixture
def strange(qtbot, ready: Desktop, tmp_path) -> Desktop:
    """Runs, drawings and a network in use whose names are HTML."""
    for _ in range(2):
        train(qtbot, ready)
    with closing(sqlite3.connect(runs_folder() / "runs.sqlite3")) as connection, connection:
        connection.execute("UPDATE runs SET name = ?, note = ?, data = ?, message = ?", (HOSTILE,) * 4)
    with closing(sqlite3.connect(fill(3).path)) as connection, connection:
        connection.execute("UPDATE drawings SET device = ?, network = ?", (HOSTILE,) * 2)
    path = tmp_path / "<b>bold<b><img src=x>.safetensors"
    network = Network.initialise(NetworkConfig(hidden=(3,)), np.random.default_rng(0))
    save_weights(path, network, ModelCard(data=HOSTILE))
    ready.weights.open(path)
    return ready


def test_names_that_are_html_are_shown_letter_by_letter_in_every_tab(qtbot, strange: Desktop, told) -> None:
    found: list[str] = []
    tabs = strange.window.tabs
    for index in range(tabs.count()):
        tabs.setCurrentIndex(index)
        qtbot.wait(50)
        found += [shown(tip) for tip in tips(strange)]
    look(strange)
    click_row(qtbot, strange, 0)
    found += [shown(tip) for tip in tips(strange)]
    click_row(qtbot, strange, 1, modifier=Qt.KeyboardModifier.ControlModifier)  # both, compared
    found += [shown(tip) for tip in tips(strange)]
    assert any(HOSTILE in tip for tip in found)  # the names were there, and whole
    # The menus of plots are pyqtgraph's, with words of its own.
    labels = [label for label in strange.window.findChildren(QLabel) if not isinstance(label.window(), QMenu)]
    assert len(labels) > 50
    assert [label.text() for label in labels if label.textFormat() != Qt.TextFormat.PlainText] == []
    assert told == []


def test_a_name_that_turns_the_direction_of_writing_is_shown_as_an_escape(qtbot, ready: Desktop) -> None:
    train(qtbot, ready)
    with closing(sqlite3.connect(runs_folder() / "runs.sqlite3")) as connection, connection:
        connection.execute("UPDATE runs SET name = ?", ("safe\u202egnp.exe\nsecond line",))
    look(ready)
    model = ready.window.runs_tab.list.model()
    assert model.index(0, 1).data() == "safe\\u202egnp.exe\\nsecond line"


def test_the_name_of_a_file_cannot_turn_the_words_around_it(qtbot, ready: Desktop, tmp_path) -> None:
    mark = os.fsdecode("\u202e".encode())  # in the locale C, Python has a surrogate for each of its bytes
    path = tmp_path / f"safe{mark}gnp.safetensors"
    save_weights(path, Network.initialise(NetworkConfig(hidden=(3,)), np.random.default_rng(0)), ModelCard())
    ready.weights.open(path)
    shown_texts = [label.text() for label in ready.window.findChildren(QLabel)] + [ready.window.windowTitle()]
    escape = mark.encode("ascii", "backslashreplace").decode()
    assert any(f"safe{escape}gnp" in text for text in shown_texts)
    assert not any(mark in text or "\u202e" in text for text in shown_texts)


def test_dialogs_show_html_letter_by_letter(qtbot, desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()  # the fixture `told` replaces the dialog
    formats: list[Qt.TextFormat] = []

    def note(dialog: QMessageBox | QInputDialog) -> int:
        formats.extend(label.textFormat() for label in dialog.findChildren(QLabel) if HOSTILE in label.text())
        return 0

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QMessageBox, "exec", note)
        patch.setattr(QInputDialog, "exec", note)
        MainWindow.show_error(desktop.window, HOSTILE)
        desktop.window.ask(HOSTILE, "Yes", "No")
        desktop.window.ask_which(HOSTILE, ["One"])
        desktop.window.choose_one(HOSTILE, ["One"], "One")
    assert formats == [Qt.TextFormat.PlainText] * 4
