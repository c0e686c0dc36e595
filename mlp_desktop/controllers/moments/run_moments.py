"""The moments of one run or two: their snapshots are looked at in a thread, and shown at the place of the slider."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from mlp_desktop.controllers.kit.file_access import FileAccess, FileWork
from mlp_desktop.controllers.kit.latest_work import LatestWork, Wanted
from mlp_desktop.controllers.train.estimate_words import size
from mlp_desktop.controllers.train.weights_display import show_weights
from mlp_desktop.models.draw.reading import Reading
from mlp_desktop.plain_words import a_digit, counted
from mlp_desktop.views.moments.moments_page import MomentsPage, ShownAnswer
from mlp_desktop.workers.moments.moments_worker import FoundMoment, ListedSnapshots, MomentsWorker, listed_snapshots
from mlp_engine.arrays import IMAGE_PIXELS
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.runs import StoredRun
from mlp_engine.runs.moments import Moment
from mlp_engine.runs.snapshots import WHY_NONE

DATA = "practice:2000:7"
"""The practice digits that the Lab measures with, too: none of them is trained on."""

MILLISECONDS_A_MOMENT = 700

CHOOSE = "Choose one run to see it moment by moment, or two to compare them at the same moments."
NONE = f"There are no snapshots: {WHY_NONE}."
DRAWING = "Drawing practice digits to read…"
LOOKING = "Looking at the snapshots…"


class RunMoments(QObject):
    """Looks at the snapshots of the chosen runs while its page is in sight; emits ``ended`` when no thread runs.

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
        self._paths: list[list[Path]] = []
        self._kept = ""  # how many snapshots are kept, and what they take
        self._moments: dict[Path, Moment] = {}
        self._broken: dict[Path, str] = {}
        self._asked: frozenset[Path] = frozenset()
        self._data: Dataset | None = None
        self._epoch = -1
        self._work = LatestWork(self)
        self._work.ended.connect(self.ended)
        self._files = FileAccess(self)
        self._files.ended.connect(self.ended)
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
        return self._work.is_running or self._files.is_running

    def stop(self) -> None:
        """Stop all work; ``ended`` follows."""
        self._clock.stop()
        self._files.stop()
        self._work.drop()

    def show_runs(self, runs: Sequence[StoredRun]) -> None:
        """Show these runs from now on."""
        if [run.summary.id for run in runs] != [run.summary.id for run in self._runs]:
            self._epoch = -1
            self._pause()
            self._forget()
        self._runs = list(runs)
        self._look()

    def _turn(self, seen: bool) -> None:
        if seen:
            if not self._work.is_running:
                self._broken.clear()  # they may be sound by now
            self._show_answer()  # to a drawing made meanwhile; on a slow disk the snapshots take their time
            self._look()
        else:
            self._pause()

    # Snapshots

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
        runs = self._runs
        self._files.do(
            FileWork(
                lambda _: listed_snapshots(runs),
                self._has_listed,
                self._failed,
                kind="snapshots",
                waits=lambda: None if self._paths else self._page.show_note(LOOKING),
            )
        )

    def _has_listed(self, listed: Sequence[ListedSnapshots]) -> None:
        """Look at those of these snapshots that are not known yet, if they can still be seen."""
        if not self._page.isVisible():
            return
        stored = [of_run.moments for of_run in listed]
        self._paths = [[snapshot.path for snapshot in of_run] for of_run in stored]
        count, taken = sum(of_run.kept for of_run in listed), sum(of_run.taken for of_run in listed)
        self._kept = f"{counted(count, 'snapshot')} on disk, {size(taken)}"
        wanted = {path for paths in self._paths for path in paths}
        self._moments = {path: moment for path, moment in self._moments.items() if path in wanted}
        self._broken = {path: sentence for path, sentence in self._broken.items() if path in wanted}
        known = {*self._moments, *self._broken}
        missing = [snapshot for of_run in stored for snapshot in of_run if snapshot.path not in known]
        asked = frozenset(snapshot.path for snapshot in missing)
        if missing and not (self._work.is_running and asked <= self._asked):
            self._asked = asked
            source = self._data or DATA
            worker = Wanted(lambda: MomentsWorker(missing, source, stored), self._has_all, self._failed, self._found)
            self._work.begin(worker)
        self._show()

    def _show_only(self, note: str) -> None:
        """Show no moments, but a note."""
        self._forget()
        self._page.show_note(note)

    def _forget(self) -> None:
        """Look for no snapshots any more, and know of none."""
        self._paths = []
        self._asked = frozenset()
        self._files.drop("snapshots")
        self._work.drop()

    def _found(self, what: object) -> None:
        if not isinstance(what, FoundMoment):
            return
        if isinstance(what.moment, str):
            self._broken[what.path] = what.moment
        elif sentence := self._foreign(what.path, what.moment):
            self._broken[what.path] = sentence
        else:
            self._moments[what.path] = what.moment
        self._show()

    def _foreign(self, path: Path, moment: Moment) -> str:
        """Why a network cannot be one of its run; empty if it can."""
        for run, paths in zip(self._runs, self._paths, strict=False):
            needed, came = run.summary.network.layers, moment.network.config.layers
            if path in paths and came != needed:
                sizes = ["-".join(map(str, layers)) for layers in (needed, came)]
                return f"A snapshot must be of the layers of its run, {sizes[0]}. Got {path} of {sizes[1]}."
        return ""

    def _has_all(self, data: Dataset) -> None:
        self._data = data

    def _failed(self, sentence: str) -> None:
        self._page.show_note(sentence)

    # What is shown

    def _moments_of(self, run: int) -> list[Moment]:
        return [self._moments[path] for path in self._paths[run] if path in self._moments]

    def _epochs(self) -> list[int]:
        """The epochs of all runs together."""
        return sorted({moment.epoch for run in range(len(self._paths)) for moment in self._moments_of(run)})

    def _moment(self, run: int) -> Moment | None:
        """The moment of a run at the place of the slider, or the last one before it."""
        return next((moment for moment in reversed(self._moments_of(run)) if moment.epoch <= self._epoch), None)

    def _show(self) -> None:
        epochs = self._epochs() if self._paths else []
        if not epochs:
            waits = any(path not in self._broken for paths in self._paths for path in paths)
            note = self._broken_ones() or NONE
            self._page.show_note((LOOKING if self._data else DRAWING) if waits else note)
            return
        if self._epoch not in epochs:
            self._epoch = epochs[0]
        names = [f"Run {run.summary.id}" for run in self._runs]
        self._page.set_moments(len(epochs), epochs.index(self._epoch), names)
        self._show_moment()

    def _broken_ones(self) -> str:
        """How many snapshots cannot be shown, and why the first of them."""
        sentences = list(self._broken.values())
        return f"{counted(len(sentences), 'snapshot')} can't be shown: {sentences[0]}" if sentences else ""

    def _choose(self, place: int) -> None:
        epochs = self._epochs()
        if place < len(epochs):
            self._epoch = epochs[place]
            self._show_moment()

    def _show_moment(self) -> None:
        moment, when = self._moment(self._page.run), _when(self._epoch)
        broken = self._broken_ones()
        ending = f". {broken}" if broken else f" · {self._kept}"
        if moment is None:
            number = self._runs[self._page.run].summary.id
            self._page.show_words(f"{when.capitalize()}: no network of run {number}{ending}", when)
            return
        shares = [
            f"{'' if len(self._paths) == 1 else f'run {run.summary.id} '}{other.accuracy:.1%}{self._earlier(other)}"
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
        moments = self._moments_of(run)
        self.map_requested.emit([(f"{name}, {_when(moment.epoch)}", moment.network) for moment in moments])

    def _follow(self) -> None:
        """Show the answer to a new reading soon, if the page is in front: a hidden one takes no time from the pen."""
        if self._page.isVisible():
            self._soon.start()

    def _show_answer(self) -> None:
        if not self._page.isVisible() or not self._paths:
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
        other = self._moment(1 - self._page.run) if len(self._paths) == 2 else None
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
        epochs = self._epochs()
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
