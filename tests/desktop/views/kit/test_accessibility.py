"""Announcements: the first at once, and of many in a row the newest."""

import pytest
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mlp_desktop.views.kit.accessibility import announce


def test_a_key_that_is_held_down_does_not_fill_the_queue(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []

    def hear(event: object) -> None:
        assert isinstance(event, QAccessibleAnnouncementEvent)
        said.append(event.message())

    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)
    plot, pad = QWidget(), QWidget()
    for widget in (plot, pad):
        qtbot.addWidget(widget)
    for epoch in range(50):
        announce(plot, f"Epoch {epoch}")
    announce(pad, "Pen up")
    assert said == ["Epoch 0", "Pen up"]
    qtbot.waitUntil(lambda: len(said) == 3)
    assert said[2] == "Epoch 49"
