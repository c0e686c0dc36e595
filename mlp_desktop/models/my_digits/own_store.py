"""The store of the person's own drawings, opened when it is first needed, by any thread."""

from pathlib import Path
from threading import Lock

from PySide6.QtCore import QObject, Signal

from mlp_engine.my_digits import DrawingStore, my_digits_folder

SOURCE = "my-digits"
"""The name of the drawings as a source of data for training and examination."""

Stamp = tuple[tuple[int, int], ...]


class MyDigits(QObject):
    """The store and the files beside it."""

    changed = Signal()
    """This window has added, changed or deleted drawings."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._opening = Lock()
        self._store: DrawingStore | None = None

    def store(self) -> DrawingStore:
        """The store; may be called in any thread. The first call takes a second with 100,000 drawings.

        Raises:
            MyDigitsError: if it cannot be opened.
        """
        with self._opening:
            if self._store is None:
                self._store = DrawingStore(my_digits_folder())
            return self._store

    def stamp(self) -> Stamp:
        """Modification times and sizes of the store's files; while they are equal, the store has not changed."""
        path = my_digits_folder() / "my-digits.sqlite3"
        stamps: list[tuple[int, int]] = []
        for file in (path, path.with_name(f"{path.name}-wal")):
            try:
                status = file.stat()
            except OSError:
                continue
            if status.st_size:
                stamps.append((status.st_mtime_ns, status.st_size))
        return tuple(stamps)

    @property
    def tuned_weights(self) -> Path:
        """The file of the network tuned to the drawings; it is deleted together with all drawings."""
        return my_digits_folder() / "tuned.safetensors"

    @property
    def base_weights(self) -> Path:
        """The file of the network before the tuning."""
        return my_digits_folder() / "before-tuning.safetensors"

    @staticmethod
    def is_there() -> bool:
        """Whether the store exists; this does not create it."""
        try:
            return (my_digits_folder() / "my-digits.sqlite3").exists()
        except OSError:
            return False
