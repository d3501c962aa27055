"""The window: playing as fast as it goes, and obeying a pause meanwhile."""

import statistics
import time
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEventLoop

from engine.experiment import Experiment
from tests.benchmarks.engine import article_s_loop
from tests.benchmarks.played import Played
from tests.benchmarks.rows import FRAME, Row, in_turn, ratio, seconds


def rows(quick: bool) -> list[Row]:
    return [
        *playing(quick),
        beside("graph", "the graph", quick),
        beside("by_hand", "By hand", quick),
        beside("landscape", "the landscape", quick, 0.95),
        pausing(quick),
    ]


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
            4.0,
            f"{epochs / statistics.median(in_window):,.0f} epochs a second",
            at_least=True,
        ),
        Row(
            "   its frames / 10 a second",
            shown / 10,
            1.0,
            f"{shown:.1f} frames a second, 1440×900, everything shown",
            at_least=True,
        ),
        Row(
            "   at about 30 frames a second / the article's loop",
            ratio(by_hand, thirty),
            2.5,
            f"{statistics.median(frames[FRAME]):.0f} frames a second",
            at_least=True,
        ),
    ]


def beside(view: str, title: str, quick: bool, bound: float = 0.97) -> Row:
    """Epochs a second with `view`, called `title`, in the middle, against those with the fit."""
    epochs, rounds = (4_000, 3) if quick else (20_000, 7)
    played = Played(Experiment(epochs=epochs))
    player, body = played.player, played.window.body

    def play(name: str) -> Callable[[], float]:
        def once() -> float:
            body.turn_to(name)
            player.reset()
            # What a view asks once of every run is no part of how fast that one plays.
            played.until(lambda: player.state == "ready" and played.window.settled)

            def to_the_end() -> None:
                player.play()
                played.until(lambda: player.state == "finished")

            return seconds(to_the_end)

        return once

    play(view)(), play("fit")()
    with_it, without = in_turn([play(view), play("fit")], rounds)
    played.close()
    return Row(
        f"window at full speed with {title} shown / without",
        ratio(without, with_it),
        bound,
        f"{epochs / statistics.median(with_it):,.0f} epochs a second",
        at_least=True,
    )


def pausing(quick: bool) -> Row:
    """From pause pressed to `paused`, in the midst of full speed."""
    played = Played(Experiment(epochs=10_000_000))
    player, app = played.player, played.app
    moments = np.random.default_rng(0).uniform(0, 0.06, 40 if quick else 300)
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
        "pause to paused, 99th percentile / 40 ms",
        worst / 0.04,
        1.0,
        f"{worst * 1000:.0f} ms, median {statistics.median(taken) * 1000:.0f} ms",
    )
