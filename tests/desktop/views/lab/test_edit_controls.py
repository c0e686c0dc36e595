"""The controls that change a neuron and its layer announce what a person wants, and nothing while they are filled."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from mlp_desktop.views.lab.edit_controls import EditControls

Request = tuple[str, float, bool]


@pytest.fixture
def controls(qtbot: QtBot) -> EditControls:
    controls = EditControls()
    qtbot.addWidget(controls)
    controls.show()
    qtbot.waitExposed(controls)
    return controls


@pytest.fixture
def asked(controls: EditControls) -> list[Request]:
    found: list[Request] = []
    controls.requested.connect(lambda kind, value, goes_on: found.append((kind, round(value, 6), goes_on)))
    return found


def test_to_show_a_neuron_asks_for_nothing(controls: EditControls, asked: list[Request]) -> None:
    controls.show_neuron("Hidden layer 1", 0.5, 2.0, None, is_hidden=True)
    controls.set_term("neuron 3", 0.25)
    controls.set_temperature(2.0)
    assert asked == []
    assert controls.bias_value.value() == 0.5
    assert controls.weight.value() == 0.25


@pytest.mark.parametrize(
    ("name", "request_"),
    [
        ("labScaleButton", ("scale", 0.5, False)),
        ("labPinButton", ("pin", 0.0, False)),
        ("labNoiseButton", ("noise", 0.25, False)),
        ("labPruneButton", ("prune", 50.0, False)),
        ("labRoundButton", ("round", 4.0, False)),
        ("labOffButton", ("off", 0.0, False)),
    ],
)
def test_each_button_asks_for_its_change(
    qtbot: QtBot, controls: EditControls, asked: list[Request], name: str, request_: Request
) -> None:
    button = controls.findChild(QPushButton, name)
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked == [request_]


def test_fields_ask_when_their_number_is_entered(controls: EditControls, asked: list[Request]) -> None:
    controls.set_term("neuron 3", 0.25)
    controls.weight.setValue(1.5)
    controls.bias_value.setValue(-1.0)
    controls.temperature.setValue(3.0)
    assert asked == [("weight", 1.5, False), ("bias", -1.0, False), ("temperature", 3.0, False)]


def test_the_slider_makes_one_change_of_a_movement_and_another_of_the_next(
    controls: EditControls, asked: list[Request]
) -> None:
    controls.show_neuron("Hidden layer 1", 0.0, 2.0, None, is_hidden=True)
    controls.bias.setSliderDown(True)
    for place in (110, 120, 130):
        controls.bias.setSliderPosition(place)
    controls.bias.setSliderDown(False)
    QTest.keyClick(controls.bias, Qt.Key.Key_Right)
    assert [goes_on for _, _, goes_on in asked] == [False, True, True, False]
    assert [value for _, value, _ in asked] == [0.2, 0.4, 0.6, 0.62]
    assert controls.bias_value.value() == 0.62


def test_a_neuron_of_the_output_cannot_be_held_and_a_held_one_can_be_switched_on(
    qtbot: QtBot, controls: EditControls, asked: list[Request]
) -> None:
    controls.show_neuron("Output", 0.0, 2.0, None, is_hidden=False)
    assert not controls.off.isEnabled()
    assert not controls.pin.isEnabled()
    controls.show_neuron("Hidden layer 1", 0.0, 2.0, 0.75, is_hidden=True)
    assert controls.off.text() == "Switch on"
    assert controls.pin.value() == 0.75
    qtbot.mouseClick(controls.off, Qt.MouseButton.LeftButton)
    assert asked == [("free", 0.0, False)]


def test_without_a_chosen_term_there_is_no_weight_to_change(controls: EditControls) -> None:
    controls.set_term("", None)
    assert not controls.weight.isEnabled()


def test_every_control_has_a_name_for_a_screen_reader(controls: EditControls) -> None:
    for widget in (
        *(controls.bias, controls.bias_value, controls.weight, controls.factor, controls.pin, controls.off),
        *(controls.noise, controls.prune, controls.bits, controls.temperature),
    ):
        assert widget.objectName()
        assert widget.accessibleName()
