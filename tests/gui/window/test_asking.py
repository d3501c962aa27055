"""Questions are answered in the picture itself, by a click or with the keys alone."""

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine.runs import Stage
from gui.panels.moves import MovesPanel
from gui.panels.moves.slice_plot import SlicePlot
from gui.plots.base.plot import Plot
from gui.plots.loss import LossPlot
from gui.plots.signs import SignsPlot
from gui.run import Kind
from gui.widgets.choice import Choice
from gui.window import MainWindow
from tests.gui.drawn import drawing
from tests.gui.windows import Open, edit, trigger

LEFT = Qt.MouseButton.LeftButton
KEY = Qt.Key


@pytest.fixture
def window(qtbot: QtBot, open_window: Open) -> MainWindow:
    """A window at stage 4 of epoch 4, with all questions answered into `answers`."""
    opened = open_window()
    opened.movement.enabled = False
    opened.following.set_on(False)
    opened.player.rerun(3)
    qtbot.waitUntil(lambda: opened.player.cursor == 3, timeout=20_000)
    for stage in list(Stage)[:4]:
        trigger(opened, "stepStageAction")
        qtbot.waitUntil(lambda stage=stage: opened.player.stage is stage, timeout=20_000)
    qtbot.waitUntil(lambda: opened.settled, timeout=20_000)
    return opened


def asked(window: MainWindow, kind: Kind, about: Any = None) -> list[Any]:
    """Ask, and return the list into which the answers will go."""
    answers: list[Any] = []
    window.asking.replied.connect(answers.append)
    window.asking.begin(kind, about)
    return answers


def press(qtbot: QtBot, window: MainWindow, *keys: Qt.Key) -> None:
    """Press `keys` where the focus is, as a person who has no mouse."""
    for key in keys:
        qtbot.keyClick(window.focusWidget() or window, key)


def click(qtbot: QtBot, plot: Plot, x: float, y: float) -> None:
    """Click at `x`, `y` of the data."""
    place = plot.box.mapViewToScene(QPointF(x, y)).toPoint()
    qtbot.mouseMove(plot.canvas.viewport(), place)
    qtbot.mouseClick(plot.canvas.viewport(), LEFT, pos=place)


def moves(window: MainWindow) -> MovesPanel:
    view = window.body.view("moves")
    assert isinstance(view, MovesPanel)
    return view


def close_up(window: MainWindow, name: str) -> SlicePlot:
    return next(card for card in moves(window).cards if card.name == name).curves.plot


def choice(window: MainWindow, name: str) -> Choice:
    found = window.findChild(Choice, f"choice_{name}")
    assert isinstance(found, Choice)
    return found


def here(window: MainWindow) -> tuple[int, Stage | None]:
    return window.player.cursor, window.player.stage


@pytest.mark.parametrize(
    ("kind", "about", "keys", "answer"),
    [
        ("point", None, [KEY.Key_Right, KEY.Key_Right, KEY.Key_Left], 1),
        ("direction", "b", [KEY.Key_Left], "left"),
        ("direction", "a", [KEY.Key_Left, KEY.Key_Right], "right"),
        ("card", None, [KEY.Key_Down], "b"),
        ("card", None, [KEY.Key_Down, KEY.Key_Down, KEY.Key_Down, KEY.Key_Up], "b"),
        ("chip", None, [KEY.Key_Right, KEY.Key_Right], "backward"),
        ("epoch", "a", [KEY.Key_Left, KEY.Key_Left, KEY.Key_Left], 1),
    ],
)
def test_keys_alone_answer_and_step_nothing(
    qtbot: QtBot, window: MainWindow, kind: Kind, about: Any, keys: list[Qt.Key], answer: Any
) -> None:
    was = here(window)
    answers = asked(window, kind, about)
    press(qtbot, window, *keys)
    assert answers == []
    press(qtbot, window, KEY.Key_Return)
    assert answers == [answer]
    qtbot.waitUntil(lambda: window.settled, timeout=20_000)
    assert here(window) == was
    press(qtbot, window, KEY.Key_Left)
    qtbot.waitUntil(lambda: here(window) != was, timeout=20_000)


