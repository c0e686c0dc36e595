"""The row for corrections: ten digits to choose the right label, a note, or a guided session."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFontMetrics, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QPushButton, QSizePolicy, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.plain_text import plain_tip
from mlp_desktop.plain_words import a_digit
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import describe
from mlp_desktop.views.kit.labels import ElidedLabel, plain_label
from mlp_desktop.views.kit.layouts import hbox, vbox

HINT = "Draw a digit, then press 0 to 9 to label it"
KEYS_HINT = "Draw a digit, then choose its label here, or press Esc first"


@guarded
class CorrectionRow(QWidget):
    """One place of constant height that shows ten digits, a note of up to two lines, or the digit to draw next."""

    label_given = Signal(int)
    """A person gave the right label."""
    confirmed = Signal()
    """A person confirmed that the drawing is the digit that is shown or asked for."""
    redraw_requested = Signal()
    """A person wants to draw the digit that is asked for once more."""
    guide_left = Signal()
    """A person wants to leave the guided session."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("correctionRow")
        self.setAccessibleName("Label of the drawing")
        self._keys = [_DigitKey(digit) for digit in range(10)]
        self._keys_page, self._note_page, self._guide_page = QWidget(self), QWidget(self), QWidget(self)
        self._note, self._detail = ElidedLabel(), ElidedLabel()
        self._asked, self._progress = plain_label(), plain_label()
        self._question = plain_label()
        self._next, self._again, self._leave = QPushButton("Next"), QPushButton("Draw again"), QPushButton("Finish")
        self._lay_out()
        self.show_note(HINT)

    def show_keys(self, answer: int | None) -> None:
        """Offer the ten digits; ``answer`` is the digit that was read, which Enter confirms."""
        for digit, key in enumerate(self._keys):
            key.set_answer(digit == answer)
        self._show_page(self._keys_page)

    def show_note(self, words: str, detail: str = "") -> None:
        """Show a note, with a second line below."""
        self._note.setText(words)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self._show_page(self._note_page)

    def show_guide(self, digit: int, done: int, total: int, *, drawn: bool, looks_like: int | None = None) -> None:
        """Ask for ``digit``, or whether the drawing is to be kept as ``digit`` though it looks like another.

        Args:
            digit: the digit to draw next.
            done: number of digits drawn so far.
            total: number of digits in the session.
            drawn: whether the pad has a drawing that could be the digit.
            looks_like: another digit that the drawing is surely read as; ``None`` if there is nothing to ask.
        """
        asks = looks_like is not None
        self._question.setText(
            "" if looks_like is None else f"This looks like {a_digit(looks_like)}.\nKeep it as {a_digit(digit)}?"
        )
        for widget in (self._question, self._again):
            widget.setVisible(asks)
        for widget in (self._asked, self._progress, self._leave):  # large text needs the room of all three
            widget.setVisible(not asks)
        self._next.setText("Keep it" if asks else "Next")
        self._next.setAccessibleName(self._next.text())
        self._asked.setText(f"Draw {a_digit(digit)}")
        self._progress.setText(f"{done} of {total} drawn")
        self._next.setEnabled(drawn)
        self._show_page(self._guide_page)

    @property
    def words(self) -> str:
        """The words now shown."""
        if not self._note_page.isHidden():
            return " ".join(filter(None, (self._note.text(), self._detail.text())))
        if not self._keys_page.isHidden():
            return "It was:"
        question = self._question.text().replace("\n", " ")
        return question or f"{self._asked.text()} · {self._progress.text()}"

    def sizeHint(self) -> QSize:
        """Two lines of words, or ten digits in a row."""
        return QSize(400, max(5 * theme.GRID, round(2 * theme.body_height()) + theme.GRID // 2))

    def minimumSizeHint(self) -> QSize:
        """The same height."""
        return self.sizeHint()

    def resizeEvent(self, _event: object) -> None:
        """Give each page the whole area."""
        for page in (self._keys_page, self._note_page, self._guide_page):
            page.setGeometry(self.rect())

    def _show_page(self, page: QWidget) -> None:
        for other in (self._keys_page, self._note_page, self._guide_page):
            other.setVisible(other is page)

    def _lay_out(self) -> None:
        words = plain_label("It was:")
        words.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        row = hbox(words, parent=self._keys_page, spacing=0)
        row.addSpacing(theme.GRID)
        for key in self._keys:
            key.clicked.connect(self._announce)
            row.addWidget(key, 1)
        lines = vbox(parent=self._note_page, spacing=0)
        lines.addStretch()
        for label, name in ((self._note, "correctionNote"), (self._detail, "correctionDetail")):
            label.setObjectName(name)
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            lines.addWidget(label)
        lines.addStretch()
        guide = hbox(parent=self._guide_page)
        self._asked.setObjectName("guideAsked")
        theme.keep_font(self._asked, "heading")
        self._progress.setObjectName("guideProgress")
        self._progress.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        guide.addWidget(self._asked)
        guide.addWidget(self._progress, 1)
        self._question.setObjectName("guideQuestion")
        guide.addWidget(self._question, 1)
        for button, name, tip in (
            (self._next, "guideNext", "Keep it and go to the next digit (Enter)"),
            (
                self._again,
                "guideAgain",
                "Take the drawing off the pad and draw the digit once more. Undo brings it back.",
            ),
            (self._leave, "guideLeave", "End the session. The digits drawn so far are kept."),
        ):
            describe(button, name, button.text(), tip)
            guide.addWidget(button)
        self._next.clicked.connect(self.confirmed)
        self._again.clicked.connect(self.redraw_requested)
        self._leave.clicked.connect(self.guide_left)

    def _announce(self) -> None:
        key = self.sender()
        self.label_given.emit(self._keys.index(key))  # pyright: ignore[reportArgumentType]


@guarded
class _DigitKey(QAbstractButton):
    """The button of one digit, with a frame if it is the answer."""

    def __init__(self, digit: int) -> None:
        super().__init__()
        self._is_answer = False
        self.setObjectName(f"itWas{digit}")
        self.setText(str(digit))
        self.setAccessibleName(f"It was {a_digit(digit)}")
        self.setToolTip(plain_tip(f"It was {a_digit(digit)} (key {digit})"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        # The pad keeps the focus: the key on the keyboard does the same as this button.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def set_answer(self, is_answer: bool) -> None:
        """Set whether this is the digit that was read."""
        if is_answer != self._is_answer:
            self._is_answer = is_answer
            digit = self.text()
            tip = f"Yes, it was {a_digit(digit)} (Enter)" if is_answer else f"It was {a_digit(digit)} (key {digit})"
            self.setToolTip(plain_tip(tip))
            self.update()

    def sizeHint(self) -> QSize:
        """Room for a digit, large enough for a finger."""
        metrics = QFontMetrics(self.font())
        return QSize(
            metrics.horizontalAdvance("0") + 2 * theme.GRID, max(metrics.height() + theme.GRID, 4 * theme.GRID)
        )

    def minimumSizeHint(self) -> QSize:
        """Room for a digit."""
        return QSize(3 * theme.GRID, self.sizeHint().height())

    def enterEvent(self, event: QEnterEvent) -> None:
        """Repaint with the highlight."""
        super().enterEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the digit, its frame if it is the answer, and a background under the pointer or while pressed."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        height = self.sizeHint().height()
        area = QRectF(1, (self.height() - height) / 2, self.width() - 2, height).adjusted(0.5, 0.5, -0.5, -0.5)
        strength = 0.14 if self.isDown() else 0.07 if self.underMouse() else 0.0
        painter.setBrush(theme.faint(palette, strength) if strength else Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.outline(palette), 1) if self._is_answer else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(area, 6, 6)
        font = self.font()
        font.setBold(self._is_answer)
        painter.setFont(font)
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
