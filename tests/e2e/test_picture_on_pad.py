"""A picture on the pad: shown, read by a worker, and cropped, turned, inverted, rubbed out and drawn over by hand."""

import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QProgressBar, QSlider, QWidget
from pytestqt.qtbot import QtBot

from mlp_desktop.app import Desktop
from mlp_desktop.controllers.lab.lab import MATH_PAGE
from mlp_desktop.plain_words import a_digit
from mlp_desktop.workers.draw import picture_workers
from mlp_engine.files.resources import small_weights
from mlp_engine.my_digits import DrawingStore, my_digits_folder
from mlp_engine.reading import PictureReader
from mlp_engine.weights.file import load_weights

from .acting import button, click, text, wait_for_picture
from .conftest import drag

SEVEN = ((20, 20), (80, 20), (45, 90))
ONE = ((50, 15), (50, 90))
FIVE = ((74, 15), (34, 15), (31, 47), (55, 44), (70, 58), (66, 80), (46, 88), (28, 80))

Way = Callable[[Image.Image], str]


def page(*digits: tuple[tuple[int, int], ...], ink: int = 40, paper: int = 225) -> Image.Image:
    """Digits side by side, each in a square of 100 units at three pixels a unit."""
    picture = Image.new("L", (300 * len(digits), 300), paper)
    for place, line in enumerate(digits):
        if not line:
            continue
        points = [(3 * x + 300 * place, 3 * y) for x, y in line]
        ImageDraw.Draw(picture).line(points, fill=ink, width=30, joint="curve")
    return picture


def squared(picture: Image.Image) -> Image.Image:
    """The same on squared paper under a shadow."""
    ruled = Image.new("L", picture.size, 225)
    for place in range(17, picture.width, 45):
        ImageDraw.Draw(ruled).line((place, 0, place, picture.height), fill=170, width=2)
        ImageDraw.Draw(ruled).line((0, place, picture.width, place), fill=170, width=2)
    light = np.linspace(1.0, 0.6, picture.width)[None, :]
    return Image.fromarray((np.minimum(np.asarray(ruled), np.asarray(picture)) * light).astype(np.uint8))


def answer(desktop: Desktop) -> str:
    return text(desktop, "predictedDigit")


@pytest.fixture
def put(qtbot: QtBot, desktop: Desktop, drop: Callable[[Desktop, Path], None], tmp_path: Path) -> Way:
    """Drops a picture on the window; returns the words under it when it is read."""

    def put_on_pad(picture: Image.Image) -> str:
        path = tmp_path / "photo.png"
        picture.save(path)
        drop(desktop, path)
        return wait_for_picture(qtbot, desktop)

    return put_on_pad


def pad_place(desktop: Desktop, x: float, y: float, widget: QWidget | None = None) -> QPoint:
    """A place given in shares of the pad, in pixels of the widget that lies over it."""
    square = desktop.window.draw_tab.pad.square()
    place = desktop.window.draw_tab.pad.mapTo(
        desktop.window, QPoint(round(square.left() + x * square.width()), round(square.top() + y * square.height()))
    )
    return (widget or desktop.window.draw_tab.pad).mapFrom(desktop.window, place)


def crop(qtbot: QtBot, desktop: Desktop, start: tuple[float, float], end: tuple[float, float]) -> None:
    click(qtbot, desktop, "cropPictureButton")
    frame = desktop.window.draw_tab.crop
    assert frame.isVisible()
    drag(qtbot, frame, [pad_place(desktop, *start, frame), pad_place(desktop, *end, frame)])


def test_a_photo_is_on_the_pad_and_each_digit_has_its_frame(desktop, put, told) -> None:
    assert not desktop.window.draw_tab.picture.isVisible()
    assert put(page(SEVEN, ONE)) == "photo.png: 2 digits"
    assert answer(desktop) == "71"
    assert desktop.drawing.sheet.opened.shown_colours.shape == (300, 600, 3)
    first, second = desktop.window.draw_tab.pad.boxes
    assert (first.answer, second.answer) == ("7", "1")
    assert first.box[2] < 140 < second.box[0], "the picture spans the pad from side to side"
    assert 70 <= first.box[1] < first.box[3] <= 210, "and lies in its middle"
    assert told == []


