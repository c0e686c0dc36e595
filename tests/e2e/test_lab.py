"""The Lab in the running window: look into a small network, change it by hand, and see what that does."""

# A widget that is missing fails its test.
# pyright: reportOptionalMemberAccess=false

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from mlp_desktop.app import Desktop
from mlp_desktop.controllers.lab import lab_data
from mlp_desktop.controllers.lab.lab import MATH_PAGE
from mlp_desktop.models.lab import math_table
from mlp_desktop.views.kit.form_parts import FormCombo
from mlp_desktop.views.window.main_window import MainWindow
from mlp_engine import evaluate, load_source, load_weights
from mlp_engine.files.resources import small_weights
from mlp_engine.lab.hints import lab_hints

from .acting import click

SEVEN = [[(0.3, 0.25), (0.45, 0.24), (0.66, 0.22), (0.6, 0.4), (0.52, 0.6), (0.46, 0.8)]]
FEW = "practice:200:7"


@pytest.fixture
def lab(qtbot, start, draw_at, monkeypatch) -> Desktop:
    """The Lab with the small network, a 7 on the pad, and accuracies measured on few digits."""
    monkeypatch.setattr(lab_data, "DATA", FEW)
    desktop = start()
    draw_at(desktop, SEVEN)
    qtbot.waitUntil(lambda: desktop.window.draw_tab.reading.tile.text() == "7")
    desktop.window.tabs.setCurrentWidget(desktop.window.lab_tab)
    qtbot.waitUntil(lambda: "→" in desktop.window.lab_tab.accuracy.text(), timeout=30_000)
    qtbot.waitUntil(lambda: desktop.window.lab_tab.answer.text().startswith("Reads a 7"))
    return desktop


def click_neuron(desktop: Desktop, layer: int, neuron: int) -> None:
    diagram = desktop.window.lab_tab.diagram
    QTest.mouseClick(diagram, Qt.MouseButton.LeftButton, pos=diagram.centre(layer, neuron).toPoint())  # pyright: ignore[reportArgumentType, reportCallIssue]
    assert diagram.chosen == (layer, neuron)


def settle(qtbot, desktop: Desktop) -> None:
    """Wait until the newest edits are applied and measured."""
    lab = desktop.lab.network
    qtbot.waitUntil(lambda: lab.edited.edits == lab.edits.done and not desktop.lab.edits.is_running, timeout=20_000)


def test_neurons_are_switched_off_until_the_7_is_another_digit_and_undo_brings_it_back(qtbot, lab) -> None:
    tab, network = lab.window.lab_tab, lab.lab.network
    off = 0
    while tab.answer.text().startswith("Reads a 7"):
        outputs = network.edited.outputs(lab.reading.digit.image.ravel())
        added = outputs[1].activations * network.edited.layers[2].weights[:, 7]
        best = int(added.argmax())
        assert added[best] > 0, "a neuron that speaks for the 7 is left"
        before = tab.answer.text()
        click_neuron(lab, 1, best)
        qtbot.mouseClick(tab.neuron.controls.off, Qt.MouseButton.LeftButton)
        off += 1
        qtbot.waitUntil(lambda b=before: tab.answer.text() != b, timeout=20_000)
        settle(qtbot, lab)
    assert 1 <= off <= 16
    assert tab.changes.text().startswith(f"{off} change")
    assert "switched off" in tab.changes.text()
    qtbot.mouseClick(tab.reset, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: tab.answer.text().startswith("Reads a 7"), timeout=20_000)
    assert tab.changes.text() == "Not changed"
    qtbot.mouseClick(tab.redo, Qt.MouseButton.LeftButton)
    settle(qtbot, lab)
    assert tab.changes.text().startswith("1 change: ")


