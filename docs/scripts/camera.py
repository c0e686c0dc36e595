"""The camera of the scripts that take pictures: it opens the real window and leads it as a person would.

It needs no display: it uses Qt's offscreen platform, unless QT_QPA_PLATFORM names another.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QEventLoop, QSettings, Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from mlp_desktop.app import Desktop
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.kit.theme import apply_theme, set_scheme
from mlp_engine.datasets.practice import practice_strokes
from mlp_engine.ink import PenStroke
from mlp_engine.ink.pen_stroke import SHEET_SIDE
from mlp_engine.my_digits import LabelledDrawing
from mlp_engine.reading import NumberReader

IMAGES = Path(__file__).resolve().parent.parent / "images"
SCHEMES = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
GENERATED = "practice"
SEVEN = (
    [(76, 66), (96, 70), (124, 70), (152, 66), (184, 62), (206, 60), (194, 90), (174, 132), (156, 176), (144, 222)],
    [(116, 144), (146, 140), (176, 134), (196, 132)],
)
OWN_DRAWINGS = 150


@contextmanager
def opened_desktop(size: tuple[int, int] | None = None, scale: int = 1, **settings: Any) -> Generator[Desktop]:
    """The program as a new user finds it, in a data folder of its own that is deleted in the end.

    Args:
        size: width and height of the window, in logical pixels.
        scale: device pixels in a logical one, unless QT_SCALE_FACTOR says another number.
        settings: attributes of :class:`Settings` to begin with.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_SCALE_FACTOR", str(scale))
    application = QApplication(sys.argv[:1])
    apply_theme(application)
    with tempfile.TemporaryDirectory() as home:
        os.environ["MLP_DATA_DIR"] = home
        stored = Settings(QSettings(str(Path(home) / "settings.ini"), QSettings.Format.IniFormat))
        for name, value in settings.items():
            setattr(stored, name, value)
        desktop = Desktop(stored)
        if size is not None:
            desktop.window.resize(*size)
        desktop.window.show()
        yield desktop
        closed: list[bool] = []
        desktop.shutdown.closed.connect(lambda: closed.append(True))
        desktop.close_now()  # something may be computing still
        wait_until(lambda: bool(closed))


class Camera:
    """Leads the window through the program and takes its picture, in light and dark."""

    def __init__(self, desktop: Desktop, folder: Path) -> None:
        self.desktop = desktop
        self.window = desktop.window
        self.folder = folder

    def wait_for_own_digits(self) -> None:
        """Let the window live until nothing goes on with own drawings any more."""
        wait_until(lambda: not self.desktop.own_digits.is_running)

    def press(self, name: str, tab: QWidget) -> None:
        """Press the button of ``tab`` that has this object name."""
        button = tab.findChild(QAbstractButton, name)
        assert button is not None, name
        button.click()

    def wait_for_training(self) -> None:
        """Let the window live until nothing is trained any more."""
        wait_until(lambda: not self.desktop.training.is_running)

    def grab(self, name: str, widget: QWidget | None = None) -> None:
        """Write the window, or ``widget``, as it looks now, in light and dark."""
        application = QApplication.instance()
        assert isinstance(application, QApplication), "it was made with the window"
        for scheme, colours in SCHEMES.items():
            set_scheme(application, colours)
            wait(300)  # a palette travels to the widgets by events
            path = self.folder / f"{name}-{scheme}.png"
            if not (widget or self.window).grab().save(str(path)):
                sys.exit(f"The folder to write to must be there and take files. Got {path}.")
            print(path)


def own_drawings(desktop: Desktop) -> Iterator[LabelledDrawing]:
    """Drawings read by the bundled network, some days apart."""
    rng = np.random.default_rng(8)
    reader = NumberReader(desktop.session.in_use.network, desktop.session.in_use.reject)
    began = datetime.now(UTC) - timedelta(days=OWN_DRAWINGS // 10)
    for number in range(OWN_DRAWINGS):
        label = int(rng.integers(10))
        strokes = tuple(
            PenStroke(tuple((40 + 200 * x, 40 + 200 * y) for x, y in unit), smoothed=True)
            for unit in _in_unit_square(practice_strokes(label, rng))
        )
        read = reader.read([stroke.line for stroke in strokes], SHEET_SIDE)
        if len(read.digits) != 1:
            continue
        digit = read.digits[0]
        sure = float(digit.probabilities[digit.digit])
        created = began + timedelta(hours=2.4 * number)
        yield LabelledDrawing(label, strokes, answer=digit.digit, probability=sure, device="pen", created=created)


def _in_unit_square(strokes: Sequence[Sequence[tuple[float, float]]]) -> list[list[list[float]]]:
    """``strokes`` made as large as a square of side 1 allows."""
    points = np.concatenate([np.asarray(stroke) for stroke in strokes])
    low, extent = points.min(axis=0), float(np.ptp(points, axis=0).max())
    return [((np.asarray(stroke) - low) / extent).tolist() for stroke in strokes]


def draw(desktop: Desktop, strokes: Sequence[Sequence[tuple[float, float]]], width: float = 20) -> None:
    """Draw ``strokes`` on empty paper, with a pen of this width."""
    desktop.drawing.clear()
    for stroke in strokes:
        desktop.drawing.start_stroke(*stroke[0], width=width)
        for point in stroke[1:]:
            desktop.drawing.extend_stroke(*point)
        desktop.drawing.finish_stroke()


def wait(milliseconds: int) -> None:
    """Let the window live for a while. QTest.qWait would keep Python's lock, and the training would starve."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait_until(condition: Callable[[], bool]) -> None:
    """Let the window live until ``condition`` holds."""
    while not condition():
        wait(50)
