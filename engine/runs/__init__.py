"""What a run leaves behind, as plain numbers: no PyTorch, no Qt."""

from engine.runs.facts import Facts, Frame, Valley
from engine.runs.history import History
from engine.runs.run import Failure, Run
from engine.runs.update import (
    Begun,
    Doubles,
    Matrix,
    Signs,
    Stage,
    Update,
    Updates,
    Vector,
    signs_of,
)

__all__ = [
    "Begun",
    "Doubles",
    "Facts",
    "Failure",
    "Frame",
    "History",
    "Matrix",
    "Run",
    "Signs",
    "Stage",
    "Update",
    "Updates",
    "Valley",
    "Vector",
    "signs_of",
]
