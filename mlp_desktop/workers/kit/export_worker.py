"""The worker that writes a network in the form of another program."""

from pathlib import Path

from mlp_desktop.workers.kit.worker import Worker
from mlp_engine.interchange import ExportName, export_network
from mlp_engine.perceptron.network import Network


class ExportWorker(Worker):
    """Writes a network to ``path``, and succeeds with that path."""

    fault = "The network could not be exported because of an error in this program"

    def __init__(self, network: Network, name: ExportName, path: Path) -> None:
        super().__init__()
        self._network = network
        self._name: ExportName = name
        self._path = path

    def work(self) -> Path:
        """Write it; what is begun is finished, since it takes a second or two."""
        export_network(self._network, self._name, self._path)
        return self._path
