"""The Examine tab by itself: states, words, tables and the reliability diagram."""

# A widget that is missing fails its test.
# pyright: reportOptionalMemberAccess=false

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mlp_desktop.views.examine.examine_results import ClassTable
from mlp_desktop.views.examine.examine_tab import NOTHING_YET, ExamineTab
from mlp_desktop.views.examine.reliability_plot import ReliabilityPlot
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.plots.run_lines import run_pen


@pytest.fixture
def tab(qtbot: QtBot, icons_folder) -> ExamineTab:
    tab = ExamineTab(icons_folder)
    qtbot.addWidget(tab)
    tab.resize(1024, 620)
    tab.show()
    qtbot.waitExposed(tab)
    return tab


def test_network_and_data_are_chosen_in_one_row(tab: ExamineTab) -> None:
    names = ("examineNetwork", "examineWeights", "examineData", "examineFolder", "examineFile", "examineArrangement")
    parts = [tab.findChild(QWidget, name) for name in names]
    middles = [part.mapTo(tab, part.rect().center()).y() for part in parts]
    assert max(middles) - min(middles) <= 1


def button(tab: ExamineTab, name: str) -> QPushButton:
    return tab.findChild(QPushButton, name)  # pyright: ignore[reportReturnType]


def test_it_says_how_to_begin_until_there_is_something_to_see(tab) -> None:
    empty = tab.findChild(QLabel, "examineEmpty")
    assert empty.isVisible()
    assert empty.text() == NOTHING_YET
    tab.show_results()
    assert not empty.isVisible()
    assert tab.results.isVisible()


def test_buttons_follow_the_state(tab) -> None:
    enabled = {}
    for state in ("idle", "running", "stopping"):
        tab.set_state(state)
        names = ("examineStart", "examineStop", "examineWeights", "examineFolder", "examineFile")
        enabled[state] = [button(tab, name).isEnabled() for name in names]
    assert enabled == {
        "idle": [True, False, True, True, True],
        "running": [False, True, False, False, False],
        "stopping": [False, False, False, False, False],
    }


def test_an_obstacle_is_told_and_keeps_examine_from_being_pressed(tab) -> None:
    status = tab.findChild(QLabel, "examineStatus")
    tab.show_message("Done.")
    tab.set_obstacle("Download MNIST first.")
    assert status.text() == "Download MNIST first."
    assert not button(tab, "examineStart").isEnabled()
    tab.set_obstacle("")
    assert status.text() == "Done."
    assert button(tab, "examineStart").isEnabled()


