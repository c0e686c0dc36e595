"""Files that are never opened as data: what each is, and the line that makes data of it."""

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass

from mlp_engine.files.compression import compression_of
from mlp_engine.files.pickles import is_pickle
from mlp_engine.files.source_file import SourceFile

_SAVE = "np.savez('digits.npz', X=images, y=labels)"
_PICKLES = "pickles are never read, because they can run code; if you trust it, convert it with"
_TFRECORD_HEAD = 12


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
    return is_pickle(file.content_name, start)


def _is_text_of(pattern: str) -> Callable[[SourceFile, bytes], bool]:
    expression = re.compile(pattern.encode(), re.IGNORECASE)
    return lambda file, start: expression.match(start.removeprefix(codecs.BOM_UTF8)) is not None


def _is_tfrecord(file: SourceFile, start: bytes) -> bool:
    """Whether a file begins with a record of TensorFlow: its length, and a checksum of that."""
    return "tfrecord" in file.name.lower() or (
        len(start) > _TFRECORD_HEAD and _masked_crc32c(start[:8]) == int.from_bytes(start[8:12], "little")
    )


def _masked_crc32c(content: bytes) -> int:
    """The checksum of TensorFlow's records: CRC-32C (Castagnoli), turned by 15 bits and shifted by a constant."""
    crc = 0xFFFFFFFF
    for byte in content:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    crc ^= 0xFFFFFFFF
    return (crc >> 15 | crc << 17) + 0xA282EAD8 & 0xFFFFFFFF


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
        _begins(b"FEA1"),
        "is an old Feather file: convert it with pandas.read_feather(FILE).to_parquet('digits.parquet').",
    ),
    Refused(_begins(b"%PDF"), "is a PDF document: save its pages as pictures."),
    Refused(
        lambda file, start: start.lstrip()[:1] == b"<" and b"<svg" in start,
        "is a drawing as SVG, which cannot be read: save it as a PNG picture or as strokes.",
    ),
    Refused(
        lambda file, start: compression_of(start) != "",
        "is compressed twice: unpack it once, with gunzip, unxz or bunzip2.",
    ),
    Refused(_begins(b"\x28\xb5\x2f\xfd"), "is compressed with Zstandard: unpack it with zstd -d FILE."),
    Refused(_begins(b"\x04\x22\x4d\x18"), "is compressed with LZ4: unpack it with lz4 -d FILE."),
    Refused(
        _begins(b"RDX2\n", b"RDX3\n", b"X\n\0\0\0", b"A\n2\n", b"A\n3\n"),
        "is a file of R: save its table there with write.csv(digits, 'digits.csv', row.names = FALSE).",
    ),
    Refused(
        _begins(b"$FL2", b"$FL3"), "is a file of SPSS: convert it with pandas.read_spss(FILE).to_csv('digits.csv')."
    ),
    Refused(
        _begins(b"<stata_dta>"), "is a file of Stata: convert it with pandas.read_stata(FILE).to_csv('digits.csv')."
    ),
    Refused(
        _is_text_of(r"[-+\d.]+([ \t]+\d+:[-+\d.eE]+){3}"),
        "is a LIBSVM file: convert it with X, y = sklearn.datasets.load_svmlight_file(FILE, n_features=784); "
        "np.savez('digits.npz', X=X.toarray(), y=y).",
    ),
    Refused(
        _is_text_of(r"\s*\[\s*[\[{\"]"),
        f"is JSON of another kind than lines of strokes: convert it with {_SAVE}",
    ),
    Refused(_is_tfrecord, f"is a TFRecord file: read its images and labels with tf.data.TFRecordDataset, and {_SAVE}"),
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
