"""The loss over the epochs: its scale, its cursor, what follows and what is asked for."""

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from engine.runs import History, Stage
from gui.plots.base.plot import told
from gui.plots.loss import LossPlot
from gui.run import Asking, View
from gui.theme import DARK, LIGHT, Theme
from tests.gui.drawn import drawing
from tests.gui.plots.helpers import (
    add,
    click,
    drag,
    history_of,
    move,
    place_of,
    shown,
    start_view,
    wheel,
)
from tests.gui.views import make_view, run_of


@pytest.fixture
def plot(qtbot: QtBot) -> Iterator[LossPlot]:
    plot = LossPlot()
    shown(qtbot, plot)
    yield plot
    plot.hide()


@pytest.fixture
def asked(plot: LossPlot) -> list[int]:
    epochs: list[int] = []
    plot.epochRequested.connect(epochs.append)
    return epochs


@pytest.fixture(scope="module")
def view() -> View:
    return make_view(epochs=120, cursor=37)


def showing(view: View, history: History, cursor: int | None = None, epochs: int = 10**7) -> View:
    cursor = len(history) if cursor is None else cursor
    following = float(history.loss[min(cursor, len(history) - 1)])
    return replace(
        view,
        experiment=Experiment(epochs=epochs),
        history=history,
        cursor=cursor,
        snapshot=replace(view.snapshot, number=cursor, updated_loss=following),
    )


def test_before_the_first_epoch_it_says_what_will_be_there(plot: LossPlot) -> None:
    plot.draw(start_view())
    assert plot.objectName() == "lossPlot"
    assert plot.empty.isVisible()
    assert not plot.canvas.isVisible()


def test_the_logarithm_of_the_losses_is_drawn(plot: LossPlot, view: View) -> None:
    plot.draw(view)
    x, y = plot.loss_curve.getData()
    np.testing.assert_array_equal(np.unique(x), np.arange(1, 121))
    np.testing.assert_allclose(y[:120], np.log10(view.history.loss.astype(np.float64)))
    left, right, bottom, top = plot.visible()
    assert (left, round(right, -1)) == (0, 200)
    assert bottom < y.min() < y.max() < top


def test_every_tick_has_its_number_the_widest_too(plot: LossPlot, view: View) -> None:
    plot.resize(400, 800)
    plot.draw(showing(view, history_of([36_000.0, 5_000.0, 0.5])))
    assert plot.visible()[3] == pytest.approx(5)
    drawn = drawing(plot.canvas)
    for text in ("1,000", "10,000", "100,000"):
        drawn.text(text)


def test_linear_on_demand(plot: LossPlot, view: View) -> None:
    plot.draw(view)
    plot.log_button.click()
    assert not plot.log
    np.testing.assert_allclose(plot.loss_curve.getData()[1][:120], view.history.loss)
    assert plot.visible()[2] == 0
    assert plot.visible()[3] > view.history.loss.max()
    plot.log_button.click()
    assert plot.visible()[3] < 10


def test_the_cursor_and_the_dot_stand_at_the_epoch_shown(plot: LossPlot, view: View) -> None:
    plot.draw(view)
    assert plot.cursor_line.isVisible()
    assert plot.cursor_line.value() == 37
    assert plot.marker.x.tolist() == [37]
    np.testing.assert_allclose(plot.marker.y, np.log10(view.history.loss[36]))
    plot.draw(replace(view, cursor=0, snapshot=start_view().snapshot))
    assert not plot.cursor_line.isVisible()
    assert len(plot.marker.x) == 0
    assert plot.canvas.isVisible()


def test_the_loss_of_an_epoch_that_is_not_finished_stands_there_already(plot: LossPlot) -> None:
    first = make_view(epochs=1, stage=Stage.LOSS)
    nothing_yet = replace(first, history=History(3))
    plot.draw(nothing_yet)
    assert plot.canvas.isVisible()
    assert plot.marker.x.tolist() == [1]
    assert plot.visible()[2] < plot.marker.y[0] < plot.visible()[3]
    plot.draw(replace(nothing_yet, snapshot=first.snapshot.until(Stage.PREDICT)))
    assert len(plot.marker.x) == 0


