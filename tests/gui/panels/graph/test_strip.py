"""The strip below the graph: as much of a rule as there is room for, and all of it in the tip."""

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from engine.words.graph import Rule
from gui.panels.graph.strip import RuleStrip
from tests.gui.drawn import drawing

RULE = Rule(
    "Product", "a*t**2",
    ("forward: a times the square of t, for each of the points.",
     "local: the product changes by t**2 where a changes by 1.",
     "backward: gradient of the product times t**2, summed over the points."),
)  # fmt: skip


@pytest.fixture
def strip(qtbot: QtBot) -> RuleStrip:
    strip = RuleStrip()
    qtbot.addWidget(strip)
    strip.show_rule(RULE)
    strip.show()
    return strip


@pytest.mark.parametrize("height", [200, 250, 400])
@pytest.mark.parametrize("width", [110, 150, 300, 600, 1600])
def test_what_is_seen_fits_and_the_rest_is_in_the_tip(
    strip: RuleStrip, width: int, height: int
) -> None:
    strip.fit_into(height)
    strip.resize(width, strip.height())
    label = strip.findChild(QLabel, "graphRule")
    marks = [mark for mark in drawing(strip) if mark.kind == "text" and mark.text.strip()]
    seen = " ".join(mark.text.strip() for mark in marks)
    assert "Product".startswith(seen.strip("… ")[:7])
    assert min(mark.left for mark in marks) >= 8
    assert max(mark.ends[1] for mark in marks) <= width - 8 + 1
    assert max(mark.points[0, 1] for mark in marks) <= strip.height()
    whole = RULE.lines[-1].split()[-1] in seen
    assert whole == (label.toolTip() == "")
    if not whole:
        assert seen.endswith("…")
        assert all(line in label.toolTip() for line in RULE.lines)
    assert label.accessibleName() == strip.text
