"""What is said of a cause, and the remedies with it."""

import pytest

from engine.experiment import Experiment, Points, RollerCoaster
from engine.words.ends.blame import said_of
from engine.words.ends.causes import MoreParameters


@pytest.mark.parametrize(
    ("parameters", "points", "said"),
    [(3, 20, "Draw 20 points"), (4, 20, "Draw 20 points"), (9, 45, "Draw 45 points")],
)
def test_more_parameters_than_inputs_ask_for_five_points_each(
    parameters: int, points: int, said: str
) -> None:
    experiment = Experiment(data=RollerCoaster(points=2))
    why, (remedy,) = said_of(MoreParameters(parameters, 2), experiment, 50)
    assert f"more parameters ({parameters}) than different inputs (2)" in why
    assert remedy.label == said
    data = remedy.fields["data"]
    assert isinstance(data, RollerCoaster)
    assert data.points == points


def test_points_that_were_given_cannot_be_drawn() -> None:
    points = Points(inputs=(0.0, 1.0, 2.0), targets=(1.0, 1.0, 1.0))
    why, remedies = said_of(MoreParameters(4, 3), Experiment(data=points), 50)
    assert "more parameters (4)" in why
    assert remedies == ()
