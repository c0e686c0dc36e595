"""The network in use: which one reads the drawings, where it is from, and whether a file holds it."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from mlp_engine.model_card import ModelCard
from mlp_engine.network import Network

NEW_NETWORK = "New network"
BUNDLED_NETWORK = "Bundled network"


class Session(QObject):
    """The one network that everything in the window reads with."""

    changed = Signal()

    def __init__(self, network: Network, card: ModelCard, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.network = network
        self.card = card
        self.path: Path | None = None
        self.is_saved = True
        self.name = BUNDLED_NETWORK

    def use_bundled(self, network: Network, card: ModelCard) -> None:
        """Read with the network that ships with the program."""
        self._use(network, card, None, BUNDLED_NETWORK, is_saved=True)

    def use_file(self, network: Network, card: ModelCard, path: Path) -> None:
        """Read with a network out of a file."""
        self._use(network, card, path, path.name, is_saved=True)

    def use_new(self, network: Network, card: ModelCard) -> None:
        """Read with a network just trained, which no file holds yet."""
        self._use(network, card, None, NEW_NETWORK, is_saved=False)

    def was_saved(self, path: Path) -> None:
        """The network in use is now held by ``path``."""
        self._use(self.network, self.card, path, path.name, is_saved=True)

    def _use(self, network: Network, card: ModelCard, path: Path | None, name: str, *, is_saved: bool) -> None:
        self.network, self.card, self.path, self.name, self.is_saved = network, card, path, name, is_saved
        self.changed.emit()
