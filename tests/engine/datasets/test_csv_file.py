"""CSV files as people have them, whole and broken."""

import bz2
import gzip
import lzma
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mlp_engine.datasets import csv_file
from mlp_engine.datasets.csv_file import read_csv
from mlp_engine.datasets.samples import Samples
from mlp_engine.datasets.tables import text_blocks, text_table
from mlp_engine.datasets.tables.labels import WORDS
from mlp_engine.errors import DataError
from mlp_engine.files import compression
from mlp_engine.files.source_file import file_on_disk

IMAGES = np.random.default_rng(1).integers(0, 256, (12, 784)).astype(np.uint8)
IMAGES[:, 0] = IMAGES[:, -1] = 0
LABELS = [7, 0, 9, 1, 2, 3, 4, 5, 6, 8, 7, 7]
NAMES = [f"pixel{place}" for place in range(784)]


def read(path: Path) -> Samples:
    return read_csv(file_on_disk(path))


def table(*columns: object, names: list[str] | None = None, separator: str = ",", end: str = "\n") -> str:
    """Columns side by side as text; a two-dimensional one is several."""
    parts = [np.asarray(column).reshape(len(LABELS), -1).tolist() for column in columns]
    rows = [separator.join(str(cell) for part in parts for cell in part[row]) for row in range(len(LABELS))]
    return end.join([*([separator.join(names)] if names else []), *rows, ""])


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("csv") / "digits.csv"


LABEL_FIRST = table(LABELS, IMAGES, names=["label", *NAMES])
FORMS = {
    "label first": LABEL_FIRST,
    "no names": table(LABELS, IMAGES),
    "label last": table(IMAGES, LABELS, names=[*NAMES, "class"]),
    "label last, no names": table(IMAGES, LABELS),
    "label in the middle": table(IMAGES[:, :9], LABELS, IMAGES[:, 9:], names=[*NAMES[:9], "Target", *NAMES[9:]]),
    "a label of an unknown name": table(IMAGES, LABELS, names=[*NAMES, "ziffer"]),
    "quoted names": table(LABELS, IMAGES, names=[f'"{name}"' for name in ["label", *NAMES]]),
    "everything quoted": '"' + LABEL_FIRST.replace(",", '","').replace("\n", '"\n"').removesuffix('"'),
    "counted columns": table(LABELS, IMAGES, names=[str(place) for place in range(785)]),
    "a label and counted columns": table(LABELS, IMAGES, names=["label", *[str(place) for place in range(784)]]),
    "pandas' index": table(range(12), LABELS, IMAGES, names=["", "label", *NAMES]),
    "R's row names": table(range(1, 13), LABELS, IMAGES, names=["label", *NAMES]),
    "an index without names": table(range(12), LABELS, IMAGES),
    "an id": table(range(400, 412), LABELS, IMAGES, names=["Id", "label", *NAMES]),
    "names of files": table([f"{n}.png" for n in range(12)], IMAGES, LABELS, names=["file", *NAMES, "y"]),
    "words beside": table(LABELS, ["train"] * 12, IMAGES, names=["label", "split", *NAMES]),
    "one column a class": table(np.eye(10, dtype=int)[LABELS], IMAGES),
    "semicolons": LABEL_FIRST.replace(",", ";"),
    "tabs": LABEL_FIRST.replace(",", "\t"),
    "an index before tabs": table(range(12), LABELS, IMAGES, names=["", "label", *NAMES], separator="\t"),
    "bars": LABEL_FIRST.replace(",", "|"),
    "blanks": table(LABELS, IMAGES, separator="  "),
    "blanks around": LABEL_FIRST.replace(",", " , "),
    "Windows": LABEL_FIRST.replace("\n", "\r\n"),
    "old Macintosh": LABEL_FIRST.replace("\n", "\r"),
    "no last end": LABEL_FIRST.removesuffix("\n"),
    "blank lines": "\n \n" + LABEL_FIRST.replace("\n", "\n\n") + "\u00a0\n",
    "a title": "my digits\n" + table(LABELS, IMAGES),
    "a title above the names": "My digits 2026\n" + LABEL_FIRST,
    "Excel's title, and empty rows": "Class 7b, May;"
    + ";" * 783
    + "\n"
    + ";" * 784
    + "\n"
    + LABEL_FIRST.replace(",", ";")
    + ";" * 784
    + "\n",
    "comments": "# my digits, exported\n# in 2026\n" + LABEL_FIRST + "# the end\n",
    "Excel's separator": "sep=;\n" + LABEL_FIRST.replace(",", ";"),
    "a number as a comment": "# 2026\n" + LABEL_FIRST,
    "names that pandas made of a lost sample": table(
        LABELS, IMAGES, names=["5", "0", *[f"0.{n}" for n in range(1, 400)], "18", *[f"18.{n}" for n in range(1, 384)]]
    ),
    "an empty last column": LABEL_FIRST.replace("\n", ",,\n"),
    "an empty last column without a name": ",".join(["label", *NAMES])
    + "\n"
    + table(LABELS, IMAGES).replace("\n", ",\n"),
    "numpy's names": "# " + LABEL_FIRST,
    "decimal text": table(np.array(LABELS, float), IMAGES.astype(float)),
    "labels in words": table([WORDS[n] for n in LABELS], IMAGES),
    "labels in quotes": table([f'"{n}"' for n in LABELS], IMAGES, names=["label", *NAMES]),
    "leading zeros": table([f"0{n}" for n in LABELS], IMAGES),
    "sorted by names": table(
        LABELS, IMAGES[:, sorted(range(784), key=str)], names=["label", *[f"p{n}" for n in sorted(range(784), key=str)]]
    ),
    "rows and columns": table(
        LABELS,
        IMAGES.reshape(-1, 28, 28).transpose(0, 2, 1).reshape(-1, 784),
        names=["label", *[f"{row}x{column}" for column in range(1, 29) for row in range(1, 29)]],
    ),
}


