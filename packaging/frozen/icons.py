"""Writes the icon in the forms of Windows and macOS beside this file: ``python packaging/frozen/icons.py``."""

import io
import os
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QGuiApplication, QIcon

from mlp_engine.files.resources import resource_path

HERE = Path(__file__).resolve().parent
SIZES = (16, 24, 32, 48, 64, 128, 256)


def main() -> None:
    """Draw the icon in all sizes and write both files."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication([])
    icon = QIcon(str(resource_path("icons", "app.svg")))
    pictures = [_picture(icon, size) for size in (*SIZES, 512)]
    pictures[-2].save(HERE / "app.ico", append_images=pictures[:-2], sizes=[(size, size) for size in SIZES])
    pictures[-1].save(HERE / "app.icns", append_images=pictures[:-1])
    del application


def _picture(icon: QIcon, size: int) -> Image.Image:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    icon.pixmap(size, size).save(buffer, "PNG")
    return Image.open(io.BytesIO(buffer.data().data())).convert("RGBA")


if __name__ == "__main__":
    main()
