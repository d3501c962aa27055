"""The window: playing as fast as it goes, long histories, seeking, and obeying a pause."""

import statistics
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from engine.experiment import Experiment, Points
from engine.experiment.settings import Settings
from engine.runs import History, Stage, Updates
from gui.application import application
from gui.run.view import View
from gui.window import MainWindow
from tests.benchmarks.engine import article_s_loop
from tests.benchmarks.rows import Row, in_turn, ratio, seconds

SIZE = (1440, 900)
FRAME = 1 / 30


class Played:
    """A real window with its worker, without a person."""

    def __init__(self, experiment: Experiment) -> None:
        self.app: QApplication = application()
        self.window = MainWindow(experiment, "light", remember=False)
        self.window.resize(*SIZE)
        self.window.show()
        self.player = self.window.player
        self.frames = 0
        self.seen: list[View] = []
        self.player.viewChanged.connect(self._count)
        self.until(lambda: self.player.state == "ready")
        self.player.set_speed(None)

    def _count(self, view: View) -> None:
        self.frames += 1
        self.seen[:] = [view]

    def until(self, condition: Callable[[], bool]) -> None:
        # Waits for events, so that the worker has the interpreter to itself meanwhile.
        while not condition():
            self.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def close(self) -> None:
        self.window.close()


def rows(quick: bool) -> list[Row]:
    return [*playing(quick), *long_histories(quick), pausing(quick), many_points(quick)]


def playing(quick: bool) -> list[Row]:
    """Epochs a second in the window against the article's loop, at its own frames and at 30."""
    epochs, rounds = (4_000, 3) if quick else (20_000, 7)
    played = Played(Experiment(epochs=epochs))
    player = played.player
    as_it_is = player.pace.frame_seconds
    slice_seconds = player.pace.slice_seconds

    def play(frame_seconds: float) -> Callable[[], float]:
        def once() -> float:
            player.pace.frame_seconds = frame_seconds
            player.pace.slice_seconds = min(slice_seconds, frame_seconds / 2)
            player.reset()
            played.until(lambda: player.state == "ready")
            played.frames = 0

            def to_the_end() -> None:
                player.play()
                played.until(lambda: player.state == "finished")

            taken = seconds(to_the_end)
            frames.setdefault(frame_seconds, []).append(played.frames / taken)
            return taken

        return once

    frames: dict[float, list[float]] = {}
    play(as_it_is)()
    frames.clear()
    by_hand, in_window, thirty = in_turn(
        [lambda: seconds(lambda: article_s_loop(epochs)), play(as_it_is), play(FRAME)], rounds
    )
    played.close()
    shown = statistics.median(frames[as_it_is])
    return [
        Row(
            "window at full speed / the article's loop",
            ratio(by_hand, in_window),
            0.6,
            True,
            "×",
            f"{epochs / statistics.median(in_window):,.0f} epochs a second",
        ),
        Row("   frames a second at full speed", shown, 10, True, "", "1440×900, everything shown"),
        Row(
            "   the same at about 30 frames a second",
            ratio(by_hand, thirty),
            None,
            True,
            "×",
            f"{statistics.median(frames[FRAME]):.0f} frames a second",
        ),
    ]


def long_histories(quick: bool) -> list[Row]:
    """What a frame costs at a million epochs; and seeking among them."""
    played = Played(Experiment(epochs=1_000_000))
    for _ in range(40):
        played.player.step_epoch()
    played.until(lambda: played.player.cursor == 40)
    view = views(played)[-1]
    short, long = (grown(view, length) for length in (1_000, 1_000_000))

    def frame(view: View) -> float:
        def draw() -> None:
            played.player.viewChanged.emit(view)
            played.app.processEvents()

        return seconds(draw)

    for each in (short, long):
        frame(each), frame(each)
    at_short, at_long = [], []
    for _ in range(3 if quick else 8):
        # A run is drawn many times before another begins: the first frame of each is not counted.
        for each, figures in ((short, at_short), (long, at_long)):
            frame(each)
            figures.append(statistics.median(frame(each) for _ in range(10)))
    played.player.history = long.history
    seeks = []
    numbers = np.random.default_rng(0).integers(1, 1_000_000, 20 if quick else 100)
    for number in numbers.tolist():

        def seek(number: int = number) -> None:
            played.player.seek(number)
            played.until(lambda: views(played)[-1].cursor == number)
            played.app.processEvents()

        seeks.append(seconds(seek))
    played.close()
    return [
        Row(
            "a frame at 1,000,000 epochs / at 1,000",
            ratio(at_long, at_short),
            1.5,
            False,
            "×",
            f"{statistics.median(at_long) * 1000:.1f} ms, "
            f"{statistics.median(at_short) * 1000:.1f} ms",
        ),
        Row(
            "seeking in 1,000,000 epochs / one frame of 30",
            statistics.median(seeks) / FRAME,
            1.0,
            False,
            "×",
            f"{statistics.median(seeks) * 1000:.1f} ms from asked to drawn",
        ),
    ]


