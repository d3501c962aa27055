"""The base of a plot that points, for all views, at the point under the mouse or chosen by keys."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.numbers import number
from engine.runs import Doubles
from engine.text import shortened
from gui.plots.edit import EditablePlot
from gui.plots.fit.picked import Picked
from gui.run import Picks, View
from gui.zoom import scaled

HOVER_DISTANCE = 24
LONGEST_NAME = 20


class PointedPlot(EditablePlot):
    """Marks by `picked` what is pointed at elsewhere, and points at what is near the mouse here."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.picked = Picked(self)

    def set_picks(self, picks: Picks) -> None:
        """Mark what is picked elsewhere; point at what is under the mouse."""
        self.picked.picks = picks
        picks.changed.connect(self._show_picked)

    def _heights(self, view: View) -> Doubles:
        """The target and the predictions (d, k) of each drawn point."""
        raise NotImplementedError

    def _trained(self, k: int | None) -> int | None:
        """The place of the drawn point `k` among those trained on; None if it is not of them."""
        raise NotImplementedError

    def drawn_points(self) -> tuple[NDArray[np.int_], Doubles, Doubles]:
        """The drawn points that are trained on, in the order of their inputs.

        Their places among all (d,), their inputs (d,), and their target and predictions (d, k).
        """
        handles = self.edits.handles
        shown = [k for k in range(len(handles.rows)) if self._trained(k) is not None]
        shown.sort(key=lambda k: float(handles.inputs[k]))
        places = np.array([self._trained(k) for k in shown], int)
        if self._view is None or not shown:
            return places, np.empty(0), np.empty((0, 1))
        return places, handles.inputs[shown], self._heights(self._view)[shown]

    def trained_point(self, place: int) -> tuple[float, float]:
        """Input and target of the point at this `place` among those trained on."""
        assert self._view is not None
        facts = self._view.facts
        return float(facts.inputs[place]), float(facts.targets[place])

    def named_point(self, place: int) -> str:
        """What the point at this `place` is called: by its input."""
        assert self._view is not None
        label = self._view.facts.input_label or "input"
        return f"{shortened(label, LONGEST_NAME)} = {number(self.trained_point(place)[0])}"

    def spread(self, many: int) -> Doubles:
        """`many` inputs, equally far from each other, (many,)."""
        assert self._view is not None
        inputs = self._view.facts.inputs
        return np.linspace(float(inputs.min()), float(inputs.max()), many)

    def predicted_at(self, inputs: Doubles) -> Doubles:
        """What the curve shown predicts at `inputs` (k,)."""
        assert self._view is not None
        snapshot = self._view.snapshot
        updated = snapshot.updated_curve
        curve = snapshot.curve if updated is None else updated
        return np.interp(inputs, self._view.facts.curve_inputs, curve)

    def _show_picked(self) -> None:
        if self._view is not None and self.isVisible():
            self._draw_data(self._view)

    def _tip_text(self, view: View) -> str:
        text = super()._tip_text(view)
        k = None if text else self._near_mouse(view)
        return text if k is None else "\n".join(self._told(view, k))

    def _near_mouse(self, view: View) -> int | None:
        """The drawn point with its target or a prediction near the mouse; None if there is none."""
        place, handles = self.mouse(), self.edits.handles
        if place is None or not len(handles.rows):
            return None
        heights = np.nan_to_num(self._heights(view), nan=np.inf)
        x, y = self.to_scene(handles.inputs[:, None], heights)
        distances = np.hypot(x - place[1].x(), y - place[1].y()).min(axis=1)
        k = int(distances.argmin())
        return k if distances[k] <= scaled(HOVER_DISTANCE) else None

    def _refresh_tip(self) -> None:
        super()._refresh_tip()
        if self._view is not None:
            row = self.edits.selected if self.input.keyed else self.input.hovered
            near = self._near_mouse(self._view) if row is None else self.edits.handles.index(row)
            self.picked.point_at(self._trained(near))

    def _show_edit(self) -> None:
        super()._show_edit()
        row = self.edits.selected
        self.picked.choose(self._trained(None if row is None else self.edits.handles.index(row)))
