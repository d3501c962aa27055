"""The engine against the same work written by hand, and the bounds that are its own."""

import statistics
import time
import tracemalloc
from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor

from engine.experiment import ARTICLE_FORMULA, Experiment, RollerCoaster
from engine.experiment.presets import PRESETS
from engine.formula import FormulaError, parse
from engine.queries import GraphQuery, LossMapQuery, valley_plane
from engine.queries.valley import valley
from engine.runs import History, Updates
from engine.training import Problem, Recorder
from tests.article import Article, f, mse
from tests.benchmarks.rows import FRAME, Row, in_turn, milliseconds, ratio, seconds
from tests.engine.formula.test_attacks import ATTACKS

SETTINGS = Experiment().settings

# As a person types it, and as one would write it in Python.
NEURONS = "v1*tanh(w1*t + b1) + v2*tanh(w2*t + b2) + c"


THIRTY = " + ".join(f"w{k}*sin({k + 1}*t)" for k in range(30))


def neurons(t: Tensor, params: Tensor) -> Tensor:
    v1, w1, b1, v2, w2, b2, c = params
    return v1 * torch.tanh(w1 * t + b1) + v2 * torch.tanh(w2 * t + b2) + c


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
    return [
        *recording(quick),
        memory(),
        compiled("a compiled formula / the same in Python", ARTICLE_FORMULA, f, quick),
        compiled("   two tanh neurons / the same in Python", NEURONS, neurons, quick),
        captured("the graph of an update / a tenth of a frame", ARTICLE_FORMULA, FRAME / 10, quick),
        captured("   of thirty parameters / a frame", THIRTY, FRAME, quick),
        refusing(quick),
        mapping(quick),
    ]


def recording(quick: bool) -> list[Row]:
    """Recorded runs against bare loops of the five statements on the same problem."""
    epochs, rounds = (6_000, 3) if quick else (20_000, 9)
    article = Experiment(epochs=epochs)
    alone = [lambda: seconds(lambda: article_s_loop(epochs))]
    figures = in_turn([*alone, record(article), record(article, plain=True)], rounds)
    by_hand, replayed, plainly = figures
    rows = [
        recorded_row("recording engine / the article's loop", by_hand, replayed, epochs, 6),
        recorded_row("   every epoch plainly (--plain)", by_hand, plainly, epochs, 0.9),
    ]
    for preset in PRESETS:
        # At so small a rate no preset leaves its finite numbers.
        experiment = Experiment(**preset.fields).changed(learning_rate=1e-9, epochs=epochs)
        name = f"   the preset {preset.key} / its bare loop"
        rows.append(recording_row(name, experiment, rounds, 3))
    for points, bound in ((1_000, 4), (100_000, 1)):
        few = epochs if points == 1_000 else 600
        data = RollerCoaster(points=points)
        experiment = Experiment(data=data, epochs=few, learning_rate=1e-9)
        rows.append(recording_row(f"   {points:,} points / their bare loop", experiment, 5, bound))
    return rows


def recording_row(name: str, experiment: Experiment, rounds: int, bound: float) -> Row:
    by_hand, recorded = in_turn([bare_loop(experiment), record(experiment)], rounds)
    return recorded_row(name, by_hand, recorded, experiment.epochs, bound)


def recorded_row(
    name: str, by_hand: list[float], recorded: list[float], epochs: int, bound: float
) -> Row:
    speed = epochs / statistics.median(recorded)
    detail = f"{speed:,.0f} epochs a second, every number recorded"
    return Row(name, ratio(by_hand, recorded), bound, detail, at_least=True)


def record(experiment: Experiment, *, plain: bool = False) -> Callable[[], float]:
    problem = Problem(experiment, plain=plain)

    def once() -> None:
        recorder = Recorder(experiment, problem)
        history = History(len(problem.names))
        while len(history) < experiment.epochs:
            # In slices, as the window asks for them.
            history.append(recorder.train(experiment.epochs - len(history), FRAME / 2))

    return lambda: seconds(once)


def bare_loop(experiment: Experiment) -> Callable[[], float]:
    """The article's loop, on the problem of `experiment`."""
    problem, lr = Problem(experiment), experiment.learning_rate

    def loop() -> None:
        params = torch.from_numpy(problem.start.copy()).requires_grad_()
        for _ in range(experiment.epochs):
            preds = problem.predict(params)
            loss = problem.loss(preds)
            loss.backward()
            params.data -= params.grad.data * (lr)
            params.grad = None

    return lambda: seconds(loop)


