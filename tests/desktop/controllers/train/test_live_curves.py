"""The curves of a run on their way to the screen: in turn, when they are seen, and whole in the end."""

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from mlp_desktop.controllers.train.live_curves import LiveCurves
from mlp_desktop.controllers.train.training_settings import form_groups
from mlp_desktop.models.train.run_curves import RunCurves
from mlp_desktop.views.kit.plots.curve_key import CurveKey
from mlp_desktop.views.kit.plots.live_plot import LivePlot
from mlp_desktop.views.train.train_tab import TrainTab
from mlp_engine.files.resources import resource_path
from mlp_engine.training.history import EpochFinished, EpochRecord, Progress


@pytest.fixture
def tab(qtbot: QtBot) -> TrainTab:
    tab = TrainTab(resource_path("icons"), form_groups())
    qtbot.addWidget(tab)
    tab.resize(1024, 620)
    return tab


@pytest.fixture
def curves() -> RunCurves:
    return RunCurves()


@pytest.fixture
def drawing(tab: TrainTab, curves: RunCurves) -> LiveCurves:
    drawing = LiveCurves(tab, tab)
    drawing.begin(curves)
    return drawing


def progress(epoch: float, loss: float) -> Progress:
    return Progress(epoch, 10, loss, 1 - loss, epoch, 1.0)


def shown(plot: LivePlot, name: str = "trainingKey") -> str:
    key = plot.findChild(CurveKey, name)
    assert key is not None
    return key.accessibleName()


def test_both_plots_come_to_show_what_was_reported_last(qtbot, tab, curves, drawing) -> None:
    tab.show()
    for epoch in (0.1, 0.2, 0.3):
        curves.add_progress(progress(epoch, 0.5 - epoch))
        drawing.draw_soon()
    qtbot.waitUntil(lambda: shown(tab.loss_plot) == "training 0.2000")
    qtbot.waitUntil(lambda: shown(tab.accuracy_plot) == "training 0.8000")


def test_the_plots_are_drawn_one_at_a_time(qtbot, tab, curves, drawing, monkeypatch) -> None:
    tab.show()
    happened: list[LivePlot | str] = []

    def settle(plot: LivePlot) -> None:
        happened.append(plot)
        QTimer.singleShot(0, lambda: happened.append("the window lives"))

    monkeypatch.setattr(LivePlot, "settle", settle)
    curves.add_progress(progress(0.1, 0.5))
    drawing.draw_soon()
    drawing.draw_soon()
    assert happened == []
    qtbot.waitUntil(lambda: len(happened) >= 4)
    qtbot.wait(300)
    lives = "the window lives"
    assert happened == [tab.loss_plot, lives, tab.accuracy_plot, lives], "what was asked for twice is drawn once"


def test_what_nobody_sees_is_drawn_as_soon_as_it_is_seen(qtbot, tab, curves, drawing) -> None:
    curves.add_progress(progress(0.1, 0.5))
    drawing.draw_soon()
    qtbot.wait(300)
    assert shown(tab.loss_plot) == "training: no values yet"
    tab.show()
    assert shown(tab.loss_plot) == "training 0.5000"
    assert shown(tab.accuracy_plot) == "training 0.5000"


def test_at_the_end_all_is_drawn_seen_or_not(tab, curves, drawing) -> None:
    curves.add_progress(progress(0.5, 0.5))
    curves.add_epoch(EpochFinished(EpochRecord(1, 0.4, 0.6, 0.3, 0.7, 0.02, 0.1, 1.0), True, 10))
    drawing.draw_soon()
    drawing.draw_all()
    assert shown(tab.loss_plot, "validationKey") == "validation 0.3000"
    assert shown(tab.accuracy_plot, "validationKey") == "validation 0.7000"


def test_a_curve_without_new_points_is_not_set_again(tab, curves, drawing, monkeypatch) -> None:
    curves.add_epoch(EpochFinished(EpochRecord(1, 0.4, 0.6, 0.3, 0.7, 0.02, 0.1, 1.0), True, 10))
    drawing.draw_soon()
    drawing.draw_all()
    names: list[str] = []
    monkeypatch.setattr(LivePlot, "set_curve", lambda plot, name, x, y: names.append(name))
    curves.add_progress(progress(1.5, 0.2))
    drawing.draw_soon()
    drawing.draw_all()
    assert names == ["training", "training"]


def test_a_new_run_begins_with_none_of_the_one_before(qtbot, tab, curves, drawing) -> None:
    tab.show()
    curves.add_progress(progress(0.1, 0.5))
    drawing.draw_soon()
    drawing.begin(RunCurves())
    qtbot.wait(300)
    assert shown(tab.loss_plot) == "training: no values yet"
