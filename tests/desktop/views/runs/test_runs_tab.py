"""The Runs tab by itself: what is announced, what can be pressed, and how several runs are told apart."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.growth import text_size_of
from mlp_desktop.views.kit.plots.overlay_plot import OverlayPlot, RunLine
from mlp_desktop.views.kit.plots.run_lines import run_pen
from mlp_desktop.views.runs.runs_tab import NO_RUNS, RunActions, RunsTab

LEFT = Qt.MouseButton.LeftButton
RUN, SORT = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
BUTTONS = ("runUse", "runExamine", "runRepeat", "runSeeds", "runGoOn", "runRename", "runStar", "runDelete")


@pytest.fixture
def tab(qtbot: QtBot) -> RunsTab:
    """The tab with three runs, numbered 1 to 3."""
    tab = RunsTab()
    qtbot.addWidget(tab)
    model = QStandardItemModel(3, 3, tab)
    for run in (1, 2, 3):
        for column, text in enumerate(("☆", f"run {run}", f"{run}")):
            item = QStandardItem(text)
            item.setData(run, RUN)
            item.setData(-run if column == 2 else run, SORT)
            model.setItem(run - 1, column, item)
    tab.list.set_source(model, run_role=RUN, sort_role=SORT, first_column=0, long_column=2)
    tab.show_runs()
    tab.resize(1024, 620)
    tab.show()
    qtbot.waitExposed(tab)
    return tab


def test_it_says_how_to_begin_while_there_are_no_runs(tab) -> None:
    empty = tab.findChild(QLabel, "runsEmpty")
    assert not empty.isVisible()
    tab.show_empty()
    assert empty.isVisible()
    assert empty.text() == NO_RUNS
    tab.show_empty("The store is broken.")
    assert empty.text() == "The store is broken."


def test_only_what_is_usable_can_be_pressed(tab) -> None:
    tab.set_actions(RunActions(repeat=True, star=True))
    assert [tab.findChild(QPushButton, name).isEnabled() for name in BUTTONS] == [
        name in ("runRepeat", "runStar") for name in BUTTONS
    ]


@pytest.mark.parametrize(
    ("name", "signal"),
    [
        ("runUse", "use_requested"),
        ("runExamine", "examine_requested"),
        ("runRepeat", "repeat_requested"),
        ("runSeeds", "seeds_requested"),
        ("runGoOn", "go_on_requested"),
        ("runStar", "star_requested"),
        ("runDelete", "delete_requested"),
        ("runUndo", "undo_requested"),
    ],
)
def test_each_button_announces_its_wish_by_mouse_and_by_key(qtbot, tab, name, signal) -> None:
    tab.set_actions(RunActions(**dict.fromkeys(set(RunActions._fields) - {"busy"}, True)))
    tab.set_undo(True)
    asked = QSignalSpy(getattr(tab, signal))
    button = tab.findChild(QPushButton, name)
    qtbot.mouseClick(button, LEFT)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert asked.count() == 2


def test_shift_and_arrows_choose_several_from_the_top_down(qtbot, tab) -> None:
    tab.list.choose([3])
    chosen = QSignalSpy(tab.list.chosen)
    tab.list.setFocus()
    assert tab.list.runs() == [3]
    qtbot.keyClick(tab.list, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert tab.list.runs() == [3, 2]
    assert chosen.count() == 1


def test_choosing_what_is_not_there_chooses_the_first(tab) -> None:
    tab.list.choose([99])
    assert tab.list.runs() == [3]


def test_ctrl_and_a_number_sorts_and_once_more_turns_round(qtbot, tab) -> None:
    first = lambda: tab.list.model().index(0, 1).data()  # noqa: E731
    tab.list.setFocus()
    orders = []
    for _ in range(2):
        qtbot.keyClick(tab.list, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
        orders.append(first())
    assert orders == ["run 3", "run 1"]


def test_a_note_is_told_when_the_keyboard_leaves_it_and_only_if_it_was_changed(qtbot, tab) -> None:
    tab.details.show_table("a", ["a"], [("Seed", ["1"])], has_note=True)
    tab.details.set_note("old")
    told = QSignalSpy(tab.details.note_edited)
    note = tab.findChild(QPlainTextEdit, "runNote")
    note.setFocus()
    tab.list.setFocus()
    assert told.count() == 0
    note.setFocus()
    qtbot.keyClicks(note, "new ")
    qtbot.keyClick(note, Qt.Key.Key_Tab)
    assert not note.hasFocus()
    assert told.count() == 1
    assert told.at(0) == ["new old"]


def test_several_runs_have_a_column_each_with_their_line_and_no_note(tab) -> None:
    tab.details.show_table("2 runs", ["a", "b"], [("Seed", ["1", "2"])], has_note=False)
    table = tab.findChild(QTableWidget, "runDetails")
    assert [table.item(0, column).text() for column in range(3)] == ["Seed", "1", "2"]
    assert not table.horizontalHeaderItem(1).icon().isNull()
    assert not tab.findChild(QPlainTextEdit, "runNote").isVisible()
    tab.details.show_table("one", ["a"], [("Seed", ["1"])], has_note=True)
    assert table.columnCount() == 2
    assert tab.findChild(QPlainTextEdit, "runNote").isVisible()


def test_loss_and_accuracy_change_places_for_one_run_and_for_several(qtbot, tab) -> None:
    shown = lambda: [  # noqa: E731
        plot.isVisible() for plot in (tab.loss_plot, tab.accuracy_plot, tab.loss_overlay, tab.accuracy_overlay)
    ]
    tab.show_one()
    assert shown() == [True, False, False, False]
    switch = tab.findChild(QWidget, "runFigure")
    buttons = switch.findChildren(QPushButton) or switch.findChildren(QWidget)
    qtbot.mouseClick(buttons[1], LEFT)
    assert shown() == [False, True, False, False]
    tab.show_several()
    assert shown() == [False, False, False, True]


@pytest.mark.parametrize("scheme", [Qt.ColorScheme.Light, Qt.ColorScheme.Dark])
def test_no_two_of_twenty_runs_have_the_same_line(qapp, scheme) -> None:
    theme.set_scheme(qapp, scheme)
    lines = {(run_pen(place).color().name(), run_pen(place).style()) for place in range(20)}
    theme.set_scheme(qapp, Qt.ColorScheme.Light)
    assert len(lines) == 20


def test_an_overlay_tells_its_runs_in_words_and_zooms_by_keys(qtbot) -> None:
    plot = OverlayPlot("Validation loss", log_y=True)
    qtbot.addWidget(plot)
    plot.resize(500, 260)
    plot.show()
    qtbot.waitExposed(plot)
    epochs = np.arange(1.0, 11.0)
    plot.set_runs([RunLine("a", epochs, 1 / epochs), RunLine("b", epochs[:0], epochs[:0])])
    assert plot.accessibleDescription() == "In the last epoch: a 0.1000, b none."
    (curve,) = plot._plot.listDataItems()
    assert np.allclose(curve.getOriginalDataset()[1], np.log10(1 / epochs))
    plot.setFocus()
    qtbot.keyClick(plot, Qt.Key.Key_Plus)
    low, high = plot._plot.shown_epochs
    assert 1 < low < high < 10
    qtbot.keyClick(plot, Qt.Key.Key_0)
    assert plot._plot.shown_epochs is None


def test_enter_in_the_list_presses_the_first_button_if_it_can_be_pressed(qtbot, tab) -> None:
    asked = QSignalSpy(tab.use_requested)
    tab.list.setFocus()
    tab.set_actions(RunActions(use=False))
    qtbot.keyClick(tab.list, Qt.Key.Key_Return)
    assert asked.count() == 0
    tab.set_actions(RunActions(use=True))
    qtbot.keyClick(tab.list, Qt.Key.Key_Return)
    qtbot.keyClick(tab.list, Qt.Key.Key_Enter)
    assert asked.count() == 2


def test_a_run_of_a_series_offers_all_of_it(qtbot, tab) -> None:
    asked = QSignalSpy(tab.details.series_requested)
    series = tab.findChild(QPushButton, "runSeries")
    tab.details.show_table("a", ["a"], [("Seed", ["1"])], has_note=True)
    assert not series.isVisible()
    tab.details.show_table("a", ["a"], [("Seed", ["1"])], has_note=True, others=4)
    assert (series.isVisible(), series.text()) == (True, "All 5 seeds")
    qtbot.mouseClick(series, LEFT)
    assert asked.count() == 1


def test_the_column_of_data_grows_with_the_text(qapp: QApplication, tab) -> None:
    before = tab.list.columnWidth(2)
    text_size_of(qapp).choose(200)
    after = tab.list.columnWidth(2)
    text_size_of(qapp).choose(100)
    assert after > 1.7 * before
    assert tab.list.columnWidth(2) == before
