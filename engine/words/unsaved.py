"""What is said about unsaved work that was kept aside, and about what is damaged of it."""

from datetime import datetime
from pathlib import Path

from engine.text import shortened

BRING_BACK, ONLY_EXPERIMENT = "Bring them back", "Bring back the experiment only"
DISCARD, KEEP = "Discard", "Keep them after all"
BRING_BACK_TIP = "Go on where this was left: with every change to undo, at the same epoch"
ONLY_EXPERIMENT_TIP = "Without the changes to undo and the epoch that was shown"
DISCARD_TIP = "Remove them when Learnscope is closed"


def changes(file: Path | None, when: datetime, now: datetime) -> str:
    """Names the work that belonged to `file` and was last kept at `when`."""
    time = f"{when:%H:%M}" if when.date() == now.date() else f"{when:%Y-%m-%d %H:%M}"
    where = f"to {shortened(file.name, 80)}" if file else "to an experiment without a file"
    return f"Unsaved changes {where} from {time}"


def offer(named: str) -> str:
    """Offers them."""
    return f"{named} have been kept."


def offer_with_care(named: str) -> str:
    """Offers them once more, after Learnscope ended while they were being brought back."""
    return (
        f"{named} have been kept, but Learnscope ended while it brought them back. "
        "The experiment alone may open."
    )


def set_aside(named: str, folder: Path) -> str:
    """Says where they are after they could not be brought back twice."""
    return f"{named} could not be brought back twice. They are set aside in {folder}."


def damaged(folder: Path, why: str) -> str:
    """Says where damaged work is."""
    return f"Unsaved changes cannot be read ({why}). They are set aside in {folder}."


def discarded(named: str) -> str:
    """Says what becomes of them."""
    return f"{named} will be removed when Learnscope is closed."
