"""The kept drawings as a list model that reads only the visible ones from the store."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from mlp_desktop.guard import guarded
from mlp_desktop.plain_text import plain_tip
from mlp_desktop.plain_words import a_digit
from mlp_engine.errors import MlpError
from mlp_engine.my_digits import KeptDrawing, UnreadableDrawing

ID_ROLE = Qt.ItemDataRole.UserRole
IMAGE_ROLE = Qt.ItemDataRole.UserRole + 1
WRONG_ROLE = Qt.ItemDataRole.UserRole + 2

_BLOCK = 128  # drawings that are read together
_CACHED_BLOCKS = 32  # more drawings than fit on any screen
_Drawing = KeptDrawing | UnreadableDrawing
_Index = QModelIndex | QPersistentModelIndex


@guarded
class DigitsTable(QAbstractListModel):
    """One row for each drawing. One of which something cannot be read is a tile that says so."""

    def __init__(self, read: Callable[[NDArray[np.int64]], Sequence[_Drawing]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._read = read
        self._ids = np.empty(0, np.int64)
        self._blocks: OrderedDict[int, dict[int, _Drawing]] = OrderedDict()

    @property
    def ids(self) -> NDArray[np.int64]:
        """The ids of the drawings, shape (rows,)."""
        return self._ids

    def set_ids(self, ids: NDArray[np.int64]) -> None:
        """Show these drawings in this order."""
        self.beginResetModel()
        self._ids = ids
        self._blocks.clear()
        self.endResetModel()

    def drawing(self, row: int) -> KeptDrawing | None:
        """The drawing in a row; ``None`` if it cannot be read."""
        found = self._found(row)
        return found if isinstance(found, KeptDrawing) else None

    def reason(self, row: int) -> str:
        """Why the drawing in a row cannot be read; empty if it can, or is gone."""
        found = self._found(row)
        return found.reason if isinstance(found, UnreadableDrawing) else ""

    def _found(self, row: int) -> _Drawing | None:
        """The row of the store; ``None`` if it is gone, or the store cannot be read."""
        block = row // _BLOCK
        if block not in self._blocks:
            try:
                found = self._read(self._ids[block * _BLOCK : (block + 1) * _BLOCK])
            except MlpError:
                found = ()  # the error is shown when the list is read again
            self._blocks[block] = {drawing.id: drawing for drawing in found}
            if len(self._blocks) > _CACHED_BLOCKS:
                self._blocks.popitem(last=False)
        return self._blocks[block].get(int(self._ids[row]))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        """The number of drawings."""
        return 0 if parent.isValid() else len(self._ids)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The label and answer, the image, and a description of a drawing."""
        if not index.isValid():
            return None
        if role == ID_ROLE:
            return int(self._ids[index.row()])
        if role not in _KNOWN_ROLES:
            return None
        drawing = self._found(index.row())
        if drawing is None:
            return None
        if isinstance(drawing, UnreadableDrawing):
            return _unreadable(drawing.reason, role)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{drawing.label} → {drawing.answer}" if drawing.is_wrong else str(drawing.label)
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(drawing_words(drawing))
            case Qt.ItemDataRole.AccessibleTextRole:
                return drawing_words(drawing)
            case _ if role == IMAGE_ROLE:
                return drawing.image
            case _:
                return drawing.is_wrong


_KNOWN_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    IMAGE_ROLE,
    WRONG_ROLE,
)


def _unreadable(reason: str, role: int) -> Any:
    match role:
        case Qt.ItemDataRole.DisplayRole:
            return "cannot be read"
        case Qt.ItemDataRole.ToolTipRole:
            return plain_tip(reason)
        case _ if role == IMAGE_ROLE:
            return None
        case _ if role == WRONG_ROLE:
            return False
        case _:
            return reason


def drawing_words(drawing: KeptDrawing) -> str:
    """A drawing in one line: "a 7, read as 1 with probability 0.53 · 2026-11-24 10:03 · mouse"."""
    parts = [a_digit(drawing.label)]
    if drawing.answer is not None:
        sure = "" if drawing.probability is None else f" with probability {drawing.probability:.2f}"
        parts[0] += f", read as {drawing.answer}{sure}" if drawing.is_wrong else f", read right{sure}"
    parts.append(drawing.created.astimezone().strftime("%Y-%m-%d %H:%M"))
    if drawing.device:
        parts.append(drawing.device)
    return " · ".join(parts)
