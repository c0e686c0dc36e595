"""What a screen reader finds on every tab and in every dialog: names, roles and values."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QProgressBar,
    QStackedWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from every_dialog import every_dialog, every_page
from mlp_desktop.views.draw.score_bars import ScoreBars
from mlp_desktop.views.kit.growth import text_size_of
from mlp_desktop.views.kit.plots.live_plot import LivePlot
from mlp_desktop.views.window.main_window import MainWindow

Role, Text = QAccessible.Role, QAccessible.Text
TABS = ["Draw", "Train", "Examine", "Runs", "My digits", "Sweeps", "Lab"]
DIALOGS = ["About", "Shortcuts", "Log", "Lesson", "Samples", "Learning rate", "Fault", "Help"]
UNTOLD = {Role.Client, Role.NoRole}
WHOLE = {Role.Chart, Role.Graphic, Role.List, Role.Canvas}
"""What is told as a whole: its painted parts need no words of their own."""


def role(widget: QWidget) -> QAccessible.Role:
    return QAccessible.queryAccessibleInterface(widget).role()


def spoken(widget: QWidget, text: QAccessible.Text = Text.Name) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(text)


def widgets(page: QWidget) -> Iterator[QWidget]:
    """All widgets of a tab, without the insides of Qt's own lists of choices, fields and menus."""
    for widget in page.findChildren(QWidget):
        above = list(_above(widget, page))
        inside = any(isinstance(each, QComboBox | QAbstractSpinBox | QMenu) for each in above)
        if not inside and not isinstance(widget, QMenu):
            yield widget


def _above(widget: QWidget, page: QWidget) -> Iterator[QWidget]:
    while (parent := widget.parentWidget()) is not None and widget is not page:
        yield parent
        widget = parent


def is_acted_on(widget: QWidget) -> bool:
    """Whether a person can focus it, or press it; a button without words yet is hidden until it has some."""
    if isinstance(widget, QAbstractButton) and not widget.text() and not widget.accessibleName():
        return widget.isVisible() and widget.isEnabled()
    focusable = widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.focusProxy() is None
    return focusable or isinstance(widget, QAbstractButton)


def is_painted(widget: QWidget) -> bool:
    """Whether its class, one of ours, paints it by itself."""
    for kind in type(widget).__mro__:
        if not kind.__module__.startswith("mlp_desktop"):
            return False
        if "paintEvent" in vars(kind):
            return True
    return False


