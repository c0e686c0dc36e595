"""Tuning in the window: when there are drawings enough, with before and after, tried, accepted, discarded, undone.

What a tuning learns is tested with the engine; here a tuned network is one whose answers are shifted by one.
"""

# A widget that is missing fails its test.
# pyright: reportOptionalMemberAccess=false

import threading

import numpy as np
import pytest
from PySide6.QtCore import Qt

from mlp_desktop.app import Desktop
from mlp_desktop.controllers.my_digits import tuned_network
from mlp_desktop.models.window.session import BUNDLED_NETWORK, TUNED_NETWORK
from mlp_desktop.workers.my_digits import tuning_worker
from mlp_engine.datasets.drawing_file import read_drawings
from mlp_engine.errors import DataError, WeightsWriteError
from mlp_engine.files.resources import resource_path
from mlp_engine.my_digits import DrawingStore, LabelledDrawing, my_digits_folder
from mlp_engine.perceptron.network import Network
from mlp_engine.tuning.tuning import Gain, Tuning, TuningProgress

from .acting import button, click, text

LEFT = Qt.MouseButton.LeftButton
ONE = [[(2.0, 0.0), (2.0, 7.0)]]


def shifted(network: Network) -> Network:
    """A network that reads every digit as the next one."""
    copy = network.writable_copy()
    copy.weights[-1][...] = np.roll(copy.weights[-1], 1, axis=1)
    copy.biases[-1][...] = np.roll(copy.biases[-1], 1)
    return copy.copy()