def test_clicking_asks_for_the_epoch(plot: LossPlot, view: View, asked: list[int]) -> None:
    plot.draw(view)
    height = sum(plot.visible()[2:]) / 2
    for epoch, place in ((80, 80), (120, 170)):
        click(plot, place_of(plot, place, height))
        assert asked[-1] == epoch
        plot.draw(replace(view, cursor=epoch, snapshot=replace(view.snapshot, number=epoch)))
        assert plot.cursor_line.value() == epoch
    assert asked == [80, 120]


def test_dragging_the_cursor_asks_for_epochs(plot: LossPlot, view: View, asked: list[int]) -> None:
    plot.draw(view)
    height = sum(plot.visible()[2:]) / 2
    ways = [place_of(plot, epoch, height) for epoch in (45, 60, 60, 90, 190)]
    drag(plot, place_of(plot, 37, height), *ways)
    assert asked[-1] == 120
    assert set(asked) >= {60, 90, 120}
    assert len(set(asked)) == len(asked)
    # Nobody followed: the cursor goes back to the epoch that is shown.
    assert plot.cursor_line.value() == 37


def test_pointing_tells_the_loss_and_keeps_telling(plot: LossPlot, view: View) -> None:
    history = history_of([8.0, 4.0, 2.0])
    plot.draw(showing(view, history))
    move(plot, place_of(plot, 9, sum(plot.visible()[2:]) / 2))
    assert plot.tip.text() == "epoch 3\nloss 2.0"
    assert plot.hovered.x.tolist() == [3]
    add(history, [1.1], [[1.0]])
    plot.draw(showing(view, history))
    assert plot.tip.text() == f"epoch 4\nloss {told(float(np.float32(1.1)))}"
    assert plot.tip.isVisible()
    plot.canvas.left.emit()
    assert not plot.tip.isVisible()
    assert len(plot.hovered.x) == 0


def test_the_previous_run_is_drawn_behind(plot: LossPlot, view: View) -> None:
    plot.draw(replace(view, previous=run_of(history_of(np.full(50, 300.0)))))
    assert plot.previous_curve.isVisible()
    np.testing.assert_allclose(plot.previous_curve.getData()[1], np.log10(300))
    assert plot.previous_curve.opts["pen"].color().name() == LIGHT.previous
    assert "previous run" in plot.legend.texts
    move(plot, place_of(plot, 20, 2.0))
    assert "previous run 300.0" in plot.tip.text()
    plot.draw(replace(view, previous=run_of(history_of([300.0] * 9)), previous_label="seed 1"))
    assert "previous run, seed 1" in plot.legend.texts
    plot.draw(view)
    assert not plot.previous_curve.isVisible()
    assert not any("previous run" in text for text in plot.legend.texts)


def test_the_range_stays_where_the_previous_run_leaves(plot: LossPlot, view: View) -> None:
    history = history_of(np.full(20, 10.0))
    alone = showing(view, history, epochs=100)
    previous = run_of(history_of(np.full(90, 200.0)))
    plot.draw(replace(alone, previous=previous))
    seen = plot.visible()
    assert seen[1] > 90
    plot.draw(alone)
    assert not plot.previous_curve.isVisible()
    assert plot.visible() == seen
    # As the run goes on, and until the person asks, or another run begins.
    add(history, [9.0], [[1.0]])
    plot.draw(showing(view, history, epochs=100))
    assert plot.visible() == seen
    plot.follow()
    assert plot.visible()[1] < 60
    plot.draw(replace(alone, previous=previous))
    plot.draw(replace(alone, facts=replace(view.facts)))
    assert plot.visible()[1] < 60


def test_the_previous_run_is_the_one_before_this_not_the_one_before_that(
    plot: LossPlot, view: View
) -> None:
    for loss in (300.0, 20.0):
        plot.draw(replace(view, previous=run_of(history_of(np.full(50, loss)))))
        np.testing.assert_allclose(plot.previous_curve.getData()[1], np.log10(loss))


def test_a_level_loss_is_in_the_middle_of_a_narrow_scale(plot: LossPlot, view: View) -> None:
    level = showing(view, history_of(np.full(9, 7.0)))
    plot.draw(replace(level, facts=replace(level.facts, valley=None)))
    _, _, bottom, top = plot.visible()
    assert bottom < math.log10(7) < top
    assert top - bottom < 0.1


def test_a_previous_run_that_diverged_does_not_squash_this_one(plot: LossPlot, view: View) -> None:
    plot.draw(replace(view, previous=run_of(history_of(np.geomspace(1, 3e38, 50)))))
    assert plot.visible()[3] < 8
    plot.log_button.click()
    assert plot.visible()[3] < 3 * view.history.loss.max()


