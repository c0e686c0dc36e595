"""How fast a committee is read, against its members one after the other: one image, 100 and 2,000.

    python benchmarks/committee.py [--quick] [--threads N] [--json FILE]

Five networks of random weights, and what ``mlp-engine committee`` would make of them, answer in turn.
"""

import sys
from dataclasses import asdict
from typing import Any

import numpy as np
from inference import InferenceCase, answer
from measuring import Contender, Turns, all_digits, arguments, digits, interleave, middle, write
from tables import Goal, duration, table, times, verdict

from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.weights.committee import committee_of

MEMBERS = 5
NETWORKS = ((100,), (200, 100), (784, 512))
IMAGES_A_TURN = {1: 500, 100: 2_000, 2_000: 2_000}
"""How many images are read in a turn, by how many of them at a time."""

ROUNDS = 9


def members_of(case: InferenceCase) -> list[Network]:
    """Networks of different random weights."""
    config = NetworkConfig(hidden=case.hidden, activations=("relu",), initializer="he")
    return [Network.initialise(config, np.random.default_rng(seed)) for seed in range(MEMBERS)]


def read_committee(case: InferenceCase, turns: Turns) -> None:
    """One network of all members."""
    committee = committee_of(members_of(case))
    answer(case, turns, digits(case.images).inputs, lambda threads: None, committee.predict)


def read_members(case: InferenceCase, turns: Turns) -> None:
    """One member after the other; the mean of their logits is left out."""
    members = members_of(case)

    def ask(part: Any) -> None:
        for member in members:
            member.predict(part)

    answer(case, turns, digits(case.images).inputs, lambda threads: None, ask)


def measure(networks: tuple[tuple[int, ...], ...], rounds: int, images: dict[int, int]) -> dict[str, Any]:
    """Play all cases."""
    plays = {"committee": read_committee, "members": read_members}
    contenders = [Contender(name, play, chooses=False) for name, play in plays.items()]
    rows: list[dict[str, Any]] = []
    for hidden in networks:
        for count, together in images.items():
            case = InferenceCase(hidden, count, together)
            found = interleave(contenders, case, rounds)
            rows.append({"case": asdict(case)} | {name: middle(found, name) for name in plays})
    for contender in contenders:
        contender.close()
    return {"data": all_digits().name, "rounds": rounds, "members": MEMBERS, "rows": rows}


def _ratio(row: dict[str, Any]) -> float:
    return row["committee"] / row["members"]


def section(results: dict[str, Any]) -> str:
    """The results as a chapter in Markdown."""
    rows: list[list[str]] = []
    for row in results["rows"]:
        case = row["case"]
        rows.append(
            [
                "-".join(map(str, (784, *case["hidden"], 10))),
                f"{case['count']:,}",
                duration(row["committee"] / case["images"]),
                duration(row["members"] / case["images"]),
                times(_ratio(row)),
                verdict(_ratio(row) <= 1),
            ]
        )
    return "\n".join(
        [
            "## Committees",
            "",
            f"Time per image of a committee of {results['members']}, and of its members one after the other; medians "
            f"of {results['rounds']} turns.",
            "",
            table("each member | images at a time | committee | its members in turn | committee takes | goal", rows),
        ]
    )


def goals(results: dict[str, Any]) -> list[Goal]:
    """What was to be reached, and was it."""
    ratios = [_ratio(row) for row in results["rows"]]
    measured = f"{min(ratios):.2f}× to {max(ratios):.2f}×"
    return [Goal("Committees", "at most as long as the members in turn", measured, max(ratios) <= 1)]


def main() -> int:
    """Measure, print and write; returns the exit code."""
    asked = arguments("committee", "Measures how fast a committee is read, against its members in turn.")
    results = measure(NETWORKS[:1], 1, {1: 5, 100: 100}) if asked.quick else measure(NETWORKS, ROUNDS, IMAGES_A_TURN)
    print(section(results))
    write(results, asked.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
