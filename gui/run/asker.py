"""How anything in the window asks about a run: one question at a time, and the latest wins.

A view that needs more than a `View` has is an `Asks`: it says what it wants to know of each view,
and is shown the answer when it comes, if it is still wanted. It touches neither thread nor queue:

    class LossMap(QWidget):
        queryChanged = Signal()  # emitted where the question changes without another view

        def query(self, view: View) -> Query | None: ...
        def show_answer(self, query: Query, answer: Any) -> None: ...

`Questions` asks on behalf of all of them: `Player.questions.add(view)` is all there is to do, and
the window does it for every view that is an `Asks`.
"""

from typing import Any, Protocol, TypeVar, runtime_checkable

from PySide6.QtCore import QObject, Signal, SignalInstance

from engine.queries import Query
from gui.run.link import Link
from gui.run.protocol import Answer, Broken, Cancel, Cancelled, Compute, Computed
from gui.run.view import View


class Asker(QObject):
    """Asks one question at a time; of those that come meanwhile, it asks the latest next.

    `answered` carries the question and its answer. The answer to one that is outdated by then, or
    forgotten, is not told.
    """

    answered = Signal(object, object)

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
        """Ask `query` about `run`, unless its answer is awaited, or was the last one told.

        What is being asked is outdated and cut short; a `patient` asker hears it out first, so
        that questions which follow each other faster than they are answered all show something.
        """
        request = Compute(run, query)
        # The worker has dropped what it was asked about a run that is gone.
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
        """What was asked is not wanted any more, and what was told does not count."""
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
            case Computed(query=query) | Cancelled(query=query) if query is asked.query:
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
            # It was cut short for another question, and then wanted after all.
            self._send(asked)
        if isinstance(answer, Computed) and not outdated:
            self._told = asked
            self.answered.emit(answer.query, answer.answer)


def _same(one: Compute, other: Compute | None) -> bool:
    return other is not None and one.run == other.run and one.query == other.query


Q = TypeVar("Q", bound=Query[Any])
A_contra = TypeVar("A_contra", contravariant=True)


@runtime_checkable
class Asks(Protocol[Q, A_contra]):
    """A view that asks. `query` is None where there is nothing to ask about `view`.

    It is called for every view that is drawn, after it is: a question that costs something to
    make, or has arrays in it, is kept, and given again while it stays the same.
    """

    queryChanged: SignalInstance

    def query(self, view: View) -> Q | None: ...
    def show_answer(self, query: Q, answer: A_contra) -> None: ...


class Questions(QObject):
    """Asks what the views want to know, each of them one question at a time."""

    def __init__(self, link: Link, parent: QObject) -> None:
        super().__init__(parent)
        self._link = link
        self._view: View | None = None
        self._askers: list[tuple[Asks[Any, Any], Asker]] = []

    @property
    def busy(self) -> bool:
        """Whether an answer is awaited."""
        return any(asker.busy for _, asker in self._askers)

    def add(self, asks: Asks[Q, A_contra]) -> None:
        """Ask for `asks` from now on."""
        asker = Asker(self._link, self)
        asker.answered.connect(asks.show_answer)
        asks.queryChanged.connect(lambda: self._ask(asks, asker))
        self._askers.append((asks, asker))

    def ask(self, view: View) -> None:
        """Ask what all want to know of `view`, which they have drawn."""
        self._view = view
        for asks, asker in self._askers:
            self._ask(asks, asker)

    def forget(self) -> None:
        """Nothing is wanted any more."""
        self._view = None
        for _, asker in self._askers:
            asker.forget()

    def _ask(self, asks: Asks[Any, Any], asker: Asker) -> None:
        view = self._view
        if view is None:
            return
        query = asks.query(view)
        if query is None:
            asker.forget()
        else:
            # While it plays there is always a newer question.
            asker.ask(view.run, query, patient=view.playing)