def test_a_loss_is_chosen_with_the_keys(qtbot: QtBot, window: MainWindow) -> None:
    answers = asked(window, "loss", 5)
    for _ in range(100):
        press(qtbot, window, KEY.Key_Up)
    press(qtbot, window, KEY.Key_Return)
    assert answers[0] > 10 * 36_415, "there is too little room above what is drawn"
    assert float(f"{answers[0]:.3g}") == answers[0]


def test_fields_keep_their_arrow_keys(qtbot: QtBot, window: MainWindow) -> None:
    answers = asked(window, "chip")
    field = edit(window, "learningRateEdit")
    field.setFocus()
    field.setCursorPosition(2)
    press(qtbot, window, KEY.Key_Left)
    assert field.cursorPosition() == 1
    assert choice(window, "predict").here
    assert answers == []


def test_a_click_chooses_the_point_and_moves_no_data(qtbot: QtBot, window: MainWindow) -> None:
    answers = asked(window, "point")
    edited: list[object] = []
    window.fit.pointsEdited.connect(lambda *data: edited.append(data))
    click(qtbot, window.fit, *window.fit.trained_point(7))
    assert answers == [7]
    assert edited == []
    assert window.fit.edits.selected is None


def test_a_click_far_from_all_points_chooses_none(qtbot: QtBot, window: MainWindow) -> None:
    answers = asked(window, "point")
    click(qtbot, window.fit, 3.0, -250.0)
    assert answers == []


