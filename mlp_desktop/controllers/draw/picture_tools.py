"""The tools for the picture on the pad: crop, turn, polarity, more or less ink, reset."""

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer

from mlp_desktop.models.draw.drawing import Drawing
from mlp_desktop.models.draw.opened_picture import Box, OpenedPicture, cropped_strokes, turned_strokes
from mlp_desktop.models.draw.reading import Reading
from mlp_desktop.views.draw.draw_tab import DrawTab
from mlp_engine.ink import PenStroke

SLIDER_RESTS_MS = 200
"""After so many milliseconds without a move of the slider the picture is read again."""


class PictureToolsController(QObject):
    """Makes each use of a tool a step of the drawing, which Undo takes back; the picture is then read again."""

    def __init__(self, tab: DrawTab, drawing: Drawing, reading: Reading, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tab = tab
        self._panel = tab.picture
        self._drawing = drawing
        self._reading = reading
        self._more_ink: float | None = None
        self._when_slider_rests = QTimer(self, singleShot=True)
        self._when_slider_rests.setInterval(SLIDER_RESTS_MS)
        self._when_slider_rests.timeout.connect(self._take_ink)
        panel = self._panel
        panel.crop_switched.connect(self._switch_crop)
        panel.turn_requested.connect(self._turn)
        panel.polarity_chosen.connect(self._choose_polarity)
        panel.ink_chosen.connect(self._choose_ink)
        panel.reset_requested.connect(self._reset)
        panel.suggestion_taken.connect(self._take_suggestion)
        tab.crop.chosen.connect(self._crop)
        tab.crop.cancelled.connect(self._leave_crop)
        drawing.changed.connect(self._show)
        reading.changed.connect(self._show)
        self._show()

    @property
    def _opened(self) -> OpenedPicture | None:
        return self._drawing.sheet.opened

    def _switch_crop(self, on: bool) -> None:
        if on and self._opened is not None:
            self._tab.pad.zoom_to(1.0)  # the frame lies over the whole picture
            self._tab.crop.begin(self._opened.place)
        else:
            had_focus = self._tab.crop.hasFocus()
            self._tab.crop.end()
            if had_focus:
                self._tab.pad.setFocus()

    def _leave_crop(self) -> None:
        self._panel.crop.setChecked(False)

    def _crop(self, box: Box) -> None:
        self._leave_crop()
        if self._opened is not None and (after := self._opened.cropped(box)) is not self._opened:
            self._put(after, cropped_strokes(self._drawing.sheet.strokes, self._opened, after))

    def _turn(self, quarters: int) -> None:
        if self._opened is not None:
            self._tab.pad.zoom_to(1.0)
            self._put(self._opened.turned(quarters), turned_strokes(self._drawing.sheet.strokes, quarters))

    def _take_suggestion(self) -> None:
        reading = self._reading.picture
        if reading is not None and reading.turn is not None and reading.opened is self._opened:
            self._turn(reading.turn.quarters)

    def _choose_polarity(self, light_on_dark: bool) -> None:
        if self._opened is not None:
            self._put(replace(self._opened, inverted=light_on_dark))

    def _choose_ink(self, more_ink: float) -> None:
        self._more_ink = more_ink
        self._when_slider_rests.start()

    def _take_ink(self) -> None:
        more_ink, self._more_ink = self._more_ink, None
        if self._opened is not None and more_ink is not None and more_ink != self._opened.more_ink:
            self._put(replace(self._opened, more_ink=more_ink))

    def show_real_size(self) -> None:
        """Show the picture on the pad pixel by pixel."""
        if self._opened is not None:
            self._tab.pad.zoom_to_pixels(max(self._opened.shown_grey.shape))

    def _reset(self) -> None:
        if self._opened is not None:
            self._put(self._opened.as_opened(), ())

    def _put(self, opened: OpenedPicture, strokes: tuple[PenStroke, ...] | None = None) -> None:
        self._drawing.put_picture(opened, self._drawing.sheet.strokes if strokes is None else strokes)

    def _show(self) -> None:
        """Show how the picture on the pad is read; a picture that is gone takes frame and slider with it."""
        sheet, opened = self._drawing.sheet, self._opened
        if self._drawing.is_in_progress:
            return
        self._panel.set_tools_enabled(opened is not None)
        if opened is None:
            self._more_ink = None
            self._when_slider_rests.stop()
        if self._panel.crop.isChecked() and (opened is None or not self._tab.crop.is_for(opened.place)):
            self._leave_crop()
        if opened is not None:
            self._panel.show_tools(
                light_on_dark=self._is_light_on_dark(opened),
                more_ink=opened.more_ink if self._more_ink is None else self._more_ink,
                can_reset=opened.is_changed or bool(sheet.strokes),
            )

    def _is_light_on_dark(self, opened: OpenedPicture) -> bool:
        if opened.inverted is not None:
            return opened.inverted
        reading = self._reading.picture
        if reading is None or reading.read is None or reading.opened.grey is not opened.grey:
            return False
        return reading.read.steps.paper.inverted
