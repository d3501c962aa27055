"""The names in the code lines: those of the data at hand, as Python may have them."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.experiment import Experiment, Generated, Points
from engine.runs import Stage
from engine.words import stages as stage_words
from engine.words.stages import LONGEST_NAME, code, identifier, names_of_data
from tests.gui.views import make_view


def of_columns(input_name: str, target_name: str) -> Experiment:
    inputs, targets = (0.0, 1.0, 2.0), (1.0, 2.0, 3.0)
    data = Points(inputs=inputs, targets=targets, input_name=input_name, target_name=target_name)
    return Experiment(data=data)


def test_the_examples_hold() -> None:
    assert doctest.testmod(stage_words).failed == 0


@given(st.text(max_size=40))
def test_a_heading_becomes_a_short_name_of_python_s_or_none(heading: str) -> None:
    name = identifier(heading)
    assert not name or name.isidentifier()
    assert len(name) <= LONGEST_NAME + 1
    if name:
        compile(f"{name} = 1", "", "exec")


@pytest.mark.parametrize(
    ("columns", "names"),
    [
        (("Height (cm)", "Weight (kg)"), ("height", "weight")),
        (("t", "y"), ("t", "y")),
        (("2024", ""), ("t", "y")),
        (("y", "y"), ("y", "targets")),
        (("loss", "params"), ("loss_", "params_")),
        (("année", "température moyenne"), ("année", "température")),
        (("dose", "dose"), ("dose", "y")),
    ],
)
def test_columns_give_the_names(columns: tuple[str, str], names: tuple[str, str]) -> None:
    view = make_view(of_columns(*columns), epochs=1)
    assert names_of_data(view) == names
    assert code(Stage.PREDICT, view) == (f"preds = f({names[0]}, params)",)
    assert code(Stage.LOSS, view) == (f"loss = mse({names[1]}, preds)",)


def test_data_from_a_formula_have_the_formula_s_names() -> None:
    data = Generated(formula="a*x + b", truth=(1.0, 2.0))
    view = make_view(Experiment(data=data, formula="a*x + b"), epochs=1)
    assert code(Stage.PREDICT, view) == ("preds = f(x, params)",)
    assert code(Stage.LOSS, view) == ("loss = mse(y, preds)",)
