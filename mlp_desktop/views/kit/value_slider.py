"""A slider over numbers."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QSlider

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit.accessibility import describe


@guarded
class ValueSlider(QSlider):
    """A horizontal slider over numbers; ``moved`` carries the number, and whether the same movement goes on.

    The wheel scrolls the page and never moves the slider by accident.

    Args:
        name: its object name.
        spoken: its name for a screen reader.
        tip: its tool tip.
        steps: from one end to the other.
    """

    moved = Signal(float, bool)

    def __init__(self, name: str, spoken: str, tip: str, *, steps: int = 200) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        describe(self, name, spoken, tip)
        self._low, self._high = -1.0, 1.0
        self._goes_on = False
        self.setRange(0, steps)
        self.setSingleStep(1)
        self.setPageStep(steps // 10)
        self.valueChanged.connect(self._moved)
        self.sliderReleased.connect(self._end)

    def number(self) -> float:
        """The number that it stands at."""
        return self._low + self.value() / self.maximum() * (self._high - self._low)

    def put(self, value: float, low: float, high: float) -> None:
        """Show a value within a range, without a signal; while it is held, nothing moves under the hand."""
        if self.isSliderDown():
            return
        self._low, self._high = low, high
        with QSignalBlocker(self):
            self.setValue(round((value - low) / (high - low) * self.maximum()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Pass the event on to the page."""
        event.ignore()

    def _moved(self, _place: int) -> None:
        self.moved.emit(self.number(), self._goes_on)
        self._goes_on = self.isSliderDown()

    def _end(self) -> None:
        self._goes_on = False
