"""The ink that speaks for the answer, and the smallest piece whose erasure changes it."""

from collections.abc import Iterator, Sequence

import numpy as np
from PySide6.QtCore import QObject, QTimer

from mlp_desktop.models.draw.drawing import Drawing
from mlp_desktop.models.draw.reading import ChosenDigit, Reading, chosen_digit
from mlp_desktop.models.window.session import Session
from mlp_desktop.plain_words import a_digit
from mlp_desktop.views.explain.why_page import WhyPage
from mlp_desktop.views.kit.stroke_ink import PAD_SIDE
from mlp_engine.explain.attribution import integrated_gradients, occlusion
from mlp_engine.explain.erasure import Erasure, erasures

_SHOWN_SHARE = 0.75
"""The longer side of the digit, as a share of the side of the picture that shows its strokes."""


class WhyExplanation(QObject):
    """Draws a map of the ink that speaks for a digit, and searches for the smallest piece to erase.

    The search runs in small steps between the window's events and ends when the drawing changes.
    """

    def __init__(
        self, drawing: Drawing, session: Session, reading: Reading, page: WhyPage, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._drawing = drawing
        self._session = session
        self._reading = reading
        self._page = page
        self._asked: int | None = None
        self._method = "gradient"
        self._wanted: int | None = None
        self._chosen: ChosenDigit | None = None
        self._search: Iterator[Erasure | None] = iter(())
        self._found: Erasure | None = None
        self._slice = QTimer(self)
        self._slice.timeout.connect(self._search_on)
        page.digit_chosen.connect(self._ask)
        page.method_chosen.connect(self._take_method)
        page.wanted_chosen.connect(self._want)
        page.erase_requested.connect(self._erase)

    def refresh(self) -> None:
        """Explain the chosen digit."""
        self.rest()
        self._chosen = chosen_digit(self._drawing, self._reading)
        self._show_map()
        self._start_search()

    def rest(self) -> None:
        """Stop the search."""
        self._slice.stop()
        self._page.set_searching(False)

    def _ask(self, digit: int) -> None:
        self._asked = None if digit < 0 else digit
        self._show_map()

    def _take_method(self, method: str) -> None:
        self._method = method
        self._show_map()

    def _want(self, digit: int) -> None:
        self._wanted = None if digit < 0 else digit
        self._start_search()

    def _show_map(self) -> None:
        if self._chosen is None:
            self._page.set_question(self._asked, None)
            self._page.set_map(None, None)
            return
        read = self._chosen.digit
        asked = read.digit if self._asked is None else self._asked
        explain = occlusion if self._method == "occlusion" else integrated_gradients
        self._page.set_question(self._asked, read.digit)
        self._page.set_map(read.image, explain(self._session.in_use.network, read.image, asked))

    def _start_search(self) -> None:
        self.rest()
        self._found = None
        chosen = self._chosen
        if chosen is None:
            self._page.set_erasure(None, None, "", False)
        elif not chosen.lines:
            self._page.set_erasure(
                None, None, "This is a picture: it has no strokes to erase. Draw a digit instead.", False
            )
        elif not self._drawing.is_in_progress:
            self._show_erasure(chosen, "")
            self._search = erasures(
                self._session.in_use.network,
                chosen.lines,
                side=PAD_SIDE,
                wanted=self._wanted,
                picture_ink=chosen.picture,
            )
            self._page.set_searching(True)
            self._slice.start()

    def _search_on(self) -> None:
        try:
            found = next(self._search)
        except StopIteration:
            self.rest()
            self._show_found()
        else:
            self._found = found or self._found

    def _show_found(self) -> None:
        chosen, found = self._chosen, self._found
        if chosen is None:
            return
        if found is not None:
            share = found.length / sum(stroke.length for stroke in chosen.strokes)
            words = f"Without {share:.0%} of the line it reads as {a_digit(found.digit)} ({found.probability:.0%})."
            self._show_erasure(chosen, words, found)
        elif self._wanted is not None and self._wanted == chosen.digit.digit:
            self._show_erasure(chosen, f"It already reads as {a_digit(self._wanted)}.")
        else:
            other = "another digit" if self._wanted is None else a_digit(self._wanted)
            self._show_erasure(chosen, f"No single piece of a stroke makes it {other}.")

    def _show_erasure(self, chosen: ChosenDigit, words: str, found: Erasure | None = None) -> None:
        """Show the strokes, enlarged to the size of the picture, and the piece to erase."""
        points = np.concatenate([np.asarray(line) for line in chosen.lines])
        low, high = points.min(axis=0), points.max(axis=0)
        scale = _SHOWN_SHARE * PAD_SIDE / max(float((high - low).max()), 1.0)

        def enlarged(line: Sequence[tuple[float, float]]) -> np.ndarray:
            return (np.asarray(line) - (low + high) / 2) * scale + PAD_SIDE / 2

        piece = None
        if found is not None:
            piece = enlarged(chosen.strokes[found.stroke].piece(found.start, found.end).line)
        self._page.set_erasure([enlarged(line) for line in chosen.lines], piece, words, found is not None)

    def _erase(self) -> None:
        if self._chosen is not None and self._found is not None:
            place = self._chosen.digit.strokes[self._found.stroke]
            self._drawing.cut_out(place, self._found.start, self._found.end)
