"""Pictures in folders named after their digits, with names that tell them, or with a table beside them."""

import io
import shutil
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mlp_engine.datasets import picture_files
from mlp_engine.datasets.folder import read_path
from mlp_engine.datasets.practice import practice_set
from mlp_engine.datasets.samples import Samples
from mlp_engine.errors import DataError
from mlp_engine.files import file_tree
from mlp_engine.ink import digit_image_from_picture
from mlp_engine.ink.picture_file import KINDS

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
    data = read_path(folder, on_progress=told.append)
    assert repr(data) == "Samples('mine', 3 of 784 inputs, labelled)"
    assert data.labels is not None
    assert data.labels.tolist() == [3, 7, 3]
    np.testing.assert_array_equal(data.inputs.reshape(3, 28, 28), DIGITS[[13, 7, 3]])
    assert told == [1, 2, 3]


@pytest.mark.parametrize("together", [1, 2, 3, 4])
def test_pictures_are_the_same_however_many_are_looked_over_together(
    together: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture_files, "_BLOCK", together)
    save(folder / "0" / "light.png", 255 - DIGITS[0])
    save(folder / "9" / "large.png", 255 - DIGITS[9].repeat(4, axis=0).repeat(4, axis=1))
    told: list[int] = []
    images = read_path(folder, on_progress=told.append).inputs.reshape(5, 28, 28)
    large = digit_image_from_picture(folder / "9" / "large.png")
    np.testing.assert_array_equal(images, np.stack([DIGITS[0], DIGITS[13], DIGITS[7], large, DIGITS[3]]))
    assert told == [1, 2, 3, 4, 5]


def test_digit_images_on_light_paper_are_inverted(folder: Path) -> None:
    save(folder / "7" / "z.PNG", 255 - DIGITS[7])
    np.testing.assert_array_equal(read_path(folder).inputs[1].reshape(28, 28), DIGITS[7])


@pytest.mark.parametrize("ending", ["png", "jpg", "JPEG", "bmp"])
@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_other_pictures_go_through_the_ink_path(ending: str, mode: str, tmp_path: Path) -> None:
    large = Image.fromarray(255 - DIGITS[4]).resize((112, 140)).convert(mode)
    path = tmp_path / "photos" / "4" / f"one.{ending}"
    path.parent.mkdir(parents=True)
    large.save(path)
    data = read_path(tmp_path / "photos")
    np.testing.assert_array_equal(data.inputs[0].reshape(28, 28), digit_image_from_picture(path))


def test_small_pictures_in_colour_go_through_the_ink_path_too(folder: Path) -> None:
    path = folder / "7" / "z.PNG"
    Image.fromarray(DIGITS[7]).convert("RGB").save(path)
    image = read_path(folder).inputs[1].reshape(28, 28)
    np.testing.assert_array_equal(image, digit_image_from_picture(path))


def test_what_does_no_harm_is_passed_over_and_counted(folder: Path) -> None:
    (folder / "0").mkdir()
    (folder / "readme.txt").write_text("mine")
    (folder / "3" / "labels.csv").write_text("3,3")
    data = read_path(folder)
    assert data.labels is not None
    assert data.labels.tolist() == [3, 7, 3]
    assert data.name == "mine, 2 other files passed over"


def test_what_systems_leave_in_folders_is_not_even_counted(folder: Path) -> None:
    (folder / ".git").mkdir()
    (folder / "__MACOSX").mkdir()
    (folder / "3" / ".DS_Store").write_bytes(b"")
    (folder / "3" / "Thumbs.db").write_bytes(b"")
    assert read_path(folder).name == "mine"


def spoil_with_a_folder_of_another_name(folder: Path) -> str:
    save(folder / "ten" / "a.png", DIGITS[0])
    return f"{folder / 'ten'} must be named after a digit, 0 to 9, as all folders beside it."


def spoil_with_a_text(folder: Path) -> str:
    path = folder / "3" / "c.png"
    path.write_text("no picture")
    return f"{path} cannot be a sample: c.png must be a {KINDS} picture. Got a file of another kind."


