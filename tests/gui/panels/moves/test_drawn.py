"""What cards and rows of the moves draw, and where: marks, bars and texts against the numbers."""

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QFontMetricsF
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from engine.numbers import number
from engine.runs import Stage
from engine.words.steps.cards import said
from engine.words.steps.together import together
from gui.motion import Phase
from gui.panels.moves.arithmetic_line import ArithmeticLine
from gui.panels.moves.card import MoveCard
from gui.panels.moves.card_sizes import ORDINARY, Form
from gui.panels.moves.head import CardHead
from gui.panels.moves.overview import OverviewPlot
from gui.panels.moves.overview_picture import Overview
from gui.panels.moves.row import MoveRow, RowsHead
from gui.panels.moves.together_card import TogetherCard
from gui.panels.moves.way_bar import WayBar
from gui.run import View
from gui.theme import DARK, LIGHT, Theme
from gui.widgets.fitted_text import FittedText
from gui.zoom import face, small_face
from tests.gui.drawn import Drawing, Mark, drawing
from tests.gui.views import make_view

EPOCHS = (1, 2, 14)


def near(*places: float) -> object:
    return pytest.approx(places, abs=0.03)


def polygons(drawn: Drawing, colour: str) -> list[Mark]:
    return [mark for mark in drawn.filled(colour) if mark.kind == "polygon"]


def advance(text: str, font: QFont) -> float:
    return QFontMetricsF(font).horizontalAdvance(text)


def line_height() -> float:
    return QFontMetricsF(small_face()).height()


# the bar of the way


@pytest.fixture
def bar(qtbot: QtBot) -> WayBar:
    widget = WayBar()
    qtbot.addWidget(widget)
    widget.resize(200, 12)
    return widget


BEGIN, END = 12, 200 - 12


@pytest.mark.parametrize("rightwards", [True, False])
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("share", [None, -0.5, 0.0, 0.001, 0.25, 1.0, 1.7])
def test_the_bar_is_filled_as_far_as_the_step_goes(
    bar: WayBar, share: float | None, theme: Theme, rightwards: bool
) -> None:
    bar.set_theme(theme)
    bar.draw(known=True, share=share, rightwards=rightwards, sign=-1)
    drawn = drawing(bar)

    def x(place: float) -> float:
        return place if rightwards else 200 - place

    (track,) = (m for m in drawn.filled(theme.border) if m.kind == "rect")
    assert track.box == near(BEGIN, 3.5, END, 8.5)
    (stroke,) = drawn.stroked(theme.text)
    assert stroke.points == pytest.approx(np.array([[x(BEGIN), 1], [x(BEGIN), 11]]), abs=0.03)
    assert stroke.width == 1.5
    (goal,) = polygons(drawn, theme.faint_text)
    assert goal.box == near(x(END) - 5, 1, x(END) + 5, 11)
    assert np.abs(goal.points[:4] - (x(END), 6)).sum(axis=1) == pytest.approx(5)
    assert (goal.stroke, goal.width) == (theme.panel, 1)
    done = [m for m in drawn.filled(theme.negative) if m.kind == "rect"]
    if share is None or share <= 0:
        assert not done
    else:
        long = max(min(share, 1) * (END - BEGIN), 1.5)
        ends = sorted((x(BEGIN), x(BEGIN + long)))
        assert done[0].box == near(ends[0], 3.5, ends[1], 8.5)
    heads = polygons(drawn, theme.negative)
    shafts = [m for m in drawn.stroked(theme.negative) if m.kind == "polyline"]
    if share is not None and not 0 <= share <= 1:
        # Beyond the goal, or away from it.
        start, way = (END + 5, 1) if share > 1 else (BEGIN - 1, -1)
        (head,), (shaft,) = heads, shafts
        assert shaft.points == pytest.approx(
            np.array([[x(start), 6], [x(start + 4 * way), 6]]), abs=0.03
        )
        assert shaft.width == 2
        assert head.points[:3] == pytest.approx(
            np.array([[x(start + 8 * way), 6], [x(start + 3 * way), 2], [x(start + 3 * way), 10]]),
            abs=0.03,
        )
    else:
        assert not heads
        assert not shafts


def test_where_no_goal_is_known_the_bar_is_empty(bar: WayBar) -> None:
    bar.draw(known=False, share=0.5, rightwards=True, sign=1)
    assert [mark.kind for mark in drawing(bar)] == ["rect"]
    bar.draw(known=True, share=0.5, rightwards=True, sign=1)
    assert drawing(bar).filled(LIGHT.positive)
    bar.draw(known=True, share=0.5, rightwards=True, sign=-1)
    assert not drawing(bar).filled(LIGHT.positive)


