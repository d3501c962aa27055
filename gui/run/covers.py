"""What a question covers until it is answered, and the part of the window that it is about.

What would give the answer away is taken out of the View before anything is drawn from it, or is
left out by the view that shows it: covered things are not painted, told, spoken or copied.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import numpy as np
from PySide6.QtCore import QObject, Signal

from engine.runs import Facts
from gui.run.view import View

if TYPE_CHECKING:
    from engine.queries import Snapshot

GIVES_AWAY = {
    "predictions": ("graph", "by_hand", "landscape"),
    "loss.value": ("graph", "by_hand", "landscape", "loss", "loss_parts"),
    "later": ("landscape", "loss_parts", "curvature"),
    "ahead": ("landscape", "loss_parts", "curvature"),
    "banner": ("landscape", "curvature"),
    "best_fit": ("landscape", "loss_parts", "curvature"),
    "graph.gradients": ("by_hand",),
    "card.arrow": ("by_hand", "graph", "landscape"),
    "card.sentence": ("by_hand", "graph", "landscape"),
    "card.gradient": ("graph", "by_hand", "landscape", "curvature"),
    "card.way": ("landscape", "curvature"),
    "chip.gradient": ("graph", "by_hand", "landscape", "curvature"),
    "largest": ("by_hand", "graph"),
    "cards": ("moves", "landscape", "curvature"),
    "signs": ("landscape", "curvature", "graph", "by_hand"),
    "loss_parts.shown": ("landscape", "curvature"),
}
"""Views that give away what is covered, and so are covered whole, unless a question is about them.

`signs.a` covers what `signs` does, of the parameter `a` alone. `ahead` is what comes after the
update shown, and `later` what that has led to as well.
"""


class Covers(QObject):
    """What is `hidden`, by the names that a lesson uses, and the `part` that is not dimmed.

    `changed` says that one of them is another.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.hidden: frozenset[str] = frozenset()
        self.part: str | None = None
        # The facts as far as they are not covered, and whose they are.
        self._facts: tuple[Facts, Facts] | None = None

    def cover(self, hidden: Iterable[str], part: str | None) -> None:
        """Cover `hidden` and nothing else, and dim everything but `part`; None dims nothing."""
        new = frozenset(hidden), part
        if new != (self.hidden, self.part):
            self.hidden, self.part = new
            self._facts = None
            self.changed.emit()

    def lift(self) -> None:
        """Cover and dim nothing."""
        self.cover((), None)

    def hides(self, *names: str) -> bool:
        """Whether one of `names` is covered."""
        return not self.hidden.isdisjoint(names)

    def hides_signs(self, param: str) -> bool:
        """Whether the strip of signs of `param` is covered."""
        return self.hides("signs", f"signs.{param}")

    @property
    def hides_log(self) -> bool:
        """Whether the log is covered, which shows every number of every epoch."""
        return bool(self.hidden - {"banner", "best_fit"})

    @property
    def views(self) -> frozenset[str]:
        """The names of the views that are covered whole."""
        given = {
            name
            for hidden in self.hidden
            for name in GIVES_AWAY.get(hidden, GIVES_AWAY.get(_kind(hidden), ()))
        }
        return frozenset(given - {self.part})

    def covered(self, view: View) -> View:
        """`view` without what is covered and would be found in more than one place."""
        if not self.hides("later", "ahead", "loss.value", "best_fit", "predictions"):
            return view
        snapshot, history = view.snapshot, view.history
        if self.hides("later", "ahead"):
            history = history.until(view.cursor)
        if self.hides("later"):
            snapshot = replace(snapshot, updated_loss=None, loss_change=None)
        if self.hides("loss.value"):
            snapshot = replace(snapshot, loss=None, updated_loss=None, loss_change=None)
        if self.hides("predictions"):
            snapshot = _unpredicted(snapshot)
        return replace(
            view,
            snapshot=snapshot,
            history=history,
            facts=self._facts_of(view.facts),
            previous=None,
            previous_curve=None,
            previous_label="",
            preview=None,
        )

    def _facts_of(self, facts: Facts) -> Facts:
        """`facts` as far as they are not covered: others, as what is drawn begins anew."""
        if self._facts is None or self._facts[0] is not facts:
            valleys = ("valley", "standardised_valley", "plain_valley")
            gone: dict[str, Any] = dict.fromkeys(valleys) if self.hides("best_fit") else {}
            self._facts = facts, replace(facts, **gone)
        return self._facts[1]


@runtime_checkable
class UsesCovers(Protocol):
    """A view that leaves out what is covered; it is given the covers when it is made."""

    def set_covers(self, covers: Covers) -> None:
        """Use `covers`, whose `changed` says when to draw again."""


def _unpredicted(snapshot: Snapshot) -> Snapshot:
    """`snapshot` with predictions that are no numbers, and so are drawn nowhere."""
    gone: dict[str, Any] = {
        name: np.full_like(getattr(snapshot, name), np.nan)
        for name in ("predictions", "held_out_predictions", "curve")
    }
    updated = ("updated_predictions", "updated_held_out_predictions", "updated_curve")
    gone |= dict.fromkeys(updated)
    return replace(snapshot, **gone)


def _kind(hidden: str) -> str:
    """`signs` of `signs.a`."""
    return hidden.partition(".")[0]
