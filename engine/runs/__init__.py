"""What a run leaves behind, as plain numbers: no PyTorch, no Qt."""

from engine.runs.facts import Facts, Frame, Valley
from engine.runs.history import History
from engine.runs.refused import RefusedError
from engine.runs.run import Failure, Run
from engine.runs.scale import COMMON_REACH, Scale
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
    "COMMON_REACH",
    "Begun",
    "Doubles",
    "Facts",
    "Failure",
    "Frame",
    "History",
    "Matrix",
    "RefusedError",
    "Run",
    "Scale",
    "Signs",
    "Stage",
    "Update",
    "Updates",
    "Valley",
    "Vector",
    "signs_of",
]
