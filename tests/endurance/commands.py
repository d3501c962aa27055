"""Random commands on the whole window: what was trained, and what is shown, stay right.

Actions, keys, fields, files, undo, sizes and themes, in random order. Now and then the whole
history of the run is trained once more by an independent writing of the loop, which knows the
formula only as text, and every number must be the same to the last bit; each view that is shown
must be what the history says.
"""

import math
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QPushButton
from torch import Tensor

from engine.experiment import Experiment
from engine.experiment.presets import PRESETS
from engine.numbers import apart
from engine.runs import Run, Stage
from gui.application import application
from gui.mishaps import Hooks, Mishap
from gui.run import View
from gui.window import MainWindow

MOST_EPOCHS = 400
CHECK_EVERY = 500
# These open dialogs of the system's, leave the window, or need one that a display server gives.
LEFT_OUT = {
    "open", "saveAs", "openTable", "pasteTable", "quit", "fullScreen", "whatsThis", "present",
}  # fmt: skip
KEYS = (
    Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Space,
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home,
    Qt.Key.Key_End, Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_Minus,
    Qt.Key.Key_E, Qt.Key.Key_Delete, Qt.Key.Key_Insert, Qt.Key.Key_BracketRight,
)  # fmt: skip
FIELDS: tuple[dict[str, Any], ...] = (
    {"learning_rate": 1e-5}, {"learning_rate": 3e-6}, {"learning_rate": 1.0}, {"seed": 1},
    {"seed": 2}, {"epochs": 30}, {"epochs": MOST_EPOCHS}, {"zero_grad": False},
    {"zero_grad": True}, {"requires_grad": False}, {"requires_grad": True},
    {"standardise": True}, {"standardise": False}, {"held_out": 0.2}, {"held_out": 0.0},
    {"start": {"a": 1.0}}, {"formula": "a*t + b"}, {"formula": "a*(t**2) + b*(t) + c"},
    {"formula": "a*sin("}, {"learning_rate": -1}, {"epochs": 0}, {"stop_at_loss": 700.0},
    {"stop_at_loss": None},
)  # fmt: skip
NAMES: Mapping[str, object] = {
    "sin": torch.sin, "cos": torch.cos, "tan": torch.tan, "exp": torch.exp, "log": torch.log,
    "sqrt": torch.sqrt, "tanh": torch.tanh, "sigmoid": torch.sigmoid, "abs": torch.abs,
    "pi": math.pi, "e": math.e,
}  # fmt: skip

Numbers = NDArray[np.float32]


def commands(count: int, seed: int = 0, told: Callable[[str], None] = print) -> list[str]:
    """Give `count` commands; returns what was wrong."""
    app = application()
    with tempfile.TemporaryDirectory() as folder, Hooks() as hooks:
        person = Person(app, random.Random(seed), Path(folder))
        for mishaps in (hooks.happened, person.window.player.mishap, person.window.player.broke):
            mishaps.connect(person.tell_mishap)
        try:
            for number in range(1, count + 1):
                person.command()
                if number % CHECK_EVERY == 0 or number == count:
                    person.check()
                    told(f"{number:,} commands: {dict(person.done)}, {len(person.wrong)} wrong")
        finally:
            person.window.close_unasked()
            person.window.deleteLater()
        return person.wrong


def again(run: Run) -> Iterator[tuple[Numbers, Numbers, float, Numbers]]:
    """The updates of `run`, trained once more: parameters, gradient, loss, new parameters."""
    assert run.facts is not None
    time_, speed = torch.from_numpy(run.facts.inputs), torch.from_numpy(run.facts.targets)
    if run.experiment.standardise:
        time_ = (time_ - time_.double().mean().item()) / time_.double().std().item()
    code = compile(run.experiment.formula.replace("^", "**"), "formula", "eval")
    params = torch.from_numpy(run.facts.start.copy())
    for update in run.history:
        params.requires_grad_()
        known = {"t": time_, "x": time_, **dict(zip(run.facts.names, params, strict=True))}
        preds: Tensor = eval(code, {**NAMES}, known)  # the formulas are those above
        loss = ((speed - preds) ** 2).mean()
        loss.backward()
        assert params.grad is not None
        before, grad = params.detach().numpy().copy(), params.grad.numpy().copy()
        params.data -= params.grad.data * update.settings.learning_rate
        if update.settings.zero_grad:
            params.grad = None
        yield before, grad, loss.item(), params.detach().numpy().copy()


