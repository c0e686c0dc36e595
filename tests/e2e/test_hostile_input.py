"""Whatever is pasted into the fields, dropped on the window or chosen in its dialogs: a sentence, and no exception."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QDoubleSpinBox, QLineEdit
from pytestqt.qtbot import QtBot

from mlp_desktop.app import Desktop
from mlp_desktop.views.window.main_window import MainWindow

from .acting import button

TEXTS = (
    "x" * 1_000_000, "9" * 5_000, "a\nb\rc\u2028d", "<b>x</b><img src=x>", "\u202eabc", "\ud800", "a\0b", "1e400",
    "nan", "-5", "\u0661\u0662", "1..1e9:log:1000000000",
)  # fmt: skip
MORE = ("y" * 40_000, "-inf", "9" * 20, "0,5", "1.000,5", "=1+1", "\x1b[31mred\x07")


def paste(qtbot: QtBot, field: QLineEdit, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    field.selectAll()
    field.paste()
    qtbot.keyClick(field, Qt.Key.Key_Return)


@pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True)
def test_no_text_that_is_pasted_into_a_field_ends_in_an_exception(qtbot: QtBot, desktop: Desktop) -> None:
    """An exception in a slot fails a test by itself; the field shows one line, and takes a number after that."""
    for page in (desktop.window.train_tab, desktop.window.compare_tab):
        desktop.window.tabs.setCurrentWidget(page)
        fields = [each for each in page.findChildren(QLineEdit) if each.isVisible() and each.isEnabled()]
        assert len(fields) >= 5
        for field in fields:
            for text in TEXTS:
                paste(qtbot, field, text)
            assert "\n" not in field.text()
            paste(qtbot, field, "1")
            assert field.text() == "1"
    desktop.help.open()
    words = next(each for each in QApplication.allWidgets() if each.objectName() == "helpQuestion")
    desktop.window.tabs.setCurrentWidget(desktop.window.lab_tab)
    spins = [each for each in desktop.window.lab_tab.findChildren(QDoubleSpinBox) if each.isEnabled()]
    assert len(spins) >= 5
    for text in TEXTS[3:] + MORE:
        paste(qtbot, words, text)
        for spin in spins:
            paste(qtbot, spin.lineEdit(), text)
            assert spin.minimum() <= spin.value() <= spin.maximum(), (spin.objectName(), text)
    QGuiApplication.clipboard().clear()


@pytest.fixture
def hostile(tmp_path: Path) -> list[str]:
    """Paths to what no file is, and to what no path leads."""
    names = [tmp_path / name for name in ("pipe", "zero", "loop", "dangling")]
    os.mkfifo(names[0])
    for link, to in zip(names[1:], ("/dev/zero", names[2], tmp_path / "no" / "where"), strict=True):
        link.symlink_to(to)
    others = (tmp_path / "missing", tmp_path / ("n" * 300), tmp_path / "a\0b", tmp_path / "\ud800", "/" + "x/" * 3000)
    return [str(path) for path in (*names, *others, ".")]


@pytest.mark.skipif(os.name != "posix", reason="pipes and devices are elsewhere something else")
def test_nothing_that_is_dropped_or_chosen_ends_in_an_exception(
    qtbot: QtBot, desktop: Desktop, hostile: list[str], told: list[str], drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, path = desktop.window, ""
    monkeypatch.setattr(MainWindow, "ask", lambda *_: False)
    monkeypatch.setattr(MainWindow, "ask_which", lambda *_: "")  # about folders
    for chooser in ("choose_open_file", "choose_save_file", "choose_folder"):
        monkeypatch.setattr(MainWindow, chooser, lambda *_: path)
    openers = [
        (window.train_tab, "dataFolderButton"), (window.train_tab, "dataFileButton"),
        (window.examine_tab, "examineFolder"), (window.examine_tab, "examineFile"),
    ]  # fmt: skip
    for path in hostile:
        for tab, name in openers:
            window.tabs.setCurrentWidget(tab)
            found: QAbstractButton = button(desktop, name)
            asked = len(told)
            found.click()
            assert len(told) - asked == (path != "."), (path, name)
        drop(desktop, Path(path))
        qtbot.waitUntil(lambda: not desktop.pictures.is_running)
    chosen = len(openers) * (len(hostile) - 1)
    assert len(told) >= chosen + len(hostile) - 2, "a sentence for all but folders, and what Qt takes for one"
    assert all(sentence.endswith(".") and len(sentence) < 1000 for sentence in told), told
