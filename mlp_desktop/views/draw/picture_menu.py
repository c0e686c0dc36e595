"""The Picture menu: the tools for an opened picture, and how large it is shown, with their keys."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from mlp_desktop.views.draw.drawing_pad import DrawingPad
from mlp_desktop.views.draw.pad_zoom import STEP
from mlp_desktop.views.draw.picture_panel import PicturePanel

_MOVES = (
    ("Left", "on the left", (0.25, 0.0)),
    ("Right", "on the right", (-0.25, 0.0)),
    ("Up", "above", (0.0, 0.25)),
    ("Down", "below", (0.0, -0.25)),
)
"""Keys, words, and by how much the picture moves, in sides of the pad."""


class PictureMenu(QMenu):
    """Presses the buttons of a panel, and is as enabled as they are; zooms and moves the picture on the pad."""

    real_size_requested = Signal()
    """The picture is to be shown pixel by pixel."""

    def __init__(self, panel: PicturePanel, pad: DrawingPad, parent: QWidget) -> None:
        super().__init__("P&icture", parent)
        self.setObjectName("pictureMenu")
        self._panel = panel
        self._pad = pad
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
        self._sizes = {
            self._action("zoomInAction", "&Zoom in", "Z"): STEP,
            self._action("zoomOutAction", "Zoom &out", "Shift+Z"): 1 / STEP,
            self._action("zoomFitAction", "&Fit to the pad", "F"): 0.0,
        }
        self._real_size = self._action("zoomPixelsAction", "&100%", "Shift+F")
        moves = self.addMenu("Mo&ve the picture")
        moves.setObjectName("movePictureMenu")
        self._moves = {
            self._action(f"look{key}Action", f"Show what is {words}", f"Ctrl+Shift+{key}", moves): by
            for key, words, by in _MOVES
        }
        self.addSeparator()
        self._buttons[self._action("resetPictureAction", "Re&set")] = panel.reset
        for action in self._buttons:
            action.triggered.connect(self._press)
        self._more.triggered.connect(self._step)
        self._less.triggered.connect(self._step)
        for action in self._sizes:
            action.triggered.connect(self._zoom)
        for action in self._moves:
            action.triggered.connect(self._move)
        self._real_size.triggered.connect(self.real_size_requested)

    def _action(self, name: str, words: str, key: str = "", menu: QMenu | None = None) -> QAction:
        action = QAction(words, self)
        action.setObjectName(name)
        if key:
            action.setShortcut(QKeySequence(key))
        (menu or self).addAction(action)
        return action

    def _zoom(self) -> None:
        by = next(by for action, by in self._sizes.items() if action is self.sender())
        self._pad.zoom_to(self._pad.zoom.factor * by)

    def _move(self) -> None:
        across, down = next(by for action, by in self._moves.items() if action is self.sender())
        self._pad.move_by(across, down)

    def _press(self) -> None:
        button = next(button for action, button in self._buttons.items() if action is self.sender())
        button.click()

    def _step(self) -> None:
        slider = self._panel.slider
        if slider.isEnabled():
            slider.setValue(slider.value() + (1 if self.sender() is self._more else -1))
