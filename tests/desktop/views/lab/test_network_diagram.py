"""The diagram of a network: neurons are chosen by clicks and keys, and large layers have pages."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mlp_desktop.views.lab.network_diagram import NetworkDiagram
from mlp_desktop.views.lab.shown_layer import ShownLayer


def layers(*sizes: int, pinned: frozenset[int] = frozenset()) -> list[ShownLayer]:
    rng = np.random.default_rng(1)
    before = 784
    found = []
    for number, size in enumerate(sizes):
        values = rng.random(size)
        found.append(ShownLayer(f"Layer {number + 1}", rng.normal(size=(before, size)), values, pinned))
        before = size
    return found


@pytest.fixture
def diagram(qtbot: QtBot) -> NetworkDiagram:
    diagram = NetworkDiagram()
    qtbot.addWidget(diagram)
    diagram.resize(420, 520)
    diagram.show_network(np.zeros((28, 28), np.uint8), layers(16, 16, 10), (0, 0))
    diagram.show()
    qtbot.waitExposed(diagram)
    return diagram


def painted(diagram: NetworkDiagram) -> bytes:
    QApplication.processEvents()
    image = diagram.grab().toImage()
    return bytes(image.constBits())


def test_every_neuron_can_be_clicked(qtbot: QtBot, diagram: NetworkDiagram) -> None:
    chosen: list[tuple[int, int]] = []
    diagram.neuron_chosen.connect(lambda layer, neuron: chosen.append((layer, neuron)))
    every = [(layer, neuron) for layer, size in enumerate((16, 16, 10)) for neuron in range(size)]
    for layer, neuron in every:
        qtbot.mouseClick(diagram, Qt.MouseButton.LeftButton, pos=diagram.centre(layer, neuron).toPoint())
    assert chosen == every
    before = len(chosen)
    qtbot.mouseClick(diagram, Qt.MouseButton.LeftButton, pos=QPoint(20, 5))
    assert len(chosen) == before, "no neuron is there"


def test_the_arrow_keys_reach_every_layer_and_stop_at_the_ends(diagram: NetworkDiagram) -> None:
    chosen: list[tuple[int, int]] = []
    diagram.neuron_chosen.connect(lambda layer, neuron: chosen.append((layer, neuron)))
    keys = Qt.Key
    for key in (
        keys.Key_Up,
        keys.Key_Down,
        keys.Key_Right,
        keys.Key_Right,
        keys.Key_Right,
        keys.Key_Down,
        keys.Key_Left,
    ):
        QTest.keyClick(diagram, key)
    assert chosen == [(0, 0), (0, 1), (1, 1), (2, 0), (2, 1), (1, 2)]
    assert diagram.chosen == (1, 2)


def test_a_large_layer_has_pages_that_keys_wheel_and_arrows_turn(qtbot: QtBot, diagram: NetworkDiagram) -> None:
    diagram.show_network(None, layers(1936, 16, 10), (0, 0))
    column = diagram._columns[0]
    assert column.words == ("Layer 1", f"1–{column.shown}")
    QTest.keyClick(diagram, Qt.Key.Key_PageDown)
    assert diagram.chosen == (0, column.shown)
    assert column.first <= column.shown < column.first + column.shown
    for _ in range(200):
        QTest.keyClick(diagram, Qt.Key.Key_PageDown)
    assert diagram.chosen == (0, 1935)
    assert column.first + column.shown == 1936
    x = round(diagram.centre(0, 1935).x())
    qtbot.mouseClick(diagram, Qt.MouseButton.LeftButton, pos=QPoint(x, 24))
    assert column.first == 1936 - 2 * column.shown
    place, nothing = QPointF(x, 200), QPoint(0, 0)
    wheel = QWheelEvent(
        place, diagram.mapToGlobal(place), nothing, QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(diagram, wheel)
    assert column.first == 1936 - 2 * column.shown + 3


def test_the_page_stays_when_the_drawing_changes(diagram: NetworkDiagram) -> None:
    diagram.show_network(None, layers(1936, 16, 10), (0, 0))
    diagram.set_chosen(0, 1000)
    first = diagram._columns[0].first
    diagram.show_network(None, layers(1936, 16, 10), (0, 1000))
    assert diagram._columns[0].first == first > 0


def test_a_neuron_that_is_switched_off_looks_different_and_so_do_colours_of_signs(diagram: NetworkDiagram) -> None:
    plain = painted(diagram)
    diagram.show_network(np.zeros((28, 28), np.uint8), layers(16, 16, 10, pinned=frozenset({3})), (0, 0))
    assert painted(diagram) != plain


def test_a_network_without_hidden_layers_is_a_column_of_outputs(diagram: NetworkDiagram) -> None:
    diagram.show_network(None, layers(10), (0, 4))
    assert painted(diagram)
    QTest.keyClick(diagram, Qt.Key.Key_Left)
    assert diagram.chosen == (0, 4)


def test_it_tells_a_screen_reader_what_is_chosen(diagram: NetworkDiagram) -> None:
    diagram.describe("Hidden layer 1, neuron 3: z = 0.5")
    assert diagram.accessibleName() == "The network, neuron by neuron"
    assert diagram.accessibleDescription() == "Hidden layer 1, neuron 3: z = 0.5"


def test_neurons_of_twenty_layers_lie_beside_each_other(qtbot: QtBot, diagram: NetworkDiagram) -> None:
    diagram.show_network(np.zeros((28, 28), np.uint8), layers(*[8] * 20, 10), (0, 0))
    columns = diagram._columns
    for before, after in pairwise(columns):
        assert before.centre(0).x() + before.radius < after.centre(0).x() - after.radius
    assert columns[-1].radius >= 6, "the digit in it is read"
    for layer in range(21):
        qtbot.mouseClick(diagram, Qt.MouseButton.LeftButton, pos=diagram.centre(layer, 3).toPoint())
        assert diagram.chosen == (layer, 3)


def test_a_single_hidden_layer_has_neurons_as_large_as_the_output(diagram: NetworkDiagram) -> None:
    diagram.show_network(np.zeros((28, 28), np.uint8), layers(10, 10), (0, 0))
    hidden, output = diagram._columns
    assert hidden.radius == output.radius > 10


def test_only_what_a_change_moves_is_painted_again(diagram: NetworkDiagram, monkeypatch) -> None:
    painted: list[str] = []

    def note(name: str) -> None:
        paint = getattr(NetworkDiagram, name)
        monkeypatch.setattr(NetworkDiagram, name, lambda *parts: (painted.append(name), paint(*parts)))

    for name in ("_paint_inputs", "_paint_links", "_paint_column", "_paint_names"):
        note(name)
    shown = layers(16, 16, 10)
    diagram.show_network(None, shown, (2, 4))
    diagram.grab()
    painted.clear()
    diagram.show_network(np.full((28, 28), 9, np.uint8), shown, (2, 4))
    before = diagram.grab().toImage()
    assert painted == [], "another image is drawn over its paper"
    diagram.set_chosen(2, 5)
    assert diagram.grab().toImage() != before
    assert painted == ["_paint_links"], "those to the output, where another digit's lines are strong"
    painted.clear()
    output = shown[2]
    colder = replace(output, activations=np.eye(10, dtype=np.float32)[3])
    diagram.show_network(np.full((28, 28), 9, np.uint8), [*shown[:2], colder], (2, 5))
    diagram.grab()
    assert painted == ["_paint_column"], "a temperature changes the output alone"
