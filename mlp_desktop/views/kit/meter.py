"""A bar that a widget paints itself, as a screen reader finds it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QWidget


class Meter(QProgressBar):
    """A named value between 0 and 1 in a place of its parent, which paints it: this one is never painted.

    It has a value where a widget with a role of ours has only words, and is none of the tab's stops.
    """

    def __init__(self, name: str, spoken: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setRange(0, 100)
        self.setValue(0)
        self.setUpdatesEnabled(False)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_share(self, share: float | None) -> None:
        """Hold a value, to two decimals as it is shown; ``None`` for none yet."""
        # A screen reader speaks every change of a visible progress bar: ten of them at each answer, "0 percent".
        # Who asks for the value finds it; the answer is announced in words. None is 0: Qt's own "no value" is spoken
        # as "-1 percent".
        seen = self.testAttribute(Qt.WidgetAttribute.WA_WState_Visible)
        self.setAttribute(Qt.WidgetAttribute.WA_WState_Visible, False)
        self.setValue(round(100 * min(max(share or 0.0, 0.0), 1.0)))
        self.setAttribute(Qt.WidgetAttribute.WA_WState_Visible, seen)
