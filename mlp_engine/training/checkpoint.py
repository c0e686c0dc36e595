"""The checkpoint file: the complete state of a training, from which it resumes exactly after a stop or a kill.

It is a safetensors file, which cannot run code. Tensors: ``network`` and ``kept``, all parameters of each as one
vector; ``memory.NAME``, the same for each array of the optimizer's memory; ``history``, float64, one row an epoch (see
:mod:`mlp_engine.training.history_table`); in an unfinished epoch also ``order``, int64, and ``logits`` (see
:class:`~mlp_engine.training.state.RunState`). The metadata holds ``format`` ("mlp-engine checkpoint"),
``format_version``, and as JSON ``architecture``, ``training`` and ``run``; of a training with shared weights also
``shared``, its :class:`~mlp_engine.feature_maps.FeatureMapConfig`.
"""

import json
import os
import stat
from contextlib import suppress
from dataclasses import astuple
from pathlib import Path
from typing import Any, cast

from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from mlp_engine.errors import CheckpointError, MlpError
from mlp_engine.files.paths import is_folder, possible, resolved, shown_path, why_impossible
from mlp_engine.files.whole_file import clear_leftovers, write_whole
from mlp_engine.training.checkpoint_reader import FORMAT, FORMAT_VERSION, CheckpointReader
from mlp_engine.training.config_record import config_record
from mlp_engine.training.history_table import history_table
from mlp_engine.training.state import Checkpoint
from mlp_engine.validation import shortened

MAX_HEADER_BYTES = 1 << 22


def save_checkpoint(path: Path, checkpoint: Checkpoint) -> None:
    """Write ``checkpoint`` to ``path`` completely; on an error the previous file stays.

    Raises:
        CheckpointError: if the file cannot be written.
    """
    state, origin = checkpoint.state, checkpoint.origin
    config = state.network.config
    tensors: dict[str, NDArray[Any]] = {
        "network": state.network.parameters,
        "kept": state.kept.parameters,
        "history": history_table(state.history.epochs, config.outputs, len(config.layers) - 1),
    }
    tensors |= {f"memory.{name}": values for name, values in state.memory.items()}
    if state.order is not None:
        tensors |= {"order": state.order, "logits": state.logits}
    run = {
        "data": origin.data,
        "data_sha256": origin.data_sha256,
        "validation_sha256": origin.validation_sha256,
        "rng_before": origin.rng,
        "start": origin.start,
        "teachers": list(origin.teachers),
        "rng": state.rng,
        "seconds": state.seconds,
        "changes": [astuple(change) for change in state.history.changes],
        "steps": state.steps,
    }
    metadata = {
        "format": FORMAT,
        "format_version": str(FORMAT_VERSION),
        "architecture": json.dumps(config_record(state.network.config)),
        "training": json.dumps(config_record(checkpoint.config)),
        "run": json.dumps(run),
    }
    if checkpoint.shared is not None:
        metadata["shared"] = json.dumps(config_record(checkpoint.shared))
    try:
        write_whole(path, save(tensors, metadata))
    except OSError as error:
        raise CheckpointError(
            "A checkpoint must be saved where files can be written. "
            f"Got {shown_path(path)} ({error.strerror or error})."
        ) from error


def load_checkpoint(path: Path) -> Checkpoint:
    """Read a checkpoint, and check all of it before any of it is used.

    Raises:
        CheckpointError: if the file cannot be read, or is not a sound checkpoint of a known version.
    """
    try:
        _check_header(path)
        with cast("Any", safe_open)(path, framework="numpy") as file:
            return CheckpointReader(path, file).read()
    except CheckpointError:
        raise
    except OSError as error:
        raise CheckpointError(
            f"A checkpoint must be a file that can be read. Got {shown_path(path)} ({error.strerror or error})."
        ) from error
    except SafetensorError as error:
        raise CheckpointError(
            f"A checkpoint must be a sound safetensors file. Got {path} ({shortened(error, 200)})."
        ) from error
    except MlpError as error:
        raise CheckpointError(f"{path} describes a training that cannot be: {error}") from error


def prepare_checkpoint(path: Path) -> None:
    """Check, before hours of training, that ``path`` can be written; delete what a killed process left there.

    Raises:
        CheckpointError: if it is not a file in an existing folder where files can be written.
    """
    try:
        folder = resolved(path).parent
    except OSError as error:
        raise CheckpointError(
            f"The checkpoint must be a file that can be written. Got {shown_path(path)} ({error})."
        ) from error
    if is_folder(path) or not is_folder(folder):
        raise CheckpointError(f"The checkpoint must be a file in an existing folder. Got {shown_path(path)}.")
    if reason := why_impossible(path):
        raise CheckpointError(
            f"The checkpoint must have a name that is possible there. Got {shown_path(path)} ({reason})."
        )
    if not os.access(folder, os.W_OK):
        raise CheckpointError(f"The checkpoint must be in a folder where files can be written. Got {path}.")
    with suppress(OSError):
        clear_leftovers(path)


def _check_header(path: Path) -> None:
    """Refuse, before parsing, anything that is no plain file or has a header longer than a training needs."""
    status = possible(path).stat()
    if not stat.S_ISREG(status.st_mode):
        raise CheckpointError(f"A checkpoint must be a plain file. Got {path}.")
    with path.open("rb") as file:
        header_bytes = int.from_bytes(file.read(8), "little")
    if not 0 < header_bytes <= min(MAX_HEADER_BYTES, status.st_size - 8):
        raise CheckpointError(f"A checkpoint must be a sound safetensors file. Got {path} (its header is broken).")
