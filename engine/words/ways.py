"""What stands among the ways out of a run's trouble, beside the remedies and their promises."""

from engine.numbers import count
from engine.queries import RemediesQuery

WAYS_OUT = "Ways out"
WAYS_TIP = "What would help, and what each would change, in numbers"


def trying(query: RemediesQuery) -> str:
    """That some are being tried in the background."""
    trials = len(query.trials)
    return "trying 1 more…" if trials == 1 else f"trying {count(trials)} more…"


def in_vain(query: RemediesQuery) -> str:
    """That none of those that were tried helps."""
    trials = len(query.trials)
    return (
        "1 was tried: it does not help"
        if trials == 1
        else f"{count(trials)} were tried: none helps"
    )


def promised(text: str, label: str, promise: str) -> str:
    """A notice with the only way out, and what that promises.

    >>> promised("Diverged.", "Reset with 0.00001", "900 epochs reach 613")
    'Diverged. Reset with 0.00001: 900 epochs reach 613.'
    """
    return f"{text} {label}: {promise}."