def captured(name: str, formula: str, bound: float, quick: bool) -> Row:
    """One update overheard, and made into the cards that a view draws."""
    recorder = Recorder(Experiment(formula=formula))
    query = GraphQuery(recorder.begun)
    times = [seconds(lambda: query.answer(recorder.problem)) for _ in range(20 if quick else 200)]
    return Row(name, statistics.median(times) / bound, 1.0, milliseconds(times))


def memory() -> Row:
    """What a million epochs keep of memory, handed over as the window gets them: in slices."""
    length, in_slice = 1_000_000, 300
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    history = History(3)
    while len(history) < length:
        history.append(made_up(len(history) + 1, min(in_slice, length - len(history))))
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    each = (after - before) / len(history)
    return Row(
        "memory of 1,000,000 epochs of three parameters / 48 bytes",
        each / 48,
        1.0,
        f"{each:.1f} bytes an epoch, spare room included",
    )


def made_up(first: int, epochs: int) -> Updates:
    """Epochs of three parameters that move, in which signs flip and losses fall."""
    steps = np.arange(first - 1, first + epochs)[:, None]
    params = np.sin(steps / 5_000 + np.arange(3)) * (1, 5, 20)
    gradient = np.sin(steps[:-1] / 40 + np.arange(3)) * 1_000 / (1 + steps[:-1] / 100)
    return Updates(
        first=first,
        params=params.astype(np.float32),
        predictions=np.empty((epochs, 0), np.float32),
        loss=(600 + 36_000 / (1 + steps[:-1, 0])).astype(np.float32),
        gradient=gradient.astype(np.float32),
        held_out_loss=np.full(epochs, np.nan, np.float32),
        settings=SETTINGS,
        leftover=np.zeros(3, np.float32),
    )


def compiled(name: str, text: str, by_hand: Callable[..., Tensor], quick: bool) -> Row:
    """A formula compiled from its text against the same written in Python."""
    calls, rounds = (500, 11) if quick else (2_000, 41)
    formula = parse(text)
    function = formula.compiled()
    article = Article()
    torch.manual_seed(0)
    params = torch.randn(len(formula.names), requires_grad=True)
    assert torch.equal(function(article.time, params), by_hand(article.time, params))

    def work(function: Callable[..., Tensor]) -> Callable[[], None]:
        def calling() -> None:
            for _ in range(calls):
                function(article.time, params)

        return calling

    from_text, in_python = in_turn(
        [lambda: seconds(work(function)), lambda: seconds(work(by_hand))], rounds
    )
    each = statistics.median(from_text) / calls * 1e6
    return Row(name, ratio(from_text, in_python), 1.1, f"{each:.0f} µs a call, graph recorded")


def mapping(quick: bool) -> Row:
    """A map of the steepest and the flattest direction against one batched expression."""
    problem = Problem(Experiment())
    found = valley(problem)
    assert found is not None
    plane = valley_plane(found, problem.start)
    query = LossMapQuery(plane, (-89.0, 9.0), (-1.42, 1.42), 256, 256, levels=())
    asked = query.answer(problem)
    y, x = (torch.from_numpy(each) for each in np.meshgrid(asked.y, asked.x, indexing="ij"))
    along, across, floor = map(torch.from_numpy, (plane.first, plane.second, plane.origin))
    t, targets = (torch.from_numpy(each).double() for each in (problem.inputs, problem.targets))

    def plainly() -> Tensor:
        grid = floor + x[..., None] * along + y[..., None] * across
        a, b, c = (grid[..., k, None] for k in range(3))
        return ((targets - (a * (t**2) + b * (t) + c)) ** 2).mean(-1)

    np.testing.assert_allclose(asked.losses, plainly().numpy(), rtol=1e-9)
    ours, plain = in_turn(
        [lambda: seconds(lambda: query.answer(problem)), lambda: seconds(plainly)],
        5 if quick else 31,
    )
    return Row(
        "a map of 256 × 256 losses / one batched expression",
        ratio(ours, plain),
        2.0,
        f"{milliseconds(ours)}, {milliseconds(plain)}",
    )


def refusing(quick: bool) -> Row:
    """How long the attack takes that takes longest to be refused."""

    def refused(text: str) -> float:
        begun = time.perf_counter()
        try:
            parse(text)
        except FormulaError:
            return time.perf_counter() - begun
        raise AssertionError(f"not refused: {text}")

    figures = in_turn([lambda text=text: refused(text) for text in ATTACKS], 3 if quick else 9)
    slowest = max(map(statistics.median, figures))
    return Row(
        f"the slowest of {len(ATTACKS)} attacks refused / 50 ms",
        slowest / 0.05,
        1.0,
        f"{slowest * 1000:.1f} ms",
    )
