"""The worker at the end of its line: every request answered as the protocol says, in order."""

import dataclasses
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any

import hypothesis
import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from engine import training
from engine.experiment import Experiment
from engine.experiment.settings import Settings
from engine.queries import PredictionsQuery, Query, Snapshot, SnapshotQuery
from engine.runs import Stage
from engine.training import Problem, recorder
from gui.run.link import Link
from gui.run.protocol import (
    Abandon,
    Advance,
    Broken,
    Cancel,
    Cancelled,
    Compute,
    Computed,
    Load,
    Loaded,
    Refused,
    Request,
    Staged,
    Train,
    Trained,
    Unanswered,
)
from gui.run.worker import TrainingWorker
from tests.article import Article, Numbers, Printed, f, mse
from tests.records import query_of_start
from tests.without_torch import without_torch

RUN = 7
KEPT = Experiment(zero_grad=False).settings
ZEROED = Experiment().settings
FROZEN = Experiment(requires_grad=False).settings
FOREVER = float("inf")


class Line:
    """A line to a worker, and everything that has come back."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self._parent = QObject()
        self.link = Link(self._parent)
        self.answers: list[Any] = []
        self.link.answered.connect(self.answers.append)

    def ask(self, request: Request) -> Any:
        """The one answer to `request`."""
        before = len(self.answers)
        self.link.ask(request)
        self.qtbot.waitUntil(lambda: len(self.answers) > before, timeout=20_000)
        (answer,) = self.answers[before:]
        assert answer.run == request.run
        return answer

    def advance(self, times: int = 1, settings: Settings = ZEROED) -> Any:
        for _ in range(times):
            answer = self.ask(Advance(RUN, settings))
        return answer

    def train(self, count: int, settings: Settings = ZEROED) -> Any:
        return self.ask(Train(RUN, settings, count, FOREVER))


@pytest.fixture
def line(qtbot: QtBot) -> Iterator[Line]:
    line = Line(qtbot)
    line.link.start()
    yield line
    line.link.close()


@pytest.fixture
def loaded(line: Line) -> Line:
    assert isinstance(line.ask(Load(RUN, Experiment())), Loaded)
    return line


def start_of(experiment: Experiment) -> SnapshotQuery:
    return query_of_start(Problem(experiment), experiment, np.linspace(0, 20, 5))


def test_load_is_answered_by_the_start(line: Line) -> None:
    answer = line.ask(Load(RUN, Experiment(seed=3)))
    assert isinstance(answer, Loaded)
    start = next(Article(3))
    np.testing.assert_array_equal(answer.facts.start, start.params)
    assert (answer.snapshot.number, answer.snapshot.stage) == (0, None)
    np.testing.assert_array_equal(answer.snapshot.params, start.params)
    np.testing.assert_array_equal(answer.snapshot.predictions, start.preds)


def test_training_takes_no_second_thread_from_the_window() -> None:
    before = torch.get_num_threads()
    try:
        torch.set_num_threads(2)
        TrainingWorker().obey(Load(RUN, Experiment()))
        assert torch.get_num_threads() == 1
    finally:
        torch.set_num_threads(before)


def test_train_is_answered_by_every_epoch_and_a_snapshot_of_the_last(loaded: Line) -> None:
    answer = loaded.train(130)
    assert isinstance(answer, Trained)
    assert (answer.updates.first, len(answer.updates)) == (1, 130)
    for epoch, printed in zip(answer.updates, Article(), strict=False):
        np.testing.assert_array_equal(epoch.params, printed.params)
        np.testing.assert_array_equal(epoch.gradient, printed.grad)
        assert epoch.loss == printed.loss
    assert (answer.snapshot.number, answer.snapshot.stage) == (130, Stage.UPDATE)
    assert answer.snapshot.loss == answer.updates[-1].loss
    np.testing.assert_array_equal(answer.snapshot.updated_params, answer.updates.params[-1])
    assert answer.seconds > 0


def test_a_slice_that_nobody_looks_at_has_no_snapshot(loaded: Line) -> None:
    answer = loaded.ask(Train(RUN, ZEROED, 5, FOREVER, looks=False))
    assert isinstance(answer, Trained)
    assert len(answer.updates) == 5
    assert answer.snapshot is None


def test_a_slice_without_time_still_is_an_epoch(loaded: Line) -> None:
    answer = loaded.ask(Train(RUN, ZEROED, 1_000, 0.0))
    assert isinstance(answer, Trained)
    assert len(answer.updates) == 1


@pytest.mark.parametrize("counts", [(1, 1, 1), (5,), (2, 3)])
def test_the_snapshot_knows_what_was_left_over(loaded: Line, counts: tuple[int, ...]) -> None:
    for count in counts:
        answer = loaded.train(count, KEPT)
    printed = list(islice(Article(zero_grad=False), sum(counts)))
    np.testing.assert_array_equal(answer.snapshot.leftover, printed[-2].grad)
    np.testing.assert_array_equal(answer.snapshot.gradient, printed[-1].grad)


def test_a_run_that_diverges_is_answered_up_to_the_epoch_that_does(line: Line) -> None:
    line.ask(Load(RUN, Experiment(learning_rate=1e-4)))
    answer = line.train(200, Settings(1e-4, True, True))
    assert isinstance(answer, Trained)
    assert len(answer.updates) == 26
    assert not answer.updates.finite
    assert answer.updates[-2].finite


def test_advance_is_answered_by_each_stage_and_then_by_the_epoch(loaded: Line) -> None:
    printed = list(islice(Article(), 2))
    for number in (1, 2):
        for stage in (Stage.PREDICT, Stage.LOSS, Stage.BACKWARD, Stage.GRADIENT):
            answer = loaded.advance()
            assert isinstance(answer, Staged)
            assert (answer.snapshot.number, answer.snapshot.stage) == (number, stage)
            assert answer.snapshot.updated_params is None
            np.testing.assert_array_equal(answer.snapshot.params, printed[number - 1].params)
        answer = loaded.advance()
        assert isinstance(answer, Trained)
        assert (answer.updates.first, len(answer.updates)) == (number, 1)
        np.testing.assert_array_equal(answer.updates.gradient[0], printed[number - 1].grad)
        np.testing.assert_array_equal(answer.updates.params[1], printed[number - 1].updated_params)
        assert answer.snapshot.stage is Stage.UPDATE


class Expected:
    """The article's loop, and what a snapshot of each stage of its epochs is to show."""

    def __init__(self) -> None:
        self.article = Article()
        self.epochs: list[Printed] = []
        self.own: list[Numbers] = []
        self.leftovers: list[Numbers] = []
        self.settings: list[Settings] = []

    def run(self, settings: Settings) -> None:
        """One epoch more."""
        article = self.article
        article.lr, article.zero_grad = settings.learning_rate, settings.zero_grad
        held = article.params.grad
        self.leftovers.append(np.zeros(3, np.float32) if held is None else held.numpy().copy())
        params = article.params.detach().clone().requires_grad_()
        mse(article.speed, f(article.time, params)).backward()
        assert params.grad is not None
        self.own.append(params.grad.numpy())
        self.epochs.append(next(article))
        self.settings.append(settings)

    def assert_shown(self, shown: Snapshot, number: int, stage: Stage) -> None:
        """That `shown` is epoch `number` when `stage` had just run."""
        printed, settings = self.epochs[number - 1], self.settings[number - 1]
        own, leftover = self.own[number - 1], self.leftovers[number - 1]
        assert (shown.number, shown.stage) == (number, stage)
        assert shown.settings == settings
        np.testing.assert_array_equal(shown.params, printed.params)
        np.testing.assert_array_equal(shown.predictions, printed.preds)
        np.testing.assert_array_equal(shown.leftover, leftover)
        assert shown.loss == (printed.loss if stage >= Stage.LOSS else None)
        aimed = stage >= Stage.GRADIENT
        for drawn, expected, made in (
            (shown.own_gradient, own, stage >= Stage.BACKWARD),
            (shown.gradient, printed.grad, aimed),
            (shown.updated_params, printed.updated_params, stage is Stage.UPDATE),
        ):
            assert (drawn is not None) is made
            if made:
                np.testing.assert_array_equal(drawn, expected)
        for k, each in (*enumerate(shown.slices), *enumerate(shown.wide_slices)):
            assert each.before == (printed.params[k], pytest.approx(printed.loss, rel=1e-4))
            assert each.slope == own[k]
            assert (each.after is not None) is aimed
            if each.after is not None:
                assert each.after[0] == pytest.approx(printed.updated_params[k], abs=1e-6)


