"""What is drawn over a map's colours: what of it is in sight, and how far apart."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from engine.experiment import Experiment
from engine.queries import pair_plane, valley_plane
from engine.runs import Stage
from gui.plots.landscape.map.drawn import Drawn, Sight, draw_up, star_of
from gui.plots.landscape.map.wanted import Wanted
from gui.plots.landscape.ways import planes
from gui.plots.landscape.ways.path import path_of
from gui.run import View
from tests.gui.views import make_view

SIGHT = Sight((-2.0, 6.0, 10.0, 30.0), QRectF(50, 20, 400, 200))


def test_a_place_at_the_edge_is_in_sight() -> None:
    x = np.array([-2.0, 6.0, 0.0, 0.0, -2.1, 6.1, 0.0, 0.0, np.nan])
    y = np.array([20.0, 20.0, 10.0, 30.0, 20.0, 20.0, 9.9, 30.1, 20.0])
    assert SIGHT.holds(x, y).tolist() == [True] * 4 + [False] * 5


def test_how_much_a_pixel_is_and_how_many_are_between_two_places() -> None:
    assert SIGHT.unit == pytest.approx((0.02, 0.1))
    assert SIGHT.apart(np.array([1.0, 1.6]), np.array([12.0, 16.0])) == pytest.approx(50)
    assert Sight((0.0, 2.0, 0.0, 3.0), QRectF()).unit == (2, 3)


def test_some_places_of_a_path_keep_what_belongs_to_them() -> None:
    whole = Drawn(
        x=np.array([1.0, 2.0, 3.0]), y=np.array([4.0, 5.0, 6.0]), numbers=np.array([0, 7, 9]),
        losses=np.array([3.0, 2.0, 1.0]), off=np.array([0.1, 0.2, 0.3]), down_words="down",
    )  # fmt: skip
    some = whole.at(np.array([0, 2]))
    assert (some.x.tolist(), some.y.tolist()) == ([1, 3], [4, 6])
    assert (some.numbers.tolist(), some.losses.tolist()) == ([0, 9], [3, 1])
    assert some.off.tolist() == [0.1, 0.3]
    assert some.down_words == "down"
    assert not len(replace(whole, off=np.empty(0)).at(np.array([0, 2])).off)


def drawn(view: View, progress: float = 1.0) -> Drawn:
    """What is drawn on the map of a and b, with all that the run has been in sight."""
    plane = pair_plane(planes.here(view), 0, 1)
    sight = Sight((-100.0, 100.0, -50.0, 50.0), QRectF(0, 0, 800, 400))
    return draw_up(view, plane, path_of(view), sight, Wanted(), progress)


def test_the_step_is_on_its_way_while_it_moves() -> None:
    view = make_view(Experiment(learning_rate=2e-5), epochs=3)
    params = view.history.updated_params
    before, after = params[1], params[2]
    begun, ended = drawn(view, 0.0), drawn(view)
    assert begun.x[-1] == pytest.approx(float(before[0]), rel=1e-6)
    assert begun.y[-1] == pytest.approx(float(before[1]), rel=1e-6)
    assert ended.x[-1] == pytest.approx(float(after[0]), rel=1e-6)
    assert ended.y[-1] == pytest.approx(float(after[1]), rel=1e-6)
    assert begun.x[:-1].tolist() == ended.x[:-1].tolist()
    middle = drawn(view, 0.325)
    assert middle.x[-1] == pytest.approx((begun.x[-1] + ended.x[-1]) / 2)
    assert middle.y[-1] == pytest.approx((begun.y[-1] + ended.y[-1]) / 2)


def test_down_is_minus_the_gradient_where_the_update_began() -> None:
    view = make_view(Experiment(learning_rate=2e-5), epochs=3)
    found = drawn(view)
    gradient, params = view.snapshot.gradient, view.snapshot.params
    assert gradient is not None
    assert found.down == pytest.approx((-float(gradient[0]), -float(gradient[1])))
    assert found.begin == pytest.approx((float(params[0]), float(params[1])))
    before = make_view(Experiment(learning_rate=2e-5), epochs=3, stage=Stage.GRADIENT)
    assert drawn(before).begin is not None
    assert drawn(before).step_words == ""
    assert drawn(make_view(epochs=3, stage=Stage.LOSS)).begin is None
    endless = replace(view.snapshot, gradient=np.array([np.inf, 0, 0], np.float32))
    assert drawn(replace(view, snapshot=endless)).begin is None


def test_once_it_has_arrived_nothing_crawls() -> None:
    view = make_view(epochs=3)
    valley = view.facts.valley
    assert valley is not None
    for share, arrived in ((1.04, True), (1.06, False)):
        snapshot = replace(view.snapshot, updated_loss=share * valley.floor_loss)
        assert (drawn(replace(view, snapshot=snapshot)).begin is None) is arrived


def test_the_best_fit_is_on_the_map_of_the_valley_and_beside_that_of_a_pair() -> None:
    view = make_view(epochs=3)
    valley = view.facts.valley
    assert valley is not None
    on = star_of(view, valley_plane(valley, view.facts.start))
    beside = star_of(view, pair_plane(planes.here(view), 0, 1))
    assert on is not None
    assert beside is not None
    assert (on.here, beside.here) == (True, False)
    assert (beside.x, beside.y) == pytest.approx(valley.floor[:2].tolist())
    unknown = replace(view, facts=replace(view.facts, valley=None))
    assert star_of(unknown, pair_plane(planes.here(view), 0, 1)) is None
