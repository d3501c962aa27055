"""What an answer can be computed from: a short list of names with their arguments.

Each is one frozen model, and `engine.queries.lesson` computes it. An `epoch` is meant as the window
shows it: by the parameters and the loss with which its update begins. A `point` is a place among
the points trained on, from 0.
"""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from engine.experiment.described import Described

MOST_EPOCHS = 10_000
EpochNumber = Annotated[int, Field(ge=1, le=MOST_EPOCHS)]
Place = Annotated[int, Field(ge=0)]
Finite = Annotated[float, Field(allow_inf_nan=False)]

NOT_FINITE = "not finite"
NONE_GONE = "none"


class Source(Described):
    """One computation.

    `kinds` are the kinds of answers that it can give; `words` what an option may say that it `is`.
    """

    kinds: ClassVar[tuple[str, ...]]
    words: ClassVar[tuple[str, ...]] = ()


class AtEpoch(Source):
    """A computation about one epoch, or as far as that."""

    epoch: EpochNumber


class OfPoint(AtEpoch):
    """A computation about one point."""

    point: Place


class OfParameter(AtEpoch):
    """A computation about one parameter."""

    parameter: Annotated[str, Field(max_length=40)]


class Prediction(OfPoint):
    """The prediction for a point."""

    kinds = ("number", "choice")
    compute: Literal["prediction"]


class Residual(OfPoint):
    """How far the target of a point is above its prediction: target − prediction."""

    kinds = ("number", "choice")
    compute: Literal["residual"]


class PassedBack(OfPoint):
    """What an operation of the loss's line passes back for a point: see the Backward view."""

    kinds = ("number", "choice")
    compute: Literal["passed_back"]
    operation: Literal["mean", "pow", "sub"]


class Loss(AtEpoch):
    """The loss; as a word, "not finite" where the run does not come so far."""

    kinds = ("loss", "number", "choice")
    words = (NOT_FINITE,)
    compute: Literal["loss"]


class LargestResidual(AtEpoch):
    """The point that adds most to the loss."""

    kinds = ("point",)
    compute: Literal["largest_residual"]


class MostSensitive(AtEpoch):
    """The parameter whose own gradient is the largest in size."""

    kinds = ("card",)
    compute: Literal["most_sensitive"]


class PartsGone(AtEpoch):
    """Which parts of the loss are down to a hundredth of what they were at epoch 1.

    As a word: the numbers of the valley's axes, from 1, along, to the last, across: "3", "2, 3".
    """

    kinds = ("choice",)
    words = (NONE_GONE, "1", "2", "3", "1, 2", "1, 3", "2, 3", "1, 2, 3")
    compute: Literal["parts_gone"]


class Value(OfParameter):
    """The value of a parameter."""

    kinds = ("number", "choice")
    compute: Literal["value"]


class Gradient(OfParameter):
    """The derivative of the loss with respect to a parameter, this epoch's own."""

    kinds = ("number", "choice")
    compute: Literal["gradient"]


class Nudge(OfParameter):
    """How much the loss changes where a parameter alone grows `by` so much."""

    kinds = ("number", "choice")
    compute: Literal["nudge"]
    by: Finite


class Direction(OfParameter):
    """Which way the update moves a parameter: "left", "right" or, for a choice, "stays"."""

    kinds = ("direction", "choice")
    words = ("left", "right", "stays")
    compute: Literal["direction"]


class DirectionAndLoss(OfParameter):
    """Which way the update moves a parameter, and what that does to the loss: "left, falls"."""

    kinds = ("choice",)
    words = ("left, falls", "left, rises", "right, falls", "right, rises")
    compute: Literal["direction_and_loss"]


class SignChange(OfParameter):
    """The `nth` epoch, up to `epoch`, at which a gradient has another sign than the one before."""

    kinds = ("epoch", "number")
    compute: Literal["sign_change"]
    nth: Annotated[int, Field(ge=1, le=100)] = 1


class EpochsToGo(OfParameter):
    """After how many moves like that of this epoch a parameter would be at its best fit."""

    kinds = ("number", "choice")
    compute: Literal["epochs_to_go"]


class RefusedStage(Source):
    """The first stage that PyTorch refuses; only for a setting in which it refuses one."""

    kinds = ("chip",)
    compute: Literal["refused_stage"]


AnySource = Annotated[
    Prediction
    | Residual
    | PassedBack
    | Loss
    | LargestResidual
    | MostSensitive
    | PartsGone
    | Value
    | Gradient
    | Nudge
    | Direction
    | DirectionAndLoss
    | SignChange
    | EpochsToGo
    | RefusedStage,
    Field(discriminator="compute"),
]
