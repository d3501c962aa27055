"""What a map says about a place of the run: its loss, and what of it is not on the map."""

from engine.numbers import grouped, number, ordinal
from engine.queries import LossMap
from engine.words.sums import joined_sum, printed

# A point that is nearer to the map than this share of its extent is on it.
ON_THE_MAP = 1e-9


def beside_the_map(loss: float, on_map: float, beside: float, extent: float) -> str:
    """What the `loss` of a point is made of that is `beside` the map, at this distance.

    `on_map` is the loss where the map has the point, and `extent` how far the map reaches.
    `618.526 = 603.023 on this map + 15.503 for being 1.39 beside it`.
    """
    if beside <= ON_THE_MAP * extent:
        return f"loss {grouped(loss)}, on this map"
    sum_ = printed([on_map, loss - on_map], loss)
    parts = (
        f"{sum_.parts[0]} on this map",
        f"{sum_.parts[1]} for being {number(beside, 3)} beside it",
    )
    return f"{sum_.total} {sum_.relation} {joined_sum(parts)}"


def map_in_words(found: LossMap) -> str:
    """A map for people who cannot see it: the lowest place on it, and what it was made from."""
    if found.lowest is None:
        return "The loss is not finite anywhere on this map."
    where = "at its edge, and lower beyond" if found.lowest.on_edge else "inside"
    lowest = f"The lowest loss on this map is {grouped(found.lowest.loss)}, {where}."
    return lowest + points_used(found.every)


def points_used(every: int) -> str:
    """What a picture says that uses only some of the points; '' if it uses all."""
    return "" if every == 1 else f" Drawn from every {ordinal(every)} point."
