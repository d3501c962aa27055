"""Columns cut for drawing: nothing that could be seen is lost."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from gui.plots.base.cut import CURVE_BLOCK, Curve, Extremes, cut_points


def test_a_short_curve_is_drawn_as_it_is() -> None:
    epochs, values = Curve().cut(np.array([3, 2, 1], np.float32), 0, 10, 100)
    assert epochs.tolist() == [1, 2, 3, 3]
    assert values.tolist() == [3, 2, 1, 1]


def test_what_is_not_finite_is_left_out() -> None:
    column = np.array([3, np.inf, 1, np.nan], np.float32)
    epochs, values = Curve().cut(column, 0, 10, 100)
    assert epochs.tolist() == [1, 3]
    assert values.tolist() == [3, 1]


@given(
    st.lists(st.integers(1, 3000), min_size=1, max_size=4),
    st.integers(0, 2**32 - 1),
    st.floats(0, 1),
    st.floats(0, 1),
)
def test_the_extremes_and_the_last_epoch_of_what_is_seen_are_drawn(
    lengths: list[int], seed: int, low: float, high: float
) -> None:
    """Also when the column grew in pieces, and whether or not its blocks are used."""
    column = np.random.default_rng(seed).standard_normal(sum(lengths)).astype(np.float32)
    curve = Curve()
    points = 4
    for length in np.cumsum(lengths):
        curve.cut(column[:length], 0, length, points)
    first, last = sorted((low * len(column), high * len(column)))
    epochs, values = curve.cut(column, first, last, points)
    assert len(epochs) <= 2 * points
    assert (np.diff(epochs) >= 0).all()
    np.testing.assert_array_equal(values, column[epochs.astype(int) - 1])
    # Blocks at the ends may be seen only in part.
    inside = column[int(first) + CURVE_BLOCK : max(0, int(last) - CURVE_BLOCK)]
    if len(inside):
        assert values.min() <= inside.min()
        assert values.max() >= inside.max()
    assert epochs[-1] == min(len(column), int(last) + 2)


def test_the_whole_of_a_long_curve_keeps_its_one_spike() -> None:
    column = np.ones(1_000_000, np.float32)
    column[765_432] = 9
    epochs, values = Curve().cut(column, 0, 1_000_000, 600)
    assert len(epochs) <= 610
    assert values.max() == 9
    assert epochs[values.argmax()] == 765_433


def test_few_points_are_all_drawn() -> None:
    assert cut_points(np.arange(3, dtype=np.float32), np.zeros(3, np.float32), 10).tolist() == [
        0,
        1,
        2,
    ]


@given(st.booleans())
def test_of_many_points_the_outermost_are_drawn(shuffled: bool) -> None:
    rng = np.random.default_rng(1)
    inputs = np.linspace(0, 20, 50_000, dtype=np.float32)
    if shuffled:
        inputs = rng.permutation(inputs)
    targets = rng.standard_normal(50_000).astype(np.float32)
    chosen = cut_points(inputs, targets, 200)
    assert 100 < len(chosen) <= 200
    assert len(set(chosen.tolist())) == len(chosen)
    assert {int(targets.argmin()), int(targets.argmax())} <= set(chosen.tolist())
    # As many on one half of the inputs as on the other, however they are ordered.
    assert abs(np.count_nonzero(inputs[chosen] < 10) - len(chosen) / 2) < len(chosen) / 10


@given(
    arrays.arrays(
        np.float32,
        st.tuples(st.integers(1, 1500), st.integers(1, 3)),
        elements=st.floats(-100, 100, width=32) | st.just(float("nan")),
    ),
    st.lists(st.integers(1, 1500), max_size=5),
    st.floats(0.1, 300),
)
def test_buckets_have_the_least_and_greatest_of_their_rows(
    rows: np.ndarray, pieces: list[int], wanted: float
) -> None:
    extremes = Extremes(rows.shape[1])
    for length in sorted(min(piece, len(rows)) for piece in pieces):
        extremes.update(rows[:length])
    extremes.update(rows)
    step = extremes.step(wanted)
    assert wanted <= step <= max(1.0, 1.5 * wanted + 1)
    last = -(-len(rows) // step)
    first = last // 3
    least, greatest = extremes.buckets(rows, first, last, step)
    clean = np.nan_to_num(rows, nan=0.0)
    for bucket in range(first, last):
        block = clean[bucket * step : (bucket + 1) * step]
        np.testing.assert_array_equal(least[:, bucket - first], block.min(axis=0))
        np.testing.assert_array_equal(greatest[:, bucket - first], block.max(axis=0))
