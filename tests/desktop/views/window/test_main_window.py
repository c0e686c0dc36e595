import warnings

# A widget that is missing fails its test.
# pyright: reportOptionalMemberAccess=false
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QGraphicsView,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPushButton,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from mlp_desktop.views.kit.scrolled import Scrolled
from mlp_desktop.views.window.main_window import MainWindow

CTRL = Qt.KeyboardModifier.ControlModifier


def test_everything_a_person_acts_on_or_reads_has_a_name(window: MainWindow) -> None:
    for name in (
        *("drawingPad", "predictedDigit", "answerWords", "scoreBars", "networkView", "tabs", "networkLine"),
        *("undoButton", "redoButton", "clearButton", "sampleButton"),
        *("penButton", "eraserButton", "strokeEraserButton", "sizeButton"),
        *("trainStart", "trainPause", "trainStop", "useNetwork", "trainProgress", "trainStatus"),
        *("lossPlot", "accuracyPlot", "logScale", "trainingForm", "dataFolderButton", "fetchButton"),
        *("hiddenLayers", "l1Strength", "l2Strength", "learningRate", "epochs", "batchSize", "seed"),
    ):
        widget = window.findChild(QWidget, name)
        assert widget is not None, name
        assert widget.accessibleName(), name


def test_the_window_stays_open_until_it_may_close(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.close_requested, timeout=1000):
        window.close()
    assert window.isVisible()
    window.allow_close()
    with qtbot.assertNotEmitted(window.close_requested):
        window.close()
    assert not window.isVisible()


def test_leave_given_while_it_asks_closes_it_at_once(window: MainWindow) -> None:
    window.close_requested.connect(window.allow_close)
    window.close()
    assert not window.isVisible()


@pytest.mark.parametrize(
    ("name", "signal"),
    [
        ("openAction", "open_requested"),
        ("saveAction", "save_requested"),
        ("saveAsAction", "save_as_requested"),
        ("openPictureAction", "open_picture_requested"),
        ("bundledAction", "bundled_requested"),
        ("quitAction", "close_requested"),
    ],
)
def test_menu_items_announce(qtbot: QtBot, window: MainWindow, name: str, signal: str) -> None:
    with qtbot.waitSignal(getattr(window, signal), timeout=1000):
        window.findChild(QAction, name).trigger()


def test_recent_files_are_offered_by_their_paths(qtbot: QtBot, window: MainWindow) -> None:
    menu = window.findChild(QMenu, "recentMenu")
    assert not menu.isEnabled()
    window.set_recent(["/tmp/three & four.safetensors", "/tmp/five.safetensors"])
    assert menu.isEnabled()
    assert menu.actions()[0].text() == "/tmp/three && four.safetensors"
    with qtbot.waitSignal(window.recent_requested, timeout=1000) as heard:
        menu.actions()[0].trigger()
    assert heard.args == ["/tmp/three & four.safetensors"]
    window.set_recent([])
    assert menu.actions() == []


def test_the_title_tells_name_and_whether_it_is_saved(window: MainWindow) -> None:
    window.set_document("mine [*] best", True)
    assert window.windowTitle() == "mine [*][*] best[*] – Digit pad"
    assert window.isWindowModified()
    window.set_document("bundled network", False)
    assert window.windowTitle() == "bundled network[*] – Digit pad"
    assert not window.isWindowModified()


def test_the_header_names_the_network(qtbot: QtBot, window: MainWindow) -> None:
    window.set_network_line("bundled network · 1.0 % errors on MNIST")
    line = window.findChild(QLabel, "networkLine")
    assert line.text() == "bundled network · 1.0 % errors on MNIST"
    assert line.isVisible()
    qtbot.waitUntil(lambda: line.width() >= line.sizeHint().width())


@pytest.mark.usefixtures("large_text")
def test_no_page_scrolls_sideways_in_large_text(window: MainWindow) -> None:
    window.resize(1024, 700)
    window.tabs.setCurrentWidget(window.examine_tab)
    QApplication.processEvents()
    shown = QTabWidget.currentWidget(window.tabs)
    assert isinstance(shown, Scrolled)
    assert shown.verticalScrollBar().maximum() == 0, "how to begin is seen at once"
    window.examine_tab.show_results()
    window.compare_tab.show_results("A sweep of 15 points")
    window.moments_page.set_moments(3, 1, ("A run", "Another"))
    reading = window.draw_tab.reading
    reading.build_pages()
    for size in ((1024, 700), (1366, 768)):
        window.resize(*size)
        assert (window.width(), window.height()) == size
        for place in range(window.tabs.count()):
            window.tabs.setCurrentIndex(place)
            for page in range(len(reading.pages) + 1) if place == 0 else (0,):
                reading.show_page(page)
                QApplication.processEvents()
                shown = QTabWidget.currentWidget(window.tabs)
                assert isinstance(shown, Scrolled)
                assert shown.horizontalScrollBar().maximum() == 0, (size, window.tabs.tabText(place), page)
    window.draw_tab.set_presenting(True)
    assert window.draw_tab.minimumSizeHint().width() <= 640, "pad and answer fit whatever projector there is"
    window.draw_tab.set_presenting(False)


