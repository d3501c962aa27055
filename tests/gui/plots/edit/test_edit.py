"""Editing the data by hand: dragging, adding, removing, with the mouse and with keys."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment, Points
from engine.numbers import exact
from engine.runs import Stage
from gui.plots.base.plot import told
from gui.plots.edit.editable import HELP
from gui.plots.fit import FitPlot
from gui.plots.points import MOST_POINTS
from gui.run import View
from gui.theme import DARK, LIGHT, Theme
from tests.gui.drawn import Mark, drawing
from tests.gui.plots.helpers import click, move, place_of, shown, start_view, wheel
from tests.gui.plots.helpers import drag as pan
from tests.gui.views import make_view
from tests.gui.windows import at_front

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
NO_KEY = Qt.KeyboardModifier.NoModifier
LEFT, RIGHT, NO_BUTTON = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton(0)


@pytest.fixture(scope="module")
def view() -> View:
    return make_view(epochs=3)


@pytest.fixture(scope="module")
def held_out_view() -> View:
    return make_view(Experiment(held_out=0.3), epochs=3)


@pytest.fixture
def plot(qtbot: QtBot, view: View) -> Iterator[FitPlot]:
    plot = FitPlot()
    shown(qtbot, plot)
    plot.draw(view)
    yield plot
    plot.hide()


@pytest.fixture
def edits(plot: FitPlot) -> list[tuple[np.ndarray, np.ndarray]]:
    """What the plot asked for so far."""
    edits: list[tuple[np.ndarray, np.ndarray]] = []
    plot.pointsEdited.connect(lambda inputs, targets: edits.append((inputs, targets)))
    return edits


def place(plot: FitPlot, row: int) -> QPoint:
    """Where on the canvas the point `row` is."""
    at = plot.edits.handles.place(row)
    assert at is not None
    return place_of(plot, *at)


def press(plot: FitPlot, at: QPoint, button: Qt.MouseButton = LEFT) -> None:
    QTest.mousePress(plot.canvas.viewport(), button, NO_KEY, at)


def release(plot: FitPlot, at: QPoint, button: Qt.MouseButton = LEFT) -> None:
    QTest.mouseRelease(plot.canvas.viewport(), button, NO_KEY, at)


def double_click(plot: FitPlot, at: QPoint, button: Qt.MouseButton = LEFT) -> None:
    """Two presses and two releases, as a person's hand makes them."""
    press(plot, at, button)
    release(plot, at, button)
    QTest.mouseDClick(plot.canvas.viewport(), button, NO_KEY, at)
    release(plot, at, button)


def pull(plot: FitPlot, at: QPoint, buttons: Qt.MouseButton = LEFT) -> None:
    """Move the mouse to `at` with `buttons` down."""
    viewport = plot.canvas.viewport()
    where = QPointF(at)
    event = QMouseEvent(
        QEvent.Type.MouseMove, where, viewport.mapToGlobal(where), NO_BUTTON, buttons, NO_KEY
    )
    QApplication.sendEvent(viewport, event)


def drag(plot: FitPlot, start: QPoint, *ways: QPoint) -> None:
    """Press at `start`, go by all of `ways`, and release at the last."""
    press(plot, start)
    for way in ways:
        pull(plot, way)
    release(plot, ways[-1])


def key(plot: FitPlot, key: Qt.Key, modifiers: Qt.KeyboardModifier = NO_KEY) -> None:
    QTest.keyClick(plot, key, modifiers)


def shape(plot: FitPlot) -> Qt.CursorShape:
    return plot.canvas.viewport().cursor().shape()


def run_of(inputs: np.ndarray, targets: np.ndarray, **fields: Any) -> View:
    """The run of edited points, as the window begins it."""
    data = Points(inputs=tuple(inputs.tolist()), targets=tuple(targets.tolist()))
    return make_view(Experiment(data=data, **fields), epochs=3)


def arrays(view: View) -> tuple[np.ndarray, np.ndarray]:
    facts = view.facts
    return facts.data_inputs.astype(np.float64), facts.data_targets.astype(np.float64)


def test_what_is_told_goes_when_a_drag_ends(plot: FitPlot) -> None:
    point, away = place(plot, 3), place_of(plot, 5.5, 120)
    # A point, and the view: both are where they should be, and nothing stands over them.
    for start, end in ((point, away), (place_of(plot, 2, -250), place_of(plot, 4, -200))):
        move(plot, start)
        pan(plot, start, start + QPoint(20, -20), end)
        assert not plot.tip.isVisible()
        assert len(plot.hovered_ring.x) == 0
    move(plot, place(plot, 7))
    assert plot.tip.isVisible()
    # A click is no drag.
    click(plot, place(plot, 7))
    assert plot.tip.isVisible()


# --- the mouse


def test_a_point_under_the_mouse_is_marked_and_can_be_taken(plot: FitPlot) -> None:
    at = place(plot, 7)
    move(plot, at + QPoint(0, 60))
    assert shape(plot) == Qt.CursorShape.ArrowCursor
    assert len(plot.hovered_ring.x) == len(plot.marked_dots.x) == 0
    move(plot, at + QPoint(3, 3))
    assert shape(plot) == Qt.CursorShape.OpenHandCursor
    assert plot.hovered_ring.x.tolist() == plot.marked_dots.x.tolist() == [7.0]
    assert plot.tip.text().splitlines()[-1] == "drag to move; click, then Delete removes"
    move(plot, at + QPoint(0, 60))
    assert shape(plot) == Qt.CursorShape.ArrowCursor
    assert len(plot.hovered_ring.x) == len(plot.marked_dots.x) == 0


