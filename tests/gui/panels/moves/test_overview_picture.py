"""The picture of an overview: curve, trail and marks where their numbers are."""

import math
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from engine.numbers import number
from engine.runs import Stage
from gui.motion import Phase
from gui.panels.moves.overview import OverviewPlot
from gui.panels.moves.overview_picture import Overview, loss_text
from gui.run import View
from gui.theme import DARK, LIGHT, Theme
from gui.zoom import small_face
from tests.gui.drawn import drawing
from tests.gui.panels.moves.cards import EPOCHS, advance, line_height, near, polygons
from tests.gui.views import make_view
from tests.gui.windows import at_front


def overview(view: View, k: int = 0, **changes: object) -> Overview:
    """What the card of parameter `k` shows."""
    valley, snapshot, done = view.facts.valley, view.snapshot, view.history
    assert snapshot.scale is not None
    gradient = snapshot.gradient
    shown = Overview(
        cut=snapshot.wide_slices[k],
        top=float(snapshot.scale.top[k]),
        trail=(
            done.params[: view.cursor, k].astype(np.float64),
            done.loss[: view.cursor].astype(np.float64),
        ),
        goal=None if valley is None else float(valley.floor[k]),
        goal_name="best value",
        sign=0 if gradient is None else int(np.sign(gradient[k])),
        tangent=snapshot.reached(Stage.GRADIENT),
        moved=snapshot.reached(Stage.UPDATE),
    )
    return replace(shown, **changes)  # type: ignore[arg-type]


@pytest.fixture
def plot(qtbot: QtBot) -> OverviewPlot:
    widget = OverviewPlot("a")
    qtbot.addWidget(widget)
    widget.resize(240, 160)
    return widget


class Placed:
    """Where values and losses are in an overview of 240 × 160 pixels."""

    def __init__(self, shown: Overview, margin: float = 0.0) -> None:
        text = line_height()
        self.left, self.right = 1 + margin, 239.0
        self.top, self.bottom = text + 1, 160 - text - 5
        self.low, self.high = float(shown.cut.values[0]), float(shown.cut.values[-1])
        self.most = shown.top

    def x(self, value: float) -> float:
        return self.left + (value - self.low) / (self.high - self.low) * (self.right - self.left)

    def y(self, loss: float) -> float:
        return self.bottom - loss / self.most * (self.bottom - self.top - 5)


@pytest.mark.parametrize("epoch", EPOCHS)
@pytest.mark.parametrize("k", [0, 1, 2])
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_curve_trail_ring_and_dot_lie_where_their_numbers_are(
    plot: OverviewPlot, epoch: int, k: int, theme: Theme
) -> None:
    shown = overview(make_view(epochs=14, cursor=epoch), k)
    plot.set_theme(theme)
    plot.draw(shown)
    drawn, at = drawing(plot), Placed(shown)
    cut = shown.cut
    curve = next(m for m in drawn.stroked(theme.curve) if m.width == 1.5)
    wanted = np.stack([at.x(cut.values), at.y(cut.losses)], axis=1)  # type: ignore[arg-type]
    assert curve.points == pytest.approx(wanted, abs=0.05)
    axis = next(m for m in drawn.stroked(theme.curve) if m.width == 1)
    bottom = round(at.bottom) + 0.5
    assert axis.points.tolist() == [[at.left, bottom], [at.right, bottom]]
    trail = [m for m in drawn.filled(theme.zero) if m.kind == "circle"]
    places = list(zip(map(at.x, shown.trail[0]), map(at.y, shown.trail[1]), strict=True))
    kept = [places[0]]
    for x, y in places[1:]:
        if abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= 3:
            kept.append((x, y))
    assert [tuple(m.points[0]) for m in trail] == [near(*place) for place in kept]
    assert {(m.radius, m.stroke) for m in trail} == {(2.2, "")}
    ring = drawn.circle(fill=theme.panel)
    here = at.x(cut.before[0]), at.y(cut.before[1])
    assert tuple(ring.points[0]) == near(*here)
    assert (ring.stroke, ring.width, ring.radius) == (theme.text, 1.5, 4)
    down = next(m for m in drawn.stroked(theme.border) if m.dashes)
    assert down.points == pytest.approx(np.array([here, (here[0], at.bottom)]), abs=0.05)
    dot = drawn.circle(fill=theme.sign(shown.sign))
    assert cut.after is not None
    there = at.x(cut.after[0]), at.y(cut.after[1])
    assert tuple(dot.points[0]) == near(*there)
    close = abs(there[0] - here[0]) + abs(there[1] - here[1]) < 5
    assert (dot.radius, dot.stroke) == (2.5 if close else 4, "")
    # The dot lies over the ring, the ring over the trail, the trail over the curve.
    order = [drawn.index(mark) for mark in (curve, trail[-1], down, ring, dot)]
    assert order == sorted(order)


