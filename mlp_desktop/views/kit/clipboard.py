"""Pictures in and out of the system's clipboard, as PNG."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter


def copy_picture(png: bytes) -> None:
    """Put a picture, given as PNG, on the clipboard."""
    QGuiApplication.clipboard().setImage(QImage.fromData(QByteArray(png)))


def copied_picture() -> bytes:
    """The picture on the clipboard as PNG; empty if there is none."""
    image = QGuiApplication.clipboard().image()
    if image.isNull():
        return b""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def copied_file() -> str:
    """The first local file on the clipboard, as file managers put it there; empty if there is none."""
    held: QMimeData | None = QGuiApplication.clipboard().mimeData()  # None where nobody has copied anything yet
    urls = [] if held is None else held.urls()
    return next((url.toLocalFile() for url in urls if url.isLocalFile()), "")
