"""Predict mode: questions made from the very run that is shown, and how replies to them go."""

from engine.predicting.choosing import Chooser
from engine.predicting.finding import find
from engine.predicting.judging import judge
from engine.predicting.moment import HANDLES, MANY, Moment
from engine.predicting.posed import SORTS, Posed, Sort
from engine.predicting.tally import Tally

__all__ = [
    "HANDLES",
    "MANY",
    "SORTS",
    "Chooser",
    "Moment",
    "Posed",
    "Sort",
    "Tally",
    "find",
    "judge",
]
