"""What the two plots over the epochs share: the range, the cursor, clicking, dragging, zooming."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from engine.runs import History, Stage
from gui.plots.base.epochs import EpochPlot
from gui.plots.loss import LossPlot
from gui.plots.signs import SignsPlot
from gui.run import View
from gui.theme import DARK, LIGHT
from tests.gui.drawn import drawing
from tests.gui.plots.helpers import click, drag, history_of, place_of, shown, wheel
from tests.gui.views import make_view


@pytest.fixture(params=[LossPlot, SignsPlot])
def plot(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[EpochPlot]:
    plot: EpochPlot = request.param()
    shown(qtbot, plot)
    yield plot
    plot.hide()


@pytest.fixture
def asked(plot: EpochPlot) -> list[int]:
    epochs: list[int] = []
    plot.epochRequested.connect(epochs.append)
    return epochs


@pytest.fixture(scope="module")
def view() -> View:
    return make_view(epochs=120, cursor=37)


def of(view: View, history: History, cursor: int, epochs: int) -> View:
    return replace(
        view,
        experiment=Experiment(epochs=epochs),
        history=history,
        cursor=cursor,
        snapshot=replace(view.snapshot, number=cursor),
        facts=replace(view.facts, names=("a",)),
    )


def at(plot: EpochPlot, epoch: float) -> QPoint:
    return place_of(plot, epoch, sum(plot.visible()[2:]) / 2)


def test_the_axis_has_whole_epochs_and_says_so(plot: EpochPlot, view: View) -> None:
    plot.draw(view)
    texts = [mark for mark in drawing(plot.canvas) if mark.kind == "text"]
    area = plot.box.sceneBoundingRect()
    below = [mark for mark in texts if mark.top > area.bottom()]
    title = max(below, key=lambda mark: mark.top)
    assert title.text.strip() == "epoch"
    numbers = [mark for mark in below if mark is not title]
    assert len(numbers) >= 4
    for mark in numbers:
        wide = QFontMetricsF(plot.small_font).horizontalAdvance(mark.text)
        middle = at(plot, float(mark.text)).x()
        assert mark.left + wide / 2 == pytest.approx(middle, abs=2)


def test_the_cursor_is_a_line_in_its_colour_from_top_to_bottom(plot: EpochPlot, view: View) -> None:
    for theme in (LIGHT, DARK):
        plot.set_theme(theme)
        plot.draw(view)
        (line,) = (
            mark
            for mark in drawing(plot.canvas).stroked(theme.cursor)
            if mark.kind == "polyline" and mark.left == mark.right and not mark.dashes
        )
        area = plot.box.sceneBoundingRect()
        assert line.left == pytest.approx(at(plot, 37).x(), abs=1)
        assert (line.top, line.bottom) == pytest.approx((area.top(), area.bottom()), abs=1)
        assert line.width == 1
        assert plot.cursor_line.hoverPen.color().name() == theme.ink
        assert plot.cursor_line.hoverPen.width() == 3


def test_only_a_left_click_in_the_picture_asks(
    plot: EpochPlot, view: View, asked: list[int]
) -> None:
    plot.draw(view)
    viewport = plot.canvas.viewport()
    QTest.mouseClick(viewport, Qt.MouseButton.RightButton, pos=at(plot, 50))
    click(plot, QPoint(5, 50))
    click(plot, QPoint(at(plot, 50).x(), plot.canvas.height() - 3))
    assert asked == []
    click(plot, at(plot, 50))
    # Asked again, since nobody answered.
    click(plot, at(plot, 50))
    click(plot, at(plot, 0.4))
    assert asked == [50, 50, 0]


def test_dragging_asks_for_each_epoch_once_and_the_cursor_stays_in_the_hand(
    plot: EpochPlot, view: View, asked: list[int]
) -> None:
    plot.draw(view)
    middle = at(plot, 60)
    drag(plot, at(plot, 37), at(plot, 50), middle, middle + QPoint(0, 3), middle, at(plot, 80))
    assert asked[-1] == 80
    assert len(asked) == len(set(asked))
    assert plot.cursor_line.value() == 37
    # The next drag may ask for the same again.
    drag(plot, at(plot, 37), at(plot, 60), at(plot, 80))
    assert asked[-1] == 80
    assert asked.count(80) == 2


def test_the_stage_of_the_loss_brings_the_cursor_to_its_epoch(plot: EpochPlot, view: View) -> None:
    for stage, epoch in ((Stage.PREDICT, 36), (Stage.LOSS, 37), (Stage.GRADIENT, 37)):
        plot.draw(replace(view, cursor=36, snapshot=view.snapshot.until(stage)))
        assert plot.cursor_line.value() == epoch
        assert plot.cursor_line.isVisible()


def test_the_range_grows_with_the_run_and_leaves_room_for_the_last_dot(
    plot: EpochPlot, view: View
) -> None:
    for trained, asked_for, right in (
        (1, 200, 10.5), (9, 200, 10.5), (10, 200, 20.5), (11, 200, 20.5), (21, 200, 51),
        (51, 200, 102), (150, 200, 204), (150, 160, 163.2), (3, 5, 10.5), (300, 200, 306),
    ):  # fmt: skip
        history = history_of(np.ones(trained))
        plot.draw(of(replace(view), history, trained, asked_for))
        assert plot.visible()[:2] == pytest.approx((0, right)), (trained, asked_for)


def test_zooming_is_along_the_epochs_and_stays_inside_them(plot: EpochPlot, view: View) -> None:
    plot.draw(view)
    assert plot.fit_button.text() == "Fit view"
    assert not plot.fit_button.isEnabled()
    assert plot.following
    wheel(plot, at(plot, 100), 4)
    left, right = plot.visible()[:2]
    assert 0 < left < 100 < right < 204
    assert (plot.following, plot.fit_button.isEnabled()) == (False, True)
    drag(plot, at(plot, 100), at(plot, 110), at(plot, 130))
    assert plot.visible()[0] < left
    assert plot.visible()[1] - plot.visible()[0] == pytest.approx(right - left)
    for _ in range(6):
        wheel(plot, at(plot, sum(plot.visible()[:2]) / 2), 20)
    left, right = plot.visible()[:2]
    # Not closer than a few epochs.
    assert right - left == pytest.approx(4)
    for _ in range(6):
        drag(plot, at(plot, left + 0.5), at(plot, left + 1), at(plot, right))
        left, right = plot.visible()[:2]
    assert left >= 0
    plot.fit_button.click()
    assert plot.visible()[:2] == (0, 204)
    assert (plot.following, plot.fit_button.isEnabled()) == (True, False)


def test_two_plots_that_move_together_show_the_same_epochs(qtbot: QtBot, view: View) -> None:
    loss, signs = LossPlot(), SignsPlot()
    for each in (loss, signs):
        shown(qtbot, each)
        each.draw(view)
    loss.move_with(signs)
    home = loss.visible()[:2]
    for one, other in ((loss, signs), (signs, loss)):
        wheel(one, at(one, 20), 6)
        assert one.visible()[1] < home[1]
        assert other.visible()[:2] == pytest.approx(one.visible()[:2])
        one.fit_button.click()
        assert other.visible()[:2] == pytest.approx(one.visible()[:2])
        assert one.visible()[1] == pytest.approx(home[1])
    for each in (loss, signs):
        each.hide()
