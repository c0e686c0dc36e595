"""Measures how well a weights file reads, and writes docs/accuracy.md.

    python docs/scripts/measure_accuracy.py --data FOLDER --strokes FILE.jsonl
        [--weights FILE] [--exact FILE] [--seed-files FILE FILE ...] [--members FILE FILE ...] [--out PAGE]

FOLDER holds MNIST's IDX files, FILE.jsonl real pen digits with their writers. Both are only measured here: every
network reads each of them once, and all figures come from that one pass (a second one reads them with the numbers of
the bundled network rounded). ``--weights`` is the bundled network unless named, ``--exact`` the same network before
its numbers were rounded to half precision, ``--seed-files`` are trainings of the same recipe with other seeds, and
``--members`` networks of other kinds that make a committee.
"""

import argparse
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mlp_engine import Dataset, ModelCard, Network, load_source, load_weights
from mlp_engine.examination.examination import Examination, examination_of, reliability
from mlp_engine.examination.summary import matrix_words
from mlp_engine.files.resources import bundled_weights
from mlp_engine.training.metrics import check_fits

PAGE = Path(__file__).parents[1] / "accuracy.md"
TEMPLATE = Path(__file__).parent / "accuracy_template.md"
TIMED = 2_000
# What was asked of the bundled network: share of errors, of pen digits read right, calibration errors, bytes, ms.
GOAL_TEST, GOAL_COMMITTEE, GOAL_PENS = 0.0040, 0.0031, 0.992
GOAL_TEST_CALIBRATION, GOAL_PENS_CALIBRATION = 0.003, 0.005
HEAD = "training | layers | test errors % | test calibration error % | pens right % | pens calibration error %"
GOAL_BYTES, GOAL_MILLISECONDS = 16_000_000, 2.0

ONE_SEED = "Of the bundled network's recipe only one training was measured: its spread over seeds is still to come."
NO_COMMITTEE = "No committee was measured."


@dataclass(frozen=True)
class Measured:
    """What a network makes of both data sets.

    Attributes:
        path: its file.
        network: itself.
        card: where it is from.
        logits: of MNIST's test set and of the pen digits.
        found: what is made of these.
    """

    path: Path
    network: Network
    card: ModelCard
    logits: tuple[NDArray[np.floating], NDArray[np.floating]]
    found: tuple[Examination, Examination]


def measured(path: Path, network: Network, card: ModelCard, data: tuple[Dataset, Dataset]) -> Measured:
    """Read both data sets, once."""
    for part in data:
        check_fits(network, part)
    logits = (network.logits(data[0].inputs), network.logits(data[1].inputs))
    found = (examination_of(network, data[0], logits[0]), examination_of(network, data[1], logits[1]))
    return Measured(path, network, card, logits, found)


def per_cent(share: float) -> str:
    """A share as it stands in the tables."""
    return f"{100 * share:.2f}"


def table(head: str, rows: list[list[str]]) -> str:
    """A table in Markdown; ``head`` as its cells with bars between them."""
    cells = [head.split("|"), ["---"] * len(head.split("|")), *rows]
    return "\n".join("| " + " | ".join(cell.strip() for cell in row) + " |" for row in cells)


def confusion(found: Examination) -> str:
    """The matrix, and the errors of each class."""
    counts = found.evaluation.confusion.tolist()
    rows: list[list[str]] = []
    for digit, row in enumerate(counts):
        cells = [f"**{count:,}**" if answer == digit else str(count or "·") for answer, count in enumerate(row)]
        of_class = max(sum(row), 1)
        wrong = int(found.errors_per_class[digit])
        rows.append([f"**{digit}**", *cells, str(wrong), per_cent(wrong / of_class)])
    return table(f"label \\ read as | {' | '.join(map(str, range(len(counts))))} | errors | %", rows)


def writers_right(found: Examination) -> float:
    """Share read right, average over writers."""
    average = found.evaluation.writer_average
    if average is None:
        sys.exit(f"{found.data.name} must name a writer for every digit.")
    return average


