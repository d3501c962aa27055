"""What a run is: described, validated, ready-made, and as a file. No torch."""

from engine.experiment.classroom import Classroom
from engine.experiment.data import Data, Generated, Points, RollerCoaster, Sampled
from engine.experiment.described import (
    MAX_EPOCHS,
    MAX_LEARNING_RATE,
    MAX_NUMBER,
    MAX_POINTS,
    MAX_SEED,
    sentence,
    sentences,
)
from engine.experiment.experiment import ARTICLE_FORMULA, Experiment

__all__ = [
    "ARTICLE_FORMULA",
    "MAX_EPOCHS",
    "MAX_LEARNING_RATE",
    "MAX_NUMBER",
    "MAX_POINTS",
    "MAX_SEED",
    "Classroom",
    "Data",
    "Experiment",
    "Generated",
    "Points",
    "RollerCoaster",
    "Sampled",
    "sentence",
    "sentences",
]
