"""Measures the reject score of a weights file and writes docs/reject.md and its picture.

    python docs/scripts/measure_reject.py --data FOLDER --strokes FILE.jsonl

FOLDER holds MNIST's IDX files, FILE.jsonl real pen digits with their writers. Both are only measured here, and so are
the families of non-digits that the detector has never met.
"""

import argparse
import sys
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

# First of all: it sets the number of BLAS threads before numpy is loaded.
import fit_reject
from generators.non_digits import LEARNED, NEVER_MET, non_digit_set
from mlp_engine import Dataset, load_source, load_weights
from mlp_engine.datasets.practice import practice_set
from mlp_engine.datasets.strokes import read_strokes
from mlp_engine.files.resources import bundled_weights
from mlp_engine.ink import digit_image_from_strokes
from mlp_engine.weights.reject import Reject

TEST_SEED = 3_000_003
THRESHOLDS = (0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 0.9999)
DOCS = Path(__file__).parents[1]
Scores = NDArray[np.floating]


def refused(scores: Scores, threshold: float) -> float:
    """Share of the scores that reach the threshold."""
    return float((scores >= threshold).mean())


def writer_average(scores: Scores, writers: NDArray[np.int64], threshold: float) -> float:
    """Mean over writers of the share of their digits that is refused."""
    return float(np.mean([refused(scores[writers == writer], threshold) for writer in np.unique(writers)]))


def per_cent(share: float) -> str:
    """A share as it stands in the tables."""
    return f"{100 * share:.2f}"


def table(head: str, rows: list[list[str]]) -> str:
    """A table in Markdown; ``head`` as its cells with bars between them."""
    cells = [head.split("|"), ["---"] * len(head.split("|")), *rows]
    return "\n".join("| " + " | ".join(cell.strip() for cell in row) + " |" for row in cells)


def curve(pens: Scores, writers: NDArray[np.int64], others: list[Scores], chosen: float) -> str:
    """The table of thresholds, the chosen one among them."""
    rows: list[list[str]] = []
    for threshold in sorted((*THRESHOLDS, chosen)):
        shares = [writer_average(pens, writers, threshold), refused(pens, threshold)]
        shares += [refused(scores, threshold) for scores in others]
        mark = "**" if threshold == chosen else ""
        rows.append([f"{mark}{text}{mark}" for text in (f"{threshold:.5g}", *map(per_cent, shares))])
    return table(
        "threshold | pen digits, average over writers | pen digits | MNIST test set | practice digits | non-digits",
        rows,
    )


def on_their_way(path: str, reject: Reject) -> str:
    """Every fourth pen digit, of which only a part is drawn yet."""
    samples = read_strokes(Path(path))[::4]
    rows: list[list[str]] = []
    for share in (0.4, 0.6, 0.8, 0.9):
        images = [digit_image_from_strokes(fit_reject.first_part(sample.strokes, share)).ravel() for sample in samples]
        rows.append([f"{share:.0%}", per_cent(refused(reject.scores(np.stack(images)), reject.threshold))])
    return table("of the line is drawn | refused", rows)


def by_family(scores: Scores, families: NDArray[np.str_], threshold: float) -> str:
    """Of each family the share that is refused, in the order in which they were drawn."""
    names = list(dict.fromkeys(families.tolist()))
    return table("family | refused", [[name, per_cent(refused(scores[families == name], threshold))] for name in names])


def microseconds(reject: Reject, images: NDArray[np.generic]) -> float:
    """Median time to ask about one image."""
    times: list[float] = []
    for image in images[:2000]:
        began = time.perf_counter()
        reject.refuses(image)
        times.append(time.perf_counter() - began)
    return 1e6 * float(np.median(times))