def test_a_point_follows_the_mouse_and_one_edit_is_made_of_it(
    plot: FitPlot, view: View, edits: list[Any]
) -> None:
    inputs, targets = arrays(view)
    before, at = plot.visible(), place(plot, 3)
    aim = place_of(plot, 5.5, 120)
    press(plot, at)
    assert shape(plot) == Qt.CursorShape.ClosedHandCursor
    for way in (at + QPoint(10, -10), aim):
        pull(plot, way)
        x, y = plot.data_dots.x[3], plot.data_dots.y[3]
        assert (place_of(plot, x, y) - way).manhattanLength() <= 3
        assert plot.residuals.getData()[0][6:8].tolist() == [x, x]
        assert plot.residuals.getData()[1][7] == y
    assert edits == []
    assert plot.prediction_dots.x[3] == 3
    assert view.snapshot.updated_predictions is not None
    assert plot.prediction_dots.y[3] == view.snapshot.updated_predictions[3]
    assert plot.tip.text().splitlines() == [
        f"time t (seconds) = {exact(x)}",
        f"target {exact(y)}",
        "release to keep, Escape takes back",
    ]
    # The residual begins where the curve is.
    curve = np.interp(x, view.facts.curve_inputs, view.snapshot.updated_curve)
    assert plot.residuals.getData()[1][6] == pytest.approx(curve)
    release(plot, aim)
    (edit,) = edits
    assert edit[0].dtype == edit[1].dtype == np.float64
    assert (edit[0][3], edit[1][3]) == (x, y) == pytest.approx((5.5, 120), abs=2)
    np.testing.assert_array_equal(np.delete(edit[0], 3), np.delete(inputs, 3))
    np.testing.assert_array_equal(np.delete(edit[1], 3), np.delete(targets, 3))
    assert plot.visible() == before
    assert plot.selected_ring.x.tolist() == [x]
    # It stays where it was put until the new run comes.
    plot.draw(replace(view, cursor=2))
    assert plot.data_dots.x[3] == x


def test_a_drag_gives_numbers_that_people_can_read(
    plot: FitPlot, view: View, edits: list[Any]
) -> None:
    at = place(plot, 3)
    drag(plot, at, at + QPoint(0, -40))
    # Straight up: the input is what it was, to the last bit.
    assert edits[0][0][3] == 3.0
    assert edits[0][1][3] == round(edits[0][1][3])
    drag(plot, place(plot, 3), place(plot, 3) + QPoint(40, 0))
    assert edits[1][1][3] == edits[0][1][3]
    assert edits[1][0][3] == round(edits[1][0][3], 2) != 3.0


def test_the_squares_follow_too(plot: FitPlot) -> None:
    plot.draw(make_view(epochs=3, stage=Stage.LOSS))
    scale, area = plot.squares.sceneTransform(), plot.box.sceneBoundingRect()
    before = plot.squares.squares(scale, area)
    at = place(plot, 3)
    press(plot, at)
    pull(plot, at + QPoint(0, -50))
    after = plot.squares.squares(scale, area)
    assert after[3] != before[3]
    assert after[:3] + after[4:] == before[:3] + before[4:]


def test_a_point_is_dragged_before_the_first_epoch(plot: FitPlot, edits: list[Any]) -> None:
    plot.draw(start_view())
    drag(plot, place(plot, 3), place_of(plot, 5, 50))
    assert len(edits) == 1
    assert len(plot.residuals.getData()[0]) == 0


def test_held_out_points_are_edited_in_the_data_s_order(
    plot: FitPlot, held_out_view: View, edits: list[Any]
) -> None:
    plot.draw(held_out_view)
    inputs, targets = arrays(held_out_view)
    facts = held_out_view.facts
    for k in range(len(facts.held_out_inputs)):
        row = int(np.flatnonzero(inputs == facts.held_out_inputs[k])[0])
        assert plot.edits.handles.held_out[plot.edits.handles.index(row)]
        press(plot, place(plot, row))
        pull(plot, place_of(plot, 4.25, 150))
        assert plot.held_out_dots.y[k] == pytest.approx(150, abs=2)
        assert len(plot.marked_held_out_dots.x) == 1
        assert "held out" in plot.tip.text()
        release(plot, place_of(plot, 4.25, 150))
        assert np.flatnonzero(edits[-1][1] != targets).tolist() == [row]
        plot.take_back_edit()
    assert len(edits) == len(facts.held_out_inputs) > 0


def test_escape_takes_a_drag_back(plot: FitPlot, view: View, edits: list[Any]) -> None:
    before, at = plot.visible(), place(plot, 3)
    press(plot, at)
    pull(plot, at + QPoint(30, -30))
    key(plot, Key.Key_Escape)
    np.testing.assert_array_equal(plot.data_dots.x, view.facts.inputs)
    np.testing.assert_array_equal(plot.data_dots.y, view.facts.targets)
    # The rest of the gesture neither drags nor pans.
    pull(plot, at + QPoint(60, -60))
    release(plot, at + QPoint(60, -60))
    assert edits == []
    assert plot.visible() == before
    np.testing.assert_array_equal(plot.data_dots.y, view.facts.targets)


