"""Everything about sweeps, as one part of the window."""

from PySide6.QtCore import QObject, Signal

from mlp_desktop.controllers.kit.weights import WeightsController
from mlp_desktop.controllers.sweeps.point_actions import PointActionsController
from mlp_desktop.controllers.sweeps.sweep_display import SweepDisplayController
from mlp_desktop.controllers.sweeps.sweep_plan import SweepPlanController
from mlp_desktop.controllers.sweeps.sweep_run import SweepRunController
from mlp_desktop.controllers.train.training import TrainingController
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
        self.plan = SweepPlanController(window, training.data, self)
        self.display = SweepDisplayController(window, self)
        self.sweep_run = SweepRunController(window, training, self.plan, self.display, self)
        self.point_actions = PointActionsController(window, training, session, weights, self.display, self)
        self.point_actions.runs_requested.connect(self.runs_requested)
        self.display.ended.connect(self.ended)
        self.sweep_run.ended.connect(self.ended)

    @property
    def is_sweeping(self) -> bool:
        """Whether a sweep is going on."""
        return self.sweep_run.is_running

    @property
    def is_running(self) -> bool:
        """Whether anything goes on that the window must not close over."""
        return self.sweep_run.is_running or self.display.is_running

    def stop(self) -> None:
        """Ask all that goes on to end; what the sweep has found is kept."""
        self.sweep_run.stop()