def picture(pens: Scores, test: Scores, non_digits: Scores, chosen: float) -> str:
    """The curve as SVG: for each threshold the share of digits refused (across, 0 to 3 %) and of non-digits (up)."""
    wide, high, left, top = 520, 300, 60, 20

    def place(digits_refused: float, others_refused: float) -> tuple[float, float]:
        return left + wide * min(digits_refused / 0.03, 1), top + high * (1 - max(others_refused - 0.7, 0) / 0.3)

    thresholds = np.unique(np.concatenate([np.quantile(pens, np.linspace(0.97, 1, 200)), [chosen]]))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide + 90} {high + 80}" font-family="sans-serif" '
        'font-size="13">',
        f'<rect width="{wide + 90}" height="{high + 80}" fill="white"/>',
    ]
    for step in range(7):
        x, y = left + wide * step / 6, top + high * (1 - step / 6)
        parts.append(f'<path d="M{x:.0f} {top}V{top + high}M{left} {y:.0f}H{left + wide}" stroke="#ddd"/>')
        parts.append(f'<text x="{x:.0f}" y="{top + high + 18}" text-anchor="middle">{step / 2:g} %</text>')
        parts.append(f'<text x="{left - 6}" y="{y + 4:.0f}" text-anchor="end">{70 + 5 * step} %</text>')
    for scores, colour, dash, name in ((pens, "#0072B2", "", "pen digits"), (test, "#D55E00", "7 4", "MNIST test set")):
        points = [place(refused(scores, t), refused(non_digits, t)) for t in thresholds]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        x, y = place(refused(scores, chosen), refused(non_digits, chosen))
        line_y = top + high - 40 + 20 * (name != "pen digits")
        parts += [
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>',
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{colour}"/>',
            f'<path d="M{left + wide - 190} {line_y}h34" stroke="{colour}" stroke-dasharray="{dash}"/>',
            f'<text x="{left + wide - 148}" y="{line_y + 4}">{name}</text>',
        ]
    parts += [
        f'<text x="{left + wide / 2}" y="{top + high + 42}" text-anchor="middle">digits refused</text>',
        f'<text x="{left}" y="{top - 6}">non-digits refused</text>',
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def pen_digits(path: str) -> tuple[Dataset, NDArray[np.int64]]:
    """Real pen digits, and who wrote each."""
    data = load_source(f"strokes:{path}")
    if data.writers is None:
        sys.exit(f"{path} must name a writer for every digit.")
    return data, data.writers


def main() -> int:
    """Measure and write; returns the exit code."""
    parser = argparse.ArgumentParser(description="Measures the reject score and writes docs/reject.md.")
    parser.add_argument("--data", required=True, help="folder of MNIST's IDX files")
    parser.add_argument("--strokes", required=True, help="stroke file of real pen digits")
    arguments = parser.parse_args()
    reject = load_weights(bundled_weights()).reject
    if reject is None:
        sys.exit("The bundled weights have no reject score: run fit_reject.py first.")
    pens, writers = pen_digits(arguments.strokes)
    test = load_source(f"{arguments.data}:test")
    images, families = non_digit_set(200 * len(LEARNED), TEST_SEED, tuple(LEARNED))
    new_images, new_families = non_digit_set(200 * len(NEVER_MET), TEST_SEED, tuple(NEVER_MET))
    practice = practice_set(5_000, TEST_SEED, blots=True)
    pen_scores, test_scores, practice_scores, other_scores, new_scores = (
        reject.scores(x) for x in (pens.inputs, test.inputs, practice.inputs, images, new_images)
    )
    chosen = reject.threshold
    values = {
        "detector": " – ".join(map(str, reject.network.config.layers)),
        "parameters": f"{reject.network.config.parameter_count:,}",
        "threshold": f"{chosen:.4f}",
        "apart": per_cent(fit_reject.REFUSED_APART),
        "microseconds": f"{microseconds(reject, pens.inputs):.0f}",
        "pens": per_cent(writer_average(pen_scores, writers, chosen)),
        "pens_pooled": per_cent(refused(pen_scores, chosen)),
        "pens_refused": str(int((pen_scores >= chosen).sum())),
        "pens_count": f"{len(pens):,}",
        "writers": str(len(np.unique(writers))),
        "test": per_cent(refused(test_scores, chosen)),
        "practice": per_cent(refused(practice_scores, chosen)),
        "non_digits": per_cent(refused(other_scores, chosen)),
        "families": str(len(LEARNED)),
        "never_met": per_cent(refused(new_scores, chosen)),
        "never_met_families": str(len(NEVER_MET)),
        "never_met_count": f"{len(new_images):,}",
        "by_family_never_met": by_family(new_scores, new_families, chosen),
        "more_of": ", ".join(dict.fromkeys(fit_reject.MORE_OF)),
        "non_digits_count": f"{len(images):,}",
        "trained_practice": f"{fit_reject.PRACTICE:,}",
        "trained_non_digits": f"{fit_reject.NON_DIGITS:,}",
        "trained_zeros": f"{fit_reject.ZEROS:,}",
        "practice_apart": f"{fit_reject.PRACTICE_APART:,}",
        "apart_pens": per_cent(fit_reject.REFUSED_OF_PENS),
        "apart_one": per_cent(fit_reject.REFUSED_OF_ONE_DIGIT),
        "trained_begun": f"{fit_reject.BEGUN:,}",
        "trained_pictured": f"{fit_reject.PICTURED:,}",
        "least_drawn": f"{fit_reject.LEAST_DRAWN:.0%}",
        "on_their_way": on_their_way(arguments.strokes, reject),
        "versions": str(fit_reject.VERSIONS),
        "papers": str(fit_reject.PAPERS),
        "paper_sights": str(fit_reject.PAPER_SIGHTS),
        "epochs": str(fit_reject.TRAINING.epochs),
        "by_digit": table(
            "digit | refused",
            [[str(d), per_cent(refused(pen_scores[pens.labels == d], chosen))] for d in range(10)],
        ),
        "by_family": by_family(other_scores, families, chosen),
        "curve": curve(pen_scores, writers, [test_scores, practice_scores, other_scores], chosen),
    }
    text = (Path(__file__).parent / "reject_template.md").read_text(encoding="utf-8")
    (DOCS / "reject.md").write_text(text.format(**values), encoding="utf-8")
    (DOCS / "images" / "reject.svg").write_text(
        picture(pen_scores, test_scores, other_scores, chosen), encoding="utf-8"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
