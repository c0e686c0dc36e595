"""The neurons of a layer as a column of circles; of a large layer one page of them."""

from math import inf

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPalette, QPen

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.signed_cells import relative
from mlp_desktop.views.lab.shown_layer import ShownLayer

_LEAST_PITCH = 19.0
_LARGEST_PITCH = 60.0
_RADIUS = 0.4  # of the pitch
_LEAST_STRONG = 0.5  # of full colour: from there on text on it is light
_LEAST_LINE = 0.04  # of the strongest line of its two columns
_FAINTEST = 0.03  # opacity: nobody sees a line that is paler, and lines take most of the time of the diagram
_LEVELS = 12  # of the strength of a line
_SHADES = 64  # of a neuron, from white to the full colour
MOST_LINES, MOST_OF_PAGES = 200, 40
"""Between two columns: the strongest ones, and first those of the chosen neuron; fewer where columns have pages, which
show some of all lines anyway. Lines of other neurons are no wider than a pixel: Qt takes a third of the time for them.
"""


class NeuronColumn:
    """The places of a layer's neurons.

    Attributes:
        layer: what it shows.
        first: the first neuron on the page.
        shown: how many are on it.
    """

    def __init__(self, layer: ShownLayer, *, is_output: bool, first: int = 0) -> None:
        self.layer = layer
        self.is_output = is_output
        self.first = first
        self.shown = layer.count
        self._x = 0.0
        self._top = 0.0
        self._pitch = _LEAST_PITCH
        self._width = inf
        shares = relative(layer.activations)
        self._shares = layer.activations.astype(float) if is_output else shares

    def lay_out(self, x: float, top: float, height: float, width: float = inf) -> None:
        """Place the column's middle at ``x``, with as many neurons as ``height`` has room for, and none broader."""
        self._width = width
        room = max(int(height / _LEAST_PITCH), 1)
        self.shown = min(self.layer.count, room)
        self.first = min(max(self.first, 0), self.layer.count - self.shown)
        self._x = x
        self._pitch = min(height / self.shown, _LARGEST_PITCH)
        self._top = top + (height - self._pitch * self.shown) / 2

    @property
    def is_paged(self) -> bool:
        """Whether there are more neurons than are shown."""
        return self.shown < self.layer.count

    @property
    def words(self) -> tuple[str, str]:
        """The name of the layer, and its size or which neurons are on the page."""
        if self.is_paged:
            return self.layer.name, f"{self.first + 1:,}–{self.first + self.shown:,}"
        return self.layer.name, f"{self.layer.count:,}"

    @property
    def page(self) -> slice:
        """The neurons on the page."""
        return slice(self.first, self.first + self.shown)

    @property
    def radius(self) -> float:
        """The radius of a neuron, in logical pixels."""
        return _RADIUS * min(self._pitch, self._width)

    def show(self, neuron: int) -> None:
        """Turn to the page that has ``neuron``, if it is not on this one."""
        if not self.first <= neuron < self.first + self.shown:
            self.turn_to(neuron - self.shown // 2)

    def turn_to(self, first: int) -> None:
        """Show a page that begins with neuron ``first``, as far as there is one."""
        self.first = min(max(first, 0), self.layer.count - self.shown)

    def centre(self, neuron: int) -> QPointF:
        """The middle of a neuron."""
        return QPointF(self._x, self._top + (neuron - self.first + 0.5) * self._pitch)

    def heights(self) -> np.ndarray:
        """How far down the middles of the neurons on the page are, shape (shown,)."""
        return self._top + (np.arange(self.shown) + 0.5) * self._pitch

    def neuron_at(self, place: QPointF) -> int | None:
        """The neuron at a place on the page; its row counts, and half a row beside it."""
        row = int((place.y() - self._top) / self._pitch) if place.y() >= self._top else -1
        near = abs(place.x() - self._x) <= min(max(self._pitch, 14.0), self._width / 2)
        return self.first + row if near and 0 <= row < self.shown else None

    def contains(self, place: QPointF) -> bool:
        """Whether ``place`` is above, below or on the column."""
        return abs(place.x() - self._x) <= 3 * theme.GRID

    @property
    def geometry(self) -> tuple[float, ...]:
        """Where the neurons on the page are, and how large: what their picture depends on, besides what they show."""
        return (self._x, self._top, self._pitch, self._width, self.first, self.shown)

    @property
    def shades(self) -> tuple[int, ...]:
        """The colours of the neurons on the page, in steps that nobody sees, from −64 to 64."""
        return tuple(np.rint(np.clip(self._shares[self.page], -1, 1) * _SHADES).astype(int).tolist())

    @property
    def shown_values(self) -> tuple[object, ...]:
        """What the picture of the neurons on the page depends on, besides its geometry and the palette."""
        pinned = [(place, float(self.layer.activations[place])) for place in sorted(self.layer.pinned)]
        numbers = np.round(self._shares, 2).tolist() if self.is_output else ()
        return (self.shades, tuple(pinned), tuple(numbers))

    def paint(self, painter: QPainter, palette: QPalette) -> None:
        """Paint the neurons on the page: the stronger the activation, the stronger the colour."""
        text, light = (palette.color(role) for role in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText))
        font = QFont(theme.text_font("small"))
        font.setPointSizeF(min(font.pointSizeF(), 1.25 * self.radius))
        painter.setFont(font)
        shades = self.shades
        self._paint_circles(painter, palette, shades)
        radius = self.radius
        for neuron, shade in enumerate(shades, start=self.first):
            words = str(neuron) if self.is_output else "−" if shade < 0 else ""
            is_pinned = neuron in self.layer.pinned
            if not words and not is_pinned:
                continue
            painter.setPen(light if abs(shade) > _LEAST_STRONG * _SHADES else text)
            centre = self.centre(neuron)
            if is_pinned:
                self._cross(painter, centre, radius, value=float(self.layer.activations[neuron]))
            else:
                square = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
                painter.drawText(square, Qt.AlignmentFlag.AlignCenter, words)
        if self.is_output:
            self._paint_probabilities(painter, text)

    def _paint_circles(self, painter: QPainter, palette: QPalette, shades: tuple[int, ...]) -> None:
        """Those of one colour together: making a colour and a brush takes as long as the circle."""
        colours, paper = theme.signed_colours(), palette.color(QPalette.ColorRole.Base)
        radius, heights = self.radius, self.heights().tolist()
        left, side = self._x - radius, 2 * radius
        painter.setPen(QPen(theme.faint(palette, 0.45), 1))
        of_shade: dict[int, list[float]] = {}
        for shade, height in zip(shades, heights, strict=True):
            of_shade.setdefault(shade, []).append(height)
        for shade, places in of_shade.items():
            colour = colours.positive if shade >= 0 else colours.negative
            painter.setBrush(theme.blend(paper, colour, abs(shade) / _SHADES))
            for height in places:
                painter.drawEllipse(QRectF(left, height - radius, side, side))

    def _cross(self, painter: QPainter, centre: QPointF, radius: float, *, value: float) -> None:
        """A cross through a neuron that is switched off; a bar through one that is pinned elsewhere."""
        arm = 0.6 * radius
        painter.setPen(QPen(painter.pen().color(), 2))
        lines = [QLineF(centre.x() - arm, centre.y() - arm, centre.x() + arm, centre.y() + arm)]
        if value == 0:
            lines.append(QLineF(centre.x() - arm, centre.y() + arm, centre.x() + arm, centre.y() - arm))
        painter.drawLines(lines)

    def _paint_probabilities(self, painter: QPainter, text: object) -> None:
        font = theme.text_font("small")
        best = int(np.argmax(self._shares)) if self.layer.count else -1
        for neuron in range(self.first, self.first + self.shown):
            font.setBold(neuron == best)
            painter.setFont(font)
            painter.setPen(text)  # pyright: ignore[reportCallIssue, reportArgumentType]
            place = self.centre(neuron) + QPointF(self.radius + 5, QFontMetricsF(font).ascent() / 2 - 1)
            painter.drawText(place, f"{self._shares[neuron]:.2f}")


