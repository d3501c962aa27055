"""Cuts through the loss: through the step, with the gradient as their slope."""

import numpy as np
import pytest

from engine.experiment import Experiment, Points, RollerCoaster
from engine.training import Problem
from tests.engine.queries.snapshots import EPOCHS, all_slices, snapshot
from tests.experiments import preset

EXPERIMENTS = {
    "the article's": Experiment(),
    "gradients add up": Experiment(zero_grad=False),
    "standardised": Experiment(standardise=True, learning_rate=0.1),
    "a wave": Experiment(formula="a*sin(b*t + c)", data=preset("sine").data, learning_rate=0.02),
    "many points": Experiment(data=RollerCoaster(points=5_000)),
}


@pytest.mark.parametrize("number", [1, 7, EPOCHS])
@pytest.mark.parametrize("name", EXPERIMENTS)
class TestSlices:
    def test_have_the_gradient_as_their_slope(self, name: str, number: int) -> None:
        shown = snapshot(number, experiment=EXPERIMENTS[name])
        assert shown.own_gradient is not None
        for k, each in all_slices(shown):
            assert each.slope == shown.own_gradient[k]
        for k, each in enumerate(shown.wide_slices):
            # By hand: the rise of the curve around where the step began.
            near = np.abs(each.values - each.before[0]).argsort()[:5]
            parabola = np.polyfit(each.values[near] - each.before[0], each.losses[near], 2)
            scale = np.ptp(each.losses) / np.ptp(each.values)
            assert parabola[1] == pytest.approx(each.slope, rel=0.05, abs=0.02 * scale), k

    def test_go_through_the_step(self, name: str, number: int) -> None:
        shown = snapshot(number, experiment=EXPERIMENTS[name])
        assert shown.updated_params is not None
        for k, each in all_slices(shown):
            assert each.after is not None
            assert each.before == (shown.params[k], pytest.approx(shown.loss, rel=1e-4))
            assert each.after[0] == shown.updated_params[k]
            # A step may well lead out of what is near on the common scale.
            common = any(each is other for other in shown.common_slices)
            for value, loss in (each.before, *(() if common else (each.after,))):
                assert each.values[0] < value < each.values[-1]
                drawn = np.interp(value, each.values, each.losses)
                assert drawn == pytest.approx(loss, abs=0.01 * np.ptp(each.losses) + 1e-9)

    def test_let_the_step_be_seen_where_they_are_close(self, name: str, number: int) -> None:
        for each in snapshot(number, experiment=EXPERIMENTS[name]).slices:
            assert each.after is not None
            assert abs(each.after[0] - each.before[0]) > 0.05 * np.ptp(each.values)

    def test_rise_evenly(self, name: str, number: int) -> None:
        for _, each in all_slices(snapshot(number, experiment=EXPERIMENTS[name])):
            steps = np.diff(each.values)
            np.testing.assert_allclose(steps, steps[0], rtol=1e-3)
            assert len(each.values) == len(each.losses)
            assert np.isfinite(each.losses).all()


class TestManyPoints:
    """Only some of them are looked at for a curve, which tells the whole loss all the same."""

    @pytest.mark.parametrize("points", [2_000, 2_001, 4_000, 5_999])
    def test_give_the_whole_loss_and_its_slope_where_the_step_begins(self, points: int) -> None:
        data = RollerCoaster(points=points, noise=300.0)
        experiment = Experiment(data=data, learning_rate=1e-7, start={"a": 0.6})
        shown, problem = snapshot(3, experiment=experiment), Problem(experiment)
        for k, each in enumerate(shown.wide_slices):
            params = shown.params.astype(np.float64)
            for place, value in enumerate(each.values[::20]):
                params[k] = value
                residuals = np.polyval(params, problem.inputs.astype(np.float64))
                whole = np.mean((residuals - problem.targets.astype(np.float64)) ** 2)
                near = 1e-6 if points == 2_000 else 0.02
                assert each.losses[20 * place] == pytest.approx(whole, rel=near)
            assert each.before[1] == pytest.approx(shown.loss, rel=1e-6)
            inside = each.before[0] + np.array([-1e-3, 1e-3]) * np.ptp(each.values)
            low, high = np.interp(inside, each.values, each.losses)
            assert (high - low) / np.ptp(inside) == pytest.approx(
                each.slope, abs=0.03 * np.ptp(each.losses) / np.ptp(each.values)
            )


