"""Where the run stands, in a line: for the toolbar, and for the title that taskbars show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.experiment import Experiment
from engine.numbers import apart, count, grouped
from engine.runs import Stage

if TYPE_CHECKING:
    from engine.queries import Snapshot


def status(snapshot: Snapshot, experiment: Experiment) -> str:
    """The epoch and the loss that are shown."""
    text = f"epoch {count(snapshot.number)}"
    if snapshot.number <= experiment.epochs:
        text += f" / {count(experiment.epochs)}"
    if snapshot.loss is not None:
        text += f"    loss\u00a0{loss_in_words(snapshot)}"
    return text


def loss_in_words(snapshot: Snapshot) -> str:
    """The loss of the epoch shown, and once the parameters are updated, the new one too."""
    if snapshot.loss is None:
        return ""
    if snapshot.updated_loss is None:
        return grouped(snapshot.loss)
    return "\u00a0→\u00a0".join(apart(snapshot.loss, snapshot.updated_loss))


def title(name: str, playing: bool, snapshot: Snapshot | None, experiment: Experiment) -> str:
    """The window's title; `name` is the file's, empty without one.

    While it plays, the title says only that; before anything is shown, it is only the name."""
    program = f"{name} – Learnscope" if name else "Learnscope"
    if snapshot is None:
        return program
    if playing:
        return f"{program} – playing"
    text = f"{program} – epoch {count(snapshot.number)} of {count(experiment.epochs)}"
    if snapshot.stage is not None and snapshot.stage is not Stage.UPDATE:
        text += f", stage {snapshot.stage.value}"
    if snapshot.loss is not None:
        text += f", loss {loss_in_words(snapshot)}"
    return text