@pytest.mark.parametrize("k", [0, 1, 2])
def test_floor_and_best_have_their_lines_diamond_and_words(plot: OverviewPlot, k: int) -> None:
    shown = overview(make_view(epochs=14, cursor=2), k)
    plot.draw(shown)
    drawn, at = drawing(plot), Placed(shown)
    assert shown.cut.floor is not None
    assert shown.goal is not None
    bottom = round(at.bottom) + 0.5
    dashed = [m for m in drawn.stroked(LIGHT.faint_text) if m.kind == "polyline"]
    lines = {m.dashes: m for m in dashed}
    for dashes, value in (("4,2", shown.cut.floor), ("1,2", shown.goal)):
        if at.low <= value <= at.high:
            x = at.x(value)
            assert lines[dashes].points == pytest.approx(
                np.array([[x, at.top], [x, bottom]]), abs=0.05
            )
            assert lines[dashes].width == 1
    (diamond,) = polygons(drawn, LIGHT.faint_text)
    x = at.x(shown.goal)
    assert diamond.box == near(x - 4.5, bottom - 4.5, x + 4.5, bottom + 4.5)
    assert diamond.stroke == LIGHT.panel
    font = small_face()
    metrics = QFontMetricsF(font)
    for word, value in (("best", shown.goal), ("floor", shown.cut.floor)):
        label = drawn.text(word)
        assert label.top == pytest.approx(metrics.ascent(), abs=0.1)
        assert label.fill == LIGHT.faint_text
        assert abs(sum(label.ends) / 2 - at.x(value)) < 30
    for value, colour in ((shown.cut.before[0], LIGHT.text), (shown.goal, LIGHT.faint_text)):
        label = drawn.text(number(value, 3))
        assert label.fill == colour
        assert label.top == pytest.approx(at.bottom + 3 + metrics.ascent(), abs=0.1)
        assert abs(sum(label.ends) / 2 - at.x(value)) < 40
    for one, other in (("best", "floor"), (number(shown.cut.before[0], 3), number(shown.goal, 3))):
        left, right = sorted((drawn.text(one).ends, drawn.text(other).ends))
        assert right[0] - left[1] >= 5.5


def test_a_best_value_outside_the_scale_is_not_marked(plot: OverviewPlot) -> None:
    shown = overview(make_view(epochs=2))
    for goal in (shown.cut.values[0] - 1, shown.cut.values[-1] + 1):
        plot.draw(replace(shown, goal=float(goal), cut=replace(shown.cut, floor=float(goal))))
        drawn = drawing(plot)
        assert not polygons(drawn, LIGHT.faint_text)
        assert "best" not in drawn.texts
        assert not [m for m in drawn.stroked(LIGHT.faint_text) if m.kind == "polyline"]
    for goal in (shown.cut.values[0], shown.cut.values[-1]):
        plot.draw(replace(shown, goal=float(goal)))
        assert len(polygons(drawing(plot), LIGHT.faint_text)) == 1
    plot.draw(replace(shown, goal_name="valley floor"))
    assert "valley floor" in drawing(plot).texts
    assert "best" not in drawing(plot).texts


