"""The picture of the stack: arrows end to end on one scale, their labels and numbers."""

from itertools import pairwise

import pytest
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from gui.panels.moves import MovesPanel
from gui.panels.moves.gradient_stack import GradientStack
from gui.theme import DARK, LIGHT, Theme
from tests.gui.drawn import Mark, drawing
from tests.gui.views import make_view
from tests.gui.windows import at_front

KEPT = Experiment(zero_grad=False)


def shown(qtbot: QtBot, epochs: int, size: tuple[int, int], theme: Theme = LIGHT) -> GradientStack:
    stack = GradientStack("a", 0)
    qtbot.addWidget(stack)
    stack.set_theme(theme)
    stack.resize(*size)
    view = make_view(KEPT, epochs=epochs)
    stack.draw(view.snapshot, view.history)
    return stack


def arrows(stack: GradientStack, theme: Theme = LIGHT) -> list[Mark]:
    """The arrows from above to below."""
    colours = (theme.positive, theme.negative)
    found = [mark for colour in colours for mark in drawing(stack).filled(colour)]
    return sorted(found, key=lambda mark: mark.top)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_arrows_stand_end_to_end_from_zero_on_one_scale(qtbot: QtBot, theme: Theme) -> None:
    stack = shown(qtbot, 3, (400, GradientStack.least_height()), theme)
    left, own, held = arrows(stack, theme)
    assert (left.fill, own.fill, held.fill) == (theme.negative, theme.positive, theme.negative)
    assert own.left == pytest.approx(left.left)
    assert held.left == pytest.approx(own.right, abs=0.1)
    assert held.right == pytest.approx(left.right)
    assert (own.right - own.left) / (left.right - left.left) == pytest.approx(23850 / 91074, 1e-3)


@pytest.mark.parametrize("epochs", [1, 2, 3, 4, 9, 38])
@pytest.mark.parametrize("width", [270, 440, 900])
@pytest.mark.parametrize("rows", [3, 6])
def test_nothing_overlaps_or_is_cut(qtbot: QtBot, epochs: int, width: int, rows: int) -> None:
    stack = shown(qtbot, epochs, (width, rows * GradientStack.pitch() + 1))
    picture = drawing(stack)
    written = [mark for mark in picture if mark.kind == "text"]
    lines = sorted({round(mark.top) for mark in written})
    assert all(below - above >= GradientStack.pitch() - 1 for above, below in pairwise(lines))
    metrics = stack.fontMetrics()
    assert stack.stack is not None
    for mark in arrows(stack):
        label = max((each for each in written if each.top <= mark.bottom), key=lambda m: m.top)
        names = [each for each in written if each.left < 1]
        widest = max(metrics.horizontalAdvance(each.text) for each in names)
        numbers = min(each.left for each in written if each.left > 1)
        assert mark.left >= 0.8 * widest, label.text
        assert mark.right < numbers
        assert mark.top >= 0
        assert mark.bottom <= stack.height()
    assert max(mark.top for mark in written) < stack.height()


def test_many_parameters_share_one_stack_for_the_row_looked_at(qtbot: QtBot) -> None:
    panel = MovesPanel()
    qtbot.addWidget(panel)
    panel.resize(480, 560)
    panel.show()
    formula = "a*t**5 + b*t**4 + c*t**3 + d*t**2 + e*t + g"
    kept = Experiment(formula=formula, learning_rate=1e-13, zero_grad=False)
    panel.draw(make_view(kept, epochs=2))
    stack = panel.findChild(GradientStack)
    assert stack.isVisible()
    assert "params.grad of a" in drawing(stack).texts
    at_front(qtbot, panel)
    panel.rows[3].setFocus()
    qtbot.waitUntil(lambda: "params.grad of d" in drawing(stack).texts)
    assert stack.accessibleName() == "What params.grad holds for d, as a sum"
    panel.draw(make_view(Experiment(formula=formula, learning_rate=1e-13), epochs=2))
    assert not stack.isVisible()
