"""Picture files, whole, broken and hostile."""

import struct
import zlib
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from mlp_engine.errors import InkError
from mlp_engine.ink import digit_image_from_picture, open_picture, picture_file


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def page() -> Image.Image:
    image = Image.new("L", (60, 80), 255)
    image.paste(0, (25, 10, 35, 70))
    return image


def png_of_size(width: int, height: int) -> bytes:
    """A PNG that claims a size, with next to nothing behind the claim."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0")), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def animated_gif() -> bytes:
    return encoded(page().convert("P"), "GIF", save_all=True, append_images=[Image.new("P", (60, 80), 3)])


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", r"^digit\.png must be a PNG, JPEG, BMP, GIF, WebP or TIFF picture\. Got an empty file\.$"),
    "text": (
        lambda: b"seven\n",
        r"^digit\.png must be a PNG, JPEG, BMP, GIF, WebP or TIFF picture\. Got a file of another kind\.$",
    ),
    "truncated PNG": (
        lambda: encoded(Image.effect_noise((60, 80), 99), "PNG")[:-900],
        r"^digit\.png must be a whole and readable picture\. Got .*\.$",
    ),
    "truncated JPEG": (
        lambda: encoded(Image.effect_noise((60, 80), 99), "JPEG")[:-900],
        r"^digit\.png must be a whole and readable picture\. Got .*\.$",
    ),
    "PNG cut in its header": (lambda: encoded(page(), "PNG")[:20], r"^digit\.png must be a "),
    "the beginning of a PNG alone": (
        lambda: b"\x89PNG\r\n\x1a\nrubbish",
        r"^digit\.png must be a whole and readable picture\. Got a damaged PNG file\.$",
    ),
    "an icon": (lambda: encoded(page(), "ICO"), r"Got a file of another kind\.$"),
    "100 megapixels": (
        lambda: png_of_size(10_000, 10_000),
        r"^digit\.png must have at most 64 megapixels\. Got 10000×10000\.$",
    ),
    "a bomb": (lambda: png_of_size(60_000, 60_000), r"^digit\.png must have at most 64 megapixels\. Got far more\.$"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused_with_one_sentence_that_names_it(case: str, tmp_path: Path) -> None:
    content, sentence = BAD[case]
    path = tmp_path / "digit.png"
    path.write_bytes(content())
    with pytest.raises(InkError, match=sentence):
        open_picture(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InkError, match=r"nowhere\.png must be a picture file\. Got no such file\.$"):
        open_picture(tmp_path / "nowhere.png")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InkError, match=r"must be a picture file\. Got a folder or a device\.$"):
        open_picture(tmp_path)


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture_file, "MAX_BYTES", 2**20)
    path = tmp_path / "large.png"
    with path.open("wb") as file:
        file.truncate(2**20 + 1)
    with pytest.raises(InkError, match=r"^large\.png must be a picture file of at most 1 MB\. Got 1 MB\.$"):
        open_picture(path)


@pytest.mark.parametrize(("suffix", "kind"), [("png", "PNG"), ("jpg", "JPEG"), ("bmp", "BMP"), ("txt", "PNG")])
def test_png_jpeg_and_bmp_are_opened_whatever_their_name(tmp_path: Path, suffix: str, kind: str) -> None:
    path = tmp_path / f"digit.{suffix}"
    path.write_bytes(encoded(page(), kind))
    picture = open_picture(path)
    assert picture.size == (60, 80)
    assert np.abs(np.asarray(picture.convert("L")).astype(int) - np.asarray(page())).max() < 64


def test_a_photo_is_turned_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held a quarter turn to the left
    path = tmp_path / "photo.jpg"
    path.write_bytes(encoded(page().transpose(Image.Transpose.ROTATE_90), "JPEG", exif=exif))
    assert open_picture(path).size == (60, 80)


def test_a_picture_one_pixel_wide_does_not_break_the_path(tmp_path: Path) -> None:
    sliver = np.full((10_000, 1), 255, np.uint8)
    sliver[4_000:6_000] = 0
    path = tmp_path / "sliver.png"
    path.write_bytes(encoded(Image.fromarray(sliver), "PNG"))
    image = digit_image_from_picture(path)
    assert np.flatnonzero(image.max(axis=1) >= 64).size == pytest.approx(20, abs=2)


@given(cut=st.integers(0, 300), at=st.integers(0, 300), byte=st.integers(0, 255), kind=st.sampled_from(["PNG", "JPEG"]))
def test_a_damaged_file_is_opened_or_refused(tmp_path: Path, cut: int, at: int, byte: int, kind: str) -> None:
    content = bytearray(encoded(page(), kind))
    content[at % len(content)] = byte
    path = tmp_path / "damaged"
    path.write_bytes(content[: len(content) - cut])
    with suppress(InkError):  # nothing else may come out
        assert open_picture(path).width > 0
