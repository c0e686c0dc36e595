"""Draws the curves of scaling.py as SVG: four panels, both axes logarithmic."""

import math
from typing import Any

WIDE, HIGH = 300, 200
LEFT, TOP = 70, 40
STEP_X, STEP_Y = WIDE + 100, HIGH + 90
CURVES = (("ours", "#0072B2", "", "epoch"), ("ceiling", "#D55E00", "7 4", "its matrix products alone"))


def picture(sweeps: dict[str, list[dict[str, Any]]], about: dict[str, str]) -> str:
    """The whole figure; ``about`` says of each panel what grows."""
    wide, high = LEFT + 2 * STEP_X - 40, TOP + 2 * STEP_Y + 20
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" font-family="sans-serif" font-size="13">',
        f'<rect width="{wide}" height="{high}" fill="white"/>',
    ]
    for number, (what, points) in enumerate(sweeps.items()):
        parts.append(f'<g transform="translate({LEFT + number % 2 * STEP_X} {TOP + number // 2 * STEP_Y})">')
        parts += _panel(what, about[what], points)
        parts.append("</g>")
    for number, (_, colour, dash, name) in enumerate(CURVES):
        x, y = LEFT + number * 140, high - 16
        parts.append(f'<path d="M{x} {y - 4}h34" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>')
        parts.append(f'<text x="{x + 42}" y="{y}">{name}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _panel(what: str, about: str, points: list[dict[str, Any]]) -> list[str]:
    values = [math.log10(point["value"]) for point in points]
    seconds = [point[name] for point in points for name, *_ in CURVES]
    low, high = math.floor(math.log10(min(seconds))), math.ceil(math.log10(max(seconds)))
    first, extent = values[0], values[-1] - values[0]

    def place(value: float, took: float) -> tuple[float, float]:
        across = (math.log10(value) - first) / extent
        return WIDE * across, HIGH * (high - math.log10(took)) / (high - low)

    parts = [f'<text x="0" y="-12">{about}</text>']
    for power in range(low, high + 1):
        y = HIGH * (high - power) / (high - low)
        parts.append(f'<path d="M0 {y:.0f}H{WIDE}" stroke="#ddd"/>')
        parts.append(f'<text x="-8" y="{y + 4:.0f}" text-anchor="end">{10.0**power:g} s</text>')
    free = -math.inf
    for point in points:
        x, _ = place(point["value"], 1.0)
        parts.append(f'<path d="M{x:.0f} 0V{HIGH}" stroke="#eee"/>')
        if x >= free:  # numbers that would run into each other are left out
            parts.append(f'<text x="{x:.0f}" y="{HIGH + 18}" text-anchor="middle">{point["value"]:,}</text>')
            free = x + 44
    parts.append(f'<text x="{WIDE / 2}" y="{HIGH + 38}" text-anchor="middle">{what}</text>')
    for name, colour, dash, _ in CURVES:
        line = [place(point["value"], point[name]) for point in points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in line)
        parts.append(
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>'
        )
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in line]
    return parts