@pytest.mark.parametrize("settings", [ZEROED, KEPT], ids=["zeroed", "kept"])
def test_each_stage_shows_what_the_article_makes(loaded: Line, settings: Settings) -> None:
    expected = Expected()
    for number in (1, 2, 3):
        expected.run(settings)
        for stage in Stage:
            expected.assert_shown(loaded.advance(1, settings).snapshot, number, stage)
    # What the article prints of its first parameter in its first epoch.
    assert expected.own[0][0] == np.float32(-63466.406)


some_settings = st.builds(
    Settings, st.sampled_from([1e-5, 3e-6]), st.booleans(), requires_grad=st.just(True)
)
commands = st.one_of(
    st.tuples(st.just("stages"), st.integers(1, 7)),
    st.tuples(st.just("epochs"), st.integers(1, 4)),
    st.tuples(st.just("unseen"), st.integers(1, 4)),
    st.tuples(st.just("abandon"), st.just(0)),
    st.tuples(st.just("refused"), st.integers(1, 3)),
)


@hypothesis.settings(max_examples=40)
@given(st.lists(st.tuples(commands, some_settings), max_size=12))
def test_whatever_is_asked_in_whatever_order_it_is_the_article_s_run(
    asked: list[tuple[tuple[str, int], Settings]],
) -> None:
    """Without its thread the worker answers at once; what it answers is the same."""
    worker, expected, answers = TrainingWorker(), Expected(), list[Any]()
    worker.answered.connect(answers.append)

    def answer(request: Request) -> Any:
        answers.clear()
        worker.obey(request)
        (only,) = answers
        return only

    answer(Load(RUN, Experiment()))
    under_way = 0  # stages that have run of the last epoch expected
    for (command, count), wanted in asked:
        if command == "abandon":
            worker.obey(Abandon(RUN))
            if under_way:
                expected = again(expected)
                under_way = 0
        elif command == "refused" and not under_way:
            frozen = dataclasses.replace(wanted, requires_grad=False)
            got = answer(Train(RUN, frozen, count, FOREVER))
            assert isinstance(got, Refused)
            number = len(expected.epochs) + 1
            assert (got.stage, got.snapshot.number) == (Stage.BACKWARD, number)
            ahead = again(expected, [*expected.settings, frozen])
            ahead.assert_shown(got.snapshot, number, Stage.LOSS)
        elif command == "stages":
            for _ in range(count):
                if not under_way:
                    expected.run(wanted)
                under_way += 1
                got = answer(Advance(RUN, wanted))
                expected.assert_shown(got.snapshot, len(expected.epochs), Stage(under_way))
                under_way %= 5
        elif command in ("epochs", "unseen"):
            first = len(expected.epochs) + (not under_way)
            for _ in range(0 if under_way else count):
                expected.run(wanted)
            got = answer(Train(RUN, wanted, count, FOREVER, looks=command == "epochs"))
            assert (got.updates.first, got.updates.last) == (first, len(expected.epochs))
            for epoch in got.updates:
                printed = expected.epochs[epoch.number - 1]
                np.testing.assert_array_equal(epoch.gradient, printed.grad)
                np.testing.assert_array_equal(epoch.updated_params, printed.updated_params)
            assert (got.snapshot is None) is (command == "unseen")
            if got.snapshot is not None:
                expected.assert_shown(got.snapshot, len(expected.epochs), Stage.UPDATE)
            under_way = 0


