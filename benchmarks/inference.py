"""What an answer costs: one image, 100 and 10,000, with the engine, PyTorch, JAX and scikit-learn.

    python benchmarks/inference.py [--quick | --short] [--threads N] [--json FILE]

asks each of them in turn for the probabilities of the ten digits. The last network is the one that comes with the
program, with its own weights: how long the engine takes depends on how many rectifiers are at rest, and in a network of
random weights it is half of them. The others have random weights, on which their time does not depend. The engine is
handed bytes, as it is in use; the others the floats that they want, ready-made. ``--short`` takes five rounds, and
leaves scikit-learn out.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from importlib import import_module
from itertools import pairwise
from typing import Any

import numpy as np
from jax_peers import answering
from measuring import Contender, Turns, all_digits, arguments, digits, installed, interleave, limit_blas, middle, write
from peers import floats
from tables import Goal, duration, table, times

from mlp_engine.files.resources import bundled_weights
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.weights.file import load_weights

COUNTS = (1, 100, 10_000)
# Images that are read in one turn, however many at a time: long enough a turn for the clock, short enough for us.
IMAGES_A_TURN = {1: 1000, 100: 10_000, 10_000: 10_000}
ROUNDS, FEW_ROUNDS = 15, 5
PEERS = ("torch", "jax", "sklearn")


@dataclass(frozen=True)
class InferenceCase:
    """A network of ReLU neurons, how many images it reads at a time, how many in one turn, and if it is the bundled."""

    hidden: tuple[int, ...]
    count: int
    images: int
    bundled: bool = False

    @property
    def name(self) -> str:
        """The network, as people write it."""
        return "-".join(map(str, (784, *self.hidden, 10))) + ", bundled" * self.bundled


def answer(case: InferenceCase, turns: Turns, inputs: Any, use: Callable[[int], object], ask: Any) -> None:
    """Read all images, ``case.count`` at a time, every turn; ``use`` is told the number of threads."""
    parts = [inputs[start : start + case.count] for start in range(0, case.images, case.count)]
    if case.count == 1 and inputs.dtype == np.uint8:
        parts = [part[0] for part in parts]  # the engine takes one image as it is
    for threads in turns:
        use(threads)
        for part in parts:
            ask(part)


def answer_ours(case: InferenceCase, turns: Turns) -> None:
    """``Network.predict``; how many threads it takes is its own choice."""
    if case.bundled:
        network = load_weights(bundled_weights()).network
    else:
        config = NetworkConfig(hidden=case.hidden, activations=("relu",), initializer="he")
        network = Network.initialise(config, np.random.default_rng(0))
    answer(case, turns, digits(case.images).inputs, lambda threads: None, network.predict)


def answer_torch(case: InferenceCase, turns: Turns) -> None:
    """A ``Sequential`` in inference mode."""
    torch = import_module("torch")  # by its name: the type checker's machine may not have it
    nn = torch.nn
    layers: list[Any] = []
    for fan_in, fan_out in pairwise((784, *case.hidden, 10)):
        layers += [nn.Linear(fan_in, fan_out), nn.ReLU()]
    network = nn.Sequential(*layers[:-1], nn.Softmax(dim=1)).eval()
    with torch.inference_mode():
        inputs = torch.from_numpy(floats(digits(case.images).inputs))
        answer(case, turns, inputs, torch.set_num_threads, network)


def answer_jax(case: InferenceCase, turns: Turns) -> None:
    """A compiled function of JAX."""
    inputs = floats(digits(case.images).inputs)
    answer(case, turns, inputs, lambda threads: None, answering(case.hidden))


def answer_sklearn(case: InferenceCase, turns: Turns) -> None:
    """``MLPClassifier.predict_proba``, spared its search for numbers that are not finite."""
    from sklearn import config_context
    from sklearn.neural_network import MLPClassifier

    data = digits(case.images)
    inputs = floats(data.inputs)
    model = MLPClassifier(case.hidden, batch_size=10)  # pyright: ignore[reportArgumentType]
    model.partial_fit(inputs[:10], data.labels[:10], classes=np.arange(10))  # only this gives it its weights
    with config_context(assume_finite=True):
        answer(case, turns, inputs, limit_blas, model.predict_proba)


def measure(
    networks: list[tuple[int, ...]],
    rounds: int,
    images: dict[int, int],
    peers: Sequence[str] = PEERS,
    bundled: tuple[int, ...] | None = None,
) -> dict[str, Any]:
    """Play all cases: networks of random weights, and the bundled one, if its hidden layers are given."""
    contenders = [Contender("ours", answer_ours, chooses=False)]
    # JAX takes all cores from its start on.
    plays = {"torch": (answer_torch, True), "jax": (answer_jax, False), "sklearn": (answer_sklearn, True)}
    for name in peers:
        if installed(name):
            play, chooses = plays[name]
            contenders.append(Contender(name, play, chooses=chooses))
    rows: list[dict[str, Any]] = []
    wanted = [(hidden, False) for hidden in networks] + ([] if bundled is None else [(bundled, True)])
    for hidden, is_bundled in wanted:
        for count in COUNTS:
            case = InferenceCase(hidden, count, images[count], is_bundled)
            found = interleave(contenders, case, rounds)
            rows.append({"case": asdict(case) | {"name": case.name}, "found": found})
    for contender in contenders:
        contender.close()
    return {"data": all_digits().name, "rounds": rounds, "rows": rows}


def _per_image(row: dict[str, Any], name: str) -> float | None:
    seconds = middle(row["found"], name)
    return None if seconds is None else seconds / row["case"]["images"]


def _gain(row: dict[str, Any]) -> float | None:
    others = [seconds for name in PEERS if (seconds := _per_image(row, name)) is not None]
    return min(others) / (_per_image(row, "ours") or np.inf) if others else None


def _cells(row: dict[str, Any]) -> list[str]:
    seconds = [duration(_per_image(row, name)) for name in ("ours", *PEERS)]
    return [row["case"]["name"], f"{row['case']['count']:,}", *seconds, times(_gain(row))]


def section(results: dict[str, Any]) -> str:
    """The results as a chapter in Markdown."""
    gains = [gain for row in results["rows"] if (gain := _gain(row)) is not None]
    ahead = sum(gain >= 1 for gain in gains)
    return "\n".join(
        [
            "## Answers",
            "",
            *(
                [f"**As fast as the best of the others or faster in {ahead} of {len(gains)} rows.**", ""]
                if gains
                else []
            ),
            f"Time per image; medians of {results['rounds']} rounds, each of the others with one thread or all, "
            "whichever was faster for it. The last network is the one that came with the program at that time"
            + ("" if any(row["case"].get("bundled") for row in results["rows"]) else ", with random weights")
            + ".",
            "",
            table(
                "network | images at a time | ours | PyTorch | JAX | scikit-learn | against the best",
                [_cells(row) for row in results["rows"]],
            ),
        ]
    )


def goals(results: dict[str, Any]) -> list[Goal]:
    """What was to be reached, and was it."""
    gains = [gain for row in results["rows"] if (gain := _gain(row)) is not None]
    if not gains:
        return []
    return [
        Goal(
            "Answers",
            "faster than the best of the others, however many images at a time",
            f"{min(gains):.2f}× to {max(gains):.2f}×",
            min(gains) > 1,
        )
    ]


def main() -> int:
    """Measure, print and write; returns the exit code."""
    asked = arguments(
        "inference", "Measures the time an answer takes against PyTorch, JAX and scikit-learn.", can_be_short=True
    )
    bundled = load_weights(bundled_weights()).network.config.hidden
    images = {1: 20, 100: 100, 10_000: 10_000} if asked.quick else IMAGES_A_TURN
    networks = [(100,)] if asked.quick else [(100,), (1000, 500)]
    rounds = 1 if asked.quick else FEW_ROUNDS if asked.short else ROUNDS
    peers = PEERS[:2] if asked.short else PEERS
    results = measure(networks, rounds, images, peers, None if asked.quick else bundled)
    print(section(results))
    write(results, asked.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
