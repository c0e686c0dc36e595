import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QPalette, QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QSlider, QWidget
from pytestqt.qtbot import QtBot

from mlp_desktop.controllers.train.training_settings import form_groups
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.form_parts import ErrorLabel
from mlp_desktop.views.kit.layouts import hbox
from mlp_desktop.views.train.training_fields import DATA
from mlp_desktop.views.train.training_form import TrainingForm

FIELDS = (DATA, *(field for group in form_groups() for field in group.fields))
TYPED = {field.key: field.name for field in FIELDS if not field.chosen}
CHOSEN = {field.key: field.name for field in FIELDS if field.chosen}


@pytest.fixture
def form(qtbot: QtBot) -> TrainingForm:
    form = TrainingForm(form_groups())
    qtbot.addWidget(form)
    form.set_data([("mnist", "MNIST"), ("practice", "Practice set")], "mnist")
    for key in CHOSEN.keys() - {"data"}:
        form.set_choices(key, [("one", "The first"), ("two", "The second"), ("three", "The third")])
    form.resize(form.width(), 600)
    form.show()
    qtbot.waitExposed(form)
    more(form).click()
    return form


def more(form: TrainingForm) -> QAbstractButton:
    """The heading of the settings that are folded away at first."""
    found = form.findChild(QAbstractButton, "moreSettings")
    assert found is not None
    return found


def test_the_fields_have_the_names_that_were_agreed(form: TrainingForm) -> None:
    assert TYPED == {
        "count": "sliceCount",
        "label_noise": "labelNoise",
        "hidden": "hiddenLayers",
        "l1": "l1Strength",
        "l2": "l2Strength",
        "learning_rate": "learningRate",
        "batch_size": "batchSize",
        "epochs": "epochs",
        "validation": "validationShare",
        "patience": "patience",
        "seed": "seed",
        "initial_scale": "initialScale",
        "dropout": "dropout",
        "noise": "noise",
        "rotation": "rotation",
        "shift": "shift",
        "momentum": "momentum",
        "step_every": "stepEvery",
        "step_factor": "stepFactor",
        "warmup": "warmup",
        "gradient_clip": "gradientClip",
        "folds": "folds",
    }
    assert CHOSEN == {
        "data": "dataSource",
        "slice": "dataSlice",
        "activations": "activation",
        "output": "outputLoss",
        "initializer": "initializer",
        "augmentation": "augmentation",
        "optimizer": "optimizer",
        "schedule": "schedule",
        "calibrate": "calibrate",
    }
    for name in TYPED.values():
        assert form.findChild(QLineEdit, name) is not None
    for name in CHOSEN.values():
        assert form.findChild(QComboBox, name) is not None


def test_values_go_in_and_come_out(form: TrainingForm) -> None:
    values = (
        {key: f"{number}" for number, key in enumerate(TYPED)} | dict.fromkeys(CHOSEN, "two") | {"data": "practice"}
    )
    form.set_values(values)
    assert form.values() == values
    form.set_values({"epochs": "40", "optimizer": "three"})
    assert form.values() == values | {"epochs": "40", "optimizer": "three"}


def test_a_choice_that_is_not_on_offer_changes_nothing(form: TrainingForm) -> None:
    form.set_values({"optimizer": "two"})
    form.set_values({"optimizer": "newton"})
    assert form.values()["optimizer"] == "two"


def test_new_choices_keep_the_old_one_where_they_can(form: TrainingForm) -> None:
    form.set_values({"data": "practice"})
    form.set_choices("data", [("folder", "Folder"), ("mnist", "MNIST"), ("practice", "Practice set")])
    assert form.values()["data"] == "practice"
    form.set_choices("data", [("folder", "Folder")])
    assert form.values()["data"] == "folder"


def test_a_typed_field_has_no_choices(form: TrainingForm) -> None:
    with pytest.raises(KeyError, match="epochs"):
        form.set_choices("epochs", [("1", "one")])


@pytest.mark.parametrize(("key", "name"), TYPED.items())
def test_typing_is_announced(qtbot: QtBot, form: TrainingForm, key: str, name: str) -> None:
    heard: list[str] = []
    form.edited.connect(heard.append)
    qtbot.keyClicks(form.findChild(QLineEdit, name), "12")
    assert heard == [key, key]


@pytest.mark.parametrize(("key", "name"), CHOSEN.items())
def test_choosing_is_announced(qtbot: QtBot, form: TrainingForm, key: str, name: str) -> None:
    heard: list[str] = []
    form.edited.connect(heard.append)
    before = form.values()[key]
    qtbot.keyClick(form.findChild(QComboBox, name), Qt.Key.Key_Down)
    assert heard == [key]
    assert form.values()[key] != before


def test_a_field_that_is_pasted_into_is_announced_too(form: TrainingForm) -> None:
    heard: list[str] = []
    form.edited.connect(heard.append)
    form.findChild(QLineEdit, "epochs").setText("7")
    form.findChild(QComboBox, "optimizer").setCurrentIndex(1)
    assert heard == ["epochs", "optimizer"]


