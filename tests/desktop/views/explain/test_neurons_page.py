from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QCheckBox, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from mlp_desktop.views.explain.layers_view import LayersView
from mlp_desktop.views.explain.neurons_page import HOW_TO_POINT, NeuronsPage
from mlp_desktop.views.kit import theme

NAMES = ["Input", "Hidden 1", "Hidden 2", "Output"]
PATHS = [((300, 25, 7, 3), 0.5), ((301, 99, 0, 3), 0.2)]


@pytest.fixture
def page(qtbot: QtBot) -> NeuronsPage:
    page = NeuronsPage()
    qtbot.addWidget(page)
    page.resize(480, 560)
    page.show()
    qtbot.waitExposed(page)
    return page


def activations(hidden: tuple[int, ...] = (1000, 100), *, active: int | None = None) -> list[np.ndarray]:
    """Layers in which only one neuron is active, or none."""
    layers = [np.zeros(784), *(np.zeros(size) for size in hidden), np.zeros(10)]
    if active is not None:
        for layer in layers:
            layer[active] = 2.5
    return layers


def show(page: NeuronsPage, **options: int) -> None:
    page.set_layers(NAMES, activations(**options), [False] * 4)
    QApplication.processEvents()


def point_at(qtbot: QtBot, page: NeuronsPage, layer: int, neuron: int) -> None:
    qtbot.mouseMove(page.layers, page.layers.cell(layer, neuron).center().toPoint())


def told(page: NeuronsPage) -> list[tuple[int, int]]:
    heard: list[tuple[int, int]] = []
    page.neuron_pointed.connect(lambda layer, neuron: heard.append((layer, neuron)))
    return heard


def test_the_mouse_points_at_neurons_of_every_layer(qtbot: QtBot, page: NeuronsPage) -> None:
    show(page)
    heard = told(page)
    for place in ((0, 29), (1, 999), (2, 50), (3, 9)):
        point_at(qtbot, page, *place)
    assert heard[-1] == (3, 9)
    assert [place for place in heard if place != (-1, -1)] == [(0, 29), (1, 999), (2, 50), (3, 9)]


def test_leaving_the_neurons_points_at_none(qtbot: QtBot, page: NeuronsPage) -> None:
    show(page)
    point_at(qtbot, page, 1, 5)
    page.set_facts("Hidden 1, neuron 5: …", np.zeros((28, 28)))
    heard = told(page)
    qtbot.mouseMove(page.layers, page.layers.rect().bottomLeft())
    assert heard == [(-1, -1)]
    assert page.facts.text() == HOW_TO_POINT


def test_arrow_keys_walk_through_a_layer_and_tab_to_the_next(qtbot: QtBot, page: NeuronsPage) -> None:
    show(page, active=4)
    heard = told(page)
    page.layers.setFocus(Qt.FocusReason.TabFocusReason)
    assert heard == [(0, 4)]
    qtbot.keyClick(page.layers, Qt.Key.Key_Right)
    qtbot.keyClick(page.layers, Qt.Key.Key_Down)
    qtbot.keyClick(page.layers, Qt.Key.Key_Left)
    assert heard[1:] == [(0, 5), (0, 5 + 28), (0, 4 + 28)]
    for layer in (1, 2, 3):
        qtbot.keyClick(page.layers, Qt.Key.Key_Tab)
        assert heard[-1] == (layer, 4)
    qtbot.keyClick(page.layers, Qt.Key.Key_Up)
    assert heard[-1] == (3, 4)
    qtbot.keyClick(page.layers, Qt.Key.Key_Backtab)
    assert heard[-1] == (2, 4)


def test_tab_leaves_behind_the_last_layer_and_comes_back_to_it(qtbot: QtBot, page: NeuronsPage) -> None:
    show(page)
    page.layers.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(4):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is page.findChild(QCheckBox, "pathsSwitch")
    assert page.layers.pointed == (-1, -1)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is page.layers
    assert page.layers.pointed[0] == 3


def test_brightness_is_relative_to_the_layer(
    page: NeuronsPage, painted: Callable[[QWidget], np.ndarray], count: Callable[[np.ndarray, QColor], int]
) -> None:
    blue = theme.signed_colours().positive
    show(page)
    assert count(painted(page.layers), blue) == 0
    show(page, active=7)
    pixels = painted(page.layers)
    for layer in (1, 2, 3):
        cell = page.layers.cell(layer, 7)
        assert count(pixels[int(cell.top()) : int(cell.bottom()), int(cell.left()) : int(cell.right())], blue) > 0


