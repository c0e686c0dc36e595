"""How late frames come, and how long the window's thread is held, while a person works in the Lab with a large network.

    python benchmarks/lab_frames.py [--frames N] [--only WORD] [--json FILE]

opens the real window, looks into the bundled network with a 7 on the pad, and moves what a person moves, sixty times a
second: sliders and numbers in the Lab, the pointer over the mathematics, pointer, line and layers of the map, the pen
on the pad beside a training of as large a network, and the moments of a run. For each movement it notes the longest
pass of the window's event loop until the next one, in processor time of its thread, which other programs hardly change,
and for each frame by how much it came late on the clock, which they do: a frame that other programs held up is late
too. It needs no display: it uses Qt's offscreen platform, which paints in full but shows nothing.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from frame_delay import live
from held_frames import Frames, Step, circle, mouse, press, run, until_painted, wait_until
from measuring import write
from PySide6.QtCore import QEvent, QSettings
from PySide6.QtWidgets import QApplication, QWidget
from tables import table, verdict

from mlp_desktop.app import Desktop
from mlp_desktop.controllers.lab.lab import IN_USE, MAP_PAGE, MATH_PAGE, NETWORK_PAGE
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.program import SECONDS_OF_PYTHON, freeze_objects
from mlp_desktop.views.kit.theme import apply_theme

FRAMES = 120
GOAL = 16.0
"""Milliseconds of the thread that at most one movement in a hundred may take."""
SEVEN = ((90, 60), (185, 62), (190, 70), (170, 120), (150, 170), (135, 230))
TRAINED = {"hidden": "1936, 1600, 1152, 256", "activations": "relu", "batch_size": "100", "data": "practice:500"}


def draw_seven(desktop: Desktop) -> None:
    """A 7 on the pad."""
    desktop.drawing.clear()
    desktop.drawing.start_stroke(*SEVEN[0])
    for point in SEVEN[1:]:
        desktop.drawing.extend_stroke(*point)
    desktop.drawing.finish_stroke()


def changes(desktop: Desktop) -> dict[str, Step]:
    """What changes the network on the page Network, each drag as the hand makes it."""
    controls = desktop.window.lab_tab.neuron.controls
    slider = controls.bias

    def bias(step: int) -> None:
        slider.setSliderDown(True)
        slider.setValue(20 + (3 * step) % (slider.maximum() - 40))

    def temperature(step: int) -> None:
        controls.temperature.setValue(0.5 + 0.05 * (step % 60))

    def of_button(name: str, put: Callable[[float], None]) -> Step:
        def step(number: int) -> None:
            if number % 15 == 0:  # a button is pressed four times a second
                desktop.lab.network.set_edits(desktop.lab.network.edits.reset())
                put(number)
                press(desktop, name)

        return step

    return {
        "bias, its slider dragged": bias,
        "temperature, its arrows held": temperature,
        "weights into a neuron multiplied": of_button(
            "labScaleButton", lambda n: controls.factor.setValue(0.5 + 0.01 * n)
        ),
        "a layer pruned": of_button("labPruneButton", lambda n: controls.prune.setValue(20 + 0.4 * n)),
        "noise on a layer": of_button("labNoiseButton", lambda n: controls.noise.setValue(10 + 0.4 * n)),
    }


def of_network(desktop: Desktop, frames: int) -> Iterator[tuple[str, Frames]]:
    """The page Network."""
    tab, lab = desktop.window.lab_tab, desktop.lab.network
    tab.show_page(NETWORK_PAGE)
    lab.choose_neuron(1, 3)
    for name, step in changes(desktop).items():
        live(1.0)
        yield f"Lab: {name}", run(step, frames)
        tab.neuron.controls.bias.setSliderDown(False)
        lab.set_edits(lab.edits.reset())
        wait_until(lambda: not desktop.lab.edits.is_running, "the network without changes")
    yield "Lab: one neuron after the other", run(lambda step: lab.choose_neuron(1, step), frames)
    yield "Lab: the pen on its pad", run(pen(desktop), frames)


def pen(desktop: Desktop) -> Step:
    """Draw on, sixty points a second, a new stroke of the same digit every second."""

    def step(number: int) -> None:
        if number % 60 == 0:
            desktop.drawing.clear()
            desktop.drawing.start_stroke(90, 60)
        n = number % 60
        desktop.drawing.extend_stroke(*((90 + 5 * n, 60) if n < 20 else (190 - 1.5 * (n - 20), 60 + 4 * (n - 20))))

    return step


def of_mathematics(desktop: Desktop, frames: int) -> Iterator[tuple[str, Frames]]:
    """The page Mathematics."""
    draw_seven(desktop)
    page = desktop.window.lab_tab.mathematics
    desktop.window.lab_tab.show_page(MATH_PAGE)
    for layer, words in (("0", "784 × 1,936"), ("1", "1,936 × 1,600")):
        page.layer_chosen.emit(layer)
        live(0.5)
        viewport = page.cells.viewport()

        def hover(step: int, viewport: QWidget = viewport) -> None:
            mouse(viewport, QEvent.Type.MouseMove, *circle(viewport, step, frames))

        yield f"Mathematics: the pointer over {words} cells", run(hover, frames)
    yield "Mathematics: the pen, layer of 1,936 × 1,600", run(pen(desktop), frames)
    draw_seven(desktop)


def of_map(desktop: Desktop, frames: int) -> Iterator[tuple[str, Frames]]:
    """The page Map."""
    tab = desktop.window.lab_tab
    tab.show_page(MAP_PAGE)
    wait_until(lambda: bool(desktop.lab.maps.moment_maps), "the map")
    live(1.0)
    panel = tab.map.panels[0]
    plot = panel.plot

    def point(step: int) -> None:
        mouse(plot, QEvent.Type.MouseMove, *circle(plot, step, frames))

    yield "Map: pointing at digits", run(point, frames)

    def lasso(step: int) -> None:
        if step == 0:
            mouse(plot, QEvent.Type.MouseButtonPress, *circle(plot, 0, frames))
        mouse(plot, QEvent.Type.MouseMove, *circle(plot, step, frames - 2))
        if step == frames - 2:
            mouse(plot, QEvent.Type.MouseButtonRelease, *circle(plot, step, frames - 2))

    yield "Map: a line around digits, which are listed", run(lasso, frames)
    plot.selected.emit(np.empty(0, np.int64))

    def layers(step: int) -> None:
        if step % 30 == 0:
            panel.slider.setValue((panel.slider.value() + 1) % (panel.slider.maximum() + 1))

    yield "Map: digits on their way from layer to layer", run(layers, frames)
    yield "Map: the pen, the drawing among the digits", run(pen(desktop), frames)
    draw_seven(desktop)


def of_run(desktop: Desktop, frames: int) -> Iterator[tuple[str, Frames]]:
    """The pad beside a training of as large a network."""
    window = desktop.window
    window.tabs.setCurrentWidget(window.train_tab)
    window.train_tab.form.set_values(TRAINED | {"epochs": "1000"})
    press(desktop, "besideSwitch")
    press(desktop, "trainStart")
    wait_until(lambda: bool(window.live_pad.answer.text()) or not desktop.training.is_running, "an answer beside")
    yield "Train: the pen on the pad beside a training", run(pen(desktop), frames)
    press(desktop, "trainStop")
    wait_until(lambda: not desktop.training.is_running, "the end of the training")
    draw_seven(desktop)


def of_moments(desktop: Desktop, frames: int) -> Iterator[tuple[str, Frames]]:
    """The moments of a run of about as large a network as snapshots are kept of."""
    window = desktop.window
    window.tabs.setCurrentWidget(window.train_tab)
    window.train_tab.form.set_values(TRAINED | {"hidden": "500, 200", "epochs": "3"})
    kept: list[int] = []
    desktop.training.kept.connect(kept.append)
    press(desktop, "trainStart")
    wait_until(lambda: desktop.training.outcome is not None and not desktop.training.is_running, "the trained network")
    window.tabs.setCurrentWidget(window.runs_tab)
    desktop.runs.choose(kept)
    press(desktop, "momentsSegment")
    slider = window.moments_page.slider
    wait_until(lambda: slider.isVisible() and slider.maximum() >= 2 and not desktop.moments.is_running, "the moments")
    live(1.0)

    def scrub(_step: int) -> None:
        slider.setValue((slider.value() + 1) % (slider.maximum() + 1))

    yield "Moments: the slider dragged, a moment each frame", run(scrub, frames)
    yield "Moments: from the slider to the painted page", until_painted(scrub, frames)


PARTS = {"Lab": of_network, "Mathematics": of_mathematics, "Map": of_map, "Train": of_run, "Moments": of_moments}


def measure(frames: int, only: str) -> Iterator[tuple[str, Frames]]:
    """Open the window and measure in it."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["MLP_DATA_DIR"] = home  # runs are nobody's
        desktop = Desktop(Settings(QSettings(str(Path(home) / "settings.ini"), QSettings.Format.IniFormat)))
        desktop.window.resize(1120, 760)
        desktop.window.show()
        live(0.5)
        draw_seven(desktop)
        tab = desktop.window.lab_tab
        desktop.window.tabs.setCurrentWidget(tab)
        tab.network.set_value(IN_USE)
        tab.network_chosen.emit(IN_USE)
        wait_until(lambda: desktop.lab.network.before is not None, "the accuracy before all changes")
        freeze_objects()
        try:
            for part, steps in PARTS.items():
                if only in part:
                    yield from steps(desktop, frames)
        finally:
            desktop.close_now()
            wait_until(lambda: not desktop.window.isVisible(), "its end")


