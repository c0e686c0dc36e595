"""The network in use: which one reads the drawings, where it is from, and whether a file holds it."""

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from mlp_engine.perceptron.network import Network
from mlp_engine.training.history import History
from mlp_engine.weights.model_card import ModelCard
from mlp_engine.weights.reject import Reject

NEW_NETWORK = "New network"
BUNDLED_NETWORK = "Bundled network"


TUNED_NETWORK = "Tuned to my hand"


class InUse(NamedTuple):
    """A network in use with all that is known of it, to go back to it later."""

    network: Network
    card: ModelCard
    reject: Reject | None
    path: Path | None
    name: str
    is_saved: bool
    history: History | None


class Session(QObject):
    """The one network that everything in the window reads with, and the reject score that comes with it.

    A network that brings no reject score is used with the bundled one, which looks at the digit image alone; what is
    saved then brings it along and answers the same everywhere.
    """

    changed = Signal()

    def __init__(
        self, network: Network, card: ModelCard, reject: Reject | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.network = network
        self.card = card
        self.history: History | None = None
        self.reject = self._bundled_reject = reject
        self.path: Path | None = None
        self.is_saved = True
        self.name = BUNDLED_NETWORK

    def use_bundled(self, network: Network, card: ModelCard, reject: Reject | None) -> None:
        """Read with the network that ships with the program."""
        self._use(network, card, reject, None, BUNDLED_NETWORK, is_saved=True)

    def use_file(self, network: Network, card: ModelCard, reject: Reject | None, path: Path) -> None:
        """Read with a network out of a file."""
        self._use(network, card, reject, path, path.name, is_saved=True)

    def use_new(self, network: Network, card: ModelCard, history: History | None = None) -> None:
        """Read with a network just trained, which no file holds yet; ``history`` is that of its training."""
        self._use(network, card, None, None, NEW_NETWORK, is_saved=False, history=history)

    def use_kept(self, network: Network, card: ModelCard, reject: Reject | None, name: str, history: History) -> None:
        """Read with the network of a kept run: the store of runs holds it, and no file that could be saved over."""
        self._use(network, card, reject, None, name, is_saved=True, history=history)

    def use_tuned(self, network: Network, card: ModelCard, reject: Reject | None, name: str = TUNED_NETWORK) -> None:
        """Read with a network tuned to a person's hand, which the store of their drawings holds, or is to hold."""
        self._use(network, card, reject, None, name, is_saved=True)

    @property
    def in_use(self) -> InUse:
        """What is read with now."""
        return InUse(self.network, self.card, self.reject, self.path, self.name, self.is_saved, self.history)

    def go_back(self, to: InUse) -> None:
        """Read again with what was once in use."""
        network, card, reject, path, name, is_saved, history = to
        self._use(network, card, reject, path, name, is_saved=is_saved, history=history)

    def was_saved(self, path: Path) -> None:
        """The network in use is now held by ``path``."""
        self._use(self.network, self.card, self.reject, path, path.name, is_saved=True, history=self.history)

    def _use(
        self,
        network: Network,
        card: ModelCard,
        reject: Reject | None,
        path: Path | None,
        name: str,
        *,
        is_saved: bool,
        history: History | None = None,
    ) -> None:
        self.history = history
        self.network, self.card, self.path, self.name, self.is_saved = network, card, path, name, is_saved
        self.reject = reject or self._bundled_reject
        self.changed.emit()
