"""The plot of a sweep over one setting: which point is chosen and opened, with the mouse and from the keyboard."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from mlp_desktop.views.kit import theme
from mlp_desktop.views.sweeps.plot_data import EMPTY_ERROR_BARS, ErrorBarsData, Series
from mlp_desktop.views.sweeps.sweep_error_bars import SweepErrorBars

NAN = np.nan
HEIGHTS = np.array([0.2, 0.9, 0.6, NAN])
VALIDATION = Series("Validation accuracy", HEIGHTS, HEIGHTS - 0.1, HEIGHTS + 0.05)
TRAINING = Series("Training accuracy", HEIGHTS[::-1], np.full(4, NAN), np.full(4, NAN))
DATA = ErrorBarsData(
    "L2 strength",
    ((0.0, "0"), (0.5, "1"), (1.0, "10")),
    ((0.0, "50 %"), (1.0, "100 %")),
    np.array([0.0, 1.0, 0.5, 0.25]),
    True,
    (VALIDATION, TRAINING),
    ("worst", "best", "middle", "none"),
    (0, 3, 2, 1),
    1,
)
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def bars(qtbot: QtBot) -> SweepErrorBars:
    bars = SweepErrorBars()
    qtbot.addWidget(bars)
    bars.resize(520, 320)
    bars.set_data(DATA, "Best: best")
    bars.show()
    qtbot.waitExposed(bars)
    return bars


def test_places_follow_the_setting_and_heights_the_figure(bars) -> None:
    worst, best, middle = (bars.place_of(point) for point in (0, 1, 2))
    assert worst.x() < middle.x() < best.x()
    assert worst.y() > middle.y() > best.y()
    assert bars.place_of(2, 0).x() < bars.place_of(2, 1).x(), "two figures of one point stand side by side"


def test_a_click_near_a_point_chooses_it_and_a_double_click_opens_it(qtbot: QtBot, bars) -> None:
    chosen = QSignalSpy(bars.point_chosen)
    near = bars.place_of(2).toPoint() + QPoint(-4, 3)
    qtbot.mouseClick(bars, LEFT, pos=near)
    assert (bars.current, chosen.at(0)[0]) == (2, 2)
    with qtbot.waitSignal(bars.opened):
        qtbot.mouseDClick(bars, LEFT, pos=near)
    qtbot.mouseClick(bars, LEFT, pos=QPoint(2, 2))
    assert chosen.count() == 1


def test_the_arrows_begin_at_the_best_and_go_from_left_to_right(qtbot: QtBot, bars) -> None:
    for key, expected in (
        (Qt.Key.Key_Left, 1), (Qt.Key.Key_Left, 2), (Qt.Key.Key_Left, 3), (Qt.Key.Key_Left, 0), (Qt.Key.Key_Left, 0),
        (Qt.Key.Key_Right, 3), (Qt.Key.Key_Home, 1), (Qt.Key.Key_Right, 1),
    ):  # fmt: skip
        qtbot.keyClick(bars, key)
        assert bars.current == expected


def test_enter_opens_what_is_chosen_and_nothing_else(qtbot: QtBot, bars) -> None:
    opened = QSignalSpy(bars.opened)
    qtbot.keyClick(bars, Qt.Key.Key_Return)
    assert opened.count() == 0
    bars.set_current(0)
    qtbot.keyClick(bars, Qt.Key.Key_Return)
    assert opened.count() == 1


def test_the_pointer_tells_what_is_under_it(qtbot: QtBot, bars) -> None:
    qtbot.mouseMove(bars, bars.place_of(1).toPoint())
    assert bars.toolTip() == "best"
    assert bars.accessibleDescription() == "Best: best"


@pytest.mark.parametrize("is_joined", [True, False])
@pytest.mark.parametrize("scheme", [Qt.ColorScheme.Light, Qt.ColorScheme.Dark])
def test_both_figures_and_the_bars_are_drawn(qapp, bars, painted, count, scheme, is_joined) -> None:
    theme.set_scheme(qapp, scheme)
    bars.set_data(DATA._replace(is_joined=is_joined), "")
    pixels = painted(bars)
    colours = theme.data_colours()
    assert count(pixels, colours.validation) > 50
    assert count(pixels, colours.training) > 20


def test_without_points_nothing_happens(qtbot: QtBot, bars) -> None:
    bars.set_data(EMPTY_ERROR_BARS, "")
    bars.set_current(None)
    qtbot.mouseClick(bars, LEFT, pos=bars.rect().center())
    qtbot.keyClick(bars, Qt.Key.Key_Left)
    assert bars.current is None
    assert not bars.grab().isNull()
