"""The answer of the network in training to the drawing, several times a second while the run goes on."""

import time

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from mlp_desktop.controllers.draw.pad_controller import PadController
from mlp_desktop.controllers.draw.recognition import Recognition
from mlp_desktop.controllers.moments.live_diagram import LiveDiagram
from mlp_desktop.controllers.train.training import TrainingController
from mlp_desktop.controllers.train.training_words import not_for_pad
from mlp_desktop.models.draw.drawing import Drawing
from mlp_desktop.models.draw.reading import Reading
from mlp_desktop.plain_words import a_digit, counted
from mlp_desktop.views.moments.live_pad import LivePad
from mlp_desktop.views.window.main_window import MainWindow
from mlp_engine.arrays import Floats
from mlp_engine.perceptron.network import Network
from mlp_engine.training.control import RunControl
from mlp_engine.training.history import MinibatchStep

MILLISECONDS_BETWEEN_ANSWERS = 150
"""From one copy of the network to the next: nearly seven a second, which the eye takes for a movement."""
MILLISECONDS_OF_LARGE, LARGE = 190, 1_000_000
"""The same for networks of more parameters than this, whose copies take milliseconds of the training: five a second."""

MOST_UPDATES = 20
"""More updates of the weights than this are not told as what changed an answer."""

NO_RUN = "Start a run to watch its network learn your drawing."
NOT_YET = "The network will be here in a moment."
DRAW = "Draw a digit"


