"""Fetching MNIST from the Train tab; the download itself is tested with the engine."""

# A widget that is missing fails its test.
# pyright: reportOptionalMemberAccess=false

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from mlp_desktop.app import Desktop
from mlp_engine.datasets.download import DownloadCancelled, FetchProgress
from mlp_engine.datasets.mnist import mnist_folder
from mlp_engine.errors import DownloadError


def button(desktop: Desktop) -> QPushButton:
    return desktop.window.findChild(QPushButton, "fetchButton")  # pyright: ignore[reportReturnType]


def status(desktop: Desktop) -> str:
    return desktop.window.findChild(QLabel, "trainStatus").text()


@pytest.fixture
def fetch(qtbot, desktop, monkeypatch) -> Callable[[Callable[..., object]], None]:
    """Press the button with ``work`` in place of the download."""

    def press(work: Callable[..., object]) -> None:
        monkeypatch.setattr("mlp_desktop.workers.kit.data_workers.fetch_mnist", work)
        desktop.window.tabs.setCurrentWidget(desktop.window.train_tab)
        qtbot.mouseClick(button(desktop), Qt.MouseButton.LeftButton)

    return press


def test_what_was_fetched_can_be_trained_on_at_once(qtbot, desktop, fetch, digits_folder) -> None:
    def work(on_progress, is_cancelled) -> None:
        on_progress(FetchProgress("train-images-idx3-ubyte.gz", 5_000_000, 9_912_422))
        mnist_folder().mkdir(parents=True)
        for file in digits_folder.iterdir():
            (mnist_folder() / file.name).write_bytes(file.read_bytes())

    fetch(work)
    qtbot.waitUntil(lambda: not desktop.mnist_download.is_running)
    assert status(desktop) == "MNIST is downloaded. Press Start to train on it."
    assert desktop.window.train_tab.form.values()["data"] == "mnist"
    assert desktop.window.findChild(QLabel, "dataSourceError").text() == ""
    assert desktop.window.findChild(QPushButton, "trainStart").isEnabled()


def test_a_second_press_stops_the_download(qtbot, desktop, fetch) -> None:
    begun = threading.Event()

    def work(on_progress, is_cancelled) -> None:
        on_progress(FetchProgress("train-images-idx3-ubyte.gz", 1_000_000, 9_912_422))
        begun.set()
        while not is_cancelled():
            pass
        raise DownloadCancelled("stopped")

    fetch(work)
    assert button(desktop).text() == "Stop download"
    qtbot.waitUntil(lambda: "1.0 MB of 9.9 MB" in status(desktop))
    assert begun.is_set()
    qtbot.mouseClick(button(desktop), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not desktop.mnist_download.is_running)
    assert status(desktop) == "The download was stopped. What has arrived is kept."
    assert button(desktop).text() == "Download MNIST"


def test_a_failure_is_one_sentence(qtbot, desktop, fetch, told) -> None:
    def work(on_progress, is_cancelled) -> None:
        raise DownloadError("MNIST could not be fetched. Copy the four files.")

    fetch(work)
    qtbot.waitUntil(lambda: not desktop.mnist_download.is_running)
    assert told == ["MNIST could not be fetched. Copy the four files."]
    assert status(desktop) == "The download failed. The network in use has not changed."


def test_closing_in_mid_download_stops_it_and_closes(qtbot, desktop, fetch) -> None:
    def work(on_progress, is_cancelled) -> None:
        while not is_cancelled():
            pass
        raise DownloadCancelled("stopped")

    fetch(work)
    desktop.window.close()
    qtbot.waitUntil(lambda: not desktop.window.isVisible())
    assert not desktop.mnist_download.is_running
