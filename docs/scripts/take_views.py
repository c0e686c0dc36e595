"""Takes pictures of the View menu's choices from the real window: light, dark, high contrast, large text, presentation.

    python docs/scripts/take_views.py

draws a seven, turns to the tabs, and writes docs/images/view-light.png and others (or into the folder named by
``--out``); with ``--all`` it takes every tab at every size, to be looked at. It needs no display: it uses Qt's
offscreen platform.
"""

import argparse
import sys
from pathlib import Path

from camera import IMAGES, SEVEN, draw, opened_desktop, wait
from mlp_desktop.app import Desktop
from mlp_desktop.models.window.view_choice import ViewChoice

SMALL, LAPTOP, PROJECTOR = (1024, 700), (1366, 768), (2560, 1440)
TABS = ("draw", "train", "examine", "runs", "my-digits", "sweeps", "lab")
SHOWN = {
    "view-light": (SMALL, ViewChoice("light"), "draw"),
    "view-dark": (SMALL, ViewChoice("dark"), "draw"),
    "view-high-contrast-light": (SMALL, ViewChoice("light", high_contrast=True), "draw"),
    "view-high-contrast-dark": (SMALL, ViewChoice("dark", high_contrast=True), "train"),
    "view-large-text-draw": (LAPTOP, ViewChoice("light", text_size=200), "draw"),
    "view-large-text-train": (LAPTOP, ViewChoice("light", text_size=200), "train"),
    "view-presentation": (LAPTOP, ViewChoice("dark", presents=True), "draw"),
    "view-projector": (PROJECTOR, ViewChoice("light"), "draw"),
}
"""The size of the window, what is chosen, and the tab of each picture."""


def main() -> int:
    """Take all pictures; returns the exit code."""
    parser = argparse.ArgumentParser(description="Takes pictures of the View menu's choices.")
    parser.add_argument("--out", type=Path, default=IMAGES, help="folder to write to (docs/images)")
    parser.add_argument("--all", action="store_true", help="take every tab at every size too")
    arguments = parser.parse_args()
    wanted = dict(SHOWN)
    if arguments.all:
        for tab in TABS:
            for size, text in ((SMALL, 100), (LAPTOP, 200), (PROJECTOR, 100), (PROJECTOR, 200)):
                for scheme in ("light", "dark"):
                    name = f"{tab}-{size[0]}-{text}-{scheme}"
                    wanted[name] = (size, ViewChoice(scheme, text_size=text), tab)
    with opened_desktop() as desktop:
        draw(desktop, SEVEN)
        for name, (size, choice, tab) in wanted.items():
            take(desktop, arguments.out / f"{name}.png", size, choice, tab)
    return 0


def take(desktop: Desktop, path: Path, size: tuple[int, int], choice: ViewChoice, tab: str) -> None:
    """Take one picture; says so if the window cannot be as small as it should."""
    window = desktop.window
    window.tabs.setCurrentIndex(TABS.index(tab))
    wait(100)  # nobody can turn to a tab and choose a size of text at the same moment
    desktop.view.take(choice)
    wait(300)  # palette and font travel to the widgets by events
    window.resize(*size)
    wait(300)
    if not window.grab().save(str(path)):
        sys.exit(f"The folder to write to must be there and take files. Got {path}.")
    is_fit = (window.width(), window.height()) == size
    print(path, "" if is_fit else f"is {window.width()}×{window.height()}, not {size[0]}×{size[1]}")


if __name__ == "__main__":
    sys.exit(main())
