"""A multilayer perceptron for handwritten digits, written by hand in numpy.

The library in five lines::

    from mlp_engine import NetworkConfig, TrainingConfig, load_source, train_new_network
    data = load_source("mnist")
    result = train_new_network(data, NetworkConfig(hidden=(100,)), TrainingConfig(l2=5.0, epochs=10))
    test = load_source("mnist-test")
    print((result.network.predict(test.inputs).argmax(axis=1) == test.labels).mean())

==================  =======================================================================================
data                ``load_source`` reads any file, folder or data set; a ``Dataset`` holds arrays of your own
training            ``train_new_network``, ``train_further``, ``resume_training``, ``tune_to_hand``
measuring           ``evaluate``, ``examine``
files               ``save_weights``, ``load_weights``; ``open_network`` and ``export_network`` for other programs
reading             ``Network.predict``; ``NumberReader`` for drawings of several digits
explaining          the modules of :mod:`mlp_engine.explain`: attribution, erasure, activations
several networks    ``committee_of``
==================  =======================================================================================
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from mlp_engine.version import __version__

if TYPE_CHECKING:
    from mlp_engine.datasets.dataset import Dataset
    from mlp_engine.errors import MlpError
    from mlp_engine.examination.examination import Examination, examine
    from mlp_engine.interchange import export_network, open_network
    from mlp_engine.my_digits import DrawingStore, my_digits_folder
    from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
    from mlp_engine.perceptron.network import Network
    from mlp_engine.reading import NumberReader
    from mlp_engine.runs import RunStore, runs_folder
    from mlp_engine.sources import load_source
    from mlp_engine.training.control import RunControl
    from mlp_engine.training.metrics import Evaluation, evaluate
    from mlp_engine.training.result import TrainingResult
    from mlp_engine.training.train import resume_training, train, train_further, train_new_network
    from mlp_engine.tuning.rehearsal import load_rehearsal
    from mlp_engine.tuning.tuning import Tuning, TuningConfig, tune_to_hand
    from mlp_engine.weights.committee import committee_of
    from mlp_engine.weights.file import WeightsFile, load_weights, save_weights
    from mlp_engine.weights.model_card import ModelCard, card_of_training
    from mlp_engine.weights.reject import Reject

__all__ = [
    "Dataset",
    "DrawingStore",
    "Evaluation",
    "Examination",
    "MlpError",
    "ModelCard",
    "Network",
    "NetworkConfig",
    "NumberReader",
    "Reject",
    "RunControl",
    "RunStore",
    "TrainingConfig",
    "TrainingResult",
    "Tuning",
    "TuningConfig",
    "WeightsFile",
    "__version__",
    "card_of_training",
    "committee_of",
    "evaluate",
    "examine",
    "export_network",
    "load_rehearsal",
    "load_source",
    "load_weights",
    "my_digits_folder",
    "open_network",
    "resume_training",
    "runs_folder",
    "save_weights",
    "train",
    "train_further",
    "train_new_network",
    "tune_to_hand",
]

# The module of each name. Modules are imported when a name is first used: reading a digit needs a third of the engine,
# and importing the rest would delay the start of the window by a fifth of a second.
_HOMES = {
    "Dataset": "datasets.dataset",
    "DrawingStore": "my_digits",
    "Evaluation": "training.metrics",
    "Examination": "examination.examination",
    "MlpError": "errors",
    "ModelCard": "weights.model_card",
    "Network": "perceptron.network",
    "NetworkConfig": "perceptron.config",
    "NumberReader": "reading",
    "Reject": "weights.reject",
    "RunControl": "training.control",
    "RunStore": "runs",
    "TrainingConfig": "perceptron.config",
    "TrainingResult": "training.result",
    "Tuning": "tuning.tuning",
    "TuningConfig": "tuning.tuning",
    "WeightsFile": "weights.file",
    "card_of_training": "weights.model_card",
    "committee_of": "weights.committee",
    "evaluate": "training.metrics",
    "examine": "examination.examination",
    "export_network": "interchange",
    "load_rehearsal": "tuning.rehearsal",
    "load_source": "sources",
    "load_weights": "weights.file",
    "my_digits_folder": "my_digits",
    "open_network": "interchange",
    "resume_training": "training.train",
    "runs_folder": "runs",
    "save_weights": "weights.file",
    "train": "training.train",
    "train_further": "training.train",
    "train_new_network": "training.train",
    "tune_to_hand": "tuning.tuning",
}


def __getattr__(name: str) -> Any:
    """Import the module of a public name on first use."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
