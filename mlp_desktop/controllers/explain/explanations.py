"""The explanation pages beside the pad: only the page in front is kept up to date, and only while the pen rests."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QObject, QTimer

from mlp_desktop.models.draw.reading import Reading
from mlp_desktop.views.draw.reading_panel import ReadingPanel

PEN_RESTS_MS = 40
"""After so many milliseconds without a change the pen is at rest; a moving pen sends a change every 4 to 16 ms."""


class Explanation(Protocol):
    """The controller of one page."""

    def refresh(self) -> None:
        """Show the newest reading; called while the page is in front."""
        ...

    def rest(self) -> None:
        """Stop unfinished work: the page is outdated, or no longer in front."""
        ...


class ExplanationsController(QObject):
    """Refreshes the page in front when the pen is at rest; the other pages do nothing."""

    def __init__(
        self,
        reading: Reading,
        panel: ReadingPanel,
        pages: Sequence[Explanation | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._panel = panel
        self._pages = pages
        self._when_pen_rests = QTimer(self, singleShot=True)
        self._when_pen_rests.setInterval(PEN_RESTS_MS)
        self._when_pen_rests.timeout.connect(self._refresh)
        reading.changed.connect(self._wait)
        panel.page_changed.connect(self._turn)

    def _wait(self) -> None:
        page = self._pages[self._panel.page]
        if page is not None:
            page.rest()
            self._when_pen_rests.start()

    def _turn(self) -> None:
        for page in self._pages:
            if page is not None:
                page.rest()
        self._refresh()

    def _refresh(self) -> None:
        page = self._pages[self._panel.page]
        if page is not None:
            page.refresh()
