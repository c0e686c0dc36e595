"""Settings that belong together, chosen by name, and the way back to the first ones."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette, QWheelEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QPushButton, QWidget

from mlp_desktop.views.kit import theme

HINT = "A preset fills the form with settings that show something. Nothing starts by itself."

_HEIGHT = 28


class PresetPicker(QWidget):
    """A list of presets, a button that resets the form, and a sentence on what the preset chosen last shows."""

    chosen = Signal(str)
    reset_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list = _List()
        self._list.activated.connect(self._choose)
        self._reset = QPushButton("Reset")
        self._reset.setObjectName("resetButton")
        self._reset.setAccessibleName("Reset the settings")
        self._reset.setToolTip("Fill the form as it was the first time; the data stays.")
        self._reset.setMinimumHeight(_HEIGHT)
        self._reset.clicked.connect(self.reset_requested)
        self._words = QLabel(HINT)
        self._words.setObjectName("presetWords")
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._words.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        font = theme.text_font("body")
        font.setPointSizeF(0.85 * theme.body_points())
        self._words.setFont(font)
        # Room for two lines from the start, so that nothing below moves when a sentence is longer.
        self._words.setFixedHeight(2 * self._words.fontMetrics().lineSpacing() + 2)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(theme.GRID)
        layout.setVerticalSpacing(theme.GRID // 2)
        layout.setColumnStretch(0, 1)
        layout.addWidget(self._list, 0, 0)
        layout.addWidget(self._reset, 0, 1)
        layout.addWidget(self._words, 1, 0, 1, 2)

    def offer(self, presets: Sequence[tuple[str, str]]) -> None:
        """Offer ``presets``: name, and a sentence on what it shows."""
        self._list.clear()
        for name, sentence in presets:
            self._list.addItem(name, sentence)
            self._list.setItemData(self._list.count() - 1, sentence, Qt.ItemDataRole.ToolTipRole)
        self.forget()

    def forget(self) -> None:
        """The form no longer holds a preset as it is."""
        self._list.setCurrentIndex(-1)
        self._tell(HINT)

    def _choose(self, index: int) -> None:
        self._tell(self._list.itemData(index))
        self.chosen.emit(self._list.itemText(index))

    def _tell(self, sentence: str) -> None:
        self._words.setText(sentence)
        self._list.setAccessibleDescription(sentence)


class _List(QComboBox):
    """A list that lets the wheel scroll the form."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("presets")
        self.setAccessibleName("Presets")
        self.setToolTip("Fill the form with settings that show something.")
        self.setPlaceholderText("Preset…")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.setMinimumHeight(_HEIGHT)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
