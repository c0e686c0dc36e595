"""The notice of a newer version: asked for once, and never without an address."""

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QAction

from mlp_desktop.app import Desktop
from mlp_desktop.controllers.window import newer_version
from mlp_desktop.views.window.main_window import MainWindow
from mlp_engine import version


@pytest.fixture
def questions(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The questions that were asked; each is agreed to."""
    asked: list[str] = []

    def agree(_window: MainWindow, question: str, *_: str) -> bool:
        asked.append(question)
        return True

    monkeypatch.setattr(MainWindow, "ask", agree)
    return asked


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that were asked, in place of a network; version 99 is there."""
    addresses: list[str] = []

    def work(worker: newer_version.NewestVersionWorker) -> str:
        addresses.append(worker._address)
        return "99.0"

    monkeypatch.setattr(newer_version.NewestVersionWorker, "work", work)
    return addresses


def action(desktop: Desktop, name: str) -> QAction:
    found = desktop.window.findChild(QAction, name)
    assert found is not None
    return found


def test_without_an_address_there_is_no_question_no_entry_and_no_request(start, settings, questions, looks) -> None:
    assert version.NEWEST_RELEASE == version.HOME == "", "the project has none yet: test what the window says then"
    settings.geometry = QByteArray(b"started before")
    settings.looks_for_versions = True
    desktop = start()
    assert not action(desktop, "lookForVersionsAction").isVisible()
    assert not desktop.newer_version.is_running
    assert questions == looks == []


def test_it_asks_at_the_second_start_and_never_again(qtbot, start, settings, questions, looks, monkeypatch) -> None:
    monkeypatch.setattr(version, "NEWEST_RELEASE", "https://example.org/newest")
    first = start()
    assert action(first, "lookForVersionsAction").isVisible()
    assert questions == [], "the first minute has no dialog"
    settings.geometry = QByteArray(b"started before")
    second = start()
    assert len(questions) == 1
    assert "send nothing but this request" in questions[0]
    qtbot.waitUntil(lambda: not second.newer_version.is_running)
    assert looks == ["https://example.org/newest"]
    assert action(second, "newerVersionAction").text() == "Version 99.0 is &available: open its page"
    third = start()
    assert len(questions) == 1
    assert looks == ["https://example.org/newest"], "once a week"
    settings.looked_for_version = "2020-01-01"
    fourth = start()
    qtbot.waitUntil(lambda: not fourth.newer_version.is_running)
    assert len(looks) == 2
    action(third, "lookForVersionsAction").trigger()
    assert settings.looks_for_versions is False
