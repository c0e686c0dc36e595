"""Draws, undoes, redoes and clears: the hand on the drawing, by pad, button, menu and key alike."""

from PySide6.QtCore import QObject

from mlp_desktop.models.drawing import Drawing
from mlp_desktop.views.main_window import MainWindow


class EditingController(QObject):
    """Takes what people do to the drawing, and shows the drawing and what can be done to it next."""

    def __init__(self, window: MainWindow, drawing: Drawing, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._drawing = drawing
        tab = window.draw_tab
        tab.pad.stroke_started.connect(drawing.start_stroke)
        tab.pad.stroke_moved.connect(drawing.extend_stroke)
        tab.pad.stroke_finished.connect(drawing.finish_stroke)
        tab.undo_requested.connect(drawing.undo)
        tab.redo_requested.connect(drawing.redo)
        tab.clear_requested.connect(drawing.clear)
        window.undo_action.triggered.connect(drawing.undo)
        window.redo_action.triggered.connect(drawing.redo)
        window.clear_action.triggered.connect(drawing.clear)
        drawing.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        drawing, sheet = self._drawing, self._drawing.sheet
        self._window.draw_tab.pad.set_drawing(sheet.strokes, sheet.picture)
        can_clear = not sheet.is_empty
        self._window.draw_tab.set_history_enabled(drawing.can_undo, drawing.can_redo, can_clear)
        self._window.undo_action.setEnabled(drawing.can_undo)
        self._window.redo_action.setEnabled(drawing.can_redo)
        self._window.clear_action.setEnabled(can_clear)
        self._window.copy_action.setEnabled(can_clear)
        self._window.save_picture_action.setEnabled(can_clear)
