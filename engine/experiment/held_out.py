"""Which points are held out: chosen so that editing one point hardly changes the choice.

Every row of the data has a random key, drawn from the seed in order, so that the keys of the first
rows do not depend on how many follow. The points with the smallest keys are held out. A point
that is moved therefore keeps its role, and adding one changes the role of at most one other.
"""

import numpy as np
from numpy.typing import NDArray


def held_out(points: int, share: float, seed: int) -> NDArray[np.bool_]:
    """A mask (points,): True for the `share` of `points` points that are held out, never all."""
    mask = np.zeros(points, np.bool_)
    count = min(round(points * share), points - 1)
    if count > 0:
        # Straight from the bit generator, whose numbers NumPy promises never to change.
        keys = np.random.PCG64(seed).random_raw(points)
        mask[np.argsort(keys, kind="stable")[:count]] = True
    return mask


def trained_on(points: int, share: float, seed: int) -> NDArray[np.intp]:
    """The places, in the order of the data, of the points that are not held out."""
    return np.flatnonzero(~held_out(points, share, seed))


def order_without(row: int, points: int, share: float, seed: int) -> NDArray[np.intp]:
    """The order (points − 1,) in which to keep the rows once `row` is removed.

    In it, all rows but at most one stay trained or held out as they were, each kind in its old
    order.
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
