"""Every number that a shipped lesson may name, computed by the engine: one function a lesson.

A number in a text that is none of these, printed to the same digits, fails a test, and so does one
of these that no text names.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from engine.experiment import Experiment
from engine.lessons import Lesson
from engine.queries import FactsQuery, GraphQuery, epochs_until, parts_at
from engine.runs import Doubles, Update, Updates, Valley, Vector
from engine.training import Problem, RefusedError


@dataclass(frozen=True)
class Run:
    """The run of one experiment."""

    experiment: Experiment

    @cached_property
    def problem(self) -> Problem:
        return Problem(self.experiment)

    @cached_property
    def updates(self) -> Updates:
        return self.problem.rerun().train(self.experiment.epochs)

    def at(self, epoch: int) -> Update:
        return self.updates[epoch - 1]

    def loss(self, epoch: int) -> float:
        return self.at(epoch).loss

    def gradient(self, epoch: int) -> Vector:
        """This epoch's own, without what was left over."""
        return self.problem.evaluate(self.at(epoch).params)[2]

    def predictions(self, epoch: int) -> Vector:
        return self.problem.predictions(self.at(epoch).params)

    def residuals(self, epoch: int) -> Vector:
        return self.problem.targets - self.predictions(epoch)

    def shares(self, epoch: int) -> Vector:
        """(n,): how many hundredths of the loss each point adds."""
        squares = self.residuals(epoch) ** 2
        return 100 * squares / squares.sum()

    @cached_property
    def valley(self) -> Valley:
        found = FactsQuery(self.experiment).answer(self.problem).valley
        assert found is not None
        return found

    def parts(self, epoch: int) -> Doubles:
        """(p,): what is along, on the slant and across."""
        update = self.at(epoch)
        return parts_at(update.params, update.loss, epoch, self.valley).parts[0]

    def loss_at(self, params: Any) -> float:
        return float(self.problem.losses([np.float64(value) for value in params]))

    def with_(self, **fields: Any) -> "Run":
        return Run(self.experiment.changed(**fields))


def about(value: float, digits: int) -> float:
    """`value`, rounded to so many digits."""
    return float(f"{value:.{digits - 1}e}")


def of_predict(run: Run) -> Iterator[float]:
    a, b, c = run.problem.start.tolist()
    yield from (2, a, b, c, 10)
    yield from (10**2 * a, 10 * b, c, float(run.predictions(1)[10]))
    # As it is subtracted.
    yield abs(10 * b)


def of_squares(run: Run) -> Iterator[float]:
    residuals, shares = run.residuals(1), run.shares(1)
    yield from (run.loss(1), len(residuals), 19, residuals[19])
    yield from (shares[19], 0, residuals[0], about(shares[0], 1))
    yield from (run.problem.targets[19], run.predictions(1)[19])


def of_requires_grad(run: Run) -> Iterator[float]:
    yield from (1, 2, Run(run.experiment.changed(requires_grad=True)).loss(1))
    # The number in PyTorch's own sentence, which a test of its own compares.
    yield 0


def of_backward(run: Run) -> Iterator[float]:
    graph = GraphQuery(run.at(1)).answer(run.problem)
    mean, square = graph.nodes[-1], graph.nodes[-2]
    assert (mean.name, square.name) == ("mean", "pow")
    passed, sent = mean.sent[0], square.sent[0]
    assert passed is not None
    assert sent is not None
    residual = float(run.residuals(1)[19])
    yield from (20, about(float(passed.flat[0]), 1), 19, residual, 2, float(sent[19]))


def of_three_numbers(run: Run) -> Iterator[float]:
    yield from (*run.gradient(1), 19, 19**2)


def of_promise(run: Run) -> Iterator[float]:
    start = run.problem.start.astype(np.float64)
    before = run.loss_at(start)
    yield from (run.gradient(1)[0], 0.001, run.loss_at(start + np.array([0.001, 0, 0])) - before)
    yield from (1, before - run.loss_at(start + np.array([1, 0, 0])))


def of_negative(run: Run) -> Iterator[float]:
    update = run.at(1)
    before, after = float(update.params[0]), float(update.updated_params[0])
    yield from (update.gradient[0], after - before, before, after, run.loss(1), run.loss(2))


def of_positive(run: Run) -> Iterator[float]:
    update = run.at(1)
    yield from (1, update.gradient[0], update.updated_params[0], run.loss(1), run.loss(2))


