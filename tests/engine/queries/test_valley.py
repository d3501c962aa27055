"""The valley of the loss: its floor, its steepness and the learning rate that it allows."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.experiment import MAX_SEED, Experiment, Generated, Points
from engine.experiment.presets import PRESETS, Preset
from engine.queries.valley import valley
from engine.runs import Doubles, Valley
from engine.training import Problem, Recorder


def of(**fields: object) -> Valley | None:
    return valley(Problem(Experiment().changed(**fields)))


def powers_of_time(problem: Problem) -> np.ndarray:
    return np.vander(problem.inputs.astype(np.float64), 3)


class TestTheArticle:
    def test_is_as_steep_as_was_measured(self) -> None:
        found = of()
        assert found is not None
        assert found.floor_loss == pytest.approx(0.66, abs=0.005)
        assert found.largest_rate == pytest.approx(3.5e-5, rel=0.02)
        assert found.steepness == pytest.approx(218_000, rel=0.01)

    def test_has_the_eigenvalues_that_were_measured(self) -> None:
        time = powers_of_time(Problem(Experiment()))
        eigenvalues = np.linalg.eigvalsh(2 / len(time) * time.T @ time)
        assert eigenvalues == pytest.approx([0.26, 16, 56_499], rel=0.02)
        found = of()
        assert found is not None
        assert found.largest_rate == pytest.approx(2 / eigenvalues[-1], rel=1e-6)
        assert found.steepness == pytest.approx(eigenvalues[-1] / eigenvalues[0], rel=1e-4)

    @settings(max_examples=25)
    @given(st.integers(0, MAX_SEED), st.sampled_from([0.0, 0.25]), st.booleans())
    def test_has_its_floor_where_least_squares_has_it(
        self, seed: int, held_out: float, standardise: bool
    ) -> None:
        problem = Problem(Experiment(seed=seed, held_out=held_out, standardise=standardise))
        found = valley(problem)
        assert found is not None
        time, speed = powers_of_time(problem), problem.targets.astype(np.float64)
        best, *_ = np.linalg.lstsq(time, speed)
        np.testing.assert_allclose(found.floor, best, rtol=1e-5, atol=1e-5)
        assert found.floor_loss == pytest.approx(np.mean((time @ best - speed) ** 2))

    def test_its_axes_and_curvatures_tell_the_loss_everywhere(self) -> None:
        problem = Problem(Experiment())
        found = valley(problem)
        assert found is not None
        time, speed = powers_of_time(problem), problem.targets.astype(np.float64)
        for place in (problem.start, np.array([3.0, -1.0, 50.0])):
            along = found.axes.T @ (place - found.floor)
            told = found.floor_loss + 0.5 * (found.curvatures * along**2).sum()
            assert told == pytest.approx(np.mean((time @ place - speed) ** 2), rel=1e-4)
        assert found.safe_rate == found.largest_rate

    def test_is_nearly_round_with_time_standardised(self) -> None:
        found = of(standardise=True)
        assert found is not None
        assert found.steepness == pytest.approx(7.4, abs=0.05)
        assert found.floor_loss == pytest.approx(0.66, abs=0.005)


class TestLargestRate:
    @pytest.mark.parametrize("fields", [{}, {"standardise": True}])
    def test_is_where_training_turns_from_settling_to_diverging(
        self, fields: dict[str, bool]
    ) -> None:
        found = of(**fields)
        assert found is not None

        def last_loss(share: float) -> float:
            rate = share * found.largest_rate
            batch = Recorder(Experiment(learning_rate=rate, **fields)).train(2_000)
            return float(batch.loss[-1]) if batch.finite else np.inf

        assert last_loss(0.95) < 1_000
        assert last_loss(1.05) == np.inf


class TestOtherModels:
    @pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.key)
    def test_have_their_floor_at_the_truth_when_they_start_there_without_noise(
        self, preset: Preset
    ) -> None:
        names = Experiment(formula=preset.formula).names
        truth = dict(zip(names, preset.truth, strict=True))
        found = of(
            data=Generated(
                formula=preset.formula,
                truth=preset.truth,
                points=preset.points,
                noise=0.0,
                start=preset.start,
                stop=preset.stop,
            ),
            formula=preset.formula,
            start={name: value * 1.01 for name, value in truth.items()},
        )
        assert found is not None
        assert found.floor == pytest.approx(preset.truth, rel=1e-3)
        assert found.floor_loss == pytest.approx(0, abs=1e-9)

    def test_with_a_direction_that_changes_nothing_are_endlessly_steep(self) -> None:
        found = of(formula="(a + b)*t")
        assert found is not None
        assert found.steepness == np.inf
        assert np.isfinite(found.largest_rate)

    def test_with_many_points_are_looked_at_in_part(self) -> None:
        data = Generated(formula="a*t + b", truth=(2.0, -1.0), points=200_000)
        found = of(data=data, formula="a*t + b")
        assert found is not None
        assert found.floor == pytest.approx([2, -1], abs=0.2)


class TestOnly:
    """Only what is linear in its parameters has no other valley, and a floor that is the best."""

    @pytest.mark.parametrize(
        "formula", ["a*(t**2) + b*(t) + c", "a", "a*t + b", "a*sin(t) + b*exp(t/9)", "(a + b)*t"]
    )
    @pytest.mark.parametrize("standardise", [False, True])
    def test_floor_of_a_linear_formula_is_the_best_fit(
        self, formula: str, standardise: bool
    ) -> None:
        found = of(formula=formula, standardise=standardise)
        assert found is not None
        assert (found.only, found.floor_in_words) == (True, "best fit")

    @pytest.mark.parametrize("start", [{"b": 0.31}, {"b": 1.5}, {"b": 3.1}])
    def test_floor_of_one_valley_of_several_is_not(self, start: dict[str, float]) -> None:
        wave = Generated(formula="a*sin(b*t)", truth=(3.0, 0.3), points=40, noise=0.1)
        found = of(data=wave, formula="a*sin(b*t)", start={"a": 3.0, **start})
        assert found is not None
        assert (found.only, found.floor_in_words) == (False, "valley floor")

    def test_floors_of_several_valleys_differ(self) -> None:
        wave = Generated(formula="a*sin(b*t)", truth=(3.0, 0.3), points=40, noise=0.0)
        best, local = (
            of(data=wave, formula="a*sin(b*t)", start={"a": 3.0, "b": b}) for b in (0.31, 1.5)
        )
        assert best is not None
        assert local is not None
        assert best.floor_loss == pytest.approx(0, abs=1e-12)
        assert local.floor_loss > 0.1


class TestManyPoints:
    @pytest.mark.parametrize("points", [5_000, 5_001, 10_000, 10_001])
    def test_are_looked_at_evenly_and_no_more_than_so_many(
        self, points: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        data = Generated(formula="a*t + b", truth=(2.0, -1.0), points=points, noise=1.0)
        problem = Problem(Experiment(data=data, formula="a*t + b"))
        looked_at: set[tuple[int, float]] = set()
        compute = problem._f

        def watched(inputs: Doubles, params: Doubles) -> Doubles:
            looked_at.add((len(inputs), float(inputs[1])))
            return compute(inputs, params)

        monkeypatch.setattr(problem, "_f", watched)
        assert valley(problem) is not None
        every = {5_000: 1, 5_001: 2, 10_000: 2, 10_001: 3}[points]
        assert looked_at == {(len(range(0, points, every)), float(problem.inputs[every]))}


class TestNone:
    @pytest.mark.parametrize(
        "fields",
        [
            {"formula": "a*log(t)"},
            {"formula": "a/t"},
            {"data": Points(inputs=(0.0, 0.0), targets=(1.0, 2.0)), "formula": "a*t"},
            {"start": {"a": 1e30}, "formula": "exp(a*t)"},
        ],
    )
    def test_where_no_floor_can_be_found(self, fields: dict[str, object]) -> None:
        assert of(**fields) is None

    @settings(max_examples=50)
    @given(
        st.sampled_from(["a*t**5", "exp(a*t) + b", "a*sin(b*t)", "a**t", "log(a*t)", "a/t + b"]),
        st.lists(st.tuples(st.floats(-3e38, 3e38), st.floats(-3e38, 3e38)), min_size=2, max_size=5),
        st.booleans(),
    )
    def test_or_a_valley_of_finite_numbers_but_never_an_error(
        self, formula: str, pairs: list[tuple[float, float]], standardise: bool
    ) -> None:
        inputs, targets = zip(*pairs, strict=True)
        found = of(
            data=Points(inputs=inputs, targets=targets), formula=formula, standardise=standardise
        )
        if found is not None:
            assert np.isfinite(found.floor).all()
            assert 0 <= found.floor_loss < np.inf
            assert found.largest_rate > 0
            assert found.steepness >= 1


def test_a_plateau_is_not_the_only_valley_though_it_looks_alike_from_place_to_place() -> None:
    found = of(formula="v*tanh(w*t + b) + c", start={"w": 50.0, "b": 1e3, "v": 1.0, "c": 0.0})
    assert found is not None
    assert not found.only
    assert found.curvatures[0] == 0


def test_a_safe_rate_is_safe_where_the_run_begins_too() -> None:
    found = of(formula="a*exp(b*t)", start={"a": 1.0, "b": 0.3})
    assert found is not None
    assert found.safe_rate < found.largest_rate / 10
    fields = {"formula": "a*exp(b*t)", "start": {"a": 1.0, "b": 0.3}}
    batch = Recorder(Experiment(learning_rate=found.safe_rate / 2, **fields)).train(200)
    assert batch.loss[-1] < batch.loss[0]


@pytest.mark.parametrize(("share", "flat"), [(0.7e-13, True), (1.5e-13, False)])
def test_a_direction_that_is_far_too_flat_is_flat(share: float, flat: bool) -> None:
    """At t = ±1 the curvatures along a and b are 2 and `share` times that."""
    data = Points(inputs=(-1.0, 1.0, -1.0, 1.0), targets=(0.0, 1.0, 0.0, 1.0))
    found = of(formula=f"a*t + b*{np.sqrt(share):.9f}", data=data)
    assert found is not None
    assert bool(found.curvatures[0] == 0) is flat
    assert found.steepness == (np.inf if flat else pytest.approx(1 / share, rel=1e-2))
    assert found.largest_rate == pytest.approx(1.0)
