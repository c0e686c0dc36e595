"""The pad: pen, eraser, Undo, Redo and Clear, from pad, tool row, menu and keyboard alike."""

from math import hypot

from PySide6.QtCore import QObject, Signal

from mlp_desktop.models.draw.drawing import Drawing
from mlp_desktop.models.draw.pen import Pen
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.draw.drawing_pad import DrawingPad
from mlp_desktop.views.draw.pad_edge import PadPoint
from mlp_desktop.views.draw.pad_picture import ShownPicture
from mlp_desktop.views.window.main_window import MainWindow

TAP = 3.0
"""A pen that moves no farther, in the pad's coordinates, has tapped and not drawn."""


class PadController(QObject):
    """Passes gestures and choices of tools to the drawing and the pen, shows both, and remembers the pen's options.

    On an opened picture, a tap of the pen on a framed digit chooses it instead of drawing a dot.
    """

    digit_tapped = Signal(int)
    """The place of the digit in reading order."""

    def __init__(
        self, window: MainWindow, drawing: Drawing, pen: Pen, settings: Settings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._drawing = drawing
        self._pen = pen
        self._settings = settings
        self._tap: PadPoint | None = None
        self._opened: ShownPicture | None = None
        self._other_pads: list[DrawingPad] = []
        pen.recall(settings.pen)
        self._connect_drawing()
        self._connect_pen()
        self._show_drawing()
        self._show_pen()

    def also_on(self, pad: DrawingPad) -> None:
        """Show the drawing on another pad too while it is visible, and let people draw on it with the same tools.

        Whoever brings the pad to the front calls :meth:`show_on`.
        """
        self._other_pads.append(pad)
        self._connect_pad(pad)
        self._show_pen()

    def show_on(self, pad: DrawingPad) -> None:
        """Show the newest drawing on a pad that was hidden: a hidden one takes no time from the pen."""
        sheet = self._drawing.sheet
        pad.set_drawing(sheet.strokes, sheet.picture)
        pad.set_opened(self._opened if sheet.opened is not None else None)
        self.show_frames_on(pad)

    def show_frames_on(self, pad: DrawingPad) -> None:
        """Frame on a pad that is visible the digits that are read by now, the chosen one as in the Draw tab."""
        pad.set_boxes(self._window.draw_tab.pad.boxes)

    def show_opened(self, opened: ShownPicture | None) -> None:
        """Show an opened picture on the other pads too, under the strokes with which it is read."""
        self._opened = opened
        self._show_on_others()

    def _connect_pad(self, pad: DrawingPad) -> None:
        pad.stroke_started.connect(self._start)
        pad.stroke_moved.connect(self._move)
        pad.stroke_finished.connect(self._finish)
        pad.stroke_cancelled.connect(self._drawing.drop)
        pad.key_pen.switched.connect(self._draw_by_keys)

    def _connect_drawing(self) -> None:
        window, drawing = self._window, self._drawing
        tools = window.draw_tab.tools
        self._connect_pad(window.draw_tab.pad)
        tools.undo_requested.connect(drawing.undo)
        tools.redo_requested.connect(drawing.redo)
        tools.clear_requested.connect(drawing.clear)
        window.undo_action.triggered.connect(drawing.undo)
        window.redo_action.triggered.connect(drawing.redo)
        window.clear_action.triggered.connect(drawing.clear)
        drawing.changed.connect(self._show_drawing)

    def _connect_pen(self) -> None:
        window, pen = self._window, self._pen
        window.draw_tab.tools.tool_chosen.connect(pen.take)
        window.draw_tab.tools.size_chosen.connect(pen.set_size)
        window.pen_menu.tool_chosen.connect(pen.take)
        window.pen_menu.size_changed.connect(pen.change_size)
        window.pen_menu.option_switched.connect(pen.switch)
        pen.changed.connect(self._show_pen)
        pen.changed.connect(self._remember_pen)

    def _start(self, point: PadPoint, erases: bool) -> None:
        """Begin a stroke, or a pass of the eraser if one is in the hand or the pen's tail ``erases``."""
        pen = self._pen
        self._tap = None
        if pen.tool != "pen":
            whole = pen.tool == "stroke eraser"
            self._drawing.start_erasing(point.x, point.y, width=pen.size, whole_strokes=whole)
        elif erases:
            self._drawing.start_erasing(point.x, point.y, width=pen.eraser_size)
        else:
            self._tap = point if self._drawing.sheet.opened is not None else None
            pressure = point.pressure if pen.pressure else None
            self._drawing.start_stroke(point.x, point.y, point.time, pressure, width=pen.size, smoothed=pen.smoothing)

    def _move(self, point: PadPoint) -> None:
        # Only one of the two has begun; the other call does nothing.
        self._drawing.extend_stroke(*point)
        self._drawing.erase_to(point.x, point.y)
        if self._tap is not None and hypot(point.x - self._tap.x, point.y - self._tap.y) > TAP:
            self._tap = None

    def _finish(self) -> None:
        tap, self._tap = self._tap, None
        place = None if tap is None else self._window.draw_tab.pad.digit_at(tap.x, tap.y)
        if place is not None:
            self._drawing.drop()
            self.digit_tapped.emit(place)
        self._drawing.finish_stroke()
        self._drawing.finish_erasing()

    def _show_drawing(self) -> None:
        drawing, sheet = self._drawing, self._drawing.sheet
        self._window.draw_tab.pad.set_drawing(sheet.strokes, sheet.picture)
        self._show_on_others()
        can_clear = not sheet.is_empty
        self._window.draw_tab.tools.set_history_enabled(drawing.can_undo, drawing.can_redo, can_clear)
        self._window.undo_action.setEnabled(drawing.can_undo)
        self._window.redo_action.setEnabled(drawing.can_redo)
        for action in (self._window.clear_action, self._window.cut_action, self._window.copy_action):
            action.setEnabled(can_clear)
        self._window.save_picture_action.setEnabled(can_clear)

    def _show_on_others(self) -> None:
        for pad in self._other_pads:
            if pad.isVisible():
                self.show_on(pad)

    def _show_pen(self) -> None:
        pen = self._pen
        self._window.draw_tab.tools.show_pen(pen.tool, pen.size, pen.sizes)
        self._window.pen_menu.show_pen(
            pen.tool,
            {"smoothing": pen.smoothing, "pressure": pen.pressure, "pen_only": pen.pen_only, "by_keys": pen.by_keys},
        )
        in_hand = pen.tool != "pen"
        for pad in (self._window.draw_tab.pad, *self._other_pads):
            pad.set_eraser(pen.size if in_hand else pen.eraser_size, selected=in_hand)
            pad.set_pen_only(pen.pen_only)
            pad.draw_by_keys(pen.by_keys)

    def _draw_by_keys(self, on: bool) -> None:
        self._pen.switch("by_keys", on)

    def _remember_pen(self) -> None:
        self._settings.pen = self._pen.remembered()
