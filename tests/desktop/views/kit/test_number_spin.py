"""Numbers with arrows, in countries with a decimal comma."""

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtTest import QSignalSpy

from mlp_desktop.views.kit.number_spin import NumberSpin


@pytest.fixture(params=["de_DE", "tr_TR", "en_GB"])
def spin(qtbot, request):
    before = QLocale()
    QLocale.setDefault(QLocale(request.param))
    spin = NumberSpin()
    QLocale.setDefault(before)
    spin.setRange(-5_000, 5_000)
    spin.setKeyboardTracking(False)
    qtbot.addWidget(spin)
    return spin


@pytest.mark.parametrize(("typed", "number"), [("0.5", 0.5), ("0,5", 0.5), ("-1,25", -1.25), ("1234", 1234)])
def test_a_point_and_a_comma_are_decimal(qtbot, spin, typed: str, number: float) -> None:
    changed = QSignalSpy(spin.valueChanged)
    spin.selectAll()
    qtbot.keyClicks(spin, typed)
    spin.interpretText()
    assert spin.value() == number
    assert changed.count() == 1
    assert spin.text() == f"{number:.2f}"


def test_a_second_separator_is_not_taken(qtbot, spin) -> None:
    spin.setValue(7)
    spin.selectAll()
    qtbot.keyClicks(spin, "1.234,5")
    spin.interpretText()
    assert spin.text() == "1.23", "the second separator is refused as it is typed"
    assert spin.value() == 1.23
