"""What a person sees, all the way from the worker to the pictures, held against the article's loop.

A real window with its real worker is stepped, sought, edited and coloured. What its plots, cards,
chips and texts show is compared with numbers that nothing of the program has touched.
"""

import math
from collections.abc import Callable, Iterator
from decimal import Decimal

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QColor, QImage
from PySide6.QtWidgets import QComboBox, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from engine.numbers import apart, exact, grouped, number, rate
from engine.runs import Stage
from engine.words.steps.moves import Move
from gui.panels.moves.arithmetic_line import ArithmeticLine
from gui.panels.moves.card import MoveCard
from gui.panels.moves.gradient_stack import GradientStack
from gui.panels.moves.row import MoveRow
from gui.panels.stages.card import StageCard
from gui.plots.base.plot import Plot, told
from gui.theme import DARK, LIGHT, Theme
from gui.widgets.fitted_text import FittedText
from gui.window import MainWindow
from tests.article import Article, Numbers, Printed, f, mse
from tests.gui.drawn import drawing
from tests.gui.plots.helpers import click, drag, move, place_of
from tests.gui.windows import text

Open = Callable[..., MainWindow]
NAMES = ("a", "b", "c")
LR = 1e-5
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def open_window(qtbot: QtBot) -> Iterator[Open]:
    windows: list[MainWindow] = []

    def opened(**fields: object) -> MainWindow:
        window = MainWindow(Experiment(**fields), theme="light", remember=False)
        windows.append(window)
        qtbot.addWidget(window)
        window.log.folded = False
        # The fit stays in sight.
        window.following.set_on(False)
        # Large enough for everything that a card has to say.
        window.resize(1600, 1100)
        window.show()
        qtbot.waitUntil(lambda: window.player.state == "ready", timeout=20_000)
        return window

    yield opened
    for window in windows:
        window.close()


# --- doing what a person does


def trigger(window: MainWindow, name: str) -> None:
    window.findChild(QAction, name).trigger()


def until_shown(qtbot: QtBot, window: MainWindow, epoch: int) -> None:
    """Until everything shows `epoch`, and nothing moves any more."""
    start = f"epoch {epoch:,} /"
    qtbot.waitUntil(
        lambda: window.bars.status.text().startswith(start) and not window.movement.running,
        timeout=20_000,
    )


def step(qtbot: QtBot, window: MainWindow, epoch: int, stage: Stage) -> None:
    """Go one stage on, which is this one."""
    trigger(window, "stepStageAction")
    qtbot.waitUntil(
        lambda: (
            chip(window, stage).state == "ran last"
            and status_epoch(window) == epoch
            and not window.movement.running
        )
    )


def train_all(qtbot: QtBot, window: MainWindow) -> None:
    window.set_speed(None)
    trigger(window, "playAction")
    qtbot.waitUntil(lambda: window.player.state == "finished", timeout=20_000)
    until_shown(qtbot, window, window.player.experiment.epochs)


