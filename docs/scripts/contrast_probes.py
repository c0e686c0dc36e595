"""Measures contrast on widgets as they are painted, by WCAG 2's formula.

Each probe paints a widget on the window's ground, in one state or two, and looks at the pixels:

- *text*: the strongest pixel of the words against the ground that they stand on (most of its pixels);
- *outline*: the strongest pixel of the widget's edge against the window around it;
- *state*: the pixels that differ between two states, each against what was there before; the figure is the contrast
  that the strongest of them have in common, so that a few pixels of an antialiased edge do not count.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPalette, QPixmap
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QScrollBar,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from mlp_desktop.views.draw.drawing_pad import DrawingPad
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.buttons import PrimaryButton, ToolButton, text_button
from mlp_desktop.views.kit.form_parts import FormCombo
from mlp_desktop.views.kit.labels import ElidedLabel
from mlp_desktop.views.kit.segments import Segments
from mlp_desktop.views.kit.status import ProgressBar
from mlp_desktop.views.kit.tab_bar import TabBar

TEXT, CONTROL = 4.5, 3.0
"""The least contrast of text, and of what shows a control or its state: WCAG 2.2, criteria 1.4.3 and 1.4.11."""

_ROLE = QPalette.ColorRole
_COMMON = 12
"""So many pixels must have a contrast for a state to be told by it."""
_EDGE = 6
_MARGIN = 16
_RING = 3
_FRAME = 4  # with the two pixels around the widget


class Measured(NamedTuple):
    """What was measured, the contrast, and the least that it must be."""

    what: str
    contrast: float
    least: float


def measure(app: QApplication) -> Iterator[Measured]:
    """Measure all probes in the palette in use."""
    yield from _palette_pairs(app.palette())
    yield from _data_colours(app.palette())
    stage = Stage(app)
    try:
        yield from _texts(stage)
        yield from _outlines(stage)
        yield from _chosen(stage)
        yield from _focused(stage)
    finally:
        stage.close()


def _palette_pairs(palette: QPalette) -> Iterator[Measured]:
    pairs = (
        ("text on the window", _ROLE.WindowText, _ROLE.Window),
        ("text on paper", _ROLE.Text, _ROLE.Base),
        ("text on a button", _ROLE.ButtonText, _ROLE.Button),
        ("quiet text on the window", _ROLE.PlaceholderText, _ROLE.Window),
        ("quiet text on paper", _ROLE.PlaceholderText, _ROLE.Base),
        ("quiet text on a track or a striped row", _ROLE.PlaceholderText, _ROLE.AlternateBase),
        ("text of what is selected", _ROLE.HighlightedText, _ROLE.Highlight),
        ("link on the window", _ROLE.Link, _ROLE.Window),
        ("tool tip", _ROLE.ToolTipText, _ROLE.ToolTipBase),
    )
    for what, words, ground in pairs:
        yield Measured(what, _contrast_of(palette.color(words), palette.color(ground)), TEXT)


def _data_colours(palette: QPalette) -> Iterator[Measured]:
    paper, window = palette.color(_ROLE.Base), palette.color(_ROLE.Window)
    curves = theme.data_colours()
    yield Measured("curve of training", _contrast_of(curves.training, paper), CONTROL)
    yield Measured("curve of validation", _contrast_of(curves.validation, paper), CONTROL)
    yield Measured("third curve", _contrast_of(theme.penalty_colour(), paper), CONTROL)
    yield Measured("error on the window", _contrast_of(theme.error_colour(), window), TEXT)
    yield Measured("error on paper", _contrast_of(theme.error_colour(), paper), TEXT)


def words_in(page: QWidget) -> Iterator[tuple[QWidget, float]]:
    """The contrast of the words of every label, button, field and list of choices that is seen on ``page``.

    What is disabled is left out, as in criterion 1.4.3; so is the edge of a control; and so are arrows and single
    letters, whose lines may be thinner than a pixel.
    """
    pixels = pixels_of(page.grab().toImage())
    for kind in (QLabel, QAbstractButton, QLineEdit, QComboBox):
        for widget in page.findChildren(kind):
            words = widget.currentText() if isinstance(widget, QComboBox) else widget.text()
            seen = widget.isVisible() and widget.isEnabled() and widget.window() is page.window()
            if seen and sum(map(str.isalpha, words)) > 1 and widget.visibleRegion().boundingRect() == widget.rect():
                edge = 0 if isinstance(widget, QLabel) else 4
                area = QRect(widget.mapTo(page, widget.rect().topLeft()), widget.size())
                area.adjust(edge, edge, -edge, -edge)
                part = pixels[area.top() : area.bottom() + 1, area.left() : area.right() + 1]
                yield widget, _text_contrast(part)


class Stage:
    """A window on which one widget at a time is shown and looked at."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._shown: QWidget | None = None
        self.window = QWidget()
        self._layout = QVBoxLayout(self.window)
        self._layout.setContentsMargins(*(_MARGIN,) * 4)
        self._rest = QPushButton("rest")  # has the focus while nothing else should
        self._layout.addWidget(self._rest)
        self.window.show()
        self.window.activateWindow()

    def put(self, widget: QWidget, size: QSize | None = None) -> QWidget:
        """Show ``widget`` in place of the one before."""
        while self._layout.count() > 1:
            self._layout.takeAt(0)
            assert self._shown is not None, "what is in the layout was put there"
            self._shown.hide()
            self._shown.deleteLater()
        self._shown = widget
        self._layout.insertWidget(0, widget, 0, Qt.AlignmentFlag.AlignLeft)
        if size is not None:
            widget.setFixedSize(size)
        self.window.adjustSize()
        self.rest()
        return widget

    def rest(self) -> None:
        """Give the focus to nobody that is looked at."""
        self._rest.setFocus(Qt.FocusReason.TabFocusReason)

    def look(self, widget: QWidget, margin: int = 0) -> np.ndarray:
        """The pixels of ``widget`` with ``margin`` of the window around it: uint8, shape (height, width, 3)."""
        for _ in range(3):
            self._app.processEvents()
        area = QRect(widget.mapTo(self.window, widget.rect().topLeft()), widget.size())
        return pixels_of(self.window.grab(area.adjusted(-margin, -margin, margin, margin)).toImage())

    def close(self) -> None:
        """Take the window away."""
        self.window.close()
        self.window.deleteLater()


