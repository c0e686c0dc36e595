"""The network tuned to a person's handwriting: tune, try, accept, discard, go back."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from mlp_desktop.controllers.kit.file_access import FileAccess, FileWork
from mlp_desktop.controllers.kit.one_worker import OneWorker
from mlp_desktop.controllers.kit.pad_network import load_for_pad
from mlp_desktop.models.my_digits.own_store import MyDigits
from mlp_desktop.models.window.session import NetworkInUse, Session
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.my_digits.tuning_panel import GainRow
from mlp_desktop.views.window.main_window import MainWindow
from mlp_desktop.workers.my_digits.tuning_worker import TuningWorker
from mlp_engine.errors import MyDigitsError
from mlp_engine.perceptron.network import Network
from mlp_engine.tuning.tuning import FEWEST_DRAWINGS, Gain, Tuning, TuningProgress
from mlp_engine.weights.file import WeightsFile, save_weights
from mlp_engine.weights.model_card import ModelCard

ENOUGH = 40
"""The number of drawings that the window advises: four of each digit, a rule of thumb."""

ON_TRIAL = "Tuned to my hand, on trial"


class TunedNetworkController(QObject):
    """Runs one tuning at a time, and remembers the network before it.

    A tuned network is not tuned again. Instead the network before it is tuned with all drawings, so that the error
    rates before and after the tuning stay honest.
    """

    ended = Signal()

    def __init__(
        self, window: MainWindow, session: Session, own: MyDigits, settings: Settings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._panel = window.my_digits_tab.tuning
        self._session = session
        self._own = own
        self._settings = settings
        self._work = OneWorker(self)
        self._work.ended.connect(self.ended)
        self._files = FileAccess(self)
        self._files.ended.connect(self.ended)
        self._base: NetworkInUse | None = None
        self._accepted: Network | None = None
        self._before_trial: NetworkInUse | None = None
        self._tuning: Tuning | None = None
        self._count = 0
        self._is_saving = False
        self._panel.tune_requested.connect(self._tune)
        self._panel.stop_requested.connect(self.stop)
        self._panel.try_requested.connect(self._try)
        self._panel.accept_requested.connect(self._accept)
        self._panel.discard_requested.connect(self._discard)
        self._panel.back_requested.connect(self._go_back)
        session.changed.connect(self._network_changed)
        self._take_up()
        self._show_idle()

    @property
    def is_running(self) -> bool:
        """Whether a tuning is running, or a network is read or saved."""
        return self._work.is_running or self._files.is_running

    def stop(self) -> None:
        """Ask the tuning to stop; ``ended`` follows when its thread has ended. What is being saved is saved."""
        self._files.stop()
        if self._work.is_running:
            self._work.stop()
            self._panel.set_state("stopping")

    def set_count(self, count: int) -> None:
        """Set the number of drawings to tune with."""
        self._count = count
        if not self._work.is_running and self._tuning is None:
            self._show_idle()

    def forget(self) -> None:
        """Go back to the network before: the drawings are deleted, and the network tuned to them with them."""
        was_tuned, base = self._reads_tuned, self._base
        self._tuning = self._base = self._accepted = self._before_trial = None
        if was_tuned and base is not None:
            self._session.use(base)
        self._settings.tuned_from = ""
        # Both, and after all that is being saved: nothing of the person's hand stays.
        paths = self._own.tuned_weights, self._own.base_weights
        self._files.do(FileWork(lambda _: _remove(paths), lambda _: None, self._window.show_error))
        self._count = 0
        self._show_idle()

    @property
    def _reads_tuned(self) -> bool:
        """Whether a tuned network is in use, be it accepted or on trial."""
        return self._session.in_use.network is self._accepted or self._before_trial is not None

    # Tuning

    def _tune(self) -> None:
        if self._work.is_running:
            return
        self._files.drop("tuned")  # the network in use is tuned, and not replaced meanwhile by one of a slow disk
        if not self._reads_tuned or self._base is None:
            self._base = self._session.in_use
        self._panel.set_state("running")
        self._panel.show_progress(0, 0)
        self._panel.show_words("Reading the drawings and the practice digits…")
        worker = TuningWorker(self._base.network, self._own.store)
        self._work.begin(worker, self._succeeded, self._failed, stopped=self._stopped, progressed=self._progressed)

    def _progressed(self, progress: TuningProgress) -> None:
        if not self._work.is_stopping:
            self._panel.show_progress(progress.done, progress.steps)
            self._panel.show_words("Tuning, and measuring the gain…")

    def _succeeded(self, tuning: Tuning) -> None:
        self._tuning = tuning
        gains = (tuning.own, *tuning.others) if tuning.own is not None else tuning.others
        self._panel.show_gains([_row(gain) for gain in gains])
        self._panel.set_state("tuned")
        words = f"Tuned in {tuning.seconds:.0f} s."
        if tuning.own is None:
            words += " There are too few drawings to measure the gain. Try it, or draw more."
        else:
            words += " The errors on my digits were counted on drawings that the network was not tuned on."
        self._panel.show_words(words)

    def _stopped(self) -> None:
        self._show_idle("Stopped. The network in use has not changed.")

    def _failed(self, sentence: str) -> None:
        self._show_idle("Nothing has changed.")
        self._window.show_error(sentence)

    # The tuned network

    def _try(self) -> None:
        if self._tuning is None or self._tuning.network is None or self._base is None:
            return
        before = self._session.in_use
        self._session.use_tuned(self._tuning.network, self._card(), self._base.reject, ON_TRIAL)
        self._before_trial = before
        self._panel.set_state("trying")
        self._panel.show_words("The tuned network reads what you draw, until you accept or discard it.")
        self._window.tabs.setCurrentWidget(self._window.draw_tab)
        self._window.draw_tab.pad.setFocus()

    def _accept(self) -> None:
        tuning, base = self._tuning, self._base
        if tuning is None or tuning.network is None or base is None or self._is_saving:
            return
        card = self._card()

        def save() -> None:
            save_weights(self._own.base_weights, base.network, base.card, base.reject)
            save_weights(self._own.tuned_weights, tuned.network, card, base.reject)

        tuned = NetworkInUse(tuning.network, card, base.reject)
        self._is_saving = True
        self._panel.set_state("saving")
        self._panel.show_words("Saving the tuned network…")
        self._files.do(FileWork(lambda _: save(), lambda _: self._has_saved(tuning, tuned, base), self._has_not_saved))

    def _has_saved(self, tuning: Tuning, tuned: NetworkInUse, base: NetworkInUse) -> None:
        self._is_saving = False
        if self._tuning is not tuning:
            return  # meanwhile the person has put another network to use
        self._tuning = self._before_trial = None
        self._accepted = tuned.network
        self._session.use_tuned(tuned.network, tuned.card, tuned.reject)
        self._settings.tuned_from = base.name
        self._panel.set_state("accepted", can_tune=self._count >= FEWEST_DRAWINGS, can_go_back=True)
        self._panel.show_words(
            f"The network tuned to your hand is in use, and will be after a restart. {self._advice()}"
        )

    def _has_not_saved(self, sentence: str) -> None:
        self._is_saving = False
        if self._tuning is not None:
            self._panel.set_state("tuned" if self._before_trial is None else "trying")
            self._panel.show_words("The tuned network could not be saved. Accept tries again.")
        self._window.show_error(sentence)

    def _discard(self) -> None:
        before, self._tuning, self._before_trial = self._before_trial, None, None
        if before is not None:
            self._session.use(before)
        self._show_idle("Discarded. The network in use has not changed.")

    def _go_back(self) -> None:
        if self._base is not None:
            self._session.use(self._base)
            self._show_idle("The previous network is in use again.")

    def _card(self) -> ModelCard:
        """The card of the tuned network: its data, and its error rate on the test set if that was measured."""
        assert self._tuning is not None and self._base is not None, "a network was tuned"  # noqa: PT018
        on_test_set = next((gain for gain in self._tuning.others if "test set" in gain.name.lower()), None)
        scores = {} if on_test_set is None else {"test_error_rate": on_test_set.after / on_test_set.samples}
        return ModelCard(data=f"{self._base.card.data}, tuned to {self._count} own drawings", scores=scores)

    def _network_changed(self) -> None:
        """Another network may be in use now; then the tuned one is not used at the next start."""
        network = self._session.in_use.network
        if self._tuning is not None and network is self._tuning.network:
            return  # on trial; without a decision the network accepted before is used at the next start
        self._before_trial = None
        if network is not self._accepted:
            self._settings.tuned_from = ""
        if self._tuning is not None and self._base is not None and network not in (self._base.network, self._accepted):
            self._tuning = None  # it was tuned from another network than the one in use
        if self._tuning is None and not self._work.is_running:
            self._show_idle()
        elif self._tuning is not None and not self._is_saving:
            self._panel.set_state("tuned")

    def _take_up(self) -> None:
        """Use the network that was tuned and accepted in an earlier session of the program."""
        name = self._settings.tuned_from
        if not name:
            return
        tuned, base = self._own.tuned_weights, self._own.base_weights
        self._files.do(
            FileWork(
                lambda _: (load_for_pad(tuned), load_for_pad(base)),
                partial(self._has_read, name),
                self._cannot_read,
                kind="tuned",
            )
        )

    def _has_read(self, name: str, read: tuple[WeightsFile, WeightsFile]) -> None:
        if self._settings.tuned_from != name:
            return  # meanwhile the person has put another network to use
        tuned, base = read
        self._base = NetworkInUse(base.network, base.card, base.reject, name=name)
        self._accepted = tuned.network
        self._session.use_tuned(tuned.network, tuned.card, tuned.reject)
        self._show_idle()

    def _cannot_read(self, sentence: str) -> None:
        self._settings.tuned_from = ""
        self._window.my_digits_tab.show_message(f"The tuned network is not in use: {sentence}")

    def _show_idle(self, words: str = "") -> None:
        can_go_back = self._base is not None and self._session.in_use.network is self._accepted
        self._panel.set_state("idle", can_tune=self._count >= FEWEST_DRAWINGS, can_go_back=can_go_back)
        self._panel.show_words(" ".join(filter(None, (words, self._advice()))))

    def _advice(self) -> str:
        """A sentence if there are too few drawings to tune, or fewer than advised."""
        if self._count < FEWEST_DRAWINGS:
            return f"Tuning needs at least {FEWEST_DRAWINGS} drawings. There {_are(self._count)}."
        if self._count < ENOUGH:
            return f"There are {self._count} drawings. {ENOUGH} or more, of all ten digits, work better."
        return ""


def _remove(paths: Iterable[Path]) -> None:
    """Remove the files of networks that are there."""
    for path in paths:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise MyDigitsError(
                f"A network tuned to the drawings must be a file that can be removed. Got {path} ({error.strerror})."
            ) from error


def _row(gain: Gain) -> GainRow:
    name = f"{gain.name} ({gain.samples:,})"
    return GainRow(name, _errors(gain.before, gain.samples), _errors(gain.after, gain.samples))


def _errors(errors: int, samples: int) -> str:
    return f"{errors:,} ({errors / samples:.1%})" if samples < 1000 else f"{errors / samples:.2%}"


def _are(count: int) -> str:
    return "is none" if count == 0 else "is 1" if count == 1 else f"are {count}"
