"""The engine against the same work written by hand."""

import statistics

import torch

from engine.experiment import Experiment
from engine.history import History
from engine.problem import Problem
from engine.trainer import Trainer
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
    return [recording(quick)]


def recording(quick: bool) -> Row:
    epochs, rounds = (2_000, 5) if quick else (10_000, 15)
    experiment = Experiment(epochs=epochs)
    problem = Problem(experiment)

    def record() -> None:
        trainer = Trainer(experiment, problem)
        history = History(len(problem.names), problem.predict)
        while len(history) < epochs:
            history.append(trainer.train(epochs - len(history)))

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
