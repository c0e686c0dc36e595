"""A learning rate is searched beside its field, its curve is shown, and one press takes it."""

# A widget that is missing fails its test.
# pyright: reportOptionalMemberAccess=false

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QDialog, QLabel, QLineEdit

from .acting import type_in


def test_one_press_takes_the_rate_that_was_found(qtbot, ready) -> None:
    window = ready.window
    find, rate = window.findChild(QAbstractButton, "findRate"), window.findChild(QLineEdit, "learningRate")
    type_in(qtbot, ready, "hiddenLayers", "10")
    type_in(qtbot, ready, "learningRate", "?")
    find.click()
    assert find.text() == "Stop"
    others = [window.findChild(QAbstractButton, name) for name in ("trainStart", "crossValidate")]
    for other in others:
        assert not other.isEnabled()
        assert "A learning rate is being searched for. Stop the search first, or wait." in other.toolTip()
    dialog = window.findChild(QDialog, "rateDialog")
    qtbot.waitUntil(dialog.isVisible, timeout=20_000)
    qtbot.waitUntil(lambda: not ready.rate_search.is_running, timeout=5_000)
    assert find.text() == "Find…"
    assert others[1].isEnabled()
    found = ready.rate_search._found
    title = dialog.findChild(QLabel, "rateTitle").text()
    assert title == f"Suggested learning rate: {found.suggestion:g}"
    assert dialog.findChild(type(dialog.curve), "rateCurve").accessibleDescription() == title
    assert not dialog.grab().toImage().isNull()
    assert rate.text() == "?", "nothing is changed before it is taken"
    take = dialog.findChild(QAbstractButton, "rateTake")
    assert take.text() == f"Use {found.suggestion:g}"
    qtbot.mouseClick(take, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()
    assert float(rate.text()) == found.suggestion
    assert window.findChild(QAbstractButton, "trainStart").isEnabled()


def test_a_search_waits_for_fields_that_are_right(qtbot, ready) -> None:
    type_in(qtbot, ready, "batchSize", "0")
    ready.window.findChild(QAbstractButton, "findRate").click()
    assert not ready.rate_search.is_running
    status = ready.window.findChild(QLabel, "trainStatus")
    assert status.text() == "Minibatch size must be a whole number of at least 1. Got 0."


def test_closing_stops_a_search(qtbot, ready) -> None:
    ready.window.findChild(QAbstractButton, "findRate").click()
    ready.shutdown.close_now()
    qtbot.waitUntil(lambda: not ready.window.isVisible(), timeout=20_000)
    assert not ready.rate_search.is_running
