"""The planes through the space of parameters of which maps of the loss are drawn."""

from dataclasses import dataclass

import numpy as np

from engine.runs import Doubles, Matrix, Valley

# So many places of a run tell how far its parameters have moved.
MOST_SEEN = 2_000


@dataclass(frozen=True, slots=True, eq=False)
class Plane:
    """A plane of parameters: the map's point (x, y) is `origin` + x · `first` + y · `second`.

    All are (p,); `first` and `second` have the length 1 and are at right angles, so that a length
    on the map is one between parameters. `pair` are the numbers of the two parameters that it is
    spanned by, x and y being their values; None where its axes are those of a valley.
    """

    origin: Doubles
    first: Doubles
    second: Doubles
    pair: tuple[int, int] | None = None

    def columns(self, x: Doubles, y: Doubles) -> list[Doubles | float]:
        """The parameters at the map's points, as `Problem.losses` takes them: p entries.

        `x` and `y` may have any shapes that broadcast. A parameter that does not change with y has
        the shape of `x` and the other way round, so that nothing is computed more often than it
        has to be.
        """
        columns: list[Doubles | float] = []
        for origin, along, up in zip(self.origin, self.first, self.second, strict=True):
            if not up:
                columns.append(origin + along * x if along else float(origin))
            else:
                columns.append(origin + along * x + up * y if along else origin + up * y)
        return columns

    def placed(self, params: Matrix | Doubles) -> tuple[Doubles, Doubles, Doubles]:
        """Where `params` (m, p) are on the map: x (m,), y (m,), and how far beside it (m,).

        Each is placed where it is straight above or below the map; the distance is Euclid's.
        """
        # A run that diverges has parameters that are nowhere on a map.
        with np.errstate(all="ignore"):
            apart = params.astype(np.float64) - self.origin
            x, y = apart @ self.first, apart @ self.second
            beside = apart - x[:, None] * self.first - y[:, None] * self.second
            return x, y, np.linalg.norm(beside, axis=1)

    def directed(self, vector: Doubles) -> tuple[float, float]:
        """The part of `vector` (p,), such as a gradient, that lies in the map."""
        return float(vector @ self.first), float(vector @ self.second)


def pair_plane(params: Matrix | Doubles, first: int, second: int) -> Plane:
    """The plane of two parameters, by number, with the others as they are in `params` (p,)."""
    origin = params.astype(np.float64)
    origin[[first, second]] = 0.0
    axes = np.eye(len(origin))
    return Plane(origin, axes[first], axes[second], (first, second))


def valley_plane(valley: Valley, start: Matrix | Doubles) -> Plane:
    """The plane of the flattest and the steepest direction through the floor of `valley`.

    The flattest is x, the steepest y, and the floor is at (0, 0). Both point from `start` (p,) to
    the floor: a run begins at the lower left. Raises ValueError for fewer than two parameters.
    """
    if len(valley.floor) < 2:
        raise ValueError("a plane has two directions, so it needs at least two parameters")
    way = valley.floor - start
    first, second = (
        axis if axis @ way >= 0 else -axis for axis in (valley.axes[:, 0], valley.axes[:, -1])
    )
    return Plane(valley.floor, first, second)


def pairs_that_matter(
    params: Matrix, curvatures: Doubles | None, most: int
) -> list[tuple[int, int]]:
    """At most `most` pairs of parameters, by number, of which a map says most; each in order.

    All pairs where there are no more. Otherwise those of the parameters that changed most over the
    run `params` (k, p), and of those in whose directions the loss is curved most, by the diagonal
    of its Hessian `curvatures` (p,).
    """
    count = params.shape[1]
    pairs = [(i, j) for i in range(count) for j in range(i + 1, count)]
    if len(pairs) <= most:
        return pairs
    seen = params[:: -(-len(params) // MOST_SEEN) or 1].astype(np.float64)
    seen = seen[np.isfinite(seen).all(axis=1)]
    change = np.ptp(seen, axis=0) if len(seen) else np.zeros(count)
    worth = _share(change)
    if curvatures is not None and np.isfinite(curvatures).all():
        worth = np.maximum(worth, _share(np.sqrt(np.abs(curvatures))))
    pairs.sort(key=lambda pair: -worth[pair[0]] * worth[pair[1]])
    return sorted(pairs[:most])


def _share(values: Doubles) -> Doubles:
    return values / (values.max() or 1.0)
