"""Signs, flips and sizes of gradients, by columns of epochs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.plots.base.columns import MOST_DECADES, Columns, flips_between, heights, powers


def columns_of(*gradients: list[float]) -> Columns:
    values = np.array(gradients, np.float32)
    return Columns(np.arange(values.shape[1] + 1.0) + 0.5, values, values)


def test_a_flip_is_where_the_sign_is_not_the_last_one() -> None:
    flips = columns_of([-1, -2, 3, 4, -5], [1, 1, 1, 1, 1]).flips()
    assert flips.tolist() == [[False, False, True, False, True], [False] * 5]


def test_zero_is_no_sign() -> None:
    assert columns_of([0, -1, 0, 0, 2, 0, 2, 0]).flips().tolist() == [
        [False, False, False, False, True, False, False, False]
    ]


def test_a_column_with_both_signs_flips() -> None:
    least = np.array([[-1, 1]], np.float32)
    columns = Columns(np.array([0.5, 2.5, 4.5]), least, np.array([[1, 1]], np.float32))
    assert columns.flips().tolist() == [[True, False]]
    assert columns.positive.tolist() == [[True, True]]
    assert columns.negative.tolist() == [[True, False]]
    assert columns.sizes().tolist() == [[1, 1]]


@given(st.lists(st.sampled_from([-1.0, 0.0, 1.0, float("nan")]), min_size=1, max_size=60))
def test_flips_between_finds_what_a_loop_finds(gradient: list[float]) -> None:
    expected, last = [], 0.0
    for epoch, value in enumerate(gradient, 1):
        if value in (-1.0, 1.0):
            if value == -last:
                expected.append(epoch)
            last = value
    column = np.array(gradient, np.float32)
    assert flips_between(column, 1, len(gradient)) == expected
    assert flips_between(column, 5, 20) == [epoch for epoch in expected if 5 <= epoch <= 20]


def test_heights_go_from_nothing_to_the_power_above() -> None:
    sizes = np.array([[0.0, 0.5, 50.0, 5000.0, 60000.0]])
    [(low, high)] = powers(sizes)
    assert high == 5
    assert low < 0
    [drawn] = heights(sizes, [(low, high)])
    assert drawn[0] == 0
    assert (np.diff(drawn) > 0).all()
    assert drawn[-1] < 1
    assert heights(np.array([[10.0**high]]), [(low, high)])[0, 0] == pytest.approx(1)


def test_a_gradient_that_is_always_zero_has_a_scale_too() -> None:
    sizes = np.zeros((1, 4))
    assert heights(sizes, powers(sizes)).tolist() == [[0, 0, 0, 0]]


def test_one_tiny_gradient_among_many_does_not_stretch_the_scale() -> None:
    sizes = np.full((1, 100), 50.0)
    sizes[0, 40] = 1e-12
    [(low, high)] = powers(sizes)
    assert high - low < MOST_DECADES / 4
