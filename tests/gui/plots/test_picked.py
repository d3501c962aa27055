"""What is picked, between the fit and other views: rings, halos, the point under the mouse."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QTransform
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from gui.plots.fit import FitPlot
from gui.run import NOTHING_LIT, Lit, Part, Picks
from tests.gui.plots.helpers import move, place_of, shown
from tests.gui.views import make_view
from tests.gui.windows import Open, trigger, until_shown

Made = Callable[..., tuple[FitPlot, Picks]]


@pytest.fixture
def plot_with(qtbot: QtBot) -> Iterator[Made]:
    # A visible plot that nobody holds any more could be collected while it is painted.
    held: list[FitPlot] = []

    def made(**fields: object) -> tuple[FitPlot, Picks]:
        view = make_view(Experiment(**fields), epochs=1)
        plot, picks = FitPlot(), Picks()
        held.append(plot)
        picks.begin(len(view.facts.inputs), len(view.facts.names))
        plot.set_picks(picks)
        shown(qtbot, plot, 700, 420)
        plot.draw(view)
        return plot, picks

    yield made
    held.clear()


def shown_squares(plot: FitPlot) -> bool:
    squares = plot.picked.squares
    return bool(squares.squares(QTransform(), QRectF(plot.rect())))


def test_a_point_pointed_at_elsewhere_has_a_ring(plot_with: Made) -> None:
    plot, picks = plot_with()
    assert plot.picked.rings.x.size == 0
    picks.point_at(7)
    view = make_view(epochs=1)
    updated = view.snapshot.updated_predictions
    assert updated is not None
    assert plot.picked.rings.x.tolist() == [7, 7]
    assert plot.picked.rings.y.tolist() == pytest.approx([view.facts.targets[7], updated[7]])
    picks.point_at(None)
    assert plot.picked.rings.x.size == 0


def test_the_point_under_the_mouse_is_pointed_at_for_all_views(plot_with: Made) -> None:
    plot, picks = plot_with()
    target = float(make_view(epochs=1).facts.targets[12])
    move(plot, place_of(plot, 12, target))
    assert picks.pointed == 12
    move(plot, place_of(plot, 12, 190))
    assert picks.pointed is None
    picks.point_at(3)
    plot.draw(make_view(epochs=1))
    assert picks.pointed == 3


def test_a_prediction_under_the_mouse_points_at_its_point(plot_with: Made) -> None:
    plot, picks = plot_with()
    prediction = float(make_view(epochs=1).snapshot.predictions[15])
    move(plot, place_of(plot, 15, prediction))
    assert picks.pointed == 15


def test_held_out_points_are_none_of_those_trained_on(plot_with: Made) -> None:
    plot, picks = plot_with(held_out=0.3)
    facts = make_view(Experiment(held_out=0.3), epochs=1).facts
    move(plot, place_of(plot, float(facts.held_out_inputs[2]), float(facts.held_out_targets[2])))
    assert plot.tip.text().splitlines()[0].endswith("held out")
    assert picks.pointed is None
    move(plot, place_of(plot, float(facts.inputs[5]), float(facts.targets[5])))
    assert picks.pointed == 5


def test_a_point_chosen_by_the_keys_is_picked(plot_with: Made, qtbot: QtBot) -> None:
    plot, picks = plot_with()
    qtbot.keyClick(plot, Qt.Key.Key_BracketRight)
    first = picks.point
    qtbot.keyClick(plot, Qt.Key.Key_BracketRight)
    assert (first, picks.point) == (0, 1)


@pytest.mark.parametrize(
    "part", ["inputs", "targets", "predictions", "residuals", "squares", "loss"]
)
def test_what_is_lit_elsewhere_lights_up_and_nothing_else(plot_with: Made, part: Part) -> None:
    plot, picks = plot_with()
    picks.light(Lit(parts=frozenset([part])))
    marks = plot.picked
    lit = {
        "inputs": bool(marks.inputs.x.size),
        "targets": bool(marks.targets.x.size),
        "predictions": bool(marks.predictions.x.size),
        "residuals": len(marks.residuals.xData) > 0,
        "squares": shown_squares(plot),
    }
    assert [name for name, on in lit.items() if on] == ["squares" if part == "loss" else part]
    picks.light(NOTHING_LIT)
    assert not marks.targets.x.size
    assert not shown_squares(plot)


def test_the_fit_points_and_the_table_marks_in_a_window(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    trigger(window, "stepEpochAction")
    until_shown(qtbot, window, "epoch 1 /")
    trigger(window, "by_handViewAction")
    qtbot.waitUntil(lambda: window.settled)
    trigger(window, "fitViewAction")
    move(window.fit, place_of(window.fit, 19, float(window.player.facts.targets[19])))
    assert window.picks.pointed == 19
    move(window.fit, QPoint(3, 3))
    assert window.picks.pointed is None
