# A widget that is missing fails its test.
# pyright: reportOptionalMemberAccess=false

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPalette
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QLabel, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from mlp_desktop.views.kit import theme
from mlp_desktop.views.train.curves_panel import CurvesPanel
from mlp_desktop.views.train.layer_statistics import Statistic, StatisticBars, WeightHistogram
from mlp_desktop.views.train.weight_pictures import MOST_PICTURES, WeightPictures
from mlp_desktop.views.train.weights_panel import NO_WEIGHTS, LayerSummary, WeightsPanel

Painted = Callable[[QWidget], np.ndarray]
Count = Callable[[np.ndarray, QColor], int]

NEAR_ZERO = Statistic("near zero", 0.005, "0.5%", "Weights that are small.")
SATURATED = Statistic("saturated", 0.07, "2 of 30", "Units that are sure.")
LAYERS = [
    LayerSummary("Layer 1 · 30 sigmoid", np.arange(41), 0.5, [NEAR_ZERO, SATURATED], "0.5% near zero, 2 saturated"),
    LayerSummary("Output · 10 softmax", np.arange(41)[::-1], 2.0, [NEAR_ZERO], "0.5% near zero"),
]


def pictures(count: int, value: float = 1.0) -> np.ndarray:
    return np.full((count, 28, 28), value)


@pytest.fixture
def panel(qtbot: QtBot) -> WeightsPanel:
    panel = WeightsPanel()
    qtbot.addWidget(panel)
    panel.resize(570, 400)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def visible_words(panel: QWidget) -> list[str]:
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]


def test_an_empty_panel_says_what_is_missing(panel: WeightsPanel) -> None:
    assert visible_words(panel) == [NO_WEIGHTS]
    panel.show_weights(pictures(30), 30, LAYERS)
    assert NO_WEIGHTS not in visible_words(panel)
    panel.clear("Soon")
    assert visible_words(panel) == ["Soon"]


def test_every_layer_is_told_in_words_and_bars(panel: WeightsPanel) -> None:
    panel.show_weights(pictures(30), 30, LAYERS)
    for number, layer in enumerate(LAYERS, start=1):
        assert layer.name in visible_words(panel)
        figures = panel.findChild(StatisticBars, f"layerFigures{number}")
        assert figures.isVisible()
        assert figures.accessibleName() == f"{layer.name} in numbers"
        assert figures.accessibleDescription() == layer.words
    names = [histogram.accessibleName() for histogram in panel.findChildren(WeightHistogram)]
    assert names == ["Histogram of 820 weights between -0.5 and 0.5", "Histogram of 820 weights between -2 and 2"]


def test_the_layer_that_a_finding_is_about_is_marked(panel: WeightsPanel) -> None:
    panel.mark_layer(2)
    panel.show_weights(pictures(30), 30, LAYERS)
    assert "▸ Output · 10 softmax" in visible_words(panel)
    panel.mark_layer(1)
    assert "▸ Layer 1 · 30 sigmoid" in visible_words(panel)
    assert "Output · 10 softmax" in visible_words(panel)
    panel.mark_layer(None)
    assert "Layer 1 · 30 sigmoid" in visible_words(panel)


def test_another_network_takes_the_place_of_the_first(qtbot: QtBot, panel: WeightsPanel) -> None:
    panel.show_weights(pictures(30), 30, LAYERS)
    panel.show_weights(pictures(10), 10, LAYERS[1:])
    assert LAYERS[0].name not in visible_words(panel)
    qtbot.waitUntil(lambda: len(panel.findChildren(WeightHistogram)) == 1)
    assert panel.pictures.count == 10


@pytest.mark.parametrize(
    ("count", "title"),
    [(30, "First layer, all 30"), (100, "First layer, all 100"), (800, "First layer, the first 100 of 800")],
)
def test_up_to_a_hundred_neurons_have_a_picture(panel: WeightsPanel, count: int, title: str) -> None:
    panel.show_weights(pictures(min(count, MOST_PICTURES)), count, LAYERS)
    assert title in visible_words(panel)
    assert panel.pictures.count == min(count, MOST_PICTURES)


