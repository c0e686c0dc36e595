"""Between the texts of the training form and checked settings, with a sentence for each field that is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeVar

from mlp_desktop.views.train.training_fields import Field, FieldGroup, widget_name
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.errors import SettingError
from mlp_engine.perceptron.config import MAX_HIDDEN_LAYERS, OUTPUT_LOSS_PAIRS, NetworkConfig, TrainingConfig
from mlp_engine.runs import StoredRun
from mlp_engine.training.setting import Setting
from mlp_engine.training.settings import SETTINGS, settings_in

Record = TypeVar("Record", SampleChoice, TrainingConfig)

_PAIRS = tuple((f"{output}+{loss}", f"{output} + {loss}") for output, loss in OUTPUT_LOSS_PAIRS)
"""Output and loss are chosen together, in one field."""


def form_groups() -> tuple[FieldGroup, ...]:
    """The settings as the training form shows them."""
    shown = [setting for setting in SETTINGS.values() if setting.group]
    groups = groupby(shown, key=lambda setting: setting.group)
    return tuple(FieldGroup(title, tuple(map(_field, settings))) for title, settings in groups)


def _field(setting: Setting) -> Field:
    tip, choices = setting.description, setting.choices
    if setting.name == "output":
        tip, choices = f"{tip} {SETTINGS['loss'].description}", _PAIRS
    return Field(
        setting.name,
        widget_name(setting.name),
        setting.label,
        tip,
        chosen=bool(choices),
        hint=setting.blank or setting.none,
        choices=choices,
        is_per_layer=setting.kind == "names",
        is_live=setting.is_live,
    )


def form_values(samples: SampleChoice, network: NetworkConfig, training: TrainingConfig) -> dict[str, str]:
    """The texts with which the training form asks for these settings."""
    values = {
        setting.name: setting.text(getattr(record, setting.name))
        for record in (samples, network, training)
        for setting in settings_in(type(record))
        if setting.group
    }
    return values | {"output": f"{network.output}+{network.loss}"}


FIRST_VALUES = form_values(SampleChoice(), NetworkConfig(), TrainingConfig()) | {
    "count": "100",
    "l2": "5",
    "learning_rate": "0.5",
    "epochs": "15",
    "validation": "0.1",
}
"""What the form holds the first time: close to the network of Nielsen's book, chapter 3."""


@dataclass(frozen=True)
class FormReading:
    """What a form says: the settings, where all of it is right, and a sentence for each key that is wrong."""

    samples: SampleChoice
    network: NetworkConfig
    training: TrainingConfig
    errors: dict[str, str]


def read_form(values: Mapping[str, str]) -> FormReading:
    """Read and check every field, each on its own, so that five wrong fields give five sentences."""
    texts = dict(values)
    texts["output"], texts["loss"] = texts["output"].split("+")
    errors: dict[str, str] = {}
    network = NetworkConfig()
    try:
        read = {s.name: s.parse(texts[s.name]) for s in settings_in(NetworkConfig) if s.name in texts}
        network = replace(network, **read)
    except SettingError as error:
        errors["hidden"] = str(error)  # the others are chosen from what the engine offers
    training = _read(TrainingConfig(), texts, errors)
    del texts["seed"]
    if texts["slice"] == "all":
        del texts["count"]
    samples = _read(SampleChoice(seed=training.seed), texts, errors)
    if training.patience is not None and training.validation == 0 and not errors.keys() & {"patience", "validation"}:
        errors["patience"] = "Patience must be empty where the validation share is 0."
    return FormReading(samples, network, training, errors)


def _read(record: Record, texts: Mapping[str, str], errors: dict[str, str]) -> Record:
    """``record`` with what ``texts`` say of it; where one of them is wrong, a sentence goes into ``errors``."""
    for setting in settings_in(type(record)):
        if setting.name in texts:
            try:
                record = replace(record, **{setting.name: setting.parse(texts[setting.name])})
            except SettingError as error:
                errors[setting.name] = str(error)
    return record


def hidden_layers(text: str) -> tuple[int, ...] | None:
    """The hidden layers that ``text`` names, whatever their sizes; ``None`` if it names none, or too many."""
    try:
        layers = SETTINGS["hidden"].parse(text)
    except SettingError:
        return None
    assert isinstance(layers, tuple), "layers are read as a tuple"
    return tuple(map(int, layers)) if len(layers) <= MAX_HIDDEN_LAYERS else None


def run_values(run: StoredRun) -> dict[str, str]:
    """The texts with which the training form asks for this run; what means nothing for it is left out."""
    summary = run.summary
    values = form_values(summary.choice, summary.network, summary.training) | {"data": run.source}
    meaningless = {"activations": not summary.network.hidden, "count": summary.choice.slice == "all"}
    return {key: text for key, text in values.items() if not meaningless.get(key)}


def lost_settings(run: StoredRun, values: Mapping[str, str]) -> list[str]:
    """Names of the settings of a run that the form cannot hold, given what it holds now."""
    reading, summary = read_form(values), run.summary
    network = replace(reading.network, inputs=summary.network.inputs, outputs=summary.network.outputs)
    lost = [
        setting.label_in_sentence
        for held, wanted in ((network, summary.network), (reading.training, summary.training))
        for setting in settings_in(type(held))
        if getattr(held, setting.name) != getattr(wanted, setting.name)
    ]
    return (["data"] if values["data"] != run.source else []) + lost
