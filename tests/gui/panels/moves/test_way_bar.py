"""The bar of a card: how far it is filled, and what shows a step beyond the goal or away."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gui.panels.moves.way_bar import WayBar
from gui.theme import DARK, LIGHT, Theme
from tests.gui.drawn import drawing
from tests.gui.panels.moves.cards import near, polygons


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
