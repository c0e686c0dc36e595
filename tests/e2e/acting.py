"""What a person does in the window, and reads there."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from mlp_desktop.app import Desktop


def button(desktop: Desktop, name: str) -> QAbstractButton:
    found = desktop.window.findChild(QAbstractButton, name)
    assert found is not None, name
    return found


def click(qtbot: QtBot, desktop: Desktop, name: str) -> None:
    assert button(desktop, name).isVisible(), name
    assert button(desktop, name).isEnabled(), name
    qtbot.mouseClick(button(desktop, name), Qt.MouseButton.LeftButton)


def type_in(qtbot: QtBot, desktop: Desktop, name: str, text: str) -> QLineEdit:
    """Type a text over the one in a field."""
    field = desktop.window.findChild(QLineEdit, name)
    assert field is not None, name
    field.selectAll()
    if text:
        qtbot.keyClicks(field, text)
    else:
        qtbot.keyClick(field, Qt.Key.Key_Delete)
    return field


def choose(desktop: Desktop, name: str, value: str) -> None:
    """Choose in a list as a click would, which is announced."""
    combo = desktop.window.findChild(QComboBox, name)
    assert combo is not None, name
    assert combo.findData(value) >= 0, value
    combo.setCurrentIndex(combo.findData(value))


def text(desktop: Desktop, name: str) -> str:
    label = desktop.window.findChild(QLabel, name)
    assert label is not None, name
    return label.text()


def wait_for_picture(qtbot: QtBot, desktop: Desktop) -> str:
    """Wait until the newest picture is opened and read; returns the words under it."""
    qtbot.waitUntil(lambda: not desktop.pictures.is_running, timeout=20_000)
    return text(desktop, "pictureStatus")


def train_status(desktop: Desktop) -> str:
    return text(desktop, "trainStatus")


def wait_for_training(qtbot: QtBot, desktop: Desktop) -> None:
    qtbot.waitUntil(lambda: not desktop.training.is_running, timeout=30_000)