def test_held_out_loss_is_a_dashed_curve(plot: LossPlot) -> None:
    view = make_view(Experiment(held_out=0.2), epochs=30)
    plot.draw(view)
    x, y = plot.held_out_curve.getData()
    np.testing.assert_allclose(y[:30], np.log10(view.history.held_out_loss.astype(np.float64)))
    assert plot.held_out_curve.opts["pen"].style() == Qt.PenStyle.DashLine
    assert "held-out loss" in plot.legend.texts
    move(plot, place_of(plot, float(x[9]), float(y[9])))
    assert f"held-out loss {told(float(view.history.held_out_loss[9]))}" in plot.tip.text()


def test_the_best_fit_is_a_line_far_below(plot: LossPlot, view: View) -> None:
    assert view.facts.valley is not None
    plot.draw(view)
    assert plot.floor_line.isVisible()
    assert plot.floor_line.value() == pytest.approx(np.log10(view.facts.valley.floor_loss))
    assert plot.legend.texts == ("loss", "best fit 0.66")
    assert plot.visible()[2] < plot.floor_line.value()


@pytest.mark.parametrize("floor", [1e-30, 0.0, 5000.0])
def test_a_best_fit_that_would_mislead_is_not_drawn(
    plot: LossPlot, view: View, floor: float
) -> None:
    """Too far away to be worth the room, or above what the run has reached already."""
    assert view.facts.valley is not None
    valley = replace(view.facts.valley, floor_loss=floor)
    plot.draw(replace(view, facts=replace(view.facts, valley=valley)))
    assert not plot.floor_line.isVisible()
    assert plot.visible()[2] > 0
    plot.draw(replace(view, facts=replace(view.facts, valley=None)))
    assert not plot.floor_line.isVisible()


def test_zero_and_what_is_not_finite(plot: LossPlot, view: View) -> None:
    history = history_of([10.0, 0.1, 0.0, np.inf, np.nan])
    plot.draw(showing(view, history))
    x, y = plot.loss_curve.getData()
    assert x.tolist() == [1, 2, 3]
    assert np.isfinite(y).all()
    _, _, bottom, top = plot.visible()
    assert bottom < y[2] < y[1] < y[0] < top < 3
    assert y[2] == pytest.approx(bottom + 0.02 * (top - bottom)), "at the lower edge"
    assert plot.note.isVisible()
    assert "loss of 0" in plot.note.text()
    assert len(plot.marker.x) == 0
    plot.log_button.click()
    assert not plot.note.isVisible()
    plot.draw(showing(view, history_of([0.0, 0.0])))
    assert np.isfinite(plot.visible()).all()


def test_the_epochs_grow_in_steps_and_end_at_those_asked_for(plot: LossPlot, view: View) -> None:
    ends = []
    history = history_of(np.ones(1))
    while len(history) < 260:
        plot.draw(showing(view, history, epochs=240))
        ends.append(int(plot.visible()[1]))
        add(history, [1.0], [[1.0]])
    assert sorted(set(ends[:240])) == [10, 20, 51, 102, 204, 244]
    assert ends == sorted(ends)
    assert ends[-1] >= 259


def test_zooming_stops_following_until_fit_view(plot: LossPlot, view: View) -> None:
    history = history_of(np.geomspace(1000, 1, 200))
    plot.draw(showing(view, history))
    wheel(plot, place_of(plot, 100, 1.0), 5)
    left, right, bottom, top = plot.visible()
    assert 0 < left < 100 < right < 200
    assert not plot.following
    # The scale is that of the losses that are seen.
    assert 10**bottom < history.loss[round(right) - 1]
    assert top < 3
    add(history, np.ones(500), np.ones((500, 1)))
    plot.draw(showing(view, history))
    assert plot.visible()[:2] == (left, right)
    plot.fit_button.click()
    assert plot.following
    assert plot.visible()[1] > 700
    assert not plot.fit_button.isEnabled()


def test_zoomed_in_the_scale_is_that_of_what_is_seen(plot: LossPlot, view: View) -> None:
    plot.draw(view)
    wheel(plot, place_of(plot, 100, 3.0), 8)
    assert plot.visible()[3] - plot.visible()[2] < 0.1
    assert not plot.floor_line.isVisible()


