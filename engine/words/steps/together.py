"""One step of all parameters together: what the gradient promised for the loss, and what happened.

If the loss were a straight line with its slope g, the step −lr · h would change it by −lr · (h·g),
where h is what `params.grad` held; that is −lr · ‖g‖² if nothing was left over. What happens
differs from this because the loss is curved.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal

import numpy as np

from engine.numbers import MINUS, number
from engine.queries import Snapshot
from engine.words.lists import joined

DIGITS = 5
MOST_DIGITS = 15
MOST_PLACES = 7
# If they differ by less than this share, promise and outcome agree.
AGREE = 0.01
# Two losses that differ by less than this share are the same in float32.
FLOAT32 = 1e-7
# A sentence names at most this many parameters; more are "the others".
MOST_NAMES = 3
# Keeps the two losses on one line.
JOINED = "\u00a0"

_exactly = Context(prec=400, rounding=ROUND_HALF_EVEN)


@dataclass(frozen=True, slots=True)
class Together:
    """The texts of one step. `promised` and `happened` are numbers, None where there are none.

    The printed numbers add up: the losses differ by what happened, as far as their digits go, and
    the promise differs from what happened by the gap that the sentence names.
    """

    promised: float | None
    happened: float | None
    promised_text: str
    happened_text: str
    formula: str
    sentence: str
    losses: str

    @property
    def spoken(self) -> str:
        """All of it in words, for people who cannot see the bars."""
        parts = []
        if self.promised_text:
            parts.append(f"Promised: {self.promised_text}.")
        if self.happened_text:
            parts.append(f"Happened: {self.happened_text}.")
        return " ".join((*parts, self.sentence, self.losses)).strip()


def together(names: Sequence[str], snapshot: Snapshot) -> Together:
    """The texts of the step of `snapshot`, as far as it has come."""
    held, own = snapshot.gradient, snapshot.own_gradient
    adding = bool(np.any(snapshot.leftover != 0))
    formula = f"{MINUS}lr × (held · own)" if adding else f"{MINUS}lr × ‖g‖²"
    if held is None or own is None:
        waiting = "The gradient promises something as soon as it is there: at stage 4."
        return Together(None, None, "", "", formula, waiting, "")
    with np.errstate(all="ignore"):
        promised = float(
            -snapshot.settings.learning_rate * (held.astype(np.float64) @ own.astype(np.float64))
        )
    if not math.isfinite(promised):
        lost = "The gradient is no longer finite: it promises nothing."
        return Together(None, None, "", "", formula, lost, "")
    # Never "−0".
    promised += 0.0
    if snapshot.updated_loss is None or snapshot.loss is None or snapshot.updated_params is None:
        text = _text(_rounded(promised, _places(promised, DIGITS)))
        return Together(promised, None, text, "", formula, _expectation(promised, adding), "")
    happened = snapshot.loss_change
    if happened is None or not math.isfinite(snapshot.loss + snapshot.updated_loss + happened):
        return Together(
            promised, math.inf, _text(_rounded(promised, _places(promised, DIGITS))), "∞",
            formula, "The step went so far that the loss is more than float32 can hold.",
            f"Loss {number(snapshot.loss)} → {number(snapshot.updated_loss)}.",
        )  # fmt: skip
    printed = _adding_up(promised, happened)
    reason = _reason(names, snapshot, promised, happened, printed[2])
    return Together(
        promised, happened, printed[0], printed[1], formula, reason,
        _losses(snapshot.loss, happened),
    )  # fmt: skip


def _expectation(promised: float, adding: bool) -> str:
    if promised > 0:
        return (
            "Uphill: what was left over outweighs this epoch’s own gradient. "
            "Stage 5 shows what happens."
        )
    if promised == 0:
        return "Flat here: nothing is promised."
    if adding:
        return "So much by what was left over and this epoch’s own. Stage 5 shows what happens."
    return "So much, if the loss were a straight line. Stage 5 shows what happens."


def _reason(
    names: Sequence[str], snapshot: Snapshot, promised: float, happened: float, gap: str
) -> str:
    """Why promise and outcome differ, or that they agree."""
    assert snapshot.updated_params is not None
    assert snapshot.own_gradient is not None
    moved = snapshot.updated_params.astype(np.float64) - snapshot.params.astype(np.float64)
    if promised == 0 and not moved.any():
        return "Flat here: no parameter moves."
    if not moved.any():
        return "The step is too small for float32: no parameter moves."
    straight = float(snapshot.own_gradient.astype(np.float64) @ moved)
    if abs(happened - promised) <= AGREE * abs(promised):
        if promised > 0:
            return "As promised: uphill, as what was left over outweighs this epoch’s own gradient."
        return "They agree: a step this small hardly leaves the straight line."
    if abs(straight - promised) > AGREE * abs(promised) and abs(happened - straight) < abs(
        straight - promised
    ):
        return "float32 rounds steps this small: the parameters did not move by lr × gradient."
    if snapshot.loss is not None and abs(promised) < FLOAT32 * snapshot.loss:
        return "So near the floor, what is left of the gradient is float32’s rounding."
    if happened > 0:
        return _why_uphill(names, snapshot, promised, moved)
    if happened > promised:
        return f"The promise follows a straight line; the valley bends up and takes {gap} back."
    return f"The promise follows a straight line; the loss bends down here and gives {gap} more."


def _why_uphill(
    names: Sequence[str], snapshot: Snapshot, promised: float, moved: np.ndarray
) -> str:
    """Which parameters' steps, each taken alone, made the loss rise."""
    if promised > 0:
        return "What was left over outweighs this epoch’s own gradient: the step goes uphill."
    alone = [
        each.after[1] - each.before[1] if each.after is not None else 0.0
        for each in snapshot.slices
    ]
    if not all(map(math.isfinite, alone)):
        lost = [name for name, change in zip(names, alone, strict=True) if not change < math.inf]
        takes = "step alone takes" if len(lost) == 1 else "steps alone take"
        return f"{_whose(lost)} {takes} the loss out of reach."
    losers = [k for k in np.argsort(alone)[::-1].tolist() if alone[k] > 0]
    winners = [k for k in range(len(alone)) if alone[k] < 0]
    if not losers:
        return (
            "Each parameter’s step alone would have lowered the loss; together they went too far, "
            "for each was measured while the others stood still."
        )
    crossed = all(_crossed(snapshot, k) for k in losers)
    jump = ("jump across its valley" if len(losers) == 1 else "jumps across their valleys") if (
        crossed
    ) else ("step" if len(losers) == 1 else "steps")  # fmt: skip
    outweighs = "outweighs" if len(losers) == 1 else "outweigh"
    whose = _whose([names[k] for k in losers])
    if not winners:
        return f"{whose} {jump} {'raises' if len(losers) == 1 else 'raise'} the loss."
    gained = _named([names[k] for k in winners])
    return f"{whose} {jump} {outweighs} what {gained} gained."


