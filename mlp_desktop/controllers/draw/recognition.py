"""The reading of the drawing, while it is drawn."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal

from mlp_desktop.controllers.draw.answer_words import answer_words, spoken_answer
from mlp_desktop.models.draw.drawing import Drawing
from mlp_desktop.models.draw.reading import Reading, read_by
from mlp_desktop.models.window.session import Session
from mlp_desktop.views.draw.answer_tile import REFUSED
from mlp_desktop.views.draw.draw_tab import DrawTab
from mlp_desktop.views.draw.drawing_pad import DigitBox
from mlp_desktop.views.draw.reading_panel import TOO_LITTLE_INK, ShownAnswer
from mlp_desktop.views.kit.accessibility import announce
from mlp_desktop.views.kit.stroke_ink import PAD_SIDE
from mlp_engine.errors import InkError
from mlp_engine.perceptron.network import Network
from mlp_engine.reading import NumberReader, ReadDigit, ReadNumber


class Recognition(QObject):
    """Reads the drawing with the network in use and shows the answer beside it.

    A change of the drawing requests a reading for when the event loop has no more input; further changes until then are
    read together with it. So a fast pen never waits for a queue of readings. The reading comes before the window is
    painted, so ink and answer are painted together, and nothing is read more often than it is painted.
    """

    _wanted = Signal()

    def __init__(
        self, drawing: Drawing, session: Session, reading: Reading, tab: DrawTab, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._drawing = drawing
        self._session = session
        self._reading = reading
        self._tab = tab
        self._reader = NumberReader(session.in_use.network, session.in_use.reject)
        self._other: tuple[Network, str] | None = None
        self._announced = ""
        self._is_wanted = False
        self._wanted.connect(self._read, Qt.ConnectionType.QueuedConnection)  # Qt paints after such calls
        drawing.changed.connect(self._read_soon)
        session.changed.connect(self._use_network)
        reading.changed.connect(self._show)
        reading.changed.connect(self._announce)
        tab.reading.tile.digit_chosen.connect(reading.choose)
        if not drawing.sheet.is_empty:
            self._read_soon()

    def show_other(self, network: Network | None, name: str = "") -> None:
        """Show the answer of another network on the page Answer, by its name; ``None`` for the network in use again.

        The reading itself stays that of the network in use, and with it what the other pages explain and what is kept
        of labelled drawings.
        """
        if network is not None or self._other is not None:
            self._other = None if network is None else (network, name)
            self._reading.cover(network is not None)
            self._show()

    def _use_network(self) -> None:
        self._reader = NumberReader(self._session.in_use.network, self._session.in_use.reject)
        self._read_soon()

    def _read_soon(self) -> None:
        if not self._is_wanted:
            self._is_wanted = True
            self._wanted.emit()

    def _read(self) -> None:
        self._is_wanted = False
        sheet = self._drawing.sheet
        if sheet.opened is not None:
            return  # a worker reads it, see PicturesController
        try:
            number = self._reader.read(sheet.lines, PAD_SIDE, sheet.picture)
        except InkError:
            self._reading.show(None)
        else:
            self._reading.show(number, _newest(number, len(sheet.lines) - 1))

    def _show(self) -> None:
        number, chosen = self._shown_number(), self._reading.chosen
        if number is None or not number.digits:
            self._tab.reading.show_answer(
                ShownAnswer(words=TOO_LITTLE_INK) if self._has_too_little_ink else ShownAnswer()
            )
            self._tab.pad.set_boxes(())
            return
        digit = number.digits[chosen]
        self._tab.reading.show_answer(
            ShownAnswer(
                number.text.split("\n"),
                chosen,
                answer_words(number, chosen, is_drawing=self._drawing.is_in_progress),
                [float(score) for score in digit.probabilities],
                digit.refused,
                digit.image,
                "" if self._other is None else self._other[1],
            )
        )
        framed = len(number.digits) > 1 or self._reading.picture is not None
        self._tab.pad.set_boxes(self._boxes(number.digits, chosen) if framed else ())

    def _shown_number(self) -> ReadNumber | None:
        """The number that is read, as the network reads it whose answer is shown."""
        number = self._reading.number
        return number if number is None or self._other is None else read_by(number, self._other[0])

    @property
    def _has_too_little_ink(self) -> bool:
        """Whether the pen was lifted from ink that is no more than a tap; of an opened picture its own panel tells."""
        sheet = self._drawing.sheet
        no_digit = self._reading.digit is None
        return no_digit and not sheet.is_empty and sheet.opened is None and not self._drawing.is_in_progress

    def _boxes(self, digits: Sequence[ReadDigit], chosen: int) -> list[DigitBox]:
        """A frame around the ink of each digit, which is wider than its lines by half the pen on each side."""
        strokes = self._drawing.sheet.strokes
        boxes: list[DigitBox] = []
        for place, digit in enumerate(digits):
            half = max((strokes[stroke].width for stroke in digit.strokes if stroke < len(strokes)), default=0.0) / 2
            left, top, right, bottom = digit.box
            answer = REFUSED if digit.refused else str(digit.digit)
            boxes.append(DigitBox((left - half, top - half, right + half, bottom + half), answer, place == chosen))
        return boxes

    def _announce(self) -> None:
        """Tell screen readers the answer when the pen is up, but not the same answer twice."""
        if self._drawing.is_in_progress:
            return
        number = self._shown_number()
        nothing = TOO_LITTLE_INK if self._has_too_little_ink else ""
        words = spoken_answer(number) if number is not None and number.digits else nothing
        if words and words != nothing and self._other is not None:
            words += f", says {self._other[1]}"
        if words and words != self._announced:
            announce(self._tab.pad, words)
        self._announced = words


def _newest(number: ReadNumber, stroke: int) -> int:
    """The place of the digit that the newest stroke belongs to; the last digit if it belongs to none."""
    return next((place for place, digit in enumerate(number.digits) if stroke in digit.strokes), len(number.digits) - 1)
