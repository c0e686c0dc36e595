"""Whether things may move on screen."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStyle, QWidget


def wants_motion(widget: QWidget) -> bool:
    """Whether the system leaves animations on.

    Qt 6.12 knows the system's preference for less motion; before, a system that switches animations off gives the style
    of widgets a duration of 0 for them.
    """
    hints = QGuiApplication.styleHints()
    wishes = hints.accessibility() if hasattr(hints, "accessibility") else None
    preference = getattr(wishes, "motionPreference", None)
    if preference is not None and "Reduc" in preference().name:
        return False
    return widget.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, widget) > 0
