"""Seconds an epoch takes: the engine, PyTorch, JAX, scikit-learn, and the matrix products alone.

    python benchmarks/training.py [--quick | --short] [--only ROW] [--threads N] [--json FILE]

All of them take turns, an epoch each, on the same samples with the same settings; ``--short`` leaves out the rows with
L2 and scikit-learn, and takes three epochs a row. The goal of a row: 1.3 times as fast as the best of the others, or
90 % of the speed of the bare products (the sgemm ceiling); and, with 800 hidden neurons and more in minibatches of 128
and more, never under 85 % of it.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from statistics import median
from typing import Any

from jax_peers import train_jax
from measuring import RESULTS, Contender, all_digits, arguments, installed, interleave, middle, write
from peers import EVERY_SAMPLE, TrainingCase, products_only, train_ours, train_sklearn, train_torch
from tables import Goal, per_cent, plain, table, times, verdict

ROWS = (
    TrainingCase((30,), 10),
    TrainingCase((100,), 32),
    TrainingCase((100,), 128),
    TrainingCase((800,), 128, samples=30_720),
    TrainingCase((800, 800), 128, samples=12_800),
    TrainingCase((1500, 1000, 500), 128, samples=6656),
    TrainingCase((1500, 1000, 500), 512, samples=6656),
)
L2 = 5.0
TIMES_AS_FAST = 1.3
CEILING_SHARE = 0.9
WIDE = 800
WIDE_CEILING_SHARE = 0.85
ROUNDS, FEW_ROUNDS = 5, 3
SQUARE = 2048
PEERS = ("torch", "jax", "sklearn")


def cases() -> Iterator[TrainingCase]:
    """Every row of the table."""
    third, fifth, seventh = ROWS[2], ROWS[4], ROWS[6]
    rows = [
        *ROWS,
        *(replace(row, optimizer=name) for row in (third, fifth, seventh) for name in ("momentum", "adam")),
        *(replace(row, activation="sigmoid") for row in (third, fifth)),
    ]
    for row in rows:
        yield row
        yield replace(row, l2=L2)
    yield replace(fifth, augmentation="elastic")


def quick_cases() -> Iterator[TrainingCase]:
    """Some rows, of four minibatches each: all that can go wrong, and no figures."""
    third = replace(ROWS[2], samples=512)
    yield from (replace(ROWS[0], samples=40), third, replace(third, optimizer="momentum", l2=L2))
    yield from (replace(third, optimizer="adam"), replace(third, activation="sigmoid"))
    yield replace(third, augmentation="elastic")


def measure(
    rows: Iterable[TrainingCase], rounds: int, square_size: int, peers: Sequence[str] = PEERS
) -> dict[str, Any]:
    """Play all rows, and the large square product beside each; prints the rows as they come."""
    contenders = [Contender("ours", train_ours, chooses=False), Contender("ceiling", products_only)]
    ceiling = contenders[1]
    # JAX takes all cores from its start on.
    plays = {"torch": (train_torch, True), "jax": (train_jax, False), "sklearn": (train_sklearn, True)}
    for name in peers:
        if installed(name):
            play, chooses = plays[name]
            contenders.append(Contender(name, play, chooses=chooses))
    found: list[dict[str, Any]] = []
    for case in rows:
        # Nobody wrote the distortions for the other two.
        able = [one for one in contenders if case.augmentation == "none" or one.name not in ("jax", "sklearn")]
        square = interleave([ceiling], square_size, rounds, is_large=True)["ceiling"]
        found.append(
            {
                "case": asdict(case) | {"name": case.name, "flops": case.flops},
                "square_gflops": 2e-9 * square_size**3 / min(square["seconds"]),
                "found": interleave(able, case, rounds, is_large=max(case.hidden) >= WIDE),
            }
        )
        print(" | ".join(_cells(found[-1], found[-1]["square_gflops"])), flush=True)
    for contender in contenders:
        contender.close()
    return {"data": all_digits().name, "rounds": rounds, "square_size": square_size, "rows": found}


class Row:
    """The figures of one row, worked out of what was measured.

    Attributes:
        seconds: medians by contender, scaled to 60,000 samples.
        gain: how many times as fast as the best of the others; ``None`` without others.
        share: of the sgemm ceiling.
        met: whether the row reaches its goal.
    """

    def __init__(self, row: dict[str, Any]) -> None:
        case, found = row["case"], row["found"]
        scale = EVERY_SAMPLE / case["samples"]
        self.seconds = {name: scale * (middle(found, name) or 0.0) for name in found}
        self.threads = {name: found[name]["threads"] for name in found}
        mine = self.seconds["ours"]
        others = [self.seconds[name] for name in PEERS if name in self.seconds]
        self.gain = min(others) / mine if others else None
        self.share = self.seconds["ceiling"] / mine
        self.gflops = 1e-9 * scale * case["flops"] / mine
        # Distortions are no products: the floor is for what the products can be the limit of.
        self.is_wide = max(case["hidden"]) >= WIDE and case["batch"] >= 128 and case["augmentation"] == "none"
        ahead = (self.gain or 0.0) >= TIMES_AS_FAST or self.share >= CEILING_SHARE
        self.met = ahead and not (self.is_wide and self.share < WIDE_CEILING_SHARE)


def _settings(case: dict[str, Any]) -> str:
    parts = [case["activation"], case["optimizer"]]
    parts += [f"L2 {case['l2']:g}"] * (case["l2"] > 0) + [case["augmentation"]] * (case["augmentation"] != "none")
    return ", ".join(parts)


def _cells(row: dict[str, Any], square: float) -> list[str]:
    """One row of the table."""
    case, figures = row["case"], Row(row)
    cells = [f"{case['name']}, {case['batch']}" + " ²" * row.get("again", False), _settings(case)]
    for name in ("ours", *PEERS, "ceiling"):
        alone = " ¹" * (figures.threads.get(name, 0) < figures.threads["ours"] and name in figures.seconds)
        cells.append(plain(figures.seconds.get(name)) + alone)
    return [
        *cells,
        times(figures.gain),
        per_cent(figures.share),
        per_cent(figures.gflops / square),
        verdict(figures.met),
    ]


def section(results: dict[str, Any]) -> str:
    """The results as a chapter in Markdown."""
    square = max(row["square_gflops"] for row in results["rows"])
    scaled = sorted({row["case"]["samples"] for row in results["rows"]} - {EVERY_SAMPLE})
    fewer = ", ".join(f"{samples:,}" for samples in scaled)
    rows = [Row(row) for row in results["rows"]]
    gains = sorted(row.gain for row in rows if row.gain is not None)
    lines = [
        "## Training",
        "",
        *([f"**{_in_short(gains)}**", ""] if gains else []),
        f"Seconds an epoch of 60,000 samples takes; medians of {results['rounds']} epochs, taken in turns. "
        f"Large networks were given fewer samples ({fewer}), and their seconds are scaled up." * bool(fewer),
        "*Ceiling*: the matrix products of the epoch with `np.dot` into arrays at hand, and nothing else. "
        f"*Square*: the share of {plain(square)} GFLOP/s, the best product of two square matrices of "
        f"{results['square_size']} rows in the "
        "same run. ¹ with one thread, where that was faster for it than all; the engine chooses for itself."
        + " ² taken again, all contenders in turns as before, since something else had run beside the first time."
        * any(row.get("again", False) for row in results["rows"]),
        "The others are given floats, and record no losses; the engine reads bytes, and keeps the whole record of its "
        "epochs. PyTorch takes its fused optimizers; JAX compiles the whole epoch, a `scan` over its minibatches.",
        "",
        table(
            "network, minibatch | settings | ours | PyTorch | JAX | scikit-learn | ceiling | against the best | "
            "share of ceiling | of square | goal",
            [_cells(row, square) for row in results["rows"]],
        ),
    ]
    return "\n".join(lines)


def _in_short(gains: Sequence[float]) -> str:
    ahead = sum(gain >= 1 for gain in gains)
    return (
        f"Ahead of the best of the others in {ahead} of {len(gains)} rows: {gains[0]:.2f} to {gains[-1]:.2f} times as "
        f"fast, in half of them at least {median(gains):.2f} times."
    )


def goals(results: dict[str, Any]) -> list[Goal]:
    """What was to be reached, and was it."""
    rows = [Row(row) for row in results["rows"]]
    met = sum(row.met for row in rows)
    wide = [row.share for row in rows if row.is_wide]
    found = [
        Goal(
            "Training",
            f"{TIMES_AS_FAST}× the best of the others, or {CEILING_SHARE:.0%} of the ceiling, in every row",
            f"{met} of {len(rows)} rows",
            met == len(rows),
        )
    ]
    if wide:
        found.append(
            Goal(
                f"Training, {WIDE} hidden neurons and more, minibatches of 128 and more",
                f"at least {WIDE_CEILING_SHARE:.0%} of the ceiling",
                f"{min(wide):.0%} to {max(wide):.0%}, median {median(wide):.0%}",
                min(wide) >= WIDE_CEILING_SHARE,
            )
        )
    return found


def _row_name(case: dict[str, Any]) -> str:
    return f"{case['name']}, {case['batch']} | {_settings(case)}"


def taken_again(results: dict[str, Any], some: dict[str, Any]) -> dict[str, Any]:
    """``results`` with ``some`` rows in their places, each of which says that it was taken again."""
    new = {_row_name(row["case"]): row | {"again": True} for row in some["rows"]}
    return results | {"rows": [new.get(_row_name(row["case"]), row) for row in results["rows"]]}


def main() -> int:
    """Measure, print and write; returns the exit code."""
    about = "Measures the seconds of an epoch against PyTorch, JAX, scikit-learn and bare products."
    asked = arguments("training", about, by_row=True, can_be_short=True)
    if asked.only is not None:
        wanted = [case for case in cases() if _row_name(asdict(case) | {"name": case.name}).startswith(asked.only)]
        some = measure(wanted, ROUNDS, SQUARE)
        results = taken_again(json.loads((asked.json or RESULTS / "training.json").read_text("utf-8")), some)
    elif asked.quick:
        results = measure(quick_cases(), 1, 64)
    elif asked.short:
        results = measure((case for case in cases() if not case.l2), FEW_ROUNDS, SQUARE, PEERS[:2])
    else:
        results = measure(cases(), ROUNDS, SQUARE)
    print(section(results))
    write(results, asked.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
