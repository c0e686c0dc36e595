"""Names and roles of widgets for people who cannot see them, and announcements by the screen reader."""

import math
from functools import cache
from time import monotonic

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

from mlp_desktop.plain_text import plain_tip

Role = QAccessible.Role

_ROLE = "spokenRole"


PAUSE = 250
"""Milliseconds between two announcements of a widget: screen readers queue them, and a held key makes many."""


def announce(widget: QWidget, sentence: str) -> None:
    """Have the screen reader speak ``sentence`` as soon as it is free.

    What follows within :data:`PAUSE` waits, and of all that wait only the newest is spoken.
    """
    speech = widget.findChild(_Speech, options=Qt.FindChildOption.FindDirectChildrenOnly) or _Speech(widget)
    speech.say(sentence)


class _Speech(QObject):
    """What a widget announces, at once after a pause, and otherwise at its end."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._waiting = ""
        self._said = -math.inf
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._speak)

    def say(self, sentence: str) -> None:
        self._waiting = sentence
        passed = 1000 * (monotonic() - self._said)
        if passed >= PAUSE:
            self._pause.stop()
            self._speak()
        elif not self._pause.isActive():
            self._pause.start(round(PAUSE - passed))

    def _speak(self) -> None:
        self._said = monotonic()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._widget, self._waiting))


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


def set_tip(widget: QWidget, tip: str) -> None:
    """Give a widget another tool tip, as why it is disabled; a screen reader reads it as its description."""
    widget.setToolTip(plain_tip(tip))
    widget.setAccessibleDescription(tip)


def give_role(widget: QWidget, role: Role) -> None:
    """Tell a screen reader what a painted widget is: Qt calls every widget that it does not know a client area.

    Args:
        widget: a widget of a class of ours, before a screen reader has asked for it.
        role: what it is. Its name and description say the rest, for no value goes with a role given here.
    """
    _install_factory()
    widget.setProperty(_ROLE, role.value)


def role_of(widget: QWidget) -> Role | None:
    """The role that :func:`give_role` gave to a widget; ``None`` if it gave none."""
    role = widget.property(_ROLE)
    return None if role is None else Role(role)


@cache
def _install_factory() -> None:
    QAccessible.installFactory(_interface)


def _interface(kind: str, thing: QObject) -> QAccessibleInterface | None:
    """The interface of a widget with a role of ours, made of Qt's own class; ``None`` leaves it to Qt.

    Pages of which one is shown are a group: Qt calls them a layered pane, and a screen reader says so at every step.
    """
    role = Role.Grouping.value if kind == "QStackedWidget" else thing.property(_ROLE)
    return QAccessibleWidget(thing, Role(role)) if role is not None and isinstance(thing, QWidget) else None