class FakeTuning:
    """Stands in for the engine's tuning; ``go_on`` lets it end, ``tuned`` are the networks it was given."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.go_on.set()
        self.tuned: list[Network] = []
        self.error = ""

    def __call__(self, network, own, rehearsal, checks=(), config=None, *, on_progress=None, control=None) -> Tuning:
        self.tuned.append(network)
        on_progress(TuningProgress(1, 4))  # pyright: ignore[reportOptionalCall]
        while not self.go_on.wait(0.01):
            if not control.wait_while_paused():
                return Tuning(None, "stopped", None, (), 0.1)
        if self.error:
            raise DataError(self.error)
        few = len(own) < 15
        gain = None if few else Gain("my digits", len(own), 4, 1)
        others = (Gain("practice digits", 5000, 60, 62), Gain("MNIST test set", 10000, 45, 47))
        return Tuning(shifted(network), "finished", gain, others, 3.2)


@pytest.fixture
def fake(monkeypatch) -> FakeTuning:
    tuning = FakeTuning()
    monkeypatch.setattr(tuning_worker, "tune_to_hand", tuning)
    monkeypatch.setattr(tuning_worker, "load_rehearsal", lambda: (None, ()))
    return tuning


def fill(count: int) -> None:
    samples = read_drawings(resource_path("samples", "digits.jsonl"))
    DrawingStore(my_digits_folder()).add_all(
        LabelledDrawing(number % 10, samples[number % len(samples)], answer=number % 10) for number in range(count)
    )


def click_in_tab(qtbot, desktop: Desktop, name: str) -> None:
    desktop.window.tabs.setCurrentWidget(desktop.window.my_digits_tab)
    click(qtbot, desktop, name)


def look(qtbot, desktop: Desktop) -> None:
    desktop.window.tabs.setCurrentWidget(desktop.window.my_digits_tab)
    wait(qtbot, desktop)


def wait(qtbot, desktop: Desktop) -> None:
    qtbot.waitUntil(lambda: not desktop.own_digits.is_running, timeout=10_000)


def tune(qtbot, desktop: Desktop) -> None:
    click_in_tab(qtbot, desktop, "tuneStart")
    wait(qtbot, desktop)


def answer(qtbot, desktop: Desktop, draw) -> str:
    desktop.drawing.clear()
    desktop.window.tabs.setCurrentWidget(desktop.window.draw_tab)
    qtbot.waitUntil(lambda: desktop.reading.digit is None)
    draw(desktop, ONE)
    qtbot.waitUntil(lambda: desktop.reading.digit is not None)
    return str(desktop.reading.digit.digit)


def test_with_too_few_drawings_it_is_said_how_many_are_needed(qtbot, desktop, fake) -> None:
    fill(9)
    look(qtbot, desktop)
    assert not button(desktop, "tuneStart").isEnabled()
    assert text(desktop, "tuneWords") == "Tuning needs at least 10 drawings. There are 9."


def test_before_and_after_are_shown_and_nothing_changes_until_it_is_accepted(qtbot, desktop, fake) -> None:
    fill(20)
    look(qtbot, desktop)
    tune(qtbot, desktop)
    assert text(desktop, "tuneWords").startswith("Tuned in 3 s.")
    assert [text(desktop, f"tuneGain1{part}") for part in ("Name", "Before", "After")] == [
        "my digits (20)",
        "4 (20.0%)",
        "1 (5.0%)",
    ]
    assert text(desktop, "tuneGain3Name") == "MNIST test set (10,000)"
    assert (text(desktop, "tuneGain3Before"), text(desktop, "tuneGain3After")) == ("0.45%", "0.47%")
    assert desktop.session.in_use.name == BUNDLED_NETWORK


def test_where_none_could_be_held_apart_that_is_said(qtbot, desktop, fake) -> None:
    fill(12)
    look(qtbot, desktop)
    assert text(desktop, "tuneWords").startswith("There are 12 drawings")
    tune(qtbot, desktop)
    assert "too few drawings to measure the gain" in text(desktop, "tuneWords")
    assert text(desktop, "tuneGain1Name") == "practice digits (5,000)"


def test_trying_reads_with_the_tuned_network_and_discarding_goes_back(qtbot, desktop, fake, draw) -> None:
    fill(20)
    base = desktop.session.in_use.network
    look(qtbot, desktop)
    tune(qtbot, desktop)
    click_in_tab(qtbot, desktop, "tuneTry")
    assert desktop.window.tabs.currentWidget() is desktop.window.draw_tab
    assert "on trial" in text(desktop, "networkLine")
    assert answer(qtbot, desktop, draw) == "2"
    click_in_tab(qtbot, desktop, "tuneDiscard")
    assert desktop.session.in_use.network is base
    assert answer(qtbot, desktop, draw) == "1"
    assert not DrawingStore(my_digits_folder()).tuned_weights.exists()


def test_an_accepted_network_reads_also_after_the_next_start_and_the_one_before_comes_back(
    qtbot, start, fake, draw
) -> None:
    fill(20)
    desktop = start()
    look(qtbot, desktop)
    tune(qtbot, desktop)
    click_in_tab(qtbot, desktop, "tuneAccept")
    assert desktop.session.in_use.name == TUNED_NETWORK
    assert desktop.session.in_use.is_saved
    again = start()
    assert again.session.in_use.name == TUNED_NETWORK
    assert "0.5% errors" in text(again, "networkLine")
    assert answer(qtbot, again, draw) == "2"
    look(qtbot, again)
    click_in_tab(qtbot, again, "tuneBack")
    assert again.session.in_use.name == BUNDLED_NETWORK
    assert answer(qtbot, again, draw) == "1"
    assert start().session.in_use.name == BUNDLED_NETWORK


def test_a_tuned_network_is_not_tuned_again_but_the_one_before_it(qtbot, desktop, fake) -> None:
    fill(20)
    base = desktop.session.in_use.network
    look(qtbot, desktop)
    tune(qtbot, desktop)
    click_in_tab(qtbot, desktop, "tuneAccept")
    tune(qtbot, desktop)
    assert fake.tuned == [base, base]


def test_the_bundled_network_can_always_be_used(qtbot, desktop, fake, draw) -> None:
    fill(20)
    look(qtbot, desktop)
    tune(qtbot, desktop)
    click_in_tab(qtbot, desktop, "tuneAccept")
    desktop.window.bundled_action.trigger()
    assert desktop.session.in_use.name == BUNDLED_NETWORK
    assert answer(qtbot, desktop, draw) == "1"


def test_a_tuning_is_stopped_and_nothing_has_changed(qtbot, desktop, fake) -> None:
    fill(20)
    fake.go_on.clear()
    look(qtbot, desktop)
    click_in_tab(qtbot, desktop, "tuneStart")
    qtbot.waitUntil(lambda: text(desktop, "tuneWords").startswith("Tuning,"))
    click_in_tab(qtbot, desktop, "tuneStop")
    wait(qtbot, desktop)
    assert text(desktop, "tuneWords").startswith("Stopped. The network in use has not changed.")
    assert desktop.session.in_use.name == BUNDLED_NETWORK
    assert button(desktop, "tuneStart").isEnabled()


def test_a_tuning_that_fails_says_why(qtbot, desktop, fake, told) -> None:
    fill(20)
    fake.error = "Drawings must be digits. Got none."
    look(qtbot, desktop)
    tune(qtbot, desktop)
    assert told == ["Drawings must be digits. Got none."]
    assert desktop.session.in_use.name == BUNDLED_NETWORK


def test_the_window_closes_in_the_middle_of_a_tuning(qtbot, desktop, fake) -> None:
    fill(20)
    fake.go_on.clear()
    look(qtbot, desktop)
    click_in_tab(qtbot, desktop, "tuneStart")
    desktop.window.close()
    qtbot.waitUntil(lambda: not desktop.window.isVisible(), timeout=10_000)
    assert not desktop.own_digits.is_running


def test_to_forget_everything_takes_the_tuned_network_away(qtbot, desktop, fake, monkeypatch) -> None:
    fill(20)
    monkeypatch.setattr(desktop.window, "ask", lambda *_: True)
    look(qtbot, desktop)
    tune(qtbot, desktop)
    click_in_tab(qtbot, desktop, "tuneAccept")
    click_in_tab(qtbot, desktop, "digitsForget")
    wait(qtbot, desktop)
    assert desktop.session.in_use.name == BUNDLED_NETWORK
    assert not list(my_digits_folder().glob("*.safetensors"))
    assert text(desktop, "tuneWords") == "Tuning needs at least 10 drawings. There is none."


def test_a_slow_disk_holds_nothing_up_while_a_tuned_network_is_saved(
    qtbot, desktop, fake, told, monkeypatch, stands_still
) -> None:
    fill(20)
    monkeypatch.setattr(desktop.window, "ask", lambda *_: True)
    look(qtbot, desktop)
    tune(qtbot, desktop)
    with stands_still((tuned_network, "save_weights")):
        click_in_tab(qtbot, desktop, "tuneAccept")
        assert text(desktop, "tuneWords") == "Saving the tuned network…"
        assert not any(button(desktop, name).isEnabled() for name in ("tuneAccept", "tuneTry", "tuneDiscard"))
        desktop.own_digits.tuned_network._accept()  # once is enough
        assert desktop.session.in_use.name == BUNDLED_NETWORK
    wait(qtbot, desktop)
    assert (desktop.session.in_use.name, told) == (TUNED_NETWORK, [])

    def fail(*_: object) -> None:
        raise WeightsWriteError("The disk was pulled out.")

    tune(qtbot, desktop)
    monkeypatch.setattr(tuned_network, "save_weights", fail)
    click_in_tab(qtbot, desktop, "tuneAccept")
    wait(qtbot, desktop)
    assert told == ["The disk was pulled out."]
    assert button(desktop, "tuneAccept").isEnabled()


def test_a_tuning_that_begins_before_the_last_tuned_network_is_read_is_not_disturbed_by_it(
    qtbot, start, fake, stands_still
) -> None:
    fill(20)
    first = start()
    look(qtbot, first)
    tune(qtbot, first)
    click_in_tab(qtbot, first, "tuneAccept")
    wait(qtbot, first)
    with stands_still((tuned_network, "load_for_pad")):
        again = start()
        again.window.tabs.setCurrentWidget(again.window.my_digits_tab)
        controller = again.own_digits.tuned_network
        qtbot.waitUntil(button(again, "tuneStart").isEnabled, timeout=20_000)
        fake.go_on.clear()
        click(qtbot, again, "tuneStart")
    qtbot.waitUntil(lambda: not controller._files.is_running, timeout=20_000)
    assert again.session.in_use.name == BUNDLED_NETWORK
    assert button(again, "tuneStop").isVisible(), "it is still running"
    fake.go_on.set()
    wait(qtbot, again)
    assert button(again, "tuneAccept").isEnabled()