# the overview


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
    with qtbot.waitActive(plot):
        plot.show()
        plot.activateWindow()
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


# the lens between the two curves


def card_of(qtbot: QtBot, k: int = 0, width: int = 690, height: int = 210) -> MoveCard:
    card = MoveCard("abc"[k], k)
    qtbot.addWidget(card)
    card.resize(width, height)
    return card


def draw(card: MoveCard, view: View, *, common: bool = False) -> None:
    card.draw(view.snapshot, view.history, view.cursor, view.facts.valley, common=common)
    card.grab()  # lays it out


@pytest.mark.parametrize("epoch", EPOCHS)
@pytest.mark.parametrize("form", ["beside", "below"])
def test_the_lens_shows_what_the_close_up_enlarges(qtbot: QtBot, epoch: int, form: Form) -> None:
    card = card_of(qtbot)
    card.set_form(form)
    draw(card, make_view(epochs=14, cursor=epoch))
    curves = card.curves
    drawn = drawing(curves)
    wide, close = curves.overview.scale, curves.plot.scale
    assert wide is not None
    assert close is not None
    beside = round((curves.width() - 10) * 0.47)
    text = round(QFontMetricsF(face()).height()) - 1 if form == "beside" else 0
    assert curves.overview.geometry().getRect() == (0, text, beside, curves.height() - text)
    assert curves.plot.geometry().getRect() == (
        beside + 10, 0, curves.width() - beside - 10, curves.height(),
    )  # fmt: skip
    begin, end = wide.x(close.low), wide.x(close.high)
    shade = [m for m in drawn.filled(LIGHT.border) if m.kind == "rect"]
    top, bottom = text + wide.y(close.most), text + wide.y(close.least)
    if end - begin >= 2:
        top, bottom = text + wide.area.top(), text + wide.area.bottom()
        assert shade[0].box == near(begin, top, end, bottom)
        assert shade[0].opacity == pytest.approx(0.35, abs=0.01)
    else:
        assert not shade
    rays = [m for m in drawn.stroked(LIGHT.border) if m.kind == "polyline"][:2]
    right = beside + 10 + close.area.left()
    for ray, y, corner in zip(
        rays, (top, bottom), (close.area.top(), close.area.bottom()), strict=True
    ):
        assert ray.points == pytest.approx(np.array([[end, y], [right, corner]]), abs=0.05)
        assert ray.width == 1
    caption = [m.text for m in drawn if m.text.startswith("close-up") or "×" in m.text]
    times = close.area.width() / close.width / (wide.area.width() / (wide.high - wide.low))
    said = f"{float(f'{times:.1e}'):,.0f}×" if times >= 10 else f"{float(f'{times:.1e}'):g}×"
    assert caption == [f"close-up, {said} wider" if form == "beside" else said]
    above = next(m for m in drawn if m.text == caption[0])
    assert ("whole run, one scale" in drawn.texts) == (form == "beside")
    if form == "beside":
        # Above the curve there is room on every side.
        assert above.left == pytest.approx(beside + 10, abs=0.1)
        assert drawn.text("whole run, one scale").left == 0
        assert drawn.text("whole run, one scale").fill == LIGHT.faint_text


def test_on_the_common_scale_the_overview_has_all_the_room(qtbot: QtBot) -> None:
    card = card_of(qtbot)
    draw(card, make_view(epochs=1), common=True)
    curves = card.curves
    assert curves.overview.geometry() == curves.rect()
    assert "whole run, one scale" not in drawing(curves).texts
    assert not [m for m in drawing(curves).filled(LIGHT.border) if m.kind == "rect"]


def test_in_tight_room_the_caption_stands_where_the_curve_is_low(qtbot: QtBot) -> None:
    card = card_of(qtbot)
    card.set_form("below")
    plot = card.curves.plot
    for epoch, k in ((1, 0), (14, 0)):
        view = make_view(epochs=14, cursor=epoch)
        draw(card, view)
        caption = next(m for m in drawing(plot) if m.text.endswith("×"))
        if view.snapshot.slices[k].slope < 0:
            assert caption.ends[1] == pytest.approx(plot.width(), abs=0.6)
        else:
            assert caption.left == pytest.approx(0, abs=0.6)
        assert "floor" not in drawing(plot).texts


# the places on the card


