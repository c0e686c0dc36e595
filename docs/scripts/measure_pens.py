"""Measures what real pens bring to writers that were not learned from, by writer and by form, and writes a page.

    python docs/scripts/measure_pens.py --before FILE --after FILE --out PAGE.md

``--before`` is the network that ``train_pens.py`` began with, ``--after`` one that it made with ``--apart``; pendigits
must have been fetched. Both read the digits of the writers that were set apart.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import argparse
import sys
from collections import Counter
from pathlib import Path

import numpy as np

from mlp_engine import Dataset, Network, load_source, load_weights
from train_pens import APART

MOST_PAIRS = 14
SURE = 0.9

TEXT = """# Real pens in training

What a network learns from pendigits, the pen strokes of 30 people (E. Alpaydin and F. Alimoglu, *Pen-Based Recognition
of Handwritten Digits*, UCI Machine Learning Repository, 1998, doi 10.24432/C5MG6K, CC BY 4.0), is told by writers
that it did not learn from: six of the 30, numbers {numbers}. These are their {count:,} digits.

| | before | after |
| --- | --- | --- |
| errors | {errors_before} | {errors_after} |
| of these surer than {sure:.0%} | {sure_before} | {sure_after} |
| right, average over writers | {right_before:.2f} % | {right_after:.2f} % |
| right, the worst of these writers | {worst_before:.2f} % | {worst_after:.2f} % |

| form: label read as | before | after |
| --- | --- | --- |
{pairs}

Made by

```
python docs/scripts/measure_pens.py --before FILE --after FILE --out PAGE.md
```
"""


def confused(network: Network, data: Dataset) -> Counter[tuple[int, int]]:
    """How often each label is read as each other digit."""
    answers = network.predict(data.inputs).argmax(axis=1)
    wrong = answers != data.labels
    return Counter(zip(data.labels[wrong].tolist(), answers[wrong].tolist(), strict=True))


def surely_wrong(network: Network, data: Dataset) -> int:
    """How many digits are read wrong and surer than :data:`SURE`."""
    found = network.predict(data.inputs)
    return int(((found.argmax(axis=1) != data.labels) & (found.max(axis=1) > SURE)).sum())


def right_of_writers(network: Network, data: Dataset) -> np.ndarray:
    """The share of each writer's digits that is read right, in per cent."""
    right = network.predict(data.inputs).argmax(axis=1) == data.labels
    return np.array([100 * right[data.writers == writer].mean() for writer in APART])


def page(before: Network, after: Network) -> str:
    """The page, with every figure in its place."""
    data = load_source("pendigits")
    assert data.writers is not None
    data = data.take(np.flatnonzero(np.isin(data.writers, APART)))
    pairs_before, pairs_after = (confused(network, data) for network in (before, after))
    right_before, right_after = (right_of_writers(network, data) for network in (before, after))
    pairs = sorted(pairs_before | pairs_after, key=lambda pair: (-pairs_before[pair], -pairs_after[pair], pair))
    rows = [f"| {pair[0]} read as {pair[1]} | {pairs_before[pair]} | {pairs_after[pair]} |" for pair in pairs]
    return TEXT.format(
        numbers=f"{', '.join(map(str, APART[:-1]))} and {APART[-1]}",
        count=len(data),
        sure=SURE,
        errors_before=pairs_before.total(),
        errors_after=pairs_after.total(),
        sure_before=surely_wrong(before, data),
        sure_after=surely_wrong(after, data),
        right_before=right_before.mean(),
        right_after=right_after.mean(),
        worst_before=right_before.min(),
        worst_after=right_after.min(),
        pairs="\n".join(rows[:MOST_PAIRS]),
    )


def main() -> int:
    """Measure and write; returns the exit code."""
    parser = argparse.ArgumentParser(description="Measures what real pens bring to other writers.")
    parser.add_argument("--before", required=True, type=Path, help="the network that began")
    parser.add_argument("--after", required=True, type=Path, help="the one that learned from the other writers")
    parser.add_argument("--out", type=Path, required=True, help="page to write")
    arguments = parser.parse_args()
    networks = [load_weights(path).network for path in (arguments.before, arguments.after)]
    arguments.out.write_text(page(*networks), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
