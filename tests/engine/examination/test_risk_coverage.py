"""Risk and coverage: counted by the definition, threshold by threshold."""

import numpy as np
import pytest

from mlp_engine.errors import DataError
from mlp_engine.examination.risk_coverage import risk_coverage


def test_five_answers_by_hand() -> None:
    curve = risk_coverage(np.array([0.9, 0.5, 0.9, 0.7, 0.2]), np.array([True, False, True, False, True]))
    assert curve.thresholds.tolist() == [0.9, 0.7, 0.5, 0.2]
    assert curve.coverage.tolist() == [0.4, 0.6, 0.8, 1.0], "answers of equal score are given together"
    assert curve.risk == pytest.approx([0, 1 / 3, 2 / 4, 2 / 5])
    assert curve.at(0.91) == (0, 0)
    assert curve.at(0.9) == (2, 0)
    assert curve.at(0.6) == (3, 1)
    assert curve.at(0) == (5, 2)
    assert curve.threshold_for(0.4) == 0.9
    assert curve.threshold_for(0.41) == 0.7
    assert curve.threshold_for(1) == 0.2


def test_every_threshold_gives_what_counting_gives() -> None:
    rng = np.random.default_rng(3)
    scores = rng.random(400).round(2).astype(np.float32)
    right = rng.random(400) < scores
    curve = risk_coverage(scores, right)
    for threshold in np.linspace(0, 1, 41):
        chosen = scores.astype(float) >= threshold
        assert curve.at(float(threshold)) == (chosen.sum(), (~right[chosen]).sum())
    assert curve.risk[-1] == pytest.approx((~right).mean())
    assert curve.risk[0] < curve.risk[-1], "these scores say something"


@pytest.mark.parametrize(("scores", "right"), [(np.zeros(0), np.zeros(0, bool)), (np.zeros(3), np.zeros(2, bool))])
def test_one_score_and_one_answer_each(scores, right) -> None:
    with pytest.raises(DataError, match="one score and one answer for each"):
        risk_coverage(scores, right)
