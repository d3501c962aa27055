"""Where a run is said to go on to, against where it goes."""

from dataclasses import replace

import numpy as np

from engine.experiment import Experiment
from engine.queries import valley_plane
from gui.plots.landscape.ways.ahead import ghosts, goes_on, way
from gui.plots.landscape.ways.path import path_of, told
from tests.gui.views import make_view

EXPERIMENT = Experiment(standardise=True, learning_rate=0.01)


def test_later_epochs_are_where_the_run_comes_by() -> None:
    view = make_view(EXPERIMENT, epochs=2_000, cursor=5)
    plane = valley_plane(view.facts.valley, view.facts.start)
    found = ghosts(view, plane)
    assert len(found) >= 3
    for x, y, epoch in found:
        params = view.history.updated_params[epoch - 1][None]
        (true_x,), (true_y,), _ = plane.placed(params)
        assert np.allclose((x, y), (true_x, true_y), atol=2e-3)
    along, across = way(view, plane)
    (here_x,), (here_y,), _ = plane.placed(view.snapshot.updated_params[None])
    assert np.allclose((along[0], across[0]), (here_x, here_y))
    assert np.allclose((along[-1], across[-1]), 0, atol=1e-6)


def test_nothing_is_said_where_it_would_not_be_true() -> None:
    view = make_view(EXPERIMENT, epochs=5)
    assert goes_on(view)
    settings = view.snapshot.settings
    for other in (replace(settings, zero_grad=False), replace(settings, learning_rate=5.0)):
        assert not goes_on(replace(view, snapshot=replace(view.snapshot, settings=other)))
    curved = make_view(Experiment(formula="a*sin(b*t)", learning_rate=1e-4), epochs=5)
    assert not goes_on(curved)


def test_a_path_ends_where_the_update_led_to() -> None:
    view = make_view(epochs=20, cursor=7)
    path = path_of(view)
    assert path.numbers.tolist() == list(range(8))
    assert np.array_equal(path.params[0], view.facts.start)
    assert np.array_equal(path.params[-1], view.history.updated_params[6])
    assert np.array_equal(path.losses[:7], view.history.loss[:7].astype(np.float64))
    assert path.losses[-1] == view.snapshot.updated_loss


def test_of_a_long_path_enough_is_drawn() -> None:
    for count in (0, 1, 1_800, 1_801, 1_000_000):
        numbers = told(count)
        assert numbers[0] == 0
        assert numbers[-1] == count
        assert len(numbers) <= 1_802
        assert (np.diff(numbers) > 0).all()
