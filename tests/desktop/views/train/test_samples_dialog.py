"""The samples of a data set, to be looked at."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mlp_desktop.views.train.samples_dialog import SamplesDialog

LABELS = np.array([3, 7, 3, 0])


def ink_of(place: int) -> np.ndarray:
    """A square of ink that says which sample it is."""
    ink = np.zeros((28, 28), np.uint8)
    ink[: 4 + place, : 4 + place] = 255
    return ink


@pytest.fixture
def dialog(qtbot: QtBot) -> SamplesDialog:
    dialog = SamplesDialog()
    qtbot.addWidget(dialog)
    dialog.set_augmentations([("none", "None"), ("affine", "Affine")])
    dialog.show_samples("four digits", LABELS, ink_of, can_be_distorted=True)
    dialog.show()
    qtbot.waitExposed(dialog)
    return dialog


def words(dialog: SamplesDialog) -> list[tuple[str, str]]:
    """What stands under each sample, and what a screen reader says of it."""
    model = dialog.grid.model()
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
    return [tuple(model.index(row, 0).data(role) for role in roles) for row in range(dialog.grid.count())]


def test_every_sample_has_its_label_under_it(dialog: SamplesDialog) -> None:
    assert dialog.findChild(QLabel, "samplesTitle").text() == "four digits"
    assert words(dialog) == [
        ("3", "Sample 1, labelled 3"),
        ("7", "Sample 2, labelled 7"),
        ("3", "Sample 3, labelled 3"),
        ("0", "Sample 4, labelled 0"),
    ]


def test_a_class_is_shown_alone(qtbot: QtBot, dialog: SamplesDialog) -> None:
    classes = dialog.findChild(QComboBox, "samplesClass")
    offered = [classes.itemText(place) for place in range(classes.count())]
    assert offered == ["All classes: 4 samples", "0: 1 sample", "3: 2 samples", "7: 1 sample"]
    qtbot.keyClicks(classes, "3")
    assert words(dialog) == [("3", "Sample 1, labelled 3"), ("3", "Sample 3, labelled 3")]
    classes.setCurrentIndex(0)
    assert dialog.grid.count() == 4


def test_other_data_begins_with_all_classes(dialog: SamplesDialog) -> None:
    dialog.findChild(QComboBox, "samplesClass").setCurrentIndex(1)
    dialog.show_samples("one digit", np.array([9]), ink_of, can_be_distorted=True)
    assert words(dialog) == [("9", "Sample 1, labelled 9")]
    assert dialog.findChild(QComboBox, "samplesClass").currentText() == "All classes: 1 sample"


def test_each_sample_is_painted_with_its_own_ink(dialog: SamplesDialog, painted) -> None:
    grid = dialog.grid
    grid.setCurrentIndex(grid.model().index(3, 0))
    pixels = painted(grid)
    dark = (pixels.max(axis=2) < 60).astype(int)
    areas = []
    for row in range(4):
        rect = grid.visualRect(grid.model().index(row, 0))
        areas.append(dark[rect.top() : rect.top() + 64, rect.left() : rect.right()].sum())
    assert areas == [(2 * (4 + place)) ** 2 for place in range(4)]  # two logical pixels for one of ink


def test_the_arrow_keys_walk_from_sample_to_sample(qtbot: QtBot, dialog: SamplesDialog) -> None:
    assert dialog.focusWidget() is dialog.grid
    qtbot.keyClick(dialog.grid, Qt.Key.Key_Right)
    assert dialog.grid.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole) == "Sample 2, labelled 7"
    qtbot.keyClick(dialog.grid, Qt.Key.Key_End)
    assert dialog.grid.currentIndex().row() == 3


def test_of_sixty_thousand_samples_only_those_in_sight_are_fetched(qtbot: QtBot, dialog: SamplesDialog) -> None:
    fetched: list[int] = []

    def counted(place: int) -> np.ndarray:
        fetched.append(place)
        return ink_of(place % 20)

    labels = np.arange(60_000) % 10
    dialog.show_samples("many", labels, counted, can_be_distorted=True)
    dialog.grid.grab()
    assert dialog.grid.count() == 60_000
    assert 0 < len(fetched) < 1_000
    dialog.grid.scrollToBottom()
    dialog.grid.grab()
    assert max(fetched) == 59_999
    assert len(fetched) < 2_000


def test_another_augmentation_and_another_try_are_asked_for(qtbot: QtBot, dialog: SamplesDialog) -> None:
    with qtbot.waitSignal(dialog.augmentation_requested) as asked:
        qtbot.keyClick(dialog.findChild(QComboBox, "previewAugmentation"), Qt.Key.Key_Down)
    assert asked.args == ["affine"]
    with qtbot.waitSignal(dialog.augmentation_requested) as asked:
        qtbot.mouseClick(dialog.findChild(QPushButton, "previewAgain"), Qt.MouseButton.LeftButton)
    assert asked.args == ["affine"]
    with qtbot.assertNotEmitted(dialog.augmentation_requested):
        dialog.choose_augmentation("none")
    assert dialog.findChild(QComboBox, "previewAugmentation").currentData() == "none"


def test_distorted_samples_stand_under_the_others(dialog: SamplesDialog, painted) -> None:
    samples = np.stack([ink_of(0), ink_of(8)])
    size = dialog.strip.size()
    dialog.strip.show_images(samples, np.full((2, 28, 28), 255, np.uint8))
    dark = (painted(dialog.strip).max(axis=2) < 60).astype(int)
    half = dialog.strip.height() // 2
    assert dark[:half].sum() == pytest.approx(4 * (4**2 + 12**2), rel=0.2)
    assert dark[half:].sum() == pytest.approx(2 * 56**2, rel=0.1)
    assert dialog.strip.accessibleDescription() == "2 samples, each with a distorted version under it"
    assert dialog.strip.size() == size


def test_what_cannot_be_distorted_has_no_preview(dialog: SamplesDialog) -> None:
    dialog.show_samples("small", LABELS, lambda place: ink_of(place)[:8, :8].copy(), can_be_distorted=False)
    assert not dialog.strip.isVisible()


def test_everything_has_a_name_to_be_spoken(dialog: SamplesDialog) -> None:
    names = ("samplesGrid", "samplesClass", "previewAugmentation", "previewAgain", "distortions")
    for name in names:
        widget = dialog.findChild(QWidget, name)
        assert widget is not None, name
        assert widget.accessibleName(), name
