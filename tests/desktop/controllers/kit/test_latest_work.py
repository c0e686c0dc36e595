"""Of all that is asked for, only the newest is told."""

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from mlp_desktop.controllers.kit.latest_work import LatestWork, Wanted
from mlp_desktop.workers.kit.worker import Worker
from mlp_engine.errors import InkError


class Example(Worker):
    def __init__(self, work: Callable[[], object]) -> None:
        super().__init__()
        self._given = work

    def work(self) -> object:
        return self._given()


class Owner(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.work = LatestWork(self)
        self.heard: list[object] = []
        self.work.ended.connect(self._ended)

    def begin(self, work: Callable[[], object]) -> None:
        self.work.begin(Wanted(lambda: Example(work), self.heard.append, self._failed))

    def hear(self, report: object) -> None:
        self.heard.append(report)

    def _failed(self, sentence: str) -> None:
        self.heard.append(f"failed: {sentence}")

    def _ended(self) -> None:
        self.heard.append("ended")


@pytest.fixture
def owner(qapp) -> Owner:
    return Owner()


def wait(qtbot: QtBot, owner: Owner) -> None:
    qtbot.waitUntil(lambda: not owner.work.is_running and "ended" in owner.heard)


def test_results_and_failures_are_told(qtbot: QtBot, owner: Owner) -> None:
    owner.begin(lambda: 7)
    wait(qtbot, owner)
    assert owner.heard == [7, "ended"]

    def fail() -> object:
        raise InkError("Blank.")

    owner.heard.clear()
    owner.begin(fail)
    wait(qtbot, owner)
    assert owner.heard == ["failed: Blank.", "ended"]


def test_what_waits_is_replaced_and_what_runs_is_dropped(qtbot: QtBot, owner: Owner) -> None:
    entered, go_on, done = threading.Event(), threading.Event(), []

    def slow() -> object:
        entered.set()
        assert go_on.wait(20)
        return "old"

    owner.begin(slow)
    qtbot.waitUntil(entered.is_set)
    owner.begin(lambda: done.append("never done"))
    owner.begin(lambda: "newest")
    go_on.set()
    wait(qtbot, owner)
    assert owner.heard == ["newest", "ended"]
    assert done == []


def test_dropped_work_is_not_told(qtbot: QtBot, owner: Owner) -> None:
    owner.begin(lambda: 7)
    owner.work.drop()
    wait(qtbot, owner)
    assert owner.heard == ["ended"]


def test_nothing_begins_after_it_was_closed(qtbot: QtBot, owner: Owner) -> None:
    done: list[int] = []
    owner.begin(lambda: 7)
    owner.work.close()
    owner.begin(lambda: done.append(8))
    wait(qtbot, owner)
    owner.begin(lambda: done.append(9))
    assert not owner.work.is_running
    assert owner.heard == ["ended"]
    assert done == []


def test_the_result_of_one_may_ask_for_another(qtbot: QtBot, owner: Owner) -> None:
    def again(result: object) -> None:
        owner.heard.append(result)
        owner.begin(lambda: 2)

    owner.work.begin(Wanted(lambda: Example(lambda: 1), again, owner._failed))
    wait(qtbot, owner)
    assert owner.heard == [1, 2, "ended"]


def test_reports_of_the_newest_work_alone_are_told(qtbot: QtBot, owner: Owner) -> None:
    gate = threading.Event()

    class Reporting(Worker):
        def __init__(self, report: str, *, waits: bool) -> None:
            super().__init__()
            self._report, self._waits = report, waits

        def work(self) -> object:
            if self._waits:
                gate.wait(10)
            self.progressed.emit(self._report)
            return None

    def begin(report: str, *, waits: bool) -> None:
        owner.work.begin(Wanted(lambda: Reporting(report, waits=waits), lambda _: None, owner._failed, owner.hear))

    begin("old", waits=True)
    begin("new", waits=False)
    gate.set()
    wait(qtbot, owner)
    assert owner.heard == ["new", "ended"]
