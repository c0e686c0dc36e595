"""The order in which a guided session asks."""

import numpy as np

from mlp_desktop.models.my_digits.guided_session import GuidedSession


def test_each_round_asks_for_all_ten_and_ten_rounds_are_enough() -> None:
    session = GuidedSession(np.random.default_rng(1))
    asked: list[int] = []
    while (digit := session.digit) is not None:
        asked.append(digit)
        session.drew()
    assert session.total == session.done == 100
    rounds = [asked[start : start + 10] for start in range(0, 100, 10)]
    assert all(sorted(part) == list(range(10)) for part in rounds)
    assert len({tuple(part) for part in rounds}) > 1
