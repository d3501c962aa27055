"""How the stack of a gradient is drawn: its lines, labels, numbers and arrows."""

import pytest
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from engine.words.steps.stack import Part
from gui.panels.moves.gradient_stack import FADED, SIZE, GradientStack
from gui.theme import DARK, LIGHT, Theme
from gui.zoom import face
from tests.gui.drawn import Drawing, Mark, drawing
from tests.gui.views import make_view

WIDTH = 440
themes = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


@pytest.fixture
def stack(qtbot: QtBot) -> GradientStack:
    """Four epochs' parts, in as many rows as there are."""
    stack = GradientStack("a", 0)
    qtbot.addWidget(stack)
    stack.resize(WIDTH, 6 * GradientStack.pitch() + 1)
    view = make_view(Experiment(zero_grad=False), epochs=4)
    stack.draw(view.snapshot, view.history)
    return stack


def parts(stack: GradientStack) -> tuple[Part, ...]:
    assert stack.stack is not None
    return stack.stack.parts


def pitch(stack: GradientStack) -> float:
    return min(stack.height() / len(parts(stack)), 1.5 * GradientStack.pitch())


def themed(stack: GradientStack, theme: Theme) -> Drawing:
    stack.set_theme(theme)
    return drawing(stack)


def arrows(picture: Drawing, theme: Theme = LIGHT) -> list[Mark]:
    found = [m for each in (theme.positive, theme.negative) for m in picture.filled(each)]
    return sorted(found, key=lambda mark: mark.top)


@themes
def test_each_part_has_its_label_and_its_number_in_its_row(
    stack: GradientStack, theme: Theme
) -> None:
    picture, rows = themed(stack, theme), parts(stack)
    assert len({part.kind for part in rows}) == 3
    for place, part in enumerate(rows):
        top, bottom = place * pitch(stack), (place + 1) * pitch(stack)
        label, number = (
            mark for mark in picture if mark.kind == "text" and top < mark.top < bottom
        )
        strong = part.kind != "earlier"
        assert label.text == part.label
        assert label.left == 0
        assert (label.bold, label.fill) == (strong, theme.text if strong else theme.faint_text)
        assert number.text == part.text
        assert (number.bold, number.fill) == (True, theme.sign_text(part.sign))
        assert number.ends[1] == pytest.approx(WIDTH, abs=1)
        assert label.top == number.top


@themes
def test_a_line_stands_at_zero_and_one_above_the_sum(stack: GradientStack, theme: Theme) -> None:
    picture = themed(stack, theme)
    rows, first = parts(stack), arrows(picture, theme)[0]
    (zero,) = (
        mark for mark in picture.stroked(theme.faint_text)
        if mark.left == mark.right and not mark.dashes
    )  # fmt: skip
    assert zero.width == 1
    assert (zero.top, zero.bottom) == pytest.approx((0, len(rows) * pitch(stack)), abs=0.02)
    assert zero.left == pytest.approx(first.right if rows[0].sign < 0 else first.left, abs=0.1)
    (above,) = picture.stroked(theme.border)
    assert (above.top, above.bottom) == pytest.approx([(len(rows) - 1) * pitch(stack)] * 2, abs=0.1)
    numbers = [mark for mark in picture if mark.kind == "text" and mark.left > 0]
    assert above.width == 1
    assert above.right == WIDTH
    assert above.left == pytest.approx(min(mark.left for mark in numbers) - 4, abs=1)


@themes
def test_arrows_are_as_long_as_the_parts_and_earlier_ones_pale(
    stack: GradientStack, theme: Theme
) -> None:
    rows = [part for part in parts(stack) if part.sign]
    found = arrows(themed(stack, theme), theme)
    assert len(found) == len(rows)
    ends = [end for part in rows for end in part.reach]
    spread = max(0.0, *ends) - min(0.0, *ends)
    unit = (max(mark.right for mark in found) - min(mark.left for mark in found)) / spread
    for mark, part in zip(found, rows, strict=True):
        assert mark.fill == theme.sign(part.sign)
        assert mark.opacity == pytest.approx(FADED / 255 if part.kind == "earlier" else 1, abs=0.01)
        assert mark.right - mark.left == pytest.approx(abs(part.end - part.start) * unit, abs=0.1)
        place = parts(stack).index(part)
        assert mark.top == pytest.approx(place * pitch(stack) + 2, abs=0.02)
        assert mark.bottom == pytest.approx((place + 1) * pitch(stack) - 2, abs=0.02)
        # The head points the way the part goes.
        middle = (mark.top + mark.bottom) / 2
        tip = next(x for x, y in mark.points if y == pytest.approx(middle, abs=0.02))
        assert tip == (mark.right if part.end > part.start else mark.left)
        foot = {round(float(x), 1) for x, _ in mark.points} - {round(float(tip), 1)}
        assert min(abs(x - tip) for x in foot) == pytest.approx(
            min(6.0, mark.right - mark.left), abs=0.2
        )


