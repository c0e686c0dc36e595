"""A multilayer perceptron for handwritten digits, written by hand in numpy.

The library in five lines::

    from mlp_engine import NetworkConfig, TrainingConfig, load_source, train_new_network
    data = load_source("mnist")
    result = train_new_network(data, NetworkConfig(hidden=(100,)), TrainingConfig(l2=5.0, epochs=10))
    test = load_source("mnist-test")
    print((result.network.predict(test.inputs).argmax(axis=1) == test.labels).mean())
"""

from mlp_engine.config import NetworkConfig, TrainingConfig
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.source import load_source
from mlp_engine.errors import MlpError
from mlp_engine.examination import Examination, examine
from mlp_engine.metrics import Evaluation, evaluate
from mlp_engine.model_card import ModelCard, card_of_training
from mlp_engine.network import Network
from mlp_engine.reading import NumberReader
from mlp_engine.reject import Reject
from mlp_engine.run_control import RunControl
from mlp_engine.runs import RunStore, runs_folder
from mlp_engine.training import resume_training, train, train_new_network
from mlp_engine.training_run import TrainingResult
from mlp_engine.version import __version__
from mlp_engine.weights_file import WeightsFile, load_weights, save_weights

__all__ = [
    "Dataset",
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
    "WeightsFile",
    "__version__",
    "card_of_training",
    "evaluate",
    "examine",
    "load_source",
    "load_weights",
    "resume_training",
    "runs_folder",
    "save_weights",
    "train",
    "train_new_network",
]
