"""Sources of files: the texts that name a path and, behind it, what is done with its samples."""

import re
from typing import NamedTuple

from mlp_engine.datasets.samples import Part
from mlp_engine.sources.arrangement import AS_IS, AS_THEY_ARE, WORDS, Arrangement, words_of

STROKES = "strokes:"
"""What stands before the path of a stroke file."""

PENDIGITS = "pendigits"
"""The one source that is no file and may have versions behind it, as a stroke file may."""

_VERSIONS = re.compile(r"([1-9]\d{0,8})x")
_FITTED = ":28x28"
_PARTS: dict[str, Part] = {":train": "train", ":test": "test"}


class FileSource(NamedTuple):
    """A source of files: its path, and what stands behind it.

    Attributes:
        path: of the file or folder.
        part: "train" or "test", where one is named.
        arrangement: of its images, where one is named.
        fits: whether its images are brought to 28×28 pixels.
        versions: of each of its strokes' digits, where a number is named.
    """

    path: str
    part: Part | None
    arrangement: Arrangement | None
    fits: bool
    versions: int | None = None

    @property
    def text(self) -> str:
        """The text that names it."""
        part = "" if self.part is None else f":{self.part}"
        words = "" if self.arrangement is None else words_of(self.arrangement)
        versions = "" if self.versions is None else f":{self.versions}x"
        return f"{self.path}{part}{words}{_FITTED if self.fits else ''}{versions}"


def file_source(text: str) -> FileSource:
    """The path in the text that names a source, and what stands behind it; nothing stands behind other sources."""
    part: Part | None = None
    arrangement: Arrangement | None = None
    fits = False
    versions: int | None = None
    while ":" in text:
        path, _, word = text.rpartition(":")
        times = _VERSIONS.fullmatch(word) if path == PENDIGITS or path.startswith(STROKES) else None
        word = f":{word}"
        if times is not None and versions is None:
            versions = int(times[1])
        elif word in _PARTS and part is None:
            part = _PARTS[word]
        elif word == AS_IS:
            arrangement = arrangement or AS_THEY_ARE
        elif word in WORDS:
            arrangement = WORDS[word] | (arrangement or AS_THEY_ARE)
        elif word == _FITTED:
            fits = True
        else:
            break
        text = path
    return FileSource(text, part, arrangement, fits, versions)
