"""The steps from the picture on the pad to its digits."""

from collections import Counter
from dataclasses import asdict

import numpy as np
from PySide6.QtCore import QObject

from mlp_desktop.controllers.draw.pictures import PicturesController
from mlp_desktop.controllers.explain.steps import StepsExplanation
from mlp_desktop.models.draw.picture_reading import PictureReading
from mlp_desktop.models.draw.reading import Reading
from mlp_desktop.plain_words import counted
from mlp_desktop.views.explain.picture_steps_page import STEPS, PictureStep
from mlp_desktop.views.explain.steps_area import StepsArea
from mlp_engine.ink.picture import PictureSteps
from mlp_engine.ink.pieces import Fate

_PALE = 4  # what was left out is shown with a fourth of its ink
_LINE = 150  # pixels of a picture's side for one of a frame's thickness
_GAP = 4  # pixels between digit images
_MOST_IMAGES = 64
_FATES: dict[Fate, tuple[str, str]] = {
    "speck": ("speck", "specks"),
    "frame": ("frame", "frames"),
    "line": ("line", "lines"),
    "edge": ("piece at the edge", "pieces at the edge"),
    "far": ("piece far away", "pieces far away"),
}
_LEFT_OUT = {
    "paper": "the paper counts as evenly lit, so shadows are ink.",
    "polarity": "ink counts as dark, whatever the paper is.",
    "ink": "the lines of ruled paper stay.",
    "kept": "frames, lines and dirt at the edge stay.",
    "digits": "all ink counts as one digit.",
    "images": "blur and hairlines stay as they are.",
}
_SURROUNDINGS: tuple[Fate, ...] = ("frame", "line", "edge")


