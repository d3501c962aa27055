"""What a picture of the loss's parts over the epochs says beside its areas and its strips."""

import math
from dataclasses import dataclass

from engine.numbers import count, number
from engine.queries import Course
from engine.runs import Valley
from engine.words.landscape.axes import ACROSS, ALONG, SLANT, valley_axes
from engine.words.landscape.parts import whole

NOT_DESCRIBED = "The curvature at the valley floor does not describe the loss here yet"
NO_VALLEY = "No valley floor was found from this start, so its loss has no such parts."
AHEAD = "if it went on at this rate"


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis of the picture, or several of them together: `curvature` says how steep they are."""

    name: str
    curvature: str


def axes_in_few(valley: Valley) -> tuple[Axis, ...]:
    """The axes of the picture, from along to across: those between are taken together."""
    values = valley.curvatures.tolist()
    if len(values) <= 3:
        names = valley_axes(len(values))
        return tuple(Axis(n, f"λ = {_short(v)}") for n, v in zip(names, values, strict=True))
    between = f"λ {_short(values[1])} to {_short(values[-2])}"
    return (
        Axis(ALONG, f"λ = {_short(values[0])}"),
        Axis(SLANT, f"{count(len(values) - 2)} axes, {between}"),
        Axis(ACROSS, f"λ = {_short(values[-1])}"),
    )


def _short(value: float) -> str:
    text = number(value, 4)
    whole_, point, _ = text.partition(".")
    if abs(value) >= 1000 and "e" not in text:
        return count(round(value))
    return text if point else whole_


def half_in_words(course: Course, group: int, brief: bool = False) -> str:
    """When half of a group's part is gone; '' where it had none."""
    if not course.first[group] > 0:
        return ""
    epochs = course.half_gone(group)
    if math.isinf(epochs):
        return "grows" if course.grows(group) else "not half gone here"
    if epochs <= 1:
        return "½ in 1 epoch" if brief else "half gone within 1 epoch"
    if brief:
        return f"½ after {whole(epochs)}"
    return f"half gone after {whole(epochs)}"


def left_in_words(share: float | None) -> str:
    """Which share of a part is left: `93.8%`, `99.90%`, `<0.1%`."""
    if share is None or not math.isfinite(share):
        return ""
    percent = 100 * share
    if percent < 1e-4:
        return "0%"
    if percent < 0.1:
        return "<0.1%"
    if percent >= 1000:
        return f"{count(round(percent))}%"
    # What is not whole must not read as if it were.
    for digits in (1, 2):
        text = f"{percent:.{digits}f}"
        if float(text) != 100:
            return f"{text}%"
    return ">99.9%" if share < 1 else "100%"


def cut_in_words(course: Course) -> str:
    """What is missing above the picture; '' where nothing is."""
    if course.peak <= 1:
        return ""
    if math.isinf(course.peak):
        return "cut off"
    times = count(round(course.peak)) if course.peak >= 9.5 else number(course.peak, 2)
    return f"cut off: {times} times higher than this picture"


def course_for_reader(sentence: str, halves: tuple[str, ...], names: tuple[str, ...]) -> str:
    """The picture in a sentence for a screen reader."""
    told = "; ".join(f"{n}: {h}" for n, h in zip(names, halves, strict=True) if h)
    return f"What the loss is made of: {sentence}. {told}." if told else f"The loss: {sentence}."
