"""The label that a person gives to a digit on the pad; the digit is kept with it."""

from collections import deque
from itertools import count
from typing import NamedTuple

from PySide6.QtCore import QObject

from mlp_desktop.controllers.draw.answer_words import SURE
from mlp_desktop.models.draw.drawing import Drawing
from mlp_desktop.models.draw.reading import Reading
from mlp_desktop.models.my_digits.guided_session import GuidedSession
from mlp_desktop.models.my_digits.own_store import MyDigits
from mlp_desktop.models.window.session import Session
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.plain_words import a_digit
from mlp_desktop.views.kit.accessibility import announce
from mlp_desktop.views.my_digits.correction_row import HINT, KEYS_HINT
from mlp_desktop.views.window.main_window import MainWindow
from mlp_desktop.workers.my_digits.digit_keeper import DigitKeeper
from mlp_engine import my_digits
from mlp_engine.errors import MlpError
from mlp_engine.ink import PenStroke

_REMEMBERED = 256
"""How many kept digits are remembered, in case Undo brings one back and the person gives it another label."""
_DEVICES = {"finger": "touch"}


class _Ink(NamedTuple):
    """The strokes, or the picture, of a digit on the pad; the same objects mean the same digit.

    In an opened picture, which is named by its identity, the digit also has a ``place`` in reading order.
    """

    strokes: tuple[PenStroke, ...]
    picture: object
    place: int = 0

    def is_same(self, other: "_Ink") -> bool:
        return (
            self.picture is other.picture
            and self.place == other.place
            and len(self.strokes) == len(other.strokes)
            and all(one is another for one, another in zip(self.strokes, other.strokes, strict=True))
        )


