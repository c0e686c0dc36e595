"""The same digit read by a second network."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QObject

from mlp_desktop.controllers.draw.answer_words import NOT_A_DIGIT, sureness_words
from mlp_desktop.controllers.kit.pad_network import OPEN_FILTER
from mlp_desktop.controllers.kit.weights import WeightsController
from mlp_desktop.models.draw.reading import Reading
from mlp_desktop.models.window.session import Session
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.draw.answer_tile import REFUSED
from mlp_desktop.views.explain.compare_page import NO_ANSWER, ComparedAnswer, ComparePage
from mlp_desktop.views.window.main_window import MainWindow
from mlp_engine.files.paths import shown_name
from mlp_engine.perceptron.network import Network
from mlp_engine.weights.file import WeightsFile
from mlp_engine.weights.reject import Reject


class Rival(NamedTuple):
    """A network to compare with, and its name."""

    name: str
    network: Network
    reject: Reject | None


class ComparisonExplanation(QObject):
    """Shows the answers of the network in use and of another: from a chosen file, or else the one used before it."""

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        reading: Reading,
        weights: WeightsController,
        settings: Settings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._session = session
        self._reading = reading
        self._weights = weights
        self._settings = settings
        self._page: ComparePage = window.draw_tab.reading.compare
        self._in_use = self._rival_in_use()
        self._before: Rival | None = None
        self._chosen: Rival | None = None
        session.changed.connect(self._follow_session)
        self._page.choose_requested.connect(self._choose)
        self._page.close_requested.connect(self._forget)

    def refresh(self) -> None:
        """Show how both networks read the chosen digit."""
        other = self._chosen or self._before
        self._page.set_names(self._in_use.name, other.name if other else None)
        digit = self._reading.digit
        if digit is None:
            self._page.set_answers(NO_ANSWER, NO_ANSWER if other else None)
            return
        self._page.set_answers(
            _column(digit.probabilities, refused=digit.refused), _read(other, digit.image) if other else None
        )

    def rest(self) -> None:
        """No work goes on between refreshes."""

    def _rival_in_use(self) -> Rival:
        in_use = self._session.in_use
        return Rival(in_use.name, in_use.network, in_use.reject)

    def _follow_session(self) -> None:
        if self._session.in_use.network is not self._in_use.network:
            self._before = self._in_use
        self._in_use = self._rival_in_use()

    def _choose(self) -> None:
        chosen = self._window.choose_open_file("Choose the other network", str(self._settings.folder), OPEN_FILTER)
        if not chosen:
            return
        path = Path(chosen)

        def use(file: WeightsFile) -> None:
            self._settings.folder = path.parent
            self._chosen = Rival(shown_name(path), file.network, file.reject or self._session.in_use.reject)
            self.refresh()

        self._weights.read(path, use)

    def _forget(self) -> None:
        self._chosen = self._before = None
        self.refresh()


def _read(rival: Rival, image: np.ndarray) -> ComparedAnswer:
    refused = rival.reject is not None and rival.reject.refuses(image)
    return _column(rival.network.predict(image.ravel()), refused=refused)


def _column(probabilities: np.ndarray, *, refused: bool) -> ComparedAnswer:
    scores = [float(score) for score in probabilities]
    if refused:
        return ComparedAnswer(REFUSED, NOT_A_DIGIT, scores)
    digit = max(range(len(scores)), key=scores.__getitem__)
    return ComparedAnswer(str(digit), sureness_words(scores), scores)
