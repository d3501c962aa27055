"""What a card or row shows of a step that a question is about."""

from dataclasses import replace

import numpy as np

from engine.queries import Slice, Snapshot
from engine.runs import Stage
from engine.words.steps.cards import Said
from gui.run import Covers


def covered_snapshot(snapshot: Snapshot, covers: Covers) -> Snapshot:
    """`snapshot` as far as it has run without giving away what is covered."""
    if covers.hides("card.gradient") and snapshot.reached(Stage.GRADIENT):
        return snapshot.until(Stage.BACKWARD)
    if covers.hides("card.arrow") and snapshot.reached(Stage.UPDATE):
        return snapshot.until(Stage.GRADIENT)
    return snapshot


def covered_words(words: Said, covers: Covers) -> Said:
    """`words` without those that are covered."""
    if covers.hides("card.arrow"):
        words = replace(words, direction="")
    return replace(words, sentence="") if covers.hides("card.sentence") else words


def centred(cut: Slice) -> Slice:
    """`cut` with the old value in its middle and no floor, as both would tell where it goes."""
    here = cut.before[0]
    reach = min(here - float(cut.values[0]), float(cut.values[-1]) - here)
    # The ends of a cut are not rounded to the value in its middle.
    near = np.abs(cut.values - here) <= reach * (1 + 1e-9)
    return replace(cut, values=cut.values[near], losses=cut.losses[near], after=None, floor=None)
