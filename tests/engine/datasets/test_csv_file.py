"""CSV files, whole and broken."""

import gzip
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlp_engine.datasets import csv_file
from mlp_engine.datasets.csv_file import load_csv
from mlp_engine.errors import DataError

IMAGES = np.random.default_rng(1).integers(0, 256, (3, 784)).astype(np.uint8)
LABELS = [7, 0, 9]


def line_of(label: object = 7, ink: object = 0, separator: str = ",") -> str:
    return separator.join([str(label), str(ink), *["0"] * 782, "255"])


LINES = [",".join(map(str, [label, *row.tolist()])) for label, row in zip(LABELS, IMAGES, strict=True)]
NAMES = ",".join(["label", *[f"pixel{place}" for place in range(784)]])


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("csv") / "digits.csv"


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(LINES),
        "\n".join([NAMES, *LINES, ""]),
        "\r\n".join([NAMES, *LINES, ""]),
        "\ufeff" + "\n".join(LINES),
        "\ufeff" + "\n".join([NAMES, *LINES]),
        "\n\n".join(["", *LINES, " ", ""]),
        "\n".join(LINES).replace(",", " , "),
        "\n".join(['"label"', *LINES]),
    ],
    ids=["bare", "names", "Windows", "mark", "mark and names", "blank lines", "blanks", "a short line of names"],
)
def test_samples_come_back_as_they_were(text: str, path: Path) -> None:
    path.write_bytes(text.encode())
    told: list[int] = []
    data = load_csv(path, on_progress=told.append)
    assert repr(data) == "Dataset('digits', 3 samples of 784 inputs)"
    assert data.inputs.dtype == np.uint8
    assert data.inputs.flags.c_contiguous  # or every minibatch would copy all of it
    np.testing.assert_array_equal(data.inputs, IMAGES)
    assert data.labels.tolist() == LABELS
    assert told[-1] == 3


def test_gzip_is_understood(tmp_path: Path) -> None:
    path = tmp_path / "digits.csv.gz"
    path.write_bytes(gzip.compress("\n".join(LINES).encode()))
    assert load_csv(path).name == "digits"
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(DataError, match=r"digits\.csv\.gz must be a whole and undamaged gzip file"):
        load_csv(path)


LABEL = "the label, which comes first, must be a whole number from 0 to 9. Got "
COUNT = "a line must have 785 values with commas between them. Got "
INK = "value 1 must be ink, a whole number from 0 to 255. Got "
MALFORMED = {
    "prose": ("This is a letter", f"{COUNT}1."),
    "names in the middle": (NAMES, f"{LABEL}'label'."),
    "no label": (line_of(label=""), f"{LABEL}''."),
    "label too large": (line_of(label=10), f"{LABEL}'10'."),
    "label far too large": (line_of(label="9" * 5000), f"{LABEL}'9999"),
    "negative label": (line_of(label=-1), f"{LABEL}'-1'."),
    "label with a fraction": (line_of(label="7.0"), f"{LABEL}'7.0'."),
    "label in letters": (line_of(label="seven"), f"{LABEL}'seven'."),
    "a value missing": (line_of().removesuffix(",255"), f"{COUNT}784."),
    "a value too many": (line_of() + ",0", f"{COUNT}786."),
    "a comma at the end": (line_of() + ",", f"{COUNT}786."),
    "only commas": ("," * 784, f"{LABEL}''."),
    "semicolons": (line_of(separator=";"), f"{COUNT}1."),
    "tabs": (line_of(separator="\t"), f"{COUNT}1."),
    "ink too dark": (line_of(ink=256), f"{INK}'256'."),
    "negative ink": (line_of(ink=-1), f"{INK}'-1'."),
    "shares of ink": (line_of(ink="0.5"), f"{INK}'0.5'."),
    "not a number": (line_of(ink="nan"), f"{INK}'nan'."),
    "python's own": (line_of(ink="1_0"), f"{INK}'1_0'."),
    "other digits": (line_of(ink="٣"), f"{INK}'٣'."),
    "leading zeros": (line_of(ink="007"), f"{INK}'007'."),
    "quotes": (line_of(ink='"7"'), f"{INK}'\"7\"'."),
    "an empty value": (line_of(ink=""), f"{INK}''."),
    "a formula": (line_of(ink="=1+1"), f"{INK}'=1+1'."),
    "a zero byte": (line_of(ink="\0"), INK),
    "the last value": (line_of().removesuffix("255") + "x", "value 784 must be ink, a whole number from 0 to 255."),
    "a line without end": (line_of() + " " * (1 << 14), "a line must have at most 16384 bytes. Got more."),
}


