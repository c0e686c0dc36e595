"""Settings as JSON and back: how files and the store of runs keep them.

A setting that the record does not name has its default, so that records of an older version stay readable; one
that is not known here makes the record one of a newer version, which is refused.
"""

from dataclasses import asdict, fields
from typing import Any, cast

from mlp_engine.errors import SettingError
from mlp_engine.feature_maps import FeatureMapConfig
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig


def config_record(config: NetworkConfig | FeatureMapConfig | TrainingConfig) -> dict[str, Any]:
    """The settings by name, in values that JSON knows."""
    return asdict(config)


def network_config_of(record: object) -> NetworkConfig:
    """The architecture that a JSON value describes.

    Raises:
        SettingError: if it describes none that can be.
    """
    entries = _entries(record, NetworkConfig)
    _make_tuples(entries, ("hidden", "activations"))
    return NetworkConfig(**entries)


def feature_map_config_of(record: object) -> FeatureMapConfig:
    """The architecture with shared weights that a JSON value describes.

    Raises:
        SettingError: if it describes none that can be.
    """
    entries = _entries(record, FeatureMapConfig)
    _make_tuples(entries, ("maps", "kernels", "strides", "hidden"))
    for name in ("maps", "kernels", "strides"):
        if name not in entries:
            raise SettingError(f"{name!r} must be given. Got {', '.join(sorted(entries)) or 'nothing'}.")
    return FeatureMapConfig(**entries)


def training_config_of(record: object) -> TrainingConfig:
    """The training settings that a JSON value describes.

    Raises:
        SettingError: if it describes none that can be.
    """
    return TrainingConfig(**_entries(record, TrainingConfig))


def _make_tuples(entries: dict[str, Any], names: tuple[str, ...]) -> None:
    """JSON knows lists alone; what else stands there under one of these names is refused."""
    for name in names:
        if name in entries:
            if not isinstance(entries[name], list):
                raise SettingError(f"{name!r} must be a list. Got {str(entries[name])[:60]!r}.")
            entries[name] = tuple(cast("list[Any]", entries[name]))


def _entries(
    record: object, kind: type[NetworkConfig] | type[FeatureMapConfig] | type[TrainingConfig]
) -> dict[str, Any]:
    if not isinstance(record, dict):
        raise SettingError(f"Settings must be a JSON object. Got {str(record)[:60]!r}.")
    entries = cast("dict[str, Any]", record)
    unknown = sorted(set(entries) - {field.name for field in fields(kind)})
    if unknown:
        raise SettingError(f"Settings must be ones that this version knows. Got {unknown[0][:60]!r}.")
    return dict(entries)
