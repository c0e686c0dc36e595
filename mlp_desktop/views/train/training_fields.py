"""Fields of a form, as data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Field:
    """One field.

    Attributes:
        key: its name in the rest of the window.
        name: object name of its widget.
        label: shown beside it.
        tip: its tool tip, one sentence about its effect.
        chosen: whether its value is chosen from a list; otherwise it is typed.
        hint: shown while it is empty.
        choices: value and label of each choice that the list offers at first.
        is_per_layer: whether each hidden layer may have its own value.
        is_live: whether it can be changed during a run.
        reach: of a typed number, where the slider beside it ends, which begins at 0; ``None`` for no slider.
    """

    key: str
    name: str
    label: str
    tip: str
    chosen: bool = False
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    is_per_layer: bool = False
    is_live: bool = False
    reach: float | None = None


@dataclass(frozen=True)
class FieldGroup:
    """Fields under a common title."""

    title: str
    fields: tuple[Field, ...]


DATA = Field("data", "dataSource", "Data", "The samples that the network is trained on.", chosen=True)

DATA_GROUP = "Data"
"""Title of the group below the field for the data, which has no heading of its own."""

NETWORK_GROUP = "Network"
"""Title of the group that has the estimate under its heading."""

MORE_GROUP = "More"
"""Title of the group that is folded away."""

_NAMES = {
    "slice": "dataSlice",
    "count": "sliceCount",
    "hidden": "hiddenLayers",
    "activations": "activation",
    "output": "outputLoss",
    "l1": "l1Strength",
    "l2": "l2Strength",
    "validation": "validationShare",
}


def widget_name(key: str) -> str:
    """The object name of the widget for the setting ``key``: "learningRate" for "learning_rate"."""
    first, *others = key.split("_")
    return _NAMES.get(key, first + "".join(map(str.capitalize, others)))