class LiveAnswer(QObject):
    """Reads the drawing with copies of the network in training while its pad, its diagram or the Draw tab shows them.

    The copies are made by the training between two minibatches, and never change, so that the training is the same
    whether anybody looks or not. After the run the network that it has made goes on answering.
    """

    # RunControl of the run, Network, and how many minibatches led to it, out of the training's thread
    _network_ready = Signal(object, object, int)

    def __init__(
        self,
        window: MainWindow,
        view: LivePad,
        pad: PadController,
        drawing: Drawing,
        reading: Reading,
        recognition: Recognition,
        training: TrainingController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._view = view
        self._page = window.live_network
        self._diagram = LiveDiagram(self._page.diagram, self)
        self._pad = pad
        self._reading = reading
        self._recognition = recognition
        self._panel = panel = window.draw_tab.reading
        self._training = training
        self._network: Network | None = None
        self._before: Network | None = None
        self._asked: RunControl | None = None
        self._last = 0.0
        self._minibatches = 0
        self._updates = 0
        self._epoch = 0.0
        self._due = QTimer(self, singleShot=True)
        self._due.timeout.connect(self._ask)
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._show)
        self._network_ready.connect(self._arrived)
        pad.also_on(view.pad)
        for action in window.draw_tab.pad.actions():
            view.pad.addAction(action)
        view.clear_requested.connect(drawing.clear)
        view.sample_requested.connect(self._next_sample)
        view.seen.connect(self._turn)
        self._page.seen.connect(self._turn)
        panel.in_training.toggled.connect(self._switch)
        panel.page_changed.connect(self._switch)
        window.tabs.currentChanged.connect(self._switch)
        reading.changed.connect(self._follow)
        training.begun.connect(self._begin)
        training.ended.connect(self._end)
        training.display.stepped.connect(self._stepped)
        self._show()

    @property
    def _is_seen(self) -> bool:
        return self._view.isVisible() or self._page.isVisible() or self._answers_in_draw_tab

    @property
    def _answers_in_draw_tab(self) -> bool:
        """Whether the page Answer of the Draw tab is in front, and a person has switched it over."""
        panel = self._panel
        return panel.in_training.isChecked() and panel.page == 0 and panel.isVisible()

    def _switch(self) -> None:
        """The Draw tab may show the network in training now, or not any more."""
        if self._answers_in_draw_tab:
            self._ask()
        elif not self._is_seen:
            self._due.stop()
        self._show()

    def _turn(self, seen: bool) -> None:
        if seen:
            self._pad.show_on(self._view.pad)
            self._ask()
            self._show()
        elif not self._is_seen:
            self._due.stop()

    def _begin(self) -> None:
        self._network = self._before = None
        self._updates, self._minibatches, self._epoch = 0, 0, 0.0
        self._panel.offer_training(True)
        self._ask()
        self._show()

    def _end(self) -> None:
        """Go on with the network that the run has made, if it has made one."""
        self._due.stop()
        self._before, self._updates = None, 0
        self._network = self._training.network
        self._panel.offer_training(False)
        self._show()

    # Copies of the network

    def _ask(self) -> None:
        control = self._training.control
        if control is None or self._asked is control or not self._is_seen:
            return
        if self._network is not None and control.minibatches == self._minibatches:  # as in a pause
            self._due.start(MILLISECONDS_BETWEEN_ANSWERS)
            return
        self._asked = control
        self._last = time.perf_counter()
        control.request_network(lambda network: self._network_ready.emit(control, network, control.minibatches))

    def _stepped(self, step: MinibatchStep) -> None:
        """Ask for the network after a minibatch that a person watches, at once."""
        self._epoch = step.epoch
        self._ask()

    def _arrived(self, control: RunControl, network: Network, minibatches: int) -> None:
        if control is not self._asked:
            return  # of a run that has ended
        self._asked = None
        if control is not self._training.control:
            return
        updates, is_watched = minibatches - self._minibatches, control.is_paused or control.pace is not None
        if updates or not is_watched:
            # At full speed hundreds of updates lie between two answers: they show by themselves.
            is_first = self._network is None
            self._before = self._network if is_watched and not is_first and updates <= MOST_UPDATES else None
            self._updates = updates
        self._minibatches = minibatches
        self.show_network(network)
        passed = 1000 * (time.perf_counter() - self._last)
        is_large = network.config.parameter_count > LARGE
        pause = MILLISECONDS_OF_LARGE if is_large else MILLISECONDS_BETWEEN_ANSWERS
        self._due.start(max(pause - round(passed), 0))

    # The answer

    def show_network(self, network: Network) -> None:
        """Show what this network makes of the drawing."""
        self._network = network
        self._show()

    def _follow(self) -> None:
        """Show the answer to a new reading soon, where a page of its own does: the Draw tab shows it by itself."""
        if self._view.isVisible() or self._page.isVisible():
            self._soon.start()

    def _show(self) -> None:
        network, digit = self._network, self._reading.digit
        note = not_for_pad(network) if network is not None else NOT_YET if self._training.control else NO_RUN
        image = None if digit is None else digit.image
        if self._page.isVisible():
            self._show_diagram(note, network, image)
        if self._view.isVisible():
            self._pad.show_frames_on(self._view.pad)
            self._show_answer(note, network, image)
        self._show_in_draw_tab(note, network)

    def _show_in_draw_tab(self, note: str, network: Network | None) -> None:
        """Let the Draw tab show the answer of the network in training, where a person has switched it over."""
        answers = self._answers_in_draw_tab and network is not None and not note
        name = self._name()
        self._recognition.show_other(network if answers else None, f"{name[:1].lower()}{name[1:]}")
        waits = self._answers_in_draw_tab and not answers
        self._window.set_answering_line(name if answers else "")
        self._panel.tell_training(note if waits else name.removeprefix("The network in training, ") if answers else "")

    def _show_diagram(self, note: str, network: Network | None, image: NDArray[np.uint8] | None) -> None:
        if network is None or note:
            self._page.show_note(note)
        else:
            self._page.show_diagram()
            self._diagram.show_network(network, image)

    def _show_answer(self, note: str, network: Network | None, image: NDArray[np.uint8] | None) -> None:
        if network is None or note:
            self._view.show_answer("", None, note)
        elif image is None:
            self._view.show_answer(DRAW, None, self._about())
        else:
            p = _probabilities(network, image)
            answer = int(p.argmax())
            words = f"Reads {a_digit(answer)}, {p[answer]:.0%}"
            change = self._about()
            if self._before is not None:
                before = _probabilities(self._before, image)
                was = int(before.argmax())
                change = f"{change}: {answer} {before[answer]:.2%} → {p[answer]:.2%}"
                if was != answer:
                    change += f", before {a_digit(was)}"
            self._view.show_answer(words, p.tolist(), change)

    def _about(self) -> str:
        """Which network answers."""
        if self._training.control is None:
            return "The network that the run has made"
        last = self._training.curves.last
        if self._before is not None:
            # A step is reported at once, the progress of an epoch only when it has samples enough for a mean.
            epoch = max(self._epoch, 0.0 if last is None else last.epoch)
            return f"Epoch {epoch:.2f}, {counted(self._updates, 'update')} of the weights"
        return self._name()

    def _name(self) -> str:
        """What the network in training is called."""
        last = self._training.curves.last
        return "The network in training" if last is None else f"The network in training, epoch {last.epoch:.1f}"

    def _next_sample(self) -> None:
        self._window.sample_requested.emit(1)


def _probabilities(network: Network, image: NDArray[np.uint8]) -> Floats:
    return network.predict(image.ravel())
