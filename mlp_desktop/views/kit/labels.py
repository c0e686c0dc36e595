"""Labels of plain text: headings, single lines that are elided, and paragraphs."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPalette, QTextLayout
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.plain_text import plain_tip
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.growth import follow, growth

_LARGE = 1.5  # times as large as usual: text of which a line holds so little that a paragraph gets one more
_SMALLEST = 0.6  # of its size: how far text shrinks that may
_LEAST_OF_LINES = 0.75  # likewise, for text in two lines


@guarded
class ElidedLabel(QLabel):
    """One line that takes the width it is given; text that does not fit ends in "…" and is whole in the tool tip.

    Args:
        name: its object name.
        heading: whether it has the size of a heading.
        quiet: whether it has the colour of secondary text.
        shrinks: whether its letters become smaller before it ends in "…", as where a number stands at its end.
        wraps: whether it has two lines where text is large, of which a line holds less.
        parent: its parent, if it has one already.
    """

    def __init__(
        self,
        name: str = "",
        *,
        heading: bool = False,
        quiet: bool = False,
        shrinks: bool = False,
        wraps: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._shrinks = shrinks
        self._wraps = wraps
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        if heading:
            theme.keep_font(self, "heading")
        if quiet:
            self.setForegroundRole(QPalette.ColorRole.PlaceholderText)

    def setText(self, text: str) -> None:
        """Show ``text``, and all of it in the tool tip."""
        super().setText(text)
        self.setToolTip(plain_tip(text))

    def sizeHint(self) -> QSize:
        """The height of its lines, and no width."""
        metrics = self.fontMetrics()
        return QSize(0, metrics.height() + (self._most() - 1) * metrics.lineSpacing() + 2)

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def colour(self) -> QColor:
        """The colour of the text."""
        return self.palette().color(self.foregroundRole())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint as much text as fits."""
        painter = QPainter(self)
        painter.setPen(self.colour())
        area, font = self.contentsRect(), QFont(self.font())
        wide = self.fontMetrics().horizontalAdvance(self.text())
        if self._shrinks and wide > area.width() > 0:
            font.setPointSizeF(font.pointSizeF() * self._share(area.width() / (wide + 1)))
            painter.setFont(font)
        if (most := self._most()) > 1 and wide > area.width():
            while len(_lines(self.text(), font, area.width())) > most and font.pointSizeF() > self._least_points():
                font.setPointSizeF(0.95 * font.pointSizeF())
            painter.setFont(font)
            paint_lines(painter, area, self.text(), most)
            return
        shown = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, self.alignment(), shown)

    def _most(self) -> int:
        return _lines_of(2) - 1 if self._wraps else 1

    def _share(self, needed: float) -> float:
        """To what share of their size its letters shrink, if ``needed`` is the one at which the text fits."""
        return max(needed, _SMALLEST)

    def _least_points(self) -> float:
        """How small the letters of two lines become before the second one ends in "…"."""
        return self.font().pointSizeF() * max(_LEAST_OF_LINES, 1 / growth())


@guarded
class ClampedLabel(QLabel):
    """Lines of text in a fixed height; text that does not fit ends in "…", and no line of it is cut."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint as many lines as fit."""
        area, metrics = self.contentsRect(), self.fontMetrics()
        wrapped = int(self.alignment() | Qt.TextFlag.TextWordWrap)
        needed = metrics.boundingRect(area.adjusted(0, 0, 0, area.height() * 99), wrapped, self.text())
        if needed.height() <= area.height() or not self.wordWrap():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        paint_lines(painter, area, self.text(), max(area.height() // metrics.lineSpacing(), 1))


def paint_lines(painter: QPainter, area: QRect, text: str, most: int) -> None:
    """Paint a text from the top of ``area`` in the painter's font, wrapped; after ``most`` lines it ends in "…"."""
    metrics = painter.fontMetrics()
    lines = _lines(text, painter.font(), area.width())
    last = metrics.elidedText(" ".join(lines[most - 1 :]), Qt.TextElideMode.ElideRight, area.width())
    for row, words in enumerate((*lines[: most - 1], last)):
        place = QRect(area.left(), area.top() + row * metrics.lineSpacing(), area.width(), metrics.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)


def _lines(text: str, font: QFont, width: int) -> list[str]:
    """The lines that a text takes in a width."""
    layout = QTextLayout(text, font)
    layout.beginLayout()
    lines: list[str] = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        lines.append(text[line.textStart() : line.textStart() + line.textLength()].strip())
    layout.endLayout()
    return lines


def plain_label(text: str = "", parent: QWidget | None = None) -> QLabel:
    """A label that shows ``text``, and any text that it is given later, letter by letter: never as HTML."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    return label


def heading(text: str = "") -> QLabel:
    """A heading."""
    label = plain_label(text)
    theme.keep_font(label, "heading")
    return label


def paragraph(name: str, *, lines: int = 0, small: bool = False, quiet: bool = False) -> QLabel:
    """An empty label whose text wraps and begins at the top.

    Args:
        name: its object name.
        lines: the fixed height, in lines, so that longer text moves nothing; 0 lets the height follow the text. Large
            text, of which a line holds less, has a line more.
        small: whether it is small print.
        quiet: whether it has the colour of secondary text.
    """
    label = ClampedLabel() if lines else QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    if small:
        theme.keep_font(label, "small")
    if quiet:
        label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    if lines:
        follow(label, lambda each: each.setFixedHeight(_lines_of(lines) * each.fontMetrics().lineSpacing() + 2))
    return label


def _lines_of(lines: int) -> int:
    return lines + (lines > 1 and text_is_large())


def text_is_large() -> bool:
    """Whether text is so large that a line holds little of it."""
    return growth() >= _LARGE


def empty_note(name: str, text: str, *, wraps: bool = True) -> QLabel:
    """The words in the middle of a page that has nothing to show yet."""
    label = plain_label(text)
    label.setObjectName(name)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setWordWrap(wraps)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label
