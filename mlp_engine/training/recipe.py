"""The recipe of a training: its data, architecture and settings in one small TOML file, to keep with the weights.

::

    data = ["mnist", "practice:60000:1"]

    [network]
    hidden = [1000, 500]
    activation = "relu"

    [training]
    optimizer = "momentum"
    epochs = 100

``data`` names one or more sources for :func:`~mlp_engine.sources.load_source`, which are joined. ``[network]`` and
``[training]`` hold the settings of :class:`~mlp_engine.perceptron.config.NetworkConfig` and
:class:`~mlp_engine.perceptron.config.TrainingConfig` by name; omitted settings have their defaults. The numbers of
inputs and outputs are those of the data. With ``folds`` in ``[training]`` the recipe is that of a cross-validation.

A recipe for first weights (:func:`read_feature_map_recipe`) has ``[shared]`` in place of ``[network]``, with the
settings of :class:`~mlp_engine.feature_maps.FeatureMapConfig`.
"""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast

from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.errors import SettingError
from mlp_engine.feature_maps import FeatureMapConfig
from mlp_engine.files.paths import is_file, is_there, possible, shown_path
from mlp_engine.perceptron.config import DEFAULT_LEARNING_RATES, NetworkConfig, TrainingConfig
from mlp_engine.training.config_record import feature_map_config_of, network_config_of, training_config_of
from mlp_engine.training.settings import FOLDS, FROM_THE_DATA
from mlp_engine.validation import check_whole_number, shortened

MAX_BYTES = 1 << 16
"""The largest recipe: a hundred times the size of a long one."""

Settings = TypeVar("Settings", NetworkConfig, FeatureMapConfig, TrainingConfig, SampleChoice)


@dataclass(frozen=True)
class Recipe:
    """The recipe of a training.

    Attributes:
        data: the text that names the data, several sources joined by ``+``.
        network: the architecture; its inputs and outputs are not yet those of the data.
        training: the settings.
        folds: the folds of a cross-validation; ``None`` for a single training.
    """

    data: str
    network: NetworkConfig
    training: TrainingConfig
    folds: int | None = None


@dataclass(frozen=True)
class FeatureMapRecipe:
    """The recipe of first weights, trained with feature maps.

    Attributes:
        data: the text that names the data, as in :class:`Recipe`.
        network: the architecture.
        training: the settings.
    """

    data: str
    network: FeatureMapConfig
    training: TrainingConfig


def read_recipe(path: Path) -> Recipe:
    """Read the recipe in the file ``path``.

    Raises:
        SettingError: if the file cannot be read or is no recipe; it names the file and the wrong entry.
    """
    entries = _entries(path, "network")
    network = section_of(path, entries, "network", network_of)
    folds: list[int] = []

    def read(settings: dict[str, Any]) -> TrainingConfig:
        if "folds" in settings:
            folds.append(check_whole_number(FOLDS.label, settings.pop("folds"), at_least=2))
        return training_of(settings)

    training = section_of(path, entries, "training", read)
    return Recipe(_data(path, entries), network, training, *folds)


def read_feature_map_recipe(path: Path) -> FeatureMapRecipe:
    """Read the recipe for first weights in the file ``path``; the errors are those of :func:`read_recipe`."""
    entries = _entries(path, "shared")
    network = section_of(path, entries, "shared", feature_map_config_of)
    return FeatureMapRecipe(_data(path, entries), network, section_of(path, entries, "training", training_of))


def _data(path: Path, entries: dict[str, Any]) -> str:
    data: object = entries.get("data")
    sources = cast("list[object]", data) if isinstance(data, list) else [data]
    names = [source for source in sources if isinstance(source, str) and source]
    if not names or len(names) < len(sources):
        came = shortened(str(sources)[1:-1]) or "nothing"
        raise SettingError(f"{path}: data must name a source, or be a list of several. Got {came}.")
    return "+".join(names)


def _entries(path: Path, architecture: str) -> dict[str, Any]:
    """The entries of the file; it may have data, the section ``architecture`` and training, and nothing else."""
    entries = parsed_toml(path, "recipe")
    unknown = sorted(set(entries) - {"data", architecture, "training"})
    if unknown:
        raise SettingError(
            f"{path} must have data, [{architecture}] and [training] alone. Got {shortened(repr(unknown[0]))}."
        )
    return entries


def parsed_toml(path: Path, what: str) -> dict[str, Any]:
    """The entries of a small TOML file from anywhere; ``what`` it should be, for the error.

    Raises:
        SettingError: if it cannot be read, is too large, or is not TOML.
    """
    if is_there(path) and not is_file(path):  # a pipe would be waited for
        raise SettingError(f"A {what} must be a file that can be read. Got {shown_path(path)} (no plain file).")
    try:
        with possible(path).open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise SettingError(f"A {what} must have at most {MAX_BYTES} bytes. Got more in {path}.")
        return tomllib.loads(content.decode())
    except OSError as error:
        raise SettingError(
            f"A {what} must be a file that can be read. Got {shown_path(path)} ({error.strerror or error})."
        ) from error
    except (ValueError, RecursionError) as error:  # not UTF-8, not TOML, or nested too deeply
        raise SettingError(
            f"A {what} must be a TOML file. Got {shown_path(path)} ({shortened(error, 200)})."
        ) from error


def section_of(
    path: Path, entries: dict[str, Any], section: str, read: Callable[[dict[str, Any]], Settings]
) -> Settings:
    """The settings in ``section``, which may be missing, as ``read`` makes them; its errors name file and section."""
    settings = entries.get(section, {})
    if not isinstance(settings, dict):
        raise SettingError(f"{path}: [{section}] must be a section. Got {shortened(settings)}.")
    try:
        return read(dict(cast("dict[str, Any]", settings)))
    except SettingError as error:
        raise SettingError(f"{path}, [{section}]: {error}") from error


def network_of(settings: dict[str, Any]) -> NetworkConfig:
    """The architecture in a section whose inputs and outputs are left to the data."""
    for name in FROM_THE_DATA:
        if name in settings:
            raise SettingError(f"The number of {name} must be left to the data. Got {shortened(repr(settings[name]))}.")
    if "activation" in settings:
        if "activations" in settings:
            raise SettingError("Only one of activation and activations must be there. Got both.")
        settings["activations"] = [settings.pop("activation")]
    return network_config_of(settings)


def training_of(settings: dict[str, Any]) -> TrainingConfig:
    """The training settings in a section; where it names no learning rate, the optimizer's usual one."""
    named = settings.get("optimizer", TrainingConfig.optimizer)
    if isinstance(named, str) and named in DEFAULT_LEARNING_RATES:
        settings.setdefault("learning_rate", DEFAULT_LEARNING_RATES[named])
    settings.setdefault("l1_step", TrainingConfig.l1_step)
    if isinstance(settings.get("dropout"), int | float):
        settings["dropout"] = [settings["dropout"]]
    return training_config_of(settings)
