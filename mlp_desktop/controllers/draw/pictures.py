"""Pictures on the pad: opened and read by a worker, shown with the ink that was found in them."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import NamedTuple

import numpy as np
from PIL import Image
from PySide6.QtCore import QObject, Signal

from mlp_desktop.controllers.kit.latest_work import LatestWork, Wanted
from mlp_desktop.models.draw.drawing import Drawing
from mlp_desktop.models.draw.opened_picture import OpenedPicture
from mlp_desktop.models.draw.picture_reading import NO_DIGITS, PictureReading
from mlp_desktop.models.draw.reading import Reading
from mlp_desktop.models.draw.undo_history import Sheet
from mlp_desktop.models.window.session import NetworkInUse, Session
from mlp_desktop.plain_words import counted
from mlp_desktop.views.draw.pad_picture import ShownPicture
from mlp_desktop.views.kit.accessibility import announce
from mlp_desktop.views.window.main_window import MainWindow
from mlp_desktop.workers.draw.picture_workers import (
    DecodedPicture,
    OpenPictureWorker,
    PictureResult,
    ReadPictureWorker,
    Retouches,
)
from mlp_engine.reading import ReadPicture, Turn
from mlp_engine.validation import shortened

_DARK = 100
"""Paper whose median grey level is below this counts as dark until the picture has been read."""
_TURNS = {1: "left", 2: "upside down", 3: "right"}
_NAME = 30
"""Characters of a file's name that are shown."""


class _Task(NamedTuple):
    """What is to be read, and by which network."""

    sheet: Sheet
    network: NetworkInUse

    def is_same(self, other: "_Task | None") -> bool:
        return (
            other is not None
            and self.sheet.opened is other.sheet.opened
            and self.sheet.strokes is other.sheet.strokes
            and self.network.network is other.network.network
            and self.network.reject is other.network.reject
        )


