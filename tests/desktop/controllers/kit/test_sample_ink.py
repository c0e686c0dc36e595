"""Samples as ink."""

import numpy as np

from mlp_desktop.controllers.kit.sample_ink import ink_of


def test_a_sample_and_several_become_square_ink_whatever_they_are_stored_as() -> None:
    stored = np.arange(64, dtype=np.uint8)
    assert np.array_equal(ink_of(stored), stored.reshape(8, 8))
    for kind in (np.float16, np.float32, np.float64):
        several = np.stack([np.full(16, 0.5, kind), np.full(16, 2, kind), np.full(16, -1, kind)])
        ink = ink_of(several)
        assert (ink.dtype, ink.shape) == (np.uint8, (3, 4, 4))
        assert [sample.max() for sample in ink] == [128, 255, 0]
