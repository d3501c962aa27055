"""How the body is arranged: what is in front, enlarged, how large, and what the plots show."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

from gui.window.layout import Body


@runtime_checkable
class KeepsRange(Protocol):
    """A view that shows a range, which the person can change."""

    def keep_range(self) -> Callable[[], None]:
        """Remember the range shown; the result shows it again."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How a body is arranged, to arrange it like that again."""

    front: tuple[str, ...]
    enlarged: tuple[str, ...]
    shares: list[list[int]]
    ranges: tuple[Callable[[], None], ...]

    @classmethod
    def of(cls, body: Body) -> "Arrangement":
        """How `body` is arranged; views that are enlarged are put back for that."""
        enlarged = body.enlarged
        body.put_back()
        ranges = [view.keep_range() for view in body.all_views if isinstance(view, KeepsRange)]
        return cls(body.front, enlarged, body.shares(), tuple(ranges))

    def with_front(self, body: Body) -> "Arrangement":
        """The same arrangement, but with the views in front that are in front of `body` now."""
        return replace(self, front=body.front)

    def restore(self, body: Body) -> None:
        """Arrange `body` like that again."""
        body.put_back()
        body.show_below()
        for name in self.front:
            body.turn_to(name)
        body.share(self.shares)
        if self.enlarged:
            body.enlarge(*self.enlarged)

    def restore_ranges(self, body: Body) -> None:
        """Show the ranges again, now that the run is there which they are of."""
        # A view that has not drawn this run yet would begin with a range of its own.
        body.draw_all()
        for show_again in self.ranges:
            show_again()
