"""What the window is told of a problem: its data, its labels, its frame."""

import numpy as np
import pytest

from engine.experiment import Data, Experiment, Generated, Points, RollerCoaster
from engine.queries import FactsQuery
from engine.runs import Facts
from engine.training import Problem

TABLE = Points(
    inputs=(-4.0, 6.0, 1.0), targets=(10.0, 30.0, 20.0), input_name="height", target_name="weight"
)


def facts(**fields: object) -> Facts:
    experiment = Experiment().changed(**fields)
    return FactsQuery(experiment).answer(Problem(experiment))


class TestTheArticle:
    def test_has_its_own_frame_and_labels(self) -> None:
        told = facts()
        assert told.frame == (0.0, 20.0, -300.0, 200.0)
        assert (told.input_label, told.target_label) == ("time t (seconds)", "speed")

    @pytest.mark.parametrize("fields", [{"seed": 5}, {"standardise": True}, {"held_out": 0.3}])
    def test_keeps_its_frame_whatever_is_learned_from_it(self, fields: dict[str, object]) -> None:
        assert facts(**fields).frame == (0.0, 20.0, -300.0, 200.0)

    def test_has_its_numbers(self) -> None:
        told, problem = facts(), Problem(Experiment())
        assert told.names == ("a", "b", "c")
        np.testing.assert_array_equal(told.inputs, np.arange(20))
        np.testing.assert_array_equal(told.targets, problem.targets)
        np.testing.assert_array_equal(told.start, problem.start)
        assert told.operations == problem.operations
        assert len(told.held_out_inputs) == len(told.held_out_targets) == 0
        assert not told.standardised

    def test_has_its_valley(self) -> None:
        valley = facts().valley
        assert valley is not None
        assert valley.floor_loss == pytest.approx(0.66, abs=0.005)

    def test_has_the_rounder_valley_that_standardising_would_give_it(self) -> None:
        told, standardised = facts(), facts(standardise=True)
        assert told.valley is not None
        assert told.standardised_valley is not None
        assert standardised.valley is not None
        assert told.standardised_valley.steepness == standardised.valley.steepness
        assert told.standardised_valley.steepness < told.valley.steepness / 10_000
        assert standardised.standardised_valley is None


class TestFrame:
    @pytest.mark.parametrize(
        "data",
        [
            TABLE,
            RollerCoaster(points=50),
            RollerCoaster(noise=0.0),
            Generated(formula="a*t", truth=(3.0,), start=-2.0),
            Points(inputs=(1.0, 1.0), targets=(0.0, 0.0)),
            Points(inputs=(1e30, -1e30), targets=(1e-30, -1e-30)),
            Points(inputs=(-3.4e38, 3.4e38), targets=(3.4e38, -3.4e38)),
        ],
    )
    @pytest.mark.parametrize("held_out", [0.0, 0.5])
    def test_has_every_point_in_it(self, data: Data, held_out: float) -> None:
        told = facts(data=data, held_out=held_out)
        left, right, bottom, top = told.frame
        assert np.isfinite(told.frame).all()
        inputs = np.concatenate([told.inputs, told.held_out_inputs]).astype(np.float64)
        targets = np.concatenate([told.targets, told.held_out_targets]).astype(np.float64)
        assert left < inputs.min() <= inputs.max() < right
        assert bottom < targets.min() <= targets.max() < top

    def test_leaves_the_same_margin_on_both_sides(self) -> None:
        left, right, bottom, top = facts(data=TABLE).frame
        assert (-4 - left, right - 6) == pytest.approx((0.3, 0.3))
        assert (10 - bottom, top - 30) == pytest.approx((5.0, 5.0))

    @pytest.mark.parametrize(("value", "margin"), [(0.5, 1.0), (-40.0, 40.0)])
    def test_of_a_single_place_is_around_it(self, value: float, margin: float) -> None:
        data = Points(inputs=(value, value), targets=(value, value))
        left, right, bottom, top = facts(data=data).frame
        assert (value - left, right - value) == pytest.approx((0.03 * margin, 0.03 * margin))
        assert (value - bottom, top - value) == pytest.approx((0.25 * margin, 0.25 * margin))

    def test_is_no_larger_than_the_data_need(self) -> None:
        left, right, bottom, top = facts(data=TABLE).frame
        assert right - left < 2 * (6 + 4)
        assert top - bottom < 2 * (30 - 10)

    def test_is_that_of_the_inputs_own_units(self) -> None:
        assert facts(data=TABLE, standardise=True).frame == facts(data=TABLE).frame

    def test_is_what_the_curve_is_drawn_over(self) -> None:
        told = facts(data=TABLE)
        assert (told.curve_inputs[0], told.curve_inputs[-1]) == told.frame[:2]
        assert (np.diff(told.curve_inputs) > 0).all()


class TestLabels:
    def test_of_a_table_are_its_columns(self) -> None:
        told = facts(data=TABLE)
        assert (told.input_label, told.target_label) == ("height", "weight")

    @pytest.mark.parametrize(("formula", "label"), [("k*t", "t"), ("k*x", "x")])
    def test_of_generated_data_are_the_formulas_names(self, formula: str, label: str) -> None:
        told = facts(data=Generated(formula=formula, truth=(1.0,)))
        assert (told.input_label, told.target_label) == (label, "y")


class TestStandardised:
    def test_says_how_and_keeps_the_datas_own_inputs(self) -> None:
        told = facts(data=TABLE, standardise=True)
        assert told.standardised
        np.testing.assert_array_equal(told.inputs, np.float32([-4, 6, 1]))
        inputs = Problem(Experiment(data=TABLE, standardise=True)).inputs
        np.testing.assert_allclose((told.inputs - told.mean) / told.std, inputs, rtol=1e-6)

    def test_otherwise_nothing_is_taken_away_and_nothing_divided(self) -> None:
        assert (facts(data=TABLE).mean, facts(data=TABLE).std) == (0.0, 1.0)


class TestHeldOut:
    def test_points_are_told_apart(self) -> None:
        told = facts(data=TABLE, held_out=0.34)
        assert (len(told.inputs), len(told.held_out_inputs)) == (2, 1)
        pairs = [*zip(told.inputs, told.targets, strict=True)]
        pairs += zip(told.held_out_inputs, told.held_out_targets, strict=True)
        assert sorted(pairs) == [(-4, 10), (1, 20), (6, 30)]

    def test_points_and_the_others_are_told_together_in_the_order_of_the_data(self) -> None:
        told = facts(data=TABLE, held_out=0.34, standardise=True)
        assert told.data_inputs.tolist() == [-4, 6, 1]
        assert told.data_targets.tolist() == [10, 30, 20]
