"""Files and folders that are dropped on the window or named on the command line."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from mlp_desktop.controllers.draw.drawing_files import DrawingFilesController
from mlp_desktop.controllers.kit.weights import WeightsController
from mlp_desktop.views.window.main_window import MainWindow
from mlp_engine.errors import MlpError
from mlp_engine.files.paths import shown_name

TRAIN = "Train on it"
EXAMINE = "Examine"
USE_NETWORK = "Use this network"
PUT_ON_PAD = "Put on the pad"
OPEN_LESSON = "Open the lesson"
_ANSWERS = {"drawing": (PUT_ON_PAD,), "network": (USE_NETWORK,), "data": (TRAIN, EXAMINE), "lesson": (OPEN_LESSON,)}


class FilesController(QObject):
    """Puts a file or folder where its content belongs; asks where it may belong to several places."""

    train_requested = Signal(str)
    """A path, to be chosen as the data to train on."""
    lesson_requested = Signal(str)
    """A path, to be opened as a lesson."""
    examine_requested = Signal(str)
    """A path, to be chosen as the data to examine a network on."""

    def __init__(
        self,
        window: MainWindow,
        weights: WeightsController,
        drawing_files: DrawingFilesController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._weights = weights
        self._drawing_files = drawing_files
        # Queued, because the program that the files come from waits until the drop event has been handled.
        window.files_dropped.connect(self._open_first, Qt.ConnectionType.QueuedConnection)

    def open(self, path: Path) -> None:
        """Open one file or folder."""
        # Imported only now, because the readers of data delay the start.
        from mlp_engine.interchange.uses import uses_of

        try:
            uses = uses_of(path)
        except MlpError as error:
            self._window.show_error(str(error))
            return
        answers = [answer for use in uses for answer in _ANSWERS[use]]
        question = f"What would you like to do with {shown_name(path)}?"
        answer = answers[0] if len(answers) == 1 else self._window.ask_which(question, answers)
        if answer == TRAIN:
            self.train_requested.emit(str(path))
        elif answer == EXAMINE:
            self.examine_requested.emit(str(path))
        elif answer == OPEN_LESSON:
            self.lesson_requested.emit(str(path))
        elif answer == USE_NETWORK:
            self._weights.open(path)
        elif answer == PUT_ON_PAD:
            self._drawing_files.open(path)

    def _open_first(self, paths: list[str]) -> None:
        # There is one pad and one network in use, so only the first of several files can be shown.
        first = Path(paths[0])
        self.open(first)
        if len(paths) > 1:
            self._window.show_error(
                f"Only the first of {len(paths)} files was opened, {shown_name(first)}. To use them together "
                "as data, drop the folder that they are in."
            )
