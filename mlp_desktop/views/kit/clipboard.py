"""The system's clipboard: pictures, as PNG, and files."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter


def copy_picture(png: bytes) -> None:
    """Put a picture (PNG) on the clipboard."""
    QGuiApplication.clipboard().setImage(QImage.fromData(QByteArray(png)))


def copied_picture() -> QImage:
    """The picture on the clipboard; null if there is none."""
    return QGuiApplication.clipboard().image()


def as_png(image: QImage) -> bytes:
    """A picture as the content of a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def copied_file() -> str:
    """Path of the first local file on the clipboard, as file managers put it there; empty if there is none."""
    content: QMimeData | None = QGuiApplication.clipboard().mimeData()  # None until something has been copied
    urls = [] if content is None else content.urls()
    return next((url.toLocalFile() for url in urls if url.isLocalFile()), "")
