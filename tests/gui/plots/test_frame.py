"""How far the fit's view reaches: around the data, and around the squares of the errors."""

from dataclasses import replace

import numpy as np
import pytest

from engine.experiment import Experiment, Points
from engine.runs import Frame, Stage
from gui.plots.frame import around_squares, with_edge
from tests.gui.views import make_view

FRAME = (0.0, 10.0, 0.0, 100.0)
SIZE = (400.0, 200.0)


def test_there_is_a_little_room_at_the_left_and_the_right() -> None:
    assert with_edge((-10.0, 40.0, 3.0, 4.0)) == pytest.approx((-10.6, 40.6, 3, 4))


@pytest.mark.parametrize(
    ("targets", "predictions", "frame"),
    [
        # The square's side is 40 pixels, of 400 at its right.
        ((50.0, 50.0), (70.0, 50.0), FRAME),
        # A prediction above, or below, and a little room beyond it.
        ((90.0, 50.0), (120.0, 50.0), (0, 10, 0, 121.44)),
        ((10.0, 50.0), (-20.0, 50.0), (0, 10, -21.44, 100)),
        # In the middle, a square of 240 pixels has only 200 beside it.
        ((50.0, -10.0), (50.0, 110.0), (0, 10, -11.44, 111.44)),
        ((50.0, -30.0), (50.0, 130.0), (0, 10, -31.92, 131.92)),
        # Higher than three times the frame: it stays as it is.
        ((50.0, 50.0), (50.0, 380.0), FRAME),
        ((np.nan, 50.0), (np.nan, 50.0), FRAME),
        ((50.0, 50.0), (np.nan, np.nan), FRAME),
    ],
)
def test_the_view_grows_until_the_squares_are_in_it(
    targets: tuple[float, float], predictions: tuple[float, float], frame: Frame
) -> None:
    points = Points(inputs=(0.0, 5.0), targets=(1.0, 2.0))
    view = make_view(Experiment(formula="a*t", data=points), epochs=1, stage=Stage.LOSS)
    facts = replace(view.facts, targets=np.array(targets, np.float32))
    snapshot = replace(view.snapshot, predictions=np.array(predictions, np.float32))
    found = around_squares(FRAME, facts, snapshot, SIZE)
    assert found == pytest.approx(frame, abs=1e-4)
