"""The reader of checkpoint files, which checks everything in them (format: :mod:`mlp_engine.training.checkpoint`)."""

import json
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from mlp_engine.errors import CheckpointError
from mlp_engine.feature_maps import FeatureMapConfig
from mlp_engine.feature_maps.backprop import memory_sizes
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.perceptron.optimizers import optimizer
from mlp_engine.training.config_record import feature_map_config_of, network_config_of, training_config_of
from mlp_engine.training.history import CHANGEABLE, Change, EpochRecord, History
from mlp_engine.training.history_table import COLUMNS_OF_VERSION_1, column_count, epochs_in
from mlp_engine.training.state import Checkpoint, Origin, RngState, RunState
from mlp_engine.validation import check_choice, check_number, check_whole_number, shortened

FORMAT = "mlp-engine checkpoint"
FORMAT_VERSION = 2
_DTYPES = {"float32": "F32", "float64": "F64", "int64": "I64"}


class CheckpointReader:
    """Reads one open safetensors file: structure before meaning, and each array only after its shape was checked."""

    def __init__(self, path: Path, file: Any) -> None:
        self.path = path
        self.file = file
        self.metadata = cast("dict[str, str]", file.metadata() or {})
        self.names = cast("set[str]", set(file.keys()))

    def read(self) -> Checkpoint:
        """Read and check the whole checkpoint.

        Raises:
            MlpError: if anything in it is wrong.
        """
        if self.metadata.get("format") != FORMAT:
            raise CheckpointError(f"A checkpoint must be a file that this program made as one. Got {self.path}.")
        version = self.metadata.get("format_version", "")
        if version not in ("1", str(FORMAT_VERSION)):
            raise CheckpointError(
                f"A checkpoint must be of format version 1 or {FORMAT_VERSION}. "
                f"Got {self.path} of {shortened(repr(version))}."
            )
        architecture = network_config_of(self._json("architecture"))
        training = self._json("training")
        # L1 may have been raised from 0 during a training that is older than the proximal step.
        training.setdefault("l1_step", "subgradient")
        config = training_config_of(training)
        run = self._json("run")
        origin = Origin(
            data=self._text(run, "data"),
            data_sha256=self._text(run, "data_sha256"),
            validation_sha256=self._text_or_none(run, "validation_sha256"),
            rng=self._rng(run.get("rng_before")),
            start=self._text_or_none(run, "start"),
            teachers=self._texts(run.get("teachers", [])),
        )
        shared = feature_map_config_of(self._json("shared")) if "shared" in self.metadata else None
        if shared is not None and shared.dense != architecture:
            raise self._broken(f"layers {shared.dense.layers}, as its feature maps have", f"{architecture.layers}")
        return Checkpoint(config, origin, self._state(architecture, config, run, shared), shared)

    def _state(
        self,
        architecture: NetworkConfig,
        config: TrainingConfig,
        run: dict[str, Any],
        shared: FeatureMapConfig | None,
    ) -> RunState:
        trained = architecture.parameter_count if shared is None else shared.parameter_count
        sizes = dict.fromkeys(optimizer(config, np.empty(0, architecture.dtype)).memory(), trained)
        if shared is not None:
            sizes |= memory_sizes(shared)
        unfinished = ["order", "logits"] if "order" in self.names else []
        self._check_names({"network", "kept", "history", *(f"memory.{name}" for name in sizes), *unfinished})

        network, kept = (
            Network(architecture, self._finite(name, (architecture.parameter_count,), architecture.dtype)).copy()
            for name in ("network", "kept")
        )
        order: NDArray[np.int64] | None = None
        epochs = self._epochs(architecture, config)
        changes, steps = self._changes(run.get("changes"), config), run.get("steps")
        logits = np.empty((0, architecture.outputs), architecture.dtype)
        if unfinished:
            order = self._tensor("order", (None,), "int64")
            logits = self._finite("logits", (None, architecture.outputs), architecture.dtype)
            batch_size = max(min(config.batch_size, len(order)), 1)
            # With minibatches of several sizes the epoch may have been left anywhere.
            whole_minibatches = any(change.what == "batch_size" for change in changes) or (
                len(logits) == len(order) or len(logits) % batch_size == 0
            )
            if not np.array_equal(np.sort(order), np.arange(len(order))) or not whole_minibatches:
                raise self._broken("an epoch begun in some order", "one that cannot be")
            if not 0 < len(logits) <= len(order):
                raise self._broken("an epoch begun and not finished", f"{len(logits)} answers of {len(order)}")
        return RunState(
            network=network,
            kept=kept,
            memory={name: self._finite(f"memory.{name}", (size,), architecture.dtype) for name, size in sizes.items()},
            history=History(epochs, changes),
            seconds=check_number("Seconds of the training", run.get("seconds"), at_least=0),
            rng=self._rng(run.get("rng")),
            order=order,
            logits=logits,
            steps=None if steps is None else check_whole_number("Steps of the training", steps, at_least=0),
        )

    def _check_names(self, expected: set[str]) -> None:
        if self.names != expected:
            odd = sorted(self.names ^ expected)[0]
            raise self._broken("the tensors of its training and no other", f"a difference at {shortened(repr(odd))}")

    def _tensor(self, name: str, shape: tuple[int | None, ...], dtype: str) -> NDArray[Any]:
        """Read a tensor, after checking its type and shape, in which ``None`` is any length."""
        found = self.file.get_slice(name)
        came, kind = tuple(found.get_shape()), str(found.get_dtype())
        fits = len(came) == len(shape) and all(size in (None, length) for size, length in zip(shape, came, strict=True))
        if not fits or kind != _DTYPES[dtype]:
            wanted = tuple("any" if size is None else size for size in shape)
            raise self._broken(f"tensor {name!r} as {_DTYPES[dtype]} of shape {wanted}", f"{kind} of shape {came}")
        return self.file.get_tensor(name)

    def _finite(self, name: str, shape: tuple[int | None, ...], dtype: str) -> NDArray[Any]:
        values = self._tensor(name, shape, dtype)
        if not np.isfinite(values).all():
            raise self._broken(f"finite numbers in {name!r}", "others")
        return values

    def _epochs(self, architecture: NetworkConfig, config: TrainingConfig) -> tuple[EpochRecord, ...]:
        classes, layers = architecture.outputs, len(architecture.layers) - 1
        first = self.metadata.get("format_version") == "1"
        columns = COLUMNS_OF_VERSION_1 if first else column_count(classes, layers)
        table = self._tensor("history", (None, columns), "float64")
        validation, needed = table[:, 2:4], np.delete(table[:, :COLUMNS_OF_VERSION_1], (2, 3), axis=1)
        sound = (
            np.isfinite(needed).all()
            and (np.isfinite(validation).all() or np.isnan(validation).all())
            and not np.isinf(table).any()
        )
        if not sound or len(table) > config.epochs:
            raise self._broken(f"a history of at most {config.epochs} sound epochs", "another")
        return epochs_in(table, classes)

    def _changes(self, entries: object, config: TrainingConfig) -> tuple[Change, ...]:
        if not isinstance(entries, list):
            raise self._broken("'changes' as a list", shortened(entries))
        changes: list[Change] = []
        for entry in cast("list[object]", entries):
            if not isinstance(entry, list) or len(cast("list[object]", entry)) != 3:
                raise self._broken("changes of three parts", shortened(cast("object", entry)))
            epoch, what, value = cast("list[Any]", entry)
            change = Change(
                check_number("Epoch of a change", epoch, at_least=0, at_most=config.epochs),
                check_choice("Setting changed", what, CHANGEABLE),
                value if what == "augmentation" else check_number("Value of a change", value),
            )
            change.apply(config)  # the settings' own check
            changes.append(change)
        return tuple(changes)

    def _rng(self, entries: object) -> RngState:
        try:
            given = cast("dict[str, Any]", entries)
            state = {
                "bit_generator": check_choice("Random generator", given["bit_generator"], ("PCG64",)),
                "state": {
                    name: check_whole_number("State of PCG64", given["state"][name], at_least=0, at_most=2**128 - 1)
                    for name in ("state", "inc")
                },
                "has_uint32": check_whole_number("Half of PCG64", given["has_uint32"], at_least=0, at_most=1),
                "uinteger": check_whole_number("Rest of PCG64", given["uinteger"], at_least=0, at_most=2**32 - 1),
            }
        except (KeyError, TypeError, IndexError):
            raise self._broken("the state of a random generator", shortened(entries)) from None
        return state

    def _json(self, key: str) -> dict[str, Any]:
        try:
            entries = json.loads(self.metadata.get(key, ""))
        except (ValueError, RecursionError):
            entries = None
        if not isinstance(entries, dict):
            raise self._broken(f"{key!r} as a JSON object", "something else")
        return cast("dict[str, Any]", entries)

    def _text(self, entries: dict[str, Any], key: str) -> str:
        value = entries.get(key)
        if not isinstance(value, str):
            raise self._broken(f"{key!r} as a text", shortened(value))
        return value

    def _text_or_none(self, entries: dict[str, Any], key: str) -> str | None:
        return None if entries.get(key) is None else self._text(entries, key)

    def _texts(self, entries: object) -> tuple[str, ...]:
        texts = cast("list[object]", entries) if isinstance(entries, list) else [None]
        found = tuple(text for text in texts if isinstance(text, str))
        if len(found) < len(texts):
            raise self._broken("'teachers' as a list of texts", shortened(texts))
        return found

    def _broken(self, wanted: str, came: str) -> CheckpointError:
        return CheckpointError(f"The checkpoint {self.path} must hold {wanted}. Got {came}.")
