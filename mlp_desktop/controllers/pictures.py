"""Pictures on the pad and off it: files, the clipboard, and the samples that ship with the program."""

from io import BytesIO
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QObject

from mlp_desktop.controllers.saving import choose_place
from mlp_desktop.models.drawing import Drawing
from mlp_desktop.models.settings import Settings
from mlp_desktop.views.clipboard import copied_file, copied_picture, copy_picture
from mlp_desktop.views.drawing_pad import PAD_SIDE, PEN_WIDTH
from mlp_desktop.views.main_window import MainWindow
from mlp_engine.errors import InkError
from mlp_engine.ink import ink_from_picture, open_picture, picture_of_drawing
from mlp_engine.resources import resource_path
from mlp_engine.whole_file import write_whole

FILTER = "Pictures (*.png *.jpg *.jpeg *.bmp)"
SAVED_FILTER = "PNG pictures (*.png)"
SAVED_PIXELS = 560


class PicturesController(QObject):
    """Puts pictures on the pad and the drawing into pictures; what cannot be read leaves the drawing as it is."""

    def __init__(self, window: MainWindow, drawing: Drawing, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._drawing = drawing
        self._settings = settings
        self._samples = sorted(resource_path("samples").glob("*.png"))
        self._next_sample = 0
        window.open_picture_requested.connect(self._choose_and_open)
        window.save_picture_requested.connect(self._save)
        window.copy_requested.connect(self._copy)
        window.paste_requested.connect(self._paste)
        window.draw_tab.sample_requested.connect(self._open_sample)

    def open(self, path: Path) -> None:
        """Show the picture in ``path`` on the pad."""
        try:
            self._show(open_picture(path))
        except InkError as error:
            self._window.show_error(str(error))

    def _show(self, picture: Image.Image) -> None:
        self._drawing.open_picture(ink_from_picture(picture))
        self._window.tabs.setCurrentWidget(self._window.draw_tab)

    def _as_png(self) -> bytes:
        sheet = self._drawing.sheet
        png = BytesIO()
        picture = picture_of_drawing(sheet.picture, sheet.strokes, side=PAD_SIDE, pen=PEN_WIDTH, pixels=SAVED_PIXELS)
        picture.save(png, "PNG")
        return png.getvalue()

    def _save(self) -> None:
        path = choose_place(self._window, "Save picture", self._settings.folder / "digit.png", SAVED_FILTER, ".png")
        if path is None:
            return
        try:
            write_whole(path, self._as_png())
        except OSError as error:
            reason = error.strerror or error
            self._window.show_error(f"A picture must be saved where files can be written. Got {path} ({reason}).")
        else:
            self._settings.folder = path.parent

    def _copy(self) -> None:
        copy_picture(self._as_png())

    def _paste(self) -> None:
        # A file copied in a file manager comes with an image too: that of its icon.
        file, png = copied_file(), copied_picture()
        if file:
            self.open(Path(file))
        elif png:
            try:
                self._show(Image.open(BytesIO(png)))
            except InkError as error:
                self._window.show_error(str(error))
        else:
            self._window.show_error("The clipboard must hold a picture. Got none.")

    def _choose_and_open(self) -> None:
        chosen = self._window.choose_open_file("Open picture", str(self._settings.folder), FILTER)
        if chosen:
            self._settings.folder = Path(chosen).parent
            self.open(Path(chosen))

    def _open_sample(self) -> None:
        if self._samples:
            self.open(self._samples[self._next_sample % len(self._samples)])
            self._next_sample += 1