@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS)
def test_samples_come_back_as_they_were(text: str, path: Path) -> None:
    path.write_bytes(text.encode())
    samples = read(path)
    assert samples.labels is not None
    assert samples.labels.tolist() == LABELS
    np.testing.assert_array_equal(samples.inputs, IMAGES)
    assert samples.inputs.dtype == np.uint8
    assert samples.inputs.flags.c_contiguous  # or every minibatch would copy all of it
    assert (samples.name, samples.size) == ("digits", (28, 28))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1"])
def test_any_encoding_is_understood(encoding: str, path: Path) -> None:
    text = LABEL_FIRST if encoding != "latin-1" else LABEL_FIRST.replace("pixel0", "é")
    path.write_bytes(text.encode(encoding))
    np.testing.assert_array_equal(read(path).inputs, IMAGES)


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress, bz2.compress], ids=["gzip", "xz", "bzip2"])
@pytest.mark.parametrize("ending", [".gz", ".csv", ""])
def test_compression_is_known_by_content(pack, ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"digits.csv{ending}"
    path.write_bytes(pack(LABEL_FIRST.encode()))
    samples = read(path)
    np.testing.assert_array_equal(samples.inputs, IMAGES)
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(DataError, match=r"must be a whole and undamaged (gzip|xz|bzip2) file"):
        read(path)


def test_shares_of_ink_stay_shares(path: Path) -> None:
    shares = (IMAGES / 255).round(4)
    for text in (table(LABELS, shares), table(LABELS, shares, separator=";").replace(".", ",")):
        path.write_text(text)
        inputs = read(path).inputs
        assert inputs.dtype == np.float32
        np.testing.assert_allclose(np.asarray(inputs, float), shares, atol=1e-6)


def test_shares_that_begin_after_many_whole_numbers_are_read_too(path: Path) -> None:
    rows = [table(LABELS, np.zeros_like(IMAGES))] * 40
    path.write_text("".join([*rows, table(LABELS, (IMAGES / 255).round(3))]))
    inputs = read(path).inputs
    np.testing.assert_allclose(np.asarray(inputs[-12:], float), IMAGES / 255, atol=1e-3)
    assert inputs[:480].max() == 0


def test_a_file_without_labels_has_samples_alone(path: Path) -> None:
    for names in (NAMES, None):
        path.write_text(table(IMAGES, names=names))
        samples = read(path)
        assert samples.labels is None
        np.testing.assert_array_equal(samples.inputs, IMAGES)
        with pytest.raises(DataError, match=r"^digits must hold labels .* use `mlp-engine predict` to read its digits"):
            samples.dataset()


def test_ids_and_writers_are_kept(path: Path) -> None:
    path.write_text(table(range(5, 17), ["ann", "bob"] * 6, IMAGES, names=["ImageId", "writer", *NAMES]))
    samples = read(path)
    assert samples.ids == tuple(map(str, range(5, 17)))
    assert samples.writers is not None
    assert samples.writers.tolist() == [0, 1] * 6


@pytest.mark.parametrize("side", [8, 16, 20, 64])
def test_images_of_other_sizes_are_read(side: int, path: Path) -> None:
    images = np.random.default_rng(2).integers(0, 256, (12, side * side)).astype(np.uint8)
    images[:, 0] = 0
    path.write_text(table(images, LABELS))
    samples = read(path)
    assert samples.size == (side, side)
    np.testing.assert_array_equal(samples.inputs, images)


def test_counts_of_sixteen_are_shares_of_ink(path: Path) -> None:
    counts = np.random.default_rng(2).integers(0, 17, (12, 64))
    counts[:, 0] = 0
    path.write_text(table(counts, LABELS))
    samples = read(path)
    np.testing.assert_array_equal(samples.inputs, np.rint(counts * 255 / 16))
    assert samples.remarks == ("The largest value is 16: 16 is taken for full ink.",)


def test_lines_of_sixteen_values_are_points_of_a_pen(path: Path) -> None:
    bar = [[50, 100, 50, 85, 50, 70, 50, 55, 50, 40, 50, 25, 50, 10, 50, 0]] * 12
    path.write_text(table(bar, LABELS, separator=", "))
    samples = read(path)
    assert samples.labels is not None
    assert samples.labels.tolist() == LABELS
    image = samples.inputs[0].reshape(28, 28)
    assert image[5:24, 14].all(), "a bar from the top to the bottom"
    assert not image[:, :11].any()
    hook = [[0, 100, 100, 100, 100, 90, 100, 80, 100, 60, 100, 40, 100, 20, 100, 0]] * 12
    path.write_text(table(hook, LABELS))
    image = read(path).inputs[0].reshape(28, 28)
    inked = image[image.any(axis=1)]
    assert inked[:3].sum() > 2 * inked[-3:].sum(), "y points up: the hook is at the top"
    path.write_text(table(np.array(bar) + 1, LABELS))
    with pytest.raises(DataError, match=r"pen points from 0 to 100, as lines of 16 values have\. Got 101"):
        read(path)


def line_of(label: object = 7, ink: object = 0, separator: str = ",") -> str:
    return separator.join([str(label), str(ink), *["0"] * 782, "255"])


COUNT = ": a line must have 785 values with commas between them. Got "
LABEL = ", column 1 (label), line 6, must hold labels, whole numbers from 0 to 9. Got "
INK = ": value 2 (pixel0) must be a number. Got "
MALFORMED = {
    "a value missing": (line_of().removesuffix(",255"), f", line 6{COUNT}784."),
    "a value too many": (line_of() + ",0", f", line 6{COUNT}786."),
    "a comma at the end": (line_of() + ",", f", line 6{COUNT}786."),
    "other separators": (line_of(separator=";"), f", line 6{COUNT}1."),
    "prose": ("This is a letter", f", line 6{COUNT}1."),
    "no label": (line_of(label=""), ", line 6: value 1 (label) must be a number. Got an empty cell."),
    "a label in letters": (line_of(label="seven"), ", line 6: value 1 (label) must be a number. Got 'seven'."),
    "a label too large": (line_of(label=10), f"{LABEL}10."),
    "a negative label": (line_of(label=-1), f"{LABEL}-1."),
    "a label with a fraction": (line_of(label=7.5), f"{LABEL}7.5."),
    "a label of many digits": (line_of(label="9" * 5000), ", line 6: value 1 (label) must be a number. Got '9999"),
    "an empty value": (line_of(ink=""), f", line 6{INK}an empty cell."),
    "python's own": (line_of(ink="1_0"), f", line 6{INK}'1_0'."),
    "other digits": (line_of(ink="٣"), f", line 6{INK}'٣'."),
    "a formula": (line_of(ink="=1+1"), f", line 6{INK}'=1+1'."),
    "a zero byte": (line_of(ink="\0"), f", line 6{INK}'\\x00'."),
    "a quote without end": (line_of(ink='"'), ", line 6: a line must have 785 values"),
    "too dark": (line_of(ink=256), ", pixels must be ink from 0 to 255, 0 to 1 or -1 to 1. Got numbers from 0 to 256"),
    "negative ink": (line_of(ink=-9), ", pixels must be ink from 0 to 255"),
    "no number at all": (line_of(ink="nan"), f", line 6{INK}'nan'."),
}


@pytest.mark.parametrize(("line", "sentence"), MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_line_is_refused_with_a_sentence_that_names_it(line: str, sentence: str, path: Path) -> None:
    sound = [line_of(label=3), line_of(label=5)]
    path.write_text("\n".join([",".join(["label", *NAMES]), "", *sound, "", line, *sound]), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read(path)
    assert str(caught.value).startswith(f"{path}{sentence}")
    assert len(str(caught.value)) < len(str(path)) + 230


OTHERS = {
    "nothing": ("", "must hold at least one sample. Got none."),
    "blank lines": ("\n\n", "must hold at least one sample. Got none."),
    "names alone": (",".join(["label", *NAMES]), "must hold at least one sample. Got none."),
    "no square": (table(LABELS, IMAGES[:, :700], names=["label", *NAMES[:700]]), "the pixels of square images"),
    "a missing number in the first line": (
        line_of(ink="nan") + "\n" + line_of(),
        ", line 1: value 2 must be a number. Got 'nan'.",
    ),
    "a slip in the first line": (line_of(ink="O") + "\n" + line_of(), ", line 1: value 2 must be a number. Got 'O'."),
    "words": (line_of(ink="x") + "\n" + line_of(ink="y"), ", line 1: value 2 must be a number. Got 'x'."),
    "no column of labels": (
        table(IMAGES[:, :1] + 77, IMAGES[:, 1:], IMAGES[:, :1] + 99),
        "must have labels from 0 to 9 in the first column, in the last, or in one that is called label. Got 77 in the "
        "first and 99 in the last.",
    ),
    "all pixels in one cell": (
        table(LABELS, [" ".join(map(str, image)) for image in IMAGES.tolist()], names=["label", "pixels"]),
        "has all pixels of an image in one cell, in column 2 (pixels): give each a column of its own, as with ",
    ),
    "names of pictures": (
        table([f"{n}.png" for n in range(12)], LABELS, names=["file", "label"]),
        "names pictures, in column 1 (file): choose the folder with the pictures instead.",
    ),
    "hexadecimal": (
        table(LABELS, [[f"0x{v:02x}" for v in image] for image in IMAGES.tolist()], names=["label", *NAMES]),
        "Got 0 columns of numbers, and words such as '0x",
    ),
    "a short line first": (line_of().rsplit(",", 2)[0] + "\n" + table(LABELS, IMAGES), ", line 1: "),
    "numbers of letters": (
        table(np.array(LABELS) + 11, IMAGES),
        "must have labels from 0 to 9 in the first column, in the last, or in one that is called label. Got 18 in the "
        "first and 0 in the last.",
    ),
    "a column an image": (
        "\n".join(",".join(map(str, row)) for row in np.tile(IMAGES, (3, 1)).T.tolist()),
        "must have one row an image. Got 784 rows and 36 columns, as if each column were an image: turn it round with ",
    ),
    "an index called label": (table(range(12), IMAGES, names=["label", *NAMES]), "it counts the samples, and is no"),
    "standardised": (
        table(LABELS, IMAGES / 100 - 0.42),
        "as of standardised data: undo it with X = (X - X.min()) / (X.max() - X.min())",
    ),
    "ink of 16 bits": (
        table(LABELS, IMAGES.astype(int) * 257),
        "Got numbers from 0 to 6.554e+04: mend it with X = ",
    ),
}


@pytest.mark.parametrize(("text", "sentence"), OTHERS.values(), ids=OTHERS)
def test_what_is_no_table_of_digits_is_refused_with_a_sentence(text: str, sentence: str, path: Path) -> None:
    path.write_text(text)
    with pytest.raises(DataError) as caught:
        read(path)
    assert sentence in str(caught.value)
    assert str(caught.value).startswith(str(path))


def test_what_is_doubtful_is_told(path: Path) -> None:
    both = IMAGES.copy()
    both[:, -1] = range(12)
    both[-2:, -1] = 3
    told = {
        "The first column is taken for the label, and the last could be it too.": table(LABELS, both),
        "The largest value is 1: 0 is taken for paper and 1 for full ink.": table(LABELS, IMAGES // 128),
        "The ink is pale: the largest value is 31, and 255 is full ink.": table(LABELS, IMAGES // 8),
        "The ink is pale: the largest value is 127, and 255 is full ink.": table(LABELS, IMAGES // 2),
        "The words in column 2 (split) are passed over.": FORMS["words beside"],
        "The numbers in column 2 (age) are passed over.": table(
            LABELS, [33] * 12, IMAGES, names=["label", "age", *NAMES]
        ),
        "The words in column 786 (Prüfer) are passed over.": table(
            LABELS, IMAGES, ["Jürgen"] * 12, names=["label", *NAMES, "Prüfer"]
        ),
        "The columns of pixels were put in the order of their numbers.": FORMS["sorted by names"],
    }
    for sentence, text in told.items():
        path.write_text(text, "cp1252")
        assert read(path).remarks == (sentence,)


def test_true_and_false_are_full_ink_and_paper(path: Path) -> None:
    for text in (table(LABELS, IMAGES > 127, names=["label", *NAMES]), table(IMAGES > 127, LABELS).upper()):
        path.write_text(text)
        samples = read(path)
        assert samples.labels is not None
        assert samples.labels.tolist() == LABELS
        np.testing.assert_array_equal(samples.inputs, (IMAGES > 127) * 255)


def test_a_set_of_one_digit_is_understood_wherever_its_label_is(path: Path) -> None:
    for text in (table([4] * 12, IMAGES), table(IMAGES, [4] * 12)):
        path.write_text(text)
        labels = read(path).labels
        assert labels is not None
        assert set(labels.tolist()) == {4}


@pytest.mark.parametrize(("bound", "value"), [("MAX_ROWS", 12), ("MAX_BLANK_LINES", 2)])
def test_a_file_is_bounded(bound: str, value: int, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_table, bound, value)
    path.write_text(LABEL_FIRST + "\n\n")
    assert len(read(path)) == 12
    path.write_text(LABEL_FIRST + "\n\n\n" + line_of())
    with pytest.raises(DataError, match=r"digits\.csv must have at most .*lines"):
        read(path)


def test_a_line_without_end_is_refused(path: Path) -> None:
    path.write_text(line_of() + " " * (2 * text_blocks.MAX_LINE))
    with pytest.raises(DataError, match="must have lines of at most 262144 bytes"):
        read(path)


def test_a_file_that_is_far_too_long_is_not_even_begun(path: Path) -> None:
    path.touch()
    with path.open("r+b") as file:
        file.truncate(csv_file.MAX_BYTES + 1)  # a hole: it takes no room on the disk
    with pytest.raises(DataError, match=r"digits\.csv must have at most 68719476736 bytes\. Got 68719476737"):
        read(path)
    path.write_text("")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"absent\.csv must be a file that can be read"):
        read(tmp_path / "absent.csv")


def test_samples_are_held_once(path: Path) -> None:
    path.write_text(f"{line_of()}\n" * 40_000)
    tracemalloc.start()
    samples = read(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1.25 * samples.inputs.nbytes + (12 << 20)


@pytest.mark.parametrize("content", [b"\n" * (1 << 24), b"7," * (1 << 23), bytes(1 << 24)])
@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress, bz2.compress], ids=["gzip", "xz", "bzip2"])
def test_a_bomb_ends(pack, content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compression, "FREE_BYTES", 1 << 20)
    path = tmp_path / "bomb.csv"
    path.write_bytes(pack(content))
    tracemalloc.start()
    with pytest.raises(DataError):
        read(path)
    assert tracemalloc.get_traced_memory()[1] < 12 << 20
    tracemalloc.stop()


@given(
    st.lists(st.integers(-1, 256).map(str) | st.text('0123456789.-+e_ "', max_size=4), min_size=784, max_size=786).map(
        lambda values: ",".join(values).encode()
    )
    | st.binary().filter(lambda line: not set(line) & set(b"\r\n") and line.strip())
)
@example(b"#")
@example(b"# 7")
@example(b",,")
@example(b"\x1c")
@example(b"\xa0")
def test_any_line_is_a_sample_or_no_data_or_a_data_error(path: Path, line: bytes) -> None:
    sound = f"{line_of(3)}\n{line_of(5)}\n".encode()
    path.write_bytes(sound + line)
    try:
        samples = read(path)
    except DataError as error:
        refusal = error
    else:
        words = line.decode("latin-1").replace(",", "").strip()  # str knows more kinds of blanks than bytes do
        if line.strip().startswith(b"#") or not words:  # a comment, or separators alone
            assert len(samples) == 2
            return
        values = [float(text.strip().strip(b'"').strip()) for text in line.split(b",")]
        assert samples.labels is not None
        assert samples.labels[2] == values[0]
        scale = 1 if samples.inputs.dtype == np.uint8 else 255
        np.testing.assert_allclose(samples.inputs[2].astype(float) * scale, values[1:], rtol=1e-5, atol=1e-5)
        return
    assert str(refusal).startswith(str(path))


@settings(max_examples=300)
@given(st.binary(max_size=400))
def test_any_file_is_samples_or_a_data_error(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(content)
    try:
        assert len(read(path)) > 0
    except DataError as error:
        refusal = str(error)
    else:
        return
    assert "\n" not in refusal
    assert len(refusal) < len(str(path)) + 400
