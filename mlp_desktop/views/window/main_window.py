"""The main window: its tabs, menus and title, and files dropped on it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QPalette
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.draw.draw_tab import DrawTab
from mlp_desktop.views.draw.pen_menu import PenMenu
from mlp_desktop.views.draw.picture_menu import PictureMenu
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.icons import load_icon
from mlp_desktop.views.kit.labels import plain_label
from mlp_desktop.views.kit.layouts import hbox
from mlp_desktop.views.kit.tab_bar import Tabs
from mlp_desktop.views.window.dialog_window import PROGRAM, DialogWindow
from mlp_desktop.views.window.lesson_panel import LessonPanel
from mlp_desktop.views.window.lessons_menu import LessonsMenu

if TYPE_CHECKING:
    from mlp_desktop.views.examine.examine_tab import ExamineTab
    from mlp_desktop.views.my_digits.my_digits_tab import MyDigitsTab
    from mlp_desktop.views.runs.runs_tab import RunsTab
    from mlp_desktop.views.sweeps.sweep_tab import SweepTab
    from mlp_desktop.views.train.train_tab import TrainTab
    from mlp_desktop.views.train.training_fields import FieldGroup


@guarded
class MainWindow(DialogWindow):
    """Tabs under a menu bar, and the actions of menus and keys.

    The Draw tab is there from the start; the pages of the other tabs are empty until :meth:`build_tabs` has run.
    """

    train_tab: "TrainTab"
    examine_tab: "ExamineTab"
    runs_tab: "RunsTab"
    my_digits_tab: "MyDigitsTab"
    compare_tab: "SweepTab"

    open_requested = Signal()
    save_requested = Signal()
    save_as_requested = Signal()
    export_requested = Signal()
    recent_requested = Signal(str)
    open_picture_requested = Signal()
    save_picture_requested = Signal()
    cut_requested = Signal()
    copy_requested = Signal()
    paste_requested = Signal()
    sample_requested = Signal(int)
    """The number of samples to go forward, or back if it is negative."""
    bundled_requested = Signal()
    log_requested = Signal()
    about_requested = Signal()
    files_dropped = Signal(list)
    close_requested = Signal()

    def __init__(self, icons_folder: Path) -> None:
        super().__init__()
        self._close_allowed = False
        self._has_picture = False
        self._icons_folder = icons_folder
        self.setObjectName("mainWindow")
        self.setAcceptDrops(True)
        self.setWindowIcon(load_icon(icons_folder, "app", self.palette()))
        self.draw_tab = DrawTab(icons_folder)
        self.tabs = Tabs()
        self.tabs.setObjectName("tabs")
        self.tabs.setAccessibleName("Views")
        self.tabs.addTab(self.draw_tab, "&Draw")
        for title in ("&Train", "E&xamine", "&Runs", "&My digits", "&Sweeps"):
            self.tabs.addTab(QWidget(), title)
        self._network_line = plain_label()
        self._network_line.setObjectName("networkLine")
        self._network_line.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._network_line.setContentsMargins(theme.GRID, 0, 3 * theme.GRID, 0)
        self._network_line.setMinimumHeight(self.tabs.tabBar().sizeHint().height())
        self.tabs.setCornerWidget(self._network_line, Qt.Corner.TopRightCorner)
        self.lesson_panel = LessonPanel()
        self.lesson_panel.hide()
        centre = QWidget()
        self._centre = hbox(self.tabs, self.lesson_panel, parent=centre)
        self.setCentralWidget(centre)
        self._make_actions()
        self._make_menus()
        self.tabs.currentChanged.connect(self._enable_drawing_actions)
        self._enable_drawing_actions()
        self.set_recent([])
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
        for field in self.findChildren(QLineEdit):
            field.setAcceptDrops(False)  # a dropped file is for the window, and its path no text to insert

    def _put(self, place: int, tab: QWidget) -> None:
        """Replace an empty page by a tab; the current tab stays current."""
        current, empty, title = self.tabs.currentIndex(), self.tabs.widget(place), self.tabs.tabText(place)
        assert empty is not None, "every title has a page"
        self.tabs.removeTab(place)
        self.tabs.insertTab(place, tab, title)
        self.tabs.setCurrentIndex(current)
        empty.deleteLater()

    # Content

    def show_lesson_panel(self, *, below_form: bool) -> None:
        """Show the lesson below the form of the Train tab, where fields are hidden, or else beside the tabs."""
        self.lesson_panel.set_beside_tabs(not below_form)
        if below_form:
            self.train_tab.put_below_form(self.lesson_panel)
        else:
            self._centre.addWidget(self.lesson_panel)
        self.lesson_panel.show()

    def set_recent(self, paths: Sequence[str]) -> None:
        """Show ``paths`` in the menu of recent files, newest first."""
        self._recent_menu.clear()
        for path in paths:
            action = self._recent_menu.addAction(path.replace("&", "&&"))
            action.setData(path)
        self._recent_menu.setEnabled(bool(paths))

    def set_network_line(self, text: str) -> None:
        """Show one line about the network in use."""
        self._network_line.setText(text)
        self._network_line.setAccessibleName(f"Network in use: {text}")

    def set_document(self, name: str, modified: bool) -> None:
        """Show the name of the network in the title, and whether it has unsaved changes."""
        self.setWindowTitle(f"{name.replace('[*]', '[*][*]')}[*] – {PROGRAM}")
        self.setWindowModified(modified)

    # Events

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

    # Menus

    def _make_actions(self) -> None:
        keys = QKeySequence.StandardKey
        self.open_action = self._action("openAction", "&Open weights…", keys.Open)
        self.save_action = self._action("saveAction", "&Save weights", keys.Save)
        self.save_as_action = self._action("saveAsAction", "Save weights &as…", "Ctrl+Shift+S")
        self.export_action = self._action("exportAction", "&Export network…")
        self.open_picture_action = self._action("openPictureAction", "Open &picture or strokes…", "Ctrl+Shift+O")
        self.save_picture_action = self._action("savePictureAction", "Save &drawing as…")
        self.bundled_action = self._action("bundledAction", "Use the &bundled network")
        self.quit_action = self._action("quitAction", "&Quit", "Ctrl+Q")
        self.undo_action = self._action("undoAction", "&Undo", "Ctrl+Z")
        self.redo_action = self._action("redoAction", "&Redo", "Ctrl+Shift+Z")
        self.clear_action = self._action("clearAction", "&Clear", "Delete", "Ctrl+Backspace")
        self.cut_action = self._action("cutAction", "Cu&t as picture", keys.Cut)
        self.copy_action = self._action("copyAction", "Cop&y as picture", keys.Copy)
        self.paste_action = self._action("pasteAction", "&Paste picture", keys.Paste)
        self._next_sample = self._sample_action("nextSampleAction", "&Next sample", "Right")
        self._previous_sample = self._sample_action("previousSampleAction", "Pre&vious sample", "Left")
        self.open_action.triggered.connect(self.open_requested)
        self.save_action.triggered.connect(self.save_requested)
        self.save_as_action.triggered.connect(self.save_as_requested)
        self.export_action.triggered.connect(self.export_requested)
        self.open_picture_action.triggered.connect(self.open_picture_requested)
        self.save_picture_action.triggered.connect(self.save_picture_requested)
        self.cut_action.triggered.connect(self.cut_requested)
        self.copy_action.triggered.connect(self.copy_requested)
        self.paste_action.triggered.connect(self.paste_requested)
        self.bundled_action.triggered.connect(self.bundled_requested)
        self.quit_action.triggered.connect(self.close)
        # A group of their own, which is disabled while another tab is current, whatever the undo history allows.
        self._drawing_actions = QActionGroup(self)
        self._drawing_actions.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)
        history = (self.undo_action, self.redo_action, self.clear_action)
        for action in (*history, self.cut_action, self.copy_action, self.paste_action):
            self._drawing_actions.addAction(action)

    def _sample_action(self, name: str, text: str, key: str) -> QAction:
        """An action whose key works on the pad only, because arrow keys have other uses elsewhere."""
        action = self._action(name, text, key)
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(self._ask_for_sample)
        self.draw_tab.pad.addAction(action)
        return action

    def _ask_for_sample(self) -> None:
        self.sample_requested.emit(-1 if self.sender() is self._previous_sample else 1)

    def _enable_drawing_actions(self) -> None:
        drawing = self.tabs.currentWidget() is self.draw_tab
        self._drawing_actions.setEnabled(drawing)
        self.pen_menu.menuAction().setEnabled(drawing)
        self.picture_menu.menuAction().setEnabled(drawing and self._has_picture)

    def set_has_picture(self, has_picture: bool) -> None:
        """Enable the Picture menu and its keys while there is a picture on the pad, and only in the Draw tab."""
        self._has_picture = has_picture
        self._enable_drawing_actions()

    def _action(self, name: str, text: str, *keys: QKeySequence.StandardKey | str) -> QAction:
        action = QAction(text, self)
        action.setObjectName(name)
        action.setShortcuts([QKeySequence(key) for key in keys])
        return action

    def _make_menus(self) -> None:
        file_menu = self.menuBar().addMenu("&File")
        file_menu.addActions([self.open_action, self.open_picture_action])
        self._recent_menu = QMenu("Open &recent", self)
        self._recent_menu.setObjectName("recentMenu")
        self._recent_menu.triggered.connect(self._open_recent)
        file_menu.addMenu(self._recent_menu)
        file_menu.addAction(self.bundled_action)
        file_menu.addSeparator()
        file_menu.addActions([self.save_action, self.save_as_action, self.export_action, self.save_picture_action])
        file_menu.addSeparator()
        file_menu.addAction(self.quit_action)
        edit_menu = self.menuBar().addMenu("&Edit")
        edit_menu.addActions([self.undo_action, self.redo_action])
        edit_menu.addSeparator()
        edit_menu.addActions([self.cut_action, self.copy_action, self.paste_action])
        edit_menu.addSeparator()
        edit_menu.addAction(self.clear_action)
        edit_menu.addSeparator()
        edit_menu.addActions([self._next_sample, self._previous_sample])
        self.pen_menu = PenMenu(self)
        self.menuBar().addMenu(self.pen_menu)
        self.picture_menu = PictureMenu(self.draw_tab.picture, self)
        self.menuBar().addMenu(self.picture_menu)
        self.lessons_menu = LessonsMenu(self)
        self.menuBar().addMenu(self.lessons_menu)
        help_menu = self.menuBar().addMenu("&Help")
        help_menu.addAction(self._action("shortcutsAction", "&Keyboard shortcuts", "F1", "?"))
        help_menu.addAction(self._action("logAction", "Show &log"))
        help_menu.addAction(self._action("aboutAction", f"&About {PROGRAM}"))
        self._shortcuts_action, log_action, self._about_action = help_menu.actions()
        log_action.triggered.connect(self.log_requested)
        self._shortcuts_action.triggered.connect(self.show_shortcuts)
        self._about_action.triggered.connect(self.about_requested)

    def _open_recent(self, action: QAction) -> None:
        self.recent_requested.emit(action.data())


def _local_files(event: QDropEvent) -> list[str]:
    return [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
