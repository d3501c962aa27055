"""The engine against the same work written by hand."""

import statistics
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from torch import Tensor

from engine.experiment import ARTICLE_FORMULA, Experiment
from engine.formula import parse
from engine.runs import History
from engine.table import guess_columns, read_table
from engine.training import Problem, Recorder
from tests.article import Article, f, mse
from tests.benchmarks.rows import Row, in_turn, ratio, seconds


def article_s_loop(epochs: int) -> None:
    """The article's loop with its prints removed."""
    article = Article()
    time, speed, params, lr = article.time, article.speed, article.params, article.lr
    for _ in range(epochs):
        preds = f(time, params)
        loss = mse(speed, preds)
        loss.backward()
        params.data -= params.grad.data * (lr)
        params.grad = None


def rows(quick: bool) -> list[Row]:
    torch.set_num_threads(1)
    return [recording(quick), formula(quick), table(quick)]


def formula(quick: bool) -> Row:
    """The article's formula, compiled from its text, against the same written in Python."""
    calls, rounds = (1_000, 7) if quick else (4_000, 25)
    article = Article()
    compiled = parse(ARTICLE_FORMULA).compiled()
    params = article.params

    def work(function: Callable[..., Tensor]) -> Callable[[], None]:
        def calling() -> None:
            for _ in range(calls):
                function(article.time, params).sum().backward()

        return calling

    from_text, by_hand = in_turn(
        [lambda: seconds(work(compiled)), lambda: seconds(work(f))], rounds
    )
    each = statistics.median(from_text) / calls * 1e6
    return Row(
        "a compiled formula / the same in Python",
        ratio(from_text, by_hand),
        1.1,
        False,
        "×",
        f"{each:.0f} µs forward and backward",
    )


def table(quick: bool) -> Row:
    """A table opened with every row checked, against numpy.loadtxt that reads a clean one."""
    length = 200_000 if quick else 1_000_000
    chance = np.random.default_rng(0)
    columns = chance.normal(size=(length, 2))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        np.savetxt(path, columns, delimiter=",", header="time,speed", comments="", fmt="%.17g")

        def read() -> None:
            opened = read_table(path)
            assert opened.pick(*guess_columns(opened)).used == length

        def loadtxt() -> None:
            assert np.loadtxt(path, delimiter=",", skiprows=1).shape == (length, 2)

        read()
        ours, numpy_s = in_turn(
            [lambda: seconds(read), lambda: seconds(loadtxt)], 2 if quick else 5
        )
    return Row(
        f"a table of {length:,} rows, checked / numpy.loadtxt",
        ratio(ours, numpy_s),
        2.0,
        False,
        "×",
        f"{statistics.median(ours):.2f} s",
    )


def recording(quick: bool) -> Row:
    epochs, rounds = (2_000, 5) if quick else (10_000, 15)
    experiment = Experiment(epochs=epochs)
    problem = Problem(experiment)

    def record() -> None:
        recorder = Recorder(experiment, problem)
        history = History(len(problem.names))
        while len(history) < epochs:
            history.append(recorder.train(epochs - len(history)))

    by_hand, recorded = in_turn(
        [lambda: seconds(lambda: article_s_loop(epochs)), lambda: seconds(record)], rounds
    )
    speed = epochs / statistics.median(recorded)
    return Row(
        "recording engine / the article's loop",
        ratio(by_hand, recorded),
        0.9,
        True,
        "×",
        f"{speed:,.0f} epochs a second, every number recorded",
    )
