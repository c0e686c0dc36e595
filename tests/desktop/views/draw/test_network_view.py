from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from mlp_desktop.views.draw.network_view import NetworkView


@pytest.fixture
def view(qtbot: QtBot) -> NetworkView:
    view = NetworkView()
    qtbot.addWidget(view)
    view.resize(240, 270)
    return view


def test_every_pixel_of_the_digit_image_is_a_solid_square(
    view: NetworkView, painted: Callable[[QWidget], np.ndarray], count: Callable[[np.ndarray, QColor], int]
) -> None:
    image = np.zeros((28, 28), np.uint8)
    image[3, 5] = image[27, 27] = 255
    ink = view.palette().color(QPalette.ColorRole.Text)
    view.set_image(None)
    view.findChild(QLabel).hide()
    without = count(painted(view), ink)
    view.set_image(image)
    pixels = painted(view)
    cell = (240 - 8) // 28
    assert count(pixels, ink) - without == 2 * cell * cell
    rows, columns = np.nonzero((pixels == (ink.red(), ink.green(), ink.blue())).all(axis=2))
    first = rows < rows.max() - cell
    assert np.ptp(rows[first]) == np.ptp(columns[first]) == cell - 1
    assert rows.max() - rows.min() == (27 - 3 + 1) * cell - 1


def test_it_says_what_it_shows(view: NetworkView) -> None:
    assert view.findChild(QLabel).text() == "What the network sees · 28×28"
    assert view.accessibleDescription() == "Nothing yet."
    view.set_image(np.zeros((28, 28), np.uint8))
    assert view.accessibleDescription() == "The drawing as 28 by 28 pixels."