def test_a_hint_names_the_neuron_that_the_answer_hangs_on_and_switches_it_off(qtbot, lab) -> None:
    tab, network = lab.window.lab_tab, lab.lab.network
    image = lab.reading.digit.image.ravel()
    (hint,) = lab_hints(network.edited, network.edited.outputs(image), None, None)
    assert tab.hint.words.text() == f"Hint: {hint.sentence}"
    click(qtbot, lab, "labHintApply")
    assert tab.diagram.chosen == hint.place
    settle(qtbot, lab)
    p = network.edited.outputs(image)[-1].activations
    assert hint.evidence.startswith(f"Without it 7 has {p[7]:.0%} in place of ")
    # Neurons are switched off as the hints say until the 7 is another digit, which the last one foretells.
    while p.argmax() == 7:
        said = tab.hint.words.text()
        click(qtbot, lab, "labHintApply")
        settle(qtbot, lab)
        p = network.edited.outputs(image)[-1].activations
        qtbot.waitUntil(lambda said=said: tab.hint.words.text() != said, timeout=20_000)
    assert f"the answer would be {int(p.argmax())}, not 7." in said
    # 80 % pruned costs much, and the hint takes it back.
    qtbot.mouseClick(tab.reset, Qt.MouseButton.LeftButton)
    tab.neuron.controls.every.setChecked(True)
    tab.neuron.controls.prune.setValue(90)
    click(qtbot, lab, "labPruneButton")
    settle(qtbot, lab)
    qtbot.waitUntil(lambda: "This change costs" in tab.hint.words.text(), timeout=20_000)
    click(qtbot, lab, "labHintApply")
    settle(qtbot, lab)
    assert tab.changes.text() == "Not changed"


def test_a_weight_is_edited_and_the_sum_follows(qtbot, lab) -> None:
    tab = lab.window.lab_tab
    edited = lab.lab.network.edited
    click_neuron(lab, 2, 7)
    qtbot.waitUntil(lambda: lab.lab.edits._asked[2] == (2, 7) and not lab.lab.edits.is_running, timeout=20_000)
    assert lab.lab.network.edited is edited, "another neuron makes no other network"
    terms = tab.neuron.terms
    z = terms.model().index(terms.model().rowCount() - 2, 3)
    before = float(z.data().replace("−", "-"))
    terms.setCurrentIndex(terms.model().index(0, 0))
    source = terms.source
    activation = lab.lab.network.edited.outputs(lab.reading.digit.image.ravel())[1].activations[source]
    old = float(lab.lab.network.edited.layers[2].weights[source, 7])
    tab.neuron.controls.weight.setValue(-2.0)
    settle(qtbot, lab)
    qtbot.waitUntil(lambda: float(z.data().replace("−", "-")) != before)
    assert float(z.data().replace("−", "-")) == pytest.approx(before + activation * (-2.0 - old), abs=2e-3)
    assert lab.lab.network.edited.layers[2].weights[source, 7] == -2.0
    assert f"weight from neuron {source + 1} −2" in tab.changes.text()
    QTest.keyClick(tab.diagram, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, lab)
    qtbot.waitUntil(lambda: float(z.data().replace("−", "-")) == before)


def test_half_of_the_weights_are_pruned_and_the_accuracy_is_that_of_the_network(qtbot, lab) -> None:
    tab = lab.window.lab_tab
    network, data = load_weights(small_weights("relu")).network, load_source(FEW)
    first = tab.accuracy.text()
    assert first == "{0:.1%} → {0:.1%} of 200 digits".format(1 - evaluate(network, data).error_rate)
    click_neuron(lab, 1, 0)
    tab.neuron.controls.prune.setValue(50)
    button = tab.findChild(type(tab.save), "labPruneButton")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(qtbot, lab)
    weights = network.weights[1].copy()
    weights[np.abs(weights) <= np.sort(np.abs(weights), axis=None)[127]] = 0
    changed = network.writable_copy()
    changed.weights[1][...] = weights
    after = evaluate(changed, data)
    assert tab.accuracy.text() == f"{first.split(' →')[0]} → {1 - after.error_rate:.1%} of 200 digits"
    assert f"7: {evaluate(network, data).per_class[7]:.1%} before, {after.per_class[7]:.1%} now" in (
        tab.classes.accessibleDescription()
    )
    qtbot.mouseClick(tab.undo, Qt.MouseButton.LeftButton)
    settle(qtbot, lab)
    assert tab.accuracy.text() == first