def main() -> int:
    """Measure, print and write; returns the exit code."""
    parser = argparse.ArgumentParser(description="Measures how long work in the Lab holds the window's thread.")
    parser.add_argument("--frames", type=int, default=FRAMES, help=f"movements of each kind (default: {FRAMES})")
    parser.add_argument("--only", default="", help="a part alone: Lab, Mathematics, Map, Train or Moments")
    parser.add_argument("--json", type=Path, help="JSON file to write")
    arguments = parser.parse_args()
    sys.setswitchinterval(SECONDS_OF_PYTHON)  # as the program does
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication), "nothing but a window is opened here"
    apply_theme(application)
    rows: list[list[str]] = []
    results: list[dict[str, object]] = []
    met = True
    for name, done in measure(arguments.frames, arguments.only):
        held, late = (np.percentile(values, (50, 99)) for values in (done.holds, done.delays))
        met &= bool(held[1] <= GOAL)
        rows.append([name, *(f"{value:.1f}" for value in (*held, *late))])
        results.append({"what": name, "held": held.tolist(), "late": late.tolist()})
        print(rows[-1], flush=True)
    print(table("Milliseconds|thread held: median|99 %|frame late: median|99 %", rows))
    print(f"99 % of movements hold the thread for at most {GOAL:g} ms: {verdict(met)}")
    write({"goal": GOAL, "results": results}, arguments.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
