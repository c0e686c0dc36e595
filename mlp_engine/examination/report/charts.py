"""The charts of a report, as SVG: the curves of a training, and the reliability diagram."""

import math
from collections.abc import Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element, tostring

import numpy as np

from mlp_engine.examination.examination import Reliability
from mlp_engine.examination.report.markup import node

WIDTH, HEIGHT = 640, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 16, 12, 44
_TITLE = 30
# Okabe and Ito's blue and vermilion; the curves also differ by dashes and labels.
BLUE, VERMILION = "#0072b2", "#d55e00"
_QUIET = "#66707c"


class Curve(NamedTuple):
    """A curve over epochs: its name, and the value of each epoch, ``None`` if it has none."""

    name: str
    values: Sequence[float | None]


def curves(title: str, epochs: Sequence[int], lines: Sequence[Curve], best: int | None) -> Element:
    """A chart of one or two curves over epochs, with the best epoch marked.

    Args:
        title: name of the values.
        epochs: numbers of the epochs.
        lines: the curves, the first solid, the second dashed; values that are not finite leave gaps.
        best: the epoch to mark, if any.
    """
    finite = [value for line in lines for value in line.values if value is not None and math.isfinite(value)]
    low, high = (min(finite), max(finite)) if finite else (0.0, 1.0)
    span = high - low or 1.0
    low, high = low - 0.05 * span, high + 0.05 * span
    first, last = min(epochs), max(epochs)

    def x(epoch: float) -> float:
        return _LEFT + (epoch - first) / max(last - first, 1) * (WIDTH - _LEFT - _RIGHT)

    def y(value: float) -> float:
        return HEIGHT - _BOTTOM - (value - low) / (high - low) * (HEIGHT - _TOP - _BOTTOM)

    parts: list[Element] = []
    for step in range(5):
        value = low + (high - low) * step / 4
        parts += [
            _grid_line(_LEFT, y(value), WIDTH - _RIGHT, y(value)),
            _text(_LEFT - 6, y(value) + 4, f"{value:.3g}", "end"),
        ]
    for epoch in sorted({round(first + (last - first) * step / 5) for step in range(6)}):
        parts.append(_text(x(epoch), HEIGHT - _BOTTOM + 18, str(epoch), "middle"))
    parts.append(_text((_LEFT + WIDTH - _RIGHT) / 2, HEIGHT - 6, "epoch", "middle"))
    if best is not None:
        parts.append(
            node("line", x1=x(best), y1=_TOP, x2=x(best), y2=HEIGHT - _BOTTOM, stroke=_QUIET, stroke_dasharray="2 3")
        )
        parts.append(_text(x(best), _TOP, f"best {best}", "end" if best > (first + last) / 2 else "start"))
    for number, (line, colour) in enumerate(zip(lines, (BLUE, VERMILION), strict=False)):
        dashes = {"stroke_dasharray": "6 4"} if number else {}
        points = list(zip(epochs, line.values, strict=True))
        for piece in _pieces(points):
            path = " L".join(f"{x(epoch):.1f} {y(value):.1f}" for epoch, value in piece)
            style = {"fill": "none", "stroke": colour, "stroke_width": 2, "stroke_linecap": "round"}
            parts.append(node("path", d=f"M{path}", **style, **dashes))
        top, left = HEIGHT - 6, WIDTH - _RIGHT - 220 + 110 * number
        parts.append(
            node("line", x1=left, y1=top - 4, x2=left + 28, y2=top - 4, stroke=colour, stroke_width=2, **dashes)
        )
        parts.append(_text(left + 34, top, line.name, "start"))
    words = f"{title} from epoch {first} to {last}: " + "; ".join(
        f"{line.name} from {_first(line.values)} to {_first(list(reversed(line.values)))}" for line in lines
    )
    return _chart(words, parts)


