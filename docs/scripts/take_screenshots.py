"""Takes the README's screenshots from the real window.

    python docs/scripts/take_screenshots.py --data FOLDER

draws on the pad and turns its pages, opens pictures, trains small networks on the training set in FOLDER (IDX files of
MNIST), looks at samples, weights and kept runs, examines a network on the test set, compares it with the bundled one,
keeps and tunes to generated digits, sweeps over L1 and L2 on generated digits, and writes
docs/images/draw-light.png, train-dark.png and so on (or into the folder named by --out). ``--only pictures`` takes
those of one part, which must need no other part before it: pad, pictures, finding or moments. It needs no display: it
uses Qt's offscreen platform.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtWidgets import QWidget

from camera import GENERATED, IMAGES, SEVEN, Camera, draw, opened_desktop, own_drawings, wait, wait_until
from generators.pictures import SIDE, drawn, gradient, photo, ruled, shadow
from mlp_desktop.controllers.train.presets import PRESETS
from mlp_desktop.models.train.loaded_data import PRACTICE
from mlp_desktop.views.draw.reading_panel import PAGES
from mlp_engine.my_digits import DrawingStore, my_digits_folder

SIZE = (1120, 720)
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
PICTURE_SEED = 6
NOISE = 0.2  # of the pictures: more would make the screenshots large files
PHOTO = (2, 0, 7)
SQUARED = (4, 1, 5)
OWN_CHOSEN = 20
OTHER_RUNS = (
    {"hidden": "30", "epochs": "8", "batch_size": "32"},
    {"hidden": "100, 50", "activations": "relu", "learning_rate": "0.1", "epochs": "8"},
    {"hidden": "100", "activations": "tanh", "optimizer": "adam", "learning_rate": "0.001", "epochs": "8"},
)
"""What the runs beside the first are trained with, each on top of the settings before it."""
WATCHED = {"data": PRACTICE, "hidden": "30", "learning_rate": "0.05", "batch_size": "10", "epochs": "12"}
WATCHED_UNTIL, WATCHED_SNAPSHOTS = 4, 7
"""What is trained beside the pad, the epoch at which the picture is taken, and how many snapshots it has in the end."""


def main() -> int:
    """Take all screenshots; returns the exit code."""
    parser = argparse.ArgumentParser(description="Takes the README's screenshots from the real window.")
    parser.add_argument("--data", required=True, help="folder of MNIST's IDX files")
    parser.add_argument("--only", choices=("pad", "pictures", "finding", "moments"), help="take those of one part only")
    parser.add_argument("--out", type=Path, default=IMAGES, help="folder to write to (docs/images)")
    arguments = parser.parse_args()
    settings = {
        "data_folder": arguments.data,
        "examined_data": GENERATED,  # samples in pictures are our own, not MNIST's
        "training_form": {"data": arguments.data, "epochs": "12", "hidden": "100", "batch_size": "32"},
    }
    with opened_desktop(SIZE, scale=2, **settings) as desktop:
        tour = Tour(desktop, arguments.out)
        parts = {part.__name__: part for part in (tour.pad, tour.pictures, tour.finding, tour.moments)}
        parts.get(arguments.only, tour.take)()
    return 0


class Tour(Camera):
    """The program's pages in the order in which each has what it needs."""

    def take(self) -> None:
        """Take all pictures."""
        self.pad()
        self.pictures()
        self.training()
        self.finding()
        self.examining()
        self.runs()
        self.samples()
        self.my_digits()
        self.sweep()
        self.moments()

    def pad(self) -> None:
        """Draw, and turn the pages beside the pad."""
        panel = self.window.draw_tab.reading
        draw(self.desktop, NUMBER, width=NUMBER_PEN)
        self.grab("number")
        draw(self.desktop, HOUSE)
        self.grab("not-a-digit")
        draw(self.desktop, SEVEN)
        self.grab("draw")
        for page, name in enumerate(PAGES[1:-1], start=1):
            panel.show_page(page)
            wait(2000)  # the search for the smallest piece to erase
            if name == "Neurons":
                panel.neurons.neuron_pointed.emit(*NEURON)
            self.grab(name.lower())

    def pictures(self) -> None:
        """Open a photo and look at its steps, a number on squared paper, and a blank sheet."""
        panel = self.window.draw_tab.reading
        rng = np.random.default_rng(PICTURE_SEED)
        sheet = drawn(PHOTO, rng, pen=0.1)
        self.open("photo.jpg", photo(sheet, rng, light=shadow(sheet, rng), noise=NOISE))
        panel.show_page(PAGES.index("Steps"))
        self.grab("picture-steps")
        panel.show_page(0)
        sheet = drawn(SQUARED, rng, pen=0.1)
        self.open("squared.jpg", photo(ruled(sheet, rng, squared=True), rng, noise=NOISE))
        self.grab("picture-number")
        empty = np.zeros((SIDE, SIDE))
        self.open("blank.jpg", photo(empty, rng, light=gradient(empty, rng), noise=NOISE))
        self.grab("picture-blank")
        self.desktop.drawing.clear()

    def open(self, name: str, picture: Image.Image) -> None:
        """Put a picture on the pad, and wait until it is read."""
        self.desktop.pictures.open(name, picture.copy)
        wait_until(lambda: not self.desktop.pictures.is_running)

    def training(self) -> None:
        """Train until there is something to see, look at the weights, and compare the new network with the old."""
        window, desktop = self.window, self.desktop
        window.tabs.setCurrentWidget(window.train_tab)
        window.train_tab.start_requested.emit()
        wait_until(lambda: "epoch 9" in window.train_tab.loss_plot.accessibleDescription())
        desktop.training.pause_or_resume()
        self.grab("train")
        desktop.training.stop()
        self.wait_for_training()
        self.press("weightsSegment", window.train_tab)
        self.grab("weights")
        self.press("curvesSegment", window.train_tab)
        window.train_tab.use_requested.emit()
        window.tabs.setCurrentWidget(window.draw_tab)
        draw(desktop, SEVEN)
        panel = window.draw_tab.reading
        panel.show_page(len(PAGES) - 1)
        self.grab("compare")
        panel.show_page(0)

    def finding(self) -> None:
        """Overfit on purpose: the finding with its evidence, and its epochs in the curves."""
        window = self.window
        window.tabs.setCurrentWidget(window.train_tab)
        preset = next(preset for preset in PRESETS if preset.name == "Overfit on purpose")
        self.desktop.training.fill(preset.values | {"data": window.train_tab.form.values()["data"]})
        window.train_tab.start_requested.emit()
        self.wait_for_training()
        self.grab("finding")

    def examining(self) -> None:
        """Examine the network just trained on generated digits."""
        window = self.window
        window.tabs.setCurrentWidget(window.examine_tab)
        self.press("examineStart", window.examine_tab)
        wait_until(lambda: not self.desktop.examination.is_running)
        self.grab("examine")

    def runs(self) -> None:
        """Train some more networks and lay their curves over each other."""
        window = self.window
        for settings in OTHER_RUNS:
            window.tabs.setCurrentWidget(window.train_tab)
            self.desktop.training.fill(settings)
            window.train_tab.start_requested.emit()
            self.wait_for_training()
        window.tabs.setCurrentWidget(window.runs_tab)
        wait(300)
        window.runs_tab.list.choose(list(range(1, len(OTHER_RUNS) + 2)))
        self.grab("runs")

    def samples(self) -> None:
        """Browse generated digits."""
        self.window.tabs.setCurrentWidget(self.window.train_tab)
        self.window.train_tab.form.set_values({"data": GENERATED, "augmentation": "elastic"})
        self.window.train_tab.browse_requested.emit()
        dialog = self.window.findChild(QWidget, "samplesDialog")
        assert dialog is not None, "the dialog is made with the window"
        wait_until(dialog.isVisible)
        self.grab("samples", dialog)
        dialog.close()

    def my_digits(self) -> None:
        """Keep generated digits of an unsteady hand as one's own, say of one what it was, and be asked for others."""
        window, desktop = self.window, self.desktop
        DrawingStore(my_digits_folder()).add_all(own_drawings(self.desktop))
        window.tabs.setCurrentWidget(window.draw_tab)
        draw(desktop, SEVEN)
        wait(300)
        window.draw_tab.correction.label_given.emit(7)
        self.wait_for_own_digits()
        window.tabs.setCurrentWidget(window.my_digits_tab)
        wait(300)
        self.wait_for_own_digits()
        window.my_digits_tab.grid.choose([OWN_CHOSEN], current=OWN_CHOSEN)
        self.press("tuneStart", window.my_digits_tab)
        self.wait_for_own_digits()
        self.grab("my-digits")

    def sweep(self) -> None:
        """Sweep over L1 and L2 on generated digits, as the lesson does where MNIST is not there."""
        tab = self.window.compare_tab
        self.window.tabs.setCurrentWidget(tab)
        self.press("sweepLesson", tab)
        tab.form.set_values({"data": PRACTICE})
        self.press("sweepStart", tab)
        wait_until(lambda: not self.desktop.sweeps.is_sweeping)
        self.grab("sweep")

    def moments(self) -> None:
        """Draw beside a training on generated digits, and look at its run moment by moment."""
        window = self.window
        window.tabs.setCurrentWidget(window.train_tab)
        draw(self.desktop, SEVEN)
        self.press("resetButton", window.train_tab)
        self.desktop.training.fill(WATCHED)
        self.press("besideSwitch", window.train_tab)
        window.train_tab.start_requested.emit()
        wait_until(lambda: len(self.desktop.training.curves.records) >= WATCHED_UNTIL)
        self.desktop.training.pause_or_resume()
        self.press("networkSegment", window.train_tab)
        wait(500)
        self.grab("live")
        self.press("curvesSegment", window.train_tab)
        self.desktop.training.pause_or_resume()
        self.wait_for_training()
        self.press("besideSwitch", window.train_tab)
        window.tabs.setCurrentWidget(window.runs_tab)
        wait(300)
        window.runs_tab.list.choose([])  # the newest
        self.press("momentsSegment", window.runs_tab)
        slider = window.moments_page.slider
        wait_until(lambda: slider.maximum() == WATCHED_SNAPSHOTS - 1)
        slider.setValue(WATCHED_SNAPSHOTS // 2)
        self.grab("moments")


if __name__ == "__main__":
    sys.exit(main())
