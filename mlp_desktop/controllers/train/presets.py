"""Presets: settings of the training form that show one effect, each with a sentence about it."""

from dataclasses import dataclass

from mlp_desktop.controllers.kit.data_chooser import MNIST
from mlp_desktop.controllers.train.training_settings import FIRST_VALUES
from mlp_desktop.models.train.loaded_data import PRACTICE


@dataclass(frozen=True)
class Preset:
    """A name, a sentence on the effect, and the fields that differ from the first values of the form."""

    name: str
    sentence: str
    differences: dict[str, str]
    data: str = PRACTICE

    @property
    def values(self) -> dict[str, str]:
        """The texts of the form for this preset, among them the data."""
        return FIRST_VALUES | self.differences | {"data": self.data}


_STRENGTHS = {"hidden": "30", "learning_rate": "0.5", "epochs": "20", "validation": "0.25"}

PRESETS = (
    Preset(
        "The book's network",
        "Nielsen's chapter 3: 100 sigmoid neurons, cross-entropy and L2 read about 98% of MNIST.",
        {"output": "sigmoid+cross-entropy", "epochs": "30", "l2": "5"},
        MNIST,
    ),
    Preset(
        "Overfit on purpose",
        "500 samples are memorised: training accuracy nears 100%, validation stays behind.",
        {"slice": "random", "count": "1000", "l2": "0", "epochs": "60", "validation": "0.5"},
    ),
    Preset(
        "L1 versus L2: with L1",
        "Watch the Weights meanwhile: L1 makes about half of them exactly zero, and keeps a few large ones.",
        _STRENGTHS | {"l1": "1", "l2": "0"},
    ),
    Preset(
        "L1 versus L2: with L2",
        "Watch the Weights meanwhile: L2 makes all of them small, but none of them zero.",
        _STRENGTHS | {"l2": "3"},
    ),
    Preset(
        "Vanishing gradient: six sigmoid layers",
        "The first layer's gradient is almost nothing, so the network barely learns; try ReLU with He.",
        {"hidden": "30, 30, 30, 30, 30, 30", "l2": "0", "learning_rate": "0.1", "epochs": "10"},
    ),
    Preset(
        "Best accuracy",
        "A wide ReLU network that first looks at parts, Adam with cosine decay, elastic distortions: good, and slow.",
        {
            "hidden": "1000, 500",
            "activations": "relu",
            "initializer": "local",
            "l2": "0",
            "augmentation": "elastic",
            "optimizer": "adam",
            "learning_rate": "0.001",
            "schedule": "cosine",
            "batch_size": "100",
            "epochs": "60",
        },
        MNIST,
    ),
)
"""All presets, in the order in which they are offered."""
