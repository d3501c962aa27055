"""The window, by its actions and keys, as a person uses it."""

import gc
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAction, QColor, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from engine.experiment import ARTICLE_FORMULA, Experiment
from engine.numbers import number
from engine.runs import Stage
from gui.panels.log.model import ELLIPSIS
from gui.plots.base.plot import Plot
from gui.run import View
from gui.theme import LIGHT
from gui.window import MainWindow
from tests.article import Article
from tests.gui.windows import at_front, paused_after, trained, way_out
from tests.without_torch import MISSING, without_torch

ROOT = Path(__file__).parents[3]
Open = Callable[..., MainWindow]
NAMES = (
    "speedSlider", "timelineSlider", "learningRateEdit", "epochsSpin", "seedSpin",
    "newSeedButton", "zeroGradCheck", "requiresGradCheck", "banner", "log", "moveCard_a",
    "moveCard_b", "moveCard_c", "stageChip_predict", "stageChip_loss", "stageChip_backward",
    "stageChip_gradient", "stageChip_update", "fitPlot", "lossPlot", "signsPlot",
)  # fmt: skip
ACTIONS = (
    "playAction", "stepEpochAction", "stepStageAction", "stepBackAction", "resetAction",
    "latestAction", "stageBackAction", "animateStepsAction",
)  # fmt: skip


@pytest.fixture
def open_window(qtbot: QtBot) -> Iterator[Open]:
    windows: list[MainWindow] = []

    def opened(wait: bool = True, **fields: object) -> MainWindow:
        window = MainWindow(Experiment(**fields))
        windows.append(window)
        qtbot.addWidget(window)
        window.show()
        if wait:
            qtbot.waitUntil(lambda: window.player.state == "ready", timeout=20_000)
        return window

    yield opened
    for window in windows:
        window.close()


def trigger(window: MainWindow, name: str, times: int = 1) -> None:
    for _ in range(times):
        window.findChild(QAction, name).trigger()


def until_shown(qtbot: QtBot, window: MainWindow, text: str) -> None:
    qtbot.waitUntil(lambda: window.bars.status.text().startswith(text), timeout=20_000)


def find(window: MainWindow, name: str) -> QWidget:
    widget = window.findChild(QWidget, name)
    assert widget is not None, name
    return widget


def test_everything_has_its_name(open_window: Open) -> None:
    window = open_window()
    for name in NAMES:
        find(window, name)
    for name in ACTIONS:
        assert window.findChild(QAction, name) is not None, name


def test_every_action_tells_its_key_and_every_control_its_name(open_window: Open) -> None:
    window = open_window()
    for action in window.bars.actions.all:
        assert action.toolTip()
        for sequence in action.shortcuts():
            assert sequence.toString() in action.toolTip()
    for control in window.findChildren(QAbstractButton) + window.findChildren(QLineEdit):
        if control.isVisible() and control.focusPolicy() != Qt.FocusPolicy.NoFocus:
            assert control.accessibleName() or control.toolTip() or control.text(), control


