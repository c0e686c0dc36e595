"""The moments of one run or two, shown at the place of the slider."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from mlp_desktop.controllers.moments.read_moments import ReadMoments
from mlp_desktop.controllers.train.weights_display import show_weights
from mlp_desktop.models.draw.reading import Reading
from mlp_desktop.plain_words import a_digit, counted
from mlp_desktop.views.moments.moments_page import MomentsPage, ShownAnswer
from mlp_engine.arrays import IMAGE_PIXELS
from mlp_engine.runs import StoredRun
from mlp_engine.runs.moments import Moment
from mlp_engine.runs.snapshots import WHY_NONE

MILLISECONDS_A_MOMENT = 700

CHOOSE = "Choose one run to see it moment by moment, or two to compare them at the same moments."
NONE = f"There are no snapshots: {WHY_NONE}."
DRAWING = "Drawing practice digits…"
LOOKING = "Reading the snapshots…"


class RunMoments(QObject):
    """Shows the moments of the chosen runs while its page is in sight; emits ``ended`` when no thread runs.

    The slider stands on one of the epochs of both runs together. A run without a snapshot of just that epoch is shown
    as it was before it.
    """

    ended = Signal()
    map_requested = Signal(list)
    """The moments of the run that is shown: each a name and a network."""

    def __init__(self, page: MomentsPage, reading: Reading, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._page = page
        self._reading = reading
        self._runs: list[StoredRun] = []
        self._epoch = -1
        self._moments = ReadMoments(self)
        self._moments.changed.connect(self._show)
        self._moments.waits.connect(self._show_wait)
        self._moments.failed.connect(page.show_note)
        self._moments.ended.connect(self.ended)
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._show_answer)
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._go_on)
        page.seen.connect(self._turn)
        page.moment_chosen.connect(self._choose)
        page.run_chosen.connect(self._show)
        page.play_requested.connect(self._play_or_pause)
        page.map_requested.connect(self._map)
        reading.changed.connect(self._follow)

    @property
    def is_running(self) -> bool:
        """Whether a worker is running."""
        return self._moments.is_running

    def stop(self) -> None:
        """Stop all work; ``ended`` follows."""
        self._clock.stop()
        self._moments.stop()

    def show_runs(self, runs: Sequence[StoredRun]) -> None:
        """Show these runs from now on."""
        if [run.summary.id for run in runs] != [run.summary.id for run in self._runs]:
            self._epoch = -1
            self._pause()
            self._moments.forget()
        self._runs = list(runs)
        self._look()

    def _turn(self, seen: bool) -> None:
        if seen:
            self._moments.try_again()
            self._show_answer()  # to a drawing made meanwhile; on a slow disk the snapshots take their time
            self._look()
        else:
            self._moments.leave_list()
            self._pause()

    def _look(self) -> None:
        """Look at the snapshots that are not known yet."""
        if not self._page.isVisible():
            return
        if not 1 <= len(self._runs) <= 2:
            self._show_only(CHOOSE)
            return
        if note := _misfit(self._runs):
            self._show_only(note)
            return
        self._moments.look(self._runs)

    def _show_wait(self) -> None:
        if not self._moments.is_listed:
            self._page.show_note(LOOKING)

    def _show_only(self, note: str) -> None:
        """Show no moments, but a note."""
        self._moments.forget()
        self._page.show_note(note)

    # What is shown

    def _moment(self, run: int) -> Moment | None:
        """The moment of a run at the place of the slider, or the last one before it."""
        return next((moment for moment in reversed(self._moments.of(run)) if moment.epoch <= self._epoch), None)

    def _show(self) -> None:
        epochs = self._moments.epochs()
        if not epochs:
            if self._moments.is_complete:
                self._page.show_note(self._broken_ones() or NONE)
            else:
                self._page.show_note(LOOKING if self._moments.has_data else DRAWING)
            return
        if self._epoch not in epochs:
            self._epoch = epochs[0]
        names = [f"Run {run.summary.id}" for run in self._runs]
        self._page.set_moments(len(epochs), epochs.index(self._epoch), names)
        self._show_moment()

    def _broken_ones(self) -> str:
        """How many snapshots cannot be shown, and why the first of them."""
        sentences = self._moments.broken
        return f"{counted(len(sentences), 'snapshot')} can't be shown: {sentences[0]}" if sentences else ""

    def _choose(self, place: int) -> None:
        epochs = self._moments.epochs()
        if place < len(epochs):
            self._epoch = epochs[place]
            self._show_moment()

    def _show_moment(self) -> None:
        moment, when = self._moment(self._page.run), _when(self._epoch)
        broken = self._broken_ones()
        ending = f". {broken}" if broken else f" · {self._moments.kept}"
        if moment is None:
            number = self._runs[self._page.run].summary.id
            self._page.show_words(f"{when.capitalize()}: no network of run {number}{ending}", when)
            return
        shares = [
            f"{'' if len(self._runs) == 1 else f'run {run.summary.id} '}{other.accuracy:.1%}{self._earlier(other)}"
            for number, run in enumerate(self._runs)
            if (other := self._moment(number)) is not None
        ]
        words = f"{' and '.join(shares)} of {counted(moment.samples, 'practice digit')} read correctly"
        self._page.show_words(f"{when.capitalize()}: {words}{ending}", when)
        show_weights(self._page.weights, moment.network, moment.layers)
        self._page.show_confusion(moment.confusion, f"{when.capitalize()}, {words}.")
        self._show_answer()

    def _earlier(self, moment: Moment) -> str:
        """When a moment is, if it is not at the place of the slider: the run was not kept there, or had ended."""
        return "" if moment.epoch == self._epoch else f" ({_when(moment.epoch)})"

    def _map(self) -> None:
        run = self._page.run
        name = f"Run {self._runs[run].summary.id}"
        moments = self._moments.of(run)
        self.map_requested.emit([(f"{name}, {_when(moment.epoch)}", moment.network) for moment in moments])

    def _follow(self) -> None:
        """Show the answer to a new reading soon, if the page is in front: a hidden one takes no time from the pen."""
        if self._page.isVisible():
            self._soon.start()

    def _show_answer(self) -> None:
        if not self._page.isVisible() or not self._moments.is_listed:
            return
        moment, digit = self._moment(self._page.run), self._reading.digit
        if moment is None:
            return
        if digit is None:
            self._page.show_answer(ShownAnswer("No drawing", about="Draw a digit in the Draw tab to see it read here."))
            return
        image = digit.image.ravel()
        p = moment.network.predict(image)
        answer = int(p.argmax())
        words, about, other_scores = f"Reads {a_digit(answer)}, {p[answer]:.0%}", "The drawing on the pad", None
        other = self._moment(1 - self._page.run) if len(self._runs) == 2 else None
        if other is not None:
            q = other.network.predict(image)
            other_scores = q.tolist()
            number = self._runs[1 - self._page.run].summary.id
            about = f"Run {number}, at the right, reads {a_digit(int(q.argmax()))}, {q.max():.0%}"
        self._page.show_answer(ShownAnswer(words, p.tolist(), other_scores, about))

    # Play

    def _play_or_pause(self) -> None:
        if self._clock.isActive():
            self._pause()
            return
        epochs = self._moments.epochs()
        if epochs and self._epoch == epochs[-1]:
            self._page.slider.setValue(0)
        self._page.set_plays(True)
        self._clock.start(MILLISECONDS_A_MOMENT)

    def _pause(self) -> None:
        self._clock.stop()
        self._page.set_plays(False)

    def _go_on(self) -> None:
        slider = self._page.slider
        if slider.value() >= slider.maximum():
            self._pause()
        else:
            slider.setValue(slider.value() + 1)


def _misfit(runs: Sequence[StoredRun]) -> str:
    """Why networks cannot read practice digits; empty where they can."""
    for run in runs:
        inputs = run.summary.network.inputs
        if inputs != IMAGE_PIXELS:
            return (
                f"Moments are shown with practice digits of {IMAGE_PIXELS} pixels. The network of run "
                f"{run.summary.id} can't read them: it has {counted(inputs, 'input')}."
            )
    return ""


def _when(epoch: int) -> str:
    """A moment in words."""
    return "before the first step" if epoch == 0 else f"after {counted(epoch, 'epoch')}"
