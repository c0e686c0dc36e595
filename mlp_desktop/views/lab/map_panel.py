"""One layer of the map: its name with its figure, the slider from pixels to output, and the points."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QSlider, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import announce, describe
from mlp_desktop.views.kit.labels import ElidedLabel, heading, plain_label
from mlp_desktop.views.kit.layouts import hbox, vbox
from mlp_desktop.views.lab.map_plot import MapPlot

FIGURE_TIP = (
    "Which share of each sample's nearest neighbours in this layer has the same digit, measured in the layer itself."
)


class LayerWords(NamedTuple):
    """A layer in words: its name, its figure, what the map shows of it, and all of it for a screen reader."""

    title: str
    figure: str
    caption: str
    spoken: str


@guarded
class StepSlider(QSlider):
    """A horizontal slider over a few named steps."""

    def __init__(self, name: str, spoken: str, tip: str) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        describe(self, name, spoken, tip)
        self.setSingleStep(1)
        self.setPageStep(1)
        self.setTickPosition(QSlider.TickPosition.TicksBelow)
        self.setTickInterval(1)

    def put(self, step: int, last: int) -> None:
        """Offer the steps 0 to ``last`` and choose one, without a signal."""
        with QSignalBlocker(self):
            self.setRange(0, last)
            self.setValue(step)

    def name_step(self, words: str) -> None:
        """Say what the chosen step is, to a screen reader too."""
        self.setAccessibleDescription(words)
        if self.hasFocus():
            announce(self, words)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Pass the event on to the page."""
        event.ignore()


class MapPanel(QWidget):
    """A map with its layer; ``layer_chosen`` carries the layer, counted from 0, the pixels."""

    layer_chosen = Signal(int)

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        which = ("first", "second")[number - 1]
        self.setObjectName(f"labMapPanel{number}")
        self.title = ElidedLabel(f"labMapTitle{number}", heading=True)
        self.figure = heading()
        describe(self.figure, f"labMapFigure{number}", f"Figure of the {which} map", FIGURE_TIP)
        self.caption = ElidedLabel(f"labMapCaption{number}", quiet=True)
        self.slider = StepSlider(
            f"labMapLayer{number}", f"Layer of the {which} map", "Go through the layers, from the pixels to the output."
        )
        self.plot = MapPlot(f"labMapPlot{number}", f"Map of samples, the {which}")
        self.slider.valueChanged.connect(self.layer_chosen)
        ends = [plain_label("Pixels"), plain_label("Output")]
        for end in ends:
            theme.keep_font(end, "small")
        name = hbox()
        name.addWidget(self.title, 1)
        name.addWidget(self.figure)
        layout = vbox(
            name,
            self.caption,
            hbox(ends[0], self.slider, ends[1]),
            self.plot,
            parent=self,
            spacing=theme.GRID // 2,
        )
        layout.setStretch(3, 1)

    def show_layer(self, layer: int, names: Sequence[str], words: LayerWords) -> None:
        """Show which layer this is, without a signal."""
        self.slider.put(layer, len(names) - 1)
        self.title.setText(words.title)
        self.figure.setText(words.figure)
        self.figure.setAccessibleName(words.figure)
        self.caption.setText(words.caption)
        self.slider.name_step(words.spoken)
        self.plot.describe(words.spoken)
