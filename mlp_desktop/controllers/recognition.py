"""Reads the drawing while it is drawn."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer

from mlp_desktop.models.drawing import Drawing
from mlp_desktop.models.session import Session
from mlp_desktop.views.draw_tab import DrawTab
from mlp_desktop.views.drawing_pad import PAD_SIDE
from mlp_engine.errors import InkError
from mlp_engine.ink import digit_image, ink_from_drawing

SURE = 0.9
LIKELY = 0.6


class Recognition(QObject):
    """Shows, beside the drawing, what the network in use makes of it.

    However fast the pen moves, only the newest drawing is read: a change asks for a reading as soon as the event
    loop is free, and changes that come before it are part of it.
    """

    def __init__(self, drawing: Drawing, session: Session, tab: DrawTab, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._drawing = drawing
        self._session = session
        self._tab = tab
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._read)
        drawing.changed.connect(self._soon.start)
        session.changed.connect(self._soon.start)

    def _read(self) -> None:
        sheet = self._drawing.sheet
        try:
            image = digit_image(ink_from_drawing(sheet.picture, sheet.strokes, PAD_SIDE))
        except InkError:
            self._tab.show_answer("", "", None, None)
            return
        scores = [float(score) for score in self._session.network.predict(image.ravel())]
        digit = max(range(len(scores)), key=scores.__getitem__)
        self._tab.show_answer(str(digit), in_words(scores), scores, image)


def in_words(scores: Sequence[float]) -> str:
    """How sure the network is, and of what else it thinks where it is not."""
    first, second = sorted(range(len(scores)), key=scores.__getitem__, reverse=True)[:2]
    if scores[first] >= SURE:
        return "sure"
    if scores[first] >= LIKELY:
        return f"probably; or a {second}"
    return f"unsure; perhaps a {second}"
