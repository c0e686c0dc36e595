from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.growth import text_size_of
from mlp_desktop.views.kit.plots.live_plot import NO_RUN, LivePlot
from mlp_desktop.views.kit.plots.plot_area import PlotArea
from mlp_desktop.views.kit.plots.value_axis import ValueAxis, log_ticks

EPOCHS = np.arange(1.0, 9.0)
FALLING = np.exp(-EPOCHS)
See = Callable[[LivePlot], tuple[int, int]]


@pytest.fixture
def plot(qtbot: QtBot) -> LivePlot:
    plot = LivePlot("Loss", "mean over samples", log_y=True)
    qtbot.addWidget(plot)
    plot.resize(700, 400)
    with qtbot.waitActive(plot):
        plot.show()
    plot.clearFocus()  # the frame of who has the keyboard has the colour of a curve
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
    plot.set_log(log)
    plot.set_curve("training", np.arange(len(y), dtype=float), np.array(y))
    plot.set_curve("validation", np.arange(len(y), dtype=float), np.array(y)[::-1])
    see(plot)


def test_the_scale_can_be_switched(plot: LivePlot, painted: Callable[[QWidget], np.ndarray]) -> None:
    plot.set_curve("training", EPOCHS, FALLING)
    QApplication.processEvents()
    logarithmic = painted(plot)[40:]
    plot.set_log(False)
    QApplication.processEvents()
    assert not np.array_equal(painted(plot)[40:], logarithmic)
    plot.set_log(True)
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
    ticks = log_ticks(low, high)
    assert 2 <= len(ticks) <= 12
    assert all(10.0 ** max(low, -300) <= tick * (1 + 1e-9) for tick in ticks)
    assert all(float(f"{tick:.3g}") == pytest.approx(tick) for tick in ticks)


@pytest.mark.parametrize(("low", "high"), [(-1, 0.4), (-0.96, -0.85), (-6, 2), (-40, 3), (2.0, 2.9), (-1.5, 1.4)])
def test_the_words_of_a_low_logarithmic_axis_do_not_touch(qapp: QApplication, low: float, high: float) -> None:
    axis, height = ValueAxis(log=True), 3.5 * theme.body_height()
    ((_, places),) = axis.tickValues(low, high, height)
    pixels = np.diff(places) * height / (high - low)
    assert 1 <= len(places) <= 3
    assert (pixels >= 1.1 * theme.body_height()).all()
    ((_, many),) = axis.tickValues(low, high, 40 * theme.body_height())
    assert len(many) == len(log_ticks(low, high)) >= len(places)


# Reading, zooming, moving along


@pytest.fixture
def curves(plot: LivePlot) -> LivePlot:
    """A training point at every half epoch, a validation point at every whole one, ten epochs in all."""
    halves, wholes = np.arange(0.5, 10.1, 0.5), np.arange(1.0, 11.0)
    plot.set_curve("training", halves, 1 / halves)
    plot.set_curve("validation", wholes, 2 / wholes)
    QApplication.processEvents()
    plot.grab()  # pyqtgraph lays its axes out when they are painted
    QApplication.processEvents()
    return plot


def area(plot: LivePlot) -> PlotArea:
    return plot.findChild(PlotArea)


def place_of(plot: LivePlot, epoch: float) -> QPoint:
    """Where an epoch is on the ground of the curves, in the middle of its height."""
    view = area(plot).getViewBox()
    middle = sum(view.viewRange()[1]) / 2
    return area(plot).mapFromScene(view.mapViewToScene(QPointF(epoch, middle)))


def shown(plot: LivePlot) -> list[float]:
    QApplication.processEvents()
    return area(plot).getViewBox().viewRange()[0]