@pytest.mark.parametrize("height", [230, 300])
def test_below_the_curves_stand_bar_way_and_sentence(qtbot: QtBot, height: int) -> None:
    card = card_of(qtbot, width=352, height=height)
    card.set_form("below")
    draw(card, make_view(epochs=2))
    line = round(QFontMetricsF(face()).height())
    curves, bar = card.curves.geometry(), card.findChild(WayBar).geometry()
    way = card.findChild(FittedText, "way_a").geometry()
    sentence = card.findChild(FittedText, "sentence_a").geometry()
    arithmetic = card.findChild(ArithmeticLine).geometry()
    assert curves.top() == 4 + line + 3
    assert curves.bottom() + 1 == bar.top()
    assert bar.bottom() + 1 == way.top()
    assert way.bottom() + 1 == sentence.top()
    assert sentence.bottom() + 1 == arithmetic.top()
    assert arithmetic.bottom() + 1 == height - 4
    assert [each.height() for each in (bar, way, sentence)] == [12, line, 2 * line]
    for each in (curves, bar, way, sentence, arithmetic):
        assert (each.left(), each.right() + 1) == (12, 352 - 8)


def test_a_compact_card_has_the_way_beside_the_head_and_the_sentence_if_it_fits(
    qtbot: QtBot,
) -> None:
    card = card_of(qtbot, width=480, height=90)
    card.set_form("compact")
    draw(card, make_view(epochs=2))
    line = round(QFontMetricsF(face()).height())
    least = card.least_height("compact", 480)
    for more, told in ((0, False), (2 * line + 3, False), (2 * line + 4, True)):
        card.resize(480, least + more)
        card.grab()
        sentence = card.findChild(FittedText, "sentence_a")
        assert sentence.isHidden() != told
        way = card.findChild(FittedText, "way_a").geometry()
        head = next(each for each in card.children() if type(each).__name__ == "CardHead")
        assert head.geometry().right() + 1 == way.left()
        assert (way.top(), way.right() + 1) == (4, 480 - 8)
        curves = card.curves.geometry()
        assert curves.bottom() + 1 == (sentence.y() if told else card.findChild(ArithmeticLine).y())
        assert curves.top() == 4 + line + 3
    assert card.findChild(WayBar).isHidden()
    assert "negative gradient" not in drawing(card).texts


def test_what_is_tried_can_be_started_from_a_button_in_the_curves_corner(qtbot: QtBot) -> None:
    card = card_of(qtbot)
    draw(card, make_view(epochs=2, cursor=0))
    button = card.findChild(QPushButton, "startHere_a")
    assert button.isHidden()
    card.offer_start(True)
    for width in (690, 500):
        card.resize(width, 210)
        room = card.curves.geometry()
        assert button.size() == button.sizeHint()
        assert button.geometry().right() == room.right() - 1
        assert button.y() == room.top() + 2
    card.offer_start(False)
    assert button.isHidden()


@pytest.mark.parametrize("width", [480, 690])
def test_the_bar_stands_under_the_curves_on_the_side_of_the_goal(qtbot: QtBot, width: int) -> None:
    card = card_of(qtbot, width=width)
    for epoch in EPOCHS:
        view = make_view(epochs=14, cursor=epoch)
        draw(card, view)
        assert view.facts.valley is not None
        bar, curves = card.findChild(WayBar), card.curves.geometry()
        assert (bar.x(), bar.width()) == (curves.x(), curves.width())
        assert bar.y() == curves.bottom() + 3
        (diamond,) = polygons(drawing(bar), LIGHT.faint_text)
        right = float(view.facts.valley.floor[0]) >= float(view.snapshot.params[0])
        assert (diamond.left > bar.width() / 2) == right
        way = float(view.facts.valley.floor[0] - view.snapshot.params[0])
        assert view.snapshot.updated_params is not None
        share = float(view.snapshot.updated_params[0] - view.snapshot.params[0]) / way
        filled = [
            m for m in drawing(bar)
            if m.kind == "rect" and m.fill in (LIGHT.negative, LIGHT.positive)
        ]  # fmt: skip
        if share > 0:
            long = max(min(share, 1) * (bar.width() - 24), 1.5)
            assert filled[0].right - filled[0].left == pytest.approx(long, abs=0.1)
        else:
            assert not filled


def test_a_step_away_is_told_in_the_sign_s_colour(qtbot: QtBot) -> None:
    card = card_of(qtbot)
    for epoch, away in ((1, False), (14, True)):
        view = make_view(epochs=14, cursor=epoch)
        draw(card, view)
        text = drawing(card).starting("left to go")
        sign = int(np.sign(view.snapshot.gradient[0]))  # type: ignore[index]
        assert text.fill == (LIGHT.sign_text(sign) if away else LIGHT.faint_text)
        card.set_theme(DARK)
        text = drawing(card).starting("left to go")
        assert text.fill == (DARK.sign_text(sign) if away else DARK.faint_text)
        card.set_theme(LIGHT)


