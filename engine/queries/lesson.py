"""The question for the right answer to a lesson, from a run of the lesson's own experiment."""

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from engine.lessons import Asked, Lesson, Right, is_near
from engine.lessons.sources import (
    NONE_GONE,
    NOT_FINITE,
    AnySource,
    AtEpoch,
    Direction,
    DirectionAndLoss,
    EpochsToGo,
    Gradient,
    LargestResidual,
    Loss,
    MostSensitive,
    Nudge,
    OfParameter,
    OfPoint,
    PartsGone,
    PassedBack,
    Prediction,
    RefusedStage,
    Residual,
    SignChange,
    Value,
)
from engine.numbers import count, grouped
from engine.queries.graph import GraphQuery
from engine.queries.preview import slices_of
from engine.queries.query import Problem, Query, loss_change
from engine.queries.valley import valley
from engine.runs import Begun, History, RefusedError, Update, Valley, Vector

# A part of the loss is gone where no more than this share of it is left.
GONE = 0.01


class _CannotAskError(Exception):
    """Why a lesson cannot be asked: a sentence for the person."""


@dataclass(frozen=True, slots=True)
class LessonQuery(Query[Asked]):
    """What is the right answer to `lesson`?"""

    lesson: Lesson

    def steps(self, problem: Problem) -> Generator[None, None, Asked]:
        """The answer, or why there is none."""
        lesson = self.lesson
        own = problem.changed(**dict(lesson.experiment))
        yield
        source = lesson.answer.source
        if isinstance(source, RefusedStage):
            return self._agreed(_refused_stage(own))
        history = History(len(own.names))
        epochs = max(lesson.epoch, source.epoch)
        for updates in slices_of(own.rerun(), epochs):
            history.append(updates)
            yield
        return self._asked(own, history)

    def _asked(self, problem: Problem, history: History) -> Asked:
        lesson, source = self.lesson, self.lesson.answer.source
        try:
            # The moment that is shown while the question stands.
            shown = lesson.epoch if lesson.stage != "none" else lesson.epoch - 1
            _update(history, max(1, shown))
            with np.errstate(all="ignore"):
                found = _computed(problem, history, source)
            if isinstance(found, float) and not np.isfinite(found):
                found = NOT_FINITE
            if lesson.answer.kind == "choice":
                found = self._option(found)
            elif found == NOT_FINITE:
                raise _CannotAskError("The answer to this lesson is not a finite number.")
        except _CannotAskError as error:
            return Asked("", str(error))
        return self._agreed(found)

    def _option(self, found: Right) -> str:
        """The option that `found` belongs to."""
        for option in self.lesson.answer.options:
            if option.is_ is not None:
                if option.is_ == found:
                    return option.text
            elif isinstance(found, int | float):
                low, high = option.bounds
                if low <= found < high:
                    return option.text
        said = found if isinstance(found, str) else grouped(found)
        raise _CannotAskError(f"The right answer, {said}, is none of this lesson's options.")

    def _agreed(self, found: Right) -> Asked:
        """`found`, unless the lesson's author expects another answer."""
        answer = self.lesson.answer
        if is_near(answer, found, answer.right):
            return Asked(found)
        said, expected = _in_words(found), _in_words(answer.right)
        return Asked(found, f"The lesson expects the answer {expected}, but the engine has {said}.")


def _in_words(answer: Right) -> str:
    return f"“{answer}”" if isinstance(answer, str) else grouped(answer)


def _refused_stage(problem: Problem) -> str:
    """The first stage that PyTorch refuses, or "none"."""
    try:
        problem.rerun().train(1)
    except RefusedError as error:
        return error.stage.name.lower()
    return "none"