def spoil_with_a_cut_picture(folder: Path) -> str:
    path = folder / "3" / "a.png"
    path.write_bytes(path.read_bytes()[:-30])
    return f"{path} cannot be a sample: a.png must be a whole and readable picture."


def spoil_with_an_empty_file(folder: Path) -> str:
    (folder / "7" / "a.jpg").write_bytes(b"")
    return f"{folder / '7' / 'a.jpg'} cannot be a sample: a.jpg must be a {KINDS} picture. Got an empty file."


def spoil_with_a_blank_digit_image(folder: Path) -> str:
    path = save(folder / "7" / "y.png", np.zeros((28, 28), np.uint8))
    return f"{path} cannot be a sample: This picture is blank."


def spoil_with_a_blank_picture(folder: Path) -> str:
    path = save(folder / "7" / "y.png", np.full((90, 90), 255, np.uint8))
    return f"{path} cannot be a sample: This picture is blank."


def spoil_with_a_blank_digit_image_before_a_cut_one(folder: Path) -> str:
    spoil_with_an_empty_file(folder)
    path = save(folder / "3" / "a.png", np.full((28, 28), 9, np.uint8))
    return f"{path} cannot be a sample: This picture is blank."


def spoil_with_a_blank_digit_image_after_a_cut_one(folder: Path) -> str:
    spoil_with_a_blank_digit_image(folder)
    return spoil_with_a_cut_picture(folder)


def spoil_with_another_kind_of_picture(folder: Path) -> str:
    Image.fromarray(DIGITS[3]).save(folder / "3" / "c.png", format="ICO")
    return f"{folder / '3' / 'c.png'} cannot be a sample: c.png must be a PNG, JPEG, BMP, GIF, WebP or TIFF picture."


def spoil_by_taking_all_pictures(folder: Path) -> str:
    for path in folder.rglob("*.[pP]*"):
        path.unlink()
    return f"{folder} must hold IDX files, pictures, arrays, or a file of samples. It holds nothing."


@pytest.mark.parametrize("spoil", [value for name, value in list(globals().items()) if name.startswith("spoil_")])
def test_what_would_do_harm_is_refused_with_a_sentence_that_names_it(spoil, folder: Path) -> None:
    sentence = spoil(folder)
    with pytest.raises(DataError) as caught:
        read_path(folder)
    assert str(caught.value).startswith(sentence)


def test_a_folder_is_bounded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_tree, "MAX_ENTRIES", 2)
    assert len(read_path(folder)) == 3
    save(folder / "3" / "c.png", DIGITS[3])
    with pytest.raises(DataError, match=r"3 must hold at most 2 entries\. Got more"):
        read_path(folder)


def read(root: Path, files: dict[str, int], **kwargs) -> Samples:
    """What is made of pictures of these digits under these names."""
    for name, digit in files.items():
        save(root / name, DIGITS[digit])
    return read_path(root, **kwargs)


