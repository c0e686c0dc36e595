"""The choice of the activation function: one for all hidden layers, or one for each."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.form_parts import FormCombo
from mlp_desktop.views.kit.labels import plain_label
from mlp_desktop.views.kit.layouts import vbox

EACH = "each"
LAYER_BY_LAYER = "Layer by layer"


class ActivationsField(QWidget):
    """A list for all layers; its last choice shows a list for each layer instead.

    The value is one activation, or one for each layer with commas between them: ``"relu, tanh"``.
    The choice for a layer is remembered while the network has fewer layers.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.all = FormCombo()
        self.all.currentIndexChanged.connect(self._choose_for_all)
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
        vbox(self.all, self._each, parent=self, spacing=theme.GRID // 2)

    def value(self) -> str:
        """One activation, or one for each layer."""
        if not self._is_per_layer():
            return self.all.value()
        chosen = [combo.value() for _, combo in self._rows[: len(self._layers)]]
        return ", ".join(chosen) or self._common

    def set_value(self, value: str) -> None:
        """Choose ``value`` without a signal; activations that are not offered change nothing."""
        names = [name.strip() for name in value.split(",")]
        known = [name for name, _ in self._choices]
        if not all(name in known for name in names):
            return
        self.all.set_value(names[0] if len(names) == 1 else EACH)
        if len(names) == 1:
            self._common = names[0]
        else:
            if len(self._layers) != len(names):
                self._layers = (0,) * len(names)  # sizes that set_layers will replace
            self._make_rows()
            for (_, combo), name in zip(self._rows, names, strict=False):
                combo.set_value(name)
        self._show_rows()

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer ``choices`` (value, label); the current choice stays if it is still offered."""
        value = self.value()
        self._choices = list(choices)
        self._common = choices[0][0]
        while self._rows:
            for widget in self._rows.pop():
                widget.deleteLater()
        self.all.set_choices((*choices, (EACH, LAYER_BY_LAYER)))
        self.set_value(value)

    def set_layers(self, sizes: Sequence[int]) -> None:
        """Set the sizes of the hidden layers; a new layer begins with the activation of all layers."""
        self._layers = tuple(sizes)
        if self._is_per_layer():
            self._show_rows()

    def _is_per_layer(self) -> bool:
        return self.all.value() == EACH

    def _choose_for_all(self) -> None:
        if self._is_per_layer():
            self._make_rows()
            for _, combo in self._rows:  # all layers begin with the same activation
                combo.set_value(self._common)
        else:
            self._common = self.all.value()
        self._show_rows()
        self.edited.emit()

    def _make_rows(self) -> None:
        for number in range(len(self._rows), len(self._layers)):
            combo = FormCombo(
                f"activation{number + 1}",
                f"Activation of hidden layer {number + 1}",
                f"What the neurons of hidden layer {number + 1} do.",
                characters=7,
            )
            combo.set_choices(self._choices, self._common)
            combo.currentIndexChanged.connect(self.edited)
            label = plain_label()
            label.setBuddy(combo)
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            self._grid.addWidget(label, number, 0)
            self._grid.addWidget(combo, number, 1)
            self._rows.append((label, combo))

    def _show_rows(self) -> None:
        each = self._is_per_layer()
        if each:
            self._make_rows()
            for number, (label, combo) in enumerate(self._rows):
                exists = number < len(self._layers)
                if exists and self._layers[number]:
                    label.setText(f"Layer {number + 1} · {self._layers[number]}")
                label.setVisible(exists)
                combo.setVisible(exists)
        self._each.setVisible(each and len(self._layers) > 0)
