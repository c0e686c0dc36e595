"""What distorting digits costs: images per second, and what it adds to an epoch.

    python benchmarks/augmentation.py [--quick] [--threads N] [--json FILE]

has the engine, scipy.ndimage (an image at a time) and PyTorch's ``grid_sample`` distort minibatches of MNIST in the
same way in turn, and trains 784-800-800-10 with and without.
"""

import sys
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from measuring import (
    Contender,
    Turns,
    all_digits,
    arguments,
    digits,
    installed,
    interleave,
    limit_blas,
    middle,
    write,
)
from peers import EVERY_SAMPLE, TrainingCase, floats, torch_distortion, train_ours
from tables import Goal, per_cent, plain, table, times, verdict

from mlp_engine.arrays import IMAGE_PIXELS, IMAGE_SIDE
from mlp_engine.augmentation import RANGES, Augmentation
from mlp_engine.machine import cores
from mlp_engine.perceptron.config import AugmentationName

KINDS: tuple[AugmentationName, ...] = ("affine", "elastic")
BATCH = 128
MINIBATCHES_A_TURN = 40
NETWORK = TrainingCase((800, 800), BATCH, samples=12_800)
ROUNDS = 7
MOST_ADDED = 0.4


@dataclass(frozen=True)
class DistortionCase:
    """How to distort, and how many minibatches in one turn."""

    name: AugmentationName
    minibatches: int


def distort_ours(case: DistortionCase, turns: Turns) -> None:
    """The engine, in place, as in a training."""
    augmentation, rng = Augmentation(case.name, IMAGE_PIXELS), np.random.default_rng(0)
    minibatches = floats(digits(case.minibatches * BATCH).inputs).reshape(-1, BATCH, IMAGE_PIXELS)
    images = np.empty_like(minibatches[0])
    for _ in turns:
        for minibatch in minibatches:
            np.copyto(images, minibatch)  # what is distorted in place has to be brought there
            augmentation.distort(images, rng)


def distort_torch(case: DistortionCase, turns: Turns) -> None:
    """PyTorch, a minibatch at a time."""
    import torch

    distort = torch_distortion(case.name)
    minibatches = torch.from_numpy(floats(digits(case.minibatches * BATCH).inputs)).split(BATCH)
    for threads in turns:
        torch.set_num_threads(threads)
        for minibatch in minibatches:
            distort(minibatch)


def distort_scipy(case: DistortionCase, turns: Turns) -> None:
    """scipy.ndimage, an image at a time, as most programs that distort digits do; a tenth of the images."""
    from scipy import ndimage

    ranges, rng = RANGES[case.name], np.random.default_rng(0)
    turn = np.radians(ranges.rotation)
    images = floats(digits(case.minibatches * BATCH).inputs).reshape(-1, IMAGE_SIDE, IMAGE_SIDE)[::10]
    place = np.indices((IMAGE_SIDE, IMAGE_SIDE), np.float32) - np.float32((IMAGE_SIDE - 1) / 2)
    for threads in turns:
        limit_blas(threads)
        for image in images:
            angle, shear = rng.uniform(-turn, turn), rng.uniform(-ranges.shear, ranges.shear)
            high, wide = 1 + rng.uniform(-ranges.scale, ranges.scale, 2)
            cos, sin = np.cos(angle), np.sin(angle)
            matrix = [[(cos + shear * sin) / high, sin / high], [(shear * cos - sin) / wide, cos / wide]]
            where = np.tensordot(np.array(matrix, np.float32), place, 1)
            where += (rng.uniform(-ranges.shift, ranges.shift, (2, 1, 1)) + (IMAGE_SIDE - 1) / 2).astype(np.float32)
            if case.name == "elastic":
                for along in where:
                    noise = rng.random((IMAGE_SIDE, IMAGE_SIDE), np.float32) * 2 - 1
                    along += ranges.elastic * ndimage.gaussian_filter(noise, ranges.smoothness, mode="constant")
            ndimage.map_coordinates(image, where, order=1)


