from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mlp_desktop.views.draw.score_bars import ScoreBars

SCORES = [0.0, 0.01, 0.0, 0.0, 0.25, 0.0, 0.0, 0.74, 0.0, 0.0]


@pytest.fixture
def bars(qtbot: QtBot) -> ScoreBars:
    bars = ScoreBars()
    qtbot.addWidget(bars)
    bars.resize(400, 300)
    return bars


def test_scores_are_told_in_words_highest_first(bars: ScoreBars) -> None:
    assert bars.accessibleDescription() == "No scores yet."
    bars.set_scores(SCORES)
    assert bars.accessibleDescription().startswith("7: 0.74, 4: 0.25, 1: 0.01, 0: 0.00, ")
    bars.set_scores(None)
    assert bars.accessibleDescription() == "No scores yet."


def test_only_the_highest_score_has_the_accent(
    bars: ScoreBars, painted: Callable[[QWidget], np.ndarray], count: Callable[[np.ndarray, QColor], int]
) -> None:
    accent = bars.palette().color(QPalette.ColorRole.Accent)
    assert count(painted(bars), accent) == 0
    bars.set_scores(SCORES)
    rows = [count(painted(bars)[30 * digit : 30 * digit + 30], accent) for digit in range(10)]
    assert rows[7] > 0
    assert sum(rows) == rows[7]


def test_a_bar_is_as_long_as_its_score(
    bars: ScoreBars, painted: Callable[[QWidget], np.ndarray], count: Callable[[np.ndarray, QColor], int]
) -> None:
    accent = bars.palette().color(QPalette.ColorRole.Accent)

    def length(score: float) -> int:
        bars.set_scores([0.0] * 9 + [score])
        return count(painted(bars)[285:286], accent)

    full = length(1.0)
    assert full > 200
    assert length(0.5) == pytest.approx(full / 2, abs=1)
    assert length(3.0) == full


def test_no_score_changes_the_size(bars: ScoreBars) -> None:
    before = bars.sizeHint(), bars.minimumSizeHint()
    bars.set_scores(SCORES)
    assert (bars.sizeHint(), bars.minimumSizeHint()) == before


def test_refused_ink_has_scores_but_no_winner(
    bars: ScoreBars, painted: Callable[[QWidget], np.ndarray], count: Callable[[np.ndarray, QColor], int]
) -> None:
    bars.set_scores(SCORES, refused=True)
    assert count(painted(bars), bars.palette().color(QPalette.ColorRole.Accent)) == 0
    assert bars.accessibleDescription().startswith("Not a digit; 7: 0.74, ")


def test_the_first_three_are_ranked_unless_their_score_is_written_as_nothing(
    bars: ScoreBars, painted: Callable[[QWidget], np.ndarray]
) -> None:
    def rows_with_a_rank() -> list[int]:
        right = painted(bars)[:, -25:].min(axis=(1, 2))
        return [digit for digit in range(10) if right[30 * digit : 30 * digit + 30].min() < 200]

    assert rows_with_a_rank() == []
    bars.set_scores(SCORES)
    assert rows_with_a_rank() == [1, 4, 7]
    bars.set_scores([0.999, 0.001] + [0.0] * 8)
    assert rows_with_a_rank() == [0]
