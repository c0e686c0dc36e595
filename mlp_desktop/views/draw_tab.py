"""The tab to draw in: the pad, its tools, and what the network makes of it."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from mlp_desktop.views import theme
from mlp_desktop.views.drawing_pad import DrawingPad
from mlp_desktop.views.icons import load_icon
from mlp_desktop.views.network_view import NetworkView
from mlp_desktop.views.score_bars import ScoreBars

NOTHING_DRAWN = "The answer appears here"

_MARGIN = 3 * theme.GRID
_GAP = 4 * theme.GRID
_BETWEEN_TILES = 2 * theme.GRID
_PAD_SIDES = (400, 1000)
_READING_WIDTHS = (400, 704)


class DrawTab(QWidget):
    """A pad as large as the window allows, its tools under it, the reading beside it."""

    undo_requested = Signal()
    redo_requested = Signal()
    clear_requested = Signal()
    sample_requested = Signal()

    def __init__(self, icons_folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons_folder = icons_folder
        self.setObjectName("drawTab")
        self.pad = DrawingPad(self)
        self._undo = self._tool("undo", "Undo", "Take the last stroke back (Ctrl+Z)")
        self._redo = self._tool("redo", "Redo", "Draw the stroke again (Ctrl+Shift+Z)")
        self._clear = self._tool("clear", "Clear", "Start with empty paper (Delete); Undo brings the drawing back")
        self._sample = self._tool("sample", "Try a sample", "Put one of the sample digits on the pad")
        self._undo.clicked.connect(self.undo_requested)
        self._redo.clicked.connect(self.redo_requested)
        self._clear.clicked.connect(self.clear_requested)
        self._sample.clicked.connect(self.sample_requested)
        self._tools = self._tool_row()
        self.predicted_digit = _AnswerLabel(self)
        self.answer_words = QLabel(self)
        self.answer_words.setObjectName("answerWords")
        self.answer_words.setTextFormat(Qt.TextFormat.PlainText)
        self.answer_words.setWordWrap(True)
        self.answer_words.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.network_view = NetworkView(self)
        self.score_bars = ScoreBars(self)
        self._show_icons()
        self.set_history_enabled(False, False, False)
        self.show_answer("", "", None, None)

    def show_answer(self, digit: str, words: str, scores: Sequence[float] | None, image: np.ndarray | None) -> None:
        """Show the digit read (or nothing), how sure that is in words, the ten scores and the digit image."""
        self.predicted_digit.setText(digit)
        self.predicted_digit.setAccessibleName(f"Predicted digit: {digit or 'none'}")
        self.answer_words.setText(words or ("" if digit else NOTHING_DRAWN))
        self.answer_words.setAccessibleName(self.answer_words.text() or "No words about the answer")
        self.score_bars.set_scores(scores)
        self.network_view.set_image(image)

    def set_history_enabled(self, can_undo: bool, can_redo: bool, can_clear: bool) -> None:
        """Say which of the three tools have something to do."""
        self._undo.setEnabled(can_undo)
        self._redo.setEnabled(can_redo)
        self._clear.setEnabled(can_clear)

    def minimumSizeHint(self) -> QSize:
        """The smallest pad with the narrowest reading beside it."""
        side = max(_PAD_SIDES[0], self._tools.minimumSizeHint().width())
        return QSize(side + _GAP + _READING_WIDTHS[0] + 2 * _MARGIN, side + self._below_pad() + 2 * _MARGIN)

    def sizeHint(self) -> QSize:
        """Comfortable, and no more than a small screen has."""
        return self.minimumSizeHint().expandedTo(QSize(976, 592))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the pad the largest square that leaves room for the rest, and centre everything.

        By hand, because everything hangs on the pad's side, and Qt's layouts know no squares.
        """
        super().resizeEvent(event)
        area = self.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        below = self._below_pad()
        narrow, wide = _READING_WIDTHS
        side = min(area.height() - below, area.width() - _GAP - narrow, _PAD_SIDES[1])
        reading = min(area.width() - _GAP - side, max(narrow, min(round(0.7 * side), wide)))
        left = area.left() + (area.width() - side - _GAP - reading) // 2
        top = area.top() + (area.height() - side - below) // 2
        self.pad.setGeometry(left, top, side, side)
        self._tools.setGeometry(left, top + side + 2 * theme.GRID, side, self._tools.sizeHint().height())
        left += side + _GAP
        width = (reading - _BETWEEN_TILES) // 2
        caption = self.network_view.caption_height(width)
        height = min(width, side - caption - 3 * theme.GRID - self.score_bars.minimumSizeHint().height())
        self.predicted_digit.setGeometry(left, top, width, height)
        self.answer_words.setGeometry(left, top + height + theme.GRID, width, caption - theme.GRID)
        self.network_view.setGeometry(left + width + _BETWEEN_TILES, top, width, height + caption)
        tiles = height + caption + 3 * theme.GRID
        self.score_bars.setGeometry(left, top + tiles, reading, side - tiles)

    def _below_pad(self) -> int:
        return 2 * theme.GRID + self._tools.sizeHint().height()

    def changeEvent(self, event: QEvent) -> None:
        """Recolour the icons with the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._show_icons()

    def _tool(self, name: str, text: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"{name}Button")
        button.setText(text)
        button.setAccessibleName(text)
        button.setToolTip(tip)
        button.setAutoRaise(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIconSize(QSize(20, 20))
        button.setMinimumHeight(5 * theme.GRID)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def _show_icons(self) -> None:
        for name, button in zip(
            ("undo", "redo", "clear", "sample"), (self._undo, self._redo, self._clear, self._sample), strict=True
        ):
            button.setIcon(load_icon(self._icons_folder, name, self.palette()))

    def _tool_row(self) -> QWidget:
        row = QWidget(self)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GRID)
        for button in (self._undo, self._redo, self._clear):
            layout.addWidget(button)
        layout.addStretch()
        layout.addWidget(self._sample)
        return row


class _AnswerLabel(QLabel):
    """The digit, on paper, never smaller than 72 points and as large as the paper allows."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("predictedDigit")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFont(theme.text_font("answer"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        font = theme.text_font("answer")
        font.setPointSizeF(max(font.pointSizeF(), 0.6 * self.height() * 72 / self.logicalDpiY()))
        self.setFont(font)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme.paint_paper(painter, QRectF(self.rect()), self.palette())
        painter.end()
        super().paintEvent(event)
