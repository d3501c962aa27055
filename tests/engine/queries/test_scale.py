"""One scale for the whole run: it shows where the run begins, and where it is to end."""

from collections.abc import Callable

import numpy as np
import pytest

from engine.experiment import Experiment, Points
from engine.queries import FactsQuery
from engine.queries.scale import lowest, scale_from
from engine.runs import Facts
from engine.training import Problem
from tests.engine.queries.snapshots import CURVE_INPUTS, snapshot
from tests.records import query_of, trained


def facts_of(experiment: Experiment) -> Facts:
    return FactsQuery(experiment).answer(Problem(experiment))


@pytest.fixture(scope="module")
def facts() -> Facts:
    return facts_of(Experiment())


def test_is_the_same_for_every_epoch(facts: Facts) -> None:
    problem = Problem(experiment := Experiment())
    history = trained(experiment, problem, 200)
    assert facts.scale.widened(history.params) is facts.scale
    shown = [
        query_of(history, number, CURVE_INPUTS, scale=facts.scale).answer(problem)
        for number in (1, 14, 200)
    ]
    for k in range(3):
        ends = {(each.wide_slices[k].values[0], each.wide_slices[k].values[-1]) for each in shown}
        assert len(ends) == 1
    assert {each.scale for each in shown} == {facts.scale}


def test_holds_the_start_the_best_value_and_the_floor(facts: Facts) -> None:
    assert facts.valley is not None
    first, scale = snapshot(1), facts.scale
    for k, each in enumerate(first.wide_slices):
        for value in (each.before[0], float(facts.valley.floor[k]), each.floor):
            assert value is not None
            assert scale.low[k] < value < scale.high[k]
        assert scale.top[k] >= 1.05 * (first.loss or 0)


def test_which_all_parameters_have_in_common_is_as_high_as_a_round_number(facts: Facts) -> None:
    # Twice the loss of 36,415 at the start, and then the next of 1, 2, 4, 8.
    assert facts.scale.common_top == 80_000


@pytest.mark.parametrize(
    ("experiment", "top"),
    [
        (Experiment(formula="a*log(t)"), np.nan),
        (
            Experiment(
                data=Points(inputs=(1.0, 2.0), targets=(0.0, 0.0)), formula="a*t", start={"a": 0.0}
            ),
            1.0,
        ),
    ],
    ids=["a loss that is not finite", "no loss at all"],
)
def test_is_there_whatever_the_start_is(experiment: Experiment, top: float) -> None:
    scale = facts_of(experiment).scale
    np.testing.assert_equal(scale.common_top, top)
    assert (scale.low < scale.high).all()


def parabola(k: int, values: np.ndarray) -> np.ndarray:
    return (values - 10.0) ** 2


@pytest.mark.parametrize(
    ("here", "floor", "best", "inside"),
    [
        # Around where it is, where it fits best, and a floor that is not too far away.
        (10.0, None, 14.0, (10, 14)),
        (10.0, 12.0, 14.0, (10, 14)),
        (10.0, 20.0, 14.0, (10, 20)),
        (10.0, 0.0, 14.0, (0, 14)),
        (10.0, 22.0, 14.0, (10, 22)),
        (10.0, 22.1, 14.0, (10, 14)),
        (10.0, -2.1, 14.0, (10, 14)),
        (-10.0, -12.0, -14.0, (-14, -10)),
        # Without another best value, around its floor, however far.
        (10.0, 90.0, 10.0, (10, 90)),
        (10.0, 90.0, None, (10, 90)),
    ],
)
def test_reaches_a_little_beyond_what_is_on_it(
    here: float, floor: float | None, best: float | None, inside: tuple[float, float]
) -> None:
    known = None if best is None else np.array([best])
    scale = scale_from(parabola, np.array([here]), 100.0, [floor], known)
    margin = 0.08 * (inside[1] - inside[0])
    assert (scale.low[0], scale.high[0]) == pytest.approx((inside[0] - margin, inside[1] + margin))


@pytest.mark.parametrize(("here", "margin"), [(0.0, 0.5), (0.5, 0.5), (10.0, 5.0), (-10.0, 5.0)])
def test_where_there_is_one_value_only_it_reaches_half_of_it_to_either_side(
    here: float, margin: float
) -> None:
    scale = scale_from(parabola, np.array([here]), 100.0, [None], None)
    assert (scale.low[0], scale.high[0]) == pytest.approx((here - margin, here + margin))


