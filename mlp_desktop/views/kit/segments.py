"""A segmented control: a choice between a few words in a row, or in more rows where large text needs them."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFont, QFontMetrics, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import Role, give_role
from mlp_desktop.views.kit.labels import text_is_large
from mlp_desktop.views.kit.wrapping_row import WrappingRow

_INSET = 3
_LINE = 2


@guarded
class Segments(WrappingRow):
    """Words on a common track, of which exactly one is chosen, by a click or by the arrow keys.

    Each word is a button. Its object name is the word in lower case and "Segment", after a ``prefix`` if the same word
    is used elsewhere too.
    """

    chosen = Signal(int)

    def __init__(self, names: Sequence[str], parent: QWidget | None = None, *, prefix: str = "") -> None:
        self.buttons: list[QAbstractButton] = [
            _Segment(name, prefix, number, len(names)) for number, name in enumerate(names)
        ]
        super().__init__(*self.buttons, growing=self.buttons, spacing=0, by_width=True, margin=_INSET)
        if parent is not None:
            self.setParent(parent)
        give_role(self, Role.Grouping)
        for button in self.buttons:
            button.clicked.connect(self._announce)
            button.toggled.connect(self._set_tab_stop)
        self.set_current(0)

    @property
    def current(self) -> int:
        """The number of the chosen word."""
        return next(number for number, button in enumerate(self.buttons) if button.isChecked())

    def set_current(self, number: int) -> None:
        """Choose the word with this number, without a signal."""
        self.buttons[number].setChecked(True)

    def rename(self, number: int, name: str) -> None:
        """Give the word with this number another text; its object name stays."""
        self.buttons[number].setText(name)
        self.buttons[number].setAccessibleName(name)

    def sizeHint(self) -> QSize:
        """All words in one row, as high as the rows are now."""
        return QSize(self.width_of_one_row(), super().minimumSizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """The same; with large text as wide as the longest word, and the others come below it."""
        return super().minimumSizeHint() if text_is_large() else self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the track."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.outline(self.palette()))
        painter.setBrush(self.palette().color(QPalette.ColorRole.AlternateBase))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.GRID, theme.GRID)

    def _set_tab_stop(self) -> None:
        """Let the Tab key stop at the chosen word only, even if the program has chosen it."""
        for button in self.buttons:
            policy = Qt.FocusPolicy.StrongFocus if button.isChecked() else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)

    def _announce(self) -> None:
        self.chosen.emit(self.current)


@guarded
class _Segment(QAbstractButton):
    """One word: on a raised sheet while it is chosen, with a frame while it has the keyboard focus."""

    def __init__(self, name: str, prefix: str, number: int, count: int) -> None:
        super().__init__()
        word = name.lower().replace(" ", "")
        self.setObjectName(f"{prefix}{word.capitalize() if prefix else word}Segment")
        self.setText(name)
        self.setAccessibleName(name)
        self.setAccessibleDescription(f"{number + 1} of {count}")
        self.setCheckable(True)
        self.setAutoExclusive(True)  # the arrow keys move between the words
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Wide enough for the word in bold, so that choosing one moves no other."""
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
            painter.setPen(theme.outline(palette))
            painter.setBrush(palette.color(QPalette.ColorRole.Base))
            painter.drawRoundedRect(sheet, 6, 6)
            line = QRectF(0, 0, sheet.width() - 2 * theme.GRID, _LINE)
            line.moveCenter(QPointF(sheet.center().x(), sheet.bottom() - _LINE))
            painter.fillRect(line, palette.color(QPalette.ColorRole.Accent))
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
