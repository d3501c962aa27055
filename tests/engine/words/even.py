"""A run of few binary digits, whose numbers are the same on every machine."""

import numpy as np

from engine.experiment import Experiment, Points
from engine.runs import Stage
from gui.run import View
from tests.gui.views import make_view

POINTS = Points(inputs=(0.0, 1.0, 2.0, 3.0), targets=(1.0, 3.0, 2.0, 5.0))

# Few binary digits, so that float32 rounds nothing on any machine.
EVEN = Experiment(data=POINTS, formula="a*t + b", learning_rate=0.0625, start={"a": 0.5, "b": -1.0})


def vector(*numbers: float) -> np.ndarray:
    return np.array(numbers, np.float32)


def even(number: int = 2, stage: Stage = Stage.UPDATE, **fields: object) -> View:
    """Update `number` of the run whose numbers are the same everywhere."""
    return make_view(EVEN.changed(**fields), number, stage=stage)
