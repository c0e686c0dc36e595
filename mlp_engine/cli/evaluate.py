"""``mlp-engine evaluate``: measures a network on a data set."""

import argparse
import math
from io import BytesIO
from pathlib import Path

from mlp_engine.cli.arguments import Commands, add_data, add_json, add_weights, alternatives, choice, open_weights
from mlp_engine.cli.loading import load_data
from mlp_engine.cli.output import counted, number_or_none, print_json, print_result
from mlp_engine.errors import SettingError
from mlp_engine.examination.damage import DAMAGE_NAMES, DAMAGES
from mlp_engine.examination.examination import Examination, examine
from mlp_engine.examination.report import (
    ERROR_ORDERS,
    ErrorOrder,
    error_page,
    error_pictures,
    examination_report,
)
from mlp_engine.examination.robustness import DamageCurve, damage_curve
from mlp_engine.examination.summary import examination_as_csv
from mlp_engine.files.whole_file import save_results

PAGE, PICTURE = ".html", ".png"


def add_parser(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "evaluate",
        help="measure a network on data",
        description="Reads every sample of a data set and counts the errors.",
    )
    parser.set_defaults(run=run)
    add_weights(parser)
    add_data(parser, alone=True)
    add_json(parser)
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write the answer to each sample as a table")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write a report as one HTML page")
    parser.add_argument(
        "--errors",
        type=_errors_file,
        metavar="FILE",
        help="show every error with its first and second choice: FILE.html, one page, or FILE.png, a hundred to a "
        "picture (then FILE-2.png and so on)",
    )
    parser.add_argument(
        "--errors-by",
        type=choice("Order of errors", ERROR_ORDERS),
        default=ERROR_ORDERS[0],
        metavar=alternatives(ERROR_ORDERS),
        help="the most confident wrong answer first, or class by class (default: confidence)",
    )
    parser.add_argument(
        "--damage",
        type=choice("Damage", DAMAGE_NAMES),
        metavar=alternatives(DAMAGE_NAMES),
        help="read the samples again with images damaged in this way, at strengths from 0 to the largest",
    )


def run(arguments: argparse.Namespace) -> int:
    """Measure as ``arguments`` say."""
    network, card, _, _ = open_weights(arguments)
    data = load_data(arguments.data, quiet=arguments.json)
    examination = examine(network, data)
    curve = None if arguments.damage is None else damage_curve(network, data, arguments.damage)
    name = arguments.weights.name
    if arguments.csv is not None:
        save_results(arguments.csv, examination_as_csv(examination))
    if arguments.report is not None:
        save_results(arguments.report, examination_report(examination, network, card, name=name))
    if arguments.errors is not None:
        _save_errors(arguments.errors, examination, name, arguments.errors_by)
    if arguments.json:
        print_json(_as_json(examination) | ({} if curve is None else {"damage": _curve_as_json(curve)}))
    else:
        print_result(_in_words(examination) + ("" if curve is None else _curve_in_words(curve)))
    return 0


def _errors_file(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() not in (PAGE, PICTURE):
        raise SettingError(f"Errors must be shown in a file that ends in {PAGE} or {PICTURE}. Got {text!r}.")
    return path


def _save_errors(path: Path, examination: Examination, name: str, order: ErrorOrder) -> None:
    if path.suffix.lower() == PAGE:
        save_results(path, error_page(examination, name=name, order=order))
        return
    for number, picture in enumerate(error_pictures(examination, name=name, order=order), start=1):
        png = BytesIO()
        picture.save(png, "PNG")
        save_results(path if number == 1 else path.with_stem(f"{path.stem}-{number}"), png.getvalue())


def _as_json(examination: Examination) -> dict[str, object]:
    evaluation = examination.evaluation
    answer: dict[str, object] = {
        "samples": evaluation.samples,
        "errors": evaluation.errors,
        "error_rate": evaluation.error_rate,
        "loss": evaluation.loss,
        "calibration_error": examination.reliability.calibration_error,
        "per_class": [number_or_none(share) for share in evaluation.per_class.tolist()],
        "per_class_errors": examination.errors_per_class.tolist(),
        "confusion": evaluation.confusion.tolist(),
    }
    if evaluation.writer_average is not None:
        answer["writer_average"] = evaluation.writer_average
    return answer


def _curve_as_json(curve: DamageCurve) -> dict[str, object]:
    return {
        "kind": curve.name,
        "unit": DAMAGES[curve.name].unit,
        "strengths": curve.strengths.tolist(),
        "accuracy": curve.accuracy.tolist(),
    }


def _curve_in_words(curve: DamageCurve) -> str:
    damage = DAMAGES[curve.name]
    points = zip(map(damage.strength_words, curve.strengths.tolist()), curve.accuracy.tolist(), strict=True)
    return "".join([f"\n\n{damage.label}", *(f"\n{words:>12}  {share:.2%} right" for words, share in points)])


def _in_words(examination: Examination) -> str:
    evaluation = examination.evaluation
    lines = [
        f"{examination.data.name}: {counted(evaluation.samples, 'sample')}, {counted(evaluation.errors, 'error')} "
        f"({evaluation.error_rate:.2%}), loss {evaluation.loss:.4f}"
    ]
    if evaluation.writer_average is not None:
        lines.append(f"Average over writers: {evaluation.writer_average:.2%} right")
    lines.append(f"Expected calibration error: {examination.reliability.calibration_error:.2%}")
    classes = range(len(evaluation.confusion))
    lines += ["", "true \\ read" + "".join(f"{digit:6d}" for digit in classes) + "  errors"]
    wrong = examination.errors_per_class.tolist()
    for digit, row in zip(classes, evaluation.confusion.tolist(), strict=True):
        share = 1 - evaluation.per_class[digit]
        rate = "–" if math.isnan(share) else f"{share:.2%}"
        lines.append(f"{digit:11d}" + "".join(f"{count or '·':>6}" for count in row) + f"{wrong[digit]:>8}{rate:>9}")
    return "\n".join(lines)
