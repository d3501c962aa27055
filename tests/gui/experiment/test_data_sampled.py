"""The fields of data that is drawn: how far their arrows go, and what they say of themselves."""

import pytest
from pytestqt.qtbot import QtBot

from engine.experiment import MAX_POINTS, RollerCoaster
from gui.experiment.data_sampled import SampledFields

TITLES = {
    "points": ("Points", "How many points are drawn. Another one begins a new run."),
    "noise": (
        "Noise",
        "The standard deviation of the noise on the targets. Another one begins a new run.",
    ),
    "start": ("From", "The first input; the others lie evenly. Another one begins a new run."),
    "stop": ("To", "The last input. Another one begins a new run."),
}


@pytest.fixture
def fields(qtbot: QtBot) -> SampledFields:
    fields = SampledFields()
    qtbot.addWidget(fields)
    fields.set_data(RollerCoaster())
    return fields


@pytest.mark.parametrize(
    ("name", "low", "high", "step"),
    [
        ("points", 0, MAX_POINTS, 1), ("noise", 0.0, 1e9, 0.1), ("start", -1e9, 1e9, 1.0),
        ("stop", -1e9, 1e9, 1.0),
    ],
)  # fmt: skip
def test_arrows_go_in_steps_as_far_as_makes_sense(
    fields: SampledFields, name: str, low: float, high: float, step: float
) -> None:
    spin = getattr(fields, name)
    for value, steps, reached in (
        (10, 1, 10 + step), (10, -1, 10 - step), (high, 1, high), (high, -1, high - step),
        (low, -1, low), (low, 1, low + step),
    ):  # fmt: skip
        spin.setValue(value)
        spin.stepBy(steps)
        assert spin.value() == pytest.approx(reached, rel=1e-15)


@pytest.mark.parametrize("name", TITLES)
def test_each_field_says_what_it_is(fields: SampledFields, name: str) -> None:
    spin = getattr(fields, name)
    assert (spin.accessibleName(), spin.toolTip()) == TITLES[name]