def test_a_drag_out_and_back_is_no_edit(plot: FitPlot, view: View, edits: list[Any]) -> None:
    at = place(plot, 3)
    drag(plot, at, at + QPoint(30, -30), at)
    assert edits == []
    np.testing.assert_array_equal(plot.data_dots.y, view.facts.targets)


def test_a_point_stays_in_the_view(plot: FitPlot, edits: list[Any]) -> None:
    drag(plot, place(plot, 3), QPoint(2000, -900))
    _, right, _, top = plot.visible()
    assert edits[0][0][3] == pytest.approx(right, abs=0.1)
    assert edits[0][1][3] == pytest.approx(top, abs=2)


def test_a_click_selects_and_a_click_elsewhere_does_no_longer(
    plot: FitPlot, edits: list[Any]
) -> None:
    at = place(plot, 7)
    press(plot, at)
    pull(plot, at + QPoint(1, 1))
    release(plot, at + QPoint(1, 1))
    assert plot.edits.selected == 7
    assert plot.selected_ring.x.tolist() == [7.0]
    move(plot, at)
    assert plot.tip.text().splitlines()[-1] == "drag to move, Delete removes"
    click(plot, place_of(plot, 10, 100))
    assert plot.edits.selected is None
    assert len(plot.selected_ring.x) == 0
    assert edits == []


def test_panning_and_zooming_leave_the_points_alone(plot: FitPlot, edits: list[Any]) -> None:
    click(plot, place(plot, 7))
    before = plot.visible()
    wheel(plot, place_of(plot, 10, 100), 3)
    assert plot.visible() != before
    assert plot.edits.selected == 7
    assert edits == []


def test_what_else_the_mouse_does_during_a_drag_is_left_out(
    plot: FitPlot, edits: list[Any]
) -> None:
    before, at = plot.visible(), place(plot, 3)
    press(plot, at)
    pull(plot, at + QPoint(10, -10))
    wheel(plot, at, 3)
    press(plot, at + QPoint(10, -10), RIGHT)
    pull(plot, at + QPoint(20, -20), LEFT | RIGHT)
    release(plot, at + QPoint(20, -20), RIGHT)
    key(plot, Key.Key_Delete)
    assert plot.visible() == before
    assert edits == []
    release(plot, at + QPoint(20, -20))
    assert len(edits) == 1
    assert len(edits[0][0]) == 20


def test_a_release_that_nobody_told_of_takes_the_drag_back(
    plot: FitPlot, view: View, edits: list[Any]
) -> None:
    at = place(plot, 3)
    press(plot, at)
    pull(plot, at + QPoint(30, -30))
    move(plot, at + QPoint(40, -40))
    np.testing.assert_array_equal(plot.data_dots.y, view.facts.targets)
    assert edits == []


def test_a_double_click_adds_a_point_and_does_not_zoom(
    plot: FitPlot, view: View, edits: list[Any]
) -> None:
    before = plot.visible()
    double_click(plot, place_of(plot, 12, -150))
    (edit,) = edits
    inputs, targets = arrays(view)
    np.testing.assert_array_equal(edit[0][:-1], inputs)
    np.testing.assert_array_equal(edit[1][:-1], targets)
    assert (edit[0][-1], edit[1][-1]) == pytest.approx((12, -150), abs=2)
    assert plot.visible() == before
    assert plot.data_dots.x[-1] == edit[0][-1]
    assert plot.edits.selected == 20
    # It is there at once, although no run knows it yet.
    drag(plot, place(plot, 20), place_of(plot, 14, -100))
    assert edits[1][0][-1] == pytest.approx(14, abs=0.1)
    assert len(edits[1][0]) == 21


@pytest.mark.parametrize("where", ["point", "axis", "other button"])
def test_a_double_click_elsewhere_adds_nothing(plot: FitPlot, edits: list[Any], where: str) -> None:
    at = {"point": place(plot, 3), "axis": QPoint(5, 60)}.get(where, place_of(plot, 12, -150))
    double_click(plot, at, RIGHT if where == "other button" else LEFT)
    assert edits == []