def test_the_ink_that_was_found_is_painted_over_the_picture(desktop, put) -> None:
    put(page(ONE))
    pad = desktop.window.draw_tab.pad
    image = pad.grab().toImage()
    ratio = pad.devicePixelRatioF()
    place = pad_place(desktop, 0.5, 0.5)
    colour = image.pixelColor(round(place.x() * ratio), round(place.y() * ratio))
    assert colour.blue() > colour.red() + 80, "ink is in the accent"
    paper = pad_place(desktop, 0.2, 0.5)
    assert image.pixelColor(round(paper.x() * ratio), round(paper.y() * ratio)).lightness() > 200


def test_a_number_on_squared_paper_is_read(desktop, put) -> None:
    put(squared(page(SEVEN, ONE, SEVEN)))
    assert answer(desktop) == "717"


def test_a_blank_sheet_says_so_without_a_dialog(desktop, put, told) -> None:
    assert put(Image.new("L", (400, 300), 230)).startswith("This picture is blank.")
    assert (answer(desktop), told) == ("", [])
    assert desktop.window.draw_tab.pad.boxes == ()
    assert not button(desktop, "resetPictureButton").isEnabled()


def test_the_lab_shows_and_reads_picture_and_strokes_together(qtbot, desktop, put) -> None:
    put(page(SEVEN, ONE))
    window, lab, drawing = desktop.window, desktop.lab.network, desktop.drawing
    window.tabs.setCurrentWidget(window.lab_tab)
    there, here = window.draw_tab.pad, window.lab_tab.pad
    qtbot.waitUntil(lambda: len(here.boxes) == 2, timeout=20_000)
    alone = desktop.reading.digit.image
    drawing.start_stroke(60, 140, width=8)  # a bar through the 7, drawn in the Lab
    drawing.extend_stroke(100, 140)
    drawing.finish_stroke()
    qtbot.waitUntil(lambda: desktop.reading.digit.image is not alone and here.boxes == there.boxes, timeout=20_000)
    assert here._opened is not None
    assert here._opened.is_same(there._opened)
    assert here._strokes == drawing.sheet.strokes
    image = desktop.reading.digit.image
    assert (image != alone).any(), "the answer is of both"
    qtbot.waitUntil(lambda: window.lab_tab.diagram._image is image, timeout=20_000)
    p = lab.edited.outputs(image.ravel())[-1].activations
    assert window.lab_tab.answer.text() == f"Reads {a_digit(int(p.argmax()))}, {p.max():.0%}"
    window.lab_tab.show_page(MATH_PAGE)
    window.lab_tab.mathematics.layer_chosen.emit("0")
    rows = window.lab_tab.mathematics.cells.model().rowCount()
    assert rows == (image > 0).sum() + 4, "a row for each pixel with ink, and activation, bias, z, sum"
    drawing.clear()
    qtbot.waitUntil(lambda: here._opened is None and here.boxes == (), timeout=20_000)


def test_a_tap_on_a_digit_chooses_it_and_draws_nothing(qtbot, desktop, put) -> None:
    put(page(SEVEN, ONE))
    before = desktop.drawing.sheet
    assert desktop.reading.chosen == 0
    qtbot.mouseClick(desktop.window.draw_tab.pad, Qt.MouseButton.LeftButton, pos=pad_place(desktop, 0.75, 0.5))
    assert desktop.reading.chosen == 1
    assert text(desktop, "answerWords").startswith("2nd digit")
    assert desktop.drawing.sheet.strokes == before.strokes == ()
    assert not desktop.pictures.is_running


def test_a_crop_is_read_alone_and_undo_brings_the_rest_back(qtbot, desktop, put) -> None:
    put(page(SEVEN, ONE))
    crop(qtbot, desktop, (0.5, 0.0), (1.0, 1.0))
    wait_for_picture(qtbot, desktop)
    assert answer(desktop) == "1"
    assert not button(desktop, "cropPictureButton").isChecked()
    assert 298 <= desktop.drawing.sheet.opened.shown_grey.shape[1] <= 302
    click(qtbot, desktop, "undoButton")
    wait_for_picture(qtbot, desktop)
    assert answer(desktop) == "71"


