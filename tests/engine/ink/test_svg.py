"""A drawing as SVG: looked at with a renderer that is not ours."""

import xml.etree.ElementTree as ET

import numpy as np
import pytest

from mlp_engine.ink import PenStroke, picture_of_drawing, svg_of_drawing

SVG = "{http://www.w3.org/2000/svg}"
ARC = tuple((140 - 90 * np.cos(a), 200 - 90 * np.sin(a)) for a in np.linspace(0, np.pi, 9).tolist())
STROKES = [
    PenStroke(ARC, smoothed=True),
    PenStroke(((40.0, 40.0), (240.0, 40.0)), width=8),
    PenStroke(((60.0, 250.0),), width=28),
    PenStroke(((120.0, 250.0), (240.0, 250.0)), pressures=(0.0, 1.0), width=12, smoothed=True),
    PenStroke(((260.0, 250.0),), pressures=(1.0,), width=10),
]


def rendered(svg: str, side: int) -> np.ndarray:
    """Grey levels of the document, drawn by Qt."""
    qt_gui = pytest.importorskip("PySide6.QtGui", exc_type=ImportError)
    qt_svg = pytest.importorskip("PySide6.QtSvg", exc_type=ImportError)
    renderer = qt_svg.QSvgRenderer(svg.encode())
    assert renderer.isValid()
    image = qt_gui.QImage(side, side, qt_gui.QImage.Format.Format_Grayscale8)
    image.fill(0x80)
    painter = qt_gui.QPainter(image)
    renderer.render(painter)
    painter.end()
    return np.frombuffer(image.constBits(), np.uint8).reshape(side, image.bytesPerLine())[:, :side].astype(int)


def as_picture(ink: np.ndarray | None, strokes: list[PenStroke]) -> np.ndarray:
    pens = [stroke.width if stroke.widths is None else stroke.widths for stroke in strokes]
    lines = [stroke.line for stroke in strokes]
    return np.asarray(picture_of_drawing(ink, lines, side=280, pen=pens, pixels=280)).astype(int)


def test_it_looks_like_the_picture_of_the_same_drawing() -> None:
    difference = np.abs(rendered(svg_of_drawing(None, STROKES), 280) - as_picture(None, STROKES))
    assert difference.mean() < 2
    assert (difference > 160).sum() < 20


def test_a_picture_lies_under_the_strokes() -> None:
    ink = np.zeros((40, 80), np.uint8)
    ink[10:30, 10:70] = 255
    shown = rendered(svg_of_drawing(ink, STROKES[1:2]), 280)
    expected = as_picture(ink, STROKES[1:2])
    assert shown[140, 140] == 0
    assert shown[40, 140] == 0
    assert shown[20, 20] == 255
    assert np.abs(shown - expected).mean() < 4


def test_it_is_well_formed_and_each_stroke_is_one_shape() -> None:
    document = ET.fromstring(svg_of_drawing(None, STROKES[:3]))
    assert document.get("viewBox") == "0 0 280 280"
    (group,) = document.findall(f"{SVG}g")
    assert [shape.tag for shape in group] == [f"{SVG}path", f"{SVG}path", f"{SVG}circle"]
    assert [shape.get("stroke-width") for shape in group[:2]] == ["20.00", "8.00"]


def test_an_empty_drawing_is_white_paper() -> None:
    assert (rendered(svg_of_drawing(None, []), 100) == 255).all()