def test_dotted_lines_lead_from_each_arrow_to_the_next(stack: GradientStack) -> None:
    picture = drawing(stack)
    dotted = sorted((mark for mark in picture if mark.dashes), key=lambda mark: mark.top)
    rows = parts(stack)
    assert len(dotted) == len(rows) - 1
    found = arrows(picture)
    for place, (mark, arrow) in enumerate(zip(dotted, found[:-1], strict=True)):
        assert (mark.stroke, mark.width) == (LIGHT.faint_text, 1)
        end = arrow.right if rows[place].end > rows[place].start else arrow.left
        assert (mark.left, mark.right) == pytest.approx((end, end), abs=0.1)
        bottom = (place + 1) * pitch(stack)
        assert (mark.top, mark.bottom) == pytest.approx((bottom - 2, bottom + 2), abs=0.02)


def test_where_it_is_narrow_the_labels_are_brief(stack: GradientStack) -> None:
    stack.resize(250, stack.height())
    texts = drawing(stack).texts
    assert all(part.brief in texts for part in parts(stack))
    assert any(part.brief != part.label for part in parts(stack))


def test_its_tip_tells_the_sum_and_why_it_adds_up(stack: GradientStack) -> None:
    assert stack.stack is not None
    assert stack.accessibleDescription() == stack.stack.spoken
    assert stack.toolTip() == (
        f"{stack.stack.spoken}\n"
        "loss.backward() adds this epoch's derivative to what is held;\n"
        "with zero_grad on, it is cleared after every update."
    )
    stack.set_parameter("b", 1)
    assert stack.accessibleName() == "What params.grad holds for b, as a sum"
    assert stack.toolTip().startswith(stack.stack.spoken)
    assert stack.sizeHint().width() == 300
    assert stack.sizeHint().height() == GradientStack.least_height() == 3 * stack.pitch() + 1


def test_a_title_stands_above_the_rows(qtbot: QtBot) -> None:
    stack = GradientStack("b", 1, titled=True)
    qtbot.addWidget(stack)
    stack.resize(WIDTH, 4 * GradientStack.pitch() + 1)
    view = make_view(Experiment(zero_grad=False), epochs=4)
    stack.draw(view.snapshot, view.history)
    picture = drawing(stack)
    title = picture.text("params.grad of b")
    assert (title.bold, title.fill, title.left) == (True, LIGHT.text, 0)
    assert len(parts(stack)) == 3
    above = stack.height() - stack.least_height()
    assert 0 < title.top < above
    assert min(mark.top for mark in arrows(picture)) == pytest.approx(above + 2, abs=0.1)
    assert face(SIZE).pointSizeF() <= face().pointSizeF()


def test_a_part_that_is_next_to_nothing_is_still_seen(qtbot: QtBot) -> None:
    stack = GradientStack("a", 0)
    qtbot.addWidget(stack)
    stack.resize(320, stack.least_height())
    view = make_view(Experiment(zero_grad=False, learning_rate=1e-9), epochs=100)
    stack.draw(view.snapshot, view.history)
    rows, found = parts(stack), arrows(drawing(stack))
    assert len(found) == len(rows) == 3
    unit = (found[0].right - found[0].left) / abs(rows[0].end - rows[0].start)
    own = rows[1]
    assert abs(own.end - own.start) * unit < 1.4
    assert found[1].right - found[1].left == pytest.approx(1.5, abs=0.02)
    tip = found[1].left if own.end < own.start else found[1].right
    assert tip == pytest.approx(found[2].left if own.end < own.start else found[2].right, abs=0.1)
