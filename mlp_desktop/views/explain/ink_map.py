"""A map of the ink that speaks for an answer and against it, over the digit image."""

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import Role, give_role
from mlp_desktop.views.kit.cached_widget import CachedWidget
from mlp_desktop.views.kit.ink_image import IMAGE_SIDE, ink_image
from mlp_desktop.views.kit.ninths import NINTHS, ninth_sums, strongest_ninth
from mlp_desktop.views.kit.part_walk import Part, PartWalk
from mlp_desktop.views.kit.signed_cells import paint_signs, relative, signed_image, whole_cells

_MARGIN = 4
_MATTERS = 0.35  # least share of the largest magnitude for which a cell has a sign
_PALE = 0.22  # opacity of the ink under the map


@guarded
class InkMap(CachedWidget):
    """The pale digit image under coloured cells: blue with + speaks for the answer, vermilion with − against it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_role(self, Role.Graphic)
        self._image: np.ndarray | None = None
        self._shares: np.ndarray | None = None
        self.setObjectName("inkMap")
        self.setAccessibleName("Map of the ink that speaks for and against")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._about: int | None = None
        self._walk = PartWalk(self, self._parts, lambda: 3)
        self.set_map(None, None)

    def minimumSizeHint(self) -> QSize:
        """Four logical pixels for each pixel of the digit image."""
        return QSize(4 * IMAGE_SIDE + 2 * _MARGIN, 4 * IMAGE_SIDE + 2 * _MARGIN)

    def set_about(self, digit: int | None) -> None:
        """Tell in words which digit the map speaks for and against; ``None`` for the answer."""
        self._about = digit
        self.setAccessibleDescription(self._in_words())

    def set_map(self, image: np.ndarray | None, values: np.ndarray | None) -> None:
        """Show ``values`` over ``image``.

        Args:
            image: the digit image, uint8, shape (28, 28); ``None`` for blank paper.
            values: evidence for the answer (above 0) or against it (below 0) on any scale, shape (28, 28) or a coarser
                square grid such as (7, 7); ``None`` for the image alone.
        """
        self._image = image
        self._shares = None if values is None else relative(values)
        self.setAccessibleDescription(self._in_words())
        self.repaint_all()

    def paint(self, painter: QPainter) -> None:
        """Paint paper, ink, colours and signs."""
        palette = self.palette()
        theme.paint_paper(painter, QRectF(self.rect()), palette)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        grid = self._grid()
        if self._image is None:
            return
        alone = self._shares is None
        painter.setOpacity(1.0 if alone else _PALE)
        painter.drawImage(grid, ink_image(self._image, palette.color(QPalette.ColorRole.Text)))
        if self._shares is None:
            return
        painter.setOpacity(0.9)
        painter.drawImage(grid, signed_image(self._shares, theme.signed_colours()))
        painter.setOpacity(1.0)
        paint_signs(painter, grid, self._shares, palette.color(QPalette.ColorRole.Text), above=_MATTERS)

    def _in_words(self) -> str:
        if self._shares is None:
            return "Nothing yet."
        digit = "" if self._about is None else f" {self._about}"
        found = [
            f"{what}{digit}: {strongest_ninth(sign * self._shares)}" for what, sign in (("for", 1), ("against", -1))
        ]
        return f"Strongest {', strongest '.join(found)}."

    def _parts(self) -> list[Part]:
        """The ninths of the map, each with its share of all that speaks for the digit and against it."""
        if self._image is None or self._shares is None:
            return []
        grid = self._grid()
        side = grid.width() / 3
        sums = [ninth_sums(sign * self._shares) for sign in (1, -1)]
        pros, cons = (each / max(each.sum(), 1e-12) for each in sums)
        return [
            Part(
                f"{name.capitalize()}: {pros[at]:.0%} of what speaks for, {cons[at]:.0%} of what speaks against",
                QRectF(grid.left() + at % 3 * side, grid.top() + at // 3 * side, side, side),
            )
            for at, name in enumerate(NINTHS)
        ]

    def _grid(self) -> QRectF:
        area = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        return whole_cells(area, IMAGE_SIDE, IMAGE_SIDE, self.devicePixelRatioF())


@guarded
class SignLegend(QWidget):
    """The meaning of the two colours and signs of a map."""

    def __init__(self, positive: str, negative: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_role(self, Role.StaticText)
        self._words = (positive, negative)
        self.setObjectName("signLegend")
        self.setAccessibleName(f"Plus {positive}, minus {negative}")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(120, round(2.5 * theme.body_height()))

    def minimumSizeHint(self) -> QSize:
        """Two lines."""
        return self.sizeHint()

    def paintEvent(self, _event: object) -> None:
        """Paint a cell of each colour, with its sign and its meaning."""
        painter = QPainter(self)
        row = self.height() / 2
        side = round(0.8 * row)
        text = self.palette().color(QPalette.ColorRole.WindowText)
        for number, (share, colour, words) in enumerate(
            zip((1.0, -1.0), theme.signed_colours(), self._words, strict=True)
        ):
            cell = QRectF(0, round(number * row + (row - side) / 2), side, side)
            painter.setOpacity(0.7)
            painter.fillRect(cell, colour)
            painter.setOpacity(1.0)
            paint_signs(painter, cell, np.array([[share]]), text, above=0)
            place = QRectF(side + theme.GRID, number * row, self.width() - side - theme.GRID, row)
            painter.setPen(text)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)
