"""Measures what tuning to a hand gains and forgets, and writes docs/my_digits.md.

    python docs/scripts/measure_tuning.py --strokes FILE [--weights FILE] [--log FILE]

FILE holds real pen digits as JSON lines with writers; they are only measured here. MNIST must be in the cache (or in
the folder ``mnist`` of the one that ``MLP_CACHE_DIR`` names). Each writer with at least 40 digits is a person in front
of the window: the bundled network is tuned to 20 of the digits, two of each where there are two, and reads the others.
Generated hands are treated alike. About three minutes of one core. What is measured goes to the log at once; begun
again with the same network and settings, the command goes on where it was broken off.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import argparse
import json
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from generated_hands import generated_hand
from mlp_engine import Dataset, Network, TuningConfig, load_rehearsal, load_weights, tune_to_hand
from mlp_engine.datasets.mnist import is_mnist_cached
from mlp_engine.datasets.strokes import load_strokes
from mlp_engine.files.resources import bundled_weights
from mlp_engine.tuning.head import Body

TEMPLATE = Path(__file__).with_name("tuning_template.md")
PAGE = Path(__file__).parents[1] / "my_digits.md"
LOG = Path(__file__).parents[2] / "benchmarks" / "results" / "tuning.jsonl"
FEWEST_DIGITS = 40
TUNED_WITH = 20

PARTIAL = """
**This is a part of the measurement only: {measured} of the {all} writers with at least {fewest} digits.** The command
without `--writers` measures all.
"""


@dataclass(frozen=True)
class Outcome:
    """What came of one hand: errors on its rest, and on MNIST's test set, before and after; seconds of a processor."""

    hand: str
    samples: int
    before: int
    after: int
    test_before: int
    test_after: int
    seconds: float


class Measurement:
    """Tunes one network to one hand after the other, and remembers in a file what came of it."""

    def __init__(self, base: Network, rehearsal: Dataset, test: Dataset, log: Path) -> None:
        self.base = base
        self.rehearsal = rehearsal
        self.log = log
        # Tuning leaves what comes out of the body as it is: MNIST's way through it is the same for all.
        self._labels, self._outputs = test.labels, Body(base, TuningConfig().layers).outputs(test.inputs)
        self._of = {"network": base.fingerprint(), "settings": repr(TuningConfig(folds=0))}
        self._known: dict[str, Outcome] = {}
        lines = log.read_text(encoding="utf-8").splitlines() if log.is_file() else []
        kept = [line for line in lines if self._of.items() <= json.loads(line).items()]
        for line in kept:
            outcome = Outcome(**json.loads(line)["outcome"])
            self._known[outcome.hand] = outcome
        log.write_text("".join(f"{line}\n" for line in kept), encoding="utf-8")

    def measure(self, hand: Dataset, seed: int) -> Outcome:
        """Tune to a part of a hand, and read the rest."""
        known = self._known.get(hand.name)
        if known is not None:
            return known
        own, rest = parts(hand, seed)
        began = time.process_time()
        config = TuningConfig(folds=0, seed=seed)
        tuning = tune_to_hand(self.base, own, self.rehearsal, (rest,), config)
        seconds = time.process_time() - began
        assert tuning.network is not None, "nobody stopped it"
        (on_rest,) = tuning.others
        outcome = Outcome(
            hand=hand.name,
            samples=len(rest),
            before=on_rest.before,
            after=on_rest.after,
            test_before=self._test_errors(self.base),
            test_after=self._test_errors(tuning.network),
            seconds=round(seconds, 2),
        )
        with self.log.open("a", encoding="utf-8") as file:
            file.write(json.dumps({**self._of, "outcome": asdict(outcome)}) + "\n")
        print(outcome, flush=True)
        return outcome

    def _test_errors(self, network: Network) -> int:
        head = Body(network, TuningConfig().layers).head()
        return int((head.logits(self._outputs).argmax(axis=1) != self._labels).sum())


def writers_of(path: Path) -> list[Dataset]:
    """The digits of each writer who has enough of them."""
    data = load_strokes(path)
    if data.writers is None:
        sys.exit(f"{path} must name the writer of every sample.")
    numbers, counts = np.unique(data.writers, return_counts=True)
    return [
        data.take(np.flatnonzero(data.writers == number), str(number))
        for number in numbers[counts >= FEWEST_DIGITS].tolist()
    ]


def parts(hand: Dataset, seed: int) -> tuple[Dataset, Dataset]:
    """Drawings to tune with, as many of each digit as there are alike, and the rest."""
    order = np.random.default_rng(seed).permutation(len(hand))
    turn = np.empty(len(hand), np.int64)  # the how-manieth of its digit each one is
    for label in range(10):
        places = order[hand.labels[order] == label]
        turn[places] = np.arange(len(places))
    chosen = order[np.argsort(turn[order], kind="stable")][:TUNED_WITH]
    return hand.take(chosen), hand.take(np.setdiff1d(np.arange(len(hand)), chosen))


