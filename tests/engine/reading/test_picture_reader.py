"""Pictures as people have them, each cause of a wrong answer by itself, read by the bundled network."""

import os
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from generators.pictures import BLANKS, SIDE, drawn, photo, picture_of
from generators.surfaces import SURFACES, surface
from mlp_engine import load_weights
from mlp_engine.errors import InkError
from mlp_engine.files.resources import bundled_weights
from mlp_engine.ink import open_picture
from mlp_engine.reading import PictureReader, ReadPicture

SEED = 4


@pytest.fixture(scope="module")
def reader() -> PictureReader:
    bundled = load_weights(bundled_weights())
    return PictureReader(bundled.network, bundled.reject)


def sheet(label: int, pen: float = 0.1) -> NDArray[np.float64]:
    """A digit that the network reads on clean paper, 0 for paper and 1 for ink."""
    return drawn([label], np.random.default_rng((SEED, label)), pen=pen)


def clean(label: int, pen: float = 0.1) -> Image.Image:
    return Image.fromarray((255 * (1 - sheet(label, pen))).astype(np.uint8))


def with_offset(picture: Image.Image) -> Image.Image:
    """A crop of 28 pixels whose paper is grey and slopes: an offset that must not count as noise."""
    small = np.asarray(picture.resize((28, 28), Image.Resampling.BOX), dtype=float)
    slope = np.linspace(0, 18, 28)[None, :]
    return Image.fromarray((150 + 0.35 * small - slope).astype(np.uint8))


def in_a_frame(picture: Image.Image) -> Image.Image:
    framed = picture.copy()
    ImageDraw.Draw(framed).rectangle((8, 8, picture.width - 9, picture.height - 9), outline=0, width=6)
    return framed


def beside_a_table_edge(picture: Image.Image) -> Image.Image:
    edged = picture.copy()
    edged.paste(40, (0, 0, 14, SIDE))
    return edged


def with_specks(picture: Image.Image) -> Image.Image:
    dirty = picture.copy()
    for x, y in ((20, 24), (290, 30), (30, 280), (300, 300)):
        ImageDraw.Draw(dirty).ellipse((x, y, x + 3, y + 3), fill=0)
    return dirty


def on_squared_paper(picture: Image.Image) -> Image.Image:
    squared = picture.copy()
    draw = ImageDraw.Draw(squared)
    for place in range(20, squared.width, 40):
        draw.line((place, 0, place, SIDE), fill=120, width=2)
        draw.line((0, place, squared.width, place), fill=120, width=2)
    return Image.fromarray(np.minimum(np.asarray(squared), np.asarray(picture)))


def light_in_a_thin_frame(picture: Image.Image) -> Image.Image:
    """Light on dark with a light frame at the very edge, which by itself looks like paper."""
    dark = ImageOps.invert(picture)
    ImageDraw.Draw(dark).rectangle((0, 0, dark.width - 1, dark.height - 1), outline=255, width=3)
    return dark


def blurred(picture: Image.Image) -> Image.Image:
    small = picture.resize((54, 54), Image.Resampling.BOX)
    return Image.fromarray(np.asarray(small.resize((14, 14), Image.Resampling.BOX))).resize((54, 54))


def white_on_transparent(picture: Image.Image) -> Image.Image:
    ink = Image.new("RGBA", picture.size, (255, 255, 255, 0))
    ink.putalpha(ImageOps.invert(picture))
    return ink


def black_on_transparent(picture: Image.Image) -> Image.Image:
    ink = Image.new("LA", picture.size, (0, 0))
    ink.putalpha(ImageOps.invert(picture))
    return ink


