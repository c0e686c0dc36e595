from collections.abc import Callable
from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.growth import text_size_of
from mlp_desktop.views.kit.plots.plot_area import PlotArea
from mlp_desktop.views.train import diagnosis_line
from mlp_desktop.views.train.curves_panel import CurvesPanel

EPOCHS = np.arange(1.0, 11.0)


@pytest.fixture
def panel(qtbot: QtBot) -> CurvesPanel:
    panel = CurvesPanel()
    qtbot.addWidget(panel)
    panel.resize(570, 520)
    with qtbot.waitActive(panel):
        panel.show()
    panel.loss_plot.set_curve("training", EPOCHS, 1 / EPOCHS)
    panel.loss_plot.set_curve("penalty", EPOCHS, 0.01 * EPOCHS)
    panel.accuracy_plot.set_curve("training", EPOCHS, 1 - 1 / EPOCHS)
    panel.grab()
    QApplication.processEvents()
    return panel


def find(panel: QWidget, kind: type, name: str):
    found = panel.findChild(kind, name)
    assert found is not None
    return found


def activate(panel: QWidget) -> None:
    """Lay the panel out now."""
    layout = panel.layout()
    assert layout is not None
    layout.activate()


def shown(plot: QWidget) -> list[float]:
    QApplication.processEvents()
    area = plot.findChild(PlotArea)
    assert area is not None
    return area.getViewBox().viewRange()[0]


def test_both_plots_show_the_same_epochs_and_the_button_shows_all(qtbot: QtBot, panel: CurvesPanel) -> None:
    everything = shown(panel.loss_plot)
    reset = find(panel, QPushButton, "resetZoom")
    assert not reset.isEnabled()
    qtbot.keyClick(panel.accuracy_plot, Qt.Key.Key_Plus)
    assert shown(panel.loss_plot) == shown(panel.accuracy_plot) != everything
    qtbot.mouseClick(reset, Qt.MouseButton.LeftButton)
    assert shown(panel.loss_plot) == shown(panel.accuracy_plot) == everything
    assert not reset.isEnabled()


def test_both_plots_read_at_the_same_epoch(qtbot: QtBot, panel: CurvesPanel) -> None:
    qtbot.keyClick(panel.loss_plot, Qt.Key.Key_Home)
    qtbot.keyClick(panel.loss_plot, Qt.Key.Key_Right)
    keys = [find(plot, QWidget, "trainingKey") for plot in (panel.loss_plot, panel.accuracy_plot)]
    assert [key.accessibleName() for key in keys] == ["training 0.5000 at epoch 2"] * 2
    qtbot.keyClick(panel.loss_plot, Qt.Key.Key_Escape)
    assert [key.accessibleName() for key in keys] == ["training 0.1000", "training 0.9000"]


def test_the_penalty_has_a_curve_that_can_be_shown(
    qtbot: QtBot,
    panel: CurvesPanel,
    painted: Callable[[QWidget], np.ndarray],
    count: Callable[[np.ndarray, object], int],
) -> None:
    def seen() -> int:
        QApplication.processEvents()
        return count(painted(panel.loss_plot)[40:], theme.penalty_colour())

    assert seen() == 0
    qtbot.keyClick(find(panel, QCheckBox, "penaltySwitch"), Qt.Key.Key_Space)
    assert seen() > 0


def test_the_loss_can_be_seen_evenly(
    qtbot: QtBot, panel: CurvesPanel, painted: Callable[[QWidget], np.ndarray]
) -> None:
    before = painted(panel.loss_plot)
    qtbot.keyClick(find(panel, QCheckBox, "logScale"), Qt.Key.Key_Space)
    QApplication.processEvents()
    assert not np.array_equal(painted(panel.loss_plot), before)


def test_what_is_in_the_way_of_curves_is_small(panel: CurvesPanel) -> None:
    """In the smallest window the words and buttons fit, and no plot is squeezed."""
    assert panel.minimumSizeHint().width() <= 570
    assert panel.loss_plot.height() >= 160
    for name in ("penaltySwitch", "logScale"):
        assert find(panel, QCheckBox, name).width() >= find(panel, QCheckBox, name).sizeHint().width()


def test_exporting_is_announced_once_there_are_curves(qtbot: QtBot, panel: CurvesPanel) -> None:
    export = find(panel, QPushButton, "exportCurves")
    assert not export.isEnabled()
    panel.set_exportable(True)
    with qtbot.waitSignal(panel.export_requested, timeout=1000):
        qtbot.mouseClick(export, Qt.MouseButton.LeftButton)
    panel.clear()
    assert not export.isEnabled()


@pytest.mark.parametrize("scheme", [Qt.ColorScheme.Light, Qt.ColorScheme.Dark])
def test_a_picture_has_the_colours_of_the_screen(
    qapp: QApplication, panel: CurvesPanel, scheme: Qt.ColorScheme
) -> None:
    theme.set_scheme(qapp, scheme)
    QApplication.processEvents()
    picture = Image.open(BytesIO(panel.png())).convert("RGB")
    colour = theme.data_colours().training
    counted = {rgb: count for count, rgb in picture.getcolors(1 << 24) or []}
    assert counted[colour.red(), colour.green(), colour.blue()] > 100


def test_a_drawing_of_nothing_is_still_a_drawing(panel: CurvesPanel) -> None:
    panel.clear()
    assert b"<svg" in panel.svg()


