"""Everything about sweeps, as one part of the window."""

from PySide6.QtCore import QObject, Signal

from mlp_desktop.controllers.sweeps.acting import ActingController
from mlp_desktop.controllers.sweeps.planning import PlanningController
from mlp_desktop.controllers.sweeps.running import RunningController
from mlp_desktop.controllers.sweeps.showing import ShowingController
from mlp_desktop.controllers.train.training import TrainingController
from mlp_desktop.controllers.window.weights import WeightsController
from mlp_desktop.models.window.session import Session
from mlp_desktop.views.window.main_window import MainWindow


class SweepsController(QObject):
    """Builds the parts, and speaks for all of them: ``ended`` tells that something has, and maybe nothing goes on.

    ``runs_requested`` tells the numbers of the runs that are to be chosen in the Runs tab.
    """

    ended = Signal()
    runs_requested = Signal(list)

    def __init__(
        self,
        window: MainWindow,
        training: TrainingController,
        session: Session,
        weights: WeightsController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.planning = PlanningController(window, training.data, self)
        self.showing = ShowingController(window, self)
        self.running = RunningController(window, training, self.planning, self.showing, self)
        self.acting = ActingController(window, training, session, weights, self.showing, self)
        self.acting.runs_requested.connect(self.runs_requested)
        self.showing.ended.connect(self.ended)
        self.running.ended.connect(self.ended)

    @property
    def is_sweeping(self) -> bool:
        """Whether a sweep is going on."""
        return self.running.is_running

    @property
    def is_running(self) -> bool:
        """Whether anything goes on that the window must not close over."""
        return self.running.is_running or self.showing.is_running

    def stop(self) -> None:
        """Ask all that goes on to end; what the sweep has found is kept."""
        self.running.stop()
