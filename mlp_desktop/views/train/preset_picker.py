"""The list of presets, and the button that resets the form."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.form_parts import FormCombo, form_button
from mlp_desktop.views.kit.labels import paragraph

HINT = "A preset fills the form with settings that show something. Nothing starts by itself."


class PresetPicker(QWidget):
    """A list of presets, a reset button, and a sentence about what the last chosen preset shows."""

    chosen = Signal(str)
    reset_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list = FormCombo("presets", "Presets", "Fill the form with settings that show something.")
        self._list.setPlaceholderText("Preset…")
        self._list.activated.connect(self._choose)
        self._reset = form_button("resetButton", "Reset", "Fill the form as it was the first time; the data stays.")
        self._reset.setAccessibleName("Reset the settings")
        self._reset.clicked.connect(self.reset_requested)
        self._words = paragraph("presetWords", lines=2, small=True, quiet=True)
        self._words.setText(HINT)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(theme.GRID)
        layout.setVerticalSpacing(theme.GRID // 2)
        layout.setColumnStretch(0, 1)
        layout.addWidget(self._list, 0, 0)
        layout.addWidget(self._reset, 0, 1)
        layout.addWidget(self._words, 1, 0, 1, 2)

    def offer(self, presets: Sequence[tuple[str, str]]) -> None:
        """Offer ``presets``: the name of each, and a sentence about what it shows."""
        self._list.clear()
        for name, sentence in presets:
            self._list.addItem(name, sentence)
            self._list.setItemData(self._list.count() - 1, sentence, Qt.ItemDataRole.ToolTipRole)
        self.forget()

    def forget(self) -> None:
        """Show that the form no longer equals a preset."""
        self._list.setCurrentIndex(-1)
        self._describe(HINT)

    def _choose(self, index: int) -> None:
        self._describe(self._list.itemData(index))
        self.chosen.emit(self._list.itemText(index))

    def _describe(self, sentence: str) -> None:
        self._words.setText(sentence)
        self._list.setAccessibleDescription(sentence)
