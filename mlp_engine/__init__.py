"""A multilayer perceptron for handwritten digits, written by hand in numpy.

The library in five lines::

    from mlp_engine import NetworkConfig, TrainingConfig, load_source, train_new_network
    data = load_source("mnist")
    result = train_new_network(data, NetworkConfig(hidden=(100,)), TrainingConfig(l2=5.0, epochs=10))
    test = load_source("mnist-test")
    print((result.network.predict(test.inputs).argmax(axis=1) == test.labels).mean())
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from mlp_engine.version import __version__

if TYPE_CHECKING:
    from mlp_engine.adapting import Tuning, TuningConfig, tune_to_hand
    from mlp_engine.config import NetworkConfig, TrainingConfig
    from mlp_engine.datasets.dataset import Dataset
    from mlp_engine.datasets.source import load_source
    from mlp_engine.errors import MlpError
    from mlp_engine.examination import Examination, examine
    from mlp_engine.metrics import Evaluation, evaluate
    from mlp_engine.model_card import ModelCard, card_of_training
    from mlp_engine.my_digits import DrawingStore, my_digits_folder
    from mlp_engine.network import Network
    from mlp_engine.reading import NumberReader
    from mlp_engine.rehearsal import load_rehearsal
    from mlp_engine.reject import Reject
    from mlp_engine.run_control import RunControl
    from mlp_engine.runs import RunStore, runs_folder
    from mlp_engine.training import resume_training, train, train_further, train_new_network
    from mlp_engine.training_run import TrainingResult
    from mlp_engine.weights_file import WeightsFile, load_weights, save_weights

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
    "evaluate",
    "examine",
    "load_rehearsal",
    "load_source",
    "load_weights",
    "my_digits_folder",
    "resume_training",
    "runs_folder",
    "save_weights",
    "train",
    "train_further",
    "train_new_network",
    "tune_to_hand",
]

# Where each name lives. What nobody asks for is not imported: to read a digit takes a third of the engine, and the
# rest would cost the window, which opens with the engine, a fifth of a second.
_HOMES = {
    "Dataset": "datasets.dataset",
    "DrawingStore": "my_digits",
    "Evaluation": "metrics",
    "Examination": "examination",
    "MlpError": "errors",
    "ModelCard": "model_card",
    "Network": "network",
    "NetworkConfig": "config",
    "NumberReader": "reading",
    "Reject": "reject",
    "RunControl": "run_control",
    "RunStore": "runs",
    "TrainingConfig": "config",
    "TrainingResult": "training_run",
    "Tuning": "adapting",
    "TuningConfig": "adapting",
    "WeightsFile": "weights_file",
    "card_of_training": "model_card",
    "evaluate": "metrics",
    "examine": "examination",
    "load_rehearsal": "rehearsal",
    "load_source": "datasets.source",
    "load_weights": "weights_file",
    "my_digits_folder": "my_digits",
    "resume_training": "training",
    "runs_folder": "runs",
    "save_weights": "weights_file",
    "train": "training",
    "train_further": "training",
    "train_new_network": "training",
    "tune_to_hand": "adapting",
}


def __getattr__(name: str) -> Any:
    """Import what is asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
