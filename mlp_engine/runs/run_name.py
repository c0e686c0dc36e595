"""The name of a new run: its layers, and what distinguishes it from the runs before it."""

from collections.abc import Sequence

from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.runs.records import RunSummary
from mlp_engine.training.setting import Setting, Value
from mlp_engine.training.settings import settings_in

NEIGHBOURS = 20
"""How many of the newest runs a new one is compared with."""

_IN_THE_LAYERS = ("inputs", "hidden", "outputs")
_OF_NO_INTEREST = ("seed", "l1_step")
_WITHOUT_LABEL = ("activations", "output", "loss", "initializer", "optimizer")


def run_name(network: NetworkConfig, training: TrainingConfig, data: str, neighbours: Sequence[RunSummary]) -> str:
    """The name of a run: "784-100-10 · L2 5" where a neighbour has another L2, "784-100-10 on MNIST" where none has.

    Args:
        network: its architecture.
        training: its settings.
        data: the name of its data, which is in its name if all settings are alike or the data differ.
        neighbours: the runs that it is to be distinguished from.
    """
    differences: list[str] = []
    for mine, theirs in (
        (network, [run.network for run in neighbours]),
        (training, [run.training for run in neighbours]),
    ):
        for setting in settings_in(type(mine)):
            words = _words(setting, getattr(mine, setting.name))
            may_be_named = setting.name not in (*_IN_THE_LAYERS, *_OF_NO_INTEREST)
            if may_be_named and any(_words(setting, getattr(other, setting.name)) != words for other in theirs):
                differences.append(words)
    name = " · ".join(["-".join(map(str, network.layers)), *differences])
    others = {run.data for run in neighbours}
    return f"{name} on {data}" if not differences or others - {data} else name


def _words(setting: Setting, value: Value) -> str:
    """The setting in a few words: "L2 5", "rate 0.5", "ReLU", "no patience"."""
    if isinstance(value, tuple) and setting.kind == "names":
        return "-".join(setting.label_of(name) for name in dict.fromkeys(map(str, value))) or "no activation"
    if setting.kind == "name":
        label = setting.label_of(str(value))
        return label if setting.name in _WITHOUT_LABEL else f"{setting.label_in_sentence} {label.lower()}"
    return f"{setting.label_in_sentence.removesuffix(' strength').removeprefix('learning ')} {setting.words(value)}"