# the arithmetic


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_the_arithmetic_is_written_in_pieces_that_follow_each_other(
    qtbot: QtBot, theme: Theme
) -> None:
    line = ArithmeticLine("a")
    qtbot.addWidget(line)
    line.set_theme(theme)
    line.resize(600, 20)
    line.show_line("a ← −0.89 − 0.00001 × (−63466.4) = −0.26", "(−63466.4)", -1)
    pieces = [mark for mark in drawing(line) if mark.kind == "text"]
    assert [(m.text, m.fill, m.bold) for m in pieces] == [
        ("a ← −0.89 − 0.00001 × ", theme.text, False),
        ("(−63466.4)", theme.sign_text(-1), True),
        (" = ", theme.text, False),
        ("−0.26", theme.text, True),
    ]
    assert pieces[0].left == 0
    for left, right in pairwise(pieces):
        assert right.left == pytest.approx(left.ends[1], abs=0.1)
    metrics = QFontMetricsF(line.font())
    base = (20 - metrics.height()) / 2 + metrics.ascent()
    assert [m.top for m in pieces] == pytest.approx([base] * 4, abs=0.1)
    # Where it is too narrow for one line, the result stands below, a little moved in.
    line.resize(int(sum(m.advance for m in pieces[:2])) + 4, 40)
    pieces = [mark for mark in drawing(line) if mark.kind == "text"]
    above = [m for m in pieces if m.top == pieces[0].top]
    assert [m.text for m in above] == ["a ← −0.89 − 0.00001 × ", "(−63466.4)"] or [
        m.text for m in above
    ] == ["a ← −0.89 − 0.00001 × ", "(−63466.4)", ""]
    below = [m for m in pieces if m.top > pieces[0].top]
    assert [(m.text, m.bold) for m in below] == [("  = ", False), ("−0.26", True)]
    assert below[0].left == 0
    assert below[0].top - above[0].top == pytest.approx(metrics.height(), abs=0.1)
    line.show_line("", "", 0)
    assert not drawing(line).texts


def test_a_card_made_narrower_makes_room_for_a_second_line_of_arithmetic(qtbot: QtBot) -> None:
    card = card_of(qtbot, width=690)
    draw(card, make_view(epochs=1))
    line = card.findChild(ArithmeticLine)
    code = round(QFontMetricsF(line.font()).height())
    for width, lines in ((690, 1), (280, 2), (690, 1)):
        card.resize(width, 210)
        card.grab()
        assert line.height() == lines * code + 2
        assert line.geometry().bottom() + 1 == card.height() - 4


# the card of the whole step


@pytest.fixture
def whole(qtbot: QtBot) -> TogetherCard:
    widget = TogetherCard()
    qtbot.addWidget(widget)
    widget.resize(480, widget.least_height(480))
    return widget


def bars_of(drawn: Drawing, theme: Theme = LIGHT) -> list[Mark]:
    """The bars of what was promised and of what happened."""
    return [
        mark for mark in drawn
        if mark.kind == "rect" and mark.fill in (theme.slope, theme.ink) and mark.width == 1
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("experiment", "epoch"),
    [
        (Experiment(), 1),
        (Experiment(), 2),
        (Experiment(), 14),
        (Experiment(learning_rate=1e-4), 2),
        (Experiment(learning_rate=3e-5), 3),
    ],
)
def test_both_bars_begin_at_zero_and_are_as_long_as_their_numbers(
    whole: TogetherCard, experiment: Experiment, epoch: int
) -> None:
    view = make_view(experiment, epochs=14, cursor=epoch)
    whole.draw(view.facts.names, view.snapshot)
    said, drawn = together(view.facts.names, view.snapshot), drawing(whole)
    assert said.promised is not None
    assert said.happened is not None
    line = round(QFontMetricsF(face()).height())
    (zero,) = (m for m in drawn.stroked(LIGHT.faint_text) if m.kind == "polyline")
    assert (zero.left, zero.top, zero.bottom) == (zero.right, 4, 4 + 2 * line)
    promised, happened = bars_of(drawn)
    assert (promised.fill, happened.fill) == (LIGHT.slope, LIGHT.ink)
    labels = [drawn.text("promised"), drawn.text("happened")]
    texts = [drawn.text(said.promised_text), drawn.text(said.happened_text)]
    bold = face(bold=True)
    formula = drawn.text(said.formula)
    head = max(advance("All together ", bold), formula.advance + 2)
    left = 2 * 8 + 4 + head + advance("promised", face()) + 8
    right = 480 - 8 - max(advance(t.text, bold) for t in texts) - 8
    unit = (right - left) / (
        max(said.promised, said.happened, 0) - min(said.promised, said.happened, 0)
    )
    for k, (bar, size, label, text) in enumerate(
        zip((promised, happened), (said.promised, said.happened), labels, texts, strict=True)
    ):
        y = 4 + line * (0.5 + k)
        ends = sorted((zero.left, zero.left + size * unit))
        assert (bar.left, bar.right) == pytest.approx(tuple(ends), abs=1.1)
        assert (bar.top, bar.bottom) == near(y - 4.5, y + 4.5)
        metrics = QFontMetricsF(face())
        for mark in (label, text):
            centre = mark.top - (metrics.ascent() - metrics.descent()) / 2
            assert centre == pytest.approx(y, abs=1)
        assert label.left == pytest.approx(2 * 8 + 4 + head, abs=1)
        assert label.fill == LIGHT.faint_text
        assert text.left == pytest.approx(right + 4, abs=1.1)
        assert (text.bold, text.fill, label.bold) == (True, LIGHT.text, False)
    assert min(promised.left, happened.left, zero.left) == pytest.approx(left, abs=1.1)
    title = drawn.text("All together")
    assert (title.left, title.bold, title.fill) == (12, True, LIGHT.text)
    assert (formula.left, formula.fill) == (12, LIGHT.faint_text)
    assert formula.top - title.top == pytest.approx(line, abs=1)
    sentence = whole.findChild(FittedText, "togetherSentence").geometry()
    assert sentence.top() == 4 + 2 * line + 3
    assert (sentence.left(), sentence.right() + 1) == (12, 480 - 8)
    assert sentence.bottom() + 1 == whole.height() - 4 + 1
    assert drawn.starting(said.sentence[:20]).fill == LIGHT.text


