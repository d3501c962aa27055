"""What a snapshot draws is the run itself: its numbers to the bit, its curves through them.

It shows of an update what has run of it, and nothing else.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.experiment import MAX_SEED, Experiment, Points
from engine.experiment.settings import Settings
from engine.queries import FactsQuery, Slice, Snapshot, SnapshotQuery
from engine.runs import Begun, Stage
from engine.runs.update import leftover_from
from engine.training import Problem
from tests.article import Article
from tests.engine.queries.snapshots import CURVE_INPUTS, EPOCHS, all_slices, snapshot
from tests.records import query_of, scale_around, trained

SLICE = Slice(
    values=np.array([0.0, 1.0, 2.0]),
    losses=np.array([1.0, 0.0, 1.0]),
    before=(2.0, 1.0),
    after=(1.0, 0.0),
    slope=2.0,
    floor=1.0,
)
FULL = Snapshot(
    number=7,
    stage=Stage.UPDATE,
    params=np.array([2.0, 3.0], np.float32),
    settings=Settings(0.5, True, True),
    leftover=np.zeros(2, np.float32),
    curve=np.zeros(5),
    held_out_predictions=np.zeros(0, np.float32),
    slices=(SLICE, SLICE),
    wide_slices=(SLICE, SLICE),
    predictions=np.zeros(4, np.float32),
    loss=1.0,
    own_gradient=np.array([2.0, -4.0], np.float32),
    gradient=np.array([2.0, -4.0], np.float32),
    updated_params=np.array([1.0, 5.0], np.float32),
    common_slices=(SLICE, SLICE),
    scale=scale_around(np.array([2.0, 3.0], np.float32)),
    updated_held_out_predictions=np.ones(0, np.float32),
    updated_predictions=np.ones(4, np.float32),
    updated_curve=np.ones(5),
    updated_loss=0.5,
    loss_change=-0.5,
)
# From which stage on each is there.
SINCE = {
    "loss": Stage.LOSS,
    "own_gradient": Stage.BACKWARD,
    "gradient": Stage.GRADIENT,
    "updated_params": Stage.UPDATE,
    "updated_predictions": Stage.UPDATE,
    "updated_held_out_predictions": Stage.UPDATE,
    "updated_curve": Stage.UPDATE,
    "updated_loss": Stage.UPDATE,
    "loss_change": Stage.UPDATE,
}
ALWAYS = ("number", "params", "settings", "leftover", "curve", "predictions", "scale")


@pytest.mark.parametrize("stage", Stage)
class TestUntil:
    def test_hides_what_has_not_run(self, stage: Stage) -> None:
        shown = FULL.until(stage)
        for name, since in SINCE.items():
            assert getattr(shown, name) is (getattr(FULL, name) if stage >= since else None)

    def test_keeps_what_has(self, stage: Stage) -> None:
        shown = FULL.until(stage)
        assert shown.stage is stage
        for name in ALWAYS:
            assert getattr(shown, name) is getattr(FULL, name)

    def test_shows_where_the_step_leads_only_when_the_gradient_says_so(self, stage: Stage) -> None:
        shown = FULL.until(stage)
        for each in (*shown.slices, *shown.wide_slices, *shown.common_slices):
            assert each.after == (SLICE.after if stage >= Stage.GRADIENT else None)
            assert each.before == SLICE.before

    def test_has_reached_the_stages_up_to_it(self, stage: Stage) -> None:
        shown = FULL.until(stage)
        assert [each for each in Stage if shown.reached(each)] == list(Stage)[:stage]


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
            shown = query_of(history, number, CURVE_INPUTS).answer(problem)
            assert shown.number == shown.epoch == number
            predictions = problem.predictions(epoch.params)
            assert shown.predictions.tobytes() == predictions.tobytes()
            assert np.float32(shown.loss).tobytes() == np.float32(epoch.loss).tobytes()
            assert shown.gradient is not None
            assert shown.gradient.tobytes() == epoch.gradient.tobytes()
            assert shown.updated_params is not None
            assert shown.updated_params.tobytes() == epoch.updated_params.tobytes()
            assert shown.settings == Settings(10**power, zero_grad, True)

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
        begun = Begun(**history[2].beginning)
        shown = SnapshotQuery(
            begun, Stage.GRADIENT, CURVE_INPUTS, scale_around(begun.params)
        ).answer(problem)
        assert shown.gradient is not None
        assert shown.gradient.tobytes() == history.gradient[2].tobytes()
        assert shown.updated_params is None

    def test_leave_the_update_as_it_is(self) -> None:
        problem = Problem(experiment := Experiment(zero_grad=False))
        update = trained(experiment, problem, 3)[2]
        arrays = [update.params, update.leftover, update.gradient, update.updated_params]
        before = [array.copy() for array in arrays]
        query_of([update], 1, CURVE_INPUTS).answer(problem)
        np.testing.assert_array_equal(arrays, before)


class TestUpdated:
    def test_is_what_the_next_epoch_begins_with(self) -> None:
        experiment = Experiment(held_out=0.2)
        problem = Problem(experiment)
        history = trained(experiment, problem, 3)
        this, next_one = (
            query_of(history, number, CURVE_INPUTS).answer(problem) for number in (2, 3)
        )
        assert this.updated_loss == next_one.loss
        for updated, begun in (
            (this.updated_predictions, next_one.predictions),
            (this.updated_held_out_predictions, next_one.held_out_predictions),
            (this.updated_curve, next_one.curve),
        ):
            assert updated is not None
            assert updated.size
            assert updated.tobytes() == begun.tobytes()

    def test_change_of_the_loss_is_told_where_float32_hardly_tells_it(self) -> None:
        shown = snapshot(200)
        problem = Problem(Experiment())
        time, speed = problem.inputs.astype(float), problem.targets.astype(float)
        assert shown.updated_params is not None
        before, after = (
            float(np.mean((a * time**2 + b * time + c - speed) ** 2))
            for a, b, c in (shown.params.astype(float), shown.updated_params.astype(float))
        )
        assert shown.loss_change == pytest.approx(after - before, rel=1e-6)
        assert shown.loss_change == pytest.approx(-0.0080709, abs=1e-7)

    def test_waits_for_the_update(self) -> None:
        for shown in (snapshot(0), snapshot(stage=Stage.GRADIENT)):
            assert shown.updated_loss is shown.loss_change is None
            assert shown.updated_predictions is shown.updated_curve is None
            assert shown.updated_held_out_predictions is None


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
        assert (shown.own_gradient is not None) == (stage >= Stage.BACKWARD)
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
        held_out = Problem(experiment).raw_held_out_inputs
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
        last = history[-1]
        left = leftover_from(last.gradient, last.settings)
        lost = Begun(len(history) + 1, experiment.settings, last.updated_params, left)
        query = SnapshotQuery(
            lost, Stage.LOSS, CURVE_INPUTS, FactsQuery(experiment).answer(problem).scale
        )
        assert query.answer(problem).number == len(history) + 1

    def test_is_shown_at_the_start_too(self, name: str) -> None:
        assert snapshot(0, experiment=BEYOND[name]).stage is None
