"""Where the run stands, in a line: for the toolbar, and for the title that taskbars show."""

from engine.numbers import count, number
from engine.runs.update import Stage
from gui.run.view import View


def status(view: View) -> str:
    """The epoch and the loss that are shown."""
    text = f"epoch {count(view.snapshot.number)} / {count(view.experiment.epochs)}"
    if view.snapshot.loss is not None:
        text += f"    loss\u00a0{number(view.snapshot.loss)}"
    return text


def title(view: View | None, name: str, playing: bool) -> str:
    """The window's title; `name` is the file's, empty without one. While it plays, only that."""
    program = f"{name} – Learnscope" if name else "Learnscope"
    if view is None:
        return program
    if playing:
        return f"{program} – playing"
    snapshot = view.snapshot
    text = f"{program} – epoch {count(snapshot.number)} of {count(view.experiment.epochs)}"
    if snapshot.stage is not None and snapshot.stage is not Stage.UPDATE:
        text += f", stage {snapshot.stage.value}"
    if snapshot.loss is not None:
        text += f", loss {number(snapshot.loss)}"
    return text
