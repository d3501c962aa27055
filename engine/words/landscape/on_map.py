"""What a map of the loss says about the path on it, the gradient, and what is not on the map."""

import math
from collections.abc import Sequence

from engine.numbers import count, grouped, number, rate
from engine.runs import Doubles
from engine.words.ends.rough import about


def epoch_of(number_: int) -> str:
    """What a place of the path is called: it is where an epoch has led to."""
    return "start" if number_ == 0 else f"after epoch {count(number_)}"


def stretch_of(first: int, last: int) -> str:
    """What several places of the path are called that look like one."""
    if first == last:
        return epoch_of(last)
    begin = "start" if first == 0 else f"epochs {count(first)}"
    return f"{begin} to {'epoch ' if first == 0 else ''}{count(last)}"


def others(
    names: Sequence[str], pair: tuple[int, int], values: Doubles, epoch: int, moved: Doubles
) -> str:
    """What is said of the parameters that a map of a `pair` does not show.

    `values` (p,) are theirs after `epoch`, and `moved` (p,) how far they have moved over the run.
    """
    rest = [k for k in range(len(names)) if k not in pair]
    if not rest:
        return "Both parameters are on this map, so it shows every place of the path as it is."
    when = "at the start" if epoch == 0 else f"after epoch {count(epoch)}"
    if len(rest) > 1:
        return (
            f"On this whole map the other {count(len(rest))} parameters have their values {when}."
        )
    (k,) = rest
    said = f"{names[k]} = {number(float(values[k]))} on this whole map, its value {when}."
    if epoch == 0:
        return said
    return f"{said} Over the run {names[k]} moved by {number(float(moved[k]), 2)}."


def off_the_map(beside: float, apart: float, loss: float, some: int) -> str:
    """How far the path is from the map: at most `beside`, and in its loss by `apart` of `loss`.

    `some` is how many places of the path there are. '' where all of them are on the map.
    """
    if beside == 0 or some < 2 or not math.isfinite(beside):
        return ""
    said = f"Every point of the path lies within {number(beside, 2)} of the map"
    if not math.isfinite(apart):
        return f"{said}."
    if apart <= 1e-5 * loss:
        return f"{said}; its loss is the same."
    return f"{said}; its loss differs by at most {short_loss(apart)} of {short_loss(loss)}."


def best_fit(
    what: str, loss: float, names: Sequence[str], pair: tuple[int, int] | None, apart: Doubles
) -> tuple[str, str]:
    """Two short texts about the best fit, which is `apart` (p,) from where a map has it."""
    rest = [k for k in range(len(names)) if pair is not None and k not in pair]
    away = [abs(float(apart[k])) for k in rest]
    if not rest or max(away) == 0:
        return what, f"loss {grouped(loss, 2)}"
    if len(rest) == 1:
        beside = f"its {names[rest[0]]} is {number(away[0], 2)} away"
    else:
        beside = f"it is {number(math.hypot(*away), 2)} beside it"
    return f"{what}, {grouped(loss, 2)}: not on this map,", beside


def gradient(pair: tuple[int, int] | None, along: float, up: float) -> str:
    """The direction down the slope on a map, where `along` and `up` are its parts."""
    if pair is None:
        return f"−gradient {number(math.hypot(along, up), 3)}"
    parts = [
        f"{number(abs(part), 2)} {way[part > 0]}"
        for part, way in ((along, ("left", "right")), (up, ("down", "up")))
        if part
    ]
    return f"−gradient ({', '.join(parts) or '0'})"


def axis(name: str, curvature: float) -> str:
    """What is written at an axis of the curvature."""
    return f"{name}, curvature {grouped(curvature, 3)}"


def step(learning_rate: float, length: float) -> str:
    """The step that the gradient makes."""
    return f"× rate {rate(learning_rate)} = step {number(length, 3)}"


def place(loss: str, names: Sequence[str], params: Sequence[float], most: int = 6) -> list[str]:
    """What is told of a place on a map: its `loss` in words, and its parameters."""
    shown = [f"{name} {number(value, 4)}" for name, value in zip(names, params, strict=True)]
    rows = ["   ".join(shown[k : k + 3]) for k in range(0, min(len(shown), most), 3)]
    if len(shown) > most:
        rows[-1] += "   …"
    return [f"here the loss is {loss}", *rows]


def loss_there(value: float, exact: bool) -> str:
    """The loss at a place; `exact` if it was computed there and not between places."""
    if not math.isfinite(value):
        return "not finite"
    return grouped(value) if exact else f"about {about(value)}"


def crawl(epochs: int, moved: float, left: float | None) -> str:
    """What a lens shows where a path crawls: how far it `moved`, of what was `left` to go."""
    if left is None:
        return f"in {count(epochs)} epochs it moves by {number(moved, 2)}"
    return f"in {count(epochs)} epochs {number(moved, 2)} of the {number(left, 3)} to go"


def crossings(*, grows: bool) -> str:
    """What a lens shows where a path swings from side to side."""
    where = "lands higher up" if grows else "comes nearer"
    return f"every step crosses the valley, and {where}"


def larger(times: float) -> str:
    """How many times larger a lens shows things, both ways."""
    return f"{times_of(times)} larger:"


def wider(times: float) -> str:
    """How many times wider a lens shows things."""
    return f"{times_of(times)} wider:"


def times_of(factor: float) -> str:
    """A factor as people say it."""
    return f"{about(factor)} times"


def true_scale(stretch: float, steepness: float | None) -> tuple[str, str]:
    """What is said of a map at its true scale: a heading, and what it shows.

    Above it, the second direction is drawn `stretch` times larger; the valley is `steepness` times
    steeper across than along, None if that is not known everywhere. Lines of equal loss are as many
    times longer than wide as the root of that.
    """
    said = ""
    if stretch >= 1.05 or stretch <= 0.95:
        more = (
            f"{number(stretch, 2)} times larger"
            if stretch > 1
            else (f"{number(1 / stretch, 2)} times smaller")
        )
        said = f"(above, “across” is drawn {more})"
    if steepness is not None and math.isfinite(steepness):
        ratio = math.sqrt(steepness)
        hair = "a hair line" if ratio >= 100 else "a groove"
        said += f": the valley is {hair}, {count(round(ratio))} times longer than wide"
    return "The same at true scale", said


def short_loss(loss: float) -> str:
    """A loss in whole numbers, or two digits where it is small or huge."""
    return count(round(loss)) if 100 <= loss < 1e7 else grouped(loss, 2)