def _computed(problem: Problem, history: History, source: AnySource) -> Right:
    """What `source` names, of a run that is trained as far as it needs. Raises _CannotAskError."""
    assert isinstance(source, AtEpoch)
    if isinstance(source, Loss) and len(history) < source.epoch:
        return NOT_FINITE
    update = _update(history, source.epoch)
    match source:
        case Loss():
            return update.loss
        case OfPoint():
            return _of_point(problem, update, source)
        case OfParameter():
            k = problem.names.index(source.parameter)
            return _of_parameter(problem, history, update, source, k)
        case LargestResidual():
            return _largest(problem.targets - problem.predictions(update.params), "points")
        case MostSensitive():
            return problem.names[_largest(_own(problem, update), "parameters")]
        case PartsGone():
            return _parts_gone(_valley(problem), history[0], update)
    raise AssertionError(source)


def _of_point(problem: Problem, update: Update, source: OfPoint) -> float:
    if isinstance(source, PassedBack):
        return _passed_back(problem, update, source)
    prediction = problem.predictions(update.params)[source.point]
    match source:
        case Prediction():
            return float(prediction)
        case Residual():
            return float(problem.targets[source.point] - prediction)
    raise AssertionError(source)


def _largest(values: Vector, of: str) -> int:
    """Where the largest of `values` (n,) is, whatever its sign."""
    sizes = np.abs(values)
    if np.count_nonzero(sizes == sizes.max()) > 1:
        raise _CannotAskError(f"Here several {of} share the largest number.")
    return int(sizes.argmax())


def _passed_back(problem: Problem, begun: Begun, source: PassedBack) -> float:
    graph = GraphQuery(begun).answer(problem)
    # The operations of the loss are the last ones.
    node = next(node for node in reversed(graph.nodes) if node.name == source.operation)
    sent = next((each for each in node.sent if each is not None), None)
    if sent is None:
        raise _CannotAskError("PyTorch passes nothing back in this lesson's setting.")
    return float(np.broadcast_to(sent, problem.targets.shape)[source.point])


def _of_parameter(
    problem: Problem, history: History, update: Update, source: OfParameter, k: int
) -> Right:
    moved = float(update.updated_params[k]) - float(update.params[k])
    way = "right" if moved > 0 else "left" if moved < 0 else "stays"
    match source:
        case Value():
            return float(update.params[k])
        case Gradient():
            return float(_own(problem, update)[k])
        case Nudge():
            params = update.params.astype(np.float64)
            nudged = params.copy()
            nudged[k] += source.by
            return loss_change(problem, params, nudged)
        case Direction():
            return way
        case DirectionAndLoss():
            _, loss, _ = problem.evaluate(update.updated_params)
            return f"{way}, {'falls' if loss < update.loss else 'rises'}"
        case SignChange():
            return _sign_change(history, k, source)
        case EpochsToGo():
            if way == "stays":
                raise _CannotAskError(f"The parameter {source.parameter} does not move here.")
            return (float(_valley(problem).floor[k]) - float(update.params[k])) / moved
    raise AssertionError(source)


def _sign_change(history: History, k: int, source: SignChange) -> int:
    signs = history.signs[: source.epoch, k]
    changes = np.flatnonzero(signs[1:] != signs[:-1]) + 2
    if len(changes) < source.nth:
        raise _CannotAskError(
            f"The gradient of {source.parameter} changes its sign less often than this lesson says."
        )
    return int(changes[source.nth - 1])


def _parts_gone(found: Valley, first: Update, update: Update) -> str:
    before, after = found.parts(np.stack([first.params, update.params]))
    gone = [str(place) for place in np.flatnonzero(after <= GONE * before) + 1]
    return ", ".join(gone) or NONE_GONE


def _own(problem: Problem, update: Update) -> Vector:
    """(p,): the update's own gradient, without what was left over."""
    _, _, own = problem.evaluate(update.params)
    return own


def _valley(problem: Problem) -> Valley:
    found = valley(problem)
    if found is None:
        raise _CannotAskError("The best fit of this lesson's data and formula cannot be found.")
    return found


def _update(history: History, epoch: int) -> Update:
    if len(history) < epoch:
        raise _CannotAskError(
            f"This lesson is about epoch {count(epoch)}, but its run ends at"
            f" epoch {count(len(history))}, where its numbers are no longer finite."
        )
    return history[epoch - 1]
