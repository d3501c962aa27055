"""What an answer can be computed from: a short list of names with their arguments.

Each is one frozen model; `engine.queries.lessons` computes it. An `epoch` is meant as the window
shows it: the parameters and the loss with which its update begins. A `point` is a place among the
points trained on, from 0.
"""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from engine.experiment.described import Described

MOST_EPOCHS = 10_000
EpochNumber = Annotated[int, Field(ge=1, le=MOST_EPOCHS)]
Place = Annotated[int, Field(ge=0)]
ParamName = Annotated[str, Field(max_length=40)]


class Source(Described):
    """One computation; `kinds` are the answers that it can give."""

    kinds: ClassVar[tuple[str, ...]]
    # What `is` may say of an option, where the computation gives words.
    words: ClassVar[tuple[str, ...]] = ()
    # The parameter that it is about, and the last epoch that it needs.
    parameter: str = ""
    epoch: int = 1


class Prediction(Source):
    """The prediction for a `point`."""

    kinds = ("number", "choice")
    compute: Literal["prediction"]
    point: Place
    epoch: EpochNumber


class Residual(Source):
    """How far the target of a `point` is above its prediction: target − prediction."""

    kinds = ("number", "choice")
    compute: Literal["residual"]
    point: Place
    epoch: EpochNumber


class Loss(Source):
    """The loss; as a word, "not finite" where the run has diverged by then."""

    kinds = ("loss", "number", "choice")
    words = ("not finite",)
    compute: Literal["loss"]
    epoch: EpochNumber


class Value(Source):
    """The value of a `parameter`."""

    kinds = ("number", "choice")
    compute: Literal["value"]
    parameter: ParamName
    epoch: EpochNumber


class Gradient(Source):
    """The derivative of the loss with respect to a `parameter`, this epoch's own."""

    kinds = ("number", "choice")
    compute: Literal["gradient"]
    parameter: ParamName
    epoch: EpochNumber


class LargestResidual(Source):
    """The point that adds most to the loss."""

    kinds = ("point",)
    compute: Literal["largest_residual"]
    epoch: EpochNumber


class RefusedStage(Source):
    """The first stage at which PyTorch refuses; only for a setting that it refuses."""

    kinds = ("chip",)
    compute: Literal["refused_stage"]


class PassedBack(Source):
    """What an `operation` of the loss's line passes back for a `point`."""

    kinds = ("number", "choice")
    compute: Literal["passed_back"]
    operation: Literal["mean", "square", "difference"]
    point: Place
    epoch: EpochNumber


class MostSensitive(Source):
    """The parameter whose gradient, this epoch's own, is the largest in size."""

    kinds = ("card",)
    compute: Literal["most_sensitive"]
    epoch: EpochNumber


class LossAfterNudge(Source):
    """How much the loss changes if a `parameter` alone grows `by` so much."""

    kinds = ("number", "choice")
    compute: Literal["nudge"]
    parameter: ParamName
    by: float
    epoch: EpochNumber


class Direction(Source):
    """Which way the update moves a `parameter`: "left", "right" or "stays"."""

    kinds = ("direction", "choice")
    words = ("left", "right", "stays")
    compute: Literal["direction"]
    parameter: ParamName
    epoch: EpochNumber


class DirectionAndLoss(Source):
    """Which way the update moves a `parameter`, and what the loss does: "left, falls"."""

    kinds = ("choice",)
    words = ("left, falls", "left, rises", "right, falls", "right, rises")
    compute: Literal["direction_and_loss"]
    parameter: ParamName
    epoch: EpochNumber


class SignChange(Source):
    """The epoch at which the gradient of a `parameter` has another sign, the `nth` time."""

    kinds = ("epoch", "number")
    compute: Literal["sign_change"]
    parameter: ParamName
    nth: Annotated[int, Field(ge=1, le=100)] = 1
    epoch: EpochNumber


class EpochsToGo(Source):
    """After how many moves like this one a `parameter` would be at its best fit."""

    kinds = ("number", "choice")
    compute: Literal["epochs_to_go"]
    parameter: ParamName
    epoch: EpochNumber


class PartsGone(Source):
    """Which parts of the loss have shrunk to under a hundredth of what they were at epoch 1.

    As a word: the places of the valley's axes, from 1, along, to the last, across, as "3" or
    "1, 2"; "none".
    """

    kinds = ("choice",)
    words = ("none", "1", "2", "3", "1, 2", "1, 3", "2, 3", "1, 2, 3")
    compute: Literal["parts_gone"]
    epoch: EpochNumber


AnySource = Annotated[
    Prediction
    | Residual
    | Loss
    | Value
    | Gradient
    | LargestResidual
    | RefusedStage
    | PassedBack
    | MostSensitive
    | LossAfterNudge
    | Direction
    | DirectionAndLoss
    | SignChange
    | EpochsToGo
    | PartsGone,
    Field(discriminator="compute"),
]