def test_a_crop_is_chosen_with_keys_alone(qtbot, desktop, put) -> None:
    put(page(SEVEN, ONE))
    desktop.window.draw_tab.pad.setFocus()
    qtbot.keyClick(desktop.window.draw_tab.pad, Qt.Key.Key_C)
    frame = desktop.window.draw_tab.crop
    qtbot.waitUntil(frame.hasFocus)
    for _ in range(11):
        qtbot.keyClick(frame, Qt.Key.Key_Right)
    qtbot.keyClick(frame, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(frame, Qt.Key.Key_Return)
    wait_for_picture(qtbot, desktop)
    assert answer(desktop) == "7"
    assert desktop.window.draw_tab.pad.hasFocus()
    qtbot.keyClick(desktop.window.draw_tab.pad, Qt.Key.Key_C)
    qtbot.keyClick(frame, Qt.Key.Key_Escape)
    assert not frame.isVisible()
    assert answer(desktop) == "7"


def test_a_picture_that_lies_on_its_side_is_turned(qtbot, desktop, put) -> None:
    put(page(SEVEN, ONE).transpose(Image.Transpose.ROTATE_90))
    click(qtbot, desktop, "turnRightPictureButton")
    wait_for_picture(qtbot, desktop)
    assert answer(desktop) == "71"
    click(qtbot, desktop, "turnLeftPictureButton")
    click(qtbot, desktop, "turnRightPictureButton")
    wait_for_picture(qtbot, desktop)
    assert answer(desktop) == "71"
    click(qtbot, desktop, "resetPictureButton")
    wait_for_picture(qtbot, desktop)
    assert desktop.drawing.sheet.opened.turns == 0


@pytest.mark.parametrize("turn", [Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270])
def test_a_turned_picture_offers_the_turn_that_makes_it_readable(qtbot, desktop, put, turn) -> None:
    put(page(SEVEN, ONE))
    assert not button(desktop, "turnSuggestion").isVisible()
    words = put(page(FIVE).transpose(turn))
    assert words == ("photo.png: 1 digit" if answer(desktop) != "?" else "photo.png: no digit")
    back = "right" if turn == Image.Transpose.ROTATE_90 else "left"
    assert button(desktop, "turnSuggestion").text() == f"Turned? It reads 5 when turned {back}"
    click(qtbot, desktop, "turnSuggestion")
    wait_for_picture(qtbot, desktop)
    assert answer(desktop) == "5"
    assert not button(desktop, "turnSuggestion").isVisible()
    click(qtbot, desktop, "undoButton")
    wait_for_picture(qtbot, desktop)
    assert button(desktop, "turnSuggestion").isVisible()


def test_paler_ink_is_found_with_the_slider_and_its_keys(qtbot, desktop, put) -> None:
    assert put(page(SEVEN, ink=195)).startswith("This picture is blank.")
    slider = desktop.window.findChild(QSlider, "inkSlider")
    slider.setFocus()
    for _ in range(4):
        qtbot.keyClick(slider, Qt.Key.Key_Right)
    desktop.window.draw_tab.pad.setFocus()
    for _ in range(6):
        qtbot.keyClick(desktop.window.draw_tab.pad, Qt.Key.Key_Plus)
    assert slider.value() == 10
    qtbot.waitUntil(lambda: answer(desktop) == "7")
    assert desktop.drawing.sheet.opened.more_ink == 1
    click(qtbot, desktop, "undoButton")
    assert slider.value() == 0, "all steps of the slider were one step of the drawing"
    assert wait_for_picture(qtbot, desktop).startswith("This picture is blank.")


def test_the_polarity_is_shown_and_can_be_changed(qtbot, desktop, put) -> None:
    put(ImageOps.invert(page(SEVEN)))
    assert answer(desktop) == "7"
    assert button(desktop, "invertPictureButton").isChecked()
    click(qtbot, desktop, "invertPictureButton")
    wait_for_picture(qtbot, desktop)
    assert desktop.drawing.sheet.opened.inverted is False
    assert answer(desktop) != "7"
    click(qtbot, desktop, "invertPictureButton")
    wait_for_picture(qtbot, desktop)
    assert answer(desktop) == "7"


def test_the_eraser_makes_paper_and_the_pen_ink(qtbot, desktop, put) -> None:
    put(page(SEVEN, ONE))
    click(qtbot, desktop, "eraserButton")
    pad = desktop.window.draw_tab.pad
    drag(qtbot, pad, [pad_place(desktop, 0.75, share) for share in np.linspace(0.25, 0.75, 12)])
    wait_for_picture(qtbot, desktop)
    assert answer(desktop) == "7"
    click(qtbot, desktop, "penButton")
    drag(qtbot, pad, [pad_place(desktop, 0.8, share) for share in np.linspace(0.32, 0.68, 12)])
    assert answer(desktop) == "7", "it is read when the pen has lifted"
    wait_for_picture(qtbot, desktop)
    assert answer(desktop) == "71"
    click(qtbot, desktop, "clearButton")
    qtbot.waitUntil(lambda: answer(desktop) == "")
    assert not desktop.window.draw_tab.picture.isVisible()


def test_strokes_stay_on_the_picture_when_it_is_turned_and_cropped(qtbot, desktop, put) -> None:
    put(page(SEVEN, ()))
    drag(qtbot, desktop.window.draw_tab.pad, [pad_place(desktop, 0.75, share) for share in np.linspace(0.32, 0.68, 12)])
    wait_for_picture(qtbot, desktop)
    assert answer(desktop) == "71"
    click(qtbot, desktop, "turnLeftPictureButton")
    click(qtbot, desktop, "turnLeftPictureButton")
    click(qtbot, desktop, "turnRightPictureButton")
    click(qtbot, desktop, "turnRightPictureButton")
    crop(qtbot, desktop, (0.5, 0.0), (1.0, 1.0))
    wait_for_picture(qtbot, desktop)
    assert answer(desktop) == "1"


def test_each_digit_is_kept_as_a_picture_under_its_label(qtbot, desktop, put) -> None:
    put(page(SEVEN, ONE))
    images = [digit.image for digit in desktop.reading.digits]
    click(qtbot, desktop, "itWas7")
    assert desktop.reading.chosen == 1
    click(qtbot, desktop, "itWas1")
    qtbot.waitUntil(lambda: not desktop.own_digits.is_running)
    assert desktop.drawing.sheet.is_empty, "all are kept"
    store = DrawingStore(my_digits_folder())
    kept = store.drawings(sorted(store.ids().tolist()))
    assert [drawing.label for drawing in kept] == [7, 1]
    assert [np.array_equal(drawing.image, image) for drawing, image in zip(kept, images, strict=True)] == [True] * 2


class Gate:
    """Holds up the decoding of a picture until it is opened."""

    def __init__(self, picture: Image.Image) -> None:
        self.opened = threading.Event()
        self.entered = threading.Event()
        self._picture = picture

    def decode(self) -> Image.Image:
        self.entered.set()
        assert self.opened.wait(20)
        return self._picture


def test_the_last_of_two_pictures_wins(qtbot, desktop, told) -> None:
    first, second = Gate(page(SEVEN)), Gate(page(ONE))
    desktop.pictures.open("first.png", first.decode)
    qtbot.waitUntil(first.entered.is_set)
    assert text(desktop, "pictureStatus") == "Opening first.png…"
    assert desktop.window.findChild(QProgressBar, "pictureProgress").isVisible()
    desktop.pictures.open("second.png", second.decode)
    assert not second.entered.is_set(), "one after the other"
    second.opened.set()
    first.opened.set()
    assert wait_for_picture(qtbot, desktop) == "second.png: 1 digit"
    assert answer(desktop) == "1"
    click(qtbot, desktop, "undoButton")
    assert desktop.drawing.sheet.is_empty, "the first never was on the pad"


def test_a_picture_opened_while_another_is_read_wins(qtbot, desktop, put, monkeypatch) -> None:
    reading, go_on = threading.Event(), threading.Event()
    read = PictureReader.read

    def slow(self: PictureReader, *arguments: object) -> object:
        reading.set()
        assert go_on.wait(20)
        return read(self, *arguments)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(picture_workers.PictureReader, "read", slow)
    desktop.pictures.open("first.png", lambda: page(SEVEN))
    qtbot.waitUntil(reading.is_set)
    assert text(desktop, "pictureStatus") == "Reading…"
    desktop.pictures.open("second.png", lambda: page(ONE))
    go_on.set()
    assert wait_for_picture(qtbot, desktop) == "second.png: 1 digit"
    assert answer(desktop) == "1"


def test_the_window_closes_in_the_middle_of_a_reading(qtbot, desktop, told) -> None:
    gate = Gate(page(SEVEN))
    desktop.pictures.open("slow.png", gate.decode)
    qtbot.waitUntil(gate.entered.is_set)
    desktop.window.close()
    assert desktop.window.isVisible(), "until the worker has ended"
    gate.opened.set()
    qtbot.waitUntil(lambda: not desktop.window.isVisible())
    assert not desktop.pictures.is_running
    assert desktop.drawing.sheet.is_empty
    assert told == []


def test_a_picture_of_12_megapixels_is_opened_and_read_outside_the_windows_thread(
    qtbot, desktop, put, monkeypatch
) -> None:
    threads: dict[str, int] = {}
    for name in ("grey_of", "PictureReader"):
        original = getattr(picture_workers, name)

        def noted(*arguments: object, called: str = name, real: Callable[..., object] = original) -> object:
            threads[called] = threading.get_ident()
            return real(*arguments)

        if name == "grey_of":
            monkeypatch.setattr(picture_workers, name, noted)
        else:
            read = PictureReader.read
            monkeypatch.setattr(PictureReader, "read", lambda *all_, read=read: noted(*all_, real=read))
    put(page(SEVEN, ONE).resize((4000, 3000)).convert("RGB"))
    assert answer(desktop) == "71"
    assert set(threads) == {"grey_of", "PictureReader"}
    assert threading.get_ident() not in threads.values()


def test_names_of_files_are_plain_and_short(qtbot, desktop, told) -> None:
    desktop.pictures.open("<b>" + "x" * 80 + ".png", lambda: page(ONE))
    words = wait_for_picture(qtbot, desktop)
    assert words.startswith("<b>xxx")
    assert len(words) < 50
    assert desktop.window.draw_tab.picture.status.textFormat() == Qt.TextFormat.PlainText


def test_another_network_reads_the_picture_again(qtbot, desktop, put) -> None:
    put(page(SEVEN))
    before = desktop.reading.picture
    small = load_weights(small_weights("relu"))
    desktop.session.use_new(small.network, small.card)
    qtbot.waitUntil(lambda: desktop.reading.picture is not before)
    assert answer(desktop) == "7"


STEPS = ("upright", "grey", "paper", "polarity", "ink", "kept", "digits", "images")


def shown_on_pad(desktop: Desktop) -> np.ndarray:
    """The colours of the pad as they are painted, shape (height, width, 3)."""
    image = desktop.window.draw_tab.pad.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).astype(int)


