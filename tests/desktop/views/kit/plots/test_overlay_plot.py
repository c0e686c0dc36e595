"""Several runs over each other: lines, bands of those that repeat one another, and what was changed on the way."""

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.plots import epoch_plot
from mlp_desktop.views.kit.plots.overlay_plot import OverlayPlot, RunLine
from mlp_desktop.views.kit.plots.plot_area import PlotArea

EPOCHS = np.arange(1.0, 11.0)
BAND = RunLine("repeated", EPOCHS, 1 / EPOCHS, 5, 0.5 / EPOCHS, 2 / EPOCHS)
LINE = RunLine("alone", EPOCHS, 1.5 / EPOCHS, changes=((3.5, "L2 strength 5"),))


@pytest.fixture
def plot(qtbot: QtBot) -> OverlayPlot:
    plot = OverlayPlot("Validation loss", log_y=True)
    qtbot.addWidget(plot)
    plot.resize(600, 300)
    plot.show()
    qtbot.waitExposed(plot)
    return plot


def items(plot: OverlayPlot, kind: type) -> list:
    return [item for item in plot.findChild(PlotArea).getPlotItem().items if isinstance(item, kind)]


def test_a_band_reaches_from_the_lowest_to_the_highest_and_its_key_says_what_it_is(plot) -> None:
    plot.set_runs([LINE, BAND])
    (filled,) = items(plot, pg.FillBetweenItem)
    low, high = (curve.getData()[1] for curve in filled.curves)
    assert np.allclose(low, np.log10(0.5 / EPOCHS))
    assert np.allclose(high, np.log10(2 / EPOCHS))
    assert 0 < filled.brush().color().alphaF() < 0.5, "what lies behind must show through"
    key = plot.findChild(QWidget, "bandKey")
    assert key.isVisible()
    assert key.accessibleName() == "5 seeds, median and range"
    told = "In the last epoch: alone 0.1500, repeated 0.1000 (0.0500 to 0.2000)."
    assert plot.accessibleDescription() == told
    plot.grab()
    bottom, top = plot.findChild(PlotArea).getViewBox().viewRange()[1]
    assert bottom <= np.log10(0.05)
    assert top >= np.log10(2)


def test_bands_of_several_sizes_share_one_key_and_lines_have_none(plot) -> None:
    plot.set_runs([BAND, BAND._replace(name="other", seeds=3)])
    key = plot.findChild(QWidget, "bandKey")
    assert key.accessibleName() == "seeds, median and range"
    plot.set_runs([LINE])
    assert not key.isVisible()
    assert items(plot, pg.FillBetweenItem) == []


def test_a_band_is_painted_in_the_colour_of_its_line_on_either_paper(qtbot, qapp, plot) -> None:
    plot.set_runs([BAND])
    for scheme in (Qt.ColorScheme.Dark, Qt.ColorScheme.Light):
        theme.set_scheme(qapp, scheme)
        QApplication.processEvents()
        (filled,) = items(plot, pg.FillBetweenItem)
        (line,) = items(plot, pg.PlotDataItem)
        assert filled.brush().color().rgb() == line.opts["pen"].color().rgb()


def test_a_change_is_a_line_whose_words_show_while_the_mouse_is_near(qtbot, plot) -> None:
    plot.set_runs([LINE, BAND])
    plot.grab()
    (line,) = items(plot, pg.InfiniteLine)
    assert line.value() == 3.5
    assert not line.label.isVisible()
    area = plot.findChild(PlotArea)
    place = lambda epoch: area.mapFromScene(area.getViewBox().mapViewToScene(pg.Point(epoch, 0)))  # noqa: E731
    qtbot.mouseMove(area.viewport(), QPoint(place(3.5).x(), 100))
    assert line.label.isVisible()
    assert line.label.format == "L2 strength 5"
    qtbot.mouseMove(area.viewport(), QPoint(place(7).x(), 100))
    assert not line.label.isVisible()
    plot.set_runs([BAND])
    assert items(plot, pg.InfiniteLine) == []


def test_the_same_runs_with_more_epochs_keep_the_zoom(qtbot, plot) -> None:
    plot.set_runs([BAND])
    qtbot.keyClick(plot, Qt.Key.Key_Plus)
    zoomed = plot.findChild(PlotArea).shown_epochs
    plot.set_runs([BAND._replace(seeds=4)])
    assert plot.findChild(PlotArea).shown_epochs == zoomed
    plot.set_runs([LINE])
    assert plot.findChild(PlotArea).shown_epochs is None


def test_arrow_keys_read_the_lines_aloud(qtbot, plot, monkeypatch) -> None:
    spoken: list[str] = []
    monkeypatch.setattr(epoch_plot, "announce", lambda _, sentence: spoken.append(sentence))
    plot.set_runs([RunLine("short", np.array([1.0, 2.0]), np.array([0.5, 0.75])), BAND])
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Right):
        qtbot.keyClick(plot, key)
    assert spoken[0].startswith("Epoch 1: short 0.5000, ")
    assert spoken[1].startswith("Epoch 2: short 0.7500, ")
    (line,) = [each for each in items(plot, pg.InfiniteLine) if each.isVisible()]
    assert line.value() == 2
    qtbot.keyClick(plot, Qt.Key.Key_Escape)
    assert [each for each in items(plot, pg.InfiniteLine) if each.isVisible()] == []
    plot.set_runs([RunLine(f"run {n}", np.array([1.0]), np.array([float(n)])) for n in range(10)])
    qtbot.keyClick(plot, Qt.Key.Key_End)
    assert spoken[-1].endswith("run 7 7.0000, and 2 more lines"), "as much as a person listens to"


def test_few_epochs_are_marked_whole_and_parts_of_one_when_zoomed_in(qtbot: QtBot, plot: OverlayPlot) -> None:
    axis = next(each for each in plot.findChildren(PlotArea))._item.getAxis("bottom")
    assert [place for _, places in axis.tickValues(0.9, 3.1, 500) for place in places] == [1, 2, 3]
    zoomed = [place for _, places in axis.tickValues(1.9, 2.6, 500)[:2] for place in places]
    assert any(place % 1 for place in zoomed)
