"""``mlp-engine predict``: reads the digits in picture files, or of every sample of a data source."""

import argparse
from pathlib import Path
from typing import Any

from mlp_engine.cli.answers import LINES, TABLE, read_source
from mlp_engine.cli.arguments import Commands, add_data, add_json, add_weights, open_weights
from mlp_engine.cli.output import ProgressBar, print_json, print_notice, print_result
from mlp_engine.errors import InkError, SettingError
from mlp_engine.files.paths import is_file, shown_name
from mlp_engine.ink import open_picture
from mlp_engine.ink.picture_file import ENDINGS, KINDS
from mlp_engine.reading import PictureReader, suggested_turn
from mlp_engine.sources import names_data
from mlp_engine.weights.bundled import bundled_network

SOME_UNREADABLE = 2

_DIRECTIONS = {90: "left", 180: "upside down", 270: "right"}


def add_parser(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "predict",
        help="read the digits in picture files or in a data source",
        description=f"Reads the digit, or the rows of digits, in each picture file ({KINDS}; dark on light or light on "
        "dark), or says that it shows none. Or reads every sample of a data source, with labels or without, and prints "
        "one digit a line.",
    )
    parser.set_defaults(run=run, refuse=parser.error)
    add_weights(parser)
    parser.add_argument(
        "images", nargs="*", metavar="IMAGE", help="a picture with one digit or several; or one data source (as --data)"
    )
    add_data(parser, required=False)
    parser.add_argument(
        "--out",
        type=_answers_file,
        metavar="FILE",
        help="write the answers to a data source: FILE.csv (ImageId,Label) or FILE.jsonl (one JSON object a line)",
    )
    add_json(parser, "one JSON object, or one per sample of a data source,")


def run(arguments: argparse.Namespace) -> int:
    """Read the pictures, or the data source, that ``arguments`` name."""
    source = _source(arguments)
    network, _, reject, _ = open_weights(arguments)
    # Weights that bring no reject score are used with the bundled one: it looks at the digit image alone.
    reject = reject or bundled_network().reject
    if source is not None:
        return read_source(arguments, source, network, reject)
    return _read_pictures(arguments, PictureReader(network, reject))


def _answers_file(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() not in (TABLE, LINES):
        raise SettingError(f"Answers must be written to a file that ends in {TABLE} or {LINES}. Got {text!r}.")
    return path


def _source(arguments: argparse.Namespace) -> str | None:
    """The data source that ``arguments`` name; ``None`` if they name pictures.

    Raises:
        SettingError: if they name both, or --out beside pictures.
        SystemExit: with the usage, if they name neither.
    """
    images: list[str] = arguments.images
    if arguments.data is not None and images:
        raise SettingError("Pictures or --data must be given, not both. Got both.")
    if arguments.data is None and not images:
        arguments.refuse("a picture or --data is required")
    if arguments.data is None and len(images) == 1 and _is_source(images[0]):
        return images[0]
    if arguments.data is None and arguments.out is not None:
        raise SettingError("--out must be given with one data source. Got pictures.")
    return arguments.data


def _is_source(text: str) -> bool:
    """Whether ``text`` names data rather than a picture."""
    if is_file(text):
        if Path(text).suffix.lower() in ENDINGS:
            return False
        try:
            open_picture(Path(text))
        except InkError:
            return True
        return False
    return names_data(text)


def _read_pictures(arguments: argparse.Namespace, reader: PictureReader) -> int:
    """Read every picture; an unreadable one does not keep the others from being read."""
    paths = [Path(image) for image in arguments.images]
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
                print_result(_in_words(prediction) + _turned_in_words(prediction))
    errors = [prediction["error"] for prediction in predictions if "error" in prediction]
    for error in errors:
        print_notice(error)
    return SOME_UNREADABLE if errors else 0


def _read(reader: PictureReader, path: Path) -> dict[str, Any]:
    try:
        read = reader.read(open_picture(path))
    except InkError as error:
        sentence = str(error)
        named = sentence if shown_name(path) in sentence else f"{shown_name(path)}: {sentence}"
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
    turn = suggested_turn(reader, read)
    if turn is not None:
        shown["turned"] = {"degrees": 90 * turn.quarters, "number": turn.text}
    if all(digit["not_a_digit"] for digit in digits):
        return {"file": str(path), **shown, "number": "", "digits": []}
    return {"file": str(path), **shown, "number": read.text, "digits": digits}


def _turned_in_words(prediction: dict[str, Any]) -> str:
    turned = prediction.get("turned")
    if turned is None:
        return ""
    number = turned["number"].replace("\n", " / ")
    return f"  Turned? It reads {number} when turned {_DIRECTIONS[turned['degrees']]}."


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
