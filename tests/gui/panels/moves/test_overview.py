"""The overview: one scale for the run, what is marked on it, and the dot that can be moved."""

import math

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.panels.moves.card import MoveCard
from gui.panels.moves.labels import apart
from gui.panels.moves.overview import OverviewPlot
from gui.panels.moves.way_bar import WayBar
from gui.theme import LIGHT
from tests.gui.views import make_view
from tests.gui.windows import at_front

Key = Qt.Key


@pytest.fixture
def card(qtbot: QtBot) -> MoveCard:
    widget = MoveCard("a", 0)
    qtbot.addWidget(widget)
    widget.resize(480, 160)
    at_front(qtbot, widget)
    return widget


def draw(card: MoveCard, cursor: int, common: bool = False) -> OverviewPlot:
    view = make_view(epochs=200, cursor=cursor)
    card.draw(view.snapshot, view.history, view.cursor, view.facts.valley, common=common)
    return card.curves.overview


def columns(plot: OverviewPlot, colour: str) -> list[int]:
    image = plot.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    wanted = QColor(colour).rgb()
    return [
        x
        for x in range(image.width())
        for y in range(image.height())
        if image.pixel(x, y) == wanted
    ]


def test_the_scale_is_the_same_at_every_epoch(card: MoveCard) -> None:
    scales = {
        (scale.low, scale.high, scale.top)
        for cursor in (1, 2, 14, 200)
        if (scale := draw(card, cursor).scale) is not None
    }
    assert len(scales) == 1


def test_a_large_step_looks_large_and_a_small_one_small(card: MoveCard) -> None:
    moved = []
    for cursor in (1, 14):
        plot = draw(card, cursor)
        assert plot.scale is not None
        view = make_view(epochs=200, cursor=cursor)
        cut = view.snapshot.wide_slices[0]
        assert cut.after is not None
        moved.append(abs(plot.scale.x(cut.after[0]) - plot.scale.x(cut.before[0])))
    assert moved[0] > 30
    assert moved[1] < 0.01


def test_the_trail_grows_with_the_epochs(card: MoveCard) -> None:
    assert len(set(columns(draw(card, 14), LIGHT.zero))) > len(
        set(columns(draw(card, 1), LIGHT.zero))
    )


def test_floor_and_best_value_are_told_apart(card: MoveCard) -> None:
    tip = draw(card, 200).toolTip()
    assert "Floor: lowest while the others stand still, at 0.22876" in tip
    assert "Best: where all parameters together fit best, a = 0.74029" in tip


def test_on_the_common_scale_it_reaches_three_to_either_side(card: MoveCard) -> None:
    scale = draw(card, 1, common=True).scale
    assert scale is not None
    assert (scale.high - scale.low, scale.top) == (pytest.approx(6), 80_000)
    assert card.curves.plot.isHidden()
    draw(card, 1)
    assert not card.curves.plot.isHidden()


def test_the_dot_is_dragged_to_a_value(card: MoveCard, qtbot: QtBot) -> None:
    plot, tried = draw(card, 0), []
    card.set_movable(True)
    card.tried.connect(tried.append)
    assert plot.scale is not None
    cut = make_view(epochs=200, cursor=0).snapshot.wide_slices[0]
    ring = plot.scale.point(*cut.before).toPoint()
    goal = QPoint(round(plot.scale.x(0.4)), ring.y())
    qtbot.mousePress(plot, Qt.MouseButton.LeftButton, pos=ring)
    qtbot.mouseMove(plot, goal)
    qtbot.mouseRelease(plot, Qt.MouseButton.LeftButton, pos=goal)
    assert tried[-1] == pytest.approx(0.4, abs=0.02)
    qtbot.mouseMove(plot, ring)
    assert tried[-1] == pytest.approx(0.4, abs=0.02)


