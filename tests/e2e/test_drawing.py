"""Drawing with the mouse and having it read."""

import json
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel

from mlp_desktop.app import Desktop
from mlp_engine.files.resources import resource_path
from mlp_engine.reading import NumberReader

SEVEN = [[(40, 50), (70, 48), (110, 47), (150, 46), (140, 80), (125, 120), (110, 165), (98, 200)]]
ONE = [[(100, 40), (100, 80), (99, 120), (98, 160), (98, 200)]]


def answer(desktop: Desktop) -> str:
    label = desktop.window.findChild(QLabel, "predictedDigit")
    assert label is not None
    return label.text()


def test_a_seven_drawn_with_the_mouse_is_read_while_it_is_drawn(qtbot, desktop, draw) -> None:
    assert answer(desktop) == ""
    draw(desktop, SEVEN)
    qtbot.waitUntil(lambda: answer(desktop) == "7")
    tab = desktop.window.draw_tab
    assert tab.reading.words.text()
    assert "7: " in tab.reading.score_bars.accessibleDescription()


def test_the_answer_moves_with_the_pen(qtbot, desktop) -> None:
    pad = desktop.window.draw_tab.pad
    seen: list[str] = []
    centre = pad.rect().center()
    qtbot.mousePress(pad, Qt.MouseButton.LeftButton, pos=centre)
    place = QPoint(centre)
    for _ in range(14):
        place += QPoint(0, -8)
        qtbot.mouseMove(pad, place)
        QApplication.processEvents()
        seen.append(answer(desktop))
    assert all(seen[1:]), "as soon as it is more than a tap, a stroke has an answer, before the mouse button is up"
    qtbot.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=place)


def test_only_the_newest_drawing_is_read(qtbot, desktop, draw, monkeypatch) -> None:
    draw(desktop, ONE)
    qtbot.waitUntil(lambda: answer(desktop) == "1")
    readings: list[object] = []
    read = NumberReader.read

    def counted(reader: NumberReader, *drawing: Any) -> object:
        readings.append(drawing)
        return read(reader, *drawing)

    monkeypatch.setattr(NumberReader, "read", counted)
    for x in range(50):
        desktop.drawing.start_stroke(x, x)
        desktop.drawing.finish_stroke()
    qtbot.waitUntil(lambda: len(readings) > 0)
    QApplication.processEvents()
    assert len(readings) == 1


def test_a_line_drawn_beyond_the_pad_is_cut_at_its_edge(qtbot, desktop) -> None:
    pad = desktop.window.draw_tab.pad
    left = Qt.MouseButton.LeftButton
    square = pad.square().toRect()
    middle, beyond = square.center(), QPoint(square.right() + 200, square.center().y())
    qtbot.mousePress(pad, left, pos=middle)
    for place in (beyond, beyond + QPoint(0, 100), middle + QPoint(0, 100)):
        qtbot.mouseMove(pad, place)
    qtbot.mouseRelease(pad, left, pos=middle + QPoint(0, 100))
    out, back = desktop.drawing.sheet.strokes
    assert [x for x, _ in (out.points[-1], back.points[0])] == pytest.approx([280, 280])
    assert out.points[-1][1] == pytest.approx(140, abs=1)
    assert back.points[0][1] == pytest.approx(140 + 100 * 280 / square.height(), abs=1)
    for stroke, y in ((out, out.points[0][1]), (back, back.points[0][1])):
        assert all(at == pytest.approx(y, abs=1) for _, at in stroke.points), "no line along the edge"


def test_undo_redo_and_clear_by_button_and_by_key(qtbot, desktop, draw) -> None:
    window, tab = desktop.window, desktop.window.draw_tab
    draw(desktop, ONE)
    draw(desktop, SEVEN)
    buttons = {name: window.findChild(object, f"{name}Button") for name in ("undo", "redo", "clear")}
    actions = [window.findChild(object, f"{name}Action") for name in buttons]
    assert [button.isEnabled() for button in buttons.values()] == [True, False, True]
    assert [action.isEnabled() for action in actions] == [True, False, True]
    qtbot.mouseClick(buttons["clear"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: answer(desktop) == "")
    assert desktop.drawing.sheet.is_empty
    qtbot.mouseClick(buttons["undo"], Qt.MouseButton.LeftButton)
    assert len(desktop.drawing.sheet.strokes) == 2
    qtbot.keyClick(tab, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(desktop.drawing.sheet.strokes) == 1
    qtbot.waitUntil(lambda: answer(desktop) == "1")
    qtbot.keyClick(tab, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert len(desktop.drawing.sheet.strokes) == 2
    qtbot.keyClick(tab, Qt.Key.Key_Delete)
    assert desktop.drawing.sheet.is_empty
    qtbot.mouseClick(buttons["undo"], Qt.MouseButton.LeftButton)
    assert len(desktop.drawing.sheet.strokes) == 2


def test_samples_are_offered_one_after_another_and_read_right(qtbot, desktop) -> None:
    button = desktop.window.findChild(object, "sampleButton")
    samples = sorted(resource_path("samples").glob("*.png"))
    assert len(samples) == 12
    for path in samples:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        digit = path.stem.split("-")[1]
        qtbot.waitUntil(lambda wanted=digit: answer(desktop) == wanted)


def test_a_picture_dropped_on_the_window_is_read_and_a_bad_one_changes_nothing(
    qtbot, desktop, drop, told, tmp_path
) -> None:
    drop(desktop, resource_path("samples") / "digit-4.png")
    qtbot.waitUntil(lambda: answer(desktop) == "4")
    bad = tmp_path / "bad.png"
    bad.write_text("no picture")
    drop(desktop, bad)
    qtbot.waitUntil(lambda: len(told) == 1)
    assert bad.name in told[0]
    assert answer(desktop) == "4"


def test_real_strokes_replayed_with_the_mouse_are_read_right(qtbot, desktop, draw, shared_data) -> None:
    """Three drawings of each digit; a first network may misread a few of them, but not many."""
    wanted = dict.fromkeys(range(10), 3)
    right: list[bool] = []
    with (shared_data / "strokes-dev.jsonl").open() as lines:
        for line in lines:
            sample = json.loads(line)
            if wanted[sample["label"]] == 0:
                continue
            wanted[sample["label"]] -= 1
            draw(desktop, sample["strokes"])
            QApplication.processEvents()
            right.append(answer(desktop) == str(sample["label"]))
            desktop.drawing.clear()
            if not any(wanted.values()):
                break
    assert len(right) == 30
    assert sum(right) >= 27


NAMES = (
    *("drawingPad", "predictedDigit", "scoreBars", "networkView", "undoButton", "redoButton", "clearButton"),
    *("trainStart", "trainPause", "trainStop", "lossPlot", "hiddenLayers", "l1Strength", "l2Strength"),
    *("learningRate", "epochs", "batchSize"),
)


@pytest.mark.parametrize("name", NAMES)
def test_the_names_that_others_rely_on(desktop, name) -> None:
    widget = desktop.window.findChild(object, name)
    assert widget is not None
    assert widget.accessibleName()
