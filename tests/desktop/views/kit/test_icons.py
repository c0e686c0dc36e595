from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QPalette
from pytestqt.qtbot import QtBot

from mlp_desktop.views.kit import icons
from mlp_desktop.views.kit.icons import load_icon

ROLE = QPalette.ColorRole


def inked(icon: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal) -> set[str]:
    """The colours of all fully opaque pixels."""
    image = icon.pixmap(QSize(24, 24), 1.0, mode).toImage()
    pixels = (image.pixelColor(x, y) for x in range(24) for y in range(24))
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


@pytest.mark.parametrize(
    "name", ["undo", "redo", "clear", "sample", "pen", "eraser", "stroke-eraser", "play", "pause", "stop"]
)
def test_an_icon_has_the_colour_of_the_palettes_text(qtbot: QtBot, icons_folder: Path, name: str) -> None:
    palette = QPalette()
    palette.setColor(QPalette.ColorGroup.Active, ROLE.ButtonText, QColor("#112233"))
    palette.setColor(QPalette.ColorGroup.Disabled, ROLE.ButtonText, QColor("#aabbcc"))
    icon = load_icon(icons_folder, name, palette)
    assert "#112233" in inked(icon)
    assert "#aabbcc" in inked(icon, QIcon.Mode.Disabled)


def test_another_palette_renders_nothing_anew(qtbot: QtBot, icons_folder: Path, monkeypatch) -> None:
    load_icon(icons_folder, "undo", QPalette())
    monkeypatch.setattr(icons, "QSvgRenderer", None)
    palette = QPalette()
    palette.setColor(QPalette.ColorGroup.Active, ROLE.ButtonText, QColor("#445566"))
    assert "#445566" in inked(load_icon(icons_folder, "undo", palette))


def test_the_application_icon_keeps_its_own_colours(qtbot: QtBot, icons_folder: Path) -> None:
    assert "#0072b2" in inked(load_icon(icons_folder, "app", QPalette()))


def test_an_icon_is_rendered_anew_at_large_sizes(qtbot: QtBot, icons_folder: Path) -> None:
    assert load_icon(icons_folder, "undo", QPalette()).actualSize(QSize(128, 128)) == QSize(128, 128)


def test_a_missing_icon_is_named(qtbot: QtBot, icons_folder: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"nothing\.svg"):
        load_icon(icons_folder, "nothing", QPalette())