def again(expected: Expected, settings: list[Settings] | None = None) -> Expected:
    """The run from its start, with `settings` for its epochs, or without its last epoch."""
    fresh = Expected()
    for each in expected.settings[:-1] if settings is None else settings:
        fresh.run(each)
    return fresh


def test_train_finishes_an_epoch_under_way(loaded: Line) -> None:
    loaded.advance(2)
    answer = loaded.train(1)
    assert isinstance(answer, Trained)
    assert (answer.updates.first, len(answer.updates)) == (1, 1)
    np.testing.assert_array_equal(answer.updates.gradient[0], next(Article()).grad)


def test_settings_act_from_the_next_epoch(loaded: Line) -> None:
    other = Settings(2e-5, True, True)
    loaded.advance(1)
    assert loaded.advance(3, other).snapshot.settings.learning_rate == 1e-5
    assert loaded.advance(1, other).updates.settings.learning_rate == 1e-5
    assert loaded.advance(1, other).snapshot.settings.learning_rate == 2e-5
    assert loaded.train(1, other).updates.settings.learning_rate == 2e-5


@pytest.mark.parametrize("stages", range(5))
@pytest.mark.parametrize("settings", [ZEROED, KEPT], ids=["zeroed", "kept"])
def test_an_abandoned_epoch_leaves_no_trace(loaded: Line, stages: int, settings: Settings) -> None:
    loaded.train(2, settings)
    if stages:
        loaded.advance(stages, settings)
    loaded.link.ask(Abandon(RUN))
    answer = loaded.advance(1, settings)
    assert (answer.snapshot.number, answer.snapshot.stage) == (3, Stage.PREDICT)
    loaded.link.ask(Abandon(RUN))
    answer = loaded.train(3, settings)
    printed = list(islice(Article(zero_grad=settings.zero_grad), 5))
    assert answer.updates.first == 3
    for epoch, expected in zip(answer.updates, printed[2:], strict=True):
        np.testing.assert_array_equal(epoch.params, expected.params)
        np.testing.assert_array_equal(epoch.gradient, expected.grad)
    assert [type(each) for each in loaded.answers].count(Broken) == 0


