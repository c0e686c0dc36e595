"""Takes the README's screenshots from the real window.

    python docs/scripts/take_screenshots.py --data FOLDER

draws on the pad and turns its pages, trains a small network on the training set in FOLDER (IDX files of MNIST),
compares it with the bundled one, and writes docs/images/draw-light.png, train-dark.png and so on. It needs no
display: it uses Qt's offscreen platform.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "2")

from PySide6.QtCore import QEventLoop, QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication

from mlp_desktop.app import Desktop
from mlp_desktop.models.settings import Settings
from mlp_desktop.views.reading_panel import PAGES
from mlp_desktop.views.theme import apply_theme, set_scheme

IMAGES = Path(__file__).resolve().parent.parent / "images"
SIZE = (1120, 720)
SCHEMES = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
SEVEN = (
    [(76, 66), (96, 70), (124, 70), (152, 66), (184, 62), (206, 60), (194, 90), (174, 132), (156, 176), (144, 222)],
    [(116, 144), (146, 140), (176, 134), (196, 132)],
)
NUMBER = (
    [(22, 104), (36, 88), (58, 92), (60, 116), (42, 146), (20, 176), (44, 174), (70, 172)],
    [(112, 92), (92, 108), (86, 140), (94, 170), (112, 178), (130, 160), (134, 124), (124, 98), (110, 92)],
    [(152, 106), (164, 90), (184, 92), (190, 112), (176, 142), (152, 174), (174, 174), (200, 170)],
    [(254, 84), (234, 104), (220, 136), (222, 166), (240, 176), (258, 164), (254, 144), (238, 140), (224, 154)],
)
NUMBER_PEN = 12
HOUSE = ([(70, 210), (70, 120), (140, 60), (210, 120), (210, 210), (70, 210)], [(70, 120), (210, 120)])
NEURON = (1, 123)
"""The neuron that is pointed at: of the first hidden layer."""


def main() -> int:
    """Take all screenshots; returns the exit code."""
    parser = argparse.ArgumentParser(description="Takes the README's screenshots from the real window.")
    parser.add_argument("--data", required=True, help="folder of MNIST's IDX files")
    arguments = parser.parse_args()
    application = QApplication(sys.argv[:1])
    apply_theme(application)
    with tempfile.TemporaryDirectory() as home:
        os.environ["MLP_DATA_DIR"] = home  # its runs are nobody's
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
    """Draw, turn the pages, train and compare; grab the window at each in light and dark."""
    window, panel = desktop.window, desktop.window.draw_tab.reading
    draw(desktop, NUMBER, width=NUMBER_PEN)
    grab(application, desktop, "number")
    draw(desktop, HOUSE)
    grab(application, desktop, "not-a-digit")
    draw(desktop, SEVEN)
    grab(application, desktop, "draw")
    for page, name in enumerate(PAGES[1:-1], start=1):
        panel.show_page(page)
        wait(2000)  # the search for the smallest piece to erase
        if name == "Neurons":
            panel.neurons.neuron_pointed.emit(*NEURON)
        grab(application, desktop, name.lower())
    window.tabs.setCurrentWidget(window.train_tab)
    window.train_tab.start_requested.emit()
    wait_until(lambda: "epoch 9" in window.train_tab.loss_plot.accessibleDescription())
    desktop.training.pause_or_resume()
    grab(application, desktop, "train")
    desktop.training.stop()
    wait_until(lambda: not desktop.training.is_running)
    window.train_tab.use_requested.emit()
    window.tabs.setCurrentWidget(window.draw_tab)
    panel.show_page(len(PAGES) - 1)
    grab(application, desktop, "compare")


def draw(desktop: Desktop, strokes: Sequence[Sequence[tuple[float, float]]], width: float = 20) -> None:
    """Draw ``strokes`` on empty paper, with a pen of this width."""
    desktop.drawing.clear()
    for stroke in strokes:
        desktop.drawing.start_stroke(*stroke[0], width=width)
        for point in stroke[1:]:
            desktop.drawing.extend_stroke(*point)
        desktop.drawing.finish_stroke()


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
