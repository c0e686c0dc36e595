"""Tells a screen reader what the eye sees at once."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, sentence: str) -> None:
    """Have ``sentence`` spoken, when the screen reader comes to it."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, sentence))