def test_what_has_no_size_fills_the_room_or_has_no_bar(whole: TogetherCard) -> None:
    lost = make_view(Experiment(learning_rate=1e-4))
    whole.draw(lost.facts.names, lost.snapshot)
    found = bars_of(drawing(whole))
    said = together(lost.facts.names, lost.snapshot)
    assert said.happened_text
    assert found[-1].right - found[-1].left > 150
    early = make_view(epochs=2, stage=Stage.LOSS)
    whole.draw(early.facts.names, early.snapshot)
    assert not bars_of(drawing(whole))
    assert {"promised", "happened"} <= set(drawing(whole).texts)


def test_a_wide_card_of_the_whole_step_is_lower(whole: TogetherCard) -> None:
    line = round(QFontMetricsF(face()).height())
    assert whole.least_height(759) == 4 * line + 12
    assert whole.least_height(760) == 3 * line + 12


# rows


@pytest.fixture
def row(qtbot: QtBot) -> MoveRow:
    widget = MoveRow("a", 0, 4)
    qtbot.addWidget(widget)
    widget.resize(560, 26)
    return widget


def unit() -> float:
    font = face(code=True)
    font.setBold(True)
    return advance("0", font)


def places(width: float, name_length: int = 4) -> list[tuple[float, float]]:
    """Left and right of name, bar, gradient, step and track."""
    wide = unit()
    name, value, step = (name_length + 1) * wide, 9 * wide, 20 * wide
    rest = max(width - (2 * 8 + 14 + 5 * 7) - name - value - step, 50)
    found, x = [], 8 + 14.0
    for each in (name, 0.45 * rest, value, step, 0.55 * rest):
        found.append((x, x + each))
        x += each + 7
    return found


