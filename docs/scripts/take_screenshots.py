"""Takes the README's screenshots from the real window.

    python docs/scripts/take_screenshots.py --data FOLDER

draws a seven on the pad, trains a small network on the training set in FOLDER (IDX files of MNIST), and writes
docs/images/draw-light.png, train-dark.png and so on. It needs no display: it uses Qt's offscreen platform.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "2")

from PySide6.QtCore import QEventLoop, QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication

from mlp_desktop.app import Desktop
from mlp_desktop.models.settings import Settings
from mlp_desktop.views.theme import apply_theme, set_scheme

IMAGES = Path(__file__).resolve().parent.parent / "images"
SIZE = (1120, 720)
SCHEMES = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
SEVEN = (
    [(76, 66), (96, 70), (124, 70), (152, 66), (184, 62), (206, 60), (194, 90), (174, 132), (156, 176), (144, 222)],
    [(116, 144), (146, 140), (176, 134), (196, 132)],
)


def main() -> int:
    """Take all screenshots; returns the exit code."""
    parser = argparse.ArgumentParser(description="Takes the README's screenshots from the real window.")
    parser.add_argument("--data", required=True, help="folder of MNIST's IDX files")
    arguments = parser.parse_args()
    application = QApplication(sys.argv[:1])
    apply_theme(application)
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(QSettings(str(Path(home) / "settings.ini"), QSettings.Format.IniFormat))
        settings.data_folder = arguments.data
        settings.training_form = {"data": arguments.data, "epochs": "12", "hidden": "100"}
        desktop = Desktop(settings)
        desktop.window.resize(*SIZE)
        desktop.window.show()
        take(application, desktop)
        desktop.window.allow_close()
        desktop.window.close()
    return 0


def take(application: QApplication, desktop: Desktop) -> None:
    """Draw, then train; grab the window at each in light and dark."""
    window = desktop.window
    for stroke in SEVEN:
        desktop.drawing.start_stroke(*stroke[0])
        for point in stroke[1:]:
            desktop.drawing.extend_stroke(*point)
        desktop.drawing.finish_stroke()
    grab(application, desktop, "draw")
    window.tabs.setCurrentWidget(window.train_tab)
    window.train_tab.start_requested.emit()
    wait_until(lambda: "epoch 9" in window.train_tab.loss_plot.accessibleDescription())
    desktop.training.pause_or_resume()
    grab(application, desktop, "train")
    desktop.training.stop()
    wait_until(lambda: not desktop.training.is_running)


def grab(application: QApplication, desktop: Desktop, name: str) -> None:
    """Write the window as it looks now, in light and dark."""
    for scheme, colours in SCHEMES.items():
        set_scheme(application, colours)
        wait(300)  # a palette travels to the widgets by events
        path = IMAGES / f"{name}-{scheme}.png"
        desktop.window.grab().save(str(path))
        print(path)


def wait(milliseconds: int) -> None:
    """Let the window live for a while. QTest.qWait would keep Python's lock, and the training would starve."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait_until(condition: Callable[[], bool]) -> None:
    """Let the window live until ``condition`` holds."""
    while not condition():
        wait(50)


if __name__ == "__main__":
    sys.exit(main())
