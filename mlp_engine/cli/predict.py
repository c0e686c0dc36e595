"""``mlp-engine predict``: reads the digits in picture files."""

import argparse
from pathlib import Path
from typing import Any

from mlp_engine.cli.arguments import Commands, add_json, add_weights, open_weights
from mlp_engine.cli.output import ProgressBar, print_json, print_notice
from mlp_engine.errors import InkError
from mlp_engine.files.resources import bundled_weights
from mlp_engine.ink import digit_image_from_picture
from mlp_engine.perceptron.network import Network
from mlp_engine.weights.file import load_weights
from mlp_engine.weights.reject import Reject

SOME_UNREADABLE = 2


def add_parser(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "predict",
        help="read the digits in picture files",
        description="Reads one digit in each picture file (PNG, JPEG or BMP; dark on light or light on dark), or says "
        "that it shows none.",
    )
    parser.set_defaults(run=run)
    add_weights(parser)
    parser.add_argument("images", nargs="+", type=Path, metavar="IMAGE", help="a picture with one digit")
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Read the pictures that ``arguments`` name; an unreadable one does not keep the others from being read."""
    network, _, reject, _ = open_weights(arguments)
    # Weights that bring no reject score are used with the bundled one: it looks at the digit image alone.
    reject = reject or load_weights(bundled_weights()).reject
    paths: list[Path] = arguments.images
    predictions: list[dict[str, Any]] = []
    with ProgressBar(len(paths), unit=" pictures", hidden=arguments.json) as bar:
        for path in paths:
            predictions.append(_read(network, reject, path))
            bar.move_to(len(predictions))
    if arguments.json:
        print_json({"predictions": predictions})
    else:
        for prediction in predictions:
            if "digit" in prediction:
                print(_in_words(prediction))
    errors = [prediction["error"] for prediction in predictions if "error" in prediction]
    for error in errors:
        print_notice(error)
    return SOME_UNREADABLE if errors else 0


def _read(network: Network, reject: Reject | None, path: Path) -> dict[str, Any]:
    try:
        image = digit_image_from_picture(path)
    except InkError as error:
        return {"file": str(path), "error": str(error)}
    probabilities = network.predict(image.ravel())
    return {
        "file": str(path),
        "digit": int(probabilities.argmax()),
        "probabilities": probabilities.tolist(),
        "not_a_digit": reject is not None and reject.refuses(image),
    }


def _in_words(prediction: dict[str, Any]) -> str:
    probabilities: list[float] = prediction["probabilities"]
    ranked = sorted(range(len(probabilities)), key=probabilities.__getitem__, reverse=True)
    first, second = ranked[0], ranked[1]
    if prediction["not_a_digit"]:
        return f"{prediction['file']}: not a digit  (if it were one, {first})"
    return (
        f"{prediction['file']}: {first}  ({probabilities[first]:.1%}, next {second} with {probabilities[second]:.1%})"
    )
