"""Real graphs, captured from PyTorch, and a panel that shows them."""

import numpy as np
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from engine.queries import Graph, GraphQuery
from engine.runs import Begun, Stage
from engine.training import Problem
from gui.panels.graph import GraphPanel
from gui.run import Picks, View
from tests.gui.views import make_view

SHARED = "a*sin(b*t) + b*cos(a*t) + a*b"
NEURONS = " + ".join(f"v{k}*tanh(w{k}*t + b{k})" for k in range(1, 6)) + " + c"


def graph_of(experiment: Experiment | None = None) -> Graph:
    """The graph of the first update."""
    experiment = experiment or Experiment()
    problem = Problem(experiment)
    nothing = np.zeros_like(problem.start)
    return GraphQuery(Begun(1, experiment.settings, problem.start, nothing)).answer(problem)


def view_of(
    experiment: Experiment | None = None, epoch: int = 1, stage: Stage = Stage.UPDATE
) -> View:
    """Epoch `epoch` after `stage`; 0 is the start."""
    return make_view(experiment, epochs=max(epoch, 1), cursor=epoch, stage=stage)


def shown(qtbot: QtBot, view: View, size: tuple[int, int] = (673, 293)) -> tuple[GraphPanel, Picks]:
    """A panel of this size that shows `view`, and what is picked there."""
    panel = GraphPanel()
    qtbot.addWidget(panel)
    panel.resize(*size)
    picks = Picks(panel)
    picks.begin(len(view.facts.inputs), len(view.facts.names))
    panel.set_picks(picks)
    panel.show()
    qtbot.waitExposed(panel)
    show(panel, view)
    return panel, picks


def show(panel: GraphPanel, view: View) -> None:
    """Let `panel` ask about `view`, and answer."""
    panel.draw(view)
    query = panel.query(view)
    assert query is not None
    panel.show_answer(query, query.answer(Problem(view.experiment)))