def test_nothing_moves_while_the_numbers_change(qtbot: QtBot, panel: WeightsPanel) -> None:
    panel.show_weights(pictures(30), 30, LAYERS)
    panel.layout().activate()
    qtbot.wait(50)
    parts = [panel.pictures, *panel.findChildren(WeightHistogram), *panel.findChildren(StatisticBars)]
    places = [part.geometry() for part in parts]
    other = [
        replace(layer, statistics=[replace(each, share=0.9, text="90.0%") for each in layer.statistics])
        for layer in LAYERS
    ]
    panel.show_weights(pictures(30, 2.0), 30, other)
    qtbot.wait(50)
    assert [part.geometry() for part in parts] == places


def test_a_bar_is_as_long_as_its_share(qtbot: QtBot, painted: Painted, count: Count) -> None:
    figures = StatisticBars()
    qtbot.addWidget(figures)

    def accent(*shares: float) -> int:
        figures.show_statistics([replace(NEAR_ZERO, share=share) for share in shares], "words")
        figures.resize(230, figures.sizeHint().height())
        return count(painted(figures), figures.palette().accent().color())

    half = accent(0.5)
    assert half > 100
    assert accent(1.0) == pytest.approx(2 * half, rel=0.1)
    assert accent(7.0) == accent(1.0)
    assert accent(0.5, 0.5) == pytest.approx(2 * half, rel=0.1)
    assert accent(0.0) == 0


def test_a_number_that_is_pointed_at_is_explained(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _place, text, _widget: told.append(text))
    figures = StatisticBars()
    qtbot.addWidget(figures)
    figures.show_statistics([NEAR_ZERO, SATURATED], "words")
    figures.resize(230, 2 * figures.sizeHint().height())
    for height in (0.1, 0.4, 0.9):
        place = QPoint(20, round(height * figures.height()))
        QApplication.sendEvent(figures, QHelpEvent(QEvent.Type.ToolTip, place, QPoint()))
    assert told == [NEAR_ZERO.tip, SATURATED.tip, ""]


def test_inputs_that_are_no_picture_are_not_shown_as_one(panel: WeightsPanel) -> None:
    panel.show_weights(None, 30, LAYERS)
    assert not panel.pictures.isVisible()
    assert "The inputs are not a picture" in visible_words(panel)


@pytest.mark.parametrize("scheme", [Qt.ColorScheme.Light, Qt.ColorScheme.Dark])
@pytest.mark.parametrize("count_of_pictures", [1, 7, 30, 100])
def test_weights_above_zero_are_blue_and_below_it_vermilion(
    qtbot: QtBot,
    qapp: QApplication,
    painted: Painted,
    count: Count,
    scheme: Qt.ColorScheme,
    count_of_pictures: int,
) -> None:
    theme.set_scheme(qapp, scheme)
    wall = WeightPictures()
    qtbot.addWidget(wall)
    wall.resize(400, 330)
    mixed = pictures(count_of_pictures)
    mixed[:, :14] = -0.5
    mixed[:, 0, 0] = -1
    wall.show_pictures(mixed)
    colours = theme.signed_colours()
    blue = count(painted(wall), colours.positive)
    wall.show_pictures(-mixed)
    assert count(painted(wall), colours.negative) == pytest.approx(blue, rel=0.1)
    assert blue > 0.1 * 400 * 330 / 2  # the pictures fill the paper, half of each blue


def test_a_wall_of_nothing_and_of_zeros_is_bare_paper(qtbot: QtBot, painted: Painted, count: Count) -> None:
    wall = WeightPictures()
    qtbot.addWidget(wall)
    wall.resize(300, 300)
    bare = painted(wall)
    wall.show_pictures(pictures(10, 0.0))
    assert np.array_equal(painted(wall), bare)


