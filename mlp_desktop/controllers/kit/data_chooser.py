"""The choice of a data set, in the Train tab and in the Examine tab."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mlp_desktop.models.my_digits.own_store import SOURCE, MyDigits
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.kit.arrangement_button import ArrangementButton
from mlp_desktop.views.window.main_window import MainWindow
from mlp_engine.datasets.mnist import is_mnist_cached
from mlp_engine.files.paths import is_file, is_folder, is_there, shown_name, shown_path
from mlp_engine.sources import file_source
from mlp_engine.sources.arrangement import words_of

MNIST, MNIST_TEST = "mnist", "mnist-test"
FOLDER_TITLE = "Folder of IDX files, or of folders 0 to 9 with pictures"
_FILES = "Samples (*.npz *.npy *.mat *.csv *.tsv *.txt *.csv.gz *.csv.xz *.jsonl *.jsonl.gz *-ubyte *-ubyte.gz *.zip)"

Choice = tuple[str, str]
"""The source of a data set, as :func:`~mlp_engine.sources.load_source` takes it, and its name for the user."""


class DataField(Protocol):
    """A list of data sets, with buttons for another folder, another file, and the arrangement of its images."""

    arrangement: ArrangementButton

    @property
    def folder_requested(self) -> Any: ...  # noqa: D102 (a signal)

    @property
    def file_requested(self) -> Any: ...  # noqa: D102 (a signal)

    @property
    def data(self) -> str: ...  # noqa: D102

    def set_data(self, choices: Sequence[Choice], chosen: str) -> None: ...  # noqa: D102


class DataChooser(QObject):
    """Fills a field with the data sets there are, and lets other folders and files be chosen.

    ``changed`` follows whenever the field was filled, ``chosen`` with the source that was chosen by another way than
    the field itself: a dialog, a dropped file, the button for the arrangement. Both tabs remember one folder and one
    file, the ones used last.

    Attributes:
        choices: the data sets on offer.
    """

    changed = Signal()
    chosen = Signal(str)

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
        """Connect the chooser to ``field`` of ``tab``; :meth:`offer` fills it.

        Args:
            window: the window of the tab, and of the dialogs.
            settings: remember the folder and the file.
            tab: the field is filled again when it comes to the front and something else is there.
            field: the field.
            always: returns what is offered first, given whether MNIST has been fetched.
            parent: the owner.
            remembered: returns the source that is chosen when the field is filled; by default the one chosen now.
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
        field.arrangement.chosen.connect(self._arrange)
        field.arrangement.fitted.connect(self._fit)

    @property
    def source(self) -> str:
        """The source of the chosen data set."""
        return self._field.data

    def offer(self) -> None:
        """Offer the data sets there are, and choose the remembered one."""
        self.choose(self._remembered())

    def choose(self, source: str) -> None:
        """Offer the data sets there are, and choose ``source``; else the remembered one, or one that can be used."""
        self.choices = self._found()
        offered = list(dict(self.choices))
        usable = next(source for source in offered if not self.obstacle(source))
        again = chosen_again(self._remembered(), offered, usable)
        self._field.set_data(self.choices, chosen_again(source, offered, again))
        self.show_arrangement()
        self.changed.emit()

    def offer_also(self, source: str) -> None:
        """Choose ``source``, or its preferred test set, and keep offering it if it is a file or folder."""
        self._remember(source)
        source = self._test_set_of(source) or source
        self.choose(source)
        self.chosen.emit(source)

    def show_arrangement(self) -> None:
        """Let the button beside the field show how the images of the chosen data are turned."""
        show_arrangement(self._field.arrangement, self.source)

    def offer_turned(self, source: str) -> None:
        """Offer ``source``, a file or folder in another arrangement, instead of how it was offered before."""
        self._remember(source)
        self.offer()

    @staticmethod
    def obstacle(source: str, where: str = "") -> str:
        """A sentence that says why ``source`` cannot be used, and ``where`` to change that; empty if it can be used."""
        if source not in (MNIST, MNIST_TEST) or is_mnist_cached():
            return ""
        return f"Download MNIST first{where}, or choose other data."

    def _found(self) -> list[Choice]:
        """The data sets there are: those of the tab, own drawings, and the folder and the file used last."""
        choices = list(self._always(is_mnist_cached()))
        if MyDigits.is_there():
            choices.append((SOURCE, "My digits"))
        folder, file = self._settings.data_folder, self._settings.data_file
        sources = (folder and self._test_set_of(folder), folder, file)
        return choices + [(source, _label_of(source)) for source in sources if source]

    def _offer_if_seen(self) -> None:
        if self._window.tabs.currentWidget() is self._tab and self._found() != self.choices:
            self.offer()

    def _remember(self, source: str) -> None:
        """Offer ``source`` in place of the folder or the file before; a source of another kind changes nothing."""
        chosen = file_source(source)
        if not Path(chosen.path).is_absolute():
            return
        if self._has_test_sets:
            source = chosen._replace(part=None).text
        if is_folder(chosen.path):
            self._settings.data_folder = source
        elif is_file(chosen.path):
            self._settings.data_file = source

    def _test_set_of(self, source: str) -> str:
        """The test set of a folder of MNIST's files; empty if there is none, or none is offered."""
        folder = file_source(source)
        if not self._has_test_sets or folder.part is not None or not is_folder(folder.path):
            return ""
        return folder._replace(part="test").text if any(Path(folder.path).glob("t10k-*")) else ""

    def _choose_folder(self) -> None:
        start = file_source(self._settings.data_folder).path or str(self._settings.folder)
        self._offer_chosen(self._window.choose_folder(FOLDER_TITLE, start))

    def _choose_file(self) -> None:
        start = file_source(self._settings.data_file).path or str(self._settings.folder)
        self._offer_chosen(self._window.choose_open_file("File of samples", start, _FILES))

    def _offer_chosen(self, path: str) -> None:
        """Choose what a dialog gave, nothing or a path at which there may be no data any more."""
        if is_folder(path) or is_file(path):
            self.offer_also(path)
        elif path:
            why = "It is a pipe or a device." if is_there(path) else "There is no such file."
            self._window.show_error(f"Data must be a file or a folder that can be read. {shown_path(path)}: {why}")

    def _arrange(self, words: str) -> None:
        """Turn the images of the chosen data as ``words`` say; without any, automatically."""
        self._turn(turned(self.source, words))

    def _fit(self, fits: bool) -> None:
        """Bring the images of the chosen data to 28×28 pixels, or leave them as large as they are."""
        self._turn(fitted(self.source, fits))

    def _turn(self, source: str) -> None:
        self._remember(source)
        self.choose(source)
        self.chosen.emit(source)