def test_a_question_is_answered_with_the_question(loaded: Line) -> None:
    trained = loaded.train(3)
    query = start_of(Experiment())
    answer = loaded.ask(Compute(RUN, query))
    assert isinstance(answer, Computed)
    assert answer.query is query
    assert answer.answer.number == 0
    np.testing.assert_array_equal(answer.answer.params, trained.updates.params[0])
    # Looking back changes nothing of the run.
    assert loaded.train(1).updates.first == 4


def test_predictions_are_the_training_s_to_the_bit(loaded: Line) -> None:
    updates = loaded.train(6).updates
    answer = loaded.ask(Compute(RUN, PredictionsQuery(3, updates.params[2:5])))
    np.testing.assert_array_equal(answer.answer, updates.predictions[2:5])


def test_a_question_about_a_run_that_is_gone_is_not_answered(loaded: Line) -> None:
    loaded.link.ask(Compute(RUN - 1, start_of(Experiment())))
    assert isinstance(loaded.train(1), Trained)


@dataclass(frozen=True, eq=False)
class Slow(Query[str]):
    """Takes `most` steps, or goes on for ever, and writes each down."""

    name: str
    taken: list[str]
    most: float = float("inf")

    def steps(self, problem: object) -> Generator[None, None, str]:
        number = 0
        while number < self.most:
            number += 1
            self.taken.append(self.name)
            yield
        return self.name


def test_a_slow_question_is_answered_in_steps_between_all_others(loaded: Line) -> None:
    taken: list[str] = []
    endless, short = Slow("endless", taken), Slow("short", taken, 5)
    loaded.link.ask(Compute(RUN, endless))
    for number in range(1, 4):
        assert loaded.train(1).updates.first == number
        assert loaded.ask(Compute(RUN, start_of(Experiment()))).answer.number == 0
    answer = loaded.ask(Compute(RUN, short))
    assert (answer.query, answer.answer) == (short, "short")
    assert taken.count("short") == 5
    # The two took turns.
    places = [place for place, name in enumerate(taken) if name == "short"]
    assert all(later - earlier == 2 for earlier, later in pairwise(places))


