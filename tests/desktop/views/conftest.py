"""What the tests of views share."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mlp_desktop.controllers.train.training_settings import form_groups
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.growth import text_size_of
from mlp_desktop.views.window.main_window import MainWindow


@pytest.fixture(autouse=True)
def light_and_clean(qapp: QApplication) -> Iterator[None]:
    """Every test begins in the light theme, and leaves no window on the screen."""
    qapp.setStyle("Fusion")
    theme.set_scheme(qapp, Qt.ColorScheme.Light)
    yield
    assert [window for window in qapp.topLevelWidgets() if window.isVisible()] == []


@pytest.fixture
def icons_folder() -> Path:
    return Path(__file__).parents[3] / "resources" / "icons"


@pytest.fixture
def window(qtbot: QtBot, icons_folder: Path) -> MainWindow:
    window = MainWindow(icons_folder)
    for _ in window.build_tabs(form_groups()):
        pass
    qtbot.addWidget(window, before_close_func=MainWindow.allow_close)
    window.show()
    qtbot.waitExposed(window)
    return window


@pytest.fixture
def large_text(qapp: QApplication) -> Iterator[None]:
    """Text of double size."""
    text_size_of(qapp).choose(200)
    yield
    text_size_of(qapp).choose(100)


@pytest.fixture
def painted() -> Callable[[QWidget], np.ndarray]:
    """How a widget looks: uint8, shape (height, width, 3), in device pixels."""

    def look(widget: QWidget) -> np.ndarray:
        image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
        rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
        return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()

    return look


@pytest.fixture
def count() -> Callable[[np.ndarray, QColor], int]:
    """How many pixels have exactly a colour."""

    def of(pixels: np.ndarray, colour: QColor) -> int:
        return int((pixels == (colour.red(), colour.green(), colour.blue())).all(axis=-1).sum())

    return of
