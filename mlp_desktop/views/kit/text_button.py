"""Buttons with words on them: all have a name, words for those who hear them, and a tip."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton

from mlp_desktop.views.kit import theme

HEIGHT = 4 * theme.GRID


def text_button(name: str, words: str, tip: str, *, height: int = HEIGHT) -> QPushButton:
    """A button called ``name`` with ``words`` on it, at least ``height`` high."""
    button = QPushButton(words)
    describe_button(button, name, tip, height=height)
    return button


def describe_button(button: QPushButton, name: str, tip: str, *, height: int = HEIGHT) -> None:
    """Give the same to a button of another kind, which has its words."""
    button.setObjectName(name)
    button.setAccessibleName(button.text().rstrip("…"))
    button.setToolTip(tip)
    button.setMinimumHeight(height)
    button.setIconSize(QSize(16, 16))
