"""Opens picture files that may come from anybody."""

import importlib
import warnings
from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from PIL import Image, ImageOps, UnidentifiedImageError, features

from mlp_engine.errors import InkError
from mlp_engine.files.paths import is_file, is_there, shown_path

MAX_BYTES = 64 * 2**20
"""Largest picture file that is opened."""

MAX_PIXELS = 64_000_000
"""Largest picture that is decoded: what the largest common phone cameras take, and 256 MB as RGBA."""

KINDS = "PNG, JPEG, BMP, GIF, WebP or TIFF"
ENDINGS = (
    ".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".tif", ".tiff", ".pgm", ".ppm", ".pnm",
    ".avif", ".heic", ".heif",
)  # fmt: skip
"""How the names of such files usually end; the last three need a decoder that is not always installed."""

_STARTS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")
_MARKS = {b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF8": "GIF"}
_NETPBM = (b"1", b"2", b"3", b"4", b"5", b"6")
_HEIF = {b"avif": "AVIF", b"avis": "AVIF", b"heic": "HEIC", b"heix": "HEIC", b"hevc": "HEIC", b"mif1": "HEIC"}
_FORMATS = ("PNG", "JPEG", "BMP", "GIF", "WEBP", "TIFF", "PPM")

# What Pillow looks at for the orientation of a PNG or JPEG picture; without any of them it is upright.
_ORIENTED = frozenset({"exif", "Raw profile type exif", "XML:com.adobe.xmp", "xmp"})


def is_picture_start(start: bytes) -> bool:
    """Whether a file that begins with ``start`` is a picture of a kind that is opened."""
    return (
        start.startswith(_STARTS)
        or (start[:2] == b"BM" and start[6:10] == b"\0\0\0\0")
        or (start[:4] == b"RIFF" and start[8:12] == b"WEBP")
        or (start[4:8] == b"ftyp" and start[8:12] in _HEIF)
        or (start[:1] == b"P" and start[1:2] in _NETPBM and start[2:3].isspace())
    )


def open_picture(path: Path) -> Image.Image:
    """Read a picture file, whole, and turn it upright as its EXIF orientation says; the first of several frames.

    Sizes are checked before anything is decoded, and Pillow's other decoders are never asked.

    Raises:
        InkError: if there is no such file, or it is too large, of another kind, or damaged.
    """
    try:
        if not is_there(path):
            raise InkError(f"{shown_path(path)} must be a picture file. Got no such file.")
        if not is_file(path):
            raise InkError(f"{path.name} must be a picture file. Got a folder or a device.")
        with path.open("rb") as file:
            return decode_picture(file, path.stat().st_size, path.name)
    except OSError as error:
        raise InkError(f"{path.name} must be a picture file that can be read. Got: {error.strerror}.") from error


@contextmanager
def ignored_warnings() -> Generator[None]:
    """Nothing is said of strange metadata, nor of large pictures: the limit here is stricter than Pillow's."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def decode_picture(file: IO[bytes], size: int, name: str) -> Image.Image:
    """Read a picture as :func:`open_picture` does, out of an open file.

    Args:
        file: at its beginning.
        size: how many bytes it has.
        name: what to call it in a sentence.

    Raises:
        InkError: if it is too large, of another kind, or damaged.
    """
    with ignored_warnings():
        return decode_one_of_many(file, size, name)


def decode_one_of_many(file: IO[bytes], size: int, name: str) -> Image.Image:
    """:func:`decode_picture` for a caller who has entered :func:`ignored_warnings` once for many small pictures.

    Raises:
        InkError: if it is too large, of another kind, or damaged.
    """
    if size == 0:
        raise InkError(f"{name} must be a {KINDS} picture. Got an empty file.")
    if size > MAX_BYTES:
        raise InkError(f"{name} must be a picture file of at most {MAX_BYTES // 2**20} MB. Got {size / 2**20:.0f} MB.")
    try:
        with Image.open(file, formats=_formats()) as picture:
            check_pixels(picture.width, picture.height, name)
            picture.load()
            if picture.format in ("PNG", "JPEG") and _ORIENTED.isdisjoint(picture.info):
                return picture
            return ImageOps.exif_transpose(picture)
    except InkError:
        raise
    except UnidentifiedImageError as error:
        file.seek(0)
        start = file.read(12)
        if start[4:8] == b"ftyp" and start[8:12] in _HEIF:
            kind = _HEIF[start[8:12]]
            raise InkError(
                f"{name} must be a {KINDS} picture. Got {kind}, which needs a decoder: save it as JPEG or PNG, or run "
                "pip install pillow-heif."
            ) from error
        if kind := next((kind for mark, kind in _MARKS.items() if start.startswith(mark)), ""):
            raise InkError(f"{name} must be a whole and readable picture. Got a damaged {kind} file.") from error
        raise InkError(f"{name} must be a {KINDS} picture. Got a file of another kind.") from error
    except Image.DecompressionBombError as error:
        raise InkError(f"{name} must have at most {MAX_PIXELS // 1_000_000} megapixels. Got far more.") from error
    except Exception as error:  # a decoder may raise anything on a damaged file: SyntaxError, struct.error, …
        raise InkError(f"{name} must be a whole and readable picture. Got {error}.") from error


def check_pixels(width: int, height: int, name: str) -> None:
    """Check the size of a picture before it is decoded, or taken from another program.

    Raises:
        InkError: if it has more than ``MAX_PIXELS`` pixels.
    """
    if width * height > MAX_PIXELS:
        raise InkError(f"{name} must have at most {MAX_PIXELS // 1_000_000} megapixels. Got {width}×{height}.")


@cache
def _formats() -> tuple[str, ...]:
    """The formats that are decoded; AVIF and the HEIC of phones where Pillow has a decoder for them."""
    formats = _FORMATS
    if "avif" in features.modules and features.check("avif"):
        formats = (*formats, "AVIF")
    if find_spec("pillow_heif") is not None:
        importlib.import_module("pillow_heif").register_heif_opener()
        formats = (*formats, "HEIF")
    return formats
