"""How much memory a training on MNIST takes at its peak, against what it cannot do without.

    python benchmarks/memory.py [--quick] [--json FILE]

trains each network in a fresh process, which reads MNIST, trains two epochs and says how much memory it held
resident at most; besides it asks another process that only imports the engine. Needed are the samples as bytes with
their labels; weights, gradients, the optimizer's memory and the best network kept; and for one minibatch the
activations of every layer.
"""

import multiprocessing
import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from measuring import all_digits, arguments, digits, write
from peers import RATES, TrainingCase
from tables import Goal, table, verdict

CASES = (
    TrainingCase((100,), 10),
    TrainingCase((800, 800), 128),
    TrainingCase((800, 800), 128, optimizer="adam"),
    TrainingCase((1500, 1000, 500), 512, optimizer="momentum"),
    TrainingCase((800, 800), 128, augmentation="elastic"),
)
# Vectors as long as the parameters that an optimizer keeps.
OPTIMIZER_VECTORS = {"sgd": 0, "momentum": 1, "adam": 2}
EPOCHS = 2
MOST = 1.5
STATUS = Path("/proc/self/status")


def peak_bytes() -> int:
    """The most memory that this process has held resident so far."""
    if STATUS.exists():
        line = next(line for line in STATUS.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
        return 1024 * int(line.split()[1])
    import resource  # not on Windows

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else 1024 * most


def only_import(case: TrainingCase) -> list[int]:
    """The peak after importing what a training imports."""
    import mlp_engine

    assert mlp_engine.train is not None
    return [peak_bytes()]


def load_and_train(case: TrainingCase) -> list[int]:
    """The peaks when the samples are read, and after the training."""
    from mlp_engine import NetworkConfig, TrainingConfig, train_new_network

    data = digits(case.samples)
    loaded = peak_bytes()
    network = NetworkConfig(hidden=case.hidden, activations=(case.activation,))
    settings = TrainingConfig(
        optimizer=case.optimizer,
        learning_rate=RATES[case.optimizer],
        batch_size=case.batch,
        epochs=EPOCHS,
        augmentation=case.augmentation,
    )
    train_new_network(data, network, settings)
    return [loaded, peak_bytes()]


def in_a_fresh_process(work: Callable[[TrainingCase], list[int]], case: TrainingCase) -> list[int]:
    """What ``work`` finds where nothing was loaded before."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_answer, args=(theirs, work, case))
    process.start()
    theirs.close()
    found = ours.recv()
    process.join()
    ours.close()
    return found


def _answer(connection: Connection, work: Callable[[TrainingCase], list[int]], case: TrainingCase) -> None:
    connection.send(work(case))


def needed_bytes(case: TrainingCase) -> dict[str, int]:
    """What a training cannot do without."""
    parameters = sum((fan_in + 1) * fan_out for fan_in, fan_out in zip(case.layers, case.layers[1:], strict=False))
    return {
        "data": case.samples * (784 + 8),
        "parameters": 4 * parameters * (3 + OPTIMIZER_VECTORS[case.optimizer]),
        "minibatch": 4 * case.batch * sum(case.layers),
    }


def measure(cases: list[TrainingCase]) -> dict[str, Any]:
    """Train all of them, one after the other."""
    (baseline,) = in_a_fresh_process(only_import, cases[0])
    rows: list[dict[str, Any]] = []
    for case in cases:
        loaded, peak = in_a_fresh_process(load_and_train, case)
        rows.append(
            {"case": asdict(case) | {"name": case.name}, "needed": needed_bytes(case), "loaded": loaded, "peak": peak}
        )
    return {"data": all_digits().name, "import": baseline, "rows": rows}


def _ratio(row: dict[str, Any], baseline: int) -> float:
    return (row["peak"] - baseline) / sum(row["needed"].values())


def _mb(size: int) -> str:
    return f"{size / 1e6:.0f}"


def section(results: dict[str, Any]) -> str:
    """The results as a chapter in Markdown."""
    rows: list[list[str]] = []
    for row in results["rows"]:
        case, ratio = row["case"], _ratio(row, results["import"])
        distorted = f", {case['augmentation']}" * (case["augmentation"] != "none")
        cells = [f"{case['name']}, {case['batch']}, {case['optimizer']}{distorted}"]
        cells += [_mb(row["needed"][what]) for what in ("data", "parameters", "minibatch")]
        rows.append([*cells, _mb(row["loaded"]), _mb(row["peak"]), f"{ratio:.2f}×", verdict(ratio <= MOST)])
    return "\n".join(
        [
            "## Memory",
            "",
            f"Megabytes that {results['rows'][0]['case']['samples']:,} samples and their training need, and the peak "
            f"resident memory of a process that reads them and trains. Importing the engine alone takes "
            f"{_mb(results['import'])} MB; the last ratio is of what comes on top of that to what is needed.",
            "",
            table(
                "network, minibatch, optimizer | data | parameters | minibatch | peak when read | peak | "
                "beyond the import, to needed | goal",
                rows,
            ),
        ]
    )


def goals(results: dict[str, Any]) -> list[Goal]:
    """What was to be reached, and was it."""
    ratios = [_ratio(row, results["import"]) for row in results["rows"]]
    return [
        Goal(
            "Memory of a training on MNIST",
            f"at most {MOST}× data, parameters and one minibatch's activations, beyond the import",
            f"{min(ratios):.2f}× to {max(ratios):.2f}×",
            max(ratios) <= MOST,
        )
    ]


def main() -> int:
    """Measure, print and write; returns the exit code."""
    asked = arguments("memory", "Measures the peak memory of a training.")
    cases = [replace(case, samples=2 * case.batch) for case in CASES[:1]] if asked.quick else list(CASES)
    results = measure(cases)
    print(section(results))
    write(results, asked.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
