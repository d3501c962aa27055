"""Before a step: whether anything can be asked, what the step begins with, and how far to look."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from engine.experiment import Experiment
from engine.runs import Stage
from gui.predicting.here import Here
from gui.run import View
from tests.gui.views import make_view

VIEW = make_view(epochs=4, cursor=4)


def player(view: View, **fields: Any) -> Any:
    """A player that rests where `view` is, but for these `fields`."""
    stage = view.snapshot.stage
    shown = {
        "run": SimpleNamespace(id=view.run, trained=False),
        "cursor": view.cursor,
        "stage": stage if view.snapshot.number > view.cursor else None,
        "superseded": False,
        "state": "paused",
        "history": view.history,
        "failure": None,
    }
    return SimpleNamespace(**(shown | fields))


def here(view: View, to: Stage = Stage.UPDATE, stage: Stage | None = None) -> Here:
    return Here(view, stage, to)


ENDED = SimpleNamespace(id=VIEW.run, trained=True)


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        ({}, True),
        ({"state": "ready"}, True),
        ({"state": "finished"}, True),
        ({"state": "loading"}, False),
        ({"state": "playing"}, False),
        ({"superseded": True}, False),
        ({"run": SimpleNamespace(id=VIEW.run + 1, trained=False)}, False),
        ({"cursor": 3}, False),
        ({"failure": object()}, False),
        ({"run": ENDED}, False),
    ],
)
def test_it_is_asked_where_the_run_rests_and_can_go_on(fields: dict[str, Any], asked: bool) -> None:
    assert (Here.of(player(VIEW, **fields), VIEW, whole=True) is not None) is asked


def test_of_a_recorded_epoch_it_is_asked_however_the_run_has_ended() -> None:
    view = make_view(epochs=4, cursor=2)
    for fields in ({"failure": object()}, {"run": ENDED}):
        assert Here.of(player(view, **fields), view, whole=True) is not None
    assert Here.of(player(view), None, whole=True) is None
    # An epoch beyond the last, that is under way, can be gone on with.
    under_way = make_view(epochs=4, cursor=4, stage=Stage.LOSS)
    under_way = replace(under_way, history=under_way.history.until(3))
    assert Here.of(player(under_way, run=ENDED), under_way, whole=True) is not None


def test_nothing_is_asked_where_pytorch_will_refuse() -> None:
    settings = replace(VIEW.snapshot.settings, requires_grad=False)
    view = replace(VIEW, experiment=Experiment(requires_grad=False))
    assert view.experiment.settings == settings
    assert Here.of(player(view), view, whole=True) is None


@pytest.mark.parametrize(
    ("stage", "whole", "to"),
    [
        (None, False, Stage.PREDICT),
        (None, True, Stage.UPDATE),
        (Stage.PREDICT, False, Stage.LOSS),
        (Stage.GRADIENT, False, Stage.UPDATE),
        (Stage.LOSS, True, Stage.UPDATE),
    ],
)
def test_a_step_goes_to_the_next_stage_or_to_the_end(
    stage: Stage | None, whole: bool, to: Stage
) -> None:
    view = VIEW if stage is None else make_view(epochs=4, cursor=4, stage=stage)
    found = Here.of(player(view), view, whole=whole)
    assert found is not None
    assert (found.stage, found.to) == (stage, to)


def test_the_first_update_begins_with_the_start() -> None:
    view = make_view(epochs=1, cursor=0)
    view = replace(view, history=view.history.until(0))
    begun = here(view).begun
    assert here(view).before is None
    assert (begun.number, begun.settings) == (1, Experiment().settings)
    np.testing.assert_array_equal(begun.params, view.facts.start)
    np.testing.assert_array_equal(begun.leftover, np.zeros(3))


@pytest.mark.parametrize("zero_grad", [True, False])
def test_the_next_update_begins_where_the_last_one_ended(zero_grad: bool) -> None:
    view = make_view(Experiment(zero_grad=zero_grad), epochs=4, cursor=4)
    last, begun = view.history[3], here(view).begun
    before = here(view).before
    assert before is not None
    assert before.number == 4
    assert begun.number == 5
    np.testing.assert_array_equal(begun.params, last.updated_params)
    left = np.zeros(3) if zero_grad else last.gradient
    np.testing.assert_array_equal(begun.leftover, left)


def test_a_recorded_update_begins_as_it_did_and_one_under_way_as_it_has() -> None:
    view = make_view(epochs=4, cursor=2)
    begun, third = here(view).begun, view.history[2]
    assert begun.number == 3
    np.testing.assert_array_equal(begun.params, third.params)
    under_way = make_view(epochs=4, cursor=4, stage=Stage.LOSS)
    under_way = replace(
        under_way,
        history=under_way.history.until(3),
        snapshot=replace(
            under_way.snapshot, settings=replace(under_way.snapshot.settings, learning_rate=0.5)
        ),
    )
    begun = here(under_way, Stage.BACKWARD, Stage.LOSS).begun
    assert (begun.number, begun.settings.learning_rate) == (4, 0.5)


@pytest.mark.parametrize(
    ("epochs", "many"),
    [
        (10, ()), (11, ()), (12, (8,)), (13, (8,)), (27, (8,)), (28, (8, 24)), (63, (8, 24)),
        (64, (8, 24, 60)), (1000, (8, 24, 60)),
    ],
)  # fmt: skip
def test_no_more_epochs_are_asked_about_than_there_will_be(
    epochs: int, many: tuple[int, ...]
) -> None:
    view = replace(VIEW, experiment=Experiment(epochs=epochs))
    assert here(view).many == many
    query = here(view).query()
    assert query.count == max((1, *many))
    inputs = view.facts.inputs
    np.testing.assert_allclose(query.inputs, np.linspace(inputs.min(), inputs.max(), 9))
    assert query.begun.number == 5
    assert query.stop_at_loss is None


def test_only_whole_epochs_are_asked_about_together() -> None:
    assert here(VIEW).many == (8, 24, 60)
    assert here(VIEW, Stage.PREDICT).many == ()
    under_way = make_view(epochs=4, cursor=4, stage=Stage.LOSS)
    assert here(under_way, Stage.UPDATE, Stage.LOSS).many == ()


@pytest.mark.parametrize(("points", "asked"), [(20_000, True), (20_001, False)])
def test_among_very_many_points_it_does_not_look_far_ahead(points: int, asked: bool) -> None:
    view = replace(VIEW, facts=replace(VIEW.facts, inputs=np.linspace(0, 1, points)))
    assert bool(here(view).many) is asked


def test_where_the_settings_change_on_the_way_only_one_epoch_is_asked_about() -> None:
    view = replace(make_view(epochs=30, cursor=2), experiment=Experiment(epochs=100))
    assert here(view).many == (8, 24, 60)
    # The settings that are wanted now are others than those of the recorded epochs.
    assert here(replace(view, experiment=Experiment(epochs=100, learning_rate=2e-5))).many == ()


def test_a_loss_to_stop_at_counts_on_the_way_too() -> None:
    view = replace(VIEW, experiment=Experiment(stop_at_loss=620.0))
    assert here(view).query().stop_at_loss == 620.0


def test_a_point_is_called_as_the_formula_calls_its_input() -> None:
    assert here(VIEW).named(0) == "t = 0"
    view = replace(VIEW, experiment=Experiment(formula="a*x + b"))
    assert here(view).named(0) == "x = 0"