def test_a_press_elsewhere_moves_nothing(card: MoveCard, qtbot: QtBot) -> None:
    plot, tried = draw(card, 0), []
    card.set_movable(True)
    card.tried.connect(tried.append)
    corner = QPoint(plot.width() - 3, plot.height() - 3)
    qtbot.mousePress(plot, Qt.MouseButton.LeftButton, pos=corner)
    qtbot.mouseMove(plot, QPoint(20, 20))
    qtbot.mouseRelease(plot, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    assert not tried


def test_keys_move_the_dot_choose_and_drop(card: MoveCard, qtbot: QtBot) -> None:
    plot, tried, said = draw(card, 0), [], []
    card.set_movable(True)
    card.tried.connect(tried.append)
    card.chosen.connect(lambda: said.append("chosen"))
    card.dropped.connect(lambda: said.append("dropped"))
    plot.setFocus()
    here = make_view(cursor=0, epochs=1).snapshot.params[0]
    qtbot.keyClick(plot, Key.Key_Right)
    qtbot.keyClick(plot, Key.Key_Left)
    qtbot.keyClick(plot, Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert tried[0] > here > tried[1]
    assert tried[2] - here > 5 * (tried[0] - here)
    qtbot.keyClick(plot, Key.Key_Return)
    qtbot.keyClick(plot, Key.Key_Escape)
    assert said == ["chosen", "dropped"]


def test_a_dot_that_rests_takes_neither_focus_nor_keys(card: MoveCard, qtbot: QtBot) -> None:
    plot, tried = draw(card, 0), []
    card.set_movable(False)
    card.tried.connect(tried.append)
    assert plot.focusPolicy() == Qt.FocusPolicy.NoFocus
    qtbot.keyClick(plot, Key.Key_Right)
    assert not tried


@pytest.mark.parametrize(
    ("centres", "width"), [([10, 12, 14], 20), ([90, 95, 99], 20), ([0, 50, 100], 30)]
)
def test_labels_that_would_touch_are_pushed_apart(centres: list[float], width: float) -> None:
    edges = apart([float(x) for x in centres], [width] * 3, 0, 110)
    assert np.diff(edges).min() >= width
    assert edges[0] >= 0
    assert edges[-1] + width <= 110


def test_a_key_moves_the_dot_by_a_two_hundredth_of_the_width(card: MoveCard, qtbot: QtBot) -> None:
    plot, tried = draw(card, 0), []
    card.set_movable(True)
    card.tried.connect(tried.append)
    scale = plot.scale
    assert scale is not None
    here = float(make_view(cursor=0, epochs=1).snapshot.params[0])
    step = 0.005 * (scale.high - scale.low)
    pixel = (scale.high - scale.low) / scale.area.width()
    for key, modifier, times in (
        (Key.Key_Right, Qt.KeyboardModifier.NoModifier, 1),
        (Key.Key_Left, Qt.KeyboardModifier.NoModifier, -1),
        (Key.Key_Right, Qt.KeyboardModifier.ShiftModifier, 10),
        (Key.Key_Left, Qt.KeyboardModifier.ShiftModifier, -10),
    ):
        qtbot.keyClick(plot, key, modifier)
        assert tried[-1] == pytest.approx(here + times * step, abs=pixel / 3)
        # As many digits as a third of a pixel needs.
        assert tried[-1] == round(tried[-1], math.ceil(-math.log10(pixel / 3)))
    qtbot.keyClick(plot, Key.Key_Enter)
    with qtbot.waitSignal(card.chosen):
        qtbot.keyClick(plot, Key.Key_Enter)


def test_a_dot_dragged_beyond_the_scale_stays_at_its_end(card: MoveCard, qtbot: QtBot) -> None:
    plot, tried = draw(card, 0), []
    card.set_movable(True)
    card.tried.connect(tried.append)
    scale = plot.scale
    assert scale is not None
    cut = make_view(epochs=200, cursor=0).snapshot.wide_slices[0]
    qtbot.mousePress(plot, Qt.MouseButton.RightButton, pos=scale.point(*cut.before).toPoint())
    qtbot.mouseMove(plot, QPoint(40, 40))
    assert tried == []
    qtbot.mousePress(plot, Qt.MouseButton.LeftButton, pos=scale.point(*cut.before).toPoint())
    assert plot.cursor().shape() == Qt.CursorShape.ClosedHandCursor
    for x, value in ((-20, scale.low), (plot.width() + 20, scale.high)):
        qtbot.mouseMove(plot, QPoint(x, 40))
        assert tried[-1] == pytest.approx(value, abs=0.02)
    qtbot.mouseRelease(plot, Qt.MouseButton.LeftButton, pos=QPoint(40, 40))
    assert plot.cursor().shape() == Qt.CursorShape.OpenHandCursor
    qtbot.mouseMove(plot, QPoint(3, plot.height() - 3))
    assert plot.cursor().shape() == Qt.CursorShape.ArrowCursor


def test_play_takes_the_dot_out_of_the_hand(card: MoveCard, qtbot: QtBot) -> None:
    plot, tried = draw(card, 0), []
    card.set_movable(True)
    assert plot.focusPolicy() == Qt.FocusPolicy.StrongFocus
    assert plot.accessibleDescription() == (
        "Left and Right move the dot, Return starts there, Escape takes it back."
    )
    assert (
        draw(card, 0)
        .toolTip()
        .endswith("Drag the ring, or use Left and Right, to try another start.")
    )
    card.tried.connect(tried.append)
    assert plot.scale is not None
    cut = make_view(epochs=200, cursor=0).snapshot.wide_slices[0]
    qtbot.mousePress(plot, Qt.MouseButton.LeftButton, pos=plot.scale.point(*cut.before).toPoint())
    card.set_movable(False)
    assert plot.accessibleDescription() == ""
    assert "Drag" not in draw(card, 0).toolTip()
    qtbot.mouseMove(plot, QPoint(60, 40))
    card.set_movable(True)
    qtbot.mouseMove(plot, QPoint(80, 40))
    assert tried == []


def test_on_the_common_scale_nothing_is_moved(card: MoveCard) -> None:
    plot = draw(card, 0, common=True)
    card.set_movable(True)
    assert plot.focusPolicy() == Qt.FocusPolicy.NoFocus
    assert plot.toolTip() == (
        "The loss along a from 3 below to 3 above where it is, and from 0 to 80000:\n"
        "every card has this scale."
    )
    draw(card, 0)
    card.set_movable(True)
    assert plot.focusPolicy() == Qt.FocusPolicy.StrongFocus


def test_arrow_keys_are_the_dot_s_and_others_the_window_s(card: MoveCard) -> None:
    plot = draw(card, 0)
    for movable in (True, False):
        card.set_movable(movable)
        for key in (Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Space):
            event = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier)
            event.ignore()
            QApplication.sendEvent(plot, event)
            mine = movable and key in (Key.Key_Left, Key.Key_Right)
            assert event.isAccepted() == mine
            pressed = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
            QApplication.sendEvent(plot, pressed)
            assert pressed.isAccepted() == mine


def test_each_part_asks_for_its_size(card: MoveCard, qtbot: QtBot) -> None:
    sizes = {
        part: (part.sizeHint().width(), part.sizeHint().height())
        for part in (card.curves.overview, card.curves.plot, card.findChild(WayBar), card)
    }
    assert list(sizes.values()) == [
        (150, 90), (200, 110), (100, 12), (440, card.least_height("beside", 440)),
    ]  # fmt: skip
    names = [card.curves.overview.accessibleName(), card.curves.plot.accessibleName()]
    assert names == [
        "The loss along a, at one scale for the whole run", "Loss around this parameter",
    ]  # fmt: skip
