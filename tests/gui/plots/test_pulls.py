"""The pulls in a window: springs as strong as the parts, what they come to, and when none are."""

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from engine.experiment import RollerCoaster
from gui.theme import LIGHT
from gui.window import MainWindow
from tests.gui.drawn import drawing
from tests.gui.windows import Open, trained, trigger, until_shown


def pulled(qtbot: QtBot, window: MainWindow, epochs: int = 1) -> None:
    """Train so many epochs and show the pulls."""
    trigger(window, "stepEpochAction", epochs)
    if epochs:
        until_shown(qtbot, window, f"epoch {epochs} / ")
    trigger(window, "pullsAction")
    qtbot.waitUntil(lambda: window.settled, timeout=20_000)


def said(window: MainWindow, name: str) -> str:
    label = window.fit.pulls.panel.findChild(QLabel, name)
    assert isinstance(label, QLabel)
    return label.text()


def test_the_springs_are_as_strong_as_the_parts(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    pulled(qtbot, window)
    springs = window.fit.pulls.springs
    facts = window.player.facts
    assert facts is not None
    residuals = springs.ends - springs.starts
    wanted = -2 * residuals * facts.inputs.astype(float) ** 2
    assert springs.ends == pytest.approx(facts.targets.astype(float))
    assert springs.pulls == pytest.approx(wanted / np.abs(wanted).max(), abs=1e-6)
    assert springs.pulls[19] == -1
    assert len(window.fit.residuals.xData) == 0


def test_the_strongest_of_weak_pulls_is_as_strong_as_any(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(formula="a*t/1e6 + b")
    pulled(qtbot, window)
    by_hand = window.fit.pulls._asked.by_hand
    assert by_hand is not None
    assert 0 < np.abs(by_hand.parts).max() < 0.1
    assert np.abs(window.fit.pulls.springs.pulls).max() == 1


def test_thicker_lines_pull_more_and_what_does_not_pull_is_no_spring(
    open_window: Open, qtbot: QtBot
) -> None:
    window = open_window()
    pulled(qtbot, window)
    window.fit.show_all()
    lines = [each for each in drawing(window.fit.canvas).stroked(LIGHT.negative)
             if each.kind == "polyline"]  # fmt: skip
    assert len(lines) == 19
    widths = [mark.width for mark in sorted(lines, key=lambda each: each.left)]
    assert widths == sorted(widths)
    assert widths[-1] > 2 * widths[0]


def test_what_they_come_to_stands_beside_them(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    pulled(qtbot, window)
    assert said(window, "pullsSides") == "raise a: −63,466\nlower a: 0"
    assert said(window, "pullsSum") == "sum = gradient of a = −63,466"
    assert said(window, "pullsMove") == "a moves right by 0.634664"
    assert said(window, "pullsRemark") == "The last five points do 78\u00a0% of the pulling."
    window.looking.toggle_enlarged("fit")
    qtbot.waitUntil(lambda: window.settled)
    for name, colour in (("pullsSum", LIGHT.text), ("pullsRemark", LIGHT.faint_text)):
        label = window.fit.pulls.panel.findChild(QLabel, name)
        assert {mark.fill for mark in drawing(label) if mark.kind == "text"} == {colour}
    assert "Pulls on a: raise a: −63,466" in window.fit.describe()
    assert "which points pull on a?" in window.fit.accessibleName()


def test_another_parameter_is_pulled(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    pulled(qtbot, window)
    combo = window.fit.pulls.panel.findChild(QComboBox, "pullsParam")
    combo.activated.emit(2)
    qtbot.waitUntil(lambda: said(window, "pullsSum") == "sum = gradient of c = −300.82")
    assert window.picks.param == 2
    assert "pulls that raise c" in window.fit.legend.texts


def test_before_backward_there_are_none(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    pulled(qtbot, window, 0)
    trigger(window, "stepStageAction", 2)
    qtbot.waitUntil(lambda: window.player.stage == 2 and window.settled)
    assert len(window.fit.pulls.springs.x) == 0
    assert said(window, "pullsSum") == "no gradient yet"
    assert "No pulls yet" in window.fit.note.text()
    assert len(window.fit.residuals.xData) == 40
    window.following.set_on(False)
    trigger(window, "stepStageAction")
    qtbot.waitUntil(lambda: len(window.fit.pulls.springs.x) == 20)
    assert said(window, "pullsMove") == "a will move right"


def test_action_and_button_are_one_switch(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    action = window.findChild(QAction, "pullsAction")
    button = window.fit.findChild(QToolButton, "pullsButton")
    button.click()
    assert action.isChecked()
    assert window.fit.pulls.panel.isVisible()
    action.trigger()
    assert not button.isChecked()
    assert not window.fit.pulls.panel.isVisible()
    assert window.fit.legend.texts[-1] != "pulls that lower a"


def test_turning_pulls_on_turns_to_the_fit(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    trigger(window, "by_handViewAction")
    trigger(window, "pullsAction")
    assert window.fit.isVisible()


def test_with_room_each_point_has_a_bar(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    trained(qtbot, window)
    trigger(window, "pullsAction")
    window.looking.toggle_enlarged("fit")
    qtbot.waitUntil(lambda: window.settled and window.fit.pulls.bars.isVisible())
    painted = drawing(window.fit.pulls.bars)
    assert painted.texts[0] == "Pull of each point on a = 2 × (prediction − speed) × t**2"
    assert {"3,622.0", "−8,905.5"} <= {*painted.texts}
    assert len(painted.filled(LIGHT.negative)) + len(painted.filled(LIGHT.positive)) == 19


def test_of_many_points_it_is_said_how_many_are_drawn(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(data=RollerCoaster(points=50_000))
    pulled(qtbot, window)
    drawn = len(window.fit.pulls.springs.x)
    assert 0 < drawn < 3_000
    assert f"Pulls of {drawn:,} of 50,000 points are drawn" in window.fit.note.text()
    assert "50,000" in said(window, "pullsUnit")


def test_numbers_that_are_none_pull_nothing(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(formula="a/t + b")
    pulled(qtbot, window)
    assert 0 not in window.fit.pulls.springs.x
    assert said(window, "pullsRemark") == "The pulls are no longer finite numbers."


@pytest.mark.parametrize("size", [(1024, 700), (1440, 900), (1920, 1080)])
def test_no_text_is_cut(open_window: Open, qtbot: QtBot, size: tuple[int, int]) -> None:
    window = open_window()
    window.resize(*size)
    pulled(qtbot, window)
    shown = [each for each in window.fit.pulls.panel.findChildren(QLabel) if each.isVisible()]
    assert {"pullsSum", "pullsMove"} <= {label.objectName() for label in shown}
    for label in shown:
        assert label.height() >= label.heightForWidth(label.width()), label.text()
    tops = sorted((label.geometry().top(), label.geometry().bottom()) for label in shown[1:])
    assert all(bottom <= top for (_, bottom), (top, _) in pairwise(tops))
