"""The parts of the window that a lesson may be about, and what it may cover: both lists closed.

Where one ends in `:` or `.`, the name of a parameter follows.
"""

PARTS = (
    "fit",
    "graph",
    "by_hand",
    "landscape",
    "loss",
    "loss_parts",
    "curvature",
    "signs",
    "moves",
    "stages",
    "card:",
)
COVERS = (
    "predictions",
    "loss.value",
    "later",
    "banner",
    "best_fit",
    "largest",
    "graph.gradients",
    "card.arrow",
    "card.sentence",
    "card.gradient",
    "card.way",
    "chip.gradient",
    "cards",
    "signs",
    "signs.",
    "loss_parts.shown",
    "log",
)


def named(name: str, known: tuple[str, ...]) -> str | None:
    """The parameter that `name` names after one of the `known`; "" for none, None if unknown."""
    if name in known and name[-1] not in ":.":
        return ""
    for each in known:
        if each[-1] in ":." and name.startswith(each) and name != each:
            return name.removeprefix(each)
    return None
