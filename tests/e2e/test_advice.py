"""What goes wrong with a run is said under its curves, and a click puts the cure into the form."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from mlp_desktop.app import Desktop
from mlp_desktop.controllers.train.advice import cure_texts
from mlp_desktop.controllers.train.training_settings import FIRST_VALUES, read_form

from .acting import text

SICK = {"epochs": "6", "hidden": "30", "batch_size": "5", "l2": "0", "validation": "0.2"}


def run(qtbot, desktop: Desktop, values: dict[str, str]) -> None:
    desktop.window.train_tab.form.set_values(SICK | values)
    qtbot.mouseClick(desktop.window.findChild(QPushButton, "trainStart"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not desktop.training.is_running, timeout=20_000)


def words(desktop: Desktop) -> str:
    return text(desktop, "diagnosisWords")


def remedy(desktop: Desktop) -> QPushButton:
    button = desktop.window.findChild(QPushButton, "applyRemedy")
    assert button is not None
    return button


def test_a_rate_too_low_is_told_and_mended_with_one_click(qtbot, ready) -> None:
    run(qtbot, ready, {"learning_rate": "0.0001"})
    assert words(ready).startswith("The training loss hardly falls")
    assert words(ready) in ready.window.train_tab.loss_plot.accessibleDescription()
    assert remedy(ready).text() == "Try the rate 0.1"
    assert remedy(ready).toolTip() == "Puts Learning rate 0.1 into the form, once the run has ended."
    qtbot.mouseClick(remedy(ready), Qt.MouseButton.LeftButton)
    assert ready.window.train_tab.form.values()["learning_rate"] == "0.1"
    assert text(ready, "trainStatus") == ("Learning rate 0.1 is in the form now. Press Start to try it.")
    run(qtbot, ready, {"learning_rate": "0.1", "epochs": "12"})
    assert words(ready).endswith("Nothing looks wrong.")
    assert not remedy(ready).isVisible()


def test_a_cure_that_changes_what_a_lesson_hides_is_not_offered(qtbot, ready) -> None:
    ready.window.train_tab.form.show_only(("epochs", "l2"))
    run(qtbot, ready, {"learning_rate": "0.0001"})
    assert words(ready).startswith("The training loss hardly falls")
    assert not remedy(ready).isVisible()


def test_a_finding_shows_its_evidence_and_the_epochs_in_both_plots(qtbot, ready) -> None:
    run(qtbot, ready, {"learning_rate": "0.0001"})
    evidence = text(ready, "diagnosisEvidence")
    assert evidence.startswith("Sure · epochs 1 to 6 · training loss ")
    curves = ready.window.train_tab.curves
    assert (curves.loss_plot.span, curves.accuracy_plot.span) == ((1, 6), (1, 6))
    past = text(ready, "diagnosisPast")
    assert past == "Before: few validation samples (epochs 2 to 6)"


@pytest.mark.parametrize("size", [(1024, 700), (1120, 720)], ids=str)
def test_the_buttons_stay_in_sight_under_a_finding_in_a_small_window(qtbot, ready, size) -> None:
    ready.window.resize(*size)
    run(qtbot, ready, {"learning_rate": "0.0001", "hidden": "30, 20"})
    assert text(ready, "diagnosisEvidence")
    for name in ("trainStart", "trainPause", "trainStop", "useNetwork"):
        button = ready.window.findChild(QPushButton, name)
        qtbot.waitUntil(lambda button=button: button.visibleRegion().boundingRect() == button.rect())


def test_without_validation_samples_nothing_is_called_right(qtbot, ready) -> None:
    run(qtbot, ready, {"learning_rate": "0.3", "epochs": "12", "validation": "0"})
    assert words(ready).endswith("nobody can know: no validation set was held out.")
    assert not remedy(ready).isVisible()


def test_a_few_validation_samples_are_said_to_tell_little(qtbot, ready) -> None:
    run(qtbot, ready, {"learning_rate": "0.3", "epochs": "12", "validation": "0.01"})
    assert "tell little" in words(ready) or "tells little" in words(ready)


def test_a_diverged_run_offers_a_lower_rate(qtbot, ready, told) -> None:
    run(qtbot, ready, {"activations": "relu", "learning_rate": "1e30"})
    assert len(told) == 1
    assert words(ready).startswith("The loss is no longer a finite number")
    qtbot.keyClick(remedy(ready), Qt.Key.Key_Space)
    assert ready.window.train_tab.form.values()["learning_rate"] == "0.1"


def test_a_run_is_watched_while_it_goes_on_and_its_cure_waits_for_its_end(qtbot, ready) -> None:
    form = ready.window.train_tab.form
    form.set_values(SICK | {"learning_rate": "1e-9", "epochs": "100000"})
    qtbot.mouseClick(ready.window.findChild(QPushButton, "trainStart"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: words(ready).startswith("The training loss hardly falls"), timeout=20_000)
    assert remedy(ready).isVisible()
    assert not remedy(ready).isEnabled()
    qtbot.mouseClick(ready.window.findChild(QPushButton, "trainStop"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not ready.training.is_running, timeout=20_000)


def test_a_new_run_begins_without_the_words_about_the_last(qtbot, ready) -> None:
    run(qtbot, ready, {"learning_rate": "0.0001"})
    ready.window.train_tab.form.set_values({"epochs": "1"})
    qtbot.mouseClick(ready.window.findChild(QPushButton, "trainStart"), Qt.MouseButton.LeftButton)
    assert words(ready) == ""
    assert not remedy(ready).isVisible()
    qtbot.waitUntil(lambda: not ready.training.is_running, timeout=20_000)


@pytest.mark.parametrize(
    "remedy",
    [
        {"learning_rate": 0.03},
        {"l1": 0.5, "l2": 2.0},
        {"schedule": "cosine"},
        {"augmentation": "affine"},
        {"patience": 5},
        {"activations": ("relu",), "initializer": "he", "learning_rate": 0.1},
        {"hidden": (400, 120)},
        {"loss": "cross-entropy", "initializer": "gaussian"},
        {"slice": "random", "count": 4000},
        {"epochs": 60},
        {"dropout": (0.5,)},
        {"activations": ("leaky-relu",)},
    ],
)
def test_every_cure_is_understood_by_the_form(remedy) -> None:
    reading = read_form(FIRST_VALUES | cure_texts(remedy))
    assert reading.errors == {}
    for name, value in remedy.items():
        records = (reading.training, reading.network, reading.samples)
        kept = next(getattr(record, name) for record in records if hasattr(record, name))
        assert kept == value
