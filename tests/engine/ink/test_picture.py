"""Pictures to ink: modes, polarity, light, noise and pens."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageOps

from mlp_engine.datasets.idx import load_idx_folder
from mlp_engine.errors import InkError
from mlp_engine.ink import (
    Strokes,
    blur,
    digit_image,
    digit_image_from_picture,
    digit_image_from_strokes,
    digit_image_of_picture,
    ink_from_picture,
    open_picture,
)
from mlp_engine.ink.contrast import noise_of
from mlp_engine.ink.lying_sheet import is_sheet
from mlp_engine.ink.picture import WORKING_SIDE, picture_steps
from mlp_engine.ink.pieces import pieces_of


def drawn(strokes: Strokes, pen: int, side: int = 280, paper: int = 255, ink: int = 0) -> Image.Image:
    """The strokes on a square sheet with a pen of a given width, as a paint program draws them."""
    image = Image.new("L", (side, side), paper)
    draw = ImageDraw.Draw(image)
    scale, radius = side / 220, pen / 2
    for stroke in strokes:
        points = [(x * scale + side / 8, y * scale) for x, y in stroke]
        draw.line(points, fill=ink, width=pen)
        if pen > 2:
            for x, y in points:
                draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=ink)
    return image


def photographed(picture: Image.Image, rng: np.random.Generator) -> Image.Image:
    """The picture under light that falls off to a corner, with a shadow's edge across it and a camera's noise."""
    levels = np.asarray(picture, dtype=float)
    y, x = np.mgrid[0 : levels.shape[0], 0 : levels.shape[1]] / levels.shape[0]
    light = 0.95 - 0.35 * x - 0.15 * y
    light *= 1 - 0.2 / (1 + np.exp(-30 * (x + y - 0.9)))
    noisy = levels * light + rng.normal(0, 4, levels.shape)
    return Image.fromarray(noisy.clip(0, 255).astype(np.uint8))


def difference(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> float:
    """Share of ink that is not the same."""
    return float(np.abs(a.astype(float) - b).sum() / a.sum())


def seen(picture: Image.Image) -> NDArray[np.uint8]:
    return digit_image_of_picture(picture)


@pytest.fixture
def sheet(seven: Strokes) -> Image.Image:
    return drawn(seven, pen=20)


def test_a_clean_drawing_is_seen_as_its_strokes_are(seven: Strokes, sheet: Image.Image) -> None:
    assert difference(digit_image_from_strokes(seven), seen(sheet)) < 0.2


def test_ink_keeps_the_frame_of_the_picture(sheet: Image.Image) -> None:
    ink = ink_from_picture(sheet)
    assert ink.shape == (280, 280)
    assert ink.dtype == np.uint8
    assert np.array_equal(ink, 255 - np.asarray(sheet))


def test_a_large_picture_is_reduced(sheet: Image.Image) -> None:
    assert ink_from_picture(sheet.resize((1500, 3000))).shape == (600, 300)


def test_the_picture_handed_in_is_left_alone(sheet: Image.Image) -> None:
    large = sheet.resize((900, 900))
    before = large.tobytes()
    ink_from_picture(large)
    assert large.size == (900, 900)
    assert large.tobytes() == before


def test_light_on_dark_is_seen_as_dark_on_light(sheet: Image.Image) -> None:
    assert np.array_equal(seen(ImageOps.invert(sheet)), seen(sheet))


def test_pale_ink_on_grey_paper_is_seen_as_black_on_white(seven: Strokes, sheet: Image.Image) -> None:
    assert difference(seen(sheet), seen(drawn(seven, pen=20, paper=200, ink=140))) < 0.05


@pytest.mark.parametrize("pen", [1, 2, 4, 26])
def test_hairline_and_marker_are_seen_alike(seven: Strokes, sheet: Image.Image, pen: int) -> None:
    assert difference(seen(sheet), seen(drawn(seven, pen=pen))) < 0.35


def test_a_hairline_is_nearly_lost_without_the_pen(seven: Strokes) -> None:
    hairline = 255 - np.asarray(drawn(seven, pen=1))
    assert seen(Image.fromarray(255 - hairline)).sum() > 2 * digit_image(hairline).sum()


def test_a_hairline_survives_a_large_scan(seven: Strokes, sheet: Image.Image) -> None:
    assert difference(seen(sheet), seen(drawn(seven, pen=4, side=2400))) < 0.35


@pytest.mark.parametrize("ink", [0, 120])
def test_a_line_of_one_pixel_on_a_large_canvas_is_ink(seven: Strokes, sheet: Image.Image, ink: int) -> None:
    assert difference(seen(sheet), seen(drawn(seven, pen=1, side=590, ink=ink))) < 0.35


@pytest.mark.parametrize("pen", [3, 20])
def test_a_photo_is_seen_as_the_drawing_is(seven: Strokes, sheet: Image.Image, pen: int) -> None:
    photo = photographed(drawn(seven, pen=pen, side=280, ink=70), np.random.default_rng(5))
    assert difference(seen(sheet), seen(photo)) < 0.35


def test_dust_does_not_count(sheet: Image.Image) -> None:
    dusty = sheet.copy()
    for x, y in ((10, 12), (265, 30), (20, 268), (250, 255)):
        dusty.putpixel((x, y), 0)
    assert np.array_equal(seen(dusty), seen(sheet))


def test_jpeg_noise_does_not_count(sheet: Image.Image) -> None:
    buffer = BytesIO()
    sheet.save(buffer, "JPEG", quality=40)
    assert difference(seen(sheet), seen(Image.open(buffer))) < 0.15


def as_transparent(sheet: Image.Image) -> Image.Image:
    """Black ink on nothing, which is black, too, where it is looked at without its transparency."""
    clear = Image.new("RGBA", sheet.size, (0, 0, 0, 0))
    clear.putalpha(ImageOps.invert(sheet))
    return clear


def as_palette(sheet: Image.Image) -> Image.Image:
    """A palette whose paper is a black that is marked as transparent."""
    palette = Image.fromarray((np.asarray(sheet) < 128).astype(np.uint8), "P")
    palette.putpalette([0, 0, 0, 0, 0, 60])
    palette.info["transparency"] = 0
    return palette


def as_16_bits(sheet: Image.Image) -> Image.Image:
    return Image.fromarray(np.asarray(sheet).astype(np.uint16) * 257)


def as_faint_16_bits(sheet: Image.Image) -> Image.Image:
    return Image.fromarray(np.asarray(sheet).astype(np.uint16) * 100 + 20_000)


def as_12_bits(sheet: Image.Image) -> Image.Image:
    """Of a scanner or a microscope, in 16 bits of which the upper four are 0."""
    return Image.fromarray(np.asarray(sheet).astype(np.uint16) * 16)


def as_shares(sheet: Image.Image) -> Image.Image:
    return Image.fromarray(np.asarray(sheet).astype(np.float32) / 255)


@pytest.mark.parametrize(
    ("convert", "suffix"),
    [
        (as_transparent, "png"),
        (as_palette, "png"),
        (as_16_bits, "png"),
        (as_faint_16_bits, "png"),
        (lambda sheet: sheet.convert("CMYK"), "jpg"),
        (lambda sheet: sheet.convert("RGB"), "bmp"),
        (lambda sheet: sheet.convert("1"), "png"),
        (lambda sheet: sheet.convert("LA"), "png"),
        (lambda sheet: sheet.convert("P"), "png"),
        (lambda sheet: sheet.convert("P"), "gif"),
        (lambda sheet: sheet.convert("RGB"), "webp"),
        (as_transparent, "webp"),
        (lambda sheet: sheet.convert("CMYK"), "tif"),
        (as_16_bits, "tif"),
        (as_12_bits, "tif"),
        (as_shares, "tif"),
        (lambda sheet: sheet.convert("I"), "tif"),
    ],
    ids=[
        "RGBA",
        "transparent palette",
        "16 bits",
        "faint 16 bits",
        "CMYK",
        "RGB",
        "1 bit",
        "LA",
        "palette",
        "GIF",
        "WebP",
        "transparent WebP",
        "CMYK TIFF",
        "16-bit TIFF",
        "12 bits",
        "shares from 0 to 1",
        "8 bits in 32",
    ],
)
def test_every_mode_is_seen_alike(
    sheet: Image.Image, convert: Callable[[Image.Image], Image.Image], suffix: str, tmp_path: Path
) -> None:
    path = tmp_path / f"digit.{suffix}"
    convert(sheet).save(path)
    assert difference(seen(sheet), digit_image_from_picture(path)) < 0.1


def test_the_first_frame_of_several_is_read(sheet: Image.Image, tmp_path: Path) -> None:
    path = tmp_path / "digit.gif"
    sheet.save(path, save_all=True, append_images=[ImageOps.mirror(sheet), ImageOps.flip(sheet)])
    assert difference(seen(sheet), digit_image_from_picture(path)) < 0.1


def test_digit_image_from_picture_opens_it_first(sheet: Image.Image, tmp_path: Path) -> None:
    path = tmp_path / "digit.png"
    sheet.save(path)
    assert np.array_equal(digit_image_from_picture(path), digit_image_of_picture(open_picture(path)))


def blank_paper(grain: float) -> Image.Image:
    noise = np.random.default_rng(2).normal(0, grain, (300, 200))
    return Image.fromarray((215 + noise).clip(0, 255).astype(np.uint8))


@pytest.mark.parametrize(
    "picture",
    [Image.new("L", (280, 280), 255), Image.new("L", (280, 280), 0), Image.new("L", (1, 1)), Image.new("LA", (50, 60))]
    + [blank_paper(grain) for grain in (1, 4, 8)],
)
def test_a_blank_picture_is_refused(picture: Image.Image) -> None:
    with pytest.raises(InkError, match=r"^This picture is blank\.$"):
        ink_from_picture(picture)


def test_a_digit_cut_out_without_a_margin_is_seen_whole(sheet: Image.Image) -> None:
    box = ImageOps.invert(sheet).getbbox()
    assert difference(seen(sheet), seen(sheet.crop(box))) < 0.1


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP"])
def test_mnist_from_files_is_nearly_mnist(shared_data: Path, kind: str) -> None:
    images = load_idx_folder(shared_data / "mnist", "test").inputs[:200].reshape(-1, 28, 28)
    changes = []
    for image in images:
        buffer = BytesIO()
        Image.fromarray(image).save(buffer, kind)
        changes.append(np.abs(seen(Image.open(buffer)).astype(float) - image).mean())
    assert np.mean(changes) < (4 if kind == "JPEG" else 1.5)


def test_the_thinnest_digits_of_mnist_are_not_retraced(shared_data: Path) -> None:
    images = load_idx_folder(shared_data / "mnist", "test").inputs.reshape(-1, 28, 28)
    thinnest = images[np.argsort(images.sum(axis=(1, 2)))[:50]]
    changes = [difference(image, seen(Image.fromarray(image))) for image in thinnest]
    assert np.median(changes) < 0.1
    for image in thinnest:
        assert seen(Image.fromarray(image)).sum() < 1.3 * image.sum()  # the pen would more than double it


def under_a_shadow(levels: NDArray[np.float64], rng: np.random.Generator) -> Image.Image:
    """The picture in light that falls off, with the soft edge of a deep shadow from one side to the next."""
    side = len(levels)
    y, x = np.mgrid[0:side, 0:side] / side
    light = (1 - 0.3 * y) * (1 - 0.5 / (1 + np.exp(30 * (x + 0.7 * y - 0.6))))
    return Image.fromarray((levels * light + rng.normal(0, 3, levels.shape)).clip(0, 255).astype(np.uint8))


@pytest.mark.parametrize("turns", range(4))
def test_a_shadow_is_no_ink(turns: int) -> None:
    shadowed = np.asarray(under_a_shadow(np.full((320, 320), 225.0), np.random.default_rng(turns)))
    with pytest.raises(InkError, match="blank"):
        picture_steps(Image.fromarray(np.ascontiguousarray(np.rot90(shadowed, turns))))


def test_ink_in_a_shadow_stays_ink(seven: Strokes, sheet: Image.Image) -> None:
    page = np.asarray(drawn(seven, pen=20, paper=225, ink=60), dtype=float)
    assert difference(seen(sheet), seen(under_a_shadow(page, np.random.default_rng(0)))) < 0.2


@pytest.mark.parametrize(
    ("hole", "sheet"),
    [
        ((90, 90, 150, 150), False),
        ((60, 60, 180, 180), False),
        ((115, 70, 125, 170), True),
        ((118, 119, 122, 121), False),
    ],
    ids=["a bold 0", "a 0", "a 1 on a disc", "a speck"],
)
def test_a_disc_with_a_hole_is_a_sheet_unless_it_may_be_a_0(hole: tuple[int, int, int, int], sheet: bool) -> None:
    disc = Image.new("1", (240, 240))
    ImageDraw.Draw(disc).ellipse((20, 20, 220, 220), fill=1)
    ImageDraw.Draw(disc).ellipse(hole, fill=0)
    assert is_sheet(np.asarray(disc)) == sheet


def test_noise_counts_more_where_there_is_less_light() -> None:
    rng = np.random.default_rng(3)
    gain = np.repeat(np.array((1, 3), np.float32), 120)[None, :].repeat(240, axis=0)
    noise = noise_of((rng.normal(0, 4, (240, 240)) * gain).astype(np.float32), gain)
    assert noise[0, -1] == pytest.approx(3 * noise[0, 0])
    assert noise[0, 0] == pytest.approx(4 / (2 * np.sqrt(np.pi) * 2), rel=0.3)  # a Gaussian of 2 pixels averages it


def test_the_rest_of_a_frame_beside_what_was_taken_of_it_is_no_writing() -> None:
    ink = np.zeros((120, 120), np.uint8)
    ink[40:90, 55:65] = 255  # a digit
    ink[25:80, 20:24] = 255  # a rest of a line, whose upper end was taken with the frame
    taken = np.zeros(ink.shape, np.bool_)
    taken[5:22, 5:115] = True
    pieces = pieces_of(ink)
    assert pieces.kept.sum() == 2
    assert pieces.without_rests(taken).fates.count("edge") == 1
    alone = pieces_of(np.where(np.arange(120) < 40, ink, np.uint8(0)))
    assert alone.without_rests(taken) is alone


def test_pictures_of_many_sizes_leave_little_behind() -> None:
    for side in range(300, 1300, 100):
        picture_steps(drawn([[(30, 30), (190, 150)]], 8, side).crop((0, 0, side, side - 37)))
    kept = blur._gaussian.cache_info()
    assert kept.misses > kept.currsize, "matrices of earlier sizes are gone"
    assert kept.currsize * WORKING_SIDE**2 * np.dtype(np.float32).itemsize < 12e6