class PicturesController(QObject):
    """Opens pictures and reads the one on the pad again whenever it, the strokes over it or the network change.

    The newest picture, and the newest state of it, wins: whatever is still at work on an older one is dropped.
    """

    ended = Signal()
    shown = Signal(object)
    """What pads beside that of the Draw tab show of the picture, a ShownPicture, or ``None`` without one."""

    def __init__(
        self, window: MainWindow, drawing: Drawing, session: Session, reading: Reading, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._tab = window.draw_tab
        self._drawing = drawing
        self._session = session
        self._reading = reading
        self._opening: str | None = None
        self._task: _Task | None = None
        self._step: np.ndarray | None = None
        self._shown: ShownPicture | None = None
        self._shown_step: ShownPicture | None = None
        self._work = LatestWork(self)
        self._work.ended.connect(self.ended)
        drawing.changed.connect(self._follow)
        session.changed.connect(self._follow)
        reading.changed.connect(self._show)

    @property
    def is_running(self) -> bool:
        """Whether a picture is being opened or read."""
        return self._work.is_running

    def stop(self) -> None:
        """Drop all work; ``ended`` follows when its thread has ended."""
        self._opening = None
        self._work.drop()

    def open(self, name: str, decode: Callable[[], Image.Image]) -> None:
        """Put a picture on the pad; if it cannot be decoded, a sentence says why and the pad stays as it is.

        Args:
            name: what to call it.
            decode: called in the worker's thread; raises :class:`~mlp_engine.errors.InkError`.
        """
        self._opening = name
        self._work.begin(Wanted(partial(OpenPictureWorker, decode), self._opened, self._not_opened))
        self._show()

    def show_step(self, pixels: np.ndarray | None) -> None:
        """Show one step of the reading on the pad instead of the picture with its ink; ``None`` for the picture."""
        if pixels is not self._step:
            self._step = pixels
            self._show_on_pad()

    def switch_step(self, name: str, done: bool) -> None:
        """Do a step of the reading, or leave it out; as any change of the picture, Undo takes it back."""
        sheet = self._drawing.sheet
        if sheet.opened is not None:
            switches = replace(sheet.opened.done, **{name: done})
            self._drawing.put_picture(replace(sheet.opened, done=switches), sheet.strokes)

    def _opened(self, decoded: DecodedPicture) -> None:
        name, self._opening = self._opening or "", None
        self._tab.pad.zoom_to(1.0)
        self._drawing.put_picture(OpenedPicture(name, decoded.grey, decoded.colours))
        self._window.tabs.setCurrentWidget(self._tab)

    def _not_opened(self, sentence: str) -> None:
        self._opening = None
        self._task = None  # the picture on the pad may not have been read before this one was asked for
        self._follow()
        self._window.show_error(sentence)

    def _follow(self) -> None:
        """Read what is on the pad now, if it has an opened picture and this was not read yet."""
        sheet = self._drawing.sheet
        if not self._drawing.is_in_progress:
            task = None if sheet.opened is None else _Task(sheet, self._session.in_use)
            if task is None or not task.is_same(self._task):
                self._task, self._step = task, None
                if sheet.opened is not None and self._reading_of(sheet.opened) is None:
                    self._reading.show(None)
                self._read()
        self._show()

    def _read(self) -> None:
        if self._opening is not None:
            return  # the picture that is being opened will take the place of this one
        if self._task is None or self._task.sheet.opened is None:
            self._work.drop()
            return
        sheet, in_use = self._task
        opened = self._task.sheet.opened
        retouches = Retouches(opened.left, sheet.strokes, opened.inverted, opened.more_ink, opened.done)
        make = partial(ReadPictureWorker, in_use.network, in_use.reject, opened.shown_grey, retouches)
        self._work.begin(Wanted(make, self._was_read, self._not_read))

    def _was_read(self, result: PictureResult) -> None:
        self._take(result.read, "" if result.read.digits else NO_DIGITS, result.turn)

    def _not_read(self, sentence: str) -> None:
        self._take(None, sentence)

    def _take(self, read: ReadPicture | None, reason: str, turn: Turn | None = None) -> None:
        if self._task is not None and self._task.sheet.opened is not None:
            sheet = self._task.sheet
            self._reading.show_picture(PictureReading(self._task.sheet.opened, sheet.strokes, read, reason, turn))
            if reason:
                announce(self._tab.pad, reason)

    def _reading_of(self, opened: OpenedPicture) -> PictureReading | None:
        """The newest reading, if it is one of the same view of this picture."""
        reading = self._reading.picture
        return reading if reading is not None and reading.opened.has_view_of(opened) else None

    # What is shown

    def _show(self) -> None:
        opened = self._drawing.sheet.opened
        if opened is None and self._opening is None and self._drawing.is_in_progress:
            return  # the pen draws on paper, where no picture was when it came down
        self._show_on_pad()
        self._tab.show_picture_panel(opened is not None or self._opening is not None)
        self._window.set_has_picture(opened is not None)
        if self._drawing.is_in_progress:
            return
        panel = self._tab.picture
        panel.show_suggestion("")
        if self._opening is not None:
            panel.show_status(f"Opening {shortened(self._opening, _NAME)}…", busy=True)
        elif opened is not None:
            reading = self._reading_of(opened)  # perhaps of the state before the last change
            panel.show_status("Reading…" if reading is None else _words(reading), busy=self._is_outdated(reading))
            if reading is not None and reading.turn is not None and not self._is_outdated(reading):
                panel.show_suggestion(_suggestion(reading.turn))

    def _is_outdated(self, reading: PictureReading | None) -> bool:
        if reading is None or self._task is None:
            return True
        sheet = self._task.sheet
        return reading.opened is not sheet.opened or reading.strokes is not sheet.strokes

    def _show_on_pad(self) -> None:
        opened = self._drawing.sheet.opened
        if opened is None:
            if self._shown is not None:
                self._shown = None
                self.shown.emit(None)
            self._tab.pad.set_opened(None)
            return
        reading = self._reading_of(opened)
        ink, is_dark = None, opened.inverted
        if reading is not None and reading.read is not None:
            ink = reading.ink
            is_dark = reading.read.steps.paper.inverted
        if is_dark is None:
            is_dark = bool(np.median(opened.shown_grey[::8, ::8]) < _DARK)
        picture = ShownPicture(opened.shown_colours, opened.left, ink, is_dark)
        if self._shown is None or not self._shown.is_same(picture):
            self._shown = picture
            self.shown.emit(picture)
        if self._step is not None and reading is not None and not self._drawing.is_in_progress:
            if self._shown_step is None or self._shown_step.pixels is not self._step:
                self._shown_step = ShownPicture(self._step, is_step=True)
            self._tab.pad.set_opened(self._shown_step)
        else:
            self._tab.pad.set_opened(self._shown)


def _suggestion(turn: Turn) -> str:
    return f"Turned? It reads {shortened(' '.join(turn.text.split()), _NAME)} when turned {_TURNS[turn.quarters]}"


def _words(reading: PictureReading) -> str:
    """What was read, in one line."""
    if reading.reason:
        more = "" if reading.opened.more_ink == 1 else " “More ink” finds paler lines."
        return reading.reason + more
    number = reading.number
    rows = () if number is None else number.rows
    refused = sum(digit.refused for row in rows for digit in row)
    accepted = sum(map(len, rows)) - refused
    words = counted(accepted, "digit") if accepted else "no digit"
    words += f" in {len(rows)} rows" if len(rows) > 1 and accepted else ""
    words += f"; {refused} not a digit" if refused and accepted else ""
    return f"{shortened(reading.opened.name, _NAME)}: {words}"
