"""The way of the drawing to the network, with every step to be left out and put back."""

from dataclasses import replace

from PySide6.QtCore import QObject

from mlp_desktop.controllers.draw.answer_words import in_words
from mlp_desktop.controllers.explain.subject import Subject, subject_of
from mlp_desktop.models.draw.drawing import Drawing
from mlp_desktop.models.draw.reading import Reading
from mlp_desktop.models.window.session import Session
from mlp_desktop.views.explain.steps_page import StepsPage
from mlp_desktop.views.kit.stroke_ink import PAD_SIDE
from mlp_engine.errors import InkError
from mlp_engine.ink.steps import Switches, ink_steps


class StepsExplanation(QObject):
    """Shows each step as the switches say, and what the network would answer then; the answer itself stays."""

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
        """Show the steps of the digit that is chosen now."""
        subject = subject_of(self._drawing, self._reading)
        try:
            if subject is None:
                self._show_nothing()
            else:
                self._show(subject)
        except InkError:  # what is left of the ink without a step may be none
            self._show_nothing()

    def rest(self) -> None:
        """Nothing goes on here."""

    def _switch(self, step: str, done: bool) -> None:
        self._switches = replace(self._switches, **{step: done})
        self.refresh()

    def _show(self, subject: Subject) -> None:
        pens = [stroke.pen for stroke in subject.strokes]
        steps = ink_steps(subject.picture, subject.lines, side=PAD_SIDE, pen=pens, switches=self._switches)
        scores = [float(score) for score in self._session.in_use.network.predict(steps[-1].ink.ravel())]
        digit = max(range(len(scores)), key=scores.__getitem__)
        self._page.set_steps([(step.name, step.ink, step.done) for step in steps])
        self._page.set_reading(f"read as {digit}, {in_words(scores)}", scores)

    def _show_nothing(self) -> None:
        switches = self._switches
        done = {"drawing": True, "pen": switches.pen, "crop": switches.crop}
        done |= {"fit": switches.fit, "centre": switches.centre}
        self._page.set_steps([(name, None, is_done) for name, is_done in done.items()])
        self._page.set_reading("", None)
