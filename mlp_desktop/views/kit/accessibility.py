"""Names of widgets for people who cannot see them, and announcements by the screen reader."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from mlp_desktop.plain_text import plain_tip


def announce(widget: QWidget, sentence: str) -> None:
    """Have the screen reader speak ``sentence`` as soon as it is free."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, sentence))


def describe(widget: QWidget, name: str, spoken: str, tip: str = "") -> None:
    """Name a widget.

    Args:
        widget: any widget.
        name: its object name, by which tests find it.
        spoken: its name for a screen reader.
        tip: its tool tip; empty for none.
    """
    widget.setObjectName(name)
    widget.setAccessibleName(spoken)
    widget.setToolTip(plain_tip(tip))
