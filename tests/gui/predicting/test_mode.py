"""Predict mode through the whole chain: asked by hand, answered, run, and told beside it."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QSettings, Qt
from PySide6.QtWidgets import QAbstractButton, QDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from engine.predicting import Chooser, Moment, Posed, Sort, Tally, find
from engine.runs import Stage
from gui.lessons.option import OptionButton
from gui.lessons.panel import LessonsPanel
from gui.plots.base.plot import Plot
from gui.predicting import mode
from gui.widgets.choice import Choice
from gui.window import MainWindow
from tests.gui.drawn import drawing
from tests.gui.telling import places
from tests.gui.windows import Open, edit, trigger

LEFT = Qt.MouseButton.LeftButton
KEY = Qt.Key
ALL: tuple[Sort, ...] = (
    "direction", "loss_way", "flip", "largest", "point", "loss_size", "curve", "loss_curve"
)  # fmt: skip


# What has been asked in this test.
ASKED: list[Posed] = []


@pytest.fixture(autouse=True)
def _note_what_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    ASKED.clear()
    choose = Chooser.choose

    def noting(self: Chooser, posed: Sequence[Posed], tally: Tally) -> Posed | None:
        chosen = choose(self, posed, tally)
        ASKED.extend([chosen] if chosen else [])
        return chosen

    monkeypatch.setattr(Chooser, "choose", noting)


def tally() -> Tally:
    """The tally, as it is kept."""
    return Tally.read(str(QSettings("Learnscope", "Learnscope").value("predictions", "")))


@pytest.fixture
def window(qtbot: QtBot, open_window: Open) -> MainWindow:
    """A window before its first epoch, in predict mode, switched on with its key."""
    opened = open_window()
    opened.movement.enabled = False
    opened.set_speed(None)
    settle(qtbot, opened)
    qtbot.keyClick(opened, KEY.Key_P)
    assert opened.bars.predict.isChecked()
    return opened


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch) -> Callable[[Sort], None]:
    """Has only questions of one sort asked."""

    def keep(sort: Sort) -> None:
        def found(moment: Moment) -> list[Posed]:
            return [each for each in find(moment) if each.sort == sort][:1]

        monkeypatch.setattr(mode, "find", found)

    return keep


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.settled, timeout=20_000)


def panel(window: MainWindow) -> LessonsPanel | None:
    found = window.guided.panel
    return found if isinstance(found, LessonsPanel) else None


def said(window: MainWindow, name: str) -> str:
    """The text of the panel's label `name`, if it is seen."""
    shown = panel(window)
    assert shown is not None
    label = shown.findChild(QLabel, name)
    assert isinstance(label, QLabel)
    return label.text() if label.isVisible() else ""


