"""Predict mode's questions on random runs: torch confirms each answer, and no two are right.

Formulas, tables, settings and moments are drawn at random. What comes next is trained once more by
an independent writing of the loop, which knows the formula only as text; every answer must follow
from its numbers, and be the only one that is judged right.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from typing import Any

import numpy as np
import torch
from pydantic import ValidationError
from torch import Tensor

from engine.experiment import Experiment, Generated, Points, RollerCoaster
from engine.formula import FUNCTIONS
from engine.predicting import MANY, Chooser, Moment, Posed, Tally, find, judge
from engine.predicting.several import none_of
from engine.runs import Begun, Stage, Update
from engine.training import Problem, Recorder, RefusedError
from tests.engine.predicting.moments import moment_of

# What a formula may call, as torch has it.
NAMES: dict[str, Any] = {
    **{name: getattr(torch, name, None) for name in FUNCTIONS},
    "softplus": torch.nn.functional.softplus,
    "pi": math.pi,
    "e": math.e,
}
Told = Callable[[str], None]


def questions(count: int, seed: int = 0, told: Told = print) -> list[str]:
    """Make `count` questions; returns what was wrong."""
    chance = Random(seed)
    chooser, tally = Chooser(chance), Tally()
    made: Counter[str] = Counter()
    right_guesses: Counter[str] = Counter()
    wrong: list[str] = []
    answers: dict[str, object] = {}
    asked = runs = 0
    while made.total() < count:
        runs += 1
        for drawn in moments(chance):
            posed = find(drawn.moment)
            wrong += [said for each in posed for said in faults(drawn, each)]
            made.update(each.sort for each in posed)
            chosen = chooser.choose(posed, tally)
            if chosen is not None:
                asked += 1
                right_guesses["as last time"] += answers.get(chosen.sort) == chosen.truth
                right_guesses["as the epoch before"] += chosen.expected
                answers[chosen.sort] = chosen.truth
                tally = tally.with_reply(chosen.sort, chance.random() < 0.8)
    told(f"{made.total():,} questions of {runs:,} runs: {dict(made)}")
    for guess, hits in right_guesses.items():
        told(f"{asked:,} chosen; whoever says “{guess}” is right {hits / asked:.0%} of the time")
        if asked >= 200 and hits > 0.6 * asked:
            wrong.append(f"“{guess}” is the answer too often")
    told(f"the tally: {tally.words}")
    return wrong


# --- random runs


@dataclass(frozen=True)
class Drawn:
    """A moment of a random run: the next update has `begun`."""

    experiment: Experiment
    problem: Problem
    begun: Begun
    moment: Moment


def moments(chance: Random) -> Iterator[Drawn]:
    """A few moments of one random run."""
    experiment = _experiment(chance)
    try:
        recorder = Recorder(experiment)
        before: Update | None = None
        for _ in range(4):
            yield _moment(chance, experiment, recorder, before)
            updates = recorder.train(chance.choice((1, 1, 2, 5, 40)))
            before = updates[-1]
            if not updates.finite:
                return
    except RefusedError:
        # Such a formula cannot be trained, and nothing is asked about it.
        return


def _moment(
    chance: Random, experiment: Experiment, recorder: Recorder, before: Update | None
) -> Drawn:
    stage: Stage | None = chance.choice((None, None, None, *list(Stage)[:4]))
    to = chance.choice((Stage.UPDATE, Stage.UPDATE, Stage((stage or 0) + 1)))
    many = MANY if stage is None else ()
    moment = moment_of(recorder, before, stage, to, many, max(MANY))
    return Drawn(experiment, recorder.problem, recorder.begun, moment)


def _experiment(chance: Random) -> Experiment:
    while True:
        try:
            return Experiment(
                data=_data(chance),
                formula=_formula(chance),
                learning_rate=10 ** chance.uniform(-7, -0.5),
                seed=chance.randrange(10_000),
                zero_grad=chance.random() < 0.7,
                standardise=chance.random() < 0.4,
                held_out=chance.choice((0.0, 0.0, 0.2, 0.5)),
                stop_at_loss=chance.choice((None, None, None, 10 ** chance.uniform(-2, 4))),
            )
        except ValidationError:
            # The formula holds numbers that come out impossible.
            continue


def _data(chance: Random) -> Points | RollerCoaster | Generated:
    kind = chance.randrange(4)
    if kind == 0:
        return RollerCoaster(points=chance.randrange(2, 60), noise=chance.uniform(0, 30))
    if kind == 1:
        return Generated(
            points=chance.randrange(2, 60), noise=chance.uniform(0, 3), start=-3.0, stop=3.0,
            formula="a*sin(b*t) + c", truth=tuple(chance.uniform(-3, 3) for _ in range(3)),
        )  # fmt: skip
    many, width, height = chance.randrange(2, 40), 10 ** chance.uniform(-1, 2), chance.uniform(1, 9)
    numbers = [(chance.uniform(-width, width), chance.gauss(0, height)) for _ in range(many)]
    if kind == 3:
        # A table measured in steps has equal rows, and so equal residuals.
        numbers = [(float(round(x)), float(round(y))) for x, y in numbers * 2]
    inputs, targets = zip(*numbers, strict=True)
    return Points(inputs=inputs, targets=targets)


def _formula(chance: Random) -> str:
    if chance.random() < 0.4:
        return chance.choice(
            ("a*(t**2) + b*(t) + c", "a*t + b", "a*sin(b*t + c)", "a*tanh(b*t) + c*t + d",
             "a*b*t", "a*t + b*t", "a + 0*b*t", "a*exp(-b*t**2)", "relu(a*t + b) + c")
        )  # fmt: skip
    while True:
        text, _ = _expression(chance, 4)
        if any(name in text.replace("exp", "").replace("tan", "") for name in "abcd"):
            return text


def _expression(chance: Random, depth: int) -> tuple[str, bool]:
    """A random expression, and whether it is more than a number."""
    if depth == 0 or chance.random() < 0.15:
        name = chance.choice("abcdtt")
        return (name, True) if chance.random() < 0.8 else (chance.choice(("2", "0.5", "3")), False)
    left, known = _expression(chance, depth - 1)
    if chance.random() < 0.25 and known:
        one = [name for name, arguments in FUNCTIONS.items() if arguments == 1]
        return f"{chance.choice(one)}({left})", True
    if chance.random() < 0.15:
        return f"({left})**2", known
    right, also_known = _expression(chance, depth - 1)
    return f"({left} {chance.choice('++-**/')} {right})", known or also_known


# --- what torch says


class Plain:
    """What comes after `drawn`, by the loop as the article writes it, from the formula's text.

    Of update k: `params[k]` and `params[k + 1]`, `gradients[k]`, `predictions[k]`, `losses[k]`.
    """

    def __init__(self, drawn: Drawn, many: int) -> None:
        experiment, problem, begun = drawn.experiment, drawn.problem, drawn.begun
        self._code = compile(experiment.formula, "formula", "eval")
        self._names = problem.names
        self._input = problem.input_name
        time, speed = torch.from_numpy(problem.inputs), torch.from_numpy(problem.targets)
        params = torch.from_numpy(begun.params.copy())
        if begun.leftover.any():
            params.grad = torch.from_numpy(begun.leftover.copy())
        self.params = [params.numpy().copy()]
        self.gradients: list[Any] = []
        self.predictions: list[Any] = []
        self.losses: list[float] = []
        for _ in range(many):
            params.requires_grad_()
            preds = self.f(time, params)
            # Now, as those of a bare parameter are changed with it.
            self.predictions.append(preds.detach().numpy().copy())
            loss = ((speed - preds) ** 2).mean()
            loss.backward()  # type: ignore[no-untyped-call]
            assert params.grad is not None
            self.gradients.append(params.grad.numpy().copy())
            params.data -= params.grad.data * experiment.learning_rate
            if experiment.zero_grad:
                params.grad = None
            self.params.append(params.detach().numpy().copy())
            self.losses.append(loss.item())

    def f(self, time: Tensor, params: Tensor) -> Tensor:
        known = {self._input: time, **dict(zip(self._names, params, strict=True))}
        return torch.broadcast_to(eval(self._code, {**NAMES}, known), time.shape)


def faults(drawn: Drawn, posed: Posed) -> list[str]:
    """What is wrong with the question `posed`."""
    plain = Plain(drawn, max(posed.epochs, 1) + 1)
    answers = [option for option in options(drawn, posed) if judge(posed, option).right]
    truth = CONFIRMS[posed.sort](drawn, posed, plain)
    said = f"{posed.sort}: {posed.question.text} {drawn.experiment.formula}"
    wrong = []
    if truth != posed.truth:
        wrong.append(f"{said}: {posed.truth} is not {truth}")
    if answers != [posed.truth]:
        wrong.append(f"{said}: right are {answers}, not only {posed.truth}")
    words = posed.because.replace("\u00a0", " ")
    if not words.isprintable() or any(each in words for each in ("not a number", "∞", "  ")):
        wrong.append(f"{said}: {posed.because}")
    return wrong


def options(drawn: Drawn, posed: Posed) -> list[Any]:
    """All replies that could be given; of a drawn line or a loss, the present and the true one."""
    match posed.question.kind:
        case "direction":
            return ["left", "right"]
        case "card":
            return [*drawn.problem.names]
        case "point":
            return [*range(len(drawn.problem.targets))]
        case "choice":
            return [*posed.question.options]
        case "loss":
            # As far beyond the truth as the truth is from now is as far off as now.
            (now,), truth = posed.now, float(posed.truth)  # type: ignore[arg-type]
            return [now, truth, truth * truth / now]
    now, truth = np.array(posed.now), np.array(posed.truth)
    return [tuple(now.tolist()), tuple(truth.tolist()), tuple((now + 2 * (now - truth)).tolist())]


def _direction(_drawn: Drawn, posed: Posed, plain: Plain) -> str:
    k = plain._names.index(str(posed.question.about))
    return "left" if plain.params[1][k] < plain.params[0][k] else "right"


def _loss_way(drawn: Drawn, _posed: Posed, plain: Plain) -> str:
    # In float64 too, which rounds nothing that could matter.
    time = torch.from_numpy(drawn.problem.inputs).double()
    speed = torch.from_numpy(drawn.problem.targets).double()
    before, after = (
        float(((speed - plain.f(time, torch.from_numpy(params).double())) ** 2).mean())
        for params in plain.params[:2]
    )
    ways = {after < before, plain.losses[1] < plain.losses[0]}
    return {(True,): "fall", (False,): "rise"}.get(tuple(ways), "either")


def _flip(_drawn: Drawn, posed: Posed, plain: Plain) -> str:
    """The first change of sign, found one epoch after the other."""
    before = _drawn.moment.before
    last = [] if before is None else [before.gradient]
    many = int(posed.question.options[-1].split()[-2])
    rows = [*last, *Plain(_drawn, many).gradients]
    for was, now in pairwise(rows):
        turned = [
            name
            for name, a, b in zip(plain._names, was.tolist(), now.tolist(), strict=True)
            if (a > 0) != (b > 0) or a == 0
        ]
        if turned:
            return " and ".join(turned)
    return none_of(many)


def _largest(_drawn: Drawn, _posed: Posed, plain: Plain) -> str:
    moved = np.abs(plain.params[1].astype(float) - plain.params[0])
    clear = np.sort(moved)[-1] > 1.4 * np.sort(moved)[-2]
    return plain._names[int(moved.argmax())] if clear else "several"


def _point(drawn: Drawn, _posed: Posed, plain: Plain) -> int:
    residuals = np.abs(drawn.problem.targets - plain.predictions[0])
    clear = np.sort(residuals)[-1] > 1.05 * np.sort(residuals)[-2]
    return int(residuals.argmax()) if clear else -1


def _loss_size(_drawn: Drawn, _posed: Posed, plain: Plain) -> float:
    return plain.losses[1]


def _curve(drawn: Drawn, posed: Posed, plain: Plain) -> tuple[float, ...]:
    problem = drawn.problem
    time = (torch.tensor(posed.question.about, dtype=torch.float64) - problem.mean) / problem.std
    return tuple(plain.f(time, torch.from_numpy(plain.params[1]).double()).tolist())


def _loss_curve(drawn: Drawn, posed: Posed, plain: Plain) -> tuple[float, ...]:
    assert isinstance(posed.question.about, tuple)
    return tuple(plain.losses[int(epoch) - drawn.begun.epoch] for epoch in posed.question.about)


CONFIRMS: dict[str, Callable[[Drawn, Posed, Plain], Any]] = {
    "direction": _direction,
    "loss_way": _loss_way,
    "flip": _flip,
    "largest": _largest,
    "point": _point,
    "loss_size": _loss_size,
    "curve": _curve,
    "loss_curve": _loss_curve,
}
