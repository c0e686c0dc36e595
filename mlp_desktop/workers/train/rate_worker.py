"""A thread that searches a learning rate."""

from dataclasses import replace

from mlp_desktop.workers.kit.data_workers import load_or_stop
from mlp_desktop.workers.kit.worker import Stopped, Worker
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.training.rate_finder import RateSearch, find_learning_rate


class RateWorker(Worker):
    """Loads the data, unless it is there, and searches; ``succeeded`` gives the ``RateSearch``.

    ``progressed`` gives the number of samples loaded so far.
    """

    fault = "The search failed because of an error in this program"
    out_of_memory = "There is not enough memory for this network and its minibatches. Use a smaller network."

    def __init__(
        self, source: str | Dataset, samples: SampleChoice, network_config: NetworkConfig, config: TrainingConfig
    ) -> None:
        super().__init__()
        self._source = source
        self._samples = samples
        self._network_config = network_config
        self._config = config

    def work(self) -> RateSearch:
        """Search; called in the thread."""
        data = self._source
        if not isinstance(data, Dataset):
            data = load_or_stop(data, self.progressed.emit, self.isInterruptionRequested, self._samples)
        data = self._samples.apply(data)
        config = replace(self._network_config, inputs=data.inputs.shape[1])
        return find_learning_rate(data, config, self._config, on_progress=self._go_on)

    def _go_on(self, _tried: int) -> None:
        if self.isInterruptionRequested():
            raise Stopped