def dark_window_in_a_clear_margin(picture: Image.Image) -> Image.Image:
    """A window's picture with its shadow around it: light on dark, and transparent up to the edge."""
    window = Image.eval(ImageOps.invert(picture), lambda level: 40 + level * 3 // 4).convert("RGBA")
    whole = Image.new("RGBA", (picture.width + 60, picture.height + 60), (0, 0, 0, 0))
    ImageDraw.Draw(whole).rectangle((20, 20, whole.width - 20, whole.height - 20), fill=(0, 0, 0, 90))
    whole.paste(window, (30, 30))
    return whole


def on_a_dark_table(picture: Image.Image) -> Image.Image:
    """A sheet that lies aslant on an evenly dark table, which is most of the picture's edge."""
    lying = Image.new("L", (2 * SIDE, 2 * SIDE), 50)
    lying.paste(Image.eval(picture, lambda level: level * 9 // 10), (SIDE // 2, SIDE // 2))
    return lying.rotate(7, Image.Resampling.BICUBIC, fillcolor=50)


def in_yellow(picture: Image.Image) -> Image.Image:
    """Yellow ink on white, which is hardly darker than the paper."""
    return ImageOps.colorize(picture, (250, 230, 40), (255, 255, 255))


def in_a_ring(picture: Image.Image) -> Image.Image:
    """A circle drawn around the digit."""
    wide = ImageOps.expand(picture, 60, 255)
    ImageDraw.Draw(wide).ellipse((40, 40, wide.width - 40, wide.height - 40), outline=0, width=10)
    return wide


def underlined(picture: Image.Image) -> Image.Image:
    left, _, right, bottom = ImageOps.invert(picture).getbbox() or (0, 0, 0, 0)
    ImageDraw.Draw(picture).line((left - 10, bottom + 22, right + 10, bottom + 18), fill=0, width=8)
    return picture


def in_red_between_dark_lines(picture: Image.Image) -> Image.Image:
    """A cell of a table: its lines are darker than the digit, and so thick that they pass for dark paper."""
    cell = ImageOps.colorize(picture, (215, 80, 80), (185, 175, 170)).resize((60, 60))
    table = Image.new("RGB", (86, 86), (185, 175, 170))
    table.paste(cell, (13, 13))
    draw = ImageDraw.Draw(table)
    for place in (9, 77):
        draw.line((0, place, 86, place), fill=(60, 60, 60), width=5)
        draw.line((place, 0, place, 86), fill=(60, 60, 60), width=5)
    return table.filter(ImageFilter.GaussianBlur(0.8))


def on_a_dark_badge(picture: Image.Image) -> Image.Image:
    """A light digit on a dark square on white paper: the paper is not what the digit lies on."""
    return ImageOps.expand(Image.eval(ImageOps.invert(picture), lambda level: 30 + level * 7 // 8), 60, 255)


def on_a_dark_disc(picture: Image.Image) -> Image.Image:
    """A light digit on a round sign, which could pass for a 0 with an odd hole."""
    sign = Image.new("L", (480, 480), 250)
    ImageDraw.Draw(sign).ellipse((50, 50, 430, 430), fill=70)
    sign.paste(250, (120, 120), ImageOps.invert(picture.resize((240, 240))))
    return sign


CAUSES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "as it is": lambda picture: picture,
    "offset in a small crop": with_offset,
    "frame": in_a_frame,
    "edge": beside_a_table_edge,
    "specks": with_specks,
    "squared paper": on_squared_paper,
    "light in a thin frame": light_in_a_thin_frame,
    "blur": blurred,
    "on a dark table": on_a_dark_table,
    "yellow": in_yellow,
    "white on transparent": white_on_transparent,
    "black on transparent": black_on_transparent,
    "dark window in a clear margin": dark_window_in_a_clear_margin,
    "ring": in_a_ring,
    "underlined": underlined,
    "red between dark lines": in_red_between_dark_lines,
    "on a dark badge": on_a_dark_badge,
    "on a dark disc": on_a_dark_disc,
}


@pytest.mark.parametrize("cause", CAUSES)
def test_each_cause_is_overcome(reader: PictureReader, cause: str) -> None:
    labels = (0, 2, 3, 6, 8)
    assert [reader.read(CAUSES[cause](clean(label))).text for label in labels] == list(map(str, labels))


def test_digits_in_boxes_that_share_their_sides_are_read_without_them(reader: PictureReader) -> None:
    form = Image.new("L", (3 * 130 + 80, 210), 250)
    for place, label in enumerate((3, 6, 2)):
        left = 40 + 130 * place
        form.paste(clean(label).resize((120, 120)), (left + 5, 45))
        ImageDraw.Draw(form).rectangle((left, 40, left + 130, 170), outline=60, width=3)
    assert reader.read(form).text == "362"


def test_a_light_digit_on_a_dark_board_is_no_sheet(reader: PictureReader) -> None:
    for label in (0, 6, 8):
        board = ImageOps.expand(ImageOps.invert(clean(label, 0.2)), 100, 0)
        assert reader.read(board).text == str(label)
        assert reader.read(board).steps.paper.inverted


def boxes_in_order(read: ReadPicture) -> bool:
    return all(a.box[2] <= b.box[0] for row in read.rows for a, b in pairwise(row))


def test_rows_of_digits_are_read_in_order_with_their_boxes(reader: PictureReader) -> None:
    page = Image.new("L", (2 * SIDE, 2 * SIDE), 255)
    for place, label in enumerate((3, 6, 2, 8)):
        page.paste(clean(label).resize((SIDE, SIDE)), (place % 2 * SIDE, place // 2 * SIDE))
    read = reader.read(page)
    assert read.text == "36\n28"
    assert boxes_in_order(read)
    for place, digit in enumerate(read.digits):
        left, top, right, bottom = digit.box
        assert place % 2 * SIDE <= left < right <= (place % 2 + 1) * SIDE
        assert place // 2 * SIDE <= top < bottom <= (place // 2 + 1) * SIDE


def test_a_number_cut_tightly_keeps_all_its_digits(reader: PictureReader) -> None:
    number = drawn([3, 0, 8], np.random.default_rng(3), pen=0.1)
    rows, columns = np.nonzero(number > 0.3)
    tight = number[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    assert len(reader.read(photo(tight, np.random.default_rng(0))).digits) == 3


def test_a_broken_digit_is_one(reader: PictureReader) -> None:
    broken = clean(6)
    ImageDraw.Draw(broken).rectangle((0, 120, SIDE, 123), fill=255)
    assert reader.read(broken).text == "6"


def test_a_broken_digit_cut_tightly_is_one(reader: PictureReader) -> None:
    """Its pieces touch the edges, and one of them reaches along most of them: it is no frame."""
    four = Image.new("L", (150, 200), 255)
    draw = ImageDraw.Draw(four)
    draw.line((46, 0, 8, 118), fill=0, width=18)
    draw.line((0, 126, 149, 120), fill=0, width=18)
    draw.line((100, 40, 104, 199), fill=0, width=18)
    ImageDraw.Draw(four).line((0, 108, 40, 112), fill=255, width=5)
    read = reader.read(four)
    assert len(read.digits) == 1
    assert read.steps.pieces.kept.all()


def test_an_open_arc_is_no_ring_around_a_stroke(reader: PictureReader) -> None:
    """A 0 in two strokes: both are kept."""
    zero = Image.new("L", (SIDE, SIDE), 255)
    draw = ImageDraw.Draw(zero)
    draw.arc((90, 50, 230, 270), 70, 290, fill=0, width=10)
    draw.arc((80, 50, 220, 270), 305, 55, fill=0, width=10)
    read = reader.read(zero)
    assert len(read.digits) == 1
    assert set(read.steps.pieces.fates) == {"kept"}


def test_rings_that_nearly_touch_above_each_other_are_one_digit(reader: PictureReader) -> None:
    eight = Image.new("L", (SIDE, SIDE), 255)
    draw = ImageDraw.Draw(eight)
    draw.ellipse((120, 60, 200, 146), outline=0, width=12)
    draw.ellipse((105, 153, 205, 259), outline=0, width=12)
    assert reader.read(eight).text == "8"


def accepted(reader: PictureReader, picture: Image.Image) -> bool:
    try:
        return any(not digit.refused for digit in reader.read(picture).digits)
    except InkError:
        return False


@pytest.mark.parametrize("kind", BLANKS)
def test_hardly_any_blank_paper_answers(reader: PictureReader, kind: str) -> None:
    assert sum(accepted(reader, picture_of(kind, place, SEED)[0]) for place in range(8)) <= 1


@pytest.mark.parametrize("kind", SURFACES)
def test_hardly_any_surface_without_a_digit_answers(reader: PictureReader, kind: str) -> None:
    assert sum(accepted(reader, surface(kind, place, SEED)) for place in range(3)) <= 1


def test_clean_blank_paper_is_called_blank(reader: PictureReader) -> None:
    with pytest.raises(InkError, match=r"^This picture is blank\.$"):
        reader.read(Image.new("RGB", (300, 200), (240, 235, 220)))


@pytest.fixture(scope="module")
def cases() -> Path:
    """The folder of pictures that people sent, which are not part of the repository."""
    named = os.environ.get("MLP_SHARED_DATA")
    folder = Path(named).resolve().parent / "cases" / "files" / "pictures" if named else None
    if folder is None or not folder.is_dir():
        pytest.skip("MLP_SHARED_DATA must name a folder beside which lies cases/files/pictures.")
    return folder


SENT = ("6_noisy_28x28.png", "6_white_on_transparent.png", "6_in_a_frame.png")


def test_pictures_that_people_sent_show_the_same_digit(reader: PictureReader, cases: Path) -> None:
    """A square six under noise, in white on nothing, and in a frame: one digit each, and nearly the same image."""
    images = []
    for name in SENT:
        (digit,) = reader.read(open_picture(cases / name)).digits
        images.append(digit.image.ravel().astype(float))
    for image in images[1:]:
        assert np.corrcoef(images[0], image)[0, 1] > 0.8


@pytest.mark.parametrize("name", SENT)
def test_pictures_that_people_sent_are_read(reader: PictureReader, cases: Path, name: str) -> None:
    assert reader.read(open_picture(cases / name)).text == "6"


def test_ink_too_pale_to_count_is_read_when_more_ink_is_asked_for(reader: PictureReader) -> None:
    faint = photo(sheet(7), np.random.default_rng(1), ink=195.0, noise=0.5)
    with pytest.raises(InkError, match="blank"):
        reader.read(faint)
    assert reader.read(faint, more_ink=1.0).text == "7"


def test_pale_ink_beside_dark_ink_is_left_out_when_less_ink_is_asked_for(reader: PictureReader) -> None:
    dark, pale = (np.asarray(clean(label), float) for label in (7, 2))
    both = Image.fromarray(np.concatenate((dark, 130 + 125 * pale / 255), axis=1).astype(np.uint8))
    assert reader.read(both).text == "72"
    assert reader.read(both, more_ink=-1.0).text == "7"


def test_the_polarity_that_is_asked_for_counts(reader: PictureReader) -> None:
    chalk = light_in_a_thin_frame(clean(3))
    assert reader.read(chalk, inverted=True).text == "3"
    dark = reader.read(chalk, inverted=False)
    assert not dark.steps.paper.inverted
    assert dark.text != "3"


def test_each_digit_has_the_part_that_it_was_cut_out_as(reader: PictureReader) -> None:
    (digit,) = reader.read(clean(2)).digits
    assert digit.part.image is digit.image
    assert digit.part.box == tuple(round(place) for place in digit.box)