def test_a_click_in_a_half_of_the_card_is_a_direction(qtbot: QtBot, window: MainWindow) -> None:
    for name, share, side in (("a", 0.2, "left"), ("c", 0.8, "right")):
        answers = asked(window, "direction", name)
        plot = close_up(window, name)
        other = close_up(window, "b")
        qtbot.mouseClick(other, LEFT, pos=QPoint(other.width() // 2, other.height() // 2))
        assert answers == []
        qtbot.mouseClick(plot, LEFT, pos=QPoint(round(share * plot.width()), plot.height() // 2))
        assert answers == [side]


def test_a_click_on_a_card_chooses_it_and_shows_no_stage(qtbot: QtBot, window: MainWindow) -> None:
    was = here(window)
    answers = asked(window, "chip")
    qtbot.mouseClick(choice(window, "loss"), LEFT)
    assert answers == ["loss"]
    answers = asked(window, "card")
    qtbot.mouseClick(choice(window, "c"), LEFT)
    assert answers == ["c"]
    assert here(window) == was


def test_a_click_in_the_signs_is_an_epoch_and_goes_nowhere(
    qtbot: QtBot, window: MainWindow
) -> None:
    signs = window.body.view("signs")
    assert isinstance(signs, SignsPlot)
    was = here(window)
    answers = asked(window, "epoch", "a")
    click(qtbot, signs, 2.1, 0.5)
    assert answers == [2]
    assert here(window) == was


def test_a_click_in_the_loss_plot_is_a_loss(qtbot: QtBot, window: MainWindow) -> None:
    plot = window.body.view("loss")
    assert isinstance(plot, LossPlot)
    answers = asked(window, "loss", 5)
    click(qtbot, plot, 5, np.log10(80_000))
    assert answers[0] == pytest.approx(80_000, rel=0.15)


def pixels(widget: QWidget, texts: str) -> bool:
    return any(texts in text for text in drawing(widget).texts)


def test_a_side_lights_up_under_the_mouse_and_the_keys(qtbot: QtBot, window: MainWindow) -> None:
    asked(window, "direction", "a")
    plot = close_up(window, "a")
    plain = plot.grab().toImage()
    assert pixels(plot, "left")
    assert pixels(plot, "right")
    qtbot.mouseMove(plot, QPoint(round(0.8 * plot.width()), plot.height() // 2))
    assert plot.grab().toImage() != plain
    press(qtbot, window, KEY.Key_Left)
    assert plot.accessibleDescription().startswith("left")


def test_what_was_said_stands_beside_what_happened(qtbot: QtBot, window: MainWindow) -> None:
    asked(window, "direction", "a")
    window.asking.answer("left")
    plot = close_up(window, "a")
    assert not pixels(plot, "← left")
    window.asking.tell("left", "right")
    told = drawing(plot)
    assert told.text("you said").points[0, 0] < told.text("it moved").points[0, 0]
    assert any(mark.dashes for mark in told.stroked(window.styling.theme.text))
    assert plot.accessibleDescription() == "you said: left; it moved: right"
    window.asking.tell("right", "right")
    assert drawing(plot).texts.count("you said, and it moved") == 1
    window.asking.end()
    assert not pixels(plot, "you said")


def test_an_answer_in_a_plot_stands_beside_the_truth(qtbot: QtBot, window: MainWindow) -> None:
    asked(window, "point")
    window.asking.tell(2, 19, happened="adds most")
    fit = window.fit
    told = drawing(fit.canvas)
    for words, place in (("you said", 2), ("adds most", 19)):
        x, _ = fit.to_scene(*(np.array([each]) for each in fit.trained_point(place)))
        assert abs(told.text(words).points[0, 0] - x[0]) < 120
    asked(window, "chip")
    assert not pixels(fit.canvas, "adds most")
    window.asking.tell("loss", "backward", happened="fails here")
    assert choice(window, "loss").words == "you said"
    assert choice(window, "backward").words == "fails here"
    assert window.findChild(Choice, "choice_predict") is None


def test_a_line_is_drawn_with_the_mouse(qtbot: QtBot, window: MainWindow) -> None:
    answers = asked(window, "curve", (0.0, 5.0, 10.0, 15.0))
    fit = window.fit
    viewport = fit.canvas.viewport()

    def at(x: float, y: float) -> QPoint:
        return QPoint(fit.box.mapViewToScene(QPointF(x, y)).toPoint())

    qtbot.mousePress(viewport, LEFT, pos=at(0, 50))
    qtbot.mouseMove(viewport, at(10, 100))
    qtbot.mouseRelease(viewport, LEFT, pos=at(10, 100))
    assert answers == []
    press(qtbot, window, KEY.Key_Return)
    now = window.fit.predicted_at(np.array([15.0]))[0]
    assert answers[0] == pytest.approx((50, 75, 100, now), abs=6)
    window.asking.tell(answers[0], (1.0, 2.0, 3.0, 4.0))
    assert pixels(fit.canvas, "you said")


def test_a_line_is_shaped_with_the_keys(qtbot: QtBot, window: MainWindow) -> None:
    answers = asked(window, "loss_curve", (4, 6, 8, 10))
    press(qtbot, window, KEY.Key_Right, KEY.Key_Up, KEY.Key_Up, KEY.Key_Right, KEY.Key_Down)
    press(qtbot, window, KEY.Key_Return)
    first, second, third, last = answers[0]
    assert second > first == last > third


def test_data_are_not_edited_while_something_is_asked(qtbot: QtBot, window: MainWindow) -> None:
    asked(window, "point")
    assert not window.fit.edits.editable
    window.asking.end()
    assert window.fit.edits.editable


@pytest.mark.parametrize(("kind", "about"), [("point", None), ("curve", (0.0, 5.0, 10.0))])
def test_a_question_about_the_fit_brings_it_to_the_front(
    window: MainWindow, kind: Kind, about: Any
) -> None:
    window.body.turn_to("graph")
    asked(window, kind, about)
    assert window.fit.isVisible()


@pytest.mark.parametrize(("kind", "about"), [("loss", 5), ("loss_curve", (4, 6, 8, 10))])
@pytest.mark.parametrize("front", ["loss_parts", "curvature"])
def test_a_question_about_the_loss_brings_its_plot_to_the_front(
    window: MainWindow, kind: Kind, about: Any, front: str
) -> None:
    window.body.turn_to(front)
    asked(window, kind, about)
    assert window.body.view("loss").isVisible()


def test_many_parameters_have_their_card_opened(qtbot: QtBot, open_window: Open) -> None:
    formula = "a*t**5 + b*t**4 + c*t**3 + d*t**2 + g*t + h"
    window = open_window(formula=formula, standardise=True)
    qtbot.waitUntil(lambda: window.settled, timeout=20_000)
    answers = asked(window, "direction", "g")
    plot = close_up(window, "g")
    press(qtbot, window, KEY.Key_Right, KEY.Key_Return)
    assert answers == ["right"]
    answers = asked(window, "card")
    press(qtbot, window, *[KEY.Key_Down] * 5, KEY.Key_Return)
    assert answers == ["h"]
    qtbot.waitUntil(plot.isVisible)


def test_an_answer_is_given_once(qtbot: QtBot, window: MainWindow) -> None:
    answers = asked(window, "chip")
    press(qtbot, window, KEY.Key_Return, KEY.Key_Return)
    assert answers == ["predict"]
