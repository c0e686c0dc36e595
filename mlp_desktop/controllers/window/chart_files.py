"""Charts in files: each can be saved as a picture, from its own menu or from the menu File."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from mlp_desktop.controllers.kit.file_access import FileAccess, FileWork
from mlp_desktop.controllers.kit.save_dialog import choose_place_and_kind
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.kit.chart_picture import chart_around, chart_png, chart_svg, charts_in_sight
from mlp_desktop.views.window.main_window import MainWindow
from mlp_engine.errors import MlpError
from mlp_engine.files.whole_file import write_whole

KINDS = {"PNG picture (*.png)": ".png", "SVG drawing (*.svg)": ".svg"}
NONE = "No chart to save"
SAVE = "Save chart as…"


class ChartFilesController(QObject):
    """Fills the menu of the charts in sight, and opens one where a person clicks, or presses the menu key."""

    ended = Signal()
    """All charts are written."""

    def __init__(self, window: MainWindow, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._settings = settings
        self._files = FileAccess(self)
        self._files.ended.connect(self.ended)
        window.chart_menu.aboutToShow.connect(self._list)
        self.watch(window)

    @property
    def is_running(self) -> bool:
        """Whether a chart is being written."""
        return self._files.is_running

    def stop(self) -> None:
        """What is being written is finished; ``ended`` follows."""
        self._files.stop()

    def watch(self, host: QWidget) -> None:
        """Open the menu of any chart in the window ``host``."""
        host.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        host.customContextMenuRequested.connect(self._open)  # a method: a function would keep the window alive

    def _list(self) -> None:
        menu = self._window.chart_menu
        menu.clear()
        for chart in charts_in_sight():
            menu.addAction(f"{_shortened(chart.accessibleName())}…".replace("&", "&&"), self._saver(chart))
        if menu.isEmpty():
            menu.addAction(NONE).setEnabled(False)

    def _open(self, place: QPoint) -> None:
        host = self.sender()
        assert isinstance(host, QWidget), "only a window that is watched asks for it"
        # The menu key gives a place within what has the focus.
        chart = chart_around(host.childAt(place))
        if chart is None:
            return
        menu = QMenu(host)
        menu.setObjectName("chartContextMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(SAVE, self._saver(chart))
        menu.popup(host.mapToGlobal(place))

    def _saver(self, chart: QWidget) -> Callable[[], None]:
        return partial(self.save, chart)

    def save(self, chart: QWidget) -> None:
        """Ask for a file and save the chart there."""
        # Painted first: while the dialog is open, a chart of a training goes on.
        pictures = {".png": chart_png(chart), ".svg": chart_svg(chart)}
        proposed = self._settings.folder / f"{_file_name(chart.objectName()) or 'chart'}.png"
        path = choose_place_and_kind(self._window, "Save chart", proposed, KINDS)
        if path is not None:
            self._write(path, pictures[path.suffix.lower()])

    def _write(self, path: Path, content: bytes) -> None:
        def write() -> None:
            try:
                write_whole(path, content)
            except OSError as error:
                reason = error.strerror or error
                raise MlpError(f"A chart must be saved where files can be written. Got {path} ({reason}).") from error

        def written(_: object) -> None:
            self._settings.folder = path.parent

        self._files.do(FileWork(lambda _: write(), written, self._window.show_error))


def _file_name(object_name: str) -> str:
    """The name of a file for a widget: "loss-plot" for "lossPlot"."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", object_name).lower()


def _shortened(name: str, longest: int = 60) -> str:
    return name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…"
