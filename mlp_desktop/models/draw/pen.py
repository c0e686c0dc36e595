"""The drawing tool in the hand, and the options of the pen."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

PEN_SIZES = (8.0, 12.0, 20.0, 28.0, 40.0)
ERASER_SIZES = (12.0, 20.0, 32.0, 44.0, 64.0)
"""Widths in the pad's logical coordinates."""

STROKE_ERASER_SIZE = 8.0
"""The stroke eraser has a fine tip, to point at one stroke among others."""

TOOLS = ("pen", "eraser", "stroke eraser")

_OPTIONS = ("smoothing", "pressure", "pen_only", "by_keys")


class Pen(QObject):
    """The tool in the hand with its size, and the options of the pen.

    Attributes:
        tool: one of :data:`TOOLS`.
        smoothing: whether strokes are drawn as smooth curves.
        pressure: whether a pen that reports pressure draws wider strokes when pressed harder.
        pen_only: whether mouse and fingers do not draw.
        by_keys: whether keys draw.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tool = "pen"
        self.smoothing = True
        self.pressure = False
        self.pen_only = False
        self.by_keys = False
        self._size = {"pen": PEN_SIZES[2], "eraser": ERASER_SIZES[2], "stroke eraser": STROKE_ERASER_SIZE}

    @property
    def sizes(self) -> tuple[float, ...]:
        """The sizes of the tool in the hand."""
        return {"pen": PEN_SIZES, "eraser": ERASER_SIZES}.get(self.tool, (STROKE_ERASER_SIZE,))

    @property
    def size(self) -> float:
        """The size of the tool in the hand."""
        return self._size[self.tool]

    @property
    def pen_size(self) -> float:
        """The width of the pen, whether it is in the hand or not."""
        return self._size["pen"]

    @property
    def eraser_size(self) -> float:
        """The width of the eraser, which is also at the tail of the pen."""
        return self._size["eraser"]

    def take(self, tool: str) -> None:
        """Take one of :data:`TOOLS` into the hand."""
        self.tool = tool
        self.changed.emit()

    def set_size(self, size: float) -> None:
        """Set the size of the tool in the hand to one of its :attr:`sizes`."""
        if size in self.sizes:
            self._size[self.tool] = size
            self.changed.emit()

    def change_size(self, steps: int) -> None:
        """Make the tool in the hand wider by this many sizes, or narrower if ``steps`` is negative."""
        place = self.sizes.index(self.size) + steps
        self.set_size(self.sizes[min(max(place, 0), len(self.sizes) - 1)])

    def switch(self, option: str, on: bool) -> None:
        """Turn ``smoothing``, ``pressure``, ``pen_only`` or ``by_keys`` on or off."""
        setattr(self, option, on)
        self.changed.emit()

    def remembered(self) -> dict[str, object]:
        """The sizes and options to restore at the next start; the tool is not among them."""
        options = {option: getattr(self, option) for option in _OPTIONS}
        return {"pen_size": self.pen_size, "eraser_size": self.eraser_size, **options}

    def recall(self, remembered: Mapping[str, object]) -> None:
        """Restore what :meth:`remembered` returned; values that do not fit are ignored."""
        for tool, sizes in (("pen", PEN_SIZES), ("eraser", ERASER_SIZES)):
            size = remembered.get(f"{tool}_size")
            self._size[tool] = next((known for known in sizes if known == size), self._size[tool])
        for option in _OPTIONS:
            if isinstance(on := remembered.get(option), bool):
                setattr(self, option, on)
        self.changed.emit()
