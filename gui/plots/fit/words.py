"""The texts of the fit plot: the details of a point, and a note when the curve is out of view."""

from engine.runs import Doubles
from gui.plots.base.plot import told

QUESTION = "do the predictions follow the data?"


def beyond(predictions: Doubles, bottom: float, top: float) -> tuple[str, bool]:
    """The note for when none of the finite `predictions` (d,) lies between `bottom` and `top`.

    Also returns whether the note belongs at the upper edge. Empty if any prediction is visible.
    """
    if not len(predictions):
        return "The predictions are no longer finite numbers.", True
    if (predictions > top).all():
        return "▲ Predictions are above this view: Fit view shows them.", True
    if (predictions < bottom).all():
        return "▼ Predictions are below this view: Fit view shows them.", False
    if ((predictions < bottom) | (predictions > top)).all():
        return "Predictions are outside this view: Fit view shows them.", True
    return "", True


def point(
    name: str, place: float, target: float, predictions: list[float], *, held_out: bool
) -> list[str]:
    """The details of a point, in full precision, as lines of text; `name` is its input's name.

    `predictions` holds the values before and after an update, or the only one there is.
    """
    lines = [
        f"{name} = {told(place)}" + (", held out" if held_out else ""),
        f"target {told(target)}",
    ]
    if predictions:
        residuals = [each - target for each in predictions]
        lines += [f"prediction {_way(predictions)}", f"residual {_way(residuals)}"]
    return lines


def _way(values: list[float]) -> str:
    return " → ".join(told(value) for value in values)
