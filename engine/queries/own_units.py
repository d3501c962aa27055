"""Converts parameters learned on standardised inputs to the inputs' own units.

A run on standardised inputs learns p for which f((t − mean)/std; p) fits. The parameters q with
f(t; q) = f((t − mean)/std; p) for every t describe the same curve in t's own units. They are
searched for by least squares and used only if the two curves agree.
"""

import numpy as np

from engine.queries.query import Problem
from engine.queries.search import settled
from engine.runs import Doubles, Vector

PLACES = 32
# Most formulas settle in a few rounds, and the search runs for every frame.
ROUNDS = 15
# Two curves that differ by no more than this share of their size count as the same.
SAME = 1e-6


def in_own_units(problem: Problem, params: Vector) -> Doubles | None:
    """The parameters (p,) that draw the same curve over the inputs' own units.

    None where the formula has no such parameters, as `a*t**2` has none for a shifted t, or where
    they are not found.
    """
    raw = problem.raw_inputs
    places = np.linspace(float(raw.min()), float(raw.max()), PLACES)
    learned = params.astype(np.float64)
    wanted = problem.curve(problem.scaled(places), learned)
    if not np.isfinite(wanted).all():
        return None
    size = float(np.abs(wanted).max())
    with np.errstate(all="ignore"):
        for start in (learned, learned / problem.std):
            found = settled(
                lambda q: problem.curve(places, q) - wanted, start, problem.linear, ROUNDS
            )
            if (
                found is not None
                and np.abs(problem.curve(places, found) - wanted).max() <= SAME * size
            ):
                return found
    return None
