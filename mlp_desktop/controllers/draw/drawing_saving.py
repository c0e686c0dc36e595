"""Saves the drawing: as a picture, as lines that stay sharp, or as the strokes themselves."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from mlp_desktop.controllers.draw.pictures import png_of
from mlp_desktop.controllers.kit.save_dialog import choose_place_and_kind
from mlp_desktop.models.draw.drawing import Drawing, Sheet
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.window.main_window import MainWindow
from mlp_engine.datasets.drawing_file import drawing_as_line
from mlp_engine.errors import DataError
from mlp_engine.files.whole_file import write_whole
from mlp_engine.ink import svg_of_drawing

KINDS = {
    "PNG picture (*.png)": ".png",
    "SVG drawing (*.svg)": ".svg",
    "Strokes (*.jsonl)": ".jsonl",
}


class DrawingSaving(QObject):
    """Writes what is on the pad to a file that is chosen."""

    def __init__(self, window: MainWindow, drawing: Drawing, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._drawing = drawing
        self._settings = settings
        window.save_picture_requested.connect(self._save)

    def _save(self) -> None:
        path = choose_place_and_kind(self._window, "Save drawing", self._settings.folder / "digit.png", KINDS)
        if path is None:
            return
        try:
            write_whole(path, _AS[path.suffix.lower()](self._drawing.sheet))
        except DataError as error:
            self._window.show_error(str(error))
        except OSError as error:
            reason = error.strerror or error
            self._window.show_error(f"A drawing must be saved where files can be written. Got {path} ({reason}).")
        else:
            self._settings.folder = path.parent


def _svg_of(sheet: Sheet) -> bytes:
    return svg_of_drawing(sheet.picture, sheet.strokes).encode()


def _strokes_of(sheet: Sheet) -> bytes:
    return f"{drawing_as_line(sheet.strokes)}\n".encode()


_AS: dict[str, Callable[[Sheet], bytes]] = {".png": png_of, ".svg": _svg_of, ".jsonl": _strokes_of}
