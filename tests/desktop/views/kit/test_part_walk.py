"""Parts of painted charts by the arrow keys: what is spoken, and that the part is framed."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mlp_desktop.views.examine.reliability_plot import ReliabilityPlot
from mlp_desktop.views.explain.ink_map import InkMap
from mlp_desktop.views.kit import part_walk
from mlp_desktop.views.train.rate_dialog import RateCurve
from mlp_desktop.views.train.weight_pictures import WeightPictures

Key = Qt.Key


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    sentences: list[str] = []
    monkeypatch.setattr(part_walk, "announce", lambda _, sentence: sentences.append(sentence))
    return sentences


@pytest.fixture
def walked(qtbot: QtBot, spoken: list[str]):
    """What is spoken on a chart while keys are pressed."""

    def walk(chart: QWidget, *keys: Qt.Key) -> list[str]:
        qtbot.addWidget(chart)
        chart.resize(400, 300)
        chart.show()
        qtbot.waitExposed(chart)
        chart.activateWindow()
        chart.setFocus()
        qtbot.waitUntil(chart.hasFocus)
        spoken.clear()
        for key in keys:
            qtbot.keyClick(chart, key)
        return spoken

    return walk


def test_the_bins_of_the_reliability_diagram(walked, painted, count) -> None:
    plot, counts = ReliabilityPlot(), np.zeros(10, int)
    counts[[4, 9]] = (1, 1200)
    shares = np.full(10, np.nan)
    shares[[4, 9]] = (0.45, 0.987)
    plot.set_bins(counts, shares, shares, "well calibrated")
    assert walked(plot, Key.Key_Right, Key.Key_Right, Key.Key_Right, Key.Key_Home) == [
        "Probability 40% to 50%: 1 answer, 45.0% given on average, 45.0% right",
        "Probability 90% to 100%: 1,200 answers, 98.7% given on average, 98.7% right",
        "Probability 90% to 100%: 1,200 answers, 98.7% given on average, 98.7% right",
        "Probability 40% to 50%: 1 answer, 45.0% given on average, 45.0% right",
    ]
    accent = plot.palette().color(QPalette.ColorRole.Accent)
    with_focus = count(painted(plot), accent)
    plot.clearFocus()
    assert with_focus > count(painted(plot), accent) + 300, "the chart and the part have a frame"


def test_the_ninths_of_the_ink_map(walked) -> None:
    chart, values = InkMap(), np.zeros((9, 9))
    values[0, 8], values[4, 4], values[8, 0] = 3.0, 1.0, -2.0
    chart.set_map(np.full((28, 28), 9, np.uint8), values)
    heard = walked(chart, Key.Key_Right, Key.Key_Right, Key.Key_Right, Key.Key_Down, Key.Key_End, Key.Key_Left)
    assert heard[2] == "Upper right: 75% of what speaks for, 0% of what speaks against"
    assert heard[3].startswith("Middle right: 0%")
    assert heard[5].startswith("Lower middle: ")
    chart.set_map(None, None)
    assert walked(chart, Key.Key_Right) == [], "blank paper has no parts"


def test_the_pictures_of_weights_row_by_row(walked) -> None:
    pictures = np.zeros((12, 28, 28))
    pictures[1, :9, :9], pictures[1, 20:, 20:] = 0.5, -0.25
    chart = WeightPictures()
    chart.show_pictures(pictures)
    heard = walked(chart, Key.Key_Home, Key.Key_Right, Key.Key_Up, Key.Key_End)
    assert heard[1] == (
        "Neuron 2: excited most in the upper left, at most +0.5; inhibited most in the lower right, at most -0.25"
    )
    assert heard[2] == heard[1], "above the first row is nothing"
    assert heard[3] == "Neuron 12: all weights are 0"


def test_the_rates_of_a_search(walked) -> None:
    curve = RateCurve()
    curve.set_curve((0.01, 0.1, 1.0), (2.3, 0.5, 4.0), 0.1)
    assert walked(curve, Key.Key_Right, Key.Key_Right) == ["Rate 0.01: loss 2.3", "Rate 0.1: loss 0.5"]