def test_signed_activations_have_two_hues(
    page: NeuronsPage, painted: Callable[[QWidget], np.ndarray], count: Callable[[np.ndarray, QColor], int]
) -> None:
    layers = activations()
    layers[2][5], layers[2][6] = 0.5, -0.5
    positive, negative = theme.signed_colours()
    for signed, seen in ((True, True), (False, False)):
        page.set_layers(NAMES, layers, [False, False, signed, False])
        pixels = painted(page.layers)
        assert count(pixels, positive) > 0
        assert (count(pixels, negative) > 0) == seen


def test_large_cells_of_both_signs_carry_a_sign(
    page: NeuronsPage, painted: Callable[[QWidget], np.ndarray], count: Callable[[np.ndarray, QColor], int]
) -> None:
    layers = activations((30,))
    layers[1][3], layers[1][4] = 1.0, -1.0
    page.set_layers(["Input", "Hidden 1", "Output"], layers, [False, True, False])
    pixels = painted(page.layers)

    def ink(neuron: int) -> int:
        left, top, right, bottom = page.layers.cell(1, neuron).toRect().getCoords()
        return count(pixels[top:bottom, left:right], page.palette().color(QPalette.ColorRole.Text))

    assert ink(3) > ink(4) > ink(5) == 0


def test_paths_are_painted_while_they_are_wanted(
    qtbot: QtBot, page: NeuronsPage, painted: Callable[[QWidget], np.ndarray]
) -> None:
    show(page)
    plain = painted(page.layers)
    page.set_paths(PATHS)
    assert (painted(page.layers) != plain).any(axis=-1).sum() > 500
    qtbot.mouseClick(page.paths, Qt.MouseButton.LeftButton, pos=page.paths.rect().center() / 4)
    assert not page.paths.isChecked()
    assert (painted(page.layers) == plain).all()


def test_paths_leave_the_names_of_the_layers_to_be_read(
    page: NeuronsPage, painted: Callable[[QWidget], np.ndarray]
) -> None:
    show(page)
    plain = painted(page.layers)
    page.set_paths([((300, 999, 0, 3), 0.5)])  # down through the first letter of "Hidden 2"
    corner = page.layers.cell(2, 0).topLeft().toPoint()
    height = round(theme.body_height()) - 2
    around = np.s_[corner.y() - height : corner.y() - 2, corner.x() + 1 : corner.x() + 30]
    assert (painted(page.layers) != plain).any()
    assert (painted(page.layers)[around] == plain[around]).all()


def test_facts_are_told_with_the_weights_as_a_picture(
    page: NeuronsPage, painted: Callable[[QWidget], np.ndarray], count: Callable[[np.ndarray, QColor], int]
) -> None:
    show(page)
    assert page.facts.text() == HOW_TO_POINT
    weights = np.zeros((28, 28))
    weights[0, 0], weights[27, 27] = 0.3, -0.3
    words = "Hidden 1, neuron 123: weighted sum 1.234 + bias −0.056 = 1.178 → activation 1.178"
    page.set_facts(words, weights)
    assert page.facts.text() == page.layers.accessibleDescription() == words
    pixels = painted(page.layers)
    assert all(count(pixels, colour) > 4 for colour in theme.signed_colours())
    page.set_facts(words, None)
    assert not any(count(painted(page.layers), colour) for colour in theme.signed_colours())


def test_without_a_drawing_the_page_speaks(qtbot: QtBot, page: NeuronsPage) -> None:
    show(page, active=4)
    point_at(qtbot, page, 1, 4)
    heard = told(page)
    page.set_layers(NAMES, None, [False] * 4)
    assert heard == [(-1, -1)]
    qtbot.keyClick(page.layers, Qt.Key.Key_Right)
    page.layers.grab()
    assert page.layers.pointed == (-1, -1)
    assert page.layers.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_a_new_drawing_keeps_the_neuron_that_is_pointed_at(qtbot: QtBot, page: NeuronsPage) -> None:
    show(page)
    point_at(qtbot, page, 1, 44)
    show(page, active=4)
    assert page.layers.pointed == (1, 44)


