"""Why it went as it did, in one or two sentences with the run's own numbers."""

import numpy as np

from engine.numbers import apart, count, grouped, number, rate
from engine.predicting.moment import Moment
from engine.words.hints import moves_in_words


def of_input(name: str, value: float) -> str:
    """What a place among the inputs is called, such as `t = 19`."""
    return f"{name} = {rate(float(f'{value:.4g}'))}"


def of_moves(moment: Moment, k: int) -> str:
    """Why parameter `k` moves most."""
    gradient = float(moment.update.gradient[k])
    return (
        f"The update moves {moves_in_words(moment.moved, moment.names)}. All share one learning "
        f"rate, and the gradient of {moment.names[k]}, {grouped(gradient)}, is the largest in size."
    )


def of_shares(moment: Moment, k: int) -> str:
    """Why point `k` adds most to the loss."""
    shares = moment.shares
    whole, second = float(shares.sum()), int(np.argsort(shares)[-2])
    residual = float(moment.targets[k] - moment.coming.predictions[k])
    return (
        f"At {_at(moment, k)} the residual is {number(residual)}; squared and divided by "
        f"{count(len(shares))} that is {grouped(float(shares[k]))}, "
        f"or {_percent(shares[k] / whole)} of the loss. "
        f"The next, {_at(moment, second)}, adds {_percent(shares[second] / whole)}."
    )


def of_loss(moment: Moment) -> str:
    """Why the loss falls or rises."""
    coming = moment.coming
    now, then = (float(loss) for loss in coming.losses[:2])
    before, after = apart(now, then)
    slope = float(coming.own_gradient.astype(np.float64) @ moment.moved)
    verb = "fell" if then < now else "rose"
    said = f"The loss {verb} from {before} to {after}: "
    if then < now:
        if slope < 0:
            return f"{said}the step went downhill, and was short enough to end lower."
        return (
            f"{said}what was left over from epochs before took the step uphill at first, and far "
            "enough to come down again."
        )
    if slope < 0:
        return f"{said}the step set out downhill, but was so long that it ended higher up."
    return f"{said}what was left over in params.grad outweighed this epoch's gradient."


def of_curve(moment: Moment) -> str:
    """What moved the curve where it went."""
    coming = moment.coming
    lifted = coming.updated_curve - coming.curve
    k = int(np.argmax(np.abs(lifted)))
    way = "up" if lifted[k] > 0 else "down"
    where = of_input(moment.input_name, float(coming.inputs[k]))
    return (
        f"The update moved {moves_in_words(moment.moved, moment.names)}. That took the curve "
        f"{way} by {number(abs(float(lifted[k])), 3)} at {where}, where it moved "
        "most."
    )


def of_flip(moment: Moment, many: int, epoch: int, k: int) -> str:
    """When the gradient of parameter `k` changes its sign; −1: none does."""
    if k < 0:
        return f"In the {count(many)} epochs every gradient kept the sign that it had."
    now = float(moment.coming.gradients[epoch - moment.epoch][k])
    was = "negative" if now > 0 else "positive"
    name = moment.names[k]
    return (
        f"The gradient of {name} was {was} until epoch {count(epoch - 1)}, and at epoch "
        f"{count(epoch)} it is {number(now)}: there {name} turns, and moves "
        f"{'left' if now > 0 else 'right'}."
    )


def of_course(moment: Moment, many: int) -> str:
    """How the loss went."""
    losses = moment.coming.losses[: many + 1].astype(np.float64)
    first, last = apart(float(losses[0]), float(losses[-1]))
    steps = np.diff(losses)
    k = int(np.argmax(np.abs(steps)))
    verb = "fell" if steps[k] < 0 else "rose"
    epoch = count(moment.epoch + k)
    return (
        f"The loss went from {first} to {last}. It {verb} most in epoch {epoch}, by "
        f"{grouped(abs(float(steps[k])), 3)}."
    )


def _at(moment: Moment, k: int) -> str:
    return of_input(moment.input_name, float(moment.inputs[k]))


def _percent(share: float) -> str:
    return f"{100 * share:.0f}\u00a0%"