def test_zooming_all_the_way_out_follows_again(plot: LossPlot, view: View) -> None:
    plot.draw(showing(view, history_of(np.ones(200))))
    # The ends are computed, and come out a rounding off at some places.
    for epoch in range(10, 200, 10):
        wheel(plot, place_of(plot, epoch, 0.0), 2)
        assert plot.fit_button.isEnabled()
        wheel(plot, place_of(plot, epoch, 0.0), -20)
        assert plot.following
        assert not plot.fit_button.isEnabled()


def test_a_new_run_begins_anew(plot: LossPlot, view: View) -> None:
    plot.draw(showing(view, history_of(np.full(1000, 7.0))))
    wheel(plot, place_of(plot, 500, 0.8), 5)
    new_run = replace(view, facts=replace(view.facts))
    plot.draw(showing(new_run, history_of([5.0, 4.0, 3.0])))
    assert plot.following
    assert plot.visible()[0] == 0
    assert plot.visible()[1] < 12
    np.testing.assert_allclose(plot.loss_curve.getData()[1][:3], np.log10([5, 4, 3]))


def test_of_a_million_epochs_a_thousand_points_are_drawn(plot: LossPlot, view: View) -> None:
    loss = np.full(1_000_000, 10.0)
    loss[345_678] = 1000.0
    plot.draw(showing(view, history_of(loss)))
    x, y = plot.loss_curve.getData()
    assert len(x) <= 1010
    assert y.max() == pytest.approx(3)
    assert x[y.argmax()] == 345_679
    assert x[-1] == 1_000_000


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_lines_dots_and_legend_have_their_colours(plot: LossPlot, view: View, theme: Theme) -> None:
    view = make_view(Experiment(held_out=0.2), epochs=60, cursor=37)
    view = replace(view, previous=run_of(history_of(np.full(50, 300.0))))
    plot.set_theme(theme)
    plot.draw(view)
    drawn = drawing(plot.canvas)
    paths = {
        (mark.stroke, bool(mark.dashes))
        for mark in drawn
        if mark.kind in ("path", "polyline") and mark.stroke and mark.stroke != theme.border
    }
    assert paths == {
        (theme.loss, False), (theme.text, True), (theme.previous, False),
        (theme.faint_text, True), (theme.cursor, False),
    }  # fmt: skip
    # Besides the curve there is the way to where the next epoch begins.
    paths_of_loss = [mark for mark in drawn.stroked(theme.loss) if mark.kind == "path"]
    loss = max(paths_of_loss, key=lambda mark: len(mark.points))
    assert loss.width == 2
    assert loss.points[0] == pytest.approx(_pixel(plot, 1, view.history.loss[0]), abs=1)
    # The dot stands on top of the line of the cursor.
    images = [mark for mark in drawn if mark.kind == "image"]
    (dot,) = (mark for mark in images if mark.picture.pixelColor(5, 5).name() == theme.loss)
    (line,) = (
        mark for mark in drawn.stroked(theme.cursor) if mark.left == mark.right and not mark.dashes
    )
    assert drawn.index(dot) > drawn.index(line)
    place = _pixel(plot, 37, view.history.loss[36])
    assert ((dot.left + dot.right) / 2, (dot.top + dot.bottom) / 2) == pytest.approx(place, abs=1)
    assert dot.right - dot.left == pytest.approx(9 + 2)
    assert dot.picture is not None
    assert dot.picture.pixelColor(5, 5).name() == theme.loss
    assert line.left == line.right == pytest.approx(place[0], abs=1)
    plot.legend.resize(1000, 20)
    legend = drawing(plot.legend)
    marks = [(mark.stroke, mark.dashes) for mark in legend if mark.kind == "polyline"]
    assert [stroke for stroke, _ in marks] == [
        theme.loss, theme.text, theme.previous, theme.faint_text,
    ]  # fmt: skip
    gaps = [dashes for _, dashes in marks]
    assert gaps[0] == gaps[2] == ""
    assert len({gaps[1], gaps[3], ""}) == 3
    assert legend.texts[:3] == ["loss", "held-out loss", "previous run"]
    assert legend.texts[3].startswith("best fit ")


def _pixel(plot: LossPlot, epoch: float, loss: float) -> tuple[int, int]:
    place = place_of(plot, epoch, math.log10(loss))
    return place.x(), place.y()


