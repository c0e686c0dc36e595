"""The curves of a run in a file: a PNG or SVG picture, or a table of numbers."""

import csv
from io import StringIO

from PySide6.QtCore import QObject

from mlp_desktop.controllers.kit.save_dialog import choose_place_and_kind
from mlp_desktop.controllers.train.training import TrainingController
from mlp_desktop.models.train.run_curves import RunCurves
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.window.main_window import MainWindow
from mlp_engine.files.whole_file import write_whole
from mlp_engine.training.history import CHANGEABLE

KINDS = {
    "PNG picture (*.png)": ".png",
    "SVG drawing (*.svg)": ".svg",
    "Table of numbers (*.csv)": ".csv",
}


class CurvesExport(QObject):
    """Asks for a file and writes the current curves to it."""

    def __init__(
        self, window: MainWindow, training: TrainingController, settings: Settings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._panel = window.train_tab.curves
        self._training = training
        self._settings = settings
        self._panel.export_requested.connect(self._save)

    def _save(self) -> None:
        path = choose_place_and_kind(self._window, "Save curves", self._settings.folder / "curves.png", KINDS)
        if path is None:
            return
        try:
            write_whole(path, self._content(path.suffix.lower()))
        except OSError as error:
            reason = error.strerror or error
            self._window.show_error(f"Curves must be saved where files can be written. Got {path} ({reason}).")
        else:
            self._settings.folder = path.parent

    def _content(self, suffix: str) -> bytes:
        match suffix:
            case ".csv":
                return table(self._training.curves).encode()
            case ".svg":
                return self._panel.svg()
            case _:
                return self._panel.png()


def table(curves: RunCurves) -> str:
    """All curves as comma-separated values: a row for each epoch that has a point or a change, in order.

    A cell is empty where a curve has no point at that epoch, and where the setting of a ``new_…`` column was not
    changed then. Numbers are written in full, so that none is lost.
    """
    columns = {
        "training_loss": curves.training_loss(),
        "training_accuracy": curves.training_accuracy(),
        "validation_loss": curves.validation_loss(),
        "validation_accuracy": curves.validation_accuracy(),
        "penalty": curves.penalty(),
    }
    found = {name: dict(zip(x.tolist(), y.tolist(), strict=True)) for name, (x, y) in columns.items()}
    for what in CHANGEABLE:
        found[f"new_{what}"] = {change.epoch: change.value for change in curves.changes if change.what == what}
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["epoch", *found])
    for epoch in sorted(set().union(*found.values())):
        writer.writerow([epoch, *(values.get(epoch, "") for values in found.values())])
    return text.getvalue()
