"""What is said of a point of the fit, and of predictions that are out of sight."""

import numpy as np
import pytest

from gui.plots.fit.words import beyond, point

ABOVE = "▲ Predictions are above this view: Fit view shows them.", True
BELOW = "▼ Predictions are below this view: Fit view shows them.", False
OUTSIDE = "Predictions are outside this view: Fit view shows them.", True
NOWHERE = "The predictions are no longer finite numbers.", True
SEEN = "", True


@pytest.mark.parametrize(
    ("predictions", "said"),
    [
        ([], NOWHERE), ([2.5], ABOVE), ([2.5, 9], ABOVE), ([-1.5], BELOW), ([-1.5, -9], BELOW),
        ([-1.5, 2.5], OUTSIDE), ([2.5, -1.5, 0], SEEN),
        # At the edge itself a point is seen.
        ([2, 2.5], SEEN), ([-1, -1.5], SEEN), ([2], SEEN), ([-1], SEEN), ([-1, 2], SEEN),
        ([-1.5, 2], SEEN), ([2.5, -1], SEEN),
    ],
)  # fmt: skip
def test_where_the_predictions_are_that_nobody_sees(
    predictions: list[float], said: tuple[str, bool]
) -> None:
    assert beyond(np.array(predictions, float), -1, 2) == said


def test_a_point_is_told_in_full_as_far_as_it_is_known() -> None:
    assert point("t", 0.1, 2.0, [], held_out=False) == ["t = 0.1", "target 2.0"]
    assert point("t", 3.0, -0.5, [1.5], held_out=True) == [
        "t = 3.0, held out", "target −0.5", "prediction 1.5", "residual 2.0",
    ]  # fmt: skip
    assert point("week", 1.0, 2.0, [4.0, 2.5], held_out=False) == [
        "week = 1.0", "target 2.0", "prediction 4.0 → 2.5", "residual 2.0 → 0.5",
    ]  # fmt: skip
