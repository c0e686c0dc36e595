"""The line about the network, at the right of the tabs."""

from PySide6.QtCore import QSize

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.growth import growth
from mlp_desktop.views.kit.labels import ElidedLabel
from mlp_desktop.views.kit.tab_bar import Tabs, tab_height


@guarded
class NetworkLine(ElidedLabel):
    """The network in use, or in its place what goes on with a weights file, or another network that answers.

    It is as wide as its words, where the tabs leave so much room.
    """

    def __init__(self) -> None:
        super().__init__("networkLine", quiet=True, shrinks=True)
        self.setContentsMargins(theme.GRID, 0, 3 * theme.GRID, 0)
        self._in_use = self._answering = self._file = ""

    def set_in_use(self, text: str) -> None:
        """Show one line about the network in use, which answers from now on."""
        self._in_use, self._answering = text, ""
        self._show()

    def set_answering(self, text: str) -> None:
        """Show one line about another network, which answers in the Draw tab; empty for the network in use."""
        self._answering = text
        self._show()

    def set_file(self, text: str) -> None:
        """Show what goes on with a weights file; empty if nothing does."""
        if text != self._file:  # a screen reader is told of each setting, the same or not
            self._file = text
            self._show()

    def _show(self) -> None:
        text = self._file or self._answering
        self.setText(text or self._in_use)
        self.setAccessibleName(text or f"Network in use: {self._in_use}")

    def sizeHint(self) -> QSize:
        """The size of the words."""
        margins = self.contentsMargins()
        words = self.fontMetrics().horizontalAdvance(self.text()) + margins.left() + margins.right() + 2
        tabs = self.parentWidget()
        room = tabs.width() - tabs.tabBar().sizeHint().width() if isinstance(tabs, Tabs) else words
        return QSize(min(words, max(room, 0)), tab_height(self))

    def minimumSizeHint(self) -> QSize:
        """The height of the tabs."""
        return QSize(0, tab_height(self))

    def _share(self, needed: float) -> float:
        """Large letters shrink where all of the words are seen then, but not below those of usual size."""
        return 0.98 * needed if needed >= max(0.6, 1 / growth()) else 1.0  # less: letters are rounded
