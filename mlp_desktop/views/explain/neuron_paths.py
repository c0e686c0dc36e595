"""The strongest paths through the network, as lines from neuron to neuron."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QPainter, QPalette, QPen

from mlp_desktop.views.explain.layer_grid import LayerGrid
from mlp_desktop.views.kit import theme

NeuronPath = tuple[tuple[int, ...], float]
"""A neuron of every layer, the input first, and the share of the path, 0 to 1."""

_ALONG = (1 - np.cos(np.linspace(0.0, np.pi, 13))) / 2  # closest where the bends are


def paint_paths(painter: QPainter, layers: Sequence[LayerGrid], paths: Sequence[NeuronPath], palette: QPalette) -> None:
    """Paint ``paths`` over ``layers``: the stronger, the wider and darker, with halos that lift them off the cells."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    strongest = max((share for _, share in paths), default=0.0)
    ink, paper = (palette.color(role) for role in (QPalette.ColorRole.Text, QPalette.ColorRole.Base))
    for neurons, share in sorted(paths, key=lambda path: path[1]):
        strength = share / strongest if strongest > 0 else 0.0
        cells = [layer.cell(neuron) for layer, neuron in zip(layers, neurons, strict=True)]
        # The last cell is entered at its top: its digit stays to be read.
        stops = [*(cell.center() for cell in cells[:-1]), QPointF(cells[-1].center().x(), cells[-1].top())]
        line = _through(stops)
        painter.setPen(QPen(paper, 2.5 + 2.5 * strength))
        painter.drawLines(line)
        painter.setPen(QPen(theme.blend(paper, ink, 0.4 + 0.6 * strength), 0.75 + 2.25 * strength))
        painter.drawLines(line)
        for stop in stops:
            painter.drawEllipse(stop, 1.5, 1.5)
    painter.restore()


def _through(stops: Sequence[QPointF]) -> list[QLineF]:
    """A smooth line through ``stops`` that leaves and enters each of them downwards, as short straight pieces.

    A cubic across and a straight line down looks like a spline, and pieces take a quarter of the time of one path.
    """
    places = np.array([(stop.x(), stop.y()) for stop in stops])
    bends = np.column_stack((_ALONG**2 * (3 - 2 * _ALONG), _ALONG))  # (points, 2)
    points = np.concatenate([start + bends * (end - start) for start, end in pairwise(places)]).tolist()
    return [QLineF(*start, *end) for start, end in pairwise(points)]