def test_there_can_be_no_more_points_than_the_engine_takes(
    plot: FitPlot, edits: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gui.plots.edit.edit.MAX_POINTS", 20)
    double_click(plot, place_of(plot, 12, -150))
    assert edits == []
    assert plot.note.isVisible()
    assert plot.note.text() == "There can be no more than 20 points."


# --- removing


@pytest.mark.parametrize("with_key", [Key.Key_Delete, Key.Key_Backspace])
def test_the_selected_point_is_removed(
    plot: FitPlot, view: View, edits: list[Any], with_key: Qt.Key
) -> None:
    click(plot, place(plot, 7))
    key(plot, with_key)
    (edit,) = edits
    inputs, targets = arrays(view)
    np.testing.assert_array_equal(edit[0], np.delete(inputs, 7))
    np.testing.assert_array_equal(edit[1], np.delete(targets, 7))
    np.testing.assert_array_equal(plot.data_dots.x, np.delete(inputs, 7))
    np.testing.assert_array_equal(plot.residuals.getData()[0][::2], np.delete(inputs, 7))
    assert plot.edits.selected is None
    # Nothing is selected now, and that is said.
    key(plot, with_key)
    assert len(edits) == 1
    assert "Select a point first" in plot.note.text()


def test_the_last_two_points_stay(plot: FitPlot, edits: list[Any]) -> None:
    plot.draw(run_of(np.array([1.0, 2.0, 3.0]), np.array([1.0, 2.0, 1.0])))
    for _ in range(2):
        click(plot, place(plot, 1))
        key(plot, Key.Key_Delete)
    assert len(edits) == 1
    assert plot.note.isVisible()
    assert plot.note.text() == "The last two points stay: there must be something to fit."
    assert len(plot.data_dots.x) == 2
    # The note stays while epochs are drawn, and goes with the next thing that is done.
    plot.draw(plot._view)
    assert plot.note.isVisible()
    click(plot, place(plot, 0))
    assert not plot.note.isVisible()


# --- the keys


def test_keys_select_points_from_left_to_right(plot: FitPlot, edits: list[Any]) -> None:
    plot.draw(run_of(np.array([3.0, 1.0, 2.0, 1.0]), np.array([0.0, 5.0, 0.0, 0.0])))
    found = []
    for with_key in (Key.Key_BracketRight, Key.Key_PageDown, *[Key.Key_BracketRight] * 3):
        key(plot, with_key)
        found.append(plot.edits.selected)
    assert found == [3, 1, 2, 0, 0]
    for with_key in (Key.Key_BracketLeft, Key.Key_PageUp, *[Key.Key_BracketLeft] * 2):
        key(plot, with_key)
        found.append(plot.edits.selected)
    assert found[5:] == [2, 1, 3, 3]
    assert edits == []


def test_what_is_selected_by_keys_is_told(plot: FitPlot, view: View) -> None:
    assert "[ and ]" in plot.accessibleDescription()
    key(plot, Key.Key_BracketRight)
    key(plot, Key.Key_BracketRight)
    target = told(float(view.facts.targets[1]))
    assert plot.tip.isVisible()
    assert plot.tip.text().splitlines()[:2] == ["time t (seconds) = 1.0", f"target {target}"]
    assert "Alt+arrows move" in plot.tip.text()
    assert (plot.tip.pos() - place(plot, 1)).manhattanLength() < 120
    told_of_it = f"time t (seconds) = 1.0, target {target}, prediction "
    assert plot.accessibleDescription().startswith(told_of_it)
    # The tip stays with the point when the view moves, and goes with the selection.
    plot.set_visible(-20, 40, -300, 200)
    assert (plot.tip.pos() - place(plot, 1)).manhattanLength() < 120
    key(plot, Key.Key_Escape)
    assert plot.edits.selected is None
    assert not plot.tip.isVisible()
    assert not plot.accessibleDescription().startswith("time")


def test_the_mouse_takes_over_from_the_keys(plot: FitPlot) -> None:
    key(plot, Key.Key_BracketRight)
    move(plot, place(plot, 7))
    assert plot.tip.text().startswith("time t (seconds) = 7.0\n")
    assert plot.edits.selected == 0


def test_a_point_selected_by_keys_comes_into_the_view(plot: FitPlot) -> None:
    click(plot, place(plot, 5))
    plot.set_visible(4, 5.5, -20, 60)
    key(plot, Key.Key_BracketRight)
    left, right, bottom, top = plot.visible()
    assert left < 6 < right
    assert bottom < plot.edits.handles.place(6)[1] < top
    assert (right - left, top - bottom) == pytest.approx((1.5, 80))


def test_after_a_removal_the_keys_go_on_from_there(plot: FitPlot) -> None:
    click(plot, place(plot, 7))
    key(plot, Key.Key_Delete)
    key(plot, Key.Key_BracketRight)
    assert plot.edits.handles.place(plot.edits.selected)[0] == 8.0
    key(plot, Key.Key_Delete)
    key(plot, Key.Key_BracketLeft)
    assert plot.edits.handles.place(plot.edits.selected)[0] == 6.0


@pytest.mark.parametrize(
    ("arrow", "step"),
    [
        (Key.Key_Left, (-1, 0)),
        (Key.Key_Right, (1, 0)),
        (Key.Key_Up, (0, 1)),
        (Key.Key_Down, (0, -1)),
    ],
)
def test_an_arrow_key_moves_the_point_by_a_hundredth_of_the_view(
    plot: FitPlot, view: View, edits: list[Any], arrow: Qt.Key, step: tuple[int, int]
) -> None:
    left, right, bottom, top = plot.visible()
    click(plot, place(plot, 7))
    key(plot, arrow, ALT)
    (edit,) = edits
    inputs, targets = arrays(view)
    moved = edit[0][7] - inputs[7], edit[1][7] - targets[7]
    wanted = step[0] * 0.01 * (right - left), step[1] * 0.01 * (top - bottom)
    assert moved == pytest.approx(wanted, abs=0.6 * (top - bottom) / plot.box.height())
    # What an arrow does not touch keeps every digit.
    assert [each == 0 for each in moved] == [each == 0 for each in step]
    # Pressed again, it goes on from there, whether the new run has come or not.
    key(plot, arrow, ALT)
    assert len(edits) == 2
    again = edits[1][0][7] - edit[0][7], edits[1][1][7] - edit[1][7]
    assert again == pytest.approx(wanted, abs=0.6 * (top - bottom) / plot.box.height())


def hold(plot: FitPlot, arrow: Qt.Key, times: int) -> None:
    """Hold Alt and `arrow` so long that it repeats `times` times."""
    for k in range(times):
        event = QKeyEvent(QEvent.Type.KeyPress, arrow, ALT, "", k > 0)
        QApplication.sendEvent(plot, event)
        if k:
            QApplication.sendEvent(plot, QKeyEvent(QEvent.Type.KeyRelease, arrow, ALT, "", True))


def let_go(plot: FitPlot, which: Qt.Key) -> None:
    QApplication.sendEvent(plot, QKeyEvent(QEvent.Type.KeyRelease, which, NO_KEY))


@pytest.mark.parametrize("released", [Key.Key_Right, Key.Key_Alt])
def test_a_key_that_is_held_is_one_edit(plot: FitPlot, edits: list[Any], released: Qt.Key) -> None:
    click(plot, place(plot, 7))
    hold(plot, Key.Key_Right, 5)
    assert plot.data_dots.x[7] == pytest.approx(7 + 0.05 * 20, abs=0.1)
    assert edits == []
    let_go(plot, released)
    assert len(edits) == 1
    let_go(plot, Key.Key_Right)
    assert len(edits) == 1


def test_escape_takes_a_move_by_keys_back(plot: FitPlot, edits: list[Any]) -> None:
    click(plot, place(plot, 7))
    hold(plot, Key.Key_Right, 5)
    key(plot, Key.Key_Escape)
    let_go(plot, Key.Key_Right)
    assert edits == []
    assert plot.data_dots.x[7] == 7
    assert plot.edits.selected == 7


def test_a_move_by_keys_ends_with_the_mouse_or_another_key(plot: FitPlot, edits: list[Any]) -> None:
    click(plot, place(plot, 7))
    hold(plot, Key.Key_Right, 2)
    press(plot, place_of(plot, 12, -150))
    assert len(edits) == 1
    release(plot, place_of(plot, 12, -150))
    click(plot, place(plot, 7))
    hold(plot, Key.Key_Up, 2)
    key(plot, Key.Key_BracketRight)
    assert len(edits) == 2
    assert plot.edits.selected == 8


def test_a_move_by_keys_ends_with_the_focus(qtbot: QtBot, view: View) -> None:
    window, plot, other = QWidget(), FitPlot(), QLineEdit()
    layout = QVBoxLayout(window)
    layout.addWidget(plot)
    layout.addWidget(other)
    qtbot.addWidget(window)
    window.resize(500, 400)
    at_front(qtbot, window)
    plot.draw(view)
    edits = []
    plot.pointsEdited.connect(lambda *edit: edits.append(edit))
    other.setFocus()
    press(plot, place(plot, 7))
    release(plot, place(plot, 7))
    assert plot.hasFocus()
    hold(plot, Key.Key_Right, 2)
    assert plot.tip.isVisible()
    other.setFocus()
    assert len(edits) == 1
    assert not plot.tip.isVisible()
    # By Tab too.
    plot.setFocus(Qt.FocusReason.TabFocusReason)
    assert plot.hasFocus()
    window.hide()


def test_a_point_is_added_with_a_key(plot: FitPlot, edits: list[Any]) -> None:
    left, right, bottom, top = plot.visible()
    key(plot, Key.Key_Insert)
    middle = (left + right) / 2, (bottom + top) / 2
    assert (edits[0][0][-1], edits[0][1][-1]) == pytest.approx(middle, abs=2)
    assert plot.edits.selected == 20
    assert plot.tip.isVisible()


def test_arrows_without_a_point_say_what_to_do(plot: FitPlot, edits: list[Any]) -> None:
    key(plot, Key.Key_Right, ALT)
    assert edits == []
    assert plot.note.text() == "Select a point first: click it, or press [ or ]."


@pytest.mark.parametrize(
    ("which", "modifiers", "taken"),
    [
        (Key.Key_Delete, NO_KEY, True),
        (Key.Key_Backspace, NO_KEY, True),
        (Key.Key_BracketLeft, NO_KEY, True),
        (Key.Key_PageDown, NO_KEY, True),
        (Key.Key_Insert, NO_KEY, True),
        (Key.Key_Escape, NO_KEY, True),
        (Key.Key_Left, ALT, True),
        (Key.Key_Left, NO_KEY, False),
        (Key.Key_Right, NO_KEY, False),
        (Key.Key_Down, NO_KEY, False),
        (Key.Key_Space, NO_KEY, False),
        (Key.Key_Home, NO_KEY, False),
        (Key.Key_End, NO_KEY, False),
        (Key.Key_Z, Qt.KeyboardModifier.ControlModifier, False),
        (Key.Key_Up, Qt.KeyboardModifier.ControlModifier | ALT, False),
    ],
)
def test_only_the_keys_that_edit_are_kept_from_the_window(
    plot: FitPlot, which: Qt.Key, modifiers: Qt.KeyboardModifier, taken: bool
) -> None:
    click(plot, place(plot, 7))
    event = QKeyEvent(QEvent.Type.ShortcutOverride, which, modifiers)
    event.ignore()
    QApplication.sendEvent(plot, event)
    assert event.isAccepted() == taken
    event = QKeyEvent(QEvent.Type.KeyPress, which, modifiers)
    QApplication.sendEvent(plot, event)
    assert event.isAccepted() == taken


def test_escape_is_the_window_s_where_there_is_nothing_to_take_back(plot: FitPlot) -> None:
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Key.Key_Escape, NO_KEY)
    event.ignore()
    QApplication.sendEvent(plot, event)
    assert not event.isAccepted()


