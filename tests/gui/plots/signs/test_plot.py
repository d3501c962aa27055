"""The strips of signs: their sides, their flips, what is told and what is asked for."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QScrollBar
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from engine.runs import History
from gui.plots.base.plot import told
from gui.plots.signs import SignsPlot
from gui.run import View
from gui.theme import DARK, LIGHT
from tests.gui.drawn import drawing
from tests.gui.plots.helpers import (
    add,
    click,
    history_of,
    move,
    pixels,
    place_of,
    shown,
    start_view,
    wheel,
)
from tests.gui.views import make_view


@pytest.fixture
def plot(qtbot: QtBot) -> Iterator[SignsPlot]:
    plot = SignsPlot()
    shown(qtbot, plot)
    yield plot
    plot.hide()


@pytest.fixture(scope="module")
def article() -> View:
    return make_view(epochs=120, cursor=37)


def showing(view: View, history: History, cursor: int | None = None) -> View:
    cursor = len(history) if cursor is None else cursor
    names = tuple("abcdefghijklmnop"[: history.parameters])
    return replace(
        view,
        experiment=Experiment(epochs=10**7),
        facts=replace(view.facts, names=names),
        history=history,
        cursor=cursor,
        snapshot=replace(view.snapshot, number=cursor),
    )


def of(view: View, *gradients: object) -> View:
    columns = np.array(gradients, np.float32).T
    return showing(view, history_of(np.ones(len(columns)), columns))


def test_before_the_first_epoch_it_says_what_will_be_there(plot: SignsPlot) -> None:
    plot.draw(start_view())
    assert plot.objectName() == "signsPlot"
    assert plot.empty.isVisible()
    assert not plot.canvas.isVisible()


def test_the_legend_says_what_a_sign_means(plot: SignsPlot) -> None:
    assert plot.legend.texts == (
        "− falls: subtracting adds, moves right",
        "+ rises: subtracting takes away, moves left",
        "flips",
        "size",
    )


def test_what_was_left_over_turns_a_sign_into_that_of_what_is_held(plot: SignsPlot) -> None:
    # Its gradients add up, so that b and c swing past their valley floors, uphill, again and again.
    view = make_view(Experiment(zero_grad=False, learning_rate=1e-6), epochs=60)
    held = view.history.gradient
    own = held - np.vstack([np.zeros(3), held[:-1]])
    uphill = np.argwhere(held * own < 0)
    assert len(uphill)
    plot.draw(view)
    assert plot.legend.texts[:2] == (
        "− held: subtracting adds, moves right",
        "+ held: subtracting takes away, moves left",
    )
    assert "downhill" not in plot.accessibleName()
    k, parameter = uphill[0].tolist()
    move(plot, place_of(plot, k + 1, parameter + 0.5))
    name = view.facts.names[parameter]
    assert f"held for {name} = {told(float(held[k, parameter]))}" in plot.tip.text()
    assert f"left over in it: {told(float(held[k - 1, parameter]))}" in plot.tip.text()
    assert "valley floor" not in plot.tip.text()
    # Of a run that forgets its gradients the loss's own way is told again.
    plot.draw(make_view(epochs=3))
    assert plot.legend.texts[0] == "− falls: subtracting adds, moves right"
    assert "downhill" in plot.accessibleName()


def test_the_legend_names_sizes_only_where_they_are_drawn(plot: SignsPlot, article: View) -> None:
    for height in (320, 120, 320):
        plot.resize(plot.width(), height)
        plot.draw(article)
        drawn = [
            mark for mark in drawing(plot.canvas)
            if mark.kind == "path" and mark.stroke == LIGHT.curve
        ]  # fmt: skip
        assert ("size" in plot.legend.texts) is bool(drawn) is (height == 320)


def test_negative_lies_below_the_line_and_positive_above(plot: SignsPlot, article: View) -> None:
    for theme in (LIGHT, DARK):
        plot.set_theme(theme)
        plot.draw(of(article, [-1.0] * 4 + [1.0] * 6))
        image = plot.canvas.grab().toImage()
        below, above = pixels(image, theme.negative), pixels(image, theme.positive)
        # In the view: the signs at its left have the colours too.
        edge = plot.box.sceneBoundingRect().left()
        below_y = [y for x, y in zip(*below, strict=True) if x > edge]
        above_y = [y for x, y in zip(*above, strict=True) if x > edge]
        assert max(above_y) < min(below_y)
        flip = place_of(plot, 4.5, 0.5).x()
        assert max(x for x in below[0]) <= flip + 1
        assert min(x for x in above[0] if x > edge) >= flip - 1


def test_a_zero_gradient_is_grey_on_both_sides(plot: SignsPlot, article: View) -> None:
    plot.draw(of(article, [0.0] * 10))
    image = plot.canvas.grab().toImage()
    _, grey = pixels(image, LIGHT.zero)
    assert max(grey) - min(grey) > 10
    assert plot.strips.flip_marks[0].tolist() == []


def test_flips_are_marked_where_they_are(plot: SignsPlot, article: View) -> None:
    plot.draw(article)
    signs = article.history.signs
    for k, marks in enumerate(plot.strips.flip_marks):
        flips = np.flatnonzero(signs[1:, k] * signs[:-1, k] < 0) + 1.5
        assert marks.tolist() == flips.tolist()
    assert [len(marks) for marks in plot.strips.flip_marks] == [1, 0, 0]


def test_flips_in_a_row_are_marked_each_as_far_as_there_is_room(
    plot: SignsPlot, article: View
) -> None:
    plot.draw(of(article, [-1.0, 1.0, -1.0, 1.0]))
    assert plot.strips.flip_marks[0].tolist() == [1.5, 2.5, 3.5]
    plot.draw(of(article, [(-1.0) ** k for k in range(1000)]))
    assert 1 < len(plot.strips.flip_marks[0]) < plot.width() / 5


def test_pointing_at_a_flip_tells_what_happened(plot: SignsPlot, article: View) -> None:
    gradient = np.where(np.arange(1, 101) < 41, -2.5, 1.5)
    plot.draw(of(article, np.ones(100), gradient))
    move(plot, place_of(plot, 41, 1.5))
    assert plot.tip.text().splitlines() == [
        "epoch 41",
        "gradient of b = 1.5",
        "The sign of b's gradient flips at epoch 41:",
        "b stepped over its valley floor.",
    ]
    move(plot, place_of(plot, 20, 1.5))
    assert plot.tip.text() == "epoch 20\ngradient of b = −2.5"
    move(plot, place_of(plot, 20, 0.5))
    assert plot.tip.text() == "epoch 20\ngradient of a = 1.0"


def test_left_of_the_first_epoch_the_mouse_is_told_of_it(plot: SignsPlot, article: View) -> None:
    plot.draw(of(article, [1.0, 2.0, 3.0]))
    move(plot, place_of(plot, 0.3, 0.5))
    assert plot.tip.text() == "epoch 1\ngradient of a = 1.0"


def test_pointing_at_many_flips_tells_how_many(plot: SignsPlot, article: View) -> None:
    plot.draw(of(article, [(-1.0) ** k for k in range(100_000)]))
    move(plot, place_of(plot, 50_000, 0.5))
    assert " times from epoch " in plot.tip.text()
    assert "to and fro over its valley floor" in plot.tip.text()
    assert plot.tip.width() <= plot.canvas.width()


def test_the_cursor_and_asking_for_an_epoch(plot: SignsPlot, article: View) -> None:
    asked: list[int] = []
    plot.epochRequested.connect(asked.append)
    plot.draw(article)
    assert plot.cursor_line.value() == 37
    click(plot, place_of(plot, 90, 1.5))
    assert asked == [90]


def test_a_million_epochs_are_summed_up_exactly(plot: SignsPlot, article: View) -> None:
    gradient = np.ones((1_000_000, 2), np.float32)
    gradient[400_000, 0] = -1.0
    gradient[700_000:, 1] = -1.0
    history = history_of(np.ones(999_000), gradient[:999_000])
    before = showing(article, history, cursor=1)
    plot.draw(before)
    add(history, np.ones(1000), gradient[999_000:])
    plot.draw(replace(before, cursor=1_000_000))
    a, b = plot.strips.flip_marks
    pixel = 1_000_000 / plot.view_width
    assert a.tolist() == pytest.approx([400_000], abs=2 * pixel)
    assert b.tolist() == pytest.approx([700_000], abs=2 * pixel)
    while plot.visible()[1] - plot.visible()[0] > 500:
        wheel(plot, place_of(plot, 400_001, 0.5), 2)
    move(plot, place_of(plot, 400_001, 0.5))
    assert "2 times from epoch 400,001 to 400,002" in plot.tip.text()


def test_a_gradient_that_is_not_finite_does_no_harm(plot: SignsPlot, article: View) -> None:
    plot.draw(of(article, [1e30, -1e38, np.inf, np.nan]))
    assert not plot.canvas.grab().isNull()
    assert plot.strips.flip_marks[0].tolist() == [1.5, 2.5]
    move(plot, place_of(plot, 4, 0.5))
    assert "gradient of a = not a number" in plot.tip.text()


def test_many_parameters_scroll(plot: SignsPlot, article: View, qtbot: QtBot) -> None:
    plot.resize(400, 250)
    plot.draw(of(article, *([sign] * 20 for sign in (1, -1) * 8)))
    bar = plot.findChild(QScrollBar)
    assert isinstance(bar, QScrollBar)
    qtbot.waitUntil(bar.isVisible)
    assert plot.visible()[2] == 0
    assert plot.visible()[3] < 16
    bar.setValue(bar.maximum())
    assert plot.visible()[3] == 16
    move(plot, place_of(plot, 5, 15.5))
    assert "gradient of p = −1.0" in plot.tip.text()
    plot.resize(400, 900)
    qtbot.waitUntil(lambda: not bar.isVisible())
    assert plot.visible()[2:] == (0, 16)


def test_one_parameter_and_one_epoch(plot: SignsPlot, article: View) -> None:
    plot.draw(of(article, [-3.0]))
    image = plot.canvas.grab().toImage()
    edge = plot.box.sceneBoundingRect().left()
    x = [place for place in pixels(image, LIGHT.negative)[0] if place > edge]
    assert place_of(plot, 0.5, 0).x() - 1 <= min(x)
    assert max(x) <= place_of(plot, 1.5, 0).x() + 1


def test_before_a_run_it_says_its_question_and_what_will_be_drawn(plot: SignsPlot) -> None:
    coming = "The sign of every parameter's gradient will appear here, epoch by epoch."
    assert plot.accessibleName() == "Gradient signs: which way is downhill?"
    assert plot.empty.text() == coming
    assert plot.describe() == coming
    assert plot.empty.isVisible()
    assert "which way is downhill?" in drawing(plot).texts