def has_accent(colours: np.ndarray) -> bool:
    """Whether anything on the pad, away from its edge, is blue: found ink, or a chosen frame."""
    inner = colours[9:-9, 9:-9]
    return bool((inner[..., 2] > inner[..., 0] + 80).any())


def test_the_steps_of_a_picture_are_chosen_and_shown_on_the_pad(qtbot, desktop, put) -> None:
    click(qtbot, desktop, "stepsSegment")
    assert not button(desktop, "stepsPictureSegment").isVisible(), "without a picture there are only those of a digit"
    put(squared(page(SEVEN, ONE)))
    qtbot.waitUntil(lambda: button(desktop, "stepsPictureSegment").isVisible())
    tiles = [button(desktop, f"{name}PictureStep") for name in STEPS]
    assert [tile.isChecked() for tile in tiles] == [True] + 7 * [False]
    assert all(tile.accessibleDescription() for tile in tiles)
    assert text(desktop, "pictureStepWords") == "The picture, 600 × 300 pixels."
    assert has_accent(shown_on_pad(desktop))
    for name, words in (("paper", "paper alone"), ("kept", "2 pieces of ink kept"), ("digits", "2 digits.")):
        click(qtbot, desktop, f"{name}PictureStep")
        assert words in text(desktop, "pictureStepWords")
        assert not has_accent(shown_on_pad(desktop)), "the step alone"
    qtbot.keyClick(button(desktop, "digitsPictureStep"), Qt.Key.Key_Left)
    assert button(desktop, "keptPictureStep").isChecked()
    click(qtbot, desktop, "answerSegment")
    assert has_accent(shown_on_pad(desktop)), "the picture again"


