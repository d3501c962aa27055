"""What the stages' cards draw, and where: lines, boxes, bars and texts against their numbers."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontInfo, QFontMetricsF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment, Points
from engine.numbers import grouped
from engine.runs import Stage
from gui.motion import Phase
from gui.panels.stages import StagesPanel, forward
from gui.panels.stages.card import StageCard
from gui.run import View
from gui.theme import DARK, LIGHT, Theme
from gui.zoom import face
from tests.gui.drawn import Drawing, Mark, drawing
from tests.gui.views import make_view

SINES = Experiment(
    formula=" + ".join(f"weight_{k}*sin({k}*t)" for k in range(30)), learning_rate=1e-3
)
SPACE, EDGE = 8, 6


@pytest.fixture
def panel(qtbot: QtBot) -> StagesPanel:
    panel = StagesPanel()
    qtbot.addWidget(panel)
    sized(panel, 1400, 900)
    return panel


def sized(panel: StagesPanel, width: int, height: int) -> None:
    """As wide as `width`, in a window that is `height` high; nothing has the focus."""
    panel.fit_into(height)
    panel.resize(width, panel.sizeHint().height())
    panel.show()
    if focused := QApplication.focusWidget():
        focused.clearFocus()
    QApplication.processEvents()
    # The offscreen mouse stands over the first card.
    for each in panel.findChildren(StageCard):
        each.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)


def card(panel: StagesPanel, name: str) -> StageCard:
    found = panel.findChild(StageCard, f"stageChip_{name}")
    assert isinstance(found, StageCard)
    return found


def head() -> int:
    return round(QFontMetricsF(face()).height()) + 2


def pitch() -> int:
    """The height of a line on the cards."""
    return round(QFontInfo(face(0.945, code=True)).pixelSize() * 1.2)


def wide(text: str) -> float:
    """How long `text` is, as numbers are written."""
    font = face(0.945, code=True)
    font.setWeight(font.Weight.DemiBold)
    return QFontMetricsF(font).horizontalAdvance(text)


def picture(card: StageCard, lines: int = 1) -> QRectF:
    """The area below `lines` of code."""
    top = EDGE + head() + 1 + lines * pitch() + 5
    return QRectF(SPACE, top, card.width() - 2 * SPACE, card.height() - EDGE - top)


def middle(mark: Mark) -> float:
    """Where the middle of a text's letters is, from above."""
    font = face(0.945, code=mark.code)
    metrics = QFontMetricsF(font)
    return mark.top - (metrics.ascent() - metrics.descent()) / 2


def stands_in(mark: Mark, room: tuple[float, float], centre: float, align: str) -> None:
    """The text stands at the side of `room` (left, right), its letters around `centre`."""
    left, right = mark.ends
    assert middle(mark) == pytest.approx(centre, abs=1.2), mark.text
    match align:
        case "left":
            assert left == pytest.approx(room[0], abs=0.1), mark.text
        case "right":
            assert right == pytest.approx(room[1], abs=0.1), mark.text
        case "centre":
            assert (left + right) / 2 == pytest.approx(sum(room) / 2, abs=0.6), mark.text


def boxes(drawn: Drawing) -> list[Mark]:
    """The frames with round corners, without that of the card."""
    return [mark for mark in drawn if mark.kind == "path" and mark.left > 2]


def arrows(drawn: Drawing) -> list[tuple[Mark, Mark]]:
    """Shafts and heads."""
    return [(a, b) for a, b in pairwise(drawn) if a.kind == "polyline" and b.kind == "polygon"]


def points_at(shaft: Mark, tip: Mark, start: tuple[float, float], end: tuple[float, float]) -> None:
    """An arrow from `start` to `end`: its shaft ends where its head begins, four pixels before."""
    assert shaft.points[0] == pytest.approx(start, abs=0.02)
    assert tip.points[0] == pytest.approx(end, abs=0.02)
    way = np.subtract(end, start)
    along = way / np.hypot(*way)
    assert shaft.points[1] == pytest.approx(np.array(end) - 4 * along, abs=0.02)
    across = tip.points[1] - shaft.points[1]
    assert np.hypot(*across) == pytest.approx(3.2, abs=0.02)
    assert across @ along == pytest.approx(0, abs=0.02)
    assert tip.points[2] - shaft.points[1] == pytest.approx(-across, abs=0.02)


