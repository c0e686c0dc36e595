"""The network in use, its origin, its file, and whether it is saved."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from mlp_engine.files.paths import shown_name

if TYPE_CHECKING:  # the window is painted before anything of a network is imported
    from mlp_engine.perceptron.network import Network
    from mlp_engine.training.history import History
    from mlp_engine.weights.model_card import ModelCard
    from mlp_engine.weights.reject import Reject

NEW_NETWORK = "New network"
BUNDLED_NETWORK = "Bundled network"
TUNED_NETWORK = "Tuned to my hand"


@dataclass(frozen=True)
class NetworkInUse:
    """A network with all that is known of it.

    Attributes:
        network: the network itself.
        card: where its weights come from.
        reject: the reject score that it is used with; ``None`` for the bundled one, if there is one.
        path: the file that holds it and that Save writes to; ``None`` for no such file.
        name: what the window calls it.
        is_saved: whether it is kept anywhere: in a file, in the store of runs, or among the drawings.
        history: that of its training, if it is known.
    """

    network: "Network"
    card: "ModelCard"
    reject: "Reject | None" = None
    path: Path | None = None
    name: str = BUNDLED_NETWORK
    is_saved: bool = True
    history: "History | None" = None


class Session(QObject):
    """The one network that the whole window reads digits with, and its reject score.

    A network without a reject score of its own is used with the bundled one, which depends only on the digit image. A
    weights file that is saved then contains it, so the file gives the same answers everywhere.

    Attributes:
        in_use: the network in use; ``changed`` means that it, or its file, is another one.
        bundled_reject: the reject score of a network that has none of its own; ``None`` if there is none.
    """

    changed = Signal()

    def __init__(
        self, network: "Network", card: "ModelCard", reject: "Reject | None" = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.bundled_reject = reject
        self.in_use = NetworkInUse(network, card, reject)

    def use(self, network: NetworkInUse) -> None:
        """Use this network, which may be new or one that was in use before."""
        self.in_use = network if network.reject is not None else replace(network, reject=self.bundled_reject)
        self.changed.emit()

    def use_bundled(self, network: "Network", card: "ModelCard", reject: "Reject | None") -> None:
        """Use the network that ships with the program."""
        self.use(NetworkInUse(network, card, reject))

    def use_file(self, network: "Network", card: "ModelCard", reject: "Reject | None", path: Path) -> None:
        """Use a network from a file."""
        self.use(NetworkInUse(network, card, reject, path, shown_name(path)))

    def use_new(self, network: "Network", card: "ModelCard", history: "History | None" = None) -> None:
        """Use a network that was just trained and is not saved yet; ``history`` is that of its training."""
        self.use(NetworkInUse(network, card, name=NEW_NETWORK, is_saved=False, history=history))

    def use_kept(
        self, network: "Network", card: "ModelCard", reject: "Reject | None", name: str, history: "History"
    ) -> None:
        """Use the network of a kept run: it is saved in the store of runs, and Save does not write to that file."""
        self.use(NetworkInUse(network, card, reject, name=name, history=history))

    def use_tuned(
        self, network: "Network", card: "ModelCard", reject: "Reject | None", name: str = TUNED_NETWORK
    ) -> None:
        """Use a network tuned to a person's handwriting, whose file is, or will be, beside the store of drawings."""
        self.use(NetworkInUse(network, card, reject, name=name))

    def was_saved(self, path: Path) -> None:
        """The network in use is now held by ``path``."""
        self.use(replace(self.in_use, path=path, name=shown_name(path), is_saved=True))
