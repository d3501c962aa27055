"""What the picture of the curvature says."""

import pytest

from engine.experiment import Experiment
from engine.queries import Curvature, CurvatureQuery
from engine.training import Problem
from engine.words.landscape.curved import bends, limit_in_words
from tests.records import begun_at


def curvature_of(experiment: Experiment) -> tuple[Curvature, tuple[str, ...]]:
    problem = Problem(experiment)
    found = CurvatureQuery(begun_at(problem, experiment)).answer(problem)
    return found, problem.names


def test_the_article_steepest_first_with_the_limit_in_numbers() -> None:
    found, names = curvature_of(Experiment())
    rows = bends(found, names)
    assert [(row.name, row.size) for row in rows] == [
        ("across", "56,499"),
        ("on the slant", "15.98"),
        ("along", "0.2586"),
    ]
    assert rows[0].direction.startswith("1.00 a + 0.06 b")
    said = limit_in_words(found, 1e-5)
    assert said == "Largest stable rate: 2 ÷ 56,499 = 3.54e−5; 0.00001 is 28% of it."


def test_two_tanh_neurons_bend_down_and_it_is_no_valley() -> None:
    found, names = curvature_of(Experiment(formula="a*tanh(b*t+c)+d*tanh(e*t+f)+g"))
    rows = bends(found, names)
    down = [row for row in rows if row.eigenvalue < 0]
    assert len(down) == found.negative > 0
    assert all(row.name.startswith("bends down") for row in down)
    assert all(row.size.startswith("−") for row in down)
    assert not any("across" in row.name for row in rows)
    assert "Largest stable rate here: 2 ÷ " in limit_in_words(found, 1e-5)


@pytest.mark.parametrize(("used", "said"), [(1e-6, "2.8% of"), (1e-4, "282% of")])
def test_the_rate_is_told_as_a_part_of_the_limit(used: float, said: str) -> None:
    assert f"is {said} it." in limit_in_words(curvature_of(Experiment())[0], used)
