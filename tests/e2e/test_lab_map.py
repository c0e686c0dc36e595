"""The page Map of the Lab in the running window: point, select, draw, go through the layers, t-SNE, other data."""

import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from mlp_desktop.app import Desktop
from mlp_desktop.controllers.lab import lab_data
from mlp_desktop.views.kit.chart_picture import chart_svg
from mlp_desktop.views.lab.map_plot import MapPlot
from mlp_desktop.workers.lab import map_workers
from mlp_engine.examination.damage import damaged
from mlp_engine.projection.layers import sample_activations
from tests.e2e.conftest import drag

from .acting import text

SVG = "{http://www.w3.org/2000/svg}"

SEVEN = [[(0.3, 0.25), (0.45, 0.24), (0.66, 0.22), (0.6, 0.4), (0.52, 0.6), (0.46, 0.8)]]
FEW = "practice:200:7"


@pytest.fixture
def lab(qtbot, start, draw_at, monkeypatch) -> Desktop:
    """The page Map with 200 practice digits of the small network, and a 7 on the pad."""
    monkeypatch.setattr(lab_data, "DATA", FEW)
    monkeypatch.setattr(map_workers, "STEPS", 30)
    desktop = start()
    draw_at(desktop, SEVEN)
    tab = desktop.window.lab_tab
    desktop.window.tabs.setCurrentWidget(tab)
    QTest.mouseClick(tab.pages.buttons[2], Qt.MouseButton.LeftButton)
    settle(qtbot, desktop)
    qtbot.waitUntil(lambda: tab.map.panels[0].plot.drawing is not None)
    return desktop


def settle(qtbot, desktop: Desktop) -> None:
    """Wait until the newest network is mapped and nothing moves."""
    maps, page = desktop.lab.maps, desktop.window.lab_tab.map
    qtbot.waitUntil(lambda: page.status.text().startswith("200 of 200 samples"), timeout=30_000)
    qtbot.waitUntil(lambda: not desktop.lab.is_running and not any(panel.plot.is_moving for panel in page.panels))
    assert maps.shown(0) is not None


def around(plot: MapPlot, number: int, reach: int = 12) -> list[QPoint]:
    """A line around a sample."""
    centre = plot.place_of(number).toPoint()
    corners = ((-reach, -reach), (reach, -reach), (reach, reach), (-reach, reach), (-reach, -reach + 4))
    return [centre + QPoint(x, y) for x, y in corners]


def lonely(plot: MapPlot, count: int = 200) -> int:
    """The sample farthest from all others, so that a line can be drawn around it alone."""
    places = np.array([plot.place_of(number).toTuple() for number in range(count)])
    distances = np.hypot(*(places[:, None] - places).transpose(2, 0, 1))
    np.fill_diagonal(distances, np.inf)
    return int(distances.min(axis=1).argmax())


def test_pointing_shows_the_sample_and_a_line_around_samples_lists_them_with_keys_too(qtbot, lab) -> None:
    page = lab.window.lab_tab.map
    plot, data = page.panels[0].plot, lab.lab.edits.data
    number = lonely(plot)
    qtbot.mouseMove(plot, plot.place_of(number).toPoint())
    answer = int(lab.lab.network.edited.outputs(data.inputs[number])[-1].activations.argmax())
    assert page.sample.text().startswith(f"Label {data.labels[number]}, read as a")
    assert f" {answer} (" in page.sample.text()
    assert ("Misread." in page.sample.text()) == (answer != data.labels[number])
    drag(qtbot, plot, around(plot, number))
    assert page.selection.text() == f"1 selected: 1 × {data.labels[number]}"
    assert page.grid.count() == 1
    assert page.grid.model().index(0, 0).data() == f"{data.labels[number]} → {answer}"
    whole = plot.rect().adjusted(2, 2, -2, -2)
    drag(qtbot, plot, [whole.topLeft(), whole.topRight(), whole.bottomRight(), whole.bottomLeft()])
    assert page.grid.count() == 200
    page.grid.activated.emit(page.grid.model().index(7, 0))
    assert np.array_equal(lab.drawing.sheet.picture, data.inputs[7].reshape(28, 28))
    qtbot.mouseClick(plot, Qt.MouseButton.LeftButton, pos=plot.rect().topLeft() + QPoint(2, 2))
    assert page.selection.text() == "Nothing selected"

    # A rectangle with keys.
    plot.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(100):
        QTest.keyClick(plot, Qt.Key.Key_Left)
        QTest.keyClick(plot, Qt.Key.Key_Up)
    QTest.keyClick(plot, Qt.Key.Key_Space)
    for _ in range(100):
        QTest.keyClick(plot, Qt.Key.Key_Right)
        QTest.keyClick(plot, Qt.Key.Key_Down)
    QTest.keyClick(plot, Qt.Key.Key_Space)
    assert page.selection.text().startswith("200 selected: ")
    QTest.keyClick(plot, Qt.Key.Key_Space)
    QTest.keyClick(plot, Qt.Key.Key_Escape)
    QTest.keyClick(plot, Qt.Key.Key_Left)
    assert page.grid.count() == 200, "given up"