def test_the_words_about_the_curves_come_with_their_cure_and_move_nothing(qtbot: QtBot, panel: CurvesPanel) -> None:
    words, button = find(panel, QLabel, "diagnosisWords"), find(panel, QPushButton, "applyRemedy")
    assert not button.isVisible()
    before = panel.loss_plot.geometry(), panel.accuracy_plot.geometry(), words.geometry()
    sentence = "As long as any that there is: " + "the network learns all samples by heart " * 3 + "in the end."
    second = find(panel, QPushButton, "applyOtherRemedy")
    other = ("Add dropout of 0.5", "Puts Dropout 0.5 into the form.")
    panel.diagnosis.show_words(sentence, "Set L2 to 0.5", "Puts L2 strength 0.5 into the form.", other=other)
    activate(panel)
    assert button.isVisible()
    assert words.heightForWidth(words.width()) <= words.height()
    assert (panel.loss_plot.geometry(), panel.accuracy_plot.geometry(), words.geometry()) == before
    assert words.accessibleName() == f"About the curves: {sentence}"
    assert (button.accessibleName(), button.accessibleDescription()) == (
        "Set L2 to 0.5",
        "Puts L2 strength 0.5 into the form.",
    )
    assert (second.accessibleName(), second.accessibleDescription()) == other
    panel.diagnosis.set_usable(False)
    assert not button.isEnabled()
    assert not second.isEnabled()
    panel.diagnosis.set_usable(True)
    with qtbot.waitSignal(panel.diagnosis.other_requested, timeout=1000):
        qtbot.keyClick(second, Qt.Key.Key_Space)
    with qtbot.waitSignal(panel.diagnosis.cure_requested, timeout=1000):
        qtbot.keyClick(button, Qt.Key.Key_Space)
    panel.clear()
    assert not button.isVisible()
    assert not second.isVisible()
    assert words.text() == ""


def test_the_evidence_of_a_finding_is_below_its_words_and_marked_in_both_plots(panel: CurvesPanel) -> None:
    evidence, past = find(panel, QLabel, "diagnosisEvidence"), find(panel, QLabel, "diagnosisPast")
    before = panel.loss_plot.geometry(), panel.diagnosis.geometry()
    panel.diagnosis.show_evidence("Sure · epochs 2 to 3", "Before: dead units (epochs 1 to 2)")
    panel.show_evidence((2, 3), None)
    activate(panel)
    assert (evidence.text(), past.text()) == ("Sure · epochs 2 to 3", "Before: dead units (epochs 1 to 2)")
    assert evidence.accessibleName() == "Evidence: Sure · epochs 2 to 3"
    assert (panel.loss_plot.span, panel.accuracy_plot.span) == ((2, 3), (2, 3))
    assert (panel.loss_plot.geometry(), panel.diagnosis.geometry()) == before
    panel.clear()
    assert (evidence.text(), past.text(), panel.loss_plot.span) == ("", "", None)


def test_new_numbers_of_the_same_finding_are_not_announced_again(
    panel: CurvesPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    announced: list[str] = []
    monkeypatch.setattr(diagnosis_line, "announce", lambda widget, words: announced.append(words))
    for words, kind in (
        ("9% dead", "dead units"),
        ("10% dead", "dead units"),
        ("Too long.", "rate too high"),
        ("", ""),
    ):
        panel.diagnosis.show_words(words, kind=kind)
    assert announced == ["9% dead", "Too long."]


def test_changes_are_lines_in_both_plots_and_have_their_words_where_one_points(
    qtbot: QtBot, panel: CurvesPanel
) -> None:
    panel.set_changes([(3.4, "learning rate 0.1"), (8.0, "L2 strength 5")])
    for plot in (panel.loss_plot, panel.accuracy_plot):
        assert [mark.epoch for mark in plot._changes.marks] == [3.4, 8.0]
    words = lambda: [line.label.isVisible() for line in panel.loss_plot._changes._lines]  # noqa: E731
    assert words() == [False, False]
    panel.loss_plot.setFocus()
    qtbot.keyClick(panel.loss_plot, Qt.Key.Key_Home)
    assert words() == [False, False]
    qtbot.keyClick(panel.loss_plot, Qt.Key.Key_Right)
    qtbot.keyClick(panel.loss_plot, Qt.Key.Key_Right)  # epoch 3, the point nearest to the change
    assert words() == [True, False]
    assert [line.label.isVisible() for line in panel.accuracy_plot._changes._lines] == [True, False]
    qtbot.keyClick(panel.loss_plot, Qt.Key.Key_Escape)
    assert words() == [False, False]
    panel.clear()
    assert panel.loss_plot._changes.marks == ()


def test_an_exported_drawing_tells_every_change_in_words(panel: CurvesPanel) -> None:
    assert b"learning rate 0.1" not in panel.svg()
    panel.set_changes([(3.4, "learning rate 0.1"), (8.0, "L2 strength 5")])
    drawing = panel.svg()
    for words in (b"learning rate 0.1", b"L2 strength 5"):
        assert drawing.count(words) == 2
    assert not any(line.label.isVisible() for line in panel.loss_plot._changes._lines)


@pytest.mark.parametrize("percent", [100, 200])
def test_what_lies_beside_the_curves_lies_above_them_in_large_text(qtbot: QtBot, qapp, percent: int) -> None:
    text_size_of(qapp).choose(percent)
    try:
        panel, pad = CurvesPanel(), QWidget()
        qtbot.addWidget(panel)
        pad.setMinimumSize(300, 300)
        panel.put_beside(pad)
        needed = panel.minimumSizeHint().width()
        panel.show_beside(True)
        panel.show()
        QApplication.processEvents()
        more, curves = panel.minimumSizeHint().width() - needed, panel.loss_plot.mapTo(panel, QPoint())
        if percent == 100:
            assert more > 0
            assert pad.x() > curves.x() + panel.loss_plot.width()
        else:
            assert more == 0, "there is no width for both"
            assert curves.y() >= pad.geometry().bottom(), "the pad is seen without scrolling"
    finally:
        text_size_of(qapp).choose(100)
