"""Drawings that cannot be read, in the window: tiles that say so, and can be deleted."""

import json
import sqlite3
from contextlib import closing

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QAction

from .acting import button, click
from .test_my_digits import fill, labels, look, store, wait_until_kept

TIP = Qt.ItemDataRole.ToolTipRole


@pytest.mark.parametrize("change", ["created = 'yesterday'", "image = x'00'", "label = 'seven'", "device = x'00'"])
def test_drawings_that_cannot_be_read_say_so_and_can_be_deleted(qtbot, desktop, told, change) -> None:
    here = fill(50)
    with closing(sqlite3.connect(here.path)) as connection, connection:
        connection.execute(f"UPDATE drawings SET {change} WHERE id != 50")
    look(qtbot, desktop)
    shown = labels(desktop)
    assert shown.count("cannot be read") == 49
    assert len(shown) == 50
    row = shown.index("cannot be read")
    grid = desktop.window.my_digits_tab.grid
    reason = f"{change.split()[0]} must be "
    assert grid.model().index(row, 0).data(TIP).startswith(reason)
    desktop.window.grab()  # paints every tile
    grid.selectionModel().setCurrentIndex(grid.model().index(row, 0), QItemSelectionModel.SelectionFlag.ClearAndSelect)
    assert desktop.window.my_digits_tab._about.text().startswith(reason)
    assert not button(desktop, "digitsOpen").isEnabled()
    assert not button(desktop, "digitsReplay").isEnabled()
    desktop.window.grab()
    grid.selectAll()
    desktop.window.grab()
    click(qtbot, desktop, "digitsDelete")
    wait_until_kept(qtbot, desktop)
    qtbot.waitUntil(lambda: not len(store().ids()))
    assert told == []


def test_chosen_drawings_are_exported_as_they_are(qtbot, desktop, told, tmp_path, monkeypatch) -> None:
    here = fill(3)
    with closing(sqlite3.connect(here.path)) as connection, connection:
        connection.execute("UPDATE drawings SET label = 'seven' WHERE id = 2")
    look(qtbot, desktop)
    path = tmp_path / "odd.json"
    monkeypatch.setattr(desktop.window, "choose_save_file", lambda *_: str(path))
    desktop.window.my_digits_tab.grid.selectAll()
    desktop.window.findChild(QAction, "exportStored").trigger()
    wait_until_kept(qtbot, desktop)
    labels_stored = {each["drawings"][0]["id"]: each["drawings"][0]["label"] for each in json.loads(path.read_text())}
    assert labels_stored == {1: 0, 2: "seven", 3: 2}
    assert told == []
