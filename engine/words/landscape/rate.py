"""The dial of the learning rate: its zones, where a rate stands in them, and how sure that is.

Along an axis of curvature λ every epoch multiplies the distance from the floor by 1 − rate·λ. With
the steepest λ that is 1 − 2·share, share being the part of the largest stable rate: from a half of
it on the steps cross the valley, and from the whole of it on each lands higher than the last.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from engine.numbers import number
from engine.runs import Doubles, Facts, Matrix
from engine.words.landscape.parts import still_to_go

if TYPE_CHECKING:
    from engine.queries import Curvature

SPARKLINE_EPOCHS = 16


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone of the dial, from `low` to `high` as shares of the limit.

    `typical` is the share whose curve across the valley stands for it.
    """

    name: str
    low: float
    high: float
    typical: float
    words: str


ZONES = (
    Zone("crawls", 0.0, 0.1, 0.05, "sinks to the floor slowly, even across the valley"),
    Zone("fine", 0.1, 0.5, 0.28, "sinks straight to the floor across the valley"),
    Zone("swings", 0.5, 1.0, 0.93, "crosses the valley with every step, and comes nearer"),
    Zone("diverges", 1.0, np.inf, 1.04, "crosses the valley with every step, and ever higher"),
)


@dataclass(frozen=True, slots=True)
class Dial:
    """Where a learning rate stands: `share` of the `limit`, the largest stable rate, in `zone`.

    `exact` says whether the limit holds everywhere. `text` is `28% of the largest stable rate,
    3.54e−5`; `certainty` says how sure that is, and `to_go` how many epochs each axis needs.
    """

    limit: float
    share: float
    zone: Zone
    exact: bool
    text: str
    certainty: str
    to_go: str


def dial(
    rate: float,
    facts: Facts,
    curvature: Curvature | None,
    params: Matrix | Doubles,
    loss: float,
) -> Dial | None:
    """Where `rate` stands for a run at `params` (p,), with this `loss` and `curvature` there.

    None where no learning rate is known to be the largest.
    """
    valley = facts.valley
    if valley is not None and valley.only:
        limit, exact = valley.largest_rate, valley.exact
    elif curvature is not None and curvature.finite:
        limit, exact = curvature.largest_rate, False
    elif valley is not None and curvature is None:
        limit, exact = valley.largest_rate, False
    else:
        return None
    if not np.isfinite(limit):
        return None
    share = rate / limit
    return Dial(
        limit,
        share,
        zone_of(share),
        exact,
        f"{share_in_words(share)} the largest stable rate, {number(limit, 3)}",
        _certainty(exact, local=valley is None or not valley.only),
        still_to_go(facts, params, loss, rate),
    )


def zone_of(share: float) -> Zone:
    """The zone of a rate that is this `share` of the largest stable one."""
    return next(zone for zone in reversed(ZONES) if share >= zone.low)


def across(share: float) -> Doubles:
    """The distance from the floor across the valley, over so many epochs, from 1 on."""
    return np.asarray((1 - 2 * share) ** np.arange(SPARKLINE_EPOCHS, dtype=np.float64))


def share_in_words(share: float) -> str:
    """A share of the largest stable rate: `28% of`, `2,000 times`; what follows names that rate."""
    percent = 100 * share
    if percent >= 1000:
        return f"{number(share, 3)} times"
    for digits in (2, 3, 4, 5, 6):
        text = number(percent, digits if percent < 100 else digits + 1)
        # What is below the limit must not read as if it were on it, nor what is above.
        if float(text.replace("−", "-")) != 100 or share == 1:
            return f"{text}% of"
    return "100% of"


def certainty_in_short(stands: Dial) -> str:
    """How sure the limit is, in a few words."""
    kind = stands.certainty.partition(":")[0]
    return {
        "exact": "exact: the same everywhere",
        "local": "local: it changes from place to place",
    }.get(kind, "about: from a part of the points")


def _certainty(exact: bool, local: bool) -> str:
    if exact:
        return "exact: the formula is linear in its parameters, so the limit is the same everywhere"
    if local:
        return "local: the formula is not linear, so the limit changes from place to place"
    return "about: measured on a part of the points"
