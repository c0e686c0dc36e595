"""Chooses what neurons do: the same in all hidden layers, or in each layer something else."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.form_parts import FormCombo

EACH = "each"
LAYER_BY_LAYER = "Layer by layer"


class ActivationsField(QWidget):
    """One list for all layers; its last choice brings a list for each of them.

    The value is one activation, or as many as there are layers, with commas between them: ``"relu, tanh"``.
    What was chosen for a layer is remembered while there are fewer layers.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.all = FormCombo()
        self.all.currentIndexChanged.connect(self._chosen_for_all)
        self._choices: list[tuple[str, str]] = []
        self._common = ""
        self._layers: Sequence[int] = ()
        self._rows: list[tuple[QLabel, FormCombo]] = []
        self._each = QWidget()
        self._grid = QGridLayout(self._each)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.GRID)
        self._grid.setVerticalSpacing(theme.GRID // 2)
        self._grid.setColumnStretch(1, 1)
        self._each.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GRID // 2)
        layout.addWidget(self.all)
        layout.addWidget(self._each)

    def value(self) -> str:
        """One activation, or one for each layer."""
        if not self._is_each():
            return self.all.value()
        chosen = [combo.value() for _, combo in self._rows[: len(self._layers)]]
        return ", ".join(chosen) or self._common

    def set_value(self, value: str) -> None:
        """Choose ``value``, unannounced; activations that are not on offer leave the field as it is."""
        names = [name.strip() for name in value.split(",")]
        known = [name for name, _ in self._choices]
        if not all(name in known for name in names):
            return
        self.all.set_value(names[0] if len(names) == 1 else EACH)
        if len(names) == 1:
            self._common = names[0]
        else:
            if len(self._layers) != len(names):
                self._layers = (0,) * len(names)  # until somebody says how large they are
            self._make_rows()
            for (_, combo), name in zip(self._rows, names, strict=False):
                combo.set_value(name)
        self._show_rows()

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer ``choices`` (value, label); what is chosen stays so, if it is still on offer."""
        value = self.value()
        self._choices = list(choices)
        self._common = choices[0][0]
        while self._rows:
            for widget in self._rows.pop():
                widget.deleteLater()
        self.all.set_choices((*choices, (EACH, LAYER_BY_LAYER)))
        self.set_value(value)

    def set_layers(self, sizes: Sequence[int]) -> None:
        """There are hidden layers of these sizes now; a new one begins with what was chosen for all."""
        self._layers = tuple(sizes)
        if self._is_each():
            self._show_rows()

    def _is_each(self) -> bool:
        return self.all.value() == EACH

    def _chosen_for_all(self) -> None:
        if self._is_each():
            self._make_rows()
            for _, combo in self._rows:  # a network of one kind is where mixing begins
                combo.set_value(self._common)
        else:
            self._common = self.all.value()
        self._show_rows()
        self.edited.emit()

    def _make_rows(self) -> None:
        for number in range(len(self._rows), len(self._layers)):
            combo = FormCombo()
            combo.setMinimumContentsLength(7)
            combo.setObjectName(f"activation{number + 1}")
            combo.setAccessibleName(f"Neurons of hidden layer {number + 1}")
            combo.setToolTip(f"What the neurons of hidden layer {number + 1} do.")
            combo.set_choices(self._choices, self._common)
            combo.currentIndexChanged.connect(self.edited)
            label = QLabel()
            label.setBuddy(combo)
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            label.setTextFormat(Qt.TextFormat.PlainText)
            self._grid.addWidget(label, number, 0)
            self._grid.addWidget(combo, number, 1)
            self._rows.append((label, combo))

    def _show_rows(self) -> None:
        each = self._is_each()
        if each:
            self._make_rows()
            for number, (label, combo) in enumerate(self._rows):
                there = number < len(self._layers)
                if there and self._layers[number]:
                    label.setText(f"Layer {number + 1} · {self._layers[number]}")
                label.setVisible(there)
                combo.setVisible(there)
        self._each.setVisible(each and len(self._layers) > 0)
