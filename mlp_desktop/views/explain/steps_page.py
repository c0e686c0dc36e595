"""What the network sees: every step from the drawing to the 28×28 digit image, each to be left out and put back."""

from collections.abc import Iterator, Sequence

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRect, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from mlp_desktop.views.explain.ink_tile import InkTile
from mlp_desktop.views.explain.slim_bars import SlimBars
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.wrapped_check_box import LINES, WrappedCheckBox

NOTHING_YET = "Draw a digit to see its way to the network"

_COLUMNS = 3
_ARROW = 3 * theme.GRID  # room between two pictures
_GAP = 4

# Key, what its picture is called when the step is done and when it is not, and what the switch says.
_STEPS = (
    ("drawing", "drawing", "drawing", ""),
    ("pen", "redrawn", "pen as drawn", "Pen a tenth of the digit"),
    ("crop", "cropped", "not cropped", "Crop to the ink"),
    ("fit", "20×20", "stretched", "Fit into 20×20"),
    ("centre", "28×28", "not centred", "Centre by mass"),
)


class StepsPage(QWidget):
    """Five pictures in a strip of two rows, and at its end what the network reads in the last of them.

    ``switched`` tells the key of a step, and whether it is to be done: "pen" (draw again with a pen that suits the
    digit's size), "crop", "fit" or "centre". The first picture, "drawing", is no step and has no switch.
    """

    switched = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stepsPage")
        self.setAccessibleName("What the network sees, step by step")
        self._steps = {
            key: _Step(number, key, done, undone, switch, self)
            for number, (key, done, undone, switch) in enumerate(_STEPS, start=1)
        }
        for step in self._switches():
            step.switch.toggled.connect(self._announce)
        self.reset = QPushButton("Reset", self)
        self.reset.setObjectName("resetStepsButton")
        self.reset.setToolTip("Do every step again")
        self.reset.clicked.connect(self._switch_all_on)
        self.words = QLabel(self)
        self.words.setObjectName("stepsWords")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.score_bars = SlimBars(self)
        self.reset.setEnabled(False)
        self.set_reading("", None)

    def set_steps(self, steps: Sequence[tuple[str, np.ndarray | None, bool]]) -> None:
        """Show the steps: key, ink after it (uint8, 2-D, any size, or none yet), and whether it is done.

        The keys are "drawing", "pen", "crop", "fit" and "centre".
        """
        for key, ink, done in steps:
            self._steps[key].show_step(ink, done)
        self._offer_reset()

    def set_reading(self, words: str, scores: Sequence[float] | None) -> None:
        """Say what the network makes of the last picture, and show its ten scores."""
        self.words.setText(words or NOTHING_YET)
        self.words.setToolTip(words)
        self.score_bars.set_scores(scores)

    def minimumSizeHint(self) -> QSize:
        """Two rows of the smallest pictures."""
        step = self._steps["crop"].minimumSizeHint()
        return QSize(_COLUMNS * step.width() + (_COLUMNS - 1) * _ARROW, 2 * step.height() + theme.GRID)

    def sizeHint(self) -> QSize:
        """Comfortable."""
        return QSize(480, 480)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the pictures out in two rows, the reading after the last.

        By hand, because pictures are squares under which words stand, and Qt's layouts know no squares.
        """
        super().resizeEvent(event)
        width = (self.width() - (_COLUMNS - 1) * _ARROW) // _COLUMNS
        height = min((self.height() - theme.GRID) // 2, self._steps["crop"].height_for(width))
        between = min(self.height() - 2 * height, 4 * theme.GRID)
        cells = [
            QRect(column * (width + _ARROW), row * (height + between), width, height)
            for row in range(2)
            for column in range(_COLUMNS)
        ]
        for step, cell in zip(self._steps.values(), cells, strict=False):
            step.setGeometry(cell)
        first = self._steps["drawing"]
        foot = first.foot().translated(first.pos())
        wanted = self.reset.sizeHint()
        self.reset.setGeometry(foot.left(), foot.top() + 2, min(wanted.width(), width), wanted.height())
        reading = cells[-1]
        lines = LINES * self.words.fontMetrics().lineSpacing() + _GAP
        self.words.setGeometry(reading.left(), reading.top(), width, lines)
        self.score_bars.setGeometry(reading.adjusted(0, lines, 0, 0))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint an arrow from each picture to the next in its row."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.PlaceholderText), 1.5))
        for number, step in enumerate(self._steps.values()):
            if number % _COLUMNS != _COLUMNS - 1:
                middle = step.tile.geometry().center().y() + step.y()
                tip = QPointF(step.geometry().right() + _ARROW - 5, middle + 0.5)
                painter.drawLine(QLineF(tip - QPointF(_ARROW - 11, 0), tip))
                painter.drawLine(QLineF(tip - QPointF(4, 4), tip))
                painter.drawLine(QLineF(tip - QPointF(4, -4), tip))

    def _switches(self) -> "Iterator[_Step]":
        return (step for key, step in self._steps.items() if key != "drawing")

    def _announce(self, done: bool) -> None:
        self._offer_reset()
        switch = self.sender()
        self.switched.emit(next(step.key for step in self._switches() if step.switch is switch), done)

    def _switch_all_on(self) -> None:
        for step in self._switches():
            step.switch.setChecked(True)

    def _offer_reset(self) -> None:
        self.reset.setEnabled(not all(step.switch.isChecked() for step in self._switches()))


class _Step(QWidget):
    """A picture under its name, over its switch."""

    def __init__(self, number: int, key: str, done: str, undone: str, switch: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.key = key
        self._number = number
        self._done, self._undone = done, undone
        self.setObjectName(f"{key}Step")
        self._name = QLabel(self)
        self.tile = InkTile(self)
        self.switch = WrappedCheckBox(switch, self)
        self.switch.setObjectName(f"{key}Switch")
        self.switch.setChecked(True)
        self.switch.setVisible(bool(switch))
        self.show_step(None, True)

    def show_step(self, ink: np.ndarray | None, done: bool) -> None:
        """Show its ink and, without a signal, whether it is done."""
        self._name.setText(f"{self._number}  {self._done if done else self._undone}")
        self._name.setForegroundRole(QPalette.ColorRole.WindowText if done else QPalette.ColorRole.PlaceholderText)
        size = "nothing yet" if ink is None else f"{ink.shape[1]} by {ink.shape[0]} pixels"
        self.tile.setAccessibleName(f"Step {self._number}, {self._done if done else self._undone}: {size}")
        self.tile.set_ink(ink)
        with QSignalBlocker(self.switch):
            self.switch.setChecked(done)

    def height_for(self, width: int) -> int:
        """Height with a picture as tall as it is wide."""
        return self._head() + width + _GAP + self.switch.sizeHint().height()

    def foot(self) -> QRect:
        """The room under the picture."""
        height = self.switch.sizeHint().height()
        return QRect(0, self.height() - height, self.width(), height)

    def minimumSizeHint(self) -> QSize:
        """The smallest picture, its name and its switch."""
        side = self.tile.minimumSizeHint().width()
        return QSize(side, self.height_for(side))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the picture what name and switch leave."""
        super().resizeEvent(event)
        foot = self.foot()
        self._name.setGeometry(0, 0, self.width(), self._head())
        self.tile.setGeometry(0, self._head(), self.width(), foot.top() - _GAP - self._head())
        self.switch.setGeometry(foot)

    def _head(self) -> int:
        return self._name.fontMetrics().height() + _GAP
