"""The curvature of the loss: its Hessian's axes, against what can be worked out by hand."""

import numpy as np
import pytest

from engine.experiment import Experiment, Generated, Points
from engine.formula import FUNCTIONS
from engine.queries import Curvature, CurvatureQuery
from engine.queries.curvature import _axes_of
from engine.runs import Doubles
from engine.training import Problem, Recorder
from tests.engine.words.ends.situations import of_preset
from tests.experiments import preset
from tests.records import begun_at, trained


def curvature(experiment: Experiment, problem: Problem | None = None) -> Curvature:
    problem = problem or Problem(experiment)
    return CurvatureQuery(begun_at(problem, experiment)).answer(problem)


def hessian(of: Curvature) -> Doubles:
    return np.asarray(of.eigenvectors @ np.diag(of.eigenvalues) @ of.eigenvectors.T)


class TestByHand:
    """The loss of what is linear is a quadratic, with the Hessian 2/n · XᵀX everywhere."""

    def test_of_the_parabola(self) -> None:
        problem = Problem(Experiment())
        powers = np.vander(problem.inputs.astype(np.float64), 3)
        found = curvature(Experiment())
        np.testing.assert_allclose(hessian(found), 2 / 20 * powers.T @ powers, rtol=1e-9)
        np.testing.assert_allclose(found.eigenvalues, [0.258637, 15.97877, 56499.36], rtol=1e-6)
        assert found.largest_rate == pytest.approx(2 / found.eigenvalues[-1])
        assert found.largest_rate == pytest.approx(3.54e-5, rel=1e-3)
        assert (found.exact, found.finite, found.negative, found.every) == (True, True, 0, 1)

    def test_of_a_line_through_symmetric_points(self) -> None:
        """The mixed derivative is 2·mean(t) = 0, so the axes are those of a and b."""
        data = Points(inputs=(-3.0, -1.0, 1.0, 3.0), targets=(0.0, 1.0, 5.0, 2.0))
        found = curvature(Experiment(formula="a*t + b", data=data))
        assert found.eigenvalues == pytest.approx([2.0, 10.0])
        np.testing.assert_allclose(found.eigenvectors, [[0, 1], [1, 0]], atol=1e-12)
        assert found.largest_rate == pytest.approx(0.2)
        assert found.diagonal == pytest.approx([10.0, 2.0])

    def test_is_that_of_the_update_asked_for_not_of_the_start(self) -> None:
        """mean((y − a²)²) with y = 0 and 3 has the second derivative 12a² − 6 at a."""
        data = Points(inputs=(0.0, 1.0), targets=(0.0, 3.0))
        experiment = Experiment(formula="a**2", data=data, start={"a": 0.1}, learning_rate=0.01)
        problem = Problem(experiment)
        history = trained(experiment, problem, 100)
        for number in (1, 100):
            found = CurvatureQuery(history[number - 1]).answer(problem)
            a = float(history.params[number - 1, 0])
            assert found.number == number
            assert found.eigenvalues == pytest.approx([12 * a * a - 6])
            assert found.negative == (12 * a * a < 6)
            assert not found.exact
        assert found.negative == 0


def test_where_nothing_bends_up_every_rate_is_stable() -> None:
    data = Points(inputs=(0.0, 1.0), targets=(0.0, 3.0))
    found = curvature(Experiment(formula="a**2", data=data, start={"a": 0.1}))
    assert found.largest_rate == np.inf


def test_is_the_true_one_with_what_bends_down() -> None:
    """Against differences of the gradient: the Gauss–Newton approximation has nothing negative."""
    experiment = of_preset("neurons")
    problem = Problem(experiment)
    found = curvature(experiment, problem)
    assert found.negative == 3
    at, step = problem.start.astype(np.float64), 1e-4

    def gradient(params: Doubles) -> Doubles:
        around = params[:, None] + step * np.concatenate([np.eye(7), -np.eye(7)], axis=1)
        losses = problem.losses(list(around))
        return np.asarray((losses[:7] - losses[7:]) / (2 * step))

    by_hand = [(gradient(at + e) - gradient(at - e)) / (2 * step) for e in step * np.eye(7)]
    np.testing.assert_allclose(hessian(found), by_hand, atol=1e-5)


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_every_function_has_one(name: str) -> None:
    arguments = "b*t + 5, 3" if FUNCTIONS[name] == 2 else "b*t + 5"
    formula = f"a*{name}({arguments})"
    data = Generated(formula=formula, truth=(2.0, 0.1), points=9, stop=2.0)
    experiment = Experiment(formula=formula, data=data, start={"a": 1.0, "b": 0.2})
    problem = Problem(experiment)
    found = hessian(curvature(experiment, problem))
    at, step = problem.start.astype(np.float64), 1e-4
    for k in range(2):
        columns: list[float | Doubles] = [*at.tolist()]
        columns[k] = at[k] + step * np.array([-1.0, 0.0, 1.0])
        low, middle, high = problem.losses(columns)
        assert found[k, k] == pytest.approx((low - 2 * middle + high) / step**2, rel=1e-3, abs=1e-3)


