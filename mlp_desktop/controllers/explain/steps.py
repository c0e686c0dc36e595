"""The steps from the drawing to the digit image, each of which can be switched off."""

from dataclasses import replace

from PySide6.QtCore import QObject

from mlp_desktop.controllers.draw.answer_words import sureness_words
from mlp_desktop.models.draw.drawing import Drawing
from mlp_desktop.models.draw.reading import ChosenDigit, Reading, chosen_digit
from mlp_desktop.models.window.session import Session
from mlp_desktop.views.explain.steps_page import StepsPage
from mlp_desktop.views.kit.stroke_ink import PAD_SIDE
from mlp_engine.errors import InkError
from mlp_engine.ink.steps import Switches, ink_steps


class StepsExplanation(QObject):
    """Shows the ink after each step and the reading of the result; the answer beside the pad does not change."""

    def __init__(
        self, drawing: Drawing, session: Session, reading: Reading, page: StepsPage, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._drawing = drawing
        self._session = session
        self._reading = reading
        self._page = page
        self._switches = Switches()
        page.switched.connect(self._switch)

    def refresh(self) -> None:
        """Show the steps of the chosen digit."""
        chosen = chosen_digit(self._drawing, self._reading)
        try:
            if chosen is None:
                self._show_nothing()
            else:
                self._show(chosen)
        except InkError:  # without one of the steps there may be no ink left
            self._show_nothing()

    def rest(self) -> None:
        """No work goes on between refreshes."""

    def _switch(self, step: str, done: bool) -> None:
        self._switches = replace(self._switches, **{step: done})
        self.refresh()

    def _show(self, chosen: ChosenDigit) -> None:
        pens = [stroke.pen for stroke in chosen.strokes]
        steps = ink_steps(chosen.picture, chosen.lines, side=PAD_SIDE, pen=pens, switches=self._switches)
        scores = [float(score) for score in self._session.in_use.network.predict(steps[-1].ink.ravel())]
        digit = max(range(len(scores)), key=scores.__getitem__)
        self._page.set_steps([(step.name, step.ink, step.done) for step in steps])
        self._page.set_reading(f"read as {digit}, {sureness_words(scores)}", scores)

    def _show_nothing(self) -> None:
        switches = self._switches
        done = {"drawing": True, "pen": switches.pen, "crop": switches.crop}
        done |= {"fit": switches.fit, "centre": switches.centre}
        self._page.set_steps([(name, None, is_done) for name, is_done in done.items()])
        self._page.set_reading("", None)