def links(before: NeuronColumn, after: NeuronColumn) -> np.ndarray:
    """What each neuron of one page adds to each of the next, a · w, as shares of the largest, shape (shown, shown)."""
    a = before.layer.activations[before.page].astype(float)
    return relative(a[:, None] * after.layer.weights[before.page, after.page])


def paint_links(
    painter: QPainter,
    before: NeuronColumn,
    after: NeuronColumn,
    palette: QPalette,
    chosen: tuple[int | None, int | None],
    most: int,
) -> None:
    """Paint what each neuron of one page adds to each of the next: a · w, the larger the stronger.

    Solid lines raise, dashed ones lower. If a neuron of one of the columns is chosen, its lines alone are strong.

    Args:
        painter: antialiased.
        before: the first column.
        after: the second.
        palette: of the widget.
        chosen: the chosen neuron of each column, if any.
        most: how many lines at most, the strongest.
    """
    shares = links(before, after)
    others = 0.25 if chosen != (None, None) else 0.7
    rows, columns = (places.ravel() for places in np.indices(shares.shape))
    is_mine = (rows + before.first == chosen[0]) | (columns + after.first == chosen[1])
    opacities = np.abs(shares).ravel() * np.where(is_mine, 1.0, others)
    seen = np.argsort(opacities)[-most:]
    rows, columns, is_mine, opacities = (each[seen] for each in (rows, columns, is_mine, opacities))
    strengths = np.abs(shares[rows, columns])
    # Lines of nearly one strength share a pen and one call: setting a pen takes a third of the time of a line.
    pens = 4 * np.rint(_LEVELS * strengths).astype(int) + 2 * is_mine + (shares[rows, columns] < 0)
    pens[(strengths < _LEAST_LINE) | (opacities < _FAINTEST)] = -1
    colours = theme.signed_colours()
    # Points of Qt take longer to add than lines to paint.
    left, right = before.centre(0).x() + before.radius, after.centre(0).x() - after.radius
    y_before, y_after = (column.heights() for column in (before, after))
    for code in np.unique(pens[pens >= 0]).tolist():
        strength, mine, lowers = code // 4 / _LEVELS, code & 2 > 0, code & 1 > 0
        colour = colours.negative if lowers else colours.positive
        colour.setAlphaF(strength * (1.0 if mine else others))
        pen = QPen(colour, 0.75 + 2.5 * strength if mine else min(0.75 + strength, 1.0))
        if lowers:
            pen.setDashPattern([3, 3])
        painter.setPen(pen)
        of_pen = pens == code
        heights = zip(y_before[rows[of_pen]].tolist(), y_after[columns[of_pen]].tolist(), strict=True)
        painter.drawLines([QLineF(left, start, right, end) for start, end in heights])
