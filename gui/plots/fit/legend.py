"""What the legend of the fit plot says."""

from engine.queries import Snapshot
from gui.plots.base.legend import Entry
from gui.plots.fit.ghost import pale
from gui.run import View
from gui.run.view import short_of
from gui.theme import Theme


def entries(
    view: View, theme: Theme, residuals: list[Entry], *, held_out: bool
) -> tuple[Entry, ...]:
    """The entries for what is drawn of `view`, with `residuals` where those are drawn."""
    found = [Entry("dot", theme.data, "data")]
    if held_out:
        found.append(Entry("ring", theme.data, "held out"))
    if view.snapshot.stage is None:
        found.append(Entry("dashed", theme.prediction, "starting parameters"))
    else:
        found += [*_predictions(view.snapshot, theme), *residuals]
    if view.ghost is not None:
        found.append(Entry("dotted", theme.prediction, "after the step: not done", "would be"))
    if view.previous_curve:
        previous = view.previous_in_words
        found.append(Entry("line", theme.previous, previous, short_of(previous)))
    return tuple(found)


def _predictions(snapshot: Snapshot, theme: Theme) -> list[Entry]:
    if snapshot.updated_curve is None:
        return [Entry("dot", theme.prediction, "predictions")]
    return [
        Entry("dot", theme.prediction, "predictions after the update", "after"),
        Entry("dashed", pale(theme).name(), "before it", "before"),
    ]
