"""How the parts of the fit are drawn: springs, the bars of their pulls, and the legend."""

from collections.abc import Sequence

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QTransform
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment, RollerCoaster
from engine.queries import ByHand
from engine.runs import Stage
from engine.words.by_hand import plain
from gui.plots.base.legend import Entry
from gui.plots.fit import FitPlot
from gui.plots.fit.ghost import pale
from gui.plots.fit.legend import entries
from gui.plots.fit.pull_bars import PullBars
from gui.plots.fit.pulls_panel import SLICES, Columns
from gui.plots.fit.springs import Springs
from gui.theme import DARK, LIGHT, Theme
from gui.zoom import small_face
from tests.gui.drawn import Mark, drawing
from tests.gui.plots.helpers import shown
from tests.gui.views import make_view

VIEW = QRectF(0, 0, 400, 200)
NEARLY = 0.02
FIRST = make_view(epochs=1)
themes = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


class Page(QWidget):
    """Paints `springs` over all of itself, a unit of the data as one pixel."""

    def __init__(self, springs: Springs) -> None:
        super().__init__()
        self._springs = springs
        self.resize(400, 200)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._springs.paint_pixels(painter, QTransform(), VIEW)
        painter.end()


def painted(
    qtbot: QtBot, springs: list[tuple[float, float, float, float]], theme: Theme = LIGHT
) -> list[Mark]:
    """The springs as lines; each is its x, its start, its end and its pull."""
    item = Springs()
    item.set_theme(theme)
    item.set_springs(*np.array(springs, float).T)
    page = Page(item)
    qtbot.addWidget(page)
    return [mark for mark in drawing(page) if mark.kind == "polyline"]


@themes
def test_a_spring_is_as_thick_and_as_wide_as_it_pulls_in_its_sign_s_colour(
    qtbot: QtBot, theme: Theme
) -> None:
    weak, strong = painted(qtbot, [(100, 20, 120, -1.0), (300, 20, 120, 0.5)], theme)
    assert (weak.stroke, weak.width) == (theme.positive, 2.5)
    assert (strong.stroke, strong.width) == (theme.negative, 4.0)
    assert (weak.left, weak.right) == pytest.approx((300 - 4.5, 300 + 4.5), abs=NEARLY)
    assert (strong.left, strong.right) == pytest.approx((100 - 7, 100 + 7), abs=NEARLY)
    assert {weak.fill, strong.fill} == {""}


@pytest.mark.parametrize(("start", "end"), [(20.0, 120.0), (120.0, 20.0)])
def test_a_spring_is_straight_at_both_ends_and_winds_evenly_between(
    qtbot: QtBot, start: float, end: float
) -> None:
    (mark,) = painted(qtbot, [(100, start, end, 1.0)])
    way = 1 if end > start else -1
    turns = round((100 - 2 * 5) / 7)
    pitch = 90 / turns
    heights = [0, 5, *(5 + (k + 0.5) * pitch for k in range(turns)), 95, 100]
    assert mark.points[:, 1] == pytest.approx([start + way * each for each in heights], abs=NEARLY)
    sides = [0, 0, *((7 if k % 2 else -7) for k in range(turns)), 0, 0]
    assert mark.points[:, 0] - 100 == pytest.approx(sides, abs=NEARLY)


def test_what_does_not_pull_or_has_no_room_is_a_straight_line(qtbot: QtBot) -> None:
    nothing, short = painted(qtbot, [(100, 20, 120, 0.0), (200, 20, 34, 1.0)])
    assert (nothing.stroke, nothing.width) == (LIGHT.residual, 1)
    assert nothing.points == pytest.approx(np.array([(100, 20), (100, 120)]))
    assert short.points == pytest.approx(np.array([(200, 20), (200, 34)]))
    assert short.width == 4
    assert len(painted(qtbot, [(200, 20, 35, 1.0)])[0].points) > 4
    crowded = painted(qtbot, [(5.0 * k, 20, 120, 1.0) for k in range(70)])
    assert {len(mark.points) for mark in crowded} == {2}
    beside = painted(qtbot, [(6.0 * k, 20, 120, 1.0) for k in range(66)])
    assert {len(mark.points) for mark in beside} != {2}
    # Beside others a spring takes no more than its share of the width.
    assert beside[3].right - beside[3].left == pytest.approx(2 * 0.3 * 400 / 66, abs=0.1)


