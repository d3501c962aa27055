"""What the axes of the loss's curvature are called, and what they say about a place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from engine.numbers import count, number, ordinal
from engine.runs import Doubles, Valley
from engine.words.ends.rough import about

if TYPE_CHECKING:
    from engine.queries import Curvature

ALONG, SLANT, ACROSS = "along", "on the slant", "across"
FLOOR = "that no fit can take away"


def valley_axes(parameters: int) -> tuple[str, ...]:
    """The names of a valley's axes, from the flattest to the steepest.

    >>> valley_axes(3), valley_axes(1)
    (('along', 'on the slant', 'across'), ('across',))
    """
    between = max(parameters - 2, 0)
    slants = [SLANT] if between == 1 else [f"on slant {k}" for k in range(1, between + 1)]
    return (ALONG, *slants, ACROSS)[-parameters:]


def axes_of(curvature: Curvature) -> tuple[str, ...]:
    """The names of the axes at one update, in the order of its eigenvalues.

    Only where the loss nowhere bends down are they those of a valley.
    """
    values = curvature.eigenvalues
    if not curvature.finite:
        return tuple(f"axis {k}" for k in range(1, len(values) + 1))
    if not curvature.negative:
        return valley_axes(len(values))
    down, flat, up = (
        [k for k, sign in enumerate(np.sign(values)) if sign == s] for s in (-1, 0, 1)
    )
    names: dict[int, str] = {}
    for which, name in ((down[::-1], "bends down"), (flat, "flat"), (up[::-1], "bends up")):
        for place, k in enumerate(which, 1):
            names[k] = name if len(which) == 1 else f"{name} {place}"
    return tuple(names[k] for k in range(len(values)))


def curvature_in_words(curvature: Curvature) -> str:
    """One sentence on the shape of the loss at the parameters of an update."""
    values = curvature.eigenvalues
    if not curvature.finite:
        return "Here the loss has no finite curvature, so nothing can be said of its shape."
    if not values.any():
        return "Here the loss is flat: it bends along none of the axes."
    if curvature.negative:
        return _no_valley(curvature)
    if len(values) == 1:
        return f"The loss bends up here: its slope grows by {number(values[0], 3)} for every 1."
    where = "Everywhere" if curvature.exact else "Here"
    if not values[0]:
        flat = int((values == 0).sum())
        return (
            f"{where} the loss is a valley with a level floor: along {_axes(flat, len(values))} it"
            " does not bend at all."
        )
    times = about(float(values[-1] / values[0]))
    return f"{where} the loss is a valley, {times} times steeper across than along."


def _no_valley(curvature: Curvature) -> str:
    total, down = len(curvature.eigenvalues), curvature.negative
    if down == total:
        return "Here the loss bends down along every axis: a hilltop, no valley."
    flat = int((curvature.eigenvalues == 0).sum())
    up = "" if down + flat == total else ", and up along the others: a pass between hills"
    return f"Here the loss bends down along {_axes(down, total)}{up}, no valley."


def _axes(some: int, of: int) -> str:
    return f"{count(some)} of its {count(of)} axes"


def direction(names: Sequence[str], axis: Doubles, most: int = 3) -> str:
    """An axis (p,) by the parameters that it mostly changes: `0.99 c − 0.10 b`."""
    largest = np.argsort(-np.abs(axis), kind="stable")[:most]
    shares = [(float(axis[k]), names[k]) for k in largest if abs(axis[k]) >= 0.005]
    text = ""
    for value, name in shares:
        sign = "−" if value < 0 else "+" if text else ""
        text += f" {sign} " if text else sign
        text += f"{abs(value):.2f} {name}"
    return text + (" …" if (np.abs(axis) >= 0.005).sum() > len(shares) else "")


def valley_in_words(valley: Valley) -> str:
    """What the axes of `valley` are worth: exact, or only near its floor."""
    if valley.exact:
        return "exact: the formula is linear in its parameters"
    if valley.only:
        return f"about: from every {ordinal(valley.every)} point"
    return "about: true only near the valley floor"
