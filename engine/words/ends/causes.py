"""The possible causes of how a run ended, each with the numbers that its sentence needs."""

from dataclasses import dataclass

from engine.words.ends.estimates import Left, SmallerSteps


@dataclass(frozen=True, slots=True)
class Overshoot:
    """At `epoch`, `parameter` was the first to leap across its valley and land higher up."""

    parameter: str
    epoch: int


@dataclass(frozen=True, slots=True)
class TooFast:
    """The steps leap ever further, or to and fro.

    `epoch` is the first whose numbers are not finite, if there is one. `largest_rate` is infinite
    if nothing is known of the valley.
    """

    epoch: int | None
    used: float
    overshoot: Overshoot | None
    largest_rate: float
    smaller: SmallerSteps | None


@dataclass(frozen=True, slots=True)
class NotStarted:
    """The loss of the starting parameters is not finite, or their gradient is not."""

    loss_is_finite: bool


@dataclass(frozen=True, slots=True)
class GradientsAddUp:
    """`zero_grad` is off: every epoch steps along the gradients of all epochs before it."""


@dataclass(frozen=True, slots=True)
class Gentler:
    """The valley with standardised inputs, and the rate and epochs that lead to its floor."""

    steepness: float
    rate: float
    epochs: int


@dataclass(frozen=True, slots=True)
class TooSlow:
    """The rate `used` is `times` smaller than the valley allows; `rate` would do."""

    used: float
    times: float
    rate: float
    gentler: Gentler | None = None


@dataclass(frozen=True, slots=True)
class SteepValley:
    """A rate that is safe across the valley is slow along it; `left` says how slow, if known.

    `slowest` is the parameter furthest behind, at `share` of its way; None if it is not moving
    towards its goal. `faster` is a larger rate that is still safe, if one is worth the change.
    """

    steepness: float
    slowest: str
    share: float | None
    left: Left | None
    gentler: Gentler | None
    faster: float | None = None


@dataclass(frozen=True, slots=True)
class OnItsWay:
    """The loss is falling; `left` says for how long it will, if known.

    Over the last `epochs` it fell by the share `fell`.
    """

    left: Left | None
    epochs: int
    fell: float


@dataclass(frozen=True, slots=True)
class Arrived:
    """The loss cannot be told by eye from that of the floor."""


@dataclass(frozen=True, slots=True)
class MoreParameters:
    """The run has arrived at one of many places that fit equally well."""

    parameters: int
    inputs: int


@dataclass(frozen=True, slots=True)
class FlatPlace:
    """The gradients of `parameters` have vanished since update `since` (1: from the start).

    The fit is poor. `zero` says that the gradients are exactly 0. `smaller` steps may avoid this
    place.
    """

    parameters: tuple[str, ...]
    since: int
    zero: bool
    smaller: SmallerSteps | None


@dataclass(frozen=True, slots=True)
class OtherValley:
    """The run has settled in another valley than the one whose floor was found from its start.

    `deeper` is None if no deeper valley was found.
    """

    deeper: bool | None


@dataclass(frozen=True, slots=True)
class Standing:
    """The loss hardly falls, for no known reason: over the last `epochs` by the share `fell`."""

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
