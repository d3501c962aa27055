"""In what a run differs from another, in a few words."""

import pytest

from engine.experiment import Experiment, RollerCoaster
from engine.runs import Run
from engine.training import Recorder
from engine.words.differences import as_trained, differences


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, ""),
        ({"epochs": 7}, ""),
        ({"requires_grad": False}, ""),
        ({"learning_rate": 3e-5}, "rate 0.00003"),
        ({"seed": 1}, "seed 1"),
        ({"formula": "a*t + b"}, "formula a*t + b"),
        ({"standardise": True, "learning_rate": 0.2}, "rate 0.2, standardised"),
        ({"zero_grad": False}, "zero_grad off"),
        ({"start": {"b": -0.5}}, "start b = −0.50000"),
        ({"start": {"b": -0.5, "a": 1.0}}, "other start"),
        ({"held_out": 0.2}, "20 % held out"),
        ({"data": RollerCoaster(stop=3.0)}, "other data"),
        ({"formula": " + ".join(f"a{k}*t**{k}" for k in range(9))}, None),
    ],
)
def test_what_the_other_has(fields: dict[str, object], said: str | None) -> None:
    text = differences(Experiment(), Experiment(**fields))
    if said is None:
        assert text.startswith("formula a0*t**0 + ")
        assert text.endswith("…")
        assert len(text) < 52
    else:
        assert text == said


def test_each_side_says_its_own() -> None:
    one, other = Experiment(start={"a": 1.0}), Experiment(standardise=True)
    assert differences(one, other) == "other start, standardised"
    assert differences(other, one) == "start a = 1.0000, not standardised"
    assert differences(Experiment(zero_grad=False), Experiment()) == "zero_grad on"


def test_a_run_is_of_the_settings_it_was_trained_with() -> None:
    run = Run(1, Experiment(learning_rate=1e-4))
    assert as_trained(run) is run.experiment
    run.history.append(Recorder(run.experiment).train(3))
    # Asked for when the run was over already.
    run.experiment = Experiment(learning_rate=1e-5)
    assert as_trained(run) == Experiment(learning_rate=1e-4)


def test_no_field_is_forgotten() -> None:
    told = {"data", "formula", "learning_rate", "seed", "start", "standardise", "zero_grad"}
    # There is one loss and one optimizer; the others make no run another one.
    untold = {"loss", "optimizer", "epochs", "requires_grad", "stop_at_loss"}
    assert set(Experiment.model_fields) == told | untold | {"held_out"}