# --- when the data may not be edited


def test_while_it_plays_nothing_is_edited_and_it_says_why(
    plot: FitPlot, view: View, edits: list[Any]
) -> None:
    plot.set_state("playing")
    at = place(plot, 7)
    move(plot, at)
    assert shape(plot) == Qt.CursorShape.ArrowCursor
    assert plot.tip.text().splitlines()[-1] == "pause to edit the data"
    before = plot.visible()
    pan(plot, at, at + QPoint(20, 20), at + QPoint(40, 40))
    assert plot.visible()[0] < before[0]
    np.testing.assert_array_equal(plot.data_dots.y, view.facts.targets)
    double_click(plot, place_of(plot, 12, -150))
    assert plot.note.text() == "pause to edit the data"
    click(plot, place(plot, 7))
    assert plot.edits.selected == 7
    assert not plot.note.isVisible()
    for which, modifiers in (
        (Key.Key_Delete, NO_KEY),
        (Key.Key_Right, ALT),
        (Key.Key_Insert, NO_KEY),
    ):
        key(plot, which, modifiers)
        assert plot.note.text() == "pause to edit the data"
    assert edits == []
    assert "pause to edit the data" in plot.accessibleDescription()
    plot.set_state("paused")
    assert not plot.note.isVisible()
    key(plot, Key.Key_Delete)
    assert len(edits) == 1