def test_springs_outside_are_left_out_and_long_ones_cut(qtbot: QtBot) -> None:
    found = painted(qtbot, [(-250, 20, 120, 1), (650, 20, 120, 1), (100, -9e6, 9e6, 1)])
    (mark,) = found
    assert (mark.top, mark.bottom) == (-40, 240)
    assert painted(qtbot, [(-100, 20, 120, 1), (500, 20, 120, 1)])
    strengths = [mark.width for mark in painted(
        qtbot, [(50, 0, 99, 1.0), (150, 0, 99, 0.1), (250, 0, 99, -0.6)])]  # fmt: skip
    assert strengths == sorted(strengths)


# --- the bars below the fit


@themes
def test_bars_stand_below_their_points_as_high_as_they_pull(qtbot: QtBot, theme: Theme) -> None:
    plot = FitPlot()
    shown(qtbot, plot)
    plot.set_theme(theme)
    plot.draw(make_view(epochs=1))
    bars = PullBars(plot)
    qtbot.addWidget(bars)
    bars.resize(plot.width(), bars.height())
    x, pulls = np.array([2.0, 6.0, 10.0, 14.0]), np.array([-1000.0, 0.0, 500.0, 250.0])
    bars.set_pulls("Pull of each point", x, pulls)
    assert bars.accessibleName() == "Pull of each point"
    assert bars.height() == 104
    picture, view = drawing(bars), plot.box.sceneBoundingRect()
    title = picture.text("Pull of each point")
    metrics = QFontMetricsF(small_face())
    assert title.fill == theme.text
    assert (title.left, title.top) == pytest.approx((view.left(), metrics.ascent()), abs=0.1)
    (zero,) = picture.stroked(theme.faint_text)
    assert (zero.left, zero.right) == pytest.approx((view.left(), view.right()), abs=0.1)
    assert (zero.width, zero.top) == (1, zero.bottom)
    falling = picture.filled(theme.negative)
    rising = sorted(picture.filled(theme.positive), key=lambda mark: mark.left)
    assert (len(falling), len(rising)) == (1, 2)
    row = metrics.height()
    top, bottom = row + 4 + row, bars.height() - 2 - row
    unit = (bottom - top) / 1500
    places, _ = plot.to_scene(x, np.zeros(4))
    for mark, k in ((falling[0], 0), (rising[0], 2), (rising[1], 3)):
        assert (mark.left + mark.right) / 2 == pytest.approx(places[k], abs=NEARLY)
        assert mark.right - mark.left == pytest.approx(16, abs=NEARLY)
        assert mark.bottom - mark.top == pytest.approx(abs(pulls[k]) * unit, abs=NEARLY)
        assert zero.top == pytest.approx(mark.bottom if pulls[k] > 0 else mark.top, abs=NEARLY)
    assert rising[0].top == pytest.approx(top, abs=NEARLY)
    assert falling[0].bottom == pytest.approx(bottom, abs=NEARLY)
    for mark, text, sign in ((falling[0], "−1,000.0", -1), (rising[0], "500.00", 1)):
        number = picture.text(text)
        assert number.fill == theme.sign_text(sign)
        assert sum(number.ends) == pytest.approx(mark.left + mark.right, abs=1)
        beside = mark.top - metrics.descent() if sign > 0 else mark.bottom + metrics.ascent()
        assert number.top == pytest.approx(beside, abs=0.1)
    assert len(picture.texts) == 3


def test_without_pulls_there_is_only_the_title(qtbot: QtBot) -> None:
    plot = FitPlot()
    shown(qtbot, plot)
    bars = PullBars(plot)
    qtbot.addWidget(bars)
    bars.set_pulls("Nothing pulls", np.empty(0), np.empty(0))
    assert drawing(bars).texts == ["Nothing pulls"]


# --- the legend


