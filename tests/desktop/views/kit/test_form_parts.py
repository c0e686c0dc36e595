"""Lists of choices in a form: no choice is cut."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionComboBox, QToolTip
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


@pytest.mark.usefixtures("large_text")
def test_a_choice_in_large_text_shrinks_before_it_is_cut(qtbot: QtBot, painted) -> None:
    words, other = "Practice digits, 2,000", "Practice digits, 2,001"
    wide = 1.25 * FormCombo().fontMetrics().horizontalAdvance(words)
    pictures = []
    for each in (words, other):
        made = combo(qtbot, each)
        made.resize(round(wide * 0.8) + 40, 45)
        pictures.append(painted(made))
    assert (pictures[0] != pictures[1]).any(), "the last letter is seen"


@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)", extend=True)
def test_the_tool_tip_begins_with_a_choice_that_is_cut(qtbot: QtBot, qapp: QApplication) -> None:
    long, short = combo(qtbot, f"{LONG} <b>"), combo(qtbot, "all")
    for each, words in ((long, "&lt;b&gt;<br>What to learn from.</p>"), (short, "What to learn from.")):
        each.setToolTip("What to learn from.")
        place = each.rect().center()
        qapp.sendEvent(each, QHelpEvent(QEvent.Type.ToolTip, place, each.mapToGlobal(place)))
        assert QToolTip.text().endswith(words)
        assert (LONG in QToolTip.text()) == (each is long)
        QToolTip.hideText()
        qtbot.waitUntil(lambda: not QToolTip.isVisible())


@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)", extend=True)
def test_the_list_is_as_wide_as_its_longest_entry(qtbot: QtBot) -> None:
    short = combo(qtbot, "all", LONG)
    short.showPopup()
    assert short.view().width() >= short.fontMetrics().horizontalAdvance(LONG)
    short.hidePopup()
    larger = short.font()
    larger.setPointSizeF(2 * larger.pointSizeF())
    short.setFont(larger)
    short.showPopup()
    assert short.view().width() >= short.fontMetrics().horizontalAdvance(LONG), "it measures one of them at first"
    short.hidePopup()
