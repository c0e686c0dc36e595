"""The pictures of a neuron's weights: of a thousand weights each row of pixels shows the largest ones."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from mlp_desktop.views.kit import theme
from mlp_desktop.views.lab.neuron_pictures import NeuronPictures


@pytest.mark.parametrize("count", [16, 1936])
def test_one_large_weight_among_many_is_seen_with_its_sign(qtbot: QtBot, count: int) -> None:
    pictures = NeuronPictures()
    qtbot.addWidget(pictures)
    pictures.resize(620, 170)
    weights = np.full(count, 0.2)
    weights[count // 4] = -1.0
    pictures.set_weights(weights, np.zeros(count))
    image = pictures.grab().toImage()
    square = pictures._square(0).adjusted(2, 2, -2, -2)
    ratio = image.width() / pictures.width()
    negative, positive = theme.signed_colours().negative.rgb(), theme.signed_colours().positive.rgb()
    far_left = round((square.left() + 0.1 * square.width()) * ratio)
    rows = [y for y in range(image.height()) if image.pixelColor(far_left, y).rgb() == negative]
    assert rows, "it reaches far to its side"
    middle = (rows[0] + rows[-1]) / 2 / ratio
    assert (middle - square.top()) / square.height() == pytest.approx(0.25, abs=0.05)
    assert len(rows) / ratio <= max(square.height() / count, 1) + 1, "and is no thicker than its place"
    near_right = round((square.center().x() + 0.05 * square.width()) * ratio)
    assert any(image.pixelColor(near_right, y).rgb() == positive for y in range(image.height()))
