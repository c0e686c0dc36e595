"""The View menu: colours, contrast, size of text, full screen, and presentation mode."""

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

_SCHEMES = {"system": "As the &system", "light": "&Light", "dark": "&Dark"}
_STEPS = {
    1: ("largerTextAction", "L&arger text", ("Ctrl++", "Ctrl+=")),
    -1: ("smallerTextAction", "S&maller text", ("Ctrl+-",)),
}


class ViewMenu(QMenu):
    """Announces what a person chooses; :meth:`show_choice` checks what is in force."""

    scheme_chosen = Signal(str)
    contrast_switched = Signal(bool)
    text_size_changed = Signal(int)
    """The number of sizes to go up, or down if it is negative; 0 for the size of the system."""
    full_screen_switched = Signal(bool)
    presentation_switched = Signal(bool)
    training_asked = Signal()
    """A person wants to hear how the training goes."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("&View", parent)
        self.setObjectName("viewMenu")
        group = QActionGroup(self)
        self._schemes = {scheme: self._action(f"{scheme}SchemeAction", text) for scheme, text in _SCHEMES.items()}
        for action in self._schemes.values():
            action.setCheckable(True)
            group.addAction(action)
        group.triggered.connect(self._choose_scheme)
        self.addSeparator()
        self._contrast = self._switch("highContrastAction", "&High contrast", self.contrast_switched)
        self.addSeparator()
        self._steps = {steps: self._action(name, text, *keys) for steps, (name, text, keys) in _STEPS.items()}
        self._steps[0] = self._action("normalTextAction", "&Normal text size", "Ctrl+0")
        for action in self._steps.values():
            action.triggered.connect(self._change_text)
        self.addSeparator()
        self._full_screen = self._switch("fullScreenAction", "&Full screen", self.full_screen_switched, "F11")
        self._presents = self._switch("presentAction", "&Presentation", self.presentation_switched, "F5")
        self.addSeparator()
        say = self._action("sayTrainingAction", "Sa&y how the training goes", "F6")
        say.setAutoRepeat(False)  # a key held down would fill the screen reader's queue
        say.triggered.connect(self.training_asked)

    def show_choice(
        self, scheme: str, *, high_contrast: bool, text_size: int, can_grow: bool, can_shrink: bool
    ) -> None:
        """Check what is chosen, and tell the size of text, in per cent of the system's."""
        self._schemes[scheme].setChecked(True)
        self._contrast.setChecked(high_contrast)
        self._steps[0].setText(f"&Normal text size (now {text_size}%)" if text_size != 100 else "&Normal text size")
        self._steps[1].setEnabled(can_grow)
        self._steps[-1].setEnabled(can_shrink)

    def show_screen(self, *, full: bool, presents: bool) -> None:
        """Check whether the window fills the screen, and whether it is in presentation mode."""
        self._full_screen.setChecked(full)
        self._full_screen.setEnabled(not presents)
        self._presents.setChecked(presents)

    def _action(self, name: str, text: str, *keys: str) -> QAction:
        action = self.addAction(text)
        action.setObjectName(name)
        action.setShortcuts([QKeySequence(key) for key in keys])
        return action

    def _switch(self, name: str, text: str, announced: SignalInstance, key: str = "") -> QAction:
        action = self._action(name, text, *([key] if key else []))
        action.setCheckable(True)
        action.triggered.connect(announced)
        return action

    def _choose_scheme(self, chosen: QAction) -> None:
        self.scheme_chosen.emit(next(scheme for scheme, action in self._schemes.items() if action is chosen))

    def _change_text(self) -> None:
        chosen = self.sender()
        self.text_size_changed.emit(next(steps for steps, action in self._steps.items() if action is chosen))
