"""Measures what the lessons claim, and writes the figures into docs/lessons.md.

    python docs/scripts/measure_lessons.py            # three seeds of every claim, in a minute or two

Every claim is a difference that must be larger than its margin for every seed. The tests run one seed of each
(tests/engine/lessons/test_claims.py).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from generators.non_digits import non_digit_set
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.practice import practice_strokes
from mlp_engine.datasets.practice_cache import kept_practice_set
from mlp_engine.explain.erasure import erasures
from mlp_engine.files.resources import bundled_weights, small_weights
from mlp_engine.lab.edited_network import EditedNetwork
from mlp_engine.lab.edits import Edit, NeuronOff, WeightsRounded
from mlp_engine.lab.places import EVERY_LAYER
from mlp_engine.lab.pruning import AllWeightsPruned, WeightsPruned
from mlp_engine.lessons import Lesson, bundled_lessons, read_lesson
from mlp_engine.training.train import train_new_network
from mlp_engine.weights.file import load_weights

PAGE = Path(__file__).parents[1] / "lessons.md"
SEEDS = (0, 1, 2)


@dataclass(frozen=True)
class Claim:
    """One claim of a lesson.

    Attributes:
        lesson: the name of its file, without the number and the ending.
        text: what the lesson says.
        figures: measures it for a seed: figures by name, of which the first minus the second must exceed the margin.
        margin: the smallest difference that holds the claim.
    """

    lesson: str
    text: str
    figures: Callable[[int], Mapping[str, float]]
    margin: float

    def difference(self, seed: int) -> tuple[float, Mapping[str, float]]:
        """The difference of the first two figures, and all figures."""
        figures = self.figures(seed)
        first, second, *_ = figures.values()
        return first - second, figures


@cache
def lesson(name: str) -> Lesson:
    """The bundled lesson of this name."""
    path = next(path for path in bundled_lessons() if path.stem.split("_", 1)[1] == name)
    return read_lesson(path)


@cache
def practice() -> Dataset:
    """The 2,000 practice digits of the lessons."""
    return kept_practice_set(2000)


def run(name: str, seed: int, **changes: Any) -> Any:
    """The last epoch of a lesson's run with some settings changed."""
    shown = lesson(name)
    samples, network, training = shown.samples, shown.network, shown.training
    records = {"samples": samples, "network": network, "training": training}
    for section, record in records.items():
        fitting = {key: value for key, value in changes.items() if key in record.__dataclass_fields__}
        if "activations" not in fitting and "hidden" in fitting:
            fitting["activations"] = (network.activations or ("sigmoid",))[:1]
        records[section] = replace(record, **fitting)
    choice = replace(records["samples"], seed=seed)
    config = replace(records["training"], seed=seed)
    result = train_new_network(choice.apply(practice()), records["network"], config)
    return result.history.epochs[-1]


def accuracy(name: str, seed: int, **changes: Any) -> float:
    """The validation accuracy of the last epoch, in percent."""
    return 100 * run(name, seed, **changes).validation_accuracy


def _overfitting(seed: int) -> Mapping[str, float]:
    record = run("overfitting", seed)
    return {"training": 100 * record.fixed_accuracy, "validation": 100 * record.validation_accuracy}


def _rising_loss(seed: int) -> Mapping[str, float]:
    shown = lesson("overfitting")
    samples, config = replace(shown.samples, seed=seed).apply(practice()), replace(shown.training, seed=seed)
    losses = [each.validation_loss for each in train_new_network(samples, shown.network, config).history.epochs]
    return {"last": float(losses[-1] or 0), "least": min(float(loss or 0) for loss in losses)}


def _zeros(seed: int) -> Mapping[str, float]:
    l1, l2 = run("l1_zeros", seed), run("l1_zeros", seed, l1=0.0, l2=3.0)
    return {"L1 1": 100 * l1.layers[0].zero, "L2 3": 100 * l2.layers[0].zero}


def _first_training(seed: int) -> Mapping[str, float]:
    return {"10 epochs": accuracy("first_training", seed), "1 epoch": accuracy("first_training", seed, epochs=1)}


