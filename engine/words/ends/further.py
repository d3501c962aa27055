"""How a finished run is extended when a person asks for more, and what the banner says about it.

Whoever presses Space or → at the last epoch wants to see more: the run is extended, and the banner
says by how much and how to undo that.
"""

from typing import Any, Literal

from engine.experiment import MAX_EPOCHS
from engine.numbers import count, number
from engine.runs import Run
from engine.words.ends.notices import Notice

# What was asked for at the end of the run.
How = Literal["play", "epoch", "stage"]
BACK = "Ctrl+Z takes that back."


def further(run: Run, how: How) -> tuple[dict[str, Any], Notice]:
    """The fields of the experiment to change so that the finished `run` goes on, and what to say.

    Without fields the run cannot go on.
    """
    stop = run.experiment.stop_at_loss
    trained, asked = len(run.history), run.experiment.epochs
    fields: dict[str, Any] = {}
    said = []
    if run.stopped_at_loss and stop is not None:
        fields["stop_at_loss"] = None
        said.append(f"It no longer stops at a loss of {number(stop)}.")
    if trained >= asked:
        if trained >= MAX_EPOCHS:
            return {}, Notice("info", f"{count(trained)} epochs are the most there can be.")
        more = min(2 * trained if how == "play" else trained + 1, MAX_EPOCHS)
        fields["epochs"] = more
        said.append(
            f"All {count(trained)} epochs were trained, so it plays on to {count(more)}."
            if how == "play"
            else f"Epoch {count(more)} is one more than was asked for: {count(more)} are now."
        )
    return fields, Notice("info", " ".join([*said, BACK]))
