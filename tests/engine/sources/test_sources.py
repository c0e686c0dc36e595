"""The texts that name data."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.practice import practice_set
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.errors import DataError
from mlp_engine.my_digits import DrawingStore, LabelledDrawing, my_digits_folder
from mlp_engine.sources import load_source, made_samples, trimmed_source


def test_mnist_comes_from_the_cache(small_mnist: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLP_CACHE_DIR", str(tmp_path))
    small_mnist.write(tmp_path / "mnist", compressed=True)
    assert repr(load_source("mnist")) == "Dataset('MNIST training set', 3 samples of 784 inputs)"
    assert repr(load_source("mnist-test")) == "Dataset('MNIST test set', 2 samples of 784 inputs)"


@pytest.mark.parametrize(("suffix", "samples"), [("", 3), (":train", 3), (":test", 2)])
# A Windows drive, a colon in a folder's name and a blank are all part of the path.
@pytest.mark.parametrize("folder", ["digits", "C:/my digits", "12:30", "a:test/b"])
def test_a_folder_names_its_part(
    folder: str, suffix: str, samples: int, small_mnist: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    try:
        small_mnist.write(Path(folder))
    except OSError:
        pytest.skip("this system has no such folder names")
    assert len(load_source(f"{folder}{suffix}")) == samples


def test_strokes_are_drawn(tmp_path: Path) -> None:
    path = tmp_path / "pen.jsonl"
    path.write_text('{"label": 1, "strokes": [[[5, 0], [5, 30]]]}\n')
    data = load_source(f"strokes:{path}")
    assert repr(data) == "Dataset('pen', 1 samples of 784 inputs)"


@pytest.mark.parametrize("name", ["pen.jsonl", "PEN.JSONL", "pen.jsonl.gz"])
def test_a_stroke_file_is_known_by_its_ending(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text('{"label": 1, "strokes": [[[5, 0], [5, 30]]]}\n')
    assert load_source(str(tmp_path / name)).labels.tolist() == [1]


@pytest.mark.parametrize("name", ["digits.npz", "digits.NPZ"])
def test_an_archive_is_known_by_its_ending(name: str, tmp_path: Path) -> None:
    with (tmp_path / name).open("wb") as file:
        np.savez(file, X=np.zeros((2, 784), np.uint8), y=np.array([3, 4]))
    assert load_source(str(tmp_path / name)).labels.tolist() == [3, 4]


@pytest.mark.parametrize("name", ["digits.csv", "digits.CSV", "digits.csv.gz"])
def test_a_csv_file_is_known_by_its_ending(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("5" + ",0" * 784)
    told: list[int] = []
    assert load_source(str(tmp_path / name), on_progress=told.append).labels.tolist() == [5]
    assert told == [1]


@pytest.mark.parametrize("ending", ["npz", "csv", "csv.gz", "jsonl"])
def test_a_file_that_is_missing_is_named(ending: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"absent\.\S+ must be a file that can be read\. There is no such file"):
        load_source(str(tmp_path / f"absent.{ending}"))


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """A folder with one picture of an eight; its name is no obstacle."""
    (tmp_path / "mine.csv" / "8").mkdir(parents=True)
    Image.fromarray(practice_set(9).inputs[8].reshape(28, 28)).save(tmp_path / "mine.csv" / "8" / "one.png")
    return tmp_path / "mine.csv"


def test_a_folder_of_pictures_is_told_by_what_it_holds(pictures: Path) -> None:
    told: list[int] = []
    assert load_source(str(pictures), on_progress=told.append).labels.tolist() == [8]
    assert told == [1]
    with pytest.raises(DataError, match="must have a test set of its own, such as a folder called test"):
        load_source(f"{pictures}:test")


def test_idx_files_come_before_folders_of_pictures(small_mnist: Any, pictures: Path) -> None:
    small_mnist.write(pictures)
    assert len(load_source(str(pictures))) == 3


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("practice:12", "practice 12 seed 0"),
        ("practice:12:7", "practice 12 seed 7"),
    ],
)
def test_practice_digits_are_generated(text: str, name: str) -> None:
    told: list[int] = []
    data = load_source(text, on_progress=told.append)
    assert repr(data) == f"Dataset({name!r}, 12 samples of 784 inputs)"
    assert data.fingerprint() == practice_set(12, int(name.split()[-1])).fingerprint()
    assert told[-1] == 12


def test_practice_without_a_count_is_20_000_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def few(count: int, seed: int, **_: object) -> Dataset:
        asked.append(count)
        return practice_set(10, seed)

    monkeypatch.setattr("mlp_engine.sources.kept_practice_set", few)
    assert load_source("practice").fingerprint() == practice_set(10, 0).fingerprint()
    assert asked == [20_000]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("practice:", "Samples of a practice set must be a whole number. Got ''."),
        ("practice:many", "Samples of a practice set must be a whole number. Got 'many'."),
        ("practice:0", "Samples of a practice set must be a whole number from 1 to 1000000. Got 0."),
        ("practice:9999999", "Samples of a practice set must be a whole number from 1 to 1000000. Got 9999999."),
        ("practice:10:", "Seed of a practice set must be a whole number. Got ''."),
        ("practice:10:-1", "Seed must be a whole number from 0 to 9223372036854775807. Got -1."),
        ("practice:1:2:3", "A practice set must be practice, practice:COUNT or practice:COUNT:SEED. Got "),
    ],
)
def test_practice_digits_that_cannot_be_are_told(text: str, sentence: str) -> None:
    with pytest.raises(DataError) as caught:
        load_source(text)
    assert str(caught.value).startswith(sentence)


def test_a_folder_called_practice_is_named_from_here(
    small_mnist: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    small_mnist.write(Path("practice"))
    assert len(load_source("./practice")) == 3
    assert len(load_source("./practice:test")) == 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        ":test",
        "strokes:",
        "fashion",
        "mnist:test",
        "nowhere/at/all:test",
        "strokes",
        "MNIST",
        "Practice",
        "practices:10",
        "nul\0byte",
        "x" * 5000,
    ],
)
def test_anything_else_is_told_the_forms(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DataError) as caught:
        load_source(text)
    message = str(caught.value)
    assert message.startswith(
        "Data must be mnist, mnist-test, my-digits, practice:COUNT:SEED, an existing FOLDER or FILE"
    )
    assert "strokes:FILE, or several of them joined by +. Got " in message


def test_a_stroke_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"absent\.jsonl must be a file that can be read"):
        load_source(f"strokes:{tmp_path / 'absent.jsonl'}")


def test_a_plus_joins_data(small_mnist: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLP_CACHE_DIR", str(tmp_path))
    small_mnist.write(tmp_path / "mnist")
    told: list[int] = []
    data = load_source("mnist + practice:4:1+practice:2:9", on_progress=told.append)
    assert data.name == "MNIST training set + practice 4 seed 1 + practice 2 seed 9"
    np.testing.assert_array_equal(data.inputs[:3], load_source("mnist").inputs)
    np.testing.assert_array_equal(data.inputs[3:7], practice_set(4, 1).inputs)
    np.testing.assert_array_equal(data.inputs[7:], practice_set(2, 9).inputs)
    assert told == [4, 5, 6, 7, 8, 9], "the count goes on over all parts"


@pytest.mark.parametrize("suffix", ["", ":test"])
def test_a_plus_in_the_name_of_a_folder_that_is_there_joins_nothing(
    suffix: str, small_mnist: Any, tmp_path: Path
) -> None:
    small_mnist.write(tmp_path / "mine+yours")
    assert len(load_source(f"{tmp_path / 'mine+yours'}{suffix}")) == (2 if suffix else 3)


def test_a_plus_in_the_name_of_a_stroke_file_that_is_there_joins_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a+b"
    path.write_text('{"label": 1, "strokes": [[[5, 0], [5, 30]]]}\n')
    assert len(load_source(f"strokes:{path}")) == 1


def test_what_is_missing_among_joined_data_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"joined by \+\. Got 'nothing-here'"):
        load_source("practice:2+nothing-here")


def test_own_drawings_are_data_alone_and_joined() -> None:
    store = DrawingStore(my_digits_folder())
    practice = practice_set(10, 1)
    images = practice.inputs.reshape(-1, 28, 28).astype(np.uint8)
    store.add_all(LabelledDrawing(label, image=image) for label, image in enumerate(images[:4]))
    store.delete([2])
    told: list[int] = []
    own = load_source("my-digits", on_progress=told.append)
    assert (own.name, own.labels.tolist(), told) == ("my digits", [0, 2, 3], [1, 2, 3])
    np.testing.assert_array_equal(own.inputs, practice.inputs[[0, 2, 3]])
    data = load_source("my-digits + practice:10:1")
    assert len(data) == 13
    np.testing.assert_array_equal(data.inputs[3:], practice.inputs)


def test_without_own_drawings_there_is_no_such_data() -> None:
    with pytest.raises(DataError, match=r"My digits must hold at least one drawing to be used as data\. .* has none\."):
        load_source("my-digits")


def test_a_damaged_store_of_own_drawings_is_told_instead_of_that_it_is_empty() -> None:
    store = DrawingStore(my_digits_folder())
    store.path.write_bytes(b"no database" * 1000)
    with pytest.raises(DataError, match=r"The store of my digits was damaged: it is kept as "):
        load_source("my-digits")


@pytest.mark.parametrize(
    ("source", "choice", "needed"),
    [
        ("practice:20000", SampleChoice("first", 500), "practice:500:0"),
        ("practice:20000:3", SampleChoice("first", 500), "practice:500:3"),
        ("practice", SampleChoice("per-class", 20), "practice:200:0"),
        ("practice:100", SampleChoice("first", 500), "practice:100"),
        ("practice:20000", SampleChoice("random", 500), "practice:20000"),
        ("practice:20000", SampleChoice(), "practice:20000"),
        ("practice:many", SampleChoice("first", 5), "practice:many"),
        ("mnist", SampleChoice("first", 500), "mnist"),
    ],
)
def test_no_more_practice_digits_are_drawn_than_are_used(source: str, choice: SampleChoice, needed: str) -> None:
    assert trimmed_source(source, choice) == needed


def unipen(path: Path, writers: int) -> Path:
    """A UNIPEN file of a one and a seven of each writer."""
    lines = []
    for number in range(2 * writers):
        label, points = (1, "5 30\n6 0") if number % 2 == 0 else (7, "0 30\n20 30\n5 0")
        lines.append(
            f'.SEGMENT DIGIT {number} ? "{label}"\n.COMMENT {label} {number // 2 + 1} 9\n.PEN_DOWN\n{points}\n.PEN_UP'
        )
    path.write_text("\n".join(lines))
    return path


def test_strokes_may_be_a_unipen_file_with_its_writers(tmp_path: Path) -> None:
    data = load_source(f"strokes:{unipen(tmp_path / 'pens', 3)}")
    assert data.labels.tolist() == [1, 7] * 3
    assert data.writers.tolist() == [1, 1, 2, 2, 3, 3]
    assert data.hands is None  # too few to set one of them apart


def test_versions_of_strokes_stay_with_their_hand(tmp_path: Path) -> None:
    path = unipen(tmp_path / "pens", 10)
    plain, data = load_source(f"strokes:{path}"), load_source(f"strokes:{path}:3x")
    assert (len(plain), len(data), data.name) == (20, 60, "pens, 3 versions")
    assert data.source == f"strokes:{path}:3x"
    assert data.hands.tolist() == plain.hands.tolist() * 3
    rest, apart = data.split(0.1, np.random.default_rng(0))
    assert len(apart) == 6
    assert not set(rest.writers.tolist()) & set(apart.writers.tolist())


def test_versions_of_anything_else_are_part_of_its_path(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="Data must be mnist"):
        load_source("practice-digits:4x")


def test_too_many_versions_are_refused(tmp_path: Path) -> None:
    path = unipen(tmp_path / "pens", 1)
    with pytest.raises(DataError, match=r"at most 100 versions of a digit\. Got 101"):
        load_source(f"strokes:{path}:101x")


def test_pendigits_must_be_fetched_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLP_CACHE_DIR", str(tmp_path))
    with pytest.raises(DataError, match="mlp-engine data fetch pendigits"):
        load_source("pendigits:4x")


def test_pendigits_come_from_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLP_CACHE_DIR", str(tmp_path))
    (tmp_path / "pendigits").mkdir()
    unipen(tmp_path / "pendigits" / "pendigits-orig.tra", 12)
    data = load_source("pendigits:2x+practice:10:1")
    assert len(data) == 58
    assert data.source == "pendigits:2x+practice:10:1"
    assert sorted(set(data.hands.tolist())) == list(range(-1, 12))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("practice", 20_000),
        ("practice:300", 300),
        ("practice:300:5+pictured:20:1:fonts", 320),
        ("practice:300+mnist", None),
        ("pictured:", None),
        ("practice:many", None),
        (f"practice:{'9' * 5000}", None),
        ("practice:-5", None),
    ],
)
def test_how_many_samples_will_be_drawn_is_known_before(text: str, count: int | None) -> None:
    assert made_samples(text) == count


@pytest.mark.parametrize("text", ["practice:1:2:", "pictured:1:2:"])
def test_a_long_source_is_not_quoted_whole(text: str) -> None:
    with pytest.raises(DataError, match=r"Got '.{58}…\.$"):
        load_source(text + "x" * 5000)