def views(played: Played) -> list[View]:
    """The views there were; at least one."""
    if not played.seen:
        played.player.latest()
        played.until(lambda: bool(played.seen))
    return played.seen


def grown(view: View, epochs: int) -> View:
    """`view` with a history of `epochs`, made up, in which signs flip and losses fall."""
    history = History(3)
    steps = np.arange(epochs)
    gradient = np.stack(
        [np.sin(steps / 40 + phase) * 1000 / (1 + steps / 100) for phase in range(3)], axis=1
    ).astype(np.float32)
    history.append(
        Updates(
            first=1,
            params=np.zeros((epochs + 1, 3), np.float32),
            predictions=np.empty((epochs, 0), np.float32),
            loss=(600 + 36_000 / (1 + steps)).astype(np.float32),
            gradient=gradient,
            held_out_loss=np.full(epochs, np.nan, np.float32),
            settings=Settings(1e-5, True, True),
            leftover=np.zeros(3, np.float32),
        )
    )
    # Another run than any other, for whoever draws it.
    facts = replace(view.facts)
    assert view.snapshot.stage is Stage.UPDATE
    return View(view.experiment, facts, history, epochs, view.snapshot)


def many_points(quick: bool) -> Row:
    """A frame with 100,000 points, as it is while one of them is dragged or the run plays."""
    chance = np.random.default_rng(0)
    inputs = np.sort(chance.uniform(0, 20, 100_000))
    targets = 0.75 * (inputs - 9.5) ** 2 + chance.normal(size=len(inputs))
    data = Points(inputs=tuple(inputs.tolist()), targets=tuple(targets.tolist()))
    played = Played(Experiment(data=data))
    played.player.step_epoch()
    played.until(lambda: played.player.cursor == 1)
    view = views(played)[-1]

    def frame() -> None:
        played.player.viewChanged.emit(view)
        played.app.processEvents()

    frame()
    frames = [seconds(frame) for _ in range(10 if quick else 50)]
    played.close()
    return Row(
        "a frame with 100,000 points / one frame of 30",
        statistics.median(frames) / FRAME,
        1.0,
        False,
        "×",
        f"{statistics.median(frames) * 1000:.1f} ms",
    )


def pausing(quick: bool) -> Row:
    """From pause pressed to `paused`, in the midst of full speed."""
    played = Played(Experiment(epochs=10_000_000))
    player, app = played.player, played.app
    moments = np.random.default_rng(0).uniform(0, 0.06, 60 if quick else 300)
    taken = []
    for moment in moments.tolist():
        before = len(player.history)
        player.play()
        played.until(lambda before=before: len(player.history) > before)
        until = time.perf_counter() + moment
        while time.perf_counter() < until:
            app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 1)
            time.sleep(0.0005)
        begun = time.perf_counter()
        played.window.bars.play.trigger()
        played.until(lambda: player.state == "paused")
        taken.append(time.perf_counter() - begun)
    played.close()
    worst = float(np.percentile(taken, 99))
    return Row(
        "pause to paused, 99th percentile / 50 ms",
        worst / 0.05,
        1.0,
        False,
        "×",
        f"{worst * 1000:.0f} ms, median {statistics.median(taken) * 1000:.0f} ms",
    )
