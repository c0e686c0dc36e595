"""The Steps page: the steps from the drawing to the 28×28 digit image, each of which can be switched off."""

from collections.abc import Iterator, Sequence

import numpy as np
from PySide6.QtCore import QLineF, QPoint, QPointF, QRect, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QPushButton, QSizePolicy, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.plain_text import plain_tip
from mlp_desktop.views.explain.compact_bars import CompactBars
from mlp_desktop.views.explain.ink_tile import InkTile
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import Role, give_role
from mlp_desktop.views.kit.labels import paragraph, plain_label
from mlp_desktop.views.kit.window_style import paint_check_box

NOTHING_YET = "Draw a digit to see how it reaches the network"

_COLUMNS = 3
_ARROW = 3 * theme.GRID  # room between two tiles
_GAP = 4
_LINES = 2  # of the words of a switch
_BOX = 14  # side of the box of a switch, in logical pixels
_SHRINKING = (1.0, 0.9, 0.8, 0.7, 0.6)  # sizes of the words of a switch that are tried

# Key, caption with the step, caption without it, and words of the switch.
_STEPS = (
    ("drawing", "drawing", "drawing", ""),
    ("pen", "redrawn", "pen as drawn", "Pen a tenth of the digit"),
    ("crop", "cropped", "not cropped", "Crop to the ink"),
    ("fit", "20×20", "stretched", "Fit into 20×20"),
    ("centre", "28×28", "not centred", "Centre by mass"),
)


@guarded
class StepsPage(QWidget):
    """Five tiles in two rows, followed by the answer of the network for the last of them.

    ``switched`` carries the key of a step and whether it is switched on: "pen" (draw again with a pen that suits the
    digit's size), "crop", "fit" or "centre". The first tile, "drawing", is no step and has no switch.
    """

    switched = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_role(self, Role.Grouping)
        self.setObjectName("stepsPage")
        self.setAccessibleName("What the network sees, step by step")
        self._steps = {
            key: _StepTile(number, key, done, undone, switch, self)
            for number, (key, done, undone, switch) in enumerate(_STEPS, start=1)
        }
        for step in self._switches():
            step.switch.toggled.connect(self._announce)
        self.reset = QPushButton("Reset", self)
        self.reset.setObjectName("resetStepsButton")
        self.reset.setToolTip("Turn every step on again")
        self.reset.clicked.connect(self._switch_all_on)
        self.words = paragraph("stepsWords")
        self.words.setParent(self)
        self.score_bars = CompactBars(self)
        self.reset.setEnabled(False)
        self.set_reading("", None)

    def set_steps(self, steps: Sequence[tuple[str, np.ndarray | None, bool]]) -> None:
        """Show each step.

        Args:
            steps: the key ("drawing", "pen", "crop", "fit" or "centre"), the ink after the step (uint8, 2-D, any size;
                ``None`` without a drawing), and whether the step is switched on.
        """
        for key, ink, done in steps:
            self._steps[key].show_ink(ink, done)
        self._enable_reset()

    def set_reading(self, words: str, scores: Sequence[float] | None) -> None:
        """Show the answer for the last tile in words, and its ten scores."""
        self.words.setText(words or NOTHING_YET)
        self.words.setToolTip(plain_tip(words))
        self.score_bars.set_scores(scores)

    def minimumSizeHint(self) -> QSize:
        """Two rows of the smallest tiles."""
        step = self._steps["crop"].minimumSizeHint()
        return QSize(_COLUMNS * step.width() + (_COLUMNS - 1) * _ARROW, 2 * step.height() + theme.GRID)

    def sizeHint(self) -> QSize:
        """A comfortable size."""
        return QSize(480, 480)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out the tiles in two rows, with the answer after the last.

        This is no Qt layout, because Qt's layouts cannot keep the ink square.
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
        lines = _LINES * self.words.fontMetrics().lineSpacing() + _GAP
        self.words.setGeometry(reading.left(), reading.top(), width, lines)
        self.score_bars.setGeometry(reading.adjusted(0, lines, 0, 0))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint an arrow from each tile to the next in its row."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.PlaceholderText), 1.5))
        for number, step in enumerate(self._steps.values()):
            if number % _COLUMNS != _COLUMNS - 1:
                middle = step.ink.geometry().center().y() + step.y()
                tip = QPointF(step.geometry().right() + _ARROW - 5, middle + 0.5)
                painter.drawLine(QLineF(tip - QPointF(_ARROW - 11, 0), tip))
                painter.drawLine(QLineF(tip - QPointF(4, 4), tip))
                painter.drawLine(QLineF(tip - QPointF(4, -4), tip))

    def _switches(self) -> "Iterator[_StepTile]":
        return (step for key, step in self._steps.items() if key != "drawing")

    def _announce(self, done: bool) -> None:
        self._enable_reset()
        switch = self.sender()
        self.switched.emit(next(step.key for step in self._switches() if step.switch is switch), done)

    def _switch_all_on(self) -> None:
        for step in self._switches():
            step.switch.setChecked(True)

    def _enable_reset(self) -> None:
        self.reset.setEnabled(not all(step.switch.isChecked() for step in self._switches()))


