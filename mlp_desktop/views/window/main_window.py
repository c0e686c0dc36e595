"""The main window: its tabs and title, and files dropped on it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.draw.draw_tab import DrawTab
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.growth import follow, grown, refresh
from mlp_desktop.views.kit.icons import load_icon
from mlp_desktop.views.kit.layouts import hbox, vbox
from mlp_desktop.views.kit.tab_bar import Tabs
from mlp_desktop.views.window.dialog_window import PROGRAM
from mlp_desktop.views.window.lesson_panel import QWIDGETSIZE_MAX, LessonPanel
from mlp_desktop.views.window.menu_window import MenuWindow
from mlp_desktop.views.window.network_line import NetworkLine

if TYPE_CHECKING:
    from mlp_desktop.views.examine.examine_tab import ExamineTab
    from mlp_desktop.views.lab.lab_tab import LabTab
    from mlp_desktop.views.moments.live_network import LiveNetwork
    from mlp_desktop.views.moments.live_pad import LivePad
    from mlp_desktop.views.moments.moments_page import MomentsPage
    from mlp_desktop.views.my_digits.my_digits_tab import MyDigitsTab
    from mlp_desktop.views.runs.runs_tab import RunsTab
    from mlp_desktop.views.sweeps.sweep_tab import SweepTab
    from mlp_desktop.views.train.train_tab import TrainTab
    from mlp_desktop.views.train.training_fields import FieldGroup

_FRAME = 16  # milliseconds


@guarded
class MainWindow(MenuWindow):
    """Tabs under the menu bar.

    The Draw tab is there from the start; the pages of the other tabs are empty until :meth:`build_tabs` has run.
    """

    train_tab: "TrainTab"
    examine_tab: "ExamineTab"
    runs_tab: "RunsTab"
    my_digits_tab: "MyDigitsTab"
    compare_tab: "SweepTab"
    lab_tab: "LabTab"
    live_pad: "LivePad"
    live_network: "LiveNetwork"
    moments_page: "MomentsPage"

    files_dropped = Signal(list)
    full_screen_changed = Signal(bool)
    theme_changed = Signal()
    """The system has another font or other colours."""
    close_requested = Signal()

    def __init__(self, icons_folder: Path) -> None:
        super().__init__()
        # When the layouts have their new sizes, and after they are painted, which takes long enough.
        self._refresh_again = QTimer(self, singleShot=True)
        self._refresh_again.setInterval(_FRAME)
        self._refresh_again.timeout.connect(refresh)
        self._close_allowed = False
        self._presents, self._before_presenting = False, (False, False)
        self._icons_folder = icons_folder
        self.setObjectName("mainWindow")
        self.setAcceptDrops(True)
        self.setWindowIcon(load_icon(icons_folder, "app", self.palette()))
        self.draw_tab = DrawTab(icons_folder)
        self.tabs = Tabs()
        self.tabs.setObjectName("tabs")
        self.tabs.setAccessibleName("Views")
        self.tabs.addTab(self.draw_tab, "&Draw")
        for title in ("&Train", "E&xamine", "&Runs", "&My digits", "&Sweeps", "La&b"):
            self.tabs.keep_place(title)
        self._network_line = NetworkLine()
        self.tabs.setCornerWidget(self._network_line, Qt.Corner.TopRightCorner)
        self.lesson_panel = LessonPanel()
        self.lesson_panel.hide()
        centre = QWidget()
        self._centre = hbox(self.tabs, self.lesson_panel)
        self._strip = QWidget()  # below the tabs, which may be scrolled in large text
        self._strip_place = vbox(parent=self._strip)
        self._strip_place.setContentsMargins(2 * theme.GRID, 0, 2 * theme.GRID, theme.GRID)
        follow(self._strip, lambda each: each.setFixedHeight(grown(theme.LESSON_HEIGHT) + theme.GRID))
        self._strip.hide()
        whole = vbox(parent=centre)
        whole.addLayout(self._centre, 1)
        whole.addWidget(self._strip)
        self.setCentralWidget(centre)
        self.make_menus(self.draw_tab)
        self.tabs.currentChanged.connect(self._enable_what_draws)
        self.leave_action = QAction("End presentation", self)
        self.leave_action.setObjectName("endPresentationAction")
        self.leave_action.setShortcut(QKeySequence("Esc"))
        self.leave_action.setEnabled(False)
        self.addAction(self.leave_action)
        self.set_network_line("")
        self.set_document("Untitled", False)
        self.resize(1120, 760)
        self.draw_tab.pad.setFocus()

    def build_tabs(self, training_fields: "Sequence[FieldGroup]") -> Iterator[None]:
        """Build the tabs other than Draw, in steps between which the caller processes events.

        Args:
            training_fields: the fields of the training form.
        """
        # Imported only now, because importing the plots alone takes as long as everything that the Draw tab needs.
        from mlp_desktop.views.train.train_tab import TrainTab

        yield
        self.train_tab = TrainTab(self._icons_folder, training_fields)
        self._put(1, self.train_tab)
        yield
        from mlp_desktop.views.examine.examine_tab import ExamineTab
        from mlp_desktop.views.runs.runs_tab import RunsTab

        self.examine_tab = ExamineTab(self._icons_folder)
        self._put(2, self.examine_tab)
        yield
        self.runs_tab = RunsTab()
        self._put(3, self.runs_tab)
        yield
        from mlp_desktop.views.my_digits.my_digits_tab import MyDigitsTab

        self.my_digits_tab = MyDigitsTab()
        self._put(4, self.my_digits_tab)
        yield
        from mlp_desktop.views.sweeps.sweep_tab import SweepTab

        self.compare_tab = SweepTab(self._icons_folder)
        self._put(5, self.compare_tab)
        yield
        from mlp_desktop.views.lab.lab_tab import LabTab

        self.lab_tab = LabTab(self._icons_folder)
        self._put(6, self.lab_tab)
        yield
        from mlp_desktop.views.moments.live_network import LiveNetwork
        from mlp_desktop.views.moments.live_pad import LivePad

        self.live_pad, self.live_network = LivePad(), LiveNetwork()
        self.train_tab.curves.put_beside(self.live_pad)
        self.train_tab.curves.put_network(self.live_network)
        yield
        from mlp_desktop.views.moments.moments_page import MomentsPage

        self.moments_page = MomentsPage(self._icons_folder)
        self.runs_tab.put_moments(self.moments_page)
        for field in self.findChildren(QLineEdit):
            field.setAcceptDrops(False)  # a dropped file is for the window, and its path no text to insert

    def _put(self, place: int, tab: QWidget) -> None:
        """Put a tab in its place; the current tab stays current."""
        current, title = self.tabs.currentIndex(), self.tabs.tabText(place)
        self.tabs.removeTab(place)
        self.tabs.insertTab(place, tab, title)
        self.tabs.setCurrentIndex(current)

    def _enable_what_draws(self) -> None:
        self.set_draws(self.tabs.currentWidget() is self.draw_tab)

    # Content

    def show_lesson_panel(self, tab: QWidget, *, within: bool) -> None:
        """Show the lesson within a tab: below the pad, or the form with hidden fields; else beside or below all."""
        panel = self.lesson_panel
        panel.set_beside_tabs(not within)
        panel.set_wide(tab is not self.train_tab)
        below_all = tab is self.lab_tab
        self.lab_tab.make_room(below_all)
        self._strip.setVisible(below_all)
        if below_all:
            self._strip_place.addWidget(panel)
        elif not within:
            self._centre.addWidget(panel)
        elif tab is self.train_tab:
            self.train_tab.put_below_form(panel)
        elif tab is self.draw_tab:
            self.draw_tab.put_lesson(panel)
        panel.show()
        self.draw_tab.make_room()

    def hide_lesson_panel(self) -> None:
        """Hide the lesson, and give its room back."""
        self.lesson_panel.hide()
        self._strip.hide()
        self.lab_tab.make_room(False)
        self.draw_tab.make_room()

    def set_network_line(self, text: str) -> None:
        """Show one line about the network in use."""
        self._network_line.set_in_use(text)

    def set_answering_line(self, text: str) -> None:
        """Show one line about another network, which answers in the Draw tab; empty for the network in use."""
        self._network_line.set_answering(text)

    def set_file_line(self, text: str) -> None:
        """Show what goes on with a weights file in place of the network; empty if nothing does."""
        self._network_line.set_file(text)

    def set_document(self, name: str, modified: bool) -> None:
        """Show the name of the network in the title, and whether it has unsaved changes."""
        self.setWindowTitle(f"{name.replace('[*]', '[*][*]')}[*] – {PROGRAM}")
        self.setWindowModified(modified)

    def set_full_screen(self, full: bool) -> None:
        """Fill the screen, or have the window as it was before."""
        state = self.windowState()
        screen = Qt.WindowState.WindowFullScreen
        self.setWindowState(state | screen if full else state & ~screen)

    def set_presenting(self, on: bool) -> None:
        """Let pad and answer fill the screen, without menus and tabs, until Esc; or have everything as it was."""
        if on == self._presents:
            return
        self._presents = on
        if on:
            self.tabs.setCurrentWidget(self.draw_tab)
            self._before_presenting = (self.isFullScreen(), not self.lesson_panel.isHidden())
        was_full, had_lesson = self._before_presenting
        self.menuBar().setMaximumHeight(0 if on else QWIDGETSIZE_MAX)  # the keys of what is hidden would not work
        self.tabs.tabBar().setVisible(not on)
        self._network_line.setVisible(not on)
        self.lesson_panel.setVisible(had_lesson and not on)
        self._strip.setVisible(had_lesson and not on and self._strip.isAncestorOf(self.lesson_panel))
        self.draw_tab.set_presenting(on)
        self.leave_action.setEnabled(on)
        self.set_full_screen(on or was_full)

    # Events

    def changeEvent(self, event: QEvent) -> None:
        """Announce the screen being filled or left and another theme of the system, and follow another size of text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self.full_screen_changed.emit(self.isFullScreen())
        elif event.type() == QEvent.Type.FontChange:
            refresh()
            self._refresh_again.start()
        elif event.type() == QEvent.Type.ThemeChange:
            self.theme_changed.emit()

    def allow_close(self) -> None:
        """Let the next close succeed: nothing runs any more, and unsaved work has been dealt with."""
        self._close_allowed = True

    def closeEvent(self, event: QCloseEvent) -> None:
        """Announce the wish to close, and close only if :meth:`allow_close` was called."""
        if not self._close_allowed:
            self.close_requested.emit()
        event.setAccepted(self._close_allowed)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept local files."""
        if _local_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Announce the files that were dropped."""
        if paths := _local_files(event):
            event.acceptProposedAction()
            self.files_dropped.emit(paths)


def _local_files(event: QDropEvent) -> list[str]:
    return [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
