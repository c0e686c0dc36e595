"""A plot of a figure of the record, and what else lies behind and upon the curves of a run."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from mlp_desktop.views.kit.plots.history_plot import CompactKey, HistoryData, HistoryPlot
from mlp_desktop.views.kit.plots.live_plot import LivePlot
from mlp_desktop.views.kit.plots.overlay_plot import RunLine

EPOCHS = np.arange(1.0, 6.0)


@pytest.fixture
def plot(qtbot: QtBot) -> HistoryPlot:
    plot = HistoryPlot()
    qtbot.addWidget(plot)
    plot.resize(480, 240)
    plot.show()
    return plot


@pytest.fixture
def live(qtbot: QtBot) -> LivePlot:
    live = LivePlot("Loss", "", log_y=True)
    qtbot.addWidget(live)
    live.resize(480, 240)
    live.show()
    live.set_curve("training", EPOCHS, 1 / EPOCHS)
    return live


def test_the_lines_have_a_key_and_the_last_values_in_words(plot) -> None:
    lines = tuple(RunLine(name, EPOCHS, EPOCHS * factor) for name, factor in (("1", 0.1), ("output", 0.2)))
    plot.show_data(HistoryData("Gradient by layer", lines, log=True))
    key = plot.findChild(CompactKey)
    assert key is not None
    assert key.names == ("1", "output")
    assert plot.accessibleName() == "Gradient by layer, plotted over epochs"
    assert "1 0.5000, output 1.0000" in plot.accessibleDescription()
    assert len(plot.lines()) == 2


def test_without_lines_a_note_says_why(plot) -> None:
    plot.show_data(HistoryData("Dead neurons by layer", (), note="Only ReLU neurons can be dead."))
    assert plot.accessibleDescription() == "Only ReLU neurons can be dead."
    assert plot._note.isVisible()
    plot.show_data(HistoryData("Learning rate", (RunLine("learning rate", EPOCHS, EPOCHS),)))
    assert not plot._note.isVisible()
    assert plot.findChild(CompactKey).names == (), "one line needs no key"


def test_the_ghost_can_be_hidden_and_moves_no_axis(live) -> None:
    live.settle()
    before = live._plot.getViewBox().viewRange()
    live.set_ghost({"training": (EPOCHS * 3, EPOCHS * 100), "validation": (EPOCHS, 2 / EPOCHS)})
    live.settle()
    assert live._plot.getViewBox().viewRange() == before
    assert len(live._ghost.lines) == 2
    assert all(line.isVisible() for line in live._ghost.lines)
    live.show_ghost(False)
    assert live._ghost.lines == []
    live.set_log(False)
    live.show_ghost(True)
    assert len(live._ghost.lines) == 2
    live.set_ghost({})
    assert live._ghost.lines == []


def test_a_step_is_marked_until_the_plot_is_cleared(live) -> None:
    live.set_step(2.5, 0.8, 0.6)
    assert live._step.step == (2.5, 0.8, 0.6)
    live.settle()
    low, high = live._plot.getViewBox().viewRange()[1]
    assert low <= np.log10(0.6) < np.log10(0.8) <= high
    live.clear()
    assert live._step.step is None
