"""The gradient by hand in a window: what stands in the table, how it is sorted, copied, picked."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel
from pytestqt.qtbot import QtBot

from engine.experiment import RollerCoaster
from gui.panels.by_hand import ByHandPanel
from gui.panels.by_hand.model import NOTHING, Column
from gui.panels.by_hand.table import ByHandTable
from gui.theme import LIGHT
from gui.widgets.typeset import TypesetLabel
from gui.window import MainWindow
from tests.gui.drawn import drawing
from tests.gui.windows import Open, trained, trigger, until_shown


def opened(qtbot: QtBot, window: MainWindow, epochs: int = 1) -> ByHandPanel:
    """The panel at the front, after so many epochs, settled."""
    trigger(window, "stepEpochAction", epochs)
    if epochs:
        until_shown(qtbot, window, f"epoch {epochs} / ")
    trigger(window, "by_handViewAction")
    settle(qtbot, window)
    panel = window.body.view("by_hand")
    assert isinstance(panel, ByHandPanel)
    return panel


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.settled, timeout=20_000)


def column(panel: ByHandPanel, which: Column) -> list[str]:
    model = panel.table.model()
    return [str(model.index(row, which).data()) for row in range(model.rowCount())]


def said(panel: ByHandPanel, name: str) -> str:
    label = panel.findChild(QLabel, name)
    assert isinstance(label, QLabel)
    return label.text()


def middle_of(table: ByHandTable, row: int, which: Column = Column.PART) -> QPoint:
    index = table.model().index(row, which)
    table.scrollTo(index)
    return table.visualRect(index).center()


def test_the_articles_first_epoch_can_be_added_up(open_window: Open, qtbot: QtBot) -> None:
    panel = opened(qtbot, open_window())
    parts = column(panel, Column.PART)
    assert (parts[0], parts[4], parts[19]) == ("0", "−1415.2", "−302557")
    assert column(panel, Column.INPUT)[19] == "19"
    assert column(panel, Column.RESIDUAL)[19] == "419.05"
    assert column(panel, Column.DOUBLED)[19] == "−838.11"
    assert column(panel, Column.LOCAL)[19] == "361"
    assert said(panel, "byHandMean") == "−63466.4085"
    assert said(panel, "byHandAutograd") == "−63466.4062"
    assert said(panel, "byHandDifference") == "0.0022 (float32 rounds at the seventh digit)"
    formula = panel.findChild(TypesetLabel, "byHandDerivative")
    assert formula.latex == r"\frac{\partial f}{\partial a} = t^{2}"
    assert formula.accessibleName() == "∂f/∂a = t**2"


def test_another_parameter_is_chosen_from_the_list(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    panel = opened(qtbot, window)
    combo = panel.findChild(QComboBox, "byHandParam")
    assert [combo.itemText(k) for k in range(combo.count())] == ["a", "b", "c"]
    combo.activated.emit(1)
    qtbot.waitUntil(lambda: said(panel, "byHandMean").startswith("−4091.98"))
    assert window.picks.param == 1
    assert column(panel, Column.LOCAL)[:3] == ["0", "1", "2"]
    assert "∂f/∂b\n= t" in panel.table.model().headerData(Column.LOCAL, Qt.Orientation.Horizontal)


def test_a_parameter_picked_elsewhere_is_shown(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    panel = opened(qtbot, window)
    window.picks.pick_param(2)
    qtbot.waitUntil(lambda: said(panel, "byHandMean") == "−300.824171")
    assert panel.findChild(QComboBox, "byHandParam").currentText() == "c"


@pytest.mark.parametrize(
    ("stages", "made"),
    [
        (1, {Column.PREDICTION}),
        (2, {Column.PREDICTION, Column.RESIDUAL}),
        (3, {*Column} - {Column.INPUT, Column.TARGET, Column.BAR}),
    ],
)
def test_before_a_stage_has_run_nothing_stands_where_it_will_put_numbers(
    open_window: Open, qtbot: QtBot, stages: int, made: set[Column]
) -> None:
    window = open_window()
    panel = opened(qtbot, window, 0)
    trigger(window, "stepStageAction", stages)
    qtbot.waitUntil(lambda: window.player.stage == stages)
    trigger(window, "by_handViewAction")
    settle(qtbot, window)
    for which in {*Column} - {Column.INPUT, Column.TARGET, Column.BAR}:
        assert (column(panel, which)[7] != NOTHING) == (which in made), which
    waits = "no gradient yet"
    assert (said(panel, "byHandMean") == waits) == (stages < 3)
    assert (waits in panel.describe()) == (stages < 3)


def test_numbers_of_the_start_are_not_shown_as_those_of_an_epoch(
    open_window: Open, qtbot: QtBot
) -> None:
    window = open_window()
    panel = opened(qtbot, window, 0)
    assert column(panel, Column.PART)[19] == NOTHING
    parts: list[str] = []
    panel.table.model().dataChanged.connect(lambda: parts.append(column(panel, Column.PART)[19]))
    trigger(window, "stepStageAction")
    qtbot.waitUntil(lambda: column(panel, Column.PREDICTION)[19] != NOTHING)
    assert {*parts} == {NOTHING}


def test_the_bars_have_one_scale_and_a_side_for_each_sign(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(epochs=200)
    window.resize(1440, 1000)
    panel = opened(qtbot, window, 0)
    trained(qtbot, window)
    trigger(window, "by_handViewAction")
    window.looking.toggle_enlarged("by_hand")
    settle(qtbot, window)
    table = panel.table
    rows = range(table.rowAt(0), table.rowAt(table.viewport().height() - 1) % 20 + 1)
    parts = [table.model().value(row, Column.PART) for row in rows]
    painted = drawing(table.viewport())
    falling = sorted(mark.right - mark.left for mark in painted.filled(LIGHT.negative))
    rising = sorted(mark.right - mark.left for mark in painted.filled(LIGHT.positive))
    assert len(falling) == sum(part < 0 for part in parts)
    assert len(rising) == sum(part > 0 for part in parts)
    assert falling[-1] / rising[-1] == pytest.approx(-min(parts) / max(parts), rel=0.02)
    (zero,) = {round(mark.right) for mark in painted.filled(LIGHT.negative)}
    assert {round(mark.left) for mark in painted.filled(LIGHT.positive)} == {zero}


def test_it_is_sorted_by_a_click_and_by_a_key(open_window: Open, qtbot: QtBot) -> None:
    panel = opened(qtbot, open_window())
    table = panel.table
    header = table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(Column.TARGET) + 5, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    targets = [float(each) for each in column(panel, Column.TARGET)]
    assert targets == sorted(targets)
    assert str(header.model().headerData(Column.TARGET, Qt.Orientation.Horizontal)).endswith("▲")
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_7, Qt.KeyboardModifier.AltModifier)
    assert column(panel, Column.INPUT)[0] == "19"
    qtbot.keyClick(table, Qt.Key.Key_7, Qt.KeyboardModifier.AltModifier)
    assert column(panel, Column.INPUT)[-1] == "19"
    qtbot.keyClick(table, Qt.Key.Key_7, Qt.KeyboardModifier.AltModifier)
    assert column(panel, Column.INPUT) == [str(t) for t in range(20)]


def test_it_is_copied_with_every_digit(open_window: Open, qtbot: QtBot) -> None:
    panel = opened(qtbot, open_window())
    panel.table.copy()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[:4] == ["t", "speed", "prediction", "residual"]
    table = np.array([[float(cell) for cell in line.split("\t")] for line in lines[1:]])
    assert table.shape == (20, 7)
    assert table[:, 6].mean() == pytest.approx(-63466.40846631527, rel=1e-15)
    assert np.float32(table[19, 1]) == panel.table.model().by_hand.targets[19]
    panel.table.selectRow(3)
    panel.table.copy()
    assert QGuiApplication.clipboard().text().splitlines()[1].startswith("3.0\t32.25")


def test_the_row_under_the_mouse_is_the_point_picked_everywhere(
    open_window: Open, qtbot: QtBot
) -> None:
    window = open_window()
    panel = opened(qtbot, window)
    qtbot.mouseMove(panel.table.viewport(), middle_of(panel.table, 2, Column.RESIDUAL))
    qtbot.waitUntil(lambda: window.picks.pointed == 2)
    assert window.picks.lit.parts == {"residuals"}
    qtbot.mouseMove(panel.table.viewport(), middle_of(panel.table, 3))
    qtbot.waitUntil(lambda: window.picks.pointed == 3)
    assert window.picks.lit.parts == frozenset()
    qtbot.mouseMove(window, QPoint(2, 2))
    panel.table.leaveEvent(None)  # type: ignore[arg-type]
    assert window.picks.pointed is None


def test_a_point_chosen_by_the_keys_is_picked(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    panel = opened(qtbot, window)
    panel.table.setFocus()
    assert window.picks.point == 19
    qtbot.keyClick(panel.table, Qt.Key.Key_BracketLeft)
    assert window.picks.point == 18
    qtbot.keyClick(panel.table, Qt.Key.Key_BracketLeft)
    assert window.picks.point == 17
    qtbot.keyClick(panel.table, Qt.Key.Key_BracketRight)
    assert window.picks.point == 18
    # Up and Down alone, and letters, are the window's.
    row = panel.table.currentIndex().row()
    qtbot.keyClick(panel.table, Qt.Key.Key_Up)
    assert panel.table.currentIndex().row() == row
    letter = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier, "A")
    QApplication.sendEvent(panel.table, letter)
    assert not letter.isAccepted()


def test_a_point_pointed_at_elsewhere_comes_into_view_and_is_marked(
    open_window: Open, qtbot: QtBot
) -> None:
    window = open_window(data=RollerCoaster(points=500))
    panel = opened(qtbot, window)
    window.picks.point_at(333)
    table = panel.table
    assert table.viewport().rect().contains(middle_of(table, 333))
    assert drawing(table.viewport()).filled(LIGHT.warning)


def test_what_is_left_over_is_named(open_window: Open, qtbot: QtBot) -> None:
    panel = opened(qtbot, open_window(zero_grad=False), 2)
    note = said(panel, "byHandNote").replace("\n", "")
    assert note.startswith("params.grad holds −91074: this epoch’s −27608, and")
    assert "−63466 left over, because zero_grad is off." in note


def test_held_out_and_standardised_are_said(open_window: Open, qtbot: QtBot) -> None:
    panel = opened(qtbot, open_window(held_out=0.2, standardise=True))
    assert len(column(panel, Column.INPUT)) == 16
    note = said(panel, "byHandNote").replace("\n", "")
    assert "4 held-out points take no part." in note
    assert "The inputs are standardised" in note
    header = panel.table.model().headerData(Column.INPUT, Qt.Orientation.Horizontal)
    assert header == "t\nstandardised"


def test_without_requires_grad_it_can_be_calculated_by_hand(
    open_window: Open, qtbot: QtBot
) -> None:
    window = open_window(requires_grad=False)
    panel = opened(qtbot, window, 0)
    trigger(window, "stepStageAction", 3)
    qtbot.waitUntil(lambda: window.player.failure is not None)
    trigger(window, "by_handViewAction")
    settle(qtbot, window)
    assert said(panel, "byHandMean") == "−63466.4085"
    assert said(panel, "byHandAutograd").startswith("none: requires_grad is off")


def test_numbers_that_are_none_are_shown_as_they_are(open_window: Open, qtbot: QtBot) -> None:
    panel = opened(qtbot, open_window(formula="a/t + b"))
    assert column(panel, Column.LOCAL)[0] == "∞"
    assert column(panel, Column.PART)[0] in ("∞", "−∞", "not a number")
    assert said(panel, "byHandMean") in ("∞", "−∞", "not a number")


def test_a_derivative_too_long_to_write_is_said_to_be(open_window: Open, qtbot: QtBot) -> None:
    panel = opened(qtbot, open_window(formula="+".join(["sin(a*t)*a"] * 60), learning_rate=1e-9))
    assert not panel.findChild(TypesetLabel, "byHandDerivative").isVisible()
    assert "∂f/∂a is too long to be written down" in said(panel, "byHandNote").replace("\n", "")
    assert float(column(panel, Column.LOCAL)[3].replace("−", "-")) != 0


def test_hidden_behind_another_tab_it_asks_nothing(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    panel = opened(qtbot, window)
    trigger(window, "fitViewAction")
    trigger(window, "stepEpochAction")
    until_shown(qtbot, window, "epoch 2 / ")
    settle(qtbot, window)
    assert said(panel, "byHandEpoch") == "in epoch 1"
    trigger(window, "by_handViewAction")
    settle(qtbot, window)
    assert said(panel, "byHandEpoch") == "in epoch 2"


def test_another_run_has_its_own_table(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    panel = opened(qtbot, window)
    window.change({"formula": "k*t"})
    until_shown(qtbot, window, "epoch 0 /")
    settle(qtbot, window)
    combo = panel.findChild(QComboBox, "byHandParam")
    assert [combo.itemText(k) for k in range(combo.count())] == ["k"]
    assert column(panel, Column.PART)[5] == NOTHING


@pytest.mark.parametrize("size", [(1024, 700), (1440, 900), (1920, 1080)])
@pytest.mark.parametrize("formula", ["a*(t**2) + b*(t) + c", "1e9*a*tanh(b*t + c)*d*exp(-k*t)"])
def test_no_number_is_cut(
    open_window: Open, qtbot: QtBot, size: tuple[int, int], formula: str
) -> None:
    window = open_window(formula=formula, learning_rate=1e-30)
    window.resize(*size)
    panel = opened(qtbot, window)
    table = panel.table
    assert {Column.PREDICTION} <= {*Column} - {*table.omitted} or size[0] == 1024
    metrics = table.fontMetrics()
    for which in {*Column} - {*table.omitted, Column.BAR}:
        for text in column(panel, which):
            assert metrics.horizontalAdvance(text) <= table.columnWidth(which) * 1.1, which
    wide = sum(table.columnWidth(which) for which in {*Column} - {*table.omitted})
    assert wide <= table.viewport().width()
    if table.omitted:
        assert "No room here for" in said(panel, "byHandNote")


def test_many_points_stay_quick_to_walk_through(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(data=RollerCoaster(points=100_000))
    panel = opened(qtbot, window)
    table = panel.table
    assert table.model().rowCount() == 100_000
    table.sort_by(Column.PART)
    table.scrollToBottom()
    assert 5 < len(drawing(table.viewport()).texts) < 1_000
