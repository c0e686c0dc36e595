"""The sample pictures and the script that draws them."""

import runpy
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mlp_engine.datasets.strokes import read_strokes
from mlp_engine.files.resources import resource_path
from mlp_engine.ink import digit_image_from_picture

SAMPLES = sorted(resource_path("samples").glob("*.png"))
SCRIPT = Path(__file__).parents[3] / "docs" / "scripts" / "make_samples.py"


def test_there_are_a_dozen_and_every_digit() -> None:
    assert len(SAMPLES) == 12
    assert {path.name[6] for path in SAMPLES} == set("0123456789")


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_script_draws_the_picture_that_is_shipped(path: Path) -> None:
    script = runpy.run_path(str(SCRIPT))
    drawn = np.asarray(script["picture"](script["SAMPLES"][path.stem])).astype(int)
    shipped = np.asarray(Image.open(path)).astype(int)
    assert np.abs(drawn - shipped).mean() < 0.5  # other versions of Pillow may round otherwise


def test_the_samples_are_shipped_as_strokes_too_in_the_same_order() -> None:
    script = runpy.run_path(str(SCRIPT))
    shipped = (resource_path("samples") / "digits.jsonl").read_text(encoding="utf-8").splitlines()
    names = sorted(path.stem for path in SAMPLES)
    assert shipped == [script["as_line"](name) for name in names]
    labels = [sample.label for sample in read_strokes(resource_path("samples") / "digits.jsonl")]
    assert labels == [int(name.split("-")[1]) for name in names]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_becomes_a_digit_image(path: Path) -> None:
    image = digit_image_from_picture(path)
    down, across = np.nonzero(image >= 128)
    assert max(np.ptp(down), np.ptp(across)) + 1 in (19, 20, 21)