@guarded
class _StepTile(QWidget):
    """The ink after a step, with the caption above and the switch below."""

    def __init__(self, number: int, key: str, done: str, undone: str, switch: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.key = key
        self._number = number
        self._done, self._undone = done, undone
        self.setObjectName(f"{key}Step")
        self._caption = plain_label("", self)
        self.ink = InkTile(self)
        self.switch = _WrappedCheckBox(switch, self)
        self.switch.setObjectName(f"{key}Switch")
        self.switch.setChecked(True)
        self.switch.setVisible(bool(switch))
        self.show_ink(None, True)

    def show_ink(self, ink: np.ndarray | None, done: bool) -> None:
        """Show the ink and, without a signal, whether the step is switched on."""
        self._caption.setText(f"{self._number}  {self._done if done else self._undone}")
        self._caption.setForegroundRole(QPalette.ColorRole.WindowText if done else QPalette.ColorRole.PlaceholderText)
        size = "nothing yet" if ink is None else f"{ink.shape[1]} by {ink.shape[0]} pixels"
        self.ink.setAccessibleName(f"Step {self._number}, {self._done if done else self._undone}: {size}")
        self.ink.set_ink(ink)
        with QSignalBlocker(self.switch):
            self.switch.setChecked(done)

    def height_for(self, width: int) -> int:
        """The height at which the ink is square."""
        return self._head() + width + _GAP + self.switch.sizeHint().height()

    def foot(self) -> QRect:
        """The place below the ink."""
        height = self.switch.sizeHint().height()
        return QRect(0, self.height() - height, self.width(), height)

    def minimumSizeHint(self) -> QSize:
        """The smallest ink with its caption and switch."""
        side = self.ink.minimumSizeHint().width()
        return QSize(side, self.height_for(side))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the ink the room that caption and switch leave."""
        super().resizeEvent(event)
        foot = self.foot()
        self._caption.setGeometry(0, 0, self.width(), self._head())
        self.ink.setGeometry(0, self._head(), self.width(), foot.top() - _GAP - self._head())
        self.switch.setGeometry(foot)

    def _head(self) -> int:
        return self._caption.fontMetrics().height() + _GAP


@guarded
class _WrappedCheckBox(QCheckBox):
    """A check box whose words may take two lines; it is always that high, to fit below narrow ink."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Two lines; any width."""
        return QSize(80, _LINES * self.fontMetrics().lineSpacing() + 4)

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        """Accept clicks on the box and on the words."""
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box beside the first line, the words, and a frame for the keyboard focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        accent = palette.color(QPalette.ColorRole.Accent)
        top = 2 + (self.fontMetrics().height() - _BOX) / 2
        box = QRectF(1.5, top, _BOX, _BOX)
        paint_check_box(painter, box, palette, checked=self.isChecked())
        painter.setPen(palette.color(QPalette.ColorRole.WindowText))
        words = self.words_place()
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.setFont(self.fitting_font(words))
        painter.drawText(words, flags, self.text())
        if self.hasFocus():
            painter.setPen(accent)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)

    def words_place(self) -> QRect:
        """Where the words stand."""
        return self.rect().adjusted(_BOX + theme.GRID, 2, 0, 0)

    def fitting_font(self, place: QRect) -> QFont:
        """The font in which all words have room: large text has smaller letters before a word would be cut."""
        font, flags = self.font(), int(Qt.TextFlag.TextWordWrap)
        for share in _SHRINKING:
            font.setPointSizeF(self.font().pointSizeF() * share)
            needed = QFontMetrics(font).boundingRect(
                QRect(0, 0, place.width(), 99 * place.height()), flags, self.text()
            )
            if needed.height() <= place.height() and needed.width() <= place.width():
                break
        return font
