"""The state of a plot's data while a person edits it: the points shown, selected and dragged.

The points shown change at once; training follows when the edited points come back as a new run.
Until then further edits apply to the points shown.
"""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, Signal

from engine.experiment import MAX_POINTS
from engine.experiment.held_out import order_without
from engine.numbers import count
from engine.runs import Facts
from gui.plots.edit.handles import NO_HANDLES, EditedData, Handles, Place, digest
from gui.run import View

LEAST_POINTS = 2


@dataclass(slots=True)
class Hand:
    """The point `row` of the data while it is moved from `origin`; now at `place`."""

    row: int
    origin: Place
    place: Place


class Edits(QObject):
    """The edits of one plot's data. `handles` are the drawn points as they are to be shown.

    `selected` is a row of the data. `edited(inputs, targets)` carries all points (n,) after an
    edit; `changed()` says that the points shown or the selection changed; `refused(sentence)` why
    an edit was not made, and '' when that no longer matters.
    """

    edited = Signal(object, object)
    changed = Signal()
    refused = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.handles = NO_HANDLES
        self.selected: int | None = None
        self.hand: Hand | None = None
        self.editable, self.why = True, ""
        self._base = NO_HANDLES
        self._kept = NO_HANDLES
        self._view: View | None = None
        self._data: EditedData | None = None
        self._pending = False
        self._made: set[int] = set()
        self._last_input: float | None = None

    @property
    def begun(self) -> bool:
        """Whether there is anything to edit."""
        return self._view is not None

    # --- runs

    def begin(self, view: View, base: Handles) -> bool:
        """Take over a new run whose drawn points are `base`.

        Returns whether the run's data come from an edit made here, done, undone or redone. The
        selected point and the one being moved stay so only if the run has the points that they
        were picked from.
        """
        facts, before = view.facts, self._view.facts if self._view else None
        data, pending = self._data, self._pending
        self._view, self._base = view, base
        latest = data is not None and data.matches(facts)
        if pending and not latest and view.superseded:
            # This run belongs to an earlier edit; that of the latest is still to come.
            self._kept = self._kept.unpredicted()
            self._show()
            return True
        same = before is not None and _same_data(before, facts)
        own = (latest and pending) or (not same and self._made_here(facts))
        self._kept, self._pending = base, False
        if not latest:
            self._data = None
        if not latest and (pending or not same):
            self.hand = self.selected = None
        self._show()
        return own

    def selected_place(self, facts: Facts) -> Place | None:
        """The place of the selected point; None unless `facts` are of the points as edited last."""
        if self.selected is None or self._data is None or not self._data.matches(facts):
            return None
        return self._data.place(self.selected)

    def take_back(self) -> None:
        """Show the run's own points again, because the last edit could not be used."""
        self._data, self._pending, self._kept = None, False, self._base
        self.hand = self.selected = None
        self._show()
        self.changed.emit()

    def set_editable(self, on: bool, why: str) -> None:
        """Set whether the data may be edited, and if not, `why`."""
        self.editable, self.why = on, why
        if not on:
            self.cancel()
        self.refused.emit("")
        self.changed.emit()

    # --- selecting

    def select(self, row: int | None) -> None:
        """Select the point `row`, or none."""
        if row is not None:
            place = self.handles.place(row)
            self._last_input = place[0] if place else None
        if row != self.selected:
            self.selected = row
            self.changed.emit()

    def select_next(self, by: int, left: float, right: float) -> None:
        """Select the next drawn point to the right (`by` is 1) or to the left (−1).

        Without a selection, it is the first point in that direction between `left` and `right`.
        """
        order = self.handles.in_order()
        if not len(order):
            return
        index = None if self.selected is None else self.handles.index(self.selected)
        if index is not None:
            k = int(np.flatnonzero(order == index)[0]) + by
        else:
            start = self._last_input
            if start is None:
                start = left if by > 0 else right
            k = int(np.searchsorted(self.handles.inputs[order], start)) - (by < 0)
        self.select(int(self.handles.rows[order[min(max(k, 0), len(order) - 1)]]))

    def may_edit(self) -> bool:
        """Whether the selected point may be edited; if not, `refused` says why."""
        if not self.editable:
            self.refused.emit(self.why)
        elif self.selected is None or self.handles.place(self.selected) is None:
            self.refused.emit("Select a point first: click it, or press [ or ].")
        else:
            return True
        return False

    # --- moving, adding, removing

    def take(self, row: int) -> Hand:
        """Select the drawn point `row` and begin to move it."""
        place = self._all().place(row)
        self.hand = Hand(row, place, place)
        self.select(row)
        return self.hand

    def put(self, place: Place) -> None:
        """Move the point being moved to `place`."""
        assert self.hand is not None
        self.hand.place = place
        self._show()
        self.changed.emit()

    def finish(self) -> None:
        """End the move; it is an edit if the point is at another place than before."""
        hand, self.hand = self.hand, None
        if hand is None:
            return
        if _in_float32(hand.place) == _in_float32(hand.origin):
            self._show()
            self.changed.emit()
        else:
            self._commit(
                self._all().moved(hand.row, hand.place), self._kept.moved(hand.row, hand.place)
            )

    def cancel(self) -> None:
        """Cancel the move, and put the point back where it was."""
        if self.hand is not None:
            self.hand = None
            self._show()
            self.changed.emit()

    def add(self, place: Place) -> None:
        """Add a point at the end of the data, and select it."""
        if not self.editable:
            self.refused.emit(self.why)
            return
        data = self._all()
        if len(data) >= MAX_POINTS:
            self.refused.emit(f"There can be no more than {count(MAX_POINTS)} points.")
            return
        self.selected, self._last_input = len(data), place[0]
        self._commit(data.added(place), self._kept.added(len(data), place))

    def remove(self) -> None:
        """Remove the selected point."""
        row = self.selected
        if not self.may_edit() or row is None:
            return
        data = self._all()
        if len(data) <= LEAST_POINTS:
            self.refused.emit("The last two points stay: there must be something to fit.")
            return
        self.selected = None
        assert self._view is not None
        experiment = self._view.experiment
        order = order_without(row, len(data), experiment.held_out, experiment.seed)
        self._commit(data.reordered(order), self._kept.reordered(order))

    def _commit(self, data: EditedData, kept: Handles) -> None:
        self._made |= {self._all().digest, data.digest}
        self._data, self._kept, self._pending = data, kept, True
        self._show()
        self.changed.emit()
        self.edited.emit(data.inputs, data.targets)

    def _show(self) -> None:
        hand = self.hand
        self.handles = self._kept.moved(hand.row, hand.place) if hand else self._kept

    def _all(self) -> EditedData:
        """All points as edited last."""
        if self._data is None:
            assert self._view is not None
            self._data = EditedData.of(self._view.experiment.data, self._view.facts)
        return self._data

    def _made_here(self, facts: Facts) -> bool:
        return bool(self._made) and (digest(facts.data_inputs, facts.data_targets) in self._made)


def _in_float32(place: Place) -> tuple[np.float32, np.float32]:
    return np.float32(place[0]), np.float32(place[1])


def _same_data(one: Facts, other: Facts) -> bool:
    return np.array_equal(one.data_inputs, other.data_inputs) and np.array_equal(
        one.data_targets, other.data_targets
    )
