"""The places of a path, as far as they are anywhere."""

import numpy as np
import pytest

from gui.plots.landscape.ways.path import Path, finite


@pytest.mark.parametrize("nowhere", [np.inf, -np.inf, np.nan])
def test_a_place_that_is_nowhere_is_left_out_with_its_number_and_loss(nowhere: float) -> None:
    params = np.array([[1, 2], [3, nowhere], [5, 6]], np.float32)
    path = finite(Path(np.array([0, 4, 9]), params, np.array([7.0, 8.0, 9.0])))
    assert path.numbers.tolist() == [0, 9]
    assert path.params.tolist() == [[1, 2], [5, 6]]
    assert path.losses.tolist() == [7, 9]


def test_a_path_without_such_a_place_stays_as_it_is() -> None:
    path = Path(np.array([0]), np.zeros((1, 2), np.float32), np.array([np.nan]))
    assert finite(path) is path
