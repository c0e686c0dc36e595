"""The fonts of this machine whose digits are known to be digits, and these digits as ink."""

import os
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "~/Library/Fonts",
    "%WINDIR%/Fonts",
)
_ENDINGS = (".ttf", ".otf")

# Where others have digits, a font of symbols has pictures, and nothing in its file says so surely.
_FAMILIES = (
    *("dejavusans", "dejavuserif", "liberation", "freesans", "freeserif", "freemono", "nimbus", "notosans-"),
    *("notoserif-", "opensans", "roboto", "lato", "ubuntu", "cantarell", "arial", "calibri", "cambria", "consola"),
    *("cour", "georgia", "segoeui", "tahoma", "times", "trebuc", "verdana", "helvetica", "geneva", "menlo", "monaco"),
)


@cache
def digit_fonts() -> tuple[Path, ...]:
    """Files of well-known text fonts, ordered by their names, without damaged ones; empty where none is installed."""
    found: dict[str, Path] = {}
    for folder in _FOLDERS:
        for root, _, names in os.walk(Path(os.path.expandvars(folder)).expanduser()):
            for name in names:
                plain = name.casefold().replace(" ", "")
                if plain.endswith(_ENDINGS) and plain.startswith(_FAMILIES):
                    found.setdefault(plain, Path(root, name))
    return tuple(found[plain] for plain in sorted(found) if _is_sound(found[plain]))


def _is_sound(font: Path) -> bool:
    try:
        ImageFont.truetype(str(font))
    except OSError:
        return False
    return True


def printed_digit(font: Path, label: int, height: int) -> NDArray[np.uint8]:
    """The digit in ``font`` as ink, about ``height`` pixels high.

    Raises:
        OSError: if the file is no font that can be read.
    """
    letters = _font(font, round(height / 0.72))  # a digit is about so high in its font's size
    left, top, right, bottom = letters.getbbox(str(label))
    sheet = Image.new("L", (max(1, int(right - left) + 2), max(1, int(bottom - top) + 2)))
    ImageDraw.Draw(sheet).text((1 - left, 1 - top), str(label), fill=255, font=letters)
    return np.asarray(sheet)


@cache
def _font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size)
