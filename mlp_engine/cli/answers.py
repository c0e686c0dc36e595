"""The answers of ``mlp-engine predict`` to the samples of a data source: one digit a line, a table, or JSON lines."""

import argparse
import csv
import json
from collections.abc import Iterator
from io import StringIO
from typing import Any

from mlp_engine.cli.loading import stream_any
from mlp_engine.cli.output import print_json, print_notice, print_result
from mlp_engine.datasets.samples import Samples
from mlp_engine.errors import DataError
from mlp_engine.files.whole_file import save_results
from mlp_engine.perceptron.network import Network
from mlp_engine.validation import visible
from mlp_engine.weights.reject import Reject

TABLE, LINES = ".csv", ".jsonl"

_AT_ONCE = 1000


def read_source(arguments: argparse.Namespace, source: str, network: Network, reject: Reject | None) -> int:
    """Read every sample that ``source`` names, with labels or without.

    The answers are printed as they come: a digit a line, or with ``--json`` a JSON object a line. Those to pictures
    come while the next are read. With ``--out`` all are written to that file instead.

    Raises:
        DataError: if the source cannot be loaded, or does not fit the network.
        ResultsWriteError: if the file cannot be written.
    """
    answers = _answers(stream_any(source, quiet=arguments.json), network, reject)
    if arguments.out is None:
        for answer in answers:
            if arguments.json:
                print_json(answer)
            else:
                print_result(str(answer["digit"]))
        return 0
    as_text = _as_table if arguments.out.suffix.lower() == TABLE else _as_lines
    lines = list(as_text(answers))
    save_results(arguments.out, "".join(lines))
    count = len(lines) - (as_text is _as_table)
    print_notice(f"{count:,} {'answer is' if count == 1 else 'answers are'} in {arguments.out}.")
    return 0


def _check_size(samples: Samples, network: Network) -> None:
    if samples.inputs.shape[1] != network.config.inputs:
        fit = " Bring them to 28×28 pixels with --data and --to-28x28." if samples.size is not None else ""
        raise DataError(
            f"{samples.name} must have {network.config.inputs} inputs a sample for this network. "
            f"Got {samples.inputs.shape[1]}.{fit}"
        )


def _answers(batches: Iterator[Samples], network: Network, reject: Reject | None) -> Iterator[dict[str, Any]]:
    before = 0
    for samples in batches:
        _check_size(samples, network)
        yield from _answers_to(samples, before, network, reject)
        before += len(samples)


def _answers_to(samples: Samples, before: int, network: Network, reject: Reject | None) -> Iterator[dict[str, Any]]:
    for start in range(0, len(samples), _AT_ONCE):
        rows = samples.inputs[start : start + _AT_ONCE]
        probabilities = network.predict(rows)
        judges = reject is not None and reject.network.config.inputs == rows.shape[1]
        refused = reject.scores(rows) >= reject.threshold if reject is not None and judges else None
        for place, row in enumerate(probabilities):
            number = start + place
            answer: dict[str, Any] = {
                "id": str(before + number + 1) if samples.ids is None else samples.ids[number],
                "digit": int(row.argmax()),
                "probabilities": row.tolist(),
            }
            yield answer if refused is None else answer | {"not_a_digit": bool(refused[place])}


def _as_table(answers: Iterator[dict[str, Any]]) -> Iterator[str]:
    """As Kaggle takes them."""
    yield "ImageId,Label\n"
    for answer in answers:
        text = StringIO()
        csv.writer(text, lineterminator="\n").writerow([_cell(answer["id"]), answer["digit"]])
        yield text.getvalue()


def _cell(text: str) -> str:
    """A name from outside as text in a spreadsheet, which would compute a formula."""
    text = visible(text)
    is_number = text.lstrip("+-").replace(".", "", 1).isdigit()
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) and not is_number else text


def _as_lines(answers: Iterator[dict[str, Any]]) -> Iterator[str]:
    return (f"{json.dumps(answer)}\n" for answer in answers)