def test_the_window_is_there_before_pytorch(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(wait=False)
    assert window.isVisible()
    assert window.player.state == "loading"
    assert "loading PyTorch" in window.bars.status.text()
    until_shown(qtbot, window, "epoch 0 / 200")


def test_without_pytorch_the_window_stays_and_says_what_to_install(
    open_window: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_torch(monkeypatch)
    window = open_window(wait=False)
    qtbot.waitUntil(lambda: window.player.state == "failed", timeout=20_000)
    said = window.banner.text
    assert said.startswith(f"PyTorch cannot be loaded ({MISSING}): install ")
    assert said.endswith("Then start Learnscope again.")
    assert window.bars.status.text() == "no PyTorch"
    # Whatever is asked for now, it is said again.
    for name in ("playAction", "stepStageAction", "stepEpochAction", "resetAction"):
        window.banner.clear()
        trigger(window, name)
        qtbot.waitUntil(lambda: window.banner.text == said and window.player.state == "failed")
    window.banner.clear()
    window.change({"formula": "a*t"})
    qtbot.waitUntil(lambda: window.banner.text == said and window.player.state == "failed")
    assert window.bars.status.text() == "no PyTorch"
    window.change({"learning_rate": 2e-5})
    assert window.player.experiment == Experiment(formula="a*t", learning_rate=2e-5)
    assert window.isVisible()


def test_stepping_by_the_actions(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    trigger(window, "stepEpochAction", 3)
    until_shown(qtbot, window, "epoch 3 / 200")
    trigger(window, "stepBackAction")
    until_shown(qtbot, window, "epoch 2 / 200")
    trigger(window, "latestAction")
    until_shown(qtbot, window, "epoch 3 / 200")
    trigger(window, "stepStageAction", 2)
    qtbot.waitUntil(lambda: window.player.stage is Stage.LOSS)
    until_shown(qtbot, window, "epoch 4 / 200")
    trigger(window, "resetAction")
    until_shown(qtbot, window, "epoch 0 / 200")
    assert len(window.player.history) == 0


@pytest.mark.parametrize(
    ("keys", "cursor"),
    [
        ((Qt.Key.Key_Right, Qt.Key.Key_Right), 2),
        ((Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left), 1),
        ((Qt.Key.Key_Down,) * 5, 1),
        ((Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_End), 2),
        ((Qt.Key.Key_Right, Qt.Key.Key_Home), 0),
    ],
)
def test_the_keys(open_window: Open, qtbot: QtBot, keys: tuple[Qt.Key, ...], cursor: int) -> None:
    window = open_window()
    at_front(qtbot, window)
    for key in keys:
        qtbot.keyClick(window, key)
    qtbot.waitUntil(lambda: window.player.cursor == cursor and window.player.stage is None)
    until_shown(qtbot, window, f"epoch {cursor} / 200")


def test_space_plays_and_pauses(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(epochs=1_000_000)
    window.set_speed(None)
    qtbot.keyClick(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(window.player.history) > 10)
    assert window.bars.play.text() == "&Pause"
    qtbot.keyClick(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.player.state == "paused")
    assert window.bars.play.text() == "&Play"


def test_space_on_a_focused_switch_is_the_switch_s(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    check = window.findChild(QCheckBox, "zeroGradCheck")
    check.setFocus()
    qtbot.keyClick(check, Qt.Key.Key_Space)
    assert window.player.experiment.zero_grad is False
    assert window.player.state == "ready"


def test_typing_a_learning_rate(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    edit = window.findChild(QLineEdit, "learningRateEdit")
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(edit.hasFocus)
    qtbot.keyClicks(edit, "2.5e-6")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert window.player.experiment.learning_rate == 2.5e-6
    assert edit.text() == "2.5e−6"


BETWEEN = "The learning rate must be above 0 and at most 1,000,000; "
WRITE = "write for example 0.00001 or 1e-5."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("quick", f"“quick” is not a number; {WRITE}"), ("-1", BETWEEN), ("0", BETWEEN),
        ("nan", f"{BETWEEN}nan is not."), ("inf", f"{BETWEEN}inf is not."), ("1e9", BETWEEN),
        ("", f"A number is missing; {WRITE}"),
    ],
)  # fmt: skip
def test_an_impossible_learning_rate_is_said_beside_it(
    open_window: Open, qtbot: QtBot, text: str, said: str
) -> None:
    window = open_window()
    edit = window.findChild(QLineEdit, "learningRateEdit")
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClick(edit, Qt.Key.Key_Delete)
    qtbot.keyClicks(edit, text)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    described = edit.accessibleDescription()
    assert described.startswith(said)
    assert edit.property("wrong")
    shown = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    assert shown.count(described) == 1
    assert window.player.experiment == Experiment()
    qtbot.keyClick(edit, Qt.Key.Key_Escape)
    assert edit.accessibleDescription() == ""
    assert edit.text() == "0.00001"


def test_another_seed_is_another_run(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    trigger(window, "stepEpochAction", 2)
    until_shown(qtbot, window, "epoch 2 / 200")
    qtbot.mouseClick(find(window, "newSeedButton"), Qt.MouseButton.LeftButton)
    until_shown(qtbot, window, "epoch 0 / 200")
    seed = window.player.experiment.seed
    assert seed != 0
    trigger(window, "stepEpochAction")
    until_shown(qtbot, window, "epoch 1 / 200")
    np.testing.assert_array_equal(window.player.history.gradient[0], next(Article(seed)).grad)


def test_more_epochs_go_on(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(epochs=5)
    window.set_speed(None)
    trigger(window, "playAction")
    qtbot.waitUntil(lambda: window.player.state == "finished")
    assert "Finished 5 epochs" in window.banner.text
    find(window, "epochsSpin").setValue(9)
    assert window.player.state == "paused"
    trigger(window, "playAction")
    qtbot.waitUntil(lambda: window.player.state == "finished")
    assert len(window.player.history) == 9


def test_requires_grad_off_says_why_and_on_goes_on(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    check = window.findChild(QCheckBox, "requiresGradCheck")
    check.click()
    trigger(window, "stepEpochAction")
    qtbot.waitUntil(lambda: window.player.state == "failed")
    assert "does not require grad" in window.banner.text
    assert "requires_grad_()" in window.banner.text
    check.click()
    qtbot.waitUntil(lambda: window.player.state == "paused")
    assert window.banner.text == ""
    trigger(window, "stepEpochAction")
    until_shown(qtbot, window, "epoch 1 / 200")


def test_the_remedy_for_divergence_resets_with_a_smaller_rate(
    open_window: Open, qtbot: QtBot
) -> None:
    window = open_window(learning_rate=1e-4)
    window.set_speed(None)
    trigger(window, "playAction")
    qtbot.waitUntil(lambda: window.player.state == "failed")
    assert "Diverged at epoch 26" in window.banner.text
    remedy = next(
        button
        for button in window.banner.findChildren(QAbstractButton)
        if "Reset with 0.00001" in button.text()
    )
    qtbot.mouseClick(remedy, Qt.MouseButton.LeftButton)
    until_shown(qtbot, window, "epoch 0 / 200")
    assert window.player.experiment.learning_rate == 1e-5
    assert window.banner.text == ""


def test_the_way_out_of_the_valley(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    window.set_speed(None)
    trigger(window, "playAction")
    qtbot.waitUntil(lambda: window.player.state == "finished")
    assert "218,000 times steeper" in window.banner.text
    way_out(window, "Standardise").trigger()
    qtbot.waitUntil(lambda: window.player.experiment.standardise)
    qtbot.waitUntil(lambda: window.player.state == "finished", timeout=20_000)
    assert window.player.history.loss[-1] < 0.7
    assert "it has arrived" in window.banner.text


def test_a_rate_that_no_longer_fits_is_told_at_once(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    assert window.banner.text == ""
    window.change({"formula": "a*t"})
    qtbot.waitUntil(lambda: bool(window.banner.text))
    assert "810 times below" in window.banner.text
    assert window.banner.kind == "warning"
    # It is said, not done.
    assert window.player.experiment.learning_rate == 1e-5
    # A rate that does not fit either is told as what it is.
    window.change({"learning_rate": 0.5})
    qtbot.waitUntil(lambda: "too large" in window.banner.text)

    def remedies() -> list[QAbstractButton]:
        buttons = window.banner.findChildren(QAbstractButton)
        return [button for button in buttons if button.isVisible() and "Use " in button.text()]

    qtbot.waitUntil(lambda: [button.text() for button in remedies()] == ["Use 0.002"])
    qtbot.mouseClick(remedies()[0], Qt.MouseButton.LeftButton)
    assert window.player.experiment.learning_rate == 0.002
    assert window.banner.text == ""
    # Another seed is no reason to say it again, nor is a rate that was mended by hand.
    window.change({"formula": ARTICLE_FORMULA})
    qtbot.waitUntil(lambda: bool(window.banner.text))
    window.change({"learning_rate": 1e-5})
    assert window.banner.text == ""


def test_dragging_the_timeline_shows_that_epoch(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(epochs=50)
    window.set_speed(None)
    trigger(window, "playAction")
    qtbot.waitUntil(lambda: window.player.state == "finished")
    slider = window.timeline.slider

    def place(epoch: int) -> QPoint:
        return QPoint(round(slider.position_of(epoch)), slider.height() // 2)

    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=place(50))
    for epoch in (40, 17):
        qtbot.mouseMove(slider, place(epoch))
        until_shown(qtbot, window, f"epoch {epoch} / 50")
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=place(17))
    until_shown(qtbot, window, "epoch 17 / 50")
    assert window.player.cursor == slider.value() == 17


def test_folds_and_theme_are_remembered(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    window.bars.experiment.trigger()
    window.log.folded = False
    window.set_theme("dark")
    window.close()
    again = open_window()
    assert not again.column.isVisible()
    assert again.log.folded is False
    assert again.player.state == "ready"
    themes = [action for action in again.findChildren(QAction) if action.isChecked()]
    assert "darkThemeAction" in [action.objectName() for action in themes]


def test_closing_at_full_speed(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(epochs=1_000_000)
    window.set_speed(None)
    trigger(window, "playAction")
    qtbot.waitUntil(lambda: len(window.player.history) > 0)
    assert window.close()
    assert not window.isVisible()


def test_destroying_it_without_closing_ends_the_thread(qtbot: QtBot) -> None:
    window = MainWindow(Experiment())
    window.show()
    qtbot.waitUntil(lambda: window.player.state == "ready", timeout=20_000)
    thread = window.player.link.thread_
    window.deleteLater()
    qtbot.waitUntil(thread.isFinished)


def test_return_gives_the_keys_back_to_the_window(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    at_front(qtbot, window)
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    edit = window.findChild(QLineEdit, "learningRateEdit")
    qtbot.waitUntil(edit.hasFocus)
    qtbot.keyClicks(edit, "2e-6")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert not edit.hasFocus()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Right)
    until_shown(qtbot, window, "epoch 1 / 200")


def test_a_window_that_nobody_holds_lives_until_it_is_closed(qtbot: QtBot) -> None:
    qtbot.addWidget(MainWindow(Experiment()))
    gc.collect()
    windows = [each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow)]
    assert len(windows) == 1
    qtbot.waitUntil(lambda: windows[0].player.state == "ready", timeout=20_000)


def test_the_list_of_keys(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    keys = dict(window.bars.keys_shown())
    for key in ("Space", "Right", "Left", "Down", "Home", "End", "Ctrl+L", "F11", "F1 or ?"):
        assert key in keys, key
    qtbot.keyClick(window, Qt.Key.Key_F1)
    dialogs = [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isWindow() and widget.isVisible()
    ]
    assert len(dialogs) == 1
    qtbot.keyClick(dialogs[0], Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not dialogs[0].isVisible())


def test_what_is_wrong_is_said_beside_the_field_that_it_is_about(
    open_window: Open, qtbot: QtBot
) -> None:
    window = open_window()
    said = {
        name: find(window, name).accessibleDescription
        for name in ("learningRateEdit", "epochsSpin", "seedSpin", "startEdit_b")
    }
    drawn = said["startEdit_b"]()
    window.change({"epochs": 5, "seed": 3, "learning_rate": -1.0})
    assert said["learningRateEdit"]() == (
        "The learning rate must be above 0 and at most 1,000,000; −1.0 is not."
    )
    assert (said["epochsSpin"](), said["seedSpin"]()) == ("", "")
    # Two are wrong, and each is told so.
    window.change({"learning_rate": 1e-4, "seed": -1, "epochs": 0})
    assert "seed must be between 0 and " in said["seedSpin"]()
    assert said["epochsSpin"]() == (
        "The number of epochs must be between 1 and 10,000,000; 0 is not."
    )
    edit = window.findChild(QLineEdit, "startEdit_b")
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, "1e39")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert said["startEdit_b"]() != drawn
    assert window.player.experiment == Experiment()
    window.change({"learning_rate": 1e-4, "seed": 1, "epochs": 9})
    assert [said[name]() for name in ("learningRateEdit", "epochsSpin", "seedSpin")] == [""] * 3


@pytest.mark.parametrize("speed", [float("inf"), float("-inf"), float("nan"), 0.0, -2.0])
def test_an_impossible_speed_changes_nothing(open_window: Open, speed: float) -> None:
    window = open_window()
    window.set_speed(30)
    with pytest.raises(ValueError, match=r"above 0 epochs a second, and finite"):
        window.set_speed(speed)
    assert window.player.speed == 30
    assert window.speed.label.text() == "30 epochs a second"


def test_a_dot_of_a_card_is_tried_and_made_the_start(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    trigger(window, "stepEpochAction", 2)
    until_shown(qtbot, window, "epoch 2")
    dot = find(window, "overview_a")
    dot.setFocus()
    before = window.bars.status.text()
    for _ in range(3):
        qtbot.keyClick(dot, Qt.Key.Key_Right)
    # Fit, loss and the other cards follow: they all show the trial's view.
    qtbot.waitUntil(lambda: window._view is not None and window._view.cursor == 0)
    view = window._view
    assert view is not None
    assert view.snapshot.params[0] > view.facts.start[0]
    assert window.player.cursor == 2
    assert view.snapshot.loss is not None
    said = f"Trying a = {number(view.snapshot.params[0])}: a loss of {number(view.snapshot.loss)}."
    assert find(window, "sentence_a").text().startswith(said)  # type: ignore[attr-defined]
    qtbot.keyClick(dot, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.bars.status.text() == before)
    qtbot.keyClick(dot, Qt.Key.Key_Right)
    button = find(window, "startHere_a")
    qtbot.waitUntil(button.isVisible)
    qtbot.keyClick(dot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "a" in window.player.experiment.start)
    qtbot.waitUntil(lambda: window.player.state == "ready", timeout=20_000)
    assert set(window.player.experiment.start) == {"a", "b", "c"}
    assert not button.isVisible()


def test_stage_five_prints_what_can_be_recalculated(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    trigger(window, "stepEpochAction")
    until_shown(qtbot, window, "epoch 1")
    line = find(window, "arithmetic_a")
    assert line.text() == "a ← −0.891995 − 0.00001 × (−63466.4) = −0.257331"  # type: ignore[attr-defined]


class TestFirstPicture:
    """The window is painted before its views are made, and nothing in it moves when they come."""

    @pytest.mark.parametrize("size", [(1024, 700), (1440, 900)])
    def test_nothing_moves_when_the_views_come(self, qtbot: QtBot, size: tuple[int, int]) -> None:
        window = MainWindow(Experiment(), "light", remember=False)
        qtbot.addWidget(window)
        window.resize(*size)
        window.show()

        def places() -> list[QRect]:
            parts = (window.stages, window.column, *window.body.places, window.timeline)
            return [QRect(part.mapTo(window, QPoint()), part.size()) for part in parts]

        # The layouts settle before the first picture, the timers run after it.
        QApplication.sendPostedEvents()
        first = window.grab()
        assert window.body.findChild(Plot) is None
        before = places()
        qtbot.waitUntil(lambda: window.body.findChild(Plot) is not None, timeout=20_000)
        QApplication.processEvents()
        assert {window.body.name_of(view) for view in window.body.shown} == {
            "fit", "loss", "signs", "moves",
        }  # fmt: skip
        assert places() == before
        # Until the views come, an empty panel is drawn where each will be.
        middle = window.fit.mapTo(window, window.fit.rect().center())
        assert first.toImage().pixelColor(middle) == QColor(LIGHT.panel)
        qtbot.waitUntil(lambda: window.player.state == "ready", timeout=20_000)
        window.close()

    def test_the_plots_are_painted_before_what_is_slow_besides(
        self, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        window = MainWindow(Experiment(), "light", remember=False)
        qtbot.addWidget(window)
        happened: list[str] = []
        painted = Plot.paintEvent

        def paint(plot: Plot, event: QPaintEvent) -> None:
            happened.append("painted")
            painted(plot, event)

        monkeypatch.setattr(Plot, "paintEvent", paint)
        window.built.connect(lambda: happened.append("built"))
        monkeypatch.setattr(window.column, "complete", lambda: happened.append("completed"))
        monkeypatch.setattr(window.player, "start", lambda: happened.append("loading"))
        window.show()
        qtbot.waitUntil(lambda: "loading" in happened, timeout=20_000)
        assert list(dict.fromkeys(happened)) == ["built", "painted", "completed", "loading"]
        window.close()

    @pytest.mark.parametrize(
        "later", ["pyqtgraph", "gui.panels.moves", "engine.words.glossary", "engine.lessons"]
    )
    def test_what_is_imported_later_is_not_waited_for(self, later: str) -> None:
        program = f"import sys, gui.application; sys.exit('{later}' in sys.modules)"
        assert (
            subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0
        )

    def test_the_fit_cannot_be_edited_where_it_comes_while_a_run_plays(self, qtbot: QtBot) -> None:
        window = MainWindow(Experiment(epochs=1_000_000), "light", remember=False)
        qtbot.addWidget(window)
        window.player.play()
        window.player.start()
        qtbot.waitUntil(lambda: window.player.state == "playing", timeout=20_000)
        assert not window.fit.edits.editable
        window.player.toggle()
        qtbot.waitUntil(lambda: window.player.state == "paused", timeout=20_000)
        assert window.fit.edits.editable
        window.close()


def test_a_log_unfolded_after_training_has_every_epoch(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(epochs=300)
    assert window.log.folded
    trained(qtbot, window)
    window.log.folded = False
    assert window.log.model.rowCount() == 300
    article = Article()
    printed = [next(article) for _ in range(300)]
    text = window.log.model.text(300)
    assert f"loss  {number(printed[-1].loss)}" in text
    assert ELLIPSIS not in text


@pytest.mark.parametrize("frame", [3, 4])
def test_what_is_paused_at_full_speed_is_drawn_wholly(
    open_window: Open, qtbot: QtBot, frame: int
) -> None:
    """Whichever frame it is paused after: one with everything, or one without the slow parts."""
    window = open_window(epochs=1_000_000)
    views = paused_after(qtbot, window, frame)
    slow = window.stages, window.body.view("moves")
    seen = [part.grab().toImage() for part in slow]
    assert len(window.player.history) == window.player.cursor > 0
    for part, image in zip(slow, seen, strict=True):
        part.draw(views[0])
        assert part.grab().toImage() != image
        part.draw(views[-1])
        assert part.grab().toImage() == image


def test_at_full_speed_what_is_slow_to_paint_is_painted_seldom(
    open_window: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1_000.0]
    monkeypatch.setattr("gui.run.seldom.time.monotonic", lambda: now[0])
    window = open_window(epochs=1_000_000)
    window.set_speed(None)
    seen: list[tuple[str, str]] = []

    def note(_view: View) -> None:
        line = find(window, "arithmetic_a")
        assert isinstance(line, QLabel)
        seen.append((window.bars.status.text(), line.text()))

    window.player.viewChanged.connect(note)
    trigger(window, "playAction")
    qtbot.waitUntil(lambda: len(seen) >= 5, timeout=20_000)
    epochs, lines = zip(*seen, strict=True)
    assert (len(set(epochs)), len(set(lines))) == (len(seen), 1)
    now[0] += 0.22
    told = len(seen)
    qtbot.waitUntil(lambda: len(seen) >= told + 3, timeout=20_000)
    assert len({line for _, line in seen[told:]} - set(lines)) == 1
    trigger(window, "playAction")
    qtbot.waitUntil(lambda: window.player.state == "paused", timeout=20_000)
