"""Names and roles of widgets for people who cannot see them, and announcements by the screen reader."""

from functools import cache

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

from mlp_desktop.plain_text import plain_tip

Role = QAccessible.Role

_ROLE = "spokenRole"


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


def give_role(widget: QWidget, role: Role) -> None:
    """Tell a screen reader what a painted widget is: Qt calls every widget that it does not know a client area.

    Args:
        widget: a widget of a class of ours, before a screen reader has asked for it.
        role: what it is. Its name and description say the rest, for no value goes with a role given here.
    """
    _install_factory()
    widget.setProperty(_ROLE, role.value)


@cache
def _install_factory() -> None:
    QAccessible.installFactory(_interface)


def _interface(_class: str, thing: QObject) -> QAccessibleInterface | None:
    """The interface of a widget with a role of ours, made of Qt's own class; ``None`` leaves it to Qt."""
    role = thing.property(_ROLE)
    return QAccessibleWidget(thing, Role(role)) if role is not None and isinstance(thing, QWidget) else None
