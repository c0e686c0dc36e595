"""Parts of forms: drop-down lists, buttons of the same height, and lines for errors."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QPaintEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QListView,
    QPushButton,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QToolTip,
    QWidget,
)

from mlp_desktop.guard import guarded
from mlp_desktop.plain_text import plain_tip
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import describe
from mlp_desktop.views.kit.buttons import text_button
from mlp_desktop.views.kit.growth import follow, grown_line, growth
from mlp_desktop.views.kit.labels import ElidedLabel

_LEAST_SHARE = 0.7  # of their size: how far large letters of a choice shrink
_SLACK = 0.97  # smaller letters are not narrower by quite the same share

FIELD_HEIGHT = 28
"""Height of the fields of a form and of the buttons beside them, in logical pixels, for text of usual size."""


def keep_field_height(widget: QWidget) -> None:
    """Have a widget at least as high as a field of a form, also when the text grows."""
    follow(widget, lambda each: each.setMinimumHeight(grown_line(FIELD_HEIGHT)))


@guarded
class FormCombo(QComboBox):
    """A list of choices, each with a value and a label.

    The mouse wheel scrolls the form; it never changes the choice by accident.

    Args:
        name: its object name.
        spoken: its name for a screen reader.
        tip: its tool tip.
        characters: the least width, in characters.
    """

    def __init__(self, name: str = "", spoken: str = "", tip: str = "", *, characters: int = 12) -> None:
        super().__init__()
        describe(self, name, spoken, tip)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(characters)
        keep_field_height(self)

    def minimumSizeHint(self) -> QSize:
        """The size for the least number of characters: Qt's own is that of the font that the list had first."""
        return self.sizeHint()

    def value(self) -> str:
        """The chosen value; empty if there is none."""
        return str(self.currentData() or "")

    def set_value(self, value: str) -> None:
        """Choose ``value`` without a signal; a value that is not offered changes nothing."""
        if (index := self.findData(value)) >= 0:
            with QSignalBlocker(self):
                self.setCurrentIndex(index)

    def set_choices(self, choices: Sequence[tuple[str, str]], chosen: str | None = None) -> None:
        """Offer ``choices`` (value, label) in place of those before, without a signal.

        Args:
            choices: all that is offered from now on.
            chosen: the value to choose; ``None`` for the one chosen now. If it is not offered, the first is chosen.
        """
        wanted = self.value() if chosen is None else chosen
        with QSignalBlocker(self):
            self.clear()
            for value, label in choices:
                self.addItem(label, value)
            self.setCurrentIndex(max(self.findData(wanted), 0))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the choice as the style does, but where it is longer than the field in smaller letters or with "…"."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        field = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        if self.currentIndex() < 0 and self.placeholderText():
            option.currentText = self.placeholderText()
            quiet = option.palette.color(QPalette.ColorRole.PlaceholderText)
            option.palette.setColor(QPalette.ColorRole.ButtonText, quiet)
        font = self._fitting_font(option.currentText, field.width())
        painter.setFont(font)
        option.currentText = _elided(option.currentText, font, field.width())
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def event(self, event: QEvent) -> bool:
        """Have the tool tip begin with the choice where it is longer than the field; take in another font quickly."""
        if event.type() == QEvent.Type.FontChange:
            # Qt lays the list of choices out at once, hidden as it is; so it measures one of them and not all.
            choices = self.view()
            if isinstance(choices, QListView):
                choices.setUniformItemSizes(True)
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            option = QStyleOptionComboBox()
            self.initStyleOption(option)
            part = QStyle.SubControl.SC_ComboBoxEditField
            field = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self)
            font = self._fitting_font(self.currentText(), field.width())
            if _elided(self.currentText(), font, field.width()) != self.currentText():
                QToolTip.showText(event.globalPos(), plain_tip(f"{self.currentText()}\n{self.toolTip()}"), self)
                return True
        return super().event(event)

    def _fitting_font(self, words: str, width: int) -> QFont:
        """The font in which the words fit; large letters shrink for that, but not below those of usual size."""
        font = QFont(self.font())
        wide = self.fontMetrics().horizontalAdvance(words)
        share = _SLACK * (width - theme.GRID // 2) / (wide + 1)
        if max(_LEAST_SHARE, 1 / growth()) <= share < _SLACK:
            font.setPointSizeF(font.pointSizeF() * share)
        return font

    def showPopup(self) -> None:
        """Offer the choices in a list that is wide enough for all of them."""
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + bar + theme.GRID)
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Pass the event on to the form."""
        event.ignore()


def _elided(words: str, font: QFont, width: int) -> str:
    return QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, width - theme.GRID // 2)


class ErrorLabel(ElidedLabel):
    """One line of small print that says what is wrong with a field.

    It takes its room even while it is empty, so that nothing moves when an error appears.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        theme.keep_font(self, "small")
        self._is_note = False

    def show_sentence(self, sentence: str, *, is_note: bool = False) -> None:
        """Show an error, or a note about a field that is valid, in the colour of secondary text."""
        self._is_note = is_note
        self.setText(sentence)
        self.update()  # the same sentence in another colour

    def colour(self) -> QColor:
        """The colour of errors, or of secondary text."""
        return self.palette().color(QPalette.ColorRole.PlaceholderText) if self._is_note else theme.error_colour()


def form_button(name: str, words: str, tip: str) -> QPushButton:
    """A button as high as the fields beside it."""
    return text_button(name, words, tip, height=FIELD_HEIGHT)
