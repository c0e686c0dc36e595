from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from mlp_desktop.views import theme
from mlp_desktop.views.live_plot import NO_RUN, LivePlot, _log_ticks

EPOCHS = np.arange(1.0, 9.0)
FALLING = np.exp(-EPOCHS)
See = Callable[[LivePlot], tuple[int, int]]


@pytest.fixture
def plot(qtbot: QtBot) -> LivePlot:
    plot = LivePlot("Loss", "mean over samples", log_y=True)
    qtbot.addWidget(plot)
    plot.resize(700, 400)
    plot.show()
    qtbot.waitExposed(plot)
    return plot


@pytest.fixture
def see(qtbot: QtBot, painted: Callable[[QWidget], np.ndarray], count: Callable[[np.ndarray, QColor], int]) -> See:
    """How much of each curve is on the paper, in pixels: training, validation."""

    def look(plot: LivePlot) -> tuple[int, int]:
        QApplication.processEvents()
        paper = painted(plot)[40:]  # below the legend, which has the same colours
        training, validation = theme.data_colours()
        return count(paper, training), count(paper, validation)

    return look


def empty_words(plot: LivePlot) -> QLabel:
    return next(label for label in plot.findChildren(QLabel) if label.text() == NO_RUN)


def test_an_empty_plot_says_how_to_begin(plot: LivePlot, see: See) -> None:
    assert empty_words(plot).isVisible()
    plot.set_curve("training", EPOCHS, FALLING)
    assert not empty_words(plot).isVisible()
    assert see(plot)[0] > 0
    plot.clear()
    assert empty_words(plot).isVisible()
    assert see(plot) == (0, 0)


def test_an_empty_plot_can_say_that_the_curves_are_coming(plot: LivePlot) -> None:
    plot.clear("Soon")
    assert [label.text() for label in plot.findChildren(QLabel) if label.isVisible() and label.text() == "Soon"]
    plot.set_curve("training", EPOCHS, FALLING)
    plot.clear()
    assert empty_words(plot).isVisible()


def test_the_first_moments_of_a_run_are_counted_in_epochs(plot: LivePlot, see: See) -> None:
    plot.set_curve("training", np.array([0.05, 0.1, 0.2]), np.array([2.0, 1.5, 1.0]))
    see(plot)
    axis = plot.findChild(pg.PlotWidget).getAxis("bottom")
    low, high = axis.range
    ticks = [
        label for _, values in axis.tickValues(low, high, 400) for label in axis.tickStrings(values, axis.scale, 1)
    ]
    assert axis.autoSIPrefixScale == 1.0
    assert "x0.001" not in axis.labelString()
    assert all(float(label) < 1 for label in ticks)


def test_curves_differ_by_more_than_colour(plot: LivePlot, see: See) -> None:
    many = np.linspace(0.1, 8, 200)
    plot.set_curve("training", many, np.full(200, 0.437))
    plot.set_curve("validation", many, np.full(200, 0.0437))
    training, validation = see(plot)
    assert 0 < validation < 0.9 * training  # the dashes leave gaps


def test_few_points_carry_markers(plot: LivePlot, see: See) -> None:
    plot.set_curve("training", EPOCHS, np.full(8, 0.437))
    with_markers = see(plot)[0]
    plot.set_curve("training", np.linspace(1, 8, 200), np.full(200, 0.437))
    assert 0 < see(plot)[0] < with_markers


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 0.0, -1.0])
def test_a_value_that_cannot_be_drawn_leaves_a_gap(plot: LivePlot, see: See, bad: float) -> None:
    many = np.linspace(0.1, 8, 200)
    y = np.full(200, 0.437)
    y[0] = 0.39
    plot.set_curve("training", many, y)
    whole = see(plot)[0]
    y[50:150] = bad
    plot.set_curve("training", many, y)
    assert 0.3 * whole < see(plot)[0] < 0.7 * whole


@pytest.mark.parametrize("log", [True, False])
@pytest.mark.parametrize(
    "y",
    [
        [],
        [np.nan],
        [np.nan, np.nan, np.nan],
        [0.0, 0.0, 0.0],
        [0.5],
        [0.5, 0.5, 0.5],
        [1e-300, 1e300],
        [0.1, 0.1 + 1e-16],
        [3e38, np.inf],
    ],
)
def test_no_curve_is_too_strange_to_show(qtbot: QtBot, plot: LivePlot, see: See, log: bool, y: list[float]) -> None:
    plot.findChild(QCheckBox, "logScale").setChecked(log)
    plot.set_curve("training", np.arange(len(y), dtype=float), np.array(y))
    plot.set_curve("validation", np.arange(len(y), dtype=float), np.array(y)[::-1])
    see(plot)


def test_the_scale_can_be_switched(qtbot: QtBot, plot: LivePlot, painted: Callable[[QWidget], np.ndarray]) -> None:
    plot.set_curve("training", EPOCHS, FALLING)
    QApplication.processEvents()
    logarithmic = painted(plot)[40:]
    switch = plot.findChild(QCheckBox, "logScale")
    qtbot.keyClick(switch, Qt.Key.Key_Space)
    QApplication.processEvents()
    assert not switch.isChecked()
    assert not np.array_equal(painted(plot)[40:], logarithmic)
    qtbot.keyClick(switch, Qt.Key.Key_Space)
    QApplication.processEvents()
    assert np.array_equal(painted(plot)[40:], logarithmic)


def test_the_best_epoch_is_marked(plot: LivePlot, painted: Callable[[QWidget], np.ndarray]) -> None:
    plot.set_curve("training", EPOCHS, FALLING)
    QApplication.processEvents()
    before = painted(plot)
    plot.set_best(4)
    QApplication.processEvents()
    assert not np.array_equal(painted(plot), before)
    plot.set_best(None)
    QApplication.processEvents()
    assert np.array_equal(painted(plot), before)


def test_colours_follow_the_theme(qapp: QApplication, plot: LivePlot, see: See) -> None:
    plot.set_curve("training", EPOCHS, FALLING)
    plot.set_curve("validation", EPOCHS, 2 * FALLING)
    light = theme.data_colours()
    theme.set_scheme(qapp, Qt.ColorScheme.Dark)
    assert theme.data_colours() != light
    assert min(see(plot)) > 0


def test_the_newest_values_are_told(plot: LivePlot) -> None:
    names = [child.accessibleName() for child in plot.findChildren(QWidget)]
    assert "training: no values yet" in names
    plot.set_curve("training", EPOCHS, np.linspace(1, 0.125, 8))
    plot.set_curve("validation", EPOCHS, np.full(8, np.nan))
    names = [child.accessibleName() for child in plot.findChildren(QWidget)]
    assert "training 0.1250" in names
    assert "validation –" in names


@pytest.mark.parametrize(("low", "high"), [(-1, 0.4), (-0.96, -0.85), (-6, 2), (-40, 3), (2.0, 2.31), (-320.0, 320.0)])
def test_a_logarithmic_axis_has_a_handful_of_round_values(low: float, high: float) -> None:
    ticks = _log_ticks(low, high)
    assert 2 <= len(ticks) <= 12
    assert all(10.0 ** max(low, -300) <= tick * (1 + 1e-9) for tick in ticks)
    assert all(float(f"{tick:.3g}") == pytest.approx(tick) for tick in ticks)
