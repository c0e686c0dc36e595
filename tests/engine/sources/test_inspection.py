"""The inspection of data before it is used: what is odd is told, and what clearly needs it is turned."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mlp_engine.datasets.practice import practice_set, practice_strokes
from mlp_engine.datasets.samples import Samples
from mlp_engine.errors import DataError
from mlp_engine.sources import fitted_source, load_samples, load_source
from mlp_engine.sources.arrangement import AS_THEY_ARE, Arrangement
from mlp_engine.sources.inspection import inspect

PRACTICE = practice_set(120, 3)
IMAGES = PRACTICE.inputs.reshape(-1, 28, 28).astype(np.uint8)
LABELS = PRACTICE.labels
TRANSPOSED = IMAGES.transpose(0, 2, 1)
SHARES = IMAGES / np.float32(255)


def save(path: Path, images: np.ndarray, labels: np.ndarray | None = LABELS) -> str:
    np.savez(path, allow_pickle=True, **({"X": images} if labels is None else {"X": images, "y": labels}))
    return str(path)


def test_what_was_chosen_is_in_the_text_that_names_the_data(tmp_path: Path) -> None:
    source = save(tmp_path / "x.npz", 255 - TRANSPOSED)
    data = load_source(source)
    assert data.source == f"{source}:transposed:inverted"
    again = load_source(data.source)
    assert (again.source, again.fingerprint(), again.name) == (data.source, data.fingerprint(), data.name)
    assert again.remarks == (), "what a person asked for is no news"
    assert data.take(np.arange(3)).source == data.source
    joined = load_source(f"{source} + practice:5")
    assert joined.source == f"{source}:transposed:inverted+practice:5"
    assert joined.remarks[0].startswith("x, transposed and inverted: ")


def test_upside_down_is_chosen_too(tmp_path: Path) -> None:
    data = load_source(save(tmp_path / "x.npz", IMAGES[:, ::-1]) + ":flipped")
    np.testing.assert_array_equal(data.inputs, IMAGES.reshape(120, -1))
    assert data.name == "x, flipped"


def test_a_part_and_an_arrangement_are_named_together(tmp_path: Path) -> None:
    path = tmp_path / "x.npz"
    np.savez(path, x_train=IMAGES, y_train=LABELS, x_test=TRANSPOSED, y_test=LABELS)
    assert load_source(str(path)).source == str(path)
    test = load_source(f"{path}:test")
    assert (test.source, test.name) == (f"{path}:test:transposed", "x, test set, transposed")
    assert load_source(f"{path}:as-is:test").source == f"{path}:test:as-is"


def test_few_samples_are_not_turned_by_chance(tmp_path: Path) -> None:
    for count in (1, 2, 3):
        data = load_source(save(tmp_path / "x.npz", TRANSPOSED[:count], LABELS[:count]))
        np.testing.assert_array_equal(data.inputs, TRANSPOSED[:count].reshape(count, -1))


@pytest.mark.parametrize("is_labelled", [True, False])
def test_few_samples_with_ink_along_their_edges_are_inverted(is_labelled: bool, tmp_path: Path) -> None:
    labels = LABELS[:2] if is_labelled else None
    samples = load_samples(save(tmp_path / "x.npz", 255 - IMAGES[:2], labels))
    np.testing.assert_array_equal(samples.inputs, IMAGES[:2].reshape(2, -1))
    assert samples.remarks == (
        "Inverted: the edges of most images are dark, where paper should be. To leave them as they are, "
        "write :as-is behind the data.",
    )


NOISE = np.random.default_rng(5).integers(0, 256, (60, 784)).astype(np.uint8)


def test_what_may_be_no_digits_is_told_and_left_alone(tmp_path: Path) -> None:
    data = load_source(save(tmp_path / "x.npz", NOISE, LABELS[:60]))
    np.testing.assert_array_equal(data.inputs, NOISE)
    (sentence,) = data.remarks
    assert sentence.startswith("The bundled network reads ")
    assert sentence.endswith("of 60 samples right: are they upright digits, or clothes as in Fashion-MNIST?")


def test_wrong_labels_are_told(tmp_path: Path) -> None:
    labels = LABELS.copy()
    labels[::2] = (labels[::2] + 1) % 10
    data = load_source(save(tmp_path / "x.npz", IMAGES, labels))
    assert data.labels.tolist() == labels.tolist()
    (sentence,) = data.remarks
    assert sentence.endswith("% of 120 samples right: are the labels right?")


def test_labels_that_never_change_are_told(tmp_path: Path) -> None:
    sevens = IMAGES[LABELS == 7]
    data = load_source(save(tmp_path / "x.npz", sevens, np.full(len(sevens), 7)))
    assert data.remarks == ("All 12 labels are 7.",)


@pytest.mark.parametrize(
    ("labels", "sentence"),
    [
        (np.where(LABELS == 0, 10, LABELS), "The labels run from 1 to 10: 10 is taken for 0."),
        (LABELS + 1, "The labels run from 1 to 10: each is taken for one less."),
    ],
    ids=["10 is 0", "one too high"],
)
def test_labels_from_1_to_10_are_understood_by_what_they_label(labels, sentence: str, tmp_path: Path) -> None:
    data = load_source(save(tmp_path / "x.npz", IMAGES, labels))
    assert data.labels.tolist() == LABELS.tolist()
    assert data.remarks == (sentence,)


def small(images: np.ndarray, side: int) -> np.ndarray:
    """Images that were cropped to their digits, and made small."""
    return np.stack([np.asarray(Image.fromarray(image[3:25, 3:25]).resize((side, side))) for image in images])


@pytest.mark.parametrize("side", [12, 16, 20, 40])
def test_images_of_other_sizes_are_inspected_too(side: int, tmp_path: Path) -> None:
    images = small(IMAGES, side)
    data = load_source(save(tmp_path / "x.npz", images.transpose(0, 2, 1)))
    assert data.source.endswith(":transposed")
    np.testing.assert_array_equal(data.inputs, images.reshape(120, -1))


def test_images_of_other_sizes_are_brought_to_28_by_28_on_request(tmp_path: Path) -> None:
    source = save(tmp_path / "x.npz", small(IMAGES, 16).transpose(0, 2, 1))
    data = load_source(f"{source}:28x28")
    assert data.inputs.shape == (120, 784)
    assert (data.name, data.source) == ("x, transposed, brought to 28×28", f"{source}:transposed:28x28")
    assert load_source(data.source).fingerprint() == data.fingerprint()
    assert fitted_source(f"{source}+practice:3") == f"{source}:28x28+practice:3:28x28"
    assert inspect(Samples(data.inputs, "x", data.labels, size=(28, 28))).shares[AS_THEY_ARE] > 0.9


def test_inputs_that_are_no_images_are_left_alone(tmp_path: Path) -> None:
    source = save(tmp_path / "x.npz", SHARES.reshape(120, -1)[:, :700])
    assert load_source(source).remarks == ()
    for option in ("28x28", "transposed"):
        with pytest.raises(DataError, match=r"x must hold images of a known size to be .*\. Got 700 inputs"):
            load_source(f"{source}:{option}")


def test_pictures_may_be_transposed_and_are_never_inverted_twice(tmp_path: Path) -> None:
    for number, (image, label) in enumerate(zip(TRANSPOSED[:40], LABELS[:40], strict=True)):
        folder = tmp_path / "mine" / str(label)
        folder.mkdir(parents=True, exist_ok=True)
        Image.fromarray(255 - image).save(folder / f"{number:02}.png")
    data = load_source(str(tmp_path / "mine"))
    assert data.name == "mine, transposed"
    assert sorted(data.inputs.tobytes()[n * 784 : (n + 1) * 784] for n in range(40)) == sorted(
        image.tobytes() for image in IMAGES[:40]
    )


def test_generated_digits_are_not_inspected(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("mlp_engine.sources.inspected", never)
    assert load_source("practice:12").remarks == ()


def test_the_findings_are_there_for_whoever_shows_them() -> None:
    found = inspect(Samples(255 - IMAGES.reshape(120, -1), "x", LABELS, size=(28, 28)))
    assert (found.lowest, found.highest, found.read) == (0.0, 255.0, 120)
    assert found.edge is not None
    assert found.edge > 0.9
    assert found.label_counts == (12,) * 10
    assert found.arrangement == Arrangement(inverted=True)
    assert found.shares[Arrangement(inverted=True)] > 0.9 > 0.4 > found.shares[AS_THEY_ARE]
    assert len(found.shares) == 4
    assert len(found.remarks) == 1


def test_strokes_may_be_upside_down(tmp_path: Path) -> None:
    lines: list[str] = []
    for number in range(60):
        strokes = practice_strokes(number % 10, np.random.default_rng(number))
        upside_down = [[[x, -y] for x, y in stroke] for stroke in strokes]
        lines.append(json.dumps({"label": number % 10, "strokes": upside_down}))
    (tmp_path / "pen.jsonl").write_text("\n".join(lines))
    data = load_source(str(tmp_path / "pen.jsonl"))
    assert data.name == "pen, flipped"
    assert data.source.endswith("pen.jsonl:flipped")
    assert load_source(f"strokes:{tmp_path / 'pen.jsonl'}").source.endswith("pen.jsonl:flipped")
