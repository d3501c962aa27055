"""Moments of runs, to ask questions at."""

import numpy as np

from engine.experiment import Experiment
from engine.predicting import HANDLES, Moment, Posed, Sort, find
from engine.queries import ComingQuery
from engine.runs import Stage, Update
from engine.training import Recorder


def moment(
    experiment: Experiment | None = None,
    trained: int = 0,
    stage: Stage | None = None,
    to: Stage = Stage.UPDATE,
    many: tuple[int, ...] = (),
) -> Moment:
    """The moment after `trained` epochs of `experiment`, before the step up to the stage `to`."""
    experiment = experiment or Experiment()
    recorder = Recorder(experiment)
    before = recorder.train(trained)[-1] if trained else None
    return moment_of(recorder, before, stage, to, many, max((1, *many)))


def moment_of(
    recorder: Recorder,
    before: Update | None,
    stage: Stage | None,
    to: Stage,
    many: tuple[int, ...],
    updates: int,
) -> Moment:
    """The moment where `recorder` stands, after the update `before`, with what `updates` bring."""
    problem = recorder.problem
    inputs = np.linspace(*map(float, (problem.raw_inputs.min(), problem.raw_inputs.max())), HANDLES)
    query = ComingQuery(recorder.begun, updates, inputs, recorder.stop_at_loss)
    return Moment(
        coming=query.answer(problem),
        before=before,
        stage=stage,
        to=to,
        names=problem.names,
        input_name=problem.input_name,
        inputs=problem.raw_inputs,
        targets=problem.targets,
        drawn=np.arange(len(problem.targets)),
        many=many,
    )


def posed(where: Moment, sort: Sort) -> list[Posed]:
    """The questions of `sort` that can be asked there."""
    return [each for each in find(where) if each.sort == sort]
