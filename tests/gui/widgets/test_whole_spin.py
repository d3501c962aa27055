"""The spin box for whole numbers of any size: typing counts when it is done."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QAbstractSpinBox
from pytestqt.qtbot import QtBot

from engine.experiment import MAX_SEED
from gui.widgets.whole_spin import WholeSpin
from tests.gui.windows import at_front

Enabled = QAbstractSpinBox.StepEnabledFlag


@pytest.fixture
def spin(qtbot: QtBot) -> WholeSpin:
    spin = WholeSpin(3, MAX_SEED)
    qtbot.addWidget(spin)
    spin.show()
    return spin


def typed(qtbot: QtBot, spin: WholeSpin, text: str) -> list[int]:
    """The values that typing `text` and Return emits."""
    values: list[int] = []
    spin.valueChanged.connect(values.append)
    spin.selectAll()
    qtbot.keyClicks(spin, text)
    assert values == []
    qtbot.keyClick(spin, Qt.Key.Key_Return)
    return values


def test_it_begins_with_the_lowest(spin: WholeSpin) -> None:
    assert (spin.value(), spin.text()) == (3, "3")


@pytest.mark.parametrize("number", [4, 2**31, 2**53 + 1, MAX_SEED])
def test_what_is_typed_counts_with_return(qtbot: QtBot, spin: WholeSpin, number: int) -> None:
    assert typed(qtbot, spin, str(number)) == [number]
    assert (spin.value(), spin.text()) == (number, str(number))


def test_what_is_typed_counts_when_the_focus_goes(qtbot: QtBot, spin: WholeSpin) -> None:
    values: list[int] = []
    spin.valueChanged.connect(values.append)
    at_front(qtbot, spin)
    spin.setFocus()
    qtbot.waitUntil(spin.hasFocus)
    spin.selectAll()
    qtbot.keyClicks(spin, "77")
    assert values == []
    spin.clearFocus()
    assert (values, spin.value()) == ([77], 77)


def test_zeros_in_front_are_dropped(qtbot: QtBot, spin: WholeSpin) -> None:
    assert typed(qtbot, spin, "0042") == [42]
    assert spin.text() == "42"


def test_what_is_too_small_becomes_the_lowest(qtbot: QtBot, spin: WholeSpin) -> None:
    spin.setValue(10)
    assert typed(qtbot, spin, "1") == [3]
    assert spin.text() == "3"


@pytest.mark.parametrize("text", ["-1", "1.5", "1e3", "0x1", "ten", "١", "1_0", "²"])
def test_only_digits_can_be_pasted(spin: WholeSpin, text: str) -> None:
    spin.selectAll()
    spin.lineEdit().insert(text)
    assert spin.text() == "3"


def test_what_is_too_large_can_not_be_typed(qtbot: QtBot, spin: WholeSpin) -> None:
    assert typed(qtbot, spin, str(MAX_SEED + 1)) == [(MAX_SEED + 1) // 10]


def test_what_is_left_empty_becomes_the_number_in_force(qtbot: QtBot, spin: WholeSpin) -> None:
    spin.setValue(12)
    spin.selectAll()
    qtbot.keyClick(spin, Qt.Key.Key_Delete)
    assert spin.text() == ""
    assert typed(qtbot, spin, "") == []
    assert (spin.value(), spin.text()) == (12, "12")


def test_the_same_number_again_is_no_change(qtbot: QtBot, spin: WholeSpin) -> None:
    spin.setValue(12)
    assert typed(qtbot, spin, "12") == []


def test_steps_go_up_and_down_and_no_further_than_the_ends(qtbot: QtBot, spin: WholeSpin) -> None:
    assert spin.stepEnabled() == Enabled.StepUpEnabled
    qtbot.keyClick(spin, Qt.Key.Key_Down)
    assert spin.value() == 3
    for _ in range(3):
        qtbot.keyClick(spin, Qt.Key.Key_Up)
    assert spin.value() == 6
    assert spin.stepEnabled() == Enabled.StepUpEnabled | Enabled.StepDownEnabled
    spin.setValue(MAX_SEED - 1)
    spin.stepBy(5)
    assert spin.value() == MAX_SEED
    assert spin.stepEnabled() == Enabled.StepDownEnabled
    spin.setValue(10)
    qtbot.keyClick(spin, Qt.Key.Key_PageDown)
    assert spin.value() == 3


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=st.integers())
def test_every_number_is_kept_to_the_last_digit_or_brought_to_the_nearest(
    spin: WholeSpin, value: int
) -> None:
    spin.setValue(value)
    assert spin.value() == min(max(value, 3), MAX_SEED)
    assert int(spin.text()) == spin.value()


def test_a_step_starts_from_what_is_being_typed(qtbot: QtBot, spin: WholeSpin) -> None:
    spin.selectAll()
    qtbot.keyClicks(spin, "500")
    qtbot.keyClick(spin, Qt.Key.Key_Up)
    assert spin.value() == 501


def test_more_digits_than_python_reads_are_refused(spin: WholeSpin) -> None:
    # Asked directly: an exception that Qt comes across in here ends the process.
    state, *_ = spin.validate("9" * 5_000, 0)
    assert state == QValidator.State.Invalid