# The gradient is finite, and the step is not.
FIRST_LOST = Experiment(
    data=Points(inputs=(1e15, 1e15), targets=(1e18, 1e18)),
    formula="a*t",
    start={"a": 0.0},
    learning_rate=1e6,
)


class TestReach:
    """How far a curve is drawn around where the step begins."""

    def test_of_a_close_one_has_the_floor_in_it_where_that_is_near(self) -> None:
        shown = snapshot(1)
        for close, wide in zip(shown.slices, shown.wide_slices, strict=True):
            assert close.after is not None
            assert wide.floor is not None
            reach = abs(close.after[0] - close.before[0])
            near = abs(wide.floor - wide.before[0]) <= 6 * reach
            assert (close.floor is not None) == near
            # In the article's first epoch a's floor is near, c's is not.
        assert [each.floor is not None for each in shown.slices][::2] == [True, False]

    def test_of_a_close_one_is_as_long_as_the_step_and_a_margin(self) -> None:
        close = snapshot(EPOCHS).slices[2]
        assert close.after is not None
        assert close.floor is None
        begin, end = sorted((close.before[0], close.after[0]))
        margin = 0.5 * (end - begin)
        assert close.values[[0, -1]] == pytest.approx([begin - margin, end + margin], abs=1e-9)

    def test_of_a_wide_one_is_the_scale_of_the_run(self) -> None:
        shown = snapshot(EPOCHS)
        for k, each in enumerate(shown.wide_slices):
            ends = shown.scale.low[k], shown.scale.high[k]
            assert each.values[[0, -1]] == pytest.approx(ends)

    def test_of_one_on_the_common_scale_is_three_to_either_side(self) -> None:
        for each in snapshot(1).common_slices:
            here = each.before[0]
            assert each.values[[0, -1]] == pytest.approx([here - 3, here + 3])

    @pytest.mark.parametrize("experiment", [Experiment(learning_rate=1e-30), FIRST_LOST])
    def test_without_a_step_to_see_is_as_far_beyond_the_floor_as_before_it(
        self, experiment: Experiment
    ) -> None:
        for each in snapshot(1, experiment=experiment).slices:
            assert each.after is not None
            assert each.floor is not None
            assert each.after[0] == each.before[0] or np.isinf(each.after[0])
            begin, end = sorted((each.before[0], 2 * each.floor - each.before[0]))
            margin = 0.25 * (end - begin)
            assert each.values[[0, -1]] == pytest.approx([begin - margin, end + margin])

    @pytest.mark.parametrize("value", [0.0, 1.0, 40.0])
    def test_without_a_step_or_a_floor_is_around_the_value(self, value: float) -> None:
        flat = Points(inputs=(0.0, 0.0), targets=(1.0, 2.0))
        experiment = Experiment(data=flat, formula="a*t", start={"a": value})
        (each,) = snapshot(1, experiment=experiment).slices
        assert each.floor is None
        reach = 5e-4 * max(1.0, value)
        assert each.values[[0, -1]] - value == pytest.approx([-reach, reach], rel=1e-3)

    def test_a_step_of_one_is_looked_at_closely(self) -> None:
        # The loss a² of one point: from 1, at a rate of a half, to 0, and near the floor there.
        data = Points(inputs=(1.0, 1.0), targets=(0.0, 0.0))
        experiment = Experiment(data=data, formula="a*t", start={"a": 1.0}, learning_rate=0.5)
        (close,) = snapshot(1, experiment=experiment).slices
        assert close.after == (0.0, 0.0)
        assert close.values[[0, -1]] == pytest.approx([-0.5, 1.5])


@pytest.mark.parametrize("number", [1, 7, EPOCHS])
class TestFloor:
    def test_is_where_the_curve_is_lowest(self, number: int) -> None:
        for _, each in all_slices(snapshot(number)):
            if each.floor is not None:
                lowest = each.values[each.losses.argmin()]
                assert each.floor == pytest.approx(lowest, abs=np.diff(each.values)[0])

    def test_is_in_every_wide_slice_of_the_article(self, number: int) -> None:
        assert all(each.floor is not None for each in snapshot(number).wide_slices)

    def test_is_where_the_parabola_says(self, number: int) -> None:
        problem = Problem(Experiment())
        time = problem.inputs.astype(np.float64)
        shown = snapshot(number)
        for k, each in enumerate(shown.wide_slices):
            # d²loss/dparam² of the mean of squares of a model that is linear in it.
            bend = 2 * np.mean(time ** (2 * (2 - k)))
            assert each.floor == pytest.approx(shown.params[k] - each.slope / bend, rel=1e-3)
