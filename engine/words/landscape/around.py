"""What there is to tell of the loss around one update: its curvature, its parts, and the cause."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.experiment import Experiment
from engine.numbers import number
from engine.queries import Curvature, LossParts
from engine.runs import Valley
from engine.words.ends.causes import Cause
from engine.words.landscape.axes import axes_of, curvature_in_words, direction, valley_in_words
from engine.words.landscape.parts import made_of
from engine.words.remedies import Offer

# So many axes are told one by one.
MOST_AXES = 8


@dataclass(frozen=True, slots=True, eq=False)
class Around:
    """The loss around one update of the run of `experiment`.

    `parts` are those of its loss, None where it is in no valley that is known. `cause` is why the
    run stands where it does after the update, `why` the same in a sentence, and `offers` what can
    be done.
    """

    curvature: Curvature
    valley: Valley | None
    parts: LossParts | None
    cause: Cause | None
    why: str
    offers: tuple[Offer, ...]
    experiment: Experiment


def around_in_words(around: Around, names: Sequence[str]) -> str:
    """All of it as plain text, in paragraphs."""
    parts = [_curvature(around.curvature, names), *_made_of(around)]
    if around.why:
        parts.append([f"Why it stands where it does: {around.why}"])
    if around.offers:
        parts.append(["What to do about it:", *map(_offer, around.offers)])
    return "\n\n".join("\n".join(lines) for lines in parts) + "\n"


def _curvature(curvature: Curvature, names: Sequence[str]) -> list[str]:
    lines = [curvature_in_words(curvature)]
    if not curvature.finite:
        return lines
    values, axes = curvature.eigenvalues.tolist(), curvature.eigenvectors.T
    told = list(zip(axes_of(curvature), values, axes, strict=True))
    for name, value, axis in told[::-1][:MOST_AXES]:
        lines.append(f"   {name}: curvature {number(value)}, direction {direction(names, axis)}")
    if len(told) > MOST_AXES:
        lines.append(f"   {len(told) - MOST_AXES} flatter ones are not shown; --json has all.")
    where = "everywhere" if curvature.exact else "here"
    limit = curvature.largest_rate
    if limit < float("inf"):
        lines.append(f"The largest stable learning rate {where} is {number(limit)}.")
    return lines


def _made_of(around: Around) -> list[list[str]]:
    if around.valley is None or around.parts is None:
        return []
    made = made_of(around.parts, 0)
    if made is None:
        return []
    return [[f"The loss is made of: {made.sentence} ({valley_in_words(around.valley)})."]]


def _offer(offer: Offer) -> str:
    promise = "" if offer.promise is None else f": {offer.promise.text}"
    return f"   {offer.remedy.label}{promise}"
