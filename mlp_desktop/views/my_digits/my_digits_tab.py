"""The My digits tab: a person's drawings, the replay of one, statistics, and tuning to them."""

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QMenu, QStackedWidget, QWidget

from mlp_desktop.plain_text import plain_tip
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.buttons import text_button
from mlp_desktop.views.kit.growth import follow, grown
from mlp_desktop.views.kit.labels import ElidedLabel, empty_note, paragraph
from mlp_desktop.views.kit.layouts import hbox, vbox
from mlp_desktop.views.kit.status import StatusLabel
from mlp_desktop.views.kit.wrapping_row import WrappingRow
from mlp_desktop.views.my_digits.digit_filter import DigitFilter
from mlp_desktop.views.my_digits.digit_statistics import AccuracyCurve, DigitCounts
from mlp_desktop.views.my_digits.digits_grid import DigitsGrid
from mlp_desktop.views.my_digits.replay_pad import ReplayPad
from mlp_desktop.views.my_digits.tuning_panel import TuningPanel

NO_DIGITS = "No drawings yet. Draw a digit on the Draw tab, then press 0 to 9 to label it."
NONE_FIT = "No drawing matches these filters."
_SIDE_WIDTH = 36 * theme.GRID
_STATUS_WIDTH = 20 * theme.GRID


