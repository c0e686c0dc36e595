"""Measures the contrast of text, controls and states in every palette, and writes docs/accessibility.md.

    python docs/scripts/measure_contrast.py

paints the widgets offscreen, as ``contrast_probes.py`` says, and fills ``accessibility_template.md``. ``--json FILE``
writes the figures instead: so ``contrast_before.json`` was made, at the commit named there, before outlines were ours.
"""

import argparse
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from contrast_probes import measure
from mlp_desktop.views.kit import theme

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "accessibility.md"
PLAIN = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
Table = dict[str, dict[str, float]]


def main() -> int:
    """Measure, and write the page or the figures; returns the exit code."""
    parser = argparse.ArgumentParser(description="Measures the contrast of text, controls and states.")
    parser.add_argument("--json", type=Path, help="file to write the figures to, instead of the page")
    parser.add_argument("--plain", action="store_true", help="measure the light and the dark palette only")
    arguments = parser.parse_args()
    application = QApplication(sys.argv[:1])
    theme.apply_theme(application)
    found = measure_all(application, with_high_contrast=not arguments.plain)
    if arguments.json is not None:
        arguments.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
        return 0
    before: Table = json.loads((HERE / "contrast_before.json").read_text(encoding="utf-8"))
    template = (HERE / "accessibility_template.md").read_text(encoding="utf-8")
    PAGE.write_text(template.replace("{table}", table(found, before)), encoding="utf-8")
    print(PAGE)
    return 0


def measure_all(application: QApplication, *, with_high_contrast: bool) -> Table:
    """For each thing measured its least allowed contrast, and what it has in each palette."""
    found: Table = {}
    for name, scheme in PLAIN.items():
        for strong in (False, True) if with_high_contrast else (False,):
            if strong:
                theme.set_scheme(application, scheme, high_contrast=True)
            else:
                theme.set_scheme(application, scheme)
            for what, contrast, least in measure(application):
                row = found.setdefault(what, {"least": least})
                row[f"{name}, high contrast" if strong else name] = round(contrast, 2)
    return found


def table(found: Mapping[str, Mapping[str, float]], before: Mapping[str, Mapping[str, float]]) -> str:
    """The table in Markdown; what is too low is bold."""
    palettes = [name for name in next(iter(found.values())) if name != "least"]
    head = ["", "at least", "light before", "dark before", *palettes]
    lines = [head, ["---"] + ["---:"] * (len(head) - 1)]
    for what, row in found.items():
        earlier = [before.get(what, {}).get(name) for name in PLAIN]
        figures = [*earlier, *(row[name] for name in palettes)]
        lines.append([what, f"{row['least']:.1f}", *(_shown(figure, row["least"]) for figure in figures)])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _shown(figure: float | None, least: float) -> str:
    if figure is None:
        return "–"
    return f"{figure:.2f}" if figure >= least else f"**{figure:.2f}**"


if __name__ == "__main__":
    sys.exit(main())