def test_keys_show_a_picture_larger_and_move_it(qtbot, desktop, put) -> None:
    put(page(SEVEN, ONE))
    pad = desktop.window.draw_tab.pad
    pad.setFocus()
    qtbot.keyClick(pad, Qt.Key.Key_Z)
    qtbot.keyClick(pad, Qt.Key.Key_Z)
    assert pad.zoom.factor > 1.5
    left = pad.square().left()
    qtbot.keyClick(pad, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert pad.square().left() < left
    qtbot.keyClick(pad, Qt.Key.Key_F)
    assert pad.square() == pad.paper()
    qtbot.keyClick(pad, Qt.Key.Key_F, Qt.KeyboardModifier.ShiftModifier)
    assert pad.square().width() * pad.devicePixelRatioF() == pytest.approx(max(600, pad.paper().width()), abs=1)
    click(qtbot, desktop, "cropPictureButton")
    assert pad.square() == pad.paper(), "the whole picture is cropped"


def test_a_step_is_left_out_with_its_switch_and_the_answer_follows(qtbot, desktop, put) -> None:
    put(ImageOps.invert(page(SEVEN, ONE)))
    assert answer(desktop) == "71"
    click(qtbot, desktop, "stepsSegment")
    qtbot.waitUntil(lambda: button(desktop, "digitsPictureStep").isVisible())
    click(qtbot, desktop, "digitsPictureStep")
    click(qtbot, desktop, "digitsPictureSwitch")
    wait_for_picture(qtbot, desktop)
    qtbot.waitUntil(lambda: text(desktop, "pictureStepWords") == "Left out: all ink counts as one digit.")
    assert button(desktop, "digitsPictureStep").isChecked(), "what was looked at stays in sight"
    assert len(desktop.window.draw_tab.pad.boxes) == 1
    click(qtbot, desktop, "polarityPictureSwitch")
    wait_for_picture(qtbot, desktop)
    assert len(desktop.window.draw_tab.pad.boxes) != 2
    click(qtbot, desktop, "resetPictureButton")
    wait_for_picture(qtbot, desktop)
    assert answer(desktop) == "71"
    qtbot.waitUntil(lambda: button(desktop, "digitsPictureSwitch").isChecked())
    assert button(desktop, "polarityPictureSwitch").isChecked()


def test_the_steps_of_one_digit_of_a_picture_end_in_its_answer(qtbot, desktop, put) -> None:
    put(page(SEVEN, ONE))
    click(qtbot, desktop, "stepsSegment")
    click(qtbot, desktop, "stepsDigitSegment")
    assert text(desktop, "stepsWords").startswith("read as 7")
    qtbot.mouseClick(desktop.window.draw_tab.pad, Qt.MouseButton.LeftButton, pos=pad_place(desktop, 0.75, 0.5))
    qtbot.waitUntil(lambda: text(desktop, "stepsWords").startswith("read as 1"))
    click(qtbot, desktop, "whySegment")
    assert text(desktop, "whyTitle") == "Why 1?"


def test_drawing_over_a_step_shows_the_picture(qtbot, desktop, put) -> None:
    put(page(SEVEN, ()))
    click(qtbot, desktop, "stepsSegment")
    qtbot.waitUntil(lambda: button(desktop, "inkPictureStep").isVisible())
    click(qtbot, desktop, "inkPictureStep")
    pad = desktop.window.draw_tab.pad
    drag(qtbot, pad, [pad_place(desktop, 0.75, share) for share in np.linspace(0.32, 0.68, 12)])
    assert has_accent(shown_on_pad(desktop))
    wait_for_picture(qtbot, desktop)
    qtbot.waitUntil(lambda: button(desktop, "uprightPictureStep").isChecked())
    assert answer(desktop) == "71"


def test_a_blank_picture_has_the_steps_that_it_reached(qtbot, desktop, put) -> None:
    click(qtbot, desktop, "stepsSegment")
    put(Image.new("L", (400, 300), 230))
    qtbot.waitUntil(lambda: button(desktop, "inkPictureStep").isVisible())
    click(qtbot, desktop, "inkPictureStep")
    assert text(desktop, "pictureStepWords") == "This picture is blank."
    click(qtbot, desktop, "clearButton")
    qtbot.waitUntil(lambda: not button(desktop, "inkPictureStep").isVisible())
