"""How the window's views ask questions about a run: each one at a time, and the latest wins.

A view that needs more than a `View` holds is an `Asks`: it has a question about each `View`, and is
given the answer if that is still wanted. It need not know of threads or queues:

    class LossMap(QWidget):
        queryChanged = Signal()  # emitted where the question changes without another view

        def query(self, view: View) -> Query | None: ...
        def show_answer(self, query: Query, answer: Any) -> None: ...

`Questions` asks for all of them; the window passes every view that is an `Asks` to
`Player.questions.add`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, runtime_checkable

from PySide6.QtCore import QObject, Signal, SignalInstance

from gui.run.link import Link
from gui.run.protocol import Answer, Broken, Cancel, Cancelled, Compute, Computed, Unanswered
from gui.run.view import View

if TYPE_CHECKING:
    from engine.queries import Query


class Asker(QObject):
    """Asks one question at a time; of those that come meanwhile, it asks only the latest.

    `answered` carries the question and its answer, unless the question is outdated or forgotten by
    then.
    """

    answered = Signal(object, object)
    # The question could not be answered. It is not asked again until another one has been.
    unanswered = Signal(object)

    def __init__(self, link: Link, parent: QObject) -> None:
        super().__init__(parent)
        self._link = link
        self._asked: Compute | None = None
        self._next: Compute | None = None
        self._told: Compute | None = None
        self._patient = False
        link.answered.connect(self._on_answer)

    @property
    def busy(self) -> bool:
        """Whether an answer is awaited."""
        return self._asked is not None

    def ask(self, run: int, query: Query[Any], patient: bool = False) -> None:
        """Ask `query` about `run`, unless that is being asked, or was the last one answered.

        Another question under way is cancelled. With `patient` its answer is awaited first, so that
        something is shown even if questions come faster than answers.
        """
        request = Compute(run, query)
        # The worker drops questions about a run that is gone.
        if self._asked is None or self._asked.run != run:
            if not _same(request, self._told):
                self._send(request)
        elif _same(request, self._asked):
            self._next = None
        else:
            if not patient and self._next is None:
                self._link.ask(Cancel(self._asked.run, self._asked.query))
            self._next, self._patient = request, patient

    def forget(self) -> None:
        """Cancel the question, and forget the last answer."""
        if self._asked is not None:
            self._link.ask(Cancel(self._asked.run, self._asked.query))
        self._asked = self._next = self._told = None

    def _send(self, request: Compute) -> None:
        self._asked, self._next = request, None
        self._link.ask(request)

    def _on_answer(self, answer: Answer) -> None:
        asked = self._asked
        if asked is None:
            return
        match answer:
            case Computed(query=query) | Cancelled(query=query) | Unanswered(query=query) if (
                query is asked.query
            ):
                self._asked = None
            case Broken(run=run) if run == asked.run:
                self._asked = self._next = None
                return
            case _:
                return
        outdated = self._next is not None and not self._patient
        if self._next is not None:
            self._send(self._next)
        elif isinstance(answer, Cancelled):
            # It was cancelled for another question, and then asked for again.
            self._send(asked)
        if isinstance(answer, Computed) and not outdated:
            self._told = asked
            self.answered.emit(answer.query, answer.answer)
        elif isinstance(answer, Unanswered) and not outdated:
            self._told = asked
            self.unanswered.emit(answer.query)


def _same(one: Compute, other: Compute | None) -> bool:
    return other is not None and one.run == other.run and one.query == other.query


Q = TypeVar("Q", bound="Query[Any]")
A_contra = TypeVar("A_contra", contravariant=True)


@runtime_checkable
class Asks(Protocol[Q, A_contra]):
    """A view that asks questions. `query` returns None if there is nothing to ask about `view`.

    `query` is called after every `draw`. A question that is costly to make, or holds arrays, should
    be kept and returned again while it stays the same.
    """

    queryChanged: SignalInstance

    def query(self, view: View) -> Q | None: ...
    def show_answer(self, query: Q, answer: A_contra) -> None: ...


class Questions(QObject):
    """Asks what the views want to know, each of them one question at a time.

    `answered` and `unanswered` carry the view that has been given an answer, or that has none.
    """

    answered = Signal(object)
    unanswered = Signal(object)

    def __init__(self, link: Link, parent: QObject) -> None:
        super().__init__(parent)
        self._link = link
        self._view: View | None = None
        self._askers: list[tuple[Asks[Any, Any], Asker, Callable[[], bool]]] = []

    @property
    def busy(self) -> bool:
        """Whether an answer is awaited."""
        return any(asker.busy for _, asker, _ in self._askers)

    def add(self, asks: Asks[Q, A_contra], wanted: Callable[[], bool] = lambda: True) -> None:
        """Ask the questions of `asks` from now on, whenever that is `wanted`: not while hidden."""
        asker = Asker(self._link, self)
        asker.answered.connect(partial(self._show, asks))
        asker.unanswered.connect(lambda _query: self.unanswered.emit(asks))
        asks.queryChanged.connect(lambda: self._ask(asks, asker, wanted))
        self._askers.append((asks, asker, wanted))

    def ask(self, view: View) -> None:
        """Ask all questions about `view`, which has just been drawn."""
        self._view = view
        self.ask_again()

    def ask_again(self) -> None:
        """Ask about the same view: other views are wanted now."""
        for asks, asker, wanted in self._askers:
            self._ask(asks, asker, wanted)

    def forget(self) -> None:
        """Cancel all questions."""
        self._view = None
        for _, asker, _ in self._askers:
            asker.forget()

    def _show(self, asks: Asks[Any, Any], query: Query[Any], answer: object) -> None:
        try:
            asks.show_answer(query, answer)
        except Exception:
            self.unanswered.emit(asks)
            raise
        self.answered.emit(asks)

    def _ask(self, asks: Asks[Any, Any], asker: Asker, wanted: Callable[[], bool]) -> None:
        view = self._view
        if view is None:
            return
        query = asks.query(view) if wanted() else None
        if query is None:
            asker.forget()
        else:
            # While it plays, every frame has a newer question, so wait for the answers.
            asker.ask(view.run, query, patient=view.playing)
