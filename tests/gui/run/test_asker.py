"""One question at a time, and the latest wins; views that ask, and are shown the answer."""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from engine.queries import Problem, Query
from gui.run import View
from gui.run.asker import Asker, Questions
from gui.run.link import Link
from gui.run.protocol import Answer, Cancel, Compute, Computed, Load, Loaded, Request
from tests.gui.views import make_view

RUN = 1


@dataclass(frozen=True)
class Double(Query[int]):
    """Quick: twice the number."""

    number: int

    def answer(self, problem: Problem) -> int:
        return 2 * self.number


@dataclass(frozen=True)
class Endless(Query[None]):
    """Never comes to an end by itself."""

    number: int

    def steps(self, problem: Problem) -> Generator[None, None, None]:
        while True:
            yield


@dataclass(frozen=True)
class Wrong(Query[None]):
    def answer(self, problem: Problem) -> None:
        raise ValueError("no")


class Line:
    """A line to a worker that has loaded a run, an asker, and all that is said on the line."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.parent = QObject()
        self.link = Link(self.parent)
        self.said: list[Request | Answer] = []
        self.link._asked.connect(self.said.append)
        self.link.answered.connect(self.said.append)
        self.link.start()
        self.load(RUN)
        self.asker = Asker(self.link, self.parent)
        self.told: list[tuple[Any, Any]] = []
        self.asker.answered.connect(lambda query, answer: self.told.append((query, answer)))

    def load(self, run: int) -> None:
        self.link.ask(Load(run, Experiment()))
        self.until(lambda: isinstance(self.said[-1], Loaded))
        self.said.clear()

    def until(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=20_000)

    def until_told(self, *numbers: int) -> None:
        self.until(lambda: len(self.told) == len(numbers))
        assert self.told == [(Double(number), 2 * number) for number in numbers]

    def kinds(self, kind: type) -> list[Any]:
        return [each.query for each in self.said if isinstance(each, kind)]


@pytest.fixture
def line(qtbot: QtBot) -> Iterator[Line]:
    line = Line(qtbot)
    yield line
    line.link.close()


def test_a_question_is_answered(line: Line) -> None:
    line.asker.ask(RUN, Double(3))
    assert line.asker.busy
    line.until_told(3)
    assert not line.asker.busy


def test_of_questions_that_come_meanwhile_only_the_latest_is_asked_and_told(line: Line) -> None:
    for number in range(1, 6):
        line.asker.ask(RUN, Double(number))
    line.until_told(5)
    assert line.kinds(Compute) == [Double(1), Double(5)]


def test_a_patient_asker_tells_what_was_asked_before_the_latest_too(line: Line) -> None:
    for number in range(1, 6):
        line.asker.ask(RUN, Double(number), patient=True)
    line.until_told(1, 5)
    assert line.kinds(Compute) == [Double(1), Double(5)]
    assert line.kinds(Cancel) == []


def test_a_slow_question_is_cut_short_by_another(line: Line) -> None:
    line.asker.ask(RUN, Endless(1))
    line.asker.ask(RUN, Double(2))
    line.until_told(2)
    assert line.kinds(Cancel) == [Endless(1)]


def test_a_question_that_is_wanted_again_while_it_is_cut_short_is_asked_again(line: Line) -> None:
    line.asker.ask(RUN, Endless(1))
    line.asker.ask(RUN, Double(2))
    line.asker.ask(RUN, Endless(1))
    line.until(lambda: line.kinds(Compute) == [Endless(1), Endless(1)])
    line.asker.ask(RUN, Double(3))
    line.until_told(3)


def test_an_equal_question_is_not_asked_again(line: Line) -> None:
    line.asker.ask(RUN, Double(1))
    line.asker.ask(RUN, Double(1))
    line.until_told(1)
    line.asker.ask(RUN, Double(1))
    assert not line.asker.busy
    assert line.kinds(Compute) == [Double(1)]


def test_what_is_forgotten_is_not_told_and_can_be_asked_anew(line: Line) -> None:
    line.asker.ask(RUN, Double(1))
    line.asker.forget()
    assert not line.asker.busy
    line.until(lambda: len(line.kinds(Computed)) == 1)
    assert line.told == []
    line.asker.ask(RUN, Double(1))
    line.until_told(1)
    line.asker.forget()
    line.asker.ask(RUN, Double(1))
    line.until_told(1, 1)


def test_another_run_is_asked_about_without_waiting_for_the_one_that_is_gone(line: Line) -> None:
    line.asker.ask(RUN, Endless(1))
    line.load(RUN + 1)
    line.asker.ask(RUN + 1, Double(1))
    line.until_told(1)


def test_after_a_question_that_fails_another_can_be_asked(line: Line) -> None:
    line.asker.ask(RUN, Wrong())
    line.until(lambda: not line.asker.busy)
    line.asker.ask(RUN, Double(1))
    line.until_told(1)


class Panel(QObject):
    """A view that asks for the double of the epoch shown, plus what it was told to add."""

    queryChanged = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.added = 0
        self.asks = True
        self.shown: list[int] = []

    def query(self, view: View) -> Double | None:
        return Double(view.cursor + self.added) if self.asks else None

    def show_answer(self, query: Double, answer: int) -> None:
        assert answer == 2 * query.number
        self.shown.append(answer)


@pytest.fixture(scope="module")
def view() -> View:
    return replace(make_view(epochs=5), run=RUN)


def test_each_view_is_shown_the_answer_to_its_own_question(line: Line, view: View) -> None:
    questions = Questions(line.link, line.parent)
    one, other = Panel(), Panel()
    other.added = 10
    for panel in (one, other):
        questions.add(panel)
    questions.ask(view)
    line.until(lambda: (one.shown, other.shown) == ([10], [30]))
    # A question of its own accord, as when it is scrolled.
    one.added = 1
    one.queryChanged.emit()
    line.until(lambda: one.shown == [10, 12])
    assert other.shown == [30]


def test_a_view_with_nothing_to_ask_is_left_alone(line: Line, view: View) -> None:
    questions = Questions(line.link, line.parent)
    panel = Panel()
    questions.add(panel)
    panel.queryChanged.emit()
    questions.ask(view)
    panel.asks = False
    questions.ask(view)
    line.until(lambda: len(line.kinds(Computed)) == 1)
    assert panel.shown == []


def test_a_hidden_view_asks_nothing_until_it_is_turned_to(line: Line, view: View) -> None:
    questions = Questions(line.link, line.parent)
    hidden, panel = Panel(), Panel()
    wanted = [False]
    questions.add(hidden, lambda: wanted[0])
    questions.add(panel)
    questions.ask(view)
    line.until(lambda: panel.shown == [10])
    assert hidden.shown == []
    wanted[0] = True
    questions.ask_again()
    line.until(lambda: hidden.shown == [10])
    assert panel.shown == [10]


def test_while_it_plays_a_view_is_shown_something_however_late(line: Line, view: View) -> None:
    questions = Questions(line.link, line.parent)
    panel = Panel()
    questions.add(panel)
    for cursor in (1, 2, 3):
        questions.ask(replace(view, cursor=cursor, playing=True))
    line.until(lambda: panel.shown == [2, 6])