def test_a_drag_is_taken_back_when_it_begins_to_play(
    plot: FitPlot, view: View, edits: list[Any]
) -> None:
    before, at = plot.visible(), place(plot, 3)
    press(plot, at)
    pull(plot, at + QPoint(30, -30))
    plot.set_state("playing")
    np.testing.assert_array_equal(plot.data_dots.y, view.facts.targets)
    release(plot, at + QPoint(30, -30))
    assert edits == []
    assert plot.visible() == before


def test_without_data_there_is_nothing_to_edit(qtbot: QtBot) -> None:
    plot = FitPlot()
    shown(qtbot, plot)
    edits = []
    plot.pointsEdited.connect(lambda *edit: edits.append(edit))
    double_click(plot, QPoint(200, 150))
    for which in (Key.Key_BracketRight, Key.Key_Delete, Key.Key_Insert):
        key(plot, which)
    plot.set_state("playing")
    assert edits == []
    assert not plot.note.isVisible()
    plot.hide()


# --- the run that comes of an edit


def test_the_view_stays_for_the_run_of_an_edit(plot: FitPlot, edits: list[Any]) -> None:
    wheel(plot, place_of(plot, 10, 100), 3)
    zoomed = plot.visible()
    drag(plot, place(plot, 9), place_of(plot, 9.5, 20))
    run = run_of(*edits[0])
    plot.draw(run)
    assert plot.visible() == zoomed
    assert plot.edits.selected == 9
    np.testing.assert_array_equal(plot.data_dots.x, run.facts.inputs)
    assert plot.frame_button.isEnabled()
    plot.show_frame()
    assert plot.visible() != zoomed


def test_the_view_stays_when_an_edit_is_undone_and_done_again(
    plot: FitPlot, view: View, edits: list[Any]
) -> None:
    wheel(plot, place_of(plot, 10, 100), 3)
    zoomed = plot.visible()
    drag(plot, place(plot, 9), place_of(plot, 9.5, 20))
    run = run_of(*edits[0])
    plot.draw(run)
    for shown_again in (view, run, replace(view, facts=replace(view.facts))):
        plot.draw(shown_again)
        assert plot.visible() == zoomed
        np.testing.assert_array_equal(plot.data_dots.y, shown_again.facts.targets)


def test_the_view_goes_to_the_frame_for_any_other_run(plot: FitPlot, edits: list[Any]) -> None:
    drag(plot, place(plot, 9), place_of(plot, 9.5, 20))
    run = run_of(*edits[0])
    plot.draw(run)
    wheel(plot, place_of(plot, 10, 100), 3)
    zoomed = plot.visible()
    # The same data with something else changed, and other data.
    plot.draw(replace(run, facts=replace(run.facts)))
    assert plot.visible() != zoomed
    wheel(plot, place_of(plot, 10, 100), 3)
    zoomed = plot.visible()
    plot.draw(run_of(edits[0][0], edits[0][1] + 1))
    assert plot.visible() != zoomed
    assert plot.edits.selected is None