def _gradients(seed: int) -> Mapping[str, float]:
    layers = run("vanishing_gradient", seed).layers
    return {"last / first layer": layers[-1].gradient_norm / layers[0].gradient_norm, "none": 0.0}


def _confidence(seed: int) -> Mapping[str, float]:
    weights = load_weights(bundled_weights())
    images, _ = non_digit_set(200, seed)
    sure = weights.network.predict(images.reshape(len(images), -1) / np.float32(255)).max(axis=1) >= 0.9
    reject = weights.reject
    assert reject is not None, "the bundled network has a reject score"
    refused = np.array([float(np.ravel(reject.scores(image))[0]) >= reject.threshold for image in images])
    return {"refused": 100 * float(refused.mean()), "sure of": 100 * float(sure.mean())}


def _erasing(seed: int) -> Mapping[str, float]:
    network = load_weights(bundled_weights()).network
    rng = np.random.default_rng(seed)
    found = 0
    for label in range(10):
        strokes = [np.asarray(line, float) for line in practice_strokes(label, rng)]
        points = np.concatenate(strokes)
        scale = 200 / (points.max(axis=0) - points.min(axis=0)).max()
        lines = [40 + (line - points.min(axis=0)) * scale for line in strokes]
        total = sum(float(np.hypot(*np.diff(line, axis=0).T).sum()) for line in lines)
        lengths = [each.length for each in erasures(network, lines, side=280.0) if each is not None]
        found += bool(lengths) and min(lengths) < total / 2
    return {"less than half of the line": 10.0 * found, "half of the digits": 50.0}


def _small() -> EditedNetwork:
    """The small network of the lesson about one network."""
    return EditedNetwork(load_weights(small_weights(lesson("one_network").small_network)).network)


def _digits_to_switch(seed: int) -> Dataset:
    """A hundred of the practice digits."""
    data = practice()
    return data.take(np.random.default_rng(seed).choice(len(data), 100, replace=False))


def _switched_off(image: NDArray[np.uint8]) -> int:
    """How many neurons of the last hidden layer are off when the answer changes; those that add most to it first."""
    network = _small()
    outputs = network.outputs(image)
    answer, last = int(outputs[-1].activations.argmax()), len(outputs) - 2
    terms = outputs[last].activations * network.layers[-1].weights[:, answer]
    edits = [NeuronOff(last, int(neuron)) for neuron in np.argsort(-terms)]
    for count in range(1, len(edits) + 1):
        if int(network.with_edits(edits[:count]).outputs(image)[-1].activations.argmax()) != answer:
            return count
    return len(edits) + 1


def _switching_off(seed: int) -> Mapping[str, float]:
    counts = np.array([_switched_off(image) for image in _digits_to_switch(seed).inputs])
    return {"three at most": 100 * float((counts <= 3).mean()), "nine digits of ten": 90.0}


def _one_is_enough(seed: int) -> Mapping[str, float]:
    counts = np.array([_switched_off(image) for image in _digits_to_switch(seed).inputs])
    return {"one": 100 * float((counts == 1).mean()), "half of the digits": 50.0}


def _pruned(share: float) -> float:
    """The accuracy of the small network with a share of the weights of its first layer pruned, in percent."""
    network = _small().with_edits([WeightsPruned(0, share)]).network()
    return 100 * float((network.predict(practice().inputs).argmax(axis=1) == practice().labels).mean())


def _half_pruned(_seed: int) -> Mapping[str, float]:
    return {"half pruned, plus 3 points": 3 + _pruned(50), "whole": _pruned(0)}


def _nearly_all_pruned(_seed: int) -> Mapping[str, float]:
    return {"whole": _pruned(0), "90 % pruned": _pruned(90)}


def _book() -> EditedNetwork:
    """The network of the lesson about what can be left out."""
    return EditedNetwork(load_weights(small_weights(lesson("left_out").small_network)).network)


def _book_reads(seed: int, *edits: Edit) -> float:
    """The accuracy of the book's network with these edits in percent, on half of the Lab's practice digits."""
    data = kept_practice_set(2000, 7)
    data = data.take(np.random.default_rng(seed).choice(len(data), 1000, replace=False))
    network = _book().with_edits(edits).network()
    return 100 * float((network.predict(data.inputs).argmax(axis=1) == data.labels).mean())