def turn_wheel(plot: LivePlot, epoch: float, notches: int) -> None:
    place = QPointF(place_of(plot, epoch))
    viewport = area(plot).viewport()
    wheel = QWheelEvent(
        place,
        QPointF(viewport.mapToGlobal(place.toPoint())),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(viewport, wheel)
    QApplication.processEvents()


def key_names(plot: LivePlot) -> list[str]:
    return [plot.findChild(QWidget, f"{name}Key").accessibleName() for name in ("training", "validation")]


def test_pointing_reads_the_nearest_point_of_every_curve(qtbot: QtBot, curves: LivePlot) -> None:
    newest = key_names(curves)
    with qtbot.waitSignal(curves.pointed, timeout=1000):
        qtbot.mouseMove(area(curves).viewport(), place_of(curves, 4.1))
    assert key_names(curves) == ["training 0.2500 at epoch 4", "validation 0.5000 at epoch 4"]
    QApplication.sendEvent(area(curves), QEvent(QEvent.Type.Leave))
    assert key_names(curves) == newest == ["training 0.1000", "validation 0.2000"]


def test_a_cursor_is_drawn_with_its_epoch_and_a_dot_on_every_curve(
    plot: LivePlot, painted: Callable[[QWidget], np.ndarray], see: See
) -> None:
    many = np.linspace(0.1, 8, 200)
    plot.set_curve("training", many, np.full(200, 0.437))
    plot.set_curve("validation", many, np.full(200, 0.337))
    lines, before = see(plot), painted(plot)
    plot.set_cursor(4.0)
    assert see(plot)[0] > lines[0]
    assert see(plot)[1] != lines[1]
    plot.set_cursor(None)
    QApplication.processEvents()
    assert np.array_equal(painted(plot), before)


def test_the_keyboard_moves_the_cursor(qtbot: QtBot, curves: LivePlot) -> None:
    told: list[float | None] = []
    curves.pointed.connect(told.append)
    keys = Qt.Key
    pressed = [keys.Key_Left, keys.Key_Left, keys.Key_Right, keys.Key_PageUp, keys.Key_PageDown, keys.Key_Home]
    for key in [*pressed, keys.Key_Left, keys.Key_Right, keys.Key_End, keys.Key_Right, keys.Key_Escape]:
        qtbot.keyClick(curves, key)
    assert told == [10.0, 9.5, 10.0, 9.0, 10.0, 0.5, 0.5, 1.0, 10.0, 10.0, None]


def test_a_key_with_no_curve_or_no_meaning_is_left_to_others(qtbot: QtBot, plot: LivePlot) -> None:
    told: list[object] = []
    plot.pointed.connect(told.append)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_PageUp, Qt.Key.Key_Escape, Qt.Key.Key_Plus, Qt.Key.Key_A):
        qtbot.keyClick(plot, key)
    assert told == []


def test_the_cursor_reads_on_while_the_curve_grows(curves: LivePlot) -> None:
    curves.set_cursor(4.0)
    halves = np.arange(0.5, 12.1, 0.5)
    curves.set_curve("training", halves, 1 / halves)
    assert key_names(curves)[0] == "training 0.2500 at epoch 4"