def row(name: str, outcomes: list[Outcome]) -> str:
    """All hands of a kind as a line of the table."""
    before, after = sum(o.before for o in outcomes), sum(o.after for o in outcomes)
    tests = [o.test_after for o in outcomes]
    cells = (
        name,
        len(outcomes),
        f"{sum(o.samples for o in outcomes):,}",
        before,
        after,
        f"{100 * (after / max(before, 1) - 1):+.0f} %",
        f"{max(o.after - o.before for o in outcomes):+d}",
        outcomes[0].test_before,
        f"{np.mean(tests):.1f}",
        max(tests),
    )
    return "| " + " | ".join(map(str, cells)) + " |"


def criteria(outcomes: list[Outcome], tests: int) -> str:
    """What was asked of the tuning, and what came."""
    before, after = sum(o.before for o in outcomes), sum(o.after for o in outcomes)
    worse = [o.after - o.before for o in outcomes]
    rises = [100 * (o.test_after - o.test_before) / tests for o in outcomes]
    return "\n".join(
        (
            f"| errors, summed over writers | fall by at least 30 % | {100 * (after / max(before, 1) - 1):+.1f} % |",
            f"| a writer gets worse | by at most one digit | by at most {max(0, *worse)}; "
            f"{sum(w > 1 for w in worse)} of {len(worse)} writers by more than one |",
            f"| MNIST test error | rises by at most 0.05 points | mean {np.mean(rises):+.3f} points, "
            f"most {max(rises):+.2f}; {sum(r > 0.05 for r in rises)} of {len(rises)} networks beyond 0.05 |",
        )
    )


def main() -> int:
    """Measure all hands and write the page; returns the exit code."""
    parser = argparse.ArgumentParser(description="Measures what tuning to a hand gains and forgets.")
    parser.add_argument("--strokes", required=True, type=Path, help="pen digits as JSON lines, with writers")
    parser.add_argument("--weights", type=Path, help="the network to tune (default: the bundled one)")
    parser.add_argument("--writers", type=int, help="measure so many writers only (default: all)")
    parser.add_argument("--hands", type=int, default=12, help="generated hands (default: 12)")
    parser.add_argument("--log", type=Path, default=LOG, help=f"what was measured, hand by hand (default: {LOG.name})")
    parser.add_argument("--out", type=Path, default=PAGE, help=f"the page (default: {PAGE.name})")
    arguments = parser.parse_args()
    if not is_mnist_cached():
        parser.error("MNIST must be in the cache: run `mlp-engine data fetch mnist`.")
    began = time.process_time()
    rehearsal, (practice, test) = load_rehearsal()
    load_seconds = time.process_time() - began
    base = load_weights(arguments.weights or bundled_weights()).network
    measurement = Measurement(base, rehearsal, test, arguments.log)
    all_writers = writers_of(arguments.strokes)
    chosen = all_writers[: arguments.writers]
    real = [measurement.measure(hand, int(hand.name)) for hand in chosen]
    generated = [measurement.measure(generated_hand(number), number) for number in range(arguments.hands)]
    began = time.process_time()
    tune_to_hand(base, parts(chosen[0], 0)[0], rehearsal, (practice, test))
    window_seconds = time.process_time() - began

    seconds = [o.seconds for o in (*generated, *real)]
    partial = PARTIAL.format(measured=len(real), all=len(all_writers), fewest=FEWEST_DIGITS)
    options = "" if arguments.weights is None else " --weights FILE"
    if arguments.writers is not None:
        options += f" --writers {arguments.writers}"
    text = TEMPLATE.read_text(encoding="utf-8")
    page = text.format(
        network="-".join(map(str, base.config.layers)),
        fingerprint=base.fingerprint()[:12],
        parameters=f"{base.config.parameter_count:,}",
        tuned_with=TUNED_WITH,
        tests=f"{len(test):,}",
        table="\n".join([row("real writers", real), *([row("generated hands", generated)] if generated else [])]),
        criteria=criteria(real, len(test)),
        partial="" if len(real) == len(all_writers) else partial,
        settings=TuningConfig(),
        seconds=f"{np.mean(seconds):.1f}",
        most_seconds=f"{max(seconds):.1f}",
        window_seconds=f"{window_seconds:.1f}",
        load_seconds=f"{load_seconds:.1f}",
        writers="\n".join(
            f"| {o.hand} | {o.samples} | {o.before} | {o.after} | {o.test_before} → {o.test_after} |" for o in real
        ),
        options=options,
    )
    arguments.out.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