def show_arrangement(button: ArrangementButton, source: str) -> None:
    """Let ``button`` show how the images of ``source`` are turned; it is disabled for what is no file or folder."""
    chosen = file_source(source)
    if not Path(chosen.path).is_absolute():
        button.show_arrangement(None, False)
        return
    button.show_arrangement("" if chosen.arrangement is None else words_of(chosen.arrangement), chosen.fits)


def turned(source: str, words: str) -> str:
    """``source`` with its images turned as ``words`` say; without any, automatically."""
    chosen = file_source(source)
    return chosen._replace(arrangement=file_source(f"{chosen.path}{words}").arrangement).text


def fitted(source: str, fits: bool) -> str:
    """``source`` with its images brought to 28×28 pixels, or left as large as they are."""
    return file_source(source)._replace(fits=fits).text


def _label_of(source: str) -> str:
    """The name of a file or folder for the user, with what was chosen of it."""
    chosen = file_source(source)
    kind = "Folder" if is_folder(chosen.path) else "File"
    words = [f"{kind} {shown_name(chosen.path)}"]
    words += ["test set"] * (chosen.part == "test")
    words += [str(chosen.arrangement)] if chosen.arrangement is not None else []
    words += ["28×28"] * chosen.fits
    return ", ".join(words)


def chosen_again(source: str, offered: Sequence[str], first: str) -> str:
    """``source`` as it is offered, in whatever arrangement; ``first`` if it is not offered."""
    path_and_part = file_source(source)[:2]
    again = (other for other in offered if file_source(other)[:2] == path_and_part)
    return source if source in offered else next(again, first)
