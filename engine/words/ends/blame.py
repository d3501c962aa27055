"""What the banner says about each cause: its sentence for a beginner, and the remedies for it.

"Valley", "across" and "along" are explained where a sentence first uses them.
"""

from engine.experiment import MAX_EPOCHS, MAX_SEED, Experiment, Points
from engine.numbers import count, number, rate
from engine.words.ends.causes import (
    Arrived,
    Cause,
    FlatPlace,
    Gentler,
    GradientsAddUp,
    MoreParameters,
    NotStarted,
    OnItsWay,
    OtherValley,
    Standing,
    SteepValley,
    TooFast,
    TooSlow,
)
from engine.words.ends.estimates import Left, SmallerSteps, rounded_up
from engine.words.ends.notice import Remedy
from engine.words.ends.rough import about, above, at_least, below, epochs_in_words, last_in_words

# No remedy asks for more epochs than this: they would take too long.
LONGEST = 100_000
# Where it is not known how many epochs are needed, offer at least this many more.
MORE = 200
FEW_POINTS = 20

ROUNDED_AWAY = "float32, with its seven digits, rounds the rest of its steps away"
LOST_FROM_THE_START = (
    "The formula gives numbers that are not finite before the first step is taken: choose another "
    "formula, other starting values or another range of the data."
)

Said = tuple[str, tuple[Remedy, ...]]


def said_of(cause: Cause, experiment: Experiment, trained: int) -> Said:
    """Why a run stands where it does after `trained` epochs, and the remedies."""
    match cause:
        case TooFast():
            return f"The steps are too long: {_leap(cause)}", _gentle_reset(cause.smaller)
        case GradientsAddUp():
            return (
                "The gradients of all epochs add up, for they are not set to None: the run swings",
                (Remedy("Zero the gradient, reset", {"zero_grad": True}, "reset"),),
            )
        case TooSlow():
            return (
                f"The learning rate of {rate(cause.used)} is about {about(cause.times)} times below"
                " what the valley (the dip in the loss) allows, so each step hardly moves the"
                " parameters",
                (
                    Remedy(
                        f"Reset with {rate(cause.rate)}", {"learning_rate": cause.rate}, "reset"
                    ),
                    *_standardised(cause.gentler),
                ),
            )
        case SteepValley():
            return _steep(cause), (
                *_standardised(cause.gentler),
                *_raised(cause.faster),
                *_train(trained, cause.left),
            )
        case OnItsWay():
            return _under_way(cause), _further(cause, trained)
        case FlatPlace():
            return _flat(cause, experiment.names), (
                *_gentle_reset(cause.smaller),
                *_another_seed(experiment),
            )
        case OtherValley(deeper):
            return _other_valley(deeper), () if deeper else _another_seed(experiment)
        case MoreParameters(parameters, inputs):
            return (
                f"Other values fit as well, for there are more parameters ({parameters}) than"
                f" different inputs ({inputs})",
                _more_points(experiment, parameters),
            )
        case Standing():
            few = trained < MORE
            return _stands(cause), _as_much_again(trained) if few else _another_seed(experiment)
        case Arrived() | NotStarted():
            return "", ()


def diverged(epoch: int) -> str:
    """The beginning of a sentence about a run whose numbers are no longer finite."""
    return f"Diverged at epoch {count(epoch)}: its numbers are no longer finite"


def said_of_divergence(cause: TooFast | NotStarted, epoch: int) -> Said:
    """Why the numbers of `epoch` are not finite, and the way back."""
    if isinstance(cause, NotStarted):
        if cause.loss_is_finite:
            return (
                "The gradient of the starting parameters is not finite, so no step can be taken:"
                " the slope of a root at 0, for one, is infinite. Choose another formula, other"
                " starting values or another range of the data.",
                (),
            )
        return LOST_FROM_THE_START, ()
    text, remedies = f"{diverged(epoch)}. ", _gentle_reset(cause.smaller)
    if cause.overshoot is None:
        return f"{text}A learning rate of {rate(cause.used)} may be too large.", remedies
    text += f"W{_leap(cause)[1:]}, and the leaps grew"
    if cause.smaller is not None and cause.smaller.certain:
        text += f"; below {below(cause.largest_rate)} they shrink"
    return f"{text}.", remedies


def said_of_misfit(cause: TooFast | TooSlow) -> Said:
    """Why the learning rate does not fit the formula and the data of a run that is to begin."""
    if isinstance(cause, TooSlow):
        return (
            f"For this formula and these data a learning rate of {rate(cause.used)} is about"
            f" {about(cause.times)} times below what the valley (the dip in the loss) allows: the"
            " parameters will hardly move.",
            (_use(cause.rate),),
        )
    smaller = cause.smaller
    will = "will" if smaller is not None and smaller.certain else "may"
    return (
        f"For this formula and these data a learning rate of {rate(cause.used)} is too large: the"
        f" valley (the dip in the loss) allows less than {above(cause.largest_rate)}, and the steps"
        f" {will} leap over it ever further.",
        () if smaller is None else (_use(smaller.rate),),
    )


def _use(learning_rate: float) -> Remedy:
    return Remedy(f"Use {rate(learning_rate)}", {"learning_rate": learning_rate})


