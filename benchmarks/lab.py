"""How long a change in the Lab takes: the edit with its accuracy, and the answer to a drawing.

    python benchmarks/lab.py [--repeats N]

For the small network and the bundled one it makes each kind of edit, measures the accuracy as the Lab does, on 2,000
practice digits or fewer for a large network, and prints a table of milliseconds: the median, and in brackets the least
of all repeats. They are processor time of one thread, which is the time it takes where no other program wants the core.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import statistics
import sys
import time
from collections.abc import Callable

from mlp_engine import load_source, load_weights
from mlp_engine.files.resources import bundled_weights, small_weights
from mlp_engine.lab.edited_network import EditedNetwork
from mlp_engine.lab.edits import BiasSet, Edit, NeuronOff, WeightsPruned, WeightsRounded
from mlp_engine.lab.measurement import Measurement, measured_samples

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


def main() -> int:
    """Measure and print the table; returns the exit code."""
    parser = argparse.ArgumentParser(description="Measures how long a change in the Lab takes.")
    parser.add_argument("--repeats", type=int, default=7, help="how often each change is made (default: 7)")
    repeats = parser.parse_args().repeats
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