def test_the_drawing_is_a_point_that_moves_while_the_pen_moves(qtbot, lab) -> None:
    tab, maps = lab.window.lab_tab, lab.lab.maps
    plot = tab.map.panels[0].plot
    tab.map.panels[0].slider.setValue(2)
    settle(qtbot, lab)
    before = plot.drawing
    square = tab.pad.square()
    places = [
        square.topLeft() + QPoint(round(x * square.width()), round(0.5 * square.height())) for x in (0.2, 0.5, 0.8)
    ]
    qtbot.mousePress(tab.pad, Qt.MouseButton.LeftButton, pos=places[0].toPoint())
    seen = [before]
    for place in places[1:]:
        qtbot.mouseMove(tab.pad, place.toPoint())
        qtbot.waitUntil(lambda: plot.drawing != seen[-1])
        seen.append(plot.drawing)
    qtbot.mouseRelease(tab.pad, Qt.MouseButton.LeftButton, pos=places[-1].toPoint())
    qtbot.waitUntil(lambda: lab.reading.digit is not None)
    values = sample_activations(lab.lab.network.edited, lab.reading.digit.image.ravel())
    shown = maps.shown(2)
    assert shown.place(values[2]) == pytest.approx(
        shown.alignment.place((values[2] - shown.axes.mean) @ shown.axes.axes), abs=1e-6
    )
    qtbot.mouseClick(tab.clear, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: plot.drawing is None)