class Person:
    """Somebody in front of a window who does anything, and sees every view that is shown."""

    def __init__(self, app: QApplication, chance: random.Random, folder: Path) -> None:
        self._app, self._chance, self._folder = app, chance, folder
        self.done: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.window = MainWindow(Experiment(epochs=MOST_EPOCHS))
        self.window.show()
        self._last: View | None = None
        # The run that a check has played last.
        self._played: Run | None = None
        self.window.player.viewChanged.connect(self._look)
        self._until(lambda: self.window.player.state == "ready", "ready")

    def command(self) -> None:
        """Do one thing, and leave the window some time, often none."""
        kind = self._chance.choices(
            ("action", "key", "field", "seek", "speed", "preset", "size", "theme", "file"),
            (40, 12, 10, 12, 5, 1, 1, 1, 1),
        )[0]
        self.done[kind] += 1
        getattr(self, f"_{kind}")()
        self._app.processEvents()
        if self._chance.random() < 0.05:
            QTest.qWait(self._chance.randrange(1, 15))
        self._answer_dialogs()

    def _action(self) -> None:
        actions = [
            each for each in self.window.bars.actions.all
            if each.isEnabled() and each.objectName().removesuffix("Action") not in LEFT_OUT
        ]  # fmt: skip
        self._chance.choice(actions).trigger()

    def _key(self) -> None:
        widget = self._app.focusWidget() or self.window
        QTest.keyClick(widget, self._chance.choice(KEYS))

    def _field(self) -> None:
        self.window.change(self._chance.choice(FIELDS))

    def _preset(self) -> None:
        preset = self._chance.choice(PRESETS)
        self.window.change({**preset.fields, "epochs": MOST_EPOCHS})

    def _seek(self) -> None:
        player = self.window.player
        player.seek(self._chance.randrange(-2, len(player.history) + 3))

    def _speed(self) -> None:
        self.window.set_speed(self._chance.choice((3, 50, 2_000, None)))

    def _size(self) -> None:
        self.window.resize(self._chance.randrange(1024, 1921), self._chance.randrange(700, 1081))

    def _theme(self) -> None:
        self.window.set_theme(self._chance.choice(("light", "dark", "system")))

    def _file(self) -> None:
        file = self._folder / f"{self._chance.randrange(3)}.learnscope"
        documents = self.window.documents
        if file.exists() and self._chance.random() < 0.5:
            documents.open(file)
        else:
            documents.adopt(file)
            documents.save()

    def _answer_dialogs(self) -> None:
        for widget in self._app.topLevelWidgets():
            if isinstance(widget, QMessageBox) and widget.isVisible():
                self._chance.choice(widget.findChildren(QPushButton)).click()
            elif isinstance(widget, QDialog) and widget.isVisible():
                widget.reject()

    # --- what is seen

    def _look(self, view: View) -> None:
        self._last = view
        snapshot, history = view.snapshot, self.window.player.history
        if view.facts is not self.window.player.facts or not 0 < snapshot.number <= len(history):
            return
        if not np.array_equal(snapshot.params, history[snapshot.number - 1].params, True):
            self._say(f"update {snapshot.number} is shown with other parameters")

    def check(self) -> None:
        """Let it come to rest, and compare the history with another training, and the screen."""
        window, player = self.window, self.window.player
        self._played = None
        if player.playing:
            player.pause()
        window.set_speed(None)
        self._until(self._is_trained, "trained")
        self._until(lambda: window.settled, "settled")
        for update, made in zip(player.history, again(player.run), strict=True):
            mine = update.params, update.gradient, update.loss, update.updated_params
            if not all(np.array_equal(a, b, True) for a, b in zip(mine, made, strict=True)):
                self._say(f"update {update.number} is not what training it again gives")
                break
        self.done["updates checked"] += len(player.history)
        self._check_screen()

    def _is_trained(self) -> bool:
        """Whether the run is; chance often begins anew, and there would be little to compare.

        Each run is played once: a file that was still read may bring another one meanwhile.
        """
        player = self.window.player
        resting = player.state in ("ready", "paused", "finished", "failed")
        if player.run is not self._played and resting and not player.superseded:
            self._played = player.run
            player.latest()
            player.play()
        return player.run is self._played and player.state in ("finished", "failed")

    def _check_screen(self) -> None:
        view, player = self._last, self.window.player
        assert view is not None
        if view.facts is not player.facts:
            return
        if view.cursor != player.cursor or self.window.timeline.slider.value() != player.cursor:
            self._say(f"the cursor is at {player.cursor}, and the screen is not")
        snapshot = view.snapshot
        if snapshot.stage is Stage.UPDATE and snapshot.loss is not None:
            last = player.history[snapshot.number - 1]
            shown = apart(last.loss, snapshot.updated_loss or last.loss)
            if not any(loss in self.window.bars.status.text() for loss in shown):
                self._say(f"the status does not say the loss of update {snapshot.number}")

    def tell_mishap(self, mishap: Mishap) -> None:
        """Say that something was raised, in the window or in the worker."""
        self._say(f"something was raised: {mishap.said}")

    def _say(self, what: str) -> None:
        self.wrong.append(f"after {sum(self.done.values()):,} commands {what}")

    def _until(self, condition: Callable[[], bool], what: str) -> None:
        player = self.window.player
        # Chance may have asked for a million epochs: what counts is that they go on.
        trained, end = -1, 0.0
        while not condition():
            if trained != len(player.history):
                trained, end = len(player.history), time.monotonic() + 60
            if time.monotonic() > end:
                raise AssertionError(
                    f"It is not {what}, and nothing has happened for a minute: {player.state} at "
                    f"update {player.cursor} of {trained}, for {player.experiment.epochs} epochs. "
                    f"{self.window.teaching.name or 'No lesson is on'}. {player.experiment}"
                )
            QTest.qWait(1)
            self._answer_dialogs()