@pytest.mark.parametrize("sign", [-1, 1])
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_a_row_shows_bar_gradient_step_and_track_in_its_columns(  # noqa: PLR0915
    row: MoveRow, sign: int, theme: Theme
) -> None:
    view = make_view(epochs=14, cursor=2)
    snapshot = view.snapshot
    gradient = np.array(snapshot.gradient) * -sign  # that of epoch 2 is negative
    snapshot = replace(snapshot, gradient=gradient)
    row.set_theme(theme)
    row.draw(snapshot, 2 * abs(float(gradient[0])), (-0.5, 0.25))
    drawn = drawing(row)
    name, bar, value, step, track = places(560)
    words = row.said
    assert words is not None
    colour = theme.sign(sign)
    assert drawn.text("a").left == pytest.approx(name[0], abs=0.1)
    assert (drawn.text("a").bold, drawn.text("a").fill) == (True, theme.text)
    assert drawn.text("▸").left == 8
    assert drawn.text("▸").fill == theme.faint_text
    axis = next(m for m in drawn.stroked(theme.border) if m.kind == "polyline")
    middle = sum(bar) / 2
    assert axis.points == pytest.approx(np.array([[middle, 5], [middle, 21]]), abs=0.03)
    block = next(m for m in drawn.filled(colour) if m.kind == "rect")
    half = (bar[1] - bar[0]) / 4
    ends = (middle, middle + half) if sign > 0 else (middle - half, middle)
    assert block.box == near(ends[0], 13 - 4.5, ends[1], 13 + 4.5)
    number_ = drawn.starting(words.gradient[:6])
    assert number_.ends[1] == pytest.approx(value[1], abs=0.2)
    assert (number_.bold, number_.fill) == (True, theme.sign_text(sign))
    wide = unit()
    half = (step[1] - step[0] - 2 * wide) / 2
    before, after = drawn.starting(words.before[:5]), drawn.starting(words.after[:5])
    assert before.ends[1] == pytest.approx(step[0] + half, abs=8)
    assert before.ends[1] <= step[0] + half + 1
    assert (before.bold, before.fill) == (False, theme.text)
    assert after.left == pytest.approx(step[1] - half, abs=0.2)
    assert (after.bold, after.fill) == (True, theme.text)
    arrow = drawn.text(words.direction)
    assert sum(arrow.ends) / 2 == pytest.approx(step[0] + half + wide, abs=0.6)
    assert arrow.fill == colour
    left, right = track[0] + 6, track[1] - 6
    scale = snapshot.scale
    assert scale is not None
    low, high = float(scale.low[0]), float(scale.high[0])

    def x(number: float) -> float:
        return left + (number - low) / (high - low) * (right - left)

    rail = next(m for m in drawn.filled(theme.border) if m.kind == "rect")
    assert rail.box == near(left, 11.5, right, 14.5)
    been = next(m for m in drawn.filled(theme.zero) if m.kind == "rect")
    assert been.box == near(x(-0.5), 11.5, x(0.25), 14.5)
    ring = next(m for m in drawn.filled(theme.panel) if m.kind == "circle")
    assert tuple(ring.points[0]) == near(x(float(snapshot.params[0])), 13)
    assert (ring.radius, ring.stroke, ring.width) == (4, theme.text, 1.5)
    dot = next(m for m in drawn.filled(colour) if m.kind == "circle")
    assert snapshot.updated_params is not None
    assert tuple(dot.points[0]) == near(x(float(snapshot.updated_params[0])), 13)
    assert (dot.radius, dot.stroke) == (3, "")
    metrics = QFontMetricsF(face())
    for mark in drawn:
        if mark.kind == "text":
            centre = mark.top - (metrics.ascent() - metrics.descent()) / 2
            assert centre == pytest.approx(13, abs=1.6), mark.text


def test_a_row_keeps_its_height(row: MoveRow) -> None:
    row.resize(560, 90)
    assert (row.height(), row.sizeHint().height(), RowsHead().height()) == (26, 26, 18)


def test_a_row_before_its_gradient_has_no_bar_and_says_so(row: MoveRow) -> None:
    early = make_view(epochs=2, stage=Stage.LOSS).snapshot
    row.draw(early, 0.0, (0.0, 0.0))
    drawn = drawing(row)
    assert "–" in drawn.texts
    assert "→" not in drawn.texts
    assert not [m for m in drawn if m.fill in (LIGHT.negative, LIGHT.positive)]
    been = next(m for m in drawn.filled(LIGHT.zero) if m.kind == "rect")
    assert been.right - been.left == pytest.approx(1, abs=0.01)
    row.set_open(True)
    assert "▾" in drawing(row).texts
    assert "▸" not in drawing(row).texts


def test_an_infinite_gradient_fills_its_half_and_a_tiny_one_is_still_seen(row: MoveRow) -> None:
    snapshot = make_view(epochs=2).snapshot
    (_, bar, *_rest) = places(560)
    half = (bar[1] - bar[0]) / 2
    for gradient, wide, sign in ((math.inf, half, 1), (-math.inf, half, -1), (1e-9, 1, 1)):
        changed = replace(snapshot, gradient=np.full(3, gradient, np.float32))
        row.draw(changed, 1.0, (0.0, 0.0))
        block = next(m for m in drawing(row).filled(LIGHT.sign(sign)) if m.kind == "rect")
        assert block.right - block.left == pytest.approx(wide, abs=0.05)
        assert (block.left + block.right) / 2 == pytest.approx(
            sum(bar) / 2 + sign * wide / 2, abs=0.05
        )


def test_values_off_the_track_stand_at_its_ends_and_infinite_ones_in_the_middle(
    row: MoveRow,
) -> None:
    snapshot = make_view(epochs=2).snapshot
    track = places(560)[-1]
    left, right = track[0] + 6, track[1] - 6
    for value, x in ((-1e9, left), (1e9, right), (math.nan, (left + right) / 2)):
        changed = replace(snapshot, params=np.full(3, value, np.float32))
        row.draw(changed, 1.0, (0.0, 0.0))
        ring = next(m for m in drawing(row).filled(LIGHT.panel) if m.kind == "circle")
        assert ring.points[0][0] == pytest.approx(x, abs=0.05)