def test_the_ring_stands_at_the_epoch_pointed_at(plot: LossPlot, view: View) -> None:
    plot.draw(view)
    for at, epoch in ((80, 80), (195, 120), (0.2, 1)):
        move(plot, place_of(plot, at, sum(plot.visible()[2:]) / 2))
        assert plot.hovered.x.tolist() == [epoch]
        assert plot.hovered.y.tolist() == pytest.approx([math.log10(view.history.loss[epoch - 1])])
        loss = float(view.history.loss[epoch - 1])
        assert plot.tip.text() == f"epoch {epoch}\nloss {told(loss)}"
    picture = [mark for mark in drawing(plot.canvas) if mark.kind == "image"][-1].picture
    assert picture is not None
    assert picture.pixelColor(5, 5).name() == LIGHT.panel


def test_the_linear_scale_begins_at_nothing_and_has_the_floor_where_it_is_in_sight(
    plot: LossPlot, view: View
) -> None:
    assert view.facts.valley is not None
    plot.log_button.click()
    plot.draw(view)
    _, _, bottom, top = plot.visible()
    greatest = view.history.loss.max()
    assert bottom == 0
    assert greatest < top < 1.3 * greatest
    assert plot.floor_line.isVisible()
    assert plot.floor_line.value() == pytest.approx(view.facts.valley.floor_loss)
    assert plot.marker.y.tolist() == pytest.approx([view.history.loss[36]])
    assert plot.held_out_curve.isVisible() is False
    # Zoomed in, what is seen fills the height, and the floor far below is out of it.
    wheel(plot, place_of(plot, 100, top / 2), 8)
    _, _, bottom, top = plot.visible()
    left, right = plot.visible()[:2]
    seen = view.history.loss[int(left) - 1 : int(right) + 1]
    assert 0 < bottom <= seen.min()
    assert seen.max() <= top
    assert top - bottom < 4 * np.ptp(seen)
    assert not plot.floor_line.isVisible()
    # A loss of nothing has its place on a linear scale, and nothing is said of it.
    plot.draw(showing(replace(view, facts=replace(view.facts)), history_of([4.0, 2.0, 0.0])))
    assert plot.loss_curve.getData()[1].tolist()[:3] == [4, 2, 0]
    assert plot.note.isHidden()


@pytest.mark.parametrize("losses", [[4.0, 3.0], [0.4, 0.3], [4e6, 3e6]])
def test_the_linear_scale_begins_at_nothing_whatever_the_losses(
    plot: LossPlot, view: View, losses: list[float]
) -> None:
    plot.log_button.click()
    plot.draw(showing(view, history_of(losses)))
    assert plot.visible()[2] == 0


def test_while_a_loss_is_asked_for_no_loss_is_written_in_the_plot(plot: LossPlot) -> None:
    asking = Asking()
    plot.set_asking(asking)
    plot.draw(make_view(epochs=3))
    assert plot.to_come.labels.labels
    asking.begin("loss", 4)
    plot.draw_again()
    assert not plot.to_come.labels.labels
    asking.tell(2e3, 3e3)
    plot.draw_again()
    assert not plot.to_come.labels.labels
    asking.end()
    plot.draw_again()
    assert plot.to_come.labels.labels


def test_left_of_the_first_epoch_the_mouse_is_told_of_it(plot: LossPlot, view: View) -> None:
    plot.draw(showing(view, history_of([8.0, 4.0, 2.0])))
    move(plot, place_of(plot, 0.3, sum(plot.visible()[2:]) / 2))
    assert plot.tip.text() == "epoch 1\nloss 8.0"


def test_a_previous_run_stretches_the_scale_a_little(plot: LossPlot, view: View) -> None:
    history = history_of(np.full(20, 10.0))
    alone = showing(view, history, epochs=20)
    plot.draw(alone)
    _, _, low, high = plot.visible()
    for previous, bottom, top in (
        (np.full(20, 100.0), 1, 2),
        (np.full(20, 1e9), 1, 2.5),
        (np.full(20, 1e-9), -0.5, 1),
    ):
        valley = replace(view.facts, valley=None)
        plot.draw(replace(alone, facts=valley, previous=run_of(history_of(previous))))
        _, _, seen_low, seen_high = plot.visible()
        assert seen_low == pytest.approx(bottom, abs=0.25)
        assert seen_high == pytest.approx(top, abs=0.25)
        assert seen_low <= bottom
        assert seen_high >= top
    assert high - low < 2
    # A longer run before lets the epochs reach further, as far as they are asked for.
    plot.draw(
        replace(showing(view, history, epochs=60), previous=run_of(history_of(np.full(48, 9.0))))
    )
    assert 50 < plot.visible()[1] < 52
    plot.draw(
        replace(showing(view, history, epochs=30), previous=run_of(history_of(np.full(48, 9.0))))
    )
    assert 30 < plot.visible()[1] < 32


