"""Which points are held out, decided by their places, so that an edit leaves the others alone.

Each place in the data has a key, drawn from the seed one after the other: how many points there
are does not change the keys of the first ones. Held out are those with the smallest keys. So a
point that is moved stays on its side, and one that is added moves at most one other to the other.
"""

import numpy as np
from numpy.typing import NDArray


def held_out(points: int, share: float, seed: int) -> NDArray[np.bool_]:
    """Which of `points` (n,) are held out: the `share` of them, but never all."""
    mask = np.zeros(points, np.bool_)
    count = min(round(points * share), points - 1)
    if count > 0:
        # Of the bit generator itself: NumPy promises that its numbers stay the same.
        keys = np.random.PCG64(seed).random_raw(points)
        mask[np.argsort(keys, kind="stable")[:count]] = True
    return mask


def order_without(row: int, points: int, share: float, seed: int) -> NDArray[np.intp]:
    """In which order (n − 1,) to keep the rows of `points` without `row`.

    It is one in which they stay on their sides, all but at most one of them, and in the order
    that they had on each.
    """
    rows = np.delete(np.arange(points), row)
    before, after = held_out(points, share, seed)[rows], held_out(points - 1, share, seed)
    places = np.flatnonzero(after)
    fixed = min(len(places), int(np.count_nonzero(before)))
    order = np.empty(points - 1, np.intp)
    order[np.concatenate([places[:fixed], np.flatnonzero(~after), places[fixed:]])] = (
        np.concatenate([rows[before][:fixed], rows[~before], rows[before][fixed:]])
    )
    return order
