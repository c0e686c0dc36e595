"""Python's garbage collection waits while a pen draws."""

import gc

from PySide6.QtCore import QObject, QTimer

from mlp_desktop.models.draw.drawing import Drawing

REST = 200
"""Milliseconds without a change of the drawing after which the pen rests."""

_YOUNG = 1  # the generations whose garbage a stroke may have left; to search older ones takes ten times as long


class CollectionPause(QObject):
    """Lets no collection begin between the events of a stroke: some take milliseconds, which the pen would wait for.

    What has become garbage meanwhile is collected when the pen rests, be it up or down.
    """

    def __init__(self, drawing: Drawing, parent: QObject) -> None:
        super().__init__(parent)
        self._drawing = drawing
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(self._collect)
        drawing.changed.connect(self._wait)
        self.destroyed.connect(gc.enable)

    def _wait(self) -> None:
        if self._drawing.is_in_progress and gc.isenabled():
            gc.disable()
            self._rest.start()
        elif self._rest.isActive():
            self._rest.start()

    def _collect(self) -> None:
        gc.enable()
        gc.collect(_YOUNG)