def measure(rounds: int, minibatches: int, network: TrainingCase) -> dict[str, Any]:
    """Distort in turn, and then train in turn."""
    contenders = [Contender("ours", distort_ours, chooses=False)]
    if installed("torch"):
        contenders.append(Contender("torch", distort_torch))
    if installed("scipy"):
        contenders.append(Contender("scipy", distort_scipy))
    speeds: dict[str, dict[str, float]] = {}
    for name in KINDS:
        found = interleave(contenders, DistortionCase(name, minibatches), rounds)
        images = minibatches * BATCH
        counts = {"ours": images, "torch": images, "scipy": len(range(0, images, 10))}
        speeds[name] = {who: counts[who] / (middle(found, who) or np.inf) for who in found}
    for contender in contenders:
        contender.close()
    return {"data": all_digits().name, "rounds": rounds, "images_per_second": speeds, "epoch": _epochs(network, rounds)}


def _epochs(network: TrainingCase, rounds: int) -> dict[str, Any]:
    """Median seconds of an epoch without and with distortions, the three in turn."""
    cases = {name: replace(network, augmentation=name) for name in ("none", *KINDS)}
    players = {name: Contender(name, train_ours, chooses=False) for name in cases}
    for name, case in cases.items():
        players[name].begin(case)
        players[name].turn(cores())
    seconds: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(rounds):
        for name, player in players.items():
            seconds[name].append(player.turn(cores()))
    for player in players.values():
        player.end()
        player.close()
    scale = EVERY_SAMPLE / network.samples
    medians = {name: scale * float(np.median(values)) for name, values in seconds.items()}
    return {"case": asdict(network) | {"name": network.name}, "seconds": medians}


def _added(results: dict[str, Any], name: str) -> float:
    seconds = results["epoch"]["seconds"]
    return seconds[name] / seconds["none"] - 1


def section(results: dict[str, Any]) -> str:
    """The results as a chapter in Markdown."""
    speeds, epoch = results["images_per_second"], results["epoch"]
    rows: list[list[str]] = []
    for name, found in speeds.items():
        others = [found[who] for who in ("torch", "scipy") if who in found]
        cells = [f"{found[who]:,.0f}" if who in found else "–" for who in ("ours", "torch", "scipy")]
        rows.append([name, *cells, times(found["ours"] / max(others) if others else None)])
    added = [
        [name, plain(seconds), "–" if name == "none" else per_cent(_added(results, name)), _verdict(results, name)]
        for name, seconds in epoch["seconds"].items()
    ]
    return "\n".join(
        [
            "## Distortions",
            "",
            f"Images per second, in minibatches of {BATCH} (scipy.ndimage: an image at a time); medians of "
            f"{results['rounds']} turns. *Elastic* is affine and elastic together, as in a training.",
            "",
            table("distortion | ours | PyTorch | scipy.ndimage | against the best", rows),
            "",
            f"Seconds an epoch of {epoch['case']['name']} takes, minibatches of {epoch['case']['batch']}, scaled to "
            f"60,000 samples from {epoch['case']['samples']:,}; all three in turn.",
            "",
            table("distortion | epoch, s | added | goal", added),
        ]
    )


def _verdict(results: dict[str, Any], name: str) -> str:
    return "–" if name == "none" else verdict(_added(results, name) < MOST_ADDED)


def goals(results: dict[str, Any]) -> list[Goal]:
    """What was to be reached, and was it."""
    added = {name: _added(results, name) for name in KINDS}
    measured = ", ".join(f"{name} {share:.0%}" for name, share in added.items())
    return [
        Goal(
            "Distortions",
            f"add less than {MOST_ADDED:.0%} to an epoch of {results['epoch']['case']['name']}",
            measured,
            max(added.values()) < MOST_ADDED,
        )
    ]


def main() -> int:
    """Measure, print and write; returns the exit code."""
    asked = arguments("augmentation", "Measures distortions against PyTorch and scipy.ndimage.")
    if asked.quick:
        results = measure(1, 1, TrainingCase((100,), BATCH, samples=512))
    else:
        results = measure(ROUNDS, MINIBATCHES_A_TURN, NETWORK)
    print(section(results))
    write(results, asked.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