@pytest.mark.parametrize("size", [(400, 312), (400, 480), (480, 560), (704, 900)])
@pytest.mark.parametrize(
    "hidden", [(), (30,), (1000, 500), (4096, 30), (2500, 2000, 1500, 1000, 500), (4096, *(50,) * 9)]
)
def test_every_neuron_has_a_place_of_its_own(page: NeuronsPage, size: tuple[int, int], hidden: tuple[int, ...]) -> None:
    page.resize(*size)
    layers = activations(hidden)
    page.set_layers(["layer"] * len(layers), layers, [False] * len(layers))
    QApplication.processEvents()
    grids = [
        page.layers.cell(number, 0).united(page.layers.cell(number, layer.size - 1))
        for number, layer in enumerate(layers)
    ]
    for number, grid in enumerate(grids):
        assert page.layers.rect().contains(grid.toAlignedRect()), number
        assert not any(grid.intersects(other) for other in grids[:number]), number
        assert page.layers.cell(number, 0).width() >= 2


def test_many_layers_are_scrolled_to_by_the_keyboard(qtbot: QtBot, page: NeuronsPage) -> None:
    page.resize(400, 312)
    layers = activations((50,) * 12)
    page.set_layers(["layer"] * 14, layers, [False] * 14)
    QApplication.processEvents()
    area = page.findChild(QScrollArea, "layersArea")
    assert area.verticalScrollBar().value() == 0
    page.layers.setFocus(Qt.FocusReason.BacktabFocusReason)
    assert page.layers.visibleRegion().contains(page.layers.cell(13, 0).center().toPoint())
    assert area.verticalScrollBar().value() > 0


def test_nothing_moves_when_facts_come_and_go(page: NeuronsPage) -> None:
    show(page)
    before = [child.geometry() for child in page.findChildren(QWidget)], page.layers.cell(1, 77)
    page.set_facts("Hidden 1, neuron 123: weighted sum 1.234 + bias −0.056 = 1.178 → activation 1.178", np.eye(28))
    page.set_paths(PATHS)
    QApplication.processEvents()
    assert ([child.geometry() for child in page.findChildren(QWidget)], page.layers.cell(1, 77)) == before


@pytest.mark.parametrize("hidden", [(100, 60), (1936, 1600, 1152, 256)], ids=["two layers", "layers beside the input"])
def test_no_path_crosses_the_name_of_a_layer(
    qtbot: QtBot, painted: Callable[[QWidget], np.ndarray], hidden: tuple[int, ...]
) -> None:
    view = LayersView()
    qtbot.addWidget(view)
    rng = np.random.default_rng(5)
    sizes = (784, *hidden, 10)
    names = ["Input", *(f"Hidden {number}" for number in range(1, len(hidden) + 1)), "Output"]
    view.set_layers(names, [rng.random(size) for size in sizes], [False] * len(sizes))
    quiet = QColor(view.palette().color(QPalette.ColorRole.PlaceholderText))
    for width in (300, 400, 700):
        view.resize(width, 420)
        for _ in range(4):
            view.set_paths([(tuple(int(rng.integers(size)) for size in sizes), 1.0) for _ in range(4)])
            pixels = painted(view)
            for place, shown in view.captions():
                assert shown
                words = place.adjusted(0, 1, 0, -2).toRect()  # a path may end on the frame of a cell below
                seen = pixels[words.top() : words.bottom(), words.left() : words.right()]
                assert seen.min() >= min(quiet.red(), quiet.green(), quiet.blue()) - 2  # a path is darker than words


def test_weights_into_a_neuron_have_the_scale_of_their_layer(
    qtbot: QtBot, page: NeuronsPage, painted: Callable[[QWidget], np.ndarray], count: Callable
) -> None:
    page.set_layers(NAMES, activations(), [False] * 4)
    blue = theme.signed_colours().positive
    before = count(painted(page.layers), blue)
    page.set_facts("Hidden 1, neuron 5: …", np.full((28, 28), 0.01), 1.0)
    assert count(painted(page.layers), blue) == before  # faint, as it is small in its layer
    page.set_facts("Hidden 1, neuron 5: …", np.full((28, 28), 1.0), 1.0)
    assert count(painted(page.layers), blue) > before + 1000
