"""A thread that cross-validates the settings of the form."""

from dataclasses import replace

from PySide6.QtCore import Signal

from mlp_desktop.workers.kit.data_workers import load_or_stop
from mlp_desktop.workers.kit.worker import Stopped, Worker
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.training.control import RunControl
from mlp_engine.training.cross_validation import CrossValidation, cross_validate
from mlp_engine.training.result import TrainingResult


class FoldsWorker(Worker):
    """Loads the data, unless it is there, and trains once for each fold; ``succeeded`` gives a ``CrossValidation``.

    ``progressed`` gives the number of samples loaded so far.
    """

    fold_done = Signal(int, float)  # the number of the fold, and its validation accuracy
    fault = "The cross-validation failed because of an error in this program"
    out_of_memory = "There is not enough memory for this network and its minibatches. Use a smaller network."

    def __init__(
        self,
        source: str | Dataset,
        samples: SampleChoice,
        network_config: NetworkConfig,
        config: TrainingConfig,
        folds: int,
    ) -> None:
        super().__init__()
        self._control = RunControl()
        self._source = source
        self._samples = samples
        self._network_config = network_config
        self._config = config
        self._folds = folds

    def stop(self) -> None:
        """Ask the loading or the current training to stop."""
        super().stop()
        self._control.stop()

    def work(self) -> CrossValidation:
        """Cross-validate; called in the thread."""
        data = self._source
        if not isinstance(data, Dataset):
            data = load_or_stop(data, self.progressed.emit, self.isInterruptionRequested, self._samples)
        data = self._samples.apply(data)
        network = replace(self._network_config, inputs=data.inputs.shape[1])
        found = cross_validate(
            data, network, self._config, self._folds, on_fold=self._tell, control=self._control
        )  # fmt: skip
        if self._control.is_stopped:
            raise Stopped
        return found

    def _tell(self, fold: int, result: TrainingResult) -> None:
        self.fold_done.emit(fold, CrossValidation((result,)).mean)
