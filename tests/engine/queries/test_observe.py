"""What a snapshot draws is the run itself: its numbers to the bit, its curves through them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.experiment.experiment import MAX_SEED, Experiment, Points, RollerCoaster
from engine.queries.observe import take
from engine.queries.snapshot import Record, Slice, Snapshot
from engine.runs.update import Stage
from engine.training.problem import Problem
from tests.article import Article
from tests.records import record_of, record_of_start, trained

CURVE_INPUTS = np.linspace(0.0, 20.0, 41)
EPOCHS = 60


def snapshot(
    number: int = EPOCHS, stage: Stage = Stage.UPDATE, experiment: Experiment | None = None
) -> Snapshot:
    """Epoch `number` of a run of that many; 0 is its start."""
    experiment = experiment or Experiment()
    problem = Problem(experiment)
    if number == 0:
        return take(problem, record_of_start(problem, experiment), CURVE_INPUTS)
    history = trained(experiment, problem, number)
    return take(problem, record_of(history, len(history), stage), CURVE_INPUTS)


def all_slices(shown: Snapshot) -> list[tuple[int, Slice]]:
    return [*enumerate(shown.slices), *enumerate(shown.wide_slices)]


class TestNumbers:
    @settings(max_examples=20)
    @given(
        st.integers(0, MAX_SEED),
        st.floats(-9, -2),
        st.booleans(),
        st.integers(1, 40),
        st.booleans(),
    )
    def test_are_the_runs_to_the_bit(
        self, seed: int, power: float, zero_grad: bool, epochs: int, standardise: bool
    ) -> None:
        experiment = Experiment(
            seed=seed, learning_rate=10**power, zero_grad=zero_grad, standardise=standardise
        )
        problem = Problem(experiment)
        history = trained(experiment, problem, epochs)
        for number in {1, len(history)}:
            epoch = history[number - 1]
            shown = take(problem, record_of(history, number), CURVE_INPUTS)
            assert shown.number == number
            assert shown.predictions.tobytes() == epoch.predictions.tobytes()
            assert np.float32(shown.loss).tobytes() == np.float32(epoch.loss).tobytes()
            assert shown.gradient is not None
            assert shown.gradient.tobytes() == epoch.gradient.tobytes()
            assert shown.updated_params is not None
            assert shown.updated_params.tobytes() == epoch.updated_params.tobytes()
            assert (shown.learning_rate, shown.zero_grad) == (10**power, zero_grad)

    def test_agree_with_the_article(self) -> None:
        shown, printed = snapshot(EPOCHS), Article().epochs(EPOCHS)[-1]
        assert shown.predictions.tobytes() == printed.preds.tobytes()
        assert shown.loss == printed.loss
        assert shown.own_gradient is not None
        assert shown.own_gradient.tobytes() == printed.grad.tobytes()

    @pytest.mark.parametrize("number", [2, 3, EPOCHS])
    def test_held_gradient_is_the_epochs_own_and_what_was_left_over(self, number: int) -> None:
        shown = snapshot(number, experiment=Experiment(zero_grad=False))
        assert shown.leftover.any()
        np.testing.assert_allclose(shown.leftover + shown.own_gradient, shown.gradient, rtol=1e-6)

    def test_held_gradient_is_the_epochs_own_where_nothing_was_left_over(self) -> None:
        shown = snapshot()
        assert not shown.leftover.any()
        np.testing.assert_array_equal(shown.own_gradient, shown.gradient)

    def test_of_an_epoch_under_way_are_computed_ahead(self) -> None:
        experiment = Experiment(zero_grad=False)
        problem = Problem(experiment)
        history = trained(experiment, problem, 3)
        known = record_of(history, 3)
        under_way = Record(3, Stage.GRADIENT, known.params, 1e-5, False, known.leftover)
        shown = take(problem, under_way, CURVE_INPUTS)
        assert shown.gradient is not None
        assert shown.gradient.tobytes() == history.gradient[2].tobytes()
        assert shown.updated_params is None

    def test_leave_the_record_as_it_is(self) -> None:
        problem = Problem(experiment := Experiment(zero_grad=False))
        record = record_of(trained(experiment, problem, 3), 3)
        arrays = [record.params, record.leftover, record.gradient, record.updated_params]
        before = [array.copy() for array in arrays if array is not None]
        take(problem, record, CURVE_INPUTS)
        np.testing.assert_array_equal(arrays, before)


class TestStart:
    def test_says_how_far_off_it_is_and_nothing_that_a_gradient_says(self) -> None:
        shown, printed = snapshot(0), next(Article())
        assert (shown.number, shown.stage) == (0, None)
        assert shown.predictions.tobytes() == printed.preds.tobytes()
        assert shown.loss == printed.loss
        assert shown.gradient is shown.own_gradient is shown.updated_params is None
        assert all(each.after is None for _, each in all_slices(shown))
        assert not any(shown.reached(stage) for stage in Stage)


@pytest.mark.parametrize("stage", Stage)
class TestStages:
    def test_not_run_yet_are_hidden(self, stage: Stage) -> None:
        shown = snapshot(stage=stage)
        assert shown.stage is stage
        assert (shown.loss is not None) == (stage >= Stage.LOSS)
        assert (shown.gradient is not None) == (stage >= Stage.GRADIENT)
        assert (shown.own_gradient is not None) == (stage >= Stage.GRADIENT)
        assert (shown.updated_params is not None) == (stage >= Stage.UPDATE)
        for _, each in all_slices(shown):
            assert (each.after is not None) == (stage >= Stage.GRADIENT)


class TestCurve:
    @pytest.mark.parametrize("standardise", [False, True])
    def test_goes_through_the_predictions(self, standardise: bool) -> None:
        shown = snapshot(experiment=Experiment(standardise=standardise))
        # Every second of the inputs asked for is one of the article's seconds.
        np.testing.assert_allclose(shown.curve[:-1:2], shown.predictions, rtol=1e-5, atol=1e-4)

    def test_is_there_for_every_input_asked_for(self) -> None:
        assert snapshot(experiment=Experiment(formula="a")).curve.shape == CURVE_INPUTS.shape

    def test_goes_through_the_points_held_out_too(self) -> None:
        experiment = Experiment(held_out=0.25)
        held_out = Problem(experiment).raw_held_out_inputs.numpy()
        shown = snapshot(experiment=experiment)
        assert len(shown.held_out_predictions) == len(held_out) == 5
        expected = np.interp(held_out, CURVE_INPUTS, shown.curve)
        np.testing.assert_allclose(shown.held_out_predictions, expected, rtol=1e-5, atol=1e-4)


class TestOwnUnits:
    def test_draw_the_same_curve_over_inputs_that_are_not_standardised(self) -> None:
        shown = snapshot(experiment=Experiment(standardise=True, learning_rate=0.1))
        assert shown.own_units is not None
        a, b, c = shown.own_units
        curve = a * CURVE_INPUTS**2 + b * CURVE_INPUTS + c
        np.testing.assert_allclose(curve, shown.curve, rtol=1e-4, atol=1e-3)

    def test_are_the_parameters_themselves_where_nothing_is_standardised(self) -> None:
        assert snapshot().own_units is None


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


class TestManyPoints:
    """Only some of them are looked at for a curve, which tells the whole loss all the same."""

    @pytest.mark.parametrize("points", [2_000, 2_001, 4_000, 5_999])
    def test_give_the_whole_loss_and_its_slope_where_the_step_begins(self, points: int) -> None:
        data = RollerCoaster(points=points, noise=300.0)
        experiment = Experiment(data=data, learning_rate=1e-6, start={"a": 0.6})
        shown, problem = snapshot(3, experiment=experiment), Problem(experiment)
        for k, each in enumerate(shown.wide_slices):
            params = shown.params.astype(np.float64)
            for place, value in enumerate(each.values[::20]):
                params[k] = value
                residuals = np.polyval(params, problem.inputs.double().numpy())
                whole = np.mean((residuals - problem.targets.double().numpy()) ** 2)
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

    def test_of_a_wide_one_is_as_far_beyond_the_floor_as_before_it(self) -> None:
        for each in snapshot(EPOCHS).wide_slices:
            assert each.floor is not None
            assert each.after is not None
            beyond = 2 * each.floor - each.before[0]
            begin, *_, end = sorted((each.before[0], each.after[0], each.floor, beyond))
            margin = max(0.25 * (end - begin), 0.5e-3)
            assert each.values[[0, -1]] == pytest.approx([begin - margin, end + margin])

    def test_where_the_step_is_nothing_is_wide(self) -> None:
        still = snapshot(1, experiment=Experiment(learning_rate=1e-30))
        for close, wide in zip(still.slices, still.wide_slices, strict=True):
            np.testing.assert_array_equal(close.values, wide.values)

    @pytest.mark.parametrize("value", [0.0, 1.0])
    def test_where_there_is_no_step_at_all_is_wide(self, value: float) -> None:
        flat = Points(inputs=(0.0, 0.0), targets=(1.0, 2.0))
        experiment = Experiment(data=flat, formula="a*t", start={"a": value})
        shown = snapshot(1, experiment=experiment)
        np.testing.assert_array_equal(shown.slices[0].values, shown.wide_slices[0].values)
        assert np.ptp(shown.slices[0].values) > 0

    def test_where_the_step_leads_nowhere_is_wide(self) -> None:
        shown = snapshot(1, experiment=FIRST_LOST)
        (close,), (wide,) = shown.slices, shown.wide_slices
        assert close.after is not None
        assert np.isinf(close.after[0])
        assert np.isfinite(close.values).all()
        np.testing.assert_array_equal(close.values, wide.values)

    def test_a_step_of_one_is_looked_at_closely(self) -> None:
        # The loss a² of one point: from 1, at a rate of a half, to 0, and near the floor there.
        data = Points(inputs=(1.0, 1.0), targets=(0.0, 0.0))
        experiment = Experiment(data=data, formula="a*t", start={"a": 1.0}, learning_rate=0.5)
        (close,) = snapshot(1, experiment=experiment).slices
        assert close.after == (0.0, 0.0)
        assert close.values[[0, -1]] == pytest.approx([-0.5, 1.5])

    def test_where_there_is_no_floor_either_is_around_the_value(self) -> None:
        flat = Points(inputs=(0.0, 0.0), targets=(1.0, 2.0))
        (each,) = snapshot(1, experiment=Experiment(data=flat, formula="a*t")).wide_slices
        assert each.floor is None
        reach = 5e-4 * max(1.0, abs(each.before[0]))
        assert each.values[[0, -1]] - each.before[0] == pytest.approx([-reach, reach], rel=1e-3)


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
        time = problem.inputs.numpy().astype(np.float64)
        shown = snapshot(number)
        for k, each in enumerate(shown.wide_slices):
            # d²loss/dparam² of the mean of squares of a model that is linear in it.
            bend = 2 * np.mean(time ** (2 * (2 - k)))
            assert each.floor == pytest.approx(shown.params[k] - each.slope / bend, rel=1e-3)


BEYOND = {
    "diverged": Experiment(learning_rate=1e-4),
    "diverged, gradients adding up": Experiment(learning_rate=1e-4, zero_grad=False),
    "at once": Experiment(learning_rate=1e6),
    "divided by zero": Experiment(formula="a/t"),
    "logarithm of nothing": Experiment(formula="a*log(t)"),
    "exponential": Experiment(formula="exp(a*t**3) + b", learning_rate=1e6),
    "huge data": Experiment(
        formula="a*t**5", data=Points(inputs=(-1e38, 1e38), targets=(1e38, -1e38))
    ),
    "huge start": Experiment(start={"a": 3e38, "b": -3e38, "c": 3e38}),
}


@pytest.mark.parametrize("name", BEYOND)
class TestWhatIsNotFinite:
    """NumPy's warnings are errors in this suite: in the program they would be on the terminal."""

    @pytest.mark.parametrize("stage", Stage)
    def test_is_shown_without_a_word(self, name: str, stage: Stage) -> None:
        shown = snapshot(10_000, stage, BEYOND[name])
        assert shown.number < 10_000
        assert shown.stage is stage
        assert len(shown.slices) == len(shown.wide_slices) == len(shown.params)

    def test_is_shown_in_the_epoch_after_it_too(self, name: str) -> None:
        problem = Problem(experiment := BEYOND[name])
        history = trained(experiment, problem, 10_000)
        lost = Record(
            number=len(history) + 1,
            stage=Stage.LOSS,
            params=history.updated_params[-1].copy(),
            learning_rate=experiment.learning_rate,
            zero_grad=experiment.zero_grad,
            leftover=history.leftover(len(history) + 1).copy(),
        )
        assert take(problem, lost, CURVE_INPUTS).number == len(history) + 1

    def test_is_shown_at_the_start_too(self, name: str) -> None:
        assert snapshot(0, experiment=BEYOND[name]).stage is None
