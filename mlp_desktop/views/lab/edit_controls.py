"""The controls that change a neuron, its layer and the output."""

from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QPushButton, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import describe
from mlp_desktop.views.kit.form_parts import FIELD_HEIGHT, form_button
from mlp_desktop.views.kit.growth import follow, grown, grown_line
from mlp_desktop.views.kit.labels import ElidedLabel, heading, plain_label, text_is_large
from mlp_desktop.views.kit.number_spin import NumberSpin
from mlp_desktop.views.kit.value_slider import ValueSlider

_SPIN = 12 * theme.GRID


@guarded
class LabSpin(NumberSpin):
    """A number with arrows; the wheel scrolls the page and never changes it by accident.

    Args:
        name: its object name.
        spoken: its name for a screen reader.
        tip: its tool tip.
        low: the least value.
        high: the largest value.
        step: of the arrows.
        decimals: digits after the point.
        suffix: a unit after the number.
    """

    def __init__(
        self,
        name: str,
        spoken: str,
        tip: str,
        low: float,
        high: float,
        step: float,
        *,
        decimals: int = 3,
        suffix: str = "",
    ) -> None:
        super().__init__()
        describe(self, name, spoken, tip)
        self.setRange(low, high)
        self.setSingleStep(step)
        self.setDecimals(decimals)
        self.setSuffix(suffix)
        self.setKeyboardTracking(False)
        follow(self, LabSpin._grow)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _grow(self) -> None:
        self.setMinimumHeight(grown_line(FIELD_HEIGHT))
        self.setFixedWidth(grown(_SPIN))

    def put(self, value: float) -> None:
        """Show a value without a signal."""
        with QSignalBlocker(self):
            self.setValue(value)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Pass the event on to the page."""
        event.ignore()


class EditControls(QWidget):
    """Fields and buttons; ``requested`` carries the kind of a change, its number, and whether a movement goes on.

    Kinds: bias, weight, scale, off, free, pin, noise, prune, round, temperature.
    """

    requested = Signal(str, float, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("labControls")
        self.bias = ValueSlider("labBias", "Bias", "Move the bias of this neuron.")
        self.bias_value = LabSpin("labBiasValue", "Bias", "The bias of this neuron.", -1e4, 1e4, 0.1)
        self.weight = LabSpin(
            "labWeight", "Weight of the chosen term", "The weight of the term chosen above.", -1e4, 1e4, 0.1
        )
        self.factor = LabSpin(
            "labFactor", "Factor", "What all weights into this neuron are multiplied by.", -100, 100, 0.1, decimals=2
        )
        self.factor.put(0.5)
        self.pin = LabSpin("labPin", "Pinned activation", "The activation to hold.", -1e4, 1e4, 0.1)
        self.off = form_button("labOffButton", "Switch off", "Hold the activation of this neuron at 0.")
        self.off.setCheckable(True)
        self.noise = LabSpin("labNoise", "Noise", "In standard deviations of the weights.", 0, 1000, 5, decimals=0)
        self.noise.setSuffix("%")
        self.noise.put(25)
        self.prune = LabSpin("labPrune", "Share to prune", "The smallest weights, by magnitude.", 0, 100, 5, decimals=0)
        self.prune.setSuffix("%")
        self.prune.put(50)
        self.bits = LabSpin("labBits", "Bits of a weight", "How many bits each weight keeps.", 1, 16, 1, decimals=0)
        self.bits.put(4)
        self.temperature = LabSpin(
            "labTemperature", "Temperature", "What the logits are divided by.", 0.01, 100, 0.1, decimals=2
        )
        self.temperature.put(1)
        self._term = ElidedLabel("labTerm")
        self._layer = heading("Its layer")
        self.every = QCheckBox("Every layer")
        describe(self.every, "labEveryLayer", "Every layer", "Add noise to every layer, or prune or round all of them.")
        self.one_heap = QCheckBox("Prune as one")
        describe(
            self.one_heap,
            "labOneHeap",
            "Prune as one",
            "Prune the smallest of all weights of the network, not the same share of each layer.",
        )
        self.one_heap.setEnabled(False)
        self.every.toggled.connect(self.one_heap.setEnabled)
        self._hidden_only: list[QWidget] = []
        self._lay_out()
        self.bias.moved.connect(self._bias_moved)
        self.bias_value.valueChanged.connect(partial(self._request, "bias"))
        self.weight.valueChanged.connect(partial(self._request, "weight"))
        self.temperature.valueChanged.connect(partial(self._request, "temperature"))
        self.off.clicked.connect(self._switch)
        self.set_term("", None)

    @property
    def as_one(self) -> bool:
        """Whether all weights of the network are pruned as one heap."""
        return self.every.isChecked() and self.one_heap.isChecked()

    def show_neuron(self, layer: str, bias: float, reach: float, held: float | None, *, is_hidden: bool) -> None:
        """Show the present values of a neuron.

        Args:
            layer: the name of its layer.
            bias: its bias.
            reach: the slider goes from −reach to reach.
            held: its pinned activation; ``None`` if it computes it.
            is_hidden: whether its activation can be held.
        """
        self.bias.put(bias, -reach, reach)
        if not self.bias_value.hasFocus() or abs(self.bias_value.value() - bias) > 6e-4:
            self.bias_value.put(bias)
        self.off.setChecked(held == 0)
        self.off.setText("Switch on" if held is not None else "Switch off")
        self.off.setChecked(held is not None)
        if held is not None:
            self.pin.put(held)
        for widget in self._hidden_only:
            widget.setEnabled(is_hidden)
        self._layer.setText(layer)

    def set_term(self, source: str, weight: float | None) -> None:
        """Offer the weight of a term for a change; ``None`` if no term is chosen."""
        self._term.setText(f"Weight from {source}" if weight is not None else "Weight: choose a term")
        self.weight.setEnabled(weight is not None)
        self.weight.put(weight or 0.0)

    def set_temperature(self, value: float) -> None:
        """Show the temperature of the output."""
        self.temperature.put(value)

    def _request(self, kind: str, value: float) -> None:
        self.requested.emit(kind, value, False)

    def _switch(self, off: bool) -> None:
        self._request("off" if off else "free", 0.0)

    def _request_value(self, kind: str, value: LabSpin, scale: float, _checked: bool = False) -> None:
        self._request(kind, value.value() * scale)

    def _bias_moved(self, value: float, goes_on: bool) -> None:
        self.bias_value.put(value)
        self.requested.emit("bias", value, goes_on)

    def _button(self, name: str, words: str, tip: str, kind: str, value: LabSpin, scale: float = 1.0) -> QPushButton:
        button = form_button(name, words, tip)
        button.clicked.connect(partial(self._request_value, kind, value, scale))
        return button

    def _lay_out(self) -> None:
        scale = self._button("labScaleButton", "Multiply", "Multiply all weights into it.", "scale", self.factor)
        pin = self._button("labPinButton", "Pin", "Hold the activation at this number.", "pin", self.pin)
        noise = self._button("labNoiseButton", "Add noise", "Add noise to every weight.", "noise", self.noise, 0.01)
        prune = self._button("labPruneButton", "Prune", "Set the smallest weights to 0.", "prune", self.prune)
        rounded = self._button("labRoundButton", "Round", "Round every weight to this many bits.", "round", self.bits)
        self._hidden_only = [self.pin, pin, self.off]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.GRID)
        grid.setColumnStretch(0, 1)
        self._rows: tuple[tuple[QWidget, ...], ...] = (
            (plain_label("Bias"),),
            (self.bias, self.bias_value, self.off),
            (self._term, self.weight),
            (plain_label("Weights ×"), self.factor, scale),
            (plain_label("Activation"), self.pin, pin),
            (self._layer,),
            (self.every, self.one_heap),
            (plain_label("Noise"), self.noise, noise),
            (plain_label("Smallest"), self.prune, prune),
            (plain_label("Bits of a weight"), self.bits, rounded),
            (plain_label("Temperature"), self.temperature),
        )
        follow(self, EditControls._place)

    def _place(self) -> None:
        """Put number and button beside the words, or below them in large text."""
        grid = self.layout()
        assert isinstance(grid, QGridLayout), "it is laid out"
        for row, parts in enumerate(self._rows):
            below = text_is_large() and len(parts) > 1
            for column, part in enumerate(parts):
                is_below = below and column > 0
                place = (2 * row + is_below, column - is_below)
                is_broad = (below and column == 0) or part in (self._layer, self.one_heap)
                grid.addWidget(part, *place, 1, 3 - place[1] if is_broad else 1)