def test_a_question_that_is_cancelled_is_not_gone_on_with(loaded: Line) -> None:
    endless = Slow("endless", [])
    loaded.link.ask(Compute(RUN, endless))
    answer = loaded.ask(Cancel(RUN, endless))
    assert isinstance(answer, Cancelled)
    assert answer.query is endless
    taken = len(endless.taken)
    loaded.train(1)
    loaded.train(1)
    assert len(endless.taken) == taken


class Peculiar(Slow):
    """Is the same as no other question, and may not be compared with any."""

    def __eq__(self, other: object) -> bool:
        raise AssertionError

    __hash__ = None  # type: ignore[assignment]


def test_of_several_questions_the_very_one_is_cancelled(loaded: Line) -> None:
    questions = [Peculiar(name, []) for name in ("first", "second", "third")]
    for question in questions:
        loaded.link.ask(Compute(RUN, question))
    answer = loaded.ask(Cancel(RUN, questions[1]))
    assert answer.query is questions[1]
    taken = [len(question.taken) for question in questions]
    loaded.train(1)
    loaded.train(1)
    grown = [len(each.taken) > before for each, before in zip(questions, taken, strict=True)]
    assert grown == [True, False, True]


def test_a_question_of_the_run_before_is_dropped_when_another_is_loaded(loaded: Line) -> None:
    endless = Slow("endless", [])
    loaded.link.ask(Compute(RUN, endless))
    loaded.ask(Load(RUN + 1, Experiment()))
    taken = len(endless.taken)
    loaded.ask(Advance(RUN + 1, ZEROED))
    loaded.ask(Advance(RUN + 1, ZEROED))
    assert len(endless.taken) == taken


@dataclass(frozen=True)
class Wrong(Query[None]):
    """Fails, at once or later."""

    at_once: bool

    def steps(self, problem: object) -> Generator[None, None, None]:
        if not self.at_once:
            yield
        raise ValueError("no")


@pytest.mark.parametrize("at_once", [True, False])
def test_a_question_that_fails_is_told_and_does_not_end_the_worker(
    loaded: Line, at_once: bool
) -> None:
    query = Wrong(at_once)
    answer = loaded.ask(Compute(RUN, query))
    assert isinstance(answer, Unanswered)
    assert answer.query is query
    assert answer.mishap.said == "ValueError: no"
    assert isinstance(loaded.train(1), Trained)


def test_a_stage_that_pytorch_refuses_is_said_in_its_words(loaded: Line) -> None:
    answer = loaded.train(5, FROZEN)
    assert isinstance(answer, Refused)
    assert answer.stage is Stage.BACKWARD
    assert "does not require grad" in answer.message
    assert (answer.snapshot.number, answer.snapshot.stage) == (1, Stage.LOSS)


def test_a_stage_at_a_time_is_refused_at_the_same_stage(loaded: Line) -> None:
    loaded.train(2)
    assert isinstance(loaded.advance(2, FROZEN), Staged)
    answer = loaded.advance(1, FROZEN)
    assert isinstance(answer, Refused)
    assert (answer.stage, answer.snapshot.number) == (Stage.BACKWARD, 3)
    # With it switched on again the run goes on as if nothing had been.
    np.testing.assert_array_equal(
        loaded.train(1).updates.gradient[0], next(islice(Article(), 2, None)).grad
    )


@pytest.mark.parametrize(
    "request_",
    [
        Train(RUN, ZEROED, 1, 1.0), Advance(RUN, ZEROED), Abandon(RUN),
        Compute(RUN, start_of(Experiment())),
    ],
    ids=lambda request_: type(request_).__name__,
)  # fmt: skip
def test_without_a_run_everything_is_broken(line: Line, request_: Request) -> None:
    answer = line.ask(request_)
    assert isinstance(answer, Broken)
    assert answer.message.startswith("AttributeError: ")


