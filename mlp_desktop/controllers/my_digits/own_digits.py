"""Everything about a person's own drawings, as one part of the window."""

import numpy as np
from PySide6.QtCore import QObject, Signal

from mlp_desktop.controllers.my_digits.changing import ChangingController
from mlp_desktop.controllers.my_digits.correcting import CorrectingController
from mlp_desktop.controllers.my_digits.exchanging import ExchangingController
from mlp_desktop.controllers.my_digits.looking import LookingController
from mlp_desktop.controllers.my_digits.store_work import StoreWork
from mlp_desktop.controllers.my_digits.tuning import TuningController
from mlp_desktop.models.draw.drawing import Drawing
from mlp_desktop.models.draw.reading import Reading
from mlp_desktop.models.my_digits.guided_session import GuidedSession
from mlp_desktop.models.my_digits.own_store import MyDigits
from mlp_desktop.models.window.session import Session
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.window.main_window import MainWindow


class OwnDigitsController(QObject):
    """Builds the parts, and speaks for all of them: ``ended`` tells that something has, and maybe nothing goes on."""

    ended = Signal()

    def __init__(
        self,
        window: MainWindow,
        drawing: Drawing,
        reading: Reading,
        session: Session,
        settings: Settings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tab = window.my_digits_tab
        self.own = MyDigits(self)
        self.correcting = CorrectingController(window, drawing, reading, session, self.own, settings, self)
        self.looking = LookingController(window, drawing, self.own, self)
        self.work = StoreWork(window.my_digits_tab, self)
        self.changing = ChangingController(window, self.own, self.looking, self.work, self)
        self.exchanging = ExchangingController(window, self.own, self.looking, self.changing, settings, self.work, self)
        self.tuning = TuningController(window, session, self.own, settings, self)
        self.looking.looked.connect(self.tuning.set_count)
        self.exchanging.forgotten.connect(self.tuning.forget)
        self._tab.keeping_switched.connect(self.correcting.set_keeping)
        self._tab.guide_requested.connect(self._guide)
        self._tab.set_keeping(settings.keeps_drawings)
        for part in (self.correcting.keeper, self.looking, self.work, self.tuning):
            part.ended.connect(self.ended)

    @property
    def is_running(self) -> bool:
        """Whether anything goes on that the window must not close over."""
        parts = (self.correcting.keeper, self.looking, self.work, self.tuning)
        return any(part.is_running for part in parts)

    def stop(self) -> None:
        """Ask all that goes on to end; what is being kept is kept first."""
        self.looking.rest()
        self.work.stop()
        self.tuning.stop()

    def _guide(self) -> None:
        self._tab.set_keeping(True)
        self.correcting.guide(GuidedSession(np.random.default_rng()))
