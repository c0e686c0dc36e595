"""The whole program in a real window, with settings of its own, closed for good when the test ends."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mlp_desktop.app import Desktop
from mlp_desktop.controllers.kit import file_access
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.kit.theme import apply_theme
from mlp_desktop.views.window.main_window import MainWindow

Stroke = Sequence[tuple[float, float]]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    settings.folder = tmp_path
    return settings


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the window wait for files, however busy the machine is."""
    monkeypatch.setattr(file_access, "PATIENCE", 60_000)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sentences that the error dialog would have shown; without this no test could wait for a click on OK."""
    sentences: list[str] = []
    monkeypatch.setattr(MainWindow, "show_error", lambda _, sentence: sentences.append(sentence))
    return sentences


@pytest.fixture
def start(qtbot: QtBot, qapp, settings: Settings, told: list[str]) -> Iterator[Callable[[], Desktop]]:
    """Starts the program, as often as a test likes; each window is shown."""
    apply_theme(qapp)
    started: list[Desktop] = []

    def begin() -> Desktop:
        desktop = Desktop(settings)
        started.append(desktop)
        desktop.window.show()
        qtbot.waitExposed(desktop.window)
        return desktop

    yield begin
    for desktop in started:
        desktop.training.stop()
        desktop.mnist_download.stop()
        desktop.samples_window.stop()
        desktop.examination.stop()
        desktop.own_digits.stop()
        desktop.sweeps.stop()
        desktop.pictures.stop()
        desktop.lab.stop()
        desktop.moments.stop()
        desktop.runs.stop()
        desktop.weights.stop()
        workers = (
            desktop.training,
            desktop.mnist_download,
            desktop.samples_window,
            desktop.examination,
            desktop.own_digits,
            desktop.sweeps,
            desktop.pictures,
            desktop.lab,
            desktop.moments,
            desktop.runs,
            desktop.weights,
        )
        qtbot.waitUntil(lambda w=workers: not any(worker.is_running for worker in w), timeout=20_000)
        desktop.window.allow_close()
        desktop.window.close()
        desktop.window.deleteLater()
        desktop.deleteLater()


@pytest.fixture
def desktop(start: Callable[[], Desktop]) -> Desktop:
    return start()


@pytest.fixture
def ready(desktop: Desktop, digits_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Desktop:
    """The Train tab with the small folder chosen by its button, and nothing else changed."""
    window = desktop.window
    monkeypatch.setattr(window, "choose_folder", lambda *_: str(digits_folder))
    window.tabs.setCurrentWidget(window.train_tab)
    button = window.findChild(QPushButton, "dataFolderButton")
    assert button is not None
    button.click()
    return desktop


def drag(qtbot: QtBot, pad: QWidget, places: Sequence[QPoint]) -> None:
    """Press the mouse at the first place, move it over the others, and release it at the last."""
    qtbot.mousePress(pad, Qt.MouseButton.LeftButton, pos=places[0])
    for place in places[1:]:
        qtbot.mouseMove(pad, place)
    qtbot.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=places[-1])


@pytest.fixture
def draw(qtbot: QtBot) -> Callable[[Desktop, Sequence[Stroke]], None]:
    """Replays strokes of any size on the pad with the mouse, fitted into its middle."""

    def replay(desktop: Desktop, strokes: Sequence[Stroke]) -> None:
        pad = desktop.window.draw_tab.pad
        points = np.array([point for stroke in strokes for point in stroke], float)
        low, extent = points.min(axis=0), max(np.ptp(points, axis=0).max(), 1e-9)
        scale = 0.6 * min(pad.width(), pad.height()) / extent
        corner = np.array([pad.width(), pad.height()]) / 2 - np.ptp(points, axis=0) * scale / 2
        for stroke in strokes:
            places = ((np.array(stroke, float) - low) * scale + corner).round().astype(int)
            drag(qtbot, pad, [QPoint(x, y) for x, y in places.tolist()])

    return replay


@pytest.fixture
def draw_at(qtbot: QtBot) -> Callable[[Desktop, Sequence[Stroke]], None]:
    """Replays strokes with the mouse, at places given in shares of the pad."""

    def replay(desktop: Desktop, strokes: Sequence[Stroke]) -> None:
        pad = desktop.window.draw_tab.pad
        side = min(pad.width(), pad.height())
        corner = (pad.width() - side) // 2, (pad.height() - side) // 2
        for stroke in strokes:
            drag(qtbot, pad, [QPoint(corner[0] + round(x * side), corner[1] + round(y * side)) for x, y in stroke])

    return replay


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the person answers when asked what should be done with a file; empty once they have answered all."""
    given: list[str] = []

    def answer(_window: MainWindow, _question: str, offered: Sequence[str]) -> str:
        chosen = given.pop(0) if given else ""
        assert not chosen or chosen in offered, offered
        return chosen

    monkeypatch.setattr(MainWindow, "ask_which", answer)
    return given


@pytest.fixture
def drop() -> Callable[[Desktop, Path], None]:
    """Lets go of a file over the window."""

    def let_go(desktop: Desktop, path: Path) -> None:
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path))])
        event = QDropEvent(
            QPointF(10, 10), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
        desktop.window.dropEvent(event)
        QCoreApplication.sendPostedEvents(desktop.files)

    return let_go


@pytest.fixture
def stands_still(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., AbstractContextManager[None]]]:
    """Lets functions that work on files wait until the block is left; the window does not wait for them.

    Each is given by the class or module that holds it, and its name.
    """
    monkeypatch.setattr(file_access, "PATIENCE", 0)
    answers = Event()

    @contextmanager
    def still(*functions: tuple[object, str]) -> Iterator[None]:
        answers.clear()
        with monkeypatch.context() as patch:
            for holder, name in functions:
                patch.setattr(holder, name, waiting(getattr(holder, name)))
            yield
        answers.set()

    def waiting(function: Callable[..., object]) -> Callable[..., object]:
        def wait(*arguments: Any, **named: Any) -> object:
            assert answers.wait(60)
            return function(*arguments, **named)

        return wait

    yield still
    answers.set()
