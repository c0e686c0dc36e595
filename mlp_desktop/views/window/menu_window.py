"""The menus of the main window, and the actions that have a key."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from mlp_desktop.views.draw.draw_tab import DrawTab
from mlp_desktop.views.draw.pen_menu import PenMenu
from mlp_desktop.views.draw.picture_menu import PictureMenu
from mlp_desktop.views.window.dialog_window import PROGRAM, DialogWindow
from mlp_desktop.views.window.lessons_menu import LessonsMenu
from mlp_desktop.views.window.view_menu import ViewMenu


class MenuWindow(DialogWindow):
    """The base of the main window, with its menus; each item that is about files or the program has a signal."""

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
    whats_this_requested = Signal()
    control_help_requested = Signal()
    log_requested = Signal()
    about_requested = Signal()

    def make_menus(self, draw_tab: DrawTab) -> None:
        """Make all actions and menus; those that are about a drawing act on ``draw_tab``."""
        self._has_picture = False
        self._draws = True
        self._make_actions(draw_tab)
        self._make_file_menu()
        self._make_edit_menu()
        self.pen_menu = PenMenu(self)
        self.picture_menu = PictureMenu(draw_tab.picture, draw_tab.pad, self)
        self.view_menu = ViewMenu(self)
        self.lessons_menu = LessonsMenu(self)
        for menu in (self.pen_menu, self.picture_menu, self.view_menu, self.lessons_menu):
            self.menuBar().addMenu(menu)
        self._make_help_menu()
        self._enable_drawing_actions()
        self.set_recent([])

    def set_recent(self, paths: Sequence[str]) -> None:
        """Show ``paths`` in the menu of recent files, newest first."""
        self._recent_menu.clear()
        for path in paths:
            action = self._recent_menu.addAction(path.replace("&", "&&"))
            action.setData(path)
        self._enable_recent()

    def set_opens(self, opens: bool) -> None:
        """Disable the opening of weights while a file is being opened."""
        for action in (self.open_action, self.bundled_action):
            action.setEnabled(not opens)
        self._enable_recent()

    def set_saves(self, saves: bool) -> None:
        """Disable the saving of weights while they are being saved."""
        for action in (self.save_action, self.save_as_action):
            action.setEnabled(not saves)

    def _enable_recent(self) -> None:
        self._recent_menu.setEnabled(self.open_action.isEnabled() and not self._recent_menu.isEmpty())

    def set_has_picture(self, has_picture: bool) -> None:
        """Enable the Picture menu and its keys while there is a picture on the pad, and only in the Draw tab."""
        self._has_picture = has_picture
        self._enable_drawing_actions()

    def set_draws(self, draws: bool) -> None:
        """Enable what is about the drawing, or disable it while another tab is current."""
        self._draws = draws
        self._enable_drawing_actions()

    def _enable_drawing_actions(self) -> None:
        self._drawing_actions.setEnabled(self._draws)
        self.pen_menu.menuAction().setEnabled(self._draws)
        self.picture_menu.menuAction().setEnabled(self._draws and self._has_picture)

    def _make_actions(self, draw_tab: DrawTab) -> None:
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
        draw_tab.pad.addActions([self._next_sample, self._previous_sample])
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
        return action

    def _ask_for_sample(self) -> None:
        self.sample_requested.emit(-1 if self.sender() is self._previous_sample else 1)

    def _action(self, name: str, text: str, *keys: QKeySequence.StandardKey | str) -> QAction:
        action = QAction(text, self)
        action.setObjectName(name)
        action.setShortcuts([QKeySequence(key) for key in keys])
        return action

    def _make_file_menu(self) -> None:
        file_menu = self.menuBar().addMenu("&File")
        file_menu.addActions([self.open_action, self.open_picture_action])
        self._recent_menu = QMenu("Open &recent", self)
        self._recent_menu.setObjectName("recentMenu")
        self._recent_menu.triggered.connect(self._open_recent)
        file_menu.addMenu(self._recent_menu)
        file_menu.addAction(self.bundled_action)
        file_menu.addSeparator()
        file_menu.addActions([self.save_action, self.save_as_action, self.export_action, self.save_picture_action])
        self.chart_menu = QMenu("Save c&hart", self)
        self.chart_menu.setObjectName("chartMenu")
        file_menu.addMenu(self.chart_menu)
        file_menu.addSeparator()
        file_menu.addAction(self.quit_action)

    def _make_edit_menu(self) -> None:
        edit_menu = self.menuBar().addMenu("&Edit")
        edit_menu.addActions([self.undo_action, self.redo_action])
        edit_menu.addSeparator()
        edit_menu.addActions([self.cut_action, self.copy_action, self.paste_action])
        edit_menu.addSeparator()
        edit_menu.addAction(self.clear_action)
        edit_menu.addSeparator()
        edit_menu.addActions([self._next_sample, self._previous_sample])

    def _make_help_menu(self) -> None:
        self._help_menu = help_menu = self.menuBar().addMenu("&Help")
        help_menu.addAction(self._action("helpAction", "&Help and glossary", "Ctrl+?"))
        help_menu.addAction(self._action("whatsThisAction", "&What's this? Click a control"))
        help_menu.addAction(self._action("controlHelpAction", "Help on the &focused control", "Shift+F1"))
        help_menu.addAction(self._action("shortcutsAction", "&Keyboard shortcuts", "F1", "?"))
        help_menu.addAction(self._action("logAction", "Show &log"))
        help_menu.addAction(self._action("aboutAction", f"&About {PROGRAM}"))
        actions = help_menu.actions()
        help_action, whats_this_action, control_help_action = actions[:3]
        self._shortcuts_action, log_action, self._about_action = actions[3:]
        help_action.triggered.connect(self.help_requested)
        whats_this_action.triggered.connect(self.whats_this_requested)
        control_help_action.triggered.connect(self.control_help_requested)
        self.look_action = self._action("lookForVersionsAction", "Look for &new versions")
        self.look_action.setCheckable(True)
        self.newer_action = self._action("newerVersionAction", "")
        for action in (self.look_action, self.newer_action):
            action.setVisible(False)
            help_menu.addAction(action)
        log_action.triggered.connect(self.log_requested)
        self._shortcuts_action.triggered.connect(self.show_shortcuts)
        self._about_action.triggered.connect(self.about_requested)

    def show_newer_version(self, version: str) -> None:
        """Say in the menu Help that a newer version is there."""
        self.newer_action.setText(f"Version {version} is &available: open its page")
        self.newer_action.setVisible(True)
        self._help_menu.setTitle("&Help (new version)")

    def _open_recent(self, action: QAction) -> None:
        self.recent_requested.emit(action.data())