def pixels_of(image: QImage) -> np.ndarray:
    """The pixels of an image: uint8, shape (height, width, 3)."""
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def _texts(stage: Stage) -> Iterator[Measured]:
    segments = stage.put(Segments(("Answer", "Steps")))
    assert isinstance(segments, Segments)
    yield Measured("word of the chosen segment", _text_contrast(stage.look(segments.buttons[0])), TEXT)
    yield Measured("word of another segment", _text_contrast(stage.look(segments.buttons[1])), TEXT)
    for what, widget in (
        ("words of a button", text_button("b", "Choose", "")),
        ("words of the primary button", PrimaryButton("Start")),
        ("quiet label", ElidedLabel("l", quiet=True)),
        ("placeholder of a field", QLineEdit()),
    ):
        if isinstance(widget, QLineEdit):
            widget.setPlaceholderText("example")
        if isinstance(widget, QLabel):
            widget.setText("example of words")
        stage.put(widget, QSize(160, 32))
        yield Measured(what, _text_contrast(stage.look(widget)[4:-4, 4:-4]), TEXT)
    bar = TabBar()
    bar.addTab("Draw")
    bar.addTab("Train")
    stage.put(bar)
    yield Measured("name of another tab", _text_contrast(_part(stage.look(bar), bar.tabRect(1))), TEXT)


