"""Pictures in folders named after their digits."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mlp_engine.datasets import class_folders
from mlp_engine.datasets.class_folders import has_class_folders, load_class_folders
from mlp_engine.datasets.practice import practice_set
from mlp_engine.errors import DataError
from mlp_engine.ink import digit_image_from_picture

DIGITS = practice_set(20).inputs.reshape(20, 28, 28)


def save(path: Path, levels: np.ndarray) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(levels).save(path)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two threes and a seven, as digit images."""
    save(tmp_path / "mine" / "3" / "b.png", DIGITS[3])
    save(tmp_path / "mine" / "3" / "a.png", DIGITS[13])
    save(tmp_path / "mine" / "7" / "z.PNG", DIGITS[7])
    return tmp_path / "mine"


def test_classes_take_turns_in_the_order_of_names(folder: Path) -> None:
    told: list[int] = []
    data = load_class_folders(folder, on_progress=told.append)
    assert repr(data) == "Dataset('mine', 3 samples of 784 inputs)"
    assert data.labels.tolist() == [3, 7, 3]
    np.testing.assert_array_equal(data.inputs.reshape(3, 28, 28), DIGITS[[13, 7, 3]])
    assert told == [1, 2, 3]


def test_digit_images_on_light_paper_are_inverted(folder: Path) -> None:
    save(folder / "7" / "z.PNG", 255 - DIGITS[7])
    np.testing.assert_array_equal(load_class_folders(folder).inputs[1].reshape(28, 28), DIGITS[7])


@pytest.mark.parametrize("ending", ["png", "jpg", "JPEG", "bmp"])
@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_other_pictures_go_through_the_ink_path(ending: str, mode: str, tmp_path: Path) -> None:
    large = Image.fromarray(255 - DIGITS[4]).resize((112, 140)).convert(mode)
    path = tmp_path / "photos" / "4" / f"one.{ending}"
    path.parent.mkdir(parents=True)
    large.save(path)
    data = load_class_folders(tmp_path / "photos")
    np.testing.assert_array_equal(data.inputs[0].reshape(28, 28), digit_image_from_picture(path))


def test_small_pictures_in_colour_go_through_the_ink_path_too(folder: Path) -> None:
    path = folder / "7" / "z.PNG"
    Image.fromarray(DIGITS[7]).convert("RGB").save(path)
    image = load_class_folders(folder).inputs[1].reshape(28, 28)
    np.testing.assert_array_equal(image, digit_image_from_picture(path))


def test_what_does_no_harm_is_passed_over_and_counted(folder: Path) -> None:
    (folder / "0").mkdir()
    (folder / "readme.txt").write_text("mine")
    (folder / "3" / "labels.csv").write_text("3,3")
    data = load_class_folders(folder)
    assert data.labels.tolist() == [3, 7, 3]
    assert data.name == "mine, 2 other files passed over"


def test_what_systems_leave_in_folders_is_not_even_counted(folder: Path) -> None:
    (folder / ".git").mkdir()
    (folder / "__MACOSX").mkdir()
    (folder / "3" / ".DS_Store").write_bytes(b"")
    (folder / "3" / "Thumbs.db").write_bytes(b"")
    assert load_class_folders(folder).name == "mine"


def spoil_with_a_folder_of_another_name(folder: Path) -> str:
    (folder / "ten").mkdir()
    return f"{folder / 'ten'} must be named after a digit, 0 to 9, as all folders beside it."


def spoil_with_a_folder_in_a_class(folder: Path) -> str:
    (folder / "3" / "more").mkdir()
    return f"{folder / '3' / 'more'} must be a picture. Got a folder, within the folder of a class."


def spoil_with_a_text(folder: Path) -> str:
    path = folder / "3" / "c.png"
    path.write_text("no picture")
    return f"{path} cannot be a sample: c.png must be a PNG, JPEG or BMP picture. Got a file of another kind."


def spoil_with_a_cut_picture(folder: Path) -> str:
    path = folder / "3" / "a.png"
    path.write_bytes(path.read_bytes()[:-30])
    return f"{path} cannot be a sample: a.png must be a whole and readable picture."


def spoil_with_an_empty_file(folder: Path) -> str:
    (folder / "7" / "a.jpg").write_bytes(b"")
    return f"{folder / '7' / 'a.jpg'} cannot be a sample: a.jpg must be a PNG, JPEG or BMP picture. Got an empty file."


def spoil_with_a_blank_digit_image(folder: Path) -> str:
    path = save(folder / "7" / "y.png", np.zeros((28, 28), np.uint8))
    return f"{path} cannot be a sample: A picture must show a digit. Got a blank one."


def spoil_with_a_blank_picture(folder: Path) -> str:
    path = save(folder / "7" / "y.png", np.full((90, 90), 255, np.uint8))
    return f"{path} cannot be a sample: A picture must show a digit. Got a blank one."


def spoil_with_another_kind_of_picture(folder: Path) -> str:
    Image.fromarray(DIGITS[3]).save(folder / "3" / "c.png", format="GIF")
    return f"{folder / '3' / 'c.png'} cannot be a sample: c.png must be a PNG, JPEG or BMP picture."


def spoil_by_taking_all_pictures(folder: Path) -> str:
    for path in folder.rglob("*.[pP]*"):
        path.unlink()
    return f"{folder} must hold PNG, JPEG or BMP pictures in its folders 0 to 9. Got none."


def spoil_by_taking_the_folder(folder: Path) -> str:
    folder.rename(folder.with_name("elsewhere"))
    return f"{folder} must be a folder that can be read. Got: "


@pytest.mark.parametrize("spoil", [value for name, value in list(globals().items()) if name.startswith("spoil_")])
def test_what_would_do_harm_is_refused_with_a_sentence_that_names_it(spoil, folder: Path) -> None:
    sentence = spoil(folder)
    with pytest.raises(DataError) as caught:
        load_class_folders(folder)
    assert str(caught.value).startswith(sentence)


def test_a_folder_is_bounded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(class_folders, "MAX_ENTRIES", 2)
    assert len(load_class_folders(folder)) == 3
    save(folder / "3" / "c.png", DIGITS[3])
    with pytest.raises(DataError, match=r"3 must hold at most 2 entries\. Got more"):
        load_class_folders(folder)


def test_class_folders_are_told_by_their_names(folder: Path, tmp_path: Path) -> None:
    assert has_class_folders(folder)
    assert not has_class_folders(tmp_path)
    (tmp_path / "5").write_text("a file")
    assert not has_class_folders(tmp_path)