def drag(target: QWidget, *urls: str) -> bool:
    """Drag over ``target``, and drop where that is allowed; whether anybody took it."""
    data = QMimeData()
    data.setUrls([QUrl(url) for url in urls])
    data.setText(" ".join(urls))  # as file managers do
    middle = target.rect().center()
    rest = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of QPoint, by Qt 6.12; before, there is no other way
        entering = QDragEnterEvent(middle, *rest)
    dropping = QDropEvent(QPointF(middle), *rest)
    entering.ignore()
    dropping.ignore()
    QApplication.sendEvent(target, entering)
    if entering.isAccepted():
        QApplication.sendEvent(target, dropping)
    return dropping.isAccepted()


def test_dropped_files_are_announced(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.files_dropped, timeout=1000) as heard:
        assert drag(window, "file:///tmp/seven.png", "https://example.org/8.png", "file:///tmp/a%20b.safetensors")
    assert heard.args == [["/tmp/seven.png", "/tmp/a b.safetensors"]]


def test_files_may_be_dropped_anywhere(qtbot: QtBot, window: MainWindow) -> None:
    window.tabs.setCurrentWidget(window.train_tab)
    window.train_tab.loss_plot.set_curve("training", np.arange(3.0), np.arange(1.0, 4.0))
    QApplication.processEvents()
    targets = [window.draw_tab.pad, window.tabs.tabBar(), window.findChild(QLineEdit, "hiddenLayers")]
    targets.extend(view.viewport() for view in window.findChildren(QGraphicsView))
    assert len(targets) == 10
    for target in targets:
        with qtbot.waitSignal(window.files_dropped, timeout=1000) as heard:
            assert drag(target, "file:///tmp/seven.png")
        assert heard.args == [["/tmp/seven.png"]]