class PictureStepsExplanation(QObject):
    """Shows the steps of the picture beside the pad, and the chosen one on the pad; or the steps of one digit."""

    def __init__(
        self,
        reading: Reading,
        pictures: PicturesController,
        area: StepsArea,
        digit: StepsExplanation,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._reading = reading
        self._pictures = pictures
        self._area = area
        self._digit = digit
        self._shown: PictureReading | None = None
        self._steps: tuple[PictureStep, ...] = ()
        area.picture.chosen.connect(self._show_on_pad)
        area.picture.switched.connect(pictures.switch_step)
        area.picture_shown.connect(self._turn)

    def refresh(self) -> None:
        """Show the steps of the newest reading."""
        picture = self._reading.picture
        self._area.set_has_picture(picture is not None)
        self._digit.refresh()
        if picture is not self._shown:
            before, self._shown = self._shown, picture
            is_switched = before is not None and picture is not None and picture.opened.done != before.opened.done
            if not is_switched:
                self._area.picture.choose(0)
            if picture is not None:
                self._steps = steps_of(picture)
                self._area.picture.set_steps(self._steps)
            if is_switched:  # what a person looked at stays in sight
                self._show_on_pad(self._area.picture.current)

    def rest(self) -> None:
        """Stop unfinished work on the digit."""
        self._digit.rest()

    def leave(self, _page: int) -> None:
        """Show the picture itself on the pad: another page has come to the front, or this one again."""
        self._area.picture.choose(0)
        self._pictures.show_step(None)

    def _turn(self, to_picture: bool) -> None:
        if not to_picture:
            self.leave(0)

    def _show_on_pad(self, place: int) -> None:
        step = self._steps[place]
        # The first is the picture itself, and digit images do not lie in its frame.
        if step.pixels is None or place in (0, len(STEPS) - 1):
            self._pictures.show_step(None)
        else:
            self._pictures.show_step(255 - step.pixels if step.is_ink else step.pixels)


def steps_of(picture: PictureReading) -> tuple[PictureStep, ...]:
    """All steps of a reading; those that it did not reach have no pixels, those left out say what stays undone."""
    done = asdict(picture.opened.done)
    return tuple(
        step if done.get(step.name, True) else step._replace(done=False, words=f"Left out: {_LEFT_OUT[step.name]}")
        for step in _as_done(picture)
    )


def _as_done(picture: PictureReading) -> tuple[PictureStep, ...]:
    opened = picture.opened
    height, width = opened.shown_grey.shape
    upright = PictureStep("upright", opened.shown_colours, False, f"The picture, {width:,} × {height:,} pixels.")
    if picture.read is None:
        grey = PictureStep("grey", opened.shown_grey, False, "Its grey levels.")
        return upright, grey, *(PictureStep(name, None, False, picture.reason) for name in STEPS[2:])
    steps = picture.read.steps
    inverted = steps.paper.inverted
    levels, paper = np.asarray(steps.grey), np.clip(steps.paper.levels, 0, 255).astype(np.uint8)
    polarity = "Light ink on dark paper: inverted." if inverted else "Dark ink on light paper: left as it is."
    boxes = [digit.part.box for digit in picture.read.digits]
    found = np.zeros_like(steps.ink) if picture.ink is None else picture.ink
    return (
        upright,
        PictureStep("grey", levels, False, f"Its grey levels, {levels.shape[1]} × {levels.shape[0]} pixels."),
        PictureStep("paper", 255 - paper if inverted else paper, False, "The paper alone, under the light it lies in."),
        PictureStep("polarity", 255 - levels if inverted else levels, False, polarity),
        PictureStep("ink", steps.ink, True, "What is darker than the paper, without the lines of ruled paper."),
        PictureStep("kept", np.maximum(found, steps.ink // _PALE), True, _fates(steps)),
        PictureStep("digits", _framed(found, boxes), True, _rows([len(row) for row in picture.read.rows])),
        PictureStep(
            "images",
            _sheet([digit.image for digit in picture.read.digits]),
            True,
            "Each digit as the network reads it, 28×28 pixels.",
        ),
    )


def _fates(steps: PictureSteps) -> str:
    """How many pieces of ink were kept, and why the others were not."""
    counts = Counter(steps.pieces.fates)
    counts.update(fate for taken in steps.surroundings for fate in taken.fates if fate in _SURROUNDINGS)
    left_out = [f"{counts[fate]} {names[counts[fate] > 1]}" for fate, names in _FATES.items() if counts[fate]]
    words = f"{counted(counts['kept'], 'piece')} of ink kept"
    return f"{words}; left out: {', '.join(left_out)}." if left_out else f"{words}."


def _rows(counts: list[int]) -> str:
    if not counts:
        return "No digit."
    digits = counted(sum(counts), "digit")
    return f"{digits}." if len(counts) == 1 else f"{digits} in {len(counts)} rows: {', '.join(map(str, counts))}."


def _framed(ink: np.ndarray, boxes: list[tuple[int, int, int, int]]) -> np.ndarray:
    """The ink with a frame around each digit."""
    framed = ink.copy()
    thick = max(max(ink.shape) // _LINE, 1)
    for left, top, right, bottom in boxes:
        x, y = max(left - 2 * thick, 0), max(top - 2 * thick, 0)
        frame = framed[y : bottom + 2 * thick, x : right + 2 * thick]
        for side in (frame[:thick], frame[-thick:], frame[:, :thick], frame[:, -thick:]):
            side[:] = 255
    return framed


def _sheet(images: list[np.ndarray]) -> np.ndarray | None:
    """Digit images in rows on one sheet; of very many the first."""
    if not images:
        return None
    shown = images[:_MOST_IMAGES]
    columns = int(np.ceil(np.sqrt(len(shown))))
    rows = -(-len(shown) // columns)
    side = shown[0].shape[0] + _GAP
    sheet = np.zeros((rows * side + _GAP, columns * side + _GAP), np.uint8)
    for place, image in enumerate(shown):
        top, left = _GAP + place // columns * side, _GAP + place % columns * side
        sheet[top : top + image.shape[0], left : left + image.shape[1]] = image
    return sheet
