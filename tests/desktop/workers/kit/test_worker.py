"""A worker has exactly one outcome, however its work ends, and finishes after it."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from mlp_desktop.workers.kit.worker import Stopped, Worker
from mlp_engine.errors import DataError


class Example(Worker):
    fault = "The example failed because of an error in this program"
    out_of_memory = "There is not enough memory for the example."

    def __init__(self, work: Callable[[], object]) -> None:
        super().__init__()
        self.work = work


def fail(error: BaseException) -> Callable[[], object]:
    def work() -> object:
        raise error

    return work


@pytest.mark.parametrize(
    ("work", "outcome"),
    [
        (lambda: 7, ("succeeded", 7)),
        (lambda: None, ("succeeded", None)),
        (fail(Stopped()), ("stopped",)),
        (fail(DataError("Data must be there. Got none.")), ("failed", "Data must be there. Got none.")),
        (fail(MemoryError()), ("failed", "There is not enough memory for the example.")),
        (fail(KeyError("a")), ("failed", "The example failed because of an error in this program (KeyError: 'a').")),
    ],
)
def test_there_is_one_outcome_and_then_the_end(
    qtbot: QtBot, work: Callable[[], object], outcome: tuple[object, ...]
) -> None:
    heard: list[tuple[object, ...]] = []
    worker = Example(work)
    worker.succeeded.connect(lambda result: heard.append(("succeeded", result)))
    worker.stopped.connect(lambda: heard.append(("stopped",)))
    worker.failed.connect(lambda sentence: heard.append(("failed", sentence)))
    worker.finished.connect(lambda: heard.append(("finished",)))
    worker.start()
    qtbot.waitUntil(lambda: ("finished",) in heard)
    worker.wait()
    assert heard == [outcome, ("finished",)]