@pytest.mark.parametrize(
    ("loss", "common"),
    [(0.4, 0.8), (0.6, 2.0), (1.0, 2.0), (1.01, 4.0), (2.1, 8.0), (4.0, 8.0), (5.0, 10.0),
     (5.1, 20.0), (36_415.0, 80_000.0), (0.0, 1.0)],
)  # fmt: skip
def test_the_common_scale_is_a_round_number_above_twice_the_loss(
    loss: float, common: float
) -> None:
    scale = scale_from(parabola, np.array([10.0]), loss, [None], None)
    assert scale.common_top == pytest.approx(common)


@pytest.mark.parametrize(
    ("loss", "highest", "top"),
    [
        (100.0, 90.0, 105.0), (100.0, 105.0, 105.0), (100.0, 120.0, 120.0), (100.0, 150.0, 150.0),
        (100.0, 151.0, 150.0), (0.0, 7.0, 7.0), (0.0, 0.0, 1.0), (100.0, np.nan, 105.0),
    ],
)  # fmt: skip
def test_it_is_a_little_higher_than_the_loss_and_no_more_than_half(
    loss: float, highest: float, top: float
) -> None:
    def losses(k: int, values: np.ndarray) -> np.ndarray:
        return np.array([0.0, highest, *[0.0] * (len(values) - 2)])

    scale = scale_from(losses, np.array([10.0]), loss, [None], None)
    assert scale.top[0] == pytest.approx(top)
    assert scale.first is None


@pytest.mark.parametrize(
    ("here", "best", "margin"),
    [
        (10.0, 10.0099, 5.0), (10.0, 10.0101, 0.000808), (0.5, 0.50099, 0.5),
        (0.5, 0.50101, 0.0000808), (-10.0, -10.0101, 0.000808),
    ],
)  # fmt: skip
def test_of_two_values_that_are_nearly_one_it_shows_the_surroundings_too(
    here: float, best: float, margin: float
) -> None:
    scale = scale_from(parabola, np.array([here]), 1.0, [None], np.array([best]))
    ends = min(here, best) - margin, max(here, best) + margin
    assert (scale.low[0], scale.high[0]) == pytest.approx(ends, rel=1e-9)


def test_its_height_is_looked_for_along_the_whole_of_it() -> None:
    asked: list[tuple[int, np.ndarray]] = []

    def losses(k: int, values: np.ndarray) -> np.ndarray:
        asked.append((k, values))
        return values

    scale = scale_from(losses, np.array([1.0, 2.0]), 1.0, [None, None], np.array([3.0, 5.0]))
    for k, (number, values) in enumerate(asked):
        assert (number, len(values)) == (k, 81)
        assert values[[0, -1]].tolist() == [scale.low[k], scale.high[k]]


class TestLowest:
    """The value with the least loss, between the places where it was computed."""

    @staticmethod
    def of(losses: Callable[[int, np.ndarray], np.ndarray]) -> float | None:
        values = np.linspace(-1.0, 1.0, 21)
        return lowest(losses, 0, values, losses(0, values))

    @pytest.mark.parametrize("at", [-0.93, -0.5, 0.0, 0.03, 0.87])
    def test_of_a_parabola_is_exact(self, at: float) -> None:
        assert self.of(lambda k, values: 3 + (values - at) ** 2) == pytest.approx(at, abs=1e-12)

    def test_of_another_curve_is_near(self) -> None:
        found = self.of(lambda k, values: np.exp(values) - 1.3 * values)
        assert found == pytest.approx(np.log(1.3), abs=2e-4)

    def test_of_a_kink_is_near(self) -> None:
        found = self.of(lambda k, values: np.abs(values - 0.03))
        assert found == pytest.approx(0.03, abs=0.02)

    @pytest.mark.parametrize(
        "losses",
        [
            lambda k, values: values, lambda k, values: -values,
            lambda k, values: np.zeros_like(values),
            lambda k, values: np.where(values < 0, np.nan, values**2),
            lambda k, values: np.where(values < -0.9, np.inf, values**2),
        ],
    )  # fmt: skip
    def test_is_none_at_an_end_or_where_it_is_flat_or_not_finite(
        self, losses: Callable[[int, np.ndarray], np.ndarray]
    ) -> None:
        assert self.of(losses) is None

    def test_is_asked_of_the_parameter_that_it_is_about(self) -> None:
        values = np.linspace(-1.0, 1.0, 21)
        asked: list[int] = []

        def losses(k: int, values: np.ndarray) -> np.ndarray:
            asked.append(k)
            return values**2

        lowest(losses, 2, values, values**2)
        assert set(asked) == {2}