def _book_without(seed: int) -> NDArray[np.float64]:
    """How many points each hidden neuron is worth, from the least on."""
    whole = _book_reads(seed)
    return np.sort([whole - _book_reads(seed, NeuronOff(0, neuron)) for neuron in range(30)])


def _output_weights(_seed: int) -> Mapping[str, float]:
    hidden, output = (float(np.abs(state.weights).mean()) for state in _book().layers)
    return {"mean size in the output": output, "8 times that in the hidden layer": 8 * hidden}


CLAIMS = (
    Claim("neuron", "Ten neurons without a hidden layer read more than two thirds.",
          lambda seed: {"read": accuracy("neuron", seed), "two thirds": 200 / 3}, 3),
    Claim("neuron", "A hidden layer of 30 neurons reads more.",
          lambda seed: {"30 hidden": accuracy("neuron", seed, hidden=(30,)), "none": accuracy("neuron", seed)}, 1),
    Claim("pixels", "Without learning it reads about one digit in ten; with it more than three quarters.",
          lambda seed: {"trained": accuracy("pixels", seed),
                        "rate 0.000001": accuracy("pixels", seed, learning_rate=1e-6)}, 60),
    Claim("first_training", "Ten epochs read more than one.", _first_training, 4),
    Claim("learning_rate", "A learning rate of 0.001 is too low.",
          lambda seed: {"0.5": accuracy("learning_rate", seed),
                        "0.001": accuracy("learning_rate", seed, learning_rate=0.001)}, 50),
    Claim("learning_rate", "A learning rate of 30 is too high.",
          lambda seed: {"0.5": accuracy("learning_rate", seed),
                        "30": accuracy("learning_rate", seed, learning_rate=30.0)}, 50),
    Claim("cross_entropy", "Cross-entropy is over 20 points ahead after five epochs.",
          lambda seed: {"cross-entropy": accuracy("cross_entropy", seed, loss="cross-entropy"),
                        "quadratic": accuracy("cross_entropy", seed)}, 20),
    Claim("initial_weights", "Standard deviation 1/√inputs is more than 8 points ahead after two epochs.",
          lambda seed: {"1/√inputs": accuracy("initial_weights", seed, initializer="gaussian"),
                        "1": accuracy("initial_weights", seed)}, 8),
    Claim("overfitting", "200 digits are memorised: the training accuracy is far above the validation accuracy.",
          _overfitting, 15),
    Claim("overfitting", "The validation loss rises in the end.", _rising_loss, 0.1),
    Claim("overfitting", "Augmentation helps where L2 hardly does.",
          lambda seed: {"affine": accuracy("overfitting", seed, augmentation="affine"),
                        "L2 1": accuracy("overfitting", seed, l2=1.0),
                        "neither": accuracy("overfitting", seed)}, 4),
    Claim("overfitting", "Augmentation helps where dropout hardly does.",
          lambda seed: {"affine": accuracy("overfitting", seed, augmentation="affine"),
                        "dropout 0.5": accuracy("overfitting", seed, dropout=(0.5,)),
                        "neither": accuracy("overfitting", seed)}, 4),
    Claim("overfitting", "More data helps.",
          lambda seed: {"1,000 to train on": accuracy("overfitting", seed, slice="all", epochs=12),
                        "200": accuracy("overfitting", seed)}, 7),
    Claim("l1_zeros", "With L1 of 1 about half of the weights are exactly 0, with L2 of 3 none.", _zeros, 35),
    Claim("label_noise", "With 40 % wrong labels L2 of 5 helps by several points.",
          lambda seed: {"L2 5": accuracy("label_noise", seed, l2=5.0), "L2 0": accuracy("label_noise", seed)}, 4),
    Claim("label_noise", "L2 of 30 is too much.",
          lambda seed: {"L2 5": accuracy("label_noise", seed, l2=5.0),
                        "L2 30": accuracy("label_noise", seed, l2=30.0)}, 10),
    Claim("vanishing_gradient", "The first of six sigmoid layers gets next to nothing of the gradient.",
          _gradients, 50),
    Claim("vanishing_gradient", "ReLU with He initial weights learns where sigmoid does not.",
          lambda seed: {"ReLU, He": accuracy("vanishing_gradient", seed, activations=("relu",), initializer="he"),
                        "sigmoid": accuracy("vanishing_gradient", seed)}, 50),
    Claim("width_depth", "30 neurons read over 30 points more than 2.",
          lambda seed: {"30": accuracy("width_depth", seed, hidden=(30,)), "2": accuracy("width_depth", seed)}, 30),
    Claim("width_depth", "A second layer of 30 gains less than 3 points.",
          lambda seed: {"30, plus 3 points": 3 + accuracy("width_depth", seed, hidden=(30,)),
                        "30, 30": accuracy("width_depth", seed, hidden=(30, 30))}, 0),
    Claim("confidence",
          "The second network refuses most of what is no digit; the probabilities are sure of a good part.",
          _confidence, 30),
    Claim("one_network", "Switching off at most three neurons of Hidden 2 changes the answer, nearly always.",
          _switching_off, 4),
    Claim("one_network", "For more than half of the digits one is enough.", _one_is_enough, 5),
    Claim("one_network", "Half of the weights of Hidden 1 pruned cost less than 3 points.", _half_pruned, 0),
    Claim("one_network", "90 % of them pruned cost over 15 points.", _nearly_all_pruned, 15),
    Claim("left_out", "It reads about nine practice digits of ten.",
          lambda seed: {"read": _book_reads(seed), "nearly nine of ten": 88.0}, 0),
    Claim("left_out", "Half of the neurons are worth less than 2 points each.",
          lambda seed: {"2 points": 2.0, "the 15th least": float(_book_without(seed)[14])}, 0),
    Claim("left_out", "The most important neuron is worth over 6 points.",
          lambda seed: {"it": float(_book_without(seed)[-1]), "6 points": 6.0}, 0),
    Claim("left_out", "The weights of the output are over eight times as large.", _output_weights, 0),
    Claim("left_out", "Half of all weights pruned as one heap cost less than 3 points.",
          lambda seed: {"pruned, plus 3": 3 + _book_reads(seed, AllWeightsPruned(50)), "whole": _book_reads(seed)}, 0),
    Claim("left_out", "80 % pruned as one heap cost less than 10 points.",
          lambda seed: {"pruned, plus 10": 10 + _book_reads(seed, AllWeightsPruned(80)),
                        "whole": _book_reads(seed)}, 0),
    Claim("left_out", "80 % of each layer pruned cost over 40 points.",
          lambda seed: {"whole": _book_reads(seed), "pruned": _book_reads(seed, WeightsPruned(EVERY_LAYER, 80))}, 40),
    Claim("left_out", "Weights rounded to 4 bits cost less than 8 points.",
          lambda seed: {"4 bits, plus 8": 8 + _book_reads(seed, WeightsRounded(EVERY_LAYER, 4)),
                        "whole": _book_reads(seed)}, 0),
    Claim("left_out", "Weights rounded to 3 bits cost over 35 points.",
          lambda seed: {"whole": _book_reads(seed), "3 bits": _book_reads(seed, WeightsRounded(EVERY_LAYER, 3))}, 35),
    Claim("erasing", "For most digits a piece of less than half of the line changes the answer.", _erasing, 0),
)  # fmt: skip


def table() -> str:
    """The claims and their figures for every seed, as rows of a table; raises where a claim does not hold."""
    rows = ["| Lesson | Claim | Figures for seeds 0, 1, 2 | Margin |", "| --- | --- | --- | --- |"]
    for claim in CLAIMS:
        measured = [claim.difference(seed) for seed in SEEDS]
        names = measured[0][1]
        figures = "; ".join(f"{name}: {', '.join(f'{each[1][name]:.1f}' for each in measured)}" for name in names)
        rows.append(f"| {lesson(claim.lesson).title} | {claim.text} | {figures} | {claim.margin:g} |")
        print(rows[-1], "" if min(each[0] for each in measured) > claim.margin else "  ← DOES NOT HOLD", flush=True)
    return "\n".join(rows)


if __name__ == "__main__":
    before, mark, _ = PAGE.read_text(encoding="utf-8").partition("<!-- figures -->\n")
    PAGE.write_text(f"{before}{mark}\n{table()}\n", encoding="utf-8")
