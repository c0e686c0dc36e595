"""The training form's texts as checked settings, and settings as texts of the form."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeVar

from mlp_desktop.controllers.train.form_checks import NEEDED, contradictions
from mlp_desktop.models.train.loaded_data import data_size
from mlp_desktop.views.train.training_fields import MORE_GROUP, Field, FieldGroup, widget_name
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.errors import SettingError
from mlp_engine.perceptron.config import MAX_HIDDEN_LAYERS, OUTPUT_LOSS_PAIRS, NetworkConfig, TrainingConfig
from mlp_engine.runs import StoredRun
from mlp_engine.training.setting import Setting
from mlp_engine.training.settings import FOLDS, SETTINGS, USUAL_FOLDS, form_settings, settings_in
from mlp_engine.validation import check_whole_number

Record = TypeVar("Record", SampleChoice, TrainingConfig)

_PAIRS = tuple((f"{output}+{loss}", f"{output} + {loss}") for output, loss in OUTPUT_LOSS_PAIRS)
"""The choices of the field for the pair of output and loss."""


_REACH = {"rotation": 45.0, "shift": 6.0}
"""Where the sliders of these settings end; more can be typed."""


def form_groups() -> tuple[FieldGroup, ...]:
    """The groups of fields in the training form, from the table of settings."""
    groups = groupby(form_settings(), key=lambda setting: setting.group)
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
        reach=_REACH.get(setting.name),
    )


def form_values(samples: SampleChoice, network: NetworkConfig, training: TrainingConfig) -> dict[str, str]:
    """The texts of the training form for these settings."""
    values = {
        setting.name: setting.text(getattr(record, setting.name))
        for record in (samples, network, training)
        for setting in settings_in(type(record))
        if setting.group
    }
    return values | {"output": f"{network.output}+{network.loss}"}


FIRST_VALUES = form_values(SampleChoice(), NetworkConfig(), TrainingConfig()) | {
    "count": "100",
    "l2": "0.1",
    "learning_rate": "0.5",
    "epochs": "15",
    "validation": "0.1",
    "folds": str(USUAL_FOLDS),
}
"""The texts of the form at the first start: close to the network of chapter 3 in Nielsen's book,
with less L2, because the 2,000 practice digits of a first training are few."""


@dataclass(frozen=True)
class FormReading:
    """The content of the form.

    Attributes:
        samples: the choice of samples.
        network: the settings of the network.
        training: the settings of the training.
        folds: the parts of a cross-validation.
        errors: a sentence for each wrong field, by its key; the settings are only to be used if it is empty.
    """

    samples: SampleChoice
    network: NetworkConfig
    training: TrainingConfig
    folds: int
    errors: dict[str, str]


def without_effect(values: Mapping[str, str]) -> frozenset[str]:
    """The fields that have no effect with these texts in the others; what they hold does not matter."""
    rested: set[str] = {"count"} if values["slice"] == "all" else set()
    rested |= {"rotation", "shift"} if values["augmentation"] == "none" else set()
    rested |= set() if values["optimizer"] in ("momentum", "nesterov") else {"momentum"}
    rested |= set() if values["schedule"] == "step" else {"step_every", "step_factor"}
    rested |= set() if values["schedule"] == "cosine" else {"warmup"}
    return frozenset(rested)


def more_words(values: Mapping[str, str], errors: Collection[str]) -> str:
    """What is to be known of the settings that are folded away: "1 to correct", or "momentum 0.5, warm-up 2"."""
    folded = [setting for setting in form_settings() if setting.group == MORE_GROUP]
    if wrong := sum(setting.name in errors for setting in folded):
        return f"{wrong} to correct"
    rested = without_effect(values)
    return ", ".join(
        f"{setting.label_in_sentence} {values[setting.name].strip() or setting.none}"
        for setting in folded
        if setting.name not in rested and values[setting.name].strip() != FIRST_VALUES[setting.name]
    )


def read_form(values: Mapping[str, str]) -> FormReading:
    """Read and check each field on its own, so that five wrong fields give five sentences."""
    texts = dict(values)
    texts["output"], texts["loss"] = texts["output"].split("+")
    errors: dict[str, str] = {}
    network = NetworkConfig()
    scale = SETTINGS["initial_scale"]
    try:
        network = replace(network, initial_scale=scale.parse(texts[scale.name]))
    except SettingError as error:
        errors[scale.name] = str(error)
    try:
        read = {s.name: s.parse(texts[s.name]) for s in settings_in(NetworkConfig) if s.name in texts and s != scale}
        network = replace(network, **read)
    except SettingError as error:
        errors["hidden"] = str(error)  # the other fields offer only valid choices
    rested = without_effect(texts)
    training = _read(TrainingConfig(), texts, errors, rested)
    del texts["seed"]
    if "count" in rested:
        del texts["count"]
    samples = _read(SampleChoice(seed=training.seed), texts, errors, rested)
    for key, sentence in contradictions(samples, network, training, data_size(texts.get("data", ""))).items():
        if not errors.keys() & {key, *NEEDED[key]}:
            errors[key] = sentence
    return FormReading(samples, network, training, _folds(texts, errors), errors)


def _folds(texts: Mapping[str, str], errors: dict[str, str]) -> int:
    """The number of folds in ``texts``; a sentence is added to ``errors`` if it is wrong."""
    try:
        return check_whole_number(FOLDS.label, FOLDS.parse(texts.get("folds", str(USUAL_FOLDS))), at_least=2)
    except SettingError as error:
        errors["folds"] = str(error)
        return USUAL_FOLDS


def _read(record: Record, texts: Mapping[str, str], errors: dict[str, str], rested: Collection[str]) -> Record:
    """``record`` with the settings in ``texts``; for each wrong text a sentence is added to ``errors``.

    A wrong text in one of the fields ``rested``, which have no effect, is left alone.
    """
    # The epochs come first: a warm-up must be shorter, and the sentence belongs to the warm-up.
    for setting in sorted(settings_in(type(record)), key=lambda setting: setting.name != "epochs"):
        if setting.name in texts:
            try:
                record = replace(record, **{setting.name: setting.parse(texts[setting.name])})
            except SettingError as error:
                if setting.name not in rested:
                    errors[setting.name] = str(error)
    return record


def hidden_layers(text: str) -> tuple[int, ...] | None:
    """The hidden layers in ``text``, with unchecked sizes; ``None`` if the text is wrong or has too many layers."""
    try:
        layers = SETTINGS["hidden"].parse(text)
    except SettingError:
        return None
    assert isinstance(layers, tuple), "layers are read as a tuple"
    return tuple(map(int, layers)) if len(layers) <= MAX_HIDDEN_LAYERS else None


def run_values(run: StoredRun) -> dict[str, str]:
    """The texts of the training form for this run, without the fields that have no meaning for it."""
    summary = run.summary
    values = form_values(summary.choice, summary.network, summary.training) | {"data": run.source}
    meaningless = {"activations": not summary.network.hidden, "count": summary.choice.slice == "all"}
    return {key: text for key, text in values.items() if not meaningless.get(key)}


def lost_settings(run: StoredRun, values: Mapping[str, str]) -> list[str]:
    """The names of the settings of a run that differ from those in the form, because the form cannot hold them."""
    reading, summary = read_form(values), run.summary
    network = replace(reading.network, inputs=summary.network.inputs, outputs=summary.network.outputs)
    lost = [
        setting.label_in_sentence
        for held, wanted in ((network, summary.network), (reading.training, summary.training))
        for setting in settings_in(type(held))
        if getattr(held, setting.name) != getattr(wanted, setting.name)
    ]
    return (["data"] if values["data"] != run.source else []) + lost
