"""Which of many points are drawn."""

import numpy as np

from gui.plots.points import NO_POINTS, DrawnPoints


def test_up_to_two_thousand_points_are_all_drawn_and_of_more_about_as_many() -> None:
    for many, drawn in ((1, 1), (1999, 1999), (2000, 2000), (2001, 2000)):
        inputs = np.arange(many, dtype=np.float32)
        targets = np.sin(inputs * 1.7).astype(np.float32)
        found = DrawnPoints.of(inputs, targets)
        assert len(found) <= drawn
        assert len(found) >= min(drawn, 1000)
        if many <= 2000:
            assert found.chosen.tolist() == list(range(many))
        assert np.array_equal(found.inputs, inputs[found.chosen])
        assert np.array_equal(found.targets, targets[found.chosen])
        predictions = 3 * inputs + 1
        assert np.array_equal(found.predicted(predictions), 3 * found.inputs + 1)
    assert len(NO_POINTS) == 0
