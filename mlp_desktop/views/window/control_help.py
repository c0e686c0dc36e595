"""The controls of the window: what a person can act on there, its present value, and the way to it."""

import re
from collections.abc import Iterator
from html import unescape

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QMenu,
    QMenuBar,
    QScrollArea,
    QScrollBar,
    QStackedWidget,
    QTabWidget,
    QWhatsThis,
    QWidget,
)
from shiboken6 import isValid

from mlp_desktop.plain_text import plain_tip
from mlp_desktop.views.draw.reading_panel import ReadingPanel
from mlp_desktop.views.kit.folded_section import FoldedSection
from mlp_desktop.views.kit.segments import Segments

_TAG = re.compile(r"<[^>]*>")
_MAX_VALUE = 80


def controls_of(page: QWidget) -> Iterator[QWidget]:
    """What a person can focus or press on a page, without the insides of lists of choices, fields and menus.

    Who asks for one after the other with pauses between them is not given what has gone meanwhile.
    """
    for widget in page.findChildren(QWidget):
        if not isValid(widget):
            continue
        if isinstance(widget, QMenu | QScrollBar) or not _is_acted_on(widget):
            continue
        if not any(isinstance(above, QComboBox | QAbstractSpinBox | QMenu) for above in _above(widget, page)):
            yield widget


def name_of(control: QWidget) -> str:
    """What a control is called: its name for a screen reader, or the words on it."""
    words = control.text() if isinstance(control, QAbstractButton) else ""
    return control.accessibleName() or words.replace("&", "")


def tip_of(control: QWidget) -> str:
    """The tool tip of a control as plain text; empty if it says no more than the control itself."""
    tip = unescape(_TAG.sub(" ", control.toolTip())).strip()
    return "" if tip == name_of(control) else tip


def is_word_of_a_page(control: QWidget) -> bool:
    """Whether a control is one of the words in a row between which is chosen."""
    return isinstance(control, QAbstractButton) and isinstance(control.parentWidget(), Segments)


def value_of(control: QWidget) -> str:
    """The present value of a control; empty if it has none."""
    if isinstance(control, QComboBox):
        value = control.currentText()
    elif isinstance(control, QLineEdit):
        value = control.text() or control.placeholderText()
    elif isinstance(control, QAbstractSpinBox):
        value = control.text()
    elif isinstance(control, QAbstractSlider):
        low, high = control.minimum(), control.maximum()
        value = f"{(control.value() - low) / (high - low):.0%} of the way" if high > low else ""
    elif isinstance(control, QAbstractButton) and control.isCheckable():
        value = "on" if control.isChecked() else "off"
    else:
        return ""
    return value if len(value) <= _MAX_VALUE else f"{value[: _MAX_VALUE - 1]}…"


def tab_of(tabs: QTabWidget, control: QWidget) -> int:
    """The number of the tab that a control is in, or −1."""
    return next((place for place in range(tabs.count()) if _holds(tabs.widget(place), control)), -1)


def show_control(tabs: QTabWidget, control: QWidget) -> bool:
    """Turn to the tab and the page of a control, scroll to it and give it the focus.

    Returns whether it can be seen: some controls are shown only once there is something to show.
    """
    if (tab := tab_of(tabs, control)) >= 0:
        tabs.setCurrentIndex(tab)
    chain = [control, *_above(control, tabs)]
    chain = chain[: next((at for at, each in enumerate(chain) if each.parentWidget() is tabs), len(chain))]
    for above, within in reversed(list(zip(chain[1:], chain, strict=False))):
        if isinstance(above, FoldedSection):
            above.unfold()
        elif isinstance(above, QStackedWidget):
            _turn(above, above.indexOf(within), chain)
        elif isinstance(above, ReadingPanel):
            above.show_page(above.pages.index(within) + 1 if within in above.pages else 0)
    if isinstance(control, QAbstractButton) and is_word_of_a_page(control):
        control.click()
    for above in chain:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(control)
    tabs.window().activateWindow()
    if control.isVisible():
        control.setFocus(Qt.FocusReason.ShortcutFocusReason)
    return control.isVisible()


def show_action(bar: QMenuBar, action: QAction) -> None:
    """Open the menu that has an item, with the item chosen: Enter does it."""
    bar.window().activateWindow()
    for title in bar.actions():
        menu = title.menu()
        if isinstance(menu, QMenu) and (action is title or action in menu.actions()):
            bar.setActiveAction(title)
            if action is not title:
                menu.setActiveAction(action)


def show_words_at(control: QWidget, words: str) -> None:
    """Show words below a control, until a key is pressed or the mouse is clicked."""
    QWhatsThis.showText(control.mapToGlobal(QPoint(0, control.height())), plain_tip(words), control)


def _turn(stack: QStackedWidget, place: int, chain: list[QWidget]) -> None:
    """Turn a stack to one of its pages by pressing the word for it, if there are words for its pages.

    The page is given by its place: if PySide were asked for it, it would take the page for deleted once the wrapper of
    a stack of Qt's own goes.
    """
    if place == stack.currentIndex():
        return
    for above in chain[chain.index(stack) + 1 :]:
        for words in above.findChildren(Segments):
            if len(words.buttons) == stack.count() and not stack.isAncestorOf(words):
                words.buttons[place].click()
                return


def _holds(page: QWidget | None, control: QWidget) -> bool:
    return page is not None and (page is control or page.isAncestorOf(control))


def _is_acted_on(widget: QWidget) -> bool:
    if isinstance(widget, QAbstractButton) and not name_of(widget):
        return widget.isVisible() and widget.isEnabled()
    focusable = widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.focusProxy() is None
    return focusable or isinstance(widget, QAbstractButton)


def _above(widget: QWidget, top: QWidget) -> Iterator[QWidget]:
    """The widgets that a widget lies in, from the inside, below ``top``."""
    above = widget.parentWidget()
    while above is not None and above is not top:
        yield above
        above = above.parentWidget()
