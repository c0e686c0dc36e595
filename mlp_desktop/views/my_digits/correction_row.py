"""What a person says about the answer: "It was: 0 1 2 … 9", a word about what became of it, or what to draw next."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFontMetrics, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.labels import ElidedLabel

HINT = "Draw a digit, then say what it was: keys 0 to 9"


class CorrectionRow(QWidget):
    """One place, as high whatever it shows: ten digits to choose from, two lines of words, or a guided session."""

    told = Signal(int)
    """A person says which digit it was."""
    confirmed = Signal()
    """A person says that it was what is shown or asked for."""
    left = Signal()
    """A person wants to draw what they like again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("correctionRow")
        self.setAccessibleName("What it was")
        self._keys = [_DigitKey(digit) for digit in range(10)]
        self._keys_page, self._note_page, self._guide_page = QWidget(self), QWidget(self), QWidget(self)
        self._note, self._detail = ElidedLabel(), ElidedLabel()
        self._asked, self._progress = QLabel(), QLabel()
        self._next, self._leave = QPushButton("Next"), QPushButton("Leave")
        self._lay_out()
        self.show_note(HINT)

    def show_keys(self, answer: int | None) -> None:
        """Offer the ten digits; ``answer`` is the one that was read, and that Enter confirms."""
        for digit, key in enumerate(self._keys):
            key.set_answer(digit == answer)
        self._turn_to(self._keys_page)

    def show_note(self, words: str, detail: str = "") -> None:
        """Show a line of words, and a second one under it."""
        self._note.setText(words)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self._turn_to(self._note_page)

    def show_guide(self, digit: int, done: int, total: int, *, drawn: bool) -> None:
        """Ask for ``digit``; ``drawn`` says whether there is something on the pad that could be it."""
        self._asked.setText(f"Draw a {digit}")
        self._progress.setText(f"{done} of {total} drawn")
        self._next.setEnabled(drawn)
        self._turn_to(self._guide_page)

    @property
    def words(self) -> str:
        """What it says, as far as it says anything."""
        if not self._note_page.isHidden():
            return " ".join(filter(None, (self._note.text(), self._detail.text())))
        return "It was:" if not self._keys_page.isHidden() else f"{self._asked.text()} · {self._progress.text()}"

    def sizeHint(self) -> QSize:
        """Two lines of words, and the ten digits in a row."""
        return QSize(400, max(5 * theme.GRID, round(2 * theme.body_height()) + theme.GRID // 2))

    def minimumSizeHint(self) -> QSize:
        """The same height."""
        return self.sizeHint()

    def resizeEvent(self, _event: object) -> None:
        """Give each page all of it."""
        for page in (self._keys_page, self._note_page, self._guide_page):
            page.setGeometry(self.rect())

    def _turn_to(self, page: QWidget) -> None:
        for other in (self._keys_page, self._note_page, self._guide_page):
            other.setVisible(other is page)

    def _lay_out(self) -> None:
        words = QLabel("It was:")
        words.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        row = _row(self._keys_page, 0)
        row.addWidget(words)
        row.addSpacing(theme.GRID)
        for key in self._keys:
            key.clicked.connect(self._tell)
            row.addWidget(key, 1)
        lines = QVBoxLayout(self._note_page)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addStretch()
        for label, name in ((self._note, "correctionNote"), (self._detail, "correctionDetail")):
            label.setObjectName(name)
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            lines.addWidget(label)
        lines.addStretch()
        guide = _row(self._guide_page, theme.GRID)
        self._asked.setObjectName("guideAsked")
        self._asked.setFont(theme.text_font("heading"))
        self._progress.setObjectName("guideProgress")
        self._progress.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        guide.addWidget(self._asked)
        guide.addWidget(self._progress, 1)
        for button, name, tip in (
            (self._next, "guideNext", "Keep it, and go on to the next digit (Enter)"),
            (self._leave, "guideLeave", "Draw what you like; what is kept stays"),
        ):
            button.setObjectName(name)
            button.setAccessibleName(button.text())
            button.setToolTip(tip)
            guide.addWidget(button)
        self._next.clicked.connect(self.confirmed)
        self._leave.clicked.connect(self.left)

    def _tell(self) -> None:
        key = self.sender()
        self.told.emit(self._keys.index(key))  # pyright: ignore[reportArgumentType]


def _row(page: QWidget, spacing: int) -> QHBoxLayout:
    row = QHBoxLayout(page)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(spacing)
    return row


class _DigitKey(QAbstractButton):
    """A digit to press, framed where it is the answer."""

    def __init__(self, digit: int) -> None:
        super().__init__()
        self._is_answer = False
        self.setObjectName(f"itWas{digit}")
        self.setText(str(digit))
        self.setAccessibleName(f"It was a {digit}")
        self.setToolTip(f"It was a {digit} (key {digit})")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its key is on the keyboard itself, and the pad keeps the focus

    def set_answer(self, is_answer: bool) -> None:
        """Whether this is what was read."""
        if is_answer != self._is_answer:
            self._is_answer = is_answer
            digit = self.text()
            self.setToolTip(f"Yes, it was a {digit} (Enter)" if is_answer else f"It was a {digit} (key {digit})")
            self.update()

    def sizeHint(self) -> QSize:
        """Room for a digit and for a finger."""
        metrics = QFontMetrics(self.font())
        return QSize(
            metrics.horizontalAdvance("0") + 2 * theme.GRID, max(metrics.height() + theme.GRID, 4 * theme.GRID)
        )

    def minimumSizeHint(self) -> QSize:
        """Room for a digit."""
        return QSize(3 * theme.GRID, self.sizeHint().height())

    def enterEvent(self, event: QEnterEvent) -> None:
        """Light up."""
        super().enterEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the digit, its frame where it is the answer, and its ground where it is lit or pressed."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        height = self.sizeHint().height()
        ground = QRectF(1, (self.height() - height) / 2, self.width() - 2, height).adjusted(0.5, 0.5, -0.5, -0.5)
        strength = 0.14 if self.isDown() else 0.07 if self.underMouse() else 0.0
        painter.setBrush(theme.faint(palette, strength) if strength else Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.faint(palette, 0.42), 1) if self._is_answer else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(ground, 6, 6)
        font = self.font()
        font.setBold(self._is_answer)
        painter.setFont(font)
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
