"""What the hand holds over the pad, and how it draws."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

PEN_SIZES = (8.0, 12.0, 20.0, 28.0, 40.0)
ERASER_SIZES = (12.0, 20.0, 32.0, 44.0, 64.0)
"""Widths in the pad's logical coordinates."""

STROKE_ERASER_SIZE = 8.0
"""It has a fine tip, to point at one stroke among others."""

TOOLS = ("pen", "eraser", "stroke eraser")

_SWITCHES = ("smoothing", "pressure", "pen_only")


class Pen(QObject):
    """The tool in the hand with its size, and the habits of the pen.

    ``smoothing``: whether strokes are drawn as smooth curves. ``pressure``: whether a pen that feels it draws wider
    where it is pressed harder. ``pen_only``: whether mouse and fingers leave the drawing alone.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tool = "pen"
        self.smoothing = True
        self.pressure = False
        self.pen_only = False
        self._size = {"pen": PEN_SIZES[2], "eraser": ERASER_SIZES[2], "stroke eraser": STROKE_ERASER_SIZE}

    @property
    def sizes(self) -> tuple[float, ...]:
        """Those of the tool in the hand."""
        return {"pen": PEN_SIZES, "eraser": ERASER_SIZES}.get(self.tool, (STROKE_ERASER_SIZE,))

    @property
    def size(self) -> float:
        """That of the tool in the hand."""
        return self._size[self.tool]

    @property
    def pen_size(self) -> float:
        """The width of the pen, whether it is in the hand or not."""
        return self._size["pen"]

    @property
    def eraser_size(self) -> float:
        """The width of the eraser, which also sits on the tail of the pen."""
        return self._size["eraser"]

    def take(self, tool: str) -> None:
        """Take one of :data:`TOOLS` into the hand."""
        self.tool = tool
        self.changed.emit()

    def set_size(self, size: float) -> None:
        """Give the tool in the hand one of its :attr:`sizes`."""
        if size in self.sizes:
            self._size[self.tool] = size
            self.changed.emit()

    def change_size(self, steps: int) -> None:
        """Make the tool in the hand wider by so many sizes, or narrower by a negative number of them."""
        place = self.sizes.index(self.size) + steps
        self.set_size(self.sizes[min(max(place, 0), len(self.sizes) - 1)])

    def switch(self, habit: str, on: bool) -> None:
        """Turn ``smoothing``, ``pressure`` or ``pen_only`` on or off."""
        setattr(self, habit, on)
        self.changed.emit()

    def remembered(self) -> dict[str, object]:
        """What is worth knowing at the next start: sizes and habits, not the tool."""
        habits = {habit: getattr(self, habit) for habit in _SWITCHES}
        return {"pen_size": self.pen_size, "eraser_size": self.eraser_size, **habits}

    def recall(self, remembered: Mapping[str, object]) -> None:
        """Take up what :meth:`remembered` once returned; whatever does not fit is forgotten."""
        for tool, sizes in (("pen", PEN_SIZES), ("eraser", ERASER_SIZES)):
            size = remembered.get(f"{tool}_size")
            self._size[tool] = next((known for known in sizes if known == size), self._size[tool])
        for habit in _SWITCHES:
            if isinstance(on := remembered.get(habit), bool):
                setattr(self, habit, on)
        self.changed.emit()
