import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel
from pytestqt.qtbot import QtBot

from mlp_desktop.views.train.activations_field import EACH, ActivationsField

CHOICES = [("sigmoid", "Sigmoid"), ("tanh", "Tanh"), ("relu", "ReLU")]


@pytest.fixture
def field(qtbot: QtBot) -> ActivationsField:
    """Two hidden layers of the same activation."""
    field = ActivationsField()
    field.set_choices(CHOICES)
    field.set_layers([100, 50])
    qtbot.addWidget(field)
    field.show()
    return field


def lists(field: ActivationsField) -> list[QComboBox]:
    """The lists of single layers that are seen, first to last."""
    found = [combo for combo in field.findChildren(QComboBox) if combo is not field.all and combo.isVisible()]
    return sorted(found, key=lambda combo: combo.y())


def choose(combo: QComboBox, value: str) -> None:
    combo.setCurrentIndex(combo.findData(value))


def test_one_activation_serves_all_layers_until_asked_otherwise(field: ActivationsField) -> None:
    assert field.value() == "sigmoid"
    assert lists(field) == []
    choose(field.all, "tanh")
    assert field.value() == "tanh"
    assert lists(field) == []


def test_each_layer_begins_with_what_served_all_and_can_be_changed(qtbot: QtBot, field: ActivationsField) -> None:
    heard: list[bool] = []
    field.edited.connect(lambda: heard.append(True))
    choose(field.all, "relu")
    choose(field.all, EACH)
    assert field.value() == "relu, relu"
    first, second = lists(field)
    qtbot.keyClick(second, Qt.Key.Key_Up)
    assert field.value() == "relu, tanh"
    assert len(heard) == 3
    assert first.accessibleName() == "Activation of hidden layer 1"
    labels = [label.text() for label in field.findChildren(QLabel) if label.isVisible()]
    assert labels == ["Layer 1 · 100", "Layer 2 · 50"]


def test_the_lists_follow_the_layers_and_remember(field: ActivationsField) -> None:
    field.set_value("relu, tanh")
    field.set_layers([100])
    assert (field.value(), len(lists(field))) == ("relu", 1)
    field.set_layers([100, 50, 20])
    assert field.value() == "relu, tanh, sigmoid"
    field.set_layers([])
    assert (field.value(), lists(field)) == ("sigmoid", [])
    field.set_layers([100, 50])
    assert field.value() == "relu, tanh"


@pytest.mark.parametrize("value", ["tanh", "relu, tanh", "sigmoid, sigmoid, relu"])
def test_what_goes_in_comes_out_unannounced(field: ActivationsField, value: str) -> None:
    heard: list[bool] = []
    field.edited.connect(lambda: heard.append(True))
    field.set_value(value)
    assert field.value() == value
    assert heard == []
    field.set_value("sigmoid")
    assert (field.value(), lists(field)) == ("sigmoid", [])


@pytest.mark.parametrize("value", ["step", "relu, step", "", "each", "relu,"])
def test_what_is_not_on_offer_changes_nothing(field: ActivationsField, value: str) -> None:
    field.set_value("relu, tanh")
    field.set_value(value)
    assert field.value() == "relu, tanh"


def test_back_to_one_for_all_takes_the_lists_away(field: ActivationsField) -> None:
    field.set_value("relu, tanh")
    choose(field.all, "sigmoid")
    assert (field.value(), lists(field)) == ("sigmoid", [])


def test_other_choices_keep_what_is_still_on_offer(qtbot: QtBot, field: ActivationsField) -> None:
    field.set_value("relu, tanh")
    field.set_choices([("tanh", "Tanh"), ("relu", "ReLU")])
    assert field.value() == "relu, tanh"
    qtbot.waitUntil(lambda: [combo.count() for combo in lists(field)] == [2, 2])


def test_a_field_that_rests_takes_no_choice(field: ActivationsField) -> None:
    field.set_value("relu, tanh")
    field.setEnabled(False)
    assert [combo.isEnabled() for combo in (field.all, *lists(field))] == [False] * 3
