"""Icons: our own SVG files in one colour, shown in the colour of the palette.

No other view reads files. The application passes in the folder of icons.
"""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

ALL_SIDES = (16, 20, 24, 32, 40, 48, 64, 128)
"""In pixels of the screen: those that buttons and title bars ask for, on any screen and with text of any size."""

_MODES = ((QIcon.Mode.Normal, QPalette.ColorGroup.Active), (QIcon.Mode.Disabled, QPalette.ColorGroup.Disabled))


def load_icon(folder: Path, name: str, palette: QPalette, sides: Sequence[int] = ALL_SIDES) -> QIcon:
    """The icon ``folder/name.svg``, with the palette's colour of text on buttons in place of ``currentColor``.

    It is rendered with each of these ``sides``, so that it stays sharp on any screen.

    Raises:
        FileNotFoundError: if there is no such icon.
    """
    drawing = (folder / f"{name}.svg").read_text(encoding="utf-8")
    icon = QIcon()
    for mode, group in _MODES:
        colour = palette.color(group, QPalette.ColorRole.ButtonText).name()
        for image in _coloured(drawing, colour, tuple(sides)):
            icon.addPixmap(QPixmap.fromImage(image), mode)
    return icon


@lru_cache(maxsize=64)  # several buttons bear the same icon
def _coloured(drawing: str, colour: str, sides: tuple[int, ...]) -> tuple[QImage, ...]:
    """The drawing in these sizes, with the colour in place of ``currentColor``.

    A drawing of one colour is rendered once and recoloured after that: to render all icons again for another palette
    would hold the window for half as long as a change of the palette may take in all.
    """
    if "currentColor" not in drawing or "#" in drawing:
        return _rendered(drawing.replace("currentColor", colour), sides)
    images: list[QImage] = []
    for shape in _rendered(drawing.replace("currentColor", "#000000"), sides):
        image = shape.copy()
        painter = QPainter(image)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
        painter.fillRect(image.rect(), QColor(colour))
        painter.end()
        images.append(image)
    return tuple(images)


@lru_cache(maxsize=64)
def _rendered(drawing: str, sides: tuple[int, ...]) -> tuple[QImage, ...]:
    """The drawing in these sizes."""
    renderer = QSvgRenderer(QByteArray(drawing.encode()))
    images: list[QImage] = []
    for side in sides:
        image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        images.append(image)
    return tuple(images)
