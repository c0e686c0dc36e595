"""How long a change in the Lab takes: the edit with its accuracy, and the answer to a drawing; and how long its map.

    python benchmarks/lab.py [--repeats N] [--map]

For the small network and the bundled one it makes each kind of edit, measures the accuracy as the Lab does, on 2,000
practice digits or fewer for a large network, and prints a table of milliseconds: the median, and in brackets the least
of all repeats. They are processor time of one thread, which is the time it takes where no other program wants the core.

With ``--map`` it measures the page Map instead: the maps of all layers by PCA, one layer by t-SNE, the place of a
drawing, and the painting of 2,000 points on a map of the size that it has in windows of 1024×700 and 2560×1440 pixels.
A table before says what the layers tell apart.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import argparse
import statistics
import sys
import time
from collections.abc import Callable

import numpy as np

from mlp_engine import load_source, load_weights
from mlp_engine.files.resources import bundled_weights, small_weights
from mlp_engine.lab.edited_network import EditedNetwork
from mlp_engine.lab.edits import BiasSet, Edit, NeuronOff, WeightsRounded
from mlp_engine.lab.measurement import Measurement, measured_samples
from mlp_engine.lab.pruning import AllWeightsPruned, WeightsPruned
from mlp_engine.projection.layer_map import pca_maps, tsne_map
from mlp_engine.projection.layers import layer_activations, map_layer_names, sample_activations

DATA = "practice:2000:7"


def milliseconds(work: Callable[[], object], between: Callable[[], object], repeats: int) -> str:
    """Median and least time of ``work``, with ``between`` done before each, which is not counted."""
    times: list[float] = []
    for _ in range(repeats):
        between()
        began = time.process_time()
        work()
        times.append(1000 * (time.process_time() - began))
    return f"{statistics.median(times):.1f} ({min(times):.1f})"


def measure_map(repeats: int) -> None:
    """Print two tables: what the layers tell apart, and how long the map takes."""
    data = load_source(DATA)
    times: dict[str, list[str]] = {}
    print("| layer | neurons | same digit among the 10 nearest | digits apart | variance shown |")
    print("| --- | --- | --- | --- | --- |")
    for kind, path in (("small", small_weights("relu")), ("bundled", bundled_weights())):
        edited = EditedNetwork(load_weights(path).network)
        names = map_layer_names(edited.base.config)
        for count in (1000, 2000):
            some = data.take(np.arange(count))

            def maps(some=some, edited=edited, names=names):
                read = layer_activations(edited, some.inputs)
                return pca_maps(names, read.layers, some.labels, some.classes)

            found = maps()
            row = times.setdefault(f"all layers by PCA, {count:,} samples", [])
            row.append(milliseconds(maps, lambda: None, repeats))
            layer = found[1]
            row = times.setdefault(f"hidden layer 1 by t-SNE, {count:,} samples", [])
            row.append(milliseconds(lambda each=layer: tsne_map(each), lambda: None, 1))
            if count == 2000:
                for each in found:
                    cells = (
                        f"{kind}: {each.name}",
                        f"{each.samples.shape[1]:,}",
                        f"{each.neighbours.same:.1%}",
                        f"{len(each.neighbours.apart)}",
                        f"{each.explained:.0%}",
                    )
                    print(f"| {' | '.join(cells)} |")
                values = sample_activations(edited, data.inputs[0])
                placed = tsne_map(layer, steps=1)
                for name, shown in (("PCA", layer), ("t-SNE", placed)):
                    row = times.setdefault(f"the place of a drawing by {name}, 2,000 samples", [])
                    row.append(milliseconds(lambda s=shown, v=values[1]: s.place(v), lambda: None, 10 * repeats))
    for width, height in ((550, 375), (1160, 1270)):
        cell = milliseconds(*_painting(width, height), 5 * repeats)
        times[f"painting 2,000 points, {width}×{height} pixels"] = [cell, cell]
    print()
    print("| of the map | small, ms | bundled, ms |")
    print("| --- | --- | --- |")
    for name, cells in times.items():
        print(f"| {name} | {' | '.join(cells)} |")


def _painting(width: int, height: int) -> tuple[Callable[[], object], Callable[[], object]]:
    """What paints a map of 2,000 points, and what makes it paint again."""
    from PySide6.QtWidgets import QApplication

    from mlp_desktop.views.kit.theme import apply_theme
    from mlp_desktop.views.lab.map_plot import MapPlot

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication), "there is one, and it has windows"
    apply_theme(app)
    rng = np.random.default_rng(0)
    plot = MapPlot("map", "Map")
    plot.resize(width, height)
    labels = rng.integers(0, 10, 2000)
    plot.set_samples(labels, np.where(rng.random(2000) < 0.1, 9 - labels, labels))  # one in ten is misread
    plot.set_points(rng.uniform(-1, 1, (2000, 2)))
    plot.show()
    app.processEvents()
    return plot.repaint, plot.repaint_all


def main() -> int:
    """Measure and print the table; returns the exit code."""
    parser = argparse.ArgumentParser(description="Measures how long a change in the Lab takes, or its map.")
    parser.add_argument("--repeats", type=int, default=7, help="how often each change is made (default: 7)")
    parser.add_argument("--map", action="store_true", help="measure the page Map instead")
    arguments = parser.parse_args()
    repeats = arguments.repeats
    if arguments.map:
        measure_map(repeats)
        return 0
    data = load_source(DATA)
    print("| change, with its accuracy | small, ms | bundled, ms |")
    print("| --- | --- | --- |")
    rows: dict[str, list[str]] = {}
    for path in (small_weights("relu"), bundled_weights()):
        network = load_weights(path).network
        base = EditedNetwork(network)
        measured = Measurement(measured_samples(network, data), network)
        edits: dict[str, Edit] = {
            "the bias of a neuron of the first layer": BiasSet(0, 1, 0.5),
            "a neuron of the last hidden layer off": NeuronOff(len(network.config.hidden) - 1, 1),
            "half of the second layer's weights pruned": WeightsPruned(1, 50),
            "half of all weights pruned as one heap": AllWeightsPruned(50),
            "the second layer rounded to 4 bits": WeightsRounded(1, 4),
        }
        rows.setdefault("samples", []).append(f"{len(measured.data):,}")
        for name, edit in edits.items():
            taken = milliseconds(
                lambda e=edit, b=base, m=measured: m.measure(b.with_edits([e])),
                lambda b=base, m=measured: m.measure(b),
                repeats,
            )
            rows.setdefault(name, []).append(taken)
        answer = milliseconds(lambda b=base: b.outputs(data.inputs[0]), lambda: None, repeats)
        rows.setdefault("all activations for a drawing", []).append(answer)
    for name, cells in rows.items():
        print(f"| {name} | {' | '.join(cells)} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