def test_an_edit_leaves_who_is_held_out_as_it_is(
    plot: FitPlot, held_out_view: View, edits: list[Any]
) -> None:
    def apart(view: View) -> set[tuple[float, float]]:
        facts = view.facts
        return set(
            zip(facts.held_out_inputs.tolist(), facts.held_out_targets.tolist(), strict=True)
        )

    view = held_out_view
    plot.draw(view)
    key(plot, Key.Key_Insert)
    for _ in range(6):
        after = run_of(*edits[-1], held_out=0.3)
        points = len(edits[-1][0])
        assert len(apart(after)) == round(0.3 * points)
        # Of the points that were there and are there still, one gives way at most.
        there = set(zip(*(each.tolist() for each in arrays(after)), strict=True))
        changed = (
            (apart(view) ^ apart(after))
            & there
            & set(zip(*(each.tolist() for each in arrays(view)), strict=True))
        )
        assert len(changed) <= 1
        plot.draw(after)
        view = after
        # A held-out one, a trained one, and the next.
        drawn = plot.edits.handles.rows
        click(plot, place(plot, int(drawn[-1 if points % 2 else 0])))
        key(plot, Key.Key_Delete)
    # One that is moved stays on its side.
    plot.draw(run_of(*edits[-1], held_out=0.3))
    for k in (0, -1):
        row = int(plot.edits.handles.rows[k])
        was = bool(plot.edits.handles.held_out[k])
        drag(plot, place(plot, row), place_of(plot, 6.4, -120 + 30 * k))
        plot.draw(run_of(*edits[-1], held_out=0.3))
        assert plot.edits.handles.held_out[plot.edits.handles.index(row)] == was


def test_edits_build_on_each_other_before_the_run_comes(
    plot: FitPlot, view: View, edits: list[Any]
) -> None:
    drag(plot, place(plot, 3), place_of(plot, 3.5, 100))
    click(plot, place(plot, 5))
    key(plot, Key.Key_Delete)
    double_click(plot, place_of(plot, 12, -150))
    inputs, targets = edits[2]
    assert len(inputs) == 20
    assert inputs[3] == edits[0][0][3]
    assert inputs[5] == 6.0
    np.testing.assert_array_equal(plot.data_dots.x, inputs)
    np.testing.assert_array_equal(plot.data_dots.y, targets)
    # The run of the first edit comes, and that of the last one is still to come.
    before = plot.visible()
    plot.draw(replace(run_of(*edits[0]), superseded=True))
    np.testing.assert_array_equal(plot.data_dots.x, inputs)
    drag(plot, place(plot, 7), place_of(plot, 8.5, -50))
    assert len(edits[3][0]) == 20
    assert edits[3][0][3] == inputs[3]
    plot.draw(run_of(*edits[3]))
    np.testing.assert_array_equal(plot.data_dots.x, np.float32(edits[3][0]))
    assert plot.visible() == before


def test_a_point_stays_in_the_hand_when_the_run_of_the_last_edit_comes(
    plot: FitPlot, edits: list[Any]
) -> None:
    drag(plot, place(plot, 3), place_of(plot, 3.5, 100))
    at = place(plot, 6)
    press(plot, at)
    pull(plot, at + QPoint(0, -20))
    plot.draw(run_of(*edits[0]))
    pull(plot, at + QPoint(0, -40))
    release(plot, at + QPoint(0, -40))
    assert len(edits) == 2
    assert (edits[1][0][3], edits[1][1][3]) == (edits[0][0][3], edits[0][1][3])
    assert edits[1][1][6] > edits[0][1][6]


def test_another_run_takes_the_point_out_of_the_hand(
    plot: FitPlot, held_out_view: View, edits: list[Any]
) -> None:
    at = place(plot, 3)
    press(plot, at)
    pull(plot, at + QPoint(0, -20))
    other = run_of(np.array([1.0, 2.0, 3.0]), np.array([1.0, 2.0, 1.0]))
    plot.draw(other)
    pull(plot, at + QPoint(0, -40))
    release(plot, at + QPoint(0, -40))
    assert edits == []
    np.testing.assert_array_equal(plot.data_dots.y, other.facts.targets)


def test_an_edit_that_could_not_be_used_is_taken_back(
    plot: FitPlot, view: View, edits: list[Any]
) -> None:
    drag(plot, place(plot, 3), place_of(plot, 3.5, 100))
    plot.take_back_edit()
    np.testing.assert_array_equal(plot.data_dots.y, view.facts.targets)
    assert plot.edits.selected is None
    double_click(plot, place_of(plot, 12, -150))
    np.testing.assert_array_equal(edits[1][0][:-1], view.facts.inputs)


def test_points_keep_the_digits_that_they_were_given(plot: FitPlot, edits: list[Any]) -> None:
    inputs, targets = np.array([0.1, 0.2, 0.3]), np.array([0.7, 1 / 3, 0.9])
    plot.draw(run_of(inputs, targets))
    drag(plot, place(plot, 1), place(plot, 1) + QPoint(20, 20))
    assert edits[0][0][[0, 2]].tolist() == [0.1, 0.3]
    plot.draw(run_of(*edits[0]))
    key(plot, Key.Key_Up, ALT)
    assert edits[1][0].tolist() == edits[0][0].tolist()
    assert edits[1][1][[0, 2]].tolist() == [0.7, 0.9]


def test_of_many_points_the_edited_one_stays_in_sight(
    plot: FitPlot, view: View, edits: list[Any]
) -> None:
    n = 100_000
    rng = np.random.default_rng(0)
    inputs = rng.uniform(0, 19, n).astype(np.float32)
    targets = rng.normal(0, 30, n).astype(np.float32)

    def many(inputs: np.ndarray, targets: np.ndarray) -> View:
        data = {"inputs": inputs, "targets": targets}
        facts = replace(view.facts, **data, data_inputs=inputs, data_targets=targets)
        zeros = np.zeros(n, np.float32)
        snapshot = replace(view.snapshot, predictions=zeros, updated_predictions=zeros)
        return replace(view, facts=facts, snapshot=snapshot)

    plot.draw(many(inputs, targets))
    lowest = int(plot.edits.handles.rows[plot.edits.handles.targets.argmin()])
    drag(plot, place(plot, lowest), place_of(plot, 10, 0))
    (edit,) = edits
    assert len(edit[0]) == n
    assert np.flatnonzero(edit[1] != targets).tolist() == [lowest]
    plot.draw(many(np.float32(edit[0]), np.float32(edit[1])))
    assert plot.edits.selected == lowest
    assert plot.selected_ring.y.tolist() == [np.float32(edit[1][lowest])]
    assert "prediction 0.0 → 0.0" in plot.accessibleDescription()
    assert len(plot.data_dots.x) <= MOST_POINTS + 1


