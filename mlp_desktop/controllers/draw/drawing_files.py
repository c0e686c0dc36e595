"""Drawings from and to files and the clipboard."""

from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from mlp_desktop.controllers.draw.pictures import PicturesController
from mlp_desktop.controllers.kit.file_access import FileAccess, FileWork
from mlp_desktop.controllers.kit.save_dialog import choose_place_and_kind
from mlp_desktop.models.draw.drawing import Drawing
from mlp_desktop.models.draw.reading import Reading
from mlp_desktop.models.draw.undo_history import Sheet
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.kit.clipboard import as_png, copied_file, copied_picture, copy_picture
from mlp_desktop.views.kit.stroke_ink import PAD_SIDE
from mlp_desktop.views.window.main_window import MainWindow
from mlp_engine.datasets.drawing_file import drawing_as_line, read_drawing, read_drawings
from mlp_engine.datasets.strokes import is_json_lines
from mlp_engine.errors import DataError, InkError
from mlp_engine.files.paths import shown_name
from mlp_engine.files.resources import resource_path
from mlp_engine.files.source_file import file_on_disk
from mlp_engine.files.whole_file import write_whole
from mlp_engine.ink import open_picture, picture_of_drawing, svg_of_drawing
from mlp_engine.ink.picture_file import ENDINGS, check_pixels, decode_picture

STROKES = ".jsonl"
OPEN_FILTER = f"Pictures and strokes ({' '.join(f'*{ending}' for ending in (*ENDINGS, '.jsonl', '.jsonl.gz'))})"
SAVE_KINDS = {
    "PNG picture (*.png)": ".png",
    "SVG drawing (*.svg)": ".svg",
    "Strokes (*.jsonl)": STROKES,
}
STROKE_SUFFIXES = (".jsonl", ".jsonl.gz")
PASTED = "The picture on the clipboard"
PASTED_NAME = "Pasted picture"
PICTURE_PIXELS = 560
"""Width and height of a drawing that is copied or saved as a picture."""


class DrawingFilesController(QObject):
    """Opens, pastes, cuts, copies and saves; a file or picture that cannot be read leaves the drawing unchanged."""

    ended = Signal()
    """All drawings are written."""

    def __init__(
        self,
        window: MainWindow,
        drawing: Drawing,
        reading: Reading,
        pictures: PicturesController,
        settings: Settings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._drawing = drawing
        self._reading = reading
        self._pictures = pictures
        self._settings = settings
        self._files = FileAccess(self)
        self._files.ended.connect(self.ended)
        window.open_picture_requested.connect(self._choose_and_open)
        window.save_picture_requested.connect(self._save)
        window.cut_requested.connect(self._cut)
        window.copy_requested.connect(self._copy)
        window.paste_requested.connect(self._paste)

    @property
    def is_running(self) -> bool:
        """Whether a drawing is being written."""
        return self._files.is_running

    def stop(self) -> None:
        """What is being written is finished; ``ended`` follows."""
        self._files.stop()

    def open(self, path: Path) -> None:
        """Put the content of ``path`` on the pad: the first drawing of a stroke file, or a picture."""
        if not _holds_strokes(path):
            self._pictures.open(shown_name(path), partial(open_picture, path))
            return
        try:
            self._drawing.open_strokes(read_drawing(path))
        except DataError as error:
            self._window.show_error(str(error))
        else:
            self._window.tabs.setCurrentWidget(self._window.draw_tab)

    def _choose_and_open(self) -> None:
        chosen = self._window.choose_open_file("Open picture or strokes", str(self._settings.folder), OPEN_FILTER)
        if chosen:
            self._settings.folder = Path(chosen).parent
            self.open(Path(chosen))

    def _save(self) -> None:
        path = choose_place_and_kind(self._window, "Save drawing", self._settings.folder / "digit.png", SAVE_KINDS)
        if path is None:
            return
        try:
            kind = path.suffix.lower()
            content = _CONTENT[kind](self._drawing.sheet if kind == STROKES else self._inked())
        except DataError as error:
            self._window.show_error(str(error))
            return

        def write() -> None:
            try:
                write_whole(path, content)
            except OSError as error:
                reason = error.strerror or error
                raise DataError(
                    f"A drawing must be saved where files can be written. Got {path} ({reason})."
                ) from error

        def written(_: object) -> None:
            self._settings.folder = path.parent

        self._files.do(FileWork(lambda _: write(), written, self._window.show_error))

    def _cut(self) -> None:
        self._copy()
        self._drawing.clear()

    def _copy(self) -> None:
        copy_picture(_png(self._inked()))

    def _inked(self) -> Sheet:
        """The sheet, with the ink that was found in an opened picture in place of the picture."""
        sheet, reading = self._drawing.sheet, self._reading.picture
        if sheet.opened is None or reading is None or reading.ink is None:
            return sheet
        return Sheet(picture=reading.ink)  # with the strokes drawn over it

    def _paste(self) -> None:
        # A file copied in a file manager brings a picture too: its icon. So the file is looked for first.
        file, image = copied_file(), copied_picture()
        if file:
            self.open(Path(file))
        elif not image.isNull():
            try:
                check_pixels(image.width(), image.height(), PASTED)
            except InkError as error:
                self._window.show_error(str(error))
            else:
                self._pictures.open(PASTED_NAME, partial(_decode_copied, image))
        else:
            self._window.show_error("There is no picture on the clipboard. Copy a picture, then paste it here.")


class SamplesController(QObject):
    """Puts the sample drawings that ship with the program on the pad, one after another, forwards or backwards."""

    shown = Signal(int, int)
    """The number of the sample on the pad, counted from 1, and the number of samples."""

    def __init__(self, window: MainWindow, drawing: Drawing, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._drawing = drawing
        self._shown: int | None = None
        window.sample_requested.connect(self.step)
        window.draw_tab.tools.sample_requested.connect(self._next)

    def step(self, by: int) -> None:
        """Show the sample ``by`` places after the one shown last, or before it if ``by`` is negative."""
        try:
            samples = read_drawings(resource_path("samples", "digits.jsonl"))
        except DataError as error:
            self._window.show_error(str(error))
            return
        before_the_first = -1 if by > 0 else 0
        self._shown = ((before_the_first if self._shown is None else self._shown) + by) % len(samples)
        self._drawing.open_strokes(samples[self._shown])
        self.shown.emit(self._shown + 1, len(samples))

    def _next(self) -> None:
        self.step(1)


def _decode_copied(image: QImage) -> Image.Image:
    png = as_png(image)
    return decode_picture(BytesIO(png), len(png), PASTED)


def _holds_strokes(path: Path) -> bool:
    if path.name.lower().endswith(STROKE_SUFFIXES):
        return True
    try:
        return is_json_lines(file_on_disk(path).start(64))
    except DataError:
        return False  # opened as a picture, which says what is wrong


def _png(sheet: Sheet) -> bytes:
    """The sheet as it looks on the pad."""
    pens = [stroke.pen for stroke in sheet.strokes]
    picture = picture_of_drawing(sheet.picture, sheet.lines, side=PAD_SIDE, pen=pens, pixels=PICTURE_PIXELS)
    png = BytesIO()
    picture.save(png, "PNG")
    return png.getvalue()


def _svg(sheet: Sheet) -> bytes:
    return svg_of_drawing(sheet.picture, sheet.strokes).encode()


def _strokes(sheet: Sheet) -> bytes:
    return f"{drawing_as_line(sheet.strokes)}\n".encode()


_CONTENT: dict[str, Callable[[Sheet], bytes]] = {".png": _png, ".svg": _svg, STROKES: _strokes}