def test_the_row_with_the_focus_has_a_strong_frame(row: MoveRow, qtbot: QtBot) -> None:
    row.draw(make_view(epochs=2).snapshot, 1.0, (0.0, 0.0))
    with qtbot.waitActive(row):
        row.show()
        row.activateWindow()
    for focused, colour, width in ((False, LIGHT.border, 1), (True, LIGHT.ink, 1.5)):
        row.setFocus() if focused else row.clearFocus()
        frame = [mark for mark in drawing(row) if mark.kind == "path"][-1]
        assert (frame.stroke, frame.width) == (colour, width)
        assert frame.box == near(0.5, 0.5, 559.5, 25.5)


def test_a_narrow_row_writes_smaller_before_it_cuts(row: MoveRow) -> None:
    snapshot = make_view(epochs=2).snapshot
    for width in (300, 360, 419, 420, 560, 900):
        row.resize(width, 26)
        row.draw(snapshot, 1.0, (0.0, 0.0))
        drawn = drawing(row)
        assert row.said is not None
        whole = row.said.gradient
        number_ = drawn.starting(whole[:3])
        assert number_.text == whole
        for mark in drawn:
            if mark.kind == "text":
                assert mark.ends[1] <= width
    row.resize(419, 26)
    small = drawing(row).text("a").advance
    row.resize(420, 26)
    assert drawing(row).text("a").advance > small


def test_the_headings_stand_over_their_columns(qtbot: QtBot) -> None:
    head = RowsHead()
    qtbot.addWidget(head)
    head.resize(560, 18)
    for length in (4, 9, 30):
        head.set_name_length(length)
        _, bar, value, step, track = places(560, min(length, 9))
        drawn = drawing(head)
        for text, ends in (
            ("gradient", (bar[0], value[1])),
            ("before → after", step),
            ("where it has been", (track[0] - 20, track[1])),
        ):
            mark = drawn.text(text)
            middle = sum(mark.ends) / 2
            assert middle == pytest.approx(sum(ends) / 2, abs=1), (text, length)
            metrics = QFontMetricsF(face())
            centre = mark.top - (metrics.ascent() - metrics.descent()) / 2
            assert centre == pytest.approx(9, abs=1)
            assert mark.fill == LIGHT.faint_text
    head.set_theme(DARK)
    assert drawing(head).text("gradient").fill == DARK.faint_text


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("common", [False, True])
@pytest.mark.parametrize("stage", list(Stage))
def test_each_stage_adds_its_part_to_the_card(
    qtbot: QtBot, stage: Stage, common: bool, theme: Theme
) -> None:
    card = card_of(qtbot)
    draw(card, make_view(epochs=1))
    card.set_theme(theme)
    view = make_view(epochs=2, stage=stage)
    draw(card, view, common=common)
    picture = drawing(card.curves.overview if common else card.curves.plot)
    assert bool(picture.stroked(theme.slope)) == (stage >= Stage.GRADIENT)
    dots = [m for m in picture.filled(theme.negative) if m.kind == "circle"]
    assert len(dots) == (stage is Stage.UPDATE)
    tip = card.curves.plot.toolTip()
    assert ("Line: the tangent" in tip) == (stage >= Stage.GRADIENT)
    assert ("Dot: the new value" in tip) == (stage is Stage.UPDATE)
    bars = [m for m in drawing(card.findChild(WayBar)).filled(theme.negative) if m.kind == "rect"]
    assert len(bars) == (stage is Stage.UPDATE)
    drawn = drawing(card)
    inks = {mark.text: mark.fill for mark in drawn if mark.kind == "text"}
    assert drawn.starting("a ← ").fill == theme.text
    if stage >= Stage.GRADIENT:
        assert inks["(−27607.56)"] == theme.sign_text(-1)
    assert card.accessibleDescription().startswith(card.said.sentence)  # type: ignore[union-attr]
    assert card.describe() == card.accessibleDescription()
    assert card.toolTip() == card.said.sentence  # type: ignore[union-attr]


