"""Real views for the tests of plots and panels: a run is trained, and one of its epochs shown."""

from engine.experiment import Experiment
from engine.queries import FactsQuery, Snapshot
from engine.runs import History, Run, Stage
from engine.training import Problem
from engine.words.steps.moves import Move
from gui.run import View
from tests.records import query_of, query_of_start, trained


def make_view(
    experiment: Experiment | None = None,
    epochs: int = 200,
    cursor: int | None = None,
    stage: Stage = Stage.UPDATE,
    previous: Run | None = None,
) -> View:
    """Epoch `cursor` (0 is the start; without one, the last) of a run that trained `epochs`.

    With a `stage` before UPDATE that epoch has run only so far, and `view.cursor` is the epoch
    before it. A run that diverges has fewer than `epochs`.
    """
    experiment = experiment or Experiment()
    problem = Problem(experiment)
    facts = FactsQuery(experiment).answer(problem)
    history = trained(experiment, problem, epochs)
    cursor = len(history) if cursor is None else cursor
    inputs, scale = facts.curve_inputs, facts.scale
    if cursor:
        scale = scale.widened(history.params).widened(history.updated_params)
        query = query_of(history, cursor, inputs, stage, scale)
    else:
        query = query_of_start(problem, experiment, inputs, scale)
    snapshot = query.answer(problem)
    shown = cursor if stage is Stage.UPDATE or cursor == 0 else cursor - 1
    return View(experiment, facts, history, shown, snapshot, previous)


def run_of(history: History, view: View | None = None) -> Run:
    """A run that has left `history` behind; of the experiment of `view`, where there is one."""
    run = Run(1, view.experiment if view else Experiment(), view.facts if view else None)
    run.history = history
    return run


def move_of(snapshot: Snapshot, name: str, k: int = 0) -> Move:
    """The step of parameter `k` in a finished update."""
    held, own, after = snapshot.gradient, snapshot.own_gradient, snapshot.updated_params
    assert held is not None
    assert own is not None
    assert after is not None
    rate, before = snapshot.settings.learning_rate, float(snapshot.params[k])
    return Move(name, before, float(held[k]), rate, float(after[k]), float(own[k]))
