"""The store of sweeps: their descriptions, kept beside the runs, to continue and to show a sweep by its name."""

import json
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.errors import MlpError, RunStoreError, SettingError
from mlp_engine.files.paths import is_file, is_folder, shown_path
from mlp_engine.files.private import make_private_folder
from mlp_engine.files.whole_file import write_whole
from mlp_engine.sweeps.axis import Axis, Span, Value
from mlp_engine.sweeps.sweep import Sweep
from mlp_engine.training.config_record import config_record, network_config_of, training_config_of
from mlp_engine.validation import shortened

MAX_BYTES = 1 << 22
_TICK = 2 * 10**9
"""Nanoseconds between two times that even the coarsest file system distinguishes."""
_NAME = re.compile(r"[^\W_][\w .-]{0,59}")

_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


@dataclass(frozen=True)
class StoredSweep:
    """A sweep with its name and its data.

    Attributes:
        name: its name.
        sweep: its description.
        source: the text that names the data (see :func:`mlp_engine.sources.load_source`).
        choice: which samples of the source are used.
    """

    name: str
    sweep: Sweep
    source: str
    choice: SampleChoice


class SweepStore:
    """The sweeps of the run store in ``folder``, each in one JSON file in its folder ``sweeps``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "sweeps"

    def __repr__(self) -> str:
        return f"SweepStore({str(self.folder)!r})"

    def names(self) -> tuple[str, ...]:
        """The names of the sweeps, newest first."""
        return tuple(path.stem for _, path in sorted(self._files(), reverse=True))

    def free_name(self, kind: str = "sweep") -> str:
        """A name that no sweep has: ``sweep-1``, ``sweep-2`` and so on."""
        taken, number = set(self.names()), 1
        while f"{kind}-{number}" in taken:
            number += 1
        return f"{kind}-{number}"

    def put(self, stored: StoredSweep) -> None:
        """Keep a sweep.

        Raises:
            SettingError: if its name is not allowed, or another sweep has it.
            RunStoreError: if it cannot be written.
        """
        path = self._path(stored.name)
        if _DEVICES.fullmatch(stored.name):
            raise SettingError(f"The name of a sweep must not be that of a device of Windows. Got {stored.name!r}.")
        if path.exists():
            # Where letters and capitals are the same, the file may be that of another sweep.
            if stored.name not in self.names() or self.get(stored.name) != stored:
                raise SettingError(f"The name of a new sweep must be one that no other has. Got {stored.name!r}.")
            return
        try:
            make_private_folder(self.folder)
            newest = max((changed for changed, _ in self._files()), default=0)
            write_whole(path, (json.dumps(_record(stored), indent=1) + "\n").encode())
            if path.stat().st_mtime_ns <= newest:  # the clock was set back: it is the newest all the same
                os.utime(path, ns=(newest + _TICK, newest + _TICK))
        except OSError as error:
            raise RunStoreError(
                "Sweeps must be kept in a folder that can be written. "
                f"Got {shown_path(self.folder)} ({error.strerror or error})."
            ) from error

    def get(self, name: str) -> StoredSweep:
        """The sweep of this name.

        Raises:
            SettingError: if there is no such sweep.
            RunStoreError: if its file cannot be read, or is not of this version.
        """
        path = self._path(name)
        if not is_file(path):
            there = ", ".join(self.names()[:10]) or "no sweep yet"
            raise SettingError(f"The sweep must be one that was begun ({there}). Got {name[:60]!r}.")
        try:
            with path.open("rb") as file:
                return _stored(name, json.loads(file.read(MAX_BYTES).decode()))
        except (OSError, ValueError, TypeError, KeyError, RecursionError, MlpError) as error:
            raise RunStoreError(
                f"The sweep in {path} must be a sound one of this version. Got {error!r:.200}."
            ) from error

    def _files(self) -> Iterator[tuple[int, Path]]:
        """When each file was last changed, in nanoseconds; files that no sweep can have are left out, as are pipes."""
        for path in self.folder.glob("*.json") if is_folder(self.folder) else ():
            with suppress(OSError):  # gone meanwhile
                if _NAME.fullmatch(path.stem) and is_file(path):
                    yield path.stat().st_mtime_ns, path

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise SettingError(
                "The name of a sweep must be a letter or digit and up to 59 more, spaces, points, - or _. "
                f"Got {name[:60]!r}."
            )
        return self.folder / f"{name}.json"


def _record(stored: StoredSweep) -> dict[str, Any]:
    sweep = stored.sweep
    return {
        "source": stored.source,
        "choice": asdict(stored.choice),
        "axes": [
            {
                "name": axis.name,
                "pieces": [asdict(piece) if isinstance(piece, Span) else piece for piece in axis.pieces],
            }
            for axis in sweep.axes
        ],
        "network": config_record(sweep.network),
        "training": config_record(sweep.training),
        "seeds": sweep.seeds,
        "random": sweep.random,
        "halving": sweep.halving,
    }


def _stored(name: str, record: dict[str, Any]) -> StoredSweep:
    axes = tuple(Axis(axis["name"], tuple(map(_piece, axis["pieces"]))) for axis in record["axes"])
    source = cast("object", record["source"])
    if not isinstance(source, str):
        raise SettingError(f"The data of a sweep must be named by a text. Got {shortened(repr(source))}.")
    sweep = Sweep(
        axes,
        network_config_of(record["network"]),
        training_config_of(record["training"]),
        record["seeds"],
        record["random"],
        record["halving"],
    )
    return StoredSweep(name, sweep, source, SampleChoice(**record["choice"]))


def _piece(piece: object) -> Value | Span:
    if isinstance(piece, dict):
        return Span(**cast("dict[str, Any]", piece))
    return tuple(cast("list[int]", piece)) if isinstance(piece, list) else cast("Value", piece)