def test_a_histogram_is_higher_where_more_weights_are(qtbot: QtBot, painted: Painted, count: Count) -> None:
    histogram = WeightHistogram()
    qtbot.addWidget(histogram)
    histogram.resize(205, 70)
    few, many = np.ones(41, int), np.ones(41, int)
    many[20:] = 100
    colours = theme.signed_colours()
    histogram.show_counts(few, 1.0)
    assert count(painted(histogram), colours.negative) == pytest.approx(
        count(painted(histogram), colours.positive), rel=0.1
    )
    histogram.show_counts(many, 1.0)
    pixels = painted(histogram)
    assert 5 * count(pixels, colours.negative) < count(pixels, colours.positive)
    start = np.zeros(41, int)
    start[2:5] = 50
    bare = count(pixels, histogram.palette().color(QPalette.ColorRole.Text))
    histogram.show_counts(many, 1.0, start, "Standard deviation 2 now, 1 at the start.")
    with_line = painted(histogram)
    text = histogram.palette().color(QPalette.ColorRole.Text)
    assert count(with_line[:, :30], text) > count(pixels[:, :30], text) + 20
    assert count(with_line, text) > bare
    assert histogram.accessibleDescription() == "Standard deviation 2 now, 1 at the start."
    histogram.show_counts(np.zeros(41, int), 1.0)
    assert count(painted(histogram), colours.positive) == 0


def test_a_switch_turns_from_curves_to_weights_and_back(qtbot: QtBot) -> None:
    panel = CurvesPanel()
    qtbot.addWidget(panel)
    with qtbot.waitActive(panel):
        panel.show()
    curves, weights = (panel.findChild(QAbstractButton, f"{name}Segment") for name in ("curves", "weights"))
    log, place = panel.findChild(QCheckBox, "logScale"), panel.diagnosis.geometry()
    qtbot.mouseClick(weights, Qt.MouseButton.LeftButton)
    assert panel.weights.isVisible()
    assert not panel.loss_plot.isVisible()
    assert not log.isVisible()
    panel.layout().activate()
    assert panel.diagnosis.geometry() == place
    qtbot.keyClick(weights, Qt.Key.Key_Left)
    assert curves.isChecked()
    assert panel.loss_plot.isVisible()
    assert log.isVisible()
    assert not panel.weights.isVisible()


def test_pictures_share_one_scale_so_that_a_neuron_pressed_to_zero_is_bare(
    qtbot: QtBot, painted: Painted, count: Count
) -> None:
    wall = WeightPictures()
    qtbot.addWidget(wall)
    wall.resize(400, 220)
    two = pictures(2)
    two[1] = 1e-4
    wall.show_pictures(two)
    assert wall.reach == 1.0
    pixels = painted(wall)
    opaque = count(pixels, theme.signed_colours().positive)
    paper = count(pixels, wall.palette().base().color())
    assert opaque > 10_000
    assert paper > opaque  # the other picture and the margins


def test_a_layer_pressed_to_zero_as_a_whole_is_bare(qtbot: QtBot, painted: Painted, count: Count) -> None:
    wall = WeightPictures()
    qtbot.addWidget(wall)
    wall.resize(300, 300)
    wall.show_pictures(pictures(10, 1e-5))
    assert wall.reach == pytest.approx(1 / 28)
    assert count(painted(wall), theme.signed_colours().positive) == 0
    assert count(painted(wall), wall.palette().base().color()) > 0.9 * 280 * 280


def test_a_legend_tells_the_scale_in_numbers_and_colours(panel: WeightsPanel, painted: Painted, count: Count) -> None:
    panel.show_weights(pictures(30, 0.53), 30, LAYERS)
    scale = panel.findChild(QWidget, "weightScale")
    assert scale.isVisible()
    assert "−0.53" in scale.accessibleName()
    assert "+0.53" in scale.accessibleName()
    colours = theme.signed_colours()
    assert count(painted(scale), colours.positive) > 5
    assert count(painted(scale), colours.negative) > 5
    panel.show_weights(None, 30, LAYERS)
    assert not scale.isVisible()