@pytest.mark.parametrize(
    ("formula", "start"),
    [("sqrt(a*t) + b", {"a": 0.0}), ("a*log(t)", {}), ("exp(a*t)", {"a": 100.0})],
)
def test_what_is_not_finite_is_told_not_computed_with(
    formula: str, start: dict[str, float]
) -> None:
    found = curvature(Experiment(formula=formula, start=start))
    assert not found.finite
    assert np.isnan(found.largest_rate)
    assert found.negative == 0


def test_of_thirty_parameters_yields_between_its_rows() -> None:
    formula = " + ".join(f"v{k}*tanh(w{k}*t + b{k})" for k in range(10))
    experiment = Experiment(formula=formula)
    problem = Problem(experiment)
    steps = CurvatureQuery(begun_at(problem, experiment)).steps(problem)
    assert sum(1 for _ in steps) == 30


def test_of_many_points_is_of_some_of_them_and_says_so() -> None:
    p = preset("line")
    data = p.generated.model_copy(update={"points": 12_001})
    found = curvature(Experiment(formula=p.formula, data=data))
    assert (found.every, found.exact) == (3, False)
    assert found.eigenvalues == pytest.approx([2.0, 6.0], rel=1e-2)


def test_the_direction_of_an_axis_is_nobodys_choice() -> None:
    vectors = curvature(Experiment()).eigenvectors
    assert (vectors[np.abs(vectors).argmax(axis=0), range(3)] > 0).all()


@pytest.mark.parametrize(("share", "stable"), [(0.98, True), (1.02, False)])
def test_the_largest_rate_is_where_training_begins_to_diverge(share: float, stable: bool) -> None:
    rate = share * curvature(Experiment()).largest_rate
    updates = Recorder(Experiment(learning_rate=rate)).train(3_000)
    if stable:
        assert len(updates) == 3_000
        assert float(updates.loss[-1]) == pytest.approx(572.6, abs=0.05)
    else:
        assert not updates.finite
        assert len(updates) == 961


@pytest.mark.parametrize(
    ("diagonal", "eigenvalues", "negative", "rate"),
    [
        ([0.9e-13, 1.0], [0.0, 1.0], 0, 2.0), ([1.5e-13, 1.0], [1.5e-13, 1.0], 0, 2.0),
        ([-1.0, 0.0], [-1.0, 0.0], 1, np.inf), ([-1.0, 0.5], [-1.0, 0.5], 1, 4.0),
        ([-2.0, -1.0], [-2.0, -1.0], 2, np.inf), ([-1.0, -0.9e-13], [-1.0, 0.0], 1, np.inf),
        ([0.0, 0.0], [0.0, 0.0], 0, np.inf),
    ],
)  # fmt: skip
def test_what_is_rounding_is_flat_and_only_what_rises_limits_the_rate(
    diagonal: list[float], eigenvalues: list[float], negative: int, rate: float
) -> None:
    values, vectors, largest = _axes_of(np.diag(diagonal))
    assert (values.tolist(), largest) == (eigenvalues, rate)
    begun = begun_at(Problem(Experiment()), Experiment())
    found = Curvature(**begun.beginning, eigenvalues=values, eigenvectors=vectors,
                      largest_rate=largest, exact=True, every=1)  # fmt: skip
    assert found.negative == negative


def test_others_take_their_turn_after_each_row() -> None:
    problem = Problem(Experiment())
    query = CurvatureQuery(begun_at(problem, Experiment()))
    assert sum(1 for _ in query.steps(problem)) == 3
