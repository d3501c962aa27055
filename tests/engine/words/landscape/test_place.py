"""What a map says of a place: sums that hold, also for a point beside the map."""

import numpy as np
import pytest

from engine.experiment import Experiment
from engine.queries import LossAtQuery, LossMapQuery, pair_plane, valley_plane
from engine.training import Problem
from engine.words.landscape.place import beside_the_map, map_in_words, points_used
from tests.engine.words.ends.situations import run


def test_the_article_at_its_end_is_beside_the_ravine() -> None:
    made = run(Experiment())
    problem = Problem(Experiment())
    assert made.facts is not None
    assert made.facts.valley is not None
    plane = valley_plane(made.facts.valley, made.facts.start)
    here = made.history.updated_params[-1:].astype(np.float64)
    x, y, beside = plane.placed(here)
    below = np.stack(np.broadcast_arrays(*plane.columns(x, y)), axis=1)
    loss, on_map = (float(LossAtQuery(at).answer(problem)[0]) for at in (here, below))
    said = beside_the_map(loss, on_map, float(beside[0]), 98.0)
    assert said == "618.526 = 603.023 on this map + 15.503 for being 1.39 beside it"


def test_a_point_whose_place_is_higher_than_itself_is_subtracted() -> None:
    said = beside_the_map(7.0, 10.0, 0.5, 1.0)
    assert said == "7.0000 = 10.0000 on this map − 3.0000 for being 0.500 beside it"


def test_a_point_on_the_map_is_not_beside_it() -> None:
    assert beside_the_map(618.53, 618.53, 1e-12, 98.0) == "loss 618.53, on this map"


@pytest.mark.parametrize(
    ("formula", "y_range", "said"),
    [
        ("a*t + b", (-100.0, 100.0), "The lowest loss on this map is 481.72, inside."),
        ("a*t + b", (400.0, 500.0), "at its edge, and lower beyond."),
        ("a*log(t) + b", (0.0, 1.0), "The loss is not finite anywhere on this map."),
    ],
)
def test_a_map_is_told_to_those_who_cannot_see_it(
    formula: str, y_range: tuple[float, float], said: str
) -> None:
    problem = Problem(Experiment(formula=formula))
    query = LossMapQuery(pair_plane(problem.start, 0, 1), (-5.0, 5.0), y_range, 16, 16)
    assert said in map_in_words(query.answer(problem))


def test_what_was_left_out_is_told() -> None:
    assert points_used(1) == ""
    assert points_used(3) == " Drawn from every 3rd point."