FOLDERS = {
    "digits": {"0/a.png": 0, "1/a.png": 1, "7/a.png": 7},
    "with zeros": {"00/a.png": 0, "01/a.png": 1, "07/a.png": 7},
    "words": {"zero/a.png": 0, "One/a.png": 1, "seven/a.png": 7},
    "class names": {"digit_0/a.png": 0, "digit_1/a.png": 1, "digit_7/a.png": 7},
    "class names in words": {"digit-zero/a.png": 0, "digit-one/a.png": 1, "digit-seven/a.png": 7},
    "labels": {"label 0/a.png": 0, "label 1/a.png": 1, "label 7/a.png": 7},
    "partitions": {"label=0/a.png": 0, "label=1/a.png": 1, "label=7/a.png": 7},
    "another language": {"Ziffer 0/a.png": 0, "Ziffer 1/a.png": 1, "Ziffer 7/a.png": 7},
    "plurals": {"0s/a.png": 0, "1s/a.png": 1, "7s/a.png": 7},
    "one folder below": {"training/0/a.png": 0, "training/1/a.png": 1, "training/7/a.png": 7},
    "two folders below": {"set/training/0/a.png": 0, "set/training/1/a.png": 1, "set/training/7/a.png": 7},
    "writers inside": {"0/ann/a.png": 0, "1/bob/a.png": 1, "7/ann/a.png": 7},
    "writers above": {"ann/0/a.png": 0, "bob/1/a.png": 1, "ann/7/a.png": 7},
    "NIST's hexadecimal codes": {"30/a.png": 0, "31/a.png": 1, "37/a.png": 7},
    "digit first": {"0_0012.png": 0, "1_0013.png": 1, "7_0014.png": 7},
    "digit first, far from the rest": {"0 (12).png": 0, "1 (13).png": 1, "7 (140).png": 7},
    "digit last": {"img_12_0.png": 0, "img_12_1.png": 1, "img_14_7.png": 7},
    "digit called so": {"img1-digit0.png": 0, "img2-digit1.png": 1, "img3-digit7.png": 7},
    "digit in words": {"zero (1).png": 0, "one-2.png": 1, "seven_3.png": 7},
    "nothing but digits": {"0.png": 0, "1.png": 1, "7.png": 7},
}


@pytest.mark.parametrize("files", FOLDERS.values(), ids=FOLDERS)
def test_labels_are_in_the_names_of_folders_or_files(files: dict[str, int], tmp_path: Path) -> None:
    samples = read(tmp_path / "mine", files)
    assert samples.labels is not None
    assert samples.labels.tolist() == [0, 1, 7]
    np.testing.assert_array_equal(samples.inputs, DIGITS[[0, 1, 7]].reshape(3, -1))
    assert samples.ids == tuple(files)


DIVIDED = {
    "train and test": ("train", "test"),
    "training and testing": ("training", "testing"),
    "Kaggle's": ("trainingSet/trainingSet", "testSet/testSet"),
}


@pytest.mark.parametrize(("train", "test"), DIVIDED.values(), ids=DIVIDED)
def test_folders_for_training_and_for_tests_are_told_apart(train: str, test: str, tmp_path: Path) -> None:
    files = {f"{train}/0/a.png": 0, f"{train}/3/a.png": 3, f"{test}/7/a.png": 7, "validation/5/a.png": 5}
    samples = read(tmp_path / "mine", files)
    assert samples.labels is not None
    assert (samples.labels.tolist(), samples.name) == ([0, 3], "mine, training set")
    samples = read_path(tmp_path / "mine", "test")
    assert samples.labels is not None
    assert (samples.labels.tolist(), samples.name) == ([7], "mine, test set")


def test_folders_that_are_not_called_after_digits_are_told(tmp_path: Path) -> None:
    samples = read(tmp_path / "mine", {"apples/a.png": 4, "pears/b.png": 5})
    assert samples.labels is None
    assert samples.remarks == (
        "The folders apples, pears are not called after digits, 0 to 9: the pictures have no labels.",
    )
    with pytest.raises(DataError, match="The folders apples, pears are not called after digits"):
        samples.dataset()


def test_pictures_without_labels_are_samples_alone(tmp_path: Path) -> None:
    samples = read(tmp_path / "mine", {"img_1.png": 4, "img_2.png": 5, "img_12.png": 6})
    assert samples.labels is None
    assert samples.ids == ("img_1.png", "img_12.png", "img_2.png")


def test_numbered_pictures_have_no_labels(tmp_path: Path) -> None:
    assert read(tmp_path / "mine", {f"scan_{number}.png": 3 for number in range(10)}).labels is None


@pytest.mark.parametrize(
    "files",
    [{"3_1.png": 3, "3_2.png": 3, "4_1.png": 4, "4_2.png": 4}, {"3/7/a.png": 3, "4/8/a.png": 4}],
    ids=["names", "folders"],
)
def test_two_readings_are_refused(files: dict[str, int], tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"The names of pictures must tell .*3_1\.png|Only one of the folders above"):
        read(tmp_path / "mine", files)


