from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QStyle,
    QStyleOptionButton,
)
from pytestqt.qtbot import QtBot

from mlp_desktop.views.kit import theme

SCHEMES = [Qt.ColorScheme.Light, Qt.ColorScheme.Dark]


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[None]:
    theme.apply_theme(qapp)
    yield
    qapp.setStyle("Fusion")


def luminance(rgb: np.ndarray) -> np.ndarray:
    """WCAG 2's relative luminance."""
    linear = np.where(rgb / 255 <= 0.04045, rgb / 255 / 12.92, ((rgb / 255 + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def indicator(box: QCheckBox, painted) -> np.ndarray:
    option = QStyleOptionButton()
    option.initFrom(box)
    place = box.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, box)
    return painted(box)[place.top() : place.bottom() + 1, place.left() : place.right() + 1]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_an_unchecked_box_has_an_outline_that_can_be_seen(qtbot: QtBot, qapp, painted, scheme) -> None:
    theme.set_scheme(qapp, scheme)
    box = QCheckBox("log scale")
    qtbot.addWidget(box)
    box.show()
    brightness = luminance(indicator(box, painted).astype(float))
    window = luminance(np.array(box.palette().window().color().getRgb()[:3], float))
    high, low = np.maximum(brightness, window), np.minimum(brightness, window)
    # WCAG 2 asks for 3 : 1 of what shows the state of a control. The straight parts of four sides are 24 pixels.
    assert ((high + 0.05) / (low + 0.05) >= 3).sum() >= 20


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_checked_box_is_filled_with_the_accent(qtbot: QtBot, qapp, painted, count, scheme) -> None:
    theme.set_scheme(qapp, scheme)
    box = QCheckBox("log scale")
    qtbot.addWidget(box)
    box.show()
    accent = box.palette().color(QPalette.ColorRole.Accent)
    assert count(indicator(box, painted), accent) == 0
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=box.rect().topLeft() + box.rect().center() / 8)
    assert box.isChecked()
    assert count(indicator(box, painted), accent) > 60
    box.setEnabled(False)
    assert count(indicator(box, painted), accent) == 0


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("kind", [QComboBox, QLineEdit, QPushButton])
def test_other_widgets_look_as_in_fusion_but_for_an_outline_that_can_be_seen(
    qtbot: QtBot, qapp, painted, kind, scheme
) -> None:
    theme.set_scheme(qapp, scheme)
    widget = kind()
    qtbot.addWidget(widget)
    widget.resize(90, 30)
    ours = painted(widget)
    window = luminance(np.array(widget.palette().window().color().getRgb()[:3], float))
    for side in (ours[3:-3, 0], ours[3:-3, -1], ours[0, 3:-3], ours[-1, 3:-3]):
        brightness = luminance(side.astype(float))
        assert ((np.maximum(brightness, window) + 0.05) / (np.minimum(brightness, window) + 0.05)).min() >= 3
    qapp.setStyle("Fusion")
    assert np.array_equal(painted(widget)[3:-3, 3:-3], ours[3:-3, 3:-3])


@pytest.mark.parametrize("kind", [QCheckBox, QRadioButton])
def test_the_whole_of_a_box_can_be_clicked_and_is_large_enough(qtbot: QtBot, kind) -> None:
    box = kind("log scale")
    qtbot.addWidget(box)
    box.show()
    assert box.height() >= 24
    for place in (box.rect().topLeft(), box.rect().bottomLeft(), box.rect().topRight()):
        box.setAutoExclusive(False)
        box.setChecked(False)
        qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=place)
        assert box.isChecked()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_chosen_circle_has_a_dot(qtbot: QtBot, qapp, painted, count, scheme) -> None:
    theme.set_scheme(qapp, scheme)
    circle = QRadioButton("this")
    qtbot.addWidget(circle)
    accent = circle.palette().color(QPalette.ColorRole.Accent)
    assert count(painted(circle), accent) == 0
    circle.setChecked(True)
    assert count(painted(circle), accent) >= 12
