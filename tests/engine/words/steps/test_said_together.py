"""What is said of a whole step, in every situation, as it was approved."""

import math
from dataclasses import replace

import numpy as np

from engine.queries import Slice, Snapshot
from engine.runs import Stage
from engine.words.steps.together import Together, together
from tests.approved import Hold
from tests.engine.told import Said
from tests.engine.words.even import even, vector

INF, NAN = math.inf, math.nan


def step(
    held: tuple[float, ...],
    change: float | None,
    *,
    own: tuple[float, ...] | None = None,
    rate: float = 0.0625,
    moved: tuple[float, ...] | None = None,
    loss: float = 10.0,
    alone_: tuple[float | None, ...] = (),
    floors: tuple[float | None, ...] = (),
    left: float = 0.0,
) -> Snapshot:
    """A step that never was: what is `held` moves parameters from 1, and the loss by `change`."""
    shown = even(1).snapshot
    own = own or held
    steps = moved or tuple(-rate * each for each in held)
    cuts = tuple(
        Slice(
            np.zeros(2),
            np.zeros(2),
            (1.0, loss),
            None if by is None else (1.0 + go, loss + by),
            0.0,
            floor,
        )
        for go, by, floor in zip(
            steps,
            alone_ or (0.0,) * len(held),
            floors or (None,) * len(held),
            strict=True,
        )
    )  # fmt: skip
    wide = tuple(replace(each, floor=None) for each in cuts)
    return replace(
        shown,
        settings=replace(shown.settings, learning_rate=rate),
        params=vector(*(1.0 for _ in held)),
        leftover=vector(*(left for _ in held)),
        gradient=vector(*held),
        own_gradient=vector(*own),
        updated_params=vector(*(1.0 + each for each in steps)),
        loss=loss,
        updated_loss=None if change is None else loss + change,
        loss_change=change,
        slices=cuts,
        wide_slices=wide,
    )


def whole(snapshot: Snapshot) -> tuple[Together, str]:
    names = [f"p{k}" for k in range(1, len(snapshot.params) + 1)]
    told: Together = together(names, snapshot)
    return told, f"spoken: {told.spoken}"