def test_what_is_not_a_local_file_is_not_taken(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.assertNotEmitted(window.files_dropped):
        assert not drag(window, "https://example.org/8.png")


def drawing_actions_heard(window: MainWindow) -> list[str]:
    heard: list[str] = []
    for action in (window.undo_action, window.redo_action, window.clear_action):
        action.triggered.connect(lambda _checked, action=action: heard.append(action.objectName()))
    return heard


def test_keys_undo_redo_and_clear_the_drawing(qtbot: QtBot, window: MainWindow) -> None:
    heard = drawing_actions_heard(window)
    pad = window.draw_tab.pad
    window.activateWindow()
    qtbot.waitUntil(pad.hasFocus)
    qtbot.keyClick(pad, Qt.Key.Key_Z, CTRL)
    qtbot.keyClick(pad, Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(pad, Qt.Key.Key_Delete)
    qtbot.keyClick(pad, Qt.Key.Key_Backspace, CTRL)
    assert heard == ["undoAction", "redoAction", "clearAction", "clearAction"]


def test_the_same_keys_in_a_field_edit_the_field(qtbot: QtBot, window: MainWindow) -> None:
    heard = drawing_actions_heard(window)
    window.tabs.setCurrentWidget(window.train_tab)
    field = window.findChild(QLineEdit, "hiddenLayers")
    window.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClicks(field, "100, 50")
    qtbot.keyClick(field, Qt.Key.Key_Backspace, CTRL)
    assert field.text() == "100, "
    qtbot.keyClick(field, Qt.Key.Key_Z, CTRL)
    assert field.text() == "100, 50"
    assert heard == []


def test_drawing_actions_keep_their_own_mind_while_another_tab_is_in_front(window: MainWindow) -> None:
    window.undo_action.setEnabled(False)
    window.tabs.setCurrentWidget(window.train_tab)
    window.redo_action.setEnabled(True)
    assert not window.redo_action.isEnabled()
    window.tabs.setCurrentWidget(window.draw_tab)
    assert window.redo_action.isEnabled()
    assert window.clear_action.isEnabled()
    assert not window.undo_action.isEnabled()


def test_tabs_are_reached_by_keyboard(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window.draw_tab.pad, Qt.Key.Key_T, Qt.KeyboardModifier.AltModifier)
    assert window.tabs.currentWidget() is window.train_tab
    qtbot.keyClick(window.tabs.tabBar(), Qt.Key.Key_Left)
    assert window.tabs.currentWidget() is window.draw_tab


@pytest.mark.parametrize("size", [(1024, 700), (1400, 900)])
def test_both_tabs_fit_a_small_screen(window: MainWindow, size: tuple[int, int]) -> None:
    window.resize(*size)
    QApplication.processEvents()
    assert (window.width(), window.height()) == size


@pytest.fixture
def answer(qtbot: QtBot, window: MainWindow) -> Callable[[str], list[QDialog]]:
    """Press the button with these words in the next dialog, or Escape where there are none."""

    def soon(words: str) -> list[QDialog]:
        seen: list[QDialog] = []

        def press() -> None:
            dialog = QApplication.activeModalWidget()
            assert isinstance(dialog, QDialog)
            seen.append(dialog)
            wanted = [each for each in dialog.findChildren(QPushButton) if each.text().replace("&", "") == words]
            if wanted:
                qtbot.mouseClick(wanted[0], Qt.MouseButton.LeftButton)
            else:
                qtbot.keyClick(dialog, Qt.Key.Key_Escape)

        QTimer.singleShot(0, press)
        return seen

    return soon


def test_an_error_is_told_word_for_word(window: MainWindow, answer: Callable[[str], list[QDialog]]) -> None:
    seen: list[tuple[str, Qt.TextFormat]] = []

    def look() -> None:
        box = window.findChild(QMessageBox, "errorDialog")
        seen.append((box.text(), box.textFormat()))

    QTimer.singleShot(0, look)
    answer("OK")
    window.show_error("The file <b>x</b> & co. must be a weights file.")
    assert seen == [("The file <b>x</b> & co. must be a weights file.", Qt.TextFormat.PlainText)]


def test_a_dialog_that_is_deleted_while_it_is_open_is_answered_by_no(window: MainWindow) -> None:
    """As with its window, at a signal or at the end of a session."""

    def end() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        box.reject()
        delete(box)

    QTimer.singleShot(0, end)
    window.show_error("This picture is blank.")
    QTimer.singleShot(0, end)
    assert window.ask("Stop?", "Stop and close", "Resume") is False
    QTimer.singleShot(0, end)
    assert window.ask_which("Which?", ("One", "Another")) == ""
    QTimer.singleShot(0, end)
    assert window.ask_save_changes() == "cancel"


@pytest.mark.parametrize(("press", "agreed"), [("Stop and close", True), ("Resume", False), ("Escape", False)])
def test_a_question_has_two_answers(
    window: MainWindow, answer: Callable[[str], list[QDialog]], press: str, agreed: bool
) -> None:
    answer(press)
    assert window.ask("Stop?", "Stop and close", "Resume") is agreed


@pytest.mark.parametrize(
    ("press", "wish"), [("Save", "save"), ("Discard", "discard"), ("Cancel", "cancel"), ("Escape", "cancel")]
)
def test_unsaved_changes_have_three_ways_out(
    window: MainWindow, answer: Callable[[str], list[QDialog]], press: str, wish: str
) -> None:
    answer(press)
    assert window.ask_save_changes() == wish


def test_the_list_of_keys_opens_and_closes(window: MainWindow, answer: Callable[[str], list[QDialog]]) -> None:
    seen = answer("Escape")
    window.findChild(QAction, "shortcutsAction").trigger()
    assert [each.objectName() for each in seen] == ["shortcutsDialog"]


def test_all_keys_are_listed(window: MainWindow, answer: Callable[[str], list[QDialog]]) -> None:
    listed: list[str] = []
    QTimer.singleShot(
        0, lambda: listed.extend(label.text() for label in QApplication.activeModalWidget().findChildren(QLabel))
    )
    answer("Close")
    window.findChild(QAction, "shortcutsAction").trigger()
    for words in (
        "Undo",
        "Ctrl+Z",
        "Redo",
        "Ctrl+Shift+Z",
        "Clear",
        "Open weights",
        "Ctrl+O",
        "Save weights",
        "Ctrl+S",
        *("Wider", "]", "Narrower", "[", "Eraser", "E", "Next sample", "Right", "Keyboard shortcuts", "F1  or  ?"),
        *("Cut as picture", "Ctrl+X", "Erase", "right mouse button, or the pen's eraser end"),
    ):
        assert words in listed


@pytest.mark.parametrize("key", [Qt.Key.Key_F1, Qt.Key.Key_Question])
def test_the_keys_for_help_show_a_sheet_that_fits_a_small_screen(
    qtbot: QtBot, window: MainWindow, answer: Callable[[str], list[QDialog]], key: Qt.Key
) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.draw_tab.pad.hasFocus)
    sizes: list[tuple[int, int]] = []
    QTimer.singleShot(
        0, lambda: sizes.append((QApplication.activeModalWidget().width(), QApplication.activeModalWidget().height()))
    )
    seen = answer("Close")
    qtbot.keyClick(window.draw_tab.pad, key)
    assert [each.objectName() for each in seen] == ["shortcutsDialog"]
    assert sizes[0][0] <= 1024
    assert sizes[0][1] <= 700


def test_no_key_is_taken_twice(window: MainWindow) -> None:
    keys = [key.toString() for action in window.findChildren(QAction) for key in action.shortcuts()]
    assert len(keys) == len(set(keys))
