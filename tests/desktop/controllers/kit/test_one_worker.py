"""One worker after the other: what it tells arrives in the window's thread, and the next begins when it has ended."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from mlp_desktop.controllers.kit.one_worker import OneWorker
from mlp_desktop.workers.kit.worker import Stopped, Worker


class Example(Worker):
    """Counts until it is asked to end, or does what it is given."""

    def __init__(self, work: Callable[[], object] | None = None) -> None:
        super().__init__()
        self._given = work

    def work(self) -> object:
        self.progressed.emit("at work")
        if self._given is not None:
            return self._given()
        while not self.isInterruptionRequested():
            self.msleep(1)
        raise Stopped


class Owner(QObject):
    """Has work done, as a controller does, and writes down what it hears and in which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.work = OneWorker(self)
        self.heard: list[object] = []
        self.threads: set[QThread] = set()
        self.work.ended.connect(self._ended)

    def begin(self, worker: Worker) -> None:
        self.work.begin(worker, self._hear, self._hear, stopped=self._stopped, progressed=self._hear)

    def _hear(self, news: object) -> None:
        self.heard.append(news)
        self.threads.add(QThread.currentThread())

    def _stopped(self) -> None:
        self._hear("stopped")

    def _ended(self) -> None:
        self._hear("ended" if not self.work.is_running else "ended too early")


@pytest.fixture
def owner(qapp) -> Owner:
    return Owner()


def test_it_tells_all_that_the_worker_tells_and_then_the_end(qtbot: QtBot, owner: Owner) -> None:
    assert not owner.work.is_running
    owner.begin(Example(lambda: "done"))
    assert owner.work.is_running, "until its end has been heard, however quick it was"
    qtbot.waitUntil(lambda: not owner.work.is_running)
    assert owner.heard == ["at work", "done", "ended"]
    assert owner.threads == {owner.thread()}


def test_a_worker_that_is_asked_to_ends(qtbot: QtBot, owner: Owner) -> None:
    owner.begin(Example())
    qtbot.waitUntil(lambda: owner.heard == ["at work"])
    assert not owner.work.is_stopping
    owner.work.stop()
    assert owner.work.is_stopping
    qtbot.waitUntil(lambda: not owner.work.is_running)
    assert owner.heard == ["at work", "stopped", "ended"]
    assert not owner.work.is_stopping


def test_the_next_begins_when_the_one_before_has_ended(qtbot: QtBot, owner: Owner) -> None:
    owner.begin(Example(lambda: 1))
    second = Example(lambda: 2)
    with pytest.raises(AssertionError, match="one worker at a time"):
        owner.begin(second)
    qtbot.waitUntil(lambda: not owner.work.is_running)
    owner.begin(second)
    qtbot.waitUntil(lambda: not owner.work.is_running)
    assert [news for news in owner.heard if isinstance(news, int)] == [1, 2]


def test_asking_to_end_where_nothing_goes_on_changes_nothing(owner: Owner) -> None:
    owner.work.stop()
    assert not owner.work.is_stopping


def test_what_has_ended_is_not_kept(qtbot: QtBot, owner: Owner) -> None:
    for _ in range(3):
        owner.begin(Example(lambda: None))
        qtbot.waitUntil(lambda: not owner.work.is_running)
    qtbot.waitUntil(lambda: not owner.work.findChildren(Worker))
