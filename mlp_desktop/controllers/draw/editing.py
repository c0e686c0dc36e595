"""Draws, rubs out, undoes, redoes and clears: the hand on the drawing, by pad, button, menu and key alike."""

from PySide6.QtCore import QObject

from mlp_desktop.models.draw.drawing import Drawing
from mlp_desktop.models.draw.pen import Pen
from mlp_desktop.views.draw.pad_input import PadPoint
from mlp_desktop.views.window.main_window import MainWindow


class EditingController(QObject):
    """Takes what people do to the drawing, and shows the drawing and what can be done to it next."""

    def __init__(self, window: MainWindow, drawing: Drawing, pen: Pen, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._drawing = drawing
        self._pen = pen
        pad, tools = window.draw_tab.pad, window.draw_tab.tools
        pad.stroke_started.connect(self._start)
        pad.stroke_moved.connect(self._move)
        pad.stroke_finished.connect(drawing.finish_stroke)
        pad.stroke_finished.connect(drawing.finish_erasing)
        pad.stroke_cancelled.connect(drawing.drop)
        tools.undo_requested.connect(drawing.undo)
        tools.redo_requested.connect(drawing.redo)
        tools.clear_requested.connect(drawing.clear)
        window.undo_action.triggered.connect(drawing.undo)
        window.redo_action.triggered.connect(drawing.redo)
        window.clear_action.triggered.connect(drawing.clear)
        drawing.changed.connect(self._show)
        self._show()

    def _start(self, point: PadPoint, erases: bool) -> None:
        pen = self._pen
        if pen.tool != "pen":
            whole = pen.tool == "stroke eraser"
            self._drawing.start_erasing(point.x, point.y, width=pen.size, whole_strokes=whole)
        elif erases:
            self._drawing.start_erasing(point.x, point.y, width=pen.eraser_size)
        else:
            pressure = point.pressure if pen.pressure else None
            self._drawing.start_stroke(point.x, point.y, point.time, pressure, width=pen.size, smoothed=pen.smoothing)

    def _move(self, point: PadPoint) -> None:
        # Only one of the two has begun; the other does nothing.
        self._drawing.extend_stroke(*point)
        self._drawing.erase_to(point.x, point.y)

    def _show(self) -> None:
        drawing, sheet = self._drawing, self._drawing.sheet
        self._window.draw_tab.pad.set_drawing(sheet.strokes, sheet.picture)
        can_clear = not sheet.is_empty
        self._window.draw_tab.tools.set_history_enabled(drawing.can_undo, drawing.can_redo, can_clear)
        self._window.undo_action.setEnabled(drawing.can_undo)
        self._window.redo_action.setEnabled(drawing.can_redo)
        for action in (self._window.clear_action, self._window.cut_action, self._window.copy_action):
            action.setEnabled(can_clear)
        self._window.save_picture_action.setEnabled(can_clear)