@themes
def test_the_legend_names_what_is_drawn_in_its_colours(theme: Theme) -> None:
    residual = Entry("line", theme.residual, "residuals")
    after = entries(make_view(epochs=2), theme, [residual], held_out=True)
    assert after == (
        Entry("dot", theme.data, "data"),
        Entry("ring", theme.data, "held out"),
        Entry("dot", theme.prediction, "predictions after the update", "after"),
        Entry("dashed", pale(theme).name(), "before it", "before"),
        residual,
    )
    during = make_view(epochs=2, cursor=2, stage=Stage.LOSS)
    assert entries(during, theme, [], held_out=False) == (
        Entry("dot", theme.data, "data"),
        Entry("dot", theme.prediction, "predictions"),
    )
    start = make_view(epochs=1, cursor=0)
    assert entries(start, theme, [residual], held_out=False) == (
        Entry("dot", theme.data, "data"),
        Entry("dashed", theme.prediction, "starting parameters"),
    )


def by_hand(parts: Sequence[float]) -> ByHand:
    """What pulls on `a`, at the article's first points, with these parts of its gradient."""
    some, start = np.zeros(len(parts)), FIRST.facts.start
    return ByHand(
        1, FIRST.experiment.settings, start, np.zeros_like(start), param=0, name="a",
        derivative=None, inputs=some.astype(np.float32),
        targets=some.astype(np.float32), predictions=some.astype(np.float32), residuals=some,
        local=some, parts=np.array(parts, float), mean=float(np.mean(parts)), autograd=None,
    )  # fmt: skip


@themes
def test_pulls_are_stacked_on_two_sides_of_one_scale(qtbot: QtBot, theme: Theme) -> None:
    columns = Columns()
    qtbot.addWidget(columns)
    columns.resize(200, 300)
    columns.set_theme(theme)
    columns.show_pulls(by_hand([-2.0, -6.0, 0.0, 4.0, -8.0]), FIRST)
    marks = drawing(columns)
    high = 300 - 2 * QFontMetricsF(small_face()).height() - 2
    for colour, left, sizes in (
        (theme.negative, 4, (8, 6, 2)), (theme.positive, 104, (4,)),
    ):  # fmt: skip
        slices = marks.filled(colour)
        # Each from its lower edge up, the largest at the bottom.
        tops = [high - sum(sizes[: k + 1]) / 16 * high for k in range(len(sizes))]
        assert [each.left for each in slices] == [left] * len(sizes)
        assert [each.right for each in slices] == [left + 92] * len(sizes)
        assert [each.top for each in slices] == pytest.approx([top + 1 for top in tops], abs=0.1)
        bottoms = [high, *tops[:-1]]
        assert [each.bottom for each in slices] == pytest.approx(bottoms, abs=0.1)
        (ground,) = (each for each in marks.stroked(colour) if each.kind != "text")
        assert ground.top == ground.bottom == pytest.approx(high, abs=1)
        assert (ground.left, ground.right) == (left, left + 92)
    inputs = [f"t = {plain(float(FIRST.facts.inputs[k]))}" for k in (4, 1, 0, 3)]
    assert marks.texts == [*inputs[:3], "raise a", "−3.2000", inputs[3], "lower a", "0.80000"]
    for text in inputs:
        assert marks.text(text).fill == theme.panel
    for text, colour, middle in (
        ("raise a", theme.negative, 50), ("lower a", theme.positive_text, 150),
    ):  # fmt: skip
        name = marks.text(text)
        assert name.fill == colour
        assert sum(name.ends) / 2 == pytest.approx(middle, abs=2)


def test_the_weaker_of_many_pulls_share_a_slice(qtbot: QtBot) -> None:
    columns = Columns()
    qtbot.addWidget(columns)
    columns.resize(200, 900)
    view = make_view(Experiment(data=RollerCoaster(points=80)), epochs=1)
    for many, last in ((SLICES, False), (SLICES + 1, True), (60, True)):
        columns.show_pulls(by_hand([-1.0] * many), view)
        marks = drawing(columns)
        assert len(marks.filled(LIGHT.negative)) == min(many, SLICES + 1)
        assert ("others" in marks.texts) == last, many
    columns.show_pulls(None, view)
    assert drawing(columns).filled(LIGHT.negative) == []