def test_it_can_be_drawn_before_it_is_shown(qtbot: QtBot, view: View) -> None:
    plot = LossPlot()
    plot.draw(view)
    shown(qtbot, plot)
    assert len(plot.loss_curve.getData()[0]) > 100
    plot.hide()


def test_an_update_shows_where_the_next_epoch_will_begin(plot: LossPlot) -> None:
    view = make_view(epochs=1)
    plot.draw(view)
    assert plot.marker.x.tolist() == [1]
    assert plot.to_come.ring.x.tolist() == [2]
    assert view.snapshot.updated_loss is not None
    assert plot.to_come.ring.y[0] == pytest.approx(np.log10(view.snapshot.updated_loss))
    assert plot.to_come.labels.texts == ["36,415 epoch 1", "7,393.7 where epoch 2 begins"]
    # And there it does begin.
    ring = plot.to_come.ring.x[0], plot.to_come.ring.y[0]
    plot.draw(make_view(epochs=2))
    assert (plot.marker.x[0], plot.marker.y[0]) == pytest.approx(ring)


def test_the_ring_is_where_the_epoch_to_come_predicts_until_its_loss_is_measured(
    plot: LossPlot,
) -> None:
    plot.draw(make_view(epochs=1))
    under_way = make_view(epochs=2, cursor=2, stage=Stage.PREDICT)
    trained = make_view(epochs=1).history
    facts = under_way.facts
    plot.draw(replace(make_view(epochs=1), facts=facts))
    plot.draw(replace(under_way, history=trained))
    assert plot.to_come.ring.x.tolist() == [2]
    plot.draw(replace(make_view(epochs=2, cursor=2, stage=Stage.LOSS), facts=facts))
    assert len(plot.to_come.ring.x) == 0
    assert plot.marker.x.tolist() == [2]


def test_the_ring_travels_last_in_the_movement(plot: LossPlot) -> None:
    plot.set_progress(0.0)
    plot.draw(make_view(epochs=1))
    assert plot.to_come.ring.x.tolist() == [1]
    assert plot.to_come.labels.texts == ["36,415 epoch 1"]
    plot.set_progress(0.6)
    assert plot.to_come.ring.x.tolist() == [1]
    plot.set_progress(0.85)
    assert 1 < plot.to_come.ring.x[0] < 2
    plot.set_progress(1.0)
    assert plot.to_come.ring.x.tolist() == [2]


@pytest.mark.parametrize(
    ("epochs", "rate"), [(1, 1e-5), (9, 1e-5), (10, 1e-5), (50, 1e-5), (200, 1e-5), (5, 1e-4)]
)
@pytest.mark.parametrize("width", [220, 500, 900])
def test_the_losses_are_written_inside_the_plot_and_not_over_each_other(
    plot: LossPlot, epochs: int, rate: float, width: int
) -> None:
    plot.resize(width, 240)
    plot.draw(make_view(Experiment(learning_rate=rate), epochs))
    plot.grab()
    view = plot.box.sceneBoundingRect()
    labels = plot.to_come.labels.areas(plot.box.childGroup.sceneTransform(), view)
    assert len(labels) == 2
    (one, _), (other, _) = labels
    assert not one.intersects(other)
    assert all(view.adjusted(-1, -1, 1, 1).contains(area) for area in (one, other))


def test_the_loss_to_come_stretches_the_scale_only_where_it_is_in_sight(plot: LossPlot) -> None:
    view = make_view(epochs=20)
    plot.draw(view)
    lost = replace(view, snapshot=replace(view.snapshot, updated_loss=1e9))
    lost = replace(lost, facts=view.facts)
    plot.draw(lost)
    assert plot.visible()[3] > 9
    wheel(plot, place_of(plot, 2, 3.5), 4)
    assert plot.visible()[1] < 21
    plot.draw(replace(lost))
    assert plot.visible()[3] < 6
