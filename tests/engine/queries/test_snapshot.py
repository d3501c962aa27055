"""A snapshot shows of an epoch what has run of it, and nothing else."""

import numpy as np
import pytest

from engine.queries.snapshot import Slice, Snapshot
from engine.runs.update import Stage
from engine.words.moves import Move

SLICE = Slice(
    values=np.array([0.0, 1.0, 2.0]),
    losses=np.array([1.0, 0.0, 1.0]),
    before=(2.0, 1.0),
    after=(1.0, 0.0),
    slope=2.0,
    floor=1.0,
)
FULL = Snapshot(
    number=7,
    stage=Stage.UPDATE,
    params=np.array([2.0, 3.0], np.float32),
    learning_rate=0.5,
    zero_grad=True,
    leftover=np.zeros(2, np.float32),
    curve=np.zeros(5),
    held_out_predictions=np.zeros(0, np.float32),
    slices=(SLICE, SLICE),
    wide_slices=(SLICE, SLICE),
    predictions=np.zeros(4, np.float32),
    loss=1.0,
    own_gradient=np.array([2.0, -4.0], np.float32),
    gradient=np.array([2.0, -4.0], np.float32),
    updated_params=np.array([1.0, 5.0], np.float32),
)
# From which stage on each is there.
SINCE = {
    "loss": Stage.LOSS,
    "own_gradient": Stage.GRADIENT,
    "gradient": Stage.GRADIENT,
    "updated_params": Stage.UPDATE,
}
ALWAYS = ("number", "params", "learning_rate", "zero_grad", "leftover", "curve", "predictions")


@pytest.mark.parametrize("stage", Stage)
class TestUntil:
    def test_hides_what_has_not_run(self, stage: Stage) -> None:
        shown = FULL.until(stage)
        for name, since in SINCE.items():
            assert getattr(shown, name) is (getattr(FULL, name) if stage >= since else None)

    def test_keeps_what_has(self, stage: Stage) -> None:
        shown = FULL.until(stage)
        assert shown.stage is stage
        for name in ALWAYS:
            assert getattr(shown, name) is getattr(FULL, name)

    def test_shows_where_the_step_leads_only_when_the_gradient_says_so(self, stage: Stage) -> None:
        shown = FULL.until(stage)
        for each in (*shown.slices, *shown.wide_slices):
            assert each.after == (SLICE.after if stage >= Stage.GRADIENT else None)
            assert each.before == SLICE.before

    def test_has_reached_the_stages_up_to_it(self, stage: Stage) -> None:
        shown = FULL.until(stage)
        assert [each for each in Stage if shown.reached(each)] == list(Stage)[:stage]

    def test_has_moves_after_the_update(self, stage: Stage) -> None:
        assert (FULL.until(stage).moves(("a", "b")) is None) == (stage is not Stage.UPDATE)


def test_moves_are_the_epochs() -> None:
    assert FULL.moves(("a", "b")) == (
        Move("a", 2.0, 2.0, 0.5, 1.0, FULL.own_gradient[0]),
        Move("b", 3.0, -4.0, 0.5, 5.0, FULL.own_gradient[1]),
    )