def test_filling_the_form_is_not_announced(form: TrainingForm) -> None:
    heard: list[str] = []
    form.edited.connect(heard.append)
    form.set_values({"epochs": "3", "optimizer": "two"})
    form.set_choices("schedule", [("a", "A")])
    assert heard == []


def test_an_error_stands_by_its_field_and_moves_nothing(form: TrainingForm) -> None:
    fields = {name: form.findChild(QWidget, name) for name in (TYPED | CHOSEN).values()}
    before = {name: field.geometry() for name, field in fields.items()}
    sentence = "Learning rate must be a number above 0. Got 'fast'."
    form.set_error("learning_rate", sentence)
    QApplication.processEvents()
    error = form.findChild(QLabel, "learningRateError")
    assert error.text() == error.toolTip() == sentence
    assert error.isVisible()
    assert 0 <= error.y() - fields["learningRate"].geometry().bottom() < 8
    assert fields["learningRate"].accessibleDescription() == sentence
    assert {name: field.geometry() for name, field in fields.items()} == before
    form.set_error("learning_rate", "")
    assert error.text() == fields["learningRate"].accessibleDescription() == ""


def test_every_usual_sentence_has_room(form: TrainingForm) -> None:
    error = form.findChild(QLabel, "hiddenLayersError")
    for sentence in (
        "Learning rate must be a number above 0. Got 'fast'.",
        "Minibatch must be a whole number from 1 to 1000. Got '0'.",
        "Validation share must be a number of at least 0 and below 1. Got '3'.",
    ):
        assert error.fontMetrics().horizontalAdvance(sentence) <= error.width()


def test_a_locked_form_takes_no_input(qtbot: QtBot, form: TrainingForm) -> None:
    form.set_values({"epochs": "3"})
    form.set_locked(True)
    qtbot.keyClicks(form.findChild(QLineEdit, "epochs"), "0")
    assert form.values()["epochs"] == "3"
    form.set_locked(False)
    qtbot.keyClicks(form.findChild(QLineEdit, "epochs"), "0")
    assert form.values()["epochs"] == "30"


def test_a_locked_form_leaves_open_what_may_be_changed_and_remembers_what_rests(form: TrainingForm) -> None:
    form.set_usable("count", False)
    form.set_locked(True, ("learning_rate", "l1"))
    inputs = form.findChildren(QLineEdit) + form.findChildren(QComboBox)
    names = {field.name for field in FIELDS}
    assert {i.objectName() for i in inputs if i.isEnabled()} & names == {"learningRate", "l1Strength"}
    form.set_locked(False)
    assert {i.objectName() for i in inputs if i.isEnabled()} & names == names - {"sliceCount"}


