"""Which page about the answer is in front."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from mlp_desktop.views.kit.segments import Segments


class PageSwitch(Segments):
    """The names of the pages in a row; ``chosen`` tells the number of the page that is wanted."""

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(names, parent)
        self.setObjectName("pageSwitch")
        self.setAccessibleName("Pages about the answer")
