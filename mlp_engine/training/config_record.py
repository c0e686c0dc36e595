"""Records of settings: the settings as JSON values and back, for files and the run store.

A setting that is missing in a record gets its default, so records of older versions stay readable; but where a record
with L1 does not say how L1 pulls, it is older than the proximal step. A record with an unknown setting comes from a
newer version and is refused.
"""

from dataclasses import asdict, fields
from typing import Any, cast

from mlp_engine.errors import SettingError
from mlp_engine.feature_maps import FeatureMapConfig
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig, architecture_record
from mlp_engine.validation import shortened


def config_record(config: NetworkConfig | FeatureMapConfig | TrainingConfig) -> dict[str, Any]:
    """The settings by name, as values that JSON can represent."""
    return architecture_record(config) if isinstance(config, NetworkConfig) else asdict(config)


def network_config_of(record: object) -> NetworkConfig:
    """The architecture in a JSON value.

    Raises:
        SettingError: if it is not a valid architecture.
    """
    entries = _entries(record, NetworkConfig)
    _make_tuples(entries, ("hidden", "activations"))
    return NetworkConfig(**entries)


def feature_map_config_of(record: object) -> FeatureMapConfig:
    """The architecture with feature maps in a JSON value.

    Raises:
        SettingError: if it is not a valid architecture.
    """
    entries = _entries(record, FeatureMapConfig)
    _make_tuples(entries, ("maps", "kernels", "strides", "hidden"))
    for name in ("maps", "kernels", "strides"):
        if name not in entries:
            raise SettingError(f"{name!r} must be given. Got {shortened(', '.join(sorted(entries)) or 'nothing')}.")
    return FeatureMapConfig(**entries)


def training_config_of(record: object) -> TrainingConfig:
    """The training settings in a JSON value.

    Raises:
        SettingError: if they are not valid.
    """
    entries = _entries(record, TrainingConfig)
    _make_tuples(entries, ("dropout",))
    if entries.get("l1"):
        entries.setdefault("l1_step", "subgradient")
    return TrainingConfig(**entries)


def _make_tuples(entries: dict[str, Any], names: tuple[str, ...]) -> None:
    """Turn the lists under these names into tuples, which JSON does not have; refuse other values."""
    for name in names:
        if name in entries:
            if not isinstance(entries[name], list | tuple):
                raise SettingError(f"{name!r} must be a list. Got {shortened(repr(str(entries[name])))}.")
            entries[name] = tuple(cast("list[Any]", entries[name]))


def _entries(
    record: object, kind: type[NetworkConfig] | type[FeatureMapConfig] | type[TrainingConfig]
) -> dict[str, Any]:
    if not isinstance(record, dict):
        raise SettingError(f"Settings must be a JSON object. Got {shortened(repr(str(record)))}.")
    entries = cast("dict[str, Any]", record)
    unknown = sorted(set(entries) - {field.name for field in fields(kind)})
    if unknown:
        raise SettingError(f"Settings must be ones that this version knows. Got {shortened(repr(unknown[0]))}.")
    return dict(entries)
