"""Settings that are remembered between starts, in the settings store of the platform."""

import json
from pathlib import Path
from typing import cast

from PySide6.QtCore import QByteArray, QSettings

from mlp_engine.files.paths import is_folder

MAX_RECENT = 8

_STORED_KEYS = {
    "learning_rate": "rate",
    "batch_size": "batch",
    "label_noise": "noise",
    "noise": "pixel_noise",
    "activations": "activation",
}
"""The stored names of fields of the training form that had another name in earlier versions."""


class Settings:
    """Geometry, folders, recent files, the pen and the training form.

    Stored values may come from another version or be edited by hand; a value that does not fit is ignored.
    """

    def __init__(self, store: QSettings) -> None:
        self._store = store

    def sync(self) -> None:
        """Write to the file what has not been written yet."""
        self._store.sync()

    @property
    def geometry(self) -> QByteArray:
        """Size and position of the window as Qt encodes them; empty at first."""
        value = self._store.value("window/geometry")
        return value if isinstance(value, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._store.setValue("window/geometry", value)

    @property
    def folder(self) -> Path:
        """The folder that a file was last chosen in; the home folder at first."""
        value = self._store.value("files/folder")
        if isinstance(value, str) and is_folder(value):
            return Path(value)
        return Path.home()

    @folder.setter
    def folder(self, value: Path) -> None:
        self._store.setValue("files/folder", str(value))

    @property
    def recent_files(self) -> list[str]:
        """The weights files used last, newest first."""
        return _texts(self._load("files/recent", list))[:MAX_RECENT]

    def add_recent_file(self, path: Path) -> None:
        """Put ``path`` first in the recent files."""
        others = [other for other in self.recent_files if other != str(path)]
        self._store.setValue("files/recent", json.dumps([str(path), *others][:MAX_RECENT]))

    def forget_recent_file(self, path: Path) -> None:
        """Remove ``path`` from the recent files."""
        self._store.setValue("files/recent", json.dumps([other for other in self.recent_files if other != str(path)]))

    @property
    def training_form(self) -> dict[str, str]:
        """The texts of the training form, by key."""
        entries = cast("dict[object, object]", self._load("training/form", dict))
        keys = {stored: key for key, stored in _STORED_KEYS.items()}
        return {
            keys.get(stored, stored): text
            for stored, text in entries.items()
            if isinstance(stored, str) and isinstance(text, str)
        }

    @training_form.setter
    def training_form(self, values: dict[str, str]) -> None:
        stored = {_STORED_KEYS.get(key, key): text for key, text in values.items()}
        self._store.setValue("training/form", json.dumps(stored))

    @property
    def pen(self) -> dict[str, object]:
        """Sizes and options of the pen; the values are not checked."""
        entries = cast("dict[object, object]", self._load("pad/pen", dict))
        return {key: value for key, value in entries.items() if isinstance(key, str)}

    @pen.setter
    def pen(self, values: dict[str, object]) -> None:
        self._store.setValue("pad/pen", json.dumps(values))

    @property
    def view(self) -> dict[str, object]:
        """The look of the window, and its size of text; the values are not checked."""
        entries = cast("dict[object, object]", self._load("window/view", dict))
        return {key: value for key, value in entries.items() if isinstance(key, str)}

    @view.setter
    def view(self, values: dict[str, object]) -> None:
        self._store.setValue("window/view", json.dumps(values))

    @property
    def data_folder(self) -> str:
        """The folder of samples chosen last; empty if there is none."""
        value = self._store.value("training/folder")
        return value if isinstance(value, str) else ""

    @data_folder.setter
    def data_folder(self, value: str) -> None:
        self._store.setValue("training/folder", value)

    @property
    def data_file(self) -> str:
        """The file of samples chosen last; empty if there is none."""
        value = self._store.value("training/file")
        return value if isinstance(value, str) else ""

    @data_file.setter
    def data_file(self, value: str) -> None:
        self._store.setValue("training/file", value)

    @property
    def examined_data(self) -> str:
        """The source of data chosen last in the Examine tab; empty if there is none."""
        value = self._store.value("examine/data")
        return value if isinstance(value, str) else ""

    @examined_data.setter
    def examined_data(self, value: str) -> None:
        self._store.setValue("examine/data", value)

    @property
    def keeps_drawings(self) -> bool:
        """Whether drawings are kept when the person labels them."""
        return self._store.value("digits/keep") != "no"

    @keeps_drawings.setter
    def keeps_drawings(self, value: bool) -> None:
        self._store.setValue("digits/keep", "yes" if value else "no")

    @property
    def has_told_where(self) -> bool:
        """Whether the person has seen where their drawings are kept."""
        return self._store.value("digits/told") == "yes"

    @has_told_where.setter
    def has_told_where(self, value: bool) -> None:
        self._store.setValue("digits/told", "yes" if value else "no")

    @property
    def tuned_from(self) -> str:
        """The name of the network whose tuned version is in use; empty if none is."""
        value = self._store.value("digits/tuned")
        return value if isinstance(value, str) else ""

    @tuned_from.setter
    def tuned_from(self, value: str) -> None:
        self._store.setValue("digits/tuned", value)

    @property
    def looks_for_versions(self) -> bool | None:
        """Whether to look for new versions; ``None`` until the person was asked."""
        return {"yes": True, "no": False}.get(str(self._store.value("versions/look")))

    @looks_for_versions.setter
    def looks_for_versions(self, value: bool) -> None:
        self._store.setValue("versions/look", "yes" if value else "no")

    @property
    def looked_for_version(self) -> str:
        """The day of the last look, as YYYY-MM-DD; empty if there was none. It is not checked."""
        value = self._store.value("versions/looked")
        return value if isinstance(value, str) else ""

    @looked_for_version.setter
    def looked_for_version(self, value: str) -> None:
        self._store.setValue("versions/looked", value)

    def _load(self, key: str, kind: type[list] | type[dict]) -> list | dict:
        value = self._store.value(key)
        try:
            found = json.loads(value) if isinstance(value, str) else kind()
        except (ValueError, RecursionError):
            found = kind()
        return found if isinstance(found, kind) else kind()


def _texts(values: list | dict) -> list[str]:
    return [value for value in values if isinstance(value, str)]
