"""How far a person has come in a set of lessons, remembered from one start to the next."""

from collections.abc import Sequence

from engine.lessons import Lesson
from gui.memory import Memory


class Progress:
    """Which of `lessons` have been answered, and at which one the person was last.

    `name` tells this set apart from others.
    """

    def __init__(self, memory: Memory, lessons: Sequence[Lesson], name: str) -> None:
        self._memory = memory
        self._ids = [lesson.id for lesson in lessons]
        self._name = name
        # What was answered since this began, also where nothing is remembered.
        self._here: set[str] = set()

    @property
    def done(self) -> frozenset[int]:
        """The numbers, from 1, of the lessons that have been answered."""
        known = set(self._memory.text(f"lessons/{self._name}/done", "").split())
        known |= self._here
        return frozenset(k for k, each in enumerate(self._ids, 1) if each in known)

    @property
    def next(self) -> int:
        """The number of the lesson to go on with: the one begun last, or the next after it."""
        at = self._memory.text(f"lessons/{self._name}/at", "")
        here = self._ids.index(at) + 1 if at in self._ids else 1
        numbers = [*range(here, len(self._ids) + 1), *range(1, here)]
        return next((number for number in numbers if number not in self.done), 1)

    def begin(self, number: int) -> None:
        """The person is at lesson `number`."""
        self._memory.keep(f"lessons/{self._name}/at", self._ids[number - 1])

    def finish(self, number: int) -> None:
        """The person has answered lesson `number`."""
        self._here.add(self._ids[number - 1])
        done = [each for k, each in enumerate(self._ids, 1) if k in self.done]
        self._memory.keep(f"lessons/{self._name}/done", " ".join(done))
