"""Why a run can end as it does: each cause with the numbers that its sentence is made of."""

from dataclasses import dataclass

from engine.words.estimates import Left, SmallerSteps


@dataclass(frozen=True, slots=True)
class Overshoot:
    """`parameter` was the first to leap over its valley, at `epoch`, and to land higher up."""

    parameter: str
    epoch: int


@dataclass(frozen=True, slots=True)
class TooFast:
    """The steps leap ever further, or to and fro. `epoch` is where the numbers ended, if they did.

    `largest_rate` is infinite where nothing is known of the valley.
    """

    epoch: int | None
    used: float
    overshoot: Overshoot | None
    largest_rate: float
    smaller: SmallerSteps | None


@dataclass(frozen=True, slots=True)
class NotStarted:
    """The starting parameters have no finite loss; or a finite loss, but no finite gradient."""

    loss_is_finite: bool


@dataclass(frozen=True, slots=True)
class GradientsAddUp:
    """`zero_grad` is off: every epoch steps along the gradients of all epochs before it."""


@dataclass(frozen=True, slots=True)
class Gentler:
    """The valley with standardised inputs, and with which rate and epochs it is walked through."""

    steepness: float
    rate: float
    epochs: int


@dataclass(frozen=True, slots=True)
class TooSlow:
    """The rate `used` is `times` below what the valley allows; `rate` does."""

    used: float
    times: float
    rate: float
    gentler: Gentler | None = None


@dataclass(frozen=True, slots=True)
class SteepValley:
    """A rate that is safe across is slow along; `left` says how slow, where it can be told.

    `slowest` is the parameter that is furthest behind, at `share` of its way; None where it is
    not on its way.
    """

    steepness: float
    slowest: str
    share: float | None
    left: Left | None
    gentler: Gentler | None


@dataclass(frozen=True, slots=True)
class OnItsWay:
    """The loss falls; `left` says for how long, where it can be told.

    Over the last `epochs` it fell by `fell`, a share of it.
    """

    left: Left | None
    epochs: int
    fell: float


@dataclass(frozen=True, slots=True)
class Arrived:
    """The loss is that of the floor, for the eye."""


@dataclass(frozen=True, slots=True)
class MoreParameters:
    """It has arrived at one of many places that fit equally well."""

    parameters: int
    inputs: int


@dataclass(frozen=True, slots=True)
class FlatPlace:
    """The gradients of `parameters` have vanished since update `since`, and the fit is poor.

    1 is the start. `zero` says that they are exactly 0. Steps `smaller` than those that led there
    may not lead there.
    """

    parameters: tuple[str, ...]
    since: int
    zero: bool
    smaller: SmallerSteps | None


@dataclass(frozen=True, slots=True)
class OtherValley:
    """The run has settled in another valley than the one whose floor was found from its start.

    `deeper` is None where none was found.
    """

    deeper: bool | None


@dataclass(frozen=True, slots=True)
class Standing:
    """The loss hardly falls, and nothing says why: over the last `epochs` by `fell`, a share."""

    epochs: int
    fell: float


Cause = (
    TooFast
    | NotStarted
    | GradientsAddUp
    | TooSlow
    | SteepValley
    | OnItsWay
    | Arrived
    | MoreParameters
    | FlatPlace
    | OtherValley
    | Standing
)
