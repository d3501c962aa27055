"""The names in the code lines: those of the data at hand, as Python may have them."""

import pytest

from engine.experiment import Experiment, Generated, Points
from engine.experiment.names import names_of_data
from engine.runs import Stage
from engine.words.stages import code
from tests.gui.views import make_view


def of_columns(input_name: str, target_name: str) -> Experiment:
    inputs, targets = (0.0, 1.0, 2.0), (1.0, 2.0, 3.0)
    data = Points(inputs=inputs, targets=targets, input_name=input_name, target_name=target_name)
    return Experiment(data=data)


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
    assert names_of_data(view.experiment) == names
    assert code(Stage.PREDICT, view) == (f"preds = f({names[0]}, params)",)
    assert code(Stage.LOSS, view) == (f"loss = mse({names[1]}, preds)",)


def test_data_from_a_formula_have_the_formula_s_names() -> None:
    data = Generated(formula="a*x + b", truth=(1.0, 2.0))
    view = make_view(Experiment(data=data, formula="a*x + b"), epochs=1)
    assert code(Stage.PREDICT, view) == ("preds = f(x, params)",)
    assert code(Stage.LOSS, view) == ("loss = mse(y, preds)",)
