"""Parts beside one another, which come into more rows where there is no room for them in one."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme


@runtime_checkable
class Wrapping(Protocol):
    """What comes into more rows where there is no room for one."""

    def width_of_one_row(self) -> int:
        """The least width in which all of it is in one row, in logical pixels."""
        ...


@guarded
class WrappingRow(QWidget):
    """Parts in one row, or in as many as their least widths need in the width that there is.

    Args:
        parts: from left to right.
        growing: the parts that share the rest of their row; without one in it, a row has its rest at its end.
        gap: the part before which the rest of the row lies as long as there is one row.
        spacing: between parts and between rows, in logical pixels.
        by_width: whether the growing parts share the rest by their widths, and not alike.
        margin: around the rows, in logical pixels.
    """

    def __init__(
        self,
        *parts: QWidget,
        growing: Sequence[QWidget] = (),
        gap: QWidget | None = None,
        spacing: int = theme.GRID,
        by_width: bool = False,
        margin: int = 0,
    ) -> None:
        super().__init__()
        self._parts, self._growing, self._gap = parts, tuple(growing), gap
        self._spacing, self._by_width, self._margin = spacing, by_width, margin
        self._shown: list[list[QWidget]] = []
        self._layouts: list[QHBoxLayout] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._column.setSpacing(spacing)
        self._column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)  # it may be less broad than its row
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._show([list(parts)])

    @property
    def rows(self) -> list[list[QWidget]]:
        """The parts of every row now."""
        return self._shown

    def width_of_one_row(self) -> int:
        """The least width in which all parts are in one row, in logical pixels."""
        needed = [_least(part) + self._spacing for part in self._parts if _takes_room(part)]
        return max(sum(needed) - self._spacing, 0) + 2 * self._margin

    def minimumSizeHint(self) -> QSize:
        """The width of the broadest part, and the height of the rows."""
        widest = max((_least(part) for part in self._parts if _takes_room(part)), default=0)
        return QSize(widest + 2 * self._margin, self._column.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fill the rows anew."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Fill the rows anew when a part may have another size."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return done

    def height_in(self, width: int) -> int:
        """The height of the rows in a width, in logical pixels, before the row has it."""
        heights = [[_low(part) for part in row if _takes_room(part)] for row in self._rows_in(width)]
        between = self._spacing * (len(heights) - 1)
        return sum(max(row, default=0) for row in heights) + between + 2 * self._margin

    def _fit(self) -> None:
        rows = self._rows_in(self.width())
        if rows != self._shown:
            self._show(rows)

    def _rows_in(self, width: int) -> list[list[QWidget]]:
        rows: list[list[QWidget]] = [[]]
        width -= 2 * self._margin
        left = width
        for part in self._parts:
            needed = _wanted(part, width) if _takes_room(part) else 0
            if rows[-1] and needed > left:
                rows.append([])
                left = width
            rows[-1].append(part)
            left -= needed + self._spacing if needed else 0
        return rows

    def _show(self, rows: list[list[QWidget]]) -> None:
        while len(self._layouts) < len(rows):
            self._layouts.append(QHBoxLayout())
            self._layouts[-1].setSpacing(self._spacing)
            self._column.addLayout(self._layouts[-1])
        for row in self._layouts:  # an empty one takes no room
            while row.takeAt(0) is not None:
                pass
        for row, parts in zip(self._layouts, rows, strict=False):
            for part in parts:
                if part is self._gap and len(rows) == 1:
                    row.addStretch(1)
                row.addWidget(part, self._share(part) if part in self._growing else 0)
            if not any(part in self._growing for part in parts) and (self._gap is None or len(rows) > 1):
                row.addStretch(1)
        self._shown = rows
        self.updateGeometry()

    def _share(self, part: QWidget) -> int:
        return part.sizeHint().width() if self._by_width else 1


def _takes_room(part: QWidget) -> bool:
    return not part.isHidden() or part.sizePolicy().retainSizeWhenHidden()


def _wanted(part: QWidget, width: int) -> int:
    """The width of a part: one that wraps itself comes below others before it does so."""
    least = _least(part)
    return max(least, min(part.width_of_one_row(), width)) if isinstance(part, Wrapping) else least


def _low(part: QWidget) -> int:
    return part.minimumHeight() or part.minimumSizeHint().height()


def _least(part: QWidget) -> int:
    return part.minimumWidth() or part.minimumSizeHint().width()
