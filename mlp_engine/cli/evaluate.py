"""``mlp-engine evaluate``: measures a network on a data set."""

import argparse
import json
import math
from pathlib import Path

from mlp_engine.cli.arguments import Commands, add_data, add_json, add_weights
from mlp_engine.cli.loading import load_data
from mlp_engine.examination import examine
from mlp_engine.examination_csv import examination_as_csv
from mlp_engine.interchange import load_network
from mlp_engine.metrics import Evaluation
from mlp_engine.report import examination_report
from mlp_engine.results_file import save_results


def add_parser(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "evaluate",
        help="measure a network on data",
        description="Reads every sample of a data set and counts the errors.",
    )
    parser.set_defaults(run=run)
    add_weights(parser)
    add_data(parser)
    add_json(parser)
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write what was made of each sample as a table")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write a report as one HTML page")


def run(arguments: argparse.Namespace) -> int:
    """Measure as ``arguments`` say."""
    network, card, _ = load_network(arguments.weights)
    data = load_data(arguments.data, quiet=arguments.json)
    examination = examine(network, data)
    evaluation = examination.evaluation
    if arguments.csv is not None:
        save_results(arguments.csv, examination_as_csv(examination))
    if arguments.report is not None:
        save_results(arguments.report, examination_report(examination, network, card, name=arguments.weights.name))
    print(json.dumps(_as_json(evaluation)) if arguments.json else _in_words(data.name, evaluation))
    return 0


def _as_json(evaluation: Evaluation) -> dict[str, object]:
    shares = [None if math.isnan(share) else share for share in evaluation.per_class.tolist()]
    answer: dict[str, object] = {
        "samples": evaluation.samples,
        "errors": evaluation.errors,
        "error_rate": evaluation.error_rate,
        "loss": evaluation.loss,
        "per_class": shares,
        "confusion": evaluation.confusion.tolist(),
    }
    if evaluation.writer_average is not None:
        answer["writer_average"] = evaluation.writer_average
    return answer


def _in_words(name: str, evaluation: Evaluation) -> str:
    lines = [
        f"{name}: {evaluation.samples} samples, {evaluation.errors} errors ({evaluation.error_rate:.2%}), "
        f"loss {evaluation.loss:.4f}"
    ]
    if evaluation.writer_average is not None:
        lines.append(f"Average over writers: {evaluation.writer_average:.2%} right")
    classes = range(len(evaluation.confusion))
    lines += ["", "true \\ read" + "".join(f"{digit:6d}" for digit in classes) + "   right"]
    for digit, row in zip(classes, evaluation.confusion.tolist(), strict=True):
        share = evaluation.per_class[digit]
        right = "–" if math.isnan(share) else f"{share:.2%}"
        lines.append(f"{digit:11d}" + "".join(f"{count or '·':>6}" for count in row) + f"{right:>8}")
    return "\n".join(lines)
