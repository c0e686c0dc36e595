"""Work of the Train tab beside the training itself: a press of its button begins it, and the next one stops it."""

from PySide6.QtCore import QObject, Signal

from mlp_desktop.controllers.kit.one_worker import OneWorker
from mlp_desktop.controllers.train.training import TrainingController
from mlp_desktop.controllers.train.training_settings import FormReading, read_form
from mlp_desktop.views.window.main_window import MainWindow


class TabWork(QObject):
    """Has one worker at a time; emits ``ended`` when none is at work any more.

    A subclass begins the work in :meth:`begin`, and gives the button its first words back in :meth:`finish`.

    Attributes:
        reason: why no training can begin meanwhile; empty for work that goes on beside one.
    """

    ended = Signal()
    reason = ""

    def __init__(self, window: MainWindow, training: TrainingController, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._tab = window.train_tab
        self._training = training
        self._work = OneWorker(self)
        self._work.ended.connect(self._has_ended)

    @property
    def is_running(self) -> bool:
        """Whether the work is being done."""
        return self._work.is_running

    def stop(self) -> None:
        """Ask the work to stop."""
        self._work.stop()

    def begin_or_stop(self) -> None:
        """What a press of the button does."""
        if self._work.is_running:
            self.stop()
        elif not (self.reason and (self._training.is_running or self._training.busy)):
            self.begin()
            if self._work.is_running:
                self._training.set_busy(self.reason)

    def begin(self) -> None:
        """Begin the work."""
        raise NotImplementedError

    def finish(self) -> None:
        """What is to be done at the end, however it ended."""
        raise NotImplementedError

    def _usable_form(self, *, without: str = "") -> FormReading | None:
        """What the form says, ``None`` after telling what is wrong with it; the field ``without`` may be wrong."""
        reading = read_form(self._tab.form.values())
        errors = {key: sentence for key, sentence in reading.errors.items() if key != without}
        if errors:
            self._tab.form.reveal(next(iter(errors)))
            self._tab.show_message(next(iter(errors.values())))
            return None
        if obstacle := self._training.data.obstacle(self._tab.form.values()["data"]):
            self._tab.show_message(obstacle)
            return None
        return reading

    def _has_ended(self) -> None:
        self.finish()
        if self.reason:
            self._training.set_busy("")
        self.ended.emit()
