"""The monkey's hands: events of the mouse, the keyboard and the system for the window or dialog that is in front."""

import warnings
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QMenu, QPlainTextEdit, QWidget

from mlp_desktop.app import Desktop
from mlp_engine.datasets.practice import practice_strokes

TEXTS = (
    "",
    "0",
    "-1",
    "7",
    "1e309",
    "nan",
    "0.1, 0.2",
    "1-",
    "999999999999",
    "ünï",
    "<b>x</b>",
    "=1+1",
    "\u202ex",
    "30",
)
NO_KEYS = Qt.KeyboardModifier.NoModifier
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
_KEY_NAMES = (
    *"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    *("Tab", "Backtab", "Return", "Escape", "Space", "Delete", "Backspace", "Insert", "Left", "Right", "Up", "Down"),
    *("Home", "End", "PageUp", "PageDown", "F1", "F2", "F5", "F10", "Question", "Plus", "Minus"),
)
KEYS = tuple(getattr(Qt.Key, f"Key_{name}") for name in _KEY_NAMES)
MODIFIERS = (
    *(NO_KEYS,) * 5,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
)


class Hands:
    """What a person can do with mouse, keyboard and files. Every method does one thing and returns its name.

    Args:
        desktop: the program.
        rng: where chance comes from.
        sources: files and folders that can be dropped and pasted.
    """

    def __init__(self, desktop: Desktop, rng: np.random.Generator, sources: list[str]) -> None:
        self._desktop = desktop
        self._rng = rng
        self._sources = sources

    def click(self) -> str:
        """Click somewhere, mostly with the left button, sometimes twice."""
        widget, place = self._somewhere()
        button = RIGHT if self._rng.random() < 0.1 else LEFT
        if self._rng.random() < 0.1:
            QTest.mouseDClick(widget, button, NO_KEYS, place)
            return f"double click on {_name(widget)}"
        described = f"click on {_name(widget)} with {button.name}"
        QTest.mouseClick(widget, button, NO_KEYS, place)
        return described

    def context_menu(self) -> str:
        """Ask for a context menu somewhere."""
        widget, place = self._somewhere()
        described = f"context menu on {_name(widget)}"
        QApplication.sendEvent(
            widget, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, widget.mapToGlobal(place))
        )
        return described

    def menu(self) -> str:
        """Choose an entry of the open menu, or of a menu of the window."""
        popup = QApplication.activePopupWidget()
        if isinstance(popup, QMenu):
            menu = popup
        elif QApplication.activeModalWidget() is not None or popup is not None:
            return self.key()
        else:
            menus = [each for each in self._desktop.window.findChildren(QMenu) if each.isEnabled()]
            menu = menus[self._rng.integers(len(menus))]
        actions = [each for each in menu.actions() if each.isEnabled() and not each.menu() and not each.isSeparator()]
        if not actions:
            menu.close()
            return "close an empty menu"
        action = actions[self._rng.integers(len(actions))]
        described = f"menu {action.text()!r}"
        menu.close()
        action.trigger()
        return described

    def key(self) -> str:
        """Press a key wherever the focus is."""
        key = KEYS[self._rng.integers(len(KEYS))]
        modifier = MODIFIERS[self._rng.integers(len(MODIFIERS))]
        widget = QApplication.activePopupWidget() or QApplication.focusWidget() or self._front()
        described = f"key {key.name} with {modifier.name} in {_name(widget)}"
        QTest.keyClick(widget, key, modifier)
        return described

    def type_text(self) -> str:
        """Type a text over the one in a field."""
        fields = [each for each in self._widgets() if isinstance(each, QLineEdit | QPlainTextEdit | QAbstractSpinBox)]
        if not fields:
            return self.key()
        field = fields[self._rng.integers(len(fields))]
        text = TEXTS[self._rng.integers(len(TEXTS))]
        described = f"type {text!r} in {_name(field)}"
        field.setFocus()
        if not isinstance(field, QAbstractSpinBox):
            field.selectAll()
        for letter in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(field, QKeyEvent(kind, Qt.Key.Key_unknown.value, NO_KEYS, letter))
        return described

    def choose(self) -> str:
        """Choose an entry of a list of choices."""
        lists = [each for each in self._widgets() if isinstance(each, QComboBox) and each.count()]
        if not lists:
            return self.click()
        chosen = lists[self._rng.integers(len(lists))]
        entry = int(self._rng.integers(chosen.count()))
        described = f"choose {chosen.itemText(entry)!r} in {_name(chosen)}"
        chosen.setCurrentIndex(entry)
        chosen.activated.emit(entry)
        return described

    def drag(self) -> str:
        """Drag from one place of a widget to others."""
        widget, place = self._somewhere()
        described = f"drag on {_name(widget)}"
        QTest.mousePress(widget, LEFT, NO_KEYS, place)
        for _ in range(int(self._rng.integers(1, 8))):
            QTest.mouseMove(widget, self._place(widget))
        QTest.mouseRelease(widget, LEFT, NO_KEYS, self._place(widget))
        return described

    def wheel(self) -> str:
        """Turn the wheel somewhere."""
        widget, place = self._somewhere()
        described = f"wheel on {_name(widget)}"
        delta = QPoint(0, int(self._rng.choice([-1200, -120, 120, 1200])))
        control = Qt.KeyboardModifier.ControlModifier if self._rng.random() < 0.2 else NO_KEYS
        event = QWheelEvent(
            QPointF(place), QPointF(widget.mapToGlobal(place)), QPoint(), delta, Qt.MouseButton.NoButton, control,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(widget, event)
        return described

    def draw(self) -> str:
        """Draw a digit on the pad, if nothing is in front of it."""
        window, pad = self._desktop.window, self._desktop.window.draw_tab.pad
        if self._front() is not window:
            return self.click()
        window.tabs.setCurrentWidget(window.draw_tab)
        label = int(self._rng.integers(10))
        square = pad.square()
        for stroke in practice_strokes(label, self._rng):
            points = np.asarray(stroke)
            points = (points - points.min(axis=0)) / max(float(np.ptp(points, axis=0).max()), 1e-9) * 0.6 + 0.2
            places = [(square.topLeft() + QPointF(x, y) * square.width()).toPoint() for x, y in points.tolist()]
            QTest.mousePress(pad, LEFT, NO_KEYS, places[0])
            for place in places[1:]:
                QTest.mouseMove(pad, place)
            QTest.mouseRelease(pad, LEFT, NO_KEYS, places[-1])
        return f"draw a {label}"

    def turn_to_tab(self) -> str:
        """Show another tab."""
        tabs = self._desktop.window.tabs
        if self._front() is not self._desktop.window:
            return self.key()
        tabs.setCurrentIndex(int(self._rng.integers(tabs.count())))
        return f"tab {tabs.tabText(tabs.currentIndex())}"

    def resize(self) -> str:
        """Give the window another size, from smaller than it can be to larger than the screen."""
        width, height = (int(self._rng.choice([1, 300, 700, 1024, 1920, 2560])) for _ in "wh")
        self._desktop.window.resize(width, height)
        return f"resize to {width}, {height}"

    def drop(self) -> str:
        """Drop a file on the window."""
        if self._front() is not self._desktop.window:
            return self.click()
        path = self._sources[self._rng.integers(len(self._sources))]
        mime, middle = QMimeData(), self._desktop.window.rect().center()
        mime.setUrls([QUrl.fromLocalFile(path)])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of QPoint, by Qt 6.12; before, there is no other way
            enter = QDragEnterEvent(middle, Qt.DropAction.CopyAction, mime, LEFT, NO_KEYS)
        QApplication.sendEvent(self._desktop.window, enter)
        event = QDropEvent(QPointF(middle), Qt.DropAction.CopyAction, mime, LEFT, NO_KEYS)
        QApplication.sendEvent(self._desktop.window, event)
        return f"drop {path!r}"

    def fill_clipboard(self) -> str:
        """Put a picture, a text or a file on the clipboard."""
        kind = self._rng.choice(["picture", "huge picture", "text", "file", "nothing"])
        mime = QMimeData()
        if "picture" in kind:
            size = (40, 30) if kind == "picture" else (12_000, 9_000)
            image = QImage(*size, QImage.Format.Format_Mono)
            image.fill(1)
            mime.setImageData(image)
        elif kind == "file":
            mime.setUrls([QUrl.fromLocalFile(self._sources[self._rng.integers(len(self._sources))])])
        elif kind == "text":
            mime.setText(TEXTS[self._rng.integers(len(TEXTS))] * 1000)
        QGuiApplication.clipboard().setMimeData(mime)
        return f"copy {kind} elsewhere"

    def restyle(self) -> str:
        """Change the colours of the system, or the state of the window."""
        window = self._desktop.window
        if self._rng.random() < 0.5:
            QApplication.sendEvent(window, QEvent(QEvent.Type.ThemeChange))
            return "another theme"
        state = self._rng.choice(["showMinimized", "showMaximized", "showNormal", "showFullScreen"])
        getattr(window, state)()
        if state == "showMinimized":
            window.showNormal()
        return str(state)

    def _front(self) -> QWidget:
        """The widget that gets events now: the open menu, the open dialog, or the window."""
        return QApplication.activePopupWidget() or QApplication.activeModalWidget() or self._desktop.window

    def _widgets(self) -> list[QWidget]:
        front = self._front()
        below = [each for each in front.findChildren(QWidget) if each.window() is front]
        return [each for each in (front, *below) if each.isVisible() and each.isEnabled() and _has_room(each)]

    def _somewhere(self) -> tuple[QWidget, QPoint]:
        widgets = self._widgets() or [self._desktop.window]
        widget = widgets[self._rng.integers(len(widgets))]
        return widget, self._place(widget)

    def _place(self, widget: QWidget) -> QPoint:
        return QPoint(int(self._rng.integers(max(widget.width(), 1))), int(self._rng.integers(max(widget.height(), 1))))


def _has_room(widget: QWidget) -> bool:
    return widget.width() > 2 and widget.height() > 2 and not widget.visibleRegion().isEmpty()


def _name(widget: QWidget) -> str:
    text: Any = getattr(widget, "text", None)
    label = str(text())[:30] if callable(text) else ""
    return " ".join(filter(None, (type(widget).__name__, widget.objectName(), repr(label) if label else "")))