# frame and head


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_frame_badge_and_title_tell_the_state(panel: StagesPanel, theme: Theme) -> None:
    panel.set_theme(theme)
    panel.draw(make_view(epochs=2, cursor=2, stage=Stage.LOSS))
    panel.set_failed(Stage.BACKWARD)
    warned = theme.warning_text
    for name, ground, edge, width, dashed, ink, disc, bold, state in (
        ("predict", theme.panel, theme.border, 1, False, theme.text, "", False, ""),
        ("loss", theme.panel, theme.ink, 2, False, theme.text, theme.ink, True, "ran last"),
        ("backward", theme.warning, warned, 2, False, warned, warned, True, "refused"),
        ("gradient", theme.window, theme.border, 1, True, theme.faint_text, "", False, "not yet"),
    ):
        each = card(panel, name)
        drawn = drawing(each)
        frame = next(mark for mark in drawn if mark.kind == "path")
        assert frame.box == (1, 1, each.width() - 1, each.height() - 1)
        assert (frame.fill, frame.stroke, frame.width) == (ground, edge, width), name
        assert bool(frame.dashes) == dashed
        (badge,) = (mark for mark in drawn if mark.kind == "circle" and mark.radius > 5)
        half = head() / 2
        assert badge.points[0] == pytest.approx((SPACE + half, EDGE + half))
        assert badge.radius == pytest.approx(half - 0.5)
        assert (badge.fill, badge.stroke) == (disc, disc or ink)
        number, title = drawn.text(str(each.stage.value)), drawn.text(each.accessibleName()[9:])
        inside = theme.warning if name == "backward" else theme.ink_text if disc else ink
        assert (number.fill, number.bold) == (inside, bold)
        assert sum(number.ends) / 2 == pytest.approx(SPACE + half, abs=0.6)
        assert (title.fill, title.bold) == (ink, bold)
        assert title.left == SPACE + head() + 6
        assert title.top == number.top
        if state:
            said = drawn.text(state)
            assert said.ends[1] == pytest.approx(each.width() - SPACE, abs=0.1)
            assert (said.top, said.fill, said.bold) == (title.top, ink, False)
        line = drawn.text(each.code[0])
        assert line.fill == (theme.faint_text if name in ("predict", "loss") else ink)


def test_the_code_stands_below_the_head_line_by_line(panel: StagesPanel) -> None:
    panel.draw(make_view(Experiment(), epochs=2))
    drawn = drawing(card(panel, "update"))
    for place, code in enumerate(card(panel, "update").code):
        row = EDGE + head() + 1 + (place + 0.5) * pitch()
        stands_in(drawn.text(code), (SPACE, 0), row, "left")
        assert drawn.text(code).code
    panel.draw(make_view(Experiment(zero_grad=False), epochs=2))
    remark = drawing(card(panel, "gradient")).text("this epoch's + left over")
    stands_in(remark, (SPACE, 0), EDGE + head() + 1 + 1.5 * pitch(), "left")
    assert (remark.fill, remark.code) == (LIGHT.text, False)


def test_a_statement_is_broken_where_the_card_ends_and_leaves_the_picture_its_room(
    panel: StagesPanel,
) -> None:
    sized(panel, 1008, 1500)
    panel.draw(make_view(epochs=2))
    update = card(panel, "update")
    texts = drawing(update).texts
    code = texts[3 : texts.index("a")]
    assert code == ["params.data -=", "  params.grad.data*(lr)", "params.grad = None"]
    assert len(code[1]) <= int((update.width() - 2 * SPACE) / wide("0"))
    # In a lower window the article's last line gives its room to the parameters.
    sized(panel, 1008, 600)
    texts = drawing(update).texts
    assert texts[3 : texts.index("a")] == code[:2]


def test_the_frame_under_the_mouse_is_dark(panel: StagesPanel) -> None:
    panel.draw(make_view(epochs=1))
    loss = card(panel, "loss")
    loss.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    frame = next(mark for mark in drawing(loss) if mark.kind == "path")
    assert (frame.stroke, frame.width) == (LIGHT.ink, 1)


@pytest.mark.parametrize(("failed", "said"), [(True, "refused by PyTorch"), (False, "–")])
def test_what_has_no_picture_has_its_word_below(
    panel: StagesPanel, failed: bool, said: str
) -> None:
    panel.draw(make_view(epochs=2, cursor=2, stage=Stage.PREDICT))
    panel.set_failed(Stage.LOSS if failed else None)
    loss = card(panel, "loss")
    word = drawing(loss).text(said)
    stands_in(word, (SPACE, 0), loss.height() - EDGE - pitch() / 2, "left")
    assert (word.bold, word.fill) == (True, LIGHT.warning_text if failed else LIGHT.faint_text)