def click_timeline(qtbot: QtBot, window: MainWindow, epoch: int) -> None:
    slider = window.timeline.slider
    place = QPoint(round(slider.position_of(epoch)), slider.height() // 2)
    qtbot.mouseClick(slider, LEFT, pos=place)


def middle_height(plot: Plot) -> float:
    return (plot.visible()[2] + plot.visible()[3]) / 2


# --- seeing what a person sees


def status_epoch(window: MainWindow) -> int:
    return int(window.bars.status.text().split()[1].replace(",", ""))


def chip(window: MainWindow, stage: Stage) -> StageCard:
    found = window.findChild(StageCard, f"stageChip_{stage.name.lower()}")
    assert isinstance(found, StageCard)
    return found


def cards(window: MainWindow) -> list[MoveCard]:
    """The cards in the order of the formula's parameters."""
    found = window.body.view("moves").findChildren(MoveCard)
    return sorted(found, key=lambda card: card.index)


def texts(card: MoveCard) -> list[str]:
    said = [text.text() for text in card.findChildren(FittedText) if text.isVisible()]
    return [*said, card.findChild(ArithmeticLine).text()]


def picture(card: MoveCard) -> QImage:
    return card.curves.plot.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def places(image: QImage, colour: str) -> NDArray[np.int64]:
    """Where (k, 2), as x and y, `image` has exactly this colour."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1)
    y, x = np.nonzero((rows[:, : image.width()] & 0xFFFFFF) == (QColor(colour).rgb() & 0xFFFFFF))
    return np.column_stack([x, y])


def colour_at(plot: Plot, x: float, y: float) -> str:
    """The colour that the canvas has where the data coordinates `x`, `y` are."""
    place = place_of(plot, x, y)
    return plot.canvas.grab().toImage().pixelColor(place).name()


def gradient_of(epoch: Printed) -> str:
    """The parameters of a gradient, as its stage shows them: with the digits of their cards."""
    told = []
    for step in moves_of(epoch):
        assert step.line is not None
        written = step.line.gradient.replace("−", "-")
        assert float(written) == pytest.approx(step.gradient, rel=0.05)
        told.append(f"{step.name} {step.line.gradient}")
    return ", ".join(told)


def after(article: Article, epoch: Printed) -> tuple[Numbers, float]:
    """What the article's model predicts with the updated parameters, and its loss."""
    preds = f(article.time, torch.from_numpy(epoch.updated_params))
    return preds.numpy(), float(mse(article.speed, preds))


def printed_by_torch(values: Numbers) -> str:
    """A tensor as torch prints it, on one line."""
    return str(torch.from_numpy(values)).replace("\n        ", " ")


def parabola(params: Numbers, t: NDArray[np.float64]) -> NDArray[np.float64]:
    a, b, c = params.astype(np.float64)
    return np.asarray(a * t**2 + b * t + c)


def moves_of(epoch: Printed) -> list[Move]:
    rows = zip(
        NAMES, epoch.params.tolist(), epoch.grad.tolist(), epoch.updated_params.tolist(),
        strict=True,
    )  # fmt: skip
    return [Move(name, before, grad, LR, after) for name, before, grad, after in rows]


def update_of(epoch: Printed, losses: tuple[float, float]) -> str:
    """What the last stage says of `epoch`."""
    told = []
    for step in moves_of(epoch):
        assert step.line is not None
        told.append(f"{step.name} {step.line.before} → {step.line.after}")
    return "; ".join([*told, f"loss {' → '.join(apart(*losses))}"])


def assert_chips(window: MainWindow, article: Article, epoch: Printed, stage: Stage) -> None:
    made = {
        Stage.PREDICT: ", ".join([number(each) for each in epoch.preds[:12].tolist()] + ["…"]),
        Stage.LOSS: grouped(epoch.loss),
        Stage.GRADIENT: gradient_of(epoch),
        Stage.UPDATE: update_of(epoch, (epoch.loss, after(article, epoch)[1])),
    }
    for each in Stage:
        seen = chip(window, each)
        assert seen.state == ("ran last" if each is stage else "not yet" if each > stage else "")
        if each > stage:
            assert seen.shown == "–"
        elif each is Stage.BACKWARD:
            assert seen.shown.endswith(" walked back")
        else:
            assert seen.shown == made[each]


def assert_fit(window: MainWindow, article: Article, epoch: Printed, stage: Stage) -> None:
    """Until the update the old curve; from then on the new one, over a ghost of the old."""
    plot, time, speed = window.fit, article.time.numpy(), article.speed.numpy()
    updated = stage is Stage.UPDATE
    preds = after(article, epoch)[0] if updated else epoch.preds
    np.testing.assert_array_equal(plot.data_dots.x, time)
    np.testing.assert_array_equal(plot.data_dots.y, speed)
    np.testing.assert_array_equal(plot.prediction_dots.x, time)
    np.testing.assert_array_equal(plot.prediction_dots.y, preds)
    x, y = plot.residuals.getData()
    np.testing.assert_array_equal(x, np.repeat(time, 2))
    np.testing.assert_array_equal(y.reshape(-1, 2), np.column_stack([preds, speed]))
    t, curve = plot.curve.getData()
    params = epoch.updated_params if updated else epoch.params
    np.testing.assert_allclose(curve, parabola(params, t), rtol=1e-6, atol=1e-4)
    assert plot.curve.opts["pen"].style() == Qt.PenStyle.SolidLine
    assert_ghost(window, article, epoch, stage)
    # The plot takes over its range when it is painted.
    plot.canvas.grab()
    squares = plot.squares.squares(plot.squares.sceneTransform(), plot.box.sceneBoundingRect())
    assert len(squares) == (20 if stage is Stage.LOSS else 0)
    for square, at, prediction, target in zip(squares, time, epoch.preds, speed, strict=False):
        ends = sorted([place_of(plot, at, prediction).y(), place_of(plot, at, target).y()])
        assert [square.top(), square.bottom()] == pytest.approx(ends, abs=1.5)
        side = place_of(plot, at, target).x()
        assert min(abs(square.left() - side), abs(square.right() - side)) <= 1.5
    said = f"loss = mean of these squares = {grouped(epoch.loss)}"
    assert (plot.note.isVisible(), plot.note.text()) == (
        (True, said) if stage is Stage.LOSS else (False, plot.note.text())
    )
    kind = "residuals, squared" if stage is Stage.LOSS else "residuals"
    predicted = ("predictions after the update", "before it") if updated else ("predictions",)
    entries = ("data", *predicted, kind)
    assert plot.legend.texts[: len(entries)] == entries


def assert_ghost(window: MainWindow, article: Article, epoch: Printed, stage: Stage) -> None:
    """What an update has left behind: the old curve and predictions, and the way to the new."""
    ghost = window.fit.ghost
    t, curve = ghost.curve.getData()
    if stage is not Stage.UPDATE:
        assert len(t) == len(ghost.dots.x) == len(ghost.arrows.x) == 0
        assert ghost.end_labels.texts == []
        return
    preds, loss = after(article, epoch)
    np.testing.assert_allclose(curve, parabola(epoch.params, t), rtol=1e-6, atol=1e-4)
    assert ghost.curve.opts["pen"].style() == Qt.PenStyle.DashLine
    np.testing.assert_array_equal(ghost.dots.y, epoch.preds)
    at = np.searchsorted(article.time.numpy(), ghost.arrows.x)
    np.testing.assert_array_equal(ghost.arrows.starts, epoch.preds[at])
    np.testing.assert_array_equal(ghost.arrows.ends, preds[at])
    told = {(title.strip("▲▼ "), said) for title, said in ghost.end_labels.texts}
    assert told == set(zip(("before", "after"), apart(epoch.loss, loss), strict=True))


def assert_card(card: MoveCard, step: Move, loss: float, stage: Stage) -> None:
    """What stands on the card of one parameter, and what its close-up shows, at `stage`."""
    shown, tip, image = texts(card), card.curves.plot.toolTip(), picture(card)
    arrow = {-1: "→", 1: "←"}[step.sign]
    assert card.name in shown
    for plot_tip in (tip, card.curves.overview.toolTip()):
        ring = next(line for line in plot_tip.split("\n") if line.startswith("Ring: "))
        assert exact(step.before) in ring
        said = float(ring.split(", loss ")[1].replace("−", "-").replace(",", ""))
        assert said == pytest.approx(loss, rel=1e-4)
    # The tangent belongs to the gradient, the arrow to the update: never earlier, never later.
    assert bool(len(places(image, LIGHT.slope))) == (stage >= Stage.GRADIENT)
    coloured = places(image, LIGHT.sign(step.sign))
    assert bool(len(coloured)) == (stage >= Stage.UPDATE)
    assert (f"its slope is the gradient {exact(step.gradient)}" in tip) == (stage >= Stage.GRADIENT)
    for plot_tip in (tip, card.curves.overview.toolTip()):
        dots = [line for line in plot_tip.split("\n") if line.startswith("Dot: ")]
        assert len(dots) == (stage >= Stage.UPDATE)
        assert all(exact(step.after) in line for line in dots)
    assert len(places(image, LIGHT.curve)) > 10
    assert len(places(image, LIGHT.sign(-step.sign))) == 0
    stripe = card.grab().toImage().pixelColor(2, card.height() // 2).name()
    assert stripe == (LIGHT.sign(step.sign) if stage >= Stage.GRADIENT else LIGHT.border)
    arithmetic = card.findChild(ArithmeticLine).text()
    if stage < Stage.GRADIENT:
        assert arrow not in shown
        assert arithmetic == f"{card.name} ← {number(step.before)} − {rate(LR)} × ? = ?"
        return
    assert step.line is not None
    assert {arrow, step.line.gradient, f"{step.gradient_in_words} gradient"} <= set(shown)
    if stage is Stage.GRADIENT:
        assert arithmetic == step.arithmetic.replace("≈", "=").partition(" = ")[0] + " = ?"
        way = "rises" if step.sign > 0 else "falls"
        assert f"The loss {way} as {card.name} grows. Stage 5 subtracts lr × gradient." in shown
        return
    assert arithmetic == step.arithmetic
    assert step.sentence in shown
    assert f"{card.name} moves {'left' if step.sign > 0 else 'right'}" in step.sentence
    assert_picture(card, step)


def assert_picture(card: MoveCard, step: Move) -> None:
    """The step of a finished epoch, close up: downhill, along the tangent at the ring."""
    drawn, plot = drawing(card.curves.plot), card.curves.plot
    colour = LIGHT.sign(step.sign)
    ring, dot = drawn.circle(fill=LIGHT.panel), drawn.circle(fill=colour)
    (curve,) = drawn.stroked(LIGHT.curve)
    (tangent,) = drawn.stroked(LIGHT.slope)
    (head,) = (mark for mark in drawn.filled(colour) if mark.kind == "polygon")
    way = -step.sign
    assert (dot.left - ring.left) * way > 0
    assert dot.top > ring.top
    for point in (ring, dot):
        height = np.interp(point.left, curve.points[:, 0], curve.points[:, 1])
        assert point.top == pytest.approx(height, abs=1)
    assert tangent.points.mean(axis=0) == pytest.approx(ring.points[0], abs=0.1)
    (x, y), (end_x, end_y) = tangent.points
    assert (end_y - y) / (end_x - x) * way > 0
    # The arrow runs in a lane at the axis from under the ring to under the dot, tip first.
    tip, *wings = head.points
    assert tip[0] == pytest.approx(dot.left, abs=0.1)
    assert all((tip[0] - x) * way > 0 for x, _ in wings)
    assert tip[1] > curve.bottom
    (shaft,) = (mark for mark in drawn.stroked(colour))
    assert shaft.points[0] == pytest.approx([ring.left, tip[1]], abs=0.1)
    assert plot.rect().contains(QPoint(round(tip[0]), round(tip[1])))
    # Below the axis the numbers of the arithmetic.
    assert step.line is not None
    assert {step.line.before, step.line.after} <= set(drawn.texts)


def assert_cards(window: MainWindow, epoch: Printed, stage: Stage) -> None:
    assert [card.name for card in cards(window)] == list(NAMES)
    for card, step in zip(cards(window), moves_of(epoch), strict=True):
        assert_card(card, step, epoch.loss, stage)


def assert_loss(window: MainWindow, losses: list[float], marked: int, loss: float) -> None:
    """The curve through the losses of all epochs trained, and its dot at epoch `marked`."""
    plot = window.body.view("loss")
    x, y = plot.loss_curve.getData()
    assert np.unique(x).tolist() == list(range(1, len(losses) + 1))
    np.testing.assert_allclose(y[: len(losses)], np.log10(losses), rtol=1e-6)
    assert plot.cursor_line.isVisible() == (marked > 0)
    assert plot.marker.x.tolist() == ([marked] if marked else [])
    if marked:
        assert plot.cursor_line.value() == marked
        assert window.body.view("signs").cursor_line.value() == marked
        assert plot.marker.y.tolist() == pytest.approx([math.log10(loss)])
    assert window.body.view("signs").cursor_line.isVisible() == (len(losses) > 0 and marked > 0)


def assert_to_come(window: MainWindow, epoch: int, loss: float | None) -> None:
    """The ring where `epoch` begins, as the update before it has left the `loss`; None for none."""
    ring = window.body.view("loss").to_come.ring
    assert ring.x.tolist() == ([] if loss is None else [epoch])
    assert ring.y.tolist() == ([] if loss is None else [pytest.approx(math.log10(loss))])


def assert_shown(window: MainWindow, article: Article, epochs: list[Printed], cursor: int) -> None:
    """Everything drawn is epoch `cursor`, finished, of a run of these `epochs`."""
    epoch = epochs[cursor - 1]
    assert window.player.cursor == cursor
    assert_chips(window, article, epoch, Stage.UPDATE)
    assert_fit(window, article, epoch, Stage.UPDATE)
    assert_cards(window, epoch, Stage.UPDATE)
    assert_loss(window, [each.loss for each in epochs], cursor, epoch.loss)
    assert_to_come(window, cursor + 1, after(article, epoch)[1])
    trained = len(epochs)
    assert text(window, "timelineEpoch") == f"epoch {cursor} of {window.player.experiment.epochs}"
    assert window.timeline.slider.value() == cursor
    assert window.timeline.slider.trained == trained
    assert window.log.view.shown == cursor
    assert window.log.model.rowCount() == trained


# --- an epoch, stage by stage


def test_each_stage_shows_what_the_article_has_by_then(open_window: Open, qtbot: QtBot) -> None:
    window, article = open_window(), Article()
    losses: list[float] = []
    for k in (1, 2):
        epoch = next(article)
        for stage in Stage:
            step(qtbot, window, k, stage)
            assert_chips(window, article, epoch, stage)
            assert_fit(window, article, epoch, stage)
            assert_cards(window, epoch, stage)
            if stage is Stage.UPDATE:
                losses.append(epoch.loss)
                assert_to_come(window, k + 1, after(article, epoch)[1])
            elif stage >= Stage.LOSS or k == 1:
                assert_to_come(window, k, None)
            else:
                # Until it is measured: the loss with which the epoch begins.
                assert_to_come(window, k, epoch.loss)
            marked = k if stage >= Stage.LOSS else k - 1
            before = losses[-1] if losses else math.nan
            if losses:
                assert_loss(window, losses, marked, epoch.loss if marked == k else before)
            else:
                assert window.body.view("loss").marker.x.tolist() == (
                    [1] if stage >= Stage.LOSS else []
                )
    window.player.seek(1)
    until_shown(qtbot, window, 1)
    # A recorded epoch is gone through stage by stage just as one that is being trained.
    article = Article()
    first, second = article.epochs(2)
    for stage in list(Stage)[:-1]:
        step(qtbot, window, 2, stage)
        assert_chips(window, article, second, stage)
        assert_fit(window, article, second, stage)
        assert_cards(window, second, stage)
        marked, loss = (2, second.loss) if stage >= Stage.LOSS else (1, first.loss)
        assert_loss(window, losses, marked, loss)
    trigger(window, "stepBackAction")
    qtbot.waitUntil(lambda: window.player.stage is None)
    until_shown(qtbot, window, 1)
    assert_shown(window, article, [first, second], 1)


def test_before_the_first_epoch_only_what_the_start_would_predict(
    open_window: Open, qtbot: QtBot
) -> None:
    window, article = open_window(), Article()
    epoch = next(article)
    plot = window.fit
    np.testing.assert_array_equal(plot.data_dots.y, article.speed.numpy())
    assert len(plot.prediction_dots.x) == len(plot.residuals.getData()[0]) == 0
    t, curve = plot.curve.getData()
    np.testing.assert_allclose(curve, parabola(epoch.params, t), rtol=1e-6, atol=1e-4)
    assert plot.curve.opts["pen"].style() == Qt.PenStyle.DashLine
    assert plot.legend.texts == ("data", "starting parameters")
    for stage in Stage:
        assert (chip(window, stage).shown, chip(window, stage).state) == ("–", "not yet")
    # The cards have no room for their words until the window is laid out.
    qtbot.waitUntil(lambda: all(len(texts(card)) > 1 for card in cards(window)))
    for card, value in zip(cards(window), epoch.params.tolist(), strict=True):
        assert number(value) in " ".join(texts(card))
        assert "No gradient yet: it comes with stage 4." in texts(card)
        assert len(places(picture(card), LIGHT.slope)) == 0
    assert window.body.view("loss").empty.isVisible()
    assert window.body.view("signs").empty.isVisible()
    assert text(window, "timelineTimeLeft") == "none trained yet"


def test_what_is_left_over_is_told_stage_by_stage(open_window: Open, qtbot: QtBot) -> None:
    window, article = open_window(zero_grad=False), Article(zero_grad=False)
    first = next(article)
    trigger(window, "stepEpochAction")
    until_shown(qtbot, window, 1)
    second = next(article)
    for stage in Stage:
        step(qtbot, window, 2, stage)
        gradient = chip(window, Stage.GRADIENT)
        assert gradient.remark == "this epoch's + left over"
        assert gradient.shown == (gradient_of(second) if stage >= Stage.GRADIENT else "–")
        assert chip(window, Stage.UPDATE).code == ("params.data -= params.grad.data*(lr)",)
        for k, card in enumerate(cards(window)):
            stack = card.findChild(GradientStack)
            assert stack.isVisible()
            written = [mark.text for mark in drawing(stack) if mark.kind == "text"]
            assert written[::2] == ["left over, epoch 1", "this epoch", "held"]
            left, own, held = (text.removeprefix("= ") for text in written[1::2])
            assert _read(left) == pytest.approx(float(first.grad[k]), rel=1e-4)
            if stage < Stage.BACKWARD:
                sentence = "No gradient of this epoch yet; "
                assert sentence in card.accessibleDescription()
                assert (own, held) == ("–", left)
            else:
                assert _read(held) == pytest.approx(float(second.grad[k]), rel=1e-4)
                assert Decimal(_plain(left)) + Decimal(_plain(own)) == Decimal(_plain(held))


def test_switching_zero_grad_back_on_clears_the_stack(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(zero_grad=False)
    for epoch in (1, 2):
        trigger(window, "stepEpochAction")
        until_shown(qtbot, window, epoch)
    window.change({"zero_grad": True})
    stack = cards(window)[0].findChild(GradientStack)
    shown = []
    for epoch in (3, 4, 5):
        trigger(window, "stepEpochAction")
        until_shown(qtbot, window, epoch)
        shown.append([mark.text for mark in drawing(stack) if mark.kind == "text"])
        assert stack.isVisible() == (epoch < 5)
    assert shown[0][::2] == ["left over, 2 epochs", "this epoch", "held, then None"]
    assert shown[1][::2] == ["left over: cleared", "this epoch", "held, then None"]
    assert shown[1][1] == "0"
    assert shown[1][5] == f"= {shown[1][3]}"


def _plain(text: str) -> str:
    return text.replace("−", "-").replace(",", "")


def _read(text: str) -> float:
    return float(_plain(text))


# --- another epoch, another run


def test_whichever_way_an_epoch_is_asked_for_everything_shows_it(
    open_window: Open, qtbot: QtBot
) -> None:
    window, article = open_window(epochs=30), Article()
    epochs = article.epochs(30)
    train_all(qtbot, window)
    assert_shown(window, article, epochs, 30)
    assert window.findChild(QLabel, "timelineTimeLeft").text() == "all 30 trained"

    click_timeline(qtbot, window, 17)
    until_shown(qtbot, window, 17)
    assert_shown(window, article, epochs, 17)
    click(
        window.body.view("loss"),
        place_of(window.body.view("loss"), 9, middle_height(window.body.view("loss"))),
    )
    until_shown(qtbot, window, 9)
    assert_shown(window, article, epochs, 9)
    click(window.body.view("signs"), place_of(window.body.view("signs"), 24, 1.5))
    until_shown(qtbot, window, 24)
    assert_shown(window, article, epochs, 24)
    row = window.log.view.visualRect(window.log.model.index(22, 0))
    qtbot.mouseClick(window.log.view.viewport(), LEFT, pos=row.center())
    until_shown(qtbot, window, 23)
    assert_shown(window, article, epochs, 23)
    trigger(window, "stepEpochAction")
    until_shown(qtbot, window, 24)
    trigger(window, "stepBackAction")
    trigger(window, "stepBackAction")
    until_shown(qtbot, window, 22)
    assert_shown(window, article, epochs, 22)
    trigger(window, "latestAction")
    until_shown(qtbot, window, 30)
    assert_shown(window, article, epochs, 30)


def test_dragging_the_cursor_of_the_losses_goes_through_the_epochs(
    open_window: Open, qtbot: QtBot
) -> None:
    window, article = open_window(epochs=30), Article()
    epochs = article.epochs(30)
    train_all(qtbot, window)
    for plot, start, end in (
        (window.body.view("loss"), 30, 12),
        (window.body.view("signs"), 12, 20),
    ):
        height = middle_height(plot)
        ways = [place_of(plot, x, height) for x in np.linspace(start, end, 5)[1:].tolist()]
        drag(plot, place_of(plot, start, height), *ways)
        until_shown(qtbot, window, end)
        assert_shown(window, article, epochs, end)


def test_the_log_prints_what_the_article_does(open_window: Open, qtbot: QtBot) -> None:
    window, article = open_window(epochs=60), Article()
    epochs = article.epochs(60)
    train_all(qtbot, window)
    model = window.log.model
    for k in (1, 2, 31, 60):
        click_timeline(qtbot, window, k)
        until_shown(qtbot, window, k)
        qtbot.waitUntil(lambda k=k: "…" not in model.printed(k)[0])
        preds, loss, grad = (line.replace("−", "-") for line in model.printed(k))
        epoch = epochs[k - 1]
        assert preds == f"preds {printed_by_torch(epoch.preds)}"
        assert loss == f"loss  {number(epoch.loss)}"
        assert grad == f"grad  {printed_by_torch(epoch.grad)}"
        # The row of the epoch shown is in sight and has another ground than its neighbours.
        view = window.log.view
        image = view.viewport().grab().toImage()
        row = view.visualRect(model.index(k - 1, 0))
        assert view.viewport().rect().contains(row.center())
        ground = image.pixelColor(row.left() + 1, row.center().y()).name()
        assert ground == LIGHT.ink
        other = view.visualRect(model.index(k - 2 if k > 1 else k, 0))
        beside = QPoint(row.left() + 1, other.center().y())
        if image.rect().contains(beside):
            assert image.pixelColor(beside).name() != LIGHT.ink


def test_the_run_before_stays_until_it_is_dismissed(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(epochs=20)
    old = Article()
    epochs = old.epochs(20)
    train_all(qtbot, window)
    click_timeline(qtbot, window, 8)
    until_shown(qtbot, window, 8)
    window.change({"start": {"a": 1.0, "b": 1.0, "c": 1.0}})
    until_shown(qtbot, window, 0)
    fit, loss = window.fit, window.body.view("loss")
    _, y = loss.previous_curve.getData()
    assert loss.previous_curve.isVisible()
    assert loss.canvas.isVisible()
    np.testing.assert_allclose(y[:20], np.log10([epoch.loss for epoch in epochs]), rtol=1e-6)
    assert loss.previous_curve.opts["pen"].color().name() == LIGHT.previous
    assert any(text.startswith("previous run, ") for text in loss.legend.texts)
    # Of the fit, what was shown last.
    t, curve = fit.previous_curve.getData()
    np.testing.assert_allclose(curve, parabola(epochs[7].updated_params, t), rtol=1e-6, atol=1e-4)
    assert fit.previous_curve.opts["pen"].color().name() == LIGHT.previous
    assert any(text.startswith("previous run, ") for text in fit.legend.texts)
    assert len(loss.marker.x) == 0

    new = Article()
    new.params.data = torch.ones(3)
    trigger(window, "stepEpochAction")
    until_shown(qtbot, window, 1)
    assert_shown(window, new, new.epochs(1), 1)
    move(loss, place_of(loss, 1, middle_height(loss)))
    assert loss.tip.text().endswith(f"previous run {told(epochs[0].loss)}")
    trigger(window, "forgetPreviousAction")
    assert not loss.previous_curve.isVisible()
    assert len(fit.previous_curve.getData()[0]) == 0
    assert not any("previous" in text for text in loss.legend.texts + fit.legend.texts)
    assert not window.findChild(QAction, "forgetPreviousAction").isEnabled()
    trigger(window, "stepEpochAction")
    until_shown(qtbot, window, 2)
    assert not loss.previous_curve.isVisible()
    assert len(fit.previous_curve.getData()[0]) == 0


def test_an_epoch_on_its_way_is_never_shown_by_halves(open_window: Open, qtbot: QtBot) -> None:
    """Whatever else is asked for meanwhile: no picture of one epoch under the number of another."""
    window = open_window(epochs=20)
    train_all(qtbot, window)
    window.change({"seed": 5})
    until_shown(qtbot, window, 0)
    train_all(qtbot, window)
    article = Article(seed=5)
    epochs = article.epochs(20)
    for epoch, meanwhile in (
        (7, lambda: trigger(window, "forgetPreviousAction")),
        (12, lambda: window.change({"learning_rate": 2e-5})),
        (3, lambda: window.change({"zero_grad": False})),
    ):
        before = status_epoch(window)
        window.player.seek(epoch)
        meanwhile()
        assert text(window, "timelineEpoch") == f"epoch {before} of 20"
        assert window.log.view.shown == window.body.view("loss").cursor_line.value() == before
        preds = after(article, epochs[before - 1])[0]
        np.testing.assert_array_equal(window.fit.prediction_dots.y, preds)
        until_shown(qtbot, window, epoch)
        assert_shown(window, article, epochs, epoch)
    # Asked for one after the other, only the last is shown.
    seen: list[str] = []
    for epoch in (5, 9, 14):
        window.player.seek(epoch)
        seen.append(text(window, "timelineEpoch"))
    assert set(seen) == {"epoch 3 of 20"}
    until_shown(qtbot, window, 14)
    assert_shown(window, article, epochs, 14)


# --- the small curves


def test_the_whole_run_and_the_step_are_side_by_side(open_window: Open, qtbot: QtBot) -> None:
    window, article = open_window(), Article()
    epoch = next(article)
    trigger(window, "stepEpochAction")
    until_shown(qtbot, window, 1)
    time = article.time.numpy().astype(np.float64)
    floors = [
        value - gradient / (2 * np.mean(time ** (2 * power)))
        for value, gradient, power in zip(epoch.params, epoch.grad, (2, 1, 0), strict=True)
    ]
    across = []
    for card, step, floor in zip(cards(window), moves_of(epoch), floors, strict=True):
        overview, close = card.curves.overview, card.curves.plot
        assert overview.isVisible()
        assert close.isVisible()
        (line,) = [line for line in overview.toolTip().split("\n") if line.startswith("Floor: ")]
        said = float(line.rpartition(" at ")[2].replace("−", "-"))
        assert said == pytest.approx(floor, rel=1e-3)
        assert "floor" in drawing(overview).texts
        # Closely the step fills much of the curve.
        seen = places(picture(card), LIGHT.sign(step.sign))
        assert np.ptp(seen[:, 0]) / close.width() > 0.4
        # On the scale of the run it is as long as it is.
        scale = overview.scale
        assert scale is not None
        drawn = drawing(overview)
        ring, dot = drawn.circle(fill=LIGHT.panel), drawn.circle(fill=LIGHT.sign(step.sign))
        assert ring.left == pytest.approx(scale.x(step.before), abs=0.1)
        assert dot.left == pytest.approx(scale.x(step.after), abs=0.1)
        across.append(abs(dot.left - ring.left))
    # The article's: a leaps, and c hardly moves.
    assert across[0] > 10 * across[2]
    qtbot.mouseClick(window.findChild(QToolButton, "movesCommonScaleButton"), LEFT)
    for card in cards(window):
        assert not card.curves.plot.isVisible()
        assert {"−3", "+3"} <= set(drawing(card.curves.overview).texts)
        assert len(drawing(card.curves.overview).stroked(LIGHT.slope)) == 1


def test_rows_sorted_by_what_the_person_chose(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(formula="k + d*t/10 + c*t**2/100 + b*t**3/1e3 + a*t**4/1e4")
    combo = window.findChild(QComboBox, "movesSortCombo")
    trigger(window, "stepEpochAction")
    until_shown(qtbot, window, 1)
    qtbot.waitUntil(combo.isVisible)
    gradient = window.player.history.gradient[0]
    sizes = dict(zip(("k", "d", "c", "b", "a"), np.abs(gradient).tolist(), strict=True))
    combo.setCurrentIndex(combo.findText("size of gradient"))
    ordered = sorted(sizes, key=lambda name: -sizes[name])
    assert ordered != list(sizes)

    def standing() -> list[str]:
        rows = window.body.view("moves").findChildren(MoveRow)
        return [row.name for row in sorted(rows, key=lambda row: row.y())]

    qtbot.waitUntil(lambda: standing() == ordered)


# --- scales and legends


def test_the_loss_axis_says_what_the_curve_shows(open_window: Open, qtbot: QtBot) -> None:
    window, article = open_window(epochs=30), Article()
    losses = np.array([epoch.loss for epoch in article.epochs(30)])
    train_all(qtbot, window)
    plot = window.body.view("loss")
    axis = plot.canvas.axes[1]

    def ticks() -> list[tuple[float, float]]:
        """Where each tick stands, and the number that is written beside it."""
        _, _, bottom, top = plot.visible()
        found = []
        for spacing, values in axis.tickValues(bottom, top, plot.box.height()):
            for value, written in zip(values, axis.tickStrings(values, 1, spacing), strict=True):
                mantissa, _, power = written.replace(",", "").partition("10")
                digits = power.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789"))
                plain = written.replace(",", "")
                superscript = bool(power) and not power.isascii()
                said = (
                    float(mantissa.rstrip("×") or 1) * 10.0 ** int(digits)
                    if superscript
                    else float(plain)
                )
                found.append((value, said))
        assert len(found) >= 2
        return found

    for place, said in ticks():
        assert said == pytest.approx(10**place, rel=0.05)
    np.testing.assert_allclose(plot.loss_curve.getData()[1][:30], np.log10(losses), rtol=1e-6)
    qtbot.mouseClick(plot.log_button, LEFT)
    for place, said in ticks():
        assert said == pytest.approx(place, rel=1e-6)
    np.testing.assert_allclose(plot.loss_curve.getData()[1][:30], losses, rtol=1e-6)
    np.testing.assert_allclose(plot.marker.y, losses[-1:], rtol=1e-6)
    linear = plot.canvas.grab().toImage()
    qtbot.mouseClick(plot.log_button, LEFT)
    for place, said in ticks():
        assert said == pytest.approx(10**place, rel=0.05)
    assert plot.canvas.grab().toImage() != linear


@pytest.mark.parametrize(
    ("formula", "words"), [("a*t**2 + b*t + c", "best fit"), ("a*sin(b*t) + c", "valley floor")]
)
def test_only_the_one_floor_there_is_is_called_the_best_fit(
    open_window: Open, qtbot: QtBot, formula: str, words: str
) -> None:
    window = open_window(formula=formula)
    trigger(window, "stepEpochAction")
    until_shown(qtbot, window, 1)
    plot = window.body.view("loss")
    assert plot.floor_line.isVisible()
    (entry,) = [text for text in plot.legend.texts if "fit" in text or "floor" in text]
    said = entry.removeprefix(words).strip()
    assert float(said.replace(",", "")) == pytest.approx(10 ** plot.floor_line.value(), rel=0.02)


def test_held_out_points_and_their_loss(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(held_out=0.3, epochs=12)
    train_all(qtbot, window)
    plot, article = window.fit, Article()
    everything = np.column_stack([article.time.numpy(), article.speed.numpy()])
    trained = np.column_stack([plot.data_dots.x, plot.data_dots.y])
    held_out = np.column_stack([plot.held_out_dots.x, plot.held_out_dots.y])
    assert len(held_out) == 6
    both = np.concatenate([trained, held_out])
    np.testing.assert_array_equal(both[both[:, 0].argsort()], everything)
    assert plot.legend.texts == (
        "data", "held out", "predictions after the update", "before it", "residuals",
    )  # fmt: skip
    np.testing.assert_array_equal(plot.prediction_dots.x, trained[:, 0])
    # A residual for each trained point, and none for the others.
    assert set(plot.residuals.getData()[0].tolist()) == set(trained[:, 0].tolist())
    hollow = [colour_at(plot, *point) for point in held_out.tolist()]
    assert set(hollow) == {LIGHT.panel}
    params = window.player.history.params.astype(np.float32)
    losses = [np.mean((parabola(row, held_out[:, 0]) - held_out[:, 1]) ** 2) for row in params[:12]]
    _, y = window.body.view("loss").held_out_curve.getData()
    np.testing.assert_allclose(y[:12], np.log10(losses), rtol=1e-4)
    assert window.body.view("loss").held_out_curve.opts["pen"].style() == Qt.PenStyle.DashLine
    assert "held-out loss" in window.body.view("loss").legend.texts
    at, target = held_out[2].tolist()
    move(plot, place_of(plot, at, target))
    assert plot.tip.text().startswith(
        f"time t (seconds) = {told(at)}, held out\ntarget {told(target)}\n"
    )


# --- colours


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_everything_drawn_has_its_own_colour(open_window: Open, qtbot: QtBot, theme: Theme) -> None:
    window, article = open_window(epochs=60), Article()
    window.set_theme(theme.name)
    epochs = article.epochs(40)
    for _ in range(2):
        trigger(window, "stepEpochAction")
    until_shown(qtbot, window, 2)
    epoch, fit = epochs[1], window.fit
    preds = after(article, epoch)[0]
    image = fit.canvas.grab().toImage()

    def at(plot: Plot, x: float, y: float) -> str:
        return plot.canvas.grab().toImage().pixelColor(place_of(plot, x, y)).name()

    # Points whose two dots lie far enough apart for the middle of each to be its own.
    time, speed = article.time.numpy(), article.speed.numpy()
    pixel = fit.box.viewPixelSize()[1]
    _, _, bottom, top = fit.visible()
    away = [
        k for k in range(20) if abs(preds[k] - speed[k]) > 16 * pixel and bottom < preds[k] < top
    ]
    assert len(away) >= 3
    for k in away:
        x, prediction, target = float(time[k]), float(preds[k]), float(speed[k])
        assert image.pixelColor(place_of(fit, x, target)).name() == theme.data
        assert image.pixelColor(place_of(fit, x, prediction)).name() == theme.prediction
    assert fit.curve.opts["pen"].color().name() == theme.prediction
    (residuals,) = drawing(fit.canvas).stroked(theme.residual)
    ends = residuals.points.reshape(20, 2, 2)
    for k in away:
        for (x, y), height in zip(ends[k], (preds[k], speed[k]), strict=True):
            place = place_of(fit, float(time[k]), float(height))
            assert (x, y) == pytest.approx((place.x(), place.y()), abs=1)

    loss = window.body.view("loss")
    assert loss.loss_curve.opts["pen"].color().name() == theme.loss
    assert loss.floor_line.pen.color().name() == theme.faint_text
    assert loss.floor_line.pen.style() == Qt.PenStyle.DotLine
    loss.cursor_line.hide()
    assert at(loss, 2, math.log10(epoch.loss)) == theme.loss
    for plot in (fit, loss, window.body.view("signs")):
        assert plot.canvas.grab().toImage().pixelColor(2, 2).name() == theme.panel
        assert plot.grab().toImage().pixelColor(plot.width() // 2, 3).name() == theme.panel
    strips = places(window.body.view("signs").canvas.grab().toImage(), theme.negative)
    assert len(strips) > 50
    for card, step in zip(cards(window), moves_of(epoch), strict=True):
        picture_of = picture(card)
        for colour in (theme.curve, theme.slope, theme.sign(step.sign)):
            assert len(places(picture_of, colour)), colour
        ground = card.grab().toImage().pixelColor(card.width() - 4, card.height() // 2)
        assert ground.name() == theme.panel
    for stage in Stage:
        seen = chip(window, stage)
        assert seen.grab().toImage().pixelColor(5, seen.height() // 2).name() == theme.panel
    groove = window.timeline.slider.grab().toImage()
    trained = window.timeline.slider.position_of(len(window.player.history) / 2)
    assert groove.pixelColor(round(trained), groove.height() // 2).name() == theme.ink


def test_which_side_a_sign_is_on_and_where_it_flips(open_window: Open, qtbot: QtBot) -> None:
    window, article = open_window(epochs=60), Article()
    signs = np.sign([epoch.grad for epoch in article.epochs(60)])
    train_all(qtbot, window)
    plot = window.body.view("signs")
    image = plot.canvas.grab().toImage()
    area = plot.box.sceneBoundingRect()
    for colour, sign in ((LIGHT.negative, -1), (LIGHT.positive, 1)):
        found = places(image, colour)
        found = found[found[:, 0] > area.left() + 1]
        for k in range(3):
            top = place_of(plot, 1, k).y()
            bottom = place_of(plot, 1, k + 1).y()
            band = found[(found[:, 1] > bottom - 32) & (found[:, 1] < bottom)]
            epochs = {round(plot.box.mapSceneToView(QPointF(x, top)).x()) for x in band[:, 0]}
            there = set((np.flatnonzero(signs[:, k] == sign) + 1).tolist())
            assert epochs - {0} <= there | {61}
            assert len(there - epochs) <= 1
    for k, marks in enumerate(plot.strips.flip_marks):
        flips = np.flatnonzero(np.diff(signs[:, k])) + 1.5
        assert marks.tolist() == flips.tolist()
    flips = np.flatnonzero(np.diff(signs[:, 0])) + 2
    assert len(flips) == 1
    move(plot, place_of(plot, float(flips[0]), 0.5))
    assert f"The sign of a's gradient flips at epoch {flips[0]}:" in plot.tip.text()


def test_the_screen_has_what_would_be_painted_anew(open_window: Open, qtbot: QtBot) -> None:
    """Whatever changes asks to be painted: nothing old stays on the screen."""
    window = open_window(epochs=60)

    def on_screen() -> QImage:
        image = window.screen().grabWindow(window.winId()).toImage()
        return image.convertToFormat(QImage.Format.Format_RGB32)

    def painted() -> None:
        def same() -> None:
            seen = on_screen()
            anew = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
            assert seen.size() == anew.size()
            assert seen == anew

        qtbot.waitUntil(same, timeout=10_000)

    blank = on_screen()
    for epoch in (1, 2):
        for stage in Stage:
            step(qtbot, window, epoch, stage)
            painted()
    assert on_screen() != blank
    train_all(qtbot, window)
    painted()
    click_timeline(qtbot, window, 17)
    until_shown(qtbot, window, 17)
    painted()
    qtbot.mouseClick(window.findChild(QToolButton, "movesCommonScaleButton"), LEFT)
    qtbot.mouseClick(window.body.view("loss").log_button, LEFT)
    painted()
    place = place_of(window.fit, 4, float(window.fit.data_dots.y[4]))
    move(window.fit, place)
    painted()
    click(window.fit, place)
    painted()
    window.set_theme("dark")
    painted()
    window.change({"seed": 3})
    until_shown(qtbot, window, 0)
    painted()
    window.change({"requires_grad": False})
    trigger(window, "stepEpochAction")
    qtbot.waitUntil(lambda: window.player.state == "failed")
    painted()


# --- editing in the picture


def test_a_point_dragged_in_the_picture_is_trained_on_from_there(
    open_window: Open, qtbot: QtBot
) -> None:
    window, article = open_window(epochs=20), Article()
    trigger(window, "stepEpochAction")
    until_shown(qtbot, window, 1)
    fit, speed = window.fit, article.speed.numpy()
    start = place_of(fit, 4, float(speed[4]))
    drag(fit, start, start + QPoint(0, -20), start + QPoint(0, -40))
    qtbot.waitUntil(lambda: status_epoch(window) == 0 and window.player.state == "ready")
    target = float(fit.data_dots.y[4])
    assert target == pytest.approx(speed[4] + 40 * fit.box.viewPixelSize()[1], abs=1.5)
    others = np.delete(np.arange(20), 4)
    np.testing.assert_array_equal(fit.data_dots.y[others], speed[others])
    assert window.player.experiment.data.targets[4] == pytest.approx(target)  # type: ignore[union-attr]
    trigger(window, "stepEpochAction")
    until_shown(qtbot, window, 1)
    edited = speed.copy()
    edited[4] = target
    preds = fit.ghost.dots.y
    loss = np.mean((preds - edited.astype(np.float64)) ** 2)
    assert 10 ** window.body.view("loss").marker.y[0] == pytest.approx(loss, rel=1e-5)
    np.testing.assert_array_equal(fit.residuals.getData()[1][1::2], edited)
    trigger(window, "undoAction")
    qtbot.waitUntil(lambda: fit.data_dots.y.tolist() == speed.tolist())


def test_while_it_plays_points_stay_and_the_pictures_follow(
    open_window: Open, qtbot: QtBot
) -> None:
    window = open_window(epochs=100_000)
    window.set_speed(None)
    trigger(window, "playAction")
    qtbot.waitUntil(lambda: status_epoch(window) > 50)
    fit, speed = window.fit, Article().speed.numpy()
    start = place_of(fit, 4, float(speed[4]))
    drag(fit, start, start + QPoint(0, -30), start + QPoint(0, -60))
    np.testing.assert_array_equal(fit.data_dots.y, speed)
    trigger(window, "playAction")
    qtbot.waitUntil(lambda: window.player.state == "paused")
    shown = window.player.cursor
    until_shown(qtbot, window, shown)
    history = window.player.history
    assert len(history) == shown
    assert (
        window.body.view("loss").cursor_line.value()
        == window.body.view("signs").cursor_line.value()
        == shown
    )
    assert 10 ** window.body.view("loss").marker.y[0] == pytest.approx(
        float(history.loss[shown - 1]), rel=1e-5
    )
    params = history.updated_params[shown - 1]
    t, curve = fit.curve.getData()
    np.testing.assert_allclose(curve, parabola(params, t), rtol=1e-5, atol=1e-3)
    row = history.params[shown - 1], history.gradient[shown - 1], params
    for name, before, grad, value in zip(NAMES, *(each.tolist() for each in row), strict=True):
        printed = Move(name, before, grad, LR, value).line
        assert printed is not None
        told = f"{name} {printed.before} → {printed.after}"
        assert told in chip(window, Stage.UPDATE).shown