TABLES = {
    "names and labels": "file,label\na.png,3\nb.png,4\nc.png,5\n",
    "no endings": "id;digit\na;3\nb;4\nc;5\n",
    "no names": "a.png,3\nb.png,4\nc.png,5\n",
    "other columns": 'when,path,who,class\n1,"./a.png",7,3\n2,b.png,8,4\n3,c.png,9,five\n',
    "more rows than pictures": "file,label\na.png,3\nb.png,4\nc.png,5\nd.png,6\n",
}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
@pytest.mark.parametrize("name", ["labels.csv", "train_labels.txt"])
def test_labels_are_in_a_table_beside_the_pictures(table: str, name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(table)
    samples = read(tmp_path, {"a.png": 13, "b.png": 14, "c.png": 15})
    assert samples.labels is not None
    assert samples.labels.tolist() == [3, 4, 5]
    assert samples.name.endswith(", 1 other file passed over")


def test_a_table_in_utf_16_is_read(tmp_path: Path) -> None:
    (tmp_path / "labels.csv").write_text("file\tlabel\na.png\t3\nb.png\t4\n", "utf-16")
    samples = read(tmp_path, {"a.png": 13, "b.png": 14})
    assert samples.labels is not None
    assert samples.labels.tolist() == [3, 4]


@pytest.mark.parametrize("head", ["file,age,answer", "file,0,1"])
def test_two_columns_of_digits_are_not_guessed_at(head: str, tmp_path: Path) -> None:
    (tmp_path / "labels.csv").write_text(f"{head}\na.png,8,3\nb.png,9,4\n")
    with pytest.raises(
        DataError, match=r"labels in one column\. Got digits in columns 2 and 3: call the one with the "
    ):
        read(tmp_path, {"a.png": 13, "b.png": 14})


def test_pictures_of_several_digits_in_a_table_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "labels.csv").write_text("file,digits\nx/a.png,3\nx/b.png,45\nx/c.png,\n")
    samples = read(tmp_path, {"x/a.png": 3, "x/b.png": 4, "x/c.png": 5})
    assert samples.labels is not None
    assert (samples.labels.tolist(), samples.ids) == ([3], ("x/a.png",))


@pytest.mark.parametrize("files", [FOLDERS["digits"], FOLDERS["digit first"], FOLDERS["two folders below"]])
def test_a_zip_archive_is_read_as_the_folder_in_it(files: dict[str, int], tmp_path: Path) -> None:
    unpacked = read(tmp_path / "mine", files)
    shutil.make_archive(str(tmp_path / "packed"), "zip", tmp_path / "mine")
    packed = read_path(tmp_path / "packed.zip")
    np.testing.assert_array_equal(packed.inputs, unpacked.inputs)
    assert packed.labels is not None
    assert unpacked.labels is not None
    assert packed.labels.tolist() == unpacked.labels.tolist()
    assert packed.ids == unpacked.ids


def test_an_entry_without_a_name_is_passed_over(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, digit in (("3/a.png", 3), ("7/a.png", 7), ("x", None)):
            save(tmp_path / "picture.png", DIGITS[digit or 0])
            archive.writestr(name, (tmp_path / "picture.png").read_bytes())
        archive.infolist()[-1].filename = ""
    (tmp_path / "a.zip").write_bytes(stream.getvalue())
    labels = read_path(tmp_path / "a.zip").labels
    assert labels is not None
    assert labels.tolist() == [3, 7]


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "TIFF", "PPM"])
def test_pictures_of_every_kind_are_read(kind: str, tmp_path: Path) -> None:
    ending = {"TIFF": "tif", "PPM": "pgm"}.get(kind, kind.lower())
    (tmp_path / "4").mkdir()
    large = Image.fromarray(255 - DIGITS[4]).resize((112, 112))
    large.save(tmp_path / "4" / f"a.{ending}", format=kind, **({"lossless": True} if kind == "WEBP" else {}))
    large.save(tmp_path / "4" / "b.png")
    one, other = read_path(tmp_path).inputs
    assert np.abs(one.astype(int) - other).max() <= 2