def test_arrows_lead_from_card_to_card_and_are_dark_where_the_run_has_been(
    panel: StagesPanel,
) -> None:
    panel.draw(make_view(epochs=2, cursor=2, stage=Stage.BACKWARD))
    inside = {id(mark) for name in ("predict",) for mark in drawing(card(panel, name))}
    assert inside
    places = [each.geometry() for each in panel.findChildren(StageCard)]
    drawn = [mark for mark in drawing(panel) if mark.kind == "polyline" and mark.width == 1.5]
    # Three strokes for each gap; what is on the cards comes after them.
    for k, (left, right) in enumerate(pairwise(places)):
        shaft, *wings = drawn[3 * k : 3 * k + 3]
        colour = LIGHT.text if k < 2 else LIGHT.faint_text
        assert {mark.stroke for mark in (shaft, *wings)} == {colour}
        y, end = panel.height() / 2, right.left() - 3
        assert shaft.points.tolist() == [[left.right() + 4, y], [end, y]]
        assert [wing.points.tolist() for wing in wings] == [
            [[end, y], [end - 4, y - 4]], [[end, y], [end - 4, y + 4]],
        ]  # fmt: skip


def test_the_focus_is_a_dotted_frame_within_the_frame(panel: StagesPanel) -> None:
    panel.draw(make_view(epochs=1))
    loss = card(panel, "loss")
    assert not any(mark.dashes for mark in drawing(loss))
    loss.setFocus()
    (focus,) = (mark for mark in drawing(loss) if mark.dashes)
    assert focus.box == (4, 4, loss.width() - 4, loss.height() - 4)
    assert (focus.stroke, focus.fill, focus.width) == (LIGHT.ink, "", 1)


# predictions


def predicted(view: View, area: QRectF) -> tuple[float, float, float, float]:
    """Pixels of x = 0 and per unit of x; of y = 0 and per unit of y."""
    facts, snapshot = view.facts, view.snapshot
    low, high = facts.inputs.min(), facts.inputs.max()
    within = (facts.curve_inputs >= low) & (facts.curve_inputs <= high)
    heights = np.concatenate([facts.targets, snapshot.predictions, snapshot.curve[within]])
    across = area.width() / (high - low)
    up = area.height() / np.ptp(heights)
    return area.left() - low * across, across, area.bottom() + heights.min() * up, -up


@pytest.mark.parametrize("epoch", [1, 2, 14])
def test_dots_and_curve_lie_where_data_and_predictions_are(panel: StagesPanel, epoch: int) -> None:
    view = make_view(epochs=14, cursor=epoch)
    panel.draw(view)
    drawn, room = drawing(card(panel, "predict")), picture(card(panel, "predict"))
    number = max(wide("−1,234.5"), *(wide(grouped(float(p), 4)) for p in view.snapshot.predictions))
    area = QRectF(room.left() + 2, room.top() + 2, room.width() - number - 8 - 4, room.height() - 4)
    x, across, y, up = predicted(view, area)
    dots = [mark for mark in drawn if mark.kind == "circle" and mark.radius < 5]
    for colour, heights, radius in (
        (LIGHT.data, view.facts.targets, 1.3),
        (LIGHT.prediction, view.snapshot.predictions, 1.7),
    ):
        found = [mark for mark in dots if mark.fill == colour]
        places = np.array([mark.points[0] for mark in found])
        wanted = np.stack([x + across * view.facts.inputs, y + up * heights], axis=1)
        assert places == pytest.approx(wanted, abs=0.05)
        assert {(mark.radius, mark.stroke) for mark in found} == {(radius, "")}
    (curve,) = (mark for mark in drawn if mark.kind == "polyline")
    assert (curve.stroke, curve.width, curve.fill) == (LIGHT.prediction, 1.5, "")
    # About a point for every other pixel, whatever the curve has.
    assert area.width() / 4 <= len(curve.points) <= area.width() / 1.3
    heights = np.interp((curve.points[:, 0] - x) / across, view.facts.curve_inputs,
                        view.snapshot.curve)  # fmt: skip
    assert curve.points[:, 1] == pytest.approx(y + up * heights, abs=0.1)
    assert curve.left == pytest.approx(area.left(), abs=0.05)
    assert curve.right == pytest.approx(area.right(), abs=3)
    # The curve lies over the data, and the predictions over the curve.
    kinds = [mark.fill or mark.stroke for mark in (*dots[:20], curve, *dots[20:])]
    order = [mark.fill or mark.stroke for mark in drawn if mark in (*dots, curve)]
    assert order == kinds