def reliability_diagram(found: Reliability, words: str) -> Element:
    """A chart with a bar for each bin's accuracy, a mark at its mean confidence, and the ideal diagonal."""
    side = HEIGHT - _TOP - _BOTTOM

    def x(share: float) -> float:
        return _LEFT + share * 1.6 * side

    def y(share: float) -> float:
        return HEIGHT - _BOTTOM - share * side

    parts: list[Element] = []
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        parts += [_grid_line(x(0), y(tick), x(1), y(tick)), _text(x(0) - 6, y(tick) + 4, f"{tick:.0%}", "end")]
        parts.append(_text(x(tick), HEIGHT - _BOTTOM + 18, f"{tick:.0%}", "middle"))
    parts.append(_text(x(0.5), HEIGHT - 6, "probability given to the answer; bars: share right", "middle"))
    bins = len(found.counts)
    filled = np.flatnonzero(found.counts).tolist()
    for number in filled:
        accuracy, width = float(found.accuracy[number]), x(1 / bins) - x(0)
        bar = node(
            "rect", x=x(number / bins) + 1, y=y(accuracy), width=width - 2, height=y(0) - y(accuracy), fill="#7fb8d8"
        )
        answers = int(found.counts[number])
        title = f"{answers:,} {'answer' if answers == 1 else 'answers'}, {accuracy:.1%} right"
        bar.append(node("title", title))
        parts.append(bar)
    parts.append(node("line", x1=x(0), y1=y(0), x2=x(1), y2=y(1), stroke="#1c2127", stroke_dasharray="4 3"))
    for number in filled:
        sure, accuracy = float(found.confidence[number]), float(found.accuracy[number])
        parts.append(node("line", x1=x(sure), y1=y(accuracy), x2=x(sure), y2=y(sure), stroke=VERMILION, stroke_width=2))
        parts.append(node("circle", cx=x(sure), cy=y(accuracy), r=3.5, fill=VERMILION))
    return _chart(words, parts)


def stacked(charts: Sequence[tuple[str, Element]]) -> str:
    """Charts, each under its title, as one SVG drawing for a separate file."""
    step = HEIGHT + _TITLE
    parts = [node("rect", width=WIDTH, height=step * len(charts), fill="#ffffff")]
    for number, (title, chart) in enumerate(charts):
        parts.append(node("text", title, x=_LEFT, y=step * number + _TITLE - 8, fill="#1c2127", font_size=15))
        chart.set("y", str(step * number + _TITLE))
        chart.set("width", str(WIDTH))
        chart.set("height", str(HEIGHT))
        parts.append(chart)
    drawing = node(
        "svg",
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        width=WIDTH,
        height=step * len(charts),
        viewBox=f"0 0 {WIDTH} {step * len(charts)}",
        font_family="sans-serif",
        font_size=12,
    )
    return f"{tostring(drawing, encoding='unicode')}\n"


def _chart(words: str, parts: Sequence[Element]) -> Element:
    return node(
        "svg", *parts, xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {WIDTH} {HEIGHT}", role="img", aria_label=words
    )


def _pieces(points: Sequence[tuple[int, float | None]]) -> list[list[tuple[int, float]]]:
    """Runs of points with finite values; a single point is doubled, so that it is drawn as a dot."""
    pieces: list[list[tuple[int, float]]] = [[]]
    for epoch, value in points:
        if value is None or not math.isfinite(value):
            pieces.append([])
        else:
            pieces[-1].append((epoch, value))
    return [piece * 2 if len(piece) == 1 else piece for piece in pieces if piece]


def _first(values: Sequence[float | None]) -> str:
    return next((f"{value:.4g}" for value in values if value is not None and math.isfinite(value)), "nothing")


def _grid_line(x1: float, y1: float, x2: float, y2: float) -> Element:
    return node("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke="#dfe3e8")


def _text(x: float, y: float, words: str, anchor: str) -> Element:
    return node("text", words, x=x, y=y, text_anchor=anchor, fill=_QUIET)
