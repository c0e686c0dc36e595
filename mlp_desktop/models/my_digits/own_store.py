"""The store of own drawings as the window has it: opened when it is first needed, from whichever thread that is."""

from pathlib import Path
from threading import Lock

from PySide6.QtCore import QObject, Signal

from mlp_engine.my_digits import DrawingStore, my_digits_folder

SOURCE = "my-digits"
"""The source of own drawings, as data to train on and to examine with."""

Stamp = tuple[tuple[int, int], ...]


class MyDigits(QObject):
    """Own drawings; ``changed`` tells that this window has kept, changed or taken away some."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._opening = Lock()
        self._store: DrawingStore | None = None

    def store(self) -> DrawingStore:
        """The store; with 100,000 drawings in it, to open it takes a second the first time. From any thread.

        Raises:
            MyDigitsError: if it cannot be opened.
        """
        with self._opening:
            if self._store is None:
                self._store = DrawingStore(my_digits_folder())
            return self._store

    def stamp(self) -> Stamp:
        """When the store's files were last written, and how long they are: another one, and its content may be."""
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
        """Where the network is that was tuned to the drawings; whoever forgets these takes it away too."""
        return my_digits_folder() / "tuned.safetensors"

    @property
    def base_weights(self) -> Path:
        """Where the network is that was tuned, to go back to it."""
        return my_digits_folder() / "before-tuning.safetensors"

    @staticmethod
    def is_there() -> bool:
        """Whether there is a store at all; whoever only wants to know makes none."""
        try:
            return (my_digits_folder() / "my-digits.sqlite3").exists()
        except OSError:
            return False
