"""The guard at Qt's borders: no exception leaves a method that Qt calls.

PySide hands such an exception to whatever Python code ran before, or back to the event loop, and a painter that its
traceback keeps alive ends the process. So it is reported instead, and Qt gets an empty cell, no size, or no answer.
"""

import sys
import traceback
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QRegion, QValidator

Kind = TypeVar("Kind", bound=type)


def _nothing() -> None:
    return None


FALLBACKS: dict[str, Callable[[], object]] = {
    "addTab": int,
    "canFetchMore": bool,
    "columnCount": int,
    "currentChanged": _nothing,
    "currentWidget": _nothing,
    "data": _nothing,
    "drawComplexControl": _nothing,
    "drawPrimitive": _nothing,
    "event": bool,
    "eventFilter": bool,
    "fetchMore": _nothing,
    "flags": lambda: Qt.ItemFlag.NoItemFlags,
    "focusNextPrevChild": bool,
    "headerData": _nothing,
    "hitButton": bool,
    "indexOf": lambda: -1,
    "insertFromMimeData": _nothing,
    "insertTab": int,
    "minimumSizeHint": QSize,
    "paint": _nothing,
    "pixelMetric": int,
    "removeTab": _nothing,
    "rowCount": int,
    "setCurrentWidget": _nothing,
    "setData": bool,
    "showPopup": _nothing,
    "sizeFromContents": QSize,
    "sizeHint": QSize,
    "tabSizeHint": QSize,
    "tickSpacing": list,
    "tickStrings": list,
    "tickValues": list,
    "updateAutoSIPrefix": _nothing,
    "subElementRect": QRect,
    "validate": lambda: (QValidator.State.Invalid, "", 0),
    "valueFromText": float,
    "visualRegionForSelection": QRegion,
    "widget": _nothing,
}
"""What Qt gets from a method that failed. Handlers of events, whose names end in "Event", return nothing anyway."""


def guarded(kind: Kind) -> Kind:
    """A class of Qt's whose methods that Qt calls let no exception out; used as a decorator."""
    for name, method in list(vars(kind).items()):
        if name in FALLBACKS or name.endswith("Event"):
            above = [base for base in kind.__mro__[1:] if not base.__module__.startswith("mlp_")]
            if any(hasattr(base, name) for base in above):
                setattr(kind, name, _guarded(method, FALLBACKS.get(name, _nothing)))
    return kind


def _guarded(method: Callable[..., Any], fallback: Callable[[], object]) -> Callable[..., Any]:
    @wraps(method)
    def call(*arguments: Any, **named: Any) -> Any:
        try:
            return method(*arguments, **named)
        except Exception as error:
            sys.excepthook(type(error), error, error.__traceback__)
            # Whoever keeps the traceback must not keep painters: one that outlives its widget ends the process.
            traceback.clear_frames(error.__traceback__)
            return fallback()

    return call
