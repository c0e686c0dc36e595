"""``mlp-engine predict``: reads the digits in picture files."""

import argparse
from pathlib import Path
from typing import Any

from mlp_engine.cli.arguments import Commands, add_json, add_weights, open_weights
from mlp_engine.cli.output import ProgressBar, print_json, print_notice
from mlp_engine.errors import InkError
from mlp_engine.files.resources import bundled_weights
from mlp_engine.ink import open_picture
from mlp_engine.ink.picture_file import KINDS
from mlp_engine.reading import PictureReader
from mlp_engine.weights.file import load_weights

SOME_UNREADABLE = 2


def add_parser(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "predict",
        help="read the digits in picture files",
        description=f"Reads the digit, or the rows of digits, in each picture file ({KINDS}; dark on light or light on "
        "dark), or says that it shows none.",
    )
    parser.set_defaults(run=run)
    add_weights(parser)
    parser.add_argument("images", nargs="+", type=Path, metavar="IMAGE", help="a picture with one digit or several")
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Read the pictures that ``arguments`` name; an unreadable one does not keep the others from being read."""
    network, _, reject, _ = open_weights(arguments)
    # Weights that bring no reject score are used with the bundled one: it looks at the digit image alone.
    reader = PictureReader(network, reject or load_weights(bundled_weights()).reject)
    paths: list[Path] = arguments.images
    predictions: list[dict[str, Any]] = []
    with ProgressBar(len(paths), unit=" pictures", hidden=arguments.json) as bar:
        for path in paths:
            predictions.append(_read(reader, path))
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


def _read(reader: PictureReader, path: Path) -> dict[str, Any]:
    try:
        read = reader.read(open_picture(path))
    except InkError as error:
        sentence = str(error)
        named = sentence if path.name in sentence else f"{path.name}: {sentence}"
        return {"file": str(path), "number": "", "digits": [], "error": named}
    digits = [
        {
            "digit": digit.digit,
            "box": [round(length, 1) for length in digit.box],
            "probabilities": digit.probabilities.tolist(),
            "not_a_digit": digit.refused,
        }
        for digit in read.digits
    ]
    first = digits[0]
    shown = {key: first[key] for key in ("digit", "probabilities", "not_a_digit")}
    if all(digit["not_a_digit"] for digit in digits):
        return {"file": str(path), **shown, "number": "", "digits": []}
    return {"file": str(path), **shown, "number": read.text, "digits": digits}


def _in_words(prediction: dict[str, Any]) -> str:
    file, number, count = prediction["file"], prediction["number"], len(prediction["digits"])
    if count > 1:
        return f"{file}: {number.replace(chr(10), ' / ')} ({count} digits)"
    probabilities: list[float] = prediction["probabilities"]
    ranked = sorted(range(len(probabilities)), key=probabilities.__getitem__, reverse=True)
    first, second = ranked[0], ranked[1]
    if count == 0:
        return f"{file}: not a digit  (if it were one, {first})"
    return f"{file}: {first}  ({probabilities[first]:.1%}, next {second} with {probabilities[second]:.1%})"
