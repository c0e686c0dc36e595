"""Cuts through ink in which digits touch."""

import numpy as np
import pytest
from numpy.typing import NDArray

from mlp_engine.ink.components import components_of
from mlp_engine.ink.cuts import MOST_CUTS, Cut, ink_between, parted, proposed_cuts
from mlp_engine.ink.pieces import pieces_of

HEIGHT = 60


def two_blocks(bridge: int = 4) -> NDArray[np.uint8]:
    """Two upright bars, 60 pixels high and 20 wide, 16 pixels apart, with a bridge between them."""
    ink = np.zeros((HEIGHT, 56), np.uint8)
    ink[:, :20] = ink[:, 36:] = 255
    ink[40 : 40 + bridge, 20:36] = 255
    return ink


def test_a_cut_runs_where_it_crosses_the_least_ink() -> None:
    cuts = proposed_cuts(two_blocks())
    assert [20 <= cut.columns.min() <= cut.columns.max() <= 36 for cut in cuts] == [True]
    assert cuts[0].crossed == pytest.approx(4 / HEIGHT)


def test_a_cut_leans_with_the_gap_between_leaning_digits() -> None:
    ink = np.full((HEIGHT, 90), 255, np.uint8)
    for row in range(HEIGHT):
        middle = 60 - row // 2
        ink[row, middle - 3 : middle + 3] = 0
    ink[30:33] = 255
    (cut,) = (cut for cut in proposed_cuts(ink) if cut.crossed < 0.1)
    assert cut.columns[0] - cut.columns[-1] == pytest.approx(30, abs=6)


def test_no_cut_goes_through_a_block_or_beside_its_end() -> None:
    assert proposed_cuts(np.full((HEIGHT, 80), 255, np.uint8)) == ()
    assert proposed_cuts(np.full((HEIGHT, 4), 255, np.uint8)) == ()


def test_at_most_so_many_cuts_are_proposed() -> None:
    comb = np.zeros((HEIGHT, 20 * 40), np.uint8)
    comb[:, ::20] = comb[:, 1::20] = comb[30] = 255
    assert len(proposed_cuts(comb)) == MOST_CUTS


def sheet(ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.pad(ink, 80)


def test_parted_pieces_hold_all_the_ink_of_the_whole() -> None:
    pieces = pieces_of(sheet(two_blocks()))
    after, parts = parted(pieces, [0], proposed_cuts(two_blocks()))
    assert parts == ((0,), (1,))
    assert after.components.areas.sum() == pieces.components.areas.sum()
    assert np.array_equal(after.components.labels > 0, pieces.components.labels > 0)
    assert after.kept.all()
    left, right = after.components.boxes.tolist()
    assert left[2] <= right[0]  # they do not overlap


def test_the_end_of_a_stroke_that_a_cut_left_on_the_wrong_side_goes_back() -> None:
    ink = two_blocks()
    ink[10:14, 20:32] = 255  # a bar that reaches beyond the cut, but not to the other block
    straight = Cut(np.full(HEIGHT, 28), 0.1)
    after, _ = parted(pieces_of(sheet(ink)), [0], [straight])
    first, second = (after.components.labels == place for place in (1, 2))
    assert first[80 + 12, 80 + 30]
    assert second[80 + 41, 80 + 30]
    assert len(components_of(first)) == len(components_of(second)) == 1


def test_ink_between_two_cuts_is_alone_and_without_rests() -> None:
    ink = two_blocks()
    ink[10:14, 20:32] = 255
    straight = Cut(np.full(HEIGHT, 28), 0.1)
    left, right = ink_between(ink, None, straight), ink_between(ink, straight, None)
    assert not left[:, 28:].any()
    assert not right[:, :28].any()
    assert left[12, 27]
    assert not right[12, 30]
    assert not ink_between(ink, straight, straight).any()


def test_a_cut_of_reduced_ink_is_enlarged_with_it() -> None:
    cut = Cut(np.array((3, 4, 5)), 0.2).enlarged(2, 7)
    assert cut.columns.tolist() == [6, 6, 8, 8, 10, 10, 10]
    assert cut.crossed == 0.2
