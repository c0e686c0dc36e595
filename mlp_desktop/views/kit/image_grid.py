"""A grid of small digit images with words under them."""

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QItemSelection, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPalette, QPen, QRegion
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.growth import grown
from mlp_desktop.views.kit.ink_image import TILE_SIDE, ink_image
from mlp_desktop.views.kit.scroll_bar import make_slim

Index = QModelIndex | QPersistentModelIndex


class Tile(NamedTuple):
    """The content of one tile.

    Attributes:
        ink: uint8, shape (28, 28), 255 = full ink; ``None`` for blank paper.
        words: the line under the image.
        is_wrong: whether the line reports an error and is shown in bold in the colour of errors.
        quiet_words: a second line, in grids whose tiles have two.
    """

    ink: np.ndarray | None
    words: str
    is_wrong: bool = False
    quiet_words: str = ""


@guarded
class ImageGrid(QListView):
    """A tile for each row of a model. Only visible tiles are fetched and painted.

    A subclass defines the content of each tile in :meth:`tile`.
    """

    def __init__(self, parent: QWidget | None = None, *, lines: int = 1, smooth: bool = False) -> None:
        """Show tiles with this number of ``lines`` of words, and ink as sharp pixels or ``smooth``."""
        super().__init__(parent)
        self.setItemDelegate(_TileDelegate(self, lines, smooth))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setUniformItemSizes(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        make_slim(self)

    def tile(self, index: Index) -> Tile:
        """The content of the tile at ``index`` of the model."""
        raise NotImplementedError

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """The whole viewport. Qt would unite the tiles one by one, which takes half a second for a hundred thousand."""
        return QRegion(self.viewport().rect())


@guarded
class _TileDelegate(QStyledItemDelegate):
    """Paints the ink on paper, with a frame if the tile is selected, and the words under it."""

    def __init__(self, grid: ImageGrid, lines: int, smooth: bool) -> None:
        super().__init__(grid)
        self._grid = grid
        self._lines = lines
        self._smooth = smooth

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        line = QFontMetrics(theme.text_font("body")).height()
        side = grown(TILE_SIDE)  # the words need the width
        return QSize(side + 2 * theme.GRID, side + self._lines * line + 2 * theme.GRID)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        # The stubs of PySide do not know the attributes of the option.
        rect, state, palette = QRectF(option.rect), option.state, option.palette  # pyright: ignore[reportAttributeAccessIssue]
        shown = self._grid.tile(index)
        side = grown(TILE_SIDE)
        square = QRectF(rect.left() + theme.GRID, rect.top() + theme.GRID / 2, side, side)
        tile = square.adjusted(-3.5, -3.5, 3.5, 3.5)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        frame = palette.color(QPalette.ColorRole.Accent) if chosen else theme.faint(palette, 0.18)
        text = palette.color(QPalette.ColorRole.Text)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(frame, (2.5 if focused else 1.5) if chosen else 1))
        painter.setBrush(palette.color(QPalette.ColorRole.Base))
        painter.drawRoundedRect(tile, 4, 4)
        if shown.ink is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._smooth)
            painter.drawImage(square, ink_image(shown.ink, text))
        font = theme.text_font("body")
        line = QFontMetrics(font).height()
        words = QRectF(rect.left(), tile.bottom() + 1, rect.width(), line)
        font.setBold(shown.is_wrong)
        painter.setFont(font)
        painter.setPen(theme.error_colour() if shown.is_wrong else text)
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, shown.words)
        if shown.quiet_words:
            painter.setFont(theme.text_font("body"))
            painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(words.translated(0, line - 1), Qt.AlignmentFlag.AlignCenter, shown.quiet_words)
        painter.restore()
