"""Drawings from elsewhere and to elsewhere: picture and stroke files, and the clipboard."""

from io import BytesIO
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QObject

from mlp_desktop.models.draw.drawing import Drawing, Sheet
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.kit.clipboard import copied_file, copied_picture, copy_picture
from mlp_desktop.views.kit.stroke_ink import PAD_SIDE
from mlp_desktop.views.window.main_window import MainWindow
from mlp_engine.datasets.drawing_file import read_drawing
from mlp_engine.errors import DataError, InkError
from mlp_engine.ink import ink_from_picture, open_picture, picture_of_drawing

FILTER = "Pictures and strokes (*.png *.jpg *.jpeg *.bmp *.jsonl *.jsonl.gz)"
STROKE_SUFFIXES = (".jsonl", ".jsonl.gz")
PICTURE_PIXELS = 560


class PicturesController(QObject):
    """Puts files and the clipboard's picture on the pad; what cannot be read leaves the drawing as it is."""

    def __init__(self, window: MainWindow, drawing: Drawing, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._drawing = drawing
        self._settings = settings
        window.open_picture_requested.connect(self._choose_and_open)
        window.cut_requested.connect(self._cut)
        window.copy_requested.connect(self._copy)
        window.paste_requested.connect(self._paste)

    def open(self, path: Path) -> None:
        """Put what is in ``path`` on the pad: the first drawing of a stroke file, or else a picture."""
        try:
            if path.name.lower().endswith(STROKE_SUFFIXES):
                self._drawing.open_strokes(read_drawing(path))
            else:
                self._drawing.open_picture(ink_from_picture(open_picture(path)))
        except (DataError, InkError) as error:
            self._window.show_error(str(error))
        else:
            self._window.tabs.setCurrentWidget(self._window.draw_tab)

    def _cut(self) -> None:
        self._copy()
        self._drawing.clear()

    def _copy(self) -> None:
        copy_picture(png_of(self._drawing.sheet))

    def _paste(self) -> None:
        # A file copied in a file manager comes with an image too: that of its icon.
        file, png = copied_file(), copied_picture()
        if file:
            self.open(Path(file))
        elif png:
            try:
                self._drawing.open_picture(ink_from_picture(Image.open(BytesIO(png))))
            except InkError as error:
                self._window.show_error(str(error))
        else:
            self._window.show_error("The clipboard must hold a picture. Got none.")

    def _choose_and_open(self) -> None:
        chosen = self._window.choose_open_file("Open picture or strokes", str(self._settings.folder), FILTER)
        if chosen:
            self._settings.folder = Path(chosen).parent
            self.open(Path(chosen))


def png_of(sheet: Sheet) -> bytes:
    """A sheet as a PNG picture, as it is seen on the pad."""
    pens = [stroke.pen for stroke in sheet.strokes]
    picture = picture_of_drawing(sheet.picture, sheet.lines, side=PAD_SIDE, pen=pens, pixels=PICTURE_PIXELS)
    png = BytesIO()
    picture.save(png, "PNG")
    return png.getvalue()