def test_a_ring_off_the_scale_says_so_and_stands_at_the_edge(plot: OverviewPlot) -> None:
    shown = overview(make_view(epochs=2))
    far = float(shown.cut.values[-1]) + 5
    plot.draw(replace(shown, cut=replace(shown.cut, before=(far, 10 * shown.top))))
    drawn, at = drawing(plot), Placed(shown)
    assert "off this scale" in drawn.texts
    assert "floor" not in drawn.texts
    assert drawn.text("off this scale").fill == LIGHT.text
    assert tuple(drawn.circle(fill=LIGHT.panel).points[0]) == near(at.right, at.y(shown.top))
    low = float(shown.cut.values[0]) - 5
    plot.draw(replace(shown, cut=replace(shown.cut, before=(low, 0.0))))
    assert tuple(drawing(plot).circle(fill=LIGHT.panel).points[0]) == near(at.left, at.bottom)
    plot.draw(replace(shown, cut=replace(shown.cut, before=(math.nan, 0.0))))
    assert "".join(drawing(plot).texts).startswith("nothing to draw")


def test_before_the_update_there_is_neither_dot_nor_arrow(plot: OverviewPlot) -> None:
    for stage in (Stage.PREDICT, Stage.GRADIENT):
        shown = overview(make_view(epochs=2, stage=stage))
        plot.draw(shown)
        circles = [m for m in drawing(plot) if m.kind == "circle" and m.radius > 2.3]
        assert [m.fill for m in circles] == [LIGHT.panel]


def test_in_the_movement_the_dot_runs_along_the_curve(plot: OverviewPlot) -> None:
    shown = overview(make_view(epochs=1))
    plot.draw(shown)
    at, cut = Placed(shown), shown.cut
    assert cut.after is not None
    for progress in (0.0, 0.25, 0.3, 0.4, 1.0):
        plot.set_progress(progress)
        share = Phase.PARAMETER.share(progress)
        value = cut.before[0] + share * (cut.after[0] - cut.before[0])
        loss = float(np.interp(value, cut.values, cut.losses))
        dot = drawing(plot).circle(fill=LIGHT.negative)
        assert tuple(dot.points[0]) == pytest.approx((at.x(value), at.y(loss)), abs=0.3)


def test_the_ring_under_the_hand_is_filled_and_the_focus_framed(
    plot: OverviewPlot, qtbot: QtBot
) -> None:
    shown = overview(make_view(epochs=2, cursor=0))
    plot.draw(shown)
    plot.set_movable(True)
    at_front(qtbot, plot)
    plot.clearFocus()
    at = Placed(shown)
    ring = at.x(shown.cut.before[0]), at.y(shown.cut.before[1])
    for away, held in ((0, True), (17, True), (19, False), (0, True)):
        qtbot.mouseMove(plot, QPointF(ring[0] + away, ring[1]).toPoint())
        filled = drawing(plot).filled(LIGHT.ink)
        assert bool([m for m in filled if m.kind == "circle"]) == held, away
    assert not [m for m in drawing(plot).stroked(LIGHT.ink) if m.kind != "circle"]
    plot.setFocus()
    (frame,) = (m for m in drawing(plot).stroked(LIGHT.ink) if m.kind != "circle")
    assert frame.box == near(0.5, 0.5, 239.5, 159.5)
    assert (frame.fill, frame.width) == ("", 1)


