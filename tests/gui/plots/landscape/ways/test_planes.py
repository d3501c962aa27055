"""Which maps there are to choose from, and what each shows at first."""

from dataclasses import replace

import numpy as np
import pytest

from engine.experiment import Experiment, Points
from engine.queries import pair_plane, valley_plane
from gui.plots.landscape.ways import planes
from gui.plots.landscape.ways.planes import Choice
from tests.gui.views import make_view

DATA = Points(inputs=(0.0, 1.0, 2.0, 3.0), targets=(1.0, 2.0, 2.5, 4.5))


def model(parameters: int) -> Experiment:
    formula = " + ".join(f"p{k}*sin({k + 1}*t)" for k in range(parameters))
    return Experiment(formula=formula, data=DATA, learning_rate=0.01)


def test_the_valley_comes_first_then_the_pairs() -> None:
    view = make_view(epochs=2)
    found = planes.choices(view)
    assert [each.title for each in found] == ["steepest × flattest", "a × b", "a × c", "b × c"]
    assert [each.pair for each in found] == [None, (0, 1), (0, 2), (1, 2)]
    assert (found[0].x_label, found[0].y_label) == ("along the valley", "across")
    assert (found[2].x_label, found[2].y_label) == ("a", "c")
    alone = make_view(model(1), epochs=2)
    assert planes.choices(alone) == ()
    nowhere = replace(view.facts.valley, floor=np.array([0.0, np.nan, 0.0]))
    for valley in (None, nowhere):
        without = replace(view, facts=replace(view.facts, valley=valley))
        assert planes.choices(without) == found[1:]
        assert planes.best_on(pair_plane(planes.here(view), 0, 1), without) is None


@pytest.mark.parametrize(("parameters", "too_many", "offered"), [(6, False, 15), (7, True, 15)])
def test_of_many_pairs_fifteen_are_offered(parameters: int, too_many: bool, offered: int) -> None:
    view = make_view(model(parameters), epochs=2)
    assert planes.too_many(view) is too_many
    assert len([each for each in planes.choices(view) if each.pair]) == offered


def test_a_pair_s_map_shows_what_the_cards_show_and_a_little_around() -> None:
    view = make_view(epochs=2)
    choice = planes.choice_of(view, (2, 0))
    assert (choice.title, choice.x_label, choice.y_label) == ("c × a", "c", "a")
    scale = view.snapshot.scale
    assert scale is not None
    left, right, bottom, top = planes.home(choice, choice.plane(view), view)
    for (low, high), k in (((left, right), 2), ((bottom, top), 0)):
        wide = float(scale.high[k] - scale.low[k])
        assert low == pytest.approx(float(scale.low[k]) - 0.15 * wide)
        assert high == pytest.approx(float(scale.high[k]) + 0.15 * wide)


def test_the_valley_s_map_shows_the_start_and_the_way_to_the_floor() -> None:
    view = make_view(epochs=2)
    valley = view.facts.valley
    assert valley is not None
    choice = Choice(None, "", "", "")
    plane = choice.plane(view)
    (x,), (y,), _ = valley_plane(valley, view.facts.start).placed(view.facts.start[None])
    left, right, bottom, top = planes.home(choice, plane, view)
    assert (left, right) == pytest.approx((-1.3 * abs(x), 0.13 * abs(x)))
    assert -bottom == top >= 1.25 * abs(y)


def test_one_scale_widens_the_narrow_direction_around_its_middle() -> None:
    assert planes.at_one_scale((0, 10, 0, 1), 100, 50) == pytest.approx((0, 10, -2, 3))
    assert planes.at_one_scale((2, 3, 0, 10), 100, 50) == pytest.approx((-7.5, 12.5, 0, 10))
    assert planes.at_one_scale((0, 4, 0, 2), 0, 0) == pytest.approx((0, 4, -1, 3))


def test_the_place_of_a_run_is_where_its_update_led_to() -> None:
    view = make_view(epochs=2)
    assert np.array_equal(planes.here(view), view.history.updated_params[1].astype(np.float64))
    begun = replace(view.snapshot, updated_params=None)
    here = planes.here(replace(view, snapshot=begun))
    assert np.array_equal(here, view.snapshot.params.astype(np.float64))
