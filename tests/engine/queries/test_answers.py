"""Every question about a run, asked in many situations: its whole answer is as it was approved.

What the answers mean is tested beside this, question by question.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import pytest

from engine.experiment import Experiment, Generated, Points
from engine.queries import (
    ByHandQuery,
    ComingQuery,
    CurvatureQuery,
    FactsQuery,
    GraphQuery,
    LossAtQuery,
    LossMapQuery,
    PredictionsQuery,
    PreviewQuery,
    RemediesQuery,
    SnapshotQuery,
    StepQuery,
    Trial,
    course_of,
    pair_plane,
    pairs_that_matter,
    valley_plane,
)
from engine.runs import Facts, History, Run, Stage
from engine.training import Problem, Recorder
from tests.approved import Hold, nearly
from tests.engine.told import told

WAVE = Points(
    inputs=(-2.0, -1.0, 0.0, 0.5, 1.0, 2.0, 3.0, 4.5),
    targets=(1.0, -1.5, 0.25, 1.75, 1.5, -0.5, -2.0, 2.5),
    input_name="hour",
    target_name="tide",
)
SIX = " + ".join(f"p{k}*x**{k}/1e{2 * k}" for k in range(6))
LINE = Generated(points=5_500, noise=0.5, formula="k*x + d", truth=(2.0, -1.0))
SITUATIONS = {
    "article": (Experiment(), 3),
    "seeded": (Experiment(seed=7, start={"b": 2.0}, learning_rate=3e-5, stop_at_loss=650.0), 6),
    "standardised": (Experiment(standardise=True, held_out=0.25, learning_rate=0.1), 5),
    "left over": (Experiment(zero_grad=False), 3),
    "refused": (Experiment(requires_grad=False), 0),
    "new": (Experiment(formula="a*t + b", data=WAVE), 0),
    "sine": (Experiment(formula="a*sin(b*t + c)", data=WAVE, learning_rate=0.05), 6),
    "decay": (Experiment(formula="a*exp(-b*t) + c", data=WAVE, learning_rate=1e-3), 9),
    "alone": (Experiment(formula="k*x", learning_rate=1e-4), 4),
    "uphill": (Experiment(learning_rate=4e-5), 20),
    "gone": (Experiment(learning_rate=1e-2), 60),
    "six": (Experiment(formula=SIX, learning_rate=1e-2, epochs=60), 8),
    "functions": (
        Experiment(
            formula="relu(a*t) + softplus(b*t) + maximum(a, t)*minimum(b, 1.5) + abs(c)*cos(t*a)"
            " + tanh(a)*sigmoid(b) - log(1 + c*c)/sqrt(2 + t*t) + 2**a + (b + 1)**a + tan(c/9)",
            data=WAVE, learning_rate=1e-3, start={"a": 1.2, "b": 0.5, "c": -0.3}, zero_grad=False,
        ), 2,
    ),
    "order": (
        Experiment(formula="2 - a - 1/b + t**2*-(c) + (+a)*(t*t - 3) + b**3", data=WAVE,
                   learning_rate=1e-4, start={"b": 0.7}), 1,
    ),
    "bare": (Experiment(formula="+k", learning_rate=0.1), 2),
    "many": (Experiment(formula="k*x + d", data=LINE, learning_rate=0.01), 3),
}  # fmt: skip


@dataclass(frozen=True)
class Situation:
    """A run of `experiment` that has come to update `number`."""

    experiment: Experiment
    number: int

    @cached_property
    def run(self) -> tuple[Recorder, Run]:
        """The run, and what can train it further."""
        recorder = Recorder(self.experiment)
        run = Run(1, self.experiment)
        run.load(FactsQuery(self.experiment).answer(recorder.problem))
        if self.number:
            run.add(recorder.train(self.number))
        return recorder, run

    @property
    def problem(self) -> Problem:
        """What is learned."""
        return self.run[0].problem

    @property
    def facts(self) -> Facts:
        """What is true of the whole run."""
        facts = self.run[1].facts
        assert facts is not None
        return facts

    @property
    def history(self) -> History:
        """Its updates."""
        return self.run[1].history

    @property
    def inputs(self) -> np.ndarray:
        """Where curves are asked for."""
        return self.facts.curve_inputs[::40]


situation = lru_cache(lambda name: Situation(*SITUATIONS[name]))
Answers = Iterator[tuple[str, Any]]


def facts_in(here: Situation) -> Answers:
    yield "facts", here.facts
    run = here.run[1]
    yield "run", (run.trained, run.stopped_at_loss)
    yield "run.scale", run.scale
    yield "run.start", run.start


def snapshots_in(here: Situation) -> Answers:
    scale = here.run[1].scale
    assert scale is not None
    if here.number:
        whole = SnapshotQuery(here.history[-1], Stage.UPDATE, here.inputs, scale)
        yield "snapshot", whole.answer(here.problem)
    begun = here.run[0].begun
    for stage in (None, *Stage):
        shown = SnapshotQuery(begun, stage, here.inputs, scale).answer(here.problem)
        if stage is Stage.GRADIENT:
            yield "under way", shown
        name = stage.name.lower() if stage else "none"
        fields = sorted(set(type(shown).__annotations__))
        yield f"{name}: there are", [each for each in fields if getattr(shown, each) is not None]
        yield f"{name}.stage, loss", (shown.stage, shown.loss)
        yield f"{name}: after", [each.after is not None for each in shown.slices]
        yield f"{name}: wide after", [each.after is not None for each in shown.wide_slices]
        yield f"{name}: common after", [each.after is not None for each in shown.common_slices]
        yield f"{name}: reached", [shown.reached(each) for each in Stage]


def steps_in(here: Situation) -> Answers:
    scale = here.run[1].scale
    assert scale is not None
    rate = 2 * here.experiment.learning_rate
    step = StepQuery(here.run[0].begun, rate, here.inputs, scale).answer(here.problem)
    yield "settings", step.settings
    yield "updated", step.updated_params
    yield "updated_predictions", step.updated_predictions
    yield "updated_curve", step.updated_curve
    yield "updated_loss, loss_change", (step.updated_loss, step.loss_change)


def by_hand_in(here: Situation) -> Answers:
    for k, name in enumerate(here.problem.names):
        yield name, ByHandQuery(here.run[0].begun, k).answer(here.problem)


def curvatures_in(here: Situation) -> Answers:
    yield "curvature", CurvatureQuery(here.run[0].begun).answer(here.problem)


def graphs_in(here: Situation) -> Answers:
    yield "graph", GraphQuery(here.run[0].begun).answer(here.problem)


def coming_in(here: Situation) -> Answers:
    query = ComingQuery(here.run[0].begun, 8, here.inputs, here.experiment.stop_at_loss)
    yield "coming", query.answer(here.problem)


def maps_in(here: Situation) -> Answers:
    start = here.problem.start
    if len(start) < 2:
        return
    plane = pair_plane(start, 1, 0)
    pair = LossMapQuery(plane, (-2.0, 3.0), (-1.0, 1.5), 9, 7)
    yield "pair", pair.answer(here.problem)
    pairs = pairs_that_matter(here.history.params, None, 3)
    yield "pairs", [f"{one} {other}" for one, other in pairs]
    if here.facts.valley is not None and len(start) < 6:
        plane = valley_plane(here.facts.valley, start)
        x, y, beside = plane.placed(here.history.updated_params)
        yield "placed", {"x": x, "y": y, "beside": beside}
        yield "directed", plane.directed(start.astype(float))
        reach = [1.2 * abs(float(each[0])) + 1.0 for each in plane.placed(start[None])[:2]]
        ranges = [(-each, 0.4 * each) for each in reach]
        query = LossMapQuery(plane, ranges[0], ranges[1], 12, 8, (0.0, 0.0), (0.5, 5.0, 500.0))
        yield "valley", query.answer(here.problem)


def others_in(here: Situation) -> Answers:
    places = here.problem.start + np.linspace(-1.0, 1.0, 5)[:, None]
    yield "losses", LossAtQuery(places.astype(np.float64)).answer(here.problem)
    yield "predictions", PredictionsQuery(1, here.history.params[:6]).answer(here.problem)
    slower = here.experiment.changed(learning_rate=here.experiment.learning_rate / 2).settings
    yield "preview", PreviewQuery(slower, 12, here.inputs).answer(here.problem)
    trials = (Trial({"seed": 3}, 5), Trial({"learning_rate": 0.5}, 40))
    yield "remedies", RemediesQuery(trials).answer(here.problem)


def courses_in(here: Situation) -> Answers:
    valley = here.facts.valley
    if valley is None:
        return
    history = here.history
    for rate in (here.experiment.learning_rate, None):
        with np.errstate(all="ignore"):
            found = course_of(history, here.facts, valley, rate, here.experiment.epochs)
            if found.trained.exact:
                # No more than rounding, which differs.
                rest = np.round(found.trained.rest, 1) + 0.0
                found = replace(found, trained=replace(found.trained, rest=rest))
            yield f"at {rate}", found
            for group in range(len(found.first)):
                yield f"at {rate}: shares of {group}", found.shares(group)
                yield f"at {rate}: half of {group}", found.half_gone(group)
                yield f"at {rate}: grows {group}", found.grows(group)


QUESTIONS = {
    "facts": facts_in, "snapshots": snapshots_in, "steps": steps_in, "by_hand": by_hand_in,
    "curvature": curvatures_in, "graph": graphs_in, "coming": coming_in, "loss_map": maps_in,
    "others": others_in, "course": courses_in,
}  # fmt: skip


@pytest.mark.parametrize("name", SITUATIONS)
@pytest.mark.parametrize("question", QUESTIONS)
def test_the_whole_answer_is_as_approved(question: str, name: str, hold: Hold) -> None:
    answers = QUESTIONS[question](situation(name))
    lines = [line for part, answer in answers for line in told(answer, part)]
    hold(f"{question}, {name}", lines, nearly)