def test_every_layer_is_pruned_in_one_step_and_one_undo_brings_all_back(qtbot, lab) -> None:
    tab, controls = lab.window.lab_tab, lab.window.lab_tab.neuron.controls
    first, network = tab.accuracy.text(), lab.lab.network.origin.network
    qtbot.mouseClick(controls.every, Qt.MouseButton.LeftButton, pos=QPoint(8, controls.every.height() // 2))
    assert controls.every.isChecked()
    controls.prune.setValue(80)
    qtbot.mouseClick(tab.findChild(type(tab.save), "labPruneButton"), Qt.MouseButton.LeftButton)
    settle(qtbot, lab)
    assert tab.changes.text() == "1 change: Every layer: the smallest 80% of the weights pruned"
    for state, before in zip(lab.lab.network.edited.layers, network.weights, strict=True):
        assert np.count_nonzero(state.weights) == before.size - round(0.8 * before.size)
    qtbot.mouseClick(tab.undo, Qt.MouseButton.LeftButton)
    settle(qtbot, lab)
    qtbot.mouseClick(controls.one_heap, Qt.MouseButton.LeftButton, pos=QPoint(8, controls.one_heap.height() // 2))
    qtbot.mouseClick(tab.findChild(type(tab.save), "labPruneButton"), Qt.MouseButton.LeftButton)
    settle(qtbot, lab)
    assert tab.changes.text() == "1 change: All layers as one: the smallest 80% of the weights pruned"
    magnitudes = np.concatenate([np.abs(w).reshape(-1) for w in network.weights])
    bound = np.sort(magnitudes)[round(0.8 * magnitudes.size)]
    for state, before in zip(lab.lab.network.edited.layers, network.weights, strict=True):
        assert np.array_equal(state.weights, np.where(np.abs(before) < bound, 0, before))
    qtbot.mouseClick(tab.undo, Qt.MouseButton.LeftButton)
    settle(qtbot, lab)
    assert tab.accuracy.text() == first


def test_the_changed_network_is_saved_with_what_was_changed_and_used_on_the_pad(
    qtbot, lab, tmp_path, monkeypatch
) -> None:
    tab, path = lab.window.lab_tab, tmp_path / "changed.safetensors"
    click_neuron(lab, 0, 3)
    qtbot.mouseClick(tab.neuron.controls.off, Qt.MouseButton.LeftButton)
    settle(qtbot, lab)
    monkeypatch.setattr(MainWindow, "choose_save_file", lambda *_: str(path))
    qtbot.mouseClick(tab.save, Qt.MouseButton.LeftButton)
    network, card, _ = load_weights(path)
    image = lab.reading.digit.image.ravel()
    assert np.allclose(network.predict(image), lab.lab.network.edited.outputs(image)[-1].activations, atol=1e-5)
    assert card.training["edits"] == ["Hidden layer 1, neuron 4: switched off"]
    assert set(card.scores) == {"accuracy_before_edits", "accuracy_after_edits"}, "no score of the unchanged network"
    qtbot.mouseClick(tab.use, Qt.MouseButton.LeftButton)
    assert lab.session.in_use.name.endswith(", changed")
    assert not lab.session.in_use.is_saved
    assert np.array_equal(lab.session.in_use.network.parameters, network.parameters)
    lab.session.use(lab.session.in_use.__class__(network, card, lab.session.in_use.reject))


def test_the_drawing_is_the_input_while_it_is_drawn(qtbot, lab) -> None:
    tab = lab.window.lab_tab
    qtbot.mouseClick(tab.clear, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: tab.answer.text() == "Draw a digit")
    square = tab.pad.square()
    places = [
        square.topLeft() + QPoint(round(0.5 * square.width()), round(y * square.height())) for y in (0.2, 0.5, 0.8)
    ]
    qtbot.mousePress(tab.pad, Qt.MouseButton.LeftButton, pos=places[0].toPoint())
    for place in places[1:]:
        qtbot.mouseMove(tab.pad, place.toPoint())
    qtbot.waitUntil(lambda: tab.answer.text().startswith("Reads"))
    qtbot.mouseRelease(tab.pad, Qt.MouseButton.LeftButton, pos=places[-1].toPoint())
    assert lab.window.draw_tab.reading.tile.text() == "1"
    qtbot.mouseClick(tab.sample, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(lab.drawing.sheet.strokes) > 0 and "Reads" in tab.answer.text())


def test_the_mathematics_is_read_with_the_arrow_keys(qtbot, lab) -> None:
    tab = lab.window.lab_tab
    QTest.mouseClick(tab.pages.buttons[1], Qt.MouseButton.LeftButton)
    page = tab.mathematics
    page.cells.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down):
        QTest.keyClick(page.cells, key)
    assert page.sentence.text().startswith("Neuron 1: ")
    assert page.cells.accessibleDescription() == page.sentence.text()
    QTest.mouseClick(page.parts.buttons[1], Qt.MouseButton.LeftButton)
    total = page.cells.model().index(10, 3)
    assert (total.data(), page.cells.model().headerData(3, Qt.Orientation.Horizontal)) == ("1.000", "p")
    page.label.setCurrentIndex(1)
    loss = float(page.cells.model().index(10, 5).data().replace("−", "-"))
    image = lab.reading.digit.image.ravel()
    p = lab.lab.network.edited.outputs(image)[-1].activations
    assert loss == pytest.approx(-np.log(p[1]), rel=2e-3)
    QTest.mouseClick(page.parts.buttons[2], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.formula.text().startswith("δ"), timeout=20_000)
    assert "9 practice digits" in page.formula.text()
    first = page.cells.model().index(1, 5).data()
    page.shown.setCurrentIndex(2)
    assert page.cells.model().index(1, 5).data() != first


def test_other_networks_keep_their_edits_and_the_network_in_use_can_be_looked_into(qtbot, lab) -> None:
    tab = lab.window.lab_tab
    click_neuron(lab, 0, 3)
    qtbot.mouseClick(tab.neuron.controls.off, Qt.MouseButton.LeftButton)
    settle(qtbot, lab)
    tab.network.setCurrentIndex(tab.network.findData("sigmoid"))
    settle(qtbot, lab)
    assert tab.changes.text() == "Not changed"
    qtbot.waitUntil(lambda: tab.neuron.title.text() == "Hidden layer, neuron 1 of 30")
    tab.network.setCurrentIndex(tab.network.findData("in use"))
    settle(qtbot, lab)
    qtbot.waitUntil(lambda: tab.neuron.title.text() == "Hidden layer 1, neuron 1 of 1,936")
    tab.network.setCurrentIndex(tab.network.findData("relu"))
    settle(qtbot, lab)
    assert tab.changes.text() == "1 change: Hidden layer 1, neuron 4: switched off"


def test_a_file_that_cannot_be_written_is_told(qtbot, lab, tmp_path: Path, monkeypatch, told) -> None:
    monkeypatch.setattr(MainWindow, "choose_save_file", lambda *_: str(tmp_path / "no folder" / "x.safetensors"))
    (tmp_path / "no folder").write_text("a file")
    qtbot.mouseClick(lab.window.lab_tab.save, Qt.MouseButton.LeftButton)
    assert len(told) == 1
    assert "Weights must be saved where files can be written" in told[0]


def test_what_was_drawn_in_the_other_tab_is_on_the_pad_of_the_lab_and_the_other_way_round(qtbot, lab, draw_at) -> None:
    window = lab.window
    assert window.lab_tab.pad._strokes == lab.drawing.sheet.strokes
    window.tabs.setCurrentWidget(window.draw_tab)
    lab.drawing.clear()
    draw_at(lab, [[(0.5, 0.2), (0.5, 0.5), (0.5, 0.8)]])
    window.tabs.setCurrentWidget(window.lab_tab)
    qtbot.waitUntil(lambda: window.lab_tab.answer.text().startswith("Reads a 1"))
    assert window.lab_tab.pad._strokes == lab.drawing.sheet.strokes
    qtbot.mouseClick(window.lab_tab.clear, Qt.MouseButton.LeftButton)
    assert window.draw_tab.pad._strokes == ()


def test_the_way_through_all_layers_and_from_a_cell_to_its_layer(qtbot, lab) -> None:
    tab = lab.window.lab_tab
    QTest.mouseClick(tab.pages.buttons[1], Qt.MouseButton.LeftButton)
    page = tab.mathematics
    page.layer.setCurrentIndex(page.layer.findText("All layers"))
    outputs = lab.lab.network.edited.outputs(lab.reading.digit.image.ravel())
    cell = page.cells.model().index(3, 2)
    assert cell.data() == math_table.number(outputs[1].logits[3])
    assert page.cells.model().index(7, 6).data() == math_table.number(outputs[2].activations[7])
    place = page.cells.visualRect(cell).center()
    QTest.mouseDClick(page.cells.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert page.layer.currentText() == "Hidden layer 2"
    assert page.cells.currentIndex().data() == math_table.number(outputs[1].logits[3]), "z of the same neuron"
    page.layer.setCurrentIndex(page.layer.findText("All layers"))
    QTest.mouseClick(page.parts.buttons[2], Qt.MouseButton.LeftButton)
    page.label.setCurrentIndex(1)
    assert page.cells.model().index(1, 3).data() == math_table.number(outputs[2].activations[1] - 1)
    page.cells.setCurrentIndex(page.cells.model().index(0, 0))
    QTest.keyClick(page.cells, Qt.Key.Key_Return)
    assert page.layer.currentText() == "Hidden layer 1"


def test_the_temperature_and_the_next_mistake_of_the_mathematics(qtbot, lab) -> None:
    tab = lab.window.lab_tab
    QTest.mouseClick(tab.pages.buttons[1], Qt.MouseButton.LeftButton)
    page, network = tab.mathematics, lab.lab.network
    assert not page.temperature.isVisible()
    QTest.mouseClick(page.parts.buttons[1], Qt.MouseButton.LeftButton)
    surest = network.edited.outputs(lab.reading.digit.image.ravel())[-1].activations.max()
    page.temperature.setValue(4.0)
    settle(qtbot, lab)
    qtbot.waitUntil(lambda: page.formula.text().endswith("z is divided by the temperature 4."))
    assert network.edited.outputs(lab.reading.digit.image.ravel())[-1].activations.max() < surest
    assert tab.changes.text() == "1 change: Output: temperature 4"
    data = load_source(FEW)
    answers = network.edited.network().logits(data.inputs).argmax(axis=1)
    wrong = np.flatnonzero(answers != data.labels)
    for number in (*wrong, wrong[0]):
        qtbot.mouseClick(page.mistake, Qt.MouseButton.LeftButton)
        assert np.array_equal(lab.drawing.sheet.picture, data.inputs[number].reshape(28, 28))
        qtbot.waitUntil(lambda n=number: page.label.value() == str(data.labels[n]))
    qtbot.waitUntil(lambda: tab.answer.text().startswith("Reads"))


def test_accuracies_are_measured_on_other_data_and_what_does_not_fit_is_told(
    qtbot, lab, digits_folder, tmp_path, monkeypatch
) -> None:
    tab, window = lab.window.lab_tab, lab.window
    monkeypatch.setattr(window, "choose_folder", lambda *_: str(digits_folder))
    tab.map.choices.folder_requested.emit()
    data = load_source(str(digits_folder))
    right = 1 - evaluate(lab.lab.network.origin.network, data).error_rate
    words = f"{right:.1%} → {right:.1%} of {len(data)} digits"
    qtbot.waitUntil(lambda: tab.accuracy.text() == words, timeout=20_000)
    samples = tab.findChild(FormCombo, "labData")
    assert samples.currentText() == tab.map.choices.samples.currentText()
    wrong = tmp_path / "wrong.csv"
    rows = "".join(f"{digit}{',0' * 24},255\n" for digit in (0, 1))
    wrong.write_text(f"label,{','.join(f'p{place}' for place in range(25))}\n{rows}", encoding="utf-8")
    monkeypatch.setattr(window, "choose_open_file", lambda *_: str(wrong))
    tab.map.choices.file_requested.emit()
    qtbot.waitUntil(lambda: "must have 784 inputs" in tab.accuracy.text(), timeout=20_000)
    assert tab.classes.accessibleDescription() == "Not measured yet."
    QTest.mouseClick(tab.pages.buttons[1], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(tab.mathematics.mistake, Qt.MouseButton.LeftButton)
    assert "must have 784 inputs" in tab.accuracy.text(), "that no digit is misread would not be true"
    QTest.mouseClick(tab.pages.buttons[0], Qt.MouseButton.LeftButton)
    click_neuron(lab, 0, 3)
    qtbot.mouseClick(tab.neuron.controls.off, Qt.MouseButton.LeftButton)
    settle(qtbot, lab)
    assert tab.changes.text() == "1 change: Hidden layer 1, neuron 4: switched off", "a network without a score"
    samples.setCurrentIndex(samples.findData(FEW))
    qtbot.waitUntil(lambda: tab.accuracy.text().endswith("of 200 digits"), timeout=20_000)
    assert tab.accuracy.text().split()[0] != tab.accuracy.text().split()[2]
    assert tab.map.choices.samples.value() == FEW


def test_the_lesson_about_one_network_shows_it_unchanged_and_gives_the_former_one_back(qtbot, lab) -> None:
    window, tab, panel = lab.window, lab.window.lab_tab, lab.window.lesson_panel
    click_neuron(lab, 0, 3)
    qtbot.mouseClick(tab.neuron.controls.off, Qt.MouseButton.LeftButton)
    settle(qtbot, lab)
    lab.lab._choose("sigmoid")
    window.tabs.setCurrentWidget(window.draw_tab)
    lesson = next(each for each in window.lessons_menu.actions() if each.text().startswith("One network"))
    lesson.trigger()
    assert window.tabs.currentWidget() is tab
    assert panel.isVisible()
    below = panel.mapTo(window, QPoint(0, 0)).y()
    assert below >= window.tabs.mapTo(window, QPoint(0, window.tabs.height())).y(), "it stays while the tab is scrolled"
    assert (tab.network.value(), tab.changes.text()) == ("relu", "Not changed")
    press = {name: panel.findChild(QPushButton, name) for name in ("lessonNext", "lessonShow", "lessonSetUp")}
    for _ in range(4):
        qtbot.mouseClick(press["lessonNext"], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(press["lessonShow"], Qt.MouseButton.LeftButton)
    assert window.focusWidget() is tab.neuron.controls.off, "the step says Show me"
    click_neuron(lab, 1, 0)
    qtbot.mouseClick(tab.neuron.controls.off, Qt.MouseButton.LeftButton)
    settle(qtbot, lab)
    assert tab.changes.text().startswith("1 change")
    qtbot.mouseClick(press["lessonSetUp"], Qt.MouseButton.LeftButton)
    assert tab.changes.text() == "Not changed"
    next(each for each in window.lessons_menu.actions() if each.text() == "L1 makes zeros").trigger()
    assert (tab.network.value(), window.train_tab.isAncestorOf(panel)) == ("sigmoid", True)
    window.lessons_menu.end_requested.emit()
    lab.lab._choose("relu")
    settle(qtbot, lab)
    assert tab.changes.text() == "1 change: Hidden layer 1, neuron 4: switched off", "the changes of before"


def test_the_mathematics_waits_for_a_pen_that_moves(qtbot, lab) -> None:
    tab = lab.window.lab_tab
    tab.show_page(MATH_PAGE)
    before, image = tab.mathematics.cells.model(), lab.reading.digit.image
    lab.lab._rested.setInterval(60_000)
    lab.drawing.start_stroke(150, 60, width=20)
    lab.drawing.extend_stroke(150, 130)
    qtbot.waitUntil(lambda: tab.diagram._image is not image, timeout=20_000)
    assert tab.mathematics.cells.model() is before, "while the answer and the diagram follow at once"
    lab.lab._rested.setInterval(0)
    lab.drawing.extend_stroke(150, 140)
    qtbot.waitUntil(lambda: tab.mathematics.cells.model() is not before, timeout=20_000)
    lab.drawing.finish_stroke()