@pytest.mark.parametrize("epoch", EPOCHS)
@pytest.mark.parametrize("k", [0, 1, 2])
def test_on_the_common_scale_slope_and_arrow_are_in_the_scale_s_units(
    plot: OverviewPlot, epoch: int, k: int
) -> None:
    view = make_view(epochs=14, cursor=epoch)
    scale = view.snapshot.scale
    assert scale is not None
    shown = overview(view, k, common=True, cut=view.snapshot.common_slices[k], top=scale.common_top)
    plot.draw(shown)
    drawn = drawing(plot)
    tops = [drawn.text(text) for text in ("80,000", "40,000", "0")]
    margin = max(advance(m.text, small_face()) for m in tops[:2]) + 6
    at = Placed(shown, margin)
    for mark, loss in zip(tops, (80_000, 40_000, 0), strict=True):
        metrics = QFontMetricsF(small_face())
        centre = mark.top - (metrics.ascent() - metrics.descent()) / 2
        assert centre == pytest.approx(at.y(loss), abs=1)
        assert mark.ends[1] == pytest.approx(at.left - 4, abs=0.6)
        assert mark.fill == LIGHT.faint_text
    grid = [m for m in drawn.stroked(LIGHT.border) if not m.dashes]
    assert [m.points.tolist() for m in grid] == [
        [[pytest.approx(at.left, abs=0.01), round(at.y(part * 80_000)) + 0.5],
         [at.right, round(at.y(part * 80_000)) + 0.5]]
        for part in (0.25, 0.5, 0.75, 1)
    ]  # fmt: skip
    cut = shown.cut
    (tangent,) = drawn.stroked(LIGHT.slope)
    middle = tangent.points.mean(axis=0)
    assert tuple(middle) == near(at.x(cut.before[0]), at.y(cut.before[1]))
    rise = (tangent.points[1] - tangent.points[0]) / (
        (at.right - at.left) / (at.high - at.low), -(at.bottom - at.top - 5) / at.most,
    )  # fmt: skip
    assert rise[1] / rise[0] == pytest.approx(cut.slope, rel=0.01, abs=1)
    assert rise[0] > 0
    assert tangent.width == 2
    # A quarter of the width to either side, where it is not too steep for that.
    assert tangent.right - tangent.left <= (at.right - at.left) / 2 + 0.1
    arrow = [m for m in drawn.filled(LIGHT.sign(shown.sign)) if m.kind in ("polygon", "rect")]
    assert cut.after is not None
    begin, end = at.x(cut.before[0]), at.x(cut.after[0])
    assert len(arrow) == 1
    y = at.bottom - 6
    if abs(end - begin) >= 7:
        assert tuple(arrow[0].points[0]) == near(end, y)
    else:
        # Its own length, but never less than can be seen.
        wide = max(abs(end - begin), 1.5)
        left = begin if end > begin else begin - wide
        assert arrow[0].box == pytest.approx((left, y - 5, left + wide, y + 5), abs=0.05)
    texts = drawn.texts
    assert "−3" in texts
    assert "+3" in texts
    assert drawn.text("−3").left == pytest.approx(at.left, abs=0.1)
    assert drawn.text("+3").ends[1] == pytest.approx(at.right, abs=0.1)
    assert not [m for m in drawn.stroked(LIGHT.faint_text) if m.kind == "polyline"]
    assert not {"floor", "best"} & set(texts)


def test_before_the_gradient_there_is_no_slope_on_the_common_scale(plot: OverviewPlot) -> None:
    view = make_view(epochs=2, stage=Stage.LOSS)
    plot.draw(overview(view, common=True, cut=view.snapshot.common_slices[0], top=80_000.0))
    assert not drawing(plot).stroked(LIGHT.slope)


@pytest.mark.parametrize(
    ("loss", "text"),
    [
        (0.0, "0"), (40_000.0, "40,000"), (999_999.0, "999,999"), (1e6, number(1e6, 2)),
        (2.5e7, number(2.5e7, 2)), (0.123456, "0.12"), (12.5, number(12.5, 2)),
    ],
)  # fmt: skip
def test_a_round_loss_is_written_whole_and_others_in_two_digits(loss: float, text: str) -> None:
    assert loss_text(loss) == text
