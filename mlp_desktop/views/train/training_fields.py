"""The fields of a form, as whoever shows it is told of them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Field:
    """One field.

    Attributes:
        key: what the rest of the window calls it.
        name: of its widget.
        label: beside it.
        tip: one sentence that says what it does.
        chosen: whether it is chosen from a list; otherwise it is typed.
        hint: shown while nothing is typed.
        choices: what the list offers at first: value and label.
        is_per_layer: whether one may be chosen for each hidden layer.
        is_live: whether it stays open while a run uses the form.
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


@dataclass(frozen=True)
class FieldGroup:
    """Fields that stand together under a title."""

    title: str
    fields: tuple[Field, ...]


DATA = Field("data", "dataSource", "Data", "The samples that the network learns from.", chosen=True)

DATA_GROUP = "Data"
"""Title of the group that stands under the field for the data, without a heading of its own."""

NETWORK_GROUP = "Network"
"""Title of the group whose cost is estimated under its heading."""

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
    """The name of the widget for the setting ``key``: "learningRate" for "learning_rate"."""
    first, *others = key.split("_")
    return _NAMES.get(key, first + "".join(map(str.capitalize, others)))
