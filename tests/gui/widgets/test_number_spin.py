"""The spin box for numbers: nothing is rounded, typing counts when it is done."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.widgets.number_spin import NumberSpin

LARGEST = 1e300
SMALLEST = 1e-300


@pytest.fixture
def spin(qtbot: QtBot) -> NumberSpin:
    spin = NumberSpin(0.0, 10.0, 0.1)
    qtbot.addWidget(spin)
    return spin


def typed(qtbot: QtBot, spin: NumberSpin, text: str) -> list[float]:
    """The values that typing `text` and Return emits."""
    values: list[float] = []
    spin.valueChanged.connect(values.append)
    spin.selectAll()
    qtbot.keyClicks(spin, text)
    assert values == []
    qtbot.keyClick(spin, Qt.Key.Key_Return)
    return values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2.5", 2.5), ("2,5", 2.5), ("1e-5", 1e-5), ("1E3", 1000.0), ("-4", -4.0),
        (".5", 0.5), ("1e400", LARGEST),
    ],
)  # fmt: skip
def test_numbers_are_written_as_people_write_them(
    qtbot: QtBot, spin: NumberSpin, text: str, value: float
) -> None:
    assert typed(qtbot, spin, text) == [value]


def test_a_pasted_minus_sign_is_one(qtbot: QtBot, spin: NumberSpin) -> None:
    spin.selectAll()
    spin.lineEdit().insert("\u22124,5e\u22123")
    qtbot.keyClick(spin, Qt.Key.Key_Return)
    assert spin.value() == -0.0045


@pytest.mark.parametrize("text", ["", "-", "1e"])
def test_what_is_no_number_yet_changes_nothing(qtbot: QtBot, spin: NumberSpin, text: str) -> None:
    spin.setValue(3.0)
    spin.selectAll()
    qtbot.keyClick(spin, Qt.Key.Key_Delete)
    assert typed(qtbot, spin, text) == []
    assert (spin.value(), spin.text()) == (3.0, "3")


@pytest.mark.parametrize("text", ["nan", "inf", "1_0", "0x1", "ten", "١"])
def test_nothing_else_can_be_typed(spin: NumberSpin, text: str) -> None:
    spin.selectAll()
    spin.lineEdit().insert(text)
    assert spin.text() == "0"


def test_shown_is_shortest_with_a_minus_sign_that_is_one(spin: NumberSpin) -> None:
    spin.setValue(-4.0)
    assert spin.text() == "\u22124"
    spin.setSuffix(" %")
    assert spin.text() == "\u22124 %"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=st.floats(SMALLEST, LARGEST) | st.floats(-LARGEST, -SMALLEST) | st.sampled_from([0.0]))
def test_every_number_is_kept_to_the_last_bit(spin: NumberSpin, value: float) -> None:
    spin.setSuffix(" %")
    spin.setValue(value)
    assert spin.value() == value
    assert spin.valueFromText(spin.text()) == value


def test_steps_are_clean_decimals_and_stay_within_limits(qtbot: QtBot, spin: NumberSpin) -> None:
    for _ in range(3):
        qtbot.keyClick(spin, Qt.Key.Key_Up)
    assert spin.value() == 0.3
    spin.stepBy(-10)
    assert spin.value() == 0.0
    spin.stepBy(1000)
    assert spin.value() == 10.0


def test_a_step_starts_from_what_is_being_typed(qtbot: QtBot, spin: NumberSpin) -> None:
    spin.selectAll()
    qtbot.keyClicks(spin, "5")
    qtbot.keyClick(spin, Qt.Key.Key_Up)
    assert spin.value() == 5.1
