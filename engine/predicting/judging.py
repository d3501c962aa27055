"""Judges a reply to a question about the run."""

from collections.abc import Callable

import numpy as np

from engine.lessons import Reply, Verdict
from engine.predicting.margins import rms
from engine.predicting.posed import Posed
from engine.runs import Doubles

HALF_WAY = 0.5
AS_SAID = "As you said."
NEAR = "That counts: it is more than half of the way there."
FAR = "It counts from half of the way there on, and up to half beyond."


def judge(posed: Posed, reply: Reply) -> Verdict:
    """Whether `reply` is right, and what to say to it.

    A loss or a drawn line is right from half of the way on, from what is now to what will be: its
    distance from the truth, of losses in powers of ten, is at most half of that from now on.
    """
    if posed.sort == "curve":
        return _near(posed, reply, np.asarray)
    if posed.sort in ("loss_size", "loss_curve"):
        return _near(posed, reply, _logs)
    right = reply == posed.truth
    return Verdict(right, AS_SAID if right else "")


def _logs(values: Doubles) -> Doubles:
    # What is drawn at or below zero is as far away as can be.
    return np.asarray(np.log(np.maximum(values, 1e-300)))


def _near(posed: Posed, reply: Reply, scale: Callable[[Doubles], Doubles]) -> Verdict:
    said, truth, now = (
        scale(np.atleast_1d(np.asarray(each, float))) for each in (reply, posed.truth, posed.now)
    )
    right = bool(np.isfinite(said).all()) and rms(said - truth) <= HALF_WAY * rms(now - truth)
    return Verdict(right, NEAR if right else FAR)