def test_the_wheel_zooms_around_the_pointer_and_a_double_click_shows_all(qtbot: QtBot, curves: LivePlot) -> None:
    all_epochs = shown(curves)
    place = place_of(curves, 4.0)
    turn_wheel(curves, 4.0, 3)
    low, high = shown(curves)
    assert 0.5 < low < 4.0 < high < 10.0
    assert high - low == pytest.approx(9.5 / 1.25**3)
    assert abs(place_of(curves, 4.0).x() - place.x()) <= 15  # all epochs stand with a margin, a part without
    qtbot.mouseDClick(area(curves).viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert shown(curves) == all_epochs


def test_zooming_out_ends_with_all_epochs_that_go_on_growing(curves: LivePlot) -> None:
    turn_wheel(curves, 4.0, 2)
    turn_wheel(curves, 4.0, -4)
    assert area(curves).shown_epochs is None
    more = np.arange(1.0, 31.0)
    curves.set_curve("training", more, 1 / more)
    assert shown(curves)[1] >= 30


def test_nobody_can_zoom_closer_than_there_is_something_to_see(curves: LivePlot) -> None:
    for _ in range(60):
        turn_wheel(curves, 5.0, 1)
    low, high = shown(curves)
    assert 9.5 / 1000 <= high - low < 0.1


def test_values_fill_the_height_of_what_is_shown(curves: LivePlot) -> None:
    before = area(curves).getViewBox().viewRange()[1]
    turn_wheel(curves, 10.0, 6)
    curves.grab()
    QApplication.processEvents()
    after = area(curves).getViewBox().viewRange()[1]
    assert after[1] - after[0] < 0.6 * (before[1] - before[0])


def test_a_drag_moves_along_and_not_beyond_the_curves(qtbot: QtBot, curves: LivePlot) -> None:
    turn_wheel(curves, 5.0, 5)
    low, high = shown(curves)
    viewport = area(curves).viewport()
    start = place_of(curves, 5.0)
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(viewport, start + QPoint(60, 0))
    moved = shown(curves)
    assert moved[0] < low
    assert moved[1] - moved[0] == pytest.approx(high - low)
    for _ in range(20):
        qtbot.mouseMove(viewport, start + QPoint(300, 0))
        qtbot.mouseMove(viewport, start)
        qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=start)
        qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
        qtbot.mouseMove(viewport, start + QPoint(200, 0))
        qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=start)
        qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=start)
    assert shown(curves)[0] >= 0.5 - 1e-9
    qtbot.mouseMove(viewport, start + QPoint(5, 0))
    assert shown(curves)[1] - shown(curves)[0] == pytest.approx(high - low)


def test_the_keyboard_zooms(qtbot: QtBot, curves: LivePlot) -> None:
    all_epochs = shown(curves)
    told: list[object] = []
    curves.zoomed.connect(told.append)
    qtbot.keyClick(curves, Qt.Key.Key_Plus)
    qtbot.keyClick(curves, Qt.Key.Key_Plus)
    closer = shown(curves)
    qtbot.keyClick(curves, Qt.Key.Key_Minus)
    assert closer[1] - closer[0] < shown(curves)[1] - shown(curves)[0] < all_epochs[1] - all_epochs[0]
    qtbot.keyClick(curves, Qt.Key.Key_0)
    assert shown(curves) == all_epochs
    assert told[-1] is None


def test_a_click_gives_the_curves_the_keyboard(qtbot: QtBot, curves: LivePlot) -> None:
    assert not curves.hasFocus()
    qtbot.mouseClick(area(curves).viewport(), Qt.MouseButton.LeftButton, pos=place_of(curves, 4.0))
    assert curves.hasFocus()


def test_a_hidden_curve_is_neither_drawn_nor_read(curves: LivePlot, see: See) -> None:
    curves.set_shown("validation", False)
    assert see(curves)[1] == 0
    curves.set_cursor(3.0)
    assert key_names(curves)[1] == "validation: no values yet"
    curves.set_shown("validation", True)
    assert see(curves)[1] > 0
    assert key_names(curves)[1] == "validation 0.6667 at epoch 3"


def test_a_new_run_begins_with_no_cursor_and_all_epochs(curves: LivePlot) -> None:
    turn_wheel(curves, 4.0, 3)
    curves.set_cursor(4.0)
    curves.clear()
    curves.set_curve("training", EPOCHS, FALLING)
    assert area(curves).shown_epochs is None
    assert key_names(curves)[0] == "training 0.0003"


def test_large_text_leaves_room_for_the_curves(plot: LivePlot, qapp: QApplication) -> None:
    usual, size = plot.minimumSizeHint().height(), text_size_of(qapp)
    try:
        size.choose(200)
        assert plot.minimumSizeHint().height() > 1.4 * usual, "title and axes take twice as much"
        label = area(plot).getAxis("bottom").label
        assert label.font().pointSizeF() == qapp.font().pointSizeF(), "words in the plot follow the text"
    finally:
        size.choose(100)
    assert plot.minimumSizeHint().height() == usual
