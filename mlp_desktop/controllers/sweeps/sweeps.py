"""All controllers of sweeps."""

from PySide6.QtCore import QObject, Signal

from mlp_desktop.controllers.kit.store_access import StoreAccess
from mlp_desktop.controllers.kit.weights import WeightsController
from mlp_desktop.controllers.sweeps.point_actions import PointActionsController
from mlp_desktop.controllers.sweeps.sweep_display import SweepDisplayController
from mlp_desktop.controllers.sweeps.sweep_plan import SweepPlanController
from mlp_desktop.controllers.sweeps.sweep_run import SweepRunController
from mlp_desktop.controllers.train.training import TrainingController
from mlp_desktop.models.window.session import Session
from mlp_desktop.views.window.main_window import MainWindow


class SweepsController(QObject):
    """Creates the controllers; emits ``ended`` whenever one of them has ended work, while another may still run."""

    ended = Signal()
    runs_requested = Signal(list)  # the numbers of the runs to choose in the Runs tab

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
        self._access = StoreAccess(self, creates=False)
        self.display = SweepDisplayController(window, self._access, self)
        self.sweep_run = SweepRunController(window, training, self.plan, self.display, self)
        self.point_actions = PointActionsController(
            window, training, session, weights, self.display, self._access, self
        )
        self.point_actions.runs_requested.connect(self.runs_requested)
        self._access.ended.connect(self.ended)
        self.display.ended.connect(self.ended)
        self.sweep_run.ended.connect(self.ended)

    @property
    def is_sweeping(self) -> bool:
        """Whether a sweep is running."""
        return self.sweep_run.is_running

    @property
    def is_running(self) -> bool:
        """Whether any work is running that must end before the window closes."""
        return self.sweep_run.is_running or self.display.is_running or self._access.is_running

    def stop(self) -> None:
        """Ask the sweep to stop; its finished trainings are kept. Nothing more is read."""
        self._access.stop()
        self.sweep_run.stop()