def tabs_of(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """Every tab by its name."""
    tabs = window.tabs
    for place in range(tabs.count()):
        page = tabs.widget(place)
        assert page is not None
        yield tabs.tabText(place).replace("&", ""), page


@pytest.fixture
def pages(window: MainWindow) -> Iterator[list[tuple[str, QWidget]]]:
    """Every tab and every dialog, by its name."""
    window.draw_tab.reading.build_pages()
    dialogs = every_dialog(window)
    yield [*tabs_of(window), *dialogs.items()]
    for dialog in dialogs.values():
        dialog.close()


def test_nothing_that_is_acted_on_is_without_a_name(pages: list[tuple[str, QWidget]]) -> None:
    nameless, seen, tabs = [], 0, []
    for tab, page in pages:
        tabs.append(tab)
        for widget in filter(is_acted_on, widgets(page)):
            if isinstance(widget, QAbstractScrollArea) and not isinstance(widget, QAbstractItemView):
                continue  # a scroll area takes the focus for its keys alone
            seen += 1
            if not spoken(widget):
                nameless.append(f"{tab}: {type(widget).__name__} {widget.objectName()}")
    assert tabs == TABS + DIALOGS
    assert seen > 150
    assert nameless == []


def test_what_is_painted_has_a_role_and_words(pages: list[tuple[str, QWidget]]) -> None:
    silent, seen = [], 0
    for tab, page in pages:
        for widget in filter(is_painted, widgets(page)):
            if any(role(each) in WHOLE for each in _above(widget, page)):
                continue
            if isinstance(widget, QLabel) and not widget.text():
                continue  # it shows nothing yet
            seen += 1
            if role(widget) in UNTOLD or not (spoken(widget) or widget.isHidden()):
                silent.append(f"{tab}: {type(widget).__name__} {widget.objectName()} {role(widget).name}")
    assert seen > 40
    assert silent == []
    panes = [tab for tab, page in pages for each in page.findChildren(QStackedWidget) if role(each) != Role.Grouping]
    assert panes == []  # a screen reader would say "layered pane" wherever the focus comes into one


def test_every_slider_field_and_list_of_choices_has_a_value(pages: list[tuple[str, QWidget]]) -> None:
    valued = {Role.Slider, Role.SpinBox, Role.ProgressBar}
    found = 0
    for tab, page in pages:
        for widget in widgets(page):
            if role(widget) in valued:
                found += 1
                assert QAccessible.queryAccessibleInterface(widget).valueInterface() is not None, (tab, widget)
            if isinstance(widget, QLineEdit) and widget.text():
                assert spoken(widget, Text.Value) == widget.text(), (tab, widget)
            if isinstance(widget, QComboBox) and widget.currentText():
                assert spoken(widget, Text.Value) == widget.currentText(), (tab, widget)
    assert found >= 10


def test_the_scores_are_a_list_of_ten_meters(window: MainWindow) -> None:
    bars = window.findChild(ScoreBars, "scoreBars")
    assert bars is not None
    bars.set_scores([0.0, 0.01, 0, 0, 0.25, 0, 0, 0.74, 0, 0])
    whole = QAccessible.queryAccessibleInterface(bars)
    assert whole.role() == Role.List
    assert whole.childCount() == 10
    for digit, value in ((1, 1), (4, 25), (7, 74)):
        meter = whole.child(digit)
        assert meter.role() == Role.ProgressBar
        assert meter.text(Text.Name) == f"Score of {digit}"
        assert (meter.valueInterface().currentValue(), meter.valueInterface().maximumValue()) == (value, 100)
        # Each is where its row is painted: what a finger or a pointer asks for is the row under it.
        middle = meter.rect().center()
        assert whole.childAt(middle.x(), middle.y()).text(Text.Name) == f"Score of {digit}"


def test_a_score_that_changes_is_not_spoken_by_itself(window: MainWindow) -> None:
    bars = window.findChild(ScoreBars, "scoreBars")
    assert bars is not None
    meter = bars.findChild(QProgressBar, "score7")
    assert meter is not None
    assert QAccessible.queryAccessibleInterface(meter).valueInterface().currentValue() == 0, (
        "none yet is not -1 per cent"
    )
    told: list[bool] = []
    meter.valueChanged.connect(lambda _: told.append(meter.isVisible()))  # of a visible one Qt tells screen readers
    bars.set_scores([0.0] * 7 + [1.0, 0, 0])
    assert told == [False]
    assert meter.isVisible()


def test_a_plot_is_a_chart_with_a_summary(window: MainWindow) -> None:
    plot = window.findChild(LivePlot, "lossPlot")
    assert plot is not None
    assert role(plot) == Role.Chart
    assert spoken(plot, Text.Description) == "No run yet: press Start"
    plot.set_curve("training", np.array([0.5, 1, 2]), np.array([2.25, 1.5, 0.5]))
    plot.set_curve("validation", np.array([1, 2]), np.array([1.75, 0.75]))
    assert spoken(plot, Text.Description) == (
        "To epoch 2: training from 2.2500 to 0.5000, validation from 1.7500 to 0.7500."
    )
    plot.set_summary("The loss falls.")
    plot.set_curve("training", np.array([0.5, 1, 3]), np.array([2.25, 1.5, 0.25]))
    assert spoken(plot, Text.Description) == "The loss falls."
    plot.set_summary("")
    assert spoken(plot, Text.Description).startswith("To epoch 3: training from 2.2500 to 0.2500, ")
    plot.clear()
    assert spoken(plot, Text.Description) == "No run yet: press Start"


def test_the_tab_key_leaves_everything_and_comes_round(qtbot: QtBot, window: MainWindow) -> None:
    counts = []
    for tab in every_page(window):
        window.tabs.tabBar().setFocus()
        first, stops = window.focusWidget(), []
        while not stops or stops[-1] is not first:
            here = window.focusWidget()
            qtbot.keyClick(here, Qt.Key.Key_Tab)
            stops.append(window.focusWidget())
            # An empty tab has no stop but its name; anywhere else the key leads on, to where it has not been.
            assert stops[-1] is not here or here is first, f"{tab}: the Tab key stays at {here}"
            assert stops.count(stops[-1]) == 1, f"{tab}: the Tab key goes in a circle at {stops[-1]}"
        counts.append(len(stops))
    assert len(counts) >= 25
    assert sum(counts) > 400


def test_the_tab_key_comes_round_in_every_dialog(qtbot: QtBot, window: MainWindow) -> None:
    for name, dialog in every_dialog(window).items():
        dialog.activateWindow()
        qtbot.waitUntil(lambda d=dialog: d.isActiveWindow())
        if dialog.focusWidget() is None:
            dialog.focusNextChild()
        first, stops = dialog.focusWidget(), []
        assert first is not None, name
        while not stops or stops[-1] is not first:
            qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
            stops.append(dialog.focusWidget())
            assert stops.count(stops[-1]) == 1, f"{name}: the Tab key goes in a circle at {stops[-1]}"
        buttons = [each for each in dialog.findChildren(QAbstractButton) if each.isVisible() and each.isEnabled()]
        reached = [each for each in buttons if each in stops]
        radio_groups = [each for each in buttons if each.focusPolicy() == Qt.FocusPolicy.NoFocus]
        assert len(reached) + len(radio_groups) == len(buttons), (name, [b for b in buttons if b not in stops])
        dialog.close()


def test_every_dialog_fits_a_small_screen_with_large_text(qapp: QApplication, window: MainWindow) -> None:
    size = text_size_of(qapp)
    size.choose(200)
    dialogs = every_dialog(window)
    qapp.processEvents()
    wide = {
        name: (dialog.minimumSizeHint().width(), dialog.minimumSizeHint().height())
        for name, dialog in dialogs.items()
        if dialog.minimumSizeHint().width() > 1366 or dialog.minimumSizeHint().height() > 768
    }
    small = [
        f"{name}: {type(each).__name__} {each.objectName()} {each.width()}×{each.height()}"
        for name, dialog in dialogs.items()
        for each in dialog.findChildren(QAbstractButton)
        if each.isVisible() and each.text() and (each.height() < 24 or each.width() < each.sizeHint().width())
    ]
    keys = dialogs["Shortcuts"].findChild(QAbstractScrollArea, "shortcutsSheet")
    sideways = keys.horizontalScrollBar().maximum()
    cut = [
        each.text()
        for each in dialogs["Fault"].findChildren(QLabel)
        if each.isVisible() and each.height() < each.heightForWidth(each.width())
    ]
    for dialog in dialogs.values():
        dialog.close()
    size.choose(100)
    assert wide == {}
    assert sideways == 0
    assert cut == []
    assert small == []
