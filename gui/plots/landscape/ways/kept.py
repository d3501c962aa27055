"""A question that a view keeps while it stays the same, with its last answer.

A view that has several questions asks them one after the other: the first that is not answered yet.
"""

from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

from engine.queries import Query

A = TypeVar("A")


class Kept(Generic[A]):
    """One question, known by a key, and the answer to it or to the one before."""

    def __init__(self) -> None:
        self.answer: A | None = None
        self._key: Hashable = None
        self._query: Query[A] | None = None
        self._answered: Query[A] | None = None

    def want(self, key: Hashable, make: Callable[[], Query[A]]) -> None:
        """Want the answer to the question known by `key`, which `make` makes if it is new."""
        if self._query is None or key != self._key:
            self._key, self._query = key, make()

    def forget(self) -> None:
        """Want nothing, and know nothing."""
        self.answer = self._key = self._query = self._answered = None

    @property
    def open(self) -> Query[A] | None:
        """The question, while it has no answer."""
        return None if self._answered is self._query else self._query

    @property
    def current(self) -> A | None:
        """The answer, unless it is to another question than the one that is wanted."""
        return self.answer if self.open is None else None

    def take(self, query: Query[Any], answer: Any) -> bool:
        """Take the `answer`, if `query` is the question; whether it was."""
        if query is not self._query:
            return False
        self.answer, self._answered = answer, self._query
        return True