def test_what_nobody_foresaw_is_told_and_does_not_end_the_worker(loaded: Line) -> None:
    answer = loaded.train(0)
    said = "ValueError: at least one update must be trained, not 0"
    assert answer._replace(mishap=None) == Broken(RUN, said)
    assert isinstance(loaded.train(1), Trained)


def test_without_pytorch_every_request_is_told_what_to_install(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = without_torch(monkeypatch)
    params = np.zeros((1, 3), np.float32)
    for request in (
        Load(RUN, Experiment()), Advance(RUN, ZEROED), Load(RUN + 1, Experiment(seed=1)),
        Compute(RUN, start_of(Experiment())), Compute(RUN, PredictionsQuery(1, params)),
    ):  # fmt: skip
        answer = line.ask(request)
        assert isinstance(answer, Broken)
        assert answer.for_good
        assert answer.message.startswith("PyTorch cannot be loaded (libgomp.so.1: cannot open")
    # What is half in memory is not loaded once more.
    assert tried == ["torch"]


def test_a_load_that_fails_leaves_the_run_there_is(
    loaded: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise MemoryError("no room")

    with monkeypatch.context() as patched:
        patched.setattr(training, "Problem", refuse)
        answer = loaded.ask(Load(RUN + 1, Experiment(seed=1)))
    assert isinstance(answer, Broken)
    assert (answer.run, answer.message) == (RUN + 1, "MemoryError: no room")
    np.testing.assert_array_equal(loaded.train(1).updates.params[0], next(Article()).params)


def test_requests_are_obeyed_in_the_order_they_are_sent(line: Line, qtbot: QtBot) -> None:
    for run in (1, 2):
        requests: tuple[Request, ...] = (
            Load(run, Experiment(seed=run)),
            Train(run, ZEROED, 2, FOREVER, looks=False),
            Advance(run, ZEROED),
            Compute(run, start_of(Experiment(seed=run))),
        )
        for request in requests:
            line.link.ask(request)
        # One after the other: a load that another one follows at once is left for that.
        qtbot.waitUntil(lambda run=run: len(line.answers) == 4 * run, timeout=20_000)
    assert [(type(each), each.run) for each in line.answers] == [
        (kind, run) for run in (1, 2) for kind in (Loaded, Trained, Staged, Computed)
    ]
    for answer, seed in ((line.answers[1], 1), (line.answers[5], 2)):
        np.testing.assert_array_equal(answer.updates.params[0], next(Article(seed)).params)


def test_the_training_happens_in_the_line_s_thread(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[QThread] = []

    class Watched(recorder.Trainer):
        def stages(self) -> Iterator[Stage]:
            threads.append(QThread.currentThread())
            return super().stages()

    monkeypatch.setattr(recorder, "Trainer", Watched)
    line.ask(Load(RUN, Experiment()))
    line.train(2)
    assert threads == [line.link.thread_] * 2
    assert line.link.thread_ != QThread.currentThread()


def test_answers_are_frozen(loaded: Line) -> None:
    for answer in (*loaded.answers, loaded.train(1), loaded.advance()):
        with pytest.raises(AttributeError):
            answer.run = 0


def test_the_thread_is_started_once_and_ended_by_closing(line: Line) -> None:
    assert line.link.thread_.isRunning()
    assert line.link.start() is False
    line.link.close()
    assert line.link.thread_.isFinished()
    line.link.close()


def test_nothing_is_done_before_the_start_and_nothing_forgotten(qtbot: QtBot) -> None:
    line = Line(qtbot)
    line.link.ask(Load(RUN, Experiment()))
    assert line.answers == []
    assert line.link.start() is True
    qtbot.waitUntil(lambda: bool(line.answers), timeout=20_000)
    assert isinstance(line.answers[0], Loaded)
    line.link.close()