def test_a_short_name_stands_before_both_lines_of_the_head_and_a_long_one_alone(
    qtbot: QtBot,
) -> None:
    large, strong = face(1.7, bold=True, code=True), face(1.15, bold=True, code=True)
    seen = set()
    for length in range(1, 16):
        name = "m" * length
        head = CardHead(name)
        qtbot.addWidget(head)
        head.set_in_one_line(False, with_kind=True)
        head.resize(170, head.two_lines)
        view = make_view(epochs=1)
        head.draw(said(name, 0, view.snapshot))
        head.grab()
        parts = {part.text(): part for part in head.findChildren(FittedText)}
        short = advance(name, large) <= 170 * 0.3
        seen.add(short)
        title, arrow = parts[name], parts["→"]
        kind, gradient = parts["negative gradient"], parts["−63466.4"]
        line = round(QFontMetricsF(face()).height())
        arrow_width = round(advance("→", face(1.6, bold=True))) + 2
        wide = round(advance(name, large if short else strong)) + 2
        wide = min(wide, 170 - arrow_width - 4)
        tall = head.two_lines if short else line
        second = head.two_lines - line
        assert title.geometry().getRect() == (0, 0, wide, tall), name
        assert arrow.geometry().getRect() == (wide + 4, 0, arrow_width, tall)
        if short:
            x = wide + arrow_width + 8
            assert kind.geometry().getRect() == (x, 0, 170 - x, line)
        else:
            x = round(170 * 0.58) + 4
            assert kind.geometry().getRect() == (0, line, x - 4, second)
        assert gradient.geometry().getRect() == (x, line, 170 - x, second)
        assert title.font() == (large if short else strong)
    assert seen == {True, False}


def test_in_one_line_name_arrow_gradient_and_kind_follow_each_other(qtbot: QtBot) -> None:
    strong = face(1.15, bold=True, code=True)
    for name in ("a", "amplitude_of_it"):
        head = CardHead(name)
        qtbot.addWidget(head)
        head.resize(400, head.one_line)
        head.set_in_one_line(True, with_kind=True)
        head.draw(said(name, 0, make_view(epochs=1).snapshot))
        head.grab()
        parts = {part.text(): part for part in head.findChildren(FittedText)}
        widths = (
            min(round(advance(name, strong)) + 4, 90),
            round(advance("→", face(1.6, bold=True))) + 4,
            round(advance("−63466.40", strong)) + 6,
        )
        x = 0
        for text, wide in zip((name, "→", "−63466.4"), widths, strict=True):
            assert parts[text].geometry().getRect() == (x, 0, wide, head.one_line), text
            x += wide + 2
        assert head.rest == x - 2 - 1 + 4
        kind = parts["negative gradient"]
        assert kind.geometry().getRect() == (x + 2, 0, 400 - x - 2, head.one_line)
        assert head.one_line == round(QFontMetricsF(face()).height()) + 2
        # A longer gradient takes its room for good, so that nothing moves to and fro.
        lost = make_view(Experiment(learning_rate=1e-4), epochs=3)
        words = replace(said(name, 0, lost.snapshot), gradient="−1234567.8901")
        head.draw(words)
        longer = parts["−63466.4"].width()
        assert longer == round(advance("−1234567.8901", strong)) + 6
        head.draw(said(name, 0, make_view(epochs=1).snapshot))
        assert parts["−63466.4"].width() == longer
        head.set_in_one_line(True, with_kind=False)
        assert kind.isHidden()


def test_the_least_height_has_room_for_all_parts(qtbot: QtBot) -> None:
    card = card_of(qtbot)
    draw(card, make_view(epochs=1))
    metrics = QFontMetrics(face())
    line, code = metrics.height(), QFontMetrics(face(code=True)).height()
    sentence = card.findChild(FittedText, "sentence_a")
    ordinary = ORDINARY.replace("{name}", "a")
    head = line + QFontMetrics(face(1.15, bold=True, code=True)).height()
    inside = code + 2 + 8 + 4
    card.set_two_lines(False)
    for width in range(440, 700, 3):
        card.resize(width, 400)
        card.grab()
        words = sentence.width()
        assert words == width - 20 - round(0.63 * (width - 20)) - 10
        room = QRect(0, 0, words, 1000)
        wrapped = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap.value), ordinary)
        lines = min(math.ceil(wrapped.height() / line), 6)
        assert card.least_height("beside", width) == inside + max(
            head + lines * line + 2 * line, 96 + 12
        ), width
        assert card.least_height("below", width) == inside + 2 + 56 + 12 + 4 * line
        assert card.least_height("compact", width) == inside + line + 47


def test_a_row_tells_a_screen_reader_its_sentence_and_its_arithmetic(row: MoveRow) -> None:
    row.draw(make_view(epochs=2).snapshot, 1.0, (0.0, 0.0))
    words = row.said
    assert words is not None
    assert row.accessibleDescription() == f"{words.sentence} {words.arithmetic}"
    assert row.toolTip() == f"{words.sentence}\n{words.arithmetic}"
    assert row.accessibleName() == "How a moves; Return opens its card"
    assert row.cursor().shape() == Qt.CursorShape.PointingHandCursor
    assert row.focusPolicy() == Qt.FocusPolicy.StrongFocus
