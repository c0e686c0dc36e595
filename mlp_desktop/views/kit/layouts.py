"""Layouts: rows and columns without margins, and widgets that keep their room while hidden."""

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from mlp_desktop.views.kit import theme

Part = QWidget | QLayout


def hbox(*parts: Part, parent: QWidget | None = None, spacing: int = theme.GRID) -> QHBoxLayout:
    """A row of ``parts``, ``spacing`` logical pixels apart: the layout of ``parent``, or one for another layout."""
    box = QHBoxLayout() if parent is None else QHBoxLayout(parent)
    _fill(box, parts, spacing)
    return box


def vbox(*parts: Part, parent: QWidget | None = None, spacing: int = theme.GRID) -> QVBoxLayout:
    """A column of ``parts``, ``spacing`` logical pixels apart: the layout of ``parent``, or one for another layout."""
    box = QVBoxLayout() if parent is None else QVBoxLayout(parent)
    _fill(box, parts, spacing)
    return box


def keep_room(widget: QWidget) -> None:
    """Let a widget take its room even while it is hidden, so that nothing moves when it appears."""
    policy = widget.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    widget.setSizePolicy(policy)


def _fill(box: QBoxLayout, parts: tuple[Part, ...], spacing: int) -> None:
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(spacing)
    for part in parts:
        if isinstance(part, QWidget):
            box.addWidget(part)
        else:
            box.addLayout(part)