@pytest.mark.parametrize(
    ("name", "signal"),
    [
        ("examineStart", lambda tab: tab.examine_requested),
        ("examineWeights", lambda tab: tab.choices.weights_requested),
        ("examineFolder", lambda tab: tab.choices.folder_requested),
        ("examineFile", lambda tab: tab.choices.file_requested),
        ("examineErrors", lambda tab: tab.results.errors_requested),
        ("examineCsv", lambda tab: tab.results.csv_requested),
        ("examineReport", lambda tab: tab.results.report_requested),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_button_announces_what_was_asked_for(qtbot: QtBot, tab, name, signal) -> None:
    tab.show_results()
    heard = QSignalSpy(signal(tab))
    qtbot.mouseClick(button(tab, name), Qt.MouseButton.LeftButton)
    assert heard.count() == 1


def test_choices_are_offered_unannounced_and_announced_when_a_person_chooses(qtbot: QtBot, tab) -> None:
    heard = QSignalSpy(tab.choices.changed)
    tab.choices.set_data([("a", "first"), ("b", "second")], "b")
    tab.choices.set_networks([("", "In use"), ("w", "weights")], "gone")
    assert (tab.choices.data, tab.choices.network, heard.count()) == ("b", "", 0)
    qtbot.keyClick(tab.findChild(QComboBox, "examineData"), Qt.Key.Key_Up)
    assert (tab.choices.data, heard.count()) == ("a", 1)
    tab.choices.choose_network("w")
    assert (tab.choices.network, heard.count()) == ("w", 2)


def test_pages_turn_between_matrix_classes_and_calibration(qtbot: QtBot, tab) -> None:
    tab.show_results()
    seen = []
    for name in ("classesSegment", "calibrationSegment", "confusionSegment"):
        qtbot.mouseClick(tab.findChild(QWidget, name), Qt.MouseButton.LeftButton)
        seen.append([page.isVisible() for page in (tab.results.matrix, tab.results.classes, tab.results.reliability)])
    assert seen == [[False, True, False], [False, False, True], [True, False, False]]


def test_everything_a_hand_or_a_screen_reader_meets_has_a_name(tab) -> None:
    results, choices = tab.results, tab.choices
    met: list[QWidget] = [*tab.findChildren(QPushButton), *choices.findChildren(QComboBox), results.samples]
    met += [results.matrix, results.classes, results.reliability]
    for widget in met:
        assert widget.objectName(), widget
        assert widget.accessibleName(), widget.objectName()


def test_the_icon_of_the_filled_button_follows_from_dark_to_light(qapp, qtbot: QtBot, tab) -> None:
    start = button(tab, "examineStart")
    for scheme in (Qt.ColorScheme.Dark, Qt.ColorScheme.Light):
        theme.set_scheme(qapp, scheme)
        words = qapp.palette().highlightedText().color()
        qtbot.waitUntil(lambda w=words: start.icon().pixmap(16, 16).toImage().pixelColor(5, 8) == w, timeout=2000)


def test_the_table_shows_each_row_and_a_dash_for_what_is_not_defined(qtbot: QtBot) -> None:
    table = ClassTable()
    qtbot.addWidget(table)
    table.set_rows([["0", "980", "99.69%", "100.00%", "99.85%"], ["1", "0", "–", "–", "–"]])
    texts = [[table.item(row, column).text() for column in range(5)] for row in range(2)]
    assert texts == [["0", "980", "99.69%", "100.00%", "99.85%"], ["1", "0", "–", "–", "–"]]
    table.set_rows([])
    assert table.rowCount() == 0


def test_bars_of_the_diagram_are_as_high_as_their_share_right(qtbot: QtBot, painted) -> None:
    plot = ReliabilityPlot()
    qtbot.addWidget(plot)
    plot.resize(460, 400)
    nan = np.nan
    plot.set_bins(np.array([0, 0, 5, 10]), np.array([nan, nan, 0.6, 0.9]), np.array([nan, nan, 0.4, 0.8]), "words")
    area, _ = plot._areas()
    pixels = painted(plot)
    filled = theme.blend(theme.data_colours().training, plot.palette().base().color(), 0.35)
    is_bar = (pixels == (filled.red(), filled.green(), filled.blue())).all(axis=-1)
    heights = [
        is_bar[:, round(area.left() + share * area.width())].sum() / area.height() for share in (0.1, 0.3, 0.55, 0.8)
    ]
    assert heights[:2] == [0, 0]
    assert heights[2:] == pytest.approx([0.4, 0.8], abs=0.02)
    assert plot.accessibleDescription() == "words"


def test_samples_of_the_damage_lines_follow_the_palette(qapp, qtbot: QtBot, tab) -> None:
    tab.results.damage.set_kinds([("noise", "Noise"), ("shift", "Shift")])
    tick = tab.findChild(QCheckBox, "damageNoise")
    for scheme in (Qt.ColorScheme.Dark, Qt.ColorScheme.Light):
        theme.set_scheme(qapp, scheme)
        colour = run_pen(0).color()
        qtbot.waitUntil(lambda c=colour: tick.icon().pixmap(32, 16).toImage().pixelColor(8, 8) == c, timeout=2000)
    assert tab.results.damage.ticked() == ["noise", "shift"]
