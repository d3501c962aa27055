"""A few round numbers for a short axis, also where it is looked at through a microscope.

Where the numbers along the axis share more digits than there is room for, they are told as
distances from one value: `−1.4002` and, beside it, `Δ+1e−7`.
"""

import math

from engine.numbers import MINUS, nice_above, number

LONGEST = 8


def axis_labels(low: float, high: float, origin: float, at_most: int) -> list[tuple[float, str]]:
    """At most about `at_most` places from `low` to `high`, each with its label.

    `origin`, between the two, is the value that distances are told from; its place comes first
    where they are.
    """
    step = nice_above((high - low) / max(1, at_most))
    absolute = range(math.ceil(low / step), math.floor(high / step) + 1)
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    longest = max(len(f"{end:.{decimals}f}") for end in (low, high))
    if longest <= LONGEST:
        return [(place * step, _plain(place * step, decimals)) for place in absolute]
    # Two digits tell places below a hundred steps apart.
    if max(abs(low), abs(high)) < 100 * step:
        return [(place * step, short(place * step)) for place in absolute]
    places = range(math.ceil((low - origin) / step), math.floor((high - origin) / step) + 1)
    return [
        (origin + place * step, _distance(place * step) if place else number(origin))
        for place in sorted(places, key=abs)
    ]


def short(value: float) -> str:
    """`value` with two significant digits, or with one where that says as much.

    Below 100,000 all digits before the point are kept.
    """
    if 100 <= abs(value) < 99_999.5:
        return number(value, len(f"{abs(value):.0f}"))
    one_digit = float(f"{value:.0e}")
    return number(value, 1 if math.isclose(one_digit, value, rel_tol=1e-6) else 2)


def _plain(value: float, decimals: int) -> str:
    text = f"{value:.{decimals}f}"
    return "0" if float(text) == 0 else text.replace("-", MINUS)


def _distance(value: float) -> str:
    return "Δ" + ("+" if value > 0 else "") + short(value)