def _crossed(snapshot: Snapshot, k: int) -> bool:
    """Whether parameter k ended beyond the floor of its own slice."""
    for cut in (snapshot.slices[k], snapshot.wide_slices[k]):
        if cut.floor is not None and cut.after is not None:
            return (cut.before[0] - cut.floor) * (cut.after[0] - cut.floor) < 0
    return False


def _named(names: Sequence[str]) -> str:
    return joined(names) if len(names) <= MOST_NAMES else "the others"


def _whose(names: Sequence[str]) -> str:
    if len(names) > MOST_NAMES:
        return "Several parameters’"
    return joined([f"{name}’s" for name in names])


# --- numbers that add up as they are printed


def _adding_up(promised: float, happened: float) -> tuple[str, str, str]:
    """`promised`, `happened` and the gap between them, with the same number of decimals.

    It is the smallest with which promised + gap = happened holds as printed.
    """
    sizes = sorted((abs(promised), abs(happened)))
    least = max(_places(sizes[1], DIGITS), min(_places(sizes[0], 2), _places(sizes[1], 9)))
    for places in range(least, least + 4):
        p, h, gap = (_rounded(each, places) for each in (promised, happened, happened - promised))
        if p + gap == h:
            break
    else:
        gap = h - p
    return _text(p), _text(h), _text(abs(gap))


def _losses(before: float, happened: float) -> str:
    """The loss before and after, with enough digits for their difference to show `happened`."""
    least = _places(happened, 2)
    if happened and least > MOST_PLACES:
        return f"Loss {number(before)}: no difference that float32 would tell."
    for places in range(least, least + 4):
        b, a = _rounded(before, places), _rounded(before + happened, places)
        if a - b == _rounded(happened, places):
            break
    return f"Loss {_text(b)} → {_text(a)}.".replace(" ", JOINED)


def _places(value: float, digits: int) -> int:
    """The decimals that show `value` with so many digits."""
    if value == 0:
        return 0
    return max(0, digits - 1 - Decimal(value).adjusted())


def _rounded(value: float, places: int) -> Decimal:
    return _exactly.quantize(Decimal(value), Decimal((0, (1,), -places)))


def _text(value: Decimal) -> str:
    """`value` with its thousands separated, or in scientific notation if that would be too long."""
    if not value:
        return "0"
    power = value.adjusted()
    if power >= MOST_DIGITS:
        return number(float(value))
    if power < -MOST_PLACES:
        return f"{_exactly.scaleb(value, -power):f}e{power}".replace("-", MINUS)
    return f"{value:,f}".replace("-", MINUS)