def test_the_first_and_the_last_prediction_stand_at_the_right(panel: StagesPanel) -> None:
    view = make_view(epochs=1)
    panel.draw(view)
    predict = card(panel, "predict")
    drawn, room, line = drawing(predict), picture(predict), pitch()
    right = (0.0, room.right())
    for text, centre, code in (
        ("t = 0", room.top() + line / 2, False),
        ("0.3704", room.top() + 1.5 * line, True),
        ("t = 19", room.bottom() - 1.5 * line, False),
        ("−350.3", room.bottom() - line / 2, True),
    ):
        stands_in(drawn.text(text), right, centre, "right")
        assert (drawn.text(text).code, drawn.text(text).bold) == (code, code)
        assert drawn.text(text).fill == (LIGHT.prediction if code else LIGHT.faint_text)


def test_a_low_card_has_only_the_numbers_and_a_narrow_one_no_curve(panel: StagesPanel) -> None:
    panel.draw(make_view(epochs=1))
    predict = card(panel, "predict")
    predict.setFixedHeight(EDGE + head() + 1 + pitch() + 5 + 4 * pitch() - 1 + EDGE)
    drawn, room = drawing(predict), picture(predict)
    assert drawn.texts[-2:] == ["0.3704", "−350.3"]
    stands_in(drawn.text("0.3704"), (0, room.right()), room.top() + pitch() / 2, "right")
    stands_in(drawn.text("−350.3"), (0, room.right()), room.bottom() - pitch() / 2, "right")
    least = 2 * SPACE + wide("−1,234.5") + 8 + 40
    for width, curved in ((int(least) - 1, False), (int(least) + 1, True)):
        predict.setMinimumWidth(0)
        predict.resize(width, 120)
        assert any(mark.kind == "polyline" for mark in drawing(predict)) == curved


def test_many_data_are_drawn_as_some_and_their_order_does_not_matter(panel: StagesPanel) -> None:
    time = tuple(float(k) for k in range(200))[::-1]
    data = Points(inputs=time, targets=tuple(0.01 * t for t in time))
    shuffled = Experiment(data=data, learning_rate=1e-10)
    panel.draw(make_view(shuffled, epochs=1))
    drawn = drawing(card(panel, "predict"))
    assert len([mark for mark in drawn.filled(LIGHT.data) if mark.kind == "circle"]) == 60
    assert drawn.texts.index("t = 0") < drawn.texts.index("t = 199")
    assert len(squares(drawing(card(panel, "loss")))) == 40


# the loss


def squares(drawn: Drawing) -> list[Mark]:
    return [mark for mark in drawn.stroked(LIGHT.prediction) if mark.kind == "rect"]


@pytest.mark.parametrize("epoch", [1, 2, 14, 200])
def test_the_squares_stand_on_one_line_as_large_as_the_errors(
    panel: StagesPanel, epoch: int
) -> None:
    view = make_view(epochs=epoch)
    panel.draw(view)
    loss = card(panel, "loss")
    drawn, room = drawing(loss), picture(loss)
    found = squares(drawn)
    errors = np.abs(view.snapshot.predictions - view.facts.targets)
    sides = np.array([mark.right - mark.left for mark in found])
    assert sides / sides.max() == pytest.approx(errors / errors.max(), abs=0.002)
    base = room.bottom() - pitch() - 3
    for mark in found:
        assert mark.bottom == pytest.approx(base, abs=0.01)
        assert mark.bottom - mark.top == pytest.approx(mark.right - mark.left, abs=0.01)
        assert (mark.fill, mark.width) == (LIGHT.prediction, 1)
        assert mark.opacity == pytest.approx(0.18, abs=0.01)
    gaps = [right.left - left.right for left, right in pairwise(found)]
    assert gaps == pytest.approx([(room.width() - sides.sum()) / 20] * 19, abs=0.02)
    assert found[0].left == room.left()
    assert min(gaps) > 0.9


def test_below_the_squares_stand_their_number_and_their_mean(panel: StagesPanel) -> None:
    view = make_view(epochs=1)
    panel.draw(view)
    loss = card(panel, "loss")
    drawn, room = drawing(loss), picture(loss)
    row = room.bottom() - pitch() / 2
    words, mean = drawn.text("mean of 20 squares"), drawn.text("36,415")
    stands_in(words, (room.left(), 0), row, "left")
    stands_in(mean, (0, room.right()), row, "right")
    assert (words.fill, words.code, mean.fill, mean.bold) == (
        LIGHT.faint_text, False, LIGHT.text, True,
    )  # fmt: skip
    largest = drawn.starting("the largest")
    stands_in(largest, (room.left(), 0), room.top() + pitch() / 2, "left")
    assert (largest.fill, largest.code) == (LIGHT.faint_text, False)