class CorrectionsController(QObject):
    """Keeps the chosen digit with the label that the person gives.

    When all digits on the pad are kept, the pad is cleared for the next one. If Undo brings a kept digit back and the
    person gives it another label, the label of the kept drawing is corrected.
    """

    def __init__(
        self,
        window: MainWindow,
        drawing: Drawing,
        reading: Reading,
        session: Session,
        own: MyDigits,
        settings: Settings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._tab = window.draw_tab
        self._row = window.draw_tab.correction
        self._drawing = drawing
        self._reading = reading
        self._session = session
        self._own = own
        self._settings = settings
        self._note = (HINT, "")
        self._question = ""
        self._tickets = count(1)
        self._remembered: deque[tuple[_Ink, int]] = deque(maxlen=_REMEMBERED)
        self._guide: GuidedSession | None = None
        self.keeper = DigitKeeper(own.store, self)
        self.keeper.kept.connect(self._kept)
        self.keeper.failed.connect(self._failed)
        self._row.label_given.connect(self._label)
        self._row.confirmed.connect(self._confirm)
        self._row.guide_left.connect(self.leave)
        self._row.redraw_requested.connect(self._draw_again)
        reading.changed.connect(self._show)
        reading.changed.connect(self._announce_question)
        drawing.changed.connect(self._follow)
        self._tab.pad.key_pen.turned.connect(self._show)
        self._tab.show_correction_row(settings.keeps_drawings)
        self._show()

    def set_keeping(self, keeping: bool) -> None:
        """Turn the keeping of drawings on or off."""
        self._settings.keeps_drawings = keeping
        self._tab.show_correction_row(keeping)
        if not keeping:
            self.leave()

    def guide(self, guide: GuidedSession) -> None:
        """Begin a guided session, which asks for one digit after the other, on an empty sheet."""
        self.set_keeping(True)
        self._guide = guide
        self._drawing.clear()
        self._show()
        self._window.tabs.setCurrentWidget(self._tab)
        self._tab.pad.setFocus()

    def leave(self) -> None:
        """End the guided session, if there is one."""
        if self._guide is not None:
            done, self._guide = self._guide, None
            self._note = (f"{done.done} of {done.total} drawn and kept", "")
            self._show()
            self._tab.pad.setFocus()

    # Labels

    def _label(self, label: int) -> None:
        ink = self._ink()
        if ink is None or self._drawing.is_in_progress:
            return
        if self._keep(ink, label):
            self._go_on(label)
        self._tab.pad.setFocus()

    def _confirm(self) -> None:
        asked = None if self._guide is None else self._guide.digit
        digit = self._reading.digit
        if asked is not None and self._is_kept(self._ink()):
            self._drawing.clear()  # Undo has brought back a digit that is kept already
        elif asked is not None:
            self._label(asked)
        elif digit is not None and not digit.refused and not self._reading.is_covered:
            self._label(digit.digit)

    def _draw_again(self) -> None:
        self._drawing.clear()
        self._tab.pad.setFocus()

    def _keep(self, ink: _Ink, label: int) -> bool:
        """Keep ``ink`` as ``label``; returns whether it can be kept."""
        digit = self._reading.digit if self._guide is None or len(self._reading.digits) == 1 else None
        try:
            drawing = my_digits.LabelledDrawing(
                label,
                ink.strokes if ink.picture is None else (),
                None if ink.picture is None or digit is None else digit.image,
                answer=None if digit is None else digit.digit,
                probability=None if digit is None else float(digit.probabilities[digit.digit]),
                device=self._device(ink),
            )
        except MlpError as error:
            self._failed(str(error))
            return False
        self.keeper.keep(self._ticket(ink), drawing, self._session.in_use.network)
        return True

    def _go_on(self, label: int) -> None:
        """Choose the next digit that is not kept yet, or clear the pad."""
        if self._guide is not None:
            if label == self._guide.digit:
                self._guide.drew()
            self._drawing.clear()
            if self._guide.digit is None:
                self.leave()
            return
        for place in range(len(self._reading.digits)):
            if not self._is_kept(self._ink_of(place)):
                self._reading.choose(place)
                return
        self._drawing.clear()

    def _ink(self) -> _Ink | None:
        """The chosen digit, or in a guided session the whole drawing."""
        sheet = self._drawing.sheet
        if self._guide is not None:
            is_drawn = sheet.strokes and sheet.picture is None and sheet.opened is None
            return _Ink(sheet.strokes, None) if is_drawn else None
        return None if self._reading.digit is None or sheet.is_empty else self._ink_of(self._reading.chosen)

    def _ink_of(self, place: int) -> _Ink:
        sheet = self._drawing.sheet
        if self._reading.picture is not None:
            return _Ink(tuple(self._reading.picture.strokes), self._reading.picture.opened.identity, place)
        if sheet.picture is not None:
            return _Ink(sheet.strokes, sheet.picture)
        chosen = self._reading.digits[place].strokes
        return _Ink(tuple(sheet.strokes[stroke] for stroke in chosen if stroke < len(sheet.strokes)), None)

    def _is_kept(self, ink: _Ink | None) -> bool:
        return ink is not None and any(known.is_same(ink) for known, _ in self._remembered)

    def _ticket(self, ink: _Ink) -> int:
        for known, ticket in self._remembered:
            if known.is_same(ink):
                return ticket
        ticket = next(self._tickets)
        self._remembered.append((ink, ticket))
        return ticket

    def _device(self, ink: _Ink) -> str:
        """The device that drew it; empty if it was not drawn on the pad."""
        by_hand = any(stroke.times is not None for stroke in ink.strokes)
        drawn_with = self._tab.pad.drawn_with
        return _DEVICES.get(drawn_with, drawn_with) if by_hand else ""

    # The row under the pad

    def _follow(self) -> None:
        if not self._drawing.is_in_progress:  # while the pen is down, the reading of what it drew shows the row
            self._show()

    def _show(self) -> None:
        guide, is_empty = self._guide, self._drawing.sheet.is_empty
        asked = None if guide is None else guide.digit
        self._tab.pad.set_wanted("" if asked is None else str(asked))
        if guide is not None and asked is not None:
            other = self._other_than(asked)
            self._row.show_guide(asked, guide.done, guide.total, drawn=not is_empty, looks_like=other)
        elif self._reading.digit is not None and not is_empty:
            digit = self._reading.digit
            # Enter confirms the answer that is seen, which may be that of another network.
            self._row.show_keys(None if digit.refused or self._reading.is_covered else digit.digit)
        elif self._tab.pad.key_pen.is_on and self._note[0] == HINT:
            self._row.show_note(KEYS_HINT)
        else:
            self._row.show_note(*self._note)

    def _other_than(self, asked: int) -> int | None:
        """The digit that the whole drawing is surely read as, if it is another; ``None`` while it is drawn."""
        digit, ink = self._reading.digit, self._ink()
        if ink is None or digit is None or len(self._reading.digits) != 1 or self._drawing.is_in_progress:
            return None
        is_other = not digit.refused and digit.digit != asked and float(max(digit.probabilities)) >= SURE
        return digit.digit if is_other and not self._is_kept(ink) else None

    def _announce_question(self) -> None:
        """Tell screen readers the question of a guided session when the pen is up."""
        asked = None if self._guide is None else self._guide.digit
        question = "" if asked is None or self._other_than(asked) is None else self._row.words
        if question and question != self._question:
            announce(self._tab.pad, question)
        self._question = question

    def _kept(self, label: int, in_all: int) -> None:
        words, detail = f"Kept as {a_digit(label)} · {in_all:,} kept", ""
        if not self._settings.has_told_where:
            self._settings.has_told_where = True
            words += ". Switch this off under My digits."
            detail = f"Drawings stay on this machine, in {self._own.store().path}"  # last: it may be cut
        self._note = (words, detail)
        self._show()
        announce(self._tab.pad, " ".join(filter(None, self._note)))
        self._own.changed.emit()

    def _failed(self, sentence: str) -> None:
        self._note = ("Not kept.", sentence)
        self._show()
        announce(self._tab.pad, " ".join(self._note))
