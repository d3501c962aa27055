"""Real views for the tests of plots and panels: a run is trained, and one of its epochs shown."""

from engine.experiment.experiment import Experiment
from engine.queries.facts import prepare
from engine.queries.observe import take
from engine.runs.history import History
from engine.runs.update import Stage
from engine.training.problem import Problem
from gui.run.view import View
from tests.records import record_of, record_of_start, trained


def make_view(
    experiment: Experiment | None = None,
    epochs: int = 200,
    cursor: int | None = None,
    stage: Stage = Stage.UPDATE,
    previous: History | None = None,
) -> View:
    """Epoch `cursor` (0 is the start; without one, the last) of a run that trained `epochs`.

    With a `stage` before UPDATE that epoch has run only so far, and `view.cursor` is the epoch
    before it. A run that diverges has fewer than `epochs`.
    """
    experiment = experiment or Experiment()
    problem = Problem(experiment)
    facts = prepare(problem, experiment)
    history = trained(experiment, problem, epochs)
    cursor = len(history) if cursor is None else cursor
    record = record_of(history, cursor, stage) if cursor else record_of_start(problem, experiment)
    snapshot = take(problem, record, facts.curve_inputs)
    shown = cursor if stage is Stage.UPDATE or cursor == 0 else cursor - 1
    return View(experiment, facts, history, shown, snapshot, previous)
