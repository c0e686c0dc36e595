"""All controllers of the person's own drawings."""

import numpy as np
from PySide6.QtCore import QObject, Signal

from mlp_desktop.controllers.my_digits.corrections import CorrectionsController
from mlp_desktop.controllers.my_digits.digit_changes import DigitChangesController
from mlp_desktop.controllers.my_digits.digit_list import DigitListController
from mlp_desktop.controllers.my_digits.exchange import ExchangeController
from mlp_desktop.controllers.my_digits.store_work import StoreWork
from mlp_desktop.controllers.my_digits.tuned_network import TunedNetworkController
from mlp_desktop.models.draw.drawing import Drawing
from mlp_desktop.models.draw.reading import Reading
from mlp_desktop.models.my_digits.guided_session import GuidedSession
from mlp_desktop.models.my_digits.own_store import MyDigits
from mlp_desktop.models.window.session import Session
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.window.main_window import MainWindow


class OwnDigitsController(QObject):
    """Creates the controllers; emits ``ended`` whenever one of them has ended work, while others may still run."""

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
        self.corrections = CorrectionsController(window, drawing, reading, session, self.own, settings, self)
        self.list = DigitListController(window, drawing, self.own, self)
        self.work = StoreWork(window.my_digits_tab, self)
        self.changes = DigitChangesController(window, self.own, self.list, self.work, self)
        self.exchange = ExchangeController(window, self.own, self.list, self.changes, settings, self.work, self)
        self.tuned_network = TunedNetworkController(window, session, self.own, settings, self)
        self.list.refreshed.connect(self.tuned_network.set_count)
        self.exchange.forgotten.connect(self.tuned_network.forget)
        self._tab.keeps_drawings_switched.connect(self.corrections.set_keeping)
        self._tab.guide_requested.connect(self._guide)
        self._tab.set_keeps_drawings(settings.keeps_drawings)
        for part in (self.corrections.keeper, self.list, self.work, self.tuned_network):
            part.ended.connect(self.ended)

    @property
    def is_running(self) -> bool:
        """Whether any work is running that must end before the window closes."""
        parts = (self.corrections.keeper, self.list, self.work, self.tuned_network)
        return any(part.is_running for part in parts)

    def stop(self) -> None:
        """Ask all work to stop; drawings that wait to be kept are kept first."""
        self.list.rest()
        self.work.stop()
        self.tuned_network.stop()

    def _guide(self) -> None:
        self._tab.set_keeps_drawings(True)
        self.corrections.guide(GuidedSession(np.random.default_rng()))
