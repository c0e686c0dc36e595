"""Takes pictures of what a student and a class see: a lesson with few controls, and thirty runs side by side.

    python docs/scripts/take_learning.py

opens the lesson "L1 makes zeros" and trains it, trains thirty small networks on practice digits, and writes
docs/images/lesson-light.png, runs-thirty-dark.png and so on (or into the folder named by ``--out``). It needs no
display and no download: it uses Qt's offscreen platform. QT_SCALE_FACTOR sets the sharpness, 2 where it is not set.
"""

import argparse
import sys
from itertools import product
from pathlib import Path

from camera import IMAGES, Camera, opened_desktop, wait
from mlp_desktop.controllers.train.training_settings import FIRST_VALUES
from mlp_desktop.models.train.loaded_data import PRACTICE
from mlp_engine.files.resources import resource_path
from take_screenshots import SIZE

LESSON = "08_l1_zeros.toml"
RUNS = [
    {"hidden": hidden, "l2": l2, "learning_rate": rate, "slice": "random", "count": "600", "epochs": "6"}
    for hidden, l2, rate in product(("10", "30", "50, 30"), ("0", "0.5"), ("0.05", "0.1", "0.2", "0.5", "1"))
]
"""What the thirty runs are trained with, on top of the first values of the form."""
CHOSEN = (30, 25, 20, 15)


def main() -> int:
    """Take all pictures; returns the exit code."""
    parser = argparse.ArgumentParser(description="Takes pictures of a lesson and of thirty runs.")
    parser.add_argument("--out", type=Path, default=IMAGES, help="folder to write to (docs/images)")
    parser.add_argument("--size", type=int, nargs=2, default=SIZE, metavar=("W", "H"), help="of the window")
    arguments = parser.parse_args()
    with opened_desktop(arguments.size, scale=2) as desktop:
        camera = Camera(desktop, arguments.out)
        lesson(camera)
        thirty_runs(camera)
    return 0


def lesson(camera: Camera) -> None:
    """Open a lesson that shows few controls, and train what it sets up."""
    camera.desktop.lessons.open(resource_path("lessons", LESSON))
    camera.window.train_tab.start_requested.emit()
    camera.wait_for_training()
    camera.grab("lesson")
    camera.desktop.lessons.end()


def thirty_runs(camera: Camera) -> None:
    """Train thirty small networks, and lay the curves of some over each other."""
    window, training = camera.window, camera.desktop.training
    for settings in RUNS:
        training.fill(FIRST_VALUES | settings | {"data": PRACTICE})
        window.train_tab.start_requested.emit()
        camera.wait_for_training()
    window.tabs.setCurrentWidget(window.runs_tab)
    wait(300)
    window.runs_tab.list.choose([run + 1 for run in CHOSEN])  # the lesson's was the first
    camera.grab("runs-thirty")


if __name__ == "__main__":
    sys.exit(main())
