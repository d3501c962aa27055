"""The words about a classroom layout."""

import pytest

from engine.experiment import Experiment, Points
from engine.experiment.classroom import SETTINGS
from engine.words.classroom import TITLES, fixed, no_preset, refused, refused_option, value


def test_why_a_setting_cannot_be_changed() -> None:
    way_out = "File > Unlock the classroom layout frees it."
    assert fixed("learning_rate") == f"The learning rate is fixed for this task. {way_out}"
    assert fixed("epochs") == f"The epochs are fixed for this task. {way_out}"
    assert fixed("zero_grad") == f"zero_grad is fixed for this task. {way_out}"
    assert fixed("start").startswith("The starting values are fixed")


def test_what_was_not_changed_is_told_in_the_columns_order() -> None:
    assert refused({"seed"}) == (
        "The seed is fixed for this task, so nothing was changed. "
        "File > Unlock the classroom layout frees it."
    )
    assert refused(["data", "learning_rate", "formula"]) == (
        "The learning rate, the formula and the data are fixed for this task, so nothing was "
        "changed. File > Unlock the classroom layout frees them."
    )
    assert no_preset(["formula", "data"]) == (
        "A preset would change the formula and the data, which this task does not allow. "
        "File > Unlock the classroom layout frees them."
    )


@pytest.mark.parametrize("name", SETTINGS)
def test_an_option_names_what_it_would_change(name: str) -> None:
    said = refused_option(name, "--x", "speeds.learnscope")
    assert SETTINGS[name].removeprefix("the ") in said.lower()
    assert "leave --x out" in said


@pytest.mark.parametrize(
    ("experiment", "said"),
    [
        (
            Experiment(),
            ["0.00001", "200", "off", "0", "on", "on", "drawn", "a·t² + b·t + c",
             "roller coaster, 20", "off", "0 %"],
        ),
        (
            Experiment(
                data=Points(inputs=(0.0, 1.0), targets=(2.0, 3.0)), formula="k*t + d",
                learning_rate=0.25, epochs=12_000, stop_at_loss=1.5, seed=7, zero_grad=False,
                requires_grad=False, start={"k": -0.5, "d": 2.0}, standardise=True, held_out=0.15,
            ),
            ["0.25", "12,000", "1.5", "7", "off", "off", "k = −0.5, d = 2", "k·t + d",
             "your own points, 2", "on", "15 %"],
        ),
    ],
)  # fmt: skip
def test_what_a_setting_is_now(experiment: Experiment, said: list[str]) -> None:
    assert [value(name, experiment) for name in TITLES] == said
