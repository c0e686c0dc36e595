"""Takes pictures of every page and dialog, with something on each, in every look: to be looked at, not to be kept.

    python docs/scripts/take_pages.py --out FOLDER [--looks 1024-100-light 1366-200-dark 1024-100-light-contrast]

trains, examines, sweeps and keeps drawings, all of it small, then turns to every page as a person does, by the words of
its segments, and writes 1366-200-dark-train-weights.png and so on: width of the window, size of text in per cent, the
scheme, and "contrast" for high contrast. Without ``--looks`` it takes all. It needs no display and no download: it uses
Qt's offscreen platform, unless QT_QPA_PLATFORM names another.
"""

import argparse
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from PySide6.QtWidgets import QWidget

from camera import GENERATED, SEVEN, Camera, draw, opened_desktop, own_drawings, wait, wait_until
from every_dialog import every_dialog
from mlp_desktop.app import Desktop
from mlp_desktop.controllers.train.training_settings import FIRST_VALUES
from mlp_desktop.models.train.loaded_data import PRACTICE
from mlp_desktop.models.window.view_choice import ViewChoice
from mlp_desktop.views.kit.segments import Segments
from mlp_engine.my_digits import DrawingStore, my_digits_folder
from take_screenshots import OWN_CHOSEN
from take_views import LAPTOP, PROJECTOR, SMALL, TABS

SIZES = {size[0]: size for size in (SMALL, LAPTOP, PROJECTOR)}
LOOKS = [
    f"{width}-{text}-{scheme}{contrast}"
    for width, text in ((SMALL[0], 100), (LAPTOP[0], 200), (PROJECTOR[0], 100), (PROJECTOR[0], 200))
    for scheme in ("light", "dark")
    for contrast in ("", "-contrast")
]
RUNS = (
    {"hidden": "30", "learning_rate": "0.3"},
    {"hidden": "50, 30", "activations": "relu", "learning_rate": "0.05"},
)
SMALL_RUN = {"data": PRACTICE, "slice": "random", "count": "600", "batch_size": "20", "epochs": "6"}
SMALL_SWEEP = {"data": PRACTICE, "samples": "600", "epochs": "3", "values1": "0, 0.1, 1", "seeds": "2"}
OWN_DRAWINGS = 60
PAUSE = 1200
"""Milliseconds for a page to be complete: what it shows is computed beside the window."""


def main() -> int:
    """Fill the window and take all pictures; returns the exit code."""
    parser = argparse.ArgumentParser(description="Takes pictures of every page of every tab.")
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    parser.add_argument("--looks", nargs="+", choices=LOOKS, default=LOOKS, metavar="LOOK", help="take these only")
    arguments = parser.parse_args()
    with opened_desktop(SMALL, examined_data=GENERATED) as desktop:
        fill(Camera(desktop, arguments.out))
        for look in arguments.looks:
            width, text, scheme, *contrast = look.split("-")
            desktop.view.take(ViewChoice(scheme, high_contrast=bool(contrast), text_size=int(text)))
            wait(300)  # palette and font travel to the widgets by events
            desktop.window.resize(*SIZES[int(width)])
            for name in every_page(desktop):
                if not desktop.window.grab().save(str(arguments.out / f"{look}-{name}.png")):
                    sys.exit(f"The folder to write to must be there and take files. Got {arguments.out}.")
            dialogs = every_dialog(desktop.window)
            wait(300)
            for name, dialog in dialogs.items():
                dialog.grab().save(str(arguments.out / f"{look}-dialog-{name.lower().replace(' ', '-')}.png"))
                dialog.close()
            print(look, f"{desktop.window.width()}×{desktop.window.height()}", flush=True)
    return 0


def fill(camera: Camera) -> None:
    """Put something on every page: runs, an examination, own drawings, a sweep, and a digit on the pad."""
    desktop, window = camera.desktop, camera.window
    for settings in RUNS:
        desktop.training.fill(FIRST_VALUES | SMALL_RUN | settings)
        window.train_tab.start_requested.emit()
        camera.wait_for_training()
    window.tabs.setCurrentWidget(window.runs_tab)
    wait(300)
    window.runs_tab.list.choose([1, 2])
    window.tabs.setCurrentWidget(window.examine_tab)
    camera.press("examineStart", window.examine_tab)
    wait_until(lambda: not desktop.examination.is_running)
    DrawingStore(my_digits_folder()).add_all(islice(own_drawings(desktop), OWN_DRAWINGS))
    draw(desktop, SEVEN)
    window.draw_tab.correction.label_given.emit(7)
    camera.wait_for_own_digits()
    window.tabs.setCurrentWidget(window.my_digits_tab)
    wait(300)
    camera.wait_for_own_digits()
    window.my_digits_tab.grid.choose([OWN_CHOSEN], current=OWN_CHOSEN)
    window.tabs.setCurrentWidget(window.compare_tab)
    camera.press("sweepLesson", window.compare_tab)
    window.compare_tab.form.set_values(SMALL_SWEEP)
    camera.press("sweepStart", window.compare_tab)
    wait_until(lambda: not desktop.sweeps.is_sweeping)
    draw(desktop, SEVEN)


def every_page(desktop: Desktop) -> Iterator[str]:
    """Turn to every page of every tab by the words of the segments that are seen, and name it."""
    for place, tab in enumerate(TABS):
        desktop.window.tabs.setCurrentIndex(place)
        wait(300)
        page = desktop.window.tabs.widget(place)
        assert page is not None, "it is counted"
        yield from _pages_in(page, tab, set())


def _pages_in(page: QWidget, name: str, known: set[Segments]) -> Iterator[str]:
    found = [each for each in page.findChildren(Segments) if each.isVisible() and each not in known]
    if not found:
        yield name
    for segments in found:
        before = segments.current
        for button in segments.buttons:
            if button.isVisible() and button.isEnabled():
                button.click()
                wait(PAUSE)
                yield from _pages_in(page, f"{name}-{button.objectName().removesuffix('Segment')}", known | set(found))
        segments.buttons[before].click()
        wait(100)


if __name__ == "__main__":
    sys.exit(main())
