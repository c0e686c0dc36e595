"""A picture on the pad, turned, cropped and rubbed out: what is shown of it, and where it lies."""

import numpy as np
import pytest

from mlp_desktop.models.draw.drawing import Drawing
from mlp_desktop.models.draw.opened_picture import OpenedPicture, cropped_strokes, turned_strokes
from mlp_engine.ink import PenStroke


def numbered(height: int = 40, width: int = 80) -> OpenedPicture:
    """A picture whose pixels are all different in their place, at least modulo 256."""
    grey = np.arange(height * width).reshape(height, width).astype(np.uint8)
    return OpenedPicture("it", grey, np.stack((grey,) * 3, axis=2))


def test_it_lies_in_the_middle_of_the_pad_as_large_as_that_allows() -> None:
    assert numbered().place == (0.0, 70.0, 280.0, 210.0)
    assert numbered().turned(1).place == (70.0, 0.0, 210.0, 280.0)


@pytest.mark.parametrize("quarters", [-5, -1, 0, 1, 2, 3, 4])
def test_a_turn_is_one_of_its_pixels(quarters: int) -> None:
    turned = numbered().turned(quarters)
    assert np.array_equal(turned.shown_grey, np.rot90(numbered().grey, quarters))
    assert np.array_equal(turned.shown_colours[..., 0], turned.shown_grey)
    assert turned.is_changed == bool(quarters % 4)


def test_a_crop_of_a_crop_is_a_part_of_the_part() -> None:
    once = numbered().cropped((0.0, 0.0, 140.0, 280.0))
    assert np.array_equal(once.shown_grey, numbered().grey[:, :40])
    twice = once.cropped((0.0, 140.0, 280.0, 280.0))
    assert np.array_equal(twice.shown_grey, numbered().grey[20:, :40])
    assert not twice.as_opened().is_changed


def test_a_crop_turns_with_the_picture() -> None:
    cropped = numbered().cropped((0.0, 70.0, 140.0, 140.0))
    for quarters in range(4):
        assert np.array_equal(cropped.turned(quarters).shown_grey, np.rot90(cropped.shown_grey, quarters))


@pytest.mark.parametrize("box", [(0, 0, 280, 280), (20, 90, 30, 200), (0, 0, 280, 60), (-9, -9, 300, 300)])
def test_a_crop_that_leaves_all_or_nothing_is_none(box: tuple[float, float, float, float]) -> None:
    picture = numbered()
    assert picture.cropped(box) is picture


def test_what_is_rubbed_out_turns_and_is_cropped_with_the_picture() -> None:
    picture = numbered()
    assert picture.rubbed_out((140.0, 20.0), (160.0, 20.0), 12.0) is picture, "beside it"
    rubbed = picture.rubbed_out((0.0, 90.0), (70.0, 90.0), 20.0)
    assert rubbed.left is not None
    assert (rubbed.left == 0)[:70, :100].any()
    assert (rubbed.left[:, 300:] == 255).all()
    turned = rubbed.turned(2)
    assert turned.left is not None
    assert np.array_equal(turned.left, rubbed.left[::-1, ::-1])
    right = rubbed.cropped((140.0, 0.0, 280.0, 280.0))
    assert right.left is not None
    assert (right.left == 255).all()


def test_all_of_it_can_be_rubbed_out() -> None:
    rubbed = numbered().rubbed_out((0.0, 140.0), (280.0, 140.0), 200.0)
    assert rubbed.left is not None
    assert not rubbed.left.any()


def test_strokes_go_with_the_picture() -> None:
    stroke = PenStroke(((140.0, 140.0), (280.0, 140.0)), width=10.0)
    (turned,) = turned_strokes((stroke,), 1)
    assert turned.points == ((140.0, 140.0), (140.0, 0.0))
    assert turned_strokes((stroke,), 4)[0].points == stroke.points
    before = numbered()
    after = before.cropped((140.0, 70.0, 280.0, 210.0))
    (moved,) = cropped_strokes((stroke,), before, after)
    assert moved.points == ((0.0, 140.0), (280.0, 140.0))
    assert moved.width == 20.0


def test_each_change_is_another_state() -> None:
    picture = numbered()
    assert picture.identity is not picture.turned(4).identity
    assert picture.has_view_of(picture.turned(4))
    assert not picture.has_view_of(picture.turned(1))
    assert not picture.has_view_of(numbered())


def test_eraser_and_undo_on_a_picture(qapp) -> None:
    drawing = Drawing()
    picture = numbered()
    drawing.put_picture(picture)
    drawing.start_erasing(10.0, 140.0, width=20.0)
    drawing.erase_to(60.0, 140.0)
    assert drawing.sheet.opened is not None
    assert drawing.sheet.opened.left is not None
    drawing.finish_erasing()
    drawing.undo()
    assert drawing.sheet.opened is picture
    drawing.start_erasing(10.0, 140.0, width=8.0, whole_strokes=True)
    drawing.finish_erasing()
    assert drawing.sheet.opened is picture
    drawing.clear()
    assert drawing.sheet.is_empty


def test_many_large_pictures_are_not_kept_for_ever(qapp, monkeypatch) -> None:
    picture_bytes = numbered().grey.nbytes + numbered().colours.nbytes
    monkeypatch.setattr("mlp_desktop.models.draw.undo_history.MOST_BYTES", 3 * picture_bytes)
    drawing = Drawing()
    pictures = [numbered() for _ in range(5)]
    for picture in pictures:
        drawing.put_picture(picture)
        drawing.put_picture(picture.turned(1))  # shares the pixels
    seen = []
    while drawing.can_undo:
        drawing.undo()
        assert drawing.sheet.opened is not None
        seen.append(drawing.sheet.opened.grey)
    assert [any(grey is picture.grey for grey in seen) for picture in pictures] == [False, False, True, True, True]
    for _ in range(5):
        drawing.redo()
    assert drawing.sheet.opened is not None
    assert drawing.sheet.opened.grey is pictures[-1].grey
