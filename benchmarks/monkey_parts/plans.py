"""What the monkey does on purpose, since chance alone would hardly reach it: trainings, sweeps, drawings, moments."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton

from mlp_desktop.app import Desktop
from mlp_engine.datasets.practice import practice_strokes
from mlp_engine.ink import PenStroke
from mlp_engine.my_digits import DrawingStore, LabelledDrawing, my_digits_folder
from mlp_engine.runs import RunStore, runs_folder

DATA = ("practice:60", "practice:200:3", "pictured:30:2", "my-digits")


class Plans:
    """Short ways to the long work of the program. Every method does one thing and returns its name.

    Args:
        desktop: the program, all of whose parts are built.
        rng: where chance comes from.
        sources: files and folders with data, sound and damaged.
    """

    def __init__(self, desktop: Desktop, rng: np.random.Generator, sources: list[str]) -> None:
        self._desktop = desktop
        self._rng = rng
        self._data = [*DATA, *(path for path in sources if "digits" in path or "arrays" in path or "table" in path)]

    def train(self) -> str:
        """Fill the form with a short training, and start it."""
        window, source = self._desktop.window, self._source()
        if QApplication.activeModalWidget() is not None or self._desktop.training.is_running:
            return "nothing: busy"
        window.tabs.setCurrentWidget(window.train_tab)
        self._desktop.training.choose_data(source)
        values = {
            "hidden": str(self._rng.choice(["5", "10, 10", "30"])),
            "epochs": str(self._rng.choice(["1", "3", "200"])),
            "validation": str(self._rng.choice(["0", "0.2"])),
            "learning_rate": str(self._rng.choice(["0.5", "3", "1e6"])),
        }
        window.train_tab.form.set_values(values)
        window.train_tab.start_requested.emit()
        return f"train on {source!r} with {values}"

    def sweep(self) -> str:
        """Fill the form of the Sweeps tab with a short sweep, and start it."""
        window = self._desktop.window
        if QApplication.activeModalWidget() is not None or self._desktop.sweeps.is_running:
            return "nothing: busy"
        window.tabs.setCurrentWidget(window.compare_tab)
        window.compare_tab.form.set_values(
            {
                "base": "small", "data": self._source(), "setting1": "l2", "values1": "0, 1", "setting2": "hidden",
                "values2": "5, 8", "epochs": str(self._rng.choice(["1", "20"])), "seeds": "1", "workers": "1",
            }
        )  # fmt: skip
        self._desktop.sweeps.plan.order()
        button = window.findChild(QPushButton, "sweepStart")
        if button is None or not button.isEnabled():
            return "a sweep that cannot start"
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        return "sweep"

    def keep_drawings(self) -> str:
        """Keep some drawings, as another window of the program would."""
        store = DrawingStore(my_digits_folder())
        labels = self._rng.integers(0, 10, 12).tolist()
        for label in labels:
            strokes = [np.asarray(stroke, float) for stroke in practice_strokes(label, self._rng)]
            pens = tuple(PenStroke(tuple((float(x), float(y)) for x, y in stroke)) for stroke in strokes)
            store.add(LabelledDrawing(label, pens, answer=label))
        return "keep 12 drawings"

    def look_at_moments(self) -> str:
        """Show the moments of one run or two, sometimes after a snapshot was damaged or taken away."""
        window = self._desktop.window
        numbers = [run.id for run in RunStore(runs_folder()).listed(newest=6)]
        segment = window.runs_tab.findChild(QAbstractButton, "momentsSegment")
        if QApplication.activeModalWidget() is not None or not numbers or segment is None:
            return "nothing: busy, or no runs"
        chosen = self._rng.choice(numbers, min(len(numbers), int(self._rng.integers(1, 3))), replace=False).tolist()
        files = sorted((runs_folder() / "snapshots").glob(f"{chosen[0]}-*"))
        done = "look at the moments"
        if files and self._rng.random() < 0.4:
            path = files[self._rng.integers(len(files))]
            content = path.read_bytes()
            if self._rng.random() < 0.5:
                path.unlink()
            else:
                path.write_bytes(content[: self._rng.integers(len(content) + 1)])
            done += f", {path.name} damaged"
        window.tabs.setCurrentWidget(window.runs_tab)
        self._desktop.runs.choose(chosen)
        QTest.mouseClick(segment, Qt.MouseButton.LeftButton)
        return f"{done} of {chosen}"

    def stop(self) -> str:
        """Stop whatever runs."""
        self._desktop.training.stop()
        self._desktop.sweeps.stop()
        return "stop"

    def _source(self) -> str:
        return self._data[self._rng.integers(len(self._data))]
