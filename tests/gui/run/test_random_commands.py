"""A thousand commands in random order, with the worker running: nothing is lost or wrong."""

import random

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from engine.numbers import apart
from engine.runs import Stage
from gui.run import View
from gui.window import MainWindow
from tests.article import Article

COMMANDS = 1_000
MOST_EPOCHS = 600
SPEEDS = (3, 50, 2_000, None)
ACTIONS = (
    "playAction", "playAction", "playAction", "stepEpochAction", "stepEpochAction",
    "stepStageAction", "stepStageAction", "stepBackAction", "latestAction",
)  # fmt: skip


TRIED = {"a": 0.75, "b": -14.25, "c": 68.0}


class Witness:
    """Sees every view, and holds each against the article: nothing else is ever shown."""

    def __init__(self, window: MainWindow, seed: int) -> None:
        self._player = window.player
        self._article = Article(seed)
        self._printed = self._article.epochs(MOST_EPOCHS)
        self.shown: set[int] = set()
        self.trials = 0
        self.wrong: list[str] = []
        self.last: View | None = None
        window.player.viewChanged.connect(self.look)

    def look(self, view: View) -> None:
        self.last = view
        self.shown.add(view.snapshot.number)
        if wrong := self._wrong_with(view):
            self.wrong.append(f"epoch {view.snapshot.number}, cursor {view.cursor}: {wrong}")

    def _wrong_with(self, view: View) -> str:
        snapshot = view.snapshot
        if snapshot.number == 0:
            if snapshot.params.tolist() != [*TRIED.values()]:
                same = np.array_equal(snapshot.params, self._printed[0].params)
                return "" if same and view.cursor == 0 else "not the start"
            self.trials += 1
            return "tried by hand while it plays" if self._player.playing else ""
        while snapshot.number > len(self._printed):
            # Playing at the end of a run makes it longer.
            self._printed.append(next(self._article))
        printed = self._printed[snapshot.number - 1]
        if view.cursor != snapshot.number - (snapshot.stage is not Stage.UPDATE):
            return f"not where the cursor is, at stage {snapshot.stage}"
        made = (
            (snapshot.params, printed.params), (snapshot.predictions, printed.preds),
            (snapshot.loss, printed.loss), (snapshot.gradient, printed.grad),
            (snapshot.updated_params, printed.updated_params),
        )  # fmt: skip
        same = all(mine is None or np.array_equal(mine, its) for mine, its in made)
        return "" if same else "not the article's"


def command(window: MainWindow, chance: random.Random) -> None:
    player = window.player
    match chance.randrange(40):
        case 0:
            player.reset()
        case 1 | 2 | 3 | 4:
            player.seek(chance.randrange(-3, len(player.history) + 5))
        case 5 | 6 | 7:
            window.set_speed(chance.choice(SPEEDS))
        case 8:
            window.change({"epochs": chance.choice((5, 40, MOST_EPOCHS))})
        case 9:
            if player.playing:
                player.toggle()
        case 10:
            player.try_start(TRIED)
        case 11:
            player.forget_previous()
        case _:
            window.findChild(QAction, chance.choice(ACTIONS)).trigger()


@pytest.mark.parametrize("seed", range(2))
def test_history_and_screen_agree_after_anything(qtbot: QtBot, seed: int) -> None:
    chance = random.Random(seed)
    window = MainWindow(Experiment(epochs=300, seed=seed))
    qtbot.addWidget(window)
    window.show()
    player = window.player
    states: set[str] = set()
    player.stateChanged.connect(states.add)
    witness = Witness(window, seed)
    qtbot.waitUntil(lambda: player.state == "ready", timeout=20_000)
    for _ in range(COMMANDS):
        command(window, chance)
        # Often faster than anything can be done, sometimes with room to do it.
        if chance.random() < 0.1:
            qtbot.wait(chance.randrange(1, 20))
        else:
            QCoreApplication.processEvents()

    def tried() -> bool:
        player.try_start(TRIED)
        return witness.trials > 0

    # On a slow machine a trial may always have been over before its answer came.
    player.step_back()
    qtbot.waitUntil(tried, timeout=20_000)
    if len(player.history) > MOST_EPOCHS // 2:
        player.reset()
        qtbot.waitUntil(lambda: player.state == "ready", timeout=20_000)
    player.latest()

    def seen_enough() -> bool:
        if player.state in ("ready", "paused", "finished"):
            player.step_epoch()
        return len(witness.shown) > 20

    # Nor may it have come to many epochs.
    qtbot.waitUntil(seen_enough, timeout=20_000)
    assert witness.wrong == []

    window.change({"epochs": MOST_EPOCHS})
    player.step_epoch()
    player.step_stage()
    player.latest()
    player.step_epoch()

    def settled() -> bool:
        view = witness.last
        return view is not None and (
            player.state in ("paused", "finished")
            and view.experiment.epochs == MOST_EPOCHS
            and player.stage is None
            and player.cursor == len(player.history) == view.cursor == view.snapshot.number
        )

    qtbot.waitUntil(settled, timeout=20_000)
    epochs = list(player.history)
    for epoch, printed in zip(epochs, Article(seed), strict=False):
        np.testing.assert_array_equal(epoch.params, printed.params)
        np.testing.assert_array_equal(epoch.gradient, printed.grad)
        assert epoch.loss == printed.loss
    assert witness.last is not None
    shown = witness.last.snapshot
    assert shown.stage is Stage.UPDATE
    np.testing.assert_array_equal(shown.updated_params, epochs[-1].updated_params)
    assert f"epoch {len(epochs):,} / {MOST_EPOCHS}" in window.bars.status.text()
    assert shown.updated_loss is not None
    for loss in apart(epochs[-1].loss, shown.updated_loss):
        assert loss in window.bars.status.text()
    assert window.timeline.slider.value() == len(epochs)

    play_to_the_end(window, qtbot)
    assert ({"playing", "paused", "finished", "loading"} - states, witness.wrong) == (set(), [])


def play_to_the_end(window: MainWindow, qtbot: QtBot) -> None:
    """How far chance came with its commands depends on the machine; so the end is reached here."""
    window.set_speed(None)
    if window.player.state != "finished":
        window.player.toggle()
    qtbot.waitUntil(lambda: window.player.state == "finished", timeout=20_000)


@pytest.mark.parametrize("seed", range(8))
def test_closing_after_anything(qtbot: QtBot, seed: int) -> None:
    chance = random.Random(seed)
    window = MainWindow(Experiment(epochs=100_000))
    qtbot.addWidget(window)
    window.show()
    for _ in range(chance.randrange(60)):
        command(window, chance)
        QCoreApplication.processEvents()
    assert window.close()
    assert window.player.link.thread_.isFinished()