def test_the_words_beside_the_mean_are_the_longest_that_fit(panel: StagesPanel) -> None:
    view = make_view(epochs=200)
    panel.draw(view)
    loss = card(panel, "loss")
    loss.setMinimumWidth(0)
    seen = []
    for width in range(400, 60, -1):
        loss.resize(width, 128)
        drawn = drawing(loss)
        mean = drawn.text(grouped(view.snapshot.loss or 0.0))
        words = [m for m in drawn if m.kind == "text" and m.left == SPACE and m.top == mean.top]
        assert len(words) <= 1
        for mark in words:
            assert mark.ends[1] + 7.9 <= mean.left
            if mark.text not in seen:
                seen.append(mark.text)
    assert [text.split("drawn")[0] for text in seen][:2] == [
        "mean of 20 squares, ", "mean of 20, ",
    ]  # fmt: skip
    assert seen[-1].startswith("drawn ")
    assert not any("largest" in text for text in drawing(loss).texts)


def test_the_largest_square_is_named_only_where_it_leaves_room(panel: StagesPanel) -> None:
    view = make_view(epochs=1)
    panel.draw(view)
    loss = card(panel, "loss")
    named = []
    for height in range(80, 200, 3):
        loss.setFixedHeight(height)
        drawn = drawing(loss)
        highest = min(mark.top for mark in squares(drawn))
        text = [mark for mark in drawn if mark.text.startswith("the largest")]
        free = highest - 3 >= picture(loss).top() + pitch()
        assert bool(text) == free
        named.append(free)
    assert True in named
    assert False in named


def test_squares_of_nothing_wrong_are_points_and_of_infinite_errors_none(
    panel: StagesPanel,
) -> None:
    view = make_view(epochs=2)
    targets = view.facts.targets
    exact = replace(view, snapshot=replace(view.snapshot, predictions=targets.copy(), loss=0.0))
    assert forward.squares(exact, 200, 60) == ([0.0] * 20, 1)
    lost = targets.copy()
    lost[3] = np.inf
    broken = replace(view, snapshot=replace(view.snapshot, predictions=lost, loss=np.inf))
    assert forward.squares(broken, 200, 60) == ([], 1)
    panel.draw(broken)
    assert not any("largest" in text for text in drawing(card(panel, "loss")).texts)


def test_squares_never_leave_their_room_and_small_ones_are_enlarged_in_round_steps() -> None:
    view = make_view(epochs=200)
    for factor in (1e-6, 1e-3, 0.1, 0.5, 1.0, 3.0, 100.0):
        errors = factor * (view.snapshot.predictions - view.facts.targets)
        made = replace(
            view, snapshot=replace(view.snapshot, predictions=view.facts.targets + errors)
        )
        sides, enlarged = forward.squares(made, 250, 60)
        assert sum(sides) <= 250 - 20 + 1e-6
        assert max(sides) <= 60 + 1e-6
        assert f"{enlarged:g}"[0] in "125"
        if enlarged > 1 and enlarged < 5e6:
            # No more than needed to see the largest, or to fill the room.
            assert 8 <= max(sides) < 8 * 2.6 or sum(sides) > 0.3 * 230


# the backward pass


def test_the_walk_leads_from_the_loss_through_the_operations_to_each_parameter(
    panel: StagesPanel,
) -> None:
    panel.draw(make_view(epochs=1))
    each = card(panel, "backward")
    drawn, room = drawing(each), picture(each)
    *params, pill, loss = boxes(drawn)
    centre, tall = room.center().y(), pitch() + 2
    across = wide("a") + 10
    for k, (box, name) in enumerate(zip(params, "abc", strict=True)):
        row = room.top() + (k + 0.5) * room.height() / 3
        wanted = (room.left(), row - pitch() / 2, room.left() + across, row + pitch() / 2)
        assert box.box == pytest.approx(wanted, abs=0.02)
        assert (box.stroke, box.fill, box.width) == (LIGHT.text, LIGHT.panel, 1.2)
        stands_in(drawn.text(name), (box.left, box.right), row, "centre")
        points_at(*arrows(drawn)[k], (pill.left, centre), (box.right + 2, row))
    assert loss.right == room.right()
    assert loss.right - loss.left == pytest.approx(wide("loss") + 10, abs=0.02)
    assert (loss.top, loss.bottom) == pytest.approx((centre - tall / 2, centre + tall / 2))
    stands_in(drawn.text("loss"), (loss.left, loss.right), centre, "centre")
    walked, back = drawn.text("9\u00a0operations"), drawn.text("walked back")
    longest = max(walked.advance, back.advance)
    assert pill.right - pill.left == pytest.approx(longest + 12, abs=0.1)
    assert pill.bottom - pill.top == pytest.approx(2 * tall)
    assert (pill.top + pill.bottom) / 2 == pytest.approx(centre)
    assert (pill.left + pill.right) / 2 == pytest.approx(
        (room.left() + across + loss.left) / 2 + 4, abs=0.02
    )
    assert (pill.stroke, loss.stroke) == (LIGHT.slope, LIGHT.text)
    for k, text in enumerate((walked, back)):
        stands_in(text, (pill.left, pill.right), pill.top + 2 + (k + 0.5) * pitch(), "centre")
        assert not text.code
    points_at(*arrows(drawn)[3], (loss.left, centre), (pill.right + 1, centre))
    for shaft, tip in arrows(drawn):
        assert (shaft.stroke, tip.fill, shaft.width) == (LIGHT.slope, LIGHT.slope, 1.5)