def test_the_layers_are_gone_through_with_the_slider_and_two_stand_side_by_side(qtbot, lab) -> None:
    page = lab.window.lab_tab.map
    first, second = page.panels
    assert first.title.text() == "Pixels"
    assert not second.isVisible()
    start = first.plot.place_of(3)
    QTest.keyClick(first.slider, Qt.Key.Key_Right)
    settle(qtbot, lab)
    assert first.title.text() == "Hidden 1"
    assert "16 neurons" in first.caption.text()
    assert first.plot.place_of(3) != start
    qtbot.mouseClick(page.choices.both, Qt.MouseButton.LeftButton, pos=QPoint(8, page.choices.both.height() // 2))
    assert second.isVisible()
    assert second.title.text() == "Output"
    assert second.plot.drawing is not None
    shares = [lab.lab.maps.shown(layer).neighbours.same for layer in range(4)]
    assert second.figure.text() == f"{shares[3]:.1%} alike"
    assert shares[3] > shares[0] + 0.1, "the output tells digits apart that the pixels do not"
    for layer, share in zip(("Pixels", "Hidden layer 1", "Hidden layer 2", "Output"), shares, strict=True):
        assert f"{layer} {share:.1%}" in page.summary.text()
    number = lonely(second.plot)
    qtbot.mouseMove(second.plot, second.plot.place_of(number).toPoint())
    assert page.sample.text().startswith(f"Label {lab.lab.edits.data.labels[number]}")

    # An edit moves the layers behind it and no other.
    tab, maps = lab.window.lab_tab, lab.lab.maps
    before = [maps.shown(layer) for layer in range(4)]
    tab.neuron.controls.requested.emit("prune", 90.0, False)  # of hidden layer 1, whose neuron 1 is chosen
    qtbot.waitUntil(lambda: maps.shown(3) is not before[3], timeout=30_000)
    settle(qtbot, lab)
    assert maps.shown(0) is before[0]
    assert all(maps.shown(layer) is not before[layer] for layer in (1, 2, 3))
    assert maps.shown(3).neighbours.same < before[3].neighbours.same


def test_t_sne_places_layer_after_layer_and_can_be_stopped(qtbot, lab, monkeypatch) -> None:
    page, maps = lab.window.lab_tab.map, lab.lab.maps
    QTest.mouseClick(page.choices.methods.buttons[1], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.status.text().startswith("t-SNE of Output"), timeout=30_000)
    settle(qtbot, lab)
    assert [maps.shown(layer).method for layer in range(4)] == ["t-SNE"] * 4
    assert "5 nearest neighbours" in page.panels[0].caption.text()
    assert page.panels[0].plot.drawing is not None
    assert not page.progress.isVisible()
    monkeypatch.setattr(map_workers, "STEPS", 100_000)
    lab.window.lab_tab.neuron.controls.requested.emit("prune", 50.0, False)
    qtbot.waitUntil(lambda: page.stop.isVisible() and page.status.text().startswith("t-SNE of Hidden"), timeout=30_000)
    qtbot.mouseClick(page.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not lab.lab.is_running, timeout=20_000)
    assert page.status.text().startswith("Stopped.")
    assert maps.shown(0).method == "t-SNE", "a layer that is done stays"
    assert maps.shown(3) is None
    QTest.mouseClick(page.choices.methods.buttons[0], Qt.MouseButton.LeftButton)
    assert maps.shown(3).method == "PCA"

    # A network that is just being mapped goes on being mapped.
    QTest.mouseClick(page.choices.methods.buttons[1], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.status.text().startswith("t-SNE of Hidden"), timeout=30_000)
    network = lab.lab.network.edited
    lab.window.lab_tab.undo.click()
    qtbot.waitUntil(lambda: lab.lab.network.edited is not network, timeout=10_000)
    maps.refresh()
    QTest.mouseClick(page.choices.methods.buttons[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not lab.lab.is_running, timeout=20_000)
    assert maps._networks == (lab.lab.network.edited,)
    assert maps.shown(3).method == "PCA"


def test_a_folder_of_samples_is_mapped_and_what_does_not_fit_is_told(
    qtbot, lab, digits_folder, tmp_path, monkeypatch
) -> None:
    window = lab.window
    page = window.lab_tab.map
    monkeypatch.setattr(window, "choose_folder", lambda *_: str(digits_folder))
    page.choices.folder_requested.emit()
    qtbot.waitUntil(lambda: " samples. A ring" in page.status.text(), timeout=30_000)
    assert digits_folder.name in page.choices.samples.currentText()
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("label,a,b,c,d\n0,0,0,0,255\n1,255,0,0,0\n", encoding="utf-8")
    monkeypatch.setattr(window, "choose_open_file", lambda *_: str(wrong))
    page.choices.file_requested.emit()
    qtbot.waitUntil(lambda: "784" in page.status.text(), timeout=30_000)
    page.choices.samples.setCurrentIndex(page.choices.samples.findData(FEW))
    settle(qtbot, lab)


def test_the_moments_of_a_run_are_gone_through_with_a_slider(qtbot, lab, monkeypatch) -> None:
    page, maps, network = lab.window.lab_tab.map, lab.lab.maps, lab.lab.network.origin.network
    early = network.writable_copy()
    early.weights[0][...] *= np.random.default_rng(0).random(early.weights[0].shape) > 0.9
    lab.lab.show_moments([("Epoch 1", early.copy()), ("Epoch 8", network)])
    qtbot.waitUntil(lambda: page.moment.isVisible() and len(maps.moment_maps) == 2, timeout=30_000)
    settle(qtbot, lab)
    page.panels[0].slider.setValue(3)
    first = maps.shown(3).neighbours.same
    page.moment.setFocus()
    QTest.keyClick(page.moment, Qt.Key.Key_Right)
    settle(qtbot, lab)
    assert page.moment_name.text() == "Epoch 8"
    assert maps.shown(3).neighbours.same > first

    # The column at the left and the network at the top are those of the run, and of the Lab on its other pages.
    tab, labels = lab.window.lab_tab, lab.lab.edits.data.labels
    assert (tab.changes.text(), tab.network.currentText()) == ("Epoch 8", "Epoch 1, moment by moment")
    assert not any(each.isEnabled() for each in (tab.undo, tab.save, tab.use))
    shares = [100 * (moment.answers == labels).mean() for moment in maps.moment_maps]
    assert tab.accuracy.text() == f"{shares[0]:.1f}% → {shares[1]:.1f}% of {len(labels)} digits"
    page.choices.damage.setCurrentIndex(page.choices.damage.findData("noise"))
    settle(qtbot, lab)
    said = " → ".join(f"{100 * (moment.answers == labels).mean():.1f}%" for moment in maps.moment_maps)
    assert tab.accuracy.text() == f"Noise {text(lab, 'labMapStrengthWords')}: {said}"
    page.choices.damage.setCurrentIndex(0)
    settle(qtbot, lab)
    words = tab.answer.text()
    QTest.keyClick(page.moment, Qt.Key.Key_Left)
    assert tab.answer.text() != words, "the earlier network is less sure"
    QTest.keyClick(page.moment, Qt.Key.Key_Right)
    QTest.mouseClick(tab.pages.buttons[0], Qt.MouseButton.LeftButton)
    assert (tab.changes.text(), tab.network.value(), tab.save.isEnabled()) == ("Not changed", "relu", True)
    tab.network.setCurrentIndex(tab.network.findData("moments"))
    assert page.isVisible()
    settle(qtbot, lab)

    # A search for the places of one moment is given up for another moment, and is never shown as its own.
    monkeypatch.setattr(map_workers, "STEPS", 100_000)
    QTest.mouseClick(page.choices.methods.buttons[1], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.status.text().startswith("t-SNE of Output"), timeout=30_000)
    monkeypatch.setattr(map_workers, "STEPS", 30)
    QTest.keyClick(page.moment, Qt.Key.Key_Left)
    settle(qtbot, lab)
    layers = maps.moment_maps[0].layers
    assert all(maps.shown(place).samples is layer.samples for place, layer in enumerate(layers))
    assert {maps.shown(place).method for place in range(4)} == {"t-SNE"}
    QTest.mouseClick(page.choices.methods.buttons[0], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.findChild(QPushButton, "labMapClose"), Qt.MouseButton.LeftButton)
    assert not page.moment.isVisible()
    assert (tab.changes.text(), tab.network.findData("moments")) == ("Not changed", -1)
    settle(qtbot, lab)
    assert len(maps.moment_maps) == 1

    # Whoever stops the mapping of a long run is back at the network of the Lab.
    lab.lab.show_moments([(f"Epoch {epoch}", network) for epoch in range(200)])
    qtbot.waitUntil(lambda: page.stop.isVisible(), timeout=30_000)
    qtbot.mouseClick(page.stop, Qt.MouseButton.LeftButton)
    assert not page.moment.isVisible()
    settle(qtbot, lab)
    assert len(maps.moment_maps) == 1


def test_damage_moves_the_points_and_the_map_stays(qtbot, lab) -> None:
    page, maps = lab.window.lab_tab.map, lab.lab.maps
    page.panels[0].slider.setValue(3)
    settle(qtbot, lab)
    before = maps.shown(3)
    assert not page.choices.strength.isEnabled()
    page.choices.damage.setCurrentIndex(page.choices.damage.findData("rotation"))
    page.choices.strength.setFocus()
    QTest.keyClick(page.choices.strength, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: "rotation 90°." in page.status.text(), timeout=30_000)
    settle(qtbot, lab)
    after = maps.shown(3)
    assert after.axes is before.axes
    assert after.alignment is before.alignment
    assert np.abs(after.points - before.points).max() > 0.2
    assert after.neighbours.same < before.neighbours.same
    turned = damaged(lab.lab.edits.data.inputs, "rotation", 90)
    assert maps.moment_maps[0].layers[0].samples == pytest.approx(turned)
    number = int(np.flatnonzero(maps.moment_maps[0].answers != lab.lab.edits.data.labels)[0])
    page.panels[0].plot.selected.emit(np.array([number]))
    page.grid.activated.emit(page.grid.model().index(0, 0))
    assert np.array_equal(lab.drawing.sheet.picture, np.rint(turned[number] * 255).reshape(28, 28))
    # In a drawing for a file every sample is a letter, and a ring where it is misread.
    drawing = ElementTree.fromstring(chart_svg(page.panels[0].plot))
    labels = lab.lab.edits.data.labels
    letters = [text.text for text in drawing.iter(f"{SVG}text")]
    assert [letters.count(str(digit)) for digit in range(10)] == pytest.approx(np.bincount(labels, minlength=10), abs=1)
    assert not list(drawing.iter(f"{SVG}image"))
    page.choices.damage.setCurrentIndex(0)
    qtbot.waitUntil(lambda: maps.shown(3) is before, timeout=30_000)
    settle(qtbot, lab)
