"""The points while they are edited: which rows of the data they are, and edits as plain lists."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.experiment import MAX_NUMBER, Experiment, Points, RollerCoaster
from engine.runs import Facts
from gui.plots.edit import Handles, including
from gui.plots.edit.handles import NOT_PREDICTED, EditedData, readable
from gui.plots.points import MOST_POINTS, NO_POINTS, DrawnPoints
from tests.gui.views import make_view

# Few different numbers, so that there are equal points, held out and not.
pairs = st.tuples(st.integers(-2, 2), st.integers(-2, 2))
points = st.lists(st.tuples(pairs, st.booleans()), min_size=1, max_size=30)


@pytest.fixture(scope="module")
def facts() -> Facts:
    return make_view(epochs=1).facts


def with_data(facts: Facts, data: np.ndarray, held_out: np.ndarray) -> Facts:
    """`facts` of the points `data` (n, 2), some of them `held_out` (n,)."""
    data = data.astype(np.float32)
    return replace(
        facts,
        inputs=data[~held_out, 0],
        targets=data[~held_out, 1],
        held_out_inputs=data[held_out, 0],
        held_out_targets=data[held_out, 1],
        data_inputs=data[:, 0].copy(),
        data_targets=data[:, 1].copy(),
    )


def handles_of(facts: Facts) -> Handles:
    return Handles.of(
        DrawnPoints.of(facts.inputs, facts.targets),
        DrawnPoints.of(facts.held_out_inputs, facts.held_out_targets),
        facts,
    )


@given(points)
def test_each_drawn_point_has_a_row_of_its_own(
    facts: Facts, points: list[tuple[tuple[int, int], bool]]
) -> None:
    data = np.array([point for point, _ in points])
    facts = with_data(facts, data, np.array([held_out for _, held_out in points]))
    handles = handles_of(facts)
    assert sorted(handles.rows) == list(range(len(points)))
    np.testing.assert_array_equal(handles.inputs, data[handles.rows, 0])
    np.testing.assert_array_equal(handles.targets, data[handles.rows, 1])
    assert handles.held_out.sum() == len(facts.held_out_inputs)


def test_of_many_points_the_drawn_ones_know_their_rows(facts: Facts) -> None:
    rng = np.random.default_rng(0)
    data = rng.standard_normal((50_000, 2)).astype(np.float32)
    held_out = rng.random(len(data)) < 0.3
    handles = handles_of(with_data(facts, data, held_out))
    assert len(handles.rows) <= 2 * MOST_POINTS
    np.testing.assert_array_equal(handles.inputs, data[handles.rows, 0])
    np.testing.assert_array_equal(handles.targets, data[handles.rows, 1])
    np.testing.assert_array_equal(handles.held_out, held_out[handles.rows])


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("move"), st.integers(0, 99), pairs),
            st.tuples(st.just("add"), st.just(0), pairs),
            st.tuples(st.just("remove"), st.integers(0, 99), pairs),
        ),
        max_size=12,
    )
)
def test_edits_do_what_they_would_to_a_list(
    facts: Facts, edits: list[tuple[str, int, tuple[int, int]]]
) -> None:
    data = EditedData.of(RollerCoaster(), facts)
    handles = handles_of(facts)
    plain = list(zip(data.inputs.tolist(), data.targets.tolist(), strict=True))
    columns = list(range(len(plain)))
    for what, number, place in edits:
        row = number % len(plain) if plain else 0
        if what == "add" or not plain:
            handles, data = handles.added(len(plain), place), data.added(place)
            plain.append(place)
            columns.append(NOT_PREDICTED)
        elif what == "move":
            handles, data = handles.moved(row, place), data.moved(row, place)
            plain[row], columns[row] = place, NOT_PREDICTED
        else:
            rest = np.delete(np.arange(len(plain)), row)
            handles, data = handles.reordered(rest), data.reordered(rest)
            del plain[row], columns[row]
    assert len(data) == len(plain)
    assert list(zip(data.inputs, data.targets, strict=True)) == plain
    assert [handles.place(row) for row in range(len(plain))] == plain
    assert handles.columns[np.argsort(handles.rows)].tolist() == columns
    assert handles.place(len(plain)) is None
    assert not handles.unpredicted().predicted.any()


def test_a_point_that_was_not_drawn_is_when_it_moves(facts: Facts) -> None:
    handles = handles_of(facts).moved(1000, (3.0, 4.0))
    assert handles.place(1000) == (3.0, 4.0)


def test_points_that_are_left_alone_keep_every_digit() -> None:
    data = Points(inputs=(0.1, 0.2, 0.3), targets=(1e-9, 1 / 3, 7.0))
    facts = make_view(Experiment(data=data), epochs=1).facts
    edited = EditedData.of(data, facts).moved(1, (5.0, 6.0))
    assert edited.inputs.tolist() == [0.1, 5.0, 0.3]
    assert edited.targets.tolist() == [1e-9, 6.0, 7.0]
    assert not edited.matches(facts)
    assert EditedData.of(RollerCoaster(), facts).matches(facts)


def test_points_equal_in_float32_have_one_digest() -> None:
    one, other = np.array([0.1, 2.0]), np.array([float(np.float32(0.1)), 2.0])
    assert EditedData(one, one).digest == EditedData(other, other).digest
    assert EditedData(one, one).digest != EditedData(one, one[::-1]).digest


def test_including_a_point_that_is_not_drawn() -> None:
    inputs = np.arange(10_000, dtype=np.float32)
    targets = np.zeros(10_000, np.float32)
    drawn = DrawnPoints.of(inputs, targets)
    missing = int(np.setdiff1d(np.arange(10_000), drawn.chosen)[0])
    more = including(drawn, inputs, targets, (float(missing), 0.0))
    assert len(more) == len(drawn) + 1
    assert (more.chosen[-1], more.inputs[-1], more.targets[-1]) == (missing, missing, 0)
    for place in ((float(missing), 0.0), (0.5, 0.0)):
        assert including(more, inputs, targets, place) is more
    nothing = np.empty(0, np.float32)
    assert including(NO_POINTS, nothing, nothing, (0.0, 0.0)) is NO_POINTS


@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6))
def test_a_readable_number_is_less_than_a_pixel_away(value: float, pixel: float) -> None:
    assert abs(readable(value, pixel) - value) <= pixel * 0.5000001


def test_readable_numbers_are_short_and_fit_into_float32() -> None:
    assert readable(7.3123456, 0.04) == 7.31
    assert readable(-123.4567, 2.0) == -123
    assert readable(1e300, 1e290) == MAX_NUMBER
    assert readable(1.5, 0.0) == 1.5
    assert math.isfinite(float(np.float32(readable(-1e300, 1.0))))
