"""How the time of an epoch grows with samples, width, depth and minibatch, beside the bare matrix products.

    python benchmarks/scaling.py [--quick] [--threads N] [--json FILE]

changes one of the four at a time, trains an epoch and multiplies the same matrices in turn, fits the exponent of
each curve, and draws them.
"""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from measuring import Contender, all_digits, arguments, interleave, middle, write
from peers import EVERY_SAMPLE, TrainingCase, products_only, train_ours
from scaling_figure import picture
from tables import Goal, duration, per_cent, table

FIGURE = Path(__file__).parents[1] / "docs" / "images" / "scaling.svg"
ROUNDS = 5
SWEEPS: dict[str, dict[int, TrainingCase]] = {
    "samples": {n: TrainingCase((100,), 128, samples=n) for n in (1000, 2000, 5000, 10_000, 20_000, 60_000)},
    "width": {
        n: TrainingCase((n,), 128, samples=3840 if n > 1000 else 12_800) for n in (64, 128, 256, 512, 1024, 2048, 4096)
    },
    "depth": {n: TrainingCase((400,) * n, 128, samples=6400) for n in (1, 2, 3, 4, 6, 8, 10)},
    "minibatch": {
        n: TrainingCase((100,), n, samples=4096 if n < 16 else 20_480) for n in (1, 4, 16, 64, 256, 1024, 4096)
    },
}
ABOUT = {
    "samples": "784-100-10, minibatches of 128",
    "width": "784-n-10, minibatches of 128",
    "depth": "n layers of 400 neurons, minibatches of 128",
    "minibatch": "784-100-10, minibatches of n",
}


def measure(sweeps: dict[str, dict[int, TrainingCase]], rounds: int) -> dict[str, Any]:
    """Play all points of all curves."""
    contenders = [Contender("ours", train_ours, chooses=False), Contender("ceiling", products_only)]
    found: dict[str, list[dict[str, Any]]] = {}
    for what, points in sweeps.items():
        found[what] = []
        for value, case in points.items():
            turns = interleave(contenders, case, rounds)
            # Of 60,000 samples, so that all points speak of the same; but where samples are what changes.
            scale = 1.0 if what == "samples" else EVERY_SAMPLE / case.samples
            seconds = {name: scale * (middle(turns, name) or 0.0) for name in turns}
            found[what].append({"value": value, **seconds, "case": asdict(case), "found": turns})
    for contender in contenders:
        contender.close()
    return {"data": all_digits().name, "rounds": rounds, "sweeps": found}


def exponent(points: list[dict[str, Any]], name: str) -> float:
    """p of seconds ~ valueᵖ, by least squares on logarithms."""
    values, seconds = ([point[key] for point in points] for key in ("value", name))
    return float(np.polyfit(np.log(values), np.log(seconds), 1)[0])


def _exponents(points: list[dict[str, Any]]) -> list[str]:
    """Over all points, and over the larger half of them, for us and for the products."""
    larger = points[len(points) // 2 :]
    parts = [(points, "ours"), (larger, "ours"), (points, "ceiling"), (larger, "ceiling")]
    return [f"{exponent(part, name):.2f}" for part, name in parts]


def section(results: dict[str, Any]) -> str:
    """The results as a chapter in Markdown."""
    lines = [
        "## How the time grows",
        "",
        f"Seconds of an epoch, medians of {results['rounds']}; *ceiling*: its matrix products alone. But for the first "
        "curve they are those of 60,000 samples, scaled up from fewer.",
        "",
        "![Time of an epoch against samples, width, depth and minibatch](images/scaling.svg)",
        "",
        "Exponents: p of seconds ~ nᵖ, fitted over all points, and over the larger half of them.",
        "",
        table(
            "what grows | of | p, ours | larger half | p, ceiling | larger half",
            [[what, ABOUT[what], *_exponents(points)] for what, points in results["sweeps"].items()],
        ),
    ]
    lines += ["", "<details><summary>Every point</summary>"]
    for what, points in results["sweeps"].items():
        lines += ["", f"### {what.capitalize()}: {ABOUT[what]}", ""]
        lines.append(
            table(
                f"{what} | epoch | ceiling | share | beyond the products, a minibatch",
                [_cells(point) for point in points],
            )
        )
    return "\n".join([*lines, "", "</details>"])


def _cells(point: dict[str, Any]) -> list[str]:
    ours, ceiling, case = point["ours"], point["ceiling"], point["case"]
    minibatches = -(-case["samples"] // case["batch"])
    measured = {name: middle(point["found"], name) or 0.0 for name in ("ours", "ceiling")}
    beyond = max(measured["ours"] - measured["ceiling"], 0.0) / minibatches
    return [f"{point['value']:,}", duration(ours), duration(ceiling), per_cent(ceiling / ours), duration(beyond)]


def goals(results: dict[str, Any]) -> list[Goal]:
    """What was to be reached, and was it: nothing but work that grows may make the time grow."""
    p = exponent(results["sweeps"]["samples"], "ours")
    return [Goal("Growth with samples", "exponent 1.0, at most 1.1", f"{p:.2f}", p <= 1.1)]


def main() -> int:
    """Measure, print, draw and write; returns the exit code."""
    asked = arguments("scaling", "Measures how the time of an epoch grows.")
    sweeps = SWEEPS
    if asked.quick:
        sweeps = {
            what: {n: points[n] for n in sorted(points, key=lambda n: points[n].flops)[:3]}
            for what, points in SWEEPS.items()
        }
    results = measure(sweeps, 1 if asked.quick else ROUNDS)
    print(section(results))
    write(results, asked.json)
    if asked.json is not None:
        figure = FIGURE if not asked.quick else asked.json.with_suffix(".svg")
        figure.write_text(picture(results["sweeps"], ABOUT), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
