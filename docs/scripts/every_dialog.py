"""Every page and every dialog of the program, open, for whoever looks at all of the window."""

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGraphicsView, QMenu, QScrollArea, QStackedWidget, QWidget

from mlp_desktop.views.draw.reading_panel import PAGES
from mlp_desktop.views.kit.plots.epoch_plot import EpochPlot
from mlp_desktop.views.train.rate_dialog import RateDialog
from mlp_desktop.views.train.samples_dialog import SamplesDialog
from mlp_desktop.views.window.about_dialog import AboutDialog
from mlp_desktop.views.window.fault_dialog import FaultDialog
from mlp_desktop.views.window.help_dialog import HelpDialog
from mlp_desktop.views.window.lesson_dialog import LessonDialog, LessonTexts
from mlp_desktop.views.window.log_dialog import LogDialog
from mlp_desktop.views.window.main_window import MainWindow
from mlp_desktop.views.window.shortcuts_dialog import ShortcutsDialog


def every_page(window: MainWindow) -> Iterator[str]:
    """Turn to every page of every tab on which something takes the focus, and name it.

    The name is that of the tab, and the object names of the pages, or their classes where they have none.
    """
    before = window.tabs.currentIndex()
    window.tabs.setCurrentWidget(window.draw_tab)
    reading = window.draw_tab.reading
    if not reading.pages:
        reading.build_pages()
    for number, title in enumerate(PAGES):
        reading.show_page(number)
        yield f"Draw, {title}"
    reading.show_page(0)
    for place in range(1, window.tabs.count()):
        window.tabs.setCurrentIndex(place)
        tab = window.tabs.widget(place)
        assert tab is not None, "it is counted"
        yield from _pages_of(tab, window.tabs.tabText(place).replace("&", ""))
    window.tabs.setCurrentIndex(before)


def _pages_of(page: QWidget, name: str) -> Iterator[str]:
    stacks = [each for each in page.findChildren(QStackedWidget) if each.isVisible() and _outermost(each, page)]
    if isinstance(page, QStackedWidget):
        stacks = [page]
    found = {stack: list(_pages_in(stack)) for stack in stacks}
    if not any(found.values()):
        yield name
    for stack, pages in found.items():
        before = stack.currentIndex()
        for shown in pages:
            stack.setCurrentWidget(shown)
            scrolled = shown.widget() if isinstance(shown, QScrollArea) else None
            yield from _pages_of(shown, f"{name}, {_called(scrolled or shown)}")
        stack.setCurrentIndex(before)


def _pages_in(stack: QStackedWidget) -> Iterator[QWidget]:
    """The pages on which something takes the focus; of plots of one kind, which differ in nothing else, the first."""
    kinds: set[type[QWidget]] = set()
    for place in range(stack.count()):
        page = stack.widget(place)
        assert page is not None, "it is counted"
        inside = (page, *page.findChildren(QWidget))
        takes_focus = any(each.focusPolicy() != Qt.FocusPolicy.NoFocus for each in inside)
        if takes_focus and not isinstance(page, QGraphicsView) and type(page) not in kinds:
            yield page
        if isinstance(page, EpochPlot):
            kinds.add(type(page))


def _called(page: QWidget) -> str:
    return page.objectName() or type(page).__name__


def _outermost(stack: QStackedWidget, page: QWidget) -> bool:
    """Whether no other stack of ``page`` is around ``stack``."""
    above = stack.parentWidget()
    while above is not None and above is not page:
        if isinstance(above, QStackedWidget):
            return False
        above = above.parentWidget()
    return True


def every_dialog(window: MainWindow) -> dict[str, QDialog]:
    """All dialogs by name, beside ``window``, which they belong to; shown without waiting for an answer."""
    menus = [action.menu() for action in window.menuBar().actions()]
    fault = FaultDialog("Digit pad", window)
    helping = HelpDialog(window)
    rate = RateDialog(window)
    samples = SamplesDialog(window)
    dialogs: dict[str, QDialog] = {
        "About": AboutDialog("About", "Digit pad\n\nReads digits.", "Qt: 6\nnumpy: 2", window.windowIcon(), window),
        "Shortcuts": ShortcutsDialog(
            {each.title(): each.actions() for each in menus if isinstance(each, QMenu)}, window
        ),
        "Log": LogDialog("The log is a file.", "12:00 started\n12:01 ended", window),
        "Lesson": LessonDialog(LessonTexts("A title", (("A step.", ""),), {}, ()), [("epochs", "Epochs")], str, window),
        "Samples": samples,
        "Learning rate": rate,
        "Fault": fault,
        "Help": helping,
    }
    helping.show_entries(["Epoch", "Overfitting"])
    helping.show_entry("Epoch", "One pass over all samples.", "10 now", goes=True, lesson="A lesson")
    fault.add("Something failed because of an error in this program.", "its details")
    rate.show_search((0.01, 0.1, 1.0), (2.3, 0.5, 4.0), 0.1, "A good rate is 0.1")
    labels = np.arange(30) % 10
    samples.set_augmentations([("none", "None"), ("shift", "Shift")])
    samples.show_samples(
        "practice", labels, lambda row: np.full((28, 28), 8 * int(row), np.uint8), can_be_distorted=True
    )
    images = np.full((10, 28, 28), 128, np.uint8)
    samples.strip.show_images(images, images // 2)
    for dialog in dialogs.values():
        dialog.show()
    return dialogs
