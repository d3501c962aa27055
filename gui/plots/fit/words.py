"""What the fit says in words: of a point, and of what cannot be seen."""

from engine.runs import Doubles
from gui.plots.base.plot import told


def beyond(predictions: Doubles, bottom: float, top: float) -> tuple[str, bool]:
    """What to say of `predictions` (d,), all finite, that no view from `bottom` to `top` shows.

    And whether to say it at the upper edge. Empty where some are to be seen.
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
    """What there is to tell of a point: in full, in lines; `name` is its input's.

    `predictions` are the one before an update and the one after it, or the only one there is.
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