def test_the_wheel_is_left_to_the_form_and_changes_no_choice(form: TrainingForm) -> None:
    combo = form.findChild(QComboBox, "activation")
    combo.setFocus()
    middle = QPointF(combo.rect().center())
    event = QWheelEvent(
        middle,
        combo.mapToGlobal(middle),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(combo, event)
    assert form.values()["activations"] == "one"
    assert not event.isAccepted()


def test_the_strengths_say_what_they_multiply(form: TrainingForm) -> None:
    assert "strength/n · Σ|w|" in form.findChild(QLineEdit, "l1Strength").toolTip()
    assert "strength/(2n) · Σw²" in form.findChild(QLineEdit, "l2Strength").toolTip()
    for name in ("l1Strength", "l2Strength"):
        assert "n = number of training samples" in form.findChild(QLineEdit, name).toolTip()


def test_every_field_has_a_label_a_tip_and_a_name(form: TrainingForm) -> None:
    buddies = {label.buddy() for label in form.findChildren(QLabel)}
    for name in (TYPED | CHOSEN).values():
        field = form.findChild(QWidget, name)
        assert field in buddies
        assert field.toolTip().endswith((".", "samples."))
        assert field.accessibleName()


def test_tab_walks_through_the_fields_from_top_to_bottom(qtbot: QtBot, form: TrainingForm) -> None:
    form.activateWindow()
    first = form.findChild(QComboBox, "dataSource")
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    walked = ["dataSource"]
    for _ in range(len(FIELDS) + 7):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        walked.append(QApplication.focusWidget().objectName())
    buttons = ["dataFolderButton", "dataFileButton", "browseButton", "fetchButton"]
    names = [field.name for field in FIELDS[1:]]
    names.insert(names.index("initialScale"), "moreSettings")
    names.insert(names.index("learningRate") + 1, "findRate")
    for slid in ("rotation", "shift"):
        names.insert(names.index(slid), f"{slid}Slider")
    assert walked == ["dataSource", *buttons, *names]


def test_rare_settings_are_folded_away_until_they_are_asked_for(form: TrainingForm) -> None:
    momentum, epochs = form.findChild(QLineEdit, "momentum"), form.findChild(QLineEdit, "epochs")
    assert momentum.isVisible()
    more(form).click()
    assert not momentum.isVisible()
    assert epochs.isVisible()
    assert more(form).accessibleDescription() == "folded away"
    form.set_values({"momentum": "0.5"})
    assert form.values()["momentum"] == "0.5"
    form.set_more_words("momentum 0.5")
    assert form.findChild(QLabel, "moreSettingsWords").text() == "momentum 0.5"
    assert more(form).accessibleDescription() == "folded away: momentum 0.5"


@pytest.mark.parametrize("key", ["count", "step_factor", "calibrate"])
def test_a_field_is_unfolded_scrolled_to_and_focused(qtbot: QtBot, form: TrainingForm, key: str) -> None:
    more(form).click()
    form.resize(form.width(), 300)
    form.activateWindow()
    for field in ("calibrate", "count"):  # begins at the bottom, and at the top
        form.reveal(field)
        form.reveal(key)
        widget, error = (
            form.findChild(QWidget, (TYPED | CHOSEN)[key]),
            form.findChild(QLabel, f"{(TYPED | CHOSEN)[key]}Error"),
        )
        qtbot.waitUntil(widget.hasFocus)
        for part in (widget, error):
            assert form.viewport().rect().contains(QRect(part.mapTo(form.viewport(), QPoint()), part.size()))


def test_a_note_stands_where_an_error_would_in_a_quiet_colour(form: TrainingForm) -> None:
    line = form.findChild(ErrorLabel, "l2StrengthError")
    form.set_error("l2", "Wrong.")
    assert line.colour() == theme.error_colour()
    form.set_note("l2", "Very strong.")
    assert line.text() == form.findChild(QLineEdit, "l2Strength").accessibleDescription() == "Very strong."
    assert line.colour() == form.palette().color(QPalette.ColorRole.PlaceholderText)
    form.set_error("l2", "")
    assert line.text() == ""


def test_a_lesson_shows_the_folded_fields_that_it_is_about_and_no_others(form: TrainingForm) -> None:
    more(form).click()
    momentum, clip = form.findChild(QLineEdit, "momentum"), form.findChild(QLineEdit, "gradientClip")
    form.show_only(["epochs", "momentum"])
    assert momentum.isVisible()
    assert not clip.isVisible()
    form.show_only(["epochs"])
    assert not more(form).isVisible()
    form.show_only(None)
    assert more(form).isVisible()
    assert not momentum.isVisible()
    more(form).click()
    assert clip.isVisible()


def test_the_data_buttons_announce(qtbot: QtBot, form: TrainingForm) -> None:
    for name, signal in [
        ("dataFolderButton", form.folder_requested),
        ("dataFileButton", form.file_requested),
        ("fetchButton", form.fetch_requested),
        ("browseButton", form.browse_requested),
    ]:
        with qtbot.waitSignal(signal, timeout=1000):
            qtbot.mouseClick(form.findChild(QAbstractButton, name), Qt.MouseButton.LeftButton)


def test_data_is_offered_and_chosen_unannounced(qtbot: QtBot, form: TrainingForm) -> None:
    heard: list[str] = []
    form.edited.connect(heard.append)
    form.set_data([("folder", "Folder"), ("mnist", "MNIST")], "mnist")
    assert (form.data, heard) == ("mnist", [])


@pytest.mark.usefixtures("large_text")
def test_in_large_text_a_label_is_above_its_field_unless_the_window_is_broad(qtbot: QtBot, form: TrainingForm) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    hbox(form, parent=around).addStretch()
    around.show()
    names = ("dataSource", "learningRate", "dataFolderButton")
    fields = [form.findChild(QWidget, name) for name in names]
    lefts = {}
    for width in (2560, 1024, 2500):
        around.resize(width, 700)
        for _ in range(3):
            QApplication.processEvents()
        lefts[width] = [field.mapTo(form, QPoint()).x() > 150 for field in fields]
    form.setParent(None)  # a test closes each by itself
    assert lefts == {2560: [True] * 3, 1024: [False] * 3, 2500: [True] * 3}


def test_a_slider_and_the_number_beside_it_show_the_same_and_either_moves_both(form: TrainingForm) -> None:
    typed, slider = form.findChild(QLineEdit, "rotation"), form.findChild(QSlider, "rotationSlider")
    assert slider.accessibleName() == "Rotation"
    edited: list[str] = []
    form.edited.connect(edited.append)
    form.set_values({"rotation": "12"})
    assert slider.value() == 12 / 45 * slider.maximum()
    assert edited == []
    slider.setValue(slider.maximum())
    assert form.values()["rotation"] == "45"
    assert set(edited) == {"rotation"}
    for text, place in (("4,5", 0.1), ("x", 0.1), ("-3", 0.0), ("180", 1.0)):
        typed.setText(text)
        assert slider.value() == place * slider.maximum()
        assert form.values()["rotation"] == text, "what is typed stays as it is"
    form.set_usable("rotation", False)
    assert not slider.isEnabled()
    form.show_only({"learning_rate"})
    assert not slider.isVisible()
