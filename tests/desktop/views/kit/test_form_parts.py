"""Lists of choices in a form: no choice is cut."""

import numpy as np
import pytest
from PySide6.QtWidgets import QStyle, QStyleOptionComboBox
from pytestqt.qtbot import QtBot

from mlp_desktop.views.kit.form_parts import FormCombo

LONG = "Practice digits, 2,000 (no download)"


def combo(qtbot: QtBot, *labels: str) -> FormCombo:
    made = FormCombo("choice", "Choice")
    made.set_choices([(label, label) for label in labels])
    qtbot.addWidget(made)
    made.resize(140, 30)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_a_choice_longer_than_its_field_ends_in_dots(qtbot: QtBot, painted) -> None:
    long, cut = combo(qtbot, LONG), combo(qtbot, "")
    option = QStyleOptionComboBox()
    long.initStyleOption(option)
    field = long.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, long
    )
    shown = next(
        LONG[:length].rstrip() + "…"
        for length in range(len(LONG), 0, -1)
        if long.fontMetrics().horizontalAdvance(LONG[:length] + "…") <= field.width() - 4
    )
    cut.set_choices([(shown, shown)])
    assert (painted(long) == painted(cut)).mean() > 0.99
    assert long.currentText() == LONG
    assert not np.array_equal(painted(combo(qtbot, "")), painted(cut))


@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)", extend=True)
def test_the_list_is_as_wide_as_its_longest_entry(qtbot: QtBot) -> None:
    short = combo(qtbot, "all", LONG)
    short.showPopup()
    assert short.view().width() >= short.fontMetrics().horizontalAdvance(LONG)
    short.hidePopup()
