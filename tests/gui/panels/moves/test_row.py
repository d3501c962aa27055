"""The row of a parameter: bar, numbers and track in their columns."""

import math
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from engine.runs import Stage
from gui.panels.moves.row import MoveRow, RowsHead
from gui.theme import DARK, LIGHT, Theme
from gui.zoom import face
from tests.gui.drawn import drawing
from tests.gui.panels.moves.cards import advance, near
from tests.gui.views import make_view
from tests.gui.windows import at_front


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
    at_front(qtbot, row)
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


def test_a_row_tells_a_screen_reader_its_sentence_and_its_arithmetic(row: MoveRow) -> None:
    row.draw(make_view(epochs=2).snapshot, 1.0, (0.0, 0.0))
    words = row.said
    assert words is not None
    assert row.accessibleDescription() == f"{words.sentence} {words.arithmetic}"
    assert row.toolTip() == f"{words.sentence}\n{words.arithmetic}"
    assert row.accessibleName() == "How a moves; Return opens its card"
    assert row.cursor().shape() == Qt.CursorShape.PointingHandCursor
    assert row.focusPolicy() == Qt.FocusPolicy.StrongFocus
