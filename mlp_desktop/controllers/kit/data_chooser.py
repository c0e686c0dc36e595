"""The choice of a data set, in the Train tab and in the Examine tab."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mlp_desktop.models.my_digits.own_store import SOURCE, MyDigits
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.window.main_window import MainWindow
from mlp_engine.datasets.mnist import is_mnist_cached

MNIST, MNIST_TEST = "mnist", "mnist-test"
FOLDER_TITLE = "Folder of IDX files, or of folders 0 to 9 with pictures"
_FILES = "Samples (*.npz *.csv *.csv.gz *.jsonl *.jsonl.gz)"

Choice = tuple[str, str]
"""The source of a data set, as :func:`~mlp_engine.sources.load_source` takes it, and its name for the user."""


class DataField(Protocol):
    """A list of data sets, with buttons that ask for another folder or file."""

    @property
    def folder_requested(self) -> Any: ...  # noqa: D102 (a signal)

    @property
    def file_requested(self) -> Any: ...  # noqa: D102 (a signal)

    @property
    def data(self) -> str: ...  # noqa: D102

    def set_data(self, choices: Sequence[Choice], chosen: str) -> None: ...  # noqa: D102


class DataChooser(QObject):
    """Fills a field with the data sets there are, and lets other folders and files be chosen.

    ``changed`` follows whenever the field was filled, ``added`` with its source if a folder or a file was chosen in a
    dialog. Both tabs remember one folder and one file, the ones used last.

    Attributes:
        choices: what is offered.
    """

    changed = Signal()
    added = Signal(str)

    def __init__(
        self,
        window: MainWindow,
        settings: Settings,
        tab: QWidget,
        field: DataField,
        always: Callable[[bool], Sequence[Choice]],
        parent: QObject | None = None,
        *,
        remembered: Callable[[], str] | None = None,
        has_test_sets: bool = False,
    ) -> None:
        """Fill ``field`` of ``tab``.

        Args:
            window: whose tabs and dialogs they are.
            settings: remember the folder and the file.
            tab: the field is filled again whenever it comes to the front.
            field: the field.
            always: what is offered first, whatever the user has; is told whether MNIST has been fetched.
            parent: owns it.
            remembered: the source that is chosen when the field is filled; by default the one chosen now.
            has_test_sets: whether the test set of a folder is offered too, and preferred.
        """
        super().__init__(parent)
        self._window = window
        self._settings = settings
        self._tab = tab
        self._field = field
        self._always = always
        self._remembered = remembered or (lambda: field.data)
        self._has_test_sets = has_test_sets
        self.choices: list[Choice] = []
        window.tabs.currentChanged.connect(self._offer_if_seen)
        field.folder_requested.connect(self._choose_folder)
        field.file_requested.connect(self._choose_file)

    @property
    def source(self) -> str:
        """The source of the chosen data set."""
        return self._field.data

    def offer(self) -> None:
        """Offer the data sets there are, and choose the remembered one."""
        self.choose(self._remembered())

    def choose(self, source: str) -> None:
        """Offer the data sets there are, and choose ``source``.

        Of ``source``, the remembered one and those that can be used at once, the first that is offered is chosen.
        """
        always = list(self._always(is_mnist_cached()))
        self.choices = [*always, *self._own()]
        wanted = (source, self._remembered(), *(usable for usable, _ in always if not self.obstacle(usable)))
        offered = dict(self.choices)
        self._field.set_data(self.choices, next(source for source in wanted if source in offered))
        self.changed.emit()

    def offer_also(self, source: str) -> None:
        """Offer ``source`` again, if it is a folder or a file, and choose it."""
        if Path(source).is_absolute() and os.path.isdir(source):  # noqa: PTH112 (Path.is_dir may raise, this only says no)
            self._settings.data_folder = source
        elif Path(source).is_absolute() and os.path.isfile(source):  # noqa: PTH113
            self._settings.data_file = source
        self.choose(source)

    @staticmethod
    def obstacle(source: str, where: str = "") -> str:
        """A sentence that says why ``source`` cannot be used, and ``where`` to change that; empty if it can be used."""
        if source not in (MNIST, MNIST_TEST) or is_mnist_cached():
            return ""
        return f"MNIST must be fetched first{where}, or choose other data."

    def _own(self) -> list[Choice]:
        """What the user has: own drawings, and the folder and the file used last."""
        choices: list[Choice] = []
        if MyDigits.is_there():
            choices.append((SOURCE, "My digits"))
        if folder := self._settings.data_folder:
            name = Path(folder).name
            if self._offers_test_set(folder):
                choices.append((f"{folder}:test", f"Folder {name}, test set"))
            choices.append((folder, f"Folder {name}"))
        if file := self._settings.data_file:
            choices.append((file, f"File {Path(file).name}"))
        return choices

    def _offers_test_set(self, folder: str) -> bool:
        return self._has_test_sets and any(Path(folder).glob("t10k-*"))

    def _offer_if_seen(self) -> None:
        if self._window.tabs.currentWidget() is self._tab:
            self.offer()

    def _choose_folder(self) -> None:
        start = self._settings.data_folder or str(self._settings.folder)
        chosen = self._window.choose_folder(FOLDER_TITLE, start)
        if chosen:
            self._settings.data_folder = chosen
            self._add(f"{chosen}:test" if self._offers_test_set(chosen) else chosen)

    def _choose_file(self) -> None:
        start = self._settings.data_file or str(self._settings.folder)
        chosen = self._window.choose_open_file("File of samples", start, _FILES)
        if chosen:
            self._settings.data_file = chosen
            self._add(chosen)

    def _add(self, source: str) -> None:
        self.choose(source)
        self.added.emit(source)
