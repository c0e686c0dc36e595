"""Help › About: what the program is, and versions to copy into a report."""

import platform

import numpy as np
from PySide6.QtCore import Qt, QTimer, qVersion
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from mlp_desktop.app import Desktop
from mlp_engine.version import __version__


def test_about_shows_the_versions_and_copies_them(qtbot, desktop: Desktop) -> None:
    shown: list[str] = []

    def read() -> None:
        dialog = QApplication.activeModalWidget()
        shown.extend(label.text() for label in dialog.findChildren(QLabel))
        assert all(
            label.textFormat() == Qt.TextFormat.PlainText for label in dialog.findChildren(QLabel) if label.text()
        )
        qtbot.mouseClick(dialog.findChild(QPushButton, "aboutCopy"), Qt.MouseButton.LeftButton)
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    QTimer.singleShot(0, read)
    desktop.window.findChild(QAction, "aboutAction").trigger()
    copied = QGuiApplication.clipboard().text()
    assert copied in shown
    lines = dict(line.split(": ", 1) for line in copied.splitlines())
    assert lines["mlp-desktop"] == __version__
    assert lines["numpy"] == np.__version__
    assert lines["Qt"].startswith(qVersion())
    assert lines["Python"].startswith(platform.python_version())
    assert lines["BLAS"] != "unknown"

    assert any("MIT licence" in text for text in shown)
