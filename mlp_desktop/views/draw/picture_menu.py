"""The Picture menu: the tools for an opened picture, with their keys."""

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from mlp_desktop.views.draw.picture_panel import PicturePanel


class PictureMenu(QMenu):
    """Presses the buttons of a panel, and is as enabled as they are."""

    def __init__(self, panel: PicturePanel, parent: QWidget) -> None:
        super().__init__("P&icture", parent)
        self.setObjectName("pictureMenu")
        self._panel = panel
        self._buttons = {
            self._action("cropAction", "&Crop", "C"): panel.crop,
            self._action("turnLeftAction", "Turn &left", "L"): panel.turn_left,
            self._action("turnRightAction", "Turn &right", "R"): panel.turn_right,
            self._action("lightOnDarkAction", "Light &on dark, or dark on light", "I"): panel.polarity,
        }
        self.addSeparator()
        self._more = self._action("moreInkAction", "&More ink", "+")
        self._less = self._action("lessInkAction", "L&ess ink", "-")
        self.addSeparator()
        self._buttons[self._action("resetPictureAction", "Re&set")] = panel.reset
        for action in self._buttons:
            action.triggered.connect(self._press)
        self._more.triggered.connect(self._step)
        self._less.triggered.connect(self._step)

    def _action(self, name: str, words: str, key: str = "") -> QAction:
        action = QAction(words, self)
        action.setObjectName(name)
        if key:
            action.setShortcut(QKeySequence(key))
        self.addAction(action)
        return action

    def _press(self) -> None:
        button = next(button for action, button in self._buttons.items() if action is self.sender())
        button.click()

    def _step(self) -> None:
        slider = self._panel.slider
        if slider.isEnabled():
            slider.setValue(slider.value() + (1 if self.sender() is self._more else -1))
