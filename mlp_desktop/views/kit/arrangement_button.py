"""The button beside a data field whose menu says how the images of a file or folder are turned."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton

from mlp_desktop.views.kit.buttons import describe_button
from mlp_desktop.views.kit.form_parts import FIELD_HEIGHT

AUTOMATIC = ""
_ARRANGEMENTS = {
    AUTOMATIC: "&Automatic",
    ":as-is": "As they &are",
    ":transposed": "&Transposed",
    ":inverted": "&Inverted",
    ":transposed:inverted": "T&ransposed and inverted",
    ":flipped": "&Upside down",
}
_FITTED = "&Bring to 28×28 pixels"


class ArrangementButton(QPushButton):
    """Announces the arrangement that a person chooses, in the words that stand behind a source of data.

    It is disabled while the data is none of a file or folder.
    """

    chosen = Signal(str)
    fitted = Signal(bool)
    """Whether images of other sizes are brought to 28×28 pixels."""

    def __init__(self, name: str) -> None:
        super().__init__("Images")
        tip = "How the images of a file or folder are turned. Automatic finds out, and says what it found."
        describe_button(self, name, tip, height=FIELD_HEIGHT)
        menu = QMenu(self)
        menu.setObjectName(f"{name}Menu")
        self._group = QActionGroup(self)
        self._actions = {words: self._action(menu, label) for words, label in _ARRANGEMENTS.items()}
        for words, action in self._actions.items():
            action.setObjectName(words or "automatic")
            self._group.addAction(action)
        self._group.triggered.connect(self._choose)
        menu.addSeparator()
        self._fit = self._action(menu, _FITTED)
        self._fit.setObjectName("fitted")
        self._fit.triggered.connect(self.fitted)
        self.setMenu(menu)
        self._is_usable, self._is_locked = False, False
        self._enable()

    def show_arrangement(self, words: str | None, fits: bool) -> None:
        """Check what is chosen; ``None`` for data that has no images to turn."""
        self._is_usable = words is not None
        self._group.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)  # none may be checked
        for key, action in self._actions.items():
            action.setChecked(key == words)
        self._group.setExclusionPolicy(QActionGroup.ExclusionPolicy.Exclusive)
        self._fit.setChecked(fits)
        self._enable()

    def set_locked(self, locked: bool) -> None:
        """Disable the button while the data is in use; or unlock it."""
        self._is_locked = locked
        self._enable()

    def _enable(self) -> None:
        self.setEnabled(self._is_usable and not self._is_locked)

    @staticmethod
    def _action(menu: QMenu, label: str) -> QAction:
        action = menu.addAction(label)
        action.setCheckable(True)
        return action

    def _choose(self, chosen: QAction) -> None:
        self.chosen.emit(next(words for words, action in self._actions.items() if action is chosen))
