"""Which points are held out: a share of them, from the seed, and the same ones after an edit."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.experiment import MAX_SEED
from engine.experiment.held_out import held_out, order_without

seeds = st.integers(0, MAX_SEED)
shares = st.floats(0, 0.9)
numbers = st.integers(2, 300)
KEPT = [[2, 3, 11, 13], [9, 11, 15, 16]]


@given(numbers, shares, seeds)
def test_as_many_as_asked_for_and_never_all(points: int, share: float, seed: int) -> None:
    mask = held_out(points, share, seed)
    assert mask.sum() == min(round(points * share), points - 1)


@given(numbers, shares, seeds)
def test_one_point_more_moves_at_most_one_other(points: int, share: float, seed: int) -> None:
    before, after = held_out(points, share, seed), held_out(points + 1, share, seed)
    assert (before != after[:-1]).sum() <= 1


@given(numbers, shares, seeds, st.data())
def test_one_point_less_moves_at_most_one_other(
    points: int, share: float, seed: int, data: st.DataObject
) -> None:
    row = data.draw(st.integers(0, points))
    before, after = held_out(points + 1, share, seed), held_out(points, share, seed)
    order = order_without(row, points + 1, share, seed)
    assert sorted([*order, row]) == list(range(points + 1))
    assert (before[order] != after).sum() <= 1


def test_another_seed_holds_out_others() -> None:
    assert {tuple(np.flatnonzero(held_out(20, 0.2, seed))) for seed in range(9)} != {(0, 1, 2, 3)}
    assert len({tuple(held_out(20, 0.2, seed)) for seed in range(9)}) > 5


def test_without_a_share_the_order_stays() -> None:
    assert order_without(3, 9, 0.0, 5).tolist() == [0, 1, 2, 4, 5, 6, 7, 8]


def test_every_place_is_as_likely() -> None:
    shares = np.mean([held_out(100, 0.3, seed) for seed in range(400)], axis=0)
    assert np.abs(shares - 0.3).max() < 0.12


# What was held out once must be held out for ever: a document says no more than the share.
def test_the_choice_itself_is_kept() -> None:
    assert np.flatnonzero(held_out(20, 0.2, 0)).tolist() == KEPT[0]
    assert np.flatnonzero(held_out(20, 0.2, MAX_SEED)).tolist() == KEPT[1]