def _outlines(stage: Stage) -> Iterator[Measured]:
    combo = FormCombo("c")
    combo.addItem("sigmoid")
    for what, widget in (
        ("outline of a button", text_button("b", "Choose", "")),
        ("outline of a list of choices", combo),
        ("outline of a field", QLineEdit("100")),
        ("outline of a number field", QSpinBox()),
        ("outline of a list", QListWidget()),
    ):
        stage.put(widget, QSize(160, 30))
        yield Measured(what, _edge_contrast(stage.look(widget, _MARGIN // 2)), CONTROL)
    primary = stage.put(PrimaryButton("Start"), QSize(160, 32))
    yield Measured("ground of the primary button", _edge_contrast(stage.look(primary, _MARGIN // 2)), CONTROL)
    pad = stage.put(DrawingPad(), QSize(160, 160))
    yield Measured("outline of the pad", _edge_contrast(stage.look(pad, _MARGIN // 2)), CONTROL)
    for what, box in (("box of a check box", QCheckBox("")), ("circle of a radio button", QRadioButton(""))):
        stage.put(box)
        yield Measured(what, _strongest_against_corner(stage.look(box, 2)), CONTROL)
    segments = stage.put(Segments(("Answer", "Steps")))
    yield Measured("track of segments", _edge_contrast(stage.look(segments, _MARGIN // 2)), CONTROL)
    slider = stage.put(QSlider(Qt.Orientation.Horizontal), QSize(160, 28))
    pixels = stage.look(slider, 2)
    yield Measured("slider", _strongest_against_corner(pixels), CONTROL)
    scrolling = QScrollBar(Qt.Orientation.Horizontal)
    scrolling.setRange(0, 100)
    scrolling.setPageStep(100)
    grip = stage.look(stage.put(scrolling, QSize(160, 16)), 2)[:, 30:60]  # beside the arrow
    yield Measured("grip of a scroll bar", _strongest_against_corner(grip), CONTROL)
    yield Measured("track of a slider", _strongest_against_corner(pixels[:, pixels.shape[1] // 2 :]), CONTROL)


def _chosen(stage: Stage) -> Iterator[Measured]:
    tool = ToolButton("t", "Pen", "", stage.window)
    tool.setCheckable(True)
    tool.setIcon(_blank_icon())
    stage.put(tool)
    yield Measured("chosen tool", _difference(stage, tool, tool, tool.setChecked), CONTROL)
    segments = Segments(("Steps", "Steps"))
    stage.put(segments)
    yield Measured("chosen segment", _segment_difference(stage, segments), CONTROL)
    box = QCheckBox("")
    stage.put(box)
    yield Measured("check of a check box", _difference(stage, box, box, box.setChecked), CONTROL)
    radio = QRadioButton("")
    stage.put(radio)
    yield Measured("dot of a radio button", _difference(stage, radio, radio, radio.setChecked), CONTROL)
    bar = TabBar()
    bar.addTab("Draw")
    bar.addTab("Draw")
    stage.put(bar)
    before = stage.look(bar)
    bar.setCurrentIndex(1)
    yield Measured("line under the current tab", _state_contrast(before, stage.look(bar)), CONTROL)
    items = QListWidget()
    items.addItem("one")
    stage.put(items, QSize(160, 60))
    before = stage.look(items)
    items.item(0).setSelected(True)
    yield Measured("selected row", _state_contrast(before, stage.look(items)), CONTROL)
    progress: QProgressBar = ProgressBar("p", "Progress")
    stage.put(progress, QSize(160, 8))
    yield Measured("outline of a progress bar", _edge_contrast(stage.look(progress, _MARGIN // 2)), CONTROL)
    before = stage.look(progress)
    progress.setValue(500)
    yield Measured("progress", _state_contrast(before, stage.look(progress)), CONTROL)


def _focused(stage: Stage) -> Iterator[Measured]:
    combo = FormCombo("c")
    combo.addItem("sigmoid")
    tool = ToolButton("t", "Pen", "", stage.window)
    tool.setIcon(_blank_icon())
    segments = Segments(("Answer", "Steps"))
    bar = TabBar()
    bar.addTab("Draw")
    probes: tuple[tuple[str, QWidget], ...] = (
        ("button", text_button("b", "Choose", "")),
        ("primary button", PrimaryButton("Start")),
        ("list of choices", combo),
        ("field", QLineEdit("")),
        ("number field", QSpinBox()),
        ("check box", QCheckBox("Keep")),
        ("radio button", QRadioButton("Keep")),
        ("slider", QSlider(Qt.Orientation.Horizontal)),
        ("tool", tool),
        ("segment", segments),
        ("tab", bar),
        ("pad", DrawingPad()),
    )
    for what, widget in probes:
        stage.put(widget)
        target = segments.buttons[0] if widget is segments else widget
        before = stage.look(widget, 2)
        target.setFocus(Qt.FocusReason.TabFocusReason)
        stage.window.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)  # as if Tab had been pressed
        after = stage.look(widget, 2)
        if isinstance(widget, QLineEdit | QSpinBox):
            before[_FRAME:-_FRAME, _FRAME:-_FRAME] = after[_FRAME:-_FRAME, _FRAME:-_FRAME] = 0  # a cursor blinks inside
        yield Measured(f"focus of a {what}", _state_contrast(before, after), CONTROL)


def _blank_icon() -> QIcon:
    pixmap = QPixmap(20, 20)
    pixmap.fill(Qt.GlobalColor.transparent)
    return QIcon(pixmap)


def _difference(stage: Stage, widget: QWidget, button: QAbstractButton, switch: Callable[[bool], None]) -> float:
    before = stage.look(widget)
    switch(True)
    assert button.isChecked()
    return _state_contrast(before, stage.look(widget))


def _segment_difference(stage: Stage, segments: Segments) -> float:
    segments.set_current(0)
    chosen = stage.look(segments.buttons[0])
    segments.set_current(1)
    other = stage.look(segments.buttons[0])
    width = min(chosen.shape[1], other.shape[1])
    edge = np.ones(chosen.shape[:2], bool)
    edge[_RING:-_RING, _RING:-_RING] = False  # without the word, which is bold while it is chosen
    return _state_contrast(other[:, :width] * edge[..., None], chosen[:, :width] * edge[..., None])


def _part(pixels: np.ndarray, area: QRect) -> np.ndarray:
    return pixels[area.top() + 4 : area.bottom() - 4, area.left() + 4 : area.right() - 4]


def _text_contrast(pixels: np.ndarray) -> float:
    """The strongest pixel against the commonest colour."""
    red, green, blue = np.moveaxis(pixels.reshape(-1, 3).astype(np.uint32), 1, 0)
    packed, counts = np.unique(red << 16 | green << 8 | blue, return_counts=True)
    colours = np.stack([packed >> 16, packed >> 8 & 255, packed & 255], axis=1)
    return float(_contrast(colours, colours[counts.argmax()]).max())


def _edge_contrast(pixels: np.ndarray) -> float:
    """The strongest pixel across the left edge, in the middle of its height, against the window around it."""
    margin = _MARGIN // 2
    middle = pixels[pixels.shape[0] // 2]
    return float(_contrast(middle[margin : margin + _EDGE], middle[0]).max())


def _strongest_against_corner(pixels: np.ndarray) -> float:
    found = np.sort(_contrast(pixels.reshape(-1, 3), pixels[0, 0]))
    return float(found[-_COMMON])


def _state_contrast(before: np.ndarray, after: np.ndarray) -> float:
    """The contrast that the strongest of the changed pixels have with what was there before."""
    found = np.sort(_contrast(after.reshape(-1, 3), before.reshape(-1, 3)))
    return float(found[-_COMMON])


def _contrast_of(one: QColor, other: QColor) -> float:
    return float(_contrast(_rgb(one), _rgb(other)))


def _rgb(colour: QColor) -> np.ndarray:
    return np.array([colour.red(), colour.green(), colour.blue()])


def _contrast(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """WCAG 2's contrast ratio of colours: uint8, shape (…, 3)."""
    light = np.maximum(_luminance(one), _luminance(other))
    dark = np.minimum(_luminance(one), _luminance(other))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colours: np.ndarray) -> np.ndarray:
    share = np.asarray(colours) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])