class MyDigitsTab(QWidget):
    """The grid with its filter; beside it replay, statistics and tuning; below it the actions on all drawings."""

    guide_requested = Signal()
    import_file_requested = Signal()
    import_folder_requested = Signal()
    export_requested = Signal(str)
    """The format: "strokes", "pictures" or "idx"."""
    stop_requested = Signal()
    delete_requested = Signal()
    undo_requested = Signal()
    forget_requested = Signal()
    keeps_drawings_switched = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("myDigitsTab")
        self._busy = False
        self._chosen = 0
        self.filter = DigitFilter()
        self.grid = DigitsGrid()
        self.replay = ReplayPad()
        self.counts = DigitCounts()
        self.curve = AccuracyCurve()
        self.tuning = TuningPanel()
        self._keep = QCheckBox("Keep what I correct")
        self._keep.setObjectName("digitsKeep")
        self._keep.setToolTip("Keep the drawings that you label. They never leave this machine.")
        self._keep.clicked.connect(self.keeps_drawings_switched)
        self._about = paragraph("digitsAbout")
        self._play = text_button("digitsReplay", "Replay", "Replay how it was drawn (Space).")
        self._open = text_button("digitsOpen", "Open on the pad", "Put it on the pad (Enter or a double click).")
        self._guide = text_button(
            "digitsGuide", "Draw ten of each…", "Draw ten of each digit, one after the other. You can stop at any time."
        )
        self._delete = text_button(
            "digitsDelete", "Delete", "Delete the chosen drawings (Delete). Undo brings them back."
        )
        self._undo = text_button("digitsUndo", "Undo", "Undo the last change (Ctrl+Z).")
        self._forget = text_button("digitsForget", "Delete everything…", "Delete all drawings. This can't be undone.")
        self._stop = text_button("digitsStop", "Stop", "Stop the work in progress.")
        self._import = text_button("digitsImport", "Import", "Import drawings from files.")
        self._export = text_button("digitsExport", "Export", "Export all drawings to files.")
        self._play.clicked.connect(self.replay.play)
        self._open.clicked.connect(self.grid.open_requested)
        self._guide.clicked.connect(self.guide_requested)
        self._delete.clicked.connect(self.delete_requested)
        self._undo.clicked.connect(self.undo_requested)
        self._forget.clicked.connect(self.forget_requested)
        self._stop.clicked.connect(self.stop_requested)
        self.grid.replay_requested.connect(self.replay.play)
        self.grid.delete_requested.connect(self.delete_requested)
        self._curve_words = ElidedLabel("digitsCurveWords", quiet=True, shrinks=True)
        self._make_menus()
        undo = QShortcut(QKeySequence.StandardKey.Undo, self)
        undo.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        undo.activated.connect(self._undo.click)
        self._status = StatusLabel("digitsStatus")
        self._empty = empty_note("digitsEmpty", NO_DIGITS)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self.grid)
        self._lay_out()
        self.set_busy(False)
        self.set_undo("")
        self.set_chosen(0, "", can_replay=False)
        self.show_message("")

    def show_grid(self) -> None:
        """Show the grid."""
        self._pages.setCurrentWidget(self.grid)

    def show_empty(self, note: str = NO_DIGITS) -> None:
        """Show why the grid is empty."""
        self._empty.setText(note)
        self._pages.setCurrentWidget(self._empty)

    def show_accuracy(self, accuracy: np.ndarray, words: str) -> None:
        """Show the share read correctly over time; see :meth:`AccuracyCurve.set_values`."""
        self.curve.set_values(accuracy, words)
        self._curve_words.setText(words)

    def set_chosen(self, count: int, words: str, *, can_replay: bool, can_open: bool = True) -> None:
        """Show details of the current drawing, and enable the actions on it and on ``count`` selected ones."""
        self._about.setText(words)
        self._about.setAccessibleName(words or "No drawing is chosen")
        self._play.setEnabled(can_replay)
        self._open.setEnabled(bool(words) and can_open)
        self._chosen = count
        self._delete.setEnabled(count > 0 and not self._busy)

    def set_keeps_drawings(self, keeps: bool) -> None:
        """Show whether corrected drawings are stored."""
        self._keep.setChecked(keeps)

    def set_undo(self, what: str) -> None:
        """Name the step that can be undone; empty for none."""
        self._undo.setEnabled(bool(what) and not self._busy)
        self._undo.setToolTip(plain_tip(f"Undo: {what} (Ctrl+Z)" if what else "Nothing to undo (Ctrl+Z)"))

    def set_busy(self, busy: bool) -> None:
        """Disable the actions while a long one runs, and offer to stop it."""
        self._busy = busy
        for button in (self._import, self._export, self._forget, self._undo):
            button.setEnabled(not busy)
        self._delete.setEnabled(not busy and self._chosen > 0)
        self._stop.setVisible(busy)

    def show_message(self, text: str) -> None:
        """Show one line about the last action."""
        self._status.show_message(text)

    def _make_menus(self) -> None:
        import_menu = QMenu(self)
        import_menu.setObjectName("digitsImportMenu")
        self._item(import_menu, "importStrokes", "Stroke file…").triggered.connect(self.import_file_requested)
        self._item(import_menu, "importFolder", "Folder of pictures or IDX files…").triggered.connect(
            self.import_folder_requested
        )
        self._import.setMenu(import_menu)
        export_menu = QMenu(self)
        export_menu.setObjectName("digitsExportMenu")
        for kind, words in (
            ("strokes", "Stroke file…"),
            ("pictures", "Folder of PNG pictures…"),
            ("idx", "IDX files…"),
            ("stored", "Chosen drawings as they are stored…"),
        ):
            action = self._item(export_menu, f"export{kind.capitalize()}", words)
            action.setData(kind)
        export_menu.triggered.connect(self._ask_for_export)
        self._export.setMenu(export_menu)

    def _item(self, menu: QMenu, name: str, words: str) -> QAction:
        action = menu.addAction(words)
        action.setObjectName(name)
        return action

    def _ask_for_export(self, action: QAction) -> None:
        self.export_requested.emit(action.data())

    def _lay_out(self) -> None:
        left = vbox(self.filter, spacing=2 * theme.GRID)
        left.addWidget(self._pages, 1)
        details = vbox()
        details.addWidget(self._about, 1)
        details.addWidget(self._play)
        details.addWidget(self._open)
        drawing = hbox(spacing=2 * theme.GRID)
        drawing.addWidget(self.replay, 0, Qt.AlignmentFlag.AlignTop)
        drawing.addLayout(details, 1)
        side = QWidget()
        follow(side, lambda each: each.setFixedWidth(max(_SIDE_WIDTH, round(17 * theme.body_height()))))
        right = vbox(drawing, parent=side)
        right.addWidget(self.counts, 1)
        right.addWidget(self._curve_words)
        right.addWidget(self.curve, 1)
        right.addSpacing(theme.GRID)
        right.addWidget(self.tuning)
        right.addWidget(self._guide)
        above = hbox(spacing=3 * theme.GRID)
        above.addLayout(left, 1)
        above.addWidget(side)
        follow(self._status, lambda each: each.setMinimumWidth(grown(_STATUS_WIDTH)))
        files = QWidget()  # together: PySide takes the actions of a menu for deleted when its button's layout changes
        hbox(self._import, self._export, parent=files)
        parts = (self._delete, self._undo, self._status, self._stop, self._keep, files, self._forget)
        below = WrappingRow(*parts, growing=(self._status,))
        layout = vbox(parent=self, spacing=2 * theme.GRID)
        layout.setContentsMargins(3 * theme.GRID, 3 * theme.GRID, 3 * theme.GRID, 2 * theme.GRID)
        layout.addLayout(above, 1)
        layout.addWidget(below)
