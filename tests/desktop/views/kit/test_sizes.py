"""Views know nothing of the engine, so two sizes stand in both; they must be the same."""

from mlp_desktop.views.kit import ink_image, stroke_ink
from mlp_engine import arrays
from mlp_engine.ink import pen_stroke


def test_views_and_engine_agree_on_the_sizes_of_digit_image_and_pad() -> None:
    assert ink_image.IMAGE_SIDE == arrays.IMAGE_SIDE
    assert stroke_ink.PAD_SIDE == pen_stroke.SHEET_SIDE
