"""What is covered while a question stands is neither painted nor told anywhere in the window."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.runs import Stage
from gui.widgets.cover import COVERED
from gui.window import MainWindow
from gui.window.views import VIEWS
from tests.gui.drawn import drawing
from tests.gui.telling import places, told
from tests.gui.window.lessons import CASES, Case
from tests.gui.windows import Open, trigger


def settled(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.settled, timeout=20_000)


def at_moment(qtbot: QtBot, open_window: Open, case: Case) -> MainWindow:
    """A window at the moment that `case` is about, with nothing covered."""
    window = open_window(**case.setting)
    window.following.set_on(False)
    whole = case.epoch if case.stage == "update" else case.epoch - 1
    if whole:
        window.player.rerun(whole)
        qtbot.waitUntil(lambda: window.player.cursor == whole, timeout=20_000)
    if case.stage not in ("none", "update"):
        for _ in range(Stage[case.stage.upper()]):
            before = window.player.stage
            trigger(window, "stepStageAction")
            qtbot.waitUntil(lambda before=before: window.player.stage != before, timeout=20_000)
    settled(qtbot, window)
    return window


def found(qtbot: QtBot, window: MainWindow, pattern: str) -> list[str]:
    """Where `pattern` is told, whichever tabs are turned to."""
    there: list[str] = []
    for entry in VIEWS:
        window.body.turn_to(entry.name)
        settled(qtbot, window)
        there += [f"{entry.name}: {place}" for place in places(window, pattern)]
    return there


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_nothing_tells_the_answer(qtbot: QtBot, open_window: Open, case: Case) -> None:
    window = at_moment(qtbot, open_window, case)
    assert found(qtbot, window, case.leak), "the pattern would not notice the answer"
    window.covers.cover(case.hide, case.part)
    if case.kind:
        window.asking.begin(case.kind, case.about)
    assert found(qtbot, window, case.leak) == []
    window.asking.end()
    window.covers.lift()
    assert found(qtbot, window, case.leak), "it stays covered"


def test_covered_predictions_are_not_drawn(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    trigger(window, "stepStageAction")
    qtbot.waitUntil(lambda: window.player.stage is Stage.PREDICT, timeout=20_000)
    settled(qtbot, window)
    fit = window.fit
    red = fit.theme.prediction
    assert len(fit.prediction_dots.x) == 20
    assert drawing(fit.canvas).stroked(red)
    window.covers.cover({"predictions"}, "fit")
    assert len(fit.prediction_dots.x) == 0
    assert not drawing(fit.canvas).stroked(red)
    assert COVERED in fit.accessibleDescription()
    x, y = fit.to_scene(*map(float, fit.trained_point(10)))  # type: ignore[arg-type]
    fit.canvas.pointed.emit(QPoint(round(x), round(y)).toPointF())
    assert "prediction" not in fit.tip.text()


def test_covers_say_that_they_cover(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    settled(qtbot, window)
    window.covers.cover({"cards"}, "fit")
    assert not window.body.view("moves").isVisible()
    QApplication.processEvents()
    assert COVERED in told(window)["painted"]
    window.covers.lift()
    assert window.body.view("moves").isVisible()
    assert COVERED not in told(window)["painted"]


def test_run_waits_for_the_answer(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    settled(qtbot, window)
    window.covers.cover({"later"}, "loss")
    for name in ("playAction", "stepStageAction", "stepEpochAction", "latestAction"):
        trigger(window, name)
    assert (window.player.cursor, window.player.stage) == (0, None)
    assert not window.player.playing
    window.covers.lift()
    trigger(window, "stepEpochAction")
    qtbot.waitUntil(lambda: window.player.cursor == 1, timeout=20_000)


def test_message_comes_back_when_it_is_uncovered(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    settled(qtbot, window)
    window.telling.error("Something went wrong.")
    window.covers.cover({"banner"}, "fit")
    assert places(window, "Something") == []
    window.covers.lift()
    assert places(window, "Something")


def test_all_but_the_part_is_dimmed(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    settled(qtbot, window)
    bright = {name: contrast(window, name) for name in ("fit", "moves")}
    window.covers.cover((), "fit")
    QApplication.processEvents()
    assert contrast(window, "fit") == bright["fit"]
    assert contrast(window, "moves") < 0.8 * bright["moves"]
    window.covers.cover((), "moves")
    QApplication.processEvents()
    assert contrast(window, "fit") < 0.8 * bright["fit"]
    assert contrast(window, "moves") == bright["moves"]
    window.covers.lift()
    assert contrast(window, "fit") == bright["fit"]


def contrast(window: MainWindow, name: str) -> int:
    """The distance between the lightest and the darkest pixel well inside of the view `name`."""
    view = window.body.view(name)
    corner = view.mapTo(window, QPoint(8, 8))
    image = window.grab().toImage().copy(corner.x(), corner.y(), view.width() // 2, 60)
    lights = [
        QColor(image.pixel(x, y)).lightness()
        for x in range(0, image.width())
        for y in range(0, image.height())
    ]
    return max(lights) - min(lights)


def test_what_is_dimmed_can_still_be_clicked(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    settled(qtbot, window)
    window.covers.cover((), "loss")
    button = window.fit.fit_button
    place = button.mapTo(window, button.rect().center())
    assert window.childAt(place) is button
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.fit.frame_button.isEnabled()


def test_pulls_are_not_shown_while_they_would_tell(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    trigger(window, "pullsAction")
    trigger(window, "stepStageAction")
    qtbot.waitUntil(lambda: window.player.stage is Stage.PREDICT, timeout=20_000)
    settled(qtbot, window)
    panel = window.fit.pulls.panel
    assert panel.isVisible()
    window.covers.cover({"card.arrow"}, "card:a")
    assert not panel.isVisible()
    window.covers.lift()
    assert panel.isVisible()


def test_the_log_is_covered_and_keeps_its_place(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    trigger(window, "stepEpochAction")
    qtbot.waitUntil(lambda: window.player.cursor == 1, timeout=20_000)
    window.log.folded = False
    QApplication.processEvents()
    height = window.log.height()
    window.covers.cover({"signs.a"}, "signs")
    QApplication.processEvents()
    assert not window.log.view.isVisible()
    assert window.log.height() == height
    assert COVERED in drawing(window.log).texts
    window.log.folded = True
    window.covers.lift()
    assert window.log.folded
    window.log.folded = False
    assert window.log.view.isVisible()