def test_a_late_run_says_nothing_of_points_that_it_does_not_know(
    plot: FitPlot, edits: list[Any]
) -> None:
    drag(plot, place(plot, 3), place_of(plot, 3.5, 100))
    click(plot, place(plot, 5))
    key(plot, Key.Key_Delete)
    late, last = run_of(*edits[0]), run_of(*edits[1])
    plot.draw(replace(late, superseded=True))
    move(plot, place(plot, 7))
    assert [line.split(" ")[0] for line in plot.tip.text().splitlines()][:2] == ["t", "target"]
    assert "prediction" not in plot.tip.text()
    # Its residuals end on its curve all the same, where the model was not asked.
    x, y = plot.residuals.getData()
    curve = np.interp(x[::2], late.facts.curve_inputs, late.snapshot.updated_curve)
    np.testing.assert_allclose(y[::2], curve)
    assert len(x) == 2 * 19
    plot.draw(last)
    move(plot, place(plot, 7))
    assert "prediction" in plot.tip.text()


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_marks_are_rings_around_a_point_that_is_drawn_larger(
    plot: FitPlot, held_out_view: View, theme: Theme
) -> None:
    plot.set_theme(theme)
    plot.draw(held_out_view)
    handles = plot.edits.handles
    trained = int(handles.rows[~handles.held_out][2])
    held_out = int(handles.rows[handles.held_out][1])

    def marks() -> list[tuple[int, str, Any, tuple[float, float]]]:
        """Of what lies on top of the points: size, ring or dot, colour, and place."""
        found = []
        for mark in drawing(plot.canvas):
            if mark.kind == "image" and round(mark.right - mark.left) not in (9, 10):
                assert mark.picture is not None
                side = mark.picture.width()
                row = [mark.picture.pixelColor(x, side // 2) for x in range(side)]
                edge = next(colour for colour in row if colour.alpha() > 250)
                middle = ((mark.left + mark.right) / 2, (mark.top + mark.bottom) / 2)
                found.append((side - 2, row[side // 2].name(), edge.getRgb(), middle))
        return found

    click(plot, place(plot, trained))
    plot.canvas.left.emit()
    (ring, _, edge, middle), (dot, inside, _, at) = marks()
    assert ring == 7 + 12
    assert edge == pytest.approx(QColor(theme.ink).getRgb(), abs=4)
    assert (dot, inside) == (7 + 2, theme.data)
    where = place(plot, trained)
    assert middle == pytest.approx((where.x(), where.y()), abs=1)
    assert at == pytest.approx(middle, abs=0.1)
    move(plot, place(plot, held_out))
    hovered, selected, full, hollow = marks()
    assert hovered[0] == 7 + 8
    assert hovered[2] == pytest.approx(QColor(theme.curve).getRgb(), abs=4)
    where = place(plot, held_out)
    assert hovered[3] == hollow[3] == pytest.approx((where.x(), where.y()), abs=1)
    assert selected[3] == full[3] == pytest.approx(middle, abs=0.1)
    assert (hollow[0], hollow[1]) == (7 + 3, theme.panel)
    key(plot, Key.Key_Escape)
    move(plot, QPoint(1, 1))
    assert marks() == []


def test_whether_it_can_be_edited_is_told_at_once(plot: FitPlot) -> None:
    assert plot.accessibleDescription() == HELP
    move(plot, place(plot, 4))
    assert shape(plot) == Qt.CursorShape.OpenHandCursor
    assert plot.tip.text().endswith("drag to move; click, then Delete removes")
    plot.set_state("playing")
    assert plot.accessibleDescription() == "pause to edit the data"
    assert shape(plot) == Qt.CursorShape.ArrowCursor
    assert plot.tip.text().endswith("pause to edit the data")
    plot.set_state("paused")
    assert plot.accessibleDescription() == HELP
    assert plot.tip.text().endswith("drag to move; click, then Delete removes")


def test_a_focused_plot_has_a_frame_in_the_ink(qtbot: QtBot, view: View) -> None:
    plot = FitPlot()
    shown(qtbot, plot)
    plot.draw(view)

    def frames() -> list[Mark]:
        # Nothing else in this ink is as wide as the plot.
        marks = drawing(plot).stroked(LIGHT.ink)
        return [mark for mark in marks if mark.right - mark.left > plot.width() - 4]

    assert frames() == []
    plot.activateWindow()
    plot.setFocus()
    qtbot.waitUntil(plot.hasFocus)
    (frame,) = frames()
    assert (frame.left, frame.top, frame.width) == (1, 1, 2)
    assert (frame.right, frame.bottom) == pytest.approx(
        (plot.width() - 1, plot.height() - 1), abs=1
    )
    plot.hide()