def press(qtbot: QtBot, window: MainWindow, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(window.focusWidget() or window, key)


def ask(qtbot: QtBot, window: MainWindow, key: Qt.Key = KEY.Key_Right) -> Posed:
    """Step by hand with `key`, and return what is asked."""
    press(qtbot, window, key)
    qtbot.waitUntil(lambda: bool(window.covers.hidden), timeout=20_000)
    settle(qtbot, window)
    return ASKED[-1]


def told(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until what happened is told."""
    shown = panel(window)
    assert shown is not None
    button = shown.findChild(QAbstractButton, "lessonNextButton")
    qtbot.waitUntil(button.isVisible, timeout=20_000)
    settle(qtbot, window)


def click(qtbot: QtBot, plot: Plot, x: float, y: float) -> None:
    place = plot.box.mapViewToScene(QPointF(x, y)).toPoint()
    qtbot.mouseMove(plot.canvas.viewport(), place)
    qtbot.mouseClick(plot.canvas.viewport(), LEFT, pos=place)


def here(window: MainWindow) -> tuple[int, Stage | None]:
    return window.player.cursor, window.player.stage


def trained_to(qtbot: QtBot, window: MainWindow, epoch: int) -> None:
    window.player.go_to(epoch)
    qtbot.waitUntil(lambda: window.player.cursor == epoch, timeout=20_000)
    settle(qtbot, window)


def by_keys(qtbot: QtBot, window: MainWindow, posed: Posed) -> None:
    """Answer rightly with the keys alone; a drawn line just anyhow."""
    match posed.sort:
        case "direction":
            press(qtbot, window, KEY.Key_Left if posed.truth == "left" else KEY.Key_Right)
        case "loss_way" | "flip":
            down = posed.question.options.index(str(posed.truth))
            press(qtbot, window, *[KEY.Key_Down] * down)
        case "largest":
            down = window.player.run.experiment.names.index(str(posed.truth))
            press(qtbot, window, *[KEY.Key_Down] * down)
        case "point":
            press(qtbot, window, *[KEY.Key_Right] * int(posed.truth))  # type: ignore[arg-type]
        case _:
            press(qtbot, window, KEY.Key_Down)
    press(qtbot, window, KEY.Key_Return)


def by_mouse(qtbot: QtBot, window: MainWindow, posed: Posed) -> None:
    """Answer rightly with the mouse alone."""
    shown = panel(window)
    assert shown is not None
    truth: Any = posed.truth
    match posed.sort:
        case "direction":
            card = next(each for each in window.body.view("moves").cards
                        if each.name == posed.question.about)  # type: ignore[attr-defined]  # fmt: skip
            plot = card.curves.plot
            share = 0.2 if truth == "left" else 0.8
            place = (
                plot.rect().topLeft() + QPointF(share * plot.width(), plot.height() / 2).toPoint()
            )
            qtbot.mouseClick(plot, LEFT, pos=place)
        case "loss_way" | "flip":
            option = f"lessonOption{posed.question.options.index(truth)}"
            qtbot.mouseClick(shown.findChild(OptionButton, option), LEFT)
        case "largest":
            qtbot.mouseClick(window.findChild(Choice, f"choice_{truth}"), LEFT)
        case "point":
            click(qtbot, window.fit, *window.fit.trained_point(truth))
        case "loss_size":
            loss = window.body.view("loss")
            assert isinstance(loss, Plot)
            click(qtbot, loss, float(posed.question.about), np.log10(truth))  # type: ignore[arg-type]
        case _:
            view = window.fit if posed.sort == "curve" else window.body.view("loss")
            assert isinstance(view, Plot)
            heights = truth if posed.sort == "curve" else np.log10(truth)
            viewport = view.canvas.viewport()
            line = [
                view.box.mapViewToScene(QPointF(float(x), float(y))).toPoint()
                for x, y in zip(posed.question.about, heights, strict=True)  # type: ignore[arg-type]
            ]
            qtbot.mousePress(viewport, LEFT, pos=line[0])
            for point in line[1:]:
                qtbot.mouseMove(viewport, point)
            qtbot.mouseRelease(viewport, LEFT, pos=line[-1])
            qtbot.mouseClick(viewport, LEFT, pos=line[-1])


@pytest.mark.parametrize("sort", ALL)
def test_keys_alone_suffice(
    qtbot: QtBot, window: MainWindow, only: Callable[[Sort], None], sort: Sort
) -> None:
    only(sort)
    posed = ask(qtbot, window)
    assert said(window, "lessonQuestion") == posed.question.text
    shown = panel(window)
    assert shown is not None
    assert posed.question.text in shown.accessibleDescription()
    assert here(window) == (0, None)
    by_keys(qtbot, window, posed)
    told(qtbot, window)
    assert here(window) == (posed.epochs or 1, None)
    assert not window.covers.hidden
    assert said(window, "lessonBecause") == posed.because
    assert posed.because in shown.accessibleDescription()
    if sort not in ("loss_size", "curve", "loss_curve"):
        assert said(window, "lessonVerdict") == "As you said."
    press(qtbot, window, KEY.Key_Return)
    qtbot.waitUntil(lambda: here(window) != (posed.epochs or 1, None) or bool(window.covers.hidden),
                    timeout=20_000)  # fmt: skip


@pytest.mark.parametrize("sort", ALL)
def test_the_mouse_alone_suffices(
    qtbot: QtBot, window: MainWindow, only: Callable[[Sort], None], sort: Sort
) -> None:
    only(sort)
    qtbot.mouseClick(window.bars.bar.widgetForAction(window.bars.epoch), LEFT)
    qtbot.waitUntil(lambda: bool(window.covers.hidden), timeout=20_000)
    settle(qtbot, window)
    by_mouse(qtbot, window, ASKED[-1])
    told(qtbot, window)
    right = said(window, "lessonVerdict")
    assert right.startswith(("As you said.", "That counts"))
    group = {"direction": "signs", "loss_way": "signs", "flip": "signs", "curve": "curves",
             "loss_curve": "curves"}.get(sort, "sizes")  # fmt: skip
    assert said(window, "lessonNote") == f"So far: {group} 1 of 1."


@pytest.mark.parametrize(
    "sort", ["direction", "largest", "point", "loss_size", "curve", "loss_curve"]
)
def test_the_answer_stands_beside_what_happened(
    qtbot: QtBot, window: MainWindow, only: Callable[[Sort], None], sort: Sort
) -> None:
    only(sort)
    posed = ask(qtbot, window)
    other = {"direction": "left", "largest": "c", "point": 3, "loss_size": 9e5}.get(sort, posed.now)
    window.asking.answer(other)  # type: ignore[arg-type]
    told(qtbot, window)
    painted = drawing(window.centralWidget()).texts
    words = "you drew" if "curve" in sort else "you said"
    assert any(words in text for text in painted)
    happened = {"direction": "it moved", "largest": "moved most", "point": "adds most",
                "loss_size": "it went here", "curve": "it became this",
                "loss_curve": "it went this way"}[sort]  # fmt: skip
    assert any(happened in text for text in painted)
    assert "wrong" not in " ".join(painted).lower()
    assert tally().given == 1
    assert " 0 of 1" in tally().words


LEAKS: dict[Sort, str] = {
    "direction": r"a moves (right|left)|a (right|left) by|: (down|up)hill|63,?466|−0\.257",
    "loss_way": r"7,?39[34]|falls? from|−29,?02\d",
    "flip": r"flips? at|epoch 14\b|0\.035",
    "largest": r"63,?466|0\.634|39\s?%",
    "point": r"the largest, at|farthest|8,?780|24 %",
    "loss_size": r"7,?39[34]|falls? from|−29,?02\d",
    "curve": r"7,?39[34]|−0\.257|−1\.468|0\.373",
    "loss_curve": r"1,?901|862\.7|62\d\.\d",
}


@pytest.mark.parametrize(
    ("sort", "stage"),
    [
        *((sort, None) for sort in ALL),
        *((sort, Stage.GRADIENT) for sort in ALL if sort not in ("flip", "loss_curve", "point")),
    ],
)
def test_nothing_tells_the_answer_while_it_is_asked(
    qtbot: QtBot,
    window: MainWindow,
    only: Callable[[Sort], None],
    sort: Sort,
    stage: Stage | None,
) -> None:
    only(sort)
    # Everything has been recorded, and could be shown.
    trained_to(qtbot, window, 30)
    trained_to(qtbot, window, 0)
    if stage:
        trained_to(qtbot, window, 1)
        window.player.show_stage(stage)
        qtbot.waitUntil(lambda: here(window) == (0, stage), timeout=20_000)
        settle(qtbot, window)
    posed = ask(qtbot, window)
    pattern = LEAKS[sort]
    if stage and sort == "direction":
        # The gradient itself is what one predicts from.
        pattern = pattern.replace("|63,?466", "")

    def found() -> list[str]:
        there: list[str] = []
        for name in ("graph", "by_hand", "landscape", "loss_parts", "curvature", "fit", "loss"):
            window.body.turn_to(name)
            settle(qtbot, window)
            there += [f"{name}: {place}" for place in places(window, pattern)]
        return there

    assert found() == []
    trigger(window, "predictModeAction")
    trained_to(qtbot, window, 14 if sort == "flip" else posed.epochs or 1)
    assert found(), "the pattern would not notice the answer"


def test_nothing_runs_while_it_is_asked(
    qtbot: QtBot, window: MainWindow, only: Callable[[Sort], None]
) -> None:
    only("direction")
    ask(qtbot, window)
    for name in ("playAction", "stepStageAction", "stepEpochAction", "latestAction"):
        trigger(window, name)
    press(qtbot, window, KEY.Key_Space, KEY.Key_End, KEY.Key_Home)
    settle(qtbot, window)
    assert here(window) == (0, None)
    assert not window.player.playing


def test_escape_skips_the_question_and_runs_the_step(
    qtbot: QtBot, window: MainWindow, only: Callable[[Sort], None]
) -> None:
    for before, sort in enumerate(("direction", "loss_way", "flip", "largest")):
        only(sort)  # type: ignore[arg-type]
        ask(qtbot, window)
        press(qtbot, window, KEY.Key_Escape)
        qtbot.waitUntil(lambda before=before: here(window) == (before + 1, None), timeout=20_000)
        settle(qtbot, window)
        assert panel(window) is None
        assert window.column.isVisible()
    assert tally().given == 0
    assert window.predicting.on


def arranged(window: MainWindow) -> tuple[object, ...]:
    return (
        window.body.front, window.body.shares(), window.column.isVisible(),
        window.fit.visible(), window.covers.hidden, window.covers.part, window.asking.kind,
        window.dimming.isVisible(), window.player.speed, window.player.experiment,
    )  # fmt: skip


@pytest.mark.parametrize("sort", ["direction", "point", "loss_curve", "flip"])
def test_switching_it_off_restores_everything(
    qtbot: QtBot, window: MainWindow, only: Callable[[Sort], None], sort: Sort
) -> None:
    window.body.turn_to("landscape")
    window.body.turn_to("curvature")
    settle(qtbot, window)
    only(sort)
    before = arranged(window)
    ask(qtbot, window)
    assert arranged(window) != before
    trigger(window, "predictModeAction")
    settle(qtbot, window)
    assert panel(window) is None
    assert arranged(window) == before
    assert here(window) == (0, None)
    press(qtbot, window, KEY.Key_Right)
    qtbot.waitUntil(lambda: here(window) == (1, None), timeout=20_000)


def test_an_answer_can_be_closed(
    qtbot: QtBot, window: MainWindow, only: Callable[[Sort], None]
) -> None:
    only("point")
    before = window.body.front, window.fit.visible()
    posed = ask(qtbot, window)
    by_keys(qtbot, window, posed)
    told(qtbot, window)
    press(qtbot, window, KEY.Key_Escape)
    settle(qtbot, window)
    assert panel(window) is None
    assert window.column.isVisible()
    assert (window.body.front, window.fit.visible()) == before
    assert here(window) == (1, None)
    assert not places(window, "adds most")


def test_play_plays_without_a_question(qtbot: QtBot, window: MainWindow) -> None:
    trigger(window, "playAction")
    qtbot.waitUntil(lambda: window.player.state == "finished", timeout=20_000)
    assert panel(window) is None


def test_what_is_said_to_happen_happens(
    qtbot: QtBot, window: MainWindow, only: Callable[[Sort], None]
) -> None:
    history = window.player.history
    only("loss_size")
    posed = ask(qtbot, window)
    by_keys(qtbot, window, posed)
    told(qtbot, window)
    only("loss_curve")
    course = ask(qtbot, window)
    by_keys(qtbot, window, course)
    told(qtbot, window)
    window.player.step_epoch()
    qtbot.waitUntil(lambda: len(history) >= 1 + course.epochs + 1, timeout=20_000)
    assert float(history.loss[1]) == posed.truth
    assert isinstance(course.question.about, tuple)
    made = tuple(float(history.loss[int(epoch) - 1]) for epoch in course.question.about)
    assert made == course.truth


def test_recorded_epochs_are_asked_about_as_they_were(
    qtbot: QtBot, window: MainWindow, only: Callable[[Sort], None]
) -> None:
    only("direction")
    window.change({"learning_rate": 3e-5})
    trained_to(qtbot, window, 6)
    window.change({"learning_rate": 1e-6})
    for cursor in range(5):
        trained_to(qtbot, window, cursor)
        posed = ask(qtbot, window)
        update = window.player.history[cursor]
        moved = float(update.updated_params[0] - update.params[0])
        assert posed.truth == ("left" if moved < 0 else "right")
        trigger(window, "predictModeAction", times=2)
    assert len(window.player.history) == 6


def test_stages_are_asked_about_what_they_make(qtbot: QtBot, window: MainWindow) -> None:
    def stage(key: Qt.Key, at: tuple[int, Stage | None]) -> None:
        press(qtbot, window, key)
        qtbot.waitUntil(lambda: here(window) == at, timeout=20_000)
        settle(qtbot, window)

    stage(KEY.Key_Down, (0, Stage.PREDICT))
    point = ask(qtbot, window, KEY.Key_Down)
    assert point.sort == "point"
    by_keys(qtbot, window, point)
    told(qtbot, window)
    assert here(window) == (0, Stage.LOSS)
    stage(KEY.Key_Down, (0, Stage.BACKWARD))
    assert panel(window) is None
    largest = ask(qtbot, window, KEY.Key_Down)
    assert largest.sort == "largest"
    by_keys(qtbot, window, largest)
    told(qtbot, window)
    assert here(window) == (0, Stage.GRADIENT)
    assert ask(qtbot, window, KEY.Key_Down).sort in ("direction", "loss_way")


@pytest.mark.parametrize(
    "elsewhere",
    [
        lambda window: window.player.seek(1),
        lambda window: window.change({"seed": 3}),
        lambda window: window.change({"learning_rate": 2e-5}),
    ],
)
def test_a_question_is_withdrawn_when_the_run_is_elsewhere(
    qtbot: QtBot,
    window: MainWindow,
    only: Callable[[Sort], None],
    elsewhere: Callable[[MainWindow], None],
) -> None:
    only("direction")
    trained_to(qtbot, window, 2)
    ask(qtbot, window)
    elsewhere(window)
    qtbot.waitUntil(lambda: panel(window) is None, timeout=20_000)
    assert not window.covers.hidden
    assert window.column.isVisible()


@pytest.mark.parametrize("folded", [False, True])
def test_the_experiment_takes_its_place_back(
    qtbot: QtBot, window: MainWindow, only: Callable[[Sort], None], folded: bool
) -> None:
    if folded:
        trigger(window, "experimentPanelAction")
    only("direction")
    ask(qtbot, window)
    trigger(window, "learningRateAction")
    assert panel(window) is None
    assert window.column.isVisible()
    assert window.focusWidget() is edit(window, "learningRateEdit")
    assert not window.covers.hidden


def test_what_a_classroom_layout_hides_is_not_asked_about(qtbot: QtBot, window: MainWindow) -> None:
    window.body.show_only(["loss"])
    settle(qtbot, window)
    for before in range(8):
        ask(qtbot, window)
        press(qtbot, window, KEY.Key_Escape)
        qtbot.waitUntil(lambda before=before: here(window) == (before + 1, None), timeout=20_000)
        settle(qtbot, window)
    assert {each.part for each in ASKED} == {"loss"}


@pytest.mark.parametrize("key", [KEY.Key_Space, KEY.Key_Right])
def test_a_run_that_is_stopped_on_its_way_tells_nothing(
    qtbot: QtBot, window: MainWindow, only: Callable[[Sort], None], key: Qt.Key
) -> None:
    only("loss_curve")
    window.set_speed(2)
    posed = ask(qtbot, window)
    by_keys(qtbot, window, posed)
    qtbot.waitUntil(lambda: window.player.cursor == 1, timeout=20_000)
    only("direction")
    qtbot.keyClick(window, key)
    if key is KEY.Key_Space:
        qtbot.waitUntil(lambda: panel(window) is None, timeout=20_000)
        assert not window.player.playing
        assert window.player.cursor < posed.epochs
    else:
        qtbot.waitUntil(lambda: here(window) == (2, None), timeout=20_000)
    qtbot.waitUntil(lambda: not window.player.playing, timeout=20_000)
    settle(qtbot, window)
    assert ask(qtbot, window).sort == "direction"


def test_a_lesson_takes_the_place_of_a_question(
    qtbot: QtBot, window: MainWindow, only: Callable[[Sort], None]
) -> None:
    only("direction")
    ask(qtbot, window)
    asked = panel(window)
    window.teaching.begin(1)
    qtbot.waitUntil(lambda: window.teaching.on, timeout=20_000)
    settle(qtbot, window)
    assert panel(window) is not asked
    window.teaching.leave()
    settle(qtbot, window)
    assert window.column.isVisible()
    assert not window.covers.hidden


def test_where_nothing_can_be_asked_the_step_just_runs(qtbot: QtBot, open_window: Open) -> None:
    window = open_window(requires_grad=False)
    settle(qtbot, window)
    trigger(window, "predictModeAction")
    press(qtbot, window, KEY.Key_Right)
    qtbot.waitUntil(lambda: window.player.state == "failed", timeout=20_000)
    short = open_window(epochs=1)
    settle(qtbot, short)
    trigger(short, "stepEpochAction")
    qtbot.waitUntil(lambda: short.player.state == "finished", timeout=20_000)
    trigger(short, "predictModeAction")
    with qtbot.waitSignal(short.player.moreWanted, timeout=20_000):
        press(qtbot, short, KEY.Key_Right)
    assert panel(short) is None


def test_where_nothing_is_definite_the_step_just_runs(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mode, "find", lambda _moment: [])
    press(qtbot, window, KEY.Key_Right)
    qtbot.waitUntil(lambda: here(window) == (1, None), timeout=20_000)


def test_the_tally_is_kept_shown_and_cleared(
    qtbot: QtBot, open_window: Open, window: MainWindow, only: Callable[[Sort], None]
) -> None:
    only("direction")
    for way in ("right", "left"):
        ask(qtbot, window)
        window.asking.answer(way)
        told(qtbot, window)
    later = open_window()
    assert tally().words == "signs 1 of 2"
    trigger(later, "predictionsAction")
    dialog = later.findChild(QDialog, "tallyDialog")
    assert "1 of 2" in drawing(dialog).texts
    assert "Which way a parameter goes" in drawing(dialog).texts
    qtbot.mouseClick(dialog.findChild(QPushButton, "tallyClearButton"), LEFT)
    assert tally().given == 0
    assert any("Nothing has been predicted yet" in text for text in drawing(dialog).texts)
    qtbot.mouseClick(dialog.findChild(QPushButton, "tallyCloseButton"), LEFT)
    assert tally().given == 0
