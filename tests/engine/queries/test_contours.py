"""Contours: round levels, lines where the loss is so large, and a place for each number."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.queries.contours import contours_of, round_levels
from tests.approved import Hold, nearly
from tests.engine.told import told

X = np.linspace(-2.0, 2.0, 41)
Y = np.linspace(-1.0, 1.0, 31)
BOWL = X[None, :] ** 2 + 4 * Y[:, None] ** 2


def test_a_line_is_where_the_loss_is_its_level() -> None:
    (contour,) = contours_of(X, Y, BOWL, (1.0,), 0.0)
    (line,) = contour.lines
    assert line[:, 0] ** 2 + 4 * line[:, 1] ** 2 == pytest.approx(1.0, abs=0.02)
    assert line[0].tolist() == line[-1].tolist()


def test_a_number_stands_on_its_line_inside_the_map_and_level_where_it_can() -> None:
    (contour,) = contours_of(X, Y, BOWL, (1.0,), 0.0)
    assert contour.label is not None
    assert contour.direction is not None
    x, y = contour.label
    assert x**2 + 4 * y**2 == pytest.approx(1.0, abs=0.02)
    dx, dy = contour.direction
    assert dx > 0
    assert abs(dy) < abs(dx)


def test_levels_that_are_nowhere_are_left_out() -> None:
    found = contours_of(X, Y, BOWL + 1.0, (0.5, 1.0, 2.0, 1e6), 1.0)
    assert [contour.level for contour in found] == [2.0]


@pytest.mark.parametrize("shape", [(1, 41), (31, 1)])
def test_a_single_row_or_column_has_none(shape: tuple[int, int]) -> None:
    losses = BOWL[: shape[0], : shape[1]]
    assert contours_of(X[: shape[1]], Y[: shape[0]], losses, (1.0,), 0.0) == ()


@pytest.mark.parametrize(
    ("low", "high", "levels"),
    [
        (0.66, 50_000.0, (1, 10, 100, 1_000, 10_000)),
        (607.7, 120_000.0, (1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000)),
        (0.5, 1.0, (0.6, 0.7, 0.8, 0.9)),
    ],
)
def test_levels_are_round(low: float, high: float, levels: tuple[float, ...]) -> None:
    assert round_levels(np.array([[low, high], [np.inf, np.nan]])) == pytest.approx(levels)


@pytest.mark.parametrize("losses", [np.full((2, 2), np.inf), np.full((2, 2), 3.0)])
def test_a_map_without_a_shape_has_no_levels(losses: np.ndarray) -> None:
    assert round_levels(losses) == ()


@given(st.floats(0, 1e30), st.floats(0, 1e30))
def test_levels_lie_within_and_are_not_too_many(one: float, other: float) -> None:
    found = round_levels(np.array([[one, other]]))
    assert len(found) <= 12
    assert list(found) == sorted(set(found))
    assert all(min(one, other) < level < max(one, other) for level in found)


def maps() -> Iterator[tuple[str, np.ndarray]]:
    x, y = X[None, :], Y[:, None]
    yield "bowl", (x - 0.3) ** 2 + 4 * (y + 0.1) ** 2
    yield "ravine", 0.05 * (x + 0.2) ** 2 + 90 * (y - 0.3 * x - 0.05) ** 2
    yield "steep", 30 * (x - 0.4 * y) ** 2 + 0.2 * y
    yield "saddle", 2.2 + x**2 - 1.5 * (y - 0.07) ** 2 + 0.3 * x * y
    yield "waves", 3.0 + np.sin(3.1 * x + 0.2) * np.cos(4.3 * y - 0.4)
    yield "gone", np.where(x + y > 1.2, np.nan, np.exp(1.5 * x + y))


def test_where_numbers_stand_on_their_lines_is_as_approved(hold: Hold) -> None:
    lines = []
    for name, losses in maps():
        lowest = float(np.nanmin(losses)) - 1e-3
        for each in contours_of(X, Y, losses, round_levels(losses), lowest):
            lengths = [np.linalg.norm(np.diff(line, axis=0), axis=1).sum() for line in each.lines]
            lines += [
                f"{name}, {each.level:g}: {len(each.lines)} of {sum(lengths):.5f}",
                *told(each.label, f"{name}, {each.level:g} stands at"),
                *told(each.direction, f"{name}, {each.level:g} goes to"),
            ]
    hold("numbers", lines, nearly)


def test_the_levels_are_as_approved(hold: Hold) -> None:
    lines = []
    for low in (0.0, 1e-9, 0.03, 0.66, 1.0, 10.0, 607.0, 1e5):
        for high in (1e-8, 0.04, 0.67, 1.0, 1.2, 2.0, 10.0, 42.0, 900.0, 3e5, 1e9, 1e30):
            if high > low:
                found = round_levels(np.array([[low, high]]))
                lines.append(f"{low:g} to {high:g}: {' '.join(f'{each:g}' for each in found)}")
    hold("levels", lines, nearly)


def test_a_line_too_short_for_a_number_has_none() -> None:
    corner = np.array([[0.0, 1.0], [1.0, 1.0]])
    (contour,) = contours_of(np.array([0.0, 1.0]), np.array([0.0, 1.0]), corner, (0.25,), 0.0)
    assert len(contour.lines[0]) == 2
    assert (contour.label, contour.direction) == (None, None)
    assert contours_of(X, Y, BOWL, (), 0.0) == ()