@pytest.mark.parametrize(("line", "sentence"), MALFORMED.values(), ids=MALFORMED)
def test_malformed_line_is_refused_with_a_sentence_that_names_it(line: str, sentence: str, path: Path) -> None:
    path.write_text(f"{NAMES}\n\n{LINES[0]}\n{line}\n{LINES[1]}\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_csv(path)
    assert str(caught.value).startswith(f"{path}, line 4: {sentence}")
    assert len(str(caught.value)) < len(str(path)) + 200


@pytest.mark.parametrize("first", ["-1", "+7", "7.5", ""], ids=["minus", "plus", "fraction", "nothing"])
def test_a_first_line_that_begins_with_a_number_is_no_line_of_names(first: str, path: Path) -> None:
    path.write_text(line_of(label=first))
    with pytest.raises(DataError) as caught:
        load_csv(path)
    assert str(caught.value) == f"{path}, line 1: {LABEL}'{first}'."


def test_other_encodings_are_refused(path: Path) -> None:
    path.write_bytes(b"7,\xff" + b",0" * 783)
    with pytest.raises(DataError, match="line 1: value 1 must be ink"):
        load_csv(path)


@pytest.mark.parametrize("text", ["", "\n\n", NAMES], ids=["empty", "blank", "names"])
def test_a_file_without_samples_is_refused(text: str, path: Path) -> None:
    path.write_text(text)
    with pytest.raises(DataError, match="must hold at least one sample"):
        load_csv(path)


@pytest.mark.parametrize(("bound", "value"), [("MAX_SAMPLES", 2), ("MAX_BLANK_LINES", 1)])
def test_a_file_is_bounded(bound: str, value: int, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_file, bound, value)
    path.write_text(f"{LINES[0]}\n\n{LINES[1]}\n")
    assert len(load_csv(path)) == 2
    path.write_text(f"{LINES[0]}\n\n\n{LINES[1]}\n{LINES[2]}\n")
    with pytest.raises(DataError, match=r"digits\.csv must hold at most .*samples and .*blank lines"):
        load_csv(path)


def test_a_compressed_file_has_a_bound_of_its_own(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A gzip file may be a thousandth of what it holds: it must not fill the memory."""
    monkeypatch.setattr(csv_file, "MAX_COMPRESSED_SAMPLES", 1)
    path.write_text("".join(f"{line}\n" for line in LINES))
    assert len(load_csv(path)) == len(LINES)
    path.write_bytes(gzip.compress(path.read_bytes()))
    with pytest.raises(DataError, match="must hold at most 1 samples"):
        load_csv(path)


def test_a_file_that_is_far_too_long_is_not_even_begun(path: Path) -> None:
    path.touch()
    with path.open("r+b") as file:
        file.truncate(csv_file.MAX_BYTES + 1)  # a hole: it takes no room on the disk
    with pytest.raises(DataError, match=r"digits\.csv must have at most 68719476736 bytes\. Got 68719476737"):
        load_csv(path)
    path.write_text("")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"absent\.csv must be a file that can be read"):
        load_csv(tmp_path / "absent.csv")


def test_samples_are_held_once(path: Path) -> None:
    count = 4_000
    path.write_text(f"{line_of()}\n" * count)
    tracemalloc.start()
    data = load_csv(path)
    assert tracemalloc.get_traced_memory()[1] < 1.25 * data.inputs.nbytes
    tracemalloc.stop()


def test_a_bomb_of_blank_lines_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_file, "MAX_BLANK_LINES", 1_000)
    path = tmp_path / "bomb.csv"
    path.write_bytes(gzip.compress(b"\n" * (1 << 24)))
    with pytest.raises(DataError, match="1000 blank lines"):
        load_csv(path)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.integers(-1, 256).map(str) | st.text('0123456789.-+e_ "', max_size=4), min_size=784, max_size=786).map(
        lambda values: ",".join(values).encode()
    )
    | st.binary().filter(lambda line: b"\n" not in line and line.strip())
)
def test_any_line_is_a_sample_or_a_data_error(path: Path, line: bytes) -> None:
    path.write_bytes(LINES[0].encode() + b"\n" + line)
    try:
        data = load_csv(path)
    except DataError as error:
        refusal = error
    else:
        values = [int(text) for text in line.split(b",")]
        assert [data.labels[1], *data.inputs[1]] == values
        return
    assert str(refusal).startswith(f"{path}, line 2: ")