TOGETHER = {
    "takes some back": step((4.0, 2.0), -1.0),
    "gives more": step((4.0, 2.0), -2.0),
    "agrees": step((4.0, 2.0), -1.25),
    "just agrees": step((4.0, 0.0), -0.991),
    "does not quite agree": step((4.0, 0.0), -0.989),
    "agrees to more": step((4.0, 0.0), -1.009),
    "does not quite agree to more": step((4.0, 0.0), -1.011),
    "agrees at the edge": step((32.0, 0.0), -99.0, rate=0.09765625, loss=500.0),
    "rounded by as much as is no matter": step(
        (32.0, 0.0), -98.5, rate=0.09765625, loss=500.0, moved=(-3.09375, 0.0)
    ),
    "rounded by as much as is missing": step(
        (32.0, 0.0), -80.0, rate=0.09765625, loss=500.0, moved=(-2.8125, 0.0)
    ),
    "at the edge of what is near the floor": step((4.0, 0.0), -0.5, loss=1e7),
    "flat in sum, and nothing happens": step((4.0, 2.0), 0.0, own=(1.0, -2.0), left=3.0),
    "with seven places": step((1e-2, 0.0), -5e-6, loss=1.5),
    "uphill as promised": step((4.0, 0.0), 1.0, own=(-4.0, 0.0), left=8.0),
    "uphill by what was left over": step((4.0, 0.0), 3.0, own=(-4.0, 0.0), left=8.0),
    "flat": step((0.0, 0.0), 0.0),
    "flat in sum, but it moves": step((4.0, 2.0), -1.0, own=(1.0, -2.0), left=3.0),
    "too small for float32": step((1e-9, 1e-9), 0.0, moved=(0.0, 0.0)),
    "rounded by float32": step((4.0, 2.0), -2.45, moved=(-0.5, -0.25)),
    "near the floor": step((1e-4, 1e-4), -6e-10, loss=100.0),
    "not so near the floor": step((1e-4, 1e-4), -6e-10, loss=0.01),
    "one leaps across": step((4.0, 2.0), 1.0, alone_=(2.0, -0.5), floors=(0.9, None)),
    "one steps uphill": step((4.0, 2.0), 1.0, alone_=(2.0, -0.5), floors=(0.5, None)),
    "one steps just to the floor": step((4.0, 2.0), 1.0, alone_=(2.0, -0.5), floors=(0.75, None)),
    "one without a floor": step((4.0, 2.0), 1.0, alone_=(2.0, -0.5)),
    "both leap": step((4.0, 2.0), 1.0, alone_=(2.0, 0.5), floors=(0.9, 0.95)),
    "only one of both leaps": step((4.0, 2.0), 1.0, alone_=(2.0, 0.5), floors=(0.9, 0.5)),
    "one leaps, the other gains nothing": step(
        (4.0, 2.0), 1.0, alone_=(2.0, 0.0), floors=(0.9, None)
    ),
    "each would have gained": step((4.0, 2.0), 1.0, alone_=(-0.5, -0.25)),
    "nothing is known alone": step((4.0, 2.0), 1.0, alone_=(None, None)),
    "one takes it out of reach": step((4.0, 2.0), 1.0, alone_=(INF, -0.5)),
    "both take it out of reach": step((4.0, 2.0), 1.0, alone_=(INF, NAN)),
    "three leap": step(
        (4.0, 2.0, 1.0, 1.0), 1.0, alone_=(2.0, 0.5, 0.25, -1.0), floors=(0.9, 0.9, 0.95, None)
    ),
    "four leap": step(
        (4.0, 2.0, 1.0, 1.0, 1.0),
        1.0,
        alone_=(2.0, 0.5, 0.25, 0.125, -1.0),
        floors=(0.9, 0.9, 0.95, 0.95, None),
    ),
    "three gain": step((4.0, 2.0, 1.0, 1.0), 1.0, alone_=(2.0, -0.5, -0.25, -0.125)),
    "four gain": step((4.0, 2.0, 1.0, 1.0, 1.0), 1.0, alone_=(2.0, -0.5, -0.25, -0.125, -1.0)),
    "before the update": step((4.0, 2.0), None),
    "before the update, uphill": step((4.0, 2.0), None, own=(-4.0, -2.0), left=8.0),
    "before the update, flat": step((0.0, 0.0), None),
    "before the update, with what was left over": step((4.0, 2.0), None, own=(2.0, 1.0), left=2.0),
    "gradient lost": step((INF, 2.0), None, moved=(0.0, 0.0)),
    "loss out of reach": step((4.0, 2.0), INF),
    "large numbers": step((4e5, 2e4), -6e9, loss=1.5e10),
    "very large numbers": step((4e10, 2e9), -6e19, loss=1.5e20),
    "just as large as is written out": step((4e8, 0.0), -9.9e14, rate=6.25e-3, loss=2e15),
    "small numbers": step((4e-3, 2e-4), -8e-7, loss=2e-6),
    "very small numbers": step((4e-5, 2e-6), -8e-11, loss=2e-10),
    "a loss that hardly changes": step((4e-3, 2e-4), -8e-7, loss=600.0),
    "a loss that does not seem to change": step((4e-4, 2e-5), -8e-9, loss=6e-2),
    "a loss that does not change": step((4.0, 2.0), 0.0),
    "more than a hundred times what was promised": step((0.5, 0.25), -300.0, loss=1000.0),
    "a thousandth of what was promised": step((40.0, 20.0), -0.125, loss=1000.0),
}


def test_together(hold: Hold) -> None:
    said = Said()
    for name, snapshot in TOGETHER.items():
        said(name, *whole(snapshot))
    hold("together", said.lines)


def test_together_stage_by_stage(hold: Hold) -> None:
    said = Said()
    for zero_grad in (True, False):
        for stage in Stage:
            shown = even(2, stage, zero_grad=zero_grad).snapshot
            said(f"{stage.name}, zero_grad {zero_grad}", *whole(shown))
    wide = step((4.0, 2.0), 1.0, alone_=(2.0, -0.5))
    cuts = tuple(replace(each, floor=0.9) for each in wide.wide_slices)
    said("a floor in the overview alone", *whole(replace(wide, wide_slices=cuts)))
    hold("together stage by stage", said.lines)
