"""Cuts through the loss: through the step, with the gradient as their slope."""

import numpy as np
import pytest

from engine.experiment import Experiment, RollerCoaster
from engine.training import Problem
from tests.engine.queries.snapshots import EPOCHS, all_slices, snapshot

EXPERIMENTS = {
    "the article's": Experiment(),
    "gradients add up": Experiment(zero_grad=False),
    "standardised": Experiment(standardise=True, learning_rate=0.1),
    "a wave": Experiment(formula="a*sin(b*t + c) + d", learning_rate=1e-3),
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
            for value, loss in (each.before, each.after):
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
