"""Files that are never opened as data: what each is, and the line that makes data of it."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from mlp_engine.files.source_file import SourceFile

_SAVE = "np.savez('digits.npz', X=images, y=labels)"
_PICKLES = "pickles are never read, because they can run code; if you trust it, convert it with"
_TEXT_PICKLE = re.compile(rb"[(cd]?[(]?(?:lp\d|dp\d|cnumpy|c__builtin__|ccopy_reg|i\d)")


@dataclass(frozen=True)
class Refused:
    """A kind of file that holds no data that could be read here.

    Attributes:
        fits: whether a file, of which the beginning is given, is of this kind.
        sentence: what it is and what to do, after its name.
    """

    fits: Callable[[SourceFile, bytes], bool]
    sentence: str


def _begins(*starts: bytes) -> Callable[[SourceFile, bytes], bool]:
    return lambda file, start: start.startswith(starts)


def _ends(*endings: str) -> Callable[[SourceFile, bytes], bool]:
    return lambda file, start: file.ending in endings


def _is_pickle(file: SourceFile, start: bytes) -> bool:
    is_binary = start[:1] == b"\x80" and start[1:2] in (b"\2", b"\3", b"\4", b"\5")
    return is_binary or (file.ending in (".pkl", ".pickle", ".p", ".joblib") and _TEXT_PICKLE.match(start) is not None)


def _is_page(file: SourceFile, start: bytes) -> bool:
    return start.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html", b"<head"))


REFUSED: tuple[Refused, ...] = (
    Refused(lambda file, start: file.size == 0 or not start, "is empty: fetch or save it again."),
    Refused(
        _begins(b"version https://git-lfs"), "is a Git LFS pointer, not the file: fetch the file with git lfs pull."
    ),
    Refused(_is_page, "is a web page: fetch the file itself, with the page's download button."),
    Refused(
        lambda file, start: _is_pickle(file, start) and file.ending in (".pt", ".pth"),
        f"is a file of PyTorch: {_PICKLES} images, labels = torch.load(FILE)[:2]; {_SAVE}",
    ),
    Refused(
        lambda file, start: _is_pickle(file, start) and file.ending == ".joblib",
        f"is a file of joblib: {_PICKLES} images, labels = joblib.load(FILE); {_SAVE}",
    ),
    Refused(
        _is_pickle,
        f"is a pickle: {_PICKLES} images, labels = pickle.load(gzip.open(FILE), encoding='latin1')[0]; {_SAVE} "
        "(open instead of gzip.open where it is not compressed)",
    ),
    Refused(
        lambda file, start: start[257:262] == b"ustar" or file.ending == ".tar",
        "is a tar archive: unpack it with tar xf FILE, and choose the folder.",
    ),
    Refused(_begins(b"7z\xbc\xaf'\x1c", b"Rar!"), "is a 7z or RAR archive: unpack it, and choose the folder."),
    Refused(_begins(b"SQLite format 3"), "is a database: export its table as CSV."),
    Refused(_begins(b"\xd0\xcf\x11\xe0"), "is an old Office file: save it as CSV."),
    Refused(
        _begins(b"ARROW1"), "is a Feather file: save it with pandas.read_feather(FILE).to_parquet('digits.parquet')."
    ),
    Refused(_begins(b"%PDF"), "is a PDF document: save its pages as pictures."),
    Refused(_ends(".tfrecord", ".tfrecords"), f"is a TFRecord file: read it with tf.data, and {_SAVE}"),
    Refused(
        _ends(".safetensors", ".onnx", ".h5w", ".keras"),
        "is a file of weights, not of data: use it with --weights, or open it as a network.",
    ),
)
"""In the order in which they are asked; the first that fits counts."""

TORCH_ARCHIVE = f"is a file of PyTorch: {_PICKLES} images, labels = torch.load(FILE)[:2]; {_SAVE}"
OFFICE_ARCHIVE = "is an Office file: save it as CSV."


def refusal_of(file: SourceFile, start: bytes) -> str:
    """What a file is and what to do, if it is never opened; else empty."""
    return next((kind.sentence for kind in REFUSED if kind.fits(file, start)), "")