def worst_tenth(found: Examination) -> float:
    """Share read right, average over the tenth of writers of whom the least is read right."""
    writers = found.data.writers
    if writers is None:
        sys.exit(f"{found.data.name} must name a writer for every digit.")
    right = found.answers == found.data.labels
    shares = np.sort([right[writers == writer].mean() for writer in np.unique(writers)])
    return float(shares[: max(len(shares) // 10, 1)].mean())


def calibration_error(network: Network, logits: NDArray[np.floating], labels: NDArray[np.integer]) -> float:
    """Expected calibration error of what the network's output makes of ``logits``."""
    answers = logits.argmax(axis=1)
    confidence = network.probabilities(logits).max(axis=1)
    return reliability(confidence, answers == labels).calibration_error


def before_temperature(net: Measured) -> tuple[str, str]:
    """Calibration errors without the temperature that is folded into the network; the card knows it."""
    temperature = net.card.scores.get("temperature")
    if temperature is None:
        return "not fitted", "not fitted"
    test, pens = (
        f"{per_cent(calibration_error(net.network, logits * logits.dtype.type(temperature), found.data.labels))} %"
        for logits, found in zip(net.logits, net.found, strict=True)
    )
    return test, pens


def halved(network: Network) -> Network:
    """The same network with its numbers rounded to half precision."""
    return Network(network.config, network.parameters.astype(np.float16).astype(network.parameters.dtype))


def precisions(net: Measured, exact: Path | None, data: tuple[Dataset, Dataset]) -> str:
    """Single against half precision: errors, answers and probabilities."""
    is_half = bool((halved(net.network).parameters == net.network.parameters).all())
    if is_half and exact is None:
        return "The file is in half precision already; without `--exact` there is nothing to compare it with."
    single = net if exact is None else measured(exact, *load_weights(exact)[:2], data)
    rounded = net if is_half else measured(net.path, halved(single.network), net.card, data)
    rows: list[list[str]] = []
    for name, a, b in zip(("MNIST test", "pens"), single.found, rounded.found, strict=True):
        rows.append(
            [
                name,
                str(a.evaluation.errors),
                str(b.evaluation.errors),
                str(int((a.answers != b.answers).sum())),
                f"{np.abs(a.probabilities - b.probabilities).max():.2g}",
            ]
        )
    return table("data | errors, float32 | errors, float16 | answers changed | largest change of a probability", rows)


def milliseconds(network: Network, images: NDArray[np.generic]) -> tuple[float, float]:
    """Median and 99th percentile of the time that one image takes."""
    times: list[float] = []
    for image in images[:TIMED]:
        began = time.perf_counter()
        network.predict(image)
        times.append(1e3 * (time.perf_counter() - began))
    return float(np.median(times)), float(np.quantile(times, 0.99))


def figures(found: tuple[Examination, Examination]) -> list[float]:
    """Test errors and their calibration, pen digits right on average over writers and theirs."""
    test, pens = found
    return [
        test.evaluation.error_rate,
        test.reliability.calibration_error,
        writers_right(pens),
        pens.reliability.calibration_error,
    ]


def committee(members: list[Measured], how: str) -> tuple[Examination, Examination]:
    """What the members say together, by the mean of their probabilities or of their logits."""
    first = members[0]
    together: list[Examination] = []
    for part in (0, 1):
        said = [net.logits[part] for net in members]
        if how == "probabilities":
            mean = np.mean([net.found[part].probabilities for net in members], axis=0)
            said = [np.log(np.maximum(mean, np.finfo(mean.dtype).tiny))]
        together.append(examination_of(first.network, first.found[part].data, np.mean(said, axis=0)))
    return together[0], together[1]


def seeds(trainings: list[Measured]) -> str:
    """A row for each training of one recipe, and their mean and spread."""
    if len(trainings) < 2:
        return ONE_SEED
    values = np.array([figures(net.found) for net in trainings])
    rows = one_each(trainings)
    for name, row in (
        ("mean", values.mean(axis=0)),
        ("standard deviation", values.std(axis=0, ddof=1)),
        ("lowest", values.min(axis=0)),
        ("highest", values.max(axis=0)),
    ):
        rows.append([f"*{name}*", "", *map(per_cent, row.tolist())])
    return table(HEAD, rows)


def committees(members: list[Measured]) -> tuple[str, float | None]:
    """A row for each member and for what they say together; and the errors of the mean of their probabilities."""
    if len(members) < 2:
        return NO_COMMITTEE, None
    rows = one_each(members)
    found = {how: committee(members, how) for how in ("probabilities", "logits")}
    for how, both in found.items():
        rows.append([f"**committee of {len(members)}**, mean of {how}", "", *map(per_cent, figures(both))])
    return table(HEAD, rows), found["probabilities"][0].evaluation.error_rate


def one_each(networks: list[Measured]) -> list[list[str]]:
    """A row for each network."""
    return [
        [f"{net.path.name}, seed {net.card.seed}", layers(net.network), *map(per_cent, figures(net.found))]
        for net in networks
    ]


def layers(network: Network) -> str:
    """The layers as people write them."""
    return " – ".join(map(str, network.config.layers))


def verdict(reached: bool) -> str:
    """Whether a goal is reached."""
    return "reached" if reached else "**missed**"


def goals(net: Measured, size: int, median: float, together: float | None) -> str:
    """What was asked of the bundled network, and what came."""
    error_rate, calibration, right, pens_calibration = figures(net.found)
    rows = [
        ["MNIST test set, errors", "≤ 0.40 %", f"{per_cent(error_rate)} %", verdict(error_rate <= GOAL_TEST)],
        [
            "the same, by a committee that learned MNIST alone",
            "≤ 0.31 %",
            "not measured" if together is None else f"{per_cent(together)} %",
            "open" if together is None else verdict(together <= GOAL_COMMITTEE),
        ],
        ["pens, right on average over writers", "≥ 99.2 %", f"{per_cent(right)} %", verdict(right >= GOAL_PENS)],
        [
            "MNIST test set, expected calibration error",
            "≤ 0.3 %",
            f"{per_cent(calibration)} %",
            verdict(calibration <= GOAL_TEST_CALIBRATION),
        ],
        [
            "pens, expected calibration error",
            "≤ 0.5 %",
            f"{per_cent(pens_calibration)} %",
            verdict(pens_calibration <= GOAL_PENS_CALIBRATION),
        ],
        ["file", "≤ 16 MB", f"{size / 1e6:.1f} MB", verdict(size <= GOAL_BYTES)],
        ["one prediction", "≤ 2 ms", f"{median:.2f} ms", verdict(median <= GOAL_MILLISECONDS)],
    ]
    return table("what | asked | measured | ", rows)


def all_measured(
    arguments: argparse.Namespace, data: tuple[Dataset, Dataset]
) -> tuple[Measured, list[Measured], list[Measured]]:
    """The bundled network, the trainings and the members named; who is named twice reads once."""
    path = arguments.weights
    known: dict[str, Measured] = {}

    def once(path: Path) -> Measured:
        network, card, _ = load_weights(path)
        name = network.fingerprint()
        if name not in known:
            known[name] = measured(path, network, card, data)
        return known[name]

    return once(path), list(map(once, arguments.seed_files)), list(map(once, arguments.members))


def page(arguments: argparse.Namespace) -> str:
    """The page, with every figure in its place."""
    test, pens = load_source(f"{arguments.data}:test:as-is"), load_source(f"strokes:{arguments.strokes}:as-is")
    net, trainings, members = all_measured(arguments, (test, pens))
    found_test, found_pens = net.found
    size = net.path.stat().st_size
    median, slow = milliseconds(net.network, test.inputs)
    member_table, together = committees(members)
    test_before, pens_before = before_temperature(net)
    temperature = net.card.scores.get("temperature")
    values = {
        "layers": layers(net.network),
        "parameters": f"{net.network.config.parameter_count:,}",
        "trained_on": net.card.data,
        "seed": str(net.card.seed),
        "temperature": "no temperature" if temperature is None else f"temperature {temperature:.3f}",
        "megabytes": f"{size / 1e6:.1f}",
        "milliseconds": f"{median:.2f}",
        "slow_milliseconds": f"{slow:.2f}",
        "timed": f"{min(TIMED, len(test)):,}",
        "test_count": f"{len(test):,}",
        "test_errors": str(found_test.evaluation.errors),
        "test_rate": per_cent(found_test.evaluation.error_rate),
        "test_loss": f"{found_test.evaluation.loss:.4f}",
        "test_calibration": per_cent(found_test.reliability.calibration_error),
        "test_calibration_before": test_before,
        "test_words": matrix_words(found_test),
        "test_confusion": confusion(found_test),
        "test_second": second_guess(found_test),
        "pens_count": f"{len(pens):,}",
        "pens_errors": str(found_pens.evaluation.errors),
        "pens_rate": per_cent(found_pens.evaluation.error_rate),
        "pens_loss": f"{found_pens.evaluation.loss:.4f}",
        "pens_right": per_cent(writers_right(found_pens)),
        "pens_worst": per_cent(worst_tenth(found_pens)),
        "pens_calibration": per_cent(found_pens.reliability.calibration_error),
        "pens_calibration_before": pens_before,
        "pens_words": matrix_words(found_pens),
        "pens_confusion": confusion(found_pens),
        "pens_second": second_guess(found_pens),
        "writers": str(0 if pens.writers is None else len(np.unique(pens.writers))),
        "goals": goals(net, size, median, together),
        "precisions": precisions(net, arguments.exact, (test, pens)),
        "seeds": seeds(trainings),
        "committee": member_table,
    }
    return TEMPLATE.read_text(encoding="utf-8").format(**values)


def second_guess(found: Examination) -> str:
    """How many errors the second guess would have read right."""
    errors = found.errors()
    return f"{int((found.second_answers[errors] == found.data.labels[errors]).sum())} of {len(errors)}"


def main(arguments: list[str] | None = None) -> int:
    """Measure and write; returns the exit code."""
    parser = argparse.ArgumentParser(description="Measures accuracy and writes docs/accuracy.md.")
    parser.add_argument("--data", required=True, help="folder of MNIST's IDX files")
    parser.add_argument("--strokes", required=True, help="stroke file of real pen digits with writers")
    parser.add_argument("--weights", type=Path, default=bundled_weights(), help="what is measured (default: bundled)")
    parser.add_argument("--exact", type=Path, help="the same network in single precision, if the file is in half")
    parser.add_argument("--seed-files", type=Path, nargs="+", default=[], help="trainings of the recipe, a seed each")
    parser.add_argument("--members", type=Path, nargs="+", default=[], help="networks that make a committee")
    parser.add_argument("--out", type=Path, default=PAGE, help="page to write (default: docs/accuracy.md)")
    named = parser.parse_args(arguments)
    named.out.write_text(page(named), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