def of_sign_change(run: Run) -> Iterator[float]:
    yield from (run.problem.start[0], run.at(30).updated_params[0])
    slopes = [float(run.at(epoch).gradient[0]) for epoch in (12, 13, 14, 15)]
    yield from (12, *slopes[:2], about(slopes[2], 1), slopes[3], 14)
    # Since then it creeps left.
    assert (np.diff(run.updates.params[20:31, 0]) < 0).all()


def of_grad_none(run: Run) -> Iterator[float]:
    yield from (3, run.gradient(3)[0], run.at(3).leftover[0], run.at(3).gradient[0])
    yield from (run.loss(4), 4, run.with_(zero_grad=True).loss(4))


def of_too_fast(run: Run) -> Iterator[float]:
    yield from (0.00004, run.problem.start[0], run.at(1).updated_params[0], 2)
    yield from (run.loss(1), run.loss(2), run.loss(3), run.valley.largest_rate)


def of_best_rate(run: Run) -> Iterator[float]:
    yield from (0.0000177, run.loss(1), run.loss(2), 200, run.loss(200))
    yield from (run.loss(199) - run.loss(200), about(run.loss(2) - run.loss(200), 1))
    yield from (run.valley.largest_rate, 0.000034, run.with_(learning_rate=3.4e-5).loss(200))
    # What is tried.
    yield from (0.000001, 0.00001)


def of_what_is_left(run: Run) -> Iterator[float]:
    yield from (200, run.loss(200), run.residuals(200)[19], 0, run.predictions(200)[0])
    yield from (run.problem.targets[0], run.shares(200)[0])


def of_how_long(run: Run) -> Iterator[float]:
    update, best = run.at(200), run.valley.floor[2]
    move = float(update.updated_params[2]) - float(update.params[2])
    yield from (best, update.params[2], move, best - update.params[2])
    yield about((best - update.params[2]) / move, 2)
    near = 1 - run.valley.floor_loss
    yield from (1, epochs_until(run.valley, run.parts(200), 1e-5, near)[0] / 1e6)
    yield from (update.gradient[2], 0.00001)


def of_together(run: Run) -> Iterator[float]:
    article = Run(Experiment())
    stood, best = article.at(200).params.astype(np.float64), run.valley.floor
    yield from (200, best[2], article.loss(200), about(run.loss(1), 2))
    alone = [run.loss_at(np.where(np.arange(3) == k, best, stood)) for k in range(3)]
    yield from (*alone, run.loss_at(best), *(np.abs(best - stood)))
    yield from (best[2] - stood[2], 0, 5)
    # The least that the curve is above a point from t = 5 on is above 50.
    assert -run.residuals(1)[5:].max() > 50
    yield 50


def of_why_618(run: Run) -> Iterator[float]:
    first, last = run.parts(1), run.parts(200)
    yield from (run.loss(1), *first, run.valley.floor_loss, 200, *last)
    shrunk = 100 * (1 - np.abs(1 - 1e-5 * run.valley.curvatures))
    yield from (shrunk[2], shrunk[0], run.loss(200), about(run.valley.steepness, 3))


def of_way_out(run: Run) -> Iterator[float]:
    inputs = run.problem.inputs
    yield from (inputs.min(), inputs.max(), 0, 19, 0.1, 200, run.loss(200))
    yield from (*run.gradient(1), run.valley.largest_rate, run.valley.steepness, 1, 5, run.loss(5))


OF: dict[str, Callable[[Run], Iterator[float]]] = {
    "predict": of_predict,
    "squares": of_squares,
    "requires-grad": of_requires_grad,
    "backward": of_backward,
    "three-numbers": of_three_numbers,
    "promise": of_promise,
    "negative": of_negative,
    "positive": of_positive,
    "sign-change": of_sign_change,
    "grad-none": of_grad_none,
    "too-fast": of_too_fast,
    "best-rate": of_best_rate,
    "what-is-left": of_what_is_left,
    "how-long": of_how_long,
    "together": of_together,
    "why-618": of_why_618,
    "way-out": of_way_out,
}


def numbers_of(lesson: Lesson) -> list[float]:
    """What `lesson` may name."""
    return [float(value) for value in OF[lesson.id](Run(lesson.experiment))]


def refusal(lesson: Lesson) -> str:
    """PyTorch's own words for what it refuses in `lesson`."""
    try:
        Problem(lesson.experiment).rerun().train(1)
    except RefusedError as error:
        return str(error)
    raise AssertionError("PyTorch refuses nothing")
