"""What is read on the pad now, and which digit of it the window is about."""

from PySide6.QtCore import QObject, Signal

from mlp_engine.reading import ReadDigit, ReadNumber


class Reading(QObject):
    """The newest reading of the drawing: nothing, a digit, or a number with one digit chosen."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.number: ReadNumber | None = None
        self.chosen = 0

    @property
    def digits(self) -> tuple[ReadDigit, ...]:
        """Everything read, in reading order."""
        return self.number.digits if self.number is not None else ()

    @property
    def digit(self) -> ReadDigit | None:
        """The chosen one, if anything is read."""
        return self.digits[self.chosen] if self.digits else None

    def show(self, number: ReadNumber | None, chosen: int = 0) -> None:
        """A new reading, and which of its digits the pen is at."""
        self.number, self.chosen = number, chosen
        self.changed.emit()

    def choose(self, chosen: int) -> None:
        """Turn to another digit, counted in reading order; one that is not there is passed over."""
        if 0 <= chosen < len(self.digits) and chosen != self.chosen:
            self.chosen = chosen
            self.changed.emit()