def _leap(cause: TooFast) -> str:
    if cause.overshoot is None:
        return (
            f"the valley (the dip in the loss) allows less than {above(cause.largest_rate)}, and"
            f" the learning rate is {rate(cause.used)}"
        )
    return (
        f"with a learning rate of {rate(cause.used)} the step of {cause.overshoot.parameter} at"
        f" epoch {count(cause.overshoot.epoch)} leapt over its valley (the dip in the loss) and"
        " landed higher up on the other side"
    )


def _steep(cause: SteepValley) -> str:
    text = (
        f"The loss is a valley about {about(cause.steepness)} times steeper across (its walls) than"
        f" along (its floor): at a rate that its walls allow, {cause.slowest} "
    )
    if cause.share is None:
        text += "is no nearer to its best value than at the start"
    else:
        text += f"has come {number(100 * cause.share, 2)} % of its way"
    if cause.left is not None:
        text += f"; {_rest(cause.left)}"
    if cause.gentler is not None:
        text += f". Standardised inputs: {about(cause.gentler.steepness)} times steeper"
    return text


def _rest(left: Left) -> str:
    if left.arrives:
        return f"the rest takes about {epochs_in_words(left.epochs)}"
    if not left.epochs:
        return ROUNDED_AWAY
    return f"the rest takes more than {epochs_in_words(at_least(left.epochs))}"


def _under_way(cause: OnItsWay) -> str:
    left = cause.left
    if left is None:
        fell = f"the loss fell by {number(100 * cause.fell, 2)} %"
        how = f"over {last_in_words(cause.epochs)} {fell}"
    elif left.arrives:
        how = f"about {epochs_in_words(left.epochs)} more, at this rate"
    elif left.epochs:
        how = f"more than {epochs_in_words(at_least(left.epochs))} more, at this rate"
    else:
        return f"It stands still: {ROUNDED_AWAY}"
    return f"It is still on its way: {how}"


def _further(cause: OnItsWay, trained: int) -> tuple[Remedy, ...]:
    if cause.left is not None:
        return _train(trained, cause.left)
    return _as_much_again(trained)


def _stands(cause: Standing) -> str:
    if not cause.epochs:
        return ""
    if cause.fell <= 0:
        return "The loss no longer falls"
    share = number(100 * cause.fell, 2)
    return f"The loss hardly falls any more: by {share} % over {last_in_words(cause.epochs)}"


def _as_much_again(trained: int) -> tuple[Remedy, ...]:
    return _train(trained, Left(min(max(trained, MORE), LONGEST), arrives=True))


def _flat(cause: FlatPlace, names: tuple[str, ...]) -> str:
    value = "0" if cause.zero else "next to nothing"
    since = "from the start" if cause.since == 1 else f"since epoch {count(cause.since)}"
    if cause.parameters == names:
        return (
            f"It stands in a flat place: the gradient is {value} {since}, so no step leads anywhere"
        )
    *most, last = cause.parameters
    if most:
        those, them = f"gradients of {', '.join(most)} and {last} are", "them"
    else:
        those, them = f"gradient of {last} is", "it"
    return f"It stands in a flat place: the {those} {value} {since}, so no step changes {them}"


def _other_valley(deeper: bool | None) -> str:
    if deeper is None:
        return (
            "It has settled on the floor of a valley (a dip in the loss); from another start it may"
            " find a deeper one"
        )
    return (
        f"It has settled in another valley (a dip in the loss), whose floor lies"
        f" {'lower' if deeper else 'higher'}: where a run starts decides in which it ends"
    )


def _gentle_reset(smaller: SmallerSteps | None) -> tuple[Remedy, ...]:
    if smaller is None:
        return ()
    return (_reset_with(smaller.rate),)


def _reset_with(learning_rate: float) -> Remedy:
    return Remedy(f"Reset with {rate(learning_rate)}", {"learning_rate": learning_rate}, "reset")


def _standardised(gentler: Gentler | None) -> tuple[Remedy, ...]:
    if gentler is None:
        return ()
    fields = {"standardise": True, "learning_rate": gentler.rate}
    return (Remedy(f"Standardise, rate {rate(gentler.rate)}", fields, "play"),)


def _raised(faster: float | None) -> tuple[Remedy, ...]:
    if faster is None:
        return ()
    return (Remedy(f"Raise the rate to {rate(faster)}", {"learning_rate": faster}, "rerun"),)


def _train(trained: int, left: Left | None) -> tuple[Remedy, ...]:
    """The remedy "train on", if the floor can be reached that way in reasonable time."""
    if left is None or not left.arrives or left.epochs > LONGEST:
        return ()
    epochs = min(rounded_up(trained + left.epochs), MAX_EPOCHS)
    if epochs <= trained:
        return ()
    return (Remedy(f"Train to {count(epochs)}", {"epochs": epochs}, "play"),)


def _another_seed(experiment: Experiment) -> tuple[Remedy, ...]:
    seed = (experiment.seed + 1) % MAX_SEED
    return (Remedy(f"Try seed {count(seed)}", {"seed": seed, "start": {}}, "play"),)


def _more_points(experiment: Experiment, parameters: int) -> tuple[Remedy, ...]:
    if isinstance(experiment.data, Points):
        return ()
    points = max(FEW_POINTS, 5 * parameters)
    data = experiment.data.model_copy(update={"points": points})
    return (Remedy(f"Draw {count(points)} points", {"data": data}),)