def test_of_many_parameters_the_walk_shows_as_many_as_fit_and_counts_the_others(
    panel: StagesPanel,
) -> None:
    panel.draw(make_view(SINES, epochs=1))
    each = card(panel, "backward")
    for height in (100, 128, 160, 220):
        each.setFixedHeight(height)
        drawn, room = drawing(each), picture(each)
        rows = int(room.height() // (pitch() + 2))
        *params, _pill, _loss = boxes(drawn)
        assert len(params) == rows - 1
        more = drawn.text(f"{30 - len(params)} more")
        row = room.bottom() - room.height() / rows / 2
        longest = max(wide("weight_0"), wide(more.text)) + 10
        stands_in(more, (room.left(), 0), row, "left")
        assert (more.fill, more.code) == (LIGHT.faint_text, False)
        assert len(arrows(drawn)) == rows + 1
        assert arrows(drawn)[rows - 1][1].points[0] == pytest.approx(
            (room.left() + longest + 2, row), abs=0.05
        )


# the gradient


def with_gradient(view: View, *values: float) -> View:
    gradient = np.array(values, np.float32)
    return replace(view, snapshot=replace(view.snapshot, gradient=gradient))


def test_bars_begin_at_the_axis_and_end_where_the_gradient_says(panel: StagesPanel) -> None:
    panel.draw(with_gradient(make_view(epochs=1), -2.0, 1.0, 0.0))
    each = card(panel, "gradient")
    drawn, room = drawing(each), picture(each)
    line = room.height() / 3
    number = max(wide("−63,466"), *(m.advance for m in drawn if m.ends[1] > room.right() - 1))
    label = wide("a") + 8
    half = (room.width() - label - number - 8) / 2
    zero = room.left() + label + half
    negative, positive = (
        next(m for m in drawn.filled(colour) if m.kind == "rect")
        for colour in (LIGHT.negative, LIGHT.positive)
    )
    top = room.top()
    assert negative.box == pytest.approx(
        (zero - half, top + line / 2 - 7, zero, top + line / 2 + 7), abs=0.02
    )
    assert positive.box == pytest.approx(
        (zero, top + 1.5 * line - 7, zero + half / 2, top + 1.5 * line + 7), abs=0.02
    )
    (axis,) = (mark for mark in drawn if mark.kind == "polyline")
    assert axis.points == pytest.approx(
        np.array([[zero, room.top()], [zero, room.bottom()]]), abs=0.02
    )
    assert axis.stroke == LIGHT.faint_text
    numbers = [mark for mark in drawn if mark.kind == "text" and mark.bold][-6:]
    for k, (name, value) in enumerate(zip(numbers[::2], numbers[1::2], strict=True)):
        row = top + (k + 0.5) * line
        stands_in(name, (room.left(), 0), row, "left")
        stands_in(value, (0, room.right()), row, "right")
        sign = (-1, 1, 0)[k]
        assert (name.text, name.fill, value.fill) == ("abc"[k], LIGHT.text, LIGHT.sign_text(sign))


def test_beside_the_bars_stands_what_the_sign_means_where_there_is_room(
    panel: StagesPanel,
) -> None:
    sized(panel, 2544, 900)
    panel.draw(with_gradient(make_view(epochs=1), -2.0, 1.0, 0.0))
    each = card(panel, "gradient")
    drawn, room = drawing(each), picture(each)
    (axis,) = (mark for mark in drawn if mark.kind == "polyline")
    half = axis.left - room.left() - wide("a") - 8
    falls, rises = drawn.text("falls as a grows"), drawn.text("rises as b grows")
    line = room.height() / 3
    stands_in(falls, (axis.left + 8, 0), room.top() + line / 2, "left")
    stands_in(rises, (0, axis.left - 8), room.top() + 1.5 * line, "right")
    assert {falls.fill, rises.fill} == {LIGHT.faint_text}
    assert not any("as c grows" in text for text in drawn.texts)
    assert {falls.code, rises.code} == {False}
    # Just as much room as the words and their gaps need.
    needed = falls.advance + 16
    for spare in (2, -2):
        each.setFixedWidth(int(each.width() - 2 * (half - needed - spare)))
        half = needed + spare
        assert ("falls as a grows" in drawing(each).texts) == (spare > 0)


def test_a_tiny_gradient_still_has_a_bar_and_an_infinite_one_none(panel: StagesPanel) -> None:
    panel.draw(with_gradient(make_view(epochs=1), 1e-9, -5.0, float("inf")))
    drawn = drawing(card(panel, "gradient"))
    bars = [mark for mark in drawn if mark.kind == "rect" and mark.bottom - mark.top == 14]
    lengths = [mark.right - mark.left for mark in bars if mark.fill == LIGHT.positive]
    assert lengths == pytest.approx([1.5, 0], abs=0.01)
    (axis,) = (mark for mark in drawn if mark.kind == "polyline")
    assert bars[0].left == pytest.approx(axis.left, abs=0.01)
    panel.draw(with_gradient(make_view(epochs=1), 0.0, 0.0, 0.0))
    bars = [mark for mark in drawing(card(panel, "gradient")) if mark.kind == "rect"][1:]
    assert [mark.right - mark.left for mark in bars] == [0, 0, 0]


def test_in_the_movement_the_bars_go_from_the_earlier_gradient_to_this(panel: StagesPanel) -> None:
    panel.draw(with_gradient(make_view(epochs=1), -2.0, 1.0, 4.0))
    panel.draw(with_gradient(make_view(epochs=2), 4.0, 1.0, 4.0))
    each, lengths = card(panel, "gradient"), []
    for progress in (0.0, 0.1, 0.2, 1.0):
        panel.set_progress(progress)
        drawn = drawing(each)
        (axis,) = (mark for mark in drawn if mark.kind == "polyline")
        bars = [mark for mark in drawn if mark.kind == "rect" and mark.bottom - mark.top == 14]
        first, last = bars[0], bars[-1]
        way = first.right - axis.left if first.left > axis.left - 1 else first.left - axis.left
        lengths.append(4 * way / (last.right - axis.left))
        share = Phase.GRADIENT.share(progress)
        assert lengths[-1] == pytest.approx(-2 + 6 * share, abs=0.1)
    # A gradient of another formula is no beginning.
    panel.draw(make_view(Experiment(formula="a*t + b"), epochs=1))
    panel.set_progress(0.0)
    bars = [m for m in drawing(each) if m.kind == "rect" and m.bottom - m.top == 14]
    assert len(bars) == 2


@pytest.mark.parametrize("name", ["gradient", "update"])
def test_what_does_not_fit_is_counted_in_the_last_line(panel: StagesPanel, name: str) -> None:
    panel.draw(make_view(SINES, epochs=1))
    each = card(panel, name)
    for height in (110, 128, 160, 220):
        each.setFixedHeight(height)
        drawn = drawing(each)
        shown = [mark for mark in drawn if mark.text.startswith("weight_")]
        more = drawn.text(f"… and {30 - len(shown)} more")
        assert (more.left, more.fill, more.code) == (SPACE, LIGHT.faint_text, False)
        lines = sum(mark.text.startswith("params.") for mark in drawn)
        lines += any(mark.text.startswith("  params") for mark in drawn)
        room = picture(each, lines)
        if name == "gradient":
            rows = int(room.height() // pitch())
            assert len(shown) == rows - 1
            assert middle(more) == pytest.approx(room.bottom() - pitch() / 2, abs=1.2)
            spacing = room.height() / rows
            (axis,) = (mark for mark in drawn if mark.kind == "polyline")
            assert axis.bottom == pytest.approx(room.top() + len(shown) * spacing, abs=0.02)
        else:
            rows = int((room.height() - 4) // pitch())
            assert len(shown) == max(rows - 2, 0)
            spacing = min((room.height() - 4) / rows, 1.5 * pitch())
            last = room.top() + (len(shown) + 1) * spacing - pitch() / 2
            assert middle(more) == pytest.approx(last, abs=1.2)
        gaps = [below.top - above.top for above, below in pairwise(shown)]
        assert gaps == pytest.approx([spacing] * (len(shown) - 1), abs=1)


# the update


def rows_of(drawn: Drawing, *names: str) -> list[list[Mark]]:
    """The texts that stand on one line with each of `names`, from left to right."""
    found = []
    for name in names or ("a", "b", "c", "loss"):
        first = drawn.text(name)
        found.append(
            sorted((m for m in drawn if m.kind == "text" and m.top == first.top),
                   key=lambda mark: mark.left)
        )  # fmt: skip
    return found


@pytest.mark.parametrize("epoch", [1, 2, 14])
def test_each_row_leads_from_the_value_before_to_the_one_after(
    panel: StagesPanel, epoch: int
) -> None:
    view = make_view(epochs=14, cursor=epoch)
    panel.draw(view)
    each = card(panel, "update")
    drawn, room = drawing(each), picture(each, 2)
    rows = rows_of(drawn)
    befores = {round(row[1].ends[1], 1) for row in rows}
    afters = {round(row[2].left, 1) for row in rows}
    assert len(befores) == len(afters) == 1
    spacing = min((room.height() - 4) / 4, 1.5 * pitch())
    for k, (row, (shaft, tip)) in enumerate(zip(rows, arrows(drawn), strict=True)):
        top = room.top() + k * spacing if k < 3 else room.bottom() - spacing
        assert middle(row[0]) == pytest.approx(top + spacing / 2, abs=1.2)
        colour = LIGHT.text
        if k < 3:
            step = float(view.snapshot.updated_params[k] - view.snapshot.params[k])  # type: ignore[index]
            colour = LIGHT.sign(-int(np.sign(step)))
            if len(row) > 3:
                assert row[3].ends[1] == pytest.approx(room.right(), abs=0.1)
                assert row[3].text[0] == ("+" if step > 0 else "−")
                assert row[3].fill == LIGHT.faint_text
        assert (shaft.stroke, tip.fill, shaft.width) == (colour, colour, 2)
        y = top + spacing / 2
        points_at(shaft, tip, (shaft.left, y), (shaft.left + 14, y))
        gap = shaft.left - 4 - row[1].ends[1]
        assert row[2].left == pytest.approx(row[1].ends[1] + gap + 22 + gap, abs=0.1)
        assert 0 <= gap <= 24.1
        assert [mark.bold for mark in row] == [True, False, True, False][: len(row)]
        assert row[0].left == room.left()
    (line,) = (m for m in drawn if m.kind == "polyline" and m.stroke == LIGHT.border)
    y = room.bottom() - spacing - 1
    assert line.points == pytest.approx(np.array([[8, y], [room.right(), y]]), abs=0.02)


def test_in_the_movement_arrow_values_and_loss_come_one_after_the_other(
    panel: StagesPanel,
) -> None:
    panel.draw(make_view(epochs=1))
    each = card(panel, "update")
    for progress in (0.0, 0.15, 0.25, 0.33, 0.6, 0.85, 1.0):
        panel.set_progress(progress)
        drawn = drawing(each)
        rows = rows_of(drawn)
        found = arrows(drawn)
        step, seen = Phase.STEP.share(progress), Phase.PARAMETER.share(progress)
        lost = Phase.LOSS.share(progress)
        coloured = [pair for pair in found if pair[0].stroke == LIGHT.negative]
        assert len(coloured) == (3 if 14 * step >= 1 else 0)
        for shaft, tip in coloured:
            assert tip.points[0][0] - shaft.left == pytest.approx(14 * step, abs=0.02)
        dark = [pair for pair in found if pair[0].stroke == LIGHT.text]
        assert len(dark) == (14 * lost >= 1)
        for row in rows[:3]:
            assert [mark.opacity for mark in row] == pytest.approx([1, 1, seen, seen], abs=0.01)
        assert rows[3][2].opacity == pytest.approx(lost, abs=0.01)


def test_where_room_is_short_digits_go_first_and_then_the_value_before(
    panel: StagesPanel,
) -> None:
    view = make_view(epochs=1)
    panel.draw(view)
    each = card(panel, "update")
    each.setMinimumWidth(0)
    seen: list[tuple[int, tuple[str, ...]]] = []
    for width in range(300, 100, -1):
        each.resize(width, 128)
        (row,) = rows_of(drawing(each), "a")
        texts = tuple(mark.text for mark in row)
        for left, right in pairwise(row):
            assert left.ends[1] <= right.left + 0.1, (width, texts)
        if not seen or seen[-1][1] != texts:
            seen.append((width, texts))
    assert [texts for _, texts in seen] == [
        ("a", "−0.891995", "−0.257331", "+0.634664"),
        ("a", "−0.891995", "−0.257331"),
        ("a", "−0.89200", "−0.25733"),
        ("a", "−0.25733"),
    ]
    full = wide("a") + 8 + 22 + 2 * wide("−0.891995") + 2 * SPACE
    assert seen[1][0] == pytest.approx(full + wide("+0.634664") + 8, abs=1)
    assert seen[2][0] == pytest.approx(full, abs=1)
