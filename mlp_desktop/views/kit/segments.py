"""A choice between a few words in a row."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFont, QFontMetrics, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from mlp_desktop.views.kit import theme

_INSET = 3


class Segments(QWidget):
    """Words on a common track, one of them raised: exactly one is chosen, by a click or by the arrow keys.

    Each word is a button whose object name is the word in small letters and "Segment"; with a ``prefix`` before it
    where the same word stands elsewhere too.
    """

    chosen = Signal(int)

    def __init__(self, names: Sequence[str], parent: QWidget | None = None, *, prefix: str = "") -> None:
        super().__init__(parent)
        self.buttons: list[QAbstractButton] = [
            _Segment(name, prefix, number, len(names)) for number, name in enumerate(names)
        ]
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_INSET, _INSET, _INSET, _INSET)
        layout.setSpacing(0)
        for button in self.buttons:
            layout.addWidget(button, button.sizeHint().width())
            button.clicked.connect(self._announce)
            button.toggled.connect(self._offer_to_tab_key)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_current(0)

    @property
    def current(self) -> int:
        """Which word is chosen."""
        return next(number for number, button in enumerate(self.buttons) if button.isChecked())

    def set_current(self, number: int) -> None:
        """Choose a word without a signal."""
        self.buttons[number].setChecked(True)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the track."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().color(QPalette.ColorRole.AlternateBase))
        painter.drawRoundedRect(QRectF(self.rect()), theme.GRID, theme.GRID)

    def _offer_to_tab_key(self) -> None:
        """Let the Tab key stop at the word that is chosen, also where no person has chosen it."""
        for button in self.buttons:
            by_tab = Qt.FocusPolicy.StrongFocus if button.isChecked() else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(by_tab)

    def _announce(self) -> None:
        self.chosen.emit(self.current)


class _Segment(QAbstractButton):
    """One word; raised while it is chosen, with a frame while it has the keyboard."""

    def __init__(self, name: str, prefix: str, number: int, count: int) -> None:
        super().__init__()
        word = name.lower().replace(" ", "")
        self.setObjectName(f"{prefix}{word.capitalize() if prefix else word}Segment")
        self.setText(name)
        self.setAccessibleName(name)
        self.setAccessibleDescription(f"{number + 1} of {count}")
        self.setCheckable(True)
        self.setAutoExclusive(True)  # one choice, one stop for the Tab key, and the arrow keys between them
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Wide enough for the word in bold, so that no choice moves another."""
        words = QFontMetrics(self._bold()).horizontalAdvance(self.text())
        return QSize(words + theme.GRID, max(round(theme.body_height()) + theme.GRID, 3 * theme.GRID))

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        sheet = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.isChecked():
            painter.setPen(theme.faint(palette, 0.18))
            painter.setBrush(palette.color(QPalette.ColorRole.Base))
            painter.drawRoundedRect(sheet, 6, 6)
        if self.hasFocus():
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(sheet.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        lit = self.isChecked() or self.underMouse()
        painter.setFont(self._bold() if self.isChecked() else self.font())
        painter.setPen(palette.color(QPalette.ColorRole.Text if lit else QPalette.ColorRole.PlaceholderText))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())

    def _bold(self) -> QFont:
        font = QFont(self.font())
        font.setBold(True)
        return font
